/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tests "trend" and "apart": what moves with time otherwise than at peers.
 *
 * trend takes a share (`when`) and asks for its slope over time within each kind of work: sums of
 * squares and products about the means of one unit in one stratum, all periods together. What is
 * expected is the slope that others have there, so that a season, a new product or a slow system
 * moves everybody; honest people change, too, and by how much is estimated from all (stat/over.h).
 * Nothing is cut into before and after: a month is enough, and no border can be chosen to suit.
 *
 * apart takes a mean that moves to the side in question while the share `with` grows: contacts
 * become shorter, and more customers come back. Slopes are not sure of themselves, so each must be
 * under .05 by itself, and both are added (audit/auditpair.c).
 *
 * Figures are the level at the end of the time, and what it would be had it moved as at peers.
 */
#include <math.h>
#include <stdlib.h>

#include "audit/auditcount.h"
#include "audit/audittests.h"
#include "base/mem.h"
#include "stat/dist.h"
#include "stat/over.h"

/* Fewer rows of a unit in a kind of work have no slope. */
enum { ROWS_LEAST = 5 };

/* The metrics that are counted for the slope of a mean, and of a share: times of all rows, and of
 * those where it is true, say all of that. */
enum { VALUES, TIMES, PRODUCTS, MEAN_METRICS };
enum { TIMES_ALL, TIMES_TRUE, SHARE_METRICS };

#define TIME "epoch(started_at) // 3600"

/* A unit in a kind of work: sums, then about the means. In hours from the middle of the time. */
struct slope {
	uint32_t unit, work;
	int64_t n;
	double t, v, tt, tv, vv;
};

/* What all units make of a kind of work. */
struct common {
	double tt, tv, rest; /* rest: squares that no slope explains, */
	int64_t df;	     /* in so many rows */
};

/* Appends "NAME_SUFFIX_ratio=mean(OF) filter (where ... WHERE)"; the unit is none that matters. */
static void
put_mean(struct cs_buf *list, const struct cs_audit_rule *rule, const char *suffix,
    struct cs_str of, struct cs_str where)
{
	struct cs_buf name = CS_BUF_INIT;

	cs_buf_printf(&name, "%s_ratio", suffix);
	cs_audit_put_metric(list, rule, cs_buf_cstr(&name));
	cs_buf_printf(list, "mean(%.*s)", CS_STR_ARG(of));
	cs_audit_put_filter_by(list, rule, where);
	cs_buf_finish(&name);
}

static void
put_mean_slope(struct cs_buf *list, const struct cs_audit_rule *rule)
{
	struct cs_str value = rule->text[CS_AUDIT_VALUE];
	struct cs_buf there = CS_BUF_INIT, product = CS_BUF_INIT;

	cs_buf_printf(&there, "(%.*s) is not null and started_at is not null", CS_STR_ARG(value));
	cs_buf_printf(&product, "(" TIME ") * (%.*s)", CS_STR_ARG(value));
	put_mean(list, rule, "value", value, cs_buf_all(&there));
	put_mean(list, rule, "time", CS_STR(TIME), cs_buf_all(&there));
	put_mean(list, rule, "product", cs_buf_all(&product), cs_buf_all(&there));
	cs_buf_finish(&product);
	cs_buf_finish(&there);
}

static void
put_share_slope(struct cs_buf *list, const struct cs_audit_rule *rule, enum cs_audit_text text)
{
	struct cs_buf there = CS_BUF_INIT;

	cs_buf_printf(&there, "(%.*s) is not null", CS_STR_ARG(rule->text[text]));
	put_mean(list, rule, "all", CS_STR(TIME), cs_buf_all(&there));
	put_mean(list, rule, "true", CS_STR(TIME), rule->text[text]);
	cs_buf_finish(&there);
}

static void
trend_metrics(const struct cs_audit_rule *rule, struct cs_buf *list)
{
	put_share_slope(list, rule, CS_AUDIT_WHEN);
}

static void
apart_metrics(const struct cs_audit_rule *rule, struct cs_buf *list)
{
	put_mean_slope(list, rule);
	put_share_slope(list, rule, CS_AUDIT_WITH);
}

static void
trend_rows(const struct cs_audit_rule *rule, struct cs_buf *condition)
{
	cs_audit_put_rows(condition, rule, rule->text[CS_AUDIT_WHEN]);
}

static void
apart_rows(const struct cs_audit_rule *rule, struct cs_buf *condition)
{
	cs_audit_put_rows(condition, rule, rule->text[CS_AUDIT_WITH]);
}

/* A time among those there are, so that squares of hours are small; any would do. */
static int64_t
middle_of(const struct cs_audit_frame *f, const struct cs_audit_units *u, size_t times)
{
	for (size_t i = 0; i < u->npiece; i++) {
		struct cs_audit_sums t =
		    cs_audit_count_sums(f->count, u->group[u->piece[i].first], times);

		if (t.n > 0)
			return (int64_t)(t.sum / t.n);
	}
	return 0;
}

