/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests among units that honestly differ: see over.h. */
#include "stat/over.h"

#include <math.h>

/* Where deviations are cut, and the mean square that is left of standard normal ones. */
#define CUT		 1.2815515655446004
#define LEFT		 0.67873766

/* Of a normal distribution, what the cut ones say of the spread against all of them. */
#define EFFICIENT	 .6

/* Below it the second law is asked as well. */
#define REMARKABLE	 .02

#define ROOT_2PI_INVERSE .3989422804014327

/* Below it the beta-binomial is the binomial. */
#define RHO_LEAST	 1e-12
#define N_MOST		 INT64_C(1000000000000)

double
cs_over_pmf(int64_t k, int64_t n, double p, double rho)
{
	double a, b, over, under, ways;

	if (n < 0 || n > N_MOST || !(p > 0 && p < 1) || !(rho >= 0 && rho < 1))
		return CS_DIST_BAD;
	if (k < 0 || k > n)
		return 0;
	if (rho < RHO_LEAST)
		return cs_dist_binom_pmf(k, n, p);
	a = p * (1 / rho - 1);
	b = (1 - p) * (1 / rho - 1);
	if (!cs_dist_lbeta((double)k + a, (double)(n - k) + b, &over) ||
	    !cs_dist_lbeta(a, b, &under) ||
	    !cs_dist_lbeta((double)k + 1, (double)(n - k) + 1, &ways))
		return CS_DIST_BAD;
	return exp(over - under - ways - log1p((double)n));
}

/*
 * P(X = k) and what lies beyond it on that side, over P(X = k): the sum of products of the ratios
 * of neighbours. Once these fall, what is left is at most a geometric series.
 */
static double
beyond(int64_t k, int64_t n, double a, double b, enum cs_tail side)
{
	double sum = 0, term = 1, ratio = 1, last;

	for (int64_t j = k; side == CS_UPPER ? j < n : j > 0; j += side == CS_UPPER ? 1 : -1) {
		double x = (double)j, y = (double)(n - j);

		last = ratio;
		ratio = side == CS_UPPER ? y * (x + a) / ((x + 1) * (y - 1 + b))
					 : x * (y + b) / ((y + 1) * (x - 1 + a));
		term *= ratio;
		sum += term;
		if (ratio < 1 && ratio <= last && term * ratio < 1e-13 * sum * (1 - ratio))
			break;
	}
	return sum;
}

/* P(X = k) in *pmf, and P beyond k on that side: the smaller side is summed. */
static double
strictly(int64_t k, int64_t n, double p, double rho, enum cs_tail side)
{
	enum cs_tail other = side == CS_UPPER ? CS_LOWER : CS_UPPER;
	double a = p * (1 / rho - 1), b = (1 - p) * (1 / rho - 1);
	double pmf = cs_over_pmf(k, n, p, rho);

	if (((double)k >= (double)n * p) == (side == CS_UPPER))
		return fmin(1, pmf * beyond(k, n, a, b, side));
	return fmax(0, 1 - pmf * (1 + beyond(k, n, a, b, other)));
}

double
cs_over_tail(int64_t k, int64_t n, double p, double rho, enum cs_tail tail)
{
	double pmf = cs_over_pmf(k, n, p, rho);

	if (pmf < 0)
		return CS_DIST_BAD;
	if (k < 0 || k >= n)
		return (k < 0) == (tail == CS_UPPER) ? 1 : 0;
	if (rho < RHO_LEAST)
		return cs_dist_binom(k, n, p, tail);
	if (tail == CS_UPPER)
		return strictly(k, n, p, rho, CS_UPPER);
	/* P(X <= k) = P(X < k + 1) */
	return strictly(k + 1, n, p, rho, CS_LOWER);
}

double
cs_over_midp(int64_t k, int64_t n, double p, double rho, enum cs_tail side)
{
	double pmf = cs_over_pmf(k, n, p, rho), out;

	if (pmf < 0)
		return CS_DIST_BAD;
	out = cs_over_tail(side == CS_UPPER ? k : k - 1, n, p, rho, side);
	return fmin(1, out + pmf / 2);
}

