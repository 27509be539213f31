/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binding of names and constants, and the folding of what is constant. */
#include "expr/bind.h"

#include "expr/run.h"
#include "rec/schema.h"

const char *
cs_type_say(const struct cs_node *x)
{
	static const char *const say[] = {
	    [CS_TEXT] = "text",
	    [CS_ID] = "an identifier",
	    [CS_INT] = "a whole number",
	    [CS_DEC] = "a decimal number",
	    [CS_TIME] = "an instant",
	    [CS_BOOL] = "a condition",
	    [CS_LIST] = "a list",
	};

	return x->untyped ? "NULL" : say[x->type];
}

struct cs_node *
cs_bind_constant(struct cs_binder *b, const struct cs_ast *at, enum cs_type type)
{
	struct cs_node *n = cs_arena_new(b->arena, 1, sizeof *n);

	n->kind = CS_NODE_CONSTANT;
	n->at = at;
	n->type = type;
	n->null = true;
	return n;
}

void
cs_bind_settle(struct cs_node *x, enum cs_type type)
{
	if (!x->untyped)
		return;
	x->untyped = false;
	x->type = type;
}

/* Takes the first row of v as the value of a constant. */
static void
take_value(struct cs_node *n, const struct cs_val *v)
{
	n->null = v->null[0] != 0;
	if (v->i != NULL)
		n->i = v->i[0];
	else if (v->d != NULL)
		n->d = v->d[0];
	else
		n->s = v->s[0];
}

/*
 * Runs a node over one row of constants, by the same function that rows go through. Text that it
 * makes is in the binder's arena.
 */
static struct cs_node *
fold(struct cs_binder *b, struct cs_node *n)
{
	struct cs_val *val = cs_arena_new(b->arena, (size_t)n->narg + 2, sizeof *val);
	struct cs_run r = {
	    .n = 1, .val = val, .text = b->arena, .scratch = &b->scratch, .zone = b->env->zone};
	struct cs_node *c;

	for (unsigned k = 0; k < n->narg; k++) {
		n->arg[k]->id = k + 2;
		cs_val_new(&val[k + 2], n->arg[k]->type, 1);
		cs_val_fill(&val[k + 2], n->arg[k], 1);
	}
	/* An argument that stands there twice has two places, and the last of them as its id. */
	n->id = 1;
	cs_val_new(&val[1], n->type, 1);
	n->run(&r, n);
	c = cs_bind_constant(b, n->at, n->type);
	c->unit = n->unit;
	take_value(c, &val[1]);
	for (unsigned k = 0; k < n->narg + 1; k++)
		cs_val_free(&val[k + 1]);
	for (unsigned k = 0; k < n->narg; k++)
		n->arg[k]->id = 0;
	if (!r.any_bad)
		return c;
	if (n->bad == CS_BAD_CAST)
		(void)cs_ast_err(n->at, b->e, "this is not %s", n->wanted);
	else
		(void)cs_ast_err(n->at, b->e, "overflow");
	return NULL;
}

struct cs_node *
cs_bind_call(struct cs_binder *b, const struct cs_ast *at, const struct cs_call *call,
    struct cs_node *const *arg, unsigned narg)
{
	struct cs_node *n = cs_arena_new(b->arena, 1, sizeof *n);
	bool constant = true;

	*n = (struct cs_node){.kind = CS_NODE_CALL,
	    .type = call->type,
	    .unit = call->unit,
	    .at = at,
	    .run = call->run,
	    .narg = narg,
	    .flow = call->flow,
	    .bad = call->bad,
	    .wanted = call->wanted,
	    .i = call->i,
	    .s = call->s,
	    .data = call->data,
	    .pattern = call->pattern};
	n->arg = cs_arena_new(b->arena, narg, sizeof(struct cs_node *));
	for (unsigned k = 0; k < narg; k++) {
		n->arg[k] = arg[k];
		cs_bind_settle(arg[k], CS_TEXT);
		constant &= arg[k]->kind == CS_NODE_CONSTANT;
	}
	return constant && !call->pattern ? fold(b, n) : n;
}