static void
add_times(struct slope *to, const struct cs_audit_sums *t, int64_t middle)
{
	cs_i128 at = middle;

	to->n += t->n;
	to->t += (double)(t->sum - at * t->n);
	to->tt += (double)(t->sumsq - 2 * at * t->sum + at * at * t->n);
}

/* A group of a share: of rows where it is true, values are 1. */
static void
add_share(
    const struct cs_audit_frame *f, uint32_t group, size_t metric, int64_t middle, struct slope *to)
{
	struct cs_audit_sums t = cs_audit_count_sums(f->count, group, metric + TIMES_ALL), x;

	if (t.n == 0)
		return;
	x = cs_audit_count_sums(f->count, group, metric + TIMES_TRUE);
	add_times(to, &t, middle);
	to->v += (double)x.n;
	to->vv += (double)x.n;
	to->tv += (double)(x.sum - (cs_i128)middle * x.n);
}

static void
add_mean(
    const struct cs_audit_frame *f, uint32_t group, size_t metric, int64_t middle, struct slope *to)
{
	const struct cs_audit_layout *l = f->count->layout;
	struct cs_audit_sums v = cs_audit_count_sums(f->count, group, metric + VALUES), t, tv;
	double unit = l->scheme->acc[l->measure[metric + VALUES].acc].scale == 6 ? 1e-6 : 1;

	if (v.n == 0)
		return;
	t = cs_audit_count_sums(f->count, group, metric + TIMES);
	tv = cs_audit_count_sums(f->count, group, metric + PRODUCTS);
	add_times(to, &t, middle);
	to->v += (double)v.sum * unit;
	to->vv += (double)v.sumsq * unit * unit;
	to->tv += (double)(tv.sum - (cs_i128)middle * v.sum) * unit;
}

/* From sums to squares about the means. False: too little for a slope. */
static bool
about_means(struct slope *s)
{
	double n = (double)s->n;

	if (s->n < ROWS_LEAST)
		return false;
	s->tt -= s->t * s->t / n;
	s->tv -= s->t * s->v / n;
	s->vv -= s->v * s->v / n;
	return s->tt > 0;
}

/* What has a slope: a share, or else a mean; its metrics begin there. */
struct measured {
	size_t metric;
	bool share;
	enum cs_audit_side side;
};

/* Slopes by unit and kind of work; how many. Pieces of a unit stand together. */
static size_t
make_slopes(const struct cs_audit_frame *f, const struct cs_audit_units *u,
    const struct measured *m, struct slope *slope)
{
	int64_t middle = middle_of(f, u, m->metric + (m->share ? TIMES_ALL : TIMES));
	size_t *at = cs_mem_new(u->nwork + 1, sizeof *at);
	size_t n = 0, kept = 0, first = 0;

	for (size_t i = 0; i < u->nwork; i++)
		at[i] = SIZE_MAX;
	for (size_t i = 0; i < u->npiece; i++) {
		const struct cs_audit_piece *p = &u->piece[i];
		uint32_t unit = u->spell[p->spell].unit, work = u->work[p->stratum];

		if (n > first && slope[first].unit != unit)
			first = n;
		if (at[work] == SIZE_MAX || at[work] < first) {
			at[work] = n;
			slope[n++] = (struct slope){.unit = unit, .work = work};
		}
		for (uint32_t k = 0; k < p->n; k++)
			(m->share ? add_share : add_mean)(
			    f, u->group[p->first + k], m->metric, middle, &slope[at[work]]);
	}
	for (size_t i = 0; i < n; i++) {
		if (about_means(&slope[i]))
			slope[kept++] = slope[i];
	}
	free(at);
	return kept;
}

static struct common *
make_common(const struct cs_audit_units *u, const struct slope *slope, size_t n)
{
	struct common *common = cs_mem_new0(u->nwork + 1, sizeof *common);

	for (size_t i = 0; i < n; i++) {
		const struct slope *s = &slope[i];
		struct common *c = &common[s->work];

		c->tt += s->tt;
		c->tv += s->tv;
		c->rest += fmax(s->vv - s->tv * s->tv / s->tt, 0);
		c->df += s->n - 2;
	}
	return common;
}

/* What others make of the same work is expected; where nobody else works, nothing is. */
static void
expect(struct cs_over_unit *to, struct slope *sum, const struct slope *s, const struct common *c)
{
	double others = c->tt - s->tt, var = c->df > 0 ? c->rest / (double)c->df : 0;

	if (others <= 0)
		return;
	to->observed += s->tv;
	to->expected += (c->tv - s->tv) / others * s->tt;
	to->var += var * s->tt * (1 + s->tt / others);
	sum->n += s->n;
	sum->v += s->v;
	sum->tt += s->tt;
}

