/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `in` over constants: an open-addressing table at most half full, so that a list of thousands
 * costs what a list of two does. It lives in the arena of the expression.
 */
#include "base/map.h"
#include "expr/run.h"

struct cs_set {
	size_t mask;
	bool null;     /* the list has a NULL: what is not found is unknown */
	uint32_t *tag; /* hash with the lowest bit set; 0: free */
	struct cs_str *s;
	int64_t *i;
};

static uint64_t
hash_int(int64_t v)
{
	uint64_t h = (uint64_t)v * 0x9e3779b97f4a7c15U;

	return h ^ h >> 32;
}

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
	}
	return set;
}

const struct cs_set *
cs_set_int(struct cs_arena *a, struct cs_node *const *item, unsigned n)
{
	struct cs_set *set = set_new(a, n);

	set->i = cs_arena_new(a, set->mask + 1, sizeof *set->i);
	for (unsigned k = 0; k < n; k++) {
		uint64_t hash = hash_int(item[k]->i);
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
	const struct cs_val *a = cs_arg(r, n, 0);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		out->i[k] =
		    !a->null[k] && set->tag[probe(set, cs_map_hash(a->s[k]), &a->s[k], 0)] != 0;
		out->null[k] = a->null[k] | (set->null && !out->i[k]);
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
		    !a->null[k] && set->tag[probe(set, hash_int(a->i[k]), NULL, a->i[k])] != 0;
		out->null[k] = a->null[k] | (set->null && !out->i[k]);
	}
}
