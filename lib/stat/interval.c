/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals for shares, means, scores, quantiles and counts: see interval.h. */
#include "stat/interval.h"

#include <math.h>

#include "stat/dist.h"

/* What is wrong with x of n, or CS_FLAG_NONE. */
static enum cs_flag
judge(int64_t x, int64_t n)
{
	if (n == 0 && x == 0)
		return CS_FLAG_N0;
	return x < 0 || x > n ? CS_FLAG_DOMAIN : CS_FLAG_NONE;
}

static double
clip(double v, double lo, double hi)
{
	return v < lo ? lo : v > hi ? hi : v;
}

struct cs_est
cs_interval_wilson(int64_t x, int64_t n, double level)
{
	struct cs_est r = cs_est_none(judge(x, n));
	double z = cs_dist_z(level), k = (double)x, m = (double)n, mid, half;

	if (r.flag != CS_FLAG_NONE)
		return r;
	mid = k + z * z / 2;
	half = z * sqrt(k * ((m - k) / m) + z * z / 4);
	r.est = k / m;
	r.lo = x == 0 ? 0 : clip((mid - half) / (m + z * z), 0, r.est);
	r.hi = x == n ? 1 : clip((mid + half) / (m + z * z), r.est, 1);
	r.ok = r.ci = true;
	return r;
}

struct cs_est
cs_interval_exact(int64_t x, int64_t n, double level)
{
	struct cs_est r = cs_est_none(judge(x, n));
	double tail = (1 - level) / 2, k = (double)x, m = (double)n;

	if (r.flag != CS_FLAG_NONE)
		return r;
	r.est = k / m;
	r.ok = r.ci = true;
	r.lo = 0;
	r.hi = 1;
	if (x > 0)
		r.ci &= cs_dist_beta_quantile(tail, k, m - k + 1, CS_LOWER, &r.lo);
	if (x < n)
		r.ci &= cs_dist_beta_quantile(tail, k + 1, m - k, CS_UPPER, &r.hi);
	return r;
}

struct cs_est
cs_interval_difference(int64_t x1, int64_t n1, int64_t x2, int64_t n2, double level)
{
	struct cs_est a = cs_interval_wilson(x1, n1, level);
	struct cs_est b = cs_interval_wilson(x2, n2, level);
	struct cs_est r = cs_est_none(a.ok ? b.flag : a.flag);

	if (!a.ok || !b.ok)
		return r;
	r.est = a.est - b.est;
	r.lo = clip(r.est - hypot(a.est - a.lo, b.hi - b.est), -1, 1);
	r.hi = clip(r.est + hypot(a.hi - a.est, b.est - b.lo), -1, 1);
	r.ok = r.ci = true;
	return r;
}

struct cs_est
cs_interval_nps(int64_t detractors, int64_t passives, int64_t promoters, double level, double *se)
{
	double d = (double)detractors, p = (double)promoters, n = d + p + (double)passives;
	struct cs_est r = cs_est_none(n > 0 ? CS_FLAG_NONE : CS_FLAG_N0);
	double s, half, m = n + 3;

	if (se != NULL)
		*se = 0;
	if (detractors < 0 || passives < 0 || promoters < 0)
		r.flag = CS_FLAG_DOMAIN;
	if (r.flag != CS_FLAG_NONE)
		return r;
	r.est = (p - d) / n;
	if (se != NULL)
		*se = sqrt(clip((p + d) / n - r.est * r.est, 0, 1) / n);
	s = (p - d) / m;
	half = cs_dist_z(level) * sqrt(((p + d + 1.5) / m - s * s) / m);
	r.lo = clip(s - half, -1, r.est);
	r.hi = clip(s + half, r.est, 1);
	r.ok = r.ci = true;
	return r;
}

struct cs_est
cs_interval_mean(const struct cs_moments *m, double level, double *sd)
{
	struct cs_est r = cs_est_none(m->n > 0 ? CS_FLAG_NONE : CS_FLAG_N0);
	double var = 0, t, half;

	if (sd != NULL)
		*sd = 0;
	if (!cs_moments_mean(m, &r.est))
		return r;
	r.ok = true;
	if (!cs_moments_variance(m, &var) || var <= 0) {
		r.flag = m->wide ? CS_FLAG_DOMAIN : CS_FLAG_ZERO_VAR;
		return r;
	}
	if (sd != NULL)
		*sd = sqrt(var);
	if (!cs_dist_t_quantile((1 - level) / 2, (double)(m->n - 1), CS_UPPER, &t)) {
		r.flag = CS_FLAG_DOMAIN;
		return r;
	}
	half = t * sqrt(var / (double)m->n);
	r.lo = r.est - half;
	r.hi = r.est + half;
	r.ci = true;
	return r;
}

bool
cs_interval_ranks(int64_t n, int64_t num, int64_t den, double level, int64_t *lo, int64_t *hi)
{
	double p = (double)num / (double)den, tail = (1 - level) / 2;
	int64_t a = 0, z = n + 1, mid;

	if (n <= 0 || num <= 0 || num >= den || !(tail > 0 && tail < .5))
		return false;
	/* P(B < a) <= tail holds for a = 0 and grows with a */
	for (int64_t up = n + 1; up - a > 1;) {
		mid = a + (up - a) / 2;
		if (cs_dist_binom(mid - 1, n, p, CS_LOWER) <= tail)
			a = mid;
		else
			up = mid;
	}
	/* P(B >= z) <= tail holds for z = n + 1 and falls with z */
	for (int64_t down = 0; z - down > 1;) {
		mid = down + (z - down) / 2;
		if (cs_dist_binom(mid - 1, n, p, CS_UPPER) <= tail)
			z = mid;
		else
			down = mid;
	}
	if (a < 1 || z > n)
		return false;
	*lo = a;
	*hi = z;
	return true;
}

struct cs_est
cs_interval_poisson(int64_t o, double expected, double level)
{
	struct cs_est r = cs_est_none(CS_FLAG_NONE);
	double tail = (1 - level) / 2;

	if (o < 0 || !(expected > 0)) {
		r.flag = o < 0 || expected != 0 ? CS_FLAG_DOMAIN : CS_FLAG_N0;
		return r;
	}
	r.est = (double)o / expected;
	r.ok = r.ci = true;
	if (o > 0)
		r.ci &= cs_dist_gamma_quantile(tail, (double)o, CS_LOWER, &r.lo);
	r.ci &= cs_dist_gamma_quantile(tail, (double)o + 1, CS_UPPER, &r.hi);
	r.lo /= expected;
	r.hi /= expected;
	return r;
}
