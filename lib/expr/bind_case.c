/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binding of what chooses between values: one type for all, and case. */
#include "expr/bind.h"
#include "expr/run.h"

/* The type that values of types a and b have in common, or -1. */
static int
common(enum cs_type a, enum cs_type b)
{
	if (a == b)
		return (int)a;
	if (cs_is_text(a) && cs_is_text(b))
		return CS_TEXT;
	if ((a == CS_INT && b == CS_DEC) || (a == CS_DEC && b == CS_INT))
		return CS_DEC;
	return -1;
}

static bool
is_number(enum cs_type t)
{
	return t == CS_INT || t == CS_DEC;
}

static bool
constant_text(const struct cs_node *x)
{
	return x->kind == CS_NODE_CONSTANT && !x->untyped && x->type == CS_TEXT;
}

/* The name of a column, or what stands in the text for anything else. */
static struct cs_str
short_piece(const struct cs_node *x)
{
	return cs_str_head(cs_ast_piece(x->at), 60);
}

/* The message for x and y that have no type in common, with a hint what to write instead. */
static int
mismatch(struct cs_binder *b, const struct cs_ast *at, const struct cs_node *x,
    const struct cs_node *y, const char *doing)
{
	struct cs_buf hint = CS_BUF_INIT;
	const struct cs_node *text = cs_is_text(x->type) ? x : y, *other = text == x ? y : x;
	struct cs_str piece = short_piece(text), value = short_piece(other);

	if (cs_is_text(text->type) && is_number(other->type)) {
		if (text->type == CS_ID && other->kind == CS_NODE_CONSTANT)
			cs_buf_printf(
			    &hint, "identifiers are text: write '%.*s'", CS_STR_ARG(value));
		else if (text->kind == CS_NODE_CONSTANT)
			cs_buf_z(&hint, "numbers are written without quotes");
		else if (text->type == CS_ID)
			cs_buf_printf(
			    &hint, "text(%.*s) makes a text of the number", CS_STR_ARG(value));
		else
			cs_buf_printf(
			    &hint, "number(%.*s) makes a number of it", CS_STR_ARG(piece));
	} else if (cs_is_text(text->type) && other->type == CS_TIME) {
		cs_buf_printf(&hint, "time(%.*s) makes an instant of it", CS_STR_ARG(piece));
	} else if (cs_is_text(text->type) && other->type == CS_BOOL) {
		cs_buf_printf(&hint, "a condition stands for itself: %.*s, or not %.*s",
		    CS_STR_ARG(value), CS_STR_ARG(value));
	}
	(void)cs_ast_err_hint(at, b->e, hint.n != 0 ? cs_buf_cstr(&hint) : NULL,
	    "%.*s is %s, %.*s is %s: they cannot be %s", CS_STR_ARG(short_piece(x)), cs_type_say(x),
	    CS_STR_ARG(short_piece(y)), cs_type_say(y), doing);
	cs_buf_finish(&hint);
	return -1;
}

/* Finds the common type of those that have one, instants passing for the texts beside them. */
static int
find_type(struct cs_binder *b, const struct cs_ast *at, struct cs_node **arg, unsigned n,
    const char *doing, enum cs_type *type)
{
	const struct cs_node *first = NULL;
	bool has_time = false;
	int t = -1;

	for (unsigned k = 0; k < n; k++)
		has_time |= !arg[k]->untyped && arg[k]->type == CS_TIME;
	for (unsigned k = 0; k < n; k++) {
		if (arg[k]->untyped || (has_time && constant_text(arg[k])))
			continue;
		if (first != NULL && common((enum cs_type)t, arg[k]->type) < 0)
			return mismatch(b, at, first, arg[k], doing);
		t = first != NULL ? common((enum cs_type)t, arg[k]->type) : (int)arg[k]->type;
		first = first != NULL ? first : arg[k];
	}
	*type = t >= 0 ? (enum cs_type)t : CS_TEXT;
	return 0;
}

