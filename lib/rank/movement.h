/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scores over time: whether a unit moved between two windows, or was only better or worse by luck.
 * Arithmetic only.
 *
 * Both windows are put on one scale, that of the present: its weights, its true spread tau, and how
 * much one observation says. Each has its own common figure mu, so that what moved for everybody (a
 * new questionnaire, a bad month) is nobody's movement. For one metric, with deviations d = figure
 * - mu, sampling variances s^2 and reliabilities R = tau^2 / (tau^2 + s^2):
 *
 *	expected	R_0 d_0: what the window before says of a unit that did not change. The rest
 *			of the way back to the common figure, (1 - R_0) d_0, is regression to the
 *			mean: who is called in because of a bad month gets better without a talk
 *	surprise	r = d_1 - R_0 d_0, with variance P = tau^2 (1 - R_0) + s_1^2 when nothing
 *			changed
 *	moved		k r with variance k P, k = tau^2 / (tau^2 + P): drawn towards no change as
 *			scores are drawn towards the common figure, taking it that units may change
 *			by as much as they differ from each other
 *
 * and moved of the score is the weighted sum over the metrics that both windows have, in true
 * standard deviations, turned so that more is better. So luck twice is a movement less often than
 * the level says, and what is called a movement is not larger than it is on average.
 *
 * A share's variances are those at the level where the unit stood: p (1 - p) in place of mu (1 -
 * mu), since three complaints of 1000 scatter less than 30; those of rates likewise. Of teams tau^2
 * is with what their members differ by, which is no chance: the same people are there in the next
 * window, and where they are not, the team is another.
 */
#ifndef CS_RANK_MOVEMENT_H
#define CS_RANK_MOVEMENT_H

#include "rank/score.h"

enum cs_moved {
	CS_MOVED_UNKNOWN, /* not in both windows, or with too few observations */
	CS_MOVED_LUCK,	  /* could be luck */
	CS_MOVED_BETTER,
	CS_MOVED_WORSE,
};

struct cs_movement_row {
	enum cs_moved how;
	/* Unless UNKNOWN: */
	double before;	      /* the score before: the sum of the expected */
	double moved, lo, hi; /* with its interval; lo > 0: better, hi < 0: worse */
	double p;	      /* one-sided, of better: how often luck makes as much, or more */
	int most;	      /* the metric that moved the score most, in its direction; -1: none */
	double was;	      /* the figure of that metric before, as observed */
	int64_t was_n;	      /* of so many */
};

struct cs_movement {
	struct cs_movement_row *row; /* by unit */
	size_t known, better, worse; /* of all units, told or not */
};

struct cs_movement_from {
	const struct cs_scoring *now, *before; /* of the same units and metrics */
	double level;			       /* of the intervals */
	int64_t min_n; /* units with fewer observations in either window are unknown */
};

/* In the arena. When nothing tells the units apart now, all are unknown. */
struct cs_movement cs_movement_make(struct cs_arena *a, const struct cs_movement_from *from);

/* "better", "worse", "could be luck"; NULL for unknown. */
const char *cs_moved_name(enum cs_moved how);

/*
 * The variance of one observation of a unit by chance, so that a figure of n observations has this
 * over n; the fit may have no flag. common is the common figure of a period: of shares and rates
 * the variance is that of a figure as far from it as the unit is believed to be from that of the
 * fit.
 */
double cs_movement_variance(
    const struct cs_score_fit *fit, const struct cs_score_part *part, double common);

#endif
