/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Did the customer have to come back? A contact is repeated when the same customer makes another,
 * strictly later one within the window. It is looked for forward, in all of the input, whatever is
 * reported on, and credited to the first contact: its agent, queue, reason. Rows of one contact_id
 * are one contact and never repeat each other. A contact younger than the window at as-of is too
 * early to say, followed or not: it is left out of the share, and censored in the repeat-free
 * curve.
 *
 * Windows may be a number of each row (by reason, say); a follow-up may have to have the same value
 * of something. Where either is NULL for the first contact nobody can say, and it is left out. A
 * value that is NULL is not the same as any other.
 *
 * The curve is in cell/free.h.
 *
 * Rows come in any order; see desk/visits.h for how they are kept, desk/chains.h for chains, which
 * are credited to their first contact, too.
 */
#ifndef CS_DESK_REPEATS_H
#define CS_DESK_REPEATS_H

#include "cell/celltable.h"
#include "cell/free.h"
#include "desk/chains.h"
#include "desk/visits.h"

/* What the user should know of a statistic, over all groups. */
struct cs_follow_note {
	uint64_t unsaid; /* contacts left out for want of a window, or of what must be the same */
	uint64_t over, open; /* chains that were counted, and that may go on */
};

struct cs_repeats_job {
	struct cs_visits *visits; /* used up */
	struct cs_cells *cells;	  /* gets what they say */
	int64_t as_of;
	unsigned threads;
	size_t most; /* bytes that all threads may use together where visits were spilled; 0: any */
	struct cs_follow_note *note; /* by statistic of the scheme: added to */
};

/*
 * -1 with *e: 74 for the disk, 71 when one customer has more contacts than fit into memory, 65 for
 * a sum that runs over.
 */
int cs_repeats_finish(const struct cs_repeats_job *job, struct cs_err *e);

/* The last whole week, Monday to Sunday in the zone, of which all contacts are old enough at as-of:
 * its first instant and the first behind it. */
void cs_repeats_week(
    const struct cs_zone *zone, int64_t as_of, int64_t window, int64_t *from, int64_t *to);

/* Appends it: "the week 2026-02-16 to 2026-02-22". */
void cs_repeats_week_text(
    struct cs_buf *b, const struct cs_zone *zone, int64_t as_of, int64_t window);

#endif
