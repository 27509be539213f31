/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log-rank test: see kmrank.h. */
#include "stat/kmrank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/dist.h"

void
cs_km_rank_init(struct cs_km_rank *r, size_t k)
{
	r->k = k;
	r->observed = cs_mem_new0(k, sizeof *r->observed);
	r->expected = cs_mem_new0(k, sizeof *r->expected);
	r->var = cs_mem_new0(k, k * sizeof *r->var);
}

void
cs_km_rank_finish(struct cs_km_rank *r)
{
	free(r->observed);
	free(r->expected);
	free(r->var);
	*r = (struct cs_km_rank){0, NULL, NULL, NULL};
}

/* The next time at which something happens in a group, from the points `at` on; false: none. */
static bool
next_time(const struct cs_km_curve *group, const size_t *at, size_t k, int64_t *t)
{
	bool some = false;

	for (size_t g = 0; g < k; g++) {
		if (at[g] == group[g].n || (some && group[g].point[at[g]].t >= *t))
			continue;
		*t = group[g].point[at[g]].t;
		some = true;
	}
	return some;
}

/* Adds a time: share holds how many of each group are at risk, n of all, d of whom leave. */
static void
add(struct cs_km_rank *r, double *share, double n, double d)
{
	double spread = n > 1 ? d * (n - d) / (n - 1) : 0;

	for (size_t a = 0; a < r->k; a++) {
		share[a] /= n;
		r->expected[a] += d * share[a];
	}
	for (size_t a = 0; a < r->k && spread > 0; a++) {
		double *row = &r->var[a * r->k];

		if (share[a] <= 0)
			continue;
		for (size_t b = 0; b < r->k; b++)
			row[b] += spread * share[a] * ((a == b ? 1 : 0) - share[b]);
	}
}

void
cs_km_rank_add(struct cs_km_rank *r, const struct cs_km_curve *group)
{
	size_t *at = cs_mem_new0(r->k, sizeof *at);
	double *share = cs_mem_new0(r->k, sizeof *share);
	int64_t t = 0;

	while (next_time(group, at, r->k, &t)) {
		double n = 0, d = 0;

		for (size_t g = 0; g < r->k; g++) {
			const struct cs_km_curve *c = &group[g];

			/* at risk before t are those of the next point from t on */
			share[g] = at[g] < c->n ? (double)c->point[at[g]].at_risk : 0;
			n += share[g];
			if (at[g] == c->n || c->point[at[g]].t != t)
				continue;
			r->observed[g] += c->point[at[g]].events;
			d += (double)c->point[at[g]++].events;
		}
		if (d > 0)
			add(r, share, n, d);
	}
	free(at);
	free(share);
}

/* The group with the largest variance left of those not used; k: none is more than rounding. */
static size_t
pivot(const struct cs_km_rank *r, const double *var, const bool *used)
{
	const double rounding = 1e-9;
	size_t best = r->k;

	for (size_t a = 0; a < r->k; a++) {
		double left = var[a * r->k + a];

		if (!used[a] && left > rounding * r->var[a * r->k + a] &&
		    (best == r->k || left > var[best * r->k + best]))
			best = a;
	}
	return best;
}

/*
 * V by elimination, the largest pivot first, until nothing is left of it: so what is singular (the
 * rows of V add up to 0) ends by itself, and the number of pivots is the rank.
 */
struct cs_km_chi2
cs_km_rank_test(const struct cs_km_rank *r)
{
	struct cs_km_chi2 t = {0, CS_DIST_BAD, 0, 0};
	double *var = cs_mem_new(r->k, r->k * sizeof *var);
	double *off = cs_mem_new(r->k, sizeof *off);
	bool *used = cs_mem_new0(r->k, sizeof *used);
	size_t p;

	if (r->k > 0)
		memcpy(var, r->var, r->k * r->k * sizeof *var);
	for (size_t a = 0; a < r->k; a++) {
		t.events += r->observed[a];
		off[a] = (double)r->observed[a] - r->expected[a];
	}
	while ((p = pivot(r, var, used)) < r->k) {
		const double *row = &var[p * r->k];

		used[p] = true;
		t.df++;
		t.chi2 += off[p] * off[p] / row[p];
		for (size_t a = 0; a < r->k; a++) {
			double f = var[a * r->k + p] / row[p];

			if (used[a])
				continue;
			off[a] -= f * off[p];
			for (size_t b = 0; b < r->k; b++)
				var[a * r->k + b] -= f * row[b];
		}
	}
	if (t.df > 0)
		t.p = cs_dist_chi2(t.chi2, t.df, CS_UPPER);
	free(var);
	free(off);
	free(used);
	return t;
}
