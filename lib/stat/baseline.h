/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What would have been: a series of weeks after something happened against what the weeks before
 * it lead one to expect, and how far off that may be.
 *
 * The weeks y are compared with a reference x, week by week, that what happened did not touch: a
 * group of customers whom it did not concern (difference in differences, on ratios), the same weeks
 * of the year before, or nothing (x = 1: the level of the weeks before). Over the n weeks before,
 * r = sum y / sum x; over the weeks after, r sum x is expected. So growth and season are those of
 * the reference. With trend, y / x is not level but a straight line in time:
 *
 *	expected = r K + s d	r = Y / X, tm = sum x t / X, s = sum (t - tm) y / sum x (t - tm)^2,
 *				K = sum x after, d = sum x (t - tm) after
 *
 * the least squares with weights 1 / x. Estimates are exact rationals of exact numbers; only how
 * far off they may be is real: of what is left of the weeks before, y - fit, stat/alike says how
 * far the sum of k weeks to come may be from 0, where nobody knows how weeks hang together. Weeks
 * to come vary with the square root of their reference, K / k over X / n.
 *
 *	bounds = more -+ half		se = half / t(df)	df = n - 1, with trend n - 2
 *
 * This is the error of a prediction: of what there would have been in those very weeks, luck
 * included, which is what "caused by it" is counted against. It comes from how weeks differ from
 * week to week, so it has whatever makes them differ by more than Poisson's.
 *
 * A reference is itself luck, so no week is weighed by its own: of a reason that is rare there are
 * weeks with none the year before, and to leave these out, or to divide by what is nearly none,
 * makes of 500 intervals 430 hold the truth, and of a small untouched group 97.
 *
 * By simulation (weeks of 2 to 1000 contacts of customers who come, go and call again, differing by
 * 8 to 20 % beside Poisson's, handle times that differ, seasons, holidays, growth; 120 to 150 runs
 * a case, some 2 in 100 either way), 95 % intervals hold, of n weeks before and k after:
 *
 *				a line, 52 / 26	the year before, 26 / 26	others, 104 / 26
 *	luck alone		97 to 99	95 to 97		93 to 97
 *	alike by .6		96		89 to 92		94
 *	alike by .8		91 to 94	72 to 87		89 to 95
 *	campaigns, 3 to 6 weeks	94 to 97	85 to 91		93 to 97
 *	200 customers who go	88		76			84
 *	30 customers		95		86			79
 *	a walk of 3 % a week	70		51			77
 *	a season of 10 to 20 %	82 to 88	95			95
 *	a drift of .2 % a week	99		95			87
 *
 * where bounds by the first autocorrelation hold 55 to 60 (season, a line), 3 (drift, others), 37
 * (walk, others) and elsewhere up to 15 fewer. Of 8 to 12 weeks before bounds hold 99 where there
 * is luck alone, 88 to 95 where weeks are alike by .6, and 73 to 91 by .8.
 *
 * So what is alike for long cannot be learnt of few weeks; `alike` and drift_p are there to be
 * said. A trend that is modelled only where a test finds one covers in 91, and with growth, against
 * a level, in less than half: so a level (x = 1) wants its trend always, and a reference that grows
 * as well wants none.
 */
#ifndef CS_STAT_BASELINE_H
#define CS_STAT_BASELINE_H

#include <stddef.h>
#include <stdint.h>

#include "base/ratio.h"
#include "stat/alike.h"
#include "stat/flag.h"

/* A week: what there was, the reference, and when, in weeks (those before below 0). */
struct cs_baseline_week {
	const struct cs_ratio *y, *x; /* x NULL: 1 */
	int32_t t;
};

struct cs_baseline_in {
	const struct cs_baseline_week *before, *after;
	size_t n, k;
	bool trend;
	enum cs_alike_beside beside; /* what may run that neither x nor the trend has */
	double level;		     /* of the bounds, .95 */
};

struct cs_baseline {
	bool ok; /* expected and more are there */
	bool ci; /* lo, hi, se, df are there */
	enum cs_flag flag;
	struct cs_ratio expected, more; /* of all weeks after: r, and observed - expected */
	double lo, hi;			/* of more */
	double se, df;			/* (more - truth) / se is as t */
	double spread;			/* s2 over r: 1 is Poisson's; 0: not known */
	double alike;			/* how much a week is like the one before: 0 to .97 */
	double drift;	/* change of y / x a week over its level, as it was before */
	double drift_p; /* chance of as much without any; 1: not known */
};

/* b is zeroed by it, and to be finished in any case. Weeks before the first with an x above 0 are
 * left out: there was no reference. A sum of x that is 0 or less before is none (not ok); after, it
 * leaves no bounds. */
void cs_baseline_make(struct cs_baseline *b, const struct cs_baseline_in *in);
void cs_baseline_finish(struct cs_baseline *b);

/* What is expected in one week, for drawing: a week of `after` or `before` as make was given it. */
void cs_baseline_week(
    struct cs_ratio *expected, const struct cs_baseline_in *in, const struct cs_baseline_week *w);

/*
 * A difference of independent estimates a - b with bounds (MOVER: Zou and Donner 2008): each may
 * have bounds that lie unevenly. One without ci counts as known. r may be one of them.
 */
void cs_baseline_difference(struct cs_est *r, const struct cs_est *a, const struct cs_est *b);

#endif
