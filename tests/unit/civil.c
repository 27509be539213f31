/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calendar, RFC 3339, formats of sources, durations. */
#include "base/civil.h"

#include "../tap.h"

/* "2024-02-29 12:34:56.789" of a civil time. */
static const char *
show(const struct cs_civil *c)
{
	static char text[64];

	(void)snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d:%02d.%06d", c->year, c->month,
	    c->day, c->hour, c->min, c->sec, c->usec);
	return text;
}

static void
test_days(void)
{
	int64_t day = -719162; /* 0001-01-01, a Monday */
	bool there = true, back = true, weekday = true, monday = true;

	for (int y = 1; y <= 9999; y++) {
		bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;

		for (int m = 1; m <= 12; m++) {
			int length = m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31;

			if (m == 2)
				length = 28 + leap;
			there &= cs_civil_month_days(y, m) == length;
			for (int d = 1; d <= length; d++, day++) {
				int yy, mm, dd;

				there &= cs_civil_days(y, m, d) == day;
				cs_civil_of_days(day, &yy, &mm, &dd);
				back &= yy == y && mm == m && dd == d;
				weekday &= cs_civil_weekday(day) == (int)((day + 719162) % 7) + 1;
				monday &= cs_civil_monday(day) == day + 1 - cs_civil_weekday(day);
			}
		}
	}
	ok(there, "every day from the year 1 to 9999 has its number");
	ok(back, "and every number its day");
	ok(weekday, "weekdays");
	ok(monday, "Mondays");
	is_int(cs_civil_days(1970, 1, 1), 0, "the epoch");
	is_int(cs_civil_weekday(0), 4, "was a Thursday");
}

