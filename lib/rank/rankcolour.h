/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What would change a colour: from which score on a unit has the next better one, and what its own
 * figure in one metric would have to be for that, all else as it is. For the person it is about: a
 * colour without that is a verdict, with it it is a distance.
 *
 * The chance of being among the best is that of lying beyond a line (the threshold form of
 * stat/band.h). So of a score with standard deviation sd the colours begin at
 *
 *	leaning red	line of the worst - z sd	green		line of the best + z sd
 *	orange		line of the worst		leaning green	line of the best
 *
 * z the quantile of what counts as sure. A metric's own figure moves the score by w r / tau for
 * each unit of it: w its weight, tau the true spread, r the reliability of the figure.
 *
 * The lines move a little with the unit itself, and shares weigh a little differently at other
 * levels: a figure here is "about so much", good to a tenth of the distance.
 */
#ifndef CS_RANK_RANKCOLOUR_H
#define CS_RANK_RANKCOLOUR_H

#include "rank/rankwork.h"

struct cs_rankcolour {
	const struct cs_rankwork *work;
	bool there;	    /* some are told, and something tells them apart */
	double best, worst; /* lines */
	double z;
};

/* Of a ranking that is made; in w->arena. */
struct cs_rankcolour cs_rankcolour_make(const struct cs_rankwork *w);

/*
 * The next better colour of a unit and the score from which on it has that; who is green has green,
 * and the score down to which that stays. False of those that cannot be told, where nothing tells
 * anybody apart, and of who misses a floor more likely than not: no score buys that back.
 */
bool cs_rankcolour_next(const struct cs_rankcolour *c, const struct cs_ranked *r,
    enum cs_band_word *next, double *score);

/* The unit's own figure in a metric that takes it to a score. False when no figure does (shares
 * stay in 0 .. 1), or nothing is known of the unit there. */
bool cs_rankcolour_figure(const struct cs_rankcolour *c, const struct cs_ranked *r, size_t metric,
    double score, double *figure);

#endif
