/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table held against what was before: see compare.h. */
#include "table/compare.h"

#include <stdlib.h>

#include "base/mem.h"
#include "stat/bh.h"
#include "stat/dist.h"

enum { COUNT_DIGITS = 2 }; /* behind the point of the bounds of a difference of counts */

static struct cs_diff
scaled(struct cs_diff d, double factor)
{
	d.est.est *= factor;
	d.est.lo *= factor;
	d.est.hi *= factor;
	return d;
}

static struct cs_diff_score
score_of(const struct cs_stat *s)
{
	return (struct cs_diff_score){s->down, s->n - s->up - s->down, s->up};
}

static struct cs_diff_estimate
estimate_of(const struct cs_stat *s)
{
	bool there = s->value.kind != CS_REAL_NULL;

	return (struct cs_diff_estimate){
	    there ? cs_real_double(s->value) : 0, s->se, there ? s->n : 0};
}

/* The values; of buckets the ends that are shown. */
static struct cs_bins
bins_of(const struct cs_stat *s)
{
	struct cs_bins b = cs_hist_bins(s->hist);

	for (size_t i = 0; s->approx && i < b.n; i++)
		b.bin[i].value = cs_loglin_high(b.bin[i].value, CS_LOGLIN_SUB);
	return b;
}

static struct cs_diff
quantiles(const struct cs_stat *a, const struct cs_stat *b, double unit, double level)
{
	struct cs_bins in_a = bins_of(a), in_b = bins_of(b);
	struct cs_diff_values va = {&in_a, 0}, vb = {&in_b, 0};
	struct cs_diff d;
	int64_t den = 1;

	for (int i = 0; i < a->q.scale; i++)
		den *= 10;
	if (in_a.total != 0 && in_b.total != 0) {
		va.est = cs_real_double(a->value) * unit;
		vb.est = cs_real_double(b->value) * unit;
	}
	d = cs_diff_quantiles(va, vb, (int64_t)a->q.coef, den, level);
	cs_bins_finish(&in_a);
	cs_bins_finish(&in_b);
	return scaled(d, 1 / unit);
}

struct cs_diff
cs_compare_stats(const struct cs_stat *a, const struct cs_stat *b, double ratio, double level)
{
	double unit = a->scale == 6 ? 1e6 : 1;

	switch (a->kind) {
	case CS_STAT_SHARE:
		return cs_diff_shares(
		    (struct cs_diff_share){a->x, a->n}, (struct cs_diff_share){b->x, b->n}, level);
	case CS_STAT_MEAN:
		return scaled(cs_diff_means(a->moments, b->moments, level), 1 / unit);
	case CS_STAT_QUANTILE:
		return quantiles(a, b, unit, level);
	case CS_STAT_NPS:
		return scaled(cs_diff_scores(score_of(a), score_of(b), level), 100);
	case CS_STAT_COUNT:
		return cs_diff_counts(a->n, b->n, ratio, level);
	case CS_STAT_SURVIVAL:
		return cs_diff_estimates(estimate_of(a), estimate_of(b), level);
	default:
		break;
	}
	return (struct cs_diff){cs_est_none(CS_FLAG_DOMAIN), CS_DIST_BAD};
}

/* Adjusts the p of all results. */
static void
adjust(struct cs_compared *result, size_t n)
{
	double *p = cs_mem_new(n + 1, sizeof *p);

	for (size_t i = 0; i < n; i++)
		p[i] = result[i].p;
	cs_bh(p, n, p);
	for (size_t i = 0; i < n; i++)
		result[i].p = p[i];
	free(p);
}

/* There is no test, and it is for lack of observations. */
static bool
too_few(const struct cs_diff *d, const struct cs_stat *a, const struct cs_stat *b)
{
	if (d->p >= 0)
		return false;
	return d->est.flag == CS_FLAG_SMALL_N || d->est.flag == CS_FLAG_N0 || a->n < CS_DIFF_MIN ||
	       b->n < CS_DIFF_MIN;
}

