/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time zones: files and rules, gaps and overlaps, intervals and days. */
#include "base/zone.h"

#include "base/zone_table.h"

#include "random.h"
#include "times.h"

/* An instant as the zone shows it. */
static const char *
show(const struct cs_zone *z, int64_t t)
{
	static struct cs_buf b;

	cs_buf_reset(&b);
	cs_time_text_offset(&b, t, cs_zone_offset(z, t));
	return cs_buf_cstr(&b);
}

static void
test_offsets(void)
{
	static const struct {
		const char *zone, *at;
		int offset_s;
	} cases[] = {
	    {"Europe/Berlin", "2026-01-01T00:00:00Z", 3600},
	    {"Europe/Berlin", "2026-03-29T00:59:59.999999Z", 3600},
	    {"Europe/Berlin", "2026-03-29T01:00:00Z", 7200},
	    {"Europe/Berlin", "2026-10-25T00:59:59Z", 7200},
	    {"Europe/Berlin", "2026-10-25T01:00:00Z", 3600},
	    {"Europe/Berlin", "1800-01-01T00:00:00Z", 3208}, /* local mean time */
	    {"Europe/Berlin", "2100-07-01T00:00:00Z", 7200}, /* by the rule */
	    {"Europe/Berlin", "2500-07-01T00:00:00Z", 7200}, /* by the rule, 400 years on */
	    {"Europe/Berlin", "9999-07-01T00:00:00Z", 7200},
	    {"Europe/Berlin", "9999-12-31T00:00:00Z", 3600},
	    {"America/New_York", "2026-03-08T06:59:59Z", -18000},
	    {"America/New_York", "2026-03-08T07:00:00Z", -14400},
	    {"America/New_York", "2026-11-01T06:00:00Z", -18000},
	    {"Australia/Lord_Howe", "2026-01-01T00:00:00Z", 39600},
	    {"Australia/Lord_Howe", "2026-07-01T00:00:00Z", 37800},
	    {"Asia/Kathmandu", "2026-01-01T00:00:00Z", 20700},
	    {"Pacific/Kiritimati", "2026-01-01T00:00:00Z", 50400},
	    {"Pacific/Kiritimati", "1994-01-01T00:00:00Z", -36000},
	    {"Europe/Dublin", "2026-01-01T00:00:00Z", 0}, /* winter is its daylight saving, -1 h */
	    {"Europe/Dublin", "2026-07-01T00:00:00Z", 3600},
	    {"Africa/Casablanca", "2024-03-15T00:00:00Z", 0}, /* Ramadan */
	    {"Africa/Casablanca", "2024-06-01T00:00:00Z", 3600},
	    {"America/Nuuk", "2026-07-01T00:00:00Z", -3600},
	    {"UTC", "2026-07-01T00:00:00Z", 0},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct cs_zone *z = zone(cases[i].zone);

		if (z != NULL)
			is_int(cs_zone_offset(z, at(cases[i].at)), cases[i].offset_s, "%s at %s",
			    cases[i].zone, cases[i].at);
	}
	is_int(cs_zone_offset(NULL, 0), 0, "no zone is UTC");
	is_str(cs_zone_name(NULL), "UTC", "by name too");
}

