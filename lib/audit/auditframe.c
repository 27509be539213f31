/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Counts as units, strata and periods: see audit.h.
 *
 * Group ids depend on which thread met what first; ranks of values by their bytes do not, so all
 * ids here are made of ranks, and sums of reals are taken in the same order in every run.
 */
#include <stdlib.h>

#include "audit/auditcount.h"
#include "audit/auditdense.h"
#include "base/mem.h"

/* The keys of the counts, by group. */
struct keyed {
	const struct cs_audit_count *c;
	const struct cs_by *by;
	size_t n; /* groups */
	unsigned nkey;
	struct cs_map *const *map; /* by key */
	uint32_t **rank;	   /* by key: by group, the rank of its value */
	struct cs_str **name;	   /* by key and rank */
	uint32_t **id;		   /* by key and rank: of the value */
	bool forms;		   /* are strata */
	size_t nperiod;
	uint32_t *null; /* by key: the rank of NULL, or CS_AUDIT_NOBODY */
};

static int
by_bytes(const void *a, const void *b, void *map)
{
	return cs_str_cmp(
	    cs_map_key(map, *(const uint32_t *)a), cs_map_key(map, *(const uint32_t *)b));
}

/* The ranks of the values of a key, and what has each. */
static uint32_t *
rank_values(struct keyed *k, struct cs_arena *a, unsigned key)
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

/* order: those of from[] by at[], stably, but for those of NOBODY. Gives how many there are. */
static size_t
sort_by(const uint32_t *at, size_t many, const uint32_t *from, size_t n, uint32_t *order)
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

/*
 * Puts the groups in the order of the ranks of all their keys, so that who met which first does not
 * matter. The last key, which is that of persons, decides most: what belongs to one of them lies
 * together, and tests read it person by person.
 */
static void
order_groups(struct keyed *k, struct cs_audit_count *c)
{
	uint32_t *order = cs_mem_new(k->n + 1, sizeof *order);
	uint32_t *before = cs_mem_new(k->n + 1, sizeof *before);

	for (size_t g = 0; g < k->n; g++)
		order[g] = (uint32_t)g;
	for (unsigned i = 0; i < k->nkey; i++) {
		memcpy(before, order, k->n * sizeof *order);
		(void)sort_by(k->rank[i], c->keys.value[i].n, before, k->n, order);
	}
	for (unsigned i = 0; i < k->nkey; i++) {
		for (size_t g = 0; g < k->n; g++)
			before[g] = k->rank[i][order[g]];
		memcpy(k->rank[i], before, k->n * sizeof *before);
	}
	cs_audit_count_order(c, order);
	free(before);
	free(order);
}

static void
keyed_make(struct keyed *k, struct cs_arena *a, struct cs_audit_count *c)
{
	uint32_t *value, **rank;

	*k = (struct keyed){
	    .c = c, .by = c->layout->by, .n = c->keys.ngroup, .nkey = c->layout->by->n};
	k->id = cs_mem_new(k->nkey + 1, sizeof(uint32_t *));
	k->rank = cs_mem_new(k->nkey + 1, sizeof(uint32_t *));
	k->name = cs_arena_new(a, k->nkey + 1, sizeof(struct cs_str *));
	k->null = cs_mem_new(k->nkey + 1, sizeof *k->null);
	value = cs_mem_new(k->nkey + 1, sizeof *value);
	rank = cs_mem_new(k->nkey + 1, sizeof(uint32_t *));
	for (unsigned i = 0; i < k->nkey; i++) {
		rank[i] = rank_values(k, a, i);
		k->rank[i] = cs_mem_new(k->n + 1, sizeof(uint32_t));
	}
	for (size_t g = 0; g < k->n; g++) {
		cs_keys_values(&c->keys, (uint32_t)g, value);
		for (unsigned i = 0; i < k->nkey; i++)
			k->rank[i][g] = rank[i][value[i]];
	}
	for (unsigned i = 0; i < k->nkey; i++)
		free(rank[i]);
	free(rank);
	free(value);
	order_groups(k, c);
}

