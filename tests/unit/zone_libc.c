/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Our offsets against those of the C library, for every zone that the system lists: near each
 * change of clocks between 1902 and 2100, and at instants spread over the years.
 */
#include "base/zone.h"

#include <time.h>

#include "base/arena.h"
#include "base/lines.h"
#include "base/zone_table.h"

#include "../tap.h"

static int64_t
libc_offset(int64_t second)
{
	time_t t = (time_t)second;
	struct tm tm;

	return localtime_r(&t, &tm) != NULL ? tm.tm_gmtoff : INT64_MIN;
}

static bool
same_at(const struct cs_zone *z, int64_t second)
{
	int64_t want = libc_offset(second), got = cs_zone_offset(z, second * CS_USEC);

	if (got != want)
		printf("#   at %" PRId64 ": %" PRId64 ", the C library says %" PRId64 "\n", second,
		    got, want);
	return got == want;
}

static void
compare(const char *name)
{
	const int64_t first = cs_civil_days(1902, 1, 1) * CS_DAY_S;
	const int64_t end = cs_civil_days(2100, 1, 1) * CS_DAY_S;
	struct cs_err e = CS_ERR_INIT;
	const struct cs_zone *z = cs_zone_get(cs_str_z(name), &e);
	struct cs_zone_range r;
	bool same = true;

	if (!ok(z != NULL, "%s is there", name))
		return;
	(void)setenv("TZ", name, 1);
	tzset();
	for (int64_t t = first; t < end && same; t += 1234567)
		same = same_at(z, t);
	cs_zone_range(z, first * CS_USEC, &r);
	while (same && r.to < end * CS_USEC) {
		same = same_at(z, r.to / CS_USEC - 1) && same_at(z, r.to / CS_USEC);
		cs_zone_range(z, r.to, &r);
	}
	ok(same, "%s: offsets as the C library has them", name);
}

int
main(void)
{
	const char *list = "/usr/share/zoneinfo/zone.tab";
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_str text, line, cell;

	if (cs_lines_load(&a, list, 1 << 20, &text, &e) != 0) {
		skip("zones against the C library", e.msg);
		return done();
	}
	while (cs_str_split(&text, '\n', &line)) {
		if (line.n == 0 || line.p[0] == '#')
			continue;
		/* country, coordinates, name, remarks */
		for (int i = 0; i < 3; i++)
			(void)cs_str_split(&line, '\t', &cell);
		compare(cs_arena_printf(&a, "%.*s", CS_STR_ARG(cell)));
	}
	cs_arena_finish(&a);
	return done();
}
