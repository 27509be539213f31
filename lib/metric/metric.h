/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Metrics: what is asked for, by name. The dictionary (lib/data/metrics, shown by cs-metrics.7)
 * says of each its formula over aggregates (cs-expr.7), unit, direction, grain, what NULL means,
 * one plain sentence and its source. A list of metrics, as -m has it, may name
 *
 *	contacts			an entry
 *	sl_offered(30)  sl_offered_30	an entry with parameters; both make the column sl_offered_30
 *	late_share=share(wait_s > 60)	the user's own
 *	fast=sl_offered(10)		an entry under another name
 *
 * Design. A formula is a tree, and everything that a name stands for is put into the tree in place:
 * parameters become numbers, words of the dictionary ("first_leg") and @metrics become the trees
 * that they are short for. What is left speaks of columns alone. Its canonical text is the metric's
 * identity: it is what cells carry, what --explain shows, and what tells that two metrics can share
 * an accumulator.
 */
#ifndef CS_METRIC_METRIC_H
#define CS_METRIC_METRIC_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "expr/ast.h"
#include "expr/expr.h"
#include "rec/head.h"

enum cs_better { CS_BETTER_NONE, CS_BETTER_UP, CS_BETTER_DOWN };

/* What a metric tells of: outcomes stand beside speed, never speed alone. */
enum cs_role {
	CS_ROLE_VOLUME,	 /* how much there was to do */
	CS_ROLE_SPEED,	 /* how fast */
	CS_ROLE_OUTCOME, /* what the customer got: solved, content, back again */
	CS_ROLE_WORK,	 /* how it was worked on: transfers, holds, cost */
	CS_ROLE_DATA,	 /* how far the numbers can be trusted */
	CS_ROLE_OWN,	 /* the user's own metric */
};

/* A parameter of an entry: whole seconds with the default, or a duration (1d). */
struct cs_metric_param {
	struct cs_str name;
	int64_t value;
	bool duration; /* written as one in names: repeat_1d; else a plain number: sl_offered_30 */
};

enum { CS_METRIC_PARAMS = 4 };

/* A word that stands in the formula of a metric, or in another word of it. */
struct cs_metric_word {
	struct cs_str name, text, meaning;
	bool vision; /* a vision file says it, not the dictionary */
	bool column; /* only where the input has no column of this name */
};

struct cs_metric {
	struct cs_str name;	/* the column of the wide table */
	struct cs_str entry;	/* name in the dictionary; empty: the user's own */
	struct cs_str formula;	/* as it was written */
	struct cs_str expanded; /* canonical, with everything put in; empty in a dictionary entry */
	struct cs_ast *tree;	/* of expanded; NULL in a dictionary entry */
	struct cs_str unit; /* s n share currency points 1; empty: an own metric of unknown unit */
	enum cs_better better;
	enum cs_role role;
	struct cs_str grain;	/* what is counted once: leg, contact, customer, issue, state */
	struct cs_str subject;	/* what it is about; empty: an own metric */
	struct cs_str null;	/* when it is NULL */
	struct cs_str sentence; /* for reports, with the parameters put in */
	struct cs_str source;	/* who defines it so */
	struct cs_metric_param param[CS_METRIC_PARAMS];
	unsigned nparam;
	unsigned asked; /* of these: how many were given, the others have their defaults */
	struct cs_metric_word *word; /* in the order in which they come up, each once */
	size_t nword;
	bool margin; /* it shows how far the formula may be off by chance, not its value */
};

/* The dictionary, in its order, families written out (mean_wait, mean_talk ...); *n its length.
 * Parsed once, thread-safe, never freed. */
const struct cs_metric *cs_metric_all(size_t *n);

/* The entry of that name, or NULL. */
const struct cs_metric *cs_metric_find(struct cs_str entry);

/* Appends the names of all entries, each with a newline: for completion. */
void cs_metric_words(struct cs_buf *out);

