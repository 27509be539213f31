/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the keys of cells mean to a ranking: see rankkeys.h. */
#include "rank/rankkeys.h"

#include <stdlib.h>

#include "base/mem.h"
#include "rec/schema.h"

static const struct who {
	const char *column;
	bool person;
} who[] = {
    {"agent_id", true},
    {"last_agent_id", true},
    {"team", false},
    {"leader", false},
    {"site", false},
    {"vendor", false},
};

static const struct who *
find_who(struct cs_str column)
{
	for (size_t i = 0; i < sizeof who / sizeof *who; i++) {
		if (cs_str_eqz(column, who[i].column))
			return &who[i];
	}
	return NULL;
}

/* True for columns that name who worked: persons, teams, vendors. */
static bool
is_who(struct cs_str column)
{
	return find_who(column) != NULL;
}

bool
cs_rankkeys_person(struct cs_str column)
{
	const struct who *w = find_who(column);

	return w != NULL && w->person;
}

static int
no_key(const struct cs_cells *c, const char *option, struct cs_str name, struct cs_err *e)
{
	struct cs_buf b = CS_BUF_INIT;

	for (unsigned k = 0; k < c->by->n && b.n < 600; k++) {
		cs_buf_z(&b, k != 0 ? ", " : "");
		cs_buf_str(&b, c->by->key[k].name);
	}
	(void)cs_err_set(
	    e, CS_EXIT_USAGE, "%s: the cells have no key '%.*s'", option, CS_STR_ARG(name));
	(void)cs_err_hint(e, "they have %s; cs-kpi --by chooses what is in them", cs_buf_cstr(&b));
	cs_buf_finish(&b);
	return -1;
}

/* The keys of a list get a sort; CS_RANK_OVER is that of those that have none yet. */
static int
name_keys(const struct cs_cells *c, struct cs_rankkeys *k, const struct cs_rankkeys_ask *ask,
    enum cs_rank_sort sort, struct cs_err *e)
{
	bool units = sort == CS_RANK_UNIT;
	const struct cs_str *list = units ? ask->unit : ask->strata;
	size_t n = units ? ask->nunit : ask->nstrata;
	const char *option = !units ? "--strata" : ask->units_by != NULL ? ask->units_by : "--unit";

	for (size_t i = 0; i < n; i++) {
		const struct cs_column *col = cs_schema_find(list[i]);
		struct cs_str name = col != NULL ? col->name : list[i];
		unsigned at = 0;

		while (at < c->by->n && !cs_str_eq(c->by->key[at].name, name))
			at++;
		if (at == c->by->n)
			return no_key(c, option, list[i], e);
		if (k->sort[at] != CS_RANK_OVER)
			return cs_err_set(e, CS_EXIT_USAGE, "%s: the key '%.*s' is named already",
			    option, CS_STR_ARG(name));
		k->sort[at] = sort;
	}
	return 0;
}

static bool
any(const struct cs_cells *c, const struct cs_rankkeys *k, enum cs_rank_sort sort)
{
	for (unsigned i = 0; i < c->by->n; i++) {
		if (k->sort[i] == sort)
			return true;
	}
	return false;
}

/* Units where --unit does not say them. */
static void
default_units(const struct cs_cells *c, struct cs_rankkeys *k)
{
	for (unsigned i = 0; i < c->by->n; i++) {
		if (k->sort[i] == CS_RANK_OVER && is_who(c->by->key[i].name))
			k->sort[i] = CS_RANK_UNIT;
	}
	if (any(c, k, CS_RANK_UNIT))
		return;
	for (unsigned i = 0; i < c->by->n; i++) {
		if (k->sort[i] == CS_RANK_OVER && !cs_key_is_time(c->by->key[i].kind))
			k->sort[i] = CS_RANK_UNIT;
	}
}

/* How long an interval of a key of time is, roughly: for which is the finest. */
static int64_t
length_of(const struct cs_key_def *d)
{
	switch (d->kind) {
	case CS_KEY_DAY:
		return CS_DAY_S;
	case CS_KEY_WEEK:
		return 7 * CS_DAY_S;
	case CS_KEY_MONTH:
		return 28 * CS_DAY_S;
	default:
		return d->step;
	}
}

static void
find_period(const struct cs_cells *c, struct cs_rankkeys *k)
{
	k->period = -1;
	for (unsigned i = 0; i < c->by->n; i++) {
		if (k->sort[i] != CS_RANK_OVER || !cs_key_is_time(c->by->key[i].kind))
			continue;
		if (k->period < 0 || length_of(&c->by->key[i]) < length_of(&c->by->key[k->period]))
			k->period = (int)i;
	}
	if (k->period >= 0)
		k->sort[k->period] = CS_RANK_PERIOD;
}

