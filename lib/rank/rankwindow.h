/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The window of time that is ranked, and the one before it: which periods of the cells are in each.
 *
 * One month of contacts is too little: of people who truly differ it leaves nearly everyone in the
 * middle. So the window is the last three calendar months by default, that of as-of included; but
 * one of which less than half is over is none of the three, and comes on top: two days of November
 * are no reason to forget August.
 *
 * A window has whole months, weeks or days of the zone's calendar, and ends with the one in which
 * the last instant before as-of is; a period is in the window in which it begins. So months up to
 * 2026-10-01 are July to September, and months up to a contact of 5 October these and five days.
 */
#ifndef CS_RANK_RANKWINDOW_H
#define CS_RANK_RANKWINDOW_H

#include "rank/rankkeys.h"

struct cs_rankwindow_ask {
	bool set;		 /* false: three months where there are periods, else all */
	bool all;		 /* all there is, whenever it was */
	struct cs_duration last; /* else: months alone, or whole days */
	int64_t as_of;		 /* instant that it ends before; has_as_of */
	bool has_as_of;		 /* false: that of the cells, or the end of their newest period */
};

struct cs_rankwindow {
	bool all;	     /* there is no window: from, to and what follows are not set */
	int64_t from, to;    /* it is from .. to; */
	int64_t before_from; /* the one before it before_from .. from, as long by the calendar */
	const bool *now, *before; /* by period id: in the window, in the one before it */
	size_t nnow, nbefore;	  /* how many */
	bool begun;		  /* the last month or week has only begun, and is there besides */
};

/* -1 with *e (2): a window of cells without periods, of a length that is none, or of one that
 * periods do not make: two weeks of months. */
int cs_rankwindow_make(struct cs_arena *a, const struct cs_cells *c, const struct cs_rankkeys *k,
    const struct cs_rankwindow_ask *ask, struct cs_rankwindow *w, struct cs_err *e);

/* The key of cells that a window is made of: "month", "week", "day"; NULL: none is needed. -1 with
 * *e (2) for a length that is none. */
int cs_rankwindow_key(const struct cs_rankwindow_ask *ask, const char **key, struct cs_err *e);

#endif
