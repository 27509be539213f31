/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ranking: scores (rank/score) turned into places and bands, no further than the evidence goes.
 *
 * A unit is green when the chance that it is among the best part (a fifth, say) is at least `sure`,
 * red likewise at the other end, leaning when the chance is at least one half, and orange
 * otherwise. There is no quota: of equal units all are orange. A unit with fewer observations than
 * the minimum, or with a score that is more noise than signal (reliability below one half), gets no
 * place and no colour but the number of contacts that are missing for them.
 *
 * A floor cannot be bought back by what is good otherwise. Who surely misses one is red, behind all
 * who keep theirs; from a chance of one half on the band is leaning red at best.
 *
 * Places are competition ranks ("1224") of the score as it is printed, to four digits behind the
 * point. Since scores are uncertain, so are places: rank_lo is 1 + how many units are better with a
 * chance of at least 95 %, rank_hi the place if only those that are worse with that chance are
 * behind.
 */
#ifndef CS_RANK_RANKING_H
#define CS_RANK_RANKING_H

#include "rank/score.h"

enum cs_band_word {
	CS_BAND_GREEN,
	CS_BAND_LEAN_GREEN,
	CS_BAND_ORANGE,
	CS_BAND_LEAN_RED,
	CS_BAND_RED,
	CS_BAND_UNTOLD, /* cannot tell */
};

struct cs_ranking_rules {
	double band;   /* the part of the units that each end is, 0 < band <= .5 */
	double sure;   /* .5 < sure < 1 */
	double level;  /* of the intervals around scores */
	int64_t min_n; /* observations below which there is no verdict; 0 is 1 */
	bool exact;    /* chances by exact ranks in place of the threshold form */
	/* By unit, the chance that it misses a floor, the likeliest of several; NULL: none. */
	const double *missed;
};

/* Reliability from which a score is more signal than noise. */
#define CS_RANKING_RELIABLE .5

/* Exact chances cost the cube of the units. */
enum { CS_RANKING_EXACT_MAX = 300 };

struct cs_ranked {
	size_t unit; /* index in the scores */
	enum cs_band_word band;
	enum cs_flag flag; /* NONE; N0, SMALL_N: why it cannot be told; NO_SPREAD: nobody can */
	int64_t needs;	   /* more contacts that it takes to tell; 0: told; -1: no number does */
	size_t rank, tied; /* when told */
	size_t rank_lo, rank_hi;
	double score, lo,
	    hi; /* the score rounded to four digits; the others when there is spread */
	double p_top, p_bottom; /* when told and there is spread */
	int up, down; /* metric that lifts and that lowers the score most; -1: none does */
	size_t recognise, nrecognise; /* entries of the ranking's list of metrics */
};

struct cs_ranking {
	struct cs_ranked *row; /* the told by rank, then by index; the others behind, by index */
	size_t n, told;
	size_t ends;		  /* places that each end has */
	const size_t *recognised; /* metrics in which a unit by itself is among the best, surely */
};

/*
 * Ranks all units of the scores that are here. Everything lives in the arena. Told are those with
 * at least min_n observations, in kinds of work that others do too, and, where there is spread, a
 * reliability of CS_RANKING_RELIABLE. Each end has band times the told places, rounded, one at
 * least and half of the told at most. When no metric tells the units apart all told are orange with
 * rank 1, flagged no_spread. rules->exact needs at most CS_RANKING_EXACT_MAX units, which the
 * caller checks.
 */
struct cs_ranking cs_ranking_make(
    struct cs_arena *a, const struct cs_scoring *s, const struct cs_ranking_rules *rules);

/* "green" "leaning green" "orange" "leaning red" "red" "cannot tell". */
const char *cs_band_name(enum cs_band_word w);

#endif
