/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hash map: see map.h. The hash folds 16 bytes a step with a 64 x 64 -> 128 bit product. */
#include "base/map.h"

#include <stdlib.h>

#include "base/mem.h"

struct cs_map_slot {
	uint32_t hash; /* its lower bits are where the search begins */
	uint32_t id;   /* CS_MAP_NONE: free */
};

enum { FIRST_SLOTS = 64, TOGETHER = 32, FAR = 0xff, CACHED = 1024 };

/* Of loops in two forms, which a constant argument chooses. */
#define INLINE __attribute__((always_inline)) static inline

uint64_t cs_map_secret[2] = {0xa0761d6478bd642fU, 0xe7037ed1a0b428dbU};

void
cs_map_seed(const uint64_t seed[2])
{
	cs_map_secret[0] ^= seed[0];
	/* Odd in both halves: numbers that differ in their lower half get other lower bits by the
	 * lower half of the product, those that differ in their upper half, as pairs do, by the
	 * upper one. With zeros there a table of pairs would be one long run of slots. */
	cs_map_secret[1] = (cs_map_secret[1] ^ seed[1]) | UINT64_C(0x100000001);
}

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
	uint64_t h = key.n ^ cs_map_secret[0];
	const char *p = key.p;
	size_t n = key.n;

	for (; n > 16; p += 16, n -= 16)
		h = mix(load64(p) ^ cs_map_secret[1], load64(p + 8) ^ h);
	if (n > 8)
		return mix(mix(load64(p) ^ cs_map_secret[1], load_tail(p + 8, n - 8) ^ h),
		    cs_map_secret[1] ^ key.n);
	return mix(mix(load_tail(p, n) ^ cs_map_secret[1], h), cs_map_secret[1] ^ key.n);
}

/* A key of at most 15 bytes as its entry has it, without a call and without reading beyond it. */
static inline union cs_map_entry
pack(struct cs_str key)
{
	const size_t n = key.n;
	union cs_map_entry e = {.half = {0, 0}};
	uint32_t a, b;

	if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__) {
		if (n != 0)
			memcpy(e.bytes, key.p, n);
		e.bytes[CS_MAP_SHORT] = (char)n;
		return e;
	}
	if (n >= 8) {
		e.half[0] = load64(key.p);
		if (n > 8)
			e.half[1] = load64(key.p + n - 8) >> (8 * (16 - n));
	} else if (n >= 4) {
		memcpy(&a, key.p, 4);
		memcpy(&b, key.p + n - 4, 4);
		e.half[0] = a | (uint64_t)b << (8 * (n - 4));
	} else if (n != 0) {
		e.half[0] = (uint64_t)(unsigned char)key.p[0] |
			    (uint64_t)(unsigned char)key.p[n / 2] << (8 * (n / 2)) |
			    (uint64_t)(unsigned char)key.p[n - 1] << (8 * (n - 1));
	}
	e.half[1] |= (uint64_t)n << 56;
	return e;
}

/* The same where CS_MAP_BEYOND bytes can be read: what is not the key's is masked out. */
static inline union cs_map_entry
pack_cell(struct cs_str key)
{
	static const unsigned char keep[2 * CS_MAP_BEYOND] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
	static const char nothing[CS_MAP_BEYOND];
	union cs_map_entry e, mask;

	memcpy(&e, key.p != NULL ? key.p : nothing, sizeof e);
	memcpy(&mask, keep + CS_MAP_BEYOND - key.n, sizeof mask);
	e.half[0] &= mask.half[0];
	e.half[1] &= mask.half[1];
	/* The last byte, but not written as one: the whole is read at once behind this. */
	e.half[1] |= __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? (uint64_t)key.n << 56 : key.n;
	return e;
}

/* What is looked for: of a short key only the entry, of a long one only its text counts. */
struct wanted {
	union cs_map_entry entry;
	uint32_t hash;
};

