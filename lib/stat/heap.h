/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Heaps: too many values just inside a threshold (handle times under a target, answers within 20
 * seconds), and digits that nobody would draw. What honest values do near the threshold is taken
 * from the values around it: no peer group is needed, and no shape beyond smoothness.
 *
 * Counts of whole seconds are Poisson about a parabola in the logarithm, ln mu = b0 + b1 u + b2 u^2
 * + delta in the window, u = (t - c) / 60; the test is by likelihood ratio, z = sign(delta)
 * sqrt(LRT), one-sided. Simulated with lognormal times, 1,500 runs: size .051, .012, 0 at .05, .01,
 * .001 with 200 calls, .050 .008 .0013 with 1,000, .043 .006 .0013 with 10,000.
 *
 * Two looks guard against accusing a clock. Values taken from past the threshold must be missing
 * there: the same fit with the window behind it should be negative. And telephony that rounds to 5
 * or 10 seconds heaps everywhere: so does the fit at other places (cs_heap_look does both).
 *
 * For answers the counts are no guide, because each answer takes a caller away: cs_heap_hazard
 * asks how likely those who are still waiting are to be answered in the next second.
 *
 * Cost: about 10 rounds over the counts a fit, 5 us for two minutes of seconds. Nothing allocated.
 */
#ifndef CS_STAT_HEAP_H
#define CS_STAT_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stat/flag.h"

/* Fewer values than this around the threshold: no fit (SMALL_N). More counts than that: DOMAIN. */
enum { CS_HEAP_MIN = 50, CS_HEAP_MOST = 100000 };

/* Counts of n seconds in a row and where in them the threshold is: count[at] is at second c. */
struct cs_heap_counts {
	const int64_t *count; /* each 0 .. 10^12 */
	size_t n, at;
};

struct cs_heap {
	double delta;	 /* log of how many times too many are in the window */
	double se;	 /* of it; 0 where the window is empty or has all */
	double z;	 /* the signed root of the likelihood ratio */
	double p;	 /* one-sided: of so many or more when nothing heaps */
	double excess;	 /* exp(delta) - 1; -1 where the window is empty */
	double expected; /* in the window, by the fit without it */
	int64_t inside;	 /* in the window */
	double base[3];	 /* b0, b1, b2 */
	double phi; /* Pearson's chi-squared over degrees of freedom: near 1 where all is well */
	enum cs_flag flag; /* NONE: all is there; else SMALL_N or DOMAIN, and nothing is */
};

/*
 * The fit with a window of the counts from <= i < to, 0 <= from < to <= n, which must leave at
 * least four counts outside (DOMAIN).
 */
struct cs_heap cs_heap_fit(const struct cs_heap_counts *c, size_t from, size_t to);

/* One threshold, looked at from all sides. */
struct cs_heap_seen {
	struct cs_heap before; /* the window of `width` seconds before it */
	struct cs_heap behind; /* that of `missing` seconds from it on: negative when moved */
	double placebo; /* greatest z of windows that end 2 or 4 widths off it; -40: none fits */
};
struct cs_heap_seen cs_heap_look(const struct cs_heap_counts *c, size_t width, size_t missing);

/*
 * The exact test of three neighbours (Frandsen 2017): the middle one is too large if P(X >= at), X
 * binomial of all three with probability (1 + k) / (3 + k), is small. k >= 0 allows for curvature:
 * 0 none, .05 some, .2 much. CS_DIST_BAD for counts below 0.
 */
double cs_heap_three(int64_t below, int64_t at, int64_t above, double k);

/*
 * Answers: ln E[answered at t] = ln(waiting at t) + b0 + b1 u + delta in the last `width` seconds
 * up to the threshold + gamma from it on, u = (t - c) / scale. gamma < 0: callers past the
 * threshold are left to wait. z by Wald. Seconds in which nobody waits are left out.
 */
struct cs_heap_hazard {
	double base[2], delta, gamma;
	double z_base[2], z_delta, z_gamma;
	enum cs_flag flag; /* as above; SMALL_N counts answers */
};
struct cs_heap_hazard cs_heap_hazard(
    const struct cs_heap_counts *answered, const int64_t *waiting, size_t width, double scale);

/* Digits against what they should be. */
struct cs_heap_digits {
	double chi2, p;	 /* against each as likely as it should be */
	double share, z; /* of 0 and 5 among last digits, against a fifth */
	double mad;	 /* of first digits: mean absolute deviation of shares */
	int64_t n;
	enum cs_flag flag; /* SMALL_N: fewer than CS_HEAP_MIN, nothing else is there */
};

/* Last digits 0 .. 9 of times that people write down: each should be as frequent. */
struct cs_heap_digits cs_heap_last(const int64_t count[10]);

/*
 * First digits 1 .. 9 of amounts: Benford's law. Only for money over three orders of magnitude or
 * more; never for durations, which honest people do not spread like that.
 */
struct cs_heap_digits cs_heap_first(const int64_t count[9]);

#endif
