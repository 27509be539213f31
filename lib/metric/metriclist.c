/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of metrics: names, calls and formulas of one's own. Names are resolved in metricput.c. */
#include "expr/formula.h"
#include "metric/dict.h"
#include "metric/metricname.h"
#include "metric/metricput.h"

static int
needs_repeats(const struct cs_ast *x, void *arg)
{
	const struct cs_agg *agg;
	size_t n;

	(void)arg;
	agg = cs_agg_all(&n);
	for (size_t i = 0; i < n && x->kind == CS_AST_CALL; i++) {
		if (cs_agg_follows(agg[i].id) && cs_str_eqz(x->s, agg[i].name))
			return 1;
	}
	return 0;
}

bool
cs_metric_repeats(const struct cs_metric *m)
{
	return cs_ast_walk(m->tree, needs_repeats, NULL) != 0;
}

static int
is_call(const struct cs_ast *x, void *name)
{
	return x->kind == CS_AST_CALL && cs_str_eq(x->s, *(const struct cs_str *)name);
}

/* The first column that a metric needs and the head has not; those that it does not name, but its
 * aggregates read, too. */
static bool
missing(const struct cs_ast *x, const struct cs_head *head, struct cs_str *name)
{
	static const struct {
		struct cs_str agg, column;
	} reads[] = {
	    {CS_STR_INIT("repeat_share"), CS_STR_INIT("customer_id")},
	    {CS_STR_INIT("repeat_share"), CS_STR_INIT("started_at")},
	    {CS_STR_INIT("repeat_free"), CS_STR_INIT("customer_id")},
	    {CS_STR_INIT("repeat_free"), CS_STR_INIT("started_at")},
	    {CS_STR_INIT("overlap"), CS_STR_INIT("agent_id")},
	    {CS_STR_INIT("overlap"), CS_STR_INIT("started_at")},
	    {CS_STR_INIT("overlap"), CS_STR_INIT("ended_at")},
	};
	struct cs_env env = {.head = head};

	if (cs_expr_missing(x, &env, name)) {
		/* The classes are words for what the disposition is. */
		if (cs_disp_class_bit(*name) != 0)
			*name = CS_STR("disposition");
		return true;
	}
	for (size_t i = 0; i < sizeof reads / sizeof *reads; i++) {
		struct cs_str agg = reads[i].agg;

		if (cs_head_find(head, reads[i].column) < 0 && cs_ast_walk(x, is_call, &agg) != 0) {
			*name = reads[i].column;
			return true;
		}
	}
	return false;
}

/* The unit of an own metric: its formula's, or what its name says. */
static int
own_unit(struct cs_putting *p, struct cs_metric *m)
{
	struct cs_str said = cs_metric_suffix_unit(m->name);
	struct cs_formula *f;

	f = cs_formula_compile(p->a, m->tree, p->env, NULL, p->e);
	if (f == NULL)
		return -1;
	m->unit = cs_formula_unit(f);
	if (m->unit.n == 0 && cs_formula_type(f) == CS_TIME)
		m->unit = CS_STR("at");
	if (m->unit.n == 0)
		m->unit = said;
	if (m->unit.n == 0)
		return cs_ast_err_hint(m->tree, p->e,
		    cs_arena_printf(p->a, "let its name say it: %.*s_ratio, %.*s_s, %.*s_share",
			CS_STR_ARG(m->name), CS_STR_ARG(m->name), CS_STR_ARG(m->name)),
		    "%.*s has no unit", CS_STR_ARG(m->name));
	return 0;
}

static int
check_columns(struct cs_putting *p, struct cs_metric *m)
{
	struct cs_str name;

	if (p->head == NULL) {
		if (m->entry.n == 0)
			m->unit = cs_metric_suffix_unit(m->name);
		return 0;
	}
	if (missing(m->tree, p->head, &name)) {
		if (cs_head_need(p->head, name, p->e) >= 0)
			return cs_err_set(p->e, CS_EXIT_USAGE, "%.*s needs %.*s",
			    CS_STR_ARG(m->name), CS_STR_ARG(name));
		cs_err_prefix(p->e, "%.*s", CS_STR_ARG(m->name));
		return -1;
	}
	return m->entry.n == 0 ? own_unit(p, m) : 0;
}

