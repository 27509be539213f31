/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cox's regression: is it the right picture, and how good is it; see cox.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/cox.h"
#include "stat/coxsweep.h"
#include "stat/dist.h"
#include "stat/linear.h"

static struct cs_cox_test
tested(double chi2, size_t df)
{
	if (df == 0)
		return (struct cs_cox_test){0, 0, CS_DIST_BAD};
	chi2 = fmax(chi2, 0);
	return (struct cs_cox_test){chi2, df, cs_dist_chi2(chi2, (double)df, CS_UPPER)};
}

/* --- proportional? --- */

/* A time at which somebody leaves, in whatever stratum. */
struct moment {
	int64_t t;
	double g; /* 1 - S(t-) */
};

static int
latest_first(const void *pa, const void *pb)
{
	const struct cs_cox_change *a = *(const struct cs_cox_change *const *)pa,
				   *b = *(const struct cs_cox_change *const *)pb;

	return (a->t < b->t) - (a->t > b->t);
}

/* 1 - S(t-) at each time somebody leaves, ascending, over all strata; *n of them. */
static struct moment *
moments(const struct cs_cox *c, size_t *n)
{
	const struct cs_cox_change **by = cs_mem_new(c->changes, sizeof(*by));
	struct moment *m = cs_mem_new(c->changes, sizeof *m);
	int64_t risk = 0;
	double s = 1;
	size_t k = 0;

	for (size_t i = 0; i < c->changes; i++)
		by[i] = &c->change[i];
	if (c->changes != 0)
		qsort(by, c->changes, sizeof(*by), latest_first);
	for (size_t i = 0, next; i < c->changes; i = next) {
		int64_t d = 0;

		for (next = i; next < c->changes && by[next]->t == by[i]->t; next++) {
			risk += by[next]->n;
			d += by[next]->events;
		}
		/* For now, which share of them stays. */
		if (d != 0)
			m[k++] = (struct moment){by[i]->t, (double)(risk - d) / (double)risk};
	}
	for (size_t i = 0; i < k / 2; i++) {
		struct moment swap = m[i];

		m[i] = m[k - 1 - i];
		m[k - 1 - i] = swap;
	}
	for (size_t i = 0; i < k; i++) {
		double stays = m[i].g;

		m[i].g = 1 - s;
		s *= stays;
	}
	free(by);
	*n = k;
	return m;
}

/* Slope and information of (b, c) in x b + x g(t) c, at c = 0. */
struct course {
	const struct cs_cox *c;
	enum cs_cox_ties ties;
	const struct moment *moment;
	size_t moments;
	double *u, *v;	      /* of one time */
	double *ug;	      /* the sum of g u */
	double *v0, *v1, *v2; /* those of v, g v, g^2 v */
};

static double
g_at(const struct course *s, int64_t t)
{
	size_t lo = 0, hi = s->moments;

	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->moment[mid].t <= t)
			lo = mid;
		else
			hi = mid;
	}
	return s->moment[lo].g;
}

static void
visit_course(const struct cs_cox_at *at, void *ctx)
{
	struct course *s = ctx;
	size_t p = s->c->p;
	struct cs_cox_tie tie = cs_cox_tie(at, s->ties);
	double g = g_at(s, at->t);

	memset(s->u, 0, (p + p * p) * sizeof *s->u); /* v stands behind u */
	cs_cox_slope(p, at, &tie, s->u, s->v);
	for (size_t i = 0; i < p; i++) {
		s->ug[i] += g * s->u[i];
		for (size_t j = 0; j <= i; j++) {
			double v = s->v[i * p + j];

			s->v0[i * p + j] += v;
			s->v1[i * p + j] += g * v;
			s->v2[i * p + j] += g * g * v;
		}
	}
}

/* An element of a symmetric matrix of which there is the lower triangle. */
static double
of(const double *v, size_t p, size_t i, size_t j)
{
	return i >= j ? v[i * p + j] : v[j * p + i];
}

/*
 * The variance of the slope for c[k], k in some of the columns, once b has taken what it can:
 * W = V2 - V1 V0^-1 V1.
 */
