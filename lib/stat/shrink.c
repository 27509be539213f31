/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shrinkage of shares and means: see shrink.h. */
#include "stat/shrink.h"

#include <math.h>

#include "stat/dist.h"
#include "stat/optim.h"

#define RHO_LEAST 1e-4
#define RHO_MOST  .99

static struct cs_betabinom
betabinom(double p, double rho, size_t used)
{
	double m = 1 / rho - 1;

	return (struct cs_betabinom){p, m, p * m, (1 - p) * m, rho, used, CS_FLAG_NONE};
}

struct cs_betabinom
cs_shrink_moments(const int64_t *y, const int64_t *n, size_t k)
{
	struct cs_betabinom none = {.flag = CS_FLAG_N0};
	double p, q, spread = 0, a = 0, b = 0, rho, total;
	int64_t sum_y = 0, sum_n = 0;

	for (size_t i = 0; i < k; i++) {
		sum_y += y[i];
		sum_n += n[i];
		none.used += n[i] > 0;
	}
	if (sum_n == 0)
		return none;
	total = (double)sum_n;
	p = none.p = (double)sum_y / total;
	q = p * (1 - p);
	none.flag = CS_FLAG_NO_SPREAD;
	if (sum_y == 0 || sum_y == sum_n || none.used < 3)
		return none;
	for (size_t i = 0; i < k; i++) {
		double m = (double)n[i], d;

		if (n[i] == 0)
			continue;
		d = (double)y[i] / m - p;
		spread += m * d * d;
		a += 1 - m / total;
		b += m * (1 - m / total);
	}
	if (b - a <= 1e-9 * b)
		return none;
	rho = (spread - q * a) / (q * (b - a));
	if (rho <= RHO_LEAST)
		return none;
	return betabinom(p, fmin(rho, RHO_MOST), none.used);
}

struct shares {
	const int64_t *y, *n;
	size_t k;
};

/* Minus the log-likelihood, at the logarithms of alpha and beta; without the coefficients. */
static double
minus_loglik(const double *x, const void *ctx)
{
	const struct shares *s = ctx;
	double a = exp(x[0]), b = exp(x[1]), prior, one, sum = 0;

	if (!(a >= 1e-8 && a <= 1e12 && b >= 1e-8 && b <= 1e12) || !cs_dist_lbeta(a, b, &prior))
		return INFINITY;
	for (size_t i = 0; i < s->k; i++) {
		if (s->n[i] == 0)
			continue;
		if (!cs_dist_lbeta(a + (double)s->y[i], b + (double)(s->n[i] - s->y[i]), &one))
			return INFINITY;
		sum += prior - one;
	}
	return sum;
}

/* ln of n over y. */
static double
log_choose(int64_t n, int64_t y)
{
	double lb;

	return cs_dist_lbeta((double)y + 1, (double)(n - y) + 1, &lb) ? -lb - log((double)n + 1)
								      : 0;
}

struct cs_betabinom
cs_shrink_mle(const int64_t *y, const int64_t *n, size_t k, double *loglik)
{
	struct cs_betabinom f = cs_shrink_moments(y, n, k);
	struct shares s = {y, n, k};
	double x[2], least;

	if (loglik != NULL)
		*loglik = 0;
	if (f.flag != CS_FLAG_NONE)
		return f;
	x[0] = log(f.alpha);
	x[1] = log(f.beta);
	if (!cs_optim_least(minus_loglik, &s, x, 2, &least))
		return f;
	f.alpha = exp(x[0]);
	f.beta = exp(x[1]);
	f.m = f.alpha + f.beta;
	f.p = f.alpha / f.m;
	f.rho = 1 / (f.m + 1);
	if (f.rho <= RHO_LEAST)
		f.flag = CS_FLAG_NO_SPREAD;
	for (size_t i = 0; loglik != NULL && i < k; i++)
		*loglik += log_choose(n[i], y[i]);
	if (loglik != NULL)
		*loglik -= least;
	return f;
}

struct cs_post
cs_betabinom_post(const struct cs_betabinom *f, int64_t y, int64_t n)
{
	double a = f->alpha + (double)y, b = f->beta + (double)(n - y), s = a + b;

	return (struct cs_post){a / s, a * b / (s * s * (s + 1)), (double)n / s};
}

