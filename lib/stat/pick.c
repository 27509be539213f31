/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who got what, against chance: see pick.h. */
#include "stat/pick.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/ties.h"

void
cs_pick_add(struct cs_pick *p, const struct cs_moments *own, const struct cs_moments *all)
{
	double mean, var, n = (double)own->n, rest = (double)(all->n - own->n), sum;

	if (own->n <= 0 || rest <= 0 || !cs_moments_mean(all, &mean) ||
	    !cs_moments_variance(all, &var) || !(var > 0) || !cs_moments_mean(own, &sum))
		return;
	p->observed += n * sum;
	p->expected += n * mean;
	p->var += n * rest / (double)all->n * var;
	p->n += own->n;
	p->strata++;
}

double
cs_pick_z(const struct cs_pick *p)
{
	return p->var > 0 ? (p->observed - p->expected) / sqrt(p->var) : 0;
}

void
cs_pick_table(struct cs_pick_cmh *m, const struct cs_pick_table *t)
{
	double a = (double)t->a, b = (double)t->b, c = (double)t->c, d = (double)t->d;
	double n = a + b + c + d;

	if (n <= 1)
		return;
	m->observed += a;
	m->expected += (a + b) * (a + c) / n;
	m->var += (a + b) * (c + d) / n * (a + c) / n * (b + d) / (n - 1);
	m->above += a * d / n;
	m->below += b * c / n;
}

double
cs_pick_cmh_z(const struct cs_pick_cmh *m)
{
	return m->var > 0 ? (m->observed - m->expected) / sqrt(m->var) : 0;
}

bool
cs_pick_cmh_odds(const struct cs_pick_cmh *m, double *odds)
{
	if (!(m->below > 0))
		return false;
	*odds = m->above / m->below;
	return true;
}

bool
cs_pick_spearman(const double *x, const double *y, size_t n, double *rho, double *p)
{
	double xy = 0, xx = 0, yy = 0, middle = (double)(n + 1) / 2, df = (double)n - 2;
	struct cs_rank *r, *s;
	bool ok;

	if (n < 3)
		return false;
	r = cs_mem_new(n, 2 * sizeof *r);
	s = r + n;
	cs_rank(x, n, false, r);
	cs_rank(y, n, false, s);
	for (size_t i = 0; i < n; i++) {
		double a = cs_rank_mean(r[i]) - middle, b = cs_rank_mean(s[i]) - middle;

		xy += a * b;
		xx += a * a;
		yy += b * b;
	}
	free(r);
	ok = xx > 0 && yy > 0;
	if (!ok)
		return false;
	*rho = fmax(-1, fmin(1, xy / sqrt(xx * yy)));
	*p = fabs(*rho) < 1 ? cs_dist_t_two_sided(*rho * sqrt(df / (1 - *rho * *rho)), df) : 0;
	return true;
}

/* The chances of 0 .. k - 1, and of k, after one more trial. */
static void
trial(double *few, int64_t k, double p)
{
	for (int64_t j = k; j > 0; j--)
		few[j] = few[j] * (1 - p) + few[j - 1] * p;
	few[0] *= 1 - p;
}

double
cs_pick_poisbinom(int64_t k, const int64_t *n, const double *p, size_t m, bool mid)
{
	enum { MOST = 10000000 };
	int64_t all = 0;
	double *few, reached = 0, at;

	for (size_t i = 0; i < m; i++) {
		if (n[i] < 0 || !(p[i] >= 0 && p[i] <= 1))
			return CS_DIST_BAD;
		all += n[i];
	}
	if (all > MOST)
		return CS_DIST_BAD;
	if (k < 0 || (k == 0 && !mid))
		return 1;
	if (k > all)
		return 0;
	/* those who come to k + 1 stay there: the upper tail is summed as such */
	few = cs_mem_new0((size_t)k + 1, sizeof *few);
	few[0] = 1;
	for (size_t i = 0; i < m; i++) {
		for (int64_t left = n[i]; left > 0; left--) {
			reached += few[k] * p[i];
			trial(few, k, p[i]);
		}
	}
	at = few[k];
	free(few);
	return fmin(1, reached + (mid ? at / 2 : at));
}

double
cs_pick_poisson(int64_t k, double expected, bool mid)
{
	double pmf = cs_dist_pois_pmf(k, expected), upper = cs_dist_pois(k, expected, CS_UPPER);

	if (!(expected > 0) || pmf < 0 || upper < 0)
		return CS_DIST_BAD;
	return fmin(1, upper + (mid ? pmf / 2 : pmf));
}