static void
test_months(void)
{
	static const struct {
		const char *from;
		int n;
		const char *to;
	} cases[] = {
	    /* oracle vectors A10.months */
	    {"2024-01-31", 1, "2024-02-29"},
	    {"2024-01-31", 6, "2024-07-31"},
	    {"2024-01-31", 18, "2025-07-31"},
	    {"2023-08-31", 1, "2023-09-30"},
	    {"2023-08-31", 6, "2024-02-29"},
	    {"2023-08-31", 18, "2025-02-28"},
	    {"2023-08-30", 1, "2023-09-30"},
	    {"2023-08-30", 6, "2024-02-29"},
	    {"2023-08-30", 18, "2025-02-28"},
	    {"2024-02-29", 1, "2024-03-29"},
	    {"2024-02-29", 6, "2024-08-29"},
	    {"2024-02-29", 18, "2025-08-29"},
	    {"2024-03-31", -1, "2024-02-29"},
	    {"2024-01-15", -1, "2023-12-15"},
	    {"2024-01-15", -13, "2022-12-15"},
	    {"2024-12-31", 2, "2025-02-28"},
	    {"2024-05-05", 0, "2024-05-05"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cs_civil c;
		char want[64];

		(void)cs_civil_parse(cs_str_z(cases[i].from), &c);
		cs_civil_add_months(&c, cases[i].n);
		(void)snprintf(want, sizeof want, "%s 00:00:00.000000", cases[i].to);
		is_str(show(&c), want, "%s %+d months", cases[i].from, cases[i].n);
	}
}

static const struct {
	const char *in, *out; /* NULL: refused */
} times[] = {
    {"2026-03-01T12:34:56Z", "2026-03-01T12:34:56Z"},
    {"2026-03-01 12:34:56Z", "2026-03-01T12:34:56Z"},
    {"2026-03-01t12:34:56z", "2026-03-01T12:34:56Z"},
    {"1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"},
    {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
    {"9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"},
    {"1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500Z"},
    {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"},
    {"2000-02-29T00:00:00Z", "2000-02-29T00:00:00Z"},
    {"2026-03-01T12:34:56+01:00", "2026-03-01T11:34:56Z"},
    {"2026-03-01T00:00:00+05:45", "2026-02-28T18:15:00Z"},
    {"2026-03-01T12:34:56-09:30", "2026-03-01T22:04:56Z"},
    {"2026-03-01T12:34:56.7-00:00", "2026-03-01T12:34:56.700Z"},
    {"2026-03-01T12:34:56.789123Z", "2026-03-01T12:34:56.789123Z"},
    {"2026-03-01T12:34:56.789123000Z", "2026-03-01T12:34:56.789123Z"},
    {"2026-03-01T12:34:56.000Z", "2026-03-01T12:34:56Z"},
    {"2024-06-05 16:54:37+00", "2024-06-05T16:54:37Z"},
    {"2024-06-05 16:54:37.123456+05:30", "2024-06-05T11:24:37.123456Z"},
    {"2024-06-05 16:54:37.1-03", "2024-06-05T19:54:37.100Z"},
    {"2024-02-28 20:00:00-05", "2024-02-29T01:00:00Z"},
    {"2024-06-05T16:54:37+14", "2024-06-05T02:54:37Z"},
    {"1880-01-01 00:53:28+00:53:28", "1880-01-01T00:00:00Z"},
    {"1883-11-18 12:03:57-04:56:02", "1883-11-18T16:59:59Z"},
    {"9999-12-31 23:59:59.999999+00", "9999-12-31T23:59:59.999999Z"},
    {"2026-03-01T12:34:56.7891234Z", NULL},
    {"2024-06-05 16:54:37", NULL},
    {"2024-06-05 16:54:37.123456", NULL},
    {"2024-06-05", NULL},
    {"2024-06-05 16:54:37+", NULL},
    {"2024-06-05 16:54:37+1", NULL},
    {"2024-06-05 16:54:37+24", NULL},
    {"2024-06-05 16:54:37+01:", NULL},
    {"2024-06-05 16:54:37+01:0", NULL},
    {"2024-06-05 16:54:37+01:00:", NULL},
    {"2024-06-05 16:54:37+01:00:60", NULL},
    {"2024-06-05 16:54:37+01:00:00:00", NULL},
    {"2024-06-05 16:54:37 +01", NULL},
    {"2024-06-05  16:54:37+01", NULL},
    {"2024-06-05 16:54:37+00 BC", NULL},
    {"10000-01-01 00:00:00+00", NULL},
    {"0001-01-01 00:00:00+01", NULL},
    {"infinity", NULL},
    {"-infinity", NULL},
    {"0001-01-01T00:00:00+00:01", NULL},
    {"9999-12-31T23:59:59-00:01", NULL},
    {"0000-12-31T23:59:59Z", NULL},
    {"2023-02-29T00:00:00Z", NULL},
    {"1900-02-29T00:00:00Z", NULL},
    {"2026-04-31T00:00:00Z", NULL},
    {"2026-13-01T00:00:00Z", NULL},
    {"2026-00-01T00:00:00Z", NULL},
    {"2026-01-00T00:00:00Z", NULL},
    {"2026-01-32T00:00:00Z", NULL},
    {"2026-01-01T24:00:00Z", NULL},
    {"2026-01-01T00:60:00Z", NULL},
    {"2026-01-01T00:00:60Z", NULL},
    {"2026-01-01T00:00:00", NULL},
    {"2026-01-01T00:00:00+0100", NULL},
    {"2026-01-01T00:00:00+24:00", NULL},
    {"2026-01-01T00:00:00+01:60", NULL},
    {"2026-01-01T00:00:00.Z", NULL},
    {"2026-01-01T00:00:00Z ", NULL},
    {" 2026-01-01T00:00:00Z", NULL},
    {"2026-01-01T00:00Z", NULL},
    {"2026-1-01T00:00:00Z", NULL},
    {"2026/01/01T00:00:00Z", NULL},
    {"2026-01-01X00:00:00Z", NULL},
    {"", NULL},
};

static void
test_parse(void)
{
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
		int64_t t = 0;

		cs_buf_reset(&b);
		if (cs_time_parse(cs_str_z(times[i].in), &t))
			cs_time_text(&b, t);
		if (times[i].out != NULL)
			is_slice(cs_buf_all(&b), times[i].out, "time '%s'", times[i].in);
		else
			ok(b.n == 0 && t == 0, "'%s' is no time", times[i].in);
	}
	cs_buf_finish(&b);
}

/* Every byte at every place of the fixed form: only digits (of a real day) are taken. */
static void
test_fixed_form(void)
{
	/* Of 2021-10-10T10:10:10Z: months 10 11 12, days 10 20 30, hours 00 10 20, T t blank, Z
	 * z. */
	static const int want[20] = {
	    10, 10, 10, 10, 1, 1, 3, 1, 3, 10, 3, 3, 10, 1, 6, 10, 1, 6, 10, 2};
	int64_t t;

	for (int at = 0; at < 20; at++) {
		int taken = 0;

		for (int byte = 0; byte < 256; byte++) {
			char text[] = "2021-10-10T10:10:10Z";

			text[at] = (char)byte;
			taken += cs_time_parse(cs_str(text, 20), &t);
		}
		is_int(taken, want[at], "bytes that fit at %d", at);
	}
}

/* How it differs from cs_time_parse: not at all, whatever day is kept. */
static int
near_differs(struct cs_time_near *near, struct cs_str text)
{
	int64_t want = -1, got = -1;
	bool taken = cs_time_parse(text, &want);

	return cs_time_parse_near(near, text, &got) != taken || got != want;
}

/* The day of the row before is kept, and changes nothing. */
static void
test_near(void)
{
	static const char nothing[20] = "\0\0\0\0\0\0\0\0\0\0T12:34:56Z";
	struct cs_time_near near = {.year_month = 0};
	int wrong = near_differs(&near, cs_str(nothing, 20));

	for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
		for (size_t k = 0; k < sizeof times / sizeof times[0]; k++) {
			wrong += near_differs(&near, cs_str_z(times[i].in));
			wrong += near_differs(&near, cs_str_z(times[k].in));
		}
	}
	is_int(wrong, 0, "a time behind any other");
	wrong = 0;
	for (int at = 0; at < 20; at++) {
		for (int byte = 0; byte < 256; byte++) {
			char text[] = "2021-10-10T10:10:10Z";

			wrong += near_differs(&near, cs_str(text, 20));
			text[at] = (char)byte;
			wrong += near_differs(&near, cs_str(text, 20));
		}
	}
	is_int(wrong, 0, "any byte at any place behind its day");
}

static void
test_round_trip(void)
{
	struct cs_buf b = CS_BUF_INIT;
	bool good = true, offsets = true;
	int64_t back;

	for (int64_t t = CS_INSTANT_MIN; t <= CS_INSTANT_MAX - INT64_C(400000000000000);
	     t += INT64_C(37123456789123)) {
		struct cs_civil c;

		cs_buf_reset(&b);
		cs_time_text(&b, t);
		good &= cs_time_parse(cs_buf_all(&b), &back) && back == t;
		cs_civil_of_utc(t, &c);
		good &= cs_civil_utc(&c) == t;
		if (t < CS_INSTANT_MIN + 86400 * CS_USEC)
			continue;
		cs_buf_reset(&b);
		cs_time_text_offset(&b, t, (int)(t % 86000));
		offsets &= cs_time_parse(cs_buf_all(&b), &back) && back == t;
	}
	ok(good, "instants go out as text and come back");
	ok(offsets, "and at any offset");
	cs_buf_reset(&b);
	cs_time_text_offset(&b, 0, -12600);
	cs_buf_c(&b, ' ');
	cs_time_text_offset(&b, 500000, 3208);
	cs_buf_c(&b, ' ');
	cs_date_text(&b, -1);
	is_slice(cs_buf_all(&b),
	    "1969-12-31T20:30:00-03:30 1970-01-01T00:53:00.500+00:53 1969-12-31", "texts");
	cs_buf_finish(&b);
}

static void
test_local(void)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
	    {"2026-03-01", "2026-03-01 00:00:00.000000"},
	    {"2026-03-01 12:34", "2026-03-01 12:34:00.000000"},
	    {"2026-03-01T12:34:56", "2026-03-01 12:34:56.000000"},
	    {"2026-03-01 12:34:56.789", "2026-03-01 12:34:56.789000"},
	    {"2026-03-01 12", NULL},
	    {"2026-03-01 12:34:5", NULL},
	    {"2026-03-01 12:34.5", NULL},
	    {"2026-03-01:00", NULL},
	    {"2026-03-01 ", NULL},
	    {"2026-03-01 12:34:56Z", NULL},
	    {"2026-02-30", NULL},
	    {"", NULL},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cs_civil c;
		bool good = cs_civil_parse(cs_str_z(cases[i].in), &c);

		is_str(good ? show(&c) : NULL, cases[i].out, "local '%s'", cases[i].in);
	}
}

