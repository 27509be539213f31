/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inputs of formulas: aggregates with their row expressions, and metrics. */
#include <stdio.h>

#include "base/mem.h"
#include "expr/fnode.h"
#include "expr/node.h"

/* What an argument's letter asks for, for messages. */
static const char *
wants(char letter)
{
	switch (letter) {
	case '*':
		return "*";
	case 'b':
		return "a condition";
	case 'n':
		return "a number";
	case 'o':
		return "a number or an instant";
	case 't':
		return "an instant";
	default:
		return "a value";
	}
}

static bool
row_fits(char letter, enum cs_type t)
{
	switch (letter) {
	case 'v':
		return true;
	case 'b':
		return t == CS_BOOL;
	case 'n':
		return t == CS_INT || t == CS_DEC;
	case 'o':
		return t == CS_INT || t == CS_DEC || t == CS_TIME;
	case 't':
		return t == CS_TIME;
	default:
		return false;
	}
}

/* How many arguments a row of the table takes: the letter before a question mark may be absent. */
static size_t
arity(const char *args, bool most)
{
	size_t n = strlen(args);

	if (n == 0 || args[n - 1] != '?')
		return n;
	return most ? n - 1 : n - 2;
}

/* A share of 1 as quantile takes it, or whole seconds. */
static int
constant(struct cs_fbinder *b, const struct cs_ast *x, char letter, struct cs_param *v)
{
	if (cs_expr_constant(b->arena, x, b->env, v, b->e) != 0)
		return -1;
	if (strchr("dw", letter) != NULL && (v->type != CS_INT || v->i <= 0))
		return cs_ast_err(x, b->e, "a duration was expected: 30m, 1d, 7d");
	if (letter == 's' && (v->type != CS_INT || v->i < 0))
		return cs_ast_err(x, b->e, "seconds were expected: 0, 90, 5m");
	if (letter == 'q' &&
	    (v->type != CS_DEC || v->d.coef <= 0 || cs_dec_cmp(v->d, cs_dec_int(1)) >= 0))
		return cs_ast_err(x, b->e, "a number between 0 and 1 was expected: 0.95");
	return 0;
}

static bool
is_per(const struct cs_ast *x)
{
	return x->kind == CS_AST_OP && x->op == CS_OP_PER;
}

/* FORMULA per KEY, the k-th argument of x. */
static int
per(struct cs_fbinder *b, const struct cs_ast *x, const struct cs_agg *agg, size_t k,
    struct cs_input *in)
{
	const struct cs_ast *at = x->arg[k];
	struct cs_fbinder inner = {
	    .arena = b->arena, .env = b->env, .lookup = b->lookup, .e = b->e, .inner = true};

	if (in->key != NULL)
		return 0;
	if (b->inner)
		return cs_ast_err(at, b->e, "there are two levels of rows, not three");
	if (!agg->outer || k != 0)
		return cs_ast_err(at, b->e, "%s() cannot take one value a key", agg->name);
	in->inner = cs_formula_bind(&inner, at->arg[0]);
	if (in->inner != NULL && in->inner->n == 0)
		return cs_ast_err(at->arg[0], b->e, "this sums up no rows");
	in->key =
	    in->inner != NULL ? cs_expr_compile_ast(b->arena, at->arg[1], b->env, b->e) : NULL;
	return in->key != NULL ? 0 : -1;
}

/* A window: a constant if it can be one, else whole seconds of the row. */
static int
window(struct cs_fbinder *b, const struct cs_ast *x, struct cs_input *in, size_t k)
{
	in->row[k] = cs_expr_compile_ast(b->arena, x, b->env, b->e);
	if (in->row[k] == NULL)
		return -1;
	if (in->row[k]->root->kind == CS_NODE_CONSTANT) {
		in->row[k] = NULL;
		return constant(b, x, 'w', &in->value[k]);
	}
	if (cs_expr_type(in->row[k]) != CS_INT)
		return cs_ast_err(x, b->e, "a window is a duration, or whole seconds");
	return 0;
}

