/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Probabilities by levels of factors, shrunk: see logit.h. */
#include "stat/logit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/dist.h"
#include "stat/linear.h"

/* Rounds of Newton, how often a step is halved, and rounds of learning tau2. */
enum { NEWTON = 60, HALVES = 30, LEARN = 200 };

#define NONE_LEFT    4e-4 /* tau2 below that, odds that differ by 2 %: the factor tells nothing */
#define LEARNT	     1e-4 /* tau2 has settled, relative */
#define SETTLED	     1e-10
#define PENALTY_NONE 1e12 /* in place of 1 / tau2 where that is 0 */

/* Where the slots of one cell are: the base, and one a factor. */
static void
slots(const struct cs_logit *f, const uint8_t *level, size_t *at)
{
	at[0] = 0;
	for (unsigned k = 0; k < f->nfactor; k++)
		at[k + 1] = f->first[k] + level[k];
}

static double
linear(const struct cs_logit *f, const size_t *at, const double *b)
{
	double v = 0;

	for (unsigned k = 0; k <= f->nfactor; k++)
		v += b[at[k]];
	return v;
}

/* Of effect i, 1 / tau2 of its factor: what holds it back; the base is free. */
static double
penalty(const struct cs_logit *f, size_t i)
{
	unsigned k = f->nfactor;

	if (i == 0)
		return 0;
	while (f->first[k - 1] > i)
		k--;
	return f->tau2[k - 1] > 0 ? 1 / f->tau2[k - 1] : PENALTY_NONE;
}

/* -log likelihood, with the penalty. */
static double
cost(const struct cs_logit *f, const struct cs_logit_data *d, const double *b, size_t *at)
{
	double sum = 0;

	for (size_t i = 0; i < d->ncell; i++) {
		const struct cs_logit_cell *c = &d->cell[i];
		double v;

		slots(f, c->level, at);
		v = linear(f, at, b);
		/* n log(1 + e^v) - x v, from the side that does not overflow. */
		sum += v > 0 ? (double)c->n * log1p(exp(-v)) + (double)(c->n - c->x) * v
			     : (double)c->n * log1p(exp(v)) - (double)c->x * v;
	}
	sum *= d->weight;
	for (size_t i = 1; i < f->nb; i++)
		sum += penalty(f, i) * b[i] * b[i] / 2;
	return sum;
}

/* Score and information at f->b, both with the penalty. */
static void
derive(const struct cs_logit *f, const struct cs_logit_data *d, double *score, double *info,
    size_t *at)
{
	memset(score, 0, f->nb * sizeof *score);
	memset(info, 0, f->nb * f->nb * sizeof *info);
	for (size_t i = 0; i < d->ncell; i++) {
		const struct cs_logit_cell *c = &d->cell[i];
		double p, w;

		slots(f, c->level, at);
		p = 1 / (1 + exp(-linear(f, at, f->b)));
		w = d->weight * (double)c->n * p * (1 - p);
		for (unsigned k = 0; k <= f->nfactor; k++) {
			score[at[k]] += d->weight * ((double)c->x - (double)c->n * p);
			for (unsigned l = 0; l <= k; l++)
				info[at[k] * f->nb + at[l]] += w;
		}
	}
	for (size_t i = 1; i < f->nb; i++) {
		score[i] -= penalty(f, i) * f->b[i];
		info[i * f->nb + i] += penalty(f, i);
	}
}

/* What the rounds share. */
struct work {
	double *score, *info, *next;
	size_t *at;
};

/* The maximum at these tau2, from f->b; then the covariance. False: the information is singular. */
static bool
newton(struct cs_logit *f, const struct cs_logit_data *d, struct work *w)
{
	double now = cost(f, d, f->b, w->at), then;

	for (int round = 0; round < NEWTON; round++) {
		double step = 2, largest = 0;

		derive(f, d, w->score, w->info, w->at);
		if (!cs_linear_factor(w->info, f->nb))
			return false;
		cs_linear_solve(w->info, f->nb, w->score);
		for (int half = 0;; half++) {
			step /= 2;
			for (size_t i = 0; i < f->nb; i++)
				w->next[i] = f->b[i] + step * w->score[i];
			then = cost(f, d, w->next, w->at);
			if (then <= now || half == HALVES)
				break;
		}
		for (size_t i = 0; i < f->nb; i++)
			largest = fmax(largest, fabs(w->next[i] - f->b[i]));
		if (then > now)
			break;
		memcpy(f->b, w->next, f->nb * sizeof *f->b);
		now = then;
		if (largest < SETTLED)
			break;
	}
	derive(f, d, w->score, w->info, w->at);
	return cs_linear_inverse(w->info, f->nb, f->cov);
}

