/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cox's regression: what is kept, and the walk along time; see cox.h and coxsweep.h. */
#include "stat/cox.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/coxsweep.h"

/* Beyond this exp() of a difference is no number any more. */
#define FAR  300.0

/* What was taken off a sum may be so many times what is left of it: four digits of sixteen. */
#define WORN 1e4

struct cs_cox *
cs_cox_new(size_t p)
{
	struct cs_cox *c = cs_mem_new0(1, sizeof *c);

	c->p = p;
	return c;
}

void
cs_cox_free(struct cs_cox *c)
{
	if (c == NULL)
		return;
	free(c->x);
	free(c->change);
	free(c->stratum);
	free(c->used);
	free(c->mean);
	free(c->scale);
	free(c);
}

uint32_t
cs_cox_pattern(struct cs_cox *c, const double *x)
{
	c->x = cs_mem_grow(c->x, &c->xcap, (c->patterns + 1) * c->p, sizeof *c->x);
	if (c->p != 0)
		memcpy(c->x + c->patterns * c->p, x, c->p * sizeof *x);
	return (uint32_t)c->patterns++;
}

static void
change(struct cs_cox *c, const struct cs_cox_change *one)
{
	c->change = cs_mem_grow(c->change, &c->ccap, c->changes + 1, sizeof *c->change);
	c->change[c->changes++] = *one;
}

void
cs_cox_enter(struct cs_cox *c, uint32_t stratum, uint32_t pattern, int64_t t, int64_t n)
{
	if (t != CS_COX_ALWAYS)
		change(c, &(struct cs_cox_change){t, -n, 0, stratum, pattern});
}

void
cs_cox_stop(struct cs_cox *c, const struct cs_cox_row *row)
{
	change(c, &(struct cs_cox_change){
		      row->stop, row->n, row->event ? row->n : 0, row->stratum, row->pattern});
	c->n += row->n;
	c->events += row->event ? row->n : 0;
}

void
cs_cox_add(struct cs_cox *c, const struct cs_cox_row *row)
{
	cs_cox_enter(c, row->stratum, row->pattern, row->start, row->n);
	cs_cox_stop(c, row);
}

/* Strata by number, latest first, by pattern. */
static int
by_time(const void *pa, const void *pb)
{
	const struct cs_cox_change *a = pa, *b = pb;

	if (a->stratum != b->stratum)
		return a->stratum < b->stratum ? -1 : 1;
	if (a->t != b->t)
		return a->t > b->t ? -1 : 1;
	return (a->pattern > b->pattern) - (a->pattern < b->pattern);
}

/* Equal changes as one; what cancels goes. */
static void
put_together(struct cs_cox *c)
{
	size_t k = 0;

	if (c->changes != 0)
		qsort(c->change, c->changes, sizeof *c->change, by_time);
	for (size_t i = 0; i < c->changes; i++) {
		if (k > 0 && by_time(&c->change[k - 1], &c->change[i]) == 0) {
			c->change[k - 1].n += c->change[i].n;
			c->change[k - 1].events += c->change[i].events;
		} else {
			if (k > 0 && c->change[k - 1].n == 0 && c->change[k - 1].events == 0)
				k--;
			c->change[k++] = c->change[i];
		}
	}
	c->changes = k;
}

/* Where each stratum begins, and which patterns occur in it. */
static void
divide(struct cs_cox *c)
{
	uint32_t *seen = cs_mem_new0(c->patterns, sizeof *seen); /* in stratum number - 1 */
	size_t cap = 0, ucap = 0, n = 0;

	for (size_t i = 0; i < c->changes; i++) {
		const struct cs_cox_change *one = &c->change[i];
		struct cs_cox_stratum *s;

		if (i == 0 || one->stratum != one[-1].stratum) {
			c->stratum =
			    cs_mem_grow(c->stratum, &cap, c->strata + 1, sizeof *c->stratum);
			c->stratum[c->strata++] = (struct cs_cox_stratum){i, i, n, n};
		}
		s = &c->stratum[c->strata - 1];
		s->to = i + 1;
		if (seen[one->pattern] == c->strata)
			continue;
		seen[one->pattern] = (uint32_t)c->strata;
		c->used = cs_mem_grow(c->used, &ucap, n + 1, sizeof *c->used);
		c->used[n++] = one->pattern;
		s->pattern_to = n;
	}
	free(seen);
}

