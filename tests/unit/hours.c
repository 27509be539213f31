/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Business hours: against a walk from minute to minute by the wall clock, and cases by hand. */
#include "base/hours.h"

#include "base/civil.h"

#include "times.h"

/* Lines of "mon 08:00-12:00;12-25 closed" as a plan; weekdays not named are closed. */
static void
plan_of(struct cs_hours_plan *plan, struct cs_hours_special *room, const char *text)
{
	static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
	struct cs_str rest = cs_str_z(text), piece, name;
	struct cs_hours_day day;
	struct cs_err e = CS_ERR_INIT;

	*plan = (struct cs_hours_plan){.special = room};
	while (cs_str_split(&rest, ';', &piece)) {
		size_t blank = cs_str_find(piece, ' ');
		int w = 0;

		name = cs_str_head(piece, blank);
		if (cs_hours_parse_day(cs_str_skip(piece, blank + 1), &day, &e) != 0)
			ok(false, "'%s': %s", text, e.msg);
		for (w = 0; w < 7 && !cs_str_eqz(name, names[w]); w++)
			;
		if (w < 7) {
			plan->week[w] = day;
			continue;
		}
		ok(cs_hours_parse_date(name, &room[plan->nspecial]), "%.*s is a date",
		    CS_STR_ARG(name));
		room[plan->nspecial++].hours = day;
	}
}

static const char *const calendars[] = {
    "mon 08:00-12:00 13:00-18:00;tue 09:00-17:00;wed 00:00-24:00;fri 23:00-24:00;sat 00:00-02:30;"
    "sun 01:30-03:30;12-25 closed;2026-12-24 08:00-12:00;2026-12-25 10:00-11:00;02-29 10:00-12:00;"
    "2026-03-29 00:30-02:15 02:45-24:00",
    "mon 00:00-24:00;tue 00:00-24:00;wed 00:00-24:00;thu 00:00-24:00;fri 00:00-24:00;"
    "sat 00:00-24:00;sun 00:00-24:00",
    "sun 02:00-02:30;10-25 02:59-03:01",
    "thu 12:00-12:01",
};

/* The definition: the wall clock shows a time within a span of its day. */
static bool
open_at(const struct cs_hours_plan *plan, int64_t instant)
{
	const struct cs_hours_day *day;
	struct cs_civil c;
	int s;

	cs_zone_civil(plan->zone, instant, &c);
	day = &plan->week[cs_civil_weekday(cs_civil_days(c.year, c.month, c.day)) - 1];
	for (int dated = 0; dated < 2; dated++) {
		for (size_t i = 0; i < plan->nspecial; i++) {
			const struct cs_hours_special *x = &plan->special[i];

			if (x->month == c.month && x->day == c.day &&
			    x->year == (dated ? c.year : 0))
				day = &x->hours;
		}
	}
	s = c.hour * 3600 + c.min * 60 + c.sec;
	for (int i = 0; i < day->n; i++) {
		if (s >= day->span[i].from && s < day->span[i].to)
			return true;
	}
	return false;
}

static uint64_t
next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static void
test_brute(void)
{
	static const char *const zones[] = {"UTC", "Europe/Berlin", "America/New_York",
	    "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Apia"};
	static const char *const weeks[] = {"2026-03-28T00:00:00Z", "2026-10-23T07:00:00Z",
	    "2026-12-22T00:00:00Z", "2024-02-27T00:00:00Z", "2011-12-28T00:00:00Z",
	    "2026-03-07T00:00:00Z", "2099-12-20T00:00:00Z"};
	enum { MINUTES = 7 * 1440 };
	static int64_t sum[MINUTES + 1];
	struct cs_hours_special room[8];
	struct cs_hours_plan plan;
	uint64_t state = 88172645463325252u;

	for (size_t z = 0; z < sizeof zones / sizeof *zones; z++) {
		for (size_t k = 0; k < sizeof calendars / sizeof *calendars; k++) {
			struct cs_arena arena = CS_ARENA_INIT;
			const struct cs_hours *h;
			int wrong = 0;

			plan_of(&plan, room, calendars[k]);
			plan.zone = zone(zones[z]);
			if (plan.zone == NULL)
				break;
			h = cs_hours_make(&arena, &plan);
			for (size_t w = 0; w < sizeof weeks / sizeof *weeks; w++) {
				int64_t begin = at(weeks[w]);

				for (int m = 0; m < MINUTES; m++)
					sum[m + 1] =
					    sum[m] +
					    (open_at(&plan, begin + m * 60 * CS_USEC) ? 60 : 0);
				for (int i = 0; i < 500; i++) {
					int a = (int)(next_random(&state) % (MINUTES + 1));
					int b = (int)(next_random(&state) % (MINUTES + 1));

					wrong += cs_hours_between(h, begin + a * 60 * CS_USEC,
						     begin + b * 60 * CS_USEC) != sum[b] - sum[a];
				}
			}
			is_int(wrong, 0, "%s, calendar %zu: as minute by minute", zones[z], k);
			cs_arena_finish(&arena);
		}
	}
}

