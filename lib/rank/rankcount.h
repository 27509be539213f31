/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a ranking rests on, taken out of cells: of each metric of a scorecard the exact counts by
 * member and stratum (rank/rankkeys), over the periods of a window. The same cells are counted for
 * several windows: the last three months, the three before, each month by itself. Ids are those of
 * the keys, so counts of two windows go together; who was not there has no entry.
 *
 * Time goes by the groups of the cells, memory by the entries: members times the strata in which
 * each has worked.
 */
#ifndef CS_RANK_RANKCOUNT_H
#define CS_RANK_RANKCOUNT_H

#include "rank/attendance.h"
#include "rank/rankkeys.h"
#include "rank/scorecard.h"

/* One metric, by entry: a share x of n; when it is a rate a count x in periods of which the time at
 * work is known, n the same; or moments, when x is NULL. */
struct cs_rankcount_item {
	bool rate;
	int64_t *x, *n;
	struct cs_moments *moments;
	double unit; /* of moments: what one step is worth in the unit of the metric, as .000001 */
};

struct cs_rankcount {
	const struct cs_rankkeys *keys;
	size_t n; /* entries, by member and then by stratum, each pair once */
	uint32_t *member, *stratum;
	int64_t *contacts;		/* by entry: the most that any metric of the cells counts */
	int64_t all;			/* of these: INT64_MAX at most, or it is an error */
	struct cs_rankcount_item *item; /* by metric of the card */
	size_t nitem;
	bool *here;	     /* by unit: it has an entry */
	const double *hours; /* by unit, at work; NULL: nobody knows, and nothing is a rate */
};

/* What is counted: the caller's. */
struct cs_rankcount_from {
	struct cs_cells *cells;
	const struct cs_rankkeys *keys;
	const struct cs_card *card;
	const struct cs_attendance *attendance; /* NULL: there is none */
};

/*
 * Counts the groups whose period is marked (by period id; NULL: all, those of no period as well).
 * Everything is in the arena. -1 with *e: a metric of the card is neither a share nor a mean nor a
 * net promoter score, nor a count with attendance (2); a count runs over (65).
 */
int cs_rankcount_make(struct cs_arena *a, const struct cs_rankcount_from *from, const bool *period,
    struct cs_rankcount *count, struct cs_err *e);

/* The contacts of each unit. */
int64_t *cs_rankcount_contacts(struct cs_arena *a, const struct cs_rankcount *count);

/* A metric summed over members and strata: by unit. */
struct cs_rankcount_item cs_rankcount_units(
    struct cs_arena *a, const struct cs_rankcount *count, size_t item);

/* What n of an entry or unit is, whatever the metric. */
static inline int64_t
cs_rankcount_n(const struct cs_rankcount_item *item, size_t i)
{
	return item->x != NULL ? item->n[i] : item->moments[i].n;
}

#endif
