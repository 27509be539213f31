/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which periods are in a window up to as-of, and which in the one before it. */
#include "desk/rankwindow.h"

#include "../tap.h"

#define BERLIN "Europe/Berlin"

/* Periods by their first day, and what a window makes of each: now, before or - neither. */
static const struct {
	const char *zone, *as_of, *length, *begins, *marks, *from;
	bool told; /* as-of was asked for */
} windows[] = {
    {"UTC", "2026-10-05T17:00:00Z", "3mo",
	"2026-04-01 2026-05-01 2026-07-01 2026-08-01 2026-10-01 2026-11-01", "-bbnn-",
	"2026-08-01T00:00:00Z", false},
    /* midnight of the first ends the month before when it was asked for */
    {"UTC", "2026-10-01T00:00:00Z", "3mo", "2026-06-01 2026-07-01 2026-09-01 2026-10-01", "bnn-",
	"2026-07-01T00:00:00Z", true},
    {"UTC", "2026-10-01T00:00:00Z", "3mo", "2026-06-01 2026-07-01 2026-09-01 2026-10-01", "bbnn",
	"2026-08-01T00:00:00Z", false},
    {BERLIN, "2026-10-31T23:30:00Z", "1mo", "2026-09-01 2026-10-01 2026-11-01", "-bn",
	"2026-10-31T23:00:00Z", false},
    /* a year over the turn; before 29 February there is one */
    {"UTC", "2024-02-29T12:00:00Z", "1y", "2022-02-01 2022-03-01 2023-02-01 2023-03-01 2024-02-01",
	"-bbnn", "2023-03-01T00:00:00Z", false},
    /* days, over the day of 25 hours */
    {BERLIN, "2026-10-26T10:00:00Z", "2d",
	"2026-10-22 2026-10-23 2026-10-24 2026-10-25 2026-10-26 2026-10-27", "-bbnn-",
	"2026-10-24T22:00:00Z", false},
    {"UTC", "2026-10-11T23:59:59Z", "2w", "2026-09-07 2026-09-14 2026-09-21 2026-09-28 2026-10-05",
	"-bbnn", "2026-09-28T00:00:00Z", false},
    /* months and days together */
    {"UTC", "2026-10-11T23:00:00Z", "1mo1d", "2026-08-09 2026-08-10 2026-09-11 2026-10-11", "-bnn",
	"2026-09-11T00:00:00Z", false},
    {"UTC", "2026-10-11T12:00:00Z", "36h", "2026-10-08 2026-10-09 2026-10-10 2026-10-11", "-bbn",
	"2026-10-10T00:00:00.000001Z", false},
    /* all of time: none before */
    {"UTC", "2026-10-11T12:00:00Z", NULL, "2025-10-01 2026-10-01 2027-10-01", "nnn", NULL, false},
    /* nobody says when it was: up to the last period */
    {"UTC", NULL, "2mo", "2026-08-01 2026-09-01 2026-10-01", "bnn", "2026-09-01T00:00:00Z", false},
};

static uint32_t
read_begins(const char *text, const struct cs_zone *zone, int64_t *begin)
{
	struct cs_str s = cs_str_z(text), day;
	struct cs_civil c;
	uint32_t n = 0;

	while (cs_str_split(&s, ' ', &day)) {
		if (cs_civil_parse(day, &c))
			begin[n++] = cs_zone_day_start(zone, cs_civil_days(c.year, c.month, c.day));
	}
	return n;
}

static struct cs_duration
length_of(const char *text)
{
	struct cs_duration d = {0, 0};

	if (text != NULL)
		ok(cs_duration_parse(cs_str_z(text), &d), "%s is a duration", text);
	return d;
}

static void
check_window(struct cs_arena *a, size_t i)
{
	struct cs_err e = CS_ERR_INIT;
	int64_t begin[8], from;
	struct cs_by by = {.zone = cs_zone_get(cs_str_z(windows[i].zone), &e)};
	struct cs_cells c = {.by = &by, .run.told = windows[i].told};
	struct cs_rankkeys k = {.begin = begin, .period = 0};
	struct cs_rankwindow w;
	uint32_t n = read_begins(windows[i].begins, by.zone, begin);
	char marks[9] = {0};

	k.ids[CS_RANK_PERIOD].n = n;
	c.run.has_as_of =
	    windows[i].as_of != NULL && cs_time_parse(cs_str_z(windows[i].as_of), &c.run.as_of);
	ok(cs_rankwindow_make(a, &c, &k, NULL, length_of(windows[i].length), &w, &e) == 0,
	    "window %zu: %s", i, e.msg);
	for (uint32_t p = 0; p < n; p++)
		marks[p] = w.now[p] ? 'n' : w.before[p] ? 'b' : '-';
	is_str(marks, windows[i].marks, "window %zu: the periods of %s up to %s", i,
	    windows[i].length, windows[i].as_of);
	if (windows[i].from != NULL && cs_time_parse(cs_str_z(windows[i].from), &from))
		is_int(w.from, from, "window %zu begins at %s", i, windows[i].from);
}

/* An as-of of the caller; windows that hold nothing, or begin before all time; no periods. */
static void
check_edges(struct cs_arena *a)
{
	struct cs_err e = CS_ERR_INIT;
	int64_t begin[] = {cs_civil_days(2026, 9, 1) * CS_DAY_S * CS_USEC,
	    cs_civil_days(2026, 10, 1) * CS_DAY_S * CS_USEC};
	int64_t as_of = begin[1];
	struct cs_by by = {.zone = NULL};
	struct cs_cells c = {.by = &by};
	struct cs_rankkeys k = {.begin = begin, .period = 0};
	struct cs_rankwindow w;

	k.ids[CS_RANK_PERIOD].n = 2;
	is_int(cs_rankwindow_make(a, &c, &k, &as_of, length_of("1mo"), &w, &e), 0, "an as-of");
	ok(w.now[0] && !w.now[1] && w.nnow == 1 && w.nbefore == 0, "which is where counting ended");
	as_of = cs_civil_days(2027, 10, 1) * CS_DAY_S * CS_USEC;
	is_int(cs_rankwindow_make(a, &c, &k, &as_of, length_of("1mo"), &w, &e), -1, "nothing");
	is_int(e.status, CS_EXIT_DATA, "is 65");
	e = (struct cs_err)CS_ERR_INIT;
	is_int(cs_rankwindow_make(a, &c, &k, &as_of, length_of("2000y"), &w, &e), -1, "all time");
	is_int(e.status, CS_EXIT_USAGE, "is 2");
	is_int(cs_rankwindow_make(a, &c, &k, &as_of, length_of("800000d"), &w, &e), -1, "in days");
	k.period = -1;
	k.ids[CS_RANK_PERIOD].n = 1;
	is_int(cs_rankwindow_make(a, &c, &k, NULL, length_of("1mo"), &w, &e), 0, "no periods");
	ok(w.now[0] && w.nnow == 1 && w.nbefore == 0, "all is now");
}

int
main(void)
{
	struct cs_arena a = CS_ARENA_INIT;

	for (size_t i = 0; i < sizeof windows / sizeof *windows; i++)
		check_window(&a, i);
	check_edges(&a);
	cs_arena_finish(&a);
	return done();
}
