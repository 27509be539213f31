/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a ranking rests on, taken out of cells: see rankcount.h. */
#include "rank/rankcount.h"

#include <stdlib.h>

#include "base/mem.h"

struct counting {
	struct cs_cells *cells;
	const struct cs_card *card;
	const struct cs_attendance *attendance;
	struct cs_rankcount *count;
	struct cs_err *e;
};

/* The groups that count, and how many. */
static uint32_t *
choose_groups(const struct cs_cells *c, const struct cs_rankkeys *k, const bool *period, size_t *n)
{
	uint32_t *list = cs_mem_new(cs_cells_groups(c) + 1, sizeof *list);
	const uint32_t *of = k->ids[CS_RANK_PERIOD].of;

	*n = 0;
	for (size_t g = 0; g < cs_cells_groups(c); g++) {
		if (k->ids[CS_RANK_MEMBER].of[g] == CS_RANK_NONE)
			continue;
		if (period == NULL || (of[g] != CS_RANK_NONE && period[of[g]]))
			list[(*n)++] = (uint32_t)g;
	}
	return list;
}

/* Sorts the groups by their ids of one kind, those that are equal as they stand. */
static void
sort_by(const struct cs_rank_ids *ids, uint32_t *list, size_t n)
{
	uint32_t *sorted = cs_mem_new(n + 1, sizeof *sorted);
	size_t *at = cs_mem_new0((size_t)ids->n + 1, sizeof *at);

	for (size_t i = 0; i < n; i++)
		at[ids->of[list[i]] + 1]++;
	for (uint32_t i = 0; i < ids->n; i++)
		at[i + 1] += at[i];
	for (size_t i = 0; i < n; i++)
		sorted[at[ids->of[list[i]]]++] = list[i];
	memcpy(list, sorted, n * sizeof *list);
	free(at);
	free(sorted);
}

/* How many entries sorted groups make. */
static size_t
count_entries(const struct cs_rankkeys *k, const uint32_t *list, size_t n)
{
	const uint32_t *member = k->ids[CS_RANK_MEMBER].of;
	const uint32_t *stratum = k->ids[CS_RANK_STRATUM].of;
	size_t entries = n > 0;

	for (size_t i = 1; i < n; i++)
		entries += member[list[i]] != member[list[i - 1]] ||
			   stratum[list[i]] != stratum[list[i - 1]];
	return entries;
}

/* What kinds of metric may stand there, and what their counts are kept in. */
static int
prepare(struct cs_arena *a, const struct counting *t, size_t i)
{
	struct cs_rankcount_item *item = &t->count->item[i];
	const struct cs_metric *m = t->card->item[i].metric;

	enum cs_stat_kind kind = cs_cells_kind(t->cells, t->card->item[i].index);

	if (kind == CS_STAT_COUNT && t->count->hours == NULL) {
		(void)cs_err_set(t->e, CS_EXIT_USAGE,
		    "the metric '%.*s' is a count: who is at work longer has more",
		    CS_STR_ARG(m->name));
		return cs_err_hint(t->e, "--attendance CELLS makes it a rate of the hour at work");
	}
	switch (kind) {
	case CS_STAT_COUNT:
		item->rate = true;
		/* fall through */
	case CS_STAT_SHARE:
		item->x = cs_arena_new(a, t->count->n, sizeof *item->x);
		item->n = cs_arena_new(a, t->count->n, sizeof *item->n);
		return 0;
	case CS_STAT_NPS:
		item->moments = cs_arena_new(a, t->count->n, sizeof *item->moments);
		item->unit = 100; /* points */
		return 0;
	case CS_STAT_MEAN:
		item->moments = cs_arena_new(a, t->count->n, sizeof *item->moments);
		item->unit = 1;
		return 0;
	default:
		(void)cs_err_set(t->e, CS_EXIT_USAGE,
		    "the metric '%.*s' cannot stand on a scorecard", CS_STR_ARG(m->name));
		return cs_err_hint(t->e, "shares, means and net promoter scores can: how far they "
					 "may be off by chance is known");
	}
}

static int
too_many(const struct counting *t, size_t i)
{
	return cs_err_set(t->e, CS_EXIT_DATA, "the counts of '%.*s' run over",
	    CS_STR_ARG(t->card->item[i].metric->name));
}

/* Adds one metric of one group to an entry. */
static int
add_item(const struct counting *t, size_t i, size_t entry, const struct cs_stat *s)
{
	struct cs_rankcount_item *item = &t->count->item[i];
	struct cs_moments *m = item->moments != NULL ? &item->moments[entry] : NULL;
	int64_t sum;

	if (item->rate) {
		if (s->value.kind != CS_REAL_EXACT)
			return 0;
		if (__builtin_add_overflow(item->x[entry], s->value.num, &item->x[entry]))
			return too_many(t, i);
		item->n[entry] = item->x[entry];
		return 0;
	}
	if (s->kind == CS_STAT_SHARE) {
		if (__builtin_add_overflow(item->x[entry], s->x, &item->x[entry]) ||
		    __builtin_add_overflow(item->n[entry], s->n, &item->n[entry]))
			return too_many(t, i);
		return 0;
	}
	if (__builtin_add_overflow(m->n, s->n, &sum))
		return too_many(t, i);
	if (s->kind == CS_STAT_NPS) {
		cs_moments_add_n(m, 1, s->up);
		cs_moments_add_n(m, -1, s->down);
		cs_moments_add_n(m, 0, s->n - s->up - s->down);
		return 0;
	}
	cs_moments_merge(m, s->moments);
	item->unit = s->scale == 6 ? 1e-6 : 1;
	return 0;
}

