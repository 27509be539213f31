/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The compiled form of a row expression: a graph of typed nodes in order of evaluation. Private to
 * lib/expr.
 *
 * Evaluation goes chunk by chunk (CS_CHUNK rows, so that all intermediate values stay in the
 * nearest cache), within a chunk node by node, within a node row by row: each node is one call of a
 * function that loops over arrays. Constants are arrays too, filled once.
 *
 * Invariants of a node's values, kept by every function: null is 0 or 1; where it is 1 the value is
 * zero (i = 0, d = 0, s empty). So conditions need no branch: a NULL is not true.
 *
 * A value that cannot be made (a cast of 'abc', an overflow) becomes NULL and is marked as bad. Bad
 * marks are rare, and looked at after the chunk: the expression is walked for that row from the
 * root, in the order in which a person would evaluate it, `case` taking one branch, `and` stopping
 * at false. Only if the walk comes upon the mark it counts. So nothing slows down the arrays, and
 * what a condition guards stays guarded.
 */
#ifndef CS_EXPR_NODE_H
#define CS_EXPR_NODE_H

#include "expr/ast.h"
#include "expr/expr.h"

enum { CS_CHUNK = 1024 };

/* The values of a node in a chunk, by row. Only the array of its type is there. */
struct cs_val {
	uint8_t *null;
	int64_t *i; /* CS_INT, CS_TIME, CS_BOOL */
	struct cs_dec *d;
	struct cs_str *s; /* CS_TEXT, CS_ID, CS_LIST */
	uint8_t *bad;	  /* NULL until a row is marked */
};

/* The order in which arguments are evaluated, for the walk after bad marks. */
enum cs_flow {
	CS_FLOW_ALL,	  /* every one, left to right */
	CS_FLOW_AND,	  /* up to the first that is false */
	CS_FLOW_OR,	  /* up to the first that is true */
	CS_FLOW_COALESCE, /* up to the first that is not NULL */
	CS_FLOW_CASE,  /* condition and value by turns, then the else: the value of the first true
			     condition */
	CS_FLOW_TABLE, /* a text; then, if it is not in the table, the rest */
};

struct cs_node;
struct cs_re;
struct cs_re_state;

/* One chunk being computed. */
struct cs_run {
	uint32_t n;	       /* rows */
	struct cs_val *val;    /* by node id */
	struct cs_arena *text; /* for the texts of the batch */
	struct cs_buf *scratch;
	const struct cs_zone *zone;
	struct cs_re **re; /* by node id: compiled patterns */
	struct cs_re_state *re_state;
	bool any_bad;
};

/* Computes the values of n for all rows; its arguments are there. */
typedef void cs_node_fn(struct cs_run *r, const struct cs_node *n);

/* What a bad mark means. */
enum cs_bad_kind {
	CS_BAD_CAST,	 /* the user's policy for bad cells decides */
	CS_BAD_OVERFLOW, /* an error whatever the policy, as the next */
	CS_BAD_LIMIT,	 /* a regular expression went over its match limit */
};

enum cs_node_kind {
	CS_NODE_CONSTANT, /* null, or i, d, s */
	CS_NODE_COLUMN,	  /* col */
	CS_NODE_CALL,	  /* run */
};

struct cs_node {
	enum cs_node_kind kind;
	enum cs_type type;
	struct cs_str unit;
	const struct cs_ast *at;
	cs_node_fn *run;
	struct cs_node **arg;
	unsigned narg;
	unsigned id; /* place in the order of evaluation, from 1; 0: none yet */
	enum cs_flow flow;
	enum cs_bad_kind bad;
	const char *wanted; /* of casts, for messages: "a number" */
	unsigned col;
	bool null;
	bool untyped; /* the constant NULL that has not found its type */
	bool pattern; /* i s: a regular expression; compiled by whoever runs it */
	int64_t i;    /* of calls: what the function needs to know */
	struct cs_dec d;
	struct cs_str s;
	const void *data; /* prepared constants: sets, tables */
};

struct cs_expr {
	struct cs_node *root;
	struct cs_node **node; /* in order; node[k]->id is k + 1 */
	unsigned n;
	const struct cs_head *head;
	const struct cs_zone *zone;
	enum cs_bad bad;
};

static inline bool
cs_is_text(enum cs_type t)
{
	return t == CS_TEXT || t == CS_ID || t == CS_LIST;
}

/* The values of a node, and of its k-th argument. */
static inline struct cs_val *
cs_val(struct cs_run *r, const struct cs_node *n)
{
	return &r->val[n->id];
}

static inline const struct cs_val *
cs_arg(struct cs_run *r, const struct cs_node *n, unsigned k)
{
	return &r->val[n->arg[k]->id];
}

/* Makes row's value NULL and marks it as bad. */
void cs_node_bad(struct cs_run *r, const struct cs_node *n, uint32_t row);

/* Room for the values of one node of a type, or none any more. */
void cs_val_new(struct cs_val *v, enum cs_type type, size_t rows);
void cs_val_free(struct cs_val *v);

/* Row values of a type in v from `row` on: another view of the same arrays. */
struct cs_val cs_val_from(const struct cs_val *v, size_t row);

/* Fills rows of v with the constant n. */
void cs_val_fill(struct cs_val *v, const struct cs_node *n, size_t rows);

/* Sets row of v to row of from, which is of the same type. */
static inline void
cs_val_copy(struct cs_val *v, const struct cs_val *from, uint32_t row)
{
	v->null[row] = from->null[row];
	if (v->i != NULL)
		v->i[row] = from->i[row];
	else if (v->s != NULL)
		v->s[row] = from->s[row];
	else
		v->d[row] = from->d[row];
}

/* Sets row of v to NULL. */
static inline void
cs_val_null(struct cs_val *v, uint32_t row)
{
	v->null[row] = 1;
	if (v->i != NULL)
		v->i[row] = 0;
	else if (v->s != NULL)
		v->s[row] = (struct cs_str){NULL, 0};
	else
		v->d[row] = (struct cs_dec){0, 0};
}

#endif
