/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantiles from log-linear buckets in place of exact ones: see cs_metric_approx. */
#include "base/buf.h"
#include "expr/formula.h"
#include "metric/metricname.h"

static const struct cs_str name = CS_STR_INIT("approx_quantile");

/* quantile(x, q), median(x) and p90(x) become approx_quantile(x, q); those over keys stay. */
static bool
replace(struct cs_arena *a, struct cs_ast *x)
{
	int percent = x->kind == CS_AST_CALL ? cs_agg_percent(x->s) : 0;
	bool changed = false;
	struct cs_ast *q;

	for (size_t i = 0; i < x->narg; i++)
		changed |= x->arg[i] != NULL && replace(a, x->arg[i]);
	if (x->kind != CS_AST_CALL || x->narg == 0 ||
	    (percent == 0 && !cs_str_eqz(x->s, "quantile")) ||
	    (x->arg[0]->kind == CS_AST_OP && x->arg[0]->op == CS_OP_PER))
		return changed;
	x->s = name;
	if (percent != 0) {
		struct cs_ast **arg = cs_arena_new(a, 2, sizeof *arg);

		q = cs_arena_new(a, 1, sizeof *q);
		*q = *x;
		q->kind = CS_AST_DEC;
		q->d = (struct cs_dec){percent, 2};
		q->depth = 1;
		q->arg = NULL;
		q->narg = 0;
		q->filter = NULL;
		arg[0] = x->arg[0];
		arg[1] = q;
		x->arg = arg;
		x->narg = 2;
	}
	return true;
}

struct cs_str
cs_metric_approx_sentence(struct cs_arena *a, struct cs_str sentence)
{
	return cs_str_z(
	    cs_arena_printf(a, "%.*s; quantiles approximate: never below, at most 0.8 %% above",
		CS_STR_ARG(sentence)));
}

int
cs_metric_approx(struct cs_arena *a, struct cs_metric_list *list, struct cs_err *e)
{
	int r = 0;

	for (size_t i = 0; i < list->n && r == 0; i++) {
		struct cs_metric *m = &list->metric[i];

		if (!replace(a, m->tree))
			continue;
		m->expanded = cs_ast_text(a, m->tree);
		m->name =
		    cs_str_z(cs_arena_printf(a, "%.*s" CS_APPROX_SUFFIX, CS_STR_ARG(m->name)));
		if (m->sentence.n != 0)
			m->sentence = cs_metric_approx_sentence(a, m->sentence);
		m->tree = cs_ast_parse(
		    a, m->expanded, cs_arena_printf(a, "%.*s", CS_STR_ARG(m->name)), e);
		r = m->tree != NULL ? 0 : -1;
	}
	return r;
}
