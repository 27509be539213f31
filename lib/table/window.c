/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Windows of time over groups: see window.h. */
#include "table/window.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/mem.h"

int64_t
cs_window_rolling(const struct cs_key_def *d, const struct cs_zone *zone, int64_t begin, unsigned n)
{
	int64_t end;

	for (unsigned i = 1; i < n && begin > CS_INSTANT_MIN; i++)
		cs_key_interval(d, zone, begin - 1, &begin, &end);
	return begin;
}

int64_t
cs_window_year(const struct cs_key_def *d, const struct cs_zone *zone, int64_t begin)
{
	int64_t day = cs_zone_day(zone, begin);
	int year, month, mday;

	/* The year of a week is that of its Thursday; the fourth of January is in its first. */
	if (d->kind == CS_KEY_WEEK)
		day += 3;
	cs_civil_of_days(day, &year, &month, &mday);
	day = cs_civil_days(year, 1, d->kind == CS_KEY_WEEK ? 4 : 1);
	if (d->kind == CS_KEY_WEEK)
		day = cs_civil_monday(day);
	return cs_zone_day_start(zone, day);
}

/* A group in the sequence of those that agree in the other keys. */
struct place {
	uint32_t line; /* which sequence */
	uint32_t group;
	int64_t begin, start;
	size_t first; /* place of the first group of its window */
};

static int
compare_places(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;

	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->begin != b->begin)
		return a->begin < b->begin ? -1 : 1;
	return 0;
}

/* All groups that are of an interval, sequence by sequence, in the order of time. */
static struct place *
make_places(const struct cs_cells *c, const struct cs_window *w, size_t *n)
{
	struct place *p = cs_mem_new(c->keys.ngroup, sizeof *p);
	uint32_t *value = cs_mem_new(c->keys.n, sizeof *value), id;
	struct cs_keys lines;

	*n = 0;
	cs_keys_init(&lines, c->keys.n);
	for (uint32_t g = 0; g < c->keys.ngroup; g++) {
		cs_keys_values(&c->keys, g, value);
		id = value[w->key];
		if (w->begin[id] == CS_WINDOW_NONE)
			continue;
		value[w->key] = 0;
		p[(*n)++] =
		    (struct place){cs_keys_group(&lines, value), g, w->begin[id], w->start[id], 0};
	}
	cs_keys_finish(&lines);
	free(value);
	qsort(p, *n, sizeof *p, compare_places);
	for (size_t i = 0, first = 0; i < *n; i++) {
		if (i == 0 || p[i].line != p[i - 1].line)
			first = i;
		while (p[first].begin < p[i].start)
			first++;
		p[i].first = first;
	}
	return p;
}

/* Empty cells with the groups of c. */
static struct cs_cells *
alike(const struct cs_cells *c)
{
	struct cs_cells *to = cs_cells_new(c->scheme, c->by);
	uint32_t *map = cs_mem_new(c->keys.ngroup + 1, sizeof *map);

	/* In the order of their ids they get the same ones. */
	cs_keys_merge(&to->keys, &c->keys, map);
	free(map);
	cs_cells_room(to);
	return to;
}

struct summing {
	const struct cs_cells *plain;
	struct cs_cells *sum;
	const struct place *place;
	size_t n;
	size_t longest; /* groups in the longest window */
	bool growing;
	struct cs_err *e;
};

/*
 * Statistics that add up group by group. A window that begins where the one before it did is that
 * and one group more; any other takes its groups one after the other.
 */
static int
sum_groups(const struct summing *s, unsigned acc)
{
	const struct cs_store *plain = &s->plain->store;
	struct cs_store *sum = &s->sum->store;

	for (size_t i = 0; i < s->n; i++) {
		const struct place *p = &s->place[i];
		size_t from = p->first;

		if (i > from && s->place[i - 1].first == from) {
			if (cs_store_add(sum, acc, p->group, sum, p[-1].group, s->e) != 0)
				return -1;
			from = i;
		}
		for (; from <= i; from++) {
			if (cs_store_add(sum, acc, p->group, plain, s->place[from].group, s->e) !=
			    0)
				return -1;
		}
	}
	return 0;
}

/* A value of a set, and where in the sequences it stands. */
struct member {
	uint32_t value;
	uint32_t place;
};

static int
compare_members(const void *pa, const void *pb)
{
	const struct member *a = pa, *b = pb;

	if (a->value != b->value)
		return a->value < b->value ? -1 : 1;
	return a->place < b->place ? -1 : a->place > b->place;
}