/* The name of a metric whose formula is of the user's own, or an entry's: the dictionary's names
 * keep their meaning, for a report prints the sentence that belongs to a name. */
static int
give_name(struct cs_putting *p, struct cs_str name, const char *source, struct cs_metric *m)
{
	struct cs_metric entry;
	unsigned given;

	if (!cs_str_eq(name, m->name) && cs_metric_by_name(name, &entry, &given)) {
		(void)cs_err_set(p->e, CS_EXIT_USAGE,
		    "%s: %.*s is the dictionary's, and means another formula", source,
		    CS_STR_ARG(name));
		return cs_err_hint(p->e, "give yours another name: my_%.*s=...", CS_STR_ARG(name));
	}
	m->name = name;
	return 0;
}

/* Whether the dictionary may have it: a name, or a call. An aggregate is a formula, which needs a
 * name of its own; but where an entry is called as one is, its call is the entry. */
static bool
may_be_entry(const struct cs_ast *x, const struct cs_list_item *item)
{
	struct cs_metric m;
	unsigned given;

	if (x->kind != CS_AST_CALL || !cs_agg_is(x->s))
		return x->kind == CS_AST_NAME || x->kind == CS_AST_CALL;
	return item->name.n == 0 && x->filter == NULL && cs_metric_by_name(x->s, &m, &given) &&
	       x->narg <= m.nparam;
}

/* One item of a list, all but the check of its columns. */
static int
build(
    struct cs_putting *p, const struct cs_list_item *item, const char *source, struct cs_metric *m)
{
	struct cs_ast *x = cs_ast_parse(p->a, item->text, source, p->e);
	bool entry;
	int found = 0;

	if (x == NULL)
		return -1;
	entry = may_be_entry(x, item);
	if (entry && (found = cs_put_entry(p, x, m)) < 0)
		return -1;
	if (found == 0 && entry && (x->kind == CS_AST_NAME || item->name.n == 0))
		return cs_put_unknown(p, x);
	if (found != 0) {
		x = cs_ast_parse(p->a, m->formula,
		    cs_arena_printf(p->a, "the metric %.*s", CS_STR_ARG(m->name)), p->e);
	} else {
		*m = (struct cs_metric){.formula = item->text, .role = CS_ROLE_OWN};
		if (item->name.n == 0)
			return cs_ast_err_hint(x, p->e,
			    "write NAME=FORMULA: late_share=share(wait_s > 60)",
			    "a metric of your own needs a name");
	}
	if (item->name.n != 0 && give_name(p, item->name, source, m) != 0)
		return -1;
	for (size_t i = 0; i < p->nmade; i++) {
		if (cs_str_eq(p->made[i].name, m->name))
			return cs_err_set(p->e, CS_EXIT_USAGE, "%s: %.*s is there twice", source,
			    CS_STR_ARG(m->name));
	}
	return x != NULL ? cs_put_all(p, m, x) : -1;
}

static struct cs_putting
begin(struct cs_arena *a, const struct cs_metric_env *env, struct cs_err *e)
{
	return (struct cs_putting){
	    .a = a, .env = env->env, .head = env->env->head, .names = env, .e = e};
}

/* What of a set was left out, and the first column that it would need. */
static void
leave_out(struct cs_buf *left_out, const struct cs_metric *m, struct cs_str column)
{
	cs_buf_printf(left_out, "%s%.*s (no %.*s)", left_out->n != 0 ? ", " : "",
	    CS_STR_ARG(m->name), CS_STR_ARG(column));
}

