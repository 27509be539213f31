/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cells that outgrow the memory: they are put in order and written to a temporary file, as often as
 * need be, and when all is counted these runs are read side by side, a group at a time in the order
 * of the report, and equal groups add up by the code that merges shards. So a table may have more
 * rows than there is memory for; what is looked at is one piece of it at a time.
 *
 *	cs_spill_add(s, cells, e)		while counting, each time they are too large
 *	cells->spill = s			they are rendered and written as pieces from now on
 *	while ((got = cs_spill_next(s, cells, e)) > 0) ...
 *
 * Not for what needs all groups at once (an order by values, totals, windows of time), nor where
 * group ids are kept elsewhere.
 */
#ifndef CS_CELL_SPILL_H
#define CS_CELL_SPILL_H

#include "base/scratch.h"
#include "cell/celltable.h"

struct cs_spill;

/* scratch stays the caller's. most: groups that there may be in all; 0: any number. */
struct cs_spill *cs_spill_new(struct cs_scratch *scratch, size_t most);
void cs_spill_free(struct cs_spill *s); /* NULL is fine */

/* Writes the groups of c, and leaves none in it. Threads may do so at once, each with cells that no
 * other is at. -1 with *e (74). */
int cs_spill_add(struct cs_spill *s, struct cs_cells *c, struct cs_err *e);

/* Anything was written. */
bool cs_spill_any(const struct cs_spill *s);

/*
 * Replaces the groups of c by the next ones in the order of the report, some thousands: 1; 0: there
 * are no more; -1 with *e: 74, 65 what does not add up, 71 more groups than there may be.
 */
int cs_spill_next(struct cs_spill *s, struct cs_cells *c, struct cs_err *e);

#endif
