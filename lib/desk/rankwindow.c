/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Windows of periods: see rankwindow.h. */
#include "desk/rankwindow.h"

bool
cs_rankwindow_back(
    const struct cs_zone *zone, int64_t from, struct cs_duration length, int64_t *back)
{
	struct cs_civil c;
	int64_t days = length.s / CS_DAY_S, rest = length.s % CS_DAY_S;

	cs_zone_civil(zone, from, &c);
	if (c.year * 12 + c.month - 12 <= length.months || days > 3650000)
		return false;
	cs_civil_add_months(&c, -length.months);
	days = cs_civil_days(c.year, c.month, c.day) - days;
	if (days <= cs_civil_days(1, 1, 2))
		return false;
	cs_civil_of_days(days, &c.year, &c.month, &c.day);
	(void)cs_zone_instant(zone, &c, back);
	*back -= rest * CS_USEC;
	return true;
}

/* The first instant behind the stretch of the calendar that as-of is in: what a window ends with. */
static int64_t
end_of(const struct cs_zone *zone, int64_t as_of, struct cs_duration length)
{
	struct cs_civil c;

	if (length.s % CS_DAY_S != 0)
		return as_of + 1;
	if (length.s > 0)
		return cs_zone_day_start(zone, cs_zone_day(zone, as_of) + 1);
	cs_zone_civil(zone, as_of, &c);
	c = (struct cs_civil){.year = c.year, .month = c.month, .day = 1};
	cs_civil_add_months(&c, 1);
	return cs_zone_day_start(zone, cs_civil_days(c.year, c.month, 1));
}

/* The last instant that was counted. */
static int64_t
last_instant(const struct cs_cells *c, const struct cs_rankkeys *k, const int64_t *as_of)
{
	int64_t last = CS_INSTANT_MIN;

	if (as_of != NULL)
		return *as_of - 1;
	if (c->run.has_as_of)
		return c->run.told ? c->run.as_of - 1 : c->run.as_of;
	for (uint32_t i = 0; i < k->ids[CS_RANK_PERIOD].n; i++)
		last = k->begin[i] > last ? k->begin[i] : last;
	return last;
}

static void
mark(const struct cs_rankkeys *k, struct cs_rankwindow *w)
{
	for (uint32_t i = 0; i < k->ids[CS_RANK_PERIOD].n; i++) {
		w->now[i] = k->begin[i] >= w->from && k->begin[i] < w->to;
		w->before[i] = k->begin[i] >= w->before_from && k->begin[i] < w->from;
		w->nnow += w->now[i];
		w->nbefore += w->before[i];
	}
}

int
cs_rankwindow_make(struct cs_arena *a, const struct cs_cells *c, const struct cs_rankkeys *k,
    const int64_t *as_of, struct cs_duration length, struct cs_rankwindow *w, struct cs_err *e)
{
	const struct cs_zone *zone = c->by->zone;
	uint32_t n = k->ids[CS_RANK_PERIOD].n;

	*w = (struct cs_rankwindow){.now = cs_arena_new(a, n, sizeof *w->now),
	    .before = cs_arena_new(a, n, sizeof *w->before),
	    .from = CS_INSTANT_MIN,
	    .to = CS_INSTANT_MAX,
	    .before_from = CS_INSTANT_MIN};
	if (k->period >= 0 && n > 0 && (length.months > 0 || length.s > 0)) {
		w->to = end_of(zone, last_instant(c, k, as_of), length);
		if (!cs_rankwindow_back(zone, w->to, length, &w->from) ||
		    !cs_rankwindow_back(zone, w->from, length, &w->before_from))
			return cs_err_set(e, CS_EXIT_USAGE, "the window begins before the year 1");
		mark(k, w);
		if (w->nnow > 0)
			return 0;
		(void)cs_err_set(e, CS_EXIT_DATA, "no period of the cells is in the window");
		return cs_err_hint(e, "it ends with as-of; --window all takes every period");
	}
	for (uint32_t i = 0; i < n; i++)
		w->now[i] = true;
	w->nnow = n;
	return 0;
}
