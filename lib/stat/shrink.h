/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shrinkage: how good each of many groups (agents, teams) really is, when some have few contacts.
 * The groups themselves tell how much they truly differ; each one's own figure is then pulled
 * towards the common one by as much as chance may have pushed it away. Raw rates do the opposite:
 * the best and the worst of a list are nearly always those with the fewest contacts.
 *
 * Shares (y of n) are beta-binomial, means are normal-normal. Where the groups differ by no more
 * than chance explains, the fit says no_spread, and nobody should be told apart.
 *
 * Groups with n = 0 take no part in a fit; their posterior is the prior.
 */
#ifndef CS_STAT_SHRINK_H
#define CS_STAT_SHRINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stat/flag.h"
#include "stat/moments.h"

/* What is believed of one group after its data: mean and variance of what is true of it. */
struct cs_post {
	double mean;
	double var;
	double reliability; /* 0 .. 1: the weight of its own data against the common figure */
};

/* True shares vary as Beta(alpha, beta) between the groups. */
struct cs_betabinom {
	double p; /* their mean: alpha / m */
	double m; /* alpha + beta: the common figure weighs as much as m contacts */
	double alpha, beta;
	double rho;	   /* correlation within groups: 1 / (m + 1) */
	size_t used;	   /* groups with n > 0 */
	enum cs_flag flag; /* NONE, NO_SPREAD (p is there, the rest not), N0 */
};

/*
 * By moments (Kleinman 1973, weights n): closed form, the default. 0 <= y <= n. With
 * p = sum y / sum n, S = sum n (y/n - p)^2, A = sum (1 - n/N), B = sum n (1 - n/N):
 * rho = (S - p(1-p) A) / (p(1-p) (B - A)). NO_SPREAD when rho <= 1e-4, when p is 0 or 1, with fewer
 * than 3 groups or none with more than one contact. rho is kept below .99.
 */
struct cs_betabinom cs_shrink_moments(const int64_t *y, const int64_t *n, size_t k);

/*
 * By maximum likelihood, begun from the moments; NO_SPREAD is theirs, since the likelihood then
 * has no maximum to find. *loglik (may be NULL): with the binomial coefficients.
 */
struct cs_betabinom cs_shrink_mle(const int64_t *y, const int64_t *n, size_t k, double *loglik);

/* The posterior Beta(alpha + y, beta + n - y); the fit must have no flag. */
struct cs_post cs_betabinom_post(const struct cs_betabinom *f, int64_t y, int64_t n);

/* Its interval of that level: equal tails. */
struct cs_est cs_betabinom_interval(
    const struct cs_betabinom *f, int64_t y, int64_t n, double level);

/* True means vary as Normal(mu, tau2) between the groups. */
struct cs_normal2 {
	double mu;	   /* the common mean, weighted by 1 / (v + tau2) */
	double tau2;	   /* 0: no spread */
	double se_mu;	   /* standard error of mu */
	double q;	   /* Cochran's Q: what tau2 = 0 leaves */
	size_t used;	   /* groups that took part */
	enum cs_flag flag; /* NONE, NO_SPREAD (mu is there), N0 */
};

/*
 * By Paule and Mandel (1982): tau2 solves sum (y - mu)^2 / (v + tau2) = k - 1, by bisection; 0 and
 * NO_SPREAD when Q(0) <= k - 1 or k < 3. v[i] is the variance of the mean y[i], which is that of
 * one contact over n: take it from all groups (cs_shrink_pooled), because a group with one contact
 * or equal scores would claim to be exact. v[i] <= 0 marks a group without data.
 */
struct cs_normal2 cs_shrink_normal(const double *y, const double *v, size_t k);

/* The posterior of a group; v <= 0: it has no data. The fit may have no flag or NO_SPREAD. */
struct cs_post cs_normal2_post(const struct cs_normal2 *f, double y, double v);

/* The variance of the posterior with that of mu in it: for intervals of one group alone. Between
 * groups the error of mu is common and cancels. */
double cs_normal2_var(const struct cs_normal2 *f, double v);

/*
 * The variance within groups, pooled: sum of squared deviations over sum of n - 1. False when no
 * group has two values, or all values within each are equal.
 */
bool cs_shrink_pooled(const struct cs_moments *m, size_t k, double *variance);

/*
 * The least n whose reliability n / (n + m) is at least r (0 < r < 1), m > 0; at most 10^12. For
 * means m is v1 / tau2, v1 the variance of one contact.
 */
int64_t cs_shrink_enough(double m, double r);

#endif
