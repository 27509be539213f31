/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nelder and Mead's simplex: see optim.h. */
#include "stat/optim.h"

#include <math.h>
#include <string.h>

enum { EVALUATIONS = 5000 };

#define X_TOLERANCE 1e-9
#define F_TOLERANCE 1e-14

struct simplex {
	cs_optim_fn *f;
	const void *ctx;
	int n;
	int evaluations;
	double x[CS_OPTIM_MAX + 1][CS_OPTIM_MAX];
	double y[CS_OPTIM_MAX + 1]; /* f at x, ascending */
};

static double
value(struct simplex *s, const double *x)
{
	s->evaluations++;
	return s->f(x, s->ctx);
}

/* Puts a point where its value belongs, in place of the worst. */
static void
insert(struct simplex *s, const double *x, double y)
{
	int i = s->n;

	for (; i > 0 && s->y[i - 1] > y; i--) {
		memcpy(s->x[i], s->x[i - 1], sizeof s->x[i]);
		s->y[i] = s->y[i - 1];
	}
	memcpy(s->x[i], x, sizeof s->x[i]);
	s->y[i] = y;
}

static void
begin(struct simplex *s, const double *x)
{
	double p[CS_OPTIM_MAX] = {0};

	for (int i = 0; i <= s->n; i++)
		s->y[i] = INFINITY;
	for (int i = 0; i <= s->n; i++) {
		memcpy(p, x, (size_t)s->n * sizeof *p);
		if (i > 0)
			p[i - 1] += .5;
		insert(s, p, value(s, p));
	}
}

/* The point at `step` times the way from the worst through the middle of the others. */
static double
try(struct simplex *s, const double *mid, double step, double *p)
{
	for (int i = 0; i < s->n; i++)
		p[i] = mid[i] + step * (mid[i] - s->x[s->n][i]);
	return value(s, p);
}

static void
shrink(struct simplex *s)
{
	double best[CS_OPTIM_MAX] = {0}, old[CS_OPTIM_MAX + 1][CS_OPTIM_MAX];

	memcpy(old, s->x, sizeof old);
	memcpy(best, s->x[0], sizeof best);
	for (int i = 1; i <= s->n; i++)
		s->y[i] = INFINITY;
	for (int i = 1; i <= s->n; i++) {
		for (int j = 0; j < s->n; j++)
			old[i][j] = best[j] + (old[i][j] - best[j]) / 2;
		insert(s, old[i], value(s, old[i]));
	}
}

static bool
settled(const struct simplex *s)
{
	double wide = 0;

	for (int i = 1; i <= s->n; i++) {
		for (int j = 0; j < s->n; j++)
			wide = fmax(wide, fabs(s->x[i][j] - s->x[0][j]));
	}
	return wide <= X_TOLERANCE ||
	       (wide <= sqrt(X_TOLERANCE) &&
		   s->y[s->n] - s->y[0] <= F_TOLERANCE * (fabs(s->y[0]) + F_TOLERANCE));
}

static bool
run(struct simplex *s)
{
	double mid[CS_OPTIM_MAX], p[CS_OPTIM_MAX] = {0}, q[CS_OPTIM_MAX] = {0}, y, z;

	while (!settled(s)) {
		if (s->evaluations >= EVALUATIONS)
			return false;
		for (int j = 0; j < s->n; j++) {
			mid[j] = 0;
			for (int i = 0; i < s->n; i++)
				mid[j] += s->x[i][j] / s->n;
		}
		y = try(s, mid, 1, p);
		if (y < s->y[0]) {
			z = try(s, mid, 2, q);
			insert(s, z < y ? q : p, z < y ? z : y);
		} else if (y < s->y[s->n - 1]) {
			insert(s, p, y);
		} else {
			z = try(s, mid, y < s->y[s->n] ? .5 : -.5, q);
			if (z < fmin(y, s->y[s->n]))
				insert(s, q, z);
			else
				shrink(s);
		}
	}
	return isfinite(s->y[0]);
}

bool
cs_optim_least(cs_optim_fn *f, const void *ctx, double *x, int n, double *least)
{
	struct simplex s = {.f = f, .ctx = ctx, .n = n};
	bool good = true;

	for (int round = 0; round < 2; round++) {
		s.evaluations = 0;
		begin(&s, x);
		good = run(&s);
		memcpy(x, s.x[0], (size_t)n * sizeof *x);
	}
	if (least != NULL)
		*least = s.y[0];
	return good;
}
