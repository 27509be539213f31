/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which periods a ranking is made of, and which it is held against: a window of so much time up to
 * as-of, and the window of the same length before it. Windows are cut by the calendar of the zone:
 *
 *	3mo	the month of as-of and the two before it; before: the three before these
 *	28d	the day of as-of and the 27 before it; likewise weeks, which are seven days
 *	90m	so much time up to as-of; with months, both are added
 *
 * A period is in the window in which it begins. One month makes nearly everyone orange: there is
 * seldom evidence enough in it, and rolling three months are what a fair page is made of.
 */
#ifndef CS_DESK_RANKWINDOW_H
#define CS_DESK_RANKWINDOW_H

#include "desk/rankkeys.h"

struct cs_rankwindow {
	bool *now, *before; /* by period id */
	uint32_t nnow, nbefore;
	int64_t from, to, before_from; /* [before_from, from) and [from, to); to is behind as-of */
};

/*
 * The windows of that length, or with a length of nothing all periods and none before. as_of NULL:
 * that of the cells; where they do not say, the begin of the last period. A time that was asked for
 * is the end of what was counted: midnight of the first of October ends September. Without periods
 * (k->period < 0) the only one, of everything, is now. Everything is in the arena.
 *
 * -1 with *e (2): a window that begins before all time; (65) no period in it, since there would be
 * nobody to rank.
 */
int cs_rankwindow_make(struct cs_arena *a, const struct cs_cells *c, const struct cs_rankkeys *k,
    const int64_t *as_of, struct cs_duration length, struct cs_rankwindow *w, struct cs_err *e);

/* The instant that is so much before another, by the calendar of the zone: months first. False
 * before all time. */
bool cs_rankwindow_back(
    const struct cs_zone *zone, int64_t from, struct cs_duration length, int64_t *back);

#endif
