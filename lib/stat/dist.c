/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distribution functions over Rmath, with its warnings kept off standard output: see dist.h. */
#include "stat/dist.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define MATHLIB_STANDALONE
#include <Rmath.h>

/* Shapes outside these make the series of Rmath complain; nothing real is there. */
#define SHAPE_MIN 1e-10
#define SHAPE_MAX 1e15

static bool
shape(double a)
{
	return a >= SHAPE_MIN && a <= SHAPE_MAX;
}

/* What Rmath gave, with rounding beyond the ends cut and a NaN (never expected) made BAD. */
static double
probability(double p)
{
	if (isnan(p))
		return CS_DIST_BAD;
	return p < 0 ? 0 : p > 1 ? 1 : p;
}

static double
sure(bool below, enum cs_tail tail)
{
	return below == (tail == CS_LOWER) ? 0 : 1;
}

double
cs_dist_norm(double x, enum cs_tail tail)
{
	return isnan(x) ? CS_DIST_BAD : probability(pnorm5(x, 0, 1, tail == CS_LOWER, 0));
}

bool
cs_dist_norm_quantile(double p, enum cs_tail tail, double *x)
{
	if (!(p > 0 && p < 1))
		return false;
	*x = qnorm5(p, 0, 1, tail == CS_LOWER, 0);
	return true;
}

double
cs_dist_z(double level)
{
	double z;

	return cs_dist_norm_quantile((1 - level) / 2, CS_UPPER, &z) ? z : 0;
}

double
cs_dist_gamma(double x, double a, enum cs_tail tail)
{
	if (isnan(x) || !shape(a))
		return CS_DIST_BAD;
	if (x <= 0)
		return sure(true, tail);
	if (isinf(x))
		return sure(false, tail);
	return probability(pgamma(x, a, 1, tail == CS_LOWER, 0));
}

/*
 * I_x(a, b) for x so small that the first term of its series is all of it: x^a / (a B(a, b)).
 * TOMS 708 underflows, and says so, where x is not a normal number.
 */
static double
beta_tiny(double x, double a, double b, enum cs_tail tail)
{
	double lp = a * log(x) - log(a) - lbeta(a, b);

	return probability(tail == CS_LOWER ? exp(lp) : -expm1(lp));
}

double
cs_dist_beta(double x, double a, double b, enum cs_tail tail)
{
	if (isnan(x) || !shape(a) || !shape(b))
		return CS_DIST_BAD;
	if (x <= 0)
		return sure(true, tail);
	if (x >= 1)
		return sure(false, tail);
	if (x < 1e-290)
		return beta_tiny(x, a, b, tail);
	return probability(pbeta(x, a, b, tail == CS_LOWER, 0));
}

double
cs_dist_t(double t, double df, enum cs_tail tail)
{
	double x, half;

	if (isnan(t) || !shape(df / 2))
		return CS_DIST_BAD;
	if (isinf(t))
		return sure(t < 0, tail);
	/* The half outside |t|; the argument is the smaller of x and 1 - x, which keeps digits. */
	x = t * t / df;
	half = x > 1 ? cs_dist_beta(1 / (1 + x), df / 2, .5, CS_LOWER)
		     : cs_dist_beta(x / (1 + x), .5, df / 2, CS_UPPER);
	half /= 2;
	return (t > 0) == (tail == CS_UPPER) ? half : 1 - half;
}

double
cs_dist_t_two_sided(double t, double df)
{
	double p = cs_dist_t(fabs(t), df, CS_UPPER);

	return p < 0 ? p : 2 * p > 1 ? 1 : 2 * p;
}

double
cs_dist_chi2(double x, double df, enum cs_tail tail)
{
	return cs_dist_gamma(x / 2, df / 2, tail);
}

double
cs_dist_f(double x, double df1, double df2, enum cs_tail tail)
{
	double r;

	if (isnan(x) || !shape(df1 / 2) || !shape(df2 / 2))
		return CS_DIST_BAD;
	if (x <= 0 || isinf(x))
		return sure(x <= 0, tail);
	r = df1 * x;
	if (r > df2)
		return cs_dist_beta(
		    df2 / (df2 + r), df2 / 2, df1 / 2, tail == CS_LOWER ? CS_UPPER : CS_LOWER);
	return cs_dist_beta(r / (df2 + r), df1 / 2, df2 / 2, tail);
}

/*
 * The quantile of a distribution on 0 .. hi, by search over the doubles themselves: positive ones
 * are ordered as their bits are. Bisection of the bits halves exponents first where the answer is
 * close to 0, and ends within a factor of two of it; there false position takes over, in the
 * variant that halves the weight of an end that stays (Illinois), with a bisection whenever one end
 * has stayed three times. So it ends at the last digit, after some 25 steps and not 64.
 */
