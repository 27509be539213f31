/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of groups: see keys.h. Their order is in keysort.c. */
#include "cell/keys.h"

#include <stdlib.h>

#include "base/mem.h"

/* (a, b) -> dense id, open addressing over ids; the pairs themselves by id. */
struct cs_pairs {
	uint64_t *pair; /* by id */
	size_t n, cap;
	uint32_t *slot; /* CS_GROUP_NONE: free */
	size_t mask;	/* slots - 1; 0: none yet */
};

static inline size_t
pair_slot(uint64_t pair, size_t mask)
{
	return cs_map_hash_number(pair) & mask;
}

static void
pairs_grow(struct cs_pairs *p)
{
	size_t slots = p->mask != 0 ? (p->mask + 1) * 2 : 64, at;

	free(p->slot);
	p->slot = cs_mem_new(slots, sizeof *p->slot);
	memset(p->slot, 0xff, slots * sizeof *p->slot);
	p->mask = slots - 1;
	for (uint32_t id = 0; id < p->n; id++) {
		for (at = pair_slot(p->pair[id], p->mask); p->slot[at] != CS_GROUP_NONE;
		     at = (at + 1) & p->mask)
			;
		p->slot[at] = id;
	}
}

static uint32_t
pairs_add(struct cs_pairs *p, uint32_t a, uint32_t b)
{
	uint64_t pair = (uint64_t)a << 32 | b;
	size_t at;

	if ((p->n + 1) * 3 > p->mask * 2)
		pairs_grow(p);
	for (at = pair_slot(pair, p->mask); p->slot[at] != CS_GROUP_NONE; at = (at + 1) & p->mask) {
		if (p->pair[p->slot[at]] == pair)
			return p->slot[at];
	}
	if (p->n >= CS_GROUP_NONE - 1)
		cs_mem_fail();
	p->pair = cs_mem_grow(p->pair, &p->cap, p->n + 1, sizeof *p->pair);
	p->pair[p->n] = pair;
	p->slot[at] = (uint32_t)p->n;
	return (uint32_t)p->n++;
}

void
cs_keys_init(struct cs_keys *k, unsigned n)
{
	*k = (struct cs_keys){.n = n, .ngroup = n == 0};
	k->value = cs_mem_new0(n, sizeof *k->value);
	k->pairs = cs_mem_new0(n, sizeof *k->pairs);
}

void
cs_keys_finish(struct cs_keys *k)
{
	for (unsigned i = 0; i < k->n; i++) {
		cs_map_finish(&k->value[i]);
		free(k->pairs[i].pair);
		free(k->pairs[i].slot);
	}
	free(k->value);
	free(k->pairs);
	*k = (struct cs_keys){0};
}

uint32_t
cs_keys_step(struct cs_keys *k, unsigned key, uint32_t g, uint32_t v)
{
	uint32_t id = key == 0 ? v : pairs_add(&k->pairs[key - 1], g, v);

	if (key + 1 == k->n && id >= k->ngroup)
		k->ngroup = id + 1;
	return id;
}

/* Asks for the memory of pairs that are looked up soon, so that many wait at once: their slots, and
 * of those that are asked for since a while, what these lead to. */
static inline void
ask_ahead(const struct cs_pairs *p, const uint32_t *group, const uint32_t *value, size_t left)
{
	enum { NEAR = 8, FAR = 16 };

	if (left > FAR) {
		uint64_t pair = (uint64_t)group[FAR] << 32 | value[FAR];

		__builtin_prefetch(&p->slot[pair_slot(pair, p->mask)]);
	}
	if (left > NEAR) {
		uint64_t pair = (uint64_t)group[NEAR] << 32 | value[NEAR];
		uint32_t id = p->slot[pair_slot(pair, p->mask)];

		__builtin_prefetch(&p->pair[id != CS_GROUP_NONE ? id : 0]);
	}
}

void
cs_keys_steps(struct cs_keys *k, unsigned key, uint32_t *group, const uint32_t *value, size_t n)
{
	enum { LARGE = 1 << 14 }; /* slots; fewer stay in the cache anyway */
	size_t most = k->ngroup;

	if (key == 0)
		memcpy(group, value, n * sizeof *group);
	for (size_t i = 0; i < n && key != 0; i++) {
		struct cs_pairs *p = &k->pairs[key - 1];

		if (p->mask >= LARGE)
			ask_ahead(p, group + i, value + i, n - i);
		group[i] = pairs_add(p, group[i], value[i]);
	}
	for (size_t i = 0; i < n && key + 1 == k->n; i++)
		most = group[i] < most ? most : group[i] + (size_t)1;
	k->ngroup = most;
}

uint32_t
cs_keys_group(struct cs_keys *k, const uint32_t *value)
{
	uint32_t g = 0;

	for (unsigned i = 0; i < k->n; i++)
		g = cs_keys_step(k, i, g, value[i]);
	return g;
}

void
cs_keys_split(
    const struct cs_keys *k, unsigned key, uint32_t group, uint32_t *before, uint32_t *value)
{
	uint64_t pair = k->pairs[key - 1].pair[group];

	*before = (uint32_t)(pair >> 32);
	*value = (uint32_t)pair;
}

void
cs_keys_values(const struct cs_keys *k, uint32_t group, uint32_t *value)
{
	for (unsigned i = k->n; i-- > 1;)
		cs_keys_split(k, i, group, &group, &value[i]);
	if (k->n != 0)
		value[0] = group;
}

bool
cs_keys_are(const struct cs_keys *k, uint32_t group, const struct cs_str *key)
{
	uint32_t value;

	for (unsigned i = k->n; i-- > 0;) {
		value = group;
		if (i != 0)
			cs_keys_split(k, i, group, &group, &value);
		if (!cs_str_eq(cs_map_key(&k->value[i], value), key[i]))
			return false;
	}
	return true;
}

void
cs_keys_merge(struct cs_keys *k, const struct cs_keys *from, uint32_t *map)
{
	uint32_t *value = cs_mem_new((size_t)k->n + 1, sizeof *value);

	for (uint32_t g = 0; g < from->ngroup; g++) {
		cs_keys_values(from, g, value);
		for (unsigned i = 0; i < k->n; i++)
			value[i] = cs_map_add(&k->value[i], cs_map_key(&from->value[i], value[i]));
		map[g] = cs_keys_group(k, value);
	}
	free(value);
}

size_t
cs_keys_bytes(const struct cs_keys *k)
{
	size_t n = 0;

	for (unsigned i = 0; i < k->n; i++) {
		const struct cs_pairs *p = &k->pairs[i];
		size_t slots = p->mask + 1;

		/* As of maps: what is there, or will be soon. */
		if (p->n * 9 > slots * 5)
			slots *= 2;
		n += cs_map_bytes(&k->value[i]) + p->n * sizeof *p->pair + slots * sizeof *p->slot;
	}
	return n;
}

const struct cs_str cs_key_others = CS_STR_INIT("\\+");
const struct cs_str cs_key_total = CS_STR_INIT("\\*");
