/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Consistency over single periods: see steadiness.h. */
#include "rank/steadiness.h"

#include "rank/movement.h"
#include "stat/dist.h"

#define UNEVEN .05

void
cs_steady_add(struct cs_steady *row, const struct cs_scoring *now, const struct cs_scoring *period)
{
	for (size_t u = 0; u < now->units; u++) {
		struct cs_steady *r = &row[u];
		double x = 0, var = 0;

		for (size_t m = 0; m < now->metrics; m++) {
			const struct cs_score_fit *fit = &now->fit[m];
			const struct cs_score_part *p = &period->part[u * now->metrics + m];
			double step = fit->weight / fit->tau, one;

			if (fit->flag != CS_FLAG_NONE || !cs_score_stands(&period->fit[m]) ||
			    p->n <= p->alone)
				continue;
			one = cs_movement_variance(
			    fit, &now->part[u * now->metrics + m], period->fit[m].mu);
			x += (fit->down ? -1 : 1) * step * (p->adjusted - period->fit[m].mu);
			var += step * step * one / (double)(p->n - p->alone);
		}
		if (var <= 0)
			continue;
		r->periods++;
		r->better += x > 0;
		r->w += 1 / var;
		r->wx += x / var;
		r->wxx += x * x / var;
	}
}

bool
cs_steady_uneven(const struct cs_steady *row)
{
	double q;

	if (row->periods < 2)
		return false;
	q = row->wxx - row->wx * row->wx / row->w;
	return cs_dist_chi2(q, row->periods - 1, CS_UPPER) < UNEVEN;
}