/* Whether the unit takes part. */
static bool
takes_part(const struct cs_over_unit *u, bool share)
{
	if (u->n < 1 || !(u->var > 0))
		return false;
	return !share || (u->expected > 0 && u->expected < (double)u->n);
}

/* What a difference of 1 adds to the unit's sum. */
static double
lever(const struct cs_over_unit *u, bool share)
{
	return share ? u->expected * (1 - u->expected / (double)u->n) : (double)u->n;
}

/* Sums over the units at one centre and spread. */
struct look {
	double weight, squares; /* of the weights, and of their squares */
	double square;		/* of the cut deviations, weighed, less what is to be left */
	double pull, slope;	/* of the deviations on the centre, and how it yields */
};

/* Weights are those at a spread of `weigh`, deviations those at tau2. */
static struct look
look(const struct cs_over_unit *u, size_t k, const struct cs_over *f, double tau2, double weigh)
{
	struct look r = {0, 0, 0, 0, 0};

	for (size_t i = 0; i < k; i++) {
		double w, sd, z, omega;

		if (!takes_part(&u[i], f->share))
			continue;
		w = lever(&u[i], f->share);
		omega = w * w / (u[i].var + weigh * w * w);
		omega *= omega;
		sd = sqrt(u[i].var + tau2 * w * w);
		z = (u[i].observed - u[i].expected - f->centre * w) / sd;
		r.weight += omega;
		r.squares += omega * omega;
		r.slope += fabs(z) < CUT ? w / sd * (w / sd) : 0;
		z = fmax(-CUT, fmin(CUT, z));
		r.pull += w / sd * z;
		r.square += omega * (z * z - LEFT);
	}
	/* the centre is taken from the same units */
	if (r.weight > 0)
		r.square += LEFT * r.squares / r.weight;
	return r;
}

/* The tau^2 at which what is left is right: false position with the Illinois rule. */
static double
spread(const struct cs_over_unit *u, size_t k, const struct cs_over *f, double weigh)
{
	double lo = 0, hi = weigh > 0 ? weigh : 1e-6, below, above, mid = 0, at;
	int kept = 0;

	below = look(u, k, f, lo, weigh).square;
	if (below <= 0)
		return 0;
	while ((above = look(u, k, f, hi, weigh).square) > 0 && hi < 1e100) {
		lo = hi;
		below = above;
		hi *= 4;
	}
	for (int step = 0; step < 60 && hi - lo > 1e-9 * hi; step++) {
		mid = lo + (hi - lo) * below / (below - above);
		at = look(u, k, f, mid, weigh).square;
		if (at > 0) {
			lo = mid;
			below = at;
			above = kept == 1 ? above / 2 : above;
			kept = 1;
		} else {
			hi = mid;
			above = at;
			below = kept == -1 ? below / 2 : below;
			kept = -1;
		}
		if (at == 0)
			break;
	}
	return mid;
}

struct cs_over
cs_over_fit(const struct cs_over_unit *u, size_t k, bool share)
{
	struct cs_over f = {.share = share, .df = 1, .flag = CS_FLAG_SMALL_N};
	double tau2 = 0, last, effective;
	struct look l;

	for (size_t i = 0; i < k; i++)
		f.used += takes_part(&u[i], share);
	if (f.used < 3)
		return f;
	f.flag = CS_FLAG_NONE;
	for (int round = 0; round < 20; round++) {
		last = tau2;
		for (int step = 0; step < 2; step++) {
			l = look(u, k, &f, tau2, tau2);
			f.centre += l.slope > 0 ? l.pull / l.slope : 0;
		}
		tau2 = spread(u, k, &f, last);
		if (fabs(tau2 - last) <= 1e-4 * tau2)
			break;
	}
	l = look(u, k, &f, tau2, tau2);
	effective = l.weight * l.weight / l.squares;
	f.tau = sqrt(tau2);
	f.df = fmax(1, EFFICIENT * (effective - 1));
	return f;
}