/* A contact that is in several groups is no evidence several times. */
static int
check_overlap(const struct cs_cells *c, const struct cs_rankkeys *k, struct cs_err *e)
{
	for (unsigned i = 0; i < c->by->n; i++) {
		if (c->by->key[i].kind != CS_KEY_EACH || k->sort[i] == CS_RANK_UNIT)
			continue;
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "the key each(%.*s) counts a contact several times",
		    CS_STR_ARG(c->by->key[i].name));
		return cs_err_hint(e, "it can be what is ranked, not what kind of work it was");
	}
	return 0;
}

static int
sort_keys(const struct cs_cells *c, const struct cs_rankkeys_ask *ask, struct cs_rankkeys *k,
    struct cs_err *e)
{
	bool persons = false, names = false;

	for (unsigned i = 0; i < c->by->n; i++)
		k->sort[i] = CS_RANK_OVER;
	if (name_keys(c, k, ask, CS_RANK_UNIT, e) != 0 ||
	    name_keys(c, k, ask, CS_RANK_STRATUM, e) != 0)
		return -1;
	if (ask->nunit == 0)
		default_units(c, k);
	if (!any(c, k, CS_RANK_UNIT)) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "the cells have no key that says who is ranked");
		return cs_err_hint(e, "cs-kpi --by agent --cells makes cells for each agent");
	}
	find_period(c, k);
	for (unsigned i = 0; i < c->by->n; i++) {
		if (k->sort[i] != CS_RANK_UNIT)
			continue;
		names |= is_who(c->by->key[i].name);
		persons |= cs_rankkeys_person(c->by->key[i].name);
	}
	for (unsigned i = 0; i < c->by->n; i++) {
		struct cs_str name = c->by->key[i].name;

		if (k->sort[i] != CS_RANK_OVER || cs_key_is_time(c->by->key[i].kind))
			continue;
		if (is_who(name))
			k->sort[i] = names && !persons && cs_rankkeys_person(name) ? CS_RANK_MEMBER
										   : CS_RANK_OVER;
		else if (ask->nstrata == 0 && !ask->no_strata)
			k->sort[i] = CS_RANK_STRATUM;
	}
	return check_overlap(c, k, e);
}

/* Ids of the combinations of some keys: those keys alone, with the values that the cells have. */
struct chosen {
	struct cs_keys keys;
	struct cs_key_def *def;
	unsigned *key;	/* which of the cells' */
	uint32_t *null; /* by key: the value id of NULL, or CS_MAP_NONE */
};

static void
choose(struct cs_arena *a, const struct cs_cells *c, const struct cs_rankkeys *k, unsigned sorts,
    struct chosen *t)
{
	unsigned n = 0;

	t->def = cs_arena_new(a, c->by->n, sizeof *t->def);
	t->key = cs_arena_new(a, c->by->n, sizeof *t->key);
	t->null = cs_arena_new(a, c->by->n, sizeof *t->null);
	for (unsigned i = 0; i < c->by->n; i++) {
		if ((sorts & 1U << k->sort[i]) == 0)
			continue;
		t->key[n] = i;
		t->def[n++] = c->by->key[i];
	}
	cs_keys_init(&t->keys, n);
	for (unsigned i = 0; i < n; i++) {
		const struct cs_map *from = &c->keys.value[t->key[i]];

		for (uint32_t v = 0; v < from->n; v++)
			(void)cs_map_add(&t->keys.value[i], cs_map_key(from, v));
		t->null[i] = cs_map_find(from, CS_STR("\\N"));
	}
}

/* The group of the chosen keys that a group of the cells is in; CS_RANK_NONE where one is NULL and
 * that is no name. */
static uint32_t
group_of(struct chosen *t, const struct cs_cells *c, uint32_t g, bool named, uint32_t *value)
{
	uint32_t *own = value + c->by->n;

	cs_keys_values(&c->keys, g, value);
	for (unsigned i = 0; i < t->keys.n; i++) {
		own[i] = value[t->key[i]];
		if (named && own[i] == t->null[i])
			return CS_RANK_NONE;
	}
	return cs_keys_group(&t->keys, own);
}