INLINE struct wanted
want(struct cs_str key, bool cell)
{
	struct wanted w;

	if (key.n <= CS_MAP_SHORT) {
		w.entry = cell ? pack_cell(key) : pack(key);
		w.hash = (uint32_t)mix(
		    w.entry.half[0] ^ cs_map_secret[0], w.entry.half[1] ^ cs_map_secret[1]);
		return w;
	}
	if (key.n > UINT32_MAX)
		cs_mem_fail();
	w.entry = (union cs_map_entry){.half = {0, 0}};
	w.entry.far.p = key.p;
	w.entry.far.n = (uint32_t)key.n;
	w.entry.bytes[CS_MAP_SHORT] = (char)FAR;
	w.hash = (uint32_t)cs_map_hash(key);
	return w;
}

static inline bool
is_far(const union cs_map_entry *e)
{
	return (unsigned char)e->bytes[CS_MAP_SHORT] == FAR;
}

static inline bool
same(const union cs_map_entry *a, const union cs_map_entry *b)
{
	if (a->half[1] != b->half[1])
		return false;
	return is_far(a) ? memcmp(a->far.p, b->far.p, a->far.n) == 0 : a->half[0] == b->half[0];
}

void
cs_map_finish(struct cs_map *m)
{
	free(m->slot);
	for (size_t i = 0; i < CS_MAP_CHUNKS; i++)
		free(m->chunk[i]);
	cs_arena_finish(&m->arena);
	*m = (struct cs_map)CS_MAP_INIT;
}

/* Takes the key of a slot out and puts it where it belongs now. */
static inline void
replace(struct cs_map *m, struct cs_map_slot *from)
{
	struct cs_map_slot s = *from;
	size_t at = s.hash & m->mask;

	if (s.id == CS_MAP_NONE)
		return;
	from->id = CS_MAP_NONE;
	while (m->slot[at].id != CS_MAP_NONE)
		at = (at + 1) & m->mask;
	m->slot[at] = s;
}

/*
 * Doubles the table, in place: there is never a second one beside it. Keys go from left to right to
 * where they belong, which is not behind where they are or in the new half, so none comes to stand
 * behind one that has not gone yet. Only those up to the first free slot may have come there from
 * the end of the table, and others may still come: they are put aside meanwhile.
 */
static void
grow(struct cs_map *m)
{
	size_t old = m->slot != NULL ? m->mask + 1 : 0, slots = old != 0 ? old * 2 : FIRST_SLOTS;
	struct cs_map_slot *aside;
	size_t first = 0;

	if (slots - 1 > UINT32_MAX)
		cs_mem_fail();
	m->slot = cs_mem_resize(m->slot, slots, sizeof *m->slot);
	memset(m->slot + old, 0xff, (slots - old) * sizeof *m->slot);
	m->mask = slots - 1;
	while (first < old && m->slot[first].id != CS_MAP_NONE)
		first++;
	aside = cs_mem_new(first, sizeof *aside);
	memcpy(aside, m->slot, first * sizeof *aside);
	memset(m->slot, 0xff, first * sizeof *m->slot);
	for (size_t i = first; i < old; i++)
		replace(m, &m->slot[i]);
	for (size_t i = 0; i < first; i++) {
		size_t at = aside[i].hash & m->mask;

		while (m->slot[at].id != CS_MAP_NONE)
			at = (at + 1) & m->mask;
		m->slot[at] = aside[i];
	}
	free(aside);
}

/* Room for more keys: no key moves until they are there. */
static inline void
room(struct cs_map *m, size_t more)
{
	while (m->slot == NULL || (m->n + more) * 4 > (m->mask + 1) * 3)
		grow(m);
}

/* The slot of a key, or the free one where it would go. */
static inline struct cs_map_slot *
probe(const struct cs_map *m, const struct wanted *w)
{
	size_t at = w->hash & m->mask;

	for (;; at = (at + 1) & m->mask) {
		struct cs_map_slot *s = &m->slot[at];

		if (s->id == CS_MAP_NONE ||
		    (s->hash == w->hash && same(cs_map_entry(m, s->id), &w->entry)))
			return s;
	}
}

/* The next id. */
static uint32_t
append(struct cs_map *m, const struct wanted *w)
{
	uint32_t id = (uint32_t)m->n;
	size_t at = m->n + (1U << CS_MAP_FIRST);
	union cs_map_entry *e;

	if ((at & (at - 1)) == 0)
		m->chunk[__builtin_ctzll(at) - CS_MAP_FIRST] = cs_mem_new(at, sizeof *e);
	m->n++;
	e = cs_map_entry(m, id);
	*e = w->entry;
	if (is_far(e))
		e->far.p = cs_arena_str(&m->arena, cs_str(e->far.p, e->far.n)).p;
	return id;
}

