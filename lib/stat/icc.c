/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variance components of unequal groups: see icc.h. */
#include "stat/icc.h"

#include <math.h>

#include "stat/dist.h"

/* The F beyond which so much lies in the upper tail; 0 or infinite ends are cut. */
static double
f_quantile(double p, double df1, double df2)
{
	double lo = 0, hi = 1;

	while (cs_dist_f(hi, df1, df2, CS_UPPER) > p && hi < 1e12)
		hi *= 2;
	for (int step = 0; step < 200; step++) {
		double mid = lo + (hi - lo) / 2;

		if (mid <= lo || mid >= hi)
			break;
		if (cs_dist_f(mid, df1, df2, CS_UPPER) > p)
			lo = mid;
		else
			hi = mid;
	}
	return hi;
}

/* The correlation that a ratio of mean squares means. */
static double
of_ratio(double f, double n0)
{
	return (f - 1) / (f + n0 - 1);
}

struct cs_icc
cs_icc(const struct cs_icc_group *g, size_t k, double level)
{
	struct cs_icc r = {.flag = CS_FLAG_N0, .icc = cs_est_none(CS_FLAG_N0), .p = CS_DIST_BAD};
	double n = 0, squares = 0, sum = 0, ss = 0, between = 0, df1, df2, tail = (1 - level) / 2;

	for (size_t i = 0; i < k; i++) {
		double m = (double)g[i].n;

		if (g[i].n <= 0)
			continue;
		r.groups++;
		r.members += g[i].n;
		n += m;
		squares += m * m;
		sum += m * g[i].mean;
		ss += g[i].ss;
	}
	if (r.groups == 0)
		return r;
	for (size_t i = 0; i < k; i++)
		between +=
		    g[i].n > 0 ? (double)g[i].n * (g[i].mean - sum / n) * (g[i].mean - sum / n) : 0;
	df1 = (double)r.groups - 1;
	df2 = n - (double)r.groups;
	r.flag = r.icc.flag = df1 < 1 || df2 < 1 ? CS_FLAG_SMALL_N
			      : ss <= 0		 ? CS_FLAG_ZERO_VAR
						 : CS_FLAG_NONE;
	if (r.flag != CS_FLAG_NONE)
		return r;
	r.between = between / df1;
	r.within = ss / df2;
	r.f = r.between / r.within;
	r.p = cs_dist_f(r.f, df1, df2, CS_UPPER);
	r.n0 = (n - squares / n) / df1;
	r.var_between = fmax(0, (r.between - r.within) / r.n0);
	r.icc = (struct cs_est){.est = r.var_between / (r.var_between + r.within), .ok = true};
	if (!(tail > 0 && tail < .5))
		return r;
	r.icc.lo = of_ratio(r.f / f_quantile(tail, df1, df2), r.n0);
	r.icc.hi = of_ratio(r.f / f_quantile(1 - tail, df1, df2), r.n0);
	r.icc.ci = true;
	return r;
}

bool
cs_icc_enough(double icc, double r, double *n)
{
	if (!(icc > 0 && icc < 1) || !(r > 0 && r < 1))
		return false;
	*n = r * (1 - icc) / (icc * (1 - r));
	return true;
}
