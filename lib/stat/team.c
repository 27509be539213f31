/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several normal scores as one: see team.h. */
#include "stat/team.h"

#include <math.h>
#include <stdlib.h>

/* Where scores are cut, and the mean square that is left of normal ones. */
#define CUT    2.0
#define LEFT   0.920536925636322

/* Half of the normal distribution is nearer to 0. */
#define MIDDLE 0.6744897501960817

double
cs_team_stouffer(const double *z, size_t k, double rho)
{
	double sum = 0, n = (double)k;

	for (size_t i = 0; i < k; i++)
		sum += z[i];
	return k > 0 ? sum / sqrt(n + n * (n - 1) * rho) : 0;
}

static int
ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

struct cs_team
cs_team_test(double *z, size_t k)
{
	struct cs_team r = {.members = k, .flag = CS_FLAG_SMALL_N};
	double sum = 0;

	for (size_t i = 0; i < k; i++)
		r.alike += z[i] > 0;
	if (k < CS_TEAM_MIN)
		return r;
	r.flag = CS_FLAG_NONE;
	qsort(z, k, sizeof *z, ascending);
	for (size_t i = 0; i + 1 < k; i++)
		sum += fmax(-CUT, fmin(CUT, z[i]));
	r.z = sum / sqrt(LEFT * (double)(k - 1));
	return r;
}

double
cs_team_spread(double *z, size_t k)
{
	double middle;

	if (k < CS_TEAM_TEAMS_MIN)
		return 1;
	qsort(z, k, sizeof *z, ascending);
	middle = z[k / 2];
	for (size_t i = 0; i < k; i++)
		z[i] = fabs(z[i] - middle);
	qsort(z, k, sizeof *z, ascending);
	return fmax(1, z[k / 2] / MIDDLE);
}
