/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines that lots are dealt to: see spreadwork.h. */
#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "charge/spreadwork.h"

static const char *const names[CS_LINES] = {
    [CS_LINE_UNMAPPED] = "unmapped",
    [CS_LINE_CHARGED] = "charged",
    [CS_LINE_NOT_REPORTED] = "not_reported",
    [CS_LINE_UNALLOCATED] = "unallocated",
    [CS_LINE_UNUSED] = "unused",
};

struct cs_str
cs_charge_line_name(enum cs_charge_line_kind kind)
{
	return cs_str_z(names[kind]);
}

static const struct cs_str null = CS_STR_INIT("\\N");

static struct cs_charge_line *
add_line(struct cs_spread *s, enum cs_charge_line_kind kind)
{
	struct cs_charge_lines *l = s->l;
	struct cs_charge_line *x;

	l->line = cs_mem_grow(l->line, &l->cap, l->n + 1, sizeof *l->line);
	x = &l->line[l->n++];
	*x = (struct cs_charge_line){.kind = kind,
	    .unit = null,
	    .contacts_known = true,
	    .handle_s_known = true,
	    .avoidable_known = true};
	x->key = cs_arena_new(&l->arena, s->nlevel + 1, sizeof *x->key);
	for (unsigned k = 0; k < s->nlevel; k++)
		x->key[k] = null;
	return x;
}

static bool
known(const struct cs_spread *s, size_t rank, enum cs_spread_figure figure)
{
	return (s->unknown[rank] >> figure & 1) == 0;
}

/* A path into its line. */
static void
put_path(const struct cs_spread *s, size_t rank, struct cs_charge_line *x, bool repeat)
{
	const cs_i128 *f = s->figure[rank];

	x->contacts += f[CS_SPREAD_CONTACTS];
	x->handle_s += f[CS_SPREAD_HANDLE_S];
	x->charged += f[CS_SPREAD_CHARGED];
	x->original += f[CS_SPREAD_ORIGINAL];
	x->avoidable += f[CS_SPREAD_AVOIDABLE];
	x->repeats += repeat ? f[CS_SPREAD_CHARGED] : 0;
	x->contacts_known = x->contacts_known && known(s, rank, CS_SPREAD_CONTACTS);
	x->handle_s_known = x->handle_s_known && known(s, rank, CS_SPREAD_HANDLE_S);
	x->avoidable_known = x->avoidable_known && known(s, rank, CS_SPREAD_AVOIDABLE);
}

/* By rank of its path: the line, as a group of keys, which are those of lines. */
static uint32_t *
group_lines(const struct cs_spread *s, struct cs_keys *keys)
{
	uint32_t *line_of = cs_mem_new(s->keys.ngroup + 1, sizeof *line_of);
	uint32_t *value = cs_mem_new(s->keys.n, sizeof *value);

	for (size_t i = 0; i < s->keys.ngroup; i++) {
		uint32_t g = 0;

		cs_keys_values(&s->keys, s->order[i], value);
		for (unsigned k = 0; k < keys->n; k++) {
			unsigned from = k == 0 ? CS_PATH_UNIT : CS_PATH_LEVELS + k - 1;
			struct cs_str raw = cs_map_key(&s->keys.value[from], value[from]);

			g = cs_keys_step(keys, k, g, cs_map_add(&keys->value[k], raw));
		}
		line_of[i] = g;
	}
	free(value);
	return line_of;
}