/*
 * The mean becomes 0 and the range 1, so that a coefficient is how far apart its covariate alone
 * can bring two. What is the same for all keeps its scale.
 */
static void
centre(struct cs_cox *c)
{
	double *n = cs_mem_new0(c->patterns, sizeof *n), total = 0;

	/* Entries are no people of their own; as weights, how often a pattern occurs is enough. */
	for (size_t i = 0; i < c->changes; i++) {
		n[c->change[i].pattern] += fabs((double)c->change[i].n);
		total += fabs((double)c->change[i].n);
	}
	c->mean = cs_mem_new0(c->p, sizeof *c->mean);
	c->scale = cs_mem_new0(c->p, sizeof *c->scale);
	for (size_t j = 0; j < c->p; j++) {
		double *x = c->x + j, sum = 0, low = INFINITY, high = -INFINITY;

		for (size_t i = 0; i < c->patterns; i++) {
			sum += n[i] * x[i * c->p];
			low = fmin(low, x[i * c->p]);
			high = fmax(high, x[i * c->p]);
		}
		c->mean[j] = total > 0 ? sum / total : 0;
		c->scale[j] = high > low ? high - low : 1;
		for (size_t i = 0; i < c->patterns; i++)
			x[i * c->p] = (x[i * c->p] - c->mean[j]) / c->scale[j];
	}
	free(n);
}

void
cs_cox_prepare(struct cs_cox *c)
{
	if (c->ready)
		return;
	c->ready = true;
	put_together(c);
	divide(c);
	centre(c);
}

/* --- the walk --- */

struct walk {
	const struct cs_cox *c;
	double *e, *eta; /* by pattern */
	int64_t *risk;
	double s0, gone; /* gone: taken off since the sums were made */
	double *s1, *s2, *d1, *d2, *x;
};

/* n (may be negative) of a pattern into sums. */
static inline void
weigh(const struct walk *w, uint32_t pattern, double n, double *s0, double *s1, double *s2)
{
	size_t p = w->c->p;
	const double *x = w->c->x + pattern * p;
	double e = n * w->e[pattern];

	*s0 += e;
	for (size_t i = 0; i < p; i++) {
		double ex = e * x[i], *row = s2 + i * p;

		s1[i] += ex;
		for (size_t j = 0; j <= i; j++)
			row[j] += ex * x[j];
	}
}

/* Those at risk, from the counts. */
static void
afresh(struct walk *w, const struct cs_cox_stratum *s)
{
	size_t p = w->c->p;

	w->s0 = w->gone = 0;
	memset(w->s1, 0, p * sizeof *w->s1);
	memset(w->s2, 0, p * p * sizeof *w->s2);
	for (size_t i = s->pattern_from; i < s->pattern_to; i++) {
		uint32_t pattern = w->c->used[i];

		if (w->risk[pattern] != 0)
			weigh(w, pattern, (double)w->risk[pattern], &w->s0, w->s1, w->s2);
	}
}

/* The changes from .. to - 1 into the sums, the shorter way or the one that is still exact. */
static void
take(struct walk *w, const struct cs_cox_stratum *s, size_t from, size_t to)
{
	const struct cs_cox_change *change = w->c->change;

	if (to - from >= s->pattern_to - s->pattern_from) {
		afresh(w, s);
		return;
	}
	for (size_t i = from; i < to; i++) {
		if (change[i].n < 0)
			w->gone -= (double)change[i].n * w->e[change[i].pattern];
		weigh(w, change[i].pattern, (double)change[i].n, &w->s0, w->s1, w->s2);
	}
	if (w->gone > WORN * w->s0)
		afresh(w, s);
}

/* Those who leave at a time. */
static void
leave(struct walk *w, struct cs_cox_at *at)
{
	size_t p = w->c->p;

	at->d0 = at->eta = 0;
	memset(w->d1, 0, p * sizeof *w->d1);
	memset(w->d2, 0, p * p * sizeof *w->d2);
	memset(w->x, 0, p * sizeof *w->x);
	for (size_t i = 0; i < at->changes; i++) {
		const struct cs_cox_change *one = &at->change[i];
		const double *x = w->c->x + one->pattern * p;
		double n = (double)one->events;

		if (one->events == 0)
			continue;
		weigh(w, one->pattern, n, &at->d0, w->d1, w->d2);
		at->eta += n * w->eta[one->pattern];
		for (size_t j = 0; j < p; j++)
			w->x[j] += n * x[j];
	}
}

