/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who was at work for how long: see attendance.h. */
#include "rank/attendance.h"

#include <stdlib.h>

#include "base/map.h"

struct attending {
	struct cs_arena *arena;
	struct cs_cells *cells;
	const struct cs_cells *ranked;
	const struct cs_rankkeys *keys; /* of the ranking */
	struct cs_rankkeys own;		/* of the cells */
	size_t metric;
	struct cs_err *e;
};

static int
find_metric(struct attending *t)
{
	size_t found = 0;

	for (size_t m = 0; m < cs_cells_metrics(t->cells); m++) {
		enum cs_stat_kind kind = cs_cells_kind(t->cells, m);

		if ((kind != CS_STAT_SECONDS && kind != CS_STAT_SUM) ||
		    !cs_str_eqz(cs_cells_metric(t->cells, m)->unit, "s"))
			continue;
		t->metric = m;
		found++;
	}
	if (found == 1)
		return 0;
	(void)cs_err_set(t->e, CS_EXIT_USAGE,
	    found == 0 ? "--attendance: the cells have no time that is summed up"
		       : "--attendance: the cells have more than one time that is summed up");
	return cs_err_hint(
	    t->e, "cs-kpi --by agent,month -m worked --cells counts it of agent-state records");
}

/* The keys of the cells that are those of the units, in their order. */
static int
find_keys(struct attending *t)
{
	struct cs_str *unit = cs_arena_new(t->arena, t->ranked->by->n, sizeof *unit);
	struct cs_rankkeys_ask ask = {.unit = unit, .no_strata = true};

	for (unsigned k = 0; k < t->ranked->by->n; k++) {
		if (t->keys->sort[k] == CS_RANK_UNIT)
			unit[ask.nunit++] = t->ranked->by->key[k].name;
	}
	if (cs_rankkeys_make(t->arena, t->cells, &ask, &t->own, t->e) != 0) {
		cs_err_prefix(t->e, "--attendance");
		return -1;
	}
	if (t->keys->period < 0 || t->own.period >= 0)
		return 0;
	(void)cs_err_set(t->e, CS_EXIT_USAGE,
	    "--attendance: the cells have no key that cuts time, and what is ranked has");
	return cs_err_hint(t->e, "cut both alike: cs-kpi --by agent,month --cells");
}

/* The names of a unit as one key of a map. */
static void
name_of(const struct cs_cells *c, const struct cs_rankkeys *k, const struct cs_rankkeys *like,
    const struct cs_cells *ranked, uint32_t unit, struct cs_buf *b)
{
	cs_buf_reset(b);
	for (unsigned i = 0; i < ranked->by->n; i++) {
		unsigned at = 0;

		if (like->sort[i] != CS_RANK_UNIT)
			continue;
		while (!cs_str_eq(c->by->key[at].name, ranked->by->key[i].name))
			at++;
		cs_buf_str(b, cs_cells_key(c, k->ids[CS_RANK_UNIT].group[unit], at));
		cs_buf_c(b, '\0');
	}
}

/* For each unit of the cells that of the ranking. */
static uint32_t *
match_units(const struct attending *t)
{
	uint32_t *to = cs_arena_new(t->arena, t->own.ids[CS_RANK_UNIT].n, sizeof *to);
	struct cs_map names = CS_MAP_INIT;
	struct cs_buf b = CS_BUF_INIT;

	for (uint32_t u = 0; u < t->keys->ids[CS_RANK_UNIT].n; u++) {
		name_of(t->ranked, t->keys, t->keys, t->ranked, u, &b);
		(void)cs_map_add(&names, cs_buf_all(&b));
	}
	for (uint32_t u = 0; u < t->own.ids[CS_RANK_UNIT].n; u++) {
		name_of(t->cells, &t->own, t->keys, t->ranked, u, &b);
		to[u] = cs_map_find(&names, cs_buf_all(&b));
	}
	cs_buf_finish(&b);
	cs_map_finish(&names);
	return to;
}

