/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Binding: from the tree of what was written to typed nodes. Names become columns or constants,
 * operators and functions are chosen by the types of what they are given, constants are folded,
 * and whatever does not fit is said with a caret. Private to lib/expr.
 */
#ifndef CS_EXPR_BIND_H
#define CS_EXPR_BIND_H

#include "expr/node.h"

struct cs_binder {
	struct cs_arena *arena;
	const struct cs_env *env;
	struct cs_err *e;
	struct cs_buf scratch; /* for folding */
};

/* The node of a tree; NULL with b->e. */
struct cs_node *cs_bind(struct cs_binder *b, const struct cs_ast *x);

/* The nodes of the arguments of x from the k-th on; NULL with b->e. */
struct cs_node **cs_bind_args(struct cs_binder *b, const struct cs_ast *x, size_t k);

/*
 * A new node that computes run over arguments; folded to a constant when all of these are. NULL
 * (with an error) when folding finds an overflow or a cast that fails.
 */
struct cs_call {
	cs_node_fn *run;
	enum cs_type type;
	struct cs_str unit;
	enum cs_flow flow;
	enum cs_bad_kind bad;
	const char *wanted;
	int64_t i;
	struct cs_str s;
	const void *data;
	bool pattern;
};
struct cs_node *cs_bind_call(struct cs_binder *b, const struct cs_ast *at,
    const struct cs_call *call, struct cs_node *const *arg, unsigned narg);

/* A constant of the type, NULL until it is filled. */
struct cs_node *cs_bind_constant(struct cs_binder *b, const struct cs_ast *at, enum cs_type type);

/*
 * Brings nodes to one type: NULL constants take it, whole numbers become decimals beside decimals,
 * text constants become instants beside instants. At least one has a type afterwards, text if none
 * had. -1 with an error that says what cannot be compared or chosen from (`doing`: "compared").
 */
int cs_bind_unify(struct cs_binder *b, const struct cs_ast *at, struct cs_node **arg, unsigned n,
    const char *doing);

/* x as an instant, a condition, a decimal; NULL with an error, or as it is when it is one. */
struct cs_node *cs_bind_dec(struct cs_binder *b, struct cs_node *x);
struct cs_node *cs_bind_bool(struct cs_binder *b, struct cs_node *x, const char *where);

/* A constant text as an instant. NULL with an error. */
struct cs_node *cs_bind_time(struct cs_binder *b, struct cs_node *x);

/* x as a text: casts numbers, instants and conditions. */
struct cs_node *cs_bind_text(struct cs_binder *b, struct cs_node *x);

/* x is the constant NULL that may still become anything: now it is of that type. */
void cs_bind_settle(struct cs_node *x, enum cs_type type);

/* bind_op.c: an operator; bind_case.c: case and what is made of it. */
struct cs_node *cs_bind_op(struct cs_binder *b, const struct cs_ast *x);
struct cs_node *cs_bind_case(struct cs_binder *b, const struct cs_ast *x);
struct cs_node *cs_bind_choice(
    struct cs_binder *b, const struct cs_ast *at, struct cs_node **arg, unsigned narg);
struct cs_node *cs_bind_compare(
    struct cs_binder *b, const struct cs_ast *at, int mask, struct cs_node *x, struct cs_node *y);

struct cs_node *cs_bind_pattern(struct cs_binder *b, const struct cs_ast *at, cs_node_fn *run,
    enum cs_type type, struct cs_node *const *arg);

/* bind_hours.c: what comes from the run. */
struct cs_node *cs_bind_business(
    struct cs_binder *b, const struct cs_ast *x, struct cs_node **arg, unsigned narg);
struct cs_node *cs_bind_as_of(
    struct cs_binder *b, const struct cs_ast *x, struct cs_node **arg, unsigned narg);

/* func.c: a function. */
struct cs_node *cs_bind_function(struct cs_binder *b, const struct cs_ast *x);

/* "text", "a whole number" ...: types in messages. */
const char *cs_type_say(const struct cs_node *x);

#endif
