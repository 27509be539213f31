/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stretches of time: every form, in zones with and without clock changes. */
#include "cli/period.h"

#include <time.h>

#include "../tap.h"

/* from and to in RFC 3339, joined by a blank; "-" for an open end. */
static const char *
shown(const struct cs_period *p)
{
	static struct cs_buf b;

	cs_buf_reset(&b);
	if (p->from == CS_INSTANT_MIN)
		cs_buf_c(&b, '-');
	else
		cs_time_text(&b, p->from);
	cs_buf_c(&b, ' ');
	if (p->to == CS_INSTANT_MAX)
		cs_buf_c(&b, '-');
	else
		cs_time_text(&b, p->to);
	return cs_buf_cstr(&b);
}

static void
test_before(const struct cs_zone *berlin)
{
	static const struct {
		const char *text, *want;
	} t[] = {
	    {"2026-10", "2026-08-31T22:00:00Z 2026-09-30T22:00:00Z"},
	    {"2026-03", "2026-01-31T23:00:00Z 2026-02-28T23:00:00Z"},
	    {"2026-01", "2025-11-30T23:00:00Z 2025-12-31T23:00:00Z"},
	    {"2026", "2024-12-31T23:00:00Z 2025-12-31T23:00:00Z"},
	    {"2026-10..2026-12", "2026-06-30T22:00:00Z 2026-09-30T22:00:00Z"},
	    {"2026-10-01..2026-10-31", "2026-08-31T22:00:00Z 2026-09-30T22:00:00Z"},
	    {"2026-W44", "2026-10-18T22:00:00Z 2026-10-25T23:00:00Z"},
	    {"2026-10-26", "2026-10-24T22:00:00Z 2026-10-25T23:00:00Z"},
	    {"2026-10-05..2026-10-14", "2026-09-24T22:00:00Z 2026-10-04T22:00:00Z"},
	    {"2026-10-05T08:00:00Z..2026-10-05T09:30:00Z",
		"2026-10-05T06:30:00Z 2026-10-05T08:00:00Z"},
	    {"2026-10-05..", NULL},
	    {"..2026-10-05", NULL},
	    {"0001", NULL},
	};
	struct cs_err e = CS_ERR_INIT;
	struct cs_period p, before;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		bool there = cs_period_parse(cs_str_z(t[i].text), berlin, NULL, &p, &e) == 0 &&
			     cs_period_before(&p, berlin, &before);

		is_str(there ? shown(&before) : NULL, t[i].want, "before %s", t[i].text);
	}
}

static void
test_forms(const struct cs_zone *berlin)
{
	static const struct {
		const char *text, *as_of, *want;
	} t[] = {
	    {"2026", NULL, "2025-12-31T23:00:00Z 2026-12-31T23:00:00Z"},
	    {"2026-10", NULL, "2026-09-30T22:00:00Z 2026-10-31T23:00:00Z"},
	    {"2026-12", NULL, "2026-11-30T23:00:00Z 2026-12-31T23:00:00Z"},
	    {"2026-10-25", NULL, "2026-10-24T22:00:00Z 2026-10-25T23:00:00Z"},
	    {"2026-03-29", NULL, "2026-03-28T23:00:00Z 2026-03-29T22:00:00Z"},
	    {"2024-02-29", NULL, "2024-02-28T23:00:00Z 2024-02-29T23:00:00Z"},
	    {"2026-W40", NULL, "2026-09-27T22:00:00Z 2026-10-04T22:00:00Z"},
	    {"2026-W01", NULL, "2025-12-28T23:00:00Z 2026-01-04T23:00:00Z"},
	    {"2026-W53", NULL, "2026-12-27T23:00:00Z 2027-01-03T23:00:00Z"},
	    {"today", "2026-10-05T22:30:00Z", "2026-10-05T22:00:00Z 2026-10-06T22:00:00Z"},
	    {"yesterday", "2026-10-05T12:00:00Z", "2026-10-03T22:00:00Z 2026-10-04T22:00:00Z"},
	    {"this-week", "2026-10-05T12:00:00Z", "2026-10-04T22:00:00Z 2026-10-11T22:00:00Z"},
	    {"last-week", "2026-10-05T12:00:00Z", "2026-09-27T22:00:00Z 2026-10-04T22:00:00Z"},
	    {"last-week", "2026-10-04T12:00:00Z", "2026-09-20T22:00:00Z 2026-09-27T22:00:00Z"},
	    {"this-month", "2026-10-31T12:00:00Z", "2026-09-30T22:00:00Z 2026-10-31T23:00:00Z"},
	    {"last-month", "2026-01-15T12:00:00Z", "2025-11-30T23:00:00Z 2025-12-31T23:00:00Z"},
	    {"this-year", "2026-01-15T12:00:00Z", "2025-12-31T23:00:00Z 2026-12-31T23:00:00Z"},
	    {"last-year", "2026-01-15T12:00:00Z", "2024-12-31T23:00:00Z 2025-12-31T23:00:00Z"},
	    {"2026-10..2026-11", NULL, "2026-09-30T22:00:00Z 2026-11-30T23:00:00Z"},
	    {"2026-10-05..2026-10-05", NULL, "2026-10-04T22:00:00Z 2026-10-05T22:00:00Z"},
	    {"2026-10-05T08:00:00Z..2026-10-05T09:00:00Z", NULL,
		"2026-10-05T08:00:00Z 2026-10-05T09:00:00Z"},
	    {"2026-10-05..", NULL, "2026-10-04T22:00:00Z -"},
	    {"..2026-10-05", NULL, "- 2026-10-05T22:00:00Z"},
	    {"last-month..yesterday", "2026-10-05T12:00:00Z",
		"2026-08-31T22:00:00Z 2026-10-04T22:00:00Z"},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_period p = {0, 0};
		struct cs_err e = CS_ERR_INIT;
		int64_t as_of = 0;

		if (t[i].as_of != NULL)
			ok(cs_time_parse(cs_str_z(t[i].as_of), &as_of), "%s", t[i].as_of);
		ok(cs_period_parse(
		       cs_str_z(t[i].text), berlin, t[i].as_of ? &as_of : NULL, &p, &e) == 0,
		    "%s %s", t[i].text, e.msg);
		is_str(shown(&p), t[i].want, "%s", t[i].text);
	}
}