struct cs_node *
cs_bind_time(struct cs_binder *b, struct cs_node *x)
{
	struct cs_node *c = cs_bind_constant(b, x->at, CS_TIME);

	c->null = x->null;
	if (x->null || cs_time_literal(x->s, b->env->zone, &c->i))
		return c;
	(void)cs_ast_err_hint(x->at, b->e,
	    "write '2026-10-01', '2026-10-01 12:30' (local time) or '2026-10-01T10:30:00Z'",
	    "this is not an instant");
	return NULL;
}

struct cs_node *
cs_bind_dec(struct cs_binder *b, struct cs_node *x)
{
	const struct cs_call call = {.run = cs_run_int_to_dec, .type = CS_DEC, .unit = x->unit};

	cs_bind_settle(x, CS_DEC);
	return x->type == CS_INT ? cs_bind_call(b, x->at, &call, &x, 1) : x;
}

struct cs_node *
cs_bind_bool(struct cs_binder *b, struct cs_node *x, const char *where)
{
	cs_bind_settle(x, CS_BOOL);
	if (x->type == CS_BOOL)
		return x;
	(void)cs_ast_err_hint(x->at, b->e,
	    "a condition compares something: wait_s > 60, queue = 'sales', csat is not null",
	    "%s must be a condition, this is %s", where, cs_type_say(x));
	return NULL;
}

struct cs_node *
cs_bind_text(struct cs_binder *b, struct cs_node *x)
{
	struct cs_call call = {.type = CS_TEXT};

	cs_bind_settle(x, CS_TEXT);
	if (cs_is_text(x->type))
		return x;
	call.run = x->type == CS_INT	? cs_run_text_i
		   : x->type == CS_DEC	? cs_run_text_d
		   : x->type == CS_TIME ? cs_run_text_T
					: cs_run_text_b;
	return cs_bind_call(b, x->at, &call, &x, 1);
}

static struct cs_node *
column(struct cs_binder *b, const struct cs_ast *x, int col)
{
	const struct cs_column *def = b->env->head->col[col].def;
	struct cs_node *n = cs_arena_new(b->arena, 1, sizeof *n);

	n->kind = CS_NODE_COLUMN;
	n->at = x;
	n->col = (unsigned)col;
	n->type = b->env->foreign || def == NULL ? CS_TEXT : def->type;
	if (!b->env->foreign && def != NULL)
		n->unit = def->unit;
	return n;
}

static int
find_column(const struct cs_env *env, struct cs_str name)
{
	if (env->head == NULL)
		return -1;
	if (!env->foreign)
		return cs_head_find(env->head, name);
	for (unsigned k = 0; k < env->head->ncol; k++)
		if (cs_str_eq(env->head->col[k].name, name))
			return (int)k;
	return -1;
}

/* A class of disposition (inbound, handled ...), where the head has dispositions: its bit. */
static int
disposition_class(const struct cs_env *env, struct cs_str name, int *col)
{
	int bit = env->foreign || env->head == NULL ? 0 : cs_disp_class_bit(name);

	if (bit == 0)
		return 0;
	*col = cs_head_find(env->head, CS_STR("disposition"));
	return *col < 0 ? 0 : bit;
}

static const struct cs_param *
find_param(const struct cs_env *env, struct cs_str name)
{
	for (size_t k = 0; k < env->nparam; k++)
		if (cs_str_eq(env->param[k].name, name))
			return &env->param[k];
	return NULL;
}

static struct cs_node *
unknown(struct cs_binder *b, const struct cs_ast *x)
{
	static const struct cs_head none = CS_HEAD_INIT;
	struct cs_err why = CS_ERR_INIT;

	if (b->env->head == NULL) {
		(void)cs_ast_err(
		    x, b->e, "there are no columns here: '%.*s' means nothing", CS_STR_ARG(x->s));
		return NULL;
	}
	(void)cs_head_need(b->env->head->ncol != 0 ? b->env->head : &none, x->s, &why);
	(void)cs_ast_err_hint(x, b->e, why.hint[0] != '\0' ? why.hint : NULL, "%s",
	    why.msg[0] != '\0' ? why.msg : "there is no such column");
	return NULL;
}

