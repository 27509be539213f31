/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From metrics to what has to be counted: see scheme.h. */
#include "cell/scheme.h"

#include "base/buf.h"
#include "base/civil.h"
#include "base/mem.h"
#include "cell/overlap.h"
#include "metric/metricname.h"

static const enum cs_acc_kind kind_of[] = {
    [CS_AGG_COUNT_ROWS] = CS_ACC_COUNT,
    [CS_AGG_COUNT_TRUE] = CS_ACC_COUNT,
    [CS_AGG_COUNT] = CS_ACC_COUNT,
    [CS_AGG_SUM] = CS_ACC_MOMENTS,
    [CS_AGG_MEAN] = CS_ACC_MOMENTS,
    [CS_AGG_MIN] = CS_ACC_MOMENTS,
    [CS_AGG_MAX] = CS_ACC_MOMENTS,
    [CS_AGG_QUANTILE] = CS_ACC_HIST,
    [CS_AGG_APPROX_QUANTILE] = CS_ACC_HIST,
    [CS_AGG_SHARE] = CS_ACC_SHARE,
    [CS_AGG_DISTINCT] = CS_ACC_DISTINCT,
    [CS_AGG_DISTINCT_APPROX] = CS_ACC_SKETCH,
    [CS_AGG_NPS] = CS_ACC_NPS,
    [CS_AGG_REPEAT_SHARE] = CS_ACC_REPEAT,
    [CS_AGG_REPEAT_FREE] = CS_ACC_SURVIVAL,
    [CS_AGG_STOCK] = CS_ACC_STOCK,
    [CS_AGG_STOCK_IN] = CS_ACC_STOCK,
    [CS_AGG_STOCK_OUT] = CS_ACC_STOCK,
    [CS_AGG_STOCK_AGE] = CS_ACC_STOCK,
    [CS_AGG_STOCK_AGE_MAX] = CS_ACC_STOCK,
    [CS_AGG_STOCK_AGE_QUANTILE] = CS_ACC_STOCK,
    [CS_AGG_SPENT] = CS_ACC_SPENT,
    [CS_AGG_OVERLAP] = CS_ACC_OVERLAP,
    [CS_AGG_REPEAT_WEEK] = CS_ACC_REPEAT,
    [CS_AGG_CHAINS] = CS_ACC_COUNT,
    [CS_AGG_CHAINS_OPEN] = CS_ACC_COUNT,
    [CS_AGG_CHAIN_MEAN] = CS_ACC_MOMENTS,
    [CS_AGG_CHAIN_SHARE] = CS_ACC_SHARE,
    [CS_AGG_ADDED_SUM] = CS_ACC_MOMENTS,
    [CS_AGG_ADDED_MEAN] = CS_ACC_MOMENTS,
    [CS_AGG_FIXED_CHAINS] = CS_ACC_COUNT,
    [CS_AGG_FIXED_CHAINS_OPEN] = CS_ACC_COUNT,
    [CS_AGG_FIXED_CHAIN_MEAN] = CS_ACC_MOMENTS,
    [CS_AGG_FIXED_CHAIN_SHARE] = CS_ACC_SHARE,
    [CS_AGG_FIXED_ADDED_SUM] = CS_ACC_MOMENTS,
    [CS_AGG_FIXED_ADDED_MEAN] = CS_ACC_MOMENTS,
};

static int
filter_index(struct cs_scheme *p, const struct cs_input *in, struct cs_str text)
{
	if (in->filter == NULL)
		return -1;
	for (unsigned i = 0; i < p->nfilter; i++) {
		if (cs_str_eq(p->filter[i].text, text))
			return (int)i;
	}
	p->filter[p->nfilter] = (struct cs_scheme_filter){in->filter, text};
	return (int)p->nfilter++;
}

static int
is_arithmetic(const struct cs_ast *x, void *arg)
{
	(void)arg;
	return x->kind == CS_AST_OP && (x->op == CS_OP_ADD || x->op == CS_OP_SUB);
}