/* For each period of the cells that of the ranking; NULL with the error when one lies in two. */
static uint32_t *
match_periods(const struct attending *t)
{
	uint32_t n = t->own.ids[CS_RANK_PERIOD].n, m = t->keys->ids[CS_RANK_PERIOD].n, p = 0;
	uint32_t *to = cs_arena_new(t->arena, n, sizeof *to);
	const struct cs_key_def *own, *ranked;
	int64_t begin, end, from, till;

	if (t->keys->period < 0)
		return to;
	own = &t->cells->by->key[t->own.period];
	ranked = &t->ranked->by->key[t->keys->period];
	for (uint32_t i = 0; i < n; i++) {
		cs_key_interval(own, t->cells->by->zone, t->own.begin[i], &begin, &end);
		cs_key_interval(ranked, t->ranked->by->zone, begin, &from, &till);
		if (end > till) {
			(void)cs_err_set(t->e, CS_EXIT_USAGE,
			    "--attendance: intervals of the key '%.*s' lie in several of '%.*s'",
			    CS_STR_ARG(own->name), CS_STR_ARG(ranked->name));
			(void)cs_err_hint(t->e, "cut both alike: cs-kpi --by agent,month --cells");
			return NULL;
		}
		/* both go by time */
		while (p < m && t->keys->begin[p] < from)
			p++;
		to[i] = p < m && t->keys->begin[p] == from ? p : CS_RANK_NONE;
	}
	return to;
}

static int
compare(const void *pa, const void *pb)
{
	const struct cs_attended *a = pa, *b = pb;

	if (a->unit != b->unit)
		return a->unit < b->unit ? -1 : 1;
	return (a->period > b->period) - (a->period < b->period);
}

static void
add_groups(const struct attending *t, const uint32_t *unit, const uint32_t *period,
    struct cs_attendance *at)
{
	const struct cs_rank_ids *units = &t->own.ids[CS_RANK_UNIT];
	const struct cs_rank_ids *periods = &t->own.ids[CS_RANK_PERIOD];
	size_t n = cs_cells_groups(t->cells);
	struct cs_stat s;

	at->of = cs_arena_new(t->arena, n, sizeof *at->of);
	for (size_t g = 0; g < n; g++) {
		uint32_t u = units->of[g], p = periods->of[g];

		if (u == CS_RANK_NONE || unit[u] == CS_MAP_NONE || p == CS_RANK_NONE ||
		    period[p] == CS_RANK_NONE)
			continue;
		cs_cells_stat(t->cells, g, t->metric, &s);
		if (s.value.kind == CS_REAL_EXACT && s.value.num > 0)
			at->of[at->n++] = (struct cs_attended){
			    unit[u], period[p], (double)s.value.num / (double)s.value.den / 3600};
	}
	qsort(at->of, at->n, sizeof *at->of, compare);
}

int
cs_attendance_make(struct cs_arena *a, struct cs_cells *c, const struct cs_cells *ranked,
    const struct cs_rankkeys *k, struct cs_attendance *at, struct cs_err *e)
{
	struct attending t = {.arena = a, .cells = c, .ranked = ranked, .keys = k, .e = e};
	uint32_t *unit, *period;

	*at = (struct cs_attendance){0};
	if (find_metric(&t) != 0 || find_keys(&t) != 0)
		return -1;
	unit = match_units(&t);
	period = match_periods(&t);
	if (period == NULL)
		return -1;
	at->metric = cs_arena_str(a, cs_cells_metric(c, t.metric)->name);
	add_groups(&t, unit, period, at);
	return 0;
}

bool
cs_attendance_knows(const struct cs_attendance *at, uint32_t unit, uint32_t period)
{
	const struct cs_attended want = {.unit = unit, .period = period};

	return bsearch(&want, at->of, at->n, sizeof want, compare) != NULL;
}

double *
cs_attendance_hours(
    struct cs_arena *a, const struct cs_attendance *at, const bool *period, size_t units)
{
	double *hours = cs_arena_new(a, units, sizeof *hours);

	for (size_t i = 0; i < at->n; i++) {
		if (period == NULL || period[at->of[i].period])
			hours[at->of[i].unit] += at->of[i].hours;
	}
	return hours;
}
