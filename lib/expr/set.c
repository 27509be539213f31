/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `in` over constants, and case over them: an open-addressing table at most half full, so that a
 * list of thousands costs what a list of two does. It lives in the arena of the expression.
 */
#include "base/map.h"
#include "expr/run.h"

struct cs_set {
	size_t mask;
	uint64_t length;   /* of texts: a bit for each length, the last for longer ones as well */
	uint64_t first[4]; /* and for the first byte of each that is not empty */
	bool null;	   /* the list has a NULL: what is not found is unknown */
	uint32_t *tag;	   /* hash with the lowest bit set; 0: free */
	struct cs_str *s;
	int64_t *i;
};

static uint32_t
tag_of(uint64_t hash)
{
	return (uint32_t)(hash >> 32) | 1;
}

/* The slot of a text or, s NULL, of a number: where it is, or the free one where it would be. */
static inline size_t
probe(const struct cs_set *set, uint64_t hash, const struct cs_str *s, int64_t i)
{
	uint32_t tag = tag_of(hash);
	size_t at = hash & set->mask;

	for (;; at = (at + 1) & set->mask) {
		if (set->tag[at] == 0)
			return at;
		if (set->tag[at] == tag &&
		    (s != NULL ? cs_str_eq(set->s[at], *s) : set->i[at] == i))
			return at;
	}
}

static inline uint64_t
length_bit(struct cs_str s)
{
	return UINT64_C(1) << (s.n < 63 ? s.n : 63);
}

static inline uint8_t
first_byte(struct cs_str s)
{
	return (uint8_t)s.p[0];
}

/* False: no text of the set is as long, or begins so. Most others need not be hashed for that. */
static inline bool
may_have(const struct cs_set *set, struct cs_str s)
{
	if ((set->length & length_bit(s)) == 0)
		return false;
	return s.n == 0 || (set->first[first_byte(s) / 64] >> first_byte(s) % 64 & 1) != 0;
}

static struct cs_set *
set_new(struct cs_arena *a, unsigned n)
{
	struct cs_set *set = cs_arena_new(a, 1, sizeof *set);
	size_t slots = 4;

	while (slots < (size_t)n * 2)
		slots *= 2;
	set->mask = slots - 1;
	set->tag = cs_arena_new(a, slots, sizeof *set->tag);
	return set;
}

const struct cs_set *
cs_set_text(struct cs_arena *a, struct cs_node *const *item, unsigned n)
{
	struct cs_set *set = set_new(a, n);

	set->s = cs_arena_new(a, set->mask + 1, sizeof *set->s);
	for (unsigned k = 0; k < n; k++) {
		uint64_t hash = cs_map_hash(item[k]->s);
		size_t at = probe(set, hash, &item[k]->s, 0);

		set->null |= item[k]->null;
		if (item[k]->null)
			continue;
		set->tag[at] = tag_of(hash);
		set->s[at] = item[k]->s;
		set->length |= length_bit(item[k]->s);
		if (item[k]->s.n != 0)
			set->first[first_byte(item[k]->s) / 64] |= UINT64_C(1)
								   << first_byte(item[k]->s) % 64;
	}
	return set;
}

const struct cs_set *
cs_set_int(struct cs_arena *a, struct cs_node *const *item, unsigned n)
{
	struct cs_set *set = set_new(a, n);

	set->i = cs_arena_new(a, set->mask + 1, sizeof *set->i);
	for (unsigned k = 0; k < n; k++) {
		uint64_t hash = cs_map_hash_number((uint64_t)item[k]->i);
		size_t at = probe(set, hash, NULL, item[k]->i);

		set->null |= item[k]->null;
		if (item[k]->null)
			continue;
		set->tag[at] = tag_of(hash);
		set->i[at] = item[k]->i;
	}
	return set;
}

void
cs_run_in_text(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_set *set = n->data;
	const uint8_t *anull = cs_arg(r, n, 0)->null;
	const struct cs_str *a = cs_arg(r, n, 0)->s;
	uint8_t *null = cs_val(r, n)->null;
	int64_t *out = cs_val(r, n)->i;
	const uint32_t rows = r->n;

	for (uint32_t k = 0; k < rows; k++) {
		out[k] = anull[k] == 0 && may_have(set, a[k]) &&
			 set->tag[probe(set, cs_map_hash(a[k]), &a[k], 0)] != 0;
		null[k] = anull[k] | (set->null & (out[k] == 0));
	}
}

