/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts as units, strata and periods: see audit.h. */
#include <stdlib.h>

#include "audit/auditdense.h"
#include "audit/auditkeyed.h"
#include "base/mem.h"

/* The key of a name, or -1. */
static int
key_of(const struct cs_audit_keyed *k, struct cs_str name)
{
	for (unsigned i = 0; i < k->nkey; i++) {
		if (cs_str_eq(k->by->key[i].name, name))
			return (int)i;
	}
	return -1;
}

static int
person_of(const struct cs_audit_keyed *k)
{
	for (unsigned i = 0; i < k->nkey; i++) {
		if (cs_audit_sort_of(k->by->key[i].name) == CS_AUDIT_PERSON)
			return (int)i;
	}
	return -1;
}

static bool
is_time(const struct cs_audit_keyed *k, unsigned key)
{
	return cs_key_is_time(k->by->key[key].kind);
}

static bool
is_stratum(const struct cs_audit_keyed *k, unsigned key)
{
	enum cs_audit_sort sort = cs_audit_sort_of(k->by->key[key].name);

	return !is_time(k, key) && (sort == CS_AUDIT_WORK || (sort == CS_AUDIT_FORM && k->forms));
}

/* Periods by kind: the first key of time. */
static uint32_t *
make_periods(struct cs_audit_frame *f, const struct cs_audit_keyed *k)
{
	uint32_t *period = cs_mem_new0(k->kinds + 1, sizeof *period);
	unsigned key = 0;

	while (key < k->nkey && !is_time(k, key))
		key++;
	f->nperiod = 1;
	if (key == k->nkey)
		return period;
	memcpy(period, k->rank[key], k->kinds * sizeof *period);
	f->period = k->name[key];
	f->nperiod = k->c->keys.value[key].n;
	return period;
}

/* Strata by kind, but for the column of the units; the period, below nperiod, decides most of
 * their order. */
static size_t
make_strata(const struct cs_audit_keyed *k, const uint32_t *period, size_t nperiod,
    struct cs_str but, uint32_t *stratum)
{
	uint64_t *v = cs_mem_new(k->kinds + 1, sizeof *v);
	uint64_t *distinct = cs_mem_new(k->kinds + 1, sizeof *distinct);
	struct cs_audit_pairs p = {v, NULL, k->kinds, nperiod, 1};

