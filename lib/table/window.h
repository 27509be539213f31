/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Windows of time over groups that are cut by intervals: a stretch that ends with each interval.
 *
 * Rolling: the interval and the N - 1 before it. Year to date: from the day, the week or the month
 * that begins the year of the zone's calendar; for weeks that is the year of ISO 8601, whose first
 * week has the first Thursday, since a week is not cut.
 */
#ifndef CS_TABLE_WINDOW_H
#define CS_TABLE_WINDOW_H

#include "cell/celltable.h"

/* In place of a first instant: the key is no interval (it is NULL, or stands for several). */
#define CS_WINDOW_NONE INT64_MIN

/* The first instant of the window of n intervals that ends with the one that begins there. */
int64_t cs_window_rolling(
    const struct cs_key_def *d, const struct cs_zone *zone, int64_t begin, unsigned n);

/* The first instant of the year's first interval. */
int64_t cs_window_year(const struct cs_key_def *d, const struct cs_zone *zone, int64_t begin);

struct cs_window {
	unsigned key;	      /* that cuts time */
	const int64_t *begin; /* by value id of it: first instant, or CS_WINDOW_NONE */
	const int64_t *start; /* likewise: first instant of its window */
	bool growing;	      /* windows that overlap begin alike: the year to date */
};

/*
 * Cells with the groups of c (the same ids) that hold the sums over their windows: of the groups
 * that agree in the other keys. Groups of no interval are empty there. NULL with *e (65): what
 * cannot be added up.
 */
struct cs_cells *cs_window_sum(
    const struct cs_cells *c, const struct cs_window *w, struct cs_err *e);

#endif
