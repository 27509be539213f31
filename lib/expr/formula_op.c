/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binding at the level of metrics: constants, operators and the functions that make sense there. */
#include <stdio.h>

#include "expr/fnode.h"
#include "expr/parse.h"
#include "expr/run.h"

static struct cs_fnode *
node(
    struct cs_fbinder *b, const struct cs_ast *at, enum cs_fop op, enum cs_type type, unsigned narg)
{
	struct cs_fnode *n = cs_arena_new(b->arena, 1, sizeof *n);

	n->op = op;
	n->type = type;
	n->at = at;
	n->narg = narg;
	n->arg = cs_arena_new(b->arena, narg, sizeof(struct cs_fnode *));
	return n;
}

static bool
is_number(const struct cs_fnode *n)
{
	return n->null || n->type == CS_INT || n->type == CS_DEC;
}

static struct cs_fnode *
constant(struct cs_fbinder *b, const struct cs_ast *at, enum cs_type type, struct cs_real v)
{
	struct cs_fnode *n = node(b, at, CS_F_CONSTANT, type, 0);

	n->value = v;
	n->null = v.kind == CS_REAL_NULL;
	return n;
}

static const struct cs_real null_real = {CS_REAL_NULL, 0, 1, 0};

/* A name: only parameters have one value. */
static struct cs_fnode *
name(struct cs_fbinder *b, const struct cs_ast *x)
{
	struct cs_str s = cs_str_head(x->s, 60);
	char hint[320];

	for (size_t k = 0; k < b->env->nparam; k++) {
		const struct cs_param *p = &b->env->param[k];
		struct cs_fnode *n;

		if (!cs_str_eq(p->name, x->s))
			continue;
		if (p->type != CS_INT && p->type != CS_DEC && p->type != CS_TIME &&
		    p->type != CS_BOOL) {
			(void)cs_ast_err(
			    x, b->e, "%.*s is text: no metric is made of it", CS_STR_ARG(s));
			return NULL;
		}
		n = constant(
		    b, x, p->type, p->type == CS_DEC ? cs_real_dec(p->d) : cs_real_ratio(p->i, 1));
		n->unit = p->unit;
		return n;
	}
	(void)snprintf(hint, sizeof hint,
	    "mean(%.*s), count(%.*s), share(%.*s = ...) sum up rows; another metric is @%.*s",
	    CS_STR_ARG(s), CS_STR_ARG(s), CS_STR_ARG(s), CS_STR_ARG(s));
	(void)cs_ast_err_hint(
	    x, b->e, hint, "%.*s has a value in every row, a metric has one", CS_STR_ARG(s));
	return NULL;
}

static struct cs_fnode *
literal(struct cs_fbinder *b, const struct cs_ast *x)
{
	struct cs_fnode *n;

	switch (x->kind) {
	case CS_AST_NULL:
		return constant(b, x, CS_DEC, null_real);
	case CS_AST_BOOL:
		return constant(b, x, CS_BOOL, cs_real_ratio(x->i, 1));
	case CS_AST_INT:
		return constant(b, x, CS_INT, cs_real_ratio(x->i, 1));
	case CS_AST_DEC:
		return constant(b, x, CS_DEC, cs_real_dec(x->d));
	case CS_AST_DURATION:
		if (x->months != 0)
			break;
		n = constant(b, x, CS_INT, cs_real_ratio(x->i, 1));
		n->unit = CS_STR("s");
		return n;
	default:
		break;
	}
	(void)cs_ast_err(x, b->e, "%s",
	    x->kind == CS_AST_STAR	 ? "* stands for all rows in count(*), and nowhere else"
	    : x->kind == CS_AST_DURATION ? "months have no fixed length"
					 : "a metric is a number: no text here");
	return NULL;
}

static struct cs_fnode *
input(struct cs_fbinder *b, const struct cs_ast *x)
{
	int64_t k = cs_input_of(b, x);
	struct cs_fnode *n;

	if (k < 0)
		return NULL;
	n = node(b, x, CS_F_INPUT, b->input[k].type, 0);
	n->index = (size_t)k;
	n->unit = b->input[k].unit;
	return n;
}

/* Arguments of x, all of them; NULL with an error. Those that are left out (case) are NULL. */
static struct cs_fnode **
arguments(struct cs_fbinder *b, const struct cs_ast *x, size_t from)
{
	struct cs_fnode **arg = cs_arena_new(b->arena, x->narg + 1, sizeof(struct cs_fnode *));

	for (size_t k = from; k < x->narg; k++) {
		arg[k - from] =
		    x->arg[k] != NULL ? cs_fbind(b, x->arg[k]) : constant(b, x, CS_DEC, null_real);
		if (arg[k - from] == NULL)
			return NULL;
	}
	return arg;
}

