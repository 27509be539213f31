/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Distribution functions. This is the only user of Rmath, the mathematics library of R, and it
 * keeps away from the rest what Rmath would do to a pipeline: Rmath prints its warnings on standard
 * output, into the data. So every argument is checked here before Rmath sees it, and the quantiles
 * of the continuous distributions with shape parameters are found here, by bisection over the
 * distribution functions, because Rmath's own print "not accurate" for arguments that are fine.
 *
 * No function gives NaN. A probability whose arguments are outside the domain (a shape that is not
 * positive, a NaN anywhere) is CS_DIST_BAD, a negative number that no probability is; a quantile
 * that does not exist or is not finite is `false`. Shapes are good from 1e-10 to 1e15 and counts to
 * 1e15 (twice that for degrees of freedom): wide enough for anything counted, and inside it Rmath
 * is silent (tests/unit/dist.c walks the whole range with standard output watched).
 *
 * Tails: the upper tail is computed as such and is never 1 minus the lower, so that it is good to
 * a relative 1e-12 also at 1e-300. Everything here is thread-safe and has no state.
 *
 * Sources: Rmath (pnorm: Cody; qnorm: Wichura AS 241; pgamma: Morten Welinder's; pbeta: TOMS 708;
 * binomial and Poisson probabilities: Loader's saddle point).
 */
#ifndef CS_STAT_DIST_H
#define CS_STAT_DIST_H

#include <stdbool.h>
#include <stdint.h>

#define CS_DIST_BAD (-1.0)

enum cs_tail {
	CS_LOWER, /* P(X <= x) */
	CS_UPPER, /* P(X > x) */
};

/* The standard normal distribution; x may be infinite. */
double cs_dist_norm(double x, enum cs_tail tail);

/* *x with that probability in that tail; false unless 0 < p < 1. */
bool cs_dist_norm_quantile(double p, enum cs_tail tail, double *x);

/*
 * The z of a two-sided interval of that level (0 < level < 1): 1.9599639845 for .95. A level
 * outside gives 0, so that an interval has no width rather than a wrong one.
 */
double cs_dist_z(double level);

/* Gamma with shape a > 0 and scale 1: the regularised incomplete P(a, x) and Q(a, x). */
double cs_dist_gamma(double x, double a, enum cs_tail tail);
bool cs_dist_gamma_quantile(double p, double a, enum cs_tail tail, double *x);

/* Beta with shapes a > 0 and b > 0: I_x(a, b). Below 0 and above 1 it is 0 or 1. */
double cs_dist_beta(double x, double a, double b, enum cs_tail tail);
bool cs_dist_beta_quantile(double p, double a, double b, enum cs_tail tail, double *x);

/* Student's t with df > 0 (need not be whole). The quantile: 0 < p < 1. */
double cs_dist_t(double t, double df, enum cs_tail tail);
bool cs_dist_t_quantile(double p, double df, enum cs_tail tail, double *t);

/* The probability of a t at least as far from 0 on either side. */
double cs_dist_t_two_sided(double t, double df);

/* Chi-squared with df > 0 and F with df1, df2 > 0. */
double cs_dist_chi2(double x, double df, enum cs_tail tail);
double cs_dist_f(double x, double df1, double df2, enum cs_tail tail);

/* The quantile of F: 0 < p < 1. */
bool cs_dist_f_quantile(double p, double df1, double df2, enum cs_tail tail, double *x);

/*
 * Binomial: n >= 0 trials, probability 0 <= p <= 1. CS_LOWER is P(X <= k), CS_UPPER is P(X > k):
 * "k or more" is CS_UPPER of k - 1. k may be any number. The quantile is the smallest r with
 * P(X <= r) >= q.
 */
double cs_dist_binom(int64_t k, int64_t n, double p, enum cs_tail tail);
double cs_dist_binom_pmf(int64_t k, int64_t n, double p);
bool cs_dist_binom_quantile(double q, int64_t n, double p, int64_t *r);

/* Poisson with mean >= 0, in the same way. */
double cs_dist_pois(int64_t k, double mean, enum cs_tail tail);
double cs_dist_pois_pmf(int64_t k, double mean);
bool cs_dist_pois_quantile(double q, double mean, int64_t *r);

/*
 * Negative binomial with size > 0 and success probability 0 < p <= 1 (mean size (1 - p) / p):
 * counts that vary more than Poisson's.
 */
double cs_dist_nbinom(int64_t k, double size, double p, enum cs_tail tail);

/*
 * Hypergeometric: of good + bad things `drawn` are taken (0 <= drawn <= good + bad), and X of these
 * are good; none of the counts below 0, and their sum at most 1e15.
 */
double cs_dist_hyper(int64_t k, int64_t good, int64_t bad, int64_t drawn, enum cs_tail tail);
double cs_dist_hyper_pmf(int64_t k, int64_t good, int64_t bad, int64_t drawn);

/*
 * The mid-p value of a discrete test in the upper tail: P(X > k) + P(X = k) / 2, from any two of
 * the above; less conservative than P(X >= k), with which discrete tests waste their level.
 */
static inline double
cs_dist_midp(double upper, double pmf)
{
	return upper < 0 || pmf < 0 ? CS_DIST_BAD : upper + pmf / 2;
}

/*
 * Logarithms of the gamma and beta functions for positive arguments, without libc's global
 * signgam, and the first two derivatives of the former. False outside 0 < x <= 1e300.
 */
bool cs_dist_lgamma(double x, double *r);
bool cs_dist_lbeta(double a, double b, double *r);
bool cs_dist_digamma(double x, double *r);
bool cs_dist_trigamma(double x, double *r);

#endif
