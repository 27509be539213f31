/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binding of operators. */
#include "base/re.h"
#include "expr/bind.h"
#include "expr/parse.h"
#include "expr/run.h"

static bool
is_number(const struct cs_node *x)
{
	return x->type == CS_INT || x->type == CS_DEC;
}

static bool
is_seconds(const struct cs_node *x)
{
	return x->type == CS_INT && (x->unit.n == 0 || cs_str_eq(x->unit, CS_STR("s")));
}

static struct cs_node *
not_(struct cs_binder *b, const struct cs_ast *at, struct cs_node *x)
{
	const struct cs_call call = {.run = cs_run_not, .type = CS_BOOL};

	return x != NULL ? cs_bind_call(b, at, &call, &x, 1) : NULL;
}

/* The unit of a sum, a product, a quotient: see cs-expr.7. */
static struct cs_str
unit_of(enum cs_ast_op op, struct cs_str x, struct cs_str y)
{
	switch (op) {
	case CS_OP_ADD:
	case CS_OP_SUB:
	case CS_OP_MOD:
		return x.n == 0 ? y : y.n == 0 || cs_str_eq(x, y) ? x : cs_str(NULL, 0);
	case CS_OP_MUL:
		return x.n == 0 ? y : y.n == 0 ? x : cs_str(NULL, 0);
	default:
		return y.n == 0 ? x : cs_str(NULL, 0);
	}
}

static const struct {
	cs_node_fn *i, *d;
} arithmetic[] = {
    [CS_OP_ADD] = {cs_run_add_i, cs_run_add_d},
    [CS_OP_SUB] = {cs_run_sub_i, cs_run_sub_d},
    [CS_OP_MUL] = {cs_run_mul_i, cs_run_mul_d},
    [CS_OP_DIV] = {NULL, cs_run_div_d},
    [CS_OP_FLOORDIV] = {cs_run_floordiv_i, cs_run_floordiv_d},
    [CS_OP_MOD] = {cs_run_mod_i, cs_run_mod_d},
};

/* instant + 6mo, which is no arithmetic of numbers; the constant has no node. */
static struct cs_node *
add_months(struct cs_binder *b, const struct cs_ast *x)
{
	const struct cs_ast *months = x->arg[1];
	int sign = x->op == CS_OP_SUB ? -1 : 1;
	struct cs_call call = {.run = cs_run_add_months,
	    .type = CS_TIME,
	    .bad = CS_BAD_OVERFLOW,
	    .i = (int64_t)sign * months->months};
	struct cs_node *arg[2] = {cs_bind(b, x->arg[0]), NULL};

	if (arg[0] == NULL)
		return NULL;
	if (cs_is_text(arg[0]->type) && arg[0]->kind == CS_NODE_CONSTANT && !arg[0]->untyped &&
	    (arg[0] = cs_bind_time(b, arg[0])) == NULL)
		return NULL;
	if (arg[0]->type != CS_TIME) {
		(void)cs_ast_err(months, b->e,
		    "months have no fixed length: they can only be added to an instant");
		return NULL;
	}
	arg[0] = cs_bind_call(b, x, &call, arg, 1);
	if (arg[0] == NULL || months->i == 0)
		return arg[0];
	arg[1] = cs_bind_constant(b, months, CS_INT);
	arg[1]->null = false;
	arg[1]->i = months->i;
	call.run = cs_run_add_time;
	call.i = sign;
	return cs_bind_call(b, x, &call, arg, 2);
}

