/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shares of surveys, weighted by stratum: see strat.h. */
#include "stat/strat.h"

#include <math.h>

bool
cs_strat_share(const struct cs_stratum *s, size_t k, bool fpc, struct cs_strat *r)
{
	double all = 0, covered = 0, var = 0, w = 0, ww = 0;

	*r = (struct cs_strat){.have_se = true};
	for (size_t h = 0; h < k; h++) {
		all += (double)s[h].total;
		covered += s[h].n > 0 ? (double)s[h].total : 0;
	}
	if (covered <= 0)
		return false;
	for (size_t h = 0; h < k; h++) {
		double n = (double)s[h].n, total = (double)s[h].total, p;
		double left = fpc ? 1 - n / total : 1;

		if (s[h].n <= 0)
			continue;
		p = (double)s[h].x / n;
		r->share += total / covered * p;
		w += total;
		ww += total * total / n;
		if (left <= 0)
			continue;
		if (s[h].n < 2) {
			r->have_se = false;
			continue;
		}
		var += total / covered * (total / covered) * left * p * (1 - p) / (n - 1);
	}
	r->covered = covered / all;
	r->n_eff = w * w / ww;
	r->se = r->have_se ? sqrt(var) : 0;
	return true;
}

void
cs_strat_manski(int64_t x, int64_t n, int64_t total, double *lo, double *hi)
{
	*lo = (double)x / (double)total;
	*hi = (double)(x + (total - n)) / (double)total;
}
