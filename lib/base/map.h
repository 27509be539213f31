/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A hash map from bytes to dense ids: the first key gets 0, the next new one 1, and so on, so that
 * what belongs to a key lives in plain arrays indexed by its id. Keys are copied into the map and
 * stay where they are.
 *
 * Design. Names, ids and intervals are short: a key of up to 15 bytes is kept as 16, its length in
 * the last, so that it is hashed with one product and compared as two numbers, and nothing but its
 * entry is touched. Longer ones lie in an arena that the entry points to. Entries are in chunks
 * that double, so they neither move nor are copied. The table is open addressing over (hash, id)
 * pairs, 8 bytes a slot, at most 3/4 full; it grows in place, and reads the pairs alone for that,
 * never a key.
 *
 * A table that outgrew the cache costs a miss a slot and one an entry. cs_map_add_all asks for
 * many keys at once, so that they overlap: it is the way to look up the rows of a batch.
 *
 * Ids follow the order of first appearance: sort keys before anything is written.
 */
#ifndef CS_BASE_MAP_H
#define CS_BASE_MAP_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

#define CS_MAP_NONE UINT32_MAX

enum {
	CS_MAP_FIRST = 4,   /* the first chunk has 2^4 entries, the next 2^5 ... */
	CS_MAP_CHUNKS = 28, /* together all the ids there can be */
	CS_MAP_SHORT = 15,  /* bytes of a key that its entry holds */
};

/* A key of n <= 15 bytes: these, zeros, n. A longer one: its place, its length, 0xff at the end. */
union cs_map_entry {
	char bytes[CS_MAP_SHORT + 1];
	uint64_t half[2];
	struct {
		const char *p;
		uint32_t n;
	} far;
};

struct cs_map {
	struct cs_map_slot *slot;
	size_t mask; /* slots - 1, a power of two; 0: no table yet */
	size_t n;    /* keys there are */
	union cs_map_entry *chunk[CS_MAP_CHUNKS];
	struct cs_arena arena;
};

/* Zeroed is empty; finish leaves it so. */
#define CS_MAP_INIT                                                                                \
	{                                                                                          \
		NULL, 0, 0, {NULL}, CS_ARENA_INIT                                                  \
	}

void cs_map_finish(struct cs_map *m);

/*
 * What hashes depend on, and what a process may add to it, once, before it has a map or a thread:
 * bits that nobody can know. Without, keys could be made that all begin at one slot, and a file of
 * a million of them would keep a tool busy for an hour. Ids are in order of appearance whatever
 * they are, so what is written is the same.
 */
extern uint64_t cs_map_secret[2];
void cs_map_seed(const uint64_t seed[2]);

/* The same function everywhere in a process; not for anything that is written to a file. */
uint64_t cs_map_hash(struct cs_str key);

/*
 * Of a number, for tables of numbers: take its lower bits, or its upper ones. Numbers in succession
 * are spread: the lower half of a product by an odd number has other lower bits for each.
 */
static inline uint64_t
cs_map_hash_number(uint64_t v)
{
	const unsigned __int128 p = (unsigned __int128)(v ^ cs_map_secret[0]) * cs_map_secret[1];

	return (uint64_t)p ^ (uint64_t)(p >> 64);
}

/* The id of key, a new one if it was not there (m->n has grown then). At most 3 * 2^30 keys. */
uint32_t cs_map_add(struct cs_map *m, struct cs_str key);

/* The same for n keys, in their order: id[i] is that of key[i]. */
void cs_map_add_all(struct cs_map *m, const struct cs_str *key, uint32_t *id, size_t n);

/*
 * The same where CS_MAP_BEYOND bytes can be read from the begin of each key on, whatever its
 * length, as from the cells of a batch: no branch depends on how long a short key is, which is
 * what a look-up in a small table waits for most.
 */
enum { CS_MAP_BEYOND = 16 };
void cs_map_add_cells(struct cs_map *m, const struct cs_str *key, uint32_t *id, size_t n);

/* The id of key or CS_MAP_NONE. */
uint32_t cs_map_find(const struct cs_map *m, struct cs_str key);

/* The same for n keys: id[i] is that of key[i]. A key without bytes at all (p NULL) is looked up as
 * the empty one. By any number of threads while nothing is added. */
void cs_map_find_all(const struct cs_map *m, const struct cs_str *key, uint32_t *id, size_t n);

/* The same where CS_MAP_BEYOND bytes can be read from the begin of each key that has one. */
void cs_map_find_cells(const struct cs_map *m, const struct cs_str *key, uint32_t *id, size_t n);

/* Bytes that the map holds, or will soon, when its table is about to double: what memory limits
 * count. */
size_t cs_map_bytes(const struct cs_map *m);

/* The entry of an id: chunk c has the ids from 2^c - 2^CS_MAP_FIRST on. */
static inline union cs_map_entry *
cs_map_entry(const struct cs_map *m, uint32_t id)
{
	uint64_t at = (uint64_t)id + (1U << CS_MAP_FIRST);
	int c = 63 - __builtin_clzll(at);

	return &m->chunk[c - CS_MAP_FIRST][at - (UINT64_C(1) << c)];
}

/* The key of an id, as long as the map. */
static inline struct cs_str
cs_map_key(const struct cs_map *m, uint32_t id)
{
	const union cs_map_entry *e = cs_map_entry(m, id);
	unsigned char n = (unsigned char)e->bytes[CS_MAP_SHORT];

	return n <= CS_MAP_SHORT ? cs_str(e->bytes, n) : cs_str(e->far.p, e->far.n);
}

#endif
