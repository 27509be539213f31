/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of counts as ranks: see auditkeyed.h. */
#include "audit/auditkeyed.h"

#include <stdlib.h>

#include "base/mem.h"

static int
by_bytes(const void *a, const void *b, void *map)
{
	return cs_str_cmp(
	    cs_map_key(map, *(const uint32_t *)a), cs_map_key(map, *(const uint32_t *)b));
}

/* The ranks of the values of a key, and what has each. */
static uint32_t *
rank_values(struct cs_audit_keyed *k, struct cs_arena *a, unsigned key)
{
	struct cs_map *map = &k->c->keys.value[key];
	uint32_t *order = cs_mem_new(map->n + 1, sizeof *order);
	uint32_t *rank = cs_mem_new(map->n + 1, sizeof *rank);

	for (uint32_t i = 0; i < map->n; i++)
		order[i] = i;
	qsort_r(order, map->n, sizeof *order, by_bytes, map);
	k->name[key] = cs_arena_new(a, map->n + 1, sizeof *k->name[key]);
	k->null[key] = CS_AUDIT_NOBODY;
	for (uint32_t i = 0; i < map->n; i++) {
		k->name[key][i] = cs_map_key(map, order[i]);
		rank[order[i]] = i;
		if (cs_str_eqz(k->name[key][i], "\\N"))
			k->null[key] = i;
	}
	k->id[key] = order;
	return rank;
}

size_t
cs_audit_sort_by(const uint32_t *at, size_t many, const uint32_t *from, size_t n, uint32_t *order)
{
	size_t *first = cs_mem_new0(many + 2, sizeof *first);
	size_t there;

	for (size_t i = 0; i < n; i++) {
		if (at[from[i]] != CS_AUDIT_NOBODY)
			first[at[from[i]] + 1]++;
	}
	for (size_t i = 0; i < many; i++)
		first[i + 1] += first[i];
	there = first[many];
	for (size_t i = 0; i < n; i++) {
		if (at[from[i]] != CS_AUDIT_NOBODY)
			order[first[at[from[i]]]++] = from[i];
	}
	free(first);
	return there;
}

/* Sorts by several ranks, the last of which decides most. Gives the order. */
static uint32_t *
sort_by_all(uint32_t *const *at, const size_t *many, unsigned nat, size_t n)
{
	uint32_t *order = cs_mem_new(n + 1, sizeof *order);
	uint32_t *before = cs_mem_new(n + 1, sizeof *before);

	for (size_t i = 0; i < n; i++)
		order[i] = (uint32_t)i;
	for (unsigned a = 0; a < nat; a++) {
		memcpy(before, order, n * sizeof *order);
		(void)cs_audit_sort_by(at[a], many[a], before, n, order);
	}
	free(before);
	return order;
}

static void
put_in_order(uint32_t *of, const uint32_t *order, size_t n)
{
	uint32_t *before = cs_mem_new(n + 1, sizeof *before);

	memcpy(before, of, n * sizeof *before);
	for (size_t i = 0; i < n; i++)
		of[i] = before[order[i]];
	free(before);
}

/* Kinds are numbered in the order of the ranks of their keys. */
static void
order_kinds(struct cs_audit_keyed *k, const size_t *many)
{
	uint32_t *order = sort_by_all(k->rank, many, k->nkind, k->kinds);
	uint32_t *to = cs_mem_new(k->kinds + 1, sizeof *to);

	for (unsigned i = 0; i < k->nkind; i++)
		put_in_order(k->rank[i], order, k->kinds);
	for (size_t i = 0; i < k->kinds; i++)
		to[order[i]] = (uint32_t)i;
	for (size_t g = 0; g < k->n; g++)
		k->kind[g] = to[k->kind[g]];
	free(to);
	free(order);
}

/*
 * Puts the groups in the order of the ranks of all their keys, so that who met which first does not
 * matter. The last key, which is that of persons, decides most: what belongs to one of them lies
 * together, and tests read it person by person.
 */
