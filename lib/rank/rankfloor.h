/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Targets and floors of a vision, held against what is believed of each unit. A level says where
 * somebody stands, the chance only whether it could be luck: so each comes with both.
 */
#ifndef CS_RANK_RANKFLOOR_H
#define CS_RANK_RANKFLOOR_H

#include "rank/score.h"
#include "rank/scorecard.h"

struct cs_rankfloors {
	bool any;	/* some metric of the card has a floor; else the rest is NULL */
	double *missed; /* by unit: the chance that it misses a floor, the likeliest of several */
	size_t *item;	/* by unit: of which metric that is */
};

/*
 * In the arena. The chances of several floors are not added up: the likeliest counts. A floor is
 * not held against a unit with fewer than min_n observations of its metric.
 */
struct cs_rankfloors cs_rankfloors_make(
    struct cs_arena *a, const struct cs_scoring *s, const struct cs_card *card, int64_t min_n);

#endif
