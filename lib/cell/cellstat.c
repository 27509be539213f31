/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a metric is in a group, from its statistics: see cell.h. */
#include <stdlib.h>

#include "base/civil.h"
#include "base/mem.h"
#include "cell/celltable.h"
#include "cell/free.h"
#include "cell/stocklevel.h"
#include "stat/dist.h"
#include "stat/interval.h"

static const enum cs_stat_kind kind_of[] = {
    [CS_AGG_COUNT_ROWS] = CS_STAT_COUNT,
    [CS_AGG_COUNT_TRUE] = CS_STAT_COUNT,
    [CS_AGG_COUNT] = CS_STAT_COUNT,
    [CS_AGG_SUM] = CS_STAT_SUM,
    [CS_AGG_MEAN] = CS_STAT_MEAN,
    [CS_AGG_MIN] = CS_STAT_EXTREME,
    [CS_AGG_MAX] = CS_STAT_EXTREME,
    [CS_AGG_QUANTILE] = CS_STAT_QUANTILE,
    [CS_AGG_APPROX_QUANTILE] = CS_STAT_QUANTILE,
    [CS_AGG_SHARE] = CS_STAT_SHARE,
    [CS_AGG_DISTINCT] = CS_STAT_DISTINCT,
    [CS_AGG_DISTINCT_APPROX] = CS_STAT_SKETCH,
    [CS_AGG_NPS] = CS_STAT_NPS,
    [CS_AGG_REPEAT_SHARE] = CS_STAT_SHARE,
    [CS_AGG_REPEAT_FREE] = CS_STAT_SURVIVAL,
    [CS_AGG_STOCK] = CS_STAT_STOCK,
    [CS_AGG_STOCK_IN] = CS_STAT_COUNT,
    [CS_AGG_STOCK_OUT] = CS_STAT_COUNT,
    [CS_AGG_STOCK_AGE] = CS_STAT_AGE,
    [CS_AGG_STOCK_AGE_MAX] = CS_STAT_AGE,
    [CS_AGG_STOCK_AGE_QUANTILE] = CS_STAT_AGE,
    [CS_AGG_SPENT] = CS_STAT_SECONDS,
    [CS_AGG_OVERLAP] = CS_STAT_SECONDS,
    [CS_AGG_REPEAT_WEEK] = CS_STAT_SHARE,
    [CS_AGG_CHAINS] = CS_STAT_COUNT,
    [CS_AGG_CHAINS_OPEN] = CS_STAT_COUNT,
    [CS_AGG_CHAIN_MEAN] = CS_STAT_MEAN,
    [CS_AGG_CHAIN_SHARE] = CS_STAT_SHARE,
    [CS_AGG_ADDED_SUM] = CS_STAT_SUM,
    [CS_AGG_ADDED_MEAN] = CS_STAT_MEAN,
    [CS_AGG_FIXED_CHAINS] = CS_STAT_COUNT,
    [CS_AGG_FIXED_CHAINS_OPEN] = CS_STAT_COUNT,
    [CS_AGG_FIXED_CHAIN_MEAN] = CS_STAT_MEAN,
    [CS_AGG_FIXED_CHAIN_SHARE] = CS_STAT_SHARE,
    [CS_AGG_FIXED_ADDED_SUM] = CS_STAT_SUM,
    [CS_AGG_FIXED_ADDED_MEAN] = CS_STAT_MEAN,
};

enum cs_stat_kind
cs_stat_kind_of(enum cs_agg_id id)
{
	return kind_of[id];
}

enum cs_stat_kind
cs_cells_kind(const struct cs_cells *c, size_t m)
{
	const struct cs_scheme_metric *of = &c->scheme->of[m];

	return of->plain ? cs_stat_kind_of(of->input[0].agg->id) : CS_STAT_FORMULA;
}

static const struct cs_real null_value = {CS_REAL_NULL, 0, 1, 0};

/* The sorted content of a histogram; the last one is kept. */
static const struct cs_bins *
bins_of(struct cs_cells *c, const struct cs_hist *h)
{
	if (c->bins_of != h) {
		cs_bins_finish(&c->bins);
		c->bins = cs_hist_bins(h);
		c->bins_of = h;
	}
	return &c->bins;
}

static struct cs_real
ratio(cs_i128 num, cs_i128 den)
{
	return den != 0 ? cs_real_ratio(num, den) : null_value;
}

static void
moments_stat(struct cs_stat *s, enum cs_agg_id id, cs_i128 unit)
{
	const struct cs_moments *m = s->moments;
	cs_i128 den;

	s->n = m->n;
	if (m->n == 0)
		return;
	switch (id) {
	case CS_AGG_SUM:
	case CS_AGG_ADDED_SUM:
	case CS_AGG_FIXED_ADDED_SUM:
		s->value = cs_real_ratio(m->sum, unit);
		break;
	case CS_AGG_MIN:
		s->value = cs_real_ratio(m->min, unit);
		break;
	case CS_AGG_MAX:
		s->value = cs_real_ratio(m->max, unit);
		break;
	default:
		den = (cs_i128)m->n * unit;
		s->value = cs_real_ratio(m->sum, den);
		break;
	}
}

