/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How everything that a name stands for is put into the tree of a metric: see metricput.h. */
#include "metric/metricput.h"

#include "metric/metricname.h"

/* Names within names: words in words, metrics in metrics. More is a circle. */
enum { NESTED_MAX = 16 };

static struct cs_ast *put(struct cs_putting *p, struct cs_ast *x);

/* The word of a name: the vision's, or the dictionary's. */
static const struct cs_word *
find_word(const struct cs_putting *p, struct cs_str name)
{
	for (size_t i = 0; p->names != NULL && i < p->names->nword; i++) {
		if (!cs_str_eq(p->names->word[i].name, name))
			continue;
		if (p->names->used != NULL)
			p->names->used[i] = true;
		return &p->names->word[i];
	}
	return cs_dict_word(cs_dict(), name);
}

static struct cs_ast *
parse_inner(struct cs_putting *p, struct cs_str text, const char *what, struct cs_str name)
{
	struct cs_ast *x = cs_ast_parse(
	    p->a, text, cs_arena_printf(p->a, "%s %.*s", what, CS_STR_ARG(name)), p->e);

	if (x == NULL)
		return NULL;
	p->changed = true;
	p->nested++;
	x = put(p, x);
	p->nested--;
	return x;
}

/* Tells the metric of a word in it. */
static void
note_word(struct cs_putting *p, const struct cs_word *w)
{
	struct cs_metric *m = p->of;
	struct cs_metric_word *word;

	for (size_t i = 0; m != NULL && i < m->nword; i++) {
		if (cs_str_eq(m->word[i].name, w->name))
			return;
	}
	if (m == NULL)
		return;
	/* Words are few: room for twice as many whenever there is a power of two of them. */
	if ((m->nword & (m->nword - 1)) == 0) {
		word = cs_arena_new(p->a, m->nword != 0 ? 2 * m->nword : 1, sizeof *word);
		if (m->nword != 0)
			memcpy(word, m->word, m->nword * sizeof *word);
		m->word = word;
	}
	m->word[m->nword++] = (struct cs_metric_word){w->name, w->text, w->meaning,
	    w != cs_dict_word(cs_dict(), w->name), cs_schema_find(w->name) != NULL};
}

/* Without an input a word that is the name of a column stands for that. The metric is told what
 * else it would stand for, and the words in there. */
static struct cs_ast *
put_column(struct cs_putting *p, const struct cs_word *w, struct cs_ast *x)
{
	bool changed = p->changed;

	note_word(p, w);
	if (parse_inner(p, w->text, "the word", w->name) == NULL)
		return NULL;
	p->changed = changed;
	return x;
}

/* The tree of a word; its other condition where a column is absent. */
static struct cs_ast *
put_word(struct cs_putting *p, const struct cs_word *w)
{
	struct cs_env env = {.head = p->head};
	struct cs_str missing;
	struct cs_ast *x;

	note_word(p, w);
	x = parse_inner(p, w->text, "the word", w->name);
	if (x != NULL && p->head != NULL && w->otherwise.n != 0 &&
	    cs_expr_missing(x, &env, &missing))
		x = parse_inner(p, w->otherwise, "the word", w->name);
	return x;
}

/* Parameters from the arguments of a call: whole numbers of seconds or durations. */
static int
read_args(struct cs_putting *p, const struct cs_ast *x, struct cs_metric *m)
{
	struct cs_env env = {0};
	struct cs_param v;

	if (x->narg > m->nparam)
		return cs_ast_err(x, p->e, "%.*s takes %u argument%s", CS_STR_ARG(m->entry),
		    m->nparam, m->nparam == 1 ? "" : "s");
	for (size_t i = 0; i < x->narg; i++) {
		if (cs_expr_constant(p->a, x->arg[i], &env, &v, p->e) != 0)
			return -1;
		if (v.type != CS_INT || v.i < 0 || (m->param[i].duration && v.i == 0))
			return cs_ast_err(x->arg[i], p->e, "%.*s must be whole seconds, %s",
			    CS_STR_ARG(m->param[i].name),
			    m->param[i].duration ? "at least 1, or a duration such as 7d"
						 : "at least 0");
		m->param[i].value = v.i;
	}
	return 0;
}

int
cs_put_unknown(struct cs_putting *p, const struct cs_ast *x)
{
	const struct cs_dict *d = cs_dict();
	const struct cs_metric *near = NULL;
	unsigned best = 4, distance;

	for (size_t i = 0; i < d->n; i++) {
		distance = cs_str_distance(x->s, d->metric[i].name, best);
		if (distance < best) {
			best = distance;
			near = &d->metric[i];
		}
	}
	if (near == NULL)
		return cs_ast_err_hint(x, p->e,
		    "cs-metrics(7) lists them; an own one is written NAME=FORMULA",
		    "there is no metric '%.*s'", CS_STR_ARG(x->s));
	return cs_ast_err_hint(x, p->e,
	    cs_arena_printf(p->a, "did you mean %.*s?", CS_STR_ARG(near->name)),
	    "there is no metric '%.*s'", CS_STR_ARG(x->s));
}

