/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers to surveys, weighted by stratum: see strat.h. */
#include "stat/strat.h"

#include <math.h>

/* Sums over the strata so far; r->score and r->se are not divided yet. */
struct adding {
	double all, covered; /* contacts: of all strata, of those with answers */
	double est, var, w, ww;
	bool have_se;
};

/* A stratum with n answers of total, their mean, and the mean square about it. */
static void
add(struct adding *a, double n, double total, double mean, double square)
{
	a->all += total;
	if (n <= 0)
		return;
	a->covered += total;
	a->est += total * mean;
	a->w += total;
	a->ww += total * total / n;
	a->have_se &= n >= 2 || square < 0;
	a->var += n >= 2 ? total * total * fmax(square, 0) / (n - 1) : 0;
}

/* Of an answered stratum nothing is left to chance where all of it has answered. */
static double
left_to_chance(double square, double n, double total, bool fpc)
{
	double left = fpc ? 1 - n / total : 1;

	return left > 0 ? left * square : -1;
}

static bool
divide(const struct adding *a, struct cs_strat *r)
{
	*r = (struct cs_strat){.have_se = a->have_se};
	if (a->covered <= 0)
		return false;
	r->score = a->est / a->covered;
	r->covered = a->covered / a->all;
	r->n_eff = a->w * a->w / a->ww;
	r->se = r->have_se ? sqrt(a->var) / a->covered : 0;
	return true;
}

bool
cs_strat_score(const struct cs_stratum_score *s, size_t k, bool fpc, struct cs_strat *r)
{
	struct adding a = {.have_se = true};

	for (size_t h = 0; h < k; h++) {
		int64_t answers = s[h].down + s[h].mid + s[h].up;
		double n = (double)answers, total = (double)s[h].total, m = 0, square = 0;

		if (answers > 0) {
			m = (double)(s[h].up - s[h].down) / n;
			square = (double)(s[h].up + s[h].down) / n - m * m;
		}
		add(&a, n, total, m, left_to_chance(square, n, total, fpc));
	}
	return divide(&a, r);
}

void
cs_strat_manski(int64_t x, int64_t n, int64_t total, double *lo, double *hi)
{
	*lo = (double)x / (double)total;
	*hi = (double)(x + (total - n)) / (double)total;
}