/* Puts the ids in the order of the report, without those that no group has. */
static void
order_ids(struct cs_arena *a, const struct chosen *t, size_t groups, struct cs_rank_ids *ids)
{
	uint32_t *order = cs_mem_new(t->keys.ngroup + 1, sizeof *order);
	uint32_t *place = cs_mem_new(t->keys.ngroup + 1, sizeof *place);

	memset(place, 0xff, t->keys.ngroup * sizeof *place);
	for (size_t g = 0; g < groups; g++) {
		if (ids->of[g] != CS_RANK_NONE)
			place[ids->of[g]] = 0;
	}
	cs_keys_sort(&t->keys, t->def, NULL, order);
	for (size_t i = 0; i < t->keys.ngroup; i++) {
		if (place[order[i]] != CS_RANK_NONE)
			place[order[i]] = ids->n++;
	}
	ids->group = cs_arena_new(a, ids->n, sizeof *ids->group);
	for (size_t g = groups; g-- > 0;) {
		if (ids->of[g] == CS_RANK_NONE)
			continue;
		ids->of[g] = place[ids->of[g]];
		ids->group[ids->of[g]] = (uint32_t)g;
	}
	free(place);
	free(order);
}

/* The ids of the keys of some sorts together. */
static void
make_ids(struct cs_arena *a, const struct cs_cells *c, const struct cs_rankkeys *k, unsigned sorts,
    bool named, struct cs_rank_ids *ids)
{
	struct chosen t;
	uint32_t *value = cs_mem_new(2 * (size_t)c->by->n, sizeof *value);

	choose(a, c, k, sorts, &t);
	*ids = (struct cs_rank_ids){
	    .of = cs_arena_new(a, c->norder, sizeof *ids->of), .keys = t.keys.n};
	for (size_t g = 0; g < c->norder; g++)
		ids->of[g] = group_of(&t, c, c->order[g], named, value);
	order_ids(a, &t, c->norder, ids);
	free(value);
	cs_keys_finish(&t.keys);
}

/* When each period begins. */
static int
read_periods(struct cs_arena *a, const struct cs_cells *c, struct cs_rankkeys *k, struct cs_err *e)
{
	const struct cs_rank_ids *ids = &k->ids[CS_RANK_PERIOD];

	k->begin = cs_arena_new(a, ids->n, sizeof *k->begin);
	for (uint32_t i = 0; k->period >= 0 && i < ids->n; i++) {
		struct cs_str text = cs_cells_key(c, ids->group[i], (unsigned)k->period);

		if (!cs_key_interval_read(text, &c->by->key[k->period], c->by->zone, &k->begin[i]))
			return cs_err_set(e, CS_EXIT_DATA, "'%.*s' is no value of the key '%.*s'",
			    CS_STR_ARG(text), CS_STR_ARG(c->by->key[k->period].name));
	}
	return 0;
}

/* How many units have members of whom none is named. */
static size_t
count_nobody(const struct cs_rankkeys *k)
{
	const struct cs_rank_ids *units = &k->ids[CS_RANK_UNIT];
	bool *named = cs_mem_new0(units->n, sizeof *named);
	size_t n = units->n;

	for (uint32_t m = 0; m < k->ids[CS_RANK_MEMBER].n; m++) {
		n -= !named[k->unit_of[m]];
		named[k->unit_of[m]] = true;
	}
	free(named);
	return n;
}

int
cs_rankkeys_make(struct cs_arena *a, const struct cs_cells *c, const struct cs_rankkeys_ask *ask,
    struct cs_rankkeys *k, struct cs_err *e)
{
	const unsigned unit = 1U << CS_RANK_UNIT, member = unit | 1U << CS_RANK_MEMBER;
	struct cs_rank_ids *units = &k->ids[CS_RANK_UNIT], *members = &k->ids[CS_RANK_MEMBER];

	*k = (struct cs_rankkeys){.sort = cs_arena_new(a, c->by->n, sizeof *k->sort)};
	if (c->by->n == 0) {
		(void)cs_err_set(
		    e, CS_EXIT_USAGE, "cells of everything together have nothing to rank");
		return cs_err_hint(e, "cs-kpi --by agent --cells makes cells for each agent");
	}
	if (sort_keys(c, ask, k, e) != 0)
		return -1;
	make_ids(a, c, k, member, true, members);
	members->keys = 0;
	*units = *members;
	if (any(c, k, CS_RANK_MEMBER)) {
		make_ids(a, c, k, unit, true, units);
		members->keys = 1;
	}
	make_ids(a, c, k, 1U << CS_RANK_STRATUM, false, &k->ids[CS_RANK_STRATUM]);
	make_ids(a, c, k, 1U << CS_RANK_PERIOD, true, &k->ids[CS_RANK_PERIOD]);
	k->unit_of = cs_arena_new(a, members->n, sizeof *k->unit_of);
	for (uint32_t m = 0; m < members->n; m++)
		k->unit_of[m] = units->of[members->group[m]];
	k->nobody = count_nobody(k);
	for (size_t g = 0; g < c->norder; g++)
		k->unnamed += members->of[g] == CS_RANK_NONE;
	return read_periods(a, c, k, e);
}
