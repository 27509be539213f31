/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the modes of cs-retain have in common: see retain.h. */
#include "retain/retain.h"

#include <stdlib.h>

#include "base/mem.h"
#include "retain/retainrun.h"

int
cs_retain_number(struct cs_retain *r, enum cs_fact_kind kind, struct cs_str text, struct cs_err *e)
{
	return r->merged ? 0 : cs_history_number(r->history, kind, text, &r->env, e);
}

int
cs_retain_fact_key(
    struct cs_retain *r, enum cs_fact_kind kind, struct cs_str item, struct cs_err *e)
{
	return r->merged ? 0 : cs_history_key(r->history, kind, item, &r->env, e);
}

bool
cs_retain_has(const struct cs_retain *r, enum cs_fact_kind kind, struct cs_str column)
{
	return !r->merged && cs_history_has(r->history, kind, column);
}

static struct cs_key_def *
add_key(struct cs_retain *r)
{
	struct cs_key_def *key = cs_arena_new(r->arena, r->nkey + 1, sizeof *key);

	if (r->nkey != 0)
		memcpy(key, r->key, r->nkey * sizeof *key);
	r->key = key;
	return &key[r->nkey++];
}

unsigned
cs_retain_key(struct cs_retain *r, const char *name, enum cs_type type)
{
	*add_key(r) =
	    (struct cs_key_def){.kind = CS_KEY_COLUMN, .name = cs_str_z(name), .type = type};
	return r->nkey - 1;
}

void
cs_retain_say_of(struct cs_retain *r, const char *name, struct cs_str value)
{
	struct cs_sumcells_said *said = cs_arena_new(r->arena, r->nsaid + 1, sizeof *said);

	if (r->nsaid != 0)
		memcpy(said, r->said, r->nsaid * sizeof *said);
	said[r->nsaid] = (struct cs_sumcells_said){name, value};
	r->said = said;
	r->nsaid++;
}

/* One item of --by: of what time zero is of, where that has it; else of customers. */
static int
bind_item(struct cs_retain *r, struct cs_str item, struct cs_retain_by *by, struct cs_err *e)
{
	struct cs_err second = CS_ERR_INIT;
	int key = -1;

	by->kind = r->zero_kind;
	if (r->history->source[by->kind].head != NULL)
		key = cs_history_key(r->history, by->kind, item, &r->env, e);
	if (key < 0 && r->zero_kind != CS_FACT_CUSTOMER &&
	    r->history->source[CS_FACT_CUSTOMER].head != NULL) {
		by->kind = CS_FACT_CUSTOMER;
		key = cs_history_key(r->history, by->kind, item, &r->env, &second);
	}
	if (key < 0) {
		/* What binds keys may have said it. */
		if (strncmp(e->msg, "--by", 4) != 0)
			cs_err_prefix(e, "--by");
		return -1;
	}
	cs_err_clear(e);
	by->key = (unsigned)key;
	return 0;
}

int
cs_retain_bind_by(struct cs_retain *r, const struct cs_str *item, size_t n, struct cs_err *e)
{
	r->by = cs_arena_new(r->arena, n + 1, sizeof *r->by);
	for (size_t i = 0; i < n; i++) {
		if (bind_item(r, item[i], &r->by[i], e) != 0)
			return -1;
		*add_key(r) = r->history->source[r->by[i].kind].def[r->by[i].key];
		for (unsigned k = 0; k + 1 < r->nkey; k++) {
			if (cs_str_eq(r->key[k].name, r->key[r->nkey - 1].name))
				return cs_err_set(e, CS_EXIT_USAGE, "--by: %.*s twice",
				    CS_STR_ARG(r->key[k].name));
		}
	}
	r->nby = r->nkey;
	return 0;
}

/* Groups of --by by the groups of the two facts that they are of: a table of open addressing. */
struct cs_retain_groups {
	struct known {
		uint64_t pair; /* of the fact, of the row of customers; 0: free */
		uint32_t group;
	} * slot;
	size_t mask, n;
};