/* All members of the sets, value by value, in the order of their places. */
static struct member *
sort_members(const struct summing *s, const struct cs_map *set, size_t *n)
{
	struct member *m = cs_mem_new(set->n, sizeof *m);
	uint32_t *place_of = cs_mem_new(s->plain->keys.ngroup, sizeof *place_of);
	struct cs_map value = CS_MAP_INIT;

	memset(place_of, 0xff, s->plain->keys.ngroup * sizeof *place_of);
	for (size_t i = 0; i < s->n; i++)
		place_of[s->place[i].group] = (uint32_t)i;
	*n = 0;
	for (uint32_t id = 0; id < set->n; id++) {
		struct cs_group_item it = cs_group_item(set, id);

		if (place_of[it.group] != CS_GROUP_NONE)
			m[(*n)++] =
			    (struct member){cs_map_add(&value, it.value), place_of[it.group]};
	}
	cs_map_finish(&value);
	free(place_of);
	qsort(m, *n, sizeof *m, compare_members);
	return m;
}

/*
 * How many different values are in a window, without a set for each: a value counts from its place
 * to the last window that holds it, or to the place where it stands again.
 */
static void
sum_sets(const struct summing *s, unsigned acc)
{
	int64_t *change = cs_mem_new0(s->n + 1, sizeof *change), count = 0;
	size_t *last = cs_mem_new(s->n, sizeof *last), n, end;
	struct member *m = sort_members(s, &s->plain->store.acc[acc].set, &n);

	for (size_t i = 0, to = 0; i < s->n; i++) {
		to = to < i ? i : to;
		while (to + 1 < s->n && s->place[to + 1].first <= i &&
		       s->place[to + 1].line == s->place[i].line)
			to++;
		last[i] = to;
	}
	for (size_t i = 0; i < n; i++) {
		end = last[m[i].place] + 1;
		if (i + 1 < n && m[i + 1].value == m[i].value && m[i + 1].place < end)
			end = m[i + 1].place;
		change[m[i].place]++;
		change[end]--;
	}
	for (size_t i = 0; i < s->n; i++) {
		count += change[i];
		s->sum->store.acc[acc].count[s->place[i].group] = count;
	}
	free(change);
	free(last);
	free(m);
}

/* Adds each group of from to the one `by` places later, where that is in whose window it is. */
static int
add_moved(const struct summing *s, struct cs_store *to, const struct cs_store *from, unsigned acc,
    size_t by)
{
	size_t ngroup = s->plain->keys.ngroup;
	uint32_t *map = cs_mem_new(ngroup, sizeof *map);
	int r;

	memset(map, 0xff, ngroup * sizeof *map);
	for (size_t i = by; i < s->n; i++) {
		if (i - by >= s->place[i].first)
			map[s->place[i - by].group] = s->place[i].group;
	}
	r = cs_store_merge_acc(to, from, acc, map, ngroup, s->e);
	free(map);
	return r;
}

/* Statistics whose values are kept for all groups together: these, moved on place by place. */
static int
sum_sliding(const struct summing *s, unsigned acc)
{
	for (size_t by = 0; by < s->longest; by++) {
		if (add_moved(s, &s->sum->store, &s->plain->store, acc, by) != 0)
			return -1;
	}
	return 0;
}

/*
 * The same where windows begin alike, by doubling. After a round each group has the sum of the last
 * `by` groups of its window, and the next adds to it that of the group `by` places before.
 */
static int
sum_growing(const struct summing *s, unsigned acc)
{
	struct cs_store *sum = &s->sum->store;
	int r = add_moved(s, sum, &s->plain->store, acc, 0);

	for (size_t by = 1; by < s->longest && r == 0; by *= 2) {
		struct cs_cells *next = alike(s->plain);
		struct cs_acc done = sum->acc[acc];

		r = add_moved(s, &next->store, sum, acc, 0);
		if (r == 0)
			r = add_moved(s, &next->store, sum, acc, by);
		sum->acc[acc] = next->store.acc[acc];
		next->store.acc[acc] = done;
		cs_cells_free(next);
	}
	return r;
}

struct cs_cells *
cs_window_sum(const struct cs_cells *c, const struct cs_window *w, struct cs_err *e)
{
	struct summing s = {.plain = c, .sum = alike(c), .growing = w->growing, .e = e};
	struct place *place = make_places(c, w, &s.n);
	int r = 0;

	s.place = place;
	for (size_t i = 0; i < s.n; i++) {
		if (i + 1 - place[i].first > s.longest)
			s.longest = i + 1 - place[i].first;
	}
	for (unsigned acc = 0; acc < c->scheme->nacc && r == 0; acc++) {
		enum cs_acc_kind kind = c->scheme->acc[acc].kind;

		if (kind == CS_ACC_DISTINCT)
			sum_sets(&s, acc);
		else if (kind == CS_ACC_PER)
			r = (s.growing ? sum_growing : sum_sliding)(&s, acc);
		else
			r = sum_groups(&s, acc);
	}
	free(place);
	if (r == 0)
		return s.sum;
	cs_cells_free(s.sum);
	return NULL;
}
