/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a metric is, in words and in full: the text of --explain. See metric.h. */
#include "expr/formula.h"
#include "metric/dict.h"

/* A line: the label, or as much room where it is the one before. */
static void
line(struct cs_buf *out, const char *label, const char **last, struct cs_str text)
{
	cs_buf_printf(out, "\t%-9s %.*s\n", *last == label ? "" : label, CS_STR_ARG(text));
	*last = label;
}

struct aggregates {
	struct cs_buf *out, text;
	const char *last;
	uint32_t inner; /* up to here in the text the aggregates are those of each key */
};

/* Whether an aggregate looks for what follows a contact. */
static bool
follows(struct cs_str name)
{
	size_t n;
	const struct cs_agg *agg = cs_agg_all(&n);

	for (size_t i = 0; i < n; i++)
		if (cs_str_eqz(name, agg[i].name))
			return cs_agg_follows(agg[i].id);
	return false;
}

/* Which rows an aggregate reads. Of what follows contacts the rules of desk/visits.h say so. */
static int
aggregate(const struct cs_ast *x, void *arg)
{
	static const char label[] = "reads";
	struct aggregates *a = arg;
	struct cs_ast bare = *x;

	if (x->kind != CS_AST_CALL || !cs_agg_is(x->s))
		return 0;
	bare.filter = NULL;
	cs_buf_reset(&a->text);
	cs_ast_print(&a->text, &bare);
	cs_buf_z(&a->text, x->begin < a->inner ? ": rows of one key"
			   : follows(x->s)     ? ": contacts that known customers made (came)"
			   : x->filter != NULL ? ": rows"
					       : ": all rows");
	cs_buf_z(&a->text, x->filter != NULL ? " where " : "");
	if (x->filter != NULL)
		cs_ast_print(&a->text, x->filter);
	line(a->out, label, &a->last, cs_buf_all(&a->text));
	if (x->narg != 0 && x->arg[0]->kind == CS_AST_OP && x->arg[0]->op == CS_OP_PER)
		a->inner = x->arg[0]->end;
	return 0;
}

const char *
cs_metric_quantiles(bool interp)
{
	return interp ? "between the two values next to the rank, linear (type 7), not nearest rank"
		      : "by nearest rank: the least value that at least such a share is up to";
}

/* Whether there is a quantile of values in a formula. */
static int
is_quantile(const struct cs_ast *x, void *arg)
{
	bool *found = arg;

	if (x->kind == CS_AST_CALL)
		*found = *found || cs_str_eqz(x->s, "quantile") || cs_agg_percent(x->s) != 0;
	return 0;
}

/* Whether there is a sketch in a formula. */
static int
is_sketch(const struct cs_ast *x, void *arg)
{
	bool *found = arg;

	*found = *found || (x->kind == CS_AST_CALL && cs_str_eqz(x->s, "distinct_approx"));
	return 0;
}

/* The numbers that a name can set, and who set them. */
static void
parameters(struct cs_buf *out, const struct cs_metric *m)
{
	struct cs_buf b = CS_BUF_INIT;
	const char *last = NULL, *label = "with";

	for (unsigned i = 0; i < m->nparam; i++) {
		cs_buf_reset(&b);
		cs_buf_printf(&b, "%.*s = ", CS_STR_ARG(m->param[i].name));
		cs_dict_duration(&b, m->param[i].value);
		cs_buf_z(&b, i < m->asked ? ", as asked for" : ", the default of the dictionary");
		line(out, label, &last, cs_buf_all(&b));
	}
	cs_buf_finish(&b);
}

static void
words(struct cs_buf *out, const struct cs_metric *m)
{
	struct cs_buf b = CS_BUF_INIT;
	const char *last = NULL, *label = "words";

	for (size_t i = 0; i < m->nword; i++) {
		const struct cs_metric_word *w = &m->word[i];

		cs_buf_reset(&b);
		cs_buf_printf(&b, "%.*s: %.*s", CS_STR_ARG(w->name), CS_STR_ARG(w->text));
		line(out, label, &last, cs_buf_all(&b));
		cs_buf_reset(&b);
		cs_buf_printf(&b, "  %.*s%s%s", CS_STR_ARG(w->meaning),
		    w->column ? " (a column of this name goes before it)" : "",
		    w->vision ? " (said by the vision file)" : "");
		line(out, label, &last, cs_buf_all(&b));
	}
	cs_buf_finish(&b);
}

void
cs_metric_explain(struct cs_buf *out, const struct cs_metric *m, bool interp)
{
	struct aggregates a = {.out = out};
	bool quantile = false, sketch = false;
	const struct {
		const char *label;
		struct cs_str text;
	} lines[] = {
	    {"unit", m->unit},
	    {"better", cs_str_z(cs_better_name(m->better))},
	    {"role", cs_str_z(cs_role_name(m->role))},
	    {"subject", m->subject},
	    {"grain", m->grain},
	    {"NULL when", m->null},
	    {"source", m->source},
	};
	const char *last = NULL;

	cs_buf_str(out, m->name);
	cs_buf_printf(out, "%s%.*s\n", m->sentence.n != 0 ? ": " : "", CS_STR_ARG(m->sentence));
	if (m->margin)
		line(out, "shows", &last,
		    CS_STR("half the width of the 95 % interval of the formula"));
	line(out, "formula", &last, m->formula);
	if (!cs_str_eq(m->formula, m->expanded))
		line(out, "becomes", &last, m->expanded);
	if (m->tree != NULL)
		(void)cs_ast_walk(m->tree, aggregate, &a);
	cs_buf_finish(&a.text);
	if (m->tree != NULL)
		(void)cs_ast_walk(m->tree, is_quantile, &quantile);
	if (m->tree != NULL)
		(void)cs_ast_walk(m->tree, is_sketch, &sketch);
	if (sketch)
		line(out, "estimate", &last,
		    CS_STR("distinct_approx() is off by 0.81 % (standard error), less for few; "
			   "--ci shows it"));
	if (quantile)
		line(out, "quantile", &last, cs_str_z(cs_metric_quantiles(interp)));
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		if (lines[i].text.n != 0)
			line(out, lines[i].label, &last, lines[i].text);
	}
	parameters(out, m);
	words(out, m);
}