/* The statistic that an aggregate needs, not yet looked for among those there are. */
static struct cs_acc_def
wanted(struct cs_scheme *p, struct cs_arena *a, const struct cs_input *in)
{
	struct cs_acc_def d = {.kind = kind_of[in->agg->id], .filter = -1};

	if (in->node->filter != NULL)
		d.filter_text = cs_ast_text(a, in->node->filter);
	d.filter = filter_index(p, in, d.filter_text);
	if (in->key != NULL) {
		d.kind = CS_ACC_PER;
		d.arg = in->key;
		d.arg_text = cs_ast_text(a, in->node->arg[0]->arg[1]);
		d.type = cs_expr_type(d.arg);
		return d;
	}
	if (cs_agg_follows(in->agg->id)) {
		cs_scheme_follow(p, a, in, &d);
		return d;
	}
	if (in->row[0] != NULL) {
		d.arg = in->row[0];
		d.arg_text = cs_ast_text(a, in->node->arg[0]);
		d.type = cs_expr_type(d.arg);
		d.scale = d.type == CS_DEC ? 6 : 0;
	}
	if (d.kind == CS_ACC_STOCK)
		d.due = cs_ast_walk(in->node->arg[0], is_arithmetic, NULL) != 0 ||
			cs_ast_walk(in->node->arg[1], is_arithmetic, NULL) != 0;
	if (in->row[1] != NULL) {
		d.arg2 = in->row[1];
		d.arg2_text = cs_ast_text(a, in->node->arg[1]);
	}
	d.when_true = in->agg->id == CS_AGG_COUNT_TRUE;
	d.approx = in->agg->id == CS_AGG_APPROX_QUANTILE;
	d.ages = d.kind == CS_ACC_STOCK && in->agg->gives == CS_GIVES_SECONDS;
	if (d.kind == CS_ACC_OVERLAP)
		d.window = in->value[2].i;
	return d;
}

static bool
same(const struct cs_acc_def *a, const struct cs_acc_def *b)
{
	return a->kind == b->kind && a->when_true == b->when_true && a->approx == b->approx &&
	       a->window == b->window && a->follow == b->follow && a->rule.fixed == b->rule.fixed &&
	       cs_str_eq(a->follow_text, b->follow_text) && cs_str_eq(a->arg_text, b->arg_text) &&
	       cs_str_eq(a->arg2_text, b->arg2_text) && cs_str_eq(a->filter_text, b->filter_text);
}

static int
check_input(const struct cs_input *in, struct cs_err *e)
{
	for (size_t i = 0; in->agg->args[i] != '\0'; i++) {
		if (in->agg->args[i] == 'q' && in->value[i].type == CS_DEC &&
		    in->value[i].d.scale > 9)
			return cs_ast_err(in->node, e, "a quantile has at most 9 digits");
		if (in->agg->args[i] == 's' && in->value[i].i > CS_INSTANT_MAX / CS_USEC)
			return cs_ast_err(in->node, e, "so many seconds are more than there are");
	}
	return 0;
}

/* Numbers the statistics whose rows are kept until the end: each has its bit in them. */
static int
give_number(struct cs_scheme *p, struct cs_acc_def *d, const struct cs_ast *node, struct cs_err *e)
{
	if (d->follow != CS_FOLLOW_NONE) {
		if (p->nrepeat == CS_SCHEME_REPEATS_MAX)
			return cs_ast_err(node, e, "more than %d different repeats at a time",
			    CS_SCHEME_REPEATS_MAX);
		d->repeat = p->nrepeat++;
		return 0;
	}
	switch (d->kind) {
	case CS_ACC_OVERLAP:
		if (p->noverlap == CS_OVERLAPS_MAX)
			return cs_ast_err(
			    node, e, "more than %d different overlaps at a time", CS_OVERLAPS_MAX);
		d->overlap = p->noverlap++;
		return 0;
	default:
		p->nstock += d->kind == CS_ACC_STOCK;
		p->nspent += d->kind == CS_ACC_SPENT;
		return 0;
	}
}

/* Adds what an input needs, or finds it. */
static int
add_input(struct cs_scheme *p, struct cs_arena *a, const struct cs_input *in, struct cs_err *e)
{
	struct cs_acc_def d = wanted(p, a, in);

	if (check_input(in, e) != 0)
		return -1;
	for (unsigned i = 0; i < p->nacc; i++) {
		if (same(&p->acc[i], &d)) {
			p->acc[i].ages |= d.ages;
			return 0;
		}
	}
	if (d.kind == CS_ACC_PER)
		d.per = cs_arena_new(a, 1, sizeof *d.per);
	if (give_number(p, &d, in->node, e) != 0)
		return -1;
	p->acc[p->nacc++] = d;
	return 0;
}

/* The histogram that holds what the sums of d would say, or -1. */
static int
histogram_for(const struct cs_scheme *p, const struct cs_acc_def *d)
{
	struct cs_acc_def h = *d;

	h.kind = CS_ACC_HIST;
	for (unsigned i = 0; d->kind == CS_ACC_MOMENTS && i < p->nacc; i++) {
		if (same(&p->acc[i], &h))
			return (int)i;
	}
	return -1;
}

