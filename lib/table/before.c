/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a table is held against: see before.h. */
#include "table/before.h"

#include <stdlib.h>

#include "base/mem.h"

int
cs_cells_side(struct cs_cells **out, const struct cs_cells *c, const struct cs_by *by,
    enum cs_side side, struct cs_err *e)
{
	struct cs_cells *to = cs_cells_new(c->scheme, by);
	uint32_t *map = cs_mem_new(c->keys.ngroup + 1, sizeof *map);
	uint32_t *value = cs_mem_new(c->keys.n, sizeof *value);
	int r;

	to->run.has_as_of = c->run.has_as_of;
	to->run.told = c->run.told;
	to->run.as_of = c->run.as_of;
	for (uint32_t g = 0; g < c->keys.ngroup; g++) {
		map[g] = CS_GROUP_NONE;
		cs_keys_values(&c->keys, g, value);
		if (!cs_str_eq(cs_map_key(&c->keys.value[0], value[0]), cs_key_side(side)))
			continue;
		for (unsigned k = 0; k < by->n; k++)
			value[k] = cs_map_add(
			    &to->keys.value[k], cs_map_key(&c->keys.value[k + 1], value[k + 1]));
		map[g] = cs_keys_group(&to->keys, value);
	}
	cs_cells_room(to);
	r = cs_store_merge(&to->store, &c->store, map, c->keys.ngroup, e);
	free(map);
	free(value);
	*out = r == 0 ? to : NULL;
	if (r != 0)
		cs_cells_free(to);
	return r;
}

void
cs_before_adopt(struct cs_cells *table, const struct cs_versus *vs)
{
	uint32_t *map;

	if (vs->intervals || vs->base == NULL)
		return;
	map = cs_mem_new(vs->base->keys.ngroup + 1, sizeof *map);
	cs_keys_merge(&table->keys, &vs->base->keys, map);
	cs_cells_room(table);
	free(map);
}

/* Groups of cells by the texts of their keys: the id in the map is that of the group. */
struct index {
	struct cs_map map;
	struct cs_buf text;
};

/* The keys of a group, key `other` replaced by a text. Raw cells have no tabs. */
static struct cs_str
key_text(
    struct cs_buf *b, const struct cs_keys *k, const uint32_t *value, int other, struct cs_str text)
{
	cs_buf_reset(b);
	for (unsigned i = 0; i < k->n; i++) {
		cs_buf_str(b, (int)i == other ? text : cs_map_key(&k->value[i], value[i]));
		cs_buf_c(b, '\t');
	}
	return cs_buf_all(b);
}

static void
index_groups(struct index *x, const struct cs_keys *k)
{
	uint32_t *value = cs_mem_new((size_t)k->n + 1, sizeof *value);

	for (uint32_t g = 0; g < k->ngroup; g++) {
		cs_keys_values(k, g, value);
		(void)cs_map_add(&x->map, key_text(&x->text, k, value, -1, cs_str(NULL, 0)));
	}
	free(value);
}

struct pairing {
	struct cs_before *b;
	const struct cs_cells *table;
	struct index base;
	uint32_t nothing; /* a group of the base in which there is nothing */
	int key;	  /* the interval; -1: sides */
	int64_t known;
	int64_t over; /* until then all is over */
	struct cs_buf before;
};

static void
pair(struct pairing *p, uint32_t g, const uint32_t *value, struct cs_str before)
{
	uint32_t id = cs_map_find(
	    &p->base.map, key_text(&p->base.text, &p->table->keys, value, p->key, before));

	p->b->group[g] = id != CS_MAP_NONE ? id : p->nothing;
}

/* With the interval before, where its key is an interval, and something is known of that time. */
static void
pair_interval(struct pairing *p, uint32_t g, const uint32_t *value)
{
	const struct cs_key_def *def = &p->table->by->key[p->key];
	const struct cs_zone *zone = p->table->by->zone;
	struct cs_str text = cs_map_key(&p->table->keys.value[p->key], value[p->key]);
	int64_t begin, end, first, unused;

	if (text.n == 0 || text.p[0] == '\\' || !cs_key_interval_read(text, def, zone, &begin))
		return;
	cs_key_interval(def, zone, begin, &unused, &end);
	cs_key_interval(def, zone, begin - 1, &first, &unused);
	if (first < p->known)
		return;
	cs_buf_reset(&p->before);
	cs_key_interval_text(&p->before, def, zone, first);
	pair(p, g, value, cs_buf_all(&p->before));
	p->b->ratio[g] = (double)(end - begin) / (double)(begin - first);
	p->b->early[g] = end > p->over;
}

/* The first instant of the first interval that there is. */
static int64_t
first_interval(const struct cs_cells *c, unsigned key)
{
	const struct cs_map *value = &c->keys.value[key];
	int64_t first = CS_INSTANT_MAX, begin;

	for (uint32_t i = 0; i < value->n; i++) {
		struct cs_str s = cs_map_key(value, i);

		if (s.n != 0 && s.p[0] != '\\' &&
		    cs_key_interval_read(s, &c->by->key[key], c->by->zone, &begin) && begin < first)
			first = begin;
	}
	return first;
}

/* As-of, or where that was not told the newest row: nobody knows that more will not come. */
static int64_t
over_until(const struct cs_cells *c)
{
	if (c->run.has_as_of && c->run.told)
		return c->run.as_of;
	return c->run.has_newest ? c->run.newest : CS_INSTANT_MAX;
}

void
cs_before_pair(struct cs_before *b, struct cs_cells *table, const struct cs_versus *vs)
{
	struct pairing p = {.b = b, .table = table, .key = -1};
	size_t n = table->keys.ngroup;
	uint32_t *value = cs_mem_new((size_t)table->keys.n + 1, sizeof *value);

	b->cells = vs->base != NULL ? vs->base : table;
	b->group = cs_mem_new(n + 1, sizeof *b->group);
	b->ratio = cs_mem_new(n + 1, sizeof *b->ratio);
	b->early = cs_mem_new0(n + 1, sizeof *b->early);
	p.over = over_until(table);
	for (unsigned k = 0; vs->intervals && k < table->by->n && p.key < 0; k++)
		p.key = cs_key_is_time(table->by->key[k].kind) ? (int)k : -1;
	p.known = vs->known;
	if (p.key >= 0 && p.known == CS_INSTANT_MIN)
		p.known = first_interval(table, (unsigned)p.key);
	p.nothing = cs_cells_nothing(b->cells);
	index_groups(&p.base, &b->cells->keys);
	for (uint32_t g = 0; g < n; g++) {
		b->group[g] = CS_GROUP_NONE;
		b->ratio[g] = vs->ratio;
		b->early[g] = p.key < 0 && vs->end != CS_INSTANT_MAX && vs->end > p.over;
		cs_keys_values(&table->keys, g, value);
		if (p.key >= 0)
			pair_interval(&p, g, value);
		else if (!vs->unknown)
			pair(&p, g, value, cs_str(NULL, 0));
	}
	cs_map_finish(&p.base.map);
	cs_buf_finish(&p.base.text);
	cs_buf_finish(&p.before);
	free(value);
}

void
cs_before_finish(struct cs_before *b)
{
	free(b->group);
	free(b->ratio);
	free(b->early);
	*b = (struct cs_before){0};
}
