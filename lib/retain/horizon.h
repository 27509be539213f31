/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Time since time zero, in whole local days, and the points on it that people ask about: "after 6
 * months", "after 30 days".
 *
 * Months have no fixed length, so there are two axes of whole numbers, and each point is exact on
 * its own:
 *
 *	CS_AXIS_DAYS	days on the wall's calendar from the day of time zero
 *	CS_AXIS_MONTHS	whole months passed since then, times CS_AXIS_MONTH, and the days over
 *
 * Months are added once, from time zero, the day clamped to the month's end: from 31 January, one
 * month is 28 or 29 February and six are 31 July. So for everybody, whatever his months were, "6
 * months" is 6 * CS_AXIS_MONTH, and histograms over either axis have the order of time.
 *
 * Days are local ones of the zone, so a change of clocks neither makes nor takes one.
 */
#ifndef CS_RETAIN_HORIZON_H
#define CS_RETAIN_HORIZON_H

#include "base/arena.h"
#include "base/civil.h"
#include "base/err.h"
#include "base/zone.h"

enum cs_axis { CS_AXIS_DAYS, CS_AXIS_MONTHS, CS_AXES };

enum { CS_AXIS_MONTH = 32 }; /* more than the days that may be over */

struct cs_horizon {
	enum cs_axis axis;
	int32_t months, days; /* DAYS: months is 0 */
	int32_t t;	      /* on its axis */
	struct cs_str text;   /* as it was written: "6mo" */
};

/*
 * "6mo" "1y" are of months, "30d" "2w" of days (1y is 12mo); "0d" is time zero itself. Hours and
 * less are refused, as is a mixture, and more than 100 years. -1 with *e (2), without the option's
 * name.
 */
int cs_horizon_parse(struct cs_str text, struct cs_horizon *h, struct cs_err *e);

/* Where a day stands on an axis: days are local, since 1970 (cs_zone_day). Below zero it is how
 * many days before, on both axes. */
int32_t cs_axis_at(enum cs_axis axis, int64_t zero_day, int64_t day);

/* The local day on which the horizon is reached, from the local day of time zero. */
int64_t cs_horizon_day(const struct cs_horizon *h, int64_t zero_day);

/* The first instant of that day's successor: from then on all that happened up to the horizon is
 * known. */
int64_t cs_horizon_end(const struct cs_horizon *h, const struct cs_zone *zone, int64_t zero);

#endif