void
cs_run_in_int(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_set *set = n->data;
	const struct cs_val *a = cs_arg(r, n, 0);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		out->i[k] =
		    !a->null[k] &&
		    set->tag[probe(set, cs_map_hash_number((uint64_t)a->i[k]), NULL, a->i[k])] != 0;
		out->null[k] = a->null[k] | (set->null && !out->i[k]);
	}
}

/*
 * A slot has all of a key but its bytes, and these lie close together in the arena; a slot knows
 * its branch, not the value: thousands of keys share a few, which stay in the nearest cache.
 */
struct cs_table_slot {
	struct cs_str key;
	uint32_t tag; /* as in sets */
	uint32_t branch;
};

struct cs_table {
	struct cs_arena *arena;
	size_t mask;
	struct cs_table_slot *slot;
	struct cs_val value; /* by branch */
};

enum { TOGETHER = 32 }; /* rows whose slots are asked of the memory at once */

struct cs_table *
cs_table_new(struct cs_arena *a, enum cs_type type, unsigned branches, unsigned keys)
{
	struct cs_table *t = cs_arena_new(a, 1, sizeof *t);
	size_t slots = 4;

	while (slots / 3 * 2 < keys)
		slots *= 2;
	t->arena = a;
	t->mask = slots - 1;
	t->slot = cs_arena_new(a, slots, sizeof *t->slot);
	t->value.null = cs_arena_new(a, branches, 1);
	if (cs_is_text(type))
		t->value.s = cs_arena_new(a, branches, sizeof *t->value.s);
	else if (type == CS_DEC)
		t->value.d = cs_arena_new(a, branches, sizeof *t->value.d);
	else
		t->value.i = cs_arena_new(a, branches, sizeof *t->value.i);
	return t;
}

void
cs_table_value(struct cs_table *t, unsigned branch, const struct cs_node *value)
{
	struct cs_val at = cs_val_from(&t->value, branch);

	cs_val_fill(&at, value, 1);
}

/* The slot of a key, or the free one where it would be. */
static inline struct cs_table_slot *
table_find(const struct cs_table *t, uint64_t hash, struct cs_str key)
{
	uint32_t tag = tag_of(hash);
	struct cs_table_slot *s;

	for (size_t at = hash & t->mask;; at = (at + 1) & t->mask) {
		s = &t->slot[at];
		if (s->tag == 0 || (s->tag == tag && cs_str_eq(s->key, key)))
			return s;
	}
}

void
cs_table_key(struct cs_table *t, unsigned branch, struct cs_str key)
{
	uint64_t hash = cs_map_hash(key);
	struct cs_table_slot *s = table_find(t, hash, key);

	if (s->tag == 0)
		*s = (struct cs_table_slot){cs_arena_str(t->arena, key), tag_of(hash), branch};
}

unsigned
cs_set_most(const struct cs_set *set)
{
	return (unsigned)(set->mask + 1) / 2;
}

void
cs_table_keys(struct cs_table *t, unsigned branch, const struct cs_set *set)
{
	for (size_t at = 0; at <= set->mask; at++) {
		if (set->tag[at] != 0)
			cs_table_key(t, branch, set->s[at]);
	}
}

bool
cs_table_has(const struct cs_table *t, struct cs_str key)
{
	return table_find(t, cs_map_hash(key), key)->tag != 0;
}

/* Sets row of out to the value of a branch. */
static inline void
take_branch(struct cs_val *out, uint32_t row, const struct cs_val *value, uint32_t branch)
{
	out->null[row] = value->null[branch];
	if (out->i != NULL)
		out->i[row] = value->i[branch];
	else if (out->s != NULL)
		out->s[row] = value->s[branch];
	else
		out->d[row] = value->d[branch];
}

void
cs_run_table(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_table *t = n->data;
	const struct cs_val *a = cs_arg(r, n, 0), *rest = cs_arg(r, n, 1);
	struct cs_val *out = cs_val(r, n);
	uint64_t hash[TOGETHER];

	for (uint32_t k = 0, end; k < r->n; k = end) {
		end = k + TOGETHER < r->n ? k + TOGETHER : r->n;
		for (uint32_t j = k; j < end; j++) {
			hash[j - k] = cs_map_hash(a->s[j]);
			__builtin_prefetch(&t->slot[hash[j - k] & t->mask]);
		}
		for (uint32_t j = k; j < end; j++) {
			const struct cs_table_slot *s = table_find(t, hash[j - k], a->s[j]);

			if (s->tag == 0 || a->null[j])
				cs_val_copy(out, rest, j);
			else
				take_branch(out, j, &t->value, s->branch);
		}
	}
}
