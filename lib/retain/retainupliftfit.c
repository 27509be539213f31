/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --uplift: the estimates. Every one is computed from the sums anew with each group of customers
 * left out; that is a pass over the sums each, and no memory beyond the strata.
 */
#include "retain/retainupliftfit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/match.h"
#include "stat/standard.h"

enum { NOBODY_OUT = -1, CASES = 0, CONTROLS = 1, SIDES = 2 };

/* Fewer cases than these: small_n. So few who left on a side say too little of how far that may be
 * off by chance: no bounds. */
enum { CS_UPLIFT_FEW = 10 };

/* Less than this share of those who began is nobody: what weights leave over by rounding. */
static const double nobody = 1e-9;

static const double million = 1e6;

/* Who an outcome is about: those whose window is over; those of whom leaving is known. */
enum basis { OF_WINDOW, OF_STAYING, BASES };

static const enum cs_uplift_part base_part[BASES] = {CS_UPLIFT_MATURE, CS_UPLIFT_STAY_N};

/* What is computed with, and again and again. */
struct work {
	const struct cs_uplift_fit *f;
	/* By basis: of each cell, how many in each group of customers and in all; its weight. */
	double *count[BASES], *all[BASES], *weight[BASES];
	double *by_month, *by_stratum; /* scratch: cases, then controls */
	struct cs_uplift_arm *arm;     /* [stratum * SIDES + side], controls weighted */
};

static enum basis
basis_of(unsigned outcome)
{
	return outcome < CS_UPLIFT_STAYED ? OF_WINDOW : OF_STAYING;
}

static void
begin(struct work *k, const struct cs_uplift_fit *f)
{
	*k = (struct work){.f = f};
	for (int b = 0; b < BASES; b++) {
		k->count[b] = cs_mem_new0(f->n * CS_UPLIFT_GROUPS + 1, sizeof(double));
		k->all[b] = cs_mem_new0(f->n + 1, sizeof(double));
		k->weight[b] = cs_mem_new0(f->n + 1, sizeof(double));
	}
	for (struct cs_uplift_piece p = {0}; cs_uplift_piece(f->numbers, &p);) {
		for (size_t i = 0; i < p.n; i++) {
			const struct cs_uplift_number *x = &p.x[i];
			const int b = x->part == base_part[OF_STAYING] ? OF_STAYING : OF_WINDOW;

			if (x->part != base_part[b])
				continue;
			k->count[b][x->cell * (size_t)CS_UPLIFT_GROUPS + x->group] += x->v;
			k->all[b][x->cell] += x->v;
		}
	}
	k->by_month = cs_mem_new0(2 * f->strata * f->months + 1, sizeof(double));
	k->by_stratum = cs_mem_new0(2 * f->strata + 1, sizeof(double));
	k->arm = cs_mem_new(f->strata * SIDES + 1, sizeof *k->arm);
}

static void
finish(struct work *k)
{
	for (int b = 0; b < BASES; b++) {
		free(k->count[b]);
		free(k->all[b]);
		free(k->weight[b]);
	}
	free(k->by_month);
	free(k->by_stratum);
	free(k->arm);
}

/* How many of a cell, but for the group that is left out. */
static double
left_in(const struct work *k, enum basis b, size_t cell, int out)
{
	return k->all[b][cell] -
	       (out == NOBODY_OUT ? 0 : k->count[b][cell * CS_UPLIFT_GROUPS + (size_t)out]);
}

/* The months that weights tell apart: all, or each stratum's own. */
static size_t
month_of(const struct cs_uplift_fit *f, const struct cs_uplift_cell *c)
{
	return f->u->ask->cem ? c->stratum * f->months + c->month : c->month;
}

static double
ratio(double a, double b)
{
	return a > 0 && b > 0 ? a / b : 0;
}

/* The weights of all cells: see retainupliftfit.h. */
static void
weigh(struct work *k, enum basis b, int out)
{
	const struct cs_uplift_fit *f = k->f;
	const size_t months = f->u->ask->cem ? f->strata * f->months : f->months;
	double *month[SIDES] = {k->by_month, k->by_month + months};
	double *stratum[SIDES] = {k->by_stratum, k->by_stratum + f->strata};

	memset(k->by_month, 0, 2 * months * sizeof(double));
	memset(k->by_stratum, 0, 2 * f->strata * sizeof(double));
	for (size_t i = 0; i < f->n; i++)
		stratum[f->cell[i].control][f->cell[i].stratum] += left_in(k, b, i, out);
	for (size_t i = 0; i < f->n; i++) {
		const struct cs_uplift_cell *c = &f->cell[i];

		if (ratio(stratum[CASES][c->stratum], stratum[CONTROLS][c->stratum]) > 0)
			month[c->control][month_of(f, c)] += left_in(k, b, i, out);
	}
	memset(k->by_stratum, 0, 2 * f->strata * sizeof(double));
	for (size_t i = 0; i < f->n; i++) {
		const struct cs_uplift_cell *c = &f->cell[i];
		size_t m = month_of(f, c);
		double r = ratio(month[CASES][m], month[CONTROLS][m]);

		k->weight[b][i] = c->control ? r : r > 0;
		stratum[c->control][c->stratum] += k->weight[b][i] * left_in(k, b, i, out);
	}
	for (size_t i = 0; i < f->n; i++) {
		const struct cs_uplift_cell *c = &f->cell[i];
		double r = ratio(stratum[CASES][c->stratum], stratum[CONTROLS][c->stratum]);

		k->weight[b][i] *= c->control ? r : r > 0;
	}
}

