/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --uplift: the estimates. Every one is computed from the sums anew with each group of customers
 * left out; that is a pass over the sums each, and no memory beyond the strata.
 */
#include "desk/retainupliftfit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/match.h"
#include "stat/standard.h"

enum { NOBODY_OUT = -1, CASES = 0, CONTROLS = 1, SIDES = 2 };

/* Less than this share of those who began is nobody: what weights leave over by rounding. */
static const double nobody = 1e-9;

static const double million = 1e6;

/* The sums of one stratum on one side, controls weighted to the cases' months. */
struct arm {
	double v[CS_UPLIFT_PARTS][CS_UPLIFT_T];
};

/* All strata on both sides, one group of customers left out. */
struct state {
	struct arm *arm; /* [stratum * SIDES + side] */
	size_t n;
};

/* Who is counted as the base of an outcome: the parts that weights are made of. */
static enum cs_uplift_part
base_of(unsigned outcome)
{
	return outcome < CS_UPLIFT_STAYED ? CS_UPLIFT_MATURE : CS_UPLIFT_STAY_N;
}

/* Whether an outcome needs a part. */
static bool
needs(unsigned outcome, unsigned part)
{
	return part == base_of(outcome) ||
	       (outcome < CS_UPLIFT_STAYED) == (part < CS_UPLIFT_STAY_N);
}

/* One part of a cell, but for the group that is left out. */
static double
count(const struct cs_sums *s, size_t place, unsigned part, int out)
{
	const struct cs_sum *v;
	size_t n;
	double sum = 0;

	if (place == CS_UPLIFT_NO_PLACE)
		return 0;
	v = cs_sums_part(s, place, part, &n);
	for (size_t i = 0; i < n; i++)
		if (v[i].t / CS_UPLIFT_T != out)
			sum += (double)v[i].v;
	return sum;
}

static void
gather(
    const struct cs_uplift_fit *f, size_t place, unsigned outcome, double w, int out, struct arm *a)
{
	for (unsigned part = 0; part < CS_UPLIFT_PARTS; part++) {
		const struct cs_sum *v;
		size_t n;

		if (!needs(outcome, part))
			continue;
		v = cs_sums_part(f->sums, place, part, &n);
		for (size_t i = 0; i < n; i++)
			if (v[i].t / CS_UPLIFT_T != out)
				a->v[part][v[i].t % CS_UPLIFT_T] += w * (double)v[i].v;
	}
}

/* The sums of all strata, of months and strata that have both sides. */
static void
load(const struct cs_uplift_fit *f, unsigned outcome, int out, struct state *s)
{
	const enum cs_uplift_part base = base_of(outcome);

	memset(s->arm, 0, f->strata * SIDES * sizeof *s->arm);
	for (size_t i = 0; i < f->n; i++) {
		const struct cs_uplift_pair *p = &f->pair[i];
		struct arm *a = &s->arm[p->stratum * (size_t)SIDES];
		double cases = count(f->sums, p->cases, base, out);
		double controls = count(f->sums, p->controls, base, out);

		if (!(cases > 0) || !(controls > 0))
			continue;
		gather(f, p->cases, outcome, 1, out, &a[CASES]);
		gather(f, p->controls, outcome, cases / controls, out, &a[CONTROLS]);
	}
}

/* What is left of n once some have gone, of whom there were all. */
static double
rest(double n, double gone, double all)
{
	return n - gone > nobody * all ? n - gone : 0;
}

/* The mean of what a window's steps bring; false: nobody was followed to its end. */
static bool
mean_of(const struct arm *a, unsigned part, double *mean)
{
	struct cs_standard_step step[CS_UPLIFT_STEPS];
	double all = a->v[CS_UPLIFT_MATURE][0], n = all;

	for (int k = 1; k <= CS_UPLIFT_STEPS; k++) {
		double left = a->v[CS_UPLIFT_LEFT][k];

		step[k - 1] =
		    (struct cs_standard_step){n, rest(n, left, all) > 0 ? left : n, a->v[part][k]};
		n = rest(n, left + a->v[CS_UPLIFT_QUIT][k], all);
	}
	return cs_standard_lin(step, CS_UPLIFT_STEPS, mean, NULL);
}