static struct cs_fnode *
refuse(struct cs_fbinder *b, const struct cs_fnode *n, const char *what)
{
	static const char *const say[] = {[CS_INT] = "a number",
	    [CS_DEC] = "a number",
	    [CS_TIME] = "an instant",
	    [CS_BOOL] = "a condition"};

	(void)cs_ast_err(n->at, b->e, "%s cannot take %s", what, say[n->type]);
	return NULL;
}

static struct cs_fnode *
binary(struct cs_fbinder *b, const struct cs_ast *at, enum cs_fop op, enum cs_type type,
    struct cs_fnode *x, struct cs_fnode *y)
{
	struct cs_fnode *n = node(b, at, op, type, 2);

	n->arg[0] = x;
	n->arg[1] = y;
	return n;
}

/* Seconds beside instants, which are in microseconds. */
static struct cs_fnode *
microseconds(struct cs_fbinder *b, struct cs_fnode *x)
{
	return binary(
	    b, x->at, CS_F_MUL, CS_INT, x, constant(b, x->at, CS_INT, cs_real_ratio(1000000, 1)));
}

/* What becomes of units: a count gives way, a share stays one only in sums. */
static struct cs_str
unit_of(enum cs_ast_op op, struct cs_str x, struct cs_str y)
{
	const struct cs_str none = {NULL, 0}, n = CS_STR("n");
	bool share = cs_str_eq(x, CS_STR("share")) || cs_str_eq(y, CS_STR("share"));

	if (op == CS_OP_ADD || op == CS_OP_SUB)
		return x.n == 0 ? y : y.n == 0 || cs_str_eq(x, y) ? x : none;
	if (share)
		return none;
	if (op == CS_OP_MUL)
		return x.n == 0 || cs_str_eq(x, n)   ? (y.n != 0 ? y : x)
		       : y.n == 0 || cs_str_eq(y, n) ? x
						     : none;
	if (cs_str_eq(x, y))
		return none;
	return y.n == 0 || cs_str_eq(y, n) ? x : none;
}

static struct cs_fnode *
calculate(struct cs_fbinder *b, const struct cs_ast *x)
{
	static const enum cs_fop ops[] = {[CS_OP_ADD] = CS_F_ADD,
	    [CS_OP_SUB] = CS_F_SUB,
	    [CS_OP_MUL] = CS_F_MUL,
	    [CS_OP_DIV] = CS_F_DIV};
	bool sum = x->op == CS_OP_ADD || x->op == CS_OP_SUB;
	struct cs_fnode **arg = arguments(b, x, 0), *n;

	if (arg == NULL)
		return NULL;
	if (x->op == CS_OP_SUB && arg[0]->type == CS_TIME && arg[1]->type == CS_TIME) {
		n = binary(b, x, CS_F_SUB, CS_DEC, arg[0], arg[1]);
		n = binary(
		    b, x, CS_F_DIV, CS_DEC, n, constant(b, x, CS_INT, cs_real_ratio(1000000, 1)));
		n->unit = CS_STR("s");
		return n;
	}
	if (sum && arg[0]->type == CS_TIME && is_number(arg[1]))
		return binary(b, x, ops[x->op], CS_TIME, arg[0], microseconds(b, arg[1]));
	for (unsigned k = 0; k < 2; k++)
		if (!is_number(arg[k]))
			return refuse(b, arg[k], cs_op(x->op)->text);
	n = binary(b, x, ops[x->op], CS_INT, arg[0], arg[1]);
	if (x->op == CS_OP_DIV || arg[0]->type == CS_DEC || arg[1]->type == CS_DEC)
		n->type = CS_DEC;
	n->unit = unit_of(x->op, arg[0]->unit, arg[1]->unit);
	return n;
}

static struct cs_fnode *
compare(struct cs_fbinder *b, const struct cs_ast *x, int mask, struct cs_fnode *left,
    struct cs_fnode *right)
{
	struct cs_fnode *n = binary(b, x, CS_F_COMPARE, CS_BOOL, left, right);

	n->index = (size_t)mask;
	if (left->null || right->null || (is_number(left) && is_number(right)) ||
	    left->type == right->type)
		return n;
	(void)cs_ast_err(x, b->e, "these cannot be compared");
	return NULL;
}

