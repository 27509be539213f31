/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The functions that compute the values of nodes. What each takes is said where the node is made
 * (bind_op.c, func.c): types are right when they run, so they only loop. Private to lib/expr.
 */
#ifndef CS_EXPR_RUN_H
#define CS_EXPR_RUN_H

#include "expr/node.h"

/* run_num.c: whole numbers (i), decimals (d). */
cs_node_fn cs_run_add_i, cs_run_sub_i, cs_run_mul_i, cs_run_neg_i, cs_run_floordiv_i, cs_run_mod_i;
cs_node_fn cs_run_add_d, cs_run_sub_d, cs_run_mul_d, cs_run_neg_d, cs_run_div_d;
cs_node_fn cs_run_floordiv_d, cs_run_mod_d;
cs_node_fn cs_run_abs_i, cs_run_abs_d, cs_run_int_to_dec;
cs_node_fn cs_run_round_d, cs_run_round_to_d, cs_run_floor_d, cs_run_ceil_d;

/* run_logic.c: n->i of comparisons is a sum of these. */
enum { CS_CMP_LT = 1, CS_CMP_EQ = 2, CS_CMP_GT = 4 };
cs_node_fn cs_run_compare_i, cs_run_compare_d, cs_run_compare_s, cs_run_equal_s;
cs_node_fn cs_run_distinct; /* n->i: 1 is distinct from, 0 is not */
cs_node_fn cs_run_and, cs_run_or, cs_run_not;
cs_node_fn cs_run_is_null; /* n->i: 1 is null, 0 is not null */
cs_node_fn cs_run_is;	   /* n->i: 1 is true, 0 is false */
cs_node_fn cs_run_same;	   /* the only argument as it is, under another type or unit */
cs_node_fn cs_run_case, cs_run_coalesce;
cs_node_fn cs_run_extreme;     /* least (n->i -1) and greatest (1), NULL left out */
cs_node_fn cs_run_disposition; /* n->i: the class */

/* set.c: `in` over constants; n->data from cs_set_text or cs_set_int. */
struct cs_set;
cs_node_fn cs_run_in_text, cs_run_in_int;
const struct cs_set *cs_set_text(struct cs_arena *a, struct cs_node *const *item, unsigned n);
const struct cs_set *cs_set_int(struct cs_arena *a, struct cs_node *const *item, unsigned n);
unsigned cs_set_most(const struct cs_set *set); /* there are no more items than this */

/*
 * set.c: branches of a case that ask whether a text is one of constants, and give constants: texts
 * to values, by one look. cs_run_table has the text and, for what is not in n->data, the rest of
 * the case as arguments. branch is 0 .. branches - 1; a key that is there already keeps its branch,
 * so put the first branch first.
 */
struct cs_table;
cs_node_fn cs_run_table;
struct cs_table *cs_table_new(
    struct cs_arena *a, enum cs_type type, unsigned branches, unsigned keys);
void cs_table_value(struct cs_table *t, unsigned branch, const struct cs_node *value);
void cs_table_key(struct cs_table *t, unsigned branch, struct cs_str key);
void cs_table_keys(struct cs_table *t, unsigned branch, const struct cs_set *set); /* of texts */
bool cs_table_has(const struct cs_table *t, struct cs_str key);

/* run_text.c */
cs_node_fn cs_run_lower, cs_run_upper, cs_run_fold, cs_run_length, cs_run_trim, cs_run_substr;
cs_node_fn cs_run_replace, cs_run_split_part, cs_run_concat, cs_run_starts_with, cs_run_ends_with;
cs_node_fn cs_run_contains, cs_run_has;

/* run_match.c: like (any pattern), regular expressions (the constant n->s). */
cs_node_fn cs_run_like, cs_run_match, cs_run_capture;

/* run_cast.c: from text (t), whole number (i), decimal (d), instant (T), condition (b). */
cs_node_fn cs_run_number_t, cs_run_number_marks, cs_run_int_t, cs_run_int_d, cs_run_bool_t;
cs_node_fn cs_run_time_t, cs_run_time_format, cs_run_time_i, cs_run_time_d, cs_run_seconds_t;
cs_node_fn cs_run_text_i, cs_run_text_d, cs_run_text_T, cs_run_text_b;

/* run_time.c */
enum cs_part { CS_PART_YEAR, CS_PART_MONTH, CS_PART_DAY, CS_PART_HOUR, CS_PART_MINUTE };
cs_node_fn cs_run_part; /* n->i: which */
cs_node_fn cs_run_weekday, cs_run_date, cs_run_week, cs_run_clock, cs_run_epoch;
cs_node_fn cs_run_interval;   /* n->i: seconds, a divisor of a day */
cs_node_fn cs_run_add_time;   /* instant + n->i * seconds */
cs_node_fn cs_run_sub_time;   /* instant - instant, in whole seconds */
cs_node_fn cs_run_add_months; /* n->i calendar months */
/* Of the hours n->data; NULL without: an instant that they know, business time between two. */
cs_node_fn cs_run_known, cs_run_business;

/* An instant as it may be written in a text: RFC 3339, or local time in zone. */
bool cs_time_literal(struct cs_str s, const struct cs_zone *zone, int64_t *instant);

#endif