/* The share that buys in the window: who leaves first does not any more (Aalen and Johansen). */
static bool
buyers_of(const struct arm *a, double *share)
{
	double all = a->v[CS_UPLIFT_MATURE][0], n = all, open = 1;

	*share = 0;
	for (int k = 1; k <= CS_UPLIFT_STEPS && open > nobody; k++) {
		double first = a->v[CS_UPLIFT_FIRST][k], none = a->v[CS_UPLIFT_LEFT_NONE][k];

		if (!(n > 0))
			return false;
		*share += open * (first / n);
		open *= rest(n, first + none, all) / n;
		n = rest(n, first + none + a->v[CS_UPLIFT_QUIT_NONE][k], all);
	}
	return true;
}

/* The share that is still there at a horizon. */
static bool
stay_of(const struct cs_uplift *u, const struct cs_horizon *h, const struct arm *a, double *share)
{
	const struct cs_uplift_grid *grid = &u->grid[h->axis];
	const double *left = a->v[CS_UPLIFT_STAY_LEFT + h->axis];
	const double *quit = a->v[CS_UPLIFT_STAY_QUIT + h->axis];
	double all = a->v[CS_UPLIFT_STAY_N][0], n = rest(all, quit[0], all);

	*share = 1;
	for (size_t k = 1; k <= grid->n && grid->bound[k - 1].t <= h->t && *share > 0; k++) {
		if (!(n > 0))
			return false;
		*share *= rest(n, left[k], all) / n;
		n = rest(n, left[k] + quit[k], all);
	}
	return h->t > 0;
}

/* The figures of one side in one stratum. */
static bool
side_of(
    const struct cs_uplift_fit *f, unsigned outcome, const struct arm *a, struct cs_uplift_side *s)
{
	static const unsigned char before[] = {[CS_UPLIFT_PURCHASES] = CS_UPLIFT_BEFORE_N,
	    [CS_UPLIFT_BUYERS] = CS_UPLIFT_BEFORE_BUYER,
	    [CS_UPLIFT_REVENUE] = CS_UPLIFT_BEFORE_MONEY};
	double unit = outcome == CS_UPLIFT_REVENUE ? million : 1;
	bool good;

	if (!(a->v[base_of(outcome)][0] > 0))
		return false;
	s->before = 1;
	if (outcome >= CS_UPLIFT_STAYED)
		return stay_of(f->u, &f->r->at[outcome - CS_UPLIFT_STAYED], a, &s->after);
	if (outcome == CS_UPLIFT_BUYERS)
		good = buyers_of(a, &s->after);
	else
		good = mean_of(a,
		    outcome == CS_UPLIFT_PURCHASES ? CS_UPLIFT_AFTER_N : CS_UPLIFT_AFTER_MONEY,
		    &s->after);
	s->after /= unit;
	s->before = a->v[before[outcome]][0] / a->v[CS_UPLIFT_MATURE][0] / unit;
	return good;
}

/* All strata: the cases' mix on both sides. NAN: nothing is compared. *compared: cases. */
static double
combine(const struct cs_uplift_fit *f, unsigned outcome, const struct state *s,
    struct cs_uplift_side side[SIDES], double *compared)
{
	double weight = 0;