/* Instants and seconds; NULL without an error when it is neither. */
static struct cs_node *
time_arithmetic(struct cs_binder *b, const struct cs_ast *x, struct cs_node **arg)
{
	struct cs_call call = {.run = cs_run_add_time, .type = CS_TIME, .bad = CS_BAD_OVERFLOW};
	struct cs_node *swap[2] = {arg[1], arg[0]};

	call.i = x->op == CS_OP_SUB ? -1 : 1;
	if (x->op == CS_OP_SUB && arg[0]->type == CS_TIME && arg[1]->type == CS_TIME) {
		call =
		    (struct cs_call){.run = cs_run_sub_time, .type = CS_INT, .unit = CS_STR("s")};
		return cs_bind_call(b, x, &call, arg, 2);
	}
	if (arg[0]->type == CS_TIME && is_seconds(arg[1]) &&
	    (x->op == CS_OP_ADD || x->op == CS_OP_SUB))
		return cs_bind_call(b, x, &call, arg, 2);
	if (arg[1]->type == CS_TIME && is_seconds(arg[0]) && x->op == CS_OP_ADD)
		return cs_bind_call(b, x, &call, swap, 2);
	return NULL;
}

/* Which of two operands cannot be calculated with, and what to do about it. */
static struct cs_node *
no_number(struct cs_binder *b, const struct cs_ast *x, struct cs_node *const *arg, unsigned n)
{
	const struct cs_node *culprit = n > 1 && is_number(arg[0]) ? arg[1] : arg[0];
	struct cs_str piece = cs_str_head(cs_ast_piece(culprit->at), 60);
	struct cs_buf hint = CS_BUF_INIT;

	if (cs_is_text(culprit->type))
		cs_buf_printf(
		    &hint, "number(%.*s) makes a number of it; || joins text", CS_STR_ARG(piece));
	else if (culprit->type == CS_TIME)
		cs_buf_z(&hint, "instants take durations (+ 15m) and differ by seconds");
	(void)cs_ast_err_hint(x, b->e, hint.n != 0 ? cs_buf_cstr(&hint) : NULL,
	    "%.*s is %s: %s cannot calculate with it", CS_STR_ARG(piece), cs_type_say(culprit),
	    cs_op(x->op)->text);
	cs_buf_finish(&hint);
	return NULL;
}

static bool
may_be_time(const struct cs_node *x)
{
	return x->kind == CS_NODE_CONSTANT && x->type == CS_TEXT && !x->untyped;
}

static struct cs_node *
calculate(struct cs_binder *b, const struct cs_ast *x)
{
	struct cs_call call = {.bad = CS_BAD_OVERFLOW};
	const struct cs_ast *right = x->arg[1];
	struct cs_node **arg, *n;

	if (right->kind == CS_AST_DURATION && right->months != 0 &&
	    (x->op == CS_OP_ADD || x->op == CS_OP_SUB))
		return add_months(b, x);
	arg = cs_bind_args(b, x, 0);
	if (arg == NULL)
		return NULL;
	for (unsigned k = 0; k < 2; k++) {
		if (arg[1 - k]->type == CS_TIME && may_be_time(arg[k]) &&
		    (arg[k] = cs_bind_time(b, arg[k])) == NULL)
			return NULL;
		cs_bind_settle(arg[k], is_number(arg[1 - k]) ? arg[1 - k]->type : CS_INT);
	}
	n = time_arithmetic(b, x, arg);
	if (n != NULL || b->e->status != 0)
		return n;
	if (!is_number(arg[0]) || !is_number(arg[1]))
		return no_number(b, x, arg, 2);
	if (cs_bind_unify(b, x, arg, 2, "calculated with") != 0)
		return NULL;
	call.unit = unit_of(x->op, arg[0]->unit, arg[1]->unit);
	call.type = x->op == CS_OP_DIV ? CS_DEC : arg[0]->type;
	if (x->op == CS_OP_DIV && ((arg[0] = cs_bind_dec(b, arg[0])) == NULL ||
				      (arg[1] = cs_bind_dec(b, arg[1])) == NULL))
		return NULL;
	call.run = call.type == CS_INT ? arithmetic[x->op].i : arithmetic[x->op].d;
	return cs_bind_call(b, x, &call, arg, 2);
}