/* The weighted sums of all strata. */
static void
load(struct work *k, int out)
{
	const struct cs_uplift_cell *cell = k->f->cell;

	for (int b = 0; b < BASES; b++)
		weigh(k, (enum basis)b, out);
	memset(k->arm, 0, k->f->strata * SIDES * sizeof *k->arm);
	for (struct cs_uplift_piece p = {0}; cs_uplift_piece(k->f->numbers, &p);) {
		for (size_t i = 0; i < p.n; i++) {
			const struct cs_uplift_number *x = &p.x[i];
			const struct cs_uplift_cell *c = &cell[x->cell];
			enum basis b = x->part < CS_UPLIFT_STAY_N ? OF_WINDOW : OF_STAYING;

			if (x->group != out)
				k->arm[c->stratum * (size_t)SIDES + c->control]
				    .v[x->part][x->step] += k->weight[b][x->cell] * x->v;
		}
	}
}

/* What is left of n once some have gone, of whom there were all. */
static double
rest(double n, double gone, double all)
{
	return n - gone > nobody * all ? n - gone : 0;
}

/*
 * The mean of what a window's steps bring; false: nobody was followed to its end. Who was followed
 * until some day of a step counts for half of it, as nothing that he did after that day is counted.
 */
static bool
mean_of(const struct cs_uplift_arm *a, unsigned part, double *mean)
{
	struct cs_standard_step step[CS_UPLIFT_STEPS];
	double all = a->v[CS_UPLIFT_MATURE][0], n = all;

	for (int k = 1; k <= CS_UPLIFT_STEPS; k++) {
		double left = a->v[CS_UPLIFT_LEFT][k], quit = a->v[CS_UPLIFT_QUIT][k];
		double there = n - quit / 2;

		step[k - 1] = (struct cs_standard_step){
		    there, rest(there, left, all) > 0 ? left : there, a->v[part][k]};
		n = rest(n, left + quit, all);
	}
	return cs_standard_lin(step, CS_UPLIFT_STEPS, mean, NULL);
}

/* The share that buys in the window: who leaves first does not any more (Aalen and Johansen). */
static bool
buyers_of(const struct cs_uplift_arm *a, double *share)
{
	double all = a->v[CS_UPLIFT_MATURE][0], n = all, open = 1;

	*share = 0;
	for (int k = 1; k <= CS_UPLIFT_STEPS && open > nobody; k++) {
		double first = a->v[CS_UPLIFT_FIRST][k], none = a->v[CS_UPLIFT_LEFT_NONE][k];
		double quit = a->v[CS_UPLIFT_QUIT_NONE][k], there = n - quit / 2;

		if (!(there > 0))
			return false;
		*share += open * (first / there);
		open *= rest(there, first + none, all) / there;
		n = rest(n, first + none + quit, all);
	}
	return true;
}

/* The share that is still there at a horizon. */
static bool
stay_of(const struct cs_uplift *u, const struct cs_horizon *h, const struct cs_uplift_arm *a,
    double *share)
{
	const struct cs_uplift_grid *grid = &u->grid[h->axis];
	const double *left = a->v[CS_UPLIFT_STAY_LEFT + h->axis];
	const double *quit = a->v[CS_UPLIFT_STAY_QUIT + h->axis];
	const double *next = a->v[CS_UPLIFT_STAY_NEXT + h->axis];
	double all = a->v[CS_UPLIFT_STAY_N][0], n = rest(all, quit[0], all);

	*share = 1;
	for (size_t k = 1; k <= grid->n && grid->bound[k - 1].t <= h->t && *share > 0; k++) {
		double there = n - next[k] / 2;

		if (!(there > 0))
			return false;
		*share *= rest(there, left[k], all) / there;
		n = rest(n, left[k] + quit[k] + next[k], all);
	}
	return h->t > 0;
}