void
cs_retain_worker_init(struct cs_retain_worker *w, const struct cs_retain *r, const void *state,
    const struct cs_sums_form *form)
{
	*w = (struct cs_retain_worker){.r = r, .state = state};
	w->own = cs_mem_new0(1, r->mode->own + 1);
	w->sums = cs_mem_new0(1, sizeof *w->sums);
	w->groups = cs_mem_new0(1, sizeof *w->groups);
	cs_sums_init(w->sums, form);
}

void
cs_retain_worker_forget(struct cs_retain_worker *w)
{
	free(w->groups->slot);
	*w->groups = (struct cs_retain_groups){.slot = NULL};
}

void
cs_retain_worker_finish(struct cs_retain_worker *w)
{
	if (w->r == NULL)
		return;
	if (w->r->mode->finish != NULL)
		w->r->mode->finish(w);
	cs_sums_finish(w->sums);
	free(w->sums);
	free(w->own);
	free(w->groups->slot);
	free(w->groups);
	*w = (struct cs_retain_worker){.r = NULL};
}

int
cs_retain_worker_merge(struct cs_retain_worker *w, struct cs_retain_worker *from, struct cs_err *e)
{
	for (int i = 0; i < CS_RETAIN_COUNTS; i++) {
		w->count[i] += from->count[i];
		from->count[i] = 0;
	}
	cs_sums_merge(w->sums, from->sums);
	cs_sums_finish(from->sums);
	cs_sums_init(from->sums, w->sums->form);
	return w->r->mode->merge != NULL ? w->r->mode->merge(w, from, e) : 0;
}

static struct known *
find(const struct cs_retain_groups *g, uint64_t pair)
{
	size_t at = cs_map_hash_number(pair) & g->mask;

	while (g->slot[at].pair != pair && g->slot[at].pair != 0)
		at = (at + 1) & g->mask;
	return &g->slot[at];
}

static void
grow(struct cs_retain_groups *g)
{
	struct cs_retain_groups old = *g;

	g->mask = old.mask != 0 ? old.mask * 2 + 1 : 255;
	g->slot = cs_mem_new0(g->mask + 1, sizeof *g->slot);
	for (size_t i = 0; old.slot != NULL && i <= old.mask; i++) {
		if (old.slot[i].pair != 0)
			*find(g, old.slot[i].pair) = old.slot[i];
	}
	free(old.slot);
}

/* The group, step by step. */
static uint32_t
make_group(struct cs_retain_worker *w, const struct cs_fact *fact, const struct cs_fact *who)
{
	const struct cs_retain *r = w->r;
	uint32_t g = 0;

	for (unsigned i = 0; i < r->nby; i++) {
		const struct cs_fact *f = r->by[i].kind == r->zero_kind ? fact : who;
		struct cs_str raw = CS_STR("\\N");

		if (f != NULL)
			raw = cs_fact_key(r->history, r->by[i].kind, f->group, r->by[i].key);
		g = cs_sums_step(w->sums, i, g, raw);
	}
	return g;
}

uint32_t
cs_retain_group(struct cs_retain_worker *w, const struct cs_fact *fact, const struct cs_fact *who)
{
	struct cs_retain_groups *g = w->groups;
	/* Never 0: a fact is there, or the lower half is 1. */
	uint64_t pair = (uint64_t)(fact != NULL ? fact->group + 2 : 1) << 32 |
			(who != NULL ? who->group + 2 : 1);
	struct known *k;

	if (w->r->nby == 0)
		return 0;
	if ((g->n + 1) * 2 > g->mask)
		grow(g);
	k = find(g, pair);
	if (k->pair == 0) {
		*k = (struct known){pair, make_group(w, fact, who)};
		g->n++;
	}
	return k->group;
}

bool
cs_retain_enter(struct cs_retain_worker *w, const struct cs_life *life, struct cs_entry *in)
{
	const struct cs_retain *r = w->r;

	*in = (struct cs_entry){.fact = cs_life_first(life, r->zero_kind)};
	if (in->fact == NULL) {
		w->count[CS_RETAIN_NO_ZERO]++;
		return false;
	}
	in->zero = in->fact->at;
	cs_leaving_stay(&r->leaving, life, in->zero, &in->stay);
	in->who = in->stay.who;
	w->count[CS_RETAIN_AHEAD] += in->stay.ahead;
	if (in->stay.state != CS_STAY_FOLLOWED) {
		w->count[CS_RETAIN_STAY + in->stay.state]++;
		return false;
	}
	w->count[CS_RETAIN_IN]++;
	in->zero_day = cs_zone_day(r->zone, in->zero);
	in->group =
	    cs_retain_group(w, in->fact, r->zero_kind == CS_FACT_CUSTOMER ? in->fact : in->who);
	return true;
}