static void
keyed_finish(struct keyed *k)
{
	for (unsigned i = 0; i < k->nkey; i++) {
		free(k->rank[i]);
		free(k->id[i]);
	}
	free(k->rank);
	free(k->id);
	free(k->null);
}

/* The key of a name, or -1. */
static int
key_of(const struct keyed *k, struct cs_str name)
{
	for (unsigned i = 0; i < k->nkey; i++) {
		if (cs_str_eq(k->by->key[i].name, name))
			return (int)i;
	}
	return -1;
}

static int
person_of(const struct keyed *k)
{
	for (unsigned i = 0; i < k->nkey; i++) {
		if (cs_audit_sort_of(k->by->key[i].name) == CS_AUDIT_PERSON)
			return (int)i;
	}
	return -1;
}

static bool
is_time(const struct keyed *k, unsigned key)
{
	return cs_key_is_time(k->by->key[key].kind);
}

static bool
is_stratum(const struct keyed *k, unsigned key)
{
	enum cs_audit_sort sort = cs_audit_sort_of(k->by->key[key].name);

	return !is_time(k, key) && (sort == CS_AUDIT_WORK || (sort == CS_AUDIT_FORM && k->forms));
}

/* Periods by group: the first key of time. */
static uint32_t *
make_periods(struct cs_audit_frame *f, const struct keyed *k)
{
	uint32_t *period = cs_mem_new0(k->n + 1, sizeof *period);
	unsigned key = 0;

	while (key < k->nkey && !is_time(k, key))
		key++;
	f->nperiod = 1;
	if (key == k->nkey)
		return period;
	memcpy(period, k->rank[key], k->n * sizeof *period);
	f->period = k->name[key];
	f->nperiod = k->c->keys.value[key].n;
	return period;
}

/* Strata by group, but for the column of the units; the period, below nperiod, decides most of
 * their order. */
static size_t
make_strata(const struct keyed *k, const uint32_t *period, size_t nperiod, struct cs_str but,
    uint32_t *stratum)
{
	uint64_t *v = cs_mem_new(k->n + 1, sizeof *v);
	uint64_t *distinct = cs_mem_new(k->n + 1, sizeof *distinct);
	struct cs_audit_pairs p = {v, NULL, k->n, nperiod, 1};

	memcpy(stratum, period, k->n * sizeof *stratum);
	for (unsigned i = 0; i <= k->nkey; i++) {
		bool key = i < k->nkey;

		if (key && (cs_str_eq(k->by->key[i].name, but) || !is_stratum(k, i)))
			continue;
		for (size_t g = 0; g < k->n; g++)
			v[g] = (uint64_t)stratum[g] << 32 | (key ? k->rank[i][g] : 0);
		p.low = key ? k->c->keys.value[i].n : 1;
		p.high = cs_audit_dense(&p, stratum, distinct);
	}
	free(distinct);
	free(v);
	return p.high;
}

/* What strata are without their periods. */
static void
make_work(struct cs_audit_units *u, struct cs_arena *a, const struct keyed *k, struct cs_str but,
    const uint32_t *stratum)
{
	uint32_t *none = cs_mem_new0(k->n + 1, sizeof *none);
	uint32_t *work = cs_mem_new(k->n + 1, sizeof *work);

	u->work = cs_arena_new(a, u->nstratum + 1, sizeof *u->work);
	u->nwork = make_strata(k, none, 1, but, work);
	for (size_t g = 0; g < k->n; g++)
		u->work[stratum[g]] = work[g];
	free(work);
	free(none);
}

/* Sorted groups become pieces, and spells. */
static void
cut_pieces(struct cs_audit_units *u, struct cs_arena *a, const uint32_t *unit,
    const uint32_t *stratum, const uint32_t *period, size_t n)
{
	u->piece = cs_arena_new(a, n + 1, sizeof *u->piece);
	u->spell = cs_arena_new(a, n + 1, sizeof *u->spell);
	for (size_t i = 0; i < n; i++) {
		uint32_t g = u->group[i], before = i != 0 ? u->group[i - 1] : 0;
		bool spell = i == 0 || unit[g] != unit[before] || period[g] != period[before];

		if (spell)
			u->spell[u->nspell++] = (struct cs_audit_spell){unit[g], period[g]};
		if (spell || stratum[g] != stratum[before])
			u->piece[u->npiece++] = (struct cs_audit_piece){
			    (uint32_t)(u->nspell - 1), stratum[g], (uint32_t)i, 0};
		u->piece[u->npiece - 1].n++;
	}
}

