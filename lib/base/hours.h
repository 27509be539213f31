/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Business hours: a week of spans by the wall clock of a zone, with days that are otherwise, and
 * how many seconds of such time lie between two instants.
 *
 * The one definition: it is business time whenever the wall clock shows a time within a span of its
 * day. So on the day when clocks go forward 01:00-04:00 is two hours long, on the day when they go
 * back it is four, and nothing is decided twice. Spans are half open: 09:00-17:00 ends as the clock
 * strikes 17:00.
 *
 * Design. Wall-clock time as if clocks never changed is a straight line, and along it the business
 * time up to any day is a table: one entry a day from 1970 to 2099, filled when the calendar is
 * made. A zone is a few hundred ranges of one offset, each a piece of that line; for each the
 * business time before it is kept. So a question costs two searches among the ranges and two looks
 * into the table, whatever lies between the instants. About 600 kB and a fraction of a millisecond;
 * read-only afterwards, for any number of threads.
 */
#ifndef CS_BASE_HOURS_H
#define CS_BASE_HOURS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/zone.h"

/* The years that a calendar knows. What is outside is a mistake in the data (0001-01-01,
 * 9999-12-31), and nobody knows its holidays. */
enum { CS_HOURS_FIRST_YEAR = 1970, CS_HOURS_LAST_YEAR = 2099 };

/* Limits: spans of a day, and days that are otherwise. */
enum { CS_HOURS_SPANS = 16, CS_HOURS_SPECIALS = 10000 };

/* Seconds since the wall clock's midnight: 0 <= from < to <= 86400. */
struct cs_hours_span {
	int from, to;
};

/* The spans of a day, in order, apart from each other; n = 0: closed. */
struct cs_hours_day {
	struct cs_hours_span span[CS_HOURS_SPANS];
	int n;
};

/* A day that is not like its weekday. */
struct cs_hours_special {
	int year; /* 0: every year. A date with its year goes before one of every year */
	int month, day;
	struct cs_hours_day hours;
};

/* What a calendar is made of. */
struct cs_hours_plan {
	const struct cs_zone *zone;  /* NULL: UTC */
	struct cs_hours_day week[7]; /* Monday first */
	struct cs_hours_special *special;
	size_t nspecial; /* no date twice */
};

/*
 * "08:00-12:00 13:00-18:00" or "closed" as the spans of a day: blanks between them, in order, none
 * touching the one before. 24:00 is the end of the day; over midnight are two spans. -1 with *e (2)
 * that says what is wrong with which.
 */
int cs_hours_parse_day(struct cs_str text, struct cs_hours_day *day, struct cs_err *e);

/* "12-25" or "2026-12-25" as the date of a special day; 02-29 is fine. False: it is none, or no
 * year that calendars know. */
bool cs_hours_parse_date(struct cs_str text, struct cs_hours_special *special);

struct cs_hours;

/* The calendar, in the arena; of the plan only the zone is kept. */
const struct cs_hours *cs_hours_make(struct cs_arena *a, const struct cs_hours_plan *plan);

/* True when it can tell of an instant. */
bool cs_hours_knows(const struct cs_hours *h, int64_t instant);

/*
 * Business time from one instant to another, in whole seconds, a fraction dropped; less than 0 when
 * `to` is the earlier, and then exactly the same the other way round. Both must be known.
 */
int64_t cs_hours_between(const struct cs_hours *h, int64_t from, int64_t to);

/*
 * Appends the plan in one canonical line: zone, week, special days sorted by date. Two plans with
 * the same line are the same calendar; it is what cells carry, to tell whether they may be added.
 */
void cs_hours_text(struct cs_buf *out, const struct cs_hours_plan *plan);

#endif
