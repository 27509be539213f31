/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far a sum of weeks to come may be from what a level, or a line, through the weeks before
 * says, where nobody knows how weeks hang together.
 *
 * e are what is left of the weeks before when the fit is taken away. They may differ by luck alone;
 * a part of each may be like the one before (a campaign, a backlog), for short or for long; beside
 * these a steady drift may go on, or a season may run. Few weeks cannot tell which it is, and to
 * choose one, or to estimate how much weeks are alike and go on as if it were known, leaves bounds
 * too narrow. So all are asked, and each counts by how well it explains the weeks before:
 *
 *	e_t = b [+ c t] + z_t + u_t	u = v ((1 - q) white + q AR(rho))
 *
 *	rho	0, with q of no meaning: luck alone, which has .85 of the chances beforehand, and
 *		.5 where n < 26, as so few weeks hardly show what they are like; else
 *		.2 .4 .6 .75 .85 .92 .97, as sqrt(1 - rho), by each q of .25 .5 .75 1
 *	z	nothing; or, all sizes alike,
 *		a drift of d level t (.1 to 1), d normal with sd .0005 .001 .003 .01 a week; or
 *		a season (1 to 1), level (s sin + c cos) sqrt(2), period 52.18 weeks, s and c
 *		normal with sd .05 .1 .2 .4
 *
 * Under each the weeks to come have a mean m and a variance s^2 given those before (Kalman's filter
 * and generalised least squares, b and c flat, 1 / v: the sum is as t with n less what was fitted),
 * and the weeks before a likelihood w (restricted, v integrated out). half is where
 *
 *	sum w P(|m + s t| <= half) / sum w = confidence
 *
 * so bounds lie evenly about what the fit says, which stays what it is. Sizes of drift and season
 * are shares of the level, as they are in the world: of what is rare they are lost in the luck.
 */
#ifndef CS_STAT_ALIKE_H
#define CS_STAT_ALIKE_H

#include <stdbool.h>
#include <stddef.h>

enum cs_alike_beside { CS_ALIKE_NOTHING, CS_ALIKE_DRIFT, CS_ALIKE_SEASON };

struct cs_alike_in {
	const double *e; /* of n weeks that follow one another; the k to come follow at once */
	size_t n, k;
	bool line;    /* a line was fitted, not a level: another degree of freedom is gone */
	double level; /* of a week; 0 and less: nothing beside */
	double scale; /* what a week to come differs by, over a week before */
	enum cs_alike_beside beside;
	double confidence; /* .95 */
};

struct cs_alike {
	double half;  /* what is to come lies no further off */
	double alike; /* how much a week is like the one before, all taken together: 0 to .97 */
};

/* False where nothing can be said: n - 1, with line n - 2, is 0; the weeks do not differ. */
bool cs_alike_bounds(struct cs_alike *r, const struct cs_alike_in *in);

#endif