static struct cs_compared
compare(struct cs_grid *g, size_t metric, uint32_t group, const struct cs_before *before)
{
	struct cs_compared r = {.p = CS_DIST_BAD};
	const struct cs_stat *b = cs_grid_stat(g, CS_FRAME_BEFORE, metric, group), *a;
	struct cs_diff d;

	if (!g->cols.metric[metric].test || b == NULL)
		return r;
	a = cs_grid_stat(g, CS_FRAME_OWN, metric, group);
	if (a->kind == CS_STAT_COUNT && before->early[group]) {
		r.early = true;
		return r;
	}
	d = cs_compare_stats(a, b, before->ratio[group], g->level);
	return (struct cs_compared){d.est.lo, d.est.hi, d.p, d.est.ci, too_few(&d, a, b), false};
}

void
cs_compare_run(struct cs_compare *c, struct cs_grid *g, const struct cs_versus *vs)
{
	struct cs_cells *table = g->frame[CS_FRAME_OWN].cells;
	size_t n;

	*c = (struct cs_compare){.nmetric = table->scheme->n, .luck = 1 - g->level};
	cs_before_pair(&c->before, table, vs);
	g->frame[CS_FRAME_BEFORE] = (struct cs_frame){c->before.cells, c->before.group};
	n = table->keys.ngroup * c->nmetric;
	c->result = cs_mem_new(n + 1, sizeof *c->result);
	for (size_t i = 0; i < n; i++)
		c->result[i] = (struct cs_compared){.p = CS_DIST_BAD};
	for (size_t i = 0; i < table->norder; i++) {
		uint32_t group = table->order[i];

		for (size_t m = 0; m < c->nmetric; m++)
			c->result[group * c->nmetric + m] = compare(g, m, group, &c->before);
	}
	adjust(c->result, n);
	g->compare = c;
}

void
cs_compare_finish(struct cs_compare *c)
{
	cs_before_finish(&c->before);
	free(c->result);
	*c = (struct cs_compare){0};
}

/* Exact as long as both are. Values that are shown with their own digits keep their denominator. */
static struct cs_real
difference(struct cs_real a, struct cs_real b)
{
	cs_i128 num;

	if (a.kind == CS_REAL_EXACT && b.kind == CS_REAL_EXACT && a.den == b.den &&
	    !__builtin_sub_overflow(a.num, b.num, &num))
		return cs_real_ratio(num, a.den);
	return cs_real_sub(a, b);
}

static void
difference_text(struct cs_grid *g, size_t metric, uint32_t group, struct cs_buf *out)
{
	const struct cs_stat *b = cs_grid_stat(g, CS_FRAME_BEFORE, metric, group);
	const struct cs_stat *a = cs_grid_stat(g, CS_FRAME_OWN, metric, group);
	struct cs_stat d = {.kind = a->kind, .interp = a->interp};

	d.value =
	    b != NULL ? difference(a->value, b->value) : (struct cs_real){CS_REAL_NULL, 0, 1, 0};
	cs_grid_value(out, &g->cols.metric[metric], &d);
}

void
cs_compare_text(const struct cs_compare *c, struct cs_grid *g, const struct cs_grid_col *col,
    uint32_t group, struct cs_buf *out)
{
	static const struct cs_compared unknown = {.p = CS_DIST_BAD};
	const struct cs_compared *r = &unknown;
	const struct cs_grid_metric *m = &g->cols.metric[col->metric];
	const int digits = m->kind == CS_STAT_COUNT ? COUNT_DIGITS : m->digits;

	if (group != CS_GROUP_NONE)
		r = &c->result[group * c->nmetric + col->metric];
	if (group != CS_GROUP_NONE && col->aspect == CS_ASPECT_DIFF)
		difference_text(g, col->metric, group, out);
	else if (col->aspect == CS_ASPECT_DIFF_LO && r->ci)
		cs_grid_real(out, r->lo, digits);
	else if (col->aspect == CS_ASPECT_DIFF_HI && r->ci)
		cs_grid_real(out, r->hi, digits);
	else if (col->aspect == CS_ASPECT_P && r->p >= 0)
		cs_buf_printf(out, "%.6g", r->p);
	else if (col->aspect == CS_ASPECT_LUCK && r->p >= 0)
		cs_buf_z(out, r->p <= c->luck ? "hardly luck" : "could be luck");
	else if (col->aspect == CS_ASPECT_LUCK && (r->few || r->early))
		cs_buf_z(out, r->early ? "too early" : "too few");
	else
		cs_buf_z(out, "\\N");
}