static void
test_by_hand(void)
{
	static const struct {
		const char *calendar, *from, *to;
		int64_t s;
	} cases[] = {
	    {"sun 01:00-04:00", "2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z", 7200},
	    {"sun 01:00-04:00", "2026-10-24T00:00:00Z", "2026-10-26T00:00:00Z", 14400},
	    {"sun 02:15-02:45", "2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z", 0},
	    {"sun 02:15-02:45", "2026-10-24T00:00:00Z", "2026-10-26T00:00:00Z", 3600},
	    {"mon 09:00-17:00", "2026-10-05T07:00:00Z", "2026-10-05T15:00:00Z", 28800},
	    {"mon 09:00-17:00", "2026-10-05T06:00:00Z", "2026-10-05T07:00:00.9Z", 0},
	    {"mon 09:00-17:00", "2026-10-05T07:00:00.9Z", "2026-10-05T06:00:00Z", 0},
	    {"mon 09:00-17:00", "2026-10-05T07:00:00.4Z", "2026-10-05T07:00:01.3Z", 0},
	    {"mon 09:00-17:00", "2026-10-05T07:00:00.4Z", "2026-10-05T07:00:01.4Z", 1},
	    {"mon 09:00-17:00", "2026-10-05T07:00:01.4Z", "2026-10-05T07:00:00.4Z", -1},
	    {"mon 09:00-17:00", "2026-10-05T08:00:00Z", "2026-10-05T08:00:00Z", 0},
	    /* 6,783 Mondays in the years that there are. */
	    {"mon 09:00-17:00", "1970-01-01T00:00:00Z", "2100-01-01T00:00:00Z", 6783 * 28800},
	};
	const struct cs_zone *berlin = zone("Europe/Berlin");
	struct cs_hours_special room[8];
	struct cs_hours_plan plan;

	for (size_t i = 0; berlin != NULL && i < sizeof cases / sizeof *cases; i++) {
		struct cs_arena arena = CS_ARENA_INIT;
		const struct cs_hours *h;

		plan_of(&plan, room, cases[i].calendar);
		plan.zone = berlin;
		h = cs_hours_make(&arena, &plan);
		is_int(cs_hours_between(h, at(cases[i].from), at(cases[i].to)), cases[i].s,
		    "%s from %s to %s", cases[i].calendar, cases[i].from, cases[i].to);
		cs_arena_finish(&arena);
	}
}

static void
test_known(void)
{
	static const struct {
		const char *at;
		bool known;
	} cases[] = {
	    {"0001-01-01T00:00:00Z", false},
	    {"1969-12-31T23:59:59.999999Z", false},
	    {"1970-01-01T00:00:00Z", true},
	    {"2100-01-01T00:00:00Z", true},
	    {"2100-01-01T00:00:00.000001Z", false},
	    {"9999-12-31T23:59:59.999999Z", false},
	};
	struct cs_arena arena = CS_ARENA_INIT;
	struct cs_hours_plan plan = {0};
	const struct cs_hours *h = cs_hours_make(&arena, &plan);

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		ok(cs_hours_knows(h, at(cases[i].at)) == cases[i].known, "%s is %s", cases[i].at,
		    cases[i].known ? "known" : "not known");
	is_int(cs_hours_between(h, at(cases[2].at), at(cases[3].at)), 0, "a week that is closed");
	cs_arena_finish(&arena);
}

