/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Consistency: in how many single periods a unit was better than the common figure, and whether its
 * figures vary from one to the next by more than chance. Arithmetic only.
 *
 * In each period each metric is held against what was common then, and the weighted sum is taken on
 * the scale of the ranking's window, unshrunk: a period is too short for more than its sign. The
 * figures x of a unit vary more than chance when the sum of (x - mean)^2 / variance over its
 * periods, mean weighted by 1 / variance, is beyond what chi-squared with one less degree of
 * freedom leaves in one case of 20.
 */
#ifndef CS_RANK_STEADINESS_H
#define CS_RANK_STEADINESS_H

#include "rank/score.h"

/* One unit; add up periods of several windows by the fields. */
struct cs_steady {
	uint32_t periods; /* in which something was observed */
	uint32_t better;  /* of these: better than the common figure */
	double w, wx, wxx;
};

/*
 * Adds a period to the rows, by unit. now: the scores of the window; period: those of the period,
 * of the same units and metrics.
 */
void cs_steady_add(
    struct cs_steady *row, const struct cs_scoring *now, const struct cs_scoring *period);

/* Whether a unit varies more than chance; false with fewer than two periods. */
bool cs_steady_uneven(const struct cs_steady *row);

#endif
