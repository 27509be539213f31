/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scorecards: which metrics of a set of cells make a score, and with what weights; what was counted
 * of them is for desk/rankcount. The default is lib/data/scorecard: the outcome metrics that are
 * there.
 *
 * On a scorecard stand shares, means and net promoter scores, because how far those may be off by
 * chance follows from their cells. A card without a single outcome is refused: speed alone says who
 * hurries, not who helps.
 */
#ifndef CS_DESK_SCORECARD_H
#define CS_DESK_SCORECARD_H

#include "base/arena.h"
#include "base/dec.h"
#include "base/err.h"
#include "desk/cell.h"

struct cs_card_item {
	const struct cs_metric *metric;
	size_t index;	      /* of the metric in the cells */
	struct cs_dec weight; /* > 0 */
	bool down;	      /* lower is better */
};

/* Zeroed is empty. What it holds lives in the arena it was made in. */
struct cs_card {
	struct cs_card_item *item;
	size_t n;
};

/*
 * Chooses the metrics by a list, NAME[:WEIGHT[:up|down]],... ; its p NULL: the default card. A name
 * is that of a metric in the cells (repeat_1d), its entry in the dictionary (repeat), or a name of
 * the default card (csat). The weight is a decimal over 0, 1 when left out. A metric without a
 * direction of its own needs one. Errors (2) list the metrics there are; nothing to choose, twice
 * the same metric, and a card of speed and volume alone are errors (2) with hints.
 */
int cs_card_choose(struct cs_arena *a, const struct cs_cells *c, struct cs_str list,
    struct cs_card *card, struct cs_err *e);

/*
 * A part as options write it: "0.2", ".2" or "20%". False when it is not one or not in 0 .. 1.
 */
bool cs_card_part(struct cs_str s, double *part);

#endif