	side[CASES] = side[CONTROLS] = (struct cs_uplift_side){0, 0};
	for (size_t i = 0; i < f->strata; i++) {
		const struct arm *a = &s->arm[i * SIDES];
		double w = a[CASES].v[base_of(outcome)][0];
		struct cs_uplift_side x[SIDES];

		if (!side_of(f, outcome, &a[CASES], &x[CASES]) ||
		    !side_of(f, outcome, &a[CONTROLS], &x[CONTROLS]))
			continue;
		weight += w;
		for (int k = 0; k < SIDES; k++) {
			side[k].before += w * x[k].before;
			side[k].after += w * x[k].after;
		}
	}
	*compared = weight;
	for (int k = 0; k < SIDES && weight > 0; k++) {
		side[k].before /= weight;
		side[k].after /= weight;
	}
	return weight > 0 ? (side[CASES].after - side[CASES].before) -
				(side[CONTROLS].after - side[CONTROLS].before)
			  : NAN;
}

/* Which groups of customers there are at all. */
static void
find_groups(const struct cs_uplift_fit *f, bool there[CS_UPLIFT_GROUPS])
{
	memset(there, 0, CS_UPLIFT_GROUPS * sizeof *there);
	for (size_t i = 0; i < f->n; i++)
		for (int side = 0; side < SIDES; side++) {
			size_t place = side == CASES ? f->pair[i].cases : f->pair[i].controls, n;
			const struct cs_sum *v;

			if (place == CS_UPLIFT_NO_PLACE)
				continue;
			v = cs_sums_part(f->sums, place, CS_UPLIFT_N, &n);
			for (size_t k = 0; k < n; k++)
				there[v[k].t / CS_UPLIFT_T] = true;
		}
}

/* Cases whose first step of an outcome is over, and the days of controls they are held against. */
static void
count_all(const struct cs_uplift_fit *f, unsigned outcome, struct cs_uplift_answer *a)
{
	const enum cs_uplift_part base = base_of(outcome);

	for (size_t i = 0; i < f->n; i++) {
		double cases = count(f->sums, f->pair[i].cases, base, NOBODY_OUT);

		a->n += (int64_t)cases;
		if (cases > 0)
			a->days += (int64_t)count(f->sums, f->pair[i].controls, base, NOBODY_OUT);
	}
}

void
cs_uplift_answer(const struct cs_uplift_fit *f, unsigned outcome, struct cs_uplift_answer *a)
{
	struct state s = {cs_mem_new(f->strata * SIDES + 1, sizeof *s.arm), f->strata};
	struct cs_uplift_side side[SIDES];
	double without[CS_UPLIFT_GROUPS], compared, est;
	bool there[CS_UPLIFT_GROUPS];
	size_t n = 0;

	*a = (struct cs_uplift_answer){.uplift = cs_est_none(CS_FLAG_N0)};
	count_all(f, outcome, a);
	load(f, outcome, NOBODY_OUT, &s);
	est = combine(f, outcome, &s, side, &compared);
	if (isnan(est)) {
		a->uplift.flag = a->n > 0 && a->days > 0 ? CS_FLAG_BEYOND : CS_FLAG_N0;
		free(s.arm);
		return;
	}
	a->cases = side[CASES];
	a->controls = side[CONTROLS];
	a->compared = (int64_t)(compared + .5);
	find_groups(f, there);
	for (int out = 0; out < CS_UPLIFT_GROUPS; out++) {
		if (!there[out])
			continue;
		load(f, outcome, out, &s);
		without[n++] = combine(f, outcome, &s, side, &compared);
	}
	a->uplift = cs_standard_leave(est, without, n, f->r->level, NULL);
	free(s.arm);
}

bool
cs_uplift_balance(const struct cs_uplift_fit *f, struct cs_match *m)
{
	struct cs_match_stratum *s = cs_mem_new0(f->strata + 1, sizeof *s);
	bool good;

	for (size_t i = 0; i < f->n; i++) {
		const struct cs_uplift_pair *p = &f->pair[i];

		s[p->stratum].cases += (int64_t)count(f->sums, p->cases, CS_UPLIFT_N, NOBODY_OUT);
		s[p->stratum].controls +=
		    (int64_t)count(f->sums, p->controls, CS_UPLIFT_N, NOBODY_OUT);
	}
	good = cs_match_cem(s, f->strata, m);
	free(s);
	return good;
}