/* What a report says of a column. */
struct cs_metric_about {
	struct cs_str unit, sentence; /* live for ever */
	enum cs_better better;
	enum cs_role role;
};

/*
 * By the name of a column of a wide table: an entry's, with parameters or without
 * ("sl_offered_30"). False when the dictionary does not know it; NAME_n, NAME_lo and NAME_hi are
 * not looked through.
 */
bool cs_metric_about(struct cs_str name, struct cs_metric_about *about);

/* The unit that a name ends with (late_share, talk_s, calls_n), as own metrics carry it, or
 * empty. */
struct cs_str cs_metric_suffix_unit(struct cs_str name);

/* What names in metrics mean. env->source is the place of a list for messages ("-m"). env->head
 * NULL: columns are not looked for, as --explain wants it. */
struct cs_word;
struct cs_metric_env {
	const struct cs_env *env;
	const struct cs_word *word; /* in the place of the dictionary's of the same names */
	size_t nword;
	bool *used; /* by word: set where one was put into a formula; NULL: nobody asks */
};

/* Metrics to be computed, in an arena. */
struct cs_metric_list {
	struct cs_metric *metric;
	size_t n;
};

/*
 * Reads a list of metrics, as -m has it. All columns that they name must be in the head (2, with
 * the columns there are); names twice, an own metric without name or unit and an unknown entry are
 * errors (2) with hints. What is made lives in the arena. Gives 0 with at least one in *out.
 *
 * The unit of an own metric is that of its formula, or what its name ends with.
 */
int cs_metric_parse(struct cs_arena *a, struct cs_str list, const struct cs_metric_env *env,
    struct cs_metric_list *out, struct cs_err *e);

/*
 * The same for a set that is meant for many kinds of input: metrics whose columns are absent are
 * left out, and added to left_out with the first column that is missing, "csat_top2 (no csat)". -1
 * with *e (2) also when none is left.
 */
int cs_metric_parse_there(struct cs_arena *a, struct cs_str list, const struct cs_metric_env *env,
    struct cs_metric_list *out, struct cs_buf *left_out, struct cs_err *e);

/*
 * The default set (design: outcomes beside speed), less what the head has no columns for: each of
 * those is added to left_out with the first column that is missing, "csat_top2 (no csat), ...".
 */
int cs_metric_default(struct cs_arena *a, const struct cs_metric_env *env,
    struct cs_metric_list *out, struct cs_buf *left_out, struct cs_err *e);

/*
 * Changes exact quantiles to approximate ones, from log-linear buckets (stat/hist.h): memory is a
 * few hundred values a group at most, whatever there is. So that nobody takes one for the other,
 * the column is NAME_approx, the formula says approx_quantile, and the sentence the bound of the
 * error. Quantiles over keys (aggregates of two levels) stay exact. -1 with *e (2).
 */
int cs_metric_approx(struct cs_arena *a, struct cs_metric_list *list, struct cs_err *e);

/* True when a metric looks for follow-ups: all contacts of a customer must be in the input. */
bool cs_metric_repeats(const struct cs_metric *m);

/* A metric back from the parts that a cell stream carries; -1 with *e (65) for a bad formula. */
int cs_metric_restore(struct cs_arena *a, struct cs_metric *m, struct cs_err *e);

/* Words for tables and cells: "up" "down" "none"; "volume" "speed" ... and back (-1: none). */
const char *cs_better_name(enum cs_better b);
int cs_better_parse(struct cs_str s);
const char *cs_role_name(enum cs_role r);
int cs_role_parse(struct cs_str s);

/* The text of --explain: sentence, formula as written and with everything put in, which rows it
 * reads, unit, direction, grain, source, its numbers and words and where they come from. */
void cs_metric_explain(struct cs_buf *out, const struct cs_metric *m, bool interp);

/* How quantiles are taken, in words: by nearest rank, or (interp) between the ranks. */
const char *cs_metric_quantiles(bool interp);

#endif