/* Units are the different values of a key; with a parent those of two keys, and their parents are
 * ranks among the values of parent_key that are not NULL. */
static void
make_units(struct cs_audit_units *u, struct cs_arena *a, const struct keyed *k,
    const uint32_t *period, int key, int parent_key)
{
	uint64_t *v = cs_mem_new(k->n + 1, sizeof *v);
	uint64_t *distinct = cs_mem_new(k->n + 1, sizeof *distinct);
	bool *skip = cs_mem_new0(k->n + 1, sizeof *skip);
	uint32_t *unit = cs_mem_new(k->n + 1, sizeof *unit);
	uint32_t *stratum = cs_mem_new(k->n + 1, sizeof *stratum);
	uint32_t *order = cs_mem_new(k->n + 1, sizeof *order);
	struct cs_audit_pairs p;
	struct cs_str but;
	size_t there;

	for (size_t g = 0; g < k->n; g++) {
		uint64_t parent = parent_key >= 0 ? k->rank[parent_key][g] : 0;

		v[g] = parent << 32 | k->rank[key][g];
		skip[g] = k->rank[key][g] == k->null[key] ||
			  (parent_key >= 0 && parent == k->null[parent_key]);
	}
	for (size_t g = 0; g < k->n; g++)
		order[g] = (uint32_t)g;
	u->column = k->by->key[key].name;
	u->sort = cs_audit_sort_of(u->column);
	p = (struct cs_audit_pairs){v, skip, k->n, 1, k->c->keys.value[key].n};
	p.high = parent_key >= 0 ? k->c->keys.value[parent_key].n : 1;
	u->n = cs_audit_dense(&p, unit, distinct);
	u->name = cs_arena_new(a, u->n + 1, sizeof *u->name);
	u->value = cs_arena_new(a, u->n + 1, sizeof *u->value);
	u->parent = parent_key >= 0 ? cs_arena_new(a, u->n + 1, sizeof *u->parent) : NULL;
	for (size_t i = 0; i < u->n; i++) {
		u->name[i] = k->name[key][(uint32_t)distinct[i]];
		u->value[i] = k->id[key][(uint32_t)distinct[i]];
		if (u->parent != NULL) {
			uint32_t rank = (uint32_t)(distinct[i] >> 32);

			u->parent[i] = rank - (rank > k->null[parent_key]);
		}
	}
	but = k->by->key[parent_key >= 0 ? parent_key : key].name;
	u->nstratum = make_strata(k, period, k->nperiod, but, stratum);
	make_work(u, a, k, but, stratum);
	u->group = cs_arena_new(a, k->n + 1, sizeof *u->group);
	there = sort_by(stratum, u->nstratum, order, k->n, u->group);
	memcpy(order, u->group, there * sizeof *order);
	there = sort_by(unit, u->n, order, there, u->group);
	cut_pieces(u, a, unit, stratum, period, there);
	free(v);
	free(skip);
	free(unit);
	free(stratum);
	free(order);
	free(distinct);
}

/* The group of each person, by unit, or false: some have several, or at times none. */
static bool
find_groups(const struct keyed *k, unsigned person, unsigned key, uint32_t *group, size_t n)
{
	memset(group, 0xff, n * sizeof *group);
	for (size_t g = 0; g < k->n; g++) {
		uint32_t who = k->rank[person][g], whose = k->rank[key][g];

		if (who == k->null[person])
			continue;
		if (whose == k->null[key])
			return false;
		who -= who > k->null[person];
		whose -= whose > k->null[key];
		if (group[who] != CS_AUDIT_NOBODY && group[who] != whose)
			return false;
		group[who] = whose;
	}
	return true;
}