	memcpy(stratum, period, k->kinds * sizeof *stratum);
	for (unsigned i = 0; i <= k->nkey; i++) {
		bool key = i < k->nkey;

		if (key && (cs_str_eq(k->by->key[i].name, but) || !is_stratum(k, i)))
			continue;
		for (size_t g = 0; g < k->kinds; g++)
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
make_work(struct cs_audit_units *u, struct cs_arena *a, const struct cs_audit_keyed *k,
    struct cs_str but, const uint32_t *stratum)
{
	uint32_t *none = cs_mem_new0(k->kinds + 1, sizeof *none);
	uint32_t *work = cs_mem_new(k->kinds + 1, sizeof *work);

	u->work = cs_arena_new(a, u->nstratum + 1, sizeof *u->work);
	u->nwork = make_strata(k, none, 1, but, work);
	for (size_t g = 0; g < k->kinds; g++)
		u->work[stratum[g]] = work[g];
	free(work);
	free(none);
}

/* Units and strata of groups, and the periods of kinds. */
struct cut {
	const struct cs_audit_keyed *k;
	const uint32_t *unit, *stratum; /* by group, by kind */
	const uint32_t *period;		/* by kind */
};

/* Whether a group begins a spell, or at least a piece, behind the one before. */
static inline bool
begins_spell(const struct cut *cut, uint32_t before, uint32_t g)
{
	const uint32_t *kind = cut->k->kind;

	return cut->unit[g] != cut->unit[before] ||
	       cut->period[kind[g]] != cut->period[kind[before]];
}

static inline bool
begins_piece(const struct cut *cut, uint32_t before, uint32_t g)
{
	const uint32_t *kind = cut->k->kind;

	return begins_spell(cut, before, g) || cut->stratum[kind[g]] != cut->stratum[kind[before]];
}

/* Sorted groups become pieces, and spells. */
static void
cut_pieces(struct cs_audit_units *u, struct cs_arena *a, const struct cut *cut, size_t n)
{
	size_t spells = n != 0, pieces = n != 0;

	for (size_t i = 1; i < n; i++) {
		spells += begins_spell(cut, u->group[i - 1], u->group[i]);
		pieces += begins_piece(cut, u->group[i - 1], u->group[i]);
	}
	u->piece = cs_arena_new(a, pieces + 1, sizeof *u->piece);
	u->spell = cs_arena_new(a, spells + 1, sizeof *u->spell);
	for (size_t i = 0; i < n; i++) {
		uint32_t g = u->group[i], before = i != 0 ? u->group[i - 1] : 0;
		uint32_t kind = cut->k->kind[g];

		if (i == 0 || begins_spell(cut, before, g))
			u->spell[u->nspell++] =
			    (struct cs_audit_spell){cut->unit[g], cut->period[kind]};
		if (i == 0 || begins_piece(cut, before, g))
			u->piece[u->npiece++] = (struct cs_audit_piece){
			    (uint32_t)(u->nspell - 1), cut->stratum[kind], (uint32_t)i, 0};
		u->piece[u->npiece - 1].n++;
	}
}

/* The names of units that are different pairs of the ranks of parents, and their own. */
static void
name_units(struct cs_audit_units *u, struct cs_arena *a, const struct cs_audit_keyed *k,
    const uint64_t *distinct, int key, int parent_key)
{
	u->name = cs_arena_new(a, u->n + 1, sizeof *u->name);
	u->value = cs_arena_new(a, u->n + 1, sizeof *u->value);
	u->parent = parent_key >= 0 ? cs_arena_new(a, u->n + 1, sizeof *u->parent) : NULL;
	for (size_t i = 0; i < u->n; i++) {
		uint32_t parent = (uint32_t)(distinct[i] >> 32);

		u->name[i] = k->name[key][(uint32_t)distinct[i]];
		u->value[i] = k->id[key][(uint32_t)distinct[i]];
		if (u->parent != NULL)
			u->parent[i] = parent - (parent > k->null[parent_key]);
	}
}

/* The unit of each group, of those that have one. */
static void
find_units(struct cs_audit_units *u, struct cs_arena *a, const struct cs_audit_keyed *k, int key,
    int parent_key, uint32_t *unit)
{
	uint64_t *v = cs_mem_new(k->n + 1, sizeof *v);
	uint64_t *distinct = cs_mem_new(k->n + 1, sizeof *distinct);
	bool *skip = cs_mem_new0(k->n + 1, sizeof *skip);
	struct cs_audit_pairs p = {v, skip, k->n, 1, k->c->keys.value[key].n};

	for (size_t g = 0; g < k->n; g++) {
		uint32_t rank = cs_audit_rank(k, (unsigned)key, g);
		uint32_t parent = parent_key >= 0 ? cs_audit_rank(k, (unsigned)parent_key, g) : 0;

		v[g] = (uint64_t)parent << 32 | rank;
		skip[g] =
		    rank == k->null[key] || (parent_key >= 0 && parent == k->null[parent_key]);
	}
	p.high = parent_key >= 0 ? k->c->keys.value[parent_key].n : 1;
	u->n = cs_audit_dense(&p, unit, distinct);
	name_units(u, a, k, distinct, key, parent_key);
	free(skip);
	free(distinct);
	free(v);
}

/* Groups by unit, then by stratum; how many have a unit. */
static size_t
sort_groups(struct cs_audit_units *u, struct cs_arena *a, const struct cut *cut)
{
	const struct cs_audit_keyed *k = cut->k;
	uint32_t *order = cs_mem_new(k->n + 1, sizeof *order);
	uint32_t *stratum = cs_mem_new(k->n + 1, sizeof *stratum);
	size_t there;

	u->group = cs_arena_new(a, k->n + 1, sizeof *u->group);
	for (size_t g = 0; g < k->n; g++) {
		u->group[g] = (uint32_t)g;
		stratum[g] = cut->stratum[k->kind[g]];
	}
	(void)cs_audit_sort_by(stratum, u->nstratum, u->group, k->n, order);
	there = cs_audit_sort_by(cut->unit, u->n, order, k->n, u->group);
	free(stratum);
	free(order);
	return there;
}

/* Units are the different values of a key; with a parent those of two keys, and their parents are
 * ranks among the values of parent_key that are not NULL. */
static void
make_units(struct cs_audit_units *u, struct cs_arena *a, const struct cs_audit_keyed *k,
    const uint32_t *period, int key, int parent_key)
{
	uint32_t *unit = cs_mem_new(k->n + 1, sizeof *unit);
	uint32_t *stratum = cs_mem_new(k->kinds + 1, sizeof *stratum);
	struct cs_str but = k->by->key[parent_key >= 0 ? parent_key : key].name;
	struct cut cut = {k, unit, stratum, period};

	u->column = k->by->key[key].name;
	u->sort = cs_audit_sort_of(u->column);
	find_units(u, a, k, key, parent_key, unit);
	u->nstratum = make_strata(k, period, k->nperiod, but, stratum);
	make_work(u, a, k, but, stratum);
	cut_pieces(u, a, &cut, sort_groups(u, a, &cut));
	free(stratum);
	free(unit);
}

/* The group of each person, by unit, or false: some have several, or at times none. */
static bool
find_groups(
    const struct cs_audit_keyed *k, unsigned person, unsigned key, uint32_t *group, size_t n)
{
	memset(group, 0xff, n * sizeof *group);
	for (size_t g = 0; g < k->n; g++) {
		uint32_t who = cs_audit_rank(k, person, g), whose = cs_audit_rank(k, key, g);

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
make_same(struct cs_audit_units *u, struct cs_arena *a, const struct cs_audit_keyed *k,
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
		(void)cs_audit_sort_by(group, k->c->keys.value[key].n, all, n, u->as);
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
make_members(const struct cs_audit_units *of, struct cs_arena *a, const struct cs_audit_keyed *k,
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
make_columns(struct cs_arena *a, const struct cs_audit_keyed *k, const uint32_t *period,
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
	struct cs_audit_keyed k;
	uint32_t *period;

	cs_audit_keyed_make(&k, a, count);
	*f = (struct cs_audit_frame){.count = count, .arena = a, .nunits = q->ncolumn};
	period = make_periods(f, &k);
	k.nperiod = f->nperiod;
	f->units = make_columns(a, &k, period, q, false);
	k.forms = true;
	f->apart = make_columns(a, &k, period, q, true);
	free(period);
	cs_audit_keyed_finish(&k);
}