/* How many contacts a group had, as far as the cells know. */
static int64_t
contacts_of(struct cs_cells *c, size_t group)
{
	struct cs_stat s;
	int64_t most = 0;

	for (size_t m = 0; m < cs_cells_metrics(c); m++) {
		cs_cells_stat(c, group, m, &s);
		if (s.n > most)
			most = s.n;
	}
	return most;
}

/* Whether it is known how long the unit of a group was at work then. */
static bool
attended(const struct counting *t, size_t group)
{
	const struct cs_rank_ids *ids = t->count->keys->ids;
	uint32_t period = ids[CS_RANK_PERIOD].of[group];

	return period != CS_RANK_NONE &&
	       cs_attendance_knows(t->attendance, ids[CS_RANK_UNIT].of[group], period);
}

static int
add_group(const struct counting *t, size_t group, size_t entry)
{
	struct cs_rankcount *r = t->count;
	const int64_t contacts = contacts_of(t->cells, group);
	struct cs_stat s;

	r->member[entry] = r->keys->ids[CS_RANK_MEMBER].of[group];
	r->stratum[entry] = r->keys->ids[CS_RANK_STRATUM].of[group];
	r->here[r->keys->unit_of[r->member[entry]]] = true;
	/* As long as these do not run over, nothing that is counted does. */
	if (__builtin_add_overflow(r->all, contacts, &r->all))
		return cs_err_set(t->e, CS_EXIT_DATA, "the contacts of all run over");
	r->contacts[entry] += contacts;
	for (size_t i = 0; i < t->card->n; i++) {
		if (r->item[i].rate && !attended(t, group))
			continue;
		cs_cells_stat(t->cells, group, t->card->item[i].index, &s);
		if (add_item(t, i, entry, &s) != 0)
			return -1;
	}
	return 0;
}

/* Adds up sorted groups. */
static int
add_groups(const struct counting *t, const uint32_t *list, size_t n)
{
	size_t entry = 0;

	for (size_t i = 0; i < n; i++) {
		if (i != 0)
			entry += count_entries(t->count->keys, &list[i - 1], 2) - 1;
		if (add_group(t, list[i], entry) != 0)
			return -1;
	}
	return 0;
}

int
cs_rankcount_make(struct cs_arena *a, const struct cs_rankcount_from *from, const bool *period,
    struct cs_rankcount *count, struct cs_err *e)
{
	const struct counting t = {from->cells, from->card, from->attendance, count, e};
	const struct cs_rankkeys *keys = from->keys;
	size_t n;
	uint32_t *list = choose_groups(from->cells, keys, period, &n);
	int r = 0;

	sort_by(&keys->ids[CS_RANK_STRATUM], list, n);
	sort_by(&keys->ids[CS_RANK_MEMBER], list, n);
	*count = (struct cs_rankcount){
	    .keys = keys, .n = count_entries(keys, list, n), .nitem = from->card->n};
	count->member = cs_arena_new(a, count->n, sizeof *count->member);
	count->stratum = cs_arena_new(a, count->n, sizeof *count->stratum);
	count->contacts = cs_arena_new(a, count->n, sizeof *count->contacts);
	count->here = cs_arena_new(a, keys->ids[CS_RANK_UNIT].n, sizeof *count->here);
	count->item = cs_arena_new(a, from->card->n, sizeof *count->item);
	if (from->attendance != NULL)
		count->hours =
		    cs_attendance_hours(a, from->attendance, period, keys->ids[CS_RANK_UNIT].n);
	for (size_t i = 0; i < from->card->n && r == 0; i++)
		r = prepare(a, &t, i);
	if (r == 0)
		r = add_groups(&t, list, n);
	free(list);
	return r;
}

int64_t *
cs_rankcount_contacts(struct cs_arena *a, const struct cs_rankcount *count)
{
	int64_t *sum = cs_arena_new(a, count->keys->ids[CS_RANK_UNIT].n, sizeof *sum);

	for (size_t i = 0; i < count->n; i++)
		sum[count->keys->unit_of[count->member[i]]] += count->contacts[i];
	return sum;
}

struct cs_rankcount_item
cs_rankcount_units(struct cs_arena *a, const struct cs_rankcount *count, size_t item)
{
	const struct cs_rankcount_item *from = &count->item[item];
	size_t units = count->keys->ids[CS_RANK_UNIT].n;
	struct cs_rankcount_item to = {.rate = from->rate, .unit = from->unit};

	if (from->x != NULL) {
		to.x = cs_arena_new(a, units, sizeof *to.x);
		to.n = cs_arena_new(a, units, sizeof *to.n);
	} else {
		to.moments = cs_arena_new(a, units, sizeof *to.moments);
	}
	for (size_t i = 0; i < count->n; i++) {
		size_t u = count->keys->unit_of[count->member[i]];

		if (from->x == NULL) {
			cs_moments_merge(&to.moments[u], &from->moments[i]);
			continue;
		}
		to.x[u] += from->x[i];
		to.n[u] += from->n[i];
	}
	return to;
}