struct search {
	double (*cdf)(const struct search *s, double x);
	double a, b;
	enum cs_tail tail;
};

static double
search_gamma(const struct search *s, double x)
{
	return cs_dist_gamma(x, s->a, s->tail);
}

static double
search_beta(const struct search *s, double x)
{
	return cs_dist_beta(x, s->a, s->b, s->tail);
}

static double
search_t(const struct search *s, double x)
{
	return cs_dist_t(x, s->a, s->tail);
}

static uint64_t
bits(double x)
{
	uint64_t u;

	memcpy(&u, &x, sizeof u);
	return u;
}

static double
from_bits(uint64_t u)
{
	double x;

	memcpy(&x, &u, sizeof x);
	return x;
}

/* How far x is behind the quantile, in probability: grows with x. False: it cannot be said. */
static bool
behind(const struct search *s, double p, uint64_t x, double *r)
{
	double at = s->cdf(s, from_bits(x));

	*r = s->tail == CS_LOWER ? at - p : p - at;
	return at >= 0;
}

/* Where the line through both ends is 0, strictly between them. */
static uint64_t
between(uint64_t a, double fa, uint64_t z, double fz)
{
	double x = from_bits(a), y = from_bits(z), at = x + (y - x) * (fa / (fa - fz));
	uint64_t m = at > x && at < y ? bits(at) : a + (z - a) / 2;

	return m <= a ? a + 1 : m >= z ? z - 1 : m;
}

static bool
search_run(const struct search *s, double p, double hi, double *x)
{
	const uint64_t close = UINT64_C(1) << 52;
	uint64_t a = bits(0.0), z = bits(hi), m;
	double fa = s->tail == CS_LOWER ? -p : p - 1, fz = 1 + fa, f;
	int stays = 0; /* how often in a row the upper end stayed; below 0: the lower */

	while (z - a > 1) {
		m = a + (z - a) / 2;
		if (z - a < close && stays < 3 && stays > -3)
			m = between(a, fa, z, fz);
		if (!behind(s, p, m, &f))
			return false;
		if (f < 0) {
			a = m;
			fa = f;
			stays = stays > 0 ? stays + 1 : 1;
			fz /= stays > 1 ? 2 : 1;
		} else {
			z = m;
			fz = f;
			stays = stays < 0 ? stays - 1 : -1;
			fa /= stays < -1 ? 2 : 1;
		}
		if (stays > 3 || stays < -3)
			stays = 0;
	}
	*x = from_bits(z);
	return true;
}

bool
cs_dist_gamma_quantile(double p, double a, enum cs_tail tail, double *x)
{
	struct search s = {search_gamma, a, 0, tail};

	if (!(p >= 0 && p <= 1) || !shape(a) || p == sure(false, tail))
		return false;
	if (p == sure(true, tail)) {
		*x = 0;
		return true;
	}
	return search_run(&s, p, DBL_MAX, x);
}

bool
cs_dist_beta_quantile(double p, double a, double b, enum cs_tail tail, double *x)
{
	struct search s = {search_beta, a, b, tail};

	if (!(p >= 0 && p <= 1) || !shape(a) || !shape(b))
		return false;
	if (p == 0 || p == 1) {
		*x = (p == 0) == (tail == CS_LOWER) ? 0 : 1;
		return true;
	}
	return search_run(&s, p, 1, x);
}

/* By the share that one side has of both: of the two, the smaller keeps its digits. */
bool
cs_dist_f_quantile(double p, double df1, double df2, enum cs_tail tail, double *x)
{
	enum cs_tail other = tail == CS_LOWER ? CS_UPPER : CS_LOWER;
	double share, rest;

	if (!(p > 0 && p < 1) || !cs_dist_beta_quantile(p, df1 / 2, df2 / 2, tail, &share) ||
	    !cs_dist_beta_quantile(p, df2 / 2, df1 / 2, other, &rest))
		return false;
	*x = df2 / df1 * (share < rest ? share / (1 - share) : (1 - rest) / rest);
	return true;
}

bool
cs_dist_t_quantile(double p, double df, enum cs_tail tail, double *t)
{
	struct search s = {search_t, df, 0, CS_UPPER};

	if (!(p > 0 && p < 1) || !shape(df / 2))
		return false;
	if (p == .5) {
		*t = 0;
		return true;
	}
	if (!search_run(&s, p < .5 ? p : 1 - p, 1e150, t))
		return false;
	if ((p < .5) == (tail == CS_LOWER))
		*t = -*t;
	return true;
}