/* Fills the arguments of in for one row of the table; 1 when they fit, 0 when they do not. */
static int
try_row(struct cs_fbinder *b, const struct cs_ast *x, const struct cs_agg *agg, struct cs_input *in)
{
	size_t n = x->narg;

	if (n < arity(agg->args, false) || n > arity(agg->args, true))
		return 0;
	for (size_t k = 0; k < n; k++) {
		char letter = agg->args[k];
		bool star = x->arg[k]->kind == CS_AST_STAR;

		if (star != (letter == '*'))
			return 0;
		if (star)
			continue;
		if (strchr("qds", letter) != NULL) {
			if (constant(b, x->arg[k], letter, &in->value[k]) != 0)
				return -1;
			continue;
		}
		if (letter == 'w') {
			if (window(b, x->arg[k], in, k) != 0)
				return -1;
			continue;
		}
		if (is_per(x->arg[k])) {
			if (per(b, x, agg, k, in) != 0)
				return -1;
			if (!row_fits(letter, cs_formula_type(in->inner)))
				return 0;
			continue;
		}
		if (in->row[k] == NULL)
			in->row[k] = cs_expr_compile_ast(b->arena, x->arg[k], b->env, b->e);
		if (in->row[k] == NULL)
			return -1;
		if (!row_fits(letter, cs_expr_type(in->row[k])))
			return 0;
	}
	in->agg = agg;
	return 1;
}

/* Of arguments that are too few or too many none is wrong; else the first that does not fit. */
static size_t
wrong_one(const struct cs_agg *agg, const struct cs_input *in, size_t n)
{
	size_t k = 0;

	while (k + 1 < n &&
	       (strchr("qdsw", agg->args[k]) != NULL ||
		   (in->row[k] != NULL && row_fits(agg->args[k], cs_expr_type(in->row[k])))))
		k++;
	return k;
}

/* No row of the table fits: says what the last of that name takes. */
static int
wrong_arguments(struct cs_fbinder *b, const struct cs_ast *x, const struct cs_agg *agg,
    const struct cs_input *in)
{
	/* median(x) is quantile(x, 0.5), whose second argument is not written. */
	size_t n = cs_agg_percent(x->s) != 0 ? 1 : arity(agg->args, false);
	size_t most = cs_agg_percent(x->s) != 0 ? 1 : arity(agg->args, true), k;
	const struct cs_ast *arg;
	struct cs_str piece;
	char hint[160];

	if (most > n && (x->narg < n || x->narg > most))
		return cs_ast_err(x, b->e, "%.*s() takes %zu or %zu arguments, not %zu",
		    CS_STR_ARG(x->s), n, most, x->narg);
	if (x->narg < n || x->narg > most)
		return cs_ast_err(x, b->e, "%.*s() takes %zu argument%s, not %zu", CS_STR_ARG(x->s),
		    n, n == 1 ? "" : "s", x->narg);
	k = wrong_one(agg, in, n);
	arg = x->arg[k];
	if (is_per(x->arg[0]))
		return cs_ast_err(x->arg[0]->arg[0], b->e,
		    "%.*s() takes %s for each key, and this is none", CS_STR_ARG(x->s),
		    wants(agg->args[0]));
	piece = cs_str_head(cs_ast_piece(arg), 60);
	if (arg->kind == CS_AST_STAR)
		return cs_ast_err(x, b->e, "%.*s() takes %s, not all rows", CS_STR_ARG(x->s),
		    wants(agg->args[k]));
	if (agg->args[k] == 'b')
		(void)snprintf(
		    hint, sizeof hint, "compare it with something: %.*s = ...", CS_STR_ARG(piece));
	else if (agg->args[k] == 't' && in->row[k] != NULL && cs_is_text(cs_expr_type(in->row[k])))
		(void)snprintf(
		    hint, sizeof hint, "time(%.*s) makes an instant of a text", CS_STR_ARG(piece));
	else if (in->row[k] != NULL && cs_is_text(cs_expr_type(in->row[k])))
		(void)snprintf(
		    hint, sizeof hint, "number(%.*s) makes a number of a text", CS_STR_ARG(piece));
	else
		return cs_ast_err(arg, b->e, "%.*s() takes %s, and this is none", CS_STR_ARG(x->s),
		    wants(agg->args[k]));
	return cs_ast_err_hint(arg, b->e, hint, "%.*s() takes %s, and this is none",
	    CS_STR_ARG(x->s), wants(agg->args[k]));
}

