/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of time that is ranked: see rankwindow.h. */
#include "rank/rankwindow.h"

static const struct cs_duration usual = {.months = 3};

static struct cs_duration
length_of(const struct cs_rankwindow_ask *ask)
{
	return ask->set ? ask->last : usual;
}

int
cs_rankwindow_key(const struct cs_rankwindow_ask *ask, const char **key, struct cs_err *e)
{
	struct cs_duration d = length_of(ask);

	*key = NULL;
	if (ask->all)
		return 0;
	if (d.months < 0 || d.s < 0 || (d.months != 0) == (d.s != 0) || d.s % CS_DAY_S != 0 ||
	    d.months > 1200 || d.s > 36525 * CS_DAY_S) {
		(void)cs_err_set(
		    e, CS_EXIT_USAGE, "--window is of whole months, or of weeks and days");
		return cs_err_hint(e, "such as 3mo, 8w, 30d; or all");
	}
	*key = d.months != 0 ? "month" : d.s % (7 * CS_DAY_S) == 0 ? "week" : "day";
	return 0;
}

/* The last instant that counts. */
static int64_t
last_instant(
    const struct cs_cells *c, const struct cs_rankkeys *k, const struct cs_rankwindow_ask *ask)
{
	int64_t newest = CS_INSTANT_MIN, begin, end;

	if (ask->has_as_of)
		return ask->as_of - 1;
	if (c->run.has_as_of)
		return c->run.told ? c->run.as_of - 1 : c->run.as_of;
	for (uint32_t i = 0; i < k->ids[CS_RANK_PERIOD].n; i++)
		newest = k->begin[i] > newest ? k->begin[i] : newest;
	cs_key_interval(&c->by->key[k->period], c->by->zone, newest, &begin, &end);
	return end - 1;
}

/* The first day of the month that is n months after that of a day. */
static int64_t
month_of(int64_t day, int n)
{
	int year, month, of_month;
	int64_t at;

	cs_civil_of_days(day, &year, &month, &of_month);
	at = (int64_t)year * 12 + month - 1 + n;
	return at < 12 ? cs_civil_days(1, 1, 1)
		       : cs_civil_days((int)(at / 12), (int)(at % 12) + 1, 1);
}

/* Whether less than half of the interval that a day is in is over by the end of that day. */
static bool
only_begun(int64_t day, bool months)
{
	int64_t first = months ? month_of(day, 0) : cs_civil_monday(day);
	int64_t next = months ? month_of(day, 1) : first + 7;

	return 2 * (day + 1 - first) < next - first;
}

/* Sets from, to and before: windows of that length that end with the day. */
static void
place(struct cs_rankwindow *w, const struct cs_cells *c, struct cs_duration d, bool weeks,
    int64_t day)
{
	const struct cs_zone *zone = c->by->zone;
	int64_t first = cs_civil_days(1, 1, 2), to, from, before, days = d.s / CS_DAY_S;

	if (d.months != 0) {
		to = month_of(day, 1);
		w->begun = only_begun(day, true);
		from = month_of(day, 1 - d.months - w->begun);
		before = month_of(day, 1 - 2 * d.months - w->begun);
	} else {
		to = weeks ? cs_civil_monday(day) + 7 : day + 1;
		w->begun = weeks && only_begun(day, false);
		from = to - days - 7 * w->begun;
		before = from - days;
	}
	from = from < first ? first : from;
	before = before < first ? first : before;
	to = to <= from ? from + 1 : to;
	w->to = cs_zone_day_start(zone, to);
	w->from = cs_zone_day_start(zone, from);
	w->before_from = cs_zone_day_start(zone, before);
}

static int
check_periods(const struct cs_cells *c, const struct cs_rankkeys *k,
    const struct cs_rankwindow_ask *ask, struct cs_duration d, struct cs_err *e)
{
	enum cs_key_kind kind;

	if (k->period < 0) {
		if (!ask->set)
			return 0;
		(void)cs_err_set(
		    e, CS_EXIT_USAGE, "--window: the cells have no key that cuts time");
		return cs_err_hint(e, "cs-kpi --by agent,month --cells cuts them");
	}
	kind = c->by->key[k->period].kind;
	if ((kind != CS_KEY_MONTH || d.months != 0) &&
	    (kind != CS_KEY_WEEK || d.months != 0 || d.s % (7 * CS_DAY_S) == 0))
		return 0;
	(void)cs_err_set(e, CS_EXIT_USAGE, "--window: %.*ss do not make a window of that length",
	    CS_STR_ARG(c->by->key[k->period].name));
	return cs_err_hint(e, "cells by day do: cs-kpi --by agent,day --cells");
}

int
cs_rankwindow_make(struct cs_arena *a, const struct cs_cells *c, const struct cs_rankkeys *k,
    const struct cs_rankwindow_ask *ask, struct cs_rankwindow *w, struct cs_err *e)
{
	const struct cs_duration d = length_of(ask);
	uint32_t n = k->ids[CS_RANK_PERIOD].n;
	bool *now, *before, weeks;
	const char *key;

	*w = (struct cs_rankwindow){.all = ask->all || (!ask->set && k->period < 0)};
	if (w->all)
		return 0;
	if (cs_rankwindow_key(ask, &key, e) != 0 || check_periods(c, k, ask, d, e) != 0)
		return -1;
	weeks = c->by->key[k->period].kind == CS_KEY_WEEK;
	place(w, c, d, weeks, cs_zone_day(c->by->zone, last_instant(c, k, ask)));
	w->now = now = cs_arena_new(a, n, sizeof *now);
	w->before = before = cs_arena_new(a, n, sizeof *before);
	for (uint32_t i = 0; i < n; i++) {
		now[i] = k->begin[i] >= w->from && k->begin[i] < w->to;
		before[i] = k->begin[i] >= w->before_from && k->begin[i] < w->from;
		w->nnow += now[i];
		w->nbefore += before[i];
	}
	return 0;
}
