/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells as those who read them see them, and how two merge: see cell.h. */
#include "cell/cell.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cell/celltable.h"
#include "cell/stocklevel.h"
#include "rec/batch.h"
#include "rec/esc.h"

const struct cs_str cs_cell_columns[4] = {
    CS_STR_INIT("kind"), CS_STR_INIT("metric"), CS_STR_INIT("part"), CS_STR_INIT("value")};

const struct cs_choice_name cs_choice_names[CS_CHOICES] = {
    [CS_CHOICE_WHERE] = {"where", "--where"},
    [CS_CHOICE_KEEP_ONLY] = {"keep_only", "--keep-only"},
    [CS_CHOICE_TIME] = {"time", "--time"},
    [CS_CHOICE_BAD] = {"bad", "--bad"},
    [CS_CHOICE_HOURS] = {"hours", "the calendar of business hours"},
};

struct cs_cells *
cs_cells_new(const struct cs_scheme *scheme, const struct cs_by *by)
{
	struct cs_cells *c = cs_mem_new0(1, sizeof *c);

	c->scheme = scheme;
	c->by = by;
	c->ends = CS_INSTANT_MAX;
	c->level = .95;
	cs_keys_init(&c->keys, by->n);
	cs_store_init(&c->store, scheme);
	cs_cells_room(c);
	return c;
}

/* Forgets the order, the decoded texts, and what was made of statistics. */
static void
unsort(struct cs_cells *c)
{
	for (unsigned k = 0; c->text != NULL && k < c->keys.n; k++)
		free(c->text[k]);
	for (unsigned i = 0; c->stock != NULL && i < c->scheme->nacc; i++)
		cs_stock_levels_free(c->stock[i]);
	free(c->stock);
	free(c->text);
	free(c->order);
	c->stock = NULL;
	c->text = NULL;
	c->order = NULL;
	c->norder = 0;
	c->bins_of = NULL;
	cs_keyed_forget(&c->keyed);
}

void
cs_cells_free(struct cs_cells *c)
{
	if (c == NULL)
		return;
	unsort(c);
	cs_shards_finish(&c->run.shards);
	cs_bins_finish(&c->bins);
	cs_keyed_finish(&c->keyed);
	cs_store_finish(&c->store);
	cs_keys_finish(&c->keys);
	cs_head_finish(&c->head);
	cs_arena_finish(&c->arena);
	free(c);
}

void
cs_cells_empty(struct cs_cells *c)
{
	unsigned generation = c->keys.generation + 1;

	unsort(c);
	cs_store_finish(&c->store);
	cs_keys_finish(&c->keys);
	cs_keys_init(&c->keys, c->by->n);
	c->keys.generation = generation;
	cs_store_init(&c->store, c->scheme);
	cs_cells_room(c);
}

void
cs_cells_room(struct cs_cells *c)
{
	cs_store_room(&c->store, c->keys.ngroup);
}

size_t
cs_cells_bytes(const struct cs_cells *c)
{
	return cs_keys_bytes(&c->keys) + cs_store_bytes(&c->store) + c->arena.used;
}

uint32_t
cs_cells_nothing(struct cs_cells *c)
{
	cs_store_room(&c->store, c->keys.ngroup + 1);
	return (uint32_t)c->keys.ngroup;
}

int
cs_cells_merge(struct cs_cells *c, const struct cs_cells *from, uint32_t *map, struct cs_err *e)
{
	uint32_t *own = map != NULL ? NULL : cs_mem_new(from->keys.ngroup + 1, sizeof *own);
	int r;

	if (map == NULL)
		map = own;
	cs_keys_merge(&c->keys, &from->keys, map);
	cs_cells_room(c);
	r = cs_store_merge(&c->store, &from->store, map, from->keys.ngroup, e);
	free(own);
	return r;
}

/* The values of one key, decoded, by value id; those written as they are stay in the map. */
static struct cs_str *
decode_values(struct cs_cells *c, const struct cs_map *value)
{
	struct cs_str *text = cs_mem_new(value->n, sizeof *text), raw;
	struct cs_buf scratch = CS_BUF_INIT;

	for (uint32_t i = 0; i < value->n; i++) {
		raw = cs_map_key(value, i);
		cs_buf_reset(&scratch);
		text[i] = cs_str(NULL, 0);
		if (!cs_raw_null(raw) && cs_esc_decode(raw, &scratch, &text[i]) &&
		    text[i].p != raw.p)
			text[i] = cs_arena_str(&c->arena, text[i]);
	}
	cs_buf_finish(&scratch);
	return text;
}

void
cs_cells_sort(struct cs_cells *c)
{
	unsort(c);
	c->norder = c->keys.ngroup;
	c->order = cs_mem_new(c->norder, sizeof *c->order);
	cs_keys_sort(&c->keys, c->by->key, &c->first, c->order);
	c->text = cs_mem_new0(c->keys.n, sizeof *c->text);
	for (unsigned k = 0; k < c->keys.n; k++)
		c->text[k] = decode_values(c, &c->keys.value[k]);
}

void
cs_cells_ahead(const struct cs_cells *c, uint32_t group)
{
	for (unsigned i = 0; i < c->scheme->nacc; i++)
		cs_store_warm(&c->store, i, &group, 1);
	/* The only key's value has the number of the group. */
	if (c->keys.n == 1 && c->text != NULL && group < c->keys.value[0].n) {
		__builtin_prefetch(&c->text[0][group]);
		__builtin_prefetch(cs_map_entry(&c->keys.value[0], group));
	}
}

size_t
cs_cells_groups(const struct cs_cells *c)
{
	return c->norder;
}

unsigned
cs_cells_keys(const struct cs_cells *c)
{
	return c->keys.n;
}

struct cs_str
cs_cells_key_name(const struct cs_cells *c, unsigned k)
{
	return c->by->key[k].name;
}

struct cs_str
cs_cells_key(const struct cs_cells *c, size_t group, unsigned k)
{
	return cs_cells_key_of(c, c->order[group], k);
}

struct cs_str
cs_cells_key_of(const struct cs_cells *c, uint32_t g, unsigned k)
{
	/* As cs_keys_values, for one of them. */
	for (unsigned i = c->keys.n; i-- > 1;) {
		uint32_t before, value;

		cs_keys_split(&c->keys, i, g, &before, &value);
		if (i == k)
			return c->text[k][value];
		g = before;
	}
	return c->text[0][g];
}

size_t
cs_cells_metrics(const struct cs_cells *c)
{
	return c->scheme->n;
}

const struct cs_metric *
cs_cells_metric(const struct cs_cells *c, size_t m)
{
	return &c->scheme->metric[m];
}