/* A duration beside something that is counted in another unit. */
static int
check_units(struct cs_binder *b, const struct cs_ast *at, struct cs_node **arg, unsigned n)
{
	const struct cs_node *duration = NULL, *other = NULL;

	for (unsigned k = 0; k < n; k++) {
		if (arg[k]->untyped || !is_number(arg[k]->type) || arg[k]->unit.n == 0)
			continue;
		if (!cs_str_eq(arg[k]->unit, CS_STR("s")))
			other = arg[k];
		else if (arg[k]->kind == CS_NODE_CONSTANT)
			duration = arg[k];
	}
	if (duration == NULL || other == NULL)
		return 0;
	return cs_ast_err(at, b->e, "%.*s is a duration, %.*s is not counted in seconds",
	    CS_STR_ARG(short_piece(duration)), CS_STR_ARG(short_piece(other)));
}

int
cs_bind_unify(struct cs_binder *b, const struct cs_ast *at, struct cs_node **arg, unsigned n,
    const char *doing)
{
	enum cs_type type;

	if (find_type(b, at, arg, n, doing, &type) != 0 || check_units(b, at, arg, n) != 0)
		return -1;
	for (unsigned k = 0; k < n; k++) {
		if (type == CS_TIME && constant_text(arg[k]))
			arg[k] = cs_bind_time(b, arg[k]);
		else if (type == CS_DEC)
			arg[k] = cs_bind_dec(b, arg[k]);
		if (arg[k] == NULL)
			return -1;
		cs_bind_settle(arg[k], type);
	}
	return 0;
}

/* The unit that all have who have one, or none. */
static struct cs_str
common_unit(struct cs_node *const *arg, unsigned n, unsigned first, unsigned step)
{
	struct cs_str unit = cs_str(NULL, 0);

	for (unsigned k = first; k < n; k += step) {
		if (arg[k]->unit.n == 0)
			continue;
		if (unit.n != 0 && !cs_str_eq(unit, arg[k]->unit))
			return cs_str(NULL, 0);
		unit = arg[k]->unit;
	}
	return unit;
}

/*
 * A case over thousands of constants (the thresholds of a vision's queues) must not cost a row as
 * many comparisons: branches in succession that ask the same text for constants, and give
 * constants, become one table. FEW of them are left as they are: comparisons of short texts beat a
 * hash. Tables lie one inside the other, so there are no more than TABLES_MAX: what walks an
 * expression does so by recursion.
 */
enum { FEW = 4, TABLES_MAX = 64 };

/* The text that a condition looks for among constants, or NULL. */
static struct cs_node *
subject(const struct cs_node *condition)
{
	struct cs_node **arg = condition->arg;

	if (condition->kind != CS_NODE_CALL)
		return NULL;
	if (condition->run == cs_run_in_text)
		return arg[0];
	if (condition->run != cs_run_equal_s || condition->i != CS_CMP_EQ)
		return NULL;
	return arg[1]->kind == CS_NODE_CONSTANT	  ? arg[0]
	       : arg[0]->kind == CS_NODE_CONSTANT ? arg[1]
						  : NULL;
}

/* True for the same node, or two mentions of one column. */
static bool
is_same(const struct cs_node *x, const struct cs_node *y)
{
	return x == y ||
	       (x->kind == CS_NODE_COLUMN && y->kind == CS_NODE_COLUMN && x->col == y->col);
}

/* The first of the branches that go into one table with the last before end. end: there is none. */
static unsigned
table_begin(struct cs_node *const *arg, unsigned end)
{
	const struct cs_node *about = NULL, *other;
	unsigned k = end;

	for (; k >= 2 && arg[k - 1]->kind == CS_NODE_CONSTANT; k -= 2) {
		other = subject(arg[k - 2]);
		if (other == NULL || (about != NULL && !is_same(about, other)))
			break;
		about = other;
	}
	return k;
}

/* The table of n / 2 branches; what it does not have gets the value of rest. */
static struct cs_node *
bind_table(struct cs_binder *b, const struct cs_ast *at, const struct cs_call *like,
    struct cs_node *const *arg, unsigned n, struct cs_node *rest)
{
	struct cs_call call = {
	    .run = cs_run_table, .flow = CS_FLOW_TABLE, .type = like->type, .unit = like->unit};
	struct cs_node *use[2] = {subject(arg[0]), rest};
	struct cs_table *t;
	unsigned keys = 0;

