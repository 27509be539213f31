/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bands by quota, for those who must: so many green and so many red whatever the evidence, with the
 * chance that each label is wrong, which is what a quota costs. Of 40 agents with a dozen surveys
 * each, half of the reds of a fifth are not among the worst fifth.
 *
 * The places are those of the ranking: its scores, its ends of band times the told, rounded. Units
 * that share a place across the border of an end are outside it, since nothing but their names
 * could say who is in; so an end may stay short. Red is who belongs there by score, or misses a
 * floor; green nobody who does. Units that cannot be told have no place, and no
 * quota makes one.
 */
#ifndef CS_RANK_QUOTA_H
#define CS_RANK_QUOTA_H

#include "rank/rankrows.h"

struct cs_quota {
	double *wrong; /* by unit: the chance that its label is wrong; of the told */
	size_t green, red;
	double labels; /* of these, how many are expected to be wrong */
};

/*
 * Puts the bands of a ranking by quota, in place of those that it has: green, orange and red alone.
 * wrong is in the arena.
 */
struct cs_quota cs_quota_force(struct cs_arena *a, struct cs_ranking *r, const struct cs_scoring *s,
    const struct cs_ranking_rules *rules);

/* The column `wrong`; q must live until the rows are written. */
struct cs_rankmore cs_quota_more(const struct cs_quota *q);

#endif
