/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formulas: compiled once, evaluated for every group. See formula.h. */
#include "expr/formula.h"

#include <stdlib.h>

#include "expr/fnode.h"
#include "expr/run.h"

struct cs_formula *
cs_formula_bind(struct cs_fbinder *b, const struct cs_ast *x)
{
	struct cs_formula *f = cs_arena_new(b->arena, 1, sizeof *f);

	f->root = cs_fbind(b, x);
	f->n = b->n;
	f->input = cs_arena_new(b->arena, b->n, sizeof *f->input);
	if (b->n != 0)
		memcpy(f->input, b->input, b->n * sizeof *f->input);
	free(b->input);
	free(b->text);
	return f->root != NULL ? f : NULL;
}

struct cs_formula *
cs_formula_compile(struct cs_arena *a, const struct cs_ast *x, const struct cs_env *env,
    const struct cs_metric_lookup *lookup, struct cs_err *e)
{
	struct cs_err own = CS_ERR_INIT;
	struct cs_fbinder b = {.arena = a, .env = env, .lookup = lookup, .e = e != NULL ? e : &own};

	return cs_formula_bind(&b, x);
}

const struct cs_input *
cs_formula_inputs(const struct cs_formula *f, size_t *n)
{
	*n = f->n;
	return f->input;
}

bool
cs_formula_is_input(const struct cs_formula *f)
{
	return f->root->op == CS_F_INPUT;
}

enum cs_type
cs_formula_type(const struct cs_formula *f)
{
	return f->root->type;
}

struct cs_str
cs_formula_unit(const struct cs_formula *f)
{
	return f->root->unit;
}

void
cs_formula_columns(const struct cs_formula *f, bool *used)
{
	for (size_t k = 0; k < f->n; k++) {
		for (size_t i = 0; i < CS_AGG_ARGS; i++)
			if (f->input[k].row[i] != NULL)
				cs_expr_columns(f->input[k].row[i], used);
		if (f->input[k].key != NULL) {
			cs_expr_columns(f->input[k].key, used);
			cs_formula_columns(f->input[k].inner, used);
		}
		if (f->input[k].filter != NULL)
			cs_expr_columns(f->input[k].filter, used);
	}
}

static const struct cs_real null_real = {CS_REAL_NULL, 0, 1, 0};

static struct cs_real eval(const struct cs_fnode *n, const struct cs_real *in);

/* 1 true, 0 false, -1 NULL. */
static int
truth(struct cs_real v)
{
	return v.kind == CS_REAL_NULL ? -1 : v.num != 0;
}

static struct cs_real
boolean(int v)
{
	return v < 0 ? null_real : cs_real_ratio(v, 1);
}

/* and (end 0) and or (end 1): what ends it, else NULL if there was one. */
static struct cs_real
logic(const struct cs_fnode *n, const struct cs_real *in, int end)
{
	int result = !end;

	for (unsigned k = 0; k < n->narg; k++) {
		int v = truth(eval(n->arg[k], in));

		if (v == end)
			return boolean(end);
		result = v < 0 ? -1 : result;
	}
	return boolean(result);
}

static struct cs_real
compare(const struct cs_fnode *n, const struct cs_real *in)
{
	struct cs_real a = eval(n->arg[0], in), b = eval(n->arg[1], in);

	if (a.kind == CS_REAL_NULL || b.kind == CS_REAL_NULL)
		return null_real;
	return boolean((int)n->index >> (cs_real_cmp(a, b) + 1) & 1);
}

static struct cs_real
choose(const struct cs_fnode *n, const struct cs_real *in)
{
	unsigned k = 0;

	for (; k + 1 < n->narg; k += 2)
		if (truth(eval(n->arg[k], in)) == 1)
			return eval(n->arg[k + 1], in);
	return eval(n->arg[k], in);
}

/* The first that is not NULL, or the smallest or largest of those. */
static struct cs_real
pick(const struct cs_fnode *n, const struct cs_real *in)
{
	struct cs_real best = null_real;

	for (unsigned k = 0; k < n->narg; k++) {
		struct cs_real v = eval(n->arg[k], in);

		if (v.kind == CS_REAL_NULL)
			continue;
		if (n->op == CS_F_COALESCE)
			return v;
		if (best.kind == CS_REAL_NULL || cs_real_cmp(v, best) == (n->index != 0 ? 1 : -1))
			best = v;
	}
	return best;
}

static struct cs_real
change(const struct cs_fnode *n, struct cs_real v)
{
	if (v.kind == CS_REAL_NULL)
		return v;
	if (n->op == CS_F_ROUND)
		return cs_real_round(v, (int)n->index);
	if (n->op == CS_F_FLOOR)
		return cs_real_floor(v);
	return cs_real_cmp(v, cs_real_ratio(0, 1)) < 0 ? cs_real_sub(cs_real_ratio(0, 1), v) : v;
}

static struct cs_real
eval(const struct cs_fnode *n, const struct cs_real *in)
{
	switch (n->op) {
	case CS_F_CONSTANT:
		return n->value;
	case CS_F_INPUT:
		return in[n->index];
	case CS_F_ADD:
		return cs_real_add(eval(n->arg[0], in), eval(n->arg[1], in));
	case CS_F_SUB:
		return cs_real_sub(eval(n->arg[0], in), eval(n->arg[1], in));
	case CS_F_MUL:
		return cs_real_mul(eval(n->arg[0], in), eval(n->arg[1], in));
	case CS_F_DIV:
		return cs_real_div(eval(n->arg[0], in), eval(n->arg[1], in));
	case CS_F_COMPARE:
		return compare(n, in);
	case CS_F_AND:
		return logic(n, in, 0);
	case CS_F_OR:
		return logic(n, in, 1);
	case CS_F_NOT:
		return cs_real_sub(cs_real_ratio(1, 1), eval(n->arg[0], in));
	case CS_F_IS_NULL:
		return boolean(eval(n->arg[0], in).kind == CS_REAL_NULL);
	case CS_F_CASE:
		return choose(n, in);
	case CS_F_COALESCE:
	case CS_F_EXTREME:
		return pick(n, in);
	case CS_F_ABS:
	case CS_F_ROUND:
	case CS_F_FLOOR:
		return change(n, eval(n->arg[0], in));
	}
	return null_real;
}

struct cs_real
cs_formula_eval(const struct cs_formula *f, const struct cs_real *in)
{
	return eval(f->root, in);
}