static void
test_format(void)
{
	static const struct {
		const char *in, *format, *out;
		bool zone;
	} cases[] = {
	    {"01/03/2026 12:34", "%d/%m/%Y %H:%M", "2026-03-01 12:34:00.000000", false},
	    {"1.3.2026 9:05:07", "%d.%m.%Y %H:%M:%S", "2026-03-01 09:05:07.000000", false},
	    {"13/Mar/26 1:05 PM", "%d/%b/%y %I:%M %p", "2026-03-13 13:05:00.000000", false},
	    {"13/mar/99 12:05 am", "%d/%b/%y %I:%M %p", "1999-03-13 00:05:00.000000", false},
	    {"13/MAY/70 12:05pm", "%d/%b/%y %I:%M%p", "1970-05-13 12:05:00.000000", false},
	    {"Sun, 01 March 2026 12:00:00 +0100", "%a, %d %b %Y %H:%M:%S %z",
		"2026-03-01 11:00:00.000000", true},
	    {"Sunday  1 Mar 2026", "%a %e %b %Y", "2026-03-01 00:00:00.000000", false},
	    {"2026-060", "%Y-%j", "2026-03-01 00:00:00.000000", false},
	    {"2024-366", "%Y-%j", "2024-12-31 00:00:00.000000", false},
	    {"2026-366", "%Y-%j", NULL, false},
	    {"20260301123456", "%Y%m%d%H%M%S", "2026-03-01 12:34:56.000000", false},
	    {"2026-03-01 12:34:56.5Z", "%Y-%m-%d %H:%M:%S.%f%z", "2026-03-01 12:34:56.500000",
		true},
	    {"1772368496", "%s", "2026-03-01 12:34:56.000000", true},
	    {"1772368496.250", "%s", "2026-03-01 12:34:56.250000", true},
	    {"-1.5", "%s", "1969-12-31 23:59:58.500000", true},
	    {"99999999999999", "%s", NULL, false},
	    {"99999999999999999999", "%s", NULL, false},
	    {"100%", "%j%%", "1970-04-10 00:00:00.000000", false},
	    {"2026-02-29", "%Y-%m-%d", NULL, false},
	    {"2026-03-01 ", "%Y-%m-%d", NULL, false},
	    {"2026-03-0", "%Y-%m-%d", NULL, false},
	    {"2026-03-", "%Y-%m-%d", NULL, false},
	    {"2026-03-01 13:00 PM", "%Y-%m-%d %I:%M %p", NULL, false},
	    {"2026-03-01 24:00", "%Y-%m-%d %H:%M", NULL, false},
	    {"2026-03-01+1:00", "%Y-%m-%d%z", "2026-02-28 23:00:00.000000", true},
	    {"2026-03-01 0100", "%Y-%m-%d %z", NULL, false},
	    {"0001-01-01+01:00", "%Y-%m-%d%z", NULL, false},
	    {"x", "%Y", NULL, false},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cs_civil c;
		bool zone = false;
		bool good = cs_civil_parse_format(
		    cs_str_z(cases[i].in), cs_str_z(cases[i].format), &c, &zone);

		is_str(good ? show(&c) : NULL, cases[i].out, "'%s' as '%s'", cases[i].in,
		    cases[i].format);
		ok(zone == cases[i].zone, "with%s a zone", cases[i].zone ? "" : "out");
	}
}

