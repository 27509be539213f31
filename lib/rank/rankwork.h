/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A ranking from cells to places, one step after the other:
 *
 *	cs_rankwork_open	which keys are units, strata, periods (rank/rankkeys); which metrics
 *				stand on the card (rank/scorecard); which periods are ranked
 *				(rank/rankwindow)
 *	cs_rankwork_rank	what was counted (rank/rankcount), its scores (rank/score), the
 *				places and bands (rank/ranking)
 *
 * and what is kept of each, for those who write it: rank/rankrows the table, others other pages of
 * the same figures. A page that needs another window of time, such as the one before, counts and
 * scores it by cs_rankwork_count and cs_rankwork_score, with the same ids of units.
 */
#ifndef CS_RANK_RANKWORK_H
#define CS_RANK_RANKWORK_H

#include "rank/rankcount.h"
#include "rank/rankfloor.h"
#include "rank/ranking.h"
#include "rank/rankwindow.h"

/* What a ranking is asked for. */
struct cs_rankwork_ask {
	struct cs_rankkeys_ask keys;
	struct cs_card_ask card;
	struct cs_rankwindow_ask window;
	struct cs_ranking_rules rules;
	struct cs_cells *attendance; /* counts are rates of the hour by it; NULL: none */
	int64_t min_group;	     /* units of fewer contacts are not named; 0: all are */
};

struct cs_rankwork {
	struct cs_arena *arena; /* the caller's: all that follows lives in it */
	struct cs_cells *cells; /* the caller's */
	struct cs_rankwork_ask ask;
	struct cs_rankkeys keys;
	struct cs_card card;
	struct cs_rankwindow window;
	struct cs_attendance attendance;
	/* Of the window that is ranked: */
	struct cs_rankcount count;
	int64_t *contacts; /* by unit */
	const char *of;	   /* what these are: "contact"; of cells of who stayed "customer" */
	struct cs_scoring scores;
	struct cs_rankfloors floors;
	struct cs_ranking ranking;
};

/* -1 with *e (2): keys or metrics that are not there, or cannot be ranked by. */
int cs_rankwork_open(struct cs_rankwork *w, struct cs_arena *a, struct cs_cells *c,
    const struct cs_rankwork_ask *ask, struct cs_err *e);

/* Counts, scores and ranks. -1 with *e (2, 65). */
int cs_rankwork_rank(struct cs_rankwork *w, struct cs_err *e);

/* Why the metrics tell nobody apart, when none takes part in the scores: a clause. */
const char *cs_rankwork_alike(const struct cs_rankwork *w);

/* Whether the cells say when it was. */
bool cs_rankwork_timed(const struct cs_rankwork *w);

/* The counts of some periods (by period id; NULL: all), and the scores of counts. */
int cs_rankwork_count(
    struct cs_rankwork *w, const bool *period, struct cs_rankcount *count, struct cs_err *e);
struct cs_scoring cs_rankwork_score(struct cs_rankwork *w, const struct cs_rankcount *count);

/* Whether kinds of work are held apart: the cells have keys of them. */
bool cs_rankwork_mixed(const struct cs_rankwork *w);

/* Whether units have members of their own: agents in teams. */
bool cs_rankwork_nested(const struct cs_rankwork *w);

/* The value of key k of a unit, where k is a key of the cells that says who is ranked. */
struct cs_str cs_rankwork_name(const struct cs_rankwork *w, size_t unit, unsigned k);

#endif
