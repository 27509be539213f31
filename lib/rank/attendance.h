/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who was at work for how long, taken from cells of agent-state records, so that counts of contacts
 * can be ranked as rates: who works half a day solves half as much, and is not half as good.
 *
 *	cs-kpi --by agent,month -m worked --cells states.tsv >attendance
 */
#ifndef CS_RANK_ATTENDANCE_H
#define CS_RANK_ATTENDANCE_H

#include "rank/rankkeys.h"

struct cs_attended {
	uint32_t unit, period; /* of the ranking */
	double hours;
};

struct cs_attendance {
	struct cs_attended *of; /* by unit and period, of some perhaps several */
	size_t n;
	struct cs_str metric; /* of which the hours are; in the arena */
};

/*
 * The time in cells c of the units of a ranking, whose cells and keys are given; in the arena, so c
 * may go. Keys of c that are not those of the units are summed over, but for intervals, each of
 * which must lie in one period of the ranking; what is of none of its periods is left out. -1
 * with *e (2): c has not all keys of the units; not one metric that is a sum of seconds; no
 * intervals, or longer ones than the ranking's, where that is cut by time.
 */
int cs_attendance_make(struct cs_arena *a, struct cs_cells *c, const struct cs_cells *ranked,
    const struct cs_rankkeys *k, struct cs_attendance *at, struct cs_err *e);

/* Whether any time of a unit in a period is known: what was done in others is no rate. */
bool cs_attendance_knows(const struct cs_attendance *at, uint32_t unit, uint32_t period);

/* The hours of each unit in the periods that are marked; NULL: all. */
double *cs_attendance_hours(
    struct cs_arena *a, const struct cs_attendance *at, const bool *period, size_t units);

#endif
