/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether forecasts came true: somebody was said to leave with some probability; did he?
 *
 *	discrimination	of one who left and one who did not, how often had the former the higher
 *			probability (1/2 where they were equal): the area under the curve, .5 for
 *			guessing. Where some were not watched for all of the time, Harrell's c: of
 *			two of whom is known who left first. Bounds by the infinitesimal jackknife,
 *			on the scale of the logit
 *	calibration	of those who were said to leave with 20 %, did 20 %? In tenths of them;
 *			and as a logistic line over the logit of what was said: slope 1 is right,
 *			less is too sure of itself; shift is what all were off by (0: nothing)
 *	Brier		the mean of (probability - what came)^2, against the same of one who says
 *			the seen share of everybody. Only less than that is better than nothing
 *	lift		how many times more of the first tenth left than of all: what it gains
 *			to call these
 *
 * Probabilities are whole millionths, so that those who were told the same are one bin and all that
 * is counted is exact. Everything merges by adding bins.
 */
#ifndef CS_STAT_FORECAST_H
#define CS_STAT_FORECAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stat/flag.h"

enum {
	CS_FORECAST_SURE = 1000000,
	CS_FORECAST_TENTHS = 10,
	CS_FORECAST_SMALL = 10, /* fewer to whom it happened or did not: small_n */
	CS_FORECAST_BOUNDS = 3, /* fewer: no bounds, since one or two do not show how they vary */
};

/* A probability in millionths, at least 1 and less than CS_FORECAST_SURE: nothing is certain. */
int32_t cs_forecast_round(double p);

/* Those who were told the same: n, of whom it happened to x. */
struct cs_forecast_bin {
	int32_t told; /* millionths, of cs_forecast_round */
	int64_t n, x; /* 0 <= x <= n, n > 0 */
};

/* Puts bins in order, those of the same probability together; the new n. */
size_t cs_forecast_sort(struct cs_forecast_bin *bin, size_t n);

/* All that follow take sorted bins. */

/* How well the two kinds are told apart: .5 .. 1, or less. n0: one kind has nobody. */
struct cs_est cs_forecast_auc(const struct cs_forecast_bin *bin, size_t n, double level);

/* The mean square, and that of the seen share; both exact before they are rounded. n > 0. */
struct cs_forecast_brier {
	double score, base;
};
struct cs_forecast_brier cs_forecast_brier(const struct cs_forecast_bin *bin, size_t n);

/*
 * Slope and shift, each with its bounds. zero_var: all were told the same (slope), or it happened
 * to all or none.
 */
struct cs_forecast_line {
	struct cs_est slope, shift;
};
struct cs_forecast_line cs_forecast_line(const struct cs_forecast_bin *bin, size_t n, double level);

/*
 * Tenths from the least probability to the greatest. A bin is in one of them as a whole, by where
 * its middle is: tenths are not equal where many were told the same, and some may be empty.
 */
struct cs_forecast_tenth {
	int64_t n, x;
	double told; /* mean probability; 0 where n is */
};
void cs_forecast_tenths(const struct cs_forecast_bin *bin, size_t n,
    struct cs_forecast_tenth tenth[CS_FORECAST_TENTHS]);

/*
 * Of the tenth of them (rounded up) with the greatest probability, the share to whom it happened,
 * with the bounds of that share; of a bin that the border cuts, the share that it has all over.
 * Divided by the share of all it is the lift.
 */
struct cs_est cs_forecast_top(const struct cs_forecast_bin *bin, size_t n, double level);

/* n who were told the same, and left at t, or were last seen there without. */
struct cs_forecast_seen {
	int32_t told;
	int32_t t;
	bool left;
	int64_t n; /* > 0 */
};

/* Harrell's c. Sorts seen by time. Who was last seen at t left later than who left at t. */
struct cs_est cs_forecast_concordance(struct cs_forecast_seen *seen, size_t n, double level);

#endif
