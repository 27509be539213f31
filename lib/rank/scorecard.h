/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scorecards: which metrics of a set of cells make a score, and with what weights; what was counted
 * of them is for rank/rankcount. The default is lib/data/scorecard: the outcome metrics that are
 * there.
 *
 * On a scorecard stand shares, means and net promoter scores, because how far those may be off by
 * chance follows from their cells. A card without a single outcome is refused: speed alone says who
 * hurries, not who helps.
 */
#ifndef CS_RANK_SCORECARD_H
#define CS_RANK_SCORECARD_H

#include "base/arena.h"
#include "base/dec.h"
#include "base/err.h"
#include "cell/cell.h"
#include "metric/vision.h"

struct cs_card_item {
	const struct cs_metric *metric;
	size_t index;			       /* of the metric in the cells */
	struct cs_dec weight;		       /* > 0 */
	bool down;			       /* lower is better */
	const struct cs_vision_metric *vision; /* its target and floor; NULL: there is none */
};

/* Zeroed is empty. What it holds lives in the arena it was made in. */
struct cs_card {
	struct cs_card_item *item;
	size_t n;
	struct cs_str *left_out; /* metrics of the vision that no score can be made of */
	size_t nleft;
};

/* What says which metrics stand on a card. */
struct cs_card_ask {
	struct cs_str list;		/* NAME[:WEIGHT[:up|down]],...; p NULL: not said */
	const struct cs_vision *vision; /* NULL: none */
	bool rates; /* counts may stand on it: they are ranked by the hour at work */
};

/* Whether a metric says how fast or how much alone, which a score must not be made of. */
bool cs_card_haste(const struct cs_metric *metric);

/*
 * Chooses the metrics. The list goes before the vision's sections [metric NAME], and these before
 * the default card. A name is that of a metric in the cells (repeat_1d), its entry in the
 * dictionary (repeat), or a name of the default card (csat). Weight and direction are the list's,
 * else the vision's, else 1 and the dictionary's; whether more is better must be known. Targets and
 * floors are the vision's whoever chose.
 *
 * Of a vision all metrics must be in the cells: who left out the heaviest would rank by another
 * vision. Those that are no share, mean or net promoter score are left out and told.
 *
 * Errors (2), those of a vision with its line: metrics that are not there, with those there are;
 * nothing to choose, twice the same metric, and a card of speed and volume alone, with hints.
 */
int cs_card_choose(struct cs_arena *a, const struct cs_cells *c, const struct cs_card_ask *ask,
    struct cs_card *card, struct cs_err *e);

/*
 * What has to be counted for a card before there are cells: for each metric the entries of which
 * the first that the input has columns for is to be taken, "csat_top2 / csat_mean". *optional tells
 * that metrics whose columns are missing may be left out (the default card). -1 with *e (2).
 */
int cs_card_wants(struct cs_arena *a, const struct cs_card_ask *ask, struct cs_str **want,
    size_t *n, bool *optional, struct cs_err *e);

/*
 * The item of a card that a name means, as lists have names. -1 with *e (2), which begins with the
 * option: the cells have no such metric, or it does not stand on the card.
 */
int cs_card_find(struct cs_arena *a, const struct cs_cells *c, const struct cs_card *card,
    struct cs_str name, const char *option, struct cs_err *e);

/*
 * A part as options write it: "0.2", ".2" or "20%". False when it is not one or not in 0 .. 1.
 */
bool cs_card_part(struct cs_str s, double *part);

#endif