static void
quantile_stat(struct cs_stat *s, const struct cs_bins *b, const struct cs_param *q, cs_i128 unit)
{
	int64_t den = 1, v;
	cs_i128 between;

	s->q = q->type == CS_DEC ? q->d : cs_dec_int(q->i);
	for (int i = 0; i < s->q.scale; i++)
		den *= 10;
	s->n = b->total;
	if (s->interp) {
		if (cs_bins_interpolate(b, (int64_t)s->q.coef, den, &between))
			s->value = cs_real_ratio(between, den * unit);
		return;
	}
	if (!cs_bins_quantile(b, (int64_t)s->q.coef, den, &v))
		return;
	if (s->approx)
		v = cs_loglin_high(v, CS_LOGLIN_SUB);
	s->value = cs_real_ratio(v, unit);
}

static void
nps_stat(struct cs_stat *s, const struct cs_scores *p, bool margin)
{
	double se;

	s->up = p->up;
	s->down = p->down;
	s->n = p->up + p->mid + p->down;
	if (!margin) {
		s->value = ratio((cs_i128)(p->up - p->down) * 100, s->n);
		return;
	}
	s->kind = CS_STAT_FORMULA;
	if (s->n < 2)
		return;
	(void)cs_interval_nps(p->down, p->mid, p->up, .95, &se);
	if (se > 0)
		s->value = (struct cs_real){CS_REAL_ESTIMATE, 0, 1, 100 * se * cs_dist_z(.95)};
}

static void
survival_stat(
    struct cs_stat *s, const struct cs_km *km, const struct cs_follow_rule *rule, double level)
{
	struct cs_est est = cs_free_share(km, rule, level, &s->n, &s->se);

	if (est.ok)
		s->value = (struct cs_real){CS_REAL_ESTIMATE, 0, 1, est.est};
	if (est.ci) {
		s->lo = est.lo;
		s->hi = est.hi;
		s->bounds = true;
	}
}

static void
sketch_stat(struct cs_stat *s, const struct cs_sketch *sketch, double level)
{
	struct cs_sketch_count count = cs_sketch_count(sketch, level);

	s->n = sketch->n;
	s->value = cs_real_ratio(count.n, 1);
	s->lo = (double)count.lo;
	s->hi = (double)count.hi;
	s->bounds = true;
}

/* The levels of a stock, which all groups share. */
static const struct cs_stock_levels *
levels_of(struct cs_cells *c, unsigned acc)
{
	if (c->stock == NULL)
		c->stock = cs_mem_new0(c->scheme->nacc, sizeof(struct cs_stock_levels *));
	if (c->stock[acc] == NULL)
		c->stock[acc] = cs_stock_levels_make(c, acc);
	return c->stock[acc];
}

static void
stock_stat(
    struct cs_cells *c, uint32_t g, unsigned acc, const struct cs_input *in, struct cs_stat *s)
{
	const struct cs_stock *stock = &c->store.acc[acc].stock[g];
	const struct cs_stock_levels *levels;
	const struct cs_stock_level *level;
	cs_i128 ages;
	int64_t age;

	if (in->agg->id == CS_AGG_STOCK_IN || in->agg->id == CS_AGG_STOCK_OUT) {
		s->n = in->agg->id == CS_AGG_STOCK_IN ? stock->in : stock->out;
		s->value = cs_real_ratio(s->n, 1);
		return;
	}
	/* A group that no table has (cs_cells_nothing) is in no line of edges: what was in stock
	 * there went on. */
	if (g >= c->keys.ngroup)
		return;
	levels = levels_of(c, acc);
	level = cs_stock_level(levels, g);
	if (!level->known)
		return;
	s->n = level->open;
	if (in->agg->id == CS_AGG_STOCK)
		s->value = cs_real_ratio(s->n, 1);
	else if (in->agg->id == CS_AGG_STOCK_AGE &&
		 !__builtin_sub_overflow((cs_i128)level->edge * s->n, level->sum, &ages))
		s->value = ratio(ages, s->n);
	else if (cs_stock_level_age(levels, g, in, &age))
		s->value = cs_real_ratio(age, 1);
}

/* Of two levels: the outer aggregate, of the values that the inner formula has of each key. */
static void
keyed_stat(struct cs_cells *c, struct cs_keyed *k, const struct cs_input *in, bool margin,
    struct cs_stat *s)
{
	cs_i128 unit;