struct cs_est
cs_betabinom_interval(const struct cs_betabinom *f, int64_t y, int64_t n, double level)
{
	double a = f->alpha + (double)y, b = f->beta + (double)(n - y), tail = (1 - level) / 2;
	struct cs_est r = cs_est_none(CS_FLAG_NONE);

	r.est = a / (a + b);
	r.ok = true;
	r.ci = cs_dist_beta_quantile(tail, a, b, CS_LOWER, &r.lo) &&
	       cs_dist_beta_quantile(tail, a, b, CS_UPPER, &r.hi);
	return r;
}

/* Q at that tau2, and the weighted mean. */
static double
cochran(const double *y, const double *v, size_t k, double tau2, double *mu)
{
	double sum = 0, weight = 0, q = 0;

	for (size_t i = 0; i < k; i++) {
		if (v[i] > 0) {
			sum += y[i] / (v[i] + tau2);
			weight += 1 / (v[i] + tau2);
		}
	}
	*mu = sum / weight;
	for (size_t i = 0; i < k; i++) {
		if (v[i] > 0)
			q += (y[i] - *mu) * (y[i] - *mu) / (v[i] + tau2);
	}
	return q;
}

/*
 * A tau2 at which Q is at most that: the least power of 16, from 1e-300 on, found by halving the
 * exponent, since over many units each look costs.
 */
static double
above(const double *y, const double *v, size_t k, double most)
{
	int lo = -1, hi = 510, mid;
	double mu;

	while (hi - lo > 1) {
		mid = (lo + hi) / 2;
		if (cochran(y, v, k, ldexp(1e-300, 4 * mid), &mu) > most)
			lo = mid;
		else
			hi = mid;
	}
	return ldexp(1e-300, 4 * hi);
}

struct cs_normal2
cs_shrink_normal(const double *y, const double *v, size_t k)
{
	struct cs_normal2 f = {.flag = CS_FLAG_N0};
	double lo = 0, hi, mid, weight = 0, mu;

	for (size_t i = 0; i < k; i++)
		f.used += v[i] > 0;
	if (f.used == 0)
		return f;
	f.flag = CS_FLAG_NONE;
	f.q = cochran(y, v, k, 0, &f.mu);
	if (f.used < 3 || f.q <= (double)(f.used - 1)) {
		f.flag = CS_FLAG_NO_SPREAD;
	} else {
		hi = above(y, v, k, (double)(f.used - 1));
		/* halving reaches the last digit well before 2,000 steps */
		for (int step = 0; step < 2000; step++) {
			mid = lo + (hi - lo) / 2;
			if (mid <= lo || mid >= hi)
				break;
			if (cochran(y, v, k, mid, &mu) > (double)(f.used - 1))
				lo = mid;
			else
				hi = mid;
		}
		f.tau2 = hi;
		(void)cochran(y, v, k, f.tau2, &f.mu);
	}
	for (size_t i = 0; i < k; i++)
		weight += v[i] > 0 ? 1 / (v[i] + f.tau2) : 0;
	f.se_mu = sqrt(1 / weight);
	return f;
}

struct cs_post
cs_normal2_post(const struct cs_normal2 *f, double y, double v)
{
	double own;

	if (!(v > 0))
		return (struct cs_post){f->mu, f->tau2, 0};
	own = f->tau2 / (f->tau2 + v);
	return (struct cs_post){f->mu + own * (y - f->mu), own * v, own};
}

double
cs_normal2_var(const struct cs_normal2 *f, double v)
{
	double own = v > 0 ? f->tau2 / (f->tau2 + v) : 0;

	return (v > 0 ? own * v : f->tau2) + (1 - own) * (1 - own) * f->se_mu * f->se_mu;
}

bool
cs_shrink_pooled(const struct cs_moments *m, size_t k, double *variance)
{
	double ss = 0;
	int64_t df = 0;

	for (size_t i = 0; i < k; i++) {
		if (m[i].n > 1) {
			ss += cs_moments_ss(&m[i]);
			df += m[i].n - 1;
		}
	}
	if (df == 0 || ss <= 0)
		return false;
	*variance = ss / (double)df;
	return true;
}

int64_t
cs_shrink_enough(double m, double r)
{
	int64_t lo = 0, hi = INT64_C(1000000000000), mid;

	while (hi - lo > 1) {
		mid = lo + (hi - lo) / 2;
		/* a last digit must not ask for one contact more */
		if ((double)mid >= r * ((double)mid + m) * (1 - 1e-14))
			hi = mid;
		else
			lo = mid;
	}
	return hi;
}