/* The unit among honest ones: mean and variance of its sum. */
static void
honest(const struct cs_over *f, const struct cs_over_unit *u, double *mean, double *var)
{
	double n = (double)u->n, w = lever(u, f->share), moved = u->expected + f->centre * w;

	*mean = moved;
	*var = u->var;
	if (f->share) {
		*mean = fmin(fmax(moved, u->expected / 8), n - (n - u->expected) / 8);
		w = *mean * (1 - *mean / n);
		*var *= w / lever(u, true);
	}
	*var += f->tau * f->tau * w * w;
}

/* A p of the normal law as one of Student's, whose tails are heavier. */
static double
heavier(double p, double df)
{
	double z;

	if (p <= 0 || p >= 1 || !cs_dist_norm_quantile(p, CS_UPPER, &z))
		return p;
	return cs_dist_t(z, df, CS_UPPER);
}

/*
 * Mid-p of k of n on that side when the log odds are normal about those of p with standard
 * deviation tau: the trapezoid rule over all normal scores that matter, in steps of a quarter of
 * what chance blurs, which for a smooth integrand is exact to many digits. The middle is moved so
 * that the mean share is p to second order.
 */
static double
log_odds(int64_t k, int64_t n, double p, double tau, enum cs_tail side)
{
	double middle = log(p / (1 - p)) - tau * tau * (1 - 2 * p) / 2;
	double share = ((double)k + .5) / ((double)n + 1), sum = 0;
	double at = (log(share / (1 - share)) - middle) / tau;
	double blur = 1 / (tau * sqrt((double)n * share * (1 - share)));
	double step = fmin(.25, fmax(blur / 2, .01)), from, to;

	from = side == CS_UPPER ? fmax(-9, at - 9 * blur) : -9;
	to = side == CS_UPPER ? 9 : fmin(9, at + 9 * blur);
	for (int i = 0; from + i * step <= to; i++) {
		double z = from + i * step, q = 1 / (1 + exp(-middle - tau * z));
		double beyond_k = cs_dist_binom(side == CS_UPPER ? k : k - 1, n, q, side);

		sum += exp(-z * z / 2) * (beyond_k + cs_dist_binom_pmf(k, n, q) / 2);
	}
	return sum * step * ROOT_2PI_INVERSE;
}

/* One-sided p of having x. */
static double
chance(const struct cs_over *f, const struct cs_over_unit *u, double x, enum cs_tail side)
{
	double mean, var, n = (double)u->n, plain, rho, p;

	honest(f, u, &mean, &var);
	if (!f->share)
		return cs_dist_t((x - mean) / sqrt(var), f->df, side);
	plain = mean * (1 - mean / n);
	rho = u->n > 1 ? (var / plain - 1) / (n - 1) : 0;
	rho = fmin(fmax(rho, 0), .99);
	p = cs_over_midp(llround(x), u->n, mean / n, rho, side);
	if (p > 0 && p < REMARKABLE && rho > 0 && f->tau > 1e-3)
		p = fmax(p, log_odds(llround(x), u->n, mean / n, f->tau, side));
	return heavier(p, f->df);
}

double
cs_over_p(const struct cs_over *f, const struct cs_over_unit *u, enum cs_tail side)
{
	if (f->flag != CS_FLAG_NONE || !takes_part(u, f->share))
		return CS_DIST_BAD;
	return chance(f, u, u->observed, side);
}

double
cs_over_least(const struct cs_over *f, const struct cs_over_unit *u, enum cs_tail side)
{
	if (f->flag != CS_FLAG_NONE || !takes_part(u, f->share))
		return CS_DIST_BAD;
	if (!f->share)
		return 0;
	return chance(f, u, side == CS_UPPER ? (double)u->n : 0, side);
}

double
cs_over_z(const struct cs_over *f, const struct cs_over_unit *u)
{
	double mean, var;

	if (f->flag != CS_FLAG_NONE || !takes_part(u, f->share))
		return 0;
	honest(f, u, &mean, &var);
	return (u->observed - mean) / sqrt(var);
}