double
cs_dist_binom(int64_t k, int64_t n, double p, enum cs_tail tail)
{
	if (n < 0 || !(p >= 0 && p <= 1))
		return CS_DIST_BAD;
	if (k < 0)
		return sure(true, tail);
	if (k >= n)
		return sure(false, tail);
	/* X > k is I_p(k + 1, n - k) */
	return cs_dist_beta(
	    p, (double)(k + 1), (double)(n - k), tail == CS_LOWER ? CS_UPPER : CS_LOWER);
}

double
cs_dist_binom_pmf(int64_t k, int64_t n, double p)
{
	if (n < 0 || !(p >= 0 && p <= 1))
		return CS_DIST_BAD;
	if (k < 0 || k > n)
		return 0;
	return probability(dbinom((double)k, (double)n, p, 0));
}

bool
cs_dist_binom_quantile(double q, int64_t n, double p, int64_t *r)
{
	int64_t lo = -1, hi = n, mid;

	if (!(q >= 0 && q <= 1) || n < 0 || !(p >= 0 && p <= 1))
		return false;
	while (hi - lo > 1) {
		mid = lo + (hi - lo) / 2;
		if (cs_dist_binom(mid, n, p, CS_LOWER) >= q)
			hi = mid;
		else
			lo = mid;
	}
	*r = hi;
	return true;
}

double
cs_dist_pois(int64_t k, double mean, enum cs_tail tail)
{
	if (!(mean >= 0 && mean <= SHAPE_MAX))
		return CS_DIST_BAD;
	if (k < 0 || mean == 0)
		return sure(k < 0, tail);
	/* X <= k is Q(k + 1, mean) */
	return cs_dist_gamma(mean, (double)k + 1, tail == CS_LOWER ? CS_UPPER : CS_LOWER);
}

double
cs_dist_pois_pmf(int64_t k, double mean)
{
	if (!(mean >= 0 && mean <= SHAPE_MAX))
		return CS_DIST_BAD;
	return k < 0 ? 0 : probability(dpois((double)k, mean, 0));
}

bool
cs_dist_pois_quantile(double q, double mean, int64_t *r)
{
	int64_t lo = -1, hi = 1, mid;

	if (!(q >= 0 && q < 1) || !(mean >= 0 && mean <= SHAPE_MAX / 4))
		return false;
	while (cs_dist_pois(hi, mean, CS_LOWER) < q)
		hi *= 2;
	while (hi - lo > 1) {
		mid = lo + (hi - lo) / 2;
		if (cs_dist_pois(mid, mean, CS_LOWER) >= q)
			hi = mid;
		else
			lo = mid;
	}
	*r = hi;
	return true;
}

double
cs_dist_nbinom(int64_t k, double size, double p, enum cs_tail tail)
{
	if (!shape(size) || !(p > 0 && p <= 1))
		return CS_DIST_BAD;
	if (k < 0)
		return sure(true, tail);
	return cs_dist_beta(p, size, (double)k + 1, tail);
}

/* Counts that Rmath takes for whole numbers, and that do not add up to more than it knows. */
static bool
urn(int64_t good, int64_t bad, int64_t drawn)
{
	const int64_t most = (int64_t)SHAPE_MAX;

	return good >= 0 && good <= most && bad >= 0 && bad <= most - good && drawn >= 0 &&
	       drawn <= good + bad;
}

double
cs_dist_hyper(int64_t k, int64_t good, int64_t bad, int64_t drawn, enum cs_tail tail)
{
	if (!urn(good, bad, drawn))
		return CS_DIST_BAD;
	if (k < 0 || k < drawn - bad)
		return sure(true, tail);
	if (k >= good || k >= drawn)
		return sure(false, tail);
	return probability(
	    phyper((double)k, (double)good, (double)bad, (double)drawn, tail == CS_LOWER, 0));
}

double
cs_dist_hyper_pmf(int64_t k, int64_t good, int64_t bad, int64_t drawn)
{
	if (!urn(good, bad, drawn))
		return CS_DIST_BAD;
	if (k < 0 || k < drawn - bad || k > good || k > drawn)
		return 0;
	return probability(dhyper((double)k, (double)good, (double)bad, (double)drawn, 0));
}

static bool
positive(double x)
{
	return x >= DBL_MIN && x <= 1e300;
}

bool
cs_dist_lgamma(double x, double *r)
{
	if (!positive(x))
		return false;
	*r = lgammafn(x);
	return true;
}

bool
cs_dist_lbeta(double a, double b, double *r)
{
	if (!positive(a) || !positive(b))
		return false;
	*r = lbeta(a, b);
	return true;
}

bool
cs_dist_digamma(double x, double *r)
{
	if (!positive(x) || x < 1e-150)
		return false;
	*r = digamma(x);
	return isfinite(*r);
}

bool
cs_dist_trigamma(double x, double *r)
{
	if (!positive(x) || x < 1e-150)
		return false;
	*r = trigamma(x);
	return isfinite(*r);
}