static const struct cs_horizon *
horizon_of(const struct cs_uplift_fit *f, unsigned outcome)
{
	return &f->r->at[(outcome - CS_UPLIFT_STAYED) % f->r->nat];
}

/* What one of the cases in a stratum is worth by the month, where that is asked. */
static double
each_worth(const struct cs_uplift_fit *f, unsigned outcome, const struct cs_uplift_arm *cases)
{
	if (outcome < CS_UPLIFT_STAYED + f->r->nat)
		return 1;
	return cases->v[CS_UPLIFT_STAY_VALUE][0] / cases->v[CS_UPLIFT_STAY_N][0] / million;
}

/* The figures of one side in one stratum. */
static bool
side_of(const struct cs_uplift_fit *f, unsigned outcome, const struct cs_uplift_arm *a,
    struct cs_uplift_side *s)
{
	static const unsigned char before[] = {[CS_UPLIFT_PURCHASES] = CS_UPLIFT_BEFORE_N,
	    [CS_UPLIFT_BUYERS] = CS_UPLIFT_BEFORE_BUYER,
	    [CS_UPLIFT_REVENUE] = CS_UPLIFT_BEFORE_MONEY};
	double unit = outcome == CS_UPLIFT_REVENUE ? million : 1;
	bool good;

	if (!(a->v[base_part[basis_of(outcome)]][0] > 0))
		return false;
	s->before = 1;
	if (outcome >= CS_UPLIFT_STAYED)
		return stay_of(f->u, horizon_of(f, outcome), a, &s->after);
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
combine(const struct work *k, unsigned outcome, struct cs_uplift_side side[SIDES], double *compared)
{
	const struct cs_uplift_fit *f = k->f;
	double weight = 0;

	side[CASES] = side[CONTROLS] = (struct cs_uplift_side){0, 0};
	for (size_t i = 0; i < f->strata; i++) {
		const struct cs_uplift_arm *a = &k->arm[i * SIDES];
		double w = a[CASES].v[base_part[basis_of(outcome)]][0], each;
		struct cs_uplift_side x[SIDES];

		if (!side_of(f, outcome, &a[CASES], &x[CASES]) ||
		    !side_of(f, outcome, &a[CONTROLS], &x[CONTROLS]))
			continue;
		weight += w;
		each = w * each_worth(f, outcome, &a[CASES]);
		for (int s = 0; s < SIDES; s++) {
			side[s].before += each * x[s].before;
			side[s].after += each * x[s].after;
		}
	}
	*compared = weight;
	if (!(weight > 0))
		return NAN;
	for (int s = 0; s < SIDES; s++) {
		side[s].before /= weight;
		side[s].after /= weight;
	}
	return (side[CASES].after - side[CASES].before) -
	       (side[CONTROLS].after - side[CONTROLS].before);
}

/* The estimate with nobody left out. */
static void
answer(const struct work *k, unsigned outcome, struct cs_uplift_answer *a)
{
	const struct cs_uplift_fit *f = k->f;
	const enum basis b = basis_of(outcome);
	struct cs_uplift_side side[SIDES];
	double compared;

	*a = (struct cs_uplift_answer){.uplift = cs_est_none(CS_FLAG_N0)};
	for (size_t i = 0; i < f->n; i++) {
		if (!f->cell[i].control)
			a->n += (int64_t)k->all[b][i];
		else if (k->weight[b][i] > 0)
			a->days += (int64_t)k->all[b][i];
	}
	a->uplift.est = combine(k, outcome, side, &compared);
	if (outcome >= CS_UPLIFT_STAYED && horizon_of(f, outcome)->t <= 0) {
		a->uplift = cs_est_none(CS_FLAG_DOMAIN);
		return;
	}
	if (isnan(a->uplift.est)) {
		a->uplift = cs_est_none(a->n > 0 && a->days > 0 ? CS_FLAG_BEYOND : CS_FLAG_N0);
		return;
	}
	a->uplift.ok = true;
	a->cases = side[CASES];
	a->controls = side[CONTROLS];
	a->compared = (int64_t)(compared + .5);
}

/* True where on both sides enough customers left until a horizon, of those that are compared. */
static bool
enough_left(const struct work *k, const struct cs_horizon *h)
{
	const struct cs_uplift_fit *f = k->f;
	const struct cs_uplift_grid *grid = &f->u->grid[h->axis];
	double left[SIDES] = {0, 0};

	for (struct cs_uplift_piece p = {0}; cs_uplift_piece(f->numbers, &p);) {
		for (size_t i = 0; i < p.n; i++) {
			const struct cs_uplift_number *x = &p.x[i];

			if (x->part == CS_UPLIFT_STAY_LEFT + h->axis && x->step > 0 &&
			    grid->bound[x->step - 1].t <= h->t &&
			    k->weight[OF_STAYING][x->cell] > 0)
				left[f->cell[x->cell].control] += x->v;
		}
	}
	return left[CASES] >= CS_UPLIFT_FEW && left[CONTROLS] >= CS_UPLIFT_FEW;
}

/* Which groups of customers there are at all. */
static void
find_groups(const struct work *k, bool there[CS_UPLIFT_GROUPS])
{
	memset(there, 0, CS_UPLIFT_GROUPS * sizeof *there);
	for (struct cs_uplift_piece p = {0}; cs_uplift_piece(k->f->numbers, &p);)
		for (size_t i = 0; i < p.n; i++)
			there[p.x[i].group] = true;
}

/* What all cases were seen to do. */
static void
see_cases(const struct cs_uplift_fit *f, struct cs_uplift_arm *a)
{
	memset(a, 0, sizeof *a);
	for (struct cs_uplift_piece p = {0}; cs_uplift_piece(f->numbers, &p);)
		for (size_t i = 0; i < p.n && !f->cell[p.x[i].cell].control; i++)
			a->v[p.x[i].part][p.x[i].step] += p.x[i].v;
}

/* How many of all on a side stayed until a horizon, as it was seen. */
static bool
seen_of(const struct cs_uplift_fit *f, const struct cs_uplift_arm *a, const struct cs_horizon *h,
    double *share)
{
	return a->v[CS_UPLIFT_STAY_N][0] > 0 && stay_of(f->u, h, a, share);
}

/* What is said of staying beside the estimate: worth[i] is that of horizon i by the month. */
static void
complete(const struct cs_uplift_fit *f, struct cs_uplift_answer *a)
{
	const double month_days = 365.25 / 12;
	struct cs_uplift_arm *cases = cs_mem_new(1, sizeof *cases);

	if (f->u->ask->unsolved)
		see_cases(f, cases);
	for (size_t i = 0; i < f->r->nat; i++) {
		const struct cs_horizon *h = &f->r->at[i];
		struct cs_uplift_answer *stay = &a[CS_UPLIFT_STAYED + i];
		double months = h->axis == CS_AXIS_MONTHS ? h->months : h->days / month_days;

		stay->worth = a[CS_UPLIFT_STAYED + f->r->nat + i].uplift;
		stay->worth.est *= months;
		stay->worth.lo *= months;
		stay->worth.hi *= months;
		stay->has_seen = f->u->ask->unsolved && seen_of(f, cases, h, &stay->seen[CASES]) &&
				 seen_of(f, f->seen, h, &stay->seen[CONTROLS]);
	}
	free(cases);
}

int
cs_uplift_answers(const struct cs_uplift_fit *f, struct cs_uplift_answer *a, struct cs_err *e)
{
	const unsigned outcomes = cs_uplift_outcomes(f->r);
	double *without = cs_mem_new((size_t)outcomes * CS_UPLIFT_GROUPS, sizeof *without);
	struct cs_uplift_side side[SIDES];
	bool there[CS_UPLIFT_GROUPS], *enough = cs_mem_new0(f->r->nat + 1, sizeof *enough);
	struct work k;
	size_t n = 0;
	double compared;

	begin(&k, f);
	find_groups(&k, there);
	load(&k, NOBODY_OUT);
	for (unsigned o = 0; o < outcomes; o++)
		answer(&k, o, &a[o]);
	for (size_t i = 0; i < f->r->nat; i++)
		enough[i] = enough_left(&k, &f->r->at[i]);
	for (int out = 0; out < CS_UPLIFT_GROUPS; out++) {
		if (!there[out])
			continue;
		load(&k, out);
		for (unsigned o = 0; o < outcomes; o++)
			without[o * (size_t)CS_UPLIFT_GROUPS + n] = combine(&k, o, side, &compared);
		n++;
	}
	for (unsigned o = 0; o < outcomes; o++) {
		if (!a[o].uplift.ok)
			continue;
		a[o].uplift = cs_standard_leave(
		    a[o].uplift.est, &without[o * (size_t)CS_UPLIFT_GROUPS], n, f->r->level, NULL);
		if (a[o].uplift.flag == CS_FLAG_NONE && a[o].compared < CS_UPLIFT_FEW)
			a[o].uplift.flag = CS_FLAG_SMALL_N;
		if (o >= CS_UPLIFT_STAYED && a[o].uplift.ci &&
		    !enough[(o - CS_UPLIFT_STAYED) % f->r->nat]) {
			a[o].uplift.ci = false;
			a[o].uplift.flag = CS_FLAG_SMALL_N;
		}
	}
	complete(f, a);
	finish(&k);
	free(enough);
	free(without);
	return cs_uplift_numbers_read(f->numbers, e);
}