static void
describe(struct cs_input *in)
{
	struct cs_str unit = in->key != NULL	  ? cs_formula_unit(in->inner)
			     : in->row[0] != NULL ? cs_expr_unit(in->row[0])
						  : cs_str(NULL, 0);

	switch (in->agg->gives) {
	case CS_GIVES_COUNT:
		in->type = CS_INT;
		in->unit = CS_STR("n");
		break;
	case CS_GIVES_SHARE:
		in->type = CS_DEC;
		in->unit = CS_STR("share");
		break;
	case CS_GIVES_RATIO:
		in->type = CS_DEC;
		in->unit = CS_STR("1");
		break;
	case CS_GIVES_NPS:
		in->type = CS_DEC;
		in->unit = CS_STR("points");
		break;
	case CS_GIVES_MEAN:
		in->type = CS_DEC;
		in->unit = unit;
		break;
	case CS_GIVES_SECONDS:
	case CS_GIVES_MEAN_SECONDS:
		in->type = in->agg->gives == CS_GIVES_SECONDS ? CS_INT : CS_DEC;
		in->unit = CS_STR("s");
		break;
	case CS_GIVES_VALUE:
		in->type = in->key != NULL ? cs_formula_type(in->inner) : cs_expr_type(in->row[0]);
		in->unit = unit;
		break;
	}
}

static int
aggregate(struct cs_fbinder *b, const struct cs_ast *x, struct cs_input *in)
{
	struct cs_ast quantile = *x, percent = {.kind = CS_AST_DEC, .of = x->of};
	struct cs_ast *arg[2] = {x->narg == 1 ? x->arg[0] : NULL, &percent};
	int p = cs_agg_percent(x->s), r = 0;
	const struct cs_agg *agg, *last = NULL;
	size_t n;

	/* median(x) and p90(x) are quantile(x, 0.50) and quantile(x, 0.90). */
	if (p != 0 && x->narg == 1) {
		percent.begin = x->begin;
		percent.end = x->end;
		percent.d = (struct cs_dec){p, 2};
		quantile.s = CS_STR("quantile");
		quantile.arg = arg;
		quantile.narg = 2;
	}
	agg = cs_agg_all(&n);
	for (size_t k = 0; k < n && r == 0; k++) {
		if (!cs_str_eqz(p != 0 ? CS_STR("quantile") : x->s, agg[k].name))
			continue;
		last = &agg[k];
		if (p == 0 || x->narg == 1)
			r = try_row(b, p != 0 ? &quantile : x, last, in);
	}
	if (r == 0 && last != NULL)
		return wrong_arguments(b, x, last, in);
	if (r <= 0)
		return -1;
	if (b->inner && !in->agg->inner)
		return cs_ast_err_hint(x, b->e,
		    "count, sum, mean, min, max, share and distinct of its rows",
		    "%.*s() is not known of each key", CS_STR_ARG(x->s));
	if (x->filter != NULL) {
		in->filter = cs_expr_compile_filter_ast(b->arena, x->filter, b->env, b->e);
		if (in->filter == NULL)
			return -1;
	}
	describe(in);
	return 0;
}

static int
metric(struct cs_fbinder *b, const struct cs_ast *x, struct cs_input *in)
{
	if (b->lookup == NULL)
		return cs_ast_err(x, b->e, "there are no other metrics here");
	if (x->narg > CS_AGG_ARGS)
		return cs_ast_err(x, b->e, "a metric has at most %d parameters", CS_AGG_ARGS);
	in->metric = x->s;
	in->nvalue = x->narg;
	for (size_t k = 0; k < x->narg; k++)
		if (cs_expr_constant(b->arena, x->arg[k], b->env, &in->value[k], b->e) != 0)
			return -1;
	return b->lookup->find(b->lookup->arg, x, &in->type, &in->unit, b->e) ? 0 : -1;
}

int64_t
cs_input_of(struct cs_fbinder *b, const struct cs_ast *x)
{
	struct cs_input in = {.node = x};
	struct cs_buf text = CS_BUF_INIT;
	size_t k = 0;

	cs_ast_print(&text, x);
	while (k < b->n && !cs_str_eq(b->text[k], cs_buf_all(&text)))
		k++;
	if (k == b->n) {
		if ((x->kind == CS_AST_METRIC ? metric(b, x, &in) : aggregate(b, x, &in)) != 0) {
			cs_buf_finish(&text);
			return -1;
		}
		b->input = cs_mem_grow(b->input, &b->cap, b->n + 1, sizeof *b->input);
		b->text = cs_mem_grow(b->text, &b->text_cap, b->n + 1, sizeof *b->text);
		b->input[b->n] = in;
		b->text[b->n++] = cs_arena_str(b->arena, cs_buf_all(&text));
	}
	cs_buf_finish(&text);
	return (int64_t)k;
}
