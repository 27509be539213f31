/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Like for like: two sides of which one has another kind of people on it. Who needs help is not
 * who does not; so each stratum (tenure, value, trend) is compared within itself, and the strata
 * are put together by how many of those that are asked about (the target: first side) they have:
 *
 *	D = sum of w_s (a_s - b_s),	w_s = target_s / sum of target over the strata compared
 *
 * That is the effect on those it happened to, and nothing is assumed of how outcomes depend on the
 * strata. A stratum in which one side has nobody compares nothing: it is left out, and how many of
 * the target that costs is part of the answer. What strata do not know of is not mended: see the
 * E-value.
 *
 * How far off by chance. Strata of different people: the sum of the variances (cs_standard_diff),
 * or for shares of all that were followed to the end the estimate of Mantel and Haenszel, whose
 * variance by Sato is good for many small strata too (cs_mantel). Where one customer counts in
 * several strata, or weights are estimated, or the estimate is a product of many steps: leave out
 * one group of customers after the other and see how far the whole estimate moves
 * (cs_standard_leave). Groups are by a hash of the customer, so all of a customer is in one; sums
 * of groups are whole numbers that merge.
 */
#ifndef CS_STAT_STANDARD_H
#define CS_STAT_STANDARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stat/flag.h"

/* An estimate of one side in one stratum, with its variance. */
struct cs_standard_side {
	int64_t n; /* 0: nobody, and the rest is not looked at */
	double est;
	double var; /* of est; >= 0 */
};

struct cs_standard_stratum {
	int64_t target; /* how many it stands for, >= 0: mostly a.n */
	struct cs_standard_side a, b;
};

struct cs_standard {
	struct cs_est diff; /* a - b; n0: no stratum has both; zero_var: no spread at all */
	double a, b;	    /* the sides, on the target's strata */
	double se;
	int64_t target, compared; /* of all strata; of those that have both sides */
};

/* The standardised difference with its normal interval of that level (0 < level < 1). */
struct cs_standard cs_standard_diff(const struct cs_standard_stratum *s, size_t k, double level);

/*
 * A mean over a stretch of time when some are only followed for a part of it (Lin 1997): step by
 * step what those bring that are followed through the step, times the share of people that is
 * still there when it begins:
 *
 *	sum over k of S_(k-1) sum_k / n_k,	S_k = S_(k-1) (n_k - left_k) / n_k,	S_0 = 1
 *
 * Taking the mean of what was seen, or of those who were seen to the end, is the common mistake.
 * With everybody followed to the end (or gone before) it is the plain mean. Not whole numbers,
 * since strata may come weighted.
 */
struct cs_standard_step {
	double n;    /* followed through this step, there when it begins */
	double left; /* of them, gone in it, 0 .. n */
	double sum;  /* of what they brought in it */
};

/*
 * *mean and *stay (S after the last step; either may be NULL). False where nobody is followed
 * through a step that somebody may still live to see.
 */
bool cs_standard_lin(const struct cs_standard_step *step, size_t k, double *mean, double *stay);

/*
 * An estimate and what it would be with each of n groups of customers left out (the delete-a-group
 * jackknife; Kott 2001):
 *
 *	variance = (n - 1) / n x sum of (without_i - mean of without)^2,	t with n - 1
 *
 * NAN in without: that group alone made an estimate possible; it is counted as if it had not moved.
 * Fewer than CS_STANDARD_GROUPS: small_n, no interval. No movement at all: zero_var. *se may be
 * NULL; 0 where there is none.
 */
enum { CS_STANDARD_GROUPS = 8 };
struct cs_est cs_standard_leave(
    double est, const double *without, size_t n, double level, double *se);

/* A table of four in one stratum: with it and without it, of the first and of the second side. */
struct cs_mantel_table {
	int64_t a, b; /* first side: yes, no */
	int64_t c, d; /* second side: yes, no */
};

/*
 * Mantel and Haenszel, n1 = a + b, n0 = c + d, N = n1 + n0:
 *
 *	difference	sum (a n0 - c n1) / N  over  sum n1 n0 / N;	variance of Sato (1989)
 *	ratio		sum a n0 / N  over  sum c n1 / N;	Greenland and Robins (1985)
 *	odds		sum a d / N  over  sum b c / N;		Robins, Breslow, Greenland (1986)
 *	chi2		(sum a - E a)^2 / sum of n1 n0 m1 m0 / (N^2 (N - 1)), one degree, Cochran
 *
 * Intervals are normal, of ratios on the logarithm. A flag where something is 0 that must not be:
 * n0 without a stratum that has both sides; zero_var otherwise.
 */
struct cs_mantel {
	struct cs_est diff, ratio, odds;
	double diff_se, ratio_log_se, odds_log_se;
	double chi2, p;	     /* CS_DIST_BAD: no test */
	int64_t n, compared; /* of the first side: all; in strata that have both */
};
struct cs_mantel cs_mantel(const struct cs_mantel_table *t, size_t k, double level);

/*
 * The E-value (VanderWeele and Ding 2017): how strongly something that nobody looked at would have
 * to go together with both sides (who is on which, and what came of it), as ratios, to make an
 * association of that ratio out of nothing: r + sqrt(r (r - 1)), of 1 / r below 1. 1: it needs
 * nothing. r > 0, else 0.
 */
double cs_standard_evalue(double r);

/* That of the bound of the ratio next to 1; 1 where 1 is between them. 0 < lo <= hi, else 0. */
double cs_standard_evalue_bound(double lo, double hi);

#endif
