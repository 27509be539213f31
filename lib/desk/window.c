/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Windows of time over groups: see window.h. */
#include "desk/window.h"

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
	const struct place *place;
	size_t n;
	size_t longest; /* groups in the longest window */
	uint32_t *map;
};

/* Adds each group of from to the one `by` places later, where that is in whose window it is. */
static int
add_moved(const struct summing *s, struct cs_cells *to, const struct cs_cells *from, size_t by,
    struct cs_err *e)
{
	memset(s->map, 0xff, s->plain->keys.ngroup * sizeof *s->map);
	for (size_t i = by; i < s->n; i++) {
		if (i - by >= s->place[i].first)
			s->map[s->place[i - by].group] = s->place[i].group;
	}
	return cs_store_merge(&to->store, &from->store, s->map, s->plain->keys.ngroup, e);
}

/* Windows that slide: each takes its groups one after the other. */
static struct cs_cells *
sum_sliding(const struct summing *s, struct cs_err *e)
{
	struct cs_cells *sum = alike(s->plain);

	for (size_t by = 0; by < s->longest; by++) {
		if (add_moved(s, sum, s->plain, by, e) != 0) {
			cs_cells_free(sum);
			return NULL;
		}
	}
	return sum;
}

/*
 * Windows that begin alike and grow: by doubling. After a round each group has the sum of the last
 * `by` groups of its window, and the next adds to it that of the group `by` places before.
 */
static struct cs_cells *
sum_growing(const struct summing *s, struct cs_err *e)
{
	struct cs_cells *sum = alike(s->plain), *next;
	int r = add_moved(s, sum, s->plain, 0, e);

	for (size_t by = 1; by < s->longest && r == 0; by *= 2) {
		next = alike(s->plain);
		r = add_moved(s, next, sum, 0, e);
		if (r == 0)
			r = add_moved(s, next, sum, by, e);
		cs_cells_free(sum);
		sum = next;
	}
	if (r == 0)
		return sum;
	cs_cells_free(sum);
	return NULL;
}

struct cs_cells *
cs_window_sum(const struct cs_cells *c, const struct cs_window *w, struct cs_err *e)
{
	struct summing s = {.plain = c};
	struct place *place = make_places(c, w, &s.n);
	struct cs_cells *sum;

	s.place = place;
	s.map = cs_mem_new(c->keys.ngroup + 1, sizeof *s.map);
	for (size_t i = 0; i < s.n; i++) {
		if (i + 1 - place[i].first > s.longest)
			s.longest = i + 1 - place[i].first;
	}
	sum = w->growing ? sum_growing(&s, e) : sum_sliding(&s, e);
	free(place);
	free(s.map);
	return sum;
}