static struct cs_node *
negate(struct cs_binder *b, const struct cs_ast *x)
{
	struct cs_call call = {.bad = CS_BAD_OVERFLOW};
	struct cs_node *arg = cs_bind(b, x->arg[0]);

	if (arg == NULL)
		return NULL;
	cs_bind_settle(arg, CS_INT);
	if (!is_number(arg))
		return no_number(b, x, &arg, 1);
	call.run = arg->type == CS_INT ? cs_run_neg_i : cs_run_neg_d;
	call.type = arg->type;
	call.unit = arg->unit;
	return cs_bind_call(b, x, &call, &arg, 1);
}

struct cs_node *
cs_bind_compare(
    struct cs_binder *b, const struct cs_ast *at, int mask, struct cs_node *x, struct cs_node *y)
{
	struct cs_call call = {.type = CS_BOOL, .i = mask};
	struct cs_node *arg[2] = {x, y};

	if (cs_bind_unify(b, at, arg, 2, "compared") != 0)
		return NULL;
	if (arg[0]->type == CS_DEC)
		call.run = cs_run_compare_d;
	else if (!cs_is_text(arg[0]->type))
		call.run = cs_run_compare_i;
	else if (mask == CS_CMP_EQ || mask == (CS_CMP_LT | CS_CMP_GT))
		call.run = cs_run_equal_s;
	else
		call.run = cs_run_compare_s;
	return cs_bind_call(b, at, &call, arg, 2);
}

static struct cs_node *
distinct(struct cs_binder *b, const struct cs_ast *x, struct cs_node **arg)
{
	const struct cs_call call = {
	    .run = cs_run_distinct, .type = CS_BOOL, .i = x->op == CS_OP_DISTINCT};

	return cs_bind_unify(b, x, arg, 2, "compared") != 0 ? NULL
							    : cs_bind_call(b, x, &call, arg, 2);
}

/* and, or, || over all arguments. */
static struct cs_node *
chain(struct cs_binder *b, const struct cs_ast *x)
{
	struct cs_call call = {.run = cs_run_concat, .type = CS_TEXT};
	struct cs_node **arg = cs_bind_args(b, x, 0);

	if (x->op != CS_OP_CONCAT) {
		call.type = CS_BOOL;
		call.run = x->op == CS_OP_AND ? cs_run_and : cs_run_or;
		call.flow = x->op == CS_OP_AND ? CS_FLOW_AND : CS_FLOW_OR;
	}
	for (size_t k = 0; arg != NULL && k < x->narg; k++) {
		arg[k] = x->op == CS_OP_CONCAT
			     ? cs_bind_text(b, arg[k])
			     : cs_bind_bool(b, arg[k],
				   x->op == CS_OP_AND ? "each side of and" : "each side of or");
		if (arg[k] == NULL)
			return NULL;
	}
	return arg != NULL ? cs_bind_call(b, x, &call, arg, (unsigned)x->narg) : NULL;
}

/* Tests of one value: not, is null, is true ... */
static struct cs_node *
test(struct cs_binder *b, const struct cs_ast *x)
{
	struct cs_call call = {.run = cs_run_is, .type = CS_BOOL};
	struct cs_node *arg = cs_bind(b, x->arg[0]), *n;

	if (arg == NULL)
		return NULL;
	if (x->op == CS_OP_IS_NULL || x->op == CS_OP_NOT_NULL) {
		call.run = cs_run_is_null;
		call.i = x->op == CS_OP_IS_NULL;
		return cs_bind_call(b, x, &call, &arg, 1);
	}
	arg = cs_bind_bool(b, arg, "this");
	if (arg == NULL || x->op == CS_OP_NOT)
		return not_(b, x, arg);
	call.i = x->op == CS_OP_IS_TRUE || x->op == CS_OP_NOT_TRUE;
	n = cs_bind_call(b, x, &call, &arg, 1);
	return x->op == CS_OP_NOT_TRUE || x->op == CS_OP_NOT_FALSE ? not_(b, x, n) : n;
}

