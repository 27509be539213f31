/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sums that should be those of a lot drawn by chance: who got the easy contacts, who was asked,
 * whose ratings go with how few answered. In each test the totals of a stratum are taken as they
 * are, and only who got what is left to chance; so it holds whatever the difficulty of a stratum.
 *
 * Collected stratum by stratum with the _add functions; shards and strata merge by adding the
 * structs' fields. Everything is pure arithmetic, constant in time unless said.
 */
#ifndef CS_STAT_PICK_H
#define CS_STAT_PICK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stat/dist.h"
#include "stat/moments.h"

/* An observed sum against its permutation distribution. Zeroed is empty. */
struct cs_pick {
	double observed, expected, var;
	int64_t n;     /* contacts of the unit in strata where there was a choice */
	size_t strata; /* such strata */
};

/*
 * One stratum (queue x quarter of an hour): `all` are the difficulties of all contacts in it,
 * `own` of those that the unit took (a part of these). Difficulty is what was known before: the
 * usual handle time of such a reason. With n of N, mean d and variance S^2 (N - 1) of all:
 * E += n d, V += n (N - n) / N S^2. A stratum where one took all, or all are equal, adds nothing.
 */
void cs_pick_add(struct cs_pick *p, const struct cs_moments *own, const struct cs_moments *all);

/* (observed - expected) / sqrt(var), below 0: easier than by chance; 0 when nothing was added. */
double cs_pick_z(const struct cs_pick *p);

/*
 * Two groups by two outcomes over strata (Cochran, Mantel and Haenszel): were those with a sign of
 * a bad contact surveyed as often as the others of the same queue?
 */
struct cs_pick_table {
	int64_t a, b; /* first group: with the outcome, without */
	int64_t c, d; /* second group */
};
struct cs_pick_cmh {
	double observed, expected, var; /* of a */
	double above, below;		/* sums of a d / n and b c / n: the odds ratio */
};
void cs_pick_table(struct cs_pick_cmh *m, const struct cs_pick_table *t);

/* z without continuity correction (its square is chi-squared with 1 df); 0: nothing was added. */
double cs_pick_cmh_z(const struct cs_pick_cmh *m);

/* The Mantel-Haenszel odds ratio; false when it is 0 / 0 or infinite. */
bool cs_pick_cmh_odds(const struct cs_pick_cmh *m, double *odds);

/*
 * Spearman's correlation of ranks with mean ranks for ties, and its two-sided p by Student's t
 * with n - 2 df. False with n < 3 or when one side is all equal. n log n time; no NaN.
 */
bool cs_pick_spearman(const double *x, const double *y, size_t n, double *rho, double *p);

/*
 * P(X >= k) of a sum of independent trials with different probabilities (Poisson-binomial): count
 * of m groups, n[i] trials with probability p[i] each. Exact by dynamic programming, k operations a
 * trial and k + 1 doubles: meant for k up to some thousands. Mid-p with `mid`: half of P(X = k) is
 * left out. CS_DIST_BAD outside the domain.
 */
double cs_pick_poisbinom(int64_t k, const int64_t *n, const double *p, size_t m, bool mid);

/*
 * P(X >= k) of a count with that expectation (> 0): mid-p by `mid`. For counts against counts where
 * units do not differ honestly; else stat/over.h.
 */
double cs_pick_poisson(int64_t k, double expected, bool mid);

#endif