static double *
what_is_left(const struct course *s, const size_t *some, size_t n, const bool *fine)
{
	size_t p = s->c->p;
	double *w = cs_mem_new0(n * n, sizeof *w), *column = cs_mem_new(p, sizeof *column);
	bool *out = cs_mem_new(p, sizeof *out);

	for (size_t i = 0; i < p; i++)
		out[i] = !fine[i];
	(void)cs_linear_rank(s->v0, p, out);
	for (size_t j = 0; j < n; j++) {
		for (size_t i = 0; i < p; i++)
			column[i] = of(s->v1, p, i, some[j]);
		cs_linear_solve(s->v0, p, column);
		for (size_t i = j; i < n; i++) {
			double taken = 0;

			for (size_t k = 0; k < p; k++)
				taken += of(s->v1, p, some[i], k) * column[k];
			w[i * n + j] = of(s->v2, p, some[i], some[j]) - taken;
		}
	}
	free(out);
	free(column);
	return w;
}

struct cs_cox_test
cs_cox_proportional(struct cs_cox *c, const struct cs_cox_fit *f, size_t from, size_t to)
{
	size_t p = c->p, n = 0, df = 0;
	struct course s = {.c = c, .ties = f->ties};
	struct moment *m = moments(c, &s.moments);
	size_t *some = cs_mem_new(p, sizeof *some);
	bool *fine = cs_mem_new(p, sizeof *fine);
	double *slope = cs_mem_new(p, sizeof *slope), chi2 = 0;

	s.moment = m;
	s.u = cs_mem_new0(2 * p + 4 * p * p, sizeof *s.u);
	s.v = s.u + p;
	s.v0 = s.v + p * p;
	s.v1 = s.v0 + p * p;
	s.v2 = s.v1 + p * p;
	s.ug = s.v2 + p * p;
	for (size_t i = 0; i < p; i++) {
		fine[i] = f->state[i] == CS_COX_FINE;
		if (fine[i] && i >= from && i < to)
			some[n++] = i;
	}
	if (n != 0 && s.moments > 1 && cs_cox_sweep(c, f->scaled, visit_course, &s)) {
		double *w = what_is_left(&s, some, n, fine);

		for (size_t i = 0; i < n; i++)
			slope[i] = s.ug[some[i]];
		chi2 = cs_linear_square(slope, w, n, &df);
		free(w);
	}
	free(s.u);
	free(slope);
	free(fine);
	free(some);
	free(m);
	return tested(chi2, df);
}

/* --- concordance --- */

struct pairing {
	const struct cs_cox *c;
	const uint32_t *rank; /* of the prediction, by pattern: equal ones alike, from 1 */
	uint32_t ranks;
	int64_t *tree; /* sums of those at risk by rank (Fenwick 1994) */
	size_t of;     /* the stratum that it is of */
	size_t taken;  /* the first of its changes that is not in the tree yet */
	struct cs_cox_pairs pairs;
};

static void
put(struct pairing *g, uint32_t rank, int64_t n)
{
	for (; rank <= g->ranks; rank += rank & -rank)
		g->tree[rank] += n;
}

/* How many at risk have at most that rank. */
static int64_t
up_to(const struct pairing *g, uint32_t rank)
{
	int64_t sum = 0;

	for (; rank > 0; rank -= rank & -rank)
		sum += g->tree[rank];
	return sum;
}

/* n times the changes from .. to - 1. */
static void
into_tree(struct pairing *g, size_t from, size_t to, int64_t n)
{
	for (size_t i = from; i < to; i++)
		put(g, g->rank[g->c->change[i].pattern], n * g->c->change[i].n);
}

/* n times those who leave at a time. */
static void
leavers(struct pairing *g, const struct cs_cox_at *at, int64_t n)
{
	for (size_t i = 0; i < at->changes; i++)
		if (at->change[i].events != 0)
			put(g, g->rank[at->change[i].pattern], n * at->change[i].events);
}

