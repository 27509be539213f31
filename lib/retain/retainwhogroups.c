/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose customer somebody is: see retainwho.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "retain/retainwhowork.h"

/* The group of a contact's row and the strata of time zero. */
static uint32_t
group_of(struct cs_retain_worker *w, const struct cs_entry *in, const struct cs_fact *row)
{
	const struct cs_retainwho *s = w->state;
	const struct cs_retain *r = w->r;
	struct cs_cells *c = ((struct cs_who_own *)w->own)->cells;
	uint32_t g = 0;

	for (size_t i = 0; i < s->nkey; i++) {
		const struct cs_who_key *k = &s->key[i];
		const struct cs_fact *f = i < s->ask->n		       ? row
					  : k->fact == CS_FACT_CONTACT ? in->fact
								       : in->who;
		struct cs_str raw = CS_STR("\\N");

		if (f != NULL)
			raw = cs_fact_key(r->history, k->fact, f->group, k->key);
		g = cs_keys_step(&c->keys, (unsigned)i, g, cs_map_add(&c->keys.value[i], raw));
	}
	cs_cells_room(c);
	return g;
}

/* True when a row says who had the contact, and there was anything to do but to end it. */
static bool
named(const struct cs_retain_worker *w, const struct cs_fact *row)
{
	const struct cs_retainwho *s = w->state;

	if (cs_retain_cancels(row))
		return false;
	for (size_t i = 0; i < s->ask->n; i++)
		if (cs_str_eqz(
			cs_fact_key(w->r->history, CS_FACT_CONTACT, row->group, s->key[i].key),
			"\\N"))
			return false;
	return true;
}

/* A row that deals with the customer, of what counts. */
struct rows {
	const struct cs_life *life;
	const struct cs_fact *at, *end; /* with a landmark: those until then */
	bool all;
};

/* The next; NULL: no more. Without a landmark the legs of the contact. */
static const struct cs_fact *
next(struct rows *r)
{
	const struct cs_fact *f = r->at, *first = r->life->fact[CS_FACT_CONTACT];

	if (f == NULL)
		return NULL;
	if (r->all)
		r->at = f + 1 < r->end ? f + 1 : NULL;
	else
		r->at = f->next == UINT32_MAX ? NULL : first + f->next;
	return f;
}

static struct rows
rows_of(const struct cs_retain *r, const struct cs_life *life, const struct cs_entry *in)
{
	const struct cs_fact *first = life->fact[CS_FACT_CONTACT];
	struct rows rows = {.life = life, .at = in->fact, .all = r->has_landmark};
	int64_t end;

	if (!rows.all)
		return rows;
	end = cs_horizon_end(&r->landmark, r->zone, in->zero);
	rows.end = in->fact;
	while (rows.end < first + life->n[CS_FACT_CONTACT] && rows.end->at < end)
		rows.end++;
	return rows;
}

static void
add_group(struct cs_who_own *own, uint32_t g)
{
	for (size_t i = 0; i < own->n; i++)
		if (own->group[i] == g)
			return;
	own->group = cs_mem_grow(own->group, &own->cap, own->n + 1, sizeof *own->group);
	own->group[own->n++] = g;
}

/* The units of all rows; and the one of the last. */
static uint32_t
all_groups(
    struct cs_retain_worker *w, const struct cs_entry *in, struct rows rows, struct cs_who_own *own)
{
	const struct cs_fact *f;
	uint32_t last = CS_GROUP_NONE;

	while ((f = next(&rows)) != NULL) {
		if (!named(w, f))
			continue;
		last = group_of(w, in, f);
		add_group(own, last);
	}
	return last;
}

/* The one with most time. There are few units and may be many rows. */
static uint32_t
most_minutes(struct cs_retain_worker *w, const struct cs_entry *in, struct rows rows,
    const struct cs_who_own *own)
{
	const struct cs_retainwho *s = w->state;
	int64_t *spent = cs_mem_new0(own->n, sizeof *spent);
	const struct cs_fact *f;
	size_t best = 0;
	uint32_t g;

	while ((f = next(&rows)) != NULL) {
		int64_t v = cs_fact_number(rows.life, f, s->minutes);
		size_t i = 0;

		if (!named(w, f) || v == CS_FACT_NULL || v < 0)
			continue;
		g = group_of(w, in, f);
		while (own->group[i] != g)
			i++;
		spent[i] = spent[i] > INT64_MAX - v ? INT64_MAX : spent[i] + v;
	}
	/* Units stand in the order in which they came first. */
	for (size_t i = 1; i < own->n; i++)
		if (spent[i] >= spent[best])
			best = i;
	g = own->group[best];
	free(spent);
	return g;
}

void
cs_who_groups(struct cs_retain_worker *w, const struct cs_life *life, const struct cs_entry *in,
    struct cs_who_own *own)
{
	const struct cs_retainwho *s = w->state;
	struct rows rows = rows_of(w->r, life, in);
	uint32_t last;

	own->n = 0;
	last = all_groups(w, in, rows, own);
	w->count[CS_RETAIN_MODE + CS_WHO_SEVERAL] += own->n > 1;
	if (own->n == 0) {
		/* Nobody took it. */
		add_group(own, group_of(w, in, in->fact));
		return;
	}
	if (s->ask->share == CS_WHO_EQUAL || own->n == 1)
		return;
	if (s->ask->share == CS_WHO_MINUTES)
		last = most_minutes(w, in, rows, own);
	own->n = 0;
	add_group(own, last);
}
