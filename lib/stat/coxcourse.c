/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cox's regression: stretches one by one, and the course of time; see cox.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/cox.h"
#include "stat/coxsweep.h"
#include "stat/dist.h"

/*
 * What those who are at risk have behind them at a time somebody leaves. With a_l = S - l/d D and
 * m_l the mean of x at risk, those who leave weighing 1 - l/d: the hazard H = sum of 1 / a_l, and M
 * = sum of m_l / a_l. Those who leave at that time themselves have less of it, of each term 1 -
 * l/d: `own`, and `ownm`. `mean`: the mean of m_l, what their own x is held against.
 */
struct step {
	int64_t t;
	double h, hh; /* hh: the sum of 1 / a_l^2 */
	double own;
	size_t m; /* where in the table M, ownm and mean begin: 3 p numbers */
};

struct cs_cox_path {
	const struct cs_cox *c;
	const struct cs_cox_fit *f;
	struct step *step; /* ascending */
	size_t n, cap;
	double *m;
	size_t mcap;
	int64_t last; /* the last time somebody stopped */
};

/* ctx: a path each stratum, NULL where nobody asks. */
static void
visit_path(const struct cs_cox_at *at, void *ctx)
{
	struct cs_cox_path *w = ((struct cs_cox_path **)ctx)[at->stratum];
	struct step *step;
	struct cs_cox_tie tie;
	size_t p;
	double *m;

	if (w == NULL)
		return;
	p = w->c->p;
	tie = cs_cox_tie(at, w->f->ties);
	w->step = cs_mem_grow(w->step, &w->cap, w->n + 1, sizeof *w->step);
	w->m = cs_mem_grow(w->m, &w->mcap, (w->n + 1) * 3 * p, sizeof *w->m);
	step = &w->step[w->n];
	*step = (struct step){at->t, tie.a, tie.aa, tie.a - tie.fa, w->n * 3 * p};
	m = w->m + step->m;
	w->n++;
	for (size_t j = 0; j < p; j++) {
		double s1 = at->s1[j], d1 = at->d1[j];

		m[j] = s1 * tie.aa - d1 * tie.faa;
		m[p + j] = m[j] - (s1 * tie.faa - d1 * tie.ffaa);
		m[2 * p + j] = (s1 * tie.a - d1 * tie.fa) / (double)at->deaths;
	}
}

/* Latest first becomes ascending, and what was of a time what has been up to it. */
static void
add_up(struct cs_cox_path *w)
{
	size_t p = w->c->p;

	for (size_t i = 0; i < w->n / 2; i++) {
		struct step swap = w->step[i];

		w->step[i] = w->step[w->n - 1 - i];
		w->step[w->n - 1 - i] = swap;
	}
	for (size_t i = 0; i < w->n; i++) {
		double *m = w->m + w->step[i].m;
		struct step *s = &w->step[i];

		/* Own: all up to that time, and a part of it. */
		if (i == 0)
			continue;
		s->own += s[-1].h;
		s->h += s[-1].h;
		s->hh += s[-1].hh;
		for (size_t j = 0; j < p; j++) {
			double before = w->m[s[-1].m + j];

			m[p + j] += before;
			m[j] += before;
		}
	}
}

static struct cs_cox_path *
empty_path(const struct cs_cox *c, const struct cs_cox_fit *f, size_t which)
{
	struct cs_cox_path *w = cs_mem_new0(1, sizeof *w);

	w->c = c;
	w->f = f;
	w->last = c->change[c->stratum[which].from].t;
	return w;
}

struct cs_cox_path *
cs_cox_path(struct cs_cox *c, const struct cs_cox_fit *f, uint32_t stratum)
{
	struct cs_cox_path **all, *w = NULL;

	cs_cox_prepare(c);
	all = cs_mem_new0(c->strata, sizeof(*all));
	for (size_t i = 0; i < c->strata; i++)
		if (c->stratum[i].name == stratum)
			w = all[i] = empty_path(c, f, i);
	if (w != NULL) {
		(void)cs_cox_sweep(c, f->scaled, visit_path, all);
		add_up(w);
	}
	free(all);
	return w;
}

void
cs_cox_path_free(struct cs_cox_path *path)
{
	if (path == NULL)
		return;
	free(path->step);
	free(path->m);
	free(path);
}

/* The last step at t or before it; NULL: none. */
static const struct step *
step_at(const struct cs_cox_path *w, int64_t t)
{
	size_t lo = 0, hi = w->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (w->step[mid].t <= t)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo == 0 ? NULL : &w->step[lo - 1];
}

/* --- the share that stays --- */

struct cs_est
cs_cox_stays(const struct cs_cox_path *path, const double *x, int64_t t, double level, double *se)
{
	const struct cs_cox *c = path->c;
	size_t p = c->p;
	const struct step *s = step_at(path, t);
	double *d = cs_mem_new(p, sizeof *d), eta = 0, var, h, width;
	struct cs_est r = {1, 0, 0, true, false, CS_FLAG_ZERO_VAR};

	if (se != NULL)
		*se = 0;
	if (t > path->last)
		r = cs_est_none(CS_FLAG_BEYOND);
	if (t > path->last || s == NULL) {
		free(d);
		return r;
	}
	for (size_t j = 0; j < p; j++) {
		double own = (x[j] - c->mean[j]) / c->scale[j];

		eta += own * path->f->scaled[j];
		d[j] = (own * s->h - path->m[s->m + j]) * c->scale[j];
	}
	var = s->hh;
	for (size_t i = 0; i < p; i++)
		for (size_t j = 0; j < p; j++)
			var += d[i] * path->f->var[i * p + j] * d[j];
	free(d);
	h = s->h * exp(eta);
	var *= exp(2 * eta);
	r.est = exp(-h);
	if (se != NULL)
		*se = r.est * sqrt(var);
	width = cs_dist_z(level) * sqrt(var) / h;
	r.lo = exp(-h * exp(width));
	r.hi = exp(-h * exp(-width));
	r.ci = true;
	r.flag = CS_FLAG_NONE;
	return r;
}

