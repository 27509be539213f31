/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From text to an expression that can be run: parse, bind, put into order. */
#include <stdlib.h>

#include "base/mem.h"
#include "expr/bind.h"

enum {
	NODES_MAX = 4096 /* operations of one expression: each holds a chunk of values */
};

/* The nodes in order, while they are numbered. */
struct order {
	struct cs_node **node;
	size_t n, cap;
};

/* Numbers the nodes that n needs, each before those that use it. False when there are too many. */
static bool
number(struct order *o, struct cs_node *n)
{
	if (n->id != 0)
		return true;
	for (unsigned k = 0; k < n->narg; k++)
		if (!number(o, n->arg[k]))
			return false;
	if (o->n == NODES_MAX)
		return false;
	o->node = cs_mem_grow(o->node, &o->cap, o->n + 1, sizeof(struct cs_node *));
	o->node[o->n++] = n;
	n->id = (unsigned)o->n;
	return true;
}

static struct cs_expr *
finish(struct cs_binder *b, struct cs_node *root)
{
	struct cs_expr *x = cs_arena_new(b->arena, 1, sizeof *x);
	struct order o = {NULL, 0, 0};
	bool fits;

	cs_bind_settle(root, CS_TEXT);
	*x = (struct cs_expr){
	    .root = root, .head = b->env->head, .zone = b->env->zone, .bad = b->env->bad};
	fits = number(&o, root);
	if (fits) {
		x->n = (unsigned)o.n;
		x->node = cs_arena_new(b->arena, o.n, sizeof(struct cs_node *));
		memcpy(x->node, o.node, o.n * sizeof(struct cs_node *));
	} else {
		(void)cs_ast_err(root->at, b->e, "too long: more than %d operations", NODES_MAX);
	}
	free(o.node);
	return fits ? x : NULL;
}

static struct cs_expr *
compile(struct cs_arena *a, const struct cs_ast *ast, const struct cs_env *env, bool filter,
    struct cs_err *e)
{
	struct cs_err own = CS_ERR_INIT; /* so that an error can be asked for when e is NULL */
	struct cs_binder b = {a, env, e != NULL ? e : &own, CS_BUF_INIT};
	struct cs_expr *x = NULL;
	struct cs_node *root;

	if (b.e->status != 0)
		return NULL;
	root = cs_bind(&b, ast);
	if (root != NULL && filter)
		root = cs_bind_bool(&b, root, "a filter");
	if (root != NULL)
		x = finish(&b, root);
	cs_buf_finish(&b.scratch);
	return x;
}

struct cs_expr *
cs_expr_compile_ast(
    struct cs_arena *a, const struct cs_ast *ast, const struct cs_env *env, struct cs_err *e)
{
	return compile(a, ast, env, false, e);
}

struct cs_expr *
cs_expr_compile(struct cs_arena *a, struct cs_str text, const struct cs_env *env, struct cs_err *e)
{
	const struct cs_ast *ast = cs_ast_parse(a, text, env->source, e);

	return ast != NULL ? compile(a, ast, env, false, e) : NULL;
}

struct cs_expr *
cs_expr_compile_filter(
    struct cs_arena *a, struct cs_str text, const struct cs_env *env, struct cs_err *e)
{
	const struct cs_ast *ast = cs_ast_parse(a, text, env->source, e);

	return ast != NULL ? compile(a, ast, env, true, e) : NULL;
}

struct cs_expr *
cs_expr_compile_filter_ast(
    struct cs_arena *a, const struct cs_ast *ast, const struct cs_env *env, struct cs_err *e)
{
	return compile(a, ast, env, true, e);
}

static void
name_columns(struct cs_ast *x, const struct cs_head *head)
{
	int col = x->kind == CS_AST_NAME ? cs_head_find(head, x->s) : -1;

	if (col >= 0)
		x->s = head->col[col].def != NULL ? head->col[col].def->name : head->col[col].name;
	for (size_t i = 0; i < x->narg; i++) {
		if (x->arg[i] != NULL)
			name_columns(x->arg[i], head);
	}
	if (x->filter != NULL)
		name_columns(x->filter, head);
}

int
cs_expr_canonical(struct cs_arena *a, struct cs_str text, const struct cs_head *head,
    struct cs_str *canonical, struct cs_err *e)
{
	struct cs_ast *x = cs_ast_parse(a, text, "an expression", e);

	if (x == NULL)
		return -1;
	name_columns(x, head);
	*canonical = cs_ast_text(a, x);
	return 0;
}

int
cs_expr_constant(struct cs_arena *a, const struct cs_ast *ast, const struct cs_env *env,
    struct cs_param *value, struct cs_err *e)
{
	struct cs_env no_columns = *env;
	const struct cs_expr *x;

	no_columns.head = NULL;
	x = cs_expr_compile_ast(a, ast, &no_columns, e);
	if (x == NULL)
		return -1;
	if (x->root->kind != CS_NODE_CONSTANT || x->root->null)
		return cs_ast_err(ast, e, "a constant was expected here");
	*value = (struct cs_param){.type = x->root->type,
	    .i = x->root->i,
	    .d = x->root->d,
	    .s = x->root->s,
	    .unit = x->root->unit};
	return 0;
}

enum cs_type
cs_expr_type(const struct cs_expr *x)
{
	return x->root->type;
}

struct cs_str
cs_expr_unit(const struct cs_expr *x)
{
	return x->root->unit;
}

int
cs_expr_column(const struct cs_expr *x)
{
	return x->root->kind == CS_NODE_COLUMN ? (int)x->root->col : -1;
}

void
cs_expr_columns(const struct cs_expr *x, bool *used)
{
	for (unsigned k = 0; k < x->n; k++)
		if (x->node[k]->kind == CS_NODE_COLUMN)
			used[x->node[k]->col] = true;
}
