/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cox's regression: the way up, tests and bounds; see cox.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/cox.h"
#include "stat/coxsweep.h"
#include "stat/dist.h"
#include "stat/linear.h"

/* The square of the step in standard errors: below it, one more step is the last. */
#define NEAR	1e-16
/*
 * The climb has come to an end, but a coefficient still moves: those who are farthest apart in its
 * covariate are told apart by so much more at each step.
 */
#define FLAT	1e-10
#define MOVES	.3
/* No step is longer, by the same measure: behind it all may be flat, and nothing leads back. */
#define LONGEST 3.0
/* What differs by less of its size among those at risk is the same for all of them. */
#define SAME	1e-10
/* How exact the bound of what has no top is. */
#define BOUND	1e-9

/* The log likelihood at a place, its slope and its information. */
struct place {
	const struct cs_cox *c;
	enum cs_cox_ties ties;
	double *beta, *u, *v;
	double *square; /* what v_jj would be without the means taken off: how exact it can be */
	double log;
};

static void
visit_place(const struct cs_cox_at *at, void *ctx)
{
	struct place *l = ctx;
	struct cs_cox_tie tie = cs_cox_tie(at, l->ties);

	l->log += at->eta - tie.log;
	cs_cox_slope(l->c->p, at, &tie, l->u, l->v);
	for (size_t j = 0; j < l->c->p; j++) {
		size_t jj = j * l->c->p + j;

		l->square[j] += at->s2[jj] * tie.a - at->d2[jj] * tie.fa;
	}
}

/* False where nothing can be computed. */
static bool
look(struct place *l)
{
	size_t p = l->c->p;

	l->log = 0;
	memset(l->u, 0, p * sizeof *l->u);
	memset(l->v, 0, p * p * sizeof *l->v);
	memset(l->square, 0, p * sizeof *l->square);
	return cs_cox_sweep(l->c, l->beta, visit_place, l) && isfinite(l->log);
}

static struct place
place(const struct cs_cox *c, enum cs_cox_ties ties)
{
	size_t p = c->p;
	struct place l = {.c = c, .ties = ties};

	l.beta = cs_mem_new0(3 * p + p * p, sizeof *l.beta);
	l.u = l.beta + p;
	l.square = l.u + p;
	l.v = l.square + p;
	return l;
}

/* The step of Newton from a place where `out` are held; its square in standard errors. */
static double
newton(const struct place *l, const bool *out, double *step)
{
	size_t p = l->c->p;
	double *a = cs_mem_new(p * p, sizeof *a), square = 0, longest = 0;
	bool *held = cs_mem_new(p, sizeof *held);

	memcpy(a, l->v, p * p * sizeof *a);
	memcpy(held, out, p * sizeof *held);
	(void)cs_linear_rank(a, p, held);
	memcpy(step, l->u, p * sizeof *step);
	cs_linear_solve(a, p, step);
	for (size_t i = 0; i < p; i++) {
		square += step[i] * l->u[i];
		longest = fmax(longest, fabs(step[i]));
	}
	for (size_t i = 0; longest > LONGEST && i < p; i++)
		step[i] *= LONGEST / longest;
	free(held);
	free(a);
	return square;
}

/* Goes by the step, or by less of it while that leads down. False: nowhere leads up. */
static bool
climb(struct place *l, const double *step)
{
	size_t p = l->c->p;
	double *from = cs_mem_new(p, sizeof *from), before = l->log;
	bool up = false;

	memcpy(from, l->beta, p * sizeof *from);
	for (int i = 0; i < 30 && !up; i++) {
		for (size_t j = 0; j < p; j++)
			l->beta[j] = from[j] + ldexp(step[j], -i);
		up = look(l) && l->log >= before - 1e-11 * fabs(before);
	}
	free(from);
	return up;
}