static void
test_local(void)
{
	static const struct {
		const char *zone, *local;
		enum cs_local kind;
		const char *shown;
	} cases[] = {
	    {"Europe/Berlin", "2026-03-29 01:59:59", CS_LOCAL_PLAIN, "2026-03-29T01:59:59+01:00"},
	    {"Europe/Berlin", "2026-03-29 02:00", CS_LOCAL_SKIPPED, "2026-03-29T03:00:00+02:00"},
	    {"Europe/Berlin", "2026-03-29 02:30", CS_LOCAL_SKIPPED, "2026-03-29T03:30:00+02:00"},
	    {"Europe/Berlin", "2026-03-29 03:00", CS_LOCAL_PLAIN, "2026-03-29T03:00:00+02:00"},
	    {"Europe/Berlin", "2026-10-25 01:59:59", CS_LOCAL_PLAIN, "2026-10-25T01:59:59+02:00"},
	    {"Europe/Berlin", "2026-10-25 02:00", CS_LOCAL_TWICE, "2026-10-25T02:00:00+02:00"},
	    {"Europe/Berlin", "2026-10-25 02:59:59", CS_LOCAL_TWICE, "2026-10-25T02:59:59+02:00"},
	    {"Europe/Berlin", "2026-10-25 03:00", CS_LOCAL_PLAIN, "2026-10-25T03:00:00+01:00"},
	    {"Europe/Berlin", "2726-10-30 02:30", CS_LOCAL_PLAIN, "2726-10-30T02:30:00+02:00"},
	    {"Europe/Berlin", "2726-10-31 02:30", CS_LOCAL_TWICE, "2726-10-31T02:30:00+02:00"},
	    {"America/New_York", "2026-03-08 02:30", CS_LOCAL_SKIPPED, "2026-03-08T03:30:00-04:00"},
	    {"America/New_York", "2026-11-01 01:30", CS_LOCAL_TWICE, "2026-11-01T01:30:00-04:00"},
	    {"Australia/Lord_Howe", "2026-10-04 02:15", CS_LOCAL_SKIPPED,
		"2026-10-04T02:45:00+11:00"},
	    {"Australia/Lord_Howe", "2026-04-05 01:45", CS_LOCAL_TWICE,
		"2026-04-05T01:45:00+11:00"},
	    {"Australia/Lord_Howe", "2026-04-05 01:15", CS_LOCAL_PLAIN,
		"2026-04-05T01:15:00+11:00"},
	    {"Europe/Dublin", "2026-03-29 01:30", CS_LOCAL_SKIPPED, "2026-03-29T02:30:00+01:00"},
	    {"Europe/Dublin", "2026-10-25 01:30", CS_LOCAL_TWICE, "2026-10-25T01:30:00+01:00"},
	    {"Pacific/Apia", "2011-12-30 12:00", CS_LOCAL_SKIPPED, "2011-12-31T12:00:00+14:00"},
	    {"Asia/Kathmandu", "2026-06-01 00:00", CS_LOCAL_PLAIN, "2026-06-01T00:00:00+05:45"},
	    {"America/Havana", "2024-03-10 00:30", CS_LOCAL_SKIPPED, "2024-03-10T01:30:00-04:00"},
	    {"America/Havana", "2024-11-03 00:30", CS_LOCAL_TWICE, "2024-11-03T00:30:00-04:00"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct cs_zone *z = zone(cases[i].zone);
		struct cs_civil c;
		int64_t t;

		if (z == NULL)
			continue;
		(void)cs_civil_parse(cs_str_z(cases[i].local), &c);
		is_int(cs_zone_instant(z, &c, &t), cases[i].kind, "%s %s: kind", cases[i].zone,
		    cases[i].local);
		is_str(show(z, t), cases[i].shown, "%s %s: instant", cases[i].zone, cases[i].local);
	}
}

static void
test_days(void)
{
	static const struct {
		const char *zone, *date;
		int64_t step_s;
		int intervals;
		const char *start;
	} cases[] = {
	    {"Europe/Berlin", "2026-03-28", 900, 96, "2026-03-28T00:00:00+01:00"},
	    {"Europe/Berlin", "2026-03-29", 900, 92, "2026-03-29T00:00:00+01:00"},
	    {"Europe/Berlin", "2026-10-25", 900, 100, "2026-10-25T00:00:00+02:00"},
	    {"Europe/Berlin", "2026-10-25", 3600, 25, "2026-10-25T00:00:00+02:00"},
	    {"Europe/Berlin", "2026-03-29", 3600, 23, "2026-03-29T00:00:00+01:00"},
	    {"Europe/Berlin", "2026-10-25", 14400, 6, "2026-10-25T00:00:00+02:00"},
	    {"Europe/Berlin", "2026-03-29", 14400, 6, "2026-03-29T00:00:00+01:00"},
	    {"Europe/Berlin", "2026-10-25", 86400, 1, "2026-10-25T00:00:00+02:00"},
	    {"America/New_York", "2026-03-08", 900, 92, "2026-03-08T00:00:00-05:00"},
	    {"America/New_York", "2026-11-01", 900, 100, "2026-11-01T00:00:00-04:00"},
	    {"Australia/Lord_Howe", "2026-10-04", 900, 94, "2026-10-04T00:00:00+10:30"},
	    {"Australia/Lord_Howe", "2026-04-05", 900, 98, "2026-04-05T00:00:00+11:00"},
	    {"Australia/Lord_Howe", "2026-04-05", 3600, 24, "2026-04-05T00:00:00+11:00"},
	    {"Australia/Lord_Howe", "2026-10-04", 3600, 24, "2026-10-04T00:00:00+10:30"},
	    {"Asia/Kathmandu", "2026-03-29", 900, 96, "2026-03-29T00:00:00+05:45"},
	    {"Europe/Dublin", "2026-03-29", 900, 92, "2026-03-29T00:00:00+00:00"},
	    {"America/Havana", "2024-03-10", 900, 92, "2024-03-10T01:00:00-04:00"},
	    {"America/Havana", "2024-11-03", 900, 100, "2024-11-03T00:00:00-04:00"},
	    {"America/Havana", "2024-11-03", 86400, 1, "2024-11-03T00:00:00-04:00"},
	    {"Pacific/Apia", "2011-12-29", 900, 96, "2011-12-29T00:00:00-10:00"},
	    {"Pacific/Apia", "2011-12-30", 900, 0, "2011-12-31T00:00:00+14:00"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct cs_zone *z = zone(cases[i].zone);
		struct cs_civil c;
		int64_t day, t, end;
		int n = 0;

		if (z == NULL)
			continue;
		(void)cs_civil_parse(cs_str_z(cases[i].date), &c);
		day = cs_civil_days(c.year, c.month, c.day);
		t = cs_zone_day_start(z, day);
		end = cs_zone_day_start(z, day + 1);
		is_str(show(z, t), cases[i].start, "%s %s begins", cases[i].zone, cases[i].date);
		for (; t < end; n++)
			t = cs_zone_next(z, t, cases[i].step_s);
		ok(t == end, "its last interval ends with it");
		is_int(n, cases[i].intervals, "intervals of %" PRId64 " s in it", cases[i].step_s);
	}
}

/* What holds of intervals at any instant, around changes of clocks above all. */
static void
test_laws(void)
{
	static const char *const names[] = {"Europe/Berlin", "America/New_York",
	    "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Kiritimati", "Africa/Casablanca",
	    "Europe/Dublin", "America/Havana", "Pacific/Apia", "Antarctica/Troll", "Asia/Tehran",
	    "America/Nuuk", "Pacific/Chatham", "UTC"};
	static const int64_t steps[] = {1, 60, 300, 900, 1800, 3600, 7200, 14400, 43200, 86400};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const struct cs_zone *z = zone(names[i]);
		int floors = 0, nexts = 0, locals = 0, days = 0;
		struct cs_zone_range r;

		for (int k = 0; z != NULL && k < 20000; k++) {
			int64_t step = steps[k % 10], t, f, n, back;
			struct cs_civil c;
			enum cs_local kind;

			t = below64(INT64_C(9000000000) * CS_USEC) - 2000000000 * CS_USEC;
			cs_zone_range(z, t, &r);
			if (k % 2 != 0 && r.to < CS_ZONE_LAST)
				t = r.to + below64(10 * 3600 * CS_USEC) - 5 * 3600 * CS_USEC;
			f = cs_zone_floor(z, t, step);
			n = cs_zone_next(z, f, step);
			floors += f > t || cs_zone_floor(z, f, step) != f;
			nexts += n <= t || cs_zone_floor(z, n, step) != n ||
				 cs_zone_floor(z, n - 1, step) != f;
			cs_zone_civil(z, t, &c);
			kind = cs_zone_instant(z, &c, &back);
			locals += kind == CS_LOCAL_SKIPPED || back > t ||
				  (back != t && kind != CS_LOCAL_TWICE);
			days += cs_zone_day_start(z, cs_zone_day(z, t)) > t ||
				cs_zone_day(z, cs_zone_day_start(z, cs_zone_day(z, t))) !=
				    cs_zone_day(z, t);
		}
		is_int(floors, 0, "%s: a floor is not later, and its own floor", names[i]);
		is_int(nexts, 0, "%s: intervals follow one another without holes", names[i]);
		is_int(locals, 0, "%s: what the clock shows leads back", names[i]);
		is_int(days, 0, "%s: days", names[i]);
	}
}

/* A file of version 2 without transitions, whose footer is the rule. */
static struct cs_str
file_with(struct cs_buf *b, const char *rule)
{
	static const char header[] = "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				     "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\4"
				     "\0\0\0\0\0\0UTC";

	cs_buf_reset(b);
	cs_buf_add(b, header, 44 + 6 + 4);
	cs_buf_add(b, header, 44 + 6 + 4);
	cs_buf_printf(b, "\n%s\n", rule);
	return cs_buf_all(b);
}

static void
test_rules(void)
{
	static const struct {
		const char *rule, *at;
		int offset_s; /* -1: not a rule */
	} cases[] = {
	    {"CET-1", "2026-07-01T00:00:00Z", 3600},
	    {"CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T01:00:00Z", 7200},
	    {"CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T01:00:00Z", 3600},
	    {"CET-1CEST,M3.5.0,M10.5.0/3", "1026-03-25T01:00:00Z", 3600},
	    {"<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "2026-03-29T00:59:59Z", -10800},
	    {"<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "2026-03-29T01:00:00Z", -7200},
	    {"IST-1GMT0,M10.5.0,M3.5.0/1", "2026-01-01T00:00:00Z", 0},
	    {"IST-1GMT0,M10.5.0,M3.5.0/1", "2026-07-01T00:00:00Z", 3600},
	    {"EST5EDT,0/0,J365/25", "2026-01-01T04:59:59Z", -14400}, /* summer all year */
	    {"EST5EDT,0/0,J365/25", "2024-12-31T12:00:00Z", -14400},
	    {"AAA0BBB,J60,J300", "2024-03-01T01:59:59Z", 0}, /* J60 is 1 March, always */
	    {"AAA0BBB,J60,J300", "2024-03-01T02:00:00Z", 3600},
	    {"AAA0BBB,J60,J300", "2023-03-01T02:00:00Z", 3600},
	    {"AAA0BBB,59,300", "2024-02-29T02:00:00Z", 3600}, /* 59 is 29 February or 1 March */
	    {"AAA0BBB,59,300", "2023-02-28T02:00:00Z", 0},
	    {"AAA0BBB,59,300", "2023-03-01T02:00:00Z", 3600},
	    {"AAA0BBB-0:20,M1.1.1,M2.1.1", "2024-01-01T03:00:00Z", 1200},
	    {"AAA-5:30:15", "2024-01-01T03:00:00Z", 19815},
	    {"<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", "2026-01-01T00:00:00Z", 49500},
	    {"NZST-12NZDT,M9.5.0,M4.1.0/3", "2026-04-04T13:59:59Z", 46800},
	    {"NZST-12NZDT,M9.5.0,M4.1.0/3", "2026-04-04T14:00:00Z", 43200},
	    {"AAA0BBB,M3.5.0", "", -1},
	    {"AAA0BBB", "", -1},
	    {"AA0", "", -1},
	    {"AAA", "", -1},
	    {"<AAA0", "", -1},
	    {"AAA25", "", -1},
	    {"AAA0BBB,M13.1.0,M1.1.0", "", -1},
	    {"AAA0BBB,M1.6.0,M1.1.0", "", -1},
	    {"AAA0BBB,M1.1.7,M1.1.0", "", -1},
	    {"AAA0BBB,J0,J1", "", -1},
	    {"AAA0BBB,366,1", "", -1},
	    {"AAA0BBB,1/168,1", "", -1},
	    {"AAA0BBB,1,1 ", "", -1},
	};
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cs_err e = CS_ERR_INIT;
		struct cs_zone *z =
		    cs_zone_create(CS_STR("Test"), file_with(&b, cases[i].rule), &e);

		if (cases[i].offset_s == -1)
			ok(z == NULL && e.status == CS_EXIT_DATA, "no rule: %s", cases[i].rule);
		else if (ok(z != NULL, "rule: %s", cases[i].rule))
			is_int(cs_zone_offset(z, at(cases[i].at)), cases[i].offset_s, "at %s",
			    cases[i].at);
		cs_zone_destroy(z);
	}
	cs_buf_finish(&b);
}

static void
test_files(void)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str whole = file_with(&b, "CET-1CEST,M3.5.0,M10.5.0/3");
	struct cs_err e = CS_ERR_INIT;
	size_t refused = 0, size;

	/* Cut anywhere before the footer it is refused; a footer without its end is none. */
	for (size = 0; size < whole.n; size++) {
		struct cs_zone *z = cs_zone_create(CS_STR("Cut"), cs_str_head(whole, size), &e);

		refused += z == NULL;
		cs_zone_destroy(z);
	}
	is_int(refused, 2 * 54, "sizes that are refused");
	cs_err_clear(&e);
	ok(cs_zone_create(CS_STR("Text"), CS_STR("not a zone file"), &e) == NULL, "a text");
	is_str(e.msg, "zone file 'Text': not a TZif file, or cut short", "and why");
	cs_buf_finish(&b);
}

static void
test_names(void)
{
	static const struct {
		const char *name, *msg, *hint;
	} cases[] = {
	    {"", "'' is not the name of a time zone", "write it like Europe/Berlin"},
	    {"../etc/passwd", "'../etc/passwd' is not the name of a time zone",
		"write it like Europe/Berlin"},
	    {"/Europe/Berlin", "'/Europe/Berlin' is not the name of a time zone",
		"write it like Europe/Berlin"},
	    {"W. Europe Standard Time", "'W. Europe Standard Time' is not the name of a time zone",
		"did you mean Europe/Berlin?"},
	    {"Europe", "no time zone 'Europe'", ""},
	    {"Berlin", "no time zone 'Berlin'", "did you mean Europe/Berlin?"},
	    {"Europe/Amsterdan", "no time zone 'Europe/Amsterdan'",
		"did you mean Europe/Amsterdam?"},
	};
	static const char *const aliases[][2] = {
	    {"Pacific Time (US & Canada)", "America/Los_Angeles"},
	    {"W. Europe Standard Time", "Europe/Berlin"},
	    {"w. europe standard time", "Europe/Berlin"},
	    {"Kolkata", "Asia/Kolkata"},
	    {"Europe/Berlin", "Europe/Berlin"},
	    {"nonsense", "nonsense"},
	};

	if (zone("Europe/Berlin") == NULL)
		return;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cs_err e = CS_ERR_INIT;

		ok(cs_zone_get(cs_str_z(cases[i].name), &e) == NULL, "no zone '%s'", cases[i].name);
		is_int(e.status, CS_EXIT_USAGE, "is a usage error");
		is_str(e.msg, cases[i].msg, "with its message");
		if (cases[i].hint[0] != '\0')
			is_str(e.hint, cases[i].hint, "and hint");
	}
	for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++)
		is_slice(cs_zone_alias(cs_str_z(aliases[i][0])), aliases[i][1], "alias '%s'",
		    aliases[i][0]);
	ok(zone("Europe/Berlin") == zone("Europe/Berlin"), "a zone is loaded once");
}

int
main(void)
{
	test_offsets();
	test_local();
	test_days();
	test_laws();
	test_rules();
	test_files();
	test_names();
	return done();
}
