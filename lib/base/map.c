/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hash map: see map.h. The hash folds 16 bytes a step with a 64 x 64 -> 128 bit product. */
#include "base/map.h"

#include <stdlib.h>

#include "base/mem.h"

struct cs_map_slot {
	uint32_t tag; /* upper half of the hash */
	uint32_t id;  /* CS_MAP_NONE: free */
};

enum { FIRST_SLOTS = 64 };

static inline uint64_t
mix(uint64_t a, uint64_t b)
{
	unsigned __int128 r = (unsigned __int128)a * b;

	return (uint64_t)r ^ (uint64_t)(r >> 64);
}

static inline uint64_t
load64(const char *p)
{
	uint64_t v;

	memcpy(&v, p, 8);
	return v;
}

/* The last 0 to 8 bytes as one number, without reading beyond them. */
static inline uint64_t
load_tail(const char *p, size_t n)
{
	uint32_t a, b;

	if (n == 8)
		return load64(p);
	if (n >= 4) {
		memcpy(&a, p, 4);
		memcpy(&b, p + n - 4, 4);
		return (uint64_t)a << 32 | b;
	}
	if (n == 0)
		return 0;
	return (uint64_t)(unsigned char)p[0] << 16 | (uint64_t)(unsigned char)p[n / 2] << 8 |
	       (unsigned char)p[n - 1];
}

uint64_t
cs_map_hash(struct cs_str key)
{
	const uint64_t k0 = 0xa0761d6478bd642fU, k1 = 0xe7037ed1a0b428dbU;
	uint64_t h = key.n ^ k0;
	const char *p = key.p;
	size_t n = key.n;

	for (; n > 16; p += 16, n -= 16)
		h = mix(load64(p) ^ k1, load64(p + 8) ^ h);
	if (n > 8)
		return mix(mix(load64(p) ^ k1, load_tail(p + 8, n - 8) ^ h), k1 ^ key.n);
	return mix(mix(load_tail(p, n) ^ k1, h), k1 ^ key.n);
}

void
cs_map_finish(struct cs_map *m)
{
	free(m->slot);
	free(m->key);
	cs_arena_finish(&m->arena);
	*m = (struct cs_map)CS_MAP_INIT;
}

static void
rehash(struct cs_map *m, size_t slots)
{
	struct cs_map_slot *slot = cs_mem_new(slots, sizeof *slot);
	size_t mask = slots - 1, at;

	memset(slot, 0xff, slots * sizeof *slot);
	for (uint32_t id = 0; id < m->n; id++) {
		uint64_t hash = cs_map_hash(m->key[id]);

		for (at = hash & mask; slot[at].id != CS_MAP_NONE; at = (at + 1) & mask)
			;
		slot[at] = (struct cs_map_slot){(uint32_t)(hash >> 32), id};
	}
	free(m->slot);
	m->slot = slot;
	m->mask = mask;
}

/* The slot of key, or the free one where it would go. */
static inline size_t
probe(const struct cs_map *m, struct cs_str key, uint64_t hash)
{
	uint32_t tag = (uint32_t)(hash >> 32);
	size_t at = hash & m->mask;

	for (;; at = (at + 1) & m->mask) {
		const struct cs_map_slot *s = &m->slot[at];

		if (s->id == CS_MAP_NONE || (s->tag == tag && cs_str_eq(m->key[s->id], key)))
			return at;
	}
}

uint32_t
cs_map_add_hashed(struct cs_map *m, struct cs_str key, uint64_t hash)
{
	size_t at;

	if ((m->n + 1) * 4 > (m->mask + 1) * 3 || m->slot == NULL)
		rehash(m, m->slot != NULL ? (m->mask + 1) * 2 : FIRST_SLOTS);
	at = probe(m, key, hash);
	if (m->slot[at].id == CS_MAP_NONE) {
		if (m->n >= CS_MAP_NONE - 1)
			cs_mem_fail();
		m->key = cs_mem_grow(m->key, &m->cap, m->n + 1, sizeof *m->key);
		m->slot[at] = (struct cs_map_slot){(uint32_t)(hash >> 32), (uint32_t)m->n};
		m->key[m->n++] = cs_arena_str(&m->arena, key);
	}
	return m->slot[at].id;
}

uint32_t
cs_map_add(struct cs_map *m, struct cs_str key)
{
	return cs_map_add_hashed(m, key, cs_map_hash(key));
}

uint32_t
cs_map_find(const struct cs_map *m, struct cs_str key)
{
	if (m->slot == NULL)
		return CS_MAP_NONE;
	return m->slot[probe(m, key, cs_map_hash(key))].id;
}

size_t
cs_map_bytes(const struct cs_map *m)
{
	return (m->slot != NULL ? (m->mask + 1) * sizeof *m->slot : 0) + m->cap * sizeof *m->key +
	       m->arena.used;
}