static void
test_errors(void)
{
	static const struct {
		const char *text, *msg;
	} t[] = {
	    {"last-week", "'last-week' counts back from --as-of, which is not given"},
	    {"yesterday..", "'yesterday' counts back from --as-of, which is not given"},
	    {"2026-10-05T08:00:00Z", "'2026-10-05T08:00:00Z' is an instant, not a stretch"},
	    {"2026-11..2026-10", "'2026-11..2026-10' ends before it begins"},
	    {"2026-13", "'2026-13' is not a stretch of time"},
	    {"2026-1", "'2026-1' is not a stretch of time"},
	    {"2026-02-29", "'2026-02-29' is not a stretch of time"},
	    {"2026-W54", "'2026-W54' is not a stretch of time"},
	    {"2025-W53", "'2025-W53' is not a stretch of time"},
	    {"2026-W00", "'2026-W00' is not a stretch of time"},
	    {"0000", "'0000' is not a stretch of time"},
	    {"20261", "'20261' is not a stretch of time"},
	    {"2026-10-05x", "'2026-10-05x' is not a stretch of time"},
	    {"..", "'..' is not a stretch of time"},
	    {"", "'' is not a stretch of time"},
	    {"next-week", "'next-week' is not a stretch of time"},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_period p = {1, 2};
		struct cs_err e = CS_ERR_INIT;

		is_int(cs_period_parse(cs_str_z(t[i].text), NULL, NULL, &p, &e), -1, "'%s'",
		    t[i].text);
		is_int(e.status, CS_EXIT_USAGE, "'%s': usage", t[i].text);
		is_str(e.msg, t[i].msg, "'%s': message", t[i].text);
	}
}

static void
test_as_of(const struct cs_zone *berlin)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_period p = {CS_INSTANT_MIN, CS_INSTANT_MAX};
	int64_t t = 0, before = (int64_t)time(NULL);

	is_int(cs_period_as_of(CS_STR("now"), NULL, &t, &e), 0, "now");
	ok(t >= before * CS_USEC && t <= ((int64_t)time(NULL) + 1) * CS_USEC, "is the clock");
	is_int(cs_period_as_of(CS_STR("2026-10-05"), berlin, &p.from, &e), 0, "a day");
	is_str(shown(&p), "2026-10-04T22:00:00Z -", "is its first instant");
	is_int(cs_period_as_of(CS_STR("2026-10-05T08:00:00+02:00"), berlin, &p.from, &e), 0,
	    "an instant");
	is_str(shown(&p), "2026-10-05T06:00:00Z -", "is itself");
	is_int(cs_period_as_of(CS_STR("2026-10"), berlin, &t, &e), -1, "a month is none");
	is_str(e.msg, "'2026-10' is not a day or an instant", "message");
	ok(cs_period_has(&p, p.from) && !cs_period_has(&p, p.from - 1), "half-open");
}

int
main(void)
{
	struct cs_err e = CS_ERR_INIT;
	const struct cs_zone *berlin = cs_zone_get(CS_STR("Europe/Berlin"), &e);

	ok(berlin != NULL, "Europe/Berlin %s", e.msg);
	test_forms(berlin);
	test_before(berlin);
	test_errors();
	test_as_of(berlin);
	return done();
}
