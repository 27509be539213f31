/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Intervals: how far off a share, a mean, a score, a quantile or a count may be by chance. All are
 * two-sided; level is .95 for a 95 % interval (0 < level < 1). Each gives the estimate with it.
 *
 * Which one where: Wilson for shares, everywhere, since it is right for few contacts and at 0 and
 * 100 % and never leaves 0 .. 1; Clopper-Pearson where a guarantee is asked for (it is wider); the
 * score hybrid of Newcombe for the difference of two shares; adjusted Wald for NPS, because plain
 * Wald says of 12 promoters out of 12 that the NPS is exactly 100; t for means; binomial order
 * statistics for quantiles; the exact Poisson interval for counts and for observed over expected.
 */
#ifndef CS_STAT_INTERVAL_H
#define CS_STAT_INTERVAL_H

#include <stdbool.h>
#include <stdint.h>

#include "stat/flag.h"
#include "stat/moments.h"

/*
 * x of n, 0 <= x <= n (else flag domain; n = 0: n0).
 * Wilson 1927: (x + z^2/2 -+ z sqrt(x (n - x) / n + z^2/4)) / (n + z^2).
 */
struct cs_est cs_interval_wilson(int64_t x, int64_t n, double level);

/* Clopper and Pearson 1934: beta quantiles; 0 and 1 exactly at the ends. */
struct cs_est cs_interval_exact(int64_t x, int64_t n, double level);

/*
 * x1/n1 - x2/n2 (Newcombe 1998, his method 10): d -+ the root of the squared distances of each
 * share to the Wilson limit on its side. n0 when either is empty.
 */
struct cs_est cs_interval_difference(int64_t x1, int64_t n1, int64_t x2, int64_t n2, double level);

/*
 * Net promoter score in -1 .. 1 of so many detractors, passives and promoters: (P - D) / n. Bounds
 * by Wald after adding .75, 1.5 and .75 (Rocks 2016), cut at -1 and 1, and moved out to the score
 * where its shifted centre leaves that outside, as it does of one answer. *se (may be NULL) is that
 * of the score as it stands, sqrt(((P + D)/n - s^2) / n).
 */
struct cs_est cs_interval_nps(
    int64_t detractors, int64_t passives, int64_t promoters, double level, double *se);

/*
 * The mean of whole numbers with Student's t. With one value, or all equal: the mean without bounds
 * and zero_var, since t would promise an interval of no width. *sd (may be NULL) gets the standard
 * deviation (n - 1), 0 when there is none.
 */
struct cs_est cs_interval_mean(const struct cs_moments *m, double level, double *sd);

/*
 * The ranks (1-based) of the values that enclose the quantile num / den of n values: the largest
 * lo with P(B < lo) <= (1 - level)/2 and the smallest hi with P(B >= hi) <= (1 - level)/2 for
 * B ~ Bin(n, num/den), so that the interval holds the true quantile at least that often whatever
 * the distribution. False when n is too small for both: 5 values bound a median at 93 % at most,
 * and a p95 needs 72 for 95 %.
 */
bool cs_interval_ranks(int64_t n, int64_t num, int64_t den, double level, int64_t *lo, int64_t *hi);

/*
 * A count o >= 0 of independent events (Garwood 1936), over what was expected (> 0; 1 for the
 * count itself): est = o / expected, bounds by gamma quantiles.
 */
struct cs_est cs_interval_poisson(int64_t o, double expected, double level);

#endif