/* The level at the end, and what it would be had it moved as at peers. */
static void
say_levels(struct cs_audit_figure *f, const struct cs_over_unit *u, const struct slope *sum,
    enum cs_audit_side side)
{
	double n = (double)sum->n, mean = sum->v / n;
	double half = sqrt(12 * sum->tt / n) / 2 / sum->tt;

	f->observed = mean + u->observed * half;
	f->expected = mean + u->expected * half;
	f->effect = side == CS_AUDIT_LOW ? f->expected / fmax(f->observed, mean / 1000)
					 : f->observed / fmax(f->expected, mean / 1000);
}

static void
judge_slopes(const struct cs_audit_frame *f, const struct cs_audit_units *u,
    const struct measured *m, struct cs_audit_figure *figure, struct cs_audit_common *common)
{
	struct slope *slope = cs_mem_new(u->npiece + 1, sizeof *slope);
	struct slope *sum = cs_mem_new0(u->n + 1, sizeof *sum);
	struct cs_over_unit *unit = cs_mem_new0(u->n + 1, sizeof *unit);
	size_t n = make_slopes(f, u, m, slope);
	struct common *work = make_common(u, slope, n);
	double rows = 0, values = 0;
	struct cs_over over;

	for (size_t i = 0; i < n; i++)
		expect(&unit[slope[i].unit], &sum[slope[i].unit], &slope[i], &work[slope[i].work]);
	for (size_t i = 0; i < u->n; i++) {
		unit[i].n = (int64_t)ceil(sum[i].tt);
		rows += (double)sum[i].n;
		values += sum[i].v;
	}
	over = cs_over_fit(unit, u->n, false);
	for (size_t i = 0; i < u->n; i++) {
		figure[i].p = CS_DIST_BAD;
		figure[i].n = sum[i].n;
		if (sum[i].n == 0)
			continue;
		figure[i].seen = m->share ? sum[i].v : (double)sum[i].n;
		say_levels(&figure[i], &unit[i], &sum[i], m->side);
		figure[i].z = cs_over_z(&over, &unit[i]) * (m->side == CS_AUDIT_LOW ? -1 : 1);
		figure[i].p =
		    cs_over_p(&over, &unit[i], m->side == CS_AUDIT_LOW ? CS_LOWER : CS_UPPER);
	}
	*common = (struct cs_audit_common){.figure = rows > 0 ? values / rows : 0, .spread = -1};
	free(work);
	free(unit);
	free(sum);
	free(slope);
}

static void
trend_run(const struct cs_audit_frame *f, const struct cs_audit_asked *asked,
    const struct cs_audit_units *u, struct cs_audit_figure *figure, struct cs_audit_common *common)
{
	struct measured m = {asked->metric, true, asked->rule->side};

	judge_slopes(f, u, &m, figure, common);
}

static void
apart_run(const struct cs_audit_frame *f, const struct cs_audit_asked *asked,
    const struct cs_audit_units *u, struct cs_audit_figure *figure, struct cs_audit_common *common)
{
	struct cs_audit_figure *with = cs_mem_new0(u->n + 1, sizeof *with);
	struct measured mean = {asked->metric, false, asked->rule->side};
	struct measured share = {asked->metric + MEAN_METRICS, true, CS_AUDIT_HIGH};
	struct cs_audit_common unused;

	judge_slopes(f, u, &mean, figure, common);
	judge_slopes(f, u, &share, with, &unused);
	cs_audit_both(figure, with, u->n, .05);
	free(with);
}

const struct cs_audit_test cs_audit_trend = {
    .name = "trend",
    .unit = "share",
    .about = "whether the share of `when' moves with time otherwise than at others",
    .needs = 1U << CS_AUDIT_WHEN,
    .takes = 1U << CS_AUDIT_OF | 1U << CS_AUDIT_WORST,
    .people = true,
    .kept = {CS_AUDIT_KEEP_SQUARES, CS_AUDIT_KEEP_SUM},
    .metrics = trend_metrics,
    .run = trend_run,
    .rows = trend_rows,
};

const struct cs_audit_test cs_audit_apart = {
    .name = "apart",
    .about = "whether the mean of `value' moves to the side in question while `with' grows",
    .needs = 1U << CS_AUDIT_VALUE | 1U << CS_AUDIT_WITH,
    .takes = 1U << CS_AUDIT_OF | 1U << CS_AUDIT_WORST,
    .people = true,
    .kept = {CS_AUDIT_KEEP_SQUARES, CS_AUDIT_KEEP_SQUARES, CS_AUDIT_KEEP_SUM, CS_AUDIT_KEEP_SQUARES,
	CS_AUDIT_KEEP_SUM},
    .metrics = apart_metrics,
    .run = apart_run,
    .rows = apart_rows,
};