int
cs_metric_parse_there(struct cs_arena *a, struct cs_str list, const struct cs_metric_env *env,
    struct cs_metric_list *out, struct cs_buf *left_out, struct cs_err *e)
{
	struct cs_putting p = begin(a, env, e);
	const char *source = env->env->source;
	struct cs_list_item *item;
	struct cs_str column;
	size_t nitem;

	if (cs_expr_split_list(a, list, source, &item, &nitem, e) != 0)
		return -1;
	p.made = out->metric = cs_arena_new(a, nitem, sizeof *out->metric);
	out->n = 0;
	for (size_t i = 0; i < nitem; i++) {
		struct cs_metric *m = &out->metric[out->n];

		p.nmade = out->n;
		if (build(&p, &item[i], source, m) != 0)
			return -1;
		if (missing(m->tree, p.head, &column))
			leave_out(left_out, m, column);
		else if (check_columns(&p, m) != 0)
			return -1;
		else
			out->n++;
	}
	if (out->n == 0)
		return cs_err_set(e, CS_EXIT_USAGE, "%s: there are columns for none of it: %s",
		    source, cs_buf_cstr(left_out));
	return 0;
}

int
cs_metric_parse(struct cs_arena *a, struct cs_str list, const struct cs_metric_env *env,
    struct cs_metric_list *out, struct cs_err *e)
{
	struct cs_putting p = begin(a, env, e);
	const char *source = env->env->source;
	struct cs_list_item *item;
	size_t nitem;

	if (cs_expr_split_list(a, list, source, &item, &nitem, e) != 0)
		return -1;
	out->metric = cs_arena_new(a, nitem, sizeof *out->metric);
	for (out->n = 0; out->n < nitem; out->n++) {
		struct cs_metric *m = &out->metric[out->n];

		p.made = out->metric;
		p.nmade = out->n;
		if (build(&p, &item[out->n], source, m) != 0 || check_columns(&p, m) != 0)
			return -1;
	}
	return 0;
}

/*
 * "name / name": the first whose columns are there; 1, 0: none, -1. What begins with + is only
 * added where it can be and nobody misses it.
 */
static int
build_standard(
    struct cs_putting *p, struct cs_str choices, struct cs_metric *m, struct cs_buf *left_out)
{
	bool silent = cs_str_starts(choices, CS_STR("+"));
	struct cs_list_item item = {0};
	size_t before = left_out->n;
	struct cs_str name;

	choices = cs_str_skip(choices, silent);
	while (cs_str_split(&choices, '/', &item.text)) {
		item.text = cs_str_trim(item.text);
		if (build(p, &item, "default", m) != 0)
			return -1;
		if (!missing(m->tree, p->head, &name)) {
			left_out->n = before;
			return 1;
		}
		if (!silent)
			leave_out(left_out, m, name);
	}
	return 0;
}

int
cs_metric_default(struct cs_arena *a, const struct cs_metric_env *env, struct cs_metric_list *out,
    struct cs_buf *left_out, struct cs_err *e)
{
	const struct cs_dict *d = cs_dict();
	struct cs_putting p = begin(a, env, e);
	int got;

	out->metric = cs_arena_new(a, d->nstandard, sizeof *out->metric);
	out->n = 0;
	for (size_t i = 0; i < d->nstandard; i++) {
		p.made = out->metric;
		p.nmade = out->n;
		got = build_standard(&p, d->standard[i], &out->metric[out->n], left_out);
		if (got < 0)
			return -1;
		out->n += (size_t)got;
	}
	return 0;
}

int
cs_metric_restore(struct cs_arena *a, struct cs_metric *m, struct cs_err *e)
{
	const char *source = cs_arena_printf(a, "%.*s", CS_STR_ARG(m->name));

	m->tree = cs_ast_parse(a, m->expanded, source, e);
	if (m->tree == NULL) {
		e->status = CS_EXIT_DATA;
		return -1;
	}
	return 0;
}