static void
order_groups(struct cs_audit_keyed *k, struct cs_audit_count *c, const size_t *many)
{
	unsigned others = k->nkey - k->nkind;
	uint32_t **at = cs_mem_new(others + (size_t)1, sizeof(uint32_t *)), *order;
	size_t *below = cs_mem_new(others + (size_t)1, sizeof *below);

	at[0] = k->kind;
	below[0] = k->kinds;
	for (unsigned i = 0; i < others; i++) {
		at[i + 1] = k->rank[k->nkind + i];
		below[i + 1] = many[k->nkind + i];
	}
	order = sort_by_all(at, below, others + 1, k->n);
	for (unsigned i = 0; i <= others; i++)
		put_in_order(at[i], order, k->n);
	cs_audit_count_order(c, order);
	free(order);
	free(below);
	free(at);
}

/* The values that a group of the keys below `end` has of those from `begin` on. Gives its group of
 * the keys before these. */
static uint32_t
values_of(const struct cs_keys *keys, unsigned begin, unsigned end, uint32_t group, uint32_t *value)
{
	for (unsigned i = end; i-- > begin;) {
		value[i] = group;
		if (i != 0)
			cs_keys_split(keys, i, group, &group, &value[i]);
	}
	return begin != 0 ? group : 0;
}

/* Ranks by kind and by group, of those by value. */
static void
rank_all(struct cs_audit_keyed *k, uint32_t *const *of)
{
	uint32_t *value = cs_mem_new(k->nkey + (size_t)1, sizeof *value);

	k->kind = cs_mem_new(k->n + 1, sizeof *k->kind);
	k->kinds = k->n != 0;
	for (unsigned i = k->nkind; i < k->nkey; i++)
		k->rank[i] = cs_mem_new(k->n + 1, sizeof(uint32_t));
	for (size_t g = 0; g < k->n; g++) {
		uint32_t kind = values_of(&k->c->keys, k->nkind, k->nkey, (uint32_t)g, value);

		k->kind[g] = kind;
		k->kinds = k->kinds > kind ? k->kinds : kind + (size_t)1;
		for (unsigned i = k->nkind; i < k->nkey; i++)
			k->rank[i][g] = of[i][value[i]];
	}
	for (unsigned i = 0; i < k->nkind; i++)
		k->rank[i] = cs_mem_new(k->kinds + 1, sizeof(uint32_t));
	for (size_t kind = 0; kind < k->kinds; kind++) {
		(void)values_of(&k->c->keys, 0, k->nkind, (uint32_t)kind, value);
		for (unsigned i = 0; i < k->nkind; i++)
			k->rank[i][kind] = of[i][value[i]];
	}
	free(value);
}

/* How many of the keys are of kinds. */
static unsigned
count_kind_keys(const struct cs_by *by)
{
	unsigned n = by->n;

	while (n > 0 && !cs_key_is_time(by->key[n - 1].kind) &&
	       cs_audit_sort_of(by->key[n - 1].name) != CS_AUDIT_WORK &&
	       cs_audit_sort_of(by->key[n - 1].name) != CS_AUDIT_FORM)
		n--;
	return n;
}

void
cs_audit_keyed_make(struct cs_audit_keyed *k, struct cs_arena *a, struct cs_audit_count *c)
{
	const struct cs_by *by = c->layout->by;
	uint32_t **of = cs_mem_new(by->n + (size_t)1, sizeof(uint32_t *));
	size_t *many = cs_mem_new(by->n + (size_t)1, sizeof *many);

	*k = (struct cs_audit_keyed){.c = c, .by = by, .n = c->keys.ngroup, .nkey = by->n};
	k->nkind = count_kind_keys(by);
	k->id = cs_mem_new(k->nkey + (size_t)1, sizeof(uint32_t *));
	k->rank = cs_mem_new(k->nkey + (size_t)1, sizeof(uint32_t *));
	k->name = cs_arena_new(a, k->nkey + (size_t)1, sizeof(struct cs_str *));
	k->null = cs_mem_new(k->nkey + (size_t)1, sizeof *k->null);
	for (unsigned i = 0; i < k->nkey; i++) {
		of[i] = rank_values(k, a, i);
		many[i] = c->keys.value[i].n;
	}
	rank_all(k, of);
	for (unsigned i = 0; i < k->nkey; i++)
		free(of[i]);
	order_kinds(k, many);
	order_groups(k, c, many);
	free(many);
	free(of);
}

void
cs_audit_keyed_finish(struct cs_audit_keyed *k)
{
	for (unsigned i = 0; i < k->nkey; i++) {
		free(k->rank[i]);
		free(k->id[i]);
	}
	free(k->kind);
	free(k->rank);
	free(k->id);
	free(k->null);
}
