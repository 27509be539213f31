/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rule at the end of a TZif file: "CET-1CEST,M3.5.0,M10.5.0/3" (RFC 8536, 3.3: POSIX's TZ
 * string, with times from -167 to 167 hours). See zone_table.h.
 */
#include "base/zone_table.h"

struct day_rule {
	char kind; /* 'M' month.week.weekday, 'J' 1 .. 365 without leap day, 'n' 0 .. 365 */
	int month, week, day; /* day: the weekday (0 Sunday) of M; the day of J and n */
	int time_s;	      /* after local midnight */
};

struct rule {
	int std_s, dst_s; /* offsets east of Greenwich */
	bool has_dst;
	struct day_rule start, end;
};

/* A whole number of at most 3 digits, min to max. */
static bool
number(struct cs_str *s, int min, int max, int *v)
{
	size_t i = 0;
	int r = 0;

	for (; i < 3 && i < s->n && s->p[i] >= '0' && s->p[i] <= '9'; i++)
		r = r * 10 + (s->p[i] - '0');
	if (i == 0 || r < min || r > max)
		return false;
	*s = cs_str_skip(*s, i);
	*v = r;
	return true;
}

static bool
mark(struct cs_str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = cs_str_skip(*s, 1);
	return true;
}

/* An abbreviation: three letters or more, or anything of <letters, digits, + and ->. */
static bool
name(struct cs_str *s)
{
	size_t i = 0;

	if (mark(s, '<')) {
		i = cs_str_find(*s, '>');
		*s = cs_str_skip(*s, i);
		return i >= 3 && mark(s, '>');
	}
	while (
	    i < s->n && ((s->p[i] >= 'A' && s->p[i] <= 'Z') || (s->p[i] >= 'a' && s->p[i] <= 'z')))
		i++;
	*s = cs_str_skip(*s, i);
	return i >= 3;
}

/* [+-]hh[:mm[:ss]] */
static bool
clock_time(struct cs_str *s, int max_hour, int *seconds)
{
	bool minus = mark(s, '-');
	int hour, min = 0, sec = 0;

	if (!minus)
		(void)mark(s, '+');
	if (!number(s, 0, max_hour, &hour))
		return false;
	if (mark(s, ':') && (!number(s, 0, 59, &min) || (mark(s, ':') && !number(s, 0, 59, &sec))))
		return false;
	*seconds = (minus ? -1 : 1) * (hour * 3600 + min * 60 + sec);
	return true;
}

static bool
day_rule(struct cs_str *s, struct day_rule *r)
{
	r->kind = 'n';
	if (mark(s, 'M')) {
		r->kind = 'M';
		if (!number(s, 1, 12, &r->month) || !mark(s, '.') || !number(s, 1, 5, &r->week) ||
		    !mark(s, '.') || !number(s, 0, 6, &r->day))
			return false;
	} else if (mark(s, 'J')) {
		r->kind = 'J';
		if (!number(s, 1, 365, &r->day))
			return false;
	} else if (!number(s, 0, 365, &r->day)) {
		return false;
	}
	r->time_s = 7200;
	return !mark(s, '/') || clock_time(s, 167, &r->time_s);
}

static bool
parse(struct cs_str s, struct rule *r)
{
	int west;

	if (!name(&s) || !clock_time(&s, 24, &west))
		return false;
	*r = (struct rule){.std_s = -west, .dst_s = 3600 - west};
	if (s.n == 0)
		return true;
	r->has_dst = true;
	if (!name(&s))
		return false;
	if (s.n != 0 && s.p[0] != ',') {
		if (!clock_time(&s, 24, &west))
			return false;
		r->dst_s = -west;
	}
	return mark(&s, ',') && day_rule(&s, &r->start) && mark(&s, ',') && day_rule(&s, &r->end) &&
	       s.n == 0;
}

/* The instant at which the rule strikes in a year, on a clock that is offset_s east. */
static int64_t
strike(const struct day_rule *r, int year, int offset_s)
{
	int64_t day;

	if (r->kind == 'M') {
		int64_t first = cs_civil_days(year, r->month, 1);
		int days = cs_civil_month_days(year, r->month);
		int in_month = (r->day - cs_civil_weekday(first) % 7 + 7) % 7 + (r->week - 1) * 7;

		/* Week 5 is the last, be it the fourth. */
		day = first + (in_month < days ? in_month : in_month - 7);
	} else if (r->kind == 'J') {
		bool after_feb = r->day >= 60 && cs_civil_month_days(year, 2) == 29;

		day = cs_civil_days(year, 1, 1) + r->day - 1 + after_feb;
	} else {
		day = cs_civil_days(year, 1, 1) + r->day;
	}
	return (day * CS_DAY_S + r->time_s - offset_s) * CS_USEC;
}

struct change {
	int64_t at;
	int offset_s;
};

enum { YEARS = 404 };

/* The changes of YEARS years in order of time; of two at one instant the later year's is last. */
static void
changes_of(const struct rule *r, int year0, struct change c[2 * YEARS])
{
	for (int i = 0, n = 0; i < YEARS; i++) {
		const struct change two[2] = {
		    {strike(&r->start, year0 + i, r->std_s), r->dst_s},
		    {strike(&r->end, year0 + i, r->dst_s), r->std_s},
		};
		bool swap = two[1].at < two[0].at;

		for (int k = 0; k < 2; k++, n++) {
			int at = n;

			for (; at > 0 && c[at - 1].at > two[k ^ swap].at; at--)
				c[at] = c[at - 1];
			c[at] = two[k ^ swap];
		}
	}
}

int
cs_zone_rule(struct cs_zone *z, struct cs_str text, int64_t after, struct cs_err *e)
{
	bool always = after == CS_ZONE_FIRST;
	struct change changes[2 * YEARS];
	struct cs_civil c = {.year = 1};
	struct rule r;

	if (!parse(text, &r))
		return cs_err_set(
		    e, CS_EXIT_DATA, "zone rule '%.*s': not understood", CS_STR_ARG(text));
	if (always)
		cs_zone_push(z, CS_ZONE_FIRST, r.std_s);
	if (!r.has_dst)
		return 0;
	if (!always)
		cs_civil_of_utc(after, &c);
	/* A year before and two behind, so that what is repeated is the rule's alone. */
	changes_of(&r, c.year, changes);
	for (int i = 0; i < 2 * YEARS; i++)
		if (changes[i].at > after)
			cs_zone_push(z, changes[i].at, changes[i].offset_s);
	z->end = cs_civil_days(c.year + YEARS - 2, 1, 1) * CS_DAY_S * CS_USEC;
	return 0;
}