/* Those that still move where the climb is over have no top: they are held from here on. */
static bool
hold_moving(const double *step, bool *out, enum cs_cox_state *state, size_t p)
{
	bool any = false;

	for (size_t j = 0; j < p; j++) {
		if (out[j] || fabs(step[j]) < MOVES)
			continue;
		out[j] = any = true;
		state[j] = step[j] > 0 ? CS_COX_UP : CS_COX_DOWN;
	}
	return any;
}

/*
 * From where l is to the top, with `out` held; l at the top. state (NULL: nobody has none) learns
 * which have no bound. The steps it took, above CS_COX_STEPS when it never came there.
 */
static int
ascend(struct place *l, bool *out, enum cs_cox_state *state)
{
	size_t p = l->c->p;
	double *step = cs_mem_new(p, sizeof *step);
	int n;

	for (n = 1; n <= CS_COX_STEPS; n++) {
		double square = newton(l, out, step);

		if (state != NULL && square < FLAT && hold_moving(step, out, state, p))
			continue;
		if (!climb(l, step)) {
			n = square < FLAT ? n : CS_COX_STEPS + 1;
			break;
		}
		if (square < NEAR)
			break;
	}
	free(step);
	return n;
}

static struct cs_cox_test
test(double chi2, size_t df)
{
	if (df == 0)
		return (struct cs_cox_test){0, 0, CS_DIST_BAD};
	chi2 = fmax(chi2, 0);
	return (struct cs_cox_test){chi2, df, cs_dist_chi2(chi2, (double)df, CS_UPPER)};
}

/* Beta and its variance on the scale that x was given in. */
static void
unscale(const struct cs_cox *c, const struct place *l, const bool *out, struct cs_cox_fit *f)
{
	size_t p = c->p;
	bool *held = cs_mem_new(p, sizeof *held);

	memcpy(held, out, p * sizeof *held);
	(void)cs_linear_rank(l->v, p, held);
	cs_linear_inverse_of(l->v, p, f->var);
	memcpy(f->scaled, l->beta, p * sizeof *f->scaled);
	for (size_t i = 0; i < p; i++) {
		f->beta[i] = l->beta[i] / c->scale[i];
		for (size_t j = 0; j < p; j++)
			f->var[i * p + j] /= c->scale[i] * c->scale[j];
	}
	free(held);
}

/* Where everybody is alike: what can be told apart at all, and the test by the slope. */
static size_t
begin(struct place *l, bool *out, struct cs_cox_fit *f)
{
	size_t p = l->c->p, rank;
	double *step = cs_mem_new(p, sizeof *step), *a = cs_mem_new(p * p, sizeof *a);

	memcpy(a, l->v, p * p * sizeof *a);
	for (size_t j = 0; j < p; j++)
		out[j] = !(l->v[j * p + j] > SAME * l->square[j]);
	rank = cs_linear_rank(a, p, out);
	for (size_t j = 0; j < p; j++)
		f->state[j] = out[j] ? CS_COX_ALIAS : CS_COX_FINE;
	f->score = test(newton(l, out, step), rank);
	free(a);
	free(step);
	return rank;
}

void
cs_cox_fit(struct cs_cox *c, enum cs_cox_ties ties, struct cs_cox_fit *f)
{
	size_t p = c->p, rank;
	bool *out = cs_mem_new0(p, sizeof *out);
	struct place l;

	cs_cox_prepare(c);
	*f = (struct cs_cox_fit){.ties = ties, .p = p, .n = c->n, .events = c->events};
	f->beta = cs_mem_new0(2 * p + p * p, sizeof *f->beta);
	f->scaled = f->beta + p;
	f->var = f->scaled + p;
	f->state = cs_mem_new0(p, sizeof *f->state);
	f->ratio = f->score = f->wald = test(0, 0);
	l = place(c, ties);
	(void)look(&l);
	f->null = f->top = l.log;
	rank = begin(&l, out, f);
	/* Also when all who were at risk together were alike, or left together. */
	if (c->events == 0 || (p != 0 && rank == 0)) {
		f->status = CS_COX_NO_EVENTS;
	} else if (p != 0) {
		f->steps = ascend(&l, out, f->state);
		if (f->steps > CS_COX_STEPS)
			f->status = CS_COX_NO_TOP;
		f->top = l.log;
		f->ratio = test(2 * (f->top - f->null), rank);
		unscale(c, &l, out, f);
		f->wald = cs_cox_wald(f, 0, p);
	}
	free(l.beta);
	free(out);
}

