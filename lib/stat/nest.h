/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Members within units: agents in teams. What a team is better by is a mean over its agents, not
 * over its contacts: with ten thousand contacts of four agents one knows four agents well, and of
 * the team only what four people say of it.
 *
 *	y_a = mu + unit + member + chance,	chance Normal(0, v_a) known,
 *	unit Normal(0, between), member Normal(0, within)
 *
 * within is that of Paule and Mandel inside the units: it solves sum over all members of
 * (y_a - ybar)^2 / (v_a + within) = N - k, ybar the weighted mean of the unit, N members, k units.
 * A unit's figure is the mean of its members with weights 1 / (v_a + within), its variance 1 over
 * the sum of these; between and mu follow by the same method from those (stat/shrink).
 *
 * How much may be said of units at all is the part of what members truly differ by, chance taken
 * out, that lies between them: icc = between / (between + within), here of the analysis of variance
 * with those weights, W_u a unit's sum of them, W all of them:
 *
 *	F = sum of W_u (y_u - ybar)^2 / (k - 1),	between = (F - 1) / n0
 *	n0 = (W - sum of W_u^2 / W) / (k - 1)
 *
 * and its bounds those of F with k - 1 and N - k degrees of freedom. With members that are equally
 * and exactly known that is the textbook's intraclass correlation and n0 the mean size of units;
 * this is for members of twenty contacts beside those of nine hundred. With few units the bounds
 * are wide: six leaders with ten agents each may have anything from nothing to a half. Where chance
 * is as large as what members differ by, within is not known as well as the bounds take it, and
 * they hold the truth in nine of ten cases (tests/unit/nest.c).
 */
#ifndef CS_STAT_NEST_H
#define CS_STAT_NEST_H

#include <stdint.h>

#include "stat/shrink.h"

/* Members, by index. v <= 0: nothing is known of the member. */
struct cs_nest_in {
	const double *y, *v;
	const uint32_t *unit; /* below units */
	size_t n, units;
};

struct cs_nest_unit {
	size_t members; /* of whom anything is known */
	double y, v;	/* its figure, and the variance of that; v 0: nothing is known */
	double stays;	/* of v: what is left when chance is gone, the members' own differences */
};

/* Of the bounds of icc. */
#define CS_NEST_LEVEL .95

struct cs_nest {
	double within;
	double f, p; /* as above, and how often as much comes without units; p CS_DIST_BAD: none */
	/* est 0 .. 1, lo from -1 on. None: one unit, no unit of two members, or nobody differs; no
	 * bounds where the members of all units are alike but for chance. */
	struct cs_est icc;
	struct cs_normal2 units; /* between is its tau2; fitted to the units */
};

/* Fills out, by unit. Some 100 passes over the members. */
struct cs_nest cs_nest_fit(const struct cs_nest_in *in, struct cs_nest_unit *out);

#endif