static void
test_check_format(void)
{
	static const struct {
		const char *format, *msg;
	} cases[] = {
	    {"%Y-%m-%d %H:%M", ""},
	    {"%s", ""},
	    {"%d/%b/%y %I:%M %p", ""},
	    {"%Y-%j", ""},
	    {"%Y-%m-%d %q", "time format '%Y-%m-%d %q': unknown directive %q"},
	    {"%Y-%m-%d %", "time format '%Y-%m-%d %': ends in a single %"},
	    {"%m-%d", "time format '%m-%d': has no year"},
	    {"%Y-%d", "time format '%Y-%d': has no month"},
	    {"%Y-%m", "time format '%Y-%m': has no day"},
	    {"%Y-%m-%d %I:%M", "time format '%Y-%m-%d %I:%M': %I and %p go together"},
	    {"%Y-%m-%d %Y", "time format '%Y-%m-%d %Y': %Y stands twice"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cs_err e = CS_ERR_INIT;
		int r = cs_civil_check_format(cs_str_z(cases[i].format), &e);

		is_str(e.msg, cases[i].msg, "check of '%s'", cases[i].format);
		is_int(r, e.msg[0] != '\0' ? -1 : 0, "and its value");
	}
}

static void
test_durations(void)
{
	static const struct {
		const char *in;
		bool good;
		int months;
		int64_t s;
	} cases[] = {
	    {"90", true, 0, 90},
	    {"90s", true, 0, 90},
	    {"15m", true, 0, 900},
	    {"2h", true, 0, 7200},
	    {"1h30m", true, 0, 5400},
	    {"7d", true, 0, 604800},
	    {"2w", true, 0, 1209600},
	    {"6mo", true, 6, 0},
	    {"1y6mo", true, 18, 0},
	    {"1y2d", true, 12, 172800},
	    {"0", true, 0, 0},
	    {"", false, 0, 0},
	    {"m", false, 0, 0},
	    {"-5", false, 0, 0},
	    {"5x", false, 0, 0},
	    {"1h30", false, 0, 0},
	    {"1.5h", false, 0, 0},
	    {"1 h", false, 0, 0},
	    {"99999999999999999999s", false, 0, 0},
	    {"9223372036854775807w", false, 0, 0},
	    {"9999999999y", false, 0, 0},
	};
	static const struct {
		const char *in;
		bool good;
		int64_t s;
	} clocks[] = {{"0:01:30", true, 90}, {"00:00:00", true, 0}, {"123:59:59", true, 446399},
	    {"-0:00:05", true, -5}, {"1:30", false, 0}, {"0:60:00", false, 0},
	    {"0:00:60", false, 0}, {"0:1:30", false, 0}, {":01:30", false, 0},
	    {"0:01:30:00", false, 0}, {"", false, 0}, {"-", false, 0}, {"--1:00:00", false, 0},
	    {"0:01:-1", false, 0}, {"9223372036854775807:00:00", false, 0}};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cs_duration d = {0, 0};
		bool good = cs_duration_parse(cs_str_z(cases[i].in), &d);

		ok(good == cases[i].good && d.months == cases[i].months && d.s == cases[i].s,
		    "duration '%s'", cases[i].in);
	}
	for (size_t i = 0; i < sizeof clocks / sizeof clocks[0]; i++) {
		int64_t s = 0;
		bool good = cs_duration_clock(cs_str_z(clocks[i].in), &s);

		ok(good == clocks[i].good && s == clocks[i].s, "clock '%s'", clocks[i].in);
	}
}

int
main(void)
{
	test_days();
	test_months();
	test_parse();
	test_fixed_form();
	test_near();
	test_round_trip();
	test_local();
	test_format();
	test_check_format();
	test_durations();
	return done();
}
