/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groups: each combination of key values gets a dense id, in order of appearance, so that what is
 * counted of a group lies in plain arrays at that index.
 *
 * Design. Each key column has a map from its canonical raw cells to value ids; two keys are paired
 * by a table of (id, id), three by pairing that pair with the third. So a row costs one lookup of
 * a short text a key (none where it repeats the row before) and one of a 64-bit number a pair, and
 * a value is stored once however many groups it is in.
 */
#ifndef CS_CELL_KEYS_H
#define CS_CELL_KEYS_H

#include <stdint.h>

#include "base/map.h"
#include "cell/by.h"

#define CS_GROUP_NONE UINT32_MAX

/* A key of a map that all groups share: the group's id (4 bytes), then the value. */
struct cs_group_item {
	uint32_t group;
	struct cs_str value;
};

static inline struct cs_group_item
cs_group_item(const struct cs_map *set, uint32_t id)
{
	struct cs_str key = cs_map_key(set, id);
	struct cs_group_item it;

	memcpy(&it.group, key.p, sizeof it.group);
	it.value = cs_str_skip(key, sizeof it.group);
	return it;
}

struct cs_keys {
	unsigned n;		/* keys */
	struct cs_map *value;	/* by key: canonical raw cell -> value id */
	struct cs_pairs *pairs; /* n - 1 of them: (group of the keys before, value id) -> group */
	size_t ngroup;
	unsigned generation; /* counts how often all ids were forgotten */
};

/* n = 0: there is one group, 0, and it is there from the start. */
void cs_keys_init(struct cs_keys *k, unsigned n);
void cs_keys_finish(struct cs_keys *k);

/* The group of one value id a key (each from cs_map_add on k->value[i]). */
uint32_t cs_keys_group(struct cs_keys *k, const uint32_t *value);

/* The group that takes value id v after group g of the keys before `key`: one step of the above. */
uint32_t cs_keys_step(struct cs_keys *k, unsigned key, uint32_t g, uint32_t v);

/* The same for n rows, in place: group[i] becomes the group that takes value[i] after it. */
void cs_keys_steps(
    struct cs_keys *k, unsigned key, uint32_t *group, const uint32_t *value, size_t n);

/* The value ids of a group, k->n of them. */
void cs_keys_values(const struct cs_keys *k, uint32_t group, uint32_t *value);

/* Undoes the step of key > 0: the group of the keys before, and the value id. */
void cs_keys_split(
    const struct cs_keys *k, unsigned key, uint32_t group, uint32_t *before, uint32_t *value);

/*
 * Adds all groups of from to k, which has the same keys: map[id in from] = id in k. map has
 * from->ngroup entries.
 */
void cs_keys_merge(struct cs_keys *k, const struct cs_keys *from, uint32_t *map);

/* Bytes held: what memory limits count. */
size_t cs_keys_bytes(const struct cs_keys *k);

/*
 * What stands in a key in place of several of its values: those put together as others, and all of
 * them. Raw text that no cell of a record can have; to who reads keys both are NULL.
 */
extern const struct cs_str cs_key_others, cs_key_total;

/* Values of one key that come before all others, in this order. */
struct cs_key_first {
	unsigned key;
	const uint32_t *value; /* ids */
	size_t n;
};

/* True when those are the raw texts of the keys of a group. */
bool cs_keys_are(const struct cs_keys *k, uint32_t group, const struct cs_str *key);

/*
 * The order of single values of a key, raw as they are in the map: less than 0, 0, more. A rank
 * decides most of it; where two ranks are equal, the values themselves do. scratch: of the
 * caller's, two buffers for a comparison.
 */
struct cs_key_rank {
	uint64_t first[2];
};
struct cs_key_rank cs_key_rank(struct cs_str raw, enum cs_type type, struct cs_buf *scratch);
int cs_key_rank_compare(const struct cs_key_rank *a, const struct cs_key_rank *b);
int cs_key_compare(struct cs_str a, struct cs_str b, enum cs_type type, struct cs_buf scratch[2]);

/*
 * The order in which groups are reported: order[0 .. ngroup - 1], by the keys from left to right,
 * each by its type (instants by time, numbers by value, text by its decoded bytes), then NULL,
 * then others, then the total. first (may be NULL) changes that for one key.
 */
void cs_keys_sort(const struct cs_keys *k, const struct cs_key_def *def,
    const struct cs_key_first *first, uint32_t *order);

/*
 * Marks of the rows of a batch: what is at least CS_MARK_REPORTED is counted. Without a comparison
 * that is all; with one, rows of CS_MARK_AGAINST (added to any other mark but 0) are on its other
 * side, whether they are on its own side as well or not.
 */
enum { CS_MARK_REPORTED = 3, CS_MARK_AGAINST = 4 };

static inline bool
cs_mark_counted(uint8_t mark)
{
	return mark >= CS_MARK_REPORTED;
}

/* The sides of a comparison, and the value of the key CS_KEY_SIDE on each. */
enum cs_side { CS_SIDE_OWN, CS_SIDE_OTHER, CS_SIDES };

struct cs_str cs_key_side(enum cs_side side);

/* The rows of a batch with their groups; a row may be there several times. One a thread. */
struct cs_rowkeys {
	struct cs_keys *keys;
	const struct cs_by *by;
	struct cs_eval *eval; /* for by->time and the keys' expressions */
	uint32_t *row, *group;
	size_t n, cap;
	uint32_t *old; /* row and group while a key explodes */
	size_t old_cap;
	uint32_t *id; /* value ids by row */
	size_t id_cap;
	unsigned generation;	    /* of the keys, when slot was filled */
	struct cs_slot_cache *slot; /* by time key: intervals met lately */
	const int64_t *when; /* by row: instants for the time keys in place of by->time; or NULL */
	const uint8_t *mark; /* of the batch */
	struct cs_buf text;
};

/* Zeroed but for keys, by and eval it is ready; those stay the caller's. */
void cs_rowkeys_finish(struct cs_rowkeys *r);

/* The keys are others from now on: forgets their ids. */
void cs_rowkeys_rekey(struct cs_rowkeys *r, struct cs_keys *keys);

/*
 * Runs the expressions of the keys over a batch and takes the rows that are counted
 * (cs_mark_counted) and that eval did not skip; then groups them, which alone changes the keys.
 * mark is looked at by both. -1 with *e (65): a bad cell in a key.
 */
int cs_rowkeys_take(
    struct cs_rowkeys *r, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e);
int cs_rowkeys_group(struct cs_rowkeys *r, const struct cs_batch *b, struct cs_err *e);

/*
 * Widens *first .. *last by the instants that an expression has in the rows that were taken; NULLs
 * are left out. x NULL: nothing to do. -1 with *e (65): a bad cell.
 */
int cs_rowkeys_span(const struct cs_rowkeys *r, const struct cs_expr *x, const struct cs_batch *b,
    int64_t *first, int64_t *last, struct cs_err *e);

/* The group that has the keys of another, but for its time keys, which are those of an instant. It
 * may be a new one. */
uint32_t cs_rowkeys_at(struct cs_rowkeys *r, uint32_t group, int64_t instant);

#endif