static void
visit_pairs(const struct cs_cox_at *at, void *ctx)
{
	struct pairing *g = ctx;
	size_t behind = (size_t)(at->change - g->c->change) + at->changes;

	if (at->stratum != g->of) {
		into_tree(g, g->c->stratum[g->of].from, g->taken, -1);
		g->of = at->stratum;
		g->taken = g->c->stratum[g->of].from;
	}
	into_tree(g, g->taken, behind, 1);
	g->taken = behind;
	/* Who leave at the same time are no pair. */
	leavers(g, at, -1);
	for (size_t i = 0; i < at->changes; i++) {
		uint32_t rank = g->rank[at->change[i].pattern];
		int64_t d = at->change[i].events, less, most;

		if (d == 0)
			continue;
		less = up_to(g, rank - 1);
		most = up_to(g, rank);
		g->pairs.right += (double)d * (double)less;
		g->pairs.alike += (double)d * (double)(most - less);
		g->pairs.wrong += (double)d * (double)(at->at_risk - at->deaths - most);
	}
	leavers(g, at, 1);
}

struct predicted {
	double eta;
	uint32_t pattern;
};

static int
by_eta(const void *pa, const void *pb)
{
	const struct predicted *a = pa, *b = pb;

	return (a->eta > b->eta) - (a->eta < b->eta);
}

/* Ranks by x b; *ranks how many there are. */
static uint32_t *
ranked(const struct cs_cox *c, const double *beta, uint32_t *ranks)
{
	struct predicted *by = cs_mem_new(c->patterns, sizeof *by);
	uint32_t *rank = cs_mem_new(c->patterns, sizeof *rank), n = 0;

	for (size_t i = 0; i < c->patterns; i++) {
		by[i] = (struct predicted){0, (uint32_t)i};
		for (size_t j = 0; j < c->p; j++)
			by[i].eta += c->x[i * c->p + j] * beta[j];
	}
	if (c->patterns != 0)
		qsort(by, c->patterns, sizeof *by, by_eta);
	for (size_t i = 0; i < c->patterns; i++) {
		/* Sums in another order may differ in their last bits. */
		if (i == 0 || by[i].eta - by[i - 1].eta > 1e-12 * (1 + fabs(by[i].eta)))
			n++;
		rank[by[i].pattern] = n;
	}
	free(by);
	*ranks = n;
	return rank;
}

struct cs_cox_pairs
cs_cox_concordance(struct cs_cox *c, const struct cs_cox_fit *f)
{
	struct pairing g = {.c = c};
	uint32_t *rank = ranked(c, f->scaled, &g.ranks);

	g.rank = rank;
	g.tree = cs_mem_new0((size_t)g.ranks + 1, sizeof *g.tree);
	(void)cs_cox_sweep(c, f->scaled, visit_pairs, &g);
	free(g.tree);
	free(rank);
	return g.pairs;
}

/* --- without a model --- */

struct drawn {
	const struct cs_cox *c;
	double *oe, *var;
};

/* All weigh the same: the means and squares at risk are those of whom is drawn from. */
static void
visit_drawn(const struct cs_cox_at *at, void *ctx)
{
	struct drawn *s = ctx;
	size_t p = s->c->p;
	double n = (double)at->at_risk, d = (double)at->deaths;
	double all = at->at_risk > 1 ? d * (n - d) / (n - 1) : 0;

	for (size_t i = 0; i < p; i++) {
		double m = at->s1[i] / n;

		s->oe[i] += at->x[i] - d * m;
		for (size_t j = 0; j <= i; j++)
			s->var[i * p + j] += all * (at->s2[i * p + j] / n - m * at->s1[j] / n);
	}
}

struct cs_cox_test
cs_cox_logrank(struct cs_cox *c, double *oe, double *var)
{
	size_t p = c->p, df = 0;
	struct drawn s = {.c = c};
	double *zero = cs_mem_new0(p, sizeof *zero), chi2;

	cs_cox_prepare(c);
	s.oe = cs_mem_new0(p + p * p, sizeof *s.oe);
	s.var = s.oe + p;
	(void)cs_cox_sweep(c, zero, visit_drawn, &s);
	for (size_t i = 0; i < p; i++) {
		if (oe != NULL)
			oe[i] = s.oe[i] * c->scale[i];
		for (size_t j = 0; var != NULL && j < p; j++)
			var[i * p + j] = of(s.var, p, i, j) * c->scale[i] * c->scale[j];
	}
	chi2 = cs_linear_square(s.oe, s.var, p, &df);
	free(s.oe);
	free(zero);
	return tested(chi2, df);
}