static struct cs_node *
between(struct cs_binder *b, const struct cs_ast *x)
{
	const struct cs_call call = {.run = cs_run_and, .type = CS_BOOL, .flow = CS_FLOW_AND};
	struct cs_node **arg = cs_bind_args(b, x, 0), *side[2], *n;

	if (arg == NULL || cs_bind_unify(b, x, arg, 3, "compared") != 0)
		return NULL;
	side[0] = cs_bind_compare(b, x, CS_CMP_GT | CS_CMP_EQ, arg[0], arg[1]);
	if (side[0] == NULL)
		return NULL;
	side[1] = cs_bind_compare(b, x, CS_CMP_LT | CS_CMP_EQ, arg[0], arg[2]);
	if (side[1] == NULL)
		return NULL;
	n = cs_bind_call(b, x, &call, side, 2);
	return x->op == CS_OP_NOT_BETWEEN ? not_(b, x, n) : n;
}

/* Constants that can be looked up become a set, everything else is x = a or x = b or ... */
static struct cs_node *
in(struct cs_binder *b, const struct cs_ast *x)
{
	const struct cs_call or = {.run = cs_run_or, .type = CS_BOOL, .flow = CS_FLOW_OR};
	struct cs_call call = {.type = CS_BOOL};
	struct cs_node **arg = cs_bind_args(b, x, 0), *n;
	unsigned items = (unsigned)x->narg - 1;
	bool constant = true;

	if (arg == NULL || cs_bind_unify(b, x, arg, items + 1, "compared") != 0)
		return NULL;
	for (unsigned k = 1; k <= items; k++)
		constant &= arg[k]->kind == CS_NODE_CONSTANT;
	if (constant && cs_is_text(arg[0]->type)) {
		call.run = cs_run_in_text;
		call.data = cs_set_text(b->arena, arg + 1, items);
		n = cs_bind_call(b, x, &call, arg, 1);
	} else if (constant && arg[0]->type != CS_DEC) {
		call.run = cs_run_in_int;
		call.data = cs_set_int(b->arena, arg + 1, items);
		n = cs_bind_call(b, x, &call, arg, 1);
	} else {
		for (unsigned k = 1; k <= items; k++) {
			arg[k] = cs_bind_compare(b, x, CS_CMP_EQ, arg[0], arg[k]);
			if (arg[k] == NULL)
				return NULL;
		}
		n = cs_bind_call(b, x, & or, arg + 1, items);
	}
	return x->op == CS_OP_NOT_IN ? not_(b, x, n) : n;
}

/*
 * The function for a pattern, which is cut to the text that it looks for when there is nothing in
 * it but a % at an end: those are the patterns that people write most, and they need no matcher.
 */
static cs_node_fn *
like_function(struct cs_binder *b, struct cs_node **pattern)
{
	const struct cs_node *p = *pattern;
	struct cs_str s = p->s;
	bool before, after;

	if (p->kind != CS_NODE_CONSTANT || p->null)
		return cs_run_like;
	before = cs_str_starts(s, CS_STR("%"));
	s = cs_str_skip(s, before);
	after = cs_str_ends(s, CS_STR("%"));
	s = cs_str_head(s, s.n - after);
	for (size_t k = 0; k < s.n; k++)
		if (memchr("%_\\", s.p[k], 3) != NULL)
			return cs_run_like;
	*pattern = cs_bind_constant(b, p->at, CS_TEXT);
	(*pattern)->null = false;
	(*pattern)->s = s;
	return before && after ? cs_run_contains
	       : before	       ? cs_run_ends_with
	       : after	       ? cs_run_starts_with
			       : cs_run_equal_s;
}

