/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time since time zero: see horizon.h. */
#include "retain/horizon.h"

enum { YEARS_MOST = 100 };

int
cs_horizon_parse(struct cs_str text, struct cs_horizon *h, struct cs_err *e)
{
	struct cs_duration d;

	if (!cs_duration_parse(text, &d) || d.months < 0 || d.s < 0) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "'%.*s' is no time", CS_STR_ARG(text));
		return cs_err_hint(e, "write months or days, as in 6mo or 30d");
	}
	if (d.s % CS_DAY_S != 0 || (d.s != 0 && d.months != 0))
		return cs_err_set(e, CS_EXIT_USAGE, "'%.*s' is neither whole months nor whole days",
		    CS_STR_ARG(text));
	if (d.months > YEARS_MOST * 12 || d.s / CS_DAY_S > YEARS_MOST * 366)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "'%.*s' is more than %d years", CS_STR_ARG(text), YEARS_MOST);
	*h = (struct cs_horizon){.text = text, .months = d.months};
	h->axis = d.months != 0 ? CS_AXIS_MONTHS : CS_AXIS_DAYS;
	h->days = (int32_t)(d.s / CS_DAY_S);
	h->t = d.months != 0 ? d.months * CS_AXIS_MONTH : h->days;
	return 0;
}

/* The day so many months after another, clamped to the month's end. */
static int64_t
months_after(int64_t day, int32_t months)
{
	struct cs_civil c = {.year = 1};

	cs_civil_of_days(day, &c.year, &c.month, &c.day);
	cs_civil_add_months(&c, months);
	return cs_civil_days(c.year, c.month, c.day);
}

int32_t
cs_axis_at(enum cs_axis axis, int64_t zero_day, int64_t day)
{
	int y0, m0, d0, y1, m1, d1;
	int32_t months;
	int64_t begin;

	if (axis == CS_AXIS_DAYS || day < zero_day)
		return (int32_t)(day - zero_day);
	cs_civil_of_days(zero_day, &y0, &m0, &d0);
	cs_civil_of_days(day, &y1, &m1, &d1);
	months = (y1 - y0) * 12 + m1 - m0;
	begin = months_after(zero_day, months);
	if (begin > day)
		begin = months_after(zero_day, --months);
	return months * CS_AXIS_MONTH + (int32_t)(day - begin);
}

int64_t
cs_horizon_day(const struct cs_horizon *h, int64_t zero_day)
{
	return h->axis == CS_AXIS_DAYS ? zero_day + h->days : months_after(zero_day, h->months);
}

int64_t
cs_horizon_end(const struct cs_horizon *h, const struct cs_zone *zone, int64_t zero)
{
	return cs_zone_day_start(zone, cs_horizon_day(h, cs_zone_day(zone, zero)) + 1);
}