/* Purchases before the customer's first row: kept, and counted. */
static uint64_t
early(const struct cs_life *life)
{
	const struct cs_fact *row = life->fact[CS_FACT_CUSTOMER];
	size_t n = 0;

	if (life->n[CS_FACT_CUSTOMER] == 0 || (row->bits & CS_FACT_UNDATED) != 0)
		return 0;
	while (n < life->n[CS_FACT_PURCHASE] && life->fact[CS_FACT_PURCHASE][n].at < row->at)
		n++;
	return n;
}

void
cs_retain_see(struct cs_retain_worker *w, const struct cs_life *life)
{
	bool known = life->n[CS_FACT_CUSTOMER] != 0;
	bool table = life->of->source[CS_FACT_CUSTOMER].head != NULL;
	uint64_t contacts = 0, facts = 0;

	for (size_t i = 0; i < life->n[CS_FACT_CONTACT]; i++)
		contacts += (life->fact[CS_FACT_CONTACT][i].bits & CS_FACT_LEG) == 0;
	for (int k = 0; k < CS_FACTS; k++)
		facts += life->n[k];
	w->count[CS_RETAIN_CUSTOMERS] += facts != 0;
	w->count[CS_RETAIN_CONTACTS] += contacts;
	w->count[CS_RETAIN_CONTACTS_KNOWN] += known || !table ? contacts : 0;
	w->count[CS_RETAIN_STRANGERS] += known || !table ? 0 : facts;
	w->count[CS_RETAIN_LATER] += life->odd[CS_LIFE_LATER];
	w->count[CS_RETAIN_ROWS_TWICE] += life->odd[CS_LIFE_ROW_TWICE];
	w->count[CS_RETAIN_PURCHASE_TWICE] += life->odd[CS_LIFE_PURCHASE_TWICE];
	w->count[CS_RETAIN_ANSWER_TWICE] += life->odd[CS_LIFE_ANSWER_TWICE];
	w->count[CS_RETAIN_STAYS] += known ? life->n[CS_FACT_CUSTOMER] - 1 : 0;
	w->count[CS_RETAIN_PURCHASE_EARLY] += early(life);
}

const char *
cs_retain_count_name(const struct cs_retain *r, unsigned count)
{
	static const char *const name[CS_RETAIN_MODE] = {
	    [CS_RETAIN_NO_ZERO] = "customers without a time zero that is reported",
	    [CS_RETAIN_STAY + CS_STAY_UNKNOWN] = "customers who are not in the table of customers",
	    [CS_RETAIN_STAY + CS_STAY_REVERSED] = "customers whose end is before their start",
	    [CS_RETAIN_STAY + CS_STAY_GONE] = "customers who had left by time zero",
	    [CS_RETAIN_STAY + CS_STAY_LOST] = "customers who were not followed at time zero",
	    [CS_RETAIN_AHEAD] = "customers who leave behind as-of, and are still there",
	    [CS_RETAIN_ROWS_TWICE] = "rows of customers with the same joined_at, counted once",
	    [CS_RETAIN_STAYS] = "further stays of customers who came back",
	    [CS_RETAIN_PURCHASE_TWICE] = "purchases whose id was there, counted once",
	    [CS_RETAIN_PURCHASE_EARLY] = "purchases before joined_at, which count",
	    [CS_RETAIN_ANSWER_TWICE] = "answers about the same contact, of which the first counts",
	    [CS_RETAIN_STRANGERS] = "records of customers who are not in the table of customers",
	    [CS_RETAIN_LATER] = "records behind as-of",
	};

	if (count < CS_RETAIN_MODE)
		return name[count];
	for (unsigned i = 0; r->mode->own_count != NULL && r->mode->own_count[i] != NULL; i++) {
		if (i == count - CS_RETAIN_MODE)
			return r->mode->own_count[i];
	}
	return NULL;
}
