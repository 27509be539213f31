/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Business hours: see hours.h. Their text is in hours_text.c. */
#include "base/hours.h"

#include "base/civil.h"
#include "base/num.h"
#include "base/zone_table.h"

/* Days of the table: those of the years, and on both sides more than any zone is off from UTC. */
#define FIRST_DAY     (-3)
#define LAST_DAY      INT64_C(47485)
#define NDAY	      (LAST_DAY - FIRST_DAY + 1)
#define DAY_US	      (CS_DAY_S * CS_USEC)

/* What it can be asked about: the years by UTC. */
#define FIRST_INSTANT INT64_C(0)
#define LAST_INSTANT  (INT64_C(47482) * DAY_US)

/* A range of one offset. Business time at an instant t of it: base + line(t + offset). */
struct range {
	int64_t from, offset, base; /* microseconds */
};

struct cs_hours {
	int64_t before[NDAY + 1]; /* seconds of business up to the beginning of a day */
	uint16_t kind[NDAY];	  /* index in day: 0 .. 6 the weekdays, then the special days */
	struct cs_hours_day *day;
	struct range *range;
	size_t nrange;
};

static int64_t
day_seconds(const struct cs_hours_day *d)
{
	int64_t s = 0;

	for (int i = 0; i < d->n; i++)
		s += d->span[i].to - d->span[i].from;
	return s;
}

/* Business time up to a wall-clock time, as if clocks never changed; all in microseconds. */
static int64_t
line(const struct cs_hours *h, int64_t local)
{
	int64_t day = cs_num_floordiv(local, DAY_US), in_day = local - day * DAY_US;
	const struct cs_hours_day *d = &h->day[h->kind[day - FIRST_DAY]];
	int64_t us = h->before[day - FIRST_DAY] * CS_USEC;

	for (int i = 0; i < d->n; i++) {
		int64_t from = d->span[i].from * CS_USEC, to = d->span[i].to * CS_USEC;

		if (in_day > from)
			us += (in_day < to ? in_day : to) - from;
	}
	return us;
}

/* The kind of a special day for the days that it is; those of every year first, so that a date with
 * its year goes over them. */
static void
mark_specials(struct cs_hours *h, const struct cs_hours_plan *plan, bool yearly)
{
	for (size_t i = 0; i < plan->nspecial; i++) {
		const struct cs_hours_special *s = &plan->special[i];
		int year = yearly ? CS_HOURS_FIRST_YEAR : s->year;
		int last = yearly ? CS_HOURS_LAST_YEAR : s->year;

		if ((s->year == 0) != yearly)
			continue;
		for (; year <= last; year++) {
			if (s->day <= cs_civil_month_days(year, s->month))
				h->kind[cs_civil_days(year, s->month, s->day) - FIRST_DAY] =
				    (uint16_t)(7 + i);
		}
	}
}

static void
fill_days(struct cs_hours *h, const struct cs_hours_plan *plan)
{
	for (int64_t k = 0; k < NDAY; k++)
		h->kind[k] = (uint16_t)(cs_civil_weekday(k + FIRST_DAY) - 1);
	mark_specials(h, plan, true);
	mark_specials(h, plan, false);
	for (int64_t k = 0; k < NDAY; k++)
		h->before[k + 1] = h->before[k] + day_seconds(&h->day[h->kind[k]]);
}

/* The ranges of the zone from the first instant to the last. With h->range NULL only counts. */
static void
fill_ranges(struct cs_hours *h, const struct cs_zone *zone)
{
	struct cs_zone_range r = {FIRST_INSTANT, LAST_INSTANT + 1, 0};
	int64_t at = FIRST_INSTANT, sum = 0;

	for (h->nrange = 0; at <= LAST_INSTANT; at = r.to, h->nrange++) {
		if (zone != NULL)
			cs_zone_range(zone, at, &r);
		if (h->range == NULL)
			continue;
		if (h->nrange != 0)
			sum = h->range[h->nrange - 1].base +
			      line(h, at + h->range[h->nrange - 1].offset);
		h->range[h->nrange] = (struct range){at, r.offset, sum - line(h, at + r.offset)};
	}
}

const struct cs_hours *
cs_hours_make(struct cs_arena *a, const struct cs_hours_plan *plan)
{
	struct cs_hours *h = cs_arena_new(a, 1, sizeof *h);

	h->day = cs_arena_new(a, 7 + plan->nspecial, sizeof *h->day);
	memcpy(h->day, plan->week, sizeof plan->week);
	for (size_t i = 0; i < plan->nspecial; i++)
		h->day[7 + i] = plan->special[i].hours;
	fill_days(h, plan);
	fill_ranges(h, plan->zone);
	h->range = cs_arena_new(a, h->nrange, sizeof *h->range);
	fill_ranges(h, plan->zone);
	return h;
}

bool
cs_hours_knows(const struct cs_hours *h, int64_t instant)
{
	(void)h;
	return instant >= FIRST_INSTANT && instant <= LAST_INSTANT;
}

/* Business time from the first instant of all to this one. */
static int64_t
until(const struct cs_hours *h, int64_t instant)
{
	const struct range *r = h->range;
	size_t n = h->nrange, half;

	for (; n > 1; n -= half) {
		half = n / 2;
		r = r[half].from <= instant ? r + half : r;
	}
	return r->base + line(h, instant + r->offset);
}

int64_t
cs_hours_between(const struct cs_hours *h, int64_t from, int64_t to)
{
	return (until(h, to) - until(h, from)) / CS_USEC;
}
