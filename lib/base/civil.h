/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Civil time. An instant is an int64 of microseconds since 1970-01-01T00:00:00Z (proleptic
 * Gregorian calendar, no leap seconds), good for the years 1 to 9999. A civil time is what a wall
 * clock shows; a zone (base/zone) turns one into the other.
 */
#ifndef CS_BASE_CIVIL_H
#define CS_BASE_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

#define CS_USEC	       INT64_C(1000000)
#define CS_DAY_S       INT64_C(86400)

/* No instant: outside what can be written. */
#define CS_INSTANT_MIN INT64_C(-62135596800000000) /* 0001-01-01T00:00:00Z */
#define CS_INSTANT_MAX INT64_C(253402300799999999) /* 9999-12-31T23:59:59.999999Z */

struct cs_civil {
	int year;	    /* 1 .. 9999 */
	int month, day;	    /* 1 .. 12, 1 .. 31 */
	int hour, min, sec; /* 0 .. 23, 0 .. 59, 0 .. 59 (60 is read as 59 + 1 s by nobody) */
	int usec;	    /* 0 .. 999999 */
};

/* Days since 1970-01-01, and back. */
int64_t cs_civil_days(int year, int month, int day);
void cs_civil_of_days(int64_t days, int *year, int *month, int *day);

/* 1 Monday .. 7 Sunday. */
int cs_civil_weekday(int64_t days);

/* ISO week: the Monday that begins the week of the day, in days. */
int64_t cs_civil_monday(int64_t days);

int cs_civil_month_days(int year, int month);

/* The civil time read as UTC, and an instant shown in UTC. */
int64_t cs_civil_utc(const struct cs_civil *c);
void cs_civil_of_utc(int64_t instant, struct cs_civil *c);

/* n calendar months later (or earlier), the day clamped to the month's end: 31 January + 1 month
 * is 28 or 29 February. Add once from the start; steps drift. */
void cs_civil_add_months(struct cs_civil *c, int n);

/*
 * RFC 3339 with Z or an offset, T or a blank in the middle, fractions to the microsecond (more
 * digits are refused unless zero). Offsets may be of hours alone or have seconds too, as databases
 * write them: "2026-03-01 13:34:56.5+01", "1880-01-01 00:53:28+00:53:28". False if it is not
 * exactly that, no such day, or outside the years 1 to 9999; what has no offset is no instant.
 */
bool cs_time_parse(struct cs_str s, int64_t *instant);

/*
 * The same for the rows of a column, which are mostly of the day of the row before: that day is
 * kept, and of the next instant only the clock is worked out. Zeroed it is none yet.
 */
struct cs_time_near {
	uint64_t year_month; /* "2026-03-" as it stands; 0: none yet */
	uint16_t day;	     /* "01" */
	int64_t midnight;    /* its first instant */
};
bool cs_time_parse_near(struct cs_time_near *near, struct cs_str s, int64_t *instant);

/* A local time without zone: "2026-03-01 12:34[:56[.789]]", T allowed, or a date alone. */
bool cs_civil_parse(struct cs_str s, struct cs_civil *c);

/*
 * By a format of a source: %Y %m %d %H %M %S %y %b %e %I %p %f %s %z %a %j and literal text (%s:
 * epoch seconds with an optional fraction; %z: +01:00 +0100 Z; %b English month names; %y: 70 to
 * 99 are 19xx). *has_zone tells whether %z or %s fixed the instant (then c is UTC).
 */
bool cs_civil_parse_format(
    struct cs_str s, struct cs_str format, struct cs_civil *c, bool *has_zone);

/* Checks a format: false with a message (usage) that names the directive. */
int cs_civil_check_format(struct cs_str format, struct cs_err *e);

/* Appends "2026-03-01T12:34:56Z"; ".789" or ".789123" only when not zero. */
void cs_time_text(struct cs_buf *b, int64_t instant);

/* The same shown at an offset of seconds: "2026-03-01T13:34:56+01:00". */
void cs_time_text_offset(struct cs_buf *b, int64_t instant, int offset_s);

/* Appends "2026-03-01". */
void cs_date_text(struct cs_buf *b, int64_t days);

/*
 * Durations as options and expressions write them: 90s 15m 2h 7d 2w 6mo 1y, or 1h30m; a plain
 * number is seconds. Months are kept apart from seconds, since they have no fixed length.
 */
struct cs_duration {
	int months;
	int64_t s;
};
bool cs_duration_parse(struct cs_str s, struct cs_duration *d);

/* Durations as sources write them: "0:01:30", "90", "1:30" by declared unit; see intake. */
bool cs_duration_clock(
    struct cs_str s, int64_t *seconds); /* H:MM:SS, also over 24 h, minus allowed */

#endif
