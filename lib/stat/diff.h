/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two sides of a comparison: how far apart they are, how far off that difference may be by chance,
 * and how often chance alone would make one as large. a is the side that is asked about, b the one
 * that it is held against; the difference is a - b. The sides are taken to be independent: where
 * the same customers are on both, chance makes less of a difference than is said here, or more.
 *
 * Which method where:
 *
 *	shares		Newcombe's score hybrid; z with the shares pooled, and the exact test of
 *			Fisher where fewer than 5 are expected in some cell of the table of four
 *	means		Welch: t with the degrees of freedom of Welch and Satterthwaite
 *	scores (NPS)	z with the variance of each side; bounds from those of adjusted Wald
 *	quantiles	bounds from those by ranks of each side; how many of each side lie beyond
 *			the quantile of both together, compared as shares (Mood 1954). Nothing is
 *			assumed of the shape of the values, and nothing is drawn by chance
 *	counts		exact: given both together, one is binomial; bounds from Garwood's. Events
 *			that come in crowds vary more than that
 *	estimates	any with a standard error (survival): z
 *
 * Bounds that come from those of the sides are put together as Newcombe does: the difference -+ the
 * root of the squared distances of each side to its bound on that side (Zou and Donner 2008).
 *
 * Numbers over 10^15 have no p: nothing counted is as large, but cells can say so.
 *
 * Small numbers: with fewer than CS_DIFF_MIN observations on a side (of counts: in both together)
 * there is no p, whatever was found, since such a test could hardly find anything; the bounds are
 * there and wide. That depends on how many there are and not on what came out, so leaving these
 * out of the tests that are counted (stat/bh.h) is no cheating.
 */
#ifndef CS_STAT_DIFF_H
#define CS_STAT_DIFF_H

#include <stdint.h>

#include "stat/flag.h"
#include "stat/hist.h"
#include "stat/moments.h"

enum { CS_DIFF_MIN = 10 };

struct cs_diff {
	struct cs_est est; /* a - b with its bounds, as the intervals have them */
	double p;	   /* two-sided; CS_DIST_BAD: no test */
};

/* x true of n. */
struct cs_diff_share {
	int64_t x, n;
};

/* In -1 .. 1 units of the shares. n0, domain: as cs_interval_wilson. */
struct cs_diff cs_diff_shares(struct cs_diff_share a, struct cs_diff_share b, double level);

/* Exactly: the probability of a table of four no likelier than this one, sums fixed. */
double cs_diff_fisher(struct cs_diff_share a, struct cs_diff_share b);

/* In the unit of the moments. Less than two values on a side, or all equal on both: zero_var. */
struct cs_diff cs_diff_means(const struct cs_moments *a, const struct cs_moments *b, double level);

/* In -1 .. 1. Where all answers of a side are alike, its variance is that of adjusted Wald. */
struct cs_diff_score {
	int64_t down, mid, up;
};
struct cs_diff cs_diff_scores(struct cs_diff_score a, struct cs_diff_score b, double level);

/*
 * a events in `ratio` (> 0) times the time in which there were b: the difference of the counts as
 * they are, with bounds; p is of equal rates.
 */
struct cs_diff cs_diff_counts(int64_t a, int64_t b, double ratio, double level);

/*
 * The quantile num / den (0 < num < den) of the values of each side; est is what is shown as it,
 * by nearest rank or between ranks. No bounds where a side has too few for ranks: small_n.
 */
struct cs_diff_values {
	const struct cs_bins *bins;
	double est;
};
struct cs_diff cs_diff_quantiles(
    struct cs_diff_values a, struct cs_diff_values b, int64_t num, int64_t den, double level);

/* An estimate from n observations with standard error se (0: there is none: zero_var). */
struct cs_diff_estimate {
	double est, se;
	int64_t n;
};
struct cs_diff cs_diff_estimates(
    struct cs_diff_estimate a, struct cs_diff_estimate b, double level);

#endif