	for (unsigned k = 0; k < n; k += 2)
		keys += arg[k]->run == cs_run_in_text ? cs_set_most(arg[k]->data) : 1;
	t = cs_table_new(b->arena, call.type, n / 2, keys);
	for (unsigned k = 0; k < n; k += 2) {
		const struct cs_node *condition = arg[k], *key;

		cs_table_value(t, k / 2, arg[k + 1]);
		if (condition->run == cs_run_in_text) {
			cs_table_keys(t, k / 2, condition->data);
			continue;
		}
		key = condition->arg[condition->arg[0]->kind == CS_NODE_CONSTANT ? 0 : 1];
		if (!key->null)
			cs_table_key(t, k / 2, key->s);
	}
	call.data = t;
	return cs_bind_call(b, at, &call, use, 2);
}

/* The case of the branches in arg[0 .. n), and rest as its else, which takes the place behind. */
static struct cs_node *
bind_plain(struct cs_binder *b, const struct cs_ast *at, const struct cs_call *call,
    struct cs_node **arg, unsigned n, struct cs_node *rest)
{
	arg[n] = rest;
	return n == 0 ? rest : cs_bind_call(b, at, call, arg, n + 1);
}

/* The case, from its end to its begin: what comes behind a table is its rest. */
static struct cs_node *
bind_branches(struct cs_binder *b, const struct cs_ast *at, const struct cs_call *call,
    struct cs_node **arg, unsigned narg)
{
	struct cs_node *rest = arg[narg - 1];
	unsigned end = narg - 1, tables = 0;

	for (unsigned k = end, begin; k != 0 && tables < TABLES_MAX;
	     k = begin != k ? begin : k - 2) {
		begin = table_begin(arg, k);
		if ((k - begin) / 2 <= FEW)
			continue;
		rest = bind_plain(b, at, call, arg + k, end - k, rest);
		if (rest != NULL)
			rest = bind_table(b, at, call, arg + begin, k - begin, rest);
		if (rest == NULL)
			return NULL;
		end = begin;
		tables++;
	}
	return bind_plain(b, at, call, arg, end, rest);
}

/* arg: condition and value by turns, then the else. */
struct cs_node *
cs_bind_choice(struct cs_binder *b, const struct cs_ast *at, struct cs_node **arg, unsigned narg)
{
	struct cs_node **value = cs_arena_new(b->arena, narg, sizeof(struct cs_node *));
	struct cs_call call = {.run = cs_run_case, .flow = CS_FLOW_CASE};
	unsigned n = 0;

	for (unsigned k = 1; k < narg; k += 2)
		value[n++] = arg[k];
	value[n++] = arg[narg - 1];
	if (cs_bind_unify(b, at, value, n, "chosen from") != 0)
		return NULL;
	call.type = value[0]->type;
	for (unsigned k = 1; k < n; k++)
		if (value[k]->type != call.type)
			call.type = CS_TEXT;
	call.unit = common_unit(value, n, 0, 1);
	for (unsigned k = 0; k + 1 < n; k++)
		arg[2 * k + 1] = value[k];
	arg[narg - 1] = value[n - 1];
	return bind_branches(b, at, &call, arg, narg);
}

struct cs_node *
cs_bind_case(struct cs_binder *b, const struct cs_ast *x)
{
	unsigned narg = (unsigned)x->narg - 1; /* the operand goes into the conditions */
	struct cs_node **arg = cs_arena_new(b->arena, narg, sizeof(struct cs_node *));
	struct cs_node *operand = NULL, *n;

	if (x->arg[0] != NULL && (operand = cs_bind(b, x->arg[0])) == NULL)
		return NULL;
	for (unsigned k = 0; k < narg; k++) {
		const struct cs_ast *part = x->arg[k + 1];
		bool condition = k % 2 == 0 && k + 1 < narg;

		if (part == NULL) {
			n = cs_bind_constant(b, x, CS_TEXT);
			n->untyped = true;
		} else {
			n = cs_bind(b, part);
		}
		if (n != NULL && condition)
			n = operand != NULL ? cs_bind_compare(b, part, CS_CMP_EQ, operand, n)
					    : cs_bind_bool(b, n, "what follows when");
		if (n == NULL)
			return NULL;
		arg[k] = n;
	}
	return cs_bind_choice(b, x, arg, narg);
}
