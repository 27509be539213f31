/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A hash map from bytes to dense ids: the first key gets 0, the next new one 1, and so on, so that
 * what belongs to a key lives in plain arrays indexed by its id. Keys are copied into the map's
 * arena and stay where they are. Open addressing over (hash tag, id) pairs, 8 bytes a slot, at
 * most 3/4 full; a lookup touches one cache line in the table and the key itself.
 *
 * Ids follow the order of first appearance: sort keys before anything is written.
 */
#ifndef CS_BASE_MAP_H
#define CS_BASE_MAP_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

#define CS_MAP_NONE UINT32_MAX

struct cs_map {
	struct cs_map_slot *slot;
	size_t mask;	    /* slots - 1, a power of two; 0: no table yet */
	struct cs_str *key; /* by id */
	size_t n;	    /* keys there are */
	size_t cap;
	struct cs_arena arena;
};

/* Zeroed is empty; finish leaves it so. */
#define CS_MAP_INIT                                                                                \
	{                                                                                          \
		NULL, 0, NULL, 0, 0, CS_ARENA_INIT                                                 \
	}

void cs_map_finish(struct cs_map *m);

/* The same function everywhere in a process; not for anything that is written to a file. */
uint64_t cs_map_hash(struct cs_str key);

/* The id of key, a new one if it was not there (m->n has grown then). At most 2^32 - 2 keys. */
uint32_t cs_map_add(struct cs_map *m, struct cs_str key);

/* The same for a key whose cs_map_hash is known. */
uint32_t cs_map_add_hashed(struct cs_map *m, struct cs_str key, uint64_t hash);

/* The id of key or CS_MAP_NONE. */
uint32_t cs_map_find(const struct cs_map *m, struct cs_str key);

/* Bytes that the map holds: what memory limits count. */
size_t cs_map_bytes(const struct cs_map *m);

static inline struct cs_str
cs_map_key(const struct cs_map *m, uint32_t id)
{
	return m->key[id];
}

#endif
