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
 * the sum of these; between and mu follow by the same method from those (stat/shrink). icc =
 * between / (between + within): of how members truly differ, chance taken out, the part that lies
 * between units. stat/icc is the analysis of variance of figures that are equally well known; this
 * is for members of twenty contacts beside those of nine hundred.
 *
 * Where every unit has one member, nothing tells the two apart: within is 0, and icc is 1 or 0.
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

struct cs_nest {
	double within;
	double icc;		 /* 0 .. 1; negative: one unit, or no unit of two members */
	struct cs_normal2 units; /* between is its tau2; fitted to the units */
};

/* Fills out, by unit. Some 100 passes over the members. */
struct cs_nest cs_nest_fit(const struct cs_nest_in *in, struct cs_nest_unit *out);

#endif