/* A line for each group of keys, in their order; place[group] is where. */
static void
open_lines(struct cs_spread *s, const struct cs_keys *keys, uint32_t *place)
{
	struct cs_key_def *def = cs_mem_new0(keys->n, sizeof *def);
	uint32_t *order = cs_mem_new(keys->ngroup + 1, sizeof *order);
	uint32_t *value = cs_mem_new(keys->n, sizeof *value);

	for (unsigned k = 0; k < s->nlevel; k++)
		def[1 + k].type = s->c->level[s->level[k]].type;
	cs_keys_sort(keys, def, NULL, order);
	for (size_t i = 0; i < keys->ngroup; i++) {
		struct cs_charge_line *x;
		struct cs_str unit;

		cs_keys_values(keys, order[i], value);
		unit = cs_arena_str(&s->l->arena, cs_map_key(&keys->value[0], value[0]));
		x = add_line(s, (enum cs_charge_line_kind)(unit.p[0] - '0'));
		if (x->kind == CS_LINE_CHARGED)
			x->unit = cs_str_skip(unit, 1);
		for (unsigned k = 0; k < s->nlevel; k++)
			x->key[k] = cs_arena_str(
			    &s->l->arena, cs_map_key(&keys->value[1 + k], value[1 + k]));
		place[order[i]] = (uint32_t)i;
	}
	free(value);
	free(order);
	free(def);
}

void
cs_spread_lines(struct cs_spread *s)
{
	struct cs_keys keys;
	uint32_t *line_of, *place, repeat, value;

	cs_keys_init(&keys, 1 + s->nlevel);
	line_of = group_lines(s, &keys);
	place = cs_mem_new(keys.ngroup + 1, sizeof *place);
	open_lines(s, &keys, place);
	repeat = cs_map_find(&s->keys.value[CS_PATH_REPEAT], CS_STR("t"));
	for (size_t i = 0; i < s->keys.ngroup; i++) {
		uint32_t g = s->order[i];

		for (unsigned k = s->keys.n; k-- > CS_PATH_REPEAT;)
			cs_keys_split(&s->keys, k, g, &g, &value);
		put_path(s, i, &s->l->line[place[line_of[i]]], value == repeat);
	}
	free(place);
	free(line_of);
	cs_keys_finish(&keys);
}

/* The line of a pool, of which there are as many as names; or the only one. All are of a kind, and
 * begin at `from`. */
static struct cs_charge_line *
idle_line(struct cs_spread *s, enum cs_charge_line_kind kind, size_t from, struct cs_map *name,
    struct cs_str pool)
{
	size_t at = from + cs_map_add(name, s->pools ? pool : CS_STR(""));
	struct cs_charge_line *x;

	if (at < s->l->n)
		return &s->l->line[at];
	x = add_line(s, kind);
	for (unsigned k = 0; k < s->nlevel; k++) {
		if (s->c->level[s->level[k]].from == CS_FROM_POOL)
			x->key[k] = pool;
	}
	return x;
}

/* By pool: all other keys are NULL. */
static int
by_pool(const void *pa, const void *pb, void *ctx)
{
	const struct cs_charge_line *a = pa, *b = pb;
	const unsigned *nlevel = ctx;
	int c = 0;

	for (unsigned k = 0; k < *nlevel && c == 0; k++)
		c = cs_str_cmp(a->key[k], b->key[k]);
	return c;
}

void
cs_spread_idle(struct cs_spread *s, enum cs_charge_line_kind kind)
{
	const struct cs_charge_price *p = s->c->price;
	struct cs_map name = CS_MAP_INIT;
	size_t from = s->l->n;

	for (size_t i = 0; i < p->nlot; i++) {
		const struct cs_charge_lot *lot = &p->lot[i];
		cs_i128 v = kind == CS_LINE_UNUSED ? lot->unused : lot->unallocated;
		struct cs_charge_line *x;

		if (v == 0)
			continue;
		x = idle_line(s, kind, from, &name, lot->name);
		x->charged += v;
		x->original += v;
	}
	if (s->l->n > from + 1)
		qsort_r(s->l->line + from, s->l->n - from, sizeof *s->l->line, by_pool, &s->nlevel);
	cs_map_finish(&name);
}

void
cs_spread_sum(struct cs_spread *s)
{
	struct cs_charge_lines *l = s->l;
	cs_i128 sum = 0, original = 0;

	for (size_t i = 0; i < s->c->price->nlot; i++)
		l->total += s->c->price->lot[i].total;
	for (size_t i = 0; i < l->n; i++) {
		const struct cs_charge_line *x = &l->line[i];

		l->sum[x->kind] += x->charged;
		l->original[x->kind] += x->original;
		sum += x->charged;
		original += x->original;
	}
	assert(sum == l->total && original == l->total);
}
