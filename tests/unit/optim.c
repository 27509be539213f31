/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simplex finds known minima, from afar and past places where there is no value. */
#include "stat/optim.h"

#include "../tap.h"

/* Rosenbrock's valley: 0 at (1, 1). */
static double
valley(const double *x, const void *ctx)
{
	double a = 1 - x[0], b = x[1] - x[0] * x[0];

	(void)ctx;
	return a * a + 100 * b * b;
}

/* A bowl at (1, 2, 3, 4), undefined where the first is below -1. */
static double
bowl(const double *x, const void *ctx)
{
	const int *n = ctx;
	double sum = 0;

	if (x[0] < -1)
		return INFINITY;
	for (int i = 0; i < *n; i++)
		sum += (x[i] - (i + 1)) * (x[i] - (i + 1)) * (i + 1);
	return sum + 7;
}

static double
slope(const double *x, const void *ctx)
{
	(void)ctx;
	return -x[0];
}

int
main(void)
{
	double x[4] = {-1.2, 1, 0, 0}, least;

	ok(cs_optim_least(valley, NULL, x, 2, &least), "Rosenbrock's valley");
	ok(fabs(x[0] - 1) < 1e-6 && fabs(x[1] - 1) < 1e-6 && least < 1e-12, "its bottom");
	for (int n = 1; n <= 4; n++) {
		bool good = true;

		memset(x, 0, sizeof x);
		x[0] = -1;
		ok(cs_optim_least(bowl, &n, x, n, &least), "a bowl of %d", n);
		for (int i = 0; i < n; i++)
			good &= fabs(x[i] - (i + 1)) < 1e-6;
		ok(good && fabs(least - 7) < 1e-12, "its bottom");
	}
	x[0] = 0;
	ok(!cs_optim_least(slope, NULL, x, 1, NULL), "a slope without end is told");
	return done();
}
