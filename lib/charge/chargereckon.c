/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose each group of the sums is, and what it costs: see chargerun.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "charge/chargerun.h"
#include "charge/map.h"
#include "charge/price.h"

/* Splits by their keys: there are far fewer than groups. */
struct splits {
	struct cs_arena *arena;
	struct cs_map key;
	const struct cs_charge_split **split;
	size_t cap;
};

/* The split of a key; unmapped: NULL. -1 with *e (65). */
static int
split_of(
    struct splits *s, struct cs_str key, const struct cs_charge_split **split, struct cs_err *e)
{
	size_t before = s->key.n;
	uint32_t id = cs_map_add(&s->key, key);

	if (s->key.n != before) {
		struct cs_charge_split *x = cs_arena_new(s->arena, 1, sizeof *x);

		if (cs_charge_split_read(s->arena, cs_arena_str(s->arena, key), x, e) != 0)
			return -1;
		s->split = cs_mem_grow(s->split, &s->cap, s->key.n, sizeof *s->split);
		s->split[id] = x->n != 0 ? x : NULL;
	}
	*split = s->split[id];
	return 0;
}

/* Values of keys, of the group at hand; and what the outcome was of the one before. */
struct before {
	uint32_t *value, outcome; /* by key; that of the outcome which charged is of */
	const struct cs_charge_split *charged;
};

static int
read_one(const struct cs_charge *c, struct splits *s, size_t i, struct before *was,
    struct cs_charge_whose *w, struct cs_err *e)
{
	const struct cs_charge_binding *b = c->bind;
	const struct cs_keys *k = &c->sums->keys;
	const uint32_t *v = was->value;
	struct cs_str original, reported;

	cs_keys_values(k, c->sums->order[i], was->value);
	original = cs_map_key(&k->value[b->original], v[b->original]);
	reported = cs_map_key(&k->value[b->reported], v[b->reported]);
	w->reported = cs_str_eqz(reported, "t");
	w->outside = cs_raw_null(reported);
	w->repeat = original.n != 0;
	if (v[b->outcome] != was->outcome &&
	    split_of(s, cs_map_key(&k->value[b->outcome], v[b->outcome]), &was->charged, e) != 0)
		return -1;
	was->outcome = v[b->outcome];
	w->charged = was->charged;
	w->original = w->charged;
	return w->repeat ? split_of(s, original, &w->original, e) : 0;
}

int
cs_charge_reckon(struct cs_charge *c, struct cs_charge_price *p, struct cs_err *e)
{
	struct splits s = {.arena = c->arena, .key = CS_MAP_INIT};
	struct before was = {.outcome = CS_MAP_NONE};
	struct cs_charge_whose *w = cs_arena_new(c->arena, c->sums->ngroup + 1, sizeof *w);
	int result = 0;

	was.value = cs_mem_new(c->sums->keys.n + 1, sizeof *was.value);
	for (size_t i = 0; i < c->sums->ngroup && result == 0; i++)
		result = read_one(c, &s, i, &was, &w[i], e);
	free(was.value);
	cs_map_finish(&s.key);
	free(s.split);
	c->whose = w;
	c->price = p;
	return result == 0 ? cs_charge_price_make(p, c, e) : -1;
}