/* --- stretches --- */

/* The paths of all strata, in their order. */
static struct cs_cox_path **
all_paths(const struct cs_cox *c, const struct cs_cox_fit *f)
{
	struct cs_cox_path **path = cs_mem_new(c->strata, sizeof(*path));

	for (size_t i = 0; i < c->strata; i++)
		path[i] = empty_path(c, f, i);
	(void)cs_cox_sweep(c, f->scaled, visit_path, path);
	for (size_t i = 0; i < c->strata; i++)
		add_up(path[i]);
	return path;
}

static void
free_paths(struct cs_cox_path **path, size_t n)
{
	for (size_t i = 0; i < n; i++)
		cs_cox_path_free(path[i]);
	free(path);
}

static const struct cs_cox_path *
path_of(struct cs_cox_path *const *path, const struct cs_cox *c, uint32_t stratum)
{
	size_t lo = 0, hi = c->strata;

	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (c->stratum[mid].name <= stratum)
			lo = mid;
		else
			hi = mid;
	}
	return path[lo];
}

/* exp(x b) of a pattern. */
static double
weight_of(const struct cs_cox *c, const struct cs_cox_fit *f, uint32_t pattern)
{
	double eta = 0;

	for (size_t j = 0; j < c->p; j++)
		eta += c->x[pattern * c->p + j] * f->scaled[j];
	return exp(eta);
}

/*
 * One stretch: its martingale residual (gives it), and its part of the slope (r, p numbers inside;
 * may be NULL).
 */
static double
residual(const struct cs_cox_path *w, const struct cs_cox_row *row, double *r)
{
	const struct cs_cox *c = w->c;
	size_t p = c->p;
	const double *x = c->x + row->pattern * p;
	const struct step *end = step_at(w, row->stop);
	const struct step *begin = row->start == CS_COX_ALWAYS ? NULL : step_at(w, row->start);
	double e = weight_of(c, w->f, row->pattern);
	double h = end == NULL ? 0 : row->event ? end->own : end->h;

	if (begin != NULL)
		h -= begin->h;
	for (size_t j = 0; r != NULL && j < p; j++) {
		double m = end == NULL ? 0 : w->m[end->m + (row->event ? p : 0) + j];

		if (begin != NULL)
			m -= w->m[begin->m + j];
		r[j] = -e * (x[j] * h - m);
		if (row->event && end != NULL)
			r[j] += x[j] - w->m[end->m + 2 * p + j];
	}
	return (row->event ? 1 : 0) - e * h;
}

void
cs_cox_martingale(struct cs_cox *c, const struct cs_cox_fit *f, double *m)
{
	struct cs_cox_path **path = all_paths(c, f);

	for (size_t i = 0; i < c->rows; i++)
		m[i] = residual(path_of(path, c, c->row[i].stratum), &c->row[i], NULL);
	free_paths(path, c->strata);
}

static int
by_cluster(const void *pa, const void *pb)
{
	const struct cs_cox_row *a = *(const struct cs_cox_row *const *)pa,
				*b = *(const struct cs_cox_row *const *)pb;

	if (a->cluster != b->cluster)
		return a->cluster < b->cluster ? -1 : 1;
	return (a > b) - (a < b);
}

/* to += v' r, the influence of a cluster on beta; then to to' into var. */
static void
influence(const struct cs_cox_fit *f, const struct cs_cox *c, const double *r, double *var)
{
	size_t p = f->p;
	double *d = cs_mem_new0(p, sizeof *d);

	for (size_t i = 0; i < p; i++)
		for (size_t j = 0; j < p; j++)
			d[i] += f->var[i * p + j] * c->scale[j] * r[j];
	for (size_t i = 0; i < p; i++)
		for (size_t j = 0; j < p; j++)
			var[i * p + j] += d[i] * d[j];
	free(d);
}

void
cs_cox_robust(struct cs_cox *c, const struct cs_cox_fit *f, double *var)
{
	size_t p = c->p;
	struct cs_cox_path **path = all_paths(c, f);
	const struct cs_cox_row **by = cs_mem_new(c->rows, sizeof(*by));
	double *sum = cs_mem_new0(2 * p, sizeof *sum), *r = sum + p;

	memset(var, 0, p * p * sizeof *var);
	for (size_t i = 0; i < c->rows; i++)
		by[i] = &c->row[i];
	if (c->rows != 0)
		qsort(by, c->rows, sizeof(*by), by_cluster);
	for (size_t i = 0; i < c->rows; i++) {
		(void)residual(path_of(path, c, by[i]->stratum), by[i], r);
		for (size_t j = 0; j < p; j++)
			sum[j] += (double)by[i]->n * r[j];
		if (i + 1 < c->rows && by[i + 1]->cluster == by[i]->cluster)
			continue;
		influence(f, c, sum, var);
		memset(sum, 0, p * sizeof *sum);
	}
	free(sum);
	free(by);
	free_paths(path, c->strata);
}