/* Members who are the persons of another column, each of one group: found there by their number.
 * False: they are not. */
static bool
make_same(struct cs_audit_units *u, struct cs_arena *a, const struct keyed *k,
    const struct cs_audit_units *persons, unsigned person, unsigned key)
{
	size_t n = persons->n;
	uint32_t *group = cs_mem_new(n + 1, sizeof *group);
	uint32_t *all = cs_mem_new(n + 1, sizeof *all);
	bool same = find_groups(k, person, key, group, n);

	if (same) {
		*u = (struct cs_audit_units){
		    .column = persons->column, .sort = persons->sort, .n = n, .same = persons};
		u->name = cs_arena_new(a, n + 1, sizeof *u->name);
		u->parent = cs_arena_new(a, n + 1, sizeof *u->parent);
		u->as = cs_arena_new(a, n + 1, sizeof *u->as);
		for (uint32_t i = 0; i < n; i++)
			all[i] = i;
		(void)sort_by(group, k->c->keys.value[key].n, all, n, u->as);
		for (size_t i = 0; i < n; i++) {
			u->name[i] = persons->name[u->as[i]];
			u->parent[i] = group[u->as[i]];
		}
	}
	free(all);
	free(group);
	return same;
}

/* Whether a column is asked for, with forms among the strata (apart) or without; or its members. */
static bool
is_asked(const struct cs_audit_question *q, unsigned column, bool apart, bool members)
{
	for (size_t i = 0; i < q->n; i++) {
		const struct cs_audit_asked *asked = &q->asked[i];

		if (asked->why_not.n == 0 && (asked->units & 1U << column) != 0 &&
		    asked->rule->apart == apart && (!members || !asked->rule->test->alone))
			return true;
	}
	return false;
}

/* The members of the units of a column; persons: the column of them, NULL: there is none. */
static struct cs_audit_units *
make_members(const struct cs_audit_units *of, struct cs_arena *a, const struct keyed *k,
    const uint32_t *period, const struct cs_audit_units *persons)
{
	struct cs_audit_units *members = cs_arena_new(a, 1, sizeof *members);
	int person = person_of(k), key = key_of(k, of->column);

	if (of->sort != CS_AUDIT_GROUP || persons == NULL ||
	    !make_same(members, a, k, persons, (unsigned)person, (unsigned)key))
		make_units(members, a, k, period, person, key);
	return members;
}

/* The units of each column: those of persons first, since others may have them as members. */
static struct cs_audit_units *
make_columns(struct cs_arena *a, const struct keyed *k, const uint32_t *period,
    const struct cs_audit_question *q, bool apart)
{
	struct cs_audit_units *units = cs_arena_new(a, q->ncolumn + 1, sizeof *units);
	const struct cs_audit_units *persons = NULL;

	for (unsigned i = 0; i < q->ncolumn; i++) {
		units[i].column = q->column[i];
		units[i].sort = cs_audit_sort_of(q->column[i]);
		units[i].number = i;
		if (!is_asked(q, i, apart, false))
			continue;
		make_units(&units[i], a, k, period, key_of(k, q->column[i]), -1);
		if (units[i].sort == CS_AUDIT_PERSON)
			persons = &units[i];
	}
	for (unsigned i = 0; i < q->ncolumn; i++) {
		if (units[i].sort != CS_AUDIT_PERSON && person_of(k) >= 0 &&
		    is_asked(q, i, apart, true))
			units[i].members = make_members(&units[i], a, k, period, persons);
	}
	return units;
}

void
cs_audit_frame_make(struct cs_audit_frame *f, struct cs_arena *a, struct cs_audit_count *count,
    const struct cs_audit_question *q)
{
	struct keyed k;
	uint32_t *period;

	keyed_make(&k, a, count);
	*f = (struct cs_audit_frame){.count = count, .arena = a, .nunits = q->ncolumn};
	period = make_periods(f, &k);
	k.nperiod = f->nperiod;
	f->units = make_columns(a, &k, period, q, false);
	k.forms = true;
	f->apart = make_columns(a, &k, period, q, true);
	free(period);
	keyed_finish(&k);
}
