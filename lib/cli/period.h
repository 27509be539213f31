/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stretches of time as options write them, in a zone:
 *
 *	2026  2026-10  2026-W40  2026-10-05		a year, a month, an ISO week, a day
 *	2026-10-05T08:00:00Z				an instant (any RFC 3339)
 *	today yesterday this-week last-week this-month last-month this-year last-year
 *	FROM..TO  FROM..  ..TO				any two of these, both included
 *
 * A stretch is the half-open [from, to). In FROM..TO the whole of TO is in it ("2026-10..2026-11"
 * is two months), but for an instant, which ends it. Words count back from as-of, in the zone, and
 * are refused without one; "last-week" is the whole week (Monday to Sunday) before the one of
 * as-of.
 */
#ifndef CS_CLI_PERIOD_H
#define CS_CLI_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "base/zone.h"

struct cs_period {
	int64_t from; /* first instant in it; CS_INSTANT_MIN: open */
	int64_t to;   /* first instant behind it; CS_INSTANT_MAX: open */
};

static inline bool
cs_period_has(const struct cs_period *p, int64_t instant)
{
	return instant >= p->from && instant < p->to;
}

/* as_of NULL: none was given. zone NULL: UTC. -1 with *e (2), without the option's name. */
int cs_period_parse(struct cs_str text, const struct cs_zone *zone, const int64_t *as_of,
    struct cs_period *p, struct cs_err *e);

/* The same without "..": one year, month, week, day, word, or instant (then from = to). */
int cs_period_point(struct cs_str text, const struct cs_zone *zone, const int64_t *as_of,
    struct cs_period *p, struct cs_err *e);

/*
 * The stretch before p of the same length by the calendar: whole months before whole months, else
 * whole days before whole days, else as much time. False when an end is open, or it would begin
 * before all time.
 */
bool cs_period_before(
    const struct cs_period *p, const struct cs_zone *zone, struct cs_period *before);

/*
 * --as-of: an instant, a date (its first instant in the zone), or "now", the only read of the clock
 * in the toolkit.
 */
int cs_period_as_of(
    struct cs_str text, const struct cs_zone *zone, int64_t *as_of, struct cs_err *e);

/* Appends the words that count back from as-of, each with \n: for completion. */
void cs_period_words(struct cs_buf *out);

#endif
