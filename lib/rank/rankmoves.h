/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What time says of those who are ranked: columns of each row of cells that are cut by time.
 *
 *	before		the score of the window before, on the scale of this one
 *	moved moved_lo moved_hi
 *			by how much the score moved since, with its interval (rank/movement)
 *	moved_how	better, worse, could be luck
 *	steady		in how many single periods of the window the unit was better than the
 *			common figure: "3 of 3" (rank/steadiness)
 *	uneven		t: its figures vary from period to period by more than chance
 *
 * All are NULL for units that cannot be told, and where there is no window before, only one
 * period, or more than CS_RANKMOVES_PERIODS.
 */
#ifndef CS_RANK_RANKMOVES_H
#define CS_RANK_RANKMOVES_H

#include "rank/movement.h"
#include "rank/rankrows.h"
#include "rank/steadiness.h"

/* Of more periods than days in a quarter nobody asks in how many somebody was better. */
enum { CS_RANKMOVES_PERIODS = 100 };

struct cs_rankmoves {
	struct cs_movement movement; /* row NULL: there is no window before */
	struct cs_steady *steady;    /* by unit; NULL: one period, or too many */
};

/*
 * Counts and scores the window before and each period, in memory that is given back, and compares;
 * the results are in the arena of the work, which is ranked already. -1 with *e (65).
 */
int cs_rankmoves_make(struct cs_rankmoves *m, struct cs_rankwork *w, struct cs_err *e);

/* As columns; m must live until the rows are written. */
struct cs_rankmore cs_rankmoves_more(const struct cs_rankmoves *m);

#endif