int
cs_put_entry(struct cs_putting *p, const struct cs_ast *x, struct cs_metric *m)
{
	unsigned given;

	if (!cs_metric_by_name(x->s, m, &given))
		return 0;
	if (x->narg != 0) {
		if (given != 0)
			return cs_ast_err(x, p->e, "%.*s has its arguments in its name already",
			    CS_STR_ARG(x->s));
		if (read_args(p, x, m) != 0)
			return -1;
		given = (unsigned)x->narg;
	}
	cs_metric_fill(p->a, m, given);
	m->asked = given;
	return 1;
}

/* The tree that @name stands for. */
static struct cs_ast *
put_metric(struct cs_putting *p, const struct cs_ast *x)
{
	struct cs_metric m;
	int found;

	for (size_t i = 0; i < p->nmade && x->narg == 0; i++) {
		if (cs_str_eq(p->made[i].name, x->s))
			return parse_inner(p, p->made[i].expanded, "the metric", x->s);
	}
	found = cs_put_entry(p, x, &m);
	if (found == 0)
		(void)cs_put_unknown(p, x);
	if (found <= 0)
		return NULL;
	if (m.margin) {
		(void)cs_ast_err(x, p->e, "@%.*s cannot be computed with", CS_STR_ARG(x->s));
		return NULL;
	}
	return parse_inner(p, m.formula, "the metric", x->s);
}

static bool
is_true(const struct cs_ast *x)
{
	return x != NULL && x->kind == CS_AST_BOOL && x->i != 0;
}

/* `x and true` is x, and a filter that lets everything through is none: words of which a column is
 * absent become true. */
static void
simplify(struct cs_ast *x)
{
	size_t n = 0;

	if (is_true(x->filter))
		x->filter = NULL;
	if (x->kind != CS_AST_OP || x->op != CS_OP_AND)
		return;
	for (size_t i = 0; i < x->narg; i++) {
		if (!is_true(x->arg[i]) || (n == 0 && i + 1 == x->narg))
			x->arg[n++] = x->arg[i];
	}
	x->narg = n;
	if (n == 1)
		*x = *x->arg[0];
}

/* Children replaced, depth renewed. */
static struct cs_ast *
put_below(struct cs_putting *p, struct cs_ast *x)
{
	unsigned depth = 0;

	for (size_t i = 0; i < x->narg; i++) {
		if (x->arg[i] == NULL)
			continue;
		if ((x->arg[i] = put(p, x->arg[i])) == NULL)
			return NULL;
		if (x->arg[i]->depth > depth)
			depth = x->arg[i]->depth;
	}
	if (x->filter != NULL) {
		if ((x->filter = put(p, x->filter)) == NULL)
			return NULL;
		if (x->filter->depth > depth)
			depth = x->filter->depth;
	}
	simplify(x);
	if (depth >= CS_AST_DEPTH_MAX) {
		(void)cs_ast_err(x, p->e, "this is nested too deeply");
		return NULL;
	}
	x->depth = (uint16_t)(depth + 1);
	return x;
}

static struct cs_ast *
put(struct cs_putting *p, struct cs_ast *x)
{
	const struct cs_word *w;

	if (p->nested > NESTED_MAX) {
		(void)cs_ast_err(x, p->e, "names stand for names in a circle here");
		return NULL;
	}
	if (x->kind == CS_AST_METRIC)
		return put_metric(p, x);
	if (x->kind == CS_AST_NAME && (w = find_word(p, x->s)) != NULL &&
	    (p->head == NULL || cs_head_find(p->head, x->s) < 0))
		return p->head == NULL && cs_schema_find(x->s) != NULL ? put_column(p, w, x)
								       : put_word(p, w);
	return put_below(p, x);
}

int
cs_put_all(struct cs_putting *p, struct cs_metric *m, struct cs_ast *x)
{
	p->changed = false;
	p->of = m;
	m->tree = put(p, x);
	p->of = NULL;
	if (m->tree == NULL)
		return -1;
	m->expanded = cs_ast_text(p->a, m->tree);
	if (p->changed)
		m->tree = cs_ast_parse(
		    p->a, m->expanded, cs_arena_printf(p->a, "%.*s", CS_STR_ARG(m->name)), p->e);
	return m->tree != NULL ? 0 : -1;
}

struct cs_ast *
cs_metric_condition(
    struct cs_arena *a, struct cs_str word, const struct cs_head *head, struct cs_err *e)
{
	struct cs_putting p = {.a = a, .head = head, .e = e};

	return put_word(&p, cs_dict_word(cs_dict(), word));
}
