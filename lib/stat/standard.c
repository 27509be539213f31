/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Like for like: see standard.h. */
#include "stat/standard.h"

#include <math.h>

#include "stat/dist.h"

struct cs_standard
cs_standard_diff(const struct cs_standard_stratum *s, size_t k, double level)
{
	struct cs_standard r = {.diff = cs_est_none(CS_FLAG_N0)};
	double var = 0, z = cs_dist_z(level);

	for (size_t i = 0; i < k; i++) {
		r.target += s[i].target;
		r.compared += s[i].a.n > 0 && s[i].b.n > 0 ? s[i].target : 0;
	}
	if (r.compared <= 0)
		return r;
	for (size_t i = 0; i < k; i++) {
		double w = (double)s[i].target / (double)r.compared;

		if (s[i].a.n <= 0 || s[i].b.n <= 0)
			continue;
		r.a += w * s[i].a.est;
		r.b += w * s[i].b.est;
		var += w * w * (s[i].a.var + s[i].b.var);
	}
	r.se = sqrt(var);
	r.diff = (struct cs_est){.est = r.a - r.b, .ok = true, .flag = CS_FLAG_ZERO_VAR};
	if (!(r.se > 0))
		return r;
	r.diff.lo = r.diff.est - z * r.se;
	r.diff.hi = r.diff.est + z * r.se;
	r.diff.ci = true;
	r.diff.flag = CS_FLAG_NONE;
	return r;
}

bool
cs_standard_lin(const struct cs_standard_step *step, size_t k, double *mean, double *stay)
{
	double s = 1, sum = 0;

	for (size_t i = 0; i < k && s > 0; i++) {
		if (!(step[i].n > 0))
			return false;
		sum += s * (step[i].sum / step[i].n);
		s *= (step[i].n - step[i].left) / step[i].n;
	}
	if (mean != NULL)
		*mean = sum;
	if (stay != NULL)
		*stay = s;
	return true;
}

struct cs_est
cs_standard_leave(double est, const double *without, size_t n, double level, double *se)
{
	struct cs_est r = {.est = est, .ok = true, .flag = CS_FLAG_SMALL_N};
	double mean = 0, ss = 0, t = 0, dn = (double)n;

	if (se != NULL)
		*se = 0;
	if (n < CS_STANDARD_GROUPS)
		return r;
	for (size_t i = 0; i < n; i++)
		mean += (isnan(without[i]) ? est : without[i]) / dn;
	for (size_t i = 0; i < n; i++) {
		double d = (isnan(without[i]) ? est : without[i]) - mean;

		ss += d * d;
	}
	r.flag = CS_FLAG_ZERO_VAR;
	if (!(ss > 0) || !cs_dist_t_quantile((1 - level) / 2, dn - 1, CS_UPPER, &t))
		return r;
	ss = sqrt(ss * (dn - 1) / dn);
	if (se != NULL)
		*se = ss;
	r.lo = est - t * ss;
	r.hi = est + t * ss;
	r.ci = true;
	r.flag = CS_FLAG_NONE;
	return r;
}

double
cs_standard_evalue(double r)
{
	if (!(r > 0) || !isfinite(r))
		return 0;
	r = r < 1 ? 1 / r : r;
	return r + sqrt(r * (r - 1));
}

double
cs_standard_evalue_bound(double lo, double hi)
{
	if (!(lo > 0) || !(hi >= lo))
		return 0;
	if (lo <= 1 && hi >= 1)
		return 1;
	return cs_standard_evalue(lo > 1 ? lo : hi);
}