/* Leaves out sums whose histogram is kept anyway. */
static void
drop_sums(struct cs_scheme *p)
{
	unsigned n = 0;

	for (unsigned i = 0; i < p->nacc; i++) {
		if (histogram_for(p, &p->acc[i]) < 0)
			p->acc[n++] = p->acc[i];
	}
	p->nacc = n;
}

static unsigned
acc_of(struct cs_scheme *p, struct cs_arena *a, const struct cs_input *in)
{
	struct cs_acc_def d = wanted(p, a, in);
	unsigned i;

	for (i = 0; i < p->nacc && !same(&p->acc[i], &d); i++)
		;
	return i < p->nacc ? i : (unsigned)histogram_for(p, &d);
}

/* Of a quotient whose divisor is one of the counts: which input. */
static int
base_of(struct cs_arena *a, const struct cs_metric *m, const struct cs_scheme_metric *of)
{
	const struct cs_ast *x = m->tree;
	struct cs_str divisor;

	if (x->kind != CS_AST_OP || x->op != CS_OP_DIV)
		return -1;
	divisor = cs_ast_text(a, x->arg[1]);
	for (size_t i = 0; i < of->ninput; i++) {
		if (of->input[i].agg->gives == CS_GIVES_COUNT &&
		    cs_str_eq(cs_ast_text(a, of->input[i].node), divisor))
			return (int)i;
	}
	return -1;
}

/* Statistics of money read the column of its currency. */
static void
bind_money(struct cs_scheme *p, const struct cs_head *head)
{
	p->currency = cs_head_find(head, CS_STR("currency"));
	for (unsigned i = 0; i < p->nacc && p->currency >= 0; i++) {
		struct cs_acc_def *d = &p->acc[i];

		d->money = (d->kind == CS_ACC_MOMENTS || d->kind == CS_ACC_HIST) &&
			   d->follow == CS_FOLLOW_NONE &&
			   cs_str_eqz(cs_expr_unit(d->arg), "currency");
		for (unsigned k = 0; d->per != NULL && k < d->per->n; k++)
			d->money |= d->per->item[k].money;
		if (d->money)
			p->column[p->currency] = true;
	}
}

/* The inner formulas of aggregates of two levels add what they need to their statistics. */
static void
plan_inner(struct cs_scheme *p, struct cs_arena *a)
{
	for (size_t m = 0; m < p->n; m++) {
		struct cs_scheme_metric *of = &p->of[m];
		struct cs_scheme_inner *inner = cs_arena_new(a, of->ninput, sizeof *inner);

		for (size_t i = 0; i < of->ninput; i++) {
			const struct cs_input *in = &of->input[i];

			if (in->key == NULL)
				continue;
			inner[i].formula = in->inner;
			inner[i].text = cs_ast_text(a, in->node->arg[0]->arg[0]);
			cs_per_plan(p->acc[acc_of(p, a, in)].per, a, in->inner, &inner[i].item);
		}
		of->inner = inner;
	}
}

/* Which statistic each input rests on, and which metric writes each down. */
static void
connect(struct cs_scheme *p, struct cs_arena *a)
{
	bool *owned = cs_arena_new(a, p->nacc + 1, sizeof *owned);

	for (size_t m = 0; m < p->n; m++) {
		struct cs_scheme_metric *of = &p->of[m];
		unsigned *acc = cs_arena_new(a, of->ninput, sizeof *acc);

		for (size_t i = 0; i < of->ninput; i++) {
			struct cs_acc_def *d = &p->acc[acc[i] = acc_of(p, a, &of->input[i])];

			if (owned[acc[i]])
				continue;
			owned[acc[i]] = true;
			d->metric = m;
			if (of->ninput > 1)
				d->prefix = cs_str_z(cs_arena_printf(a, "%zu.", i + 1));
		}
		of->acc = acc;
		of->base = of->plain ? -1 : base_of(a, &p->metric[m], of);
	}
}

/* A column by its exact name, whatever that is. */
static const struct cs_expr *
column_expr(struct cs_arena *a, struct cs_str name, const struct cs_env *env, struct cs_err *e)
{
	struct cs_ast *x = cs_arena_new(a, 1, sizeof *x);

	x->of = cs_arena_new(a, 1, sizeof *x->of);
	x->kind = CS_AST_NAME;
	x->depth = 1;
	x->s = name;
	return cs_expr_compile_ast(a, x, env, e);
}

/* The instants at which something is known to have happened to a contact, not those that are
 * planned or asked later, as surveys are; and the columns that the stocks read. */