/* New tau2 by the effects and how much of each is known. True when all have settled. */
static bool
learn(struct cs_logit *f, const unsigned *levels)
{
	bool settled = true;

	for (unsigned k = 0; k < f->nfactor; k++) {
		double squares = 0, known = 0, old = f->tau2[k], v;

		if (old == 0)
			continue;
		for (size_t i = f->first[k]; i < (size_t)f->first[k] + levels[k]; i++) {
			squares += f->b[i] * f->b[i];
			known += 1 - f->cov[i * f->nb + i] / old;
		}
		v = known > 0 ? squares / known : 0;
		if (v < NONE_LEFT)
			v = 0;
		f->tau2[k] = v;
		settled = settled && fabs(v - old) <= LEARNT * old;
	}
	return settled;
}

static void
begin(struct cs_logit *f, const struct cs_logit_data *d, const double *tau2)
{
	f->first = cs_mem_new(d->nfactor, sizeof *f->first);
	f->tau2 = cs_mem_new(d->nfactor, sizeof *f->tau2);
	f->nb = 1;
	for (unsigned k = 0; k < d->nfactor; k++) {
		f->first[k] = (unsigned)f->nb;
		f->nb += d->levels[k];
		f->tau2[k] = tau2 != NULL ? tau2[k] : 1;
	}
	f->b = cs_mem_new0(f->nb, sizeof *f->b);
	f->cov = cs_mem_new0(f->nb * f->nb, sizeof *f->cov);
	f->b[0] = log((double)f->x / (double)(f->n - f->x));
}

struct cs_logit
cs_logit_fit(const struct cs_logit_data *d, const double *tau2)
{
	struct cs_logit f = {.nfactor = d->nfactor};
	struct work w;
	bool good;

	for (size_t i = 0; i < d->ncell; i++) {
		f.n += d->cell[i].n;
		f.x += d->cell[i].x;
	}
	if (f.n == 0)
		f.flag = CS_FLAG_N0;
	else if (f.x == 0 || f.x == f.n)
		f.flag = CS_FLAG_ZERO_VAR;
	else if (f.x < CS_LOGIT_EVENTS || f.n - f.x < CS_LOGIT_EVENTS)
		f.flag = CS_FLAG_SMALL_N;
	if (f.flag != CS_FLAG_NONE)
		return f;
	begin(&f, d, tau2);
	w.score = cs_mem_new(f.nb, sizeof *w.score);
	w.next = cs_mem_new(f.nb, sizeof *w.next);
	w.info = cs_mem_new(f.nb * f.nb, sizeof *w.info);
	w.at = cs_mem_new((size_t)f.nfactor + 1, sizeof *w.at);
	good = newton(&f, d, &w);
	for (int round = 0; good && tau2 == NULL && round < LEARN && !learn(&f, d->levels); round++)
		good = newton(&f, d, &w);
	if (!good)
		f.flag = CS_FLAG_DOMAIN;
	free(w.score);
	free(w.next);
	free(w.info);
	free(w.at);
	return f;
}

void
cs_logit_finish(struct cs_logit *f)
{
	free(f->first);
	free(f->tau2);
	free(f->b);
	free(f->cov);
}

struct cs_est
cs_logit_at(const struct cs_logit *f, const uint8_t *level, double level_of_bounds)
{
	struct cs_est e = {0, 0, 0, true, true, CS_FLAG_NONE};
	double v = f->b[0], var = f->cov[0], wide;

	for (unsigned k = 0; k < f->nfactor; k++) {
		const double *row = &f->cov[(f->first[k] + level[k]) * f->nb];

		v += cs_logit_effect(f, k, level[k]);
		var += row[f->first[k] + level[k]] + 2 * row[0];
		for (unsigned l = 0; l < k; l++)
			var += 2 * row[f->first[l] + level[l]];
	}
	wide = cs_dist_z(level_of_bounds) * sqrt(fmax(var, 0));
	e.est = 1 / (1 + exp(-v));
	e.lo = 1 / (1 + exp(wide - v));
	e.hi = 1 / (1 + exp(-wide - v));
	return e;
}
