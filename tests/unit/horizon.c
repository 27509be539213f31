/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time since time zero: months by the calendar, added once; both axes keep the order of days. */
#include "retain/horizon.h"

#include "../tap.h"

static int64_t
day(const char *text)
{
	struct cs_civil c;

	ok(cs_civil_parse(cs_str_z(text), &c), "%s is a day", text);
	return cs_civil_days(c.year, c.month, c.day);
}

static void
test_parse(void)
{
	static const struct {
		const char *text;
		enum cs_axis axis;
		int32_t t;
	} good[] = {
	    {"30d", CS_AXIS_DAYS, 30},
	    {"2w", CS_AXIS_DAYS, 14},
	    {"0d", CS_AXIS_DAYS, 0},
	    {"0mo", CS_AXIS_DAYS, 0},
	    {"48h", CS_AXIS_DAYS, 2},
	    {"6mo", CS_AXIS_MONTHS, 6 * CS_AXIS_MONTH},
	    {"1y", CS_AXIS_MONTHS, 12 * CS_AXIS_MONTH},
	    {"1y6mo", CS_AXIS_MONTHS, 18 * CS_AXIS_MONTH},
	    {"100y", CS_AXIS_MONTHS, 1200 * CS_AXIS_MONTH},
	};
	static const char *const bad[] = {"", "x", "-1d", "5h", "1mo1d", "101y", "40000d", "90"};
	struct cs_horizon h;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct cs_err e = CS_ERR_INIT;

		is_int(cs_horizon_parse(cs_str_z(good[i].text), &h, &e), 0, "%s", good[i].text);
		ok(h.axis == good[i].axis && h.t == good[i].t, "%s: where it is", good[i].text);
		is_slice(h.text, good[i].text, "%s: as it was written", good[i].text);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct cs_err e = CS_ERR_INIT;

		is_int(cs_horizon_parse(cs_str_z(bad[i]), &h, &e), -1, "'%s' is none", bad[i]);
		is_int(e.status, CS_EXIT_USAGE, "'%s': usage", bad[i]);
	}
}

static void
test_months(void)
{
	/* From, months, the day: the clamp of the end of a month, leap years. */
	static const struct {
		const char *from;
		const char *months, *to;
	} add[] = {
	    {"2024-01-31", "1mo", "2024-02-29"},
	    {"2024-01-31", "6mo", "2024-07-31"},
	    {"2024-01-31", "18mo", "2025-07-31"},
	    {"2023-08-31", "6mo", "2024-02-29"},
	    {"2023-08-31", "18mo", "2025-02-28"},
	    {"2024-02-29", "12mo", "2025-02-28"},
	    {"2024-02-29", "48mo", "2028-02-29"},
	    {"1900-01-31", "1mo", "1900-02-28"},
	};
	struct cs_horizon h;
	struct cs_err e = CS_ERR_INIT;

	for (size_t i = 0; i < sizeof add / sizeof *add; i++) {
		int64_t from = day(add[i].from), to = day(add[i].to);

		(void)cs_horizon_parse(cs_str_z(add[i].months), &h, &e);
		is_int(cs_horizon_day(&h, from), to, "%s + %s", add[i].from, add[i].months);
		is_int(cs_axis_at(CS_AXIS_MONTHS, from, to), h.t, "and back");
		ok(cs_axis_at(CS_AXIS_MONTHS, from, to - 1) < h.t, "the day before is before");
	}
}

/* Days in their order are times in their order, and those of the horizon are there exactly. */
static void
test_order(void)
{
	int64_t first = day("2023-01-01");
	unsigned wrong = 0, months = 0;
	struct cs_horizon h = {.axis = CS_AXIS_MONTHS};

	for (int64_t from = first; from < first + 800; from++) {
		int32_t before = -1;

		for (int64_t to = from; to < from + 800; to++) {
			int32_t at = cs_axis_at(CS_AXIS_MONTHS, from, to);

			wrong += at <= before;
			wrong += cs_axis_at(CS_AXIS_DAYS, from, to) != to - from;
			h.months = at / CS_AXIS_MONTH;
			months += cs_horizon_day(&h, from) + at % CS_AXIS_MONTH != to;
			before = at;
		}
	}
	is_int(wrong, 0, "both axes keep the order of days");
	is_int(months, 0, "months and the days over make the day");
	is_int(cs_axis_at(CS_AXIS_MONTHS, first, first - 40), -40, "before zero: days");
}

static void
test_zone(void)
{
	struct cs_err e = CS_ERR_INIT;
	const struct cs_zone *berlin = cs_zone_get(CS_STR("Europe/Berlin"), &e);
	struct cs_horizon h;
	int64_t zero, end;

	if (berlin == NULL) {
		skip("days of a zone", "no zone files");
		return;
	}
	(void)cs_horizon_parse(CS_STR("1mo"), &h, &e);
	(void)cs_time_parse(CS_STR("2026-02-28T23:30:00Z"), &zero);
	(void)cs_time_parse(CS_STR("2026-04-01T22:00:00Z"), &end);
	is_int(cs_horizon_end(&h, berlin, zero), end,
	    "1 March there: all of 1 April is in it, by summer time");
	(void)cs_time_parse(CS_STR("2026-03-29T00:00:00Z"), &end);
	is_int(cs_horizon_end(&h, NULL, zero), end, "28 February in UTC");
}

int
main(void)
{
	test_parse();
	test_months();
	test_order();
	test_zone();
	return done();
}