/* and, or, not; x is null and its like. */
static struct cs_fnode *
logic(struct cs_fbinder *b, const struct cs_ast *x)
{
	enum cs_fop op = x->op == CS_OP_AND ? CS_F_AND : x->op == CS_OP_OR ? CS_F_OR : CS_F_NOT;
	struct cs_fnode *n = node(b, x, op, CS_BOOL, (unsigned)x->narg), *not_;

	n->arg = arguments(b, x, 0);
	if (n->arg == NULL)
		return NULL;
	if (x->op == CS_OP_IS_NULL || x->op == CS_OP_NOT_NULL) {
		n->op = CS_F_IS_NULL;
		if (x->op == CS_OP_IS_NULL)
			return n;
		not_ = node(b, x, CS_F_NOT, CS_BOOL, 1);
		not_->arg[0] = n;
		return not_;
	}
	for (unsigned k = 0; k < n->narg; k++)
		if (!n->arg[k]->null && n->arg[k]->type != CS_BOOL)
			return refuse(b, n->arg[k], cs_op(x->op)->text);
	return n;
}

static struct cs_fnode *
operation(struct cs_fbinder *b, const struct cs_ast *x)
{
	static const int masks[] = {[CS_OP_EQ] = CS_CMP_EQ,
	    [CS_OP_NE] = CS_CMP_LT | CS_CMP_GT,
	    [CS_OP_LT] = CS_CMP_LT,
	    [CS_OP_LE] = CS_CMP_LT | CS_CMP_EQ,
	    [CS_OP_GT] = CS_CMP_GT,
	    [CS_OP_GE] = CS_CMP_GT | CS_CMP_EQ};
	struct cs_fnode **arg, *n;

	switch (x->op) {
	case CS_OP_ADD:
	case CS_OP_SUB:
	case CS_OP_MUL:
	case CS_OP_DIV:
		return calculate(b, x);
	case CS_OP_EQ:
	case CS_OP_NE:
	case CS_OP_LT:
	case CS_OP_LE:
	case CS_OP_GT:
	case CS_OP_GE:
		arg = arguments(b, x, 0);
		return arg != NULL ? compare(b, x, masks[x->op], arg[0], arg[1]) : NULL;
	case CS_OP_NEG:
		arg = arguments(b, x, 0);
		if (arg == NULL || !is_number(arg[0]))
			return arg != NULL ? refuse(b, arg[0], "-") : NULL;
		n = binary(b, x, CS_F_SUB, arg[0]->type,
		    constant(b, x, CS_INT, cs_real_ratio(0, 1)), arg[0]);
		n->unit = arg[0]->unit;
		return n;
	case CS_OP_AND:
	case CS_OP_OR:
	case CS_OP_NOT:
	case CS_OP_IS_NULL:
	case CS_OP_NOT_NULL:
		return logic(b, x);
	default:
		(void)cs_ast_err(x, b->e, "'%s' belongs inside of an aggregate: count(x %s ...)",
		    cs_op(x->op)->text, cs_op(x->op)->text);
		return NULL;
	}
}

/* Gives n the type and unit that its values (from the first on, every step-th) have in common. */
static struct cs_fnode *
common(struct cs_fbinder *b, struct cs_fnode *n, unsigned first, unsigned step)
{
	const struct cs_fnode *typed = NULL;

	n->type = CS_DEC;
	for (unsigned k = first; k < n->narg; k += step) {
		const struct cs_fnode *v = n->arg[k];

		if (v->null)
			continue;
		if (typed == NULL) {
			n->type = v->type;
			n->unit = v->unit;
		} else if (is_number(v) && is_number(typed)) {
			n->type = v->type == CS_DEC ? CS_DEC : n->type;
			n->unit = n->unit.n == 0 ? v->unit : n->unit;
		} else if (v->type != typed->type) {
			(void)cs_ast_err(v->at, b->e, "values of different types to choose from");
			return NULL;
		}
		typed = v;
	}
	return n;
}

static struct cs_fnode *
case_(struct cs_fbinder *b, const struct cs_ast *x)
{
	struct cs_fnode *n = node(b, x, CS_F_CASE, CS_DEC, (unsigned)x->narg - 1);
	struct cs_fnode *operand = x->arg[0] != NULL ? cs_fbind(b, x->arg[0]) : NULL;
	struct cs_fnode *last;

	if (x->arg[0] != NULL && operand == NULL)
		return NULL;
	n->arg = arguments(b, x, 1);
	if (n->arg == NULL)
		return NULL;
	for (unsigned k = 0; k + 1 < n->narg; k += 2) {
		if (operand != NULL)
			n->arg[k] = compare(b, x, CS_CMP_EQ, operand, n->arg[k]);
		else if (!n->arg[k]->null && n->arg[k]->type != CS_BOOL)
			return refuse(b, n->arg[k], "when");
		if (n->arg[k] == NULL)
			return NULL;
	}
	/* The else stands where a condition would: it is given its place among the values. */
	last = n->arg[n->narg - 1];
	n->arg[n->narg] = last;
	n->narg++;
	n = common(b, n, 1, 2);
	if (n != NULL)
		n->narg--;
	return n;
}