static int
bind_happened(struct cs_scheme *p, struct cs_arena *a, const struct cs_env *env, struct cs_err *e)
{
	static const struct cs_str names[] = {CS_STR_INIT("started_at"), CS_STR_INIT("queued_at"),
	    CS_STR_INIT("answered_at"), CS_STR_INIT("ended_at"), CS_STR_INIT("first_reply_at"),
	    CS_STR_INIT("solved_at"), CS_STR_INIT("closed_at")};
	const struct cs_head *head = env->head;
	bool *read = cs_arena_new(a, head->ncol + 1, sizeof *read);
	struct cs_scheme_stretches *s = &p->stretches;

	for (unsigned i = 0; i < p->nacc; i++) {
		if (p->acc[i].kind != CS_ACC_STOCK)
			continue;
		cs_expr_columns(p->acc[i].arg, read);
		cs_expr_columns(p->acc[i].arg2, read);
	}
	for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
		int col = cs_head_find(head, names[k]);

		if (col >= 0)
			read[col] = true;
	}
	s->happened = cs_arena_new(a, head->ncol + 1, sizeof *s->happened);
	for (unsigned c = 0; c < head->ncol; c++) {
		if (!read[c] || cs_head_type(head, c) != CS_TIME)
			continue;
		s->happened[s->nhappened] = column_expr(a, head->col[c].name, env, e);
		if (s->happened[s->nhappened++] == NULL)
			return -1;
	}
	return 0;
}

static int
bind_overlaps(struct cs_scheme *p, struct cs_arena *a, const struct cs_env *env, struct cs_err *e)
{
	struct cs_scheme_stretches *s = &p->stretches;
	int agent = cs_head_need(env->head, CS_STR("agent_id"), e);

	if (agent < 0)
		return -1;
	s->agent = (unsigned)agent;
	s->began = cs_expr_compile(a, CS_STR("started_at"), env, e);
	s->ended = s->began != NULL ? cs_expr_compile(a, CS_STR("ended_at"), env, e) : NULL;
	if (s->ended == NULL)
		return -1;
	cs_expr_columns(s->began, p->column);
	cs_expr_columns(s->ended, p->column);
	p->column[agent] = true;
	return 0;
}

int
cs_scheme_make(struct cs_scheme *p, struct cs_arena *a, const struct cs_metric_list *list,
    const struct cs_env *env, bool blind, struct cs_err *e)
{
	struct cs_env own = *env;
	size_t ninput = 0;

	*p = (struct cs_scheme){.metric = list->metric, .n = list->n};
	p->of = cs_arena_new(a, p->n, sizeof *p->of);
	p->column = cs_arena_new(a, env->head->ncol + 1, sizeof *p->column);
	for (size_t m = 0; m < p->n; m++) {
		struct cs_scheme_metric *of = &p->of[m];

		of->formula = cs_formula_compile(a, p->metric[m].tree, env, NULL, e);
		if (of->formula == NULL)
			return -1;
		of->input = cs_formula_inputs(of->formula, &of->ninput);
		of->plain = cs_formula_is_input(of->formula);
		cs_formula_columns(of->formula, p->column);
		ninput += of->ninput;
	}
	p->acc = cs_arena_new(a, ninput, sizeof *p->acc);
	p->filter = cs_arena_new(a, ninput, sizeof *p->filter);
	p->repeats.value = cs_arena_new(a, ninput * CS_AGG_ARGS, sizeof *p->repeats.value);
	for (size_t m = 0; m < p->n; m++) {
		for (size_t i = 0; i < p->of[m].ninput; i++) {
			if (add_input(p, a, &p->of[m].input[i], e) != 0)
				return -1;
		}
	}
	drop_sums(p);
	plan_inner(p, a);
	bind_money(p, env->head);
	connect(p, a);
	if (blind)
		return 0;
	own.source = "answers";
	if (cs_answers_bind(&p->answers, a, list, &own, e) != 0)
		return -1;
	own.source = "stock()";
	if (p->nstock != 0 && bind_happened(p, a, &own, e) != 0)
		return -1;
	own.source = "overlap()";
	if (p->noverlap != 0 && bind_overlaps(p, a, &own, e) != 0)
		return -1;
	return p->nrepeat != 0 ? cs_scheme_bind_repeats(p, a, env, e) : 0;
}

const struct cs_metric *
cs_scheme_due(const struct cs_scheme *p)
{
	for (unsigned i = 0; i < p->nacc; i++) {
		if (p->acc[i].due)
			return &p->metric[p->acc[i].metric];
	}
	return NULL;
}
