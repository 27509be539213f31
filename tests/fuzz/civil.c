/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All parsers of base/civil on a text and a format, cut at the first newline: what is taken is a
 * real time, and written it is read again as the same.
 */
#include "base/civil.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

static void
check_civil(const struct cs_civil *c)
{
	struct cs_civil back;

	check(c->year >= 1 && c->year <= 9999 && c->month >= 1 && c->month <= 12 && c->day >= 1 &&
	      c->day <= cs_civil_month_days(c->year, c->month));
	cs_civil_of_utc(cs_civil_utc(c), &back);
	check(memcmp(&back, c, sizeof back) == 0);
	cs_civil_add_months(&back, 1);
	check(back.day <= c->day);
}

static void
check_time(struct cs_str s)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_time_near near = {.year_month = 0};
	int64_t t, back;

	if (!cs_time_parse(s, &t)) {
		check(!cs_time_parse_near(&near, s, &back));
		return;
	}
	/* Twice, the second time with its day known. */
	check(cs_time_parse_near(&near, s, &back) && back == t);
	check(cs_time_parse_near(&near, s, &back) && back == t);
	check(t >= CS_INSTANT_MIN && t <= CS_INSTANT_MAX);
	cs_time_text(&b, t);
	check(cs_time_parse(cs_buf_all(&b), &back) && back == t);
	cs_buf_finish(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_str format = cs_str((const char *)data, size), s = cs_str(NULL, 0);
	struct cs_err e = CS_ERR_INIT;
	struct cs_duration d;
	struct cs_civil c;
	int64_t seconds;
	bool zone;

	(void)cs_str_split(&format, '\n', &s);
	check_time(s);
	if (cs_civil_parse(s, &c))
		check_civil(&c);
	(void)cs_civil_check_format(format, &e);
	if (cs_civil_parse_format(s, format, &c, &zone))
		check_civil(&c);
	if (cs_duration_parse(s, &d))
		check(d.s >= 0 && d.months >= 0);
	(void)cs_duration_clock(s, &seconds);
	return 0;
}