void
cs_cox_fit_finish(struct cs_cox_fit *f)
{
	free(f->beta);
	free(f->state);
	*f = (struct cs_cox_fit){.status = CS_COX_NO_EVENTS};
}

struct cs_est
cs_cox_ratio(const struct cs_cox_fit *f, size_t j, double level)
{
	double b = f->beta[j], se = sqrt(f->var[j * f->p + j]), z = cs_dist_z(level);

	if (f->status != CS_COX_OK)
		return cs_est_none(CS_FLAG_N0);
	if (f->state[j] != CS_COX_FINE)
		return cs_est_none(CS_FLAG_ZERO_VAR);
	return (struct cs_est){exp(b), exp(b - z * se), exp(b + z * se), true, true, CS_FLAG_NONE};
}

struct cs_cox_test
cs_cox_wald(const struct cs_cox_fit *f, size_t from, size_t to)
{
	size_t n = to - from, df = 0;
	double *a = cs_mem_new(n * n, sizeof *a), chi2;

	for (size_t i = 0; i < n; i++)
		memcpy(a + i * n, f->var + (from + i) * f->p + from, n * sizeof *a);
	chi2 = cs_linear_square(f->beta + from, a, n, &df);
	free(a);
	return test(chi2, df);
}

/*
 * How far the log likelihood falls below the top when scaled coefficient j is b, the others at
 * their best, and how fast that grows with b. The climb begins where l is: from one b to the next
 * it is short. Infinite where it comes to no end.
 */
static double
below(struct place *l, const struct cs_cox_fit *f, size_t j, double b, double *slope)
{
	size_t p = l->c->p;
	bool *out = cs_mem_new(p, sizeof *out);
	int steps;

	l->beta[j] = b;
	for (size_t i = 0; i < p; i++)
		out[i] = i == j || f->state[i] == CS_COX_ALIAS;
	steps = look(l) ? ascend(l, out, NULL) : CS_COX_STEPS + 1;
	free(out);
	*slope = -l->u[j];
	return steps > CS_COX_STEPS ? INFINITY : f->top - l->log;
}

/*
 * The fall is convex in b, so Newton's steps from behind the bound come down to it from one side.
 * The fall of the others at their best has the slope that it has with the others held. Where there
 * is no such step, half of what is left is gone.
 */
bool
cs_cox_bound(struct cs_cox *c, const struct cs_cox_fit *f, size_t j, double level, double *b)
{
	double z, in = f->scaled[j], at = -in, end = at, want, over, slope;
	struct place l;
	bool found;

	if (f->status != CS_COX_OK || (f->state[j] != CS_COX_UP && f->state[j] != CS_COX_DOWN) ||
	    !cs_dist_norm_quantile(1 - level, CS_UPPER, &z))
		return false;
	want = z * z / 2;
	l = place(c, f->ties);
	memcpy(l.beta, f->scaled, c->p * sizeof *l.beta);
	over = below(&l, f, j, at, &slope) - want;
	found = over > 0;
	for (int i = 0; found && i < 100 && fabs(in - end) > BOUND * (1 + fabs(end)); i++) {
		double next = at - over / slope;

		if (!isfinite(over))
			memcpy(l.beta, f->scaled, c->p * sizeof *l.beta);
		if (!isfinite(next) || (next - in) * (next - end) >= 0)
			next = (in + end) / 2;
		if (fabs(next - at) < BOUND * (1 + fabs(at)))
			break;
		at = next;
		over = below(&l, f, j, at, &slope) - want;
		*(over > 0 ? &end : &in) = at;
	}
	free(l.beta);
	*b = at / c->scale[j];
	return found;
}