static struct cs_node *
like(struct cs_binder *b, const struct cs_ast *x)
{
	struct cs_call call = {.type = CS_BOOL, .i = CS_CMP_EQ};
	struct cs_node **arg = cs_bind_args(b, x, 0), *n;

	if (arg == NULL)
		return NULL;
	for (unsigned k = 0; k < 2; k++) {
		cs_bind_settle(arg[k], CS_TEXT);
		if (!cs_is_text(arg[k]->type)) {
			(void)cs_ast_err(arg[k]->at, b->e, "%s looks at text, this is %s",
			    x->op == CS_OP_LIKE || x->op == CS_OP_NOT_LIKE ? "like" : "~",
			    cs_type_say(arg[k]));
			return NULL;
		}
	}
	if (x->op != CS_OP_MATCH && x->op != CS_OP_NOT_MATCH) {
		call.run = like_function(b, &arg[1]);
		n = cs_bind_call(b, x, &call, arg, 2);
		return x->op == CS_OP_NOT_LIKE ? not_(b, x, n) : n;
	}
	n = cs_bind_pattern(b, x, cs_run_match, CS_BOOL, arg);
	return x->op == CS_OP_NOT_MATCH ? not_(b, x, n) : n;
}

/* arg: a text and a constant pattern, which is checked here and compiled by whoever runs it. */
struct cs_node *
cs_bind_pattern(struct cs_binder *b, const struct cs_ast *at, cs_node_fn *run, enum cs_type type,
    struct cs_node *const *arg)
{
	struct cs_call call = {.run = run, .type = type, .bad = CS_BAD_LIMIT, .pattern = true};
	struct cs_err why = CS_ERR_INIT;
	struct cs_re *re;

	if (arg[1]->kind != CS_NODE_CONSTANT || arg[1]->null) {
		(void)cs_ast_err(arg[1]->at, b->e, "the pattern must be a constant text");
		return NULL;
	}
	call.s = arg[1]->s;
	re = cs_re_create(call.s, 0, &why);
	if (re == NULL) {
		(void)cs_ast_err(arg[1]->at, b->e, "%s", why.msg);
		return NULL;
	}
	cs_re_destroy(re);
	return cs_bind_call(b, at, &call, arg, 1);
}

struct cs_node *
cs_bind_op(struct cs_binder *b, const struct cs_ast *x)
{
	static const int masks[] = {
	    [CS_OP_EQ] = CS_CMP_EQ,
	    [CS_OP_NE] = CS_CMP_LT | CS_CMP_GT,
	    [CS_OP_LT] = CS_CMP_LT,
	    [CS_OP_LE] = CS_CMP_LT | CS_CMP_EQ,
	    [CS_OP_GT] = CS_CMP_GT,
	    [CS_OP_GE] = CS_CMP_GT | CS_CMP_EQ,
	};
	struct cs_node **arg;

	switch (x->op) {
	case CS_OP_NEG:
		return negate(b, x);
	case CS_OP_ADD:
	case CS_OP_SUB:
	case CS_OP_MUL:
	case CS_OP_DIV:
	case CS_OP_FLOORDIV:
	case CS_OP_MOD:
		return calculate(b, x);
	case CS_OP_AND:
	case CS_OP_OR:
	case CS_OP_CONCAT:
		return chain(b, x);
	case CS_OP_BETWEEN:
	case CS_OP_NOT_BETWEEN:
		return between(b, x);
	case CS_OP_IN:
	case CS_OP_NOT_IN:
		return in(b, x);
	case CS_OP_LIKE:
	case CS_OP_NOT_LIKE:
	case CS_OP_MATCH:
	case CS_OP_NOT_MATCH:
		return like(b, x);
	case CS_OP_EQ:
	case CS_OP_NE:
	case CS_OP_LT:
	case CS_OP_LE:
	case CS_OP_GT:
	case CS_OP_GE:
		arg = cs_bind_args(b, x, 0);
		return arg != NULL ? cs_bind_compare(b, x, masks[x->op], arg[0], arg[1]) : NULL;
	case CS_OP_DISTINCT:
	case CS_OP_SAME:
		arg = cs_bind_args(b, x, 0);
		return arg != NULL ? distinct(b, x, arg) : NULL;
	case CS_OP_PER:
		(void)cs_ast_err(x, b->e,
		    "per sums up the rows of a key: it belongs in an aggregate of a metric");
		return NULL;
	default:
		return test(b, x);
	}
}