	s->scale = cs_formula_type(in->inner) == CS_DEC ? 6 : 0;
	unit = s->scale == 6 ? 1000000 : 1;
	s->moments = cs_keyed_moments(k);
	s->n = (int64_t)k->n;
	switch (in->agg->id) {
	case CS_AGG_SHARE:
	case CS_AGG_COUNT_TRUE:
		s->x = cs_keyed_between(k, 1, 1);
		s->value = in->agg->id == CS_AGG_SHARE ? ratio(s->x, s->n) : ratio(s->x, 1);
		if (in->agg->id == CS_AGG_COUNT_TRUE)
			s->n = s->x;
		break;
	case CS_AGG_COUNT:
		s->value = ratio(s->n, 1);
		break;
	case CS_AGG_DISTINCT:
		s->n = (int64_t)bins_of(c, cs_keyed_hist(k))->n;
		s->value = ratio(s->n, 1);
		break;
	case CS_AGG_NPS:
		nps_stat(s,
		    &(const struct cs_scores){
			.up = cs_keyed_between(k, 9 * (int64_t)unit, 10 * (int64_t)unit),
			.mid = cs_keyed_between(k, 6 * (int64_t)unit + 1, 9 * (int64_t)unit - 1),
			.down = cs_keyed_between(k, 0, 6 * (int64_t)unit)},
		    margin);
		break;
	case CS_AGG_QUANTILE:
		s->hist = cs_keyed_hist(k);
		quantile_stat(s, bins_of(c, s->hist), &in->value[1], unit);
		break;
	default:
		moments_stat(s, in->agg->id, unit);
		break;
	}
	if (k->lost)
		s->value = null_value;
}

/* Input i of a metric. */
static void
input_stat(struct cs_cells *c, uint32_t g, const struct cs_scheme_metric *of, size_t i, bool margin,
    struct cs_stat *s)
{
	const struct cs_input *in = &of->input[i];
	const unsigned acc = of->acc[i];
	const struct cs_acc_def *d = &c->scheme->acc[acc];
	const struct cs_acc *a = &c->store.acc[acc];
	cs_i128 unit = d->scale == 6 ? 1000000 : 1;

	*s = (struct cs_stat){.kind = kind_of[in->agg->id], .value = null_value, .scale = d->scale};
	switch (d->kind) {
	case CS_ACC_COUNT:
	case CS_ACC_DISTINCT:
		s->n = a->count[g];
		s->value = cs_real_ratio(s->n, 1);
		break;
	case CS_ACC_SKETCH:
		sketch_stat(s, &a->sketch[g], c->level);
		break;
	case CS_ACC_SHARE:
		s->n = a->share[g].n;
		s->x = a->share[g].x;
		s->value = ratio(s->x, s->n);
		break;
	case CS_ACC_MOMENTS:
		s->moments = &a->moments[g];
		moments_stat(s, in->agg->id, unit);
		break;
	case CS_ACC_HIST:
		s->hist = &a->hist[g];
		s->approx = d->approx;
		s->interp = c->interp && !d->approx;
		if (d->approx) {
			quantile_stat(s, bins_of(c, s->hist), &in->value[1], unit);
			break;
		}
		s->own = cs_bins_moments(bins_of(c, s->hist));
		s->moments = &s->own;
		if (in->agg->id == CS_AGG_QUANTILE)
			quantile_stat(s, &c->bins, &in->value[1], unit);
		else
			moments_stat(s, in->agg->id, unit);
		break;
	case CS_ACC_NPS:
		nps_stat(s, &a->nps[g], margin);
		break;
	case CS_ACC_REPEAT:
		s->n = a->repeat[g].n;
		s->x = a->repeat[g].x;
		s->early = a->repeat[g].early;
		s->value = ratio(s->x, s->n);
		break;
	case CS_ACC_SURVIVAL:
		survival_stat(s, &a->km[g], &d->rule, c->level);
		break;
	case CS_ACC_PER:
		keyed_stat(c, cs_cells_keyed(c, g, acc, &of->inner[i]), in, margin, s);
		break;
	case CS_ACC_STOCK:
		stock_stat(c, g, acc, in, s);
		break;
	case CS_ACC_SPENT:
	case CS_ACC_OVERLAP:
		s->value = cs_real_ratio(a->time[g], CS_USEC);
		break;
	case CS_ACC_KINDS:
		break;
	}
}

void
cs_cells_stat(struct cs_cells *c, size_t group, size_t m, struct cs_stat *s)
{
	cs_cells_stat_of(c, c->order[group], m, s);
}

void
cs_cells_stat_of(struct cs_cells *c, uint32_t g, size_t m, struct cs_stat *s)
{
	const struct cs_scheme_metric *of = &c->scheme->of[m];
	struct cs_real *in;
	int64_t n = -1;

	if (of->plain) {
		input_stat(c, g, of, 0, c->scheme->metric[m].margin, s);
		return;
	}
	in = cs_mem_new(of->ninput, sizeof *in);
	for (size_t i = 0; i < of->ninput; i++) {
		input_stat(c, g, of, i, false, s);
		in[i] = s->value;
		/* Of a sketch it is the estimate that divides, not what that is of. */
		if ((int)i == of->base)
			n = s->kind == CS_STAT_SKETCH ? (int64_t)s->value.num : s->n;
	}
	*s = (struct cs_stat){.kind = CS_STAT_FORMULA, .n = n};
	s->value = cs_formula_eval(of->formula, in);
	free(in);
}
