/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What --vs asks for: the rows, or the intervals, that a table is held against (table/before.h).
 *
 *	--vs previous	with an interval in --by: the interval before, with the same other keys
 *			else: the stretch before the period, of the same length by the calendar
 *	--vs EXPR	the rows for which EXPR holds, in place of --where, in the same period
 *
 * The first needs nothing but the table itself. For the others rows are counted on two sides in the
 * one pass over the input: the selection marks which (cli/select.h), the fold counts by it.
 */
#ifndef CS_CLI_VERSUS_H
#define CS_CLI_VERSUS_H

#include "cli/select.h"
#include "table/before.h"

struct cs_versus_plan {
	struct cs_shape *shape;	   /* whose vs it is */
	bool sides;		   /* rows are counted on two sides: */
	struct cs_against against; /* the other one, */
	struct cs_by by;	   /* and the keys with the side in front */
};

/*
 * Plans what shape->vs.text asks for, with these keys, and sets the rest of shape->vs, but for
 * base, which comes of the counting. Where there are two sides, select, already bound, learns of
 * the other. *p must stay where it is. -1 with *e (2): a bad condition, no period to go back from.
 */
int cs_versus_bind(struct cs_versus_plan *p, struct cs_cli *cli, struct cs_shape *shape,
    const struct cs_by *by, struct cs_select *select, struct cs_err *e);

/*
 * What is known of the time before, once all was read by a selector: nothing before its first row,
 * which is NULL and not 0. by: the keys of the table. say: with a note of a stretch that is not all
 * there.
 */
void cs_versus_read(const struct cs_versus_plan *p, const struct cs_selector *read,
    const struct cs_by *by, bool say);

/*
 * Says, where as-of was not told and something is shown that is not over at the newest row, in a
 * period to that end, that it is too early for it.
 */
void cs_versus_running(const struct cs_versus_plan *p, int64_t newest, int64_t to);

/* The same as cs_versus_bind for cells that were read, of which only intervals can be held against
 * each other. */
int cs_versus_of_cells(struct cs_shape *shape, const struct cs_cells *c, struct cs_err *e);

/* The words that the option takes, each with \n: for completion. */
void cs_versus_words(struct cs_buf *out);

#endif
