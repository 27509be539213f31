/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * base/zone on any bytes as a zone file; bytes that do not begin like one are the rule in the
 * footer of one. Where a zone comes of it, its ranges, intervals and local times are consistent.
 */
#include "base/zone.h"

#include <stdlib.h>

#include "base/zone_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

static void
check_at(const struct cs_zone *z, int64_t t)
{
	struct cs_zone_range r;
	struct cs_civil c;
	int64_t back, floor;

	cs_zone_range(z, t, &r);
	check(r.from <= t && t < r.to);
	check(cs_zone_offset(z, t) == r.offset / CS_USEC);
	/* Away from the ends of what can be written, where offsets lead out of it. */
	if (t < CS_INSTANT_MIN + 7 * CS_DAY_S * CS_USEC ||
	    t > CS_INSTANT_MAX - 7 * CS_DAY_S * CS_USEC)
		return;
	cs_zone_civil(z, t, &c);
	check(cs_zone_instant(z, &c, &back) != CS_LOCAL_SKIPPED && back <= t);
	floor = cs_zone_floor(z, t, 900);
	check(floor <= t && cs_zone_floor(z, floor, 900) == floor);
	check(cs_zone_next(z, floor, 900) > t);
	(void)cs_zone_day_start(z, cs_zone_day(z, t));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char header[] = "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				     "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\4"
				     "\0\0\0\0\0\0UTC";
	struct cs_str s = cs_str((const char *)data, size);
	struct cs_buf b = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_zone *z;

	if (!cs_str_starts(s, CS_STR("TZif"))) {
		for (int i = 0; i < 2; i++)
			cs_buf_add(&b, header, sizeof header);
		cs_buf_c(&b, '\n');
		cs_buf_str(&b, s);
		cs_buf_c(&b, '\n');
		s = cs_buf_all(&b);
	}
	z = cs_zone_create(CS_STR("Fuzz"), s, &e);
	for (size_t i = 0; z != NULL && i < z->n; i += 1 + z->n / 64) {
		check(i == 0 || z->entry[i - 1].from < z->entry[i].from);
		check_at(z, z->entry[i].from);
		check_at(z, z->entry[i].from + CS_DAY_S * CS_USEC / 3);
		check_at(z, z->entry[i].from + CS_ZONE_PERIOD);
	}
	if (z != NULL)
		for (int64_t t = CS_INSTANT_MIN; t < CS_INSTANT_MAX - CS_ZONE_PERIOD / 2;
		     t += CS_ZONE_PERIOD / 3)
			check_at(z, t);
	cs_zone_destroy(z);
	cs_buf_finish(&b);
	return 0;
}
