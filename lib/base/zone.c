/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Instants and wall clocks: see zone.h. Zone files are read in zone_file.c, their rules in
 * zone_rule.c, found and named in zone_get.c.
 */
#include "base/zone.h"

#include <stdlib.h>

#include "base/num.h"
#include "base/zone_table.h"

/* More than any two offsets differ by, so that a local time is looked for on both sides of it. */
#define MARGIN (60 * INT64_C(3600) * CS_USEC)

/*
 * The range that was asked for last. Rows come roughly in order of time, so that nearly every
 * lookup ends here, without a search.
 */
static _Thread_local struct {
	const struct cs_zone *zone;
	struct cs_zone_range r;
} last;

static void
search(const struct cs_zone *z, int64_t instant, struct cs_zone_range *r)
{
	int64_t shift = 0;
	size_t low = 0, n = z->n;

	if (instant >= z->end) {
		shift = ((instant - z->end) / CS_ZONE_PERIOD + 1) * CS_ZONE_PERIOD;
		instant -= shift;
	}
	while (n > 1) {
		size_t half = n / 2;

		low = z->entry[low + half].from <= instant ? low + half : low;
		n -= half;
	}
	r->from = z->entry[low].from + (low != 0 ? shift : 0);
	r->to = low + 1 < z->n ? z->entry[low + 1].from + shift : CS_ZONE_LAST;
	r->offset = z->entry[low].offset;
}

void
cs_zone_range(const struct cs_zone *z, int64_t instant, struct cs_zone_range *r)
{
	if (last.zone != z || instant < last.r.from || instant >= last.r.to) {
		search(z, instant, &last.r);
		last.zone = z;
	}
	*r = last.r;
}

void
cs_zone_destroy(struct cs_zone *z)
{
	if (z == NULL)
		return;
	if (last.zone == z)
		last.zone = NULL;
	free(z->name);
	free(z->entry);
	free(z);
}

const char *
cs_zone_name(const struct cs_zone *z)
{
	return z != NULL ? z->name : "UTC";
}

int
cs_zone_offset(const struct cs_zone *z, int64_t instant)
{
	struct cs_zone_range r;

	if (z == NULL)
		return 0;
	cs_zone_range(z, instant, &r);
	return (int)(r.offset / CS_USEC);
}

void
cs_zone_civil(const struct cs_zone *z, int64_t instant, struct cs_civil *c)
{
	cs_civil_of_utc(instant + cs_zone_offset(z, instant) * CS_USEC, c);
}

/*
 * Where the local time (microseconds as if it were UTC) is: *r is the first range that shows it.
 * If none does, *r is the one after the gap, and *before the one before it.
 */
static enum cs_local
locate(
    const struct cs_zone *z, int64_t local, struct cs_zone_range *before, struct cs_zone_range *r)
{
	enum cs_local kind = CS_LOCAL_SKIPPED;
	struct cs_zone_range last_one, one;
	bool gap = false;

	cs_zone_range(z, local - MARGIN, &one);
	for (last_one = one;; last_one = one, cs_zone_range(z, one.to, &one)) {
		bool begun = one.from + one.offset <= local, over = one.to + one.offset <= local;

		if (begun && !over) {
			if (kind == CS_LOCAL_PLAIN)
				return CS_LOCAL_TWICE;
			kind = CS_LOCAL_PLAIN;
			*r = one;
		} else if (!begun && !gap && kind == CS_LOCAL_SKIPPED) {
			gap = true;
			*before = last_one;
			*r = one;
		}
		if (one.to >= local + MARGIN)
			return kind;
	}
}

enum cs_local
cs_zone_instant(const struct cs_zone *z, const struct cs_civil *c, int64_t *instant)
{
	int64_t local = cs_civil_utc(c);
	struct cs_zone_range before, r;
	enum cs_local kind;

	if (z == NULL) {
		*instant = local;
		return CS_LOCAL_PLAIN;
	}
	cs_zone_range(z, local, &r);
	if (local - MARGIN >= r.from && local + MARGIN < r.to) {
		*instant = local - r.offset;
		return CS_LOCAL_PLAIN;
	}
	kind = locate(z, local, &before, &r);
	*instant = local - (kind == CS_LOCAL_SKIPPED ? before.offset : r.offset);
	return kind;
}

/* Floor of a to a multiple of b > 0. */
static int64_t
floor_to(int64_t a, int64_t b)
{
	return a - cs_num_floormod(a, b);
}

/*
 * Whether the interval that ends a range goes on in the next one: the wall clock shows the same
 * interval on both sides, and does not stand at its beginning again.
 */
static bool
goes_on(const struct cs_zone_range *a, const struct cs_zone_range *b, int64_t step)
{
	int64_t start = floor_to(b->from + b->offset, step);

	return start != b->from + b->offset && start == floor_to(a->to - 1 + a->offset, step);
}

int64_t
cs_zone_floor(const struct cs_zone *z, int64_t instant, int64_t step_s)
{
	int64_t step = step_s * CS_USEC, start;
	struct cs_zone_range r, before;

	if (z == NULL)
		return floor_to(instant, step);
	cs_zone_range(z, instant, &r);
	if (step_s == CS_DAY_S && instant - r.from < MARGIN)
		return cs_zone_day_start(z, cs_zone_day(z, instant));
	for (;; r = before) {
		start = floor_to(instant + r.offset, step) - r.offset;
		if (start >= r.from)
			return start;
		cs_zone_range(z, r.from - 1, &before);
		if (!goes_on(&before, &r, step))
			return r.from;
		instant = r.from - 1;
	}
}

int64_t
cs_zone_next(const struct cs_zone *z, int64_t start, int64_t step_s)
{
	int64_t step = step_s * CS_USEC, end;
	struct cs_zone_range r, next;

	if (z == NULL)
		return floor_to(start, step) + step;
	if (step_s == CS_DAY_S)
		return cs_zone_day_start(z, cs_zone_day(z, start) + 1);
	cs_zone_range(z, start, &r);
	for (;; r = next) {
		end = floor_to(start + r.offset, step) + step - r.offset;
		if (end < r.to)
			return end;
		cs_zone_range(z, r.to, &next);
		if (!goes_on(&r, &next, step))
			return r.to;
		start = r.to;
	}
}

int64_t
cs_zone_day(const struct cs_zone *z, int64_t instant)
{
	return cs_num_floordiv(instant + cs_zone_offset(z, instant) * CS_USEC, CS_DAY_S * CS_USEC);
}

int64_t
cs_zone_day_start(const struct cs_zone *z, int64_t day)
{
	int64_t local = day * CS_DAY_S * CS_USEC;
	struct cs_zone_range before, r;

	if (z == NULL)
		return local;
	cs_zone_range(z, local, &r);
	if (local - MARGIN >= r.from && local + MARGIN < r.to)
		return local - r.offset;
	/* Midnight may be skipped: then the day, or the day after one that is not, begins there. */
	return locate(z, local, &before, &r) == CS_LOCAL_SKIPPED ? r.from : local - r.offset;
}