static void
test_days(void)
{
	static const struct {
		const char *text;
		int n; /* -1: refused */
		const char *msg;
	} cases[] = {
	    {"closed", 0, NULL},
	    {"08:00-12:00", 1, NULL},
	    {"00:00-24:00", 1, NULL},
	    {"08:00-12:00  13:00-18:00 23:59-24:00", 3, NULL},
	    {"", -1, "'' is no span of hours"},
	    {"8-18", -1, "'8-18' is no span of hours"},
	    {"8:00-18:00", -1, "'8:00-18:00' is no span of hours"},
	    {"08:00-12:00,", -1, "'08:00-12:00,' is no span of hours"},
	    {"08:00-24:01", -1, "'08:00-24:01' is no span of hours"},
	    {"08:60-09:00", -1, "'08:60-09:00' is no span of hours"},
	    {"22:00-06:00", -1, "'22:00-06:00' ends before it begins: over midnight are two spans"},
	    {"09:00-09:00", -1, "'09:00-09:00' ends before it begins: over midnight are two spans"},
	    {"08:00-12:00 12:00-13:00", -1, "'12:00-13:00' is not behind the span before it"},
	    {"08:00-12:00 07:00-07:30", -1, "'07:00-07:30' is not behind the span before it"},
	    {"Closed", -1, "'Closed' is no span of hours"},
	    {"00:00-00:01 00:02-00:03 00:04-00:05 00:06-00:07 00:08-00:09 00:10-00:11 00:12-00:13 "
	     "00:14-00:15 00:16-00:17 00:18-00:19 00:20-00:21 00:22-00:23 00:24-00:25 00:26-00:27 "
	     "00:28-00:29 00:30-00:31 00:32-00:33",
		-1, "'00:32-00:33' is one span too many"},
	};
	static const struct {
		const char *text;
		bool good;
	} dates[] = {
	    {"12-25", true},
	    {"02-29", true},
	    {"02-30", false},
	    {"2026-12-25", true},
	    {"2026-02-29", false},
	    {"2024-02-29", true},
	    {"1969-12-31", false},
	    {"2099-12-31", true},
	    {"2100-01-01", false},
	    {"2026-13-01", false},
	    {"2026-00-01", false},
	    {"2026-01-00", false},
	    {"26-12-25", false},
	    {"2026/12/25", false},
	    {"1-1", false},
	    {"", false},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_err e = CS_ERR_INIT;
		struct cs_hours_day day;
		int r = cs_hours_parse_day(cs_str_z(cases[i].text), &day, &e);

		is_int(r == 0 ? day.n : -1, cases[i].n, "'%s'", cases[i].text);
		if (cases[i].n < 0)
			is_str(e.msg, cases[i].msg, "its message");
	}
	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		struct cs_hours_special s;

		ok(cs_hours_parse_date(cs_str_z(dates[i].text), &s) == dates[i].good,
		    "'%s' is %s date", dates[i].text, dates[i].good ? "a" : "no");
	}
}

static void
test_text(void)
{
	struct cs_buf b = CS_BUF_INIT, again = CS_BUF_INIT;
	struct cs_hours_special room[8];
	struct cs_hours_plan plan;

	plan_of(&plan, room,
	    "sat 09:00-13:00;2026-12-24 08:00-12:00;mon 08:00-12:00 13:00-24:00;12-25 closed");
	cs_hours_text(&b, &plan);
	is_str(cs_buf_cstr(&b),
	    "UTC; mon 08:00-12:00 13:00-24:00; tue closed; wed closed; thu closed; fri closed; "
	    "sat 09:00-13:00; sun closed; 12-25 closed; 2026-12-24 08:00-12:00",
	    "one line for one calendar");
	plan_of(&plan, room,
	    "12-25 closed;mon 08:00-12:00 13:00-24:00;2026-12-24 08:00-12:00;sat 09:00-13:00");
	cs_hours_text(&again, &plan);
	is_str(cs_buf_cstr(&again), cs_buf_cstr(&b), "whatever the order that it was given in");
	cs_buf_finish(&b);
	cs_buf_finish(&again);
}

int
main(void)
{
	test_brute();
	test_by_hand();
	test_known();
	test_days();
	test_text();
	return done();
}