static void
walk_stratum(struct walk *w, uint32_t which, cs_cox_visit *visit, void *ctx)
{
	const struct cs_cox *c = w->c;
	const struct cs_cox_stratum *s = &c->stratum[which];
	struct cs_cox_at at = {
	    .stratum = which, .s1 = w->s1, .d1 = w->d1, .s2 = w->s2, .d2 = w->d2, .x = w->x};
	size_t taken = s->from;

	w->s0 = w->gone = 0;
	memset(w->s1, 0, c->p * sizeof *w->s1);
	memset(w->s2, 0, c->p * c->p * sizeof *w->s2);
	for (size_t i = s->from, next; i < s->to; i = next) {
		at.deaths = 0;
		for (next = i; next < s->to && c->change[next].t == c->change[i].t; next++) {
			w->risk[c->change[next].pattern] += c->change[next].n;
			at.at_risk += c->change[next].n;
			at.deaths += c->change[next].events;
		}
		if (at.deaths == 0)
			continue;
		take(w, s, taken, next);
		taken = next;
		at.t = c->change[i].t;
		at.change = c->change + i;
		at.changes = next - i;
		at.s0 = w->s0;
		leave(w, &at);
		visit(&at, ctx);
	}
	for (size_t i = s->pattern_from; i < s->pattern_to; i++)
		w->risk[c->used[i]] = 0;
}

bool
cs_cox_sweep(const struct cs_cox *c, const double *beta, cs_cox_visit *visit, void *ctx)
{
	size_t p = c->p;
	struct walk w = {.c = c};
	bool good = true;

	w.e = cs_mem_new(2 * c->patterns, sizeof *w.e);
	w.eta = w.e + c->patterns;
	for (size_t i = 0; i < c->patterns; i++) {
		double eta = 0;

		for (size_t j = 0; j < p; j++)
			eta += c->x[i * p + j] * beta[j];
		good = good && fabs(eta) <= FAR;
		w.eta[i] = eta;
		w.e[i] = exp(eta);
	}
	if (good) {
		w.risk = cs_mem_new0(c->patterns, sizeof *w.risk);
		w.s1 = cs_mem_new0(3 * p + 2 * p * p, sizeof *w.s1);
		w.d1 = w.s1 + p;
		w.x = w.d1 + p;
		w.s2 = w.x + p;
		w.d2 = w.s2 + p * p;
		for (size_t i = 0; i < c->strata; i++)
			walk_stratum(&w, (uint32_t)i, visit, ctx);
		free(w.s1);
		free(w.risk);
	}
	free(w.e);
	return good;
}

struct cs_cox_tie
cs_cox_tie(const struct cs_cox_at *at, enum cs_cox_ties ties)
{
	struct cs_cox_tie r = {0, 0, 0, 0, 0, 0};
	double d = (double)at->deaths;

	if (ties == CS_COX_BRESLOW || at->deaths == 1) {
		double a = 1 / at->s0;

		return (struct cs_cox_tie){d * a, 0, d * a * a, 0, 0, d * log(at->s0)};
	}
	for (int64_t l = 0; l < at->deaths; l++) {
		double f = (double)l / d, left = at->s0 - f * at->d0, a = 1 / left;

		r.a += a;
		r.fa += f * a;
		r.aa += a * a;
		r.faa += f * a * a;
		r.ffaa += f * f * a * a;
		r.log += log(left);
	}
	return r;
}

void
cs_cox_slope(
    size_t p, const struct cs_cox_at *at, const struct cs_cox_tie *tie, double *u, double *v)
{
	for (size_t i = 0; i < p; i++) {
		double s = at->s1[i], d = at->d1[i], *row = v + i * p;
		const double *s2 = at->s2 + i * p, *d2 = at->d2 + i * p;

		u[i] += at->x[i] - (s * tie->a - d * tie->fa);
		for (size_t j = 0; j <= i; j++)
			row[j] += s2[j] * tie->a - d2[j] * tie->fa - s * at->s1[j] * tie->aa +
				  (s * at->d1[j] + d * at->s1[j]) * tie->faa -
				  d * at->d1[j] * tie->ffaa;
	}
}
