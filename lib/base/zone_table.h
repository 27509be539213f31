/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a zone is inside: a sorted table of ranges with one offset each. The rule of the footer,
 * which holds for ever, is written out into the table for four hundred years and a little more;
 * as the Gregorian calendar repeats itself, weekdays included, after 400 years, later instants
 * are looked up that many years earlier. So every lookup is one binary search.
 *
 * Private to base/zone*.c, base/hours.c and their tests.
 */
#ifndef CS_BASE_ZONE_TABLE_H
#define CS_BASE_ZONE_TABLE_H

#include "base/zone.h"

/* 400 years in microseconds. */
#define CS_ZONE_PERIOD (INT64_C(146097) * CS_DAY_S * CS_USEC)

/* Before and after everything, and far enough from overflow to add offsets to. */
#define CS_ZONE_FIRST  (INT64_MIN / 4)
#define CS_ZONE_LAST   (INT64_MAX / 4)

struct cs_zone_entry {
	int64_t from;	/* first instant; CS_ZONE_FIRST for the first entry */
	int64_t offset; /* microseconds east of Greenwich; neighbours differ */
};

struct cs_zone {
	char *name;
	struct cs_zone_entry *entry;
	size_t n, cap; /* entries, at least 1; room */
	int64_t end;   /* from here on the table is read 400 years earlier, or more */
};

/* Instants from (included) to (not included) that have one offset. */
struct cs_zone_range {
	int64_t from, to; /* CS_ZONE_FIRST and CS_ZONE_LAST at the ends */
	int64_t offset;	  /* microseconds */
};

/* The range that an instant is in. z is not NULL. */
void cs_zone_range(const struct cs_zone *z, int64_t instant, struct cs_zone_range *r);

/*
 * Adds a range to the table. Ranges come in order of time; one that begins where the last began
 * replaces it, and one with the last one's offset is not needed.
 */
void cs_zone_push(struct cs_zone *z, int64_t from, int offset_s);

/*
 * Writes the rule of a TZif footer (POSIX's TZ string) out into the table, for instants after
 * `after` (CS_ZONE_FIRST: for all). -1 with *e (65) if it is no such rule.
 */
int cs_zone_rule(struct cs_zone *z, struct cs_str rule, int64_t after, struct cs_err *e);

/* At most `max` names of zones that look like the name, the nearest first; "a, b, c" into b. */
void cs_zone_near(struct cs_buf *b, const char *dir, struct cs_str name, size_t max);

#endif
