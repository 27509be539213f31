/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals in which there was nothing: see celltable.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "cell/celltable.h"
#include "rec/batch.h"

enum { ROWS_MAX = 10000000 };

struct filling {
	struct cs_cells *c;
	const struct cs_key_def *def;
	unsigned key;
	uint32_t *id; /* value ids of the intervals, in order */
	size_t n, cap;
	uint32_t *other; /* groups that stand for a combination of the other keys */
};

/* First instants of the first and the last interval there are; false: there are none. */
static bool
ends_of(const struct filling *f, int64_t *first, int64_t *last)
{
	const struct cs_map *value = &f->c->keys.value[f->key];
	bool any = false;
	int64_t begin;

	for (uint32_t i = 0; i < value->n; i++) {
		struct cs_str s = cs_map_key(value, i);

		if (cs_raw_null(s) || !cs_key_interval_read(s, f->def, f->c->by->zone, &begin))
			continue;
		*first = any && *first < begin ? *first : begin;
		*last = any && *last > begin ? *last : begin;
		any = true;
	}
	return any;
}

/* The value ids of all intervals that begin in [from, to). */
static int
make_intervals(struct filling *f, int64_t from, int64_t to, size_t most)
{
	const struct cs_zone *zone = f->c->by->zone;
	struct cs_buf b = CS_BUF_INIT;
	int64_t begin, end;

	for (; from < to; from = end) {
		cs_key_interval(f->def, zone, from, &begin, &end);
		cs_buf_reset(&b);
		cs_key_interval_text(&b, f->def, zone, begin);
		f->id = cs_mem_grow(f->id, &f->cap, f->n + 1, sizeof *f->id);
		f->id[f->n++] = cs_map_add(&f->c->keys.value[f->key], cs_buf_all(&b));
		if (f->n > most || end <= from)
			break;
	}
	cs_buf_finish(&b);
	return from < to ? -1 : 0;
}

/* The combinations of the other keys that were met, as groups of the cells: one each. Gives how
 * many; without other keys there is one combination, met or not. */
static size_t
find_others(struct filling *f, size_t ngroup)
{
	struct cs_keys others;
	uint32_t *value = cs_mem_new(f->c->keys.n, sizeof *value);
	size_t n = 0, before;

	f->other = cs_mem_new(ngroup, sizeof *f->other);
	cs_keys_init(&others, f->c->keys.n);
	for (uint32_t g = 0; g < ngroup; g++) {
		cs_keys_values(&f->c->keys, g, value);
		value[f->key] = 0;
		before = others.ngroup;
		if (cs_keys_group(&others, value) >= before)
			f->other[n++] = g;
	}
	cs_keys_finish(&others);
	free(value);
	return n;
}

/* A group for every interval and every one of nother combinations. */
static void
add_groups(struct filling *f, size_t nother)
{
	struct cs_keys *k = &f->c->keys;
	uint32_t *value = cs_mem_new(k->n, sizeof *value);

	for (size_t o = 0; o < nother; o++) {
		cs_keys_values(k, f->other[o], value);
		for (size_t i = 0; i < f->n; i++) {
			value[f->key] = f->id[i];
			(void)cs_keys_group(k, value);
		}
	}
	for (size_t i = 0; nother == 0 && k->n == 1 && i < f->n; i++)
		(void)cs_keys_group(k, &f->id[i]);
	free(value);
}

int
cs_cells_fill(struct cs_cells *c, int64_t from, int64_t to, struct cs_err *e)
{
	struct filling f = {.c = c};
	struct cs_counted *counted;
	size_t nother, n;
	int64_t first = 0, last = 0, unused;
	bool any;
	int r = 0;

	while (f.key < c->keys.n && !cs_key_is_time(c->by->key[f.key].kind))
		f.key++;
	if (f.key == c->keys.n) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "--fill: there is no interval in --by");
		return cs_err_hint(e, "--by 15m or --by day");
	}
	f.def = &c->by->key[f.key];
	any = ends_of(&f, &first, &last);
	if (any)
		cs_key_interval(f.def, c->by->zone, last, &unused, &last);
	nother = find_others(&f, c->keys.ngroup);
	counted = cs_shards_counted(&c->run.shards, from, to, &n);
	for (size_t i = 0; i < n && r == 0; i++) {
		bool open = counted[i].from == CS_INSTANT_MIN || counted[i].to == CS_INSTANT_MAX;

		/* Where nothing was met, an open stretch has no intervals. */
		if (any || !open)
			r = make_intervals(&f,
			    counted[i].from != CS_INSTANT_MIN ? counted[i].from : first,
			    counted[i].to != CS_INSTANT_MAX ? counted[i].to : last,
			    ROWS_MAX / (nother != 0 ? nother : 1) + 1);
	}
	if (r != 0)
		r = cs_err_set(e, CS_EXIT_USAGE, "--fill would make more than %d rows", ROWS_MAX);
	else
		add_groups(&f, nother);
	if (r == 0)
		cs_cells_room(c);
	free(counted);
	free(f.id);
	free(f.other);
	return r;
}
