/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several normal scores as one: see team.h. */
#include "stat/team.h"

#include <math.h>
#include <stdlib.h>

/* Where scores are cut, and the mean square that is left of normal ones. */
#define CUT  1.2815515655446004
#define LEFT 0.67873766

double
cs_team_stouffer(const double *z, const double *w, size_t k)
{
	double sum = 0, squares = 0;

	for (size_t i = 0; i < k; i++) {
		double one = w != NULL ? w[i] : 1;

		sum += one * z[i];
		squares += one * one;
	}
	return squares > 0 ? sum / sqrt(squares) : 0;
}

static int
descending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x < y) - (x > y);
}

struct cs_team
cs_team_test(double *z, size_t k, enum cs_tail side)
{
	struct cs_team r = {.p = CS_DIST_BAD, .least = CS_DIST_BAD, .flag = CS_FLAG_SMALL_N};
	double sum = 0, sd;

	for (size_t i = 0; i < k; i++) {
		if (isnan(z[i]))
			continue;
		z[r.members] = side == CS_UPPER ? z[i] : -z[i];
		r.same += z[r.members++] > 0;
	}
	if (r.members < CS_TEAM_MIN)
		return r;
	r.flag = CS_FLAG_NONE;
	qsort(z, r.members, sizeof *z, descending);
	for (size_t i = 1; i < r.members; i++)
		sum += fmax(-CUT, fmin(CUT, z[i]));
	sd = sqrt(LEFT * (double)(r.members - 1));
	r.z = sum / sd;
	r.p = cs_dist_norm(r.z, CS_UPPER);
	r.least = cs_dist_norm((double)(r.members - 1) * CUT / sd, CS_UPPER);
	r.z = side == CS_UPPER ? r.z : -r.z;
	return r;
}