/* The functions that there are at this level: how many arguments each takes. */
static const struct {
	const char *name;
	enum cs_fop op;
	unsigned least, most;
	size_t index;
} functions[] = {
    {"coalesce", CS_F_COALESCE, 1, 64, 0},
    {"least", CS_F_EXTREME, 1, 64, 0},
    {"greatest", CS_F_EXTREME, 1, 64, 1},
    {"nullif", CS_F_CASE, 2, 2, 0},
    {"if", CS_F_CASE, 3, 3, 0},
    {"abs", CS_F_ABS, 1, 1, 0},
    {"round", CS_F_ROUND, 1, 2, 0},
    {"floor", CS_F_FLOOR, 1, 1, 0},
};

static struct cs_fnode *
choice(struct cs_fbinder *b, struct cs_fnode *n, bool nullif)
{
	struct cs_fnode **arg = cs_arena_new(b->arena, 4, sizeof(struct cs_fnode *));

	arg[0] = nullif ? compare(b, n->at, CS_CMP_EQ, n->arg[0], n->arg[1]) : n->arg[0];
	if (arg[0] == NULL)
		return NULL;
	if (!arg[0]->null && arg[0]->type != CS_BOOL)
		return refuse(b, arg[0], "if()");
	arg[1] = nullif ? constant(b, n->at, CS_DEC, null_real) : n->arg[1];
	arg[2] = arg[3] = nullif ? n->arg[0] : n->arg[2];
	n->arg = arg;
	n->narg = 4;
	n = common(b, n, 1, 2);
	if (n != NULL)
		n->narg = 3;
	return n;
}

static struct cs_fnode *
rounding(struct cs_fbinder *b, struct cs_fnode *n)
{
	const struct cs_fnode *digits = n->narg > 1 ? n->arg[1] : NULL;

	if (!is_number(n->arg[0]))
		return refuse(b, n->arg[0], "this");
	if (digits != NULL && (digits->op != CS_F_CONSTANT || digits->type != CS_INT ||
				  digits->value.num < 0 || digits->value.num > CS_DEC_SCALE_MAX)) {
		(void)cs_ast_err(digits->at, b->e, "0 to %d digits", CS_DEC_SCALE_MAX);
		return NULL;
	}
	n->index = digits != NULL ? (size_t)digits->value.num : 0;
	n->narg = 1;
	n->unit = n->arg[0]->unit;
	n->type = n->op == CS_F_ABS || n->index != 0 ? n->arg[0]->type : CS_INT;
	return n;
}

static struct cs_fnode *
function(struct cs_fbinder *b, const struct cs_ast *x)
{
	struct cs_fnode *n;

	for (size_t k = 0; k < sizeof functions / sizeof *functions; k++) {
		if (!cs_str_eqz(x->s, functions[k].name))
			continue;
		if (x->narg < functions[k].least || x->narg > functions[k].most) {
			(void)cs_ast_err(x, b->e, "%s() does not take %zu arguments",
			    functions[k].name, x->narg);
			return NULL;
		}
		n = node(b, x, functions[k].op, CS_DEC, (unsigned)x->narg);
		n->index = functions[k].index;
		n->arg = arguments(b, x, 0);
		if (n->arg == NULL)
			return NULL;
		if (n->op == CS_F_CASE)
			return choice(b, n, x->narg == 2);
		return n->op == CS_F_COALESCE || n->op == CS_F_EXTREME ? common(b, n, 0, 1)
								       : rounding(b, n);
	}
	(void)cs_ast_err_hint(x, b->e, "cs-expr.7 lists the aggregates, cs-metrics.7 the metrics",
	    "%.*s() sums up no rows", CS_STR_ARG(cs_str_head(x->s, 60)));
	return NULL;
}

struct cs_fnode *
cs_fbind(struct cs_fbinder *b, const struct cs_ast *x)
{
	switch (x->kind) {
	case CS_AST_NAME:
		return name(b, x);
	case CS_AST_METRIC:
		return input(b, x);
	case CS_AST_CALL:
		return cs_agg_is(x->s) ? input(b, x) : function(b, x);
	case CS_AST_OP:
		return operation(b, x);
	case CS_AST_CASE:
		return case_(b, x);
	default:
		return literal(b, x);
	}
}