static struct cs_node *
name(struct cs_binder *b, const struct cs_ast *x)
{
	const struct cs_param *p = find_param(b->env, x->s);
	int col = find_column(b->env, x->s), bit;
	struct cs_call call = {.run = cs_run_disposition,
	    .type = CS_BOOL,
	    .bad = CS_BAD_CAST,
	    .wanted = "a disposition (cs-columns.5)"};
	struct cs_node *n, *arg[2];
	unsigned narg = 1;

	if (p != NULL) {
		n = cs_bind_constant(b, x, p->type);
		n->null = false;
		n->i = p->i;
		n->d = p->d;
		n->s = p->s.p != NULL ? cs_arena_str(b->arena, p->s) : cs_str("", 0);
		n->unit = p->unit.n != 0 ? cs_arena_str(b->arena, p->unit) : p->unit;
		return n;
	}
	if (col >= 0)
		return column(b, x, col);
	bit = disposition_class(b->env, x->s, &col);
	if (bit == 0)
		return unknown(b, x);
	call.i = bit;
	arg[0] = column(b, x, col);
	/* Who was called waited in no queue, whatever the disposition of the call. */
	col = cs_head_find(b->env->head, CS_STR("direction"));
	if (col >= 0 && bit != CS_DISP_HANDLED)
		arg[narg++] = column(b, x, col);
	return cs_bind_call(b, x, &call, arg, narg);
}

static struct cs_node *
literal(struct cs_binder *b, const struct cs_ast *x)
{
	static const enum cs_type types[] = {
	    [CS_AST_NULL] = CS_TEXT,
	    [CS_AST_BOOL] = CS_BOOL,
	    [CS_AST_INT] = CS_INT,
	    [CS_AST_DEC] = CS_DEC,
	    [CS_AST_TEXT] = CS_TEXT,
	    [CS_AST_DURATION] = CS_INT,
	};
	struct cs_node *n = cs_bind_constant(b, x, types[x->kind]);

	n->untyped = n->null = x->kind == CS_AST_NULL;
	n->i = x->i;
	n->d = x->d;
	if (x->kind == CS_AST_TEXT)
		n->s = x->s.p != NULL ? x->s : cs_str("", 0);
	if (x->kind != CS_AST_DURATION)
		return n;
	n->unit = CS_STR("s");
	if (x->months == 0)
		return n;
	(void)cs_ast_err(
	    x, b->e, "months have no fixed length: they can be added to an instant, not compared");
	return NULL;
}

struct cs_node **
cs_bind_args(struct cs_binder *b, const struct cs_ast *x, size_t k)
{
	struct cs_node **arg = cs_arena_new(b->arena, x->narg, sizeof(struct cs_node *));

	for (size_t i = 0; k < x->narg; i++, k++) {
		arg[i] = cs_bind(b, x->arg[k]);
		if (arg[i] == NULL)
			return NULL;
	}
	return arg;
}

struct cs_node *
cs_bind(struct cs_binder *b, const struct cs_ast *x)
{
	switch (x->kind) {
	case CS_AST_NAME:
		return name(b, x);
	case CS_AST_CALL:
		return cs_bind_function(b, x);
	case CS_AST_OP:
		return cs_bind_op(b, x);
	case CS_AST_CASE:
		return cs_bind_case(b, x);
	case CS_AST_METRIC:
		(void)cs_ast_err(x, b->e,
		    "a metric (@%.*s) has one value a group: a row's expression sees columns",
		    CS_STR_ARG(x->s));
		return NULL;
	case CS_AST_STAR:
		(void)cs_ast_err(x, b->e, "* stands for all rows in count(*), and nowhere else");
		return NULL;
	default:
		return literal(b, x);
	}
}

/* What cs_expr_missing looks for, and what it found. */
struct search {
	const struct cs_env *env;
	struct cs_str name;
};

static int
is_missing(const struct cs_ast *x, void *arg)
{
	struct search *s = arg;
	int col;

	if (x->kind != CS_AST_NAME || find_param(s->env, x->s) != NULL ||
	    find_column(s->env, x->s) >= 0 || disposition_class(s->env, x->s, &col) != 0)
		return 0;
	s->name = x->s;
	return 1;
}

bool
cs_expr_missing(const struct cs_ast *x, const struct cs_env *env, struct cs_str *missing)
{
	struct search s = {env, {NULL, 0}};

	if (cs_ast_walk(x, is_missing, &s) == 0)
		return false;
	*missing = s.name;
	return true;
}
