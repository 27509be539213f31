/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the others of a group stand: see peers.h. */
#include "stat/peers.h"

#include <stdlib.h>

#include "base/mem.h"
#include "stat/dist.h"

/* weight[i] of the i-th of n values. */
static double *
make_weights(size_t n, double q)
{
	double *weight = cs_mem_new(n, sizeof *weight);
	double a = ((double)n + 1) * q, b = ((double)n + 1) * (1 - q), below = 0;

	for (size_t i = 0; i < n; i++) {
		double upto =
		    i + 1 < n ? cs_dist_beta((double)(i + 1) / (double)n, a, b, CS_LOWER) : 1;

		weight[i] = upto - below;
		below = upto;
	}
	return weight;
}

bool
cs_peers_quantile(const double *x, size_t n, double q, double *out)
{
	double *weight, before = 0, behind = 0;

	if (n < 2 || !(q > 0 && q < 1))
		return false;
	weight = make_weights(n - 1, q);
	/* Behind the first stand all others, each a place further to the front than it is. */
	for (size_t i = n - 1; i > 0; i--) {
		out[i] = behind;
		behind += weight[i - 1] * x[i];
	}
	out[0] = behind;
	for (size_t i = 1; i < n; i++) {
		before += weight[i - 1] * x[i - 1];
		out[i] += before;
	}
	free(weight);
	return true;
}