static inline uint32_t
find_or_append(struct cs_map *m, const struct wanted *w)
{
	struct cs_map_slot *s = probe(m, w);

	if (s->id == CS_MAP_NONE)
		*s = (struct cs_map_slot){w->hash, append(m, w)};
	return s->id;
}

uint32_t
cs_map_add(struct cs_map *m, struct cs_str key)
{
	struct wanted w = want(key, false);

	room(m, 1);
	return find_or_append(m, &w);
}

/*
 * A few keys, each step for all of them, so that what each has to wait for comes at once: first
 * their slots, then the entries that these name, unless all are in the cache.
 */
INLINE void
want_some(const struct cs_map *m, const struct cs_str *key, struct wanted *w, size_t n, bool cell)
{
	for (size_t i = 0; i < n; i++) {
		w[i] = want(key[i], cell);
		__builtin_prefetch(&m->slot[w[i].hash & m->mask]);
	}
	for (size_t i = 0; i < n && m->n > CACHED; i++) {
		const struct cs_map_slot *s = &m->slot[w[i].hash & m->mask];

		if (s->id != CS_MAP_NONE)
			__builtin_prefetch(cs_map_entry(m, s->id));
	}
}

INLINE void
add_some(struct cs_map *m, const struct cs_str *key, uint32_t *id, size_t n, bool cell)
{
	struct wanted w[TOGETHER];

	room(m, n);
	want_some(m, key, w, n, cell);
	for (size_t i = 0; i < n; i++)
		id[i] = find_or_append(m, &w[i]);
}

INLINE void
add_each(struct cs_map *m, const struct cs_str *key, uint32_t *id, size_t n, bool cell)
{
	size_t some;

	for (; n != 0; key += some, id += some, n -= some) {
		some = n < TOGETHER ? n : TOGETHER;
		add_some(m, key, id, some, cell);
	}
}

void
cs_map_add_all(struct cs_map *m, const struct cs_str *key, uint32_t *id, size_t n)
{
	add_each(m, key, id, n, false);
}

void
cs_map_add_cells(struct cs_map *m, const struct cs_str *key, uint32_t *id, size_t n)
{
	add_each(m, key, id, n, true);
}

uint32_t
cs_map_find(const struct cs_map *m, struct cs_str key)
{
	struct wanted w = want(key, false);

	return m->slot != NULL ? probe(m, &w)->id : CS_MAP_NONE;
}

INLINE void
find_some(const struct cs_map *m, const struct cs_str *key, uint32_t *id, size_t n, bool cell)
{
	struct wanted w[TOGETHER];

	want_some(m, key, w, n, cell);
	for (size_t i = 0; i < n; i++)
		id[i] = probe(m, &w[i])->id;
}

INLINE void
find_each(const struct cs_map *m, const struct cs_str *key, uint32_t *id, size_t n, bool cell)
{
	size_t some;

	/* Nothing is in a map that has no table yet. */
	if (m->slot == NULL) {
		for (size_t i = 0; i < n; i++)
			id[i] = CS_MAP_NONE;
		return;
	}
	for (; n != 0; key += some, id += some, n -= some) {
		some = n < TOGETHER ? n : TOGETHER;
		find_some(m, key, id, some, cell);
	}
}

void
cs_map_find_all(const struct cs_map *m, const struct cs_str *key, uint32_t *id, size_t n)
{
	find_each(m, key, id, n, false);
}

void
cs_map_find_cells(const struct cs_map *m, const struct cs_str *key, uint32_t *id, size_t n)
{
	find_each(m, key, id, n, true);
}

size_t
cs_map_bytes(const struct cs_map *m)
{
	size_t slots = m->slot != NULL ? m->mask + 1 : 0;

	/* It doubles at 3/4. */
	if (m->n * 8 > slots * 5)
		slots *= 2;
	return slots * sizeof *m->slot + m->n * sizeof(union cs_map_entry) + m->arena.used;
}
