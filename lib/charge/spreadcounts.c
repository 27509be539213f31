/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contacts and seconds of the lines that lots are dealt to: see spreadwork.h. By pool they are
 * those of whoever uses it, name by name: a group that uses several lots of a name is there once.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "charge/map.h"
#include "charge/spreadwork.h"

enum {
	BY_TIME = 1 << CS_COST_MINUTE | 1 << CS_COST_HOUR,
	BY_LEG = 1 << CS_COST_LEG,
	BY_CONTACT = 1 << CS_COST_CONTACT,
};

/* Uses name by name: of a group the first of each name. */
struct users {
	size_t *use, n;	      /* indices into those of the prices */
	size_t *first, nname; /* by name: where its uses begin; one more */
	cs_i128 *weight;      /* scratch, by use */
};

/* The part that counts the contacts that use something by units: any of them. -1: none does. */
static int
contacts_part(unsigned units)
{
	if ((units & (BY_LEG | BY_CONTACT)) != 0)
		return CS_CHARGE_CONTACTS;
	if ((units & ~(unsigned)BY_TIME) == 0)
		return CS_CHARGE_TIMED;
	switch (units) {
	case 1U << CS_COST_SOLVED:
		return CS_CHARGE_SOLVED;
	case 1U << CS_COST_TRANSFER:
		return CS_CHARGE_TRANSFERRED;
	case CS_CHARGE_USED_CREDITS:
		return CS_CHARGE_GIVEN;
	default:
		return -1;
	}
}

/* The same of seconds: which of them belong to legs that were transferred was not counted. */
static int
seconds_part(unsigned units)
{
	return (units & (BY_TIME | BY_LEG)) != 0 ? CS_CHARGE_HANDLE_S : -1;
}

/* A number for each name of lots, by lot. */
static uint32_t *
number_names(const struct cs_charge_price *p, size_t *n)
{
	uint32_t *name_of = cs_mem_new(p->nlot + 1, sizeof *name_of);
	struct cs_map name = CS_MAP_INIT;

	for (size_t i = 0; i < p->nlot; i++)
		name_of[i] = cs_map_add(&name, p->lot[i].name);
	*n = name.n;
	cs_map_finish(&name);
	return name_of;
}

static void
users_init(struct users *u, const struct cs_charge *c)
{
	const struct cs_charge_price *p = c->price;
	uint32_t *name_of = number_names(p, &u->nname), *seen;
	bool *taken = cs_mem_new0(p->nuse + 1, sizeof *taken);

	seen = cs_mem_new0(u->nname + 1, sizeof *seen);
	u->first = cs_mem_new0(u->nname + 2, sizeof *u->first);
	u->n = 0;
	for (size_t i = 0; i < c->sums->ngroup; i++) {
		size_t n;
		const size_t *use = cs_charge_price_uses(p, i, &n);

		for (size_t k = 0; k < n; k++) {
			uint32_t name = name_of[p->use[use[k]].lot];

			taken[use[k]] = seen[name] != i + 1;
			seen[name] = (uint32_t)i + 1;
			u->first[name + 2] += taken[use[k]];
			u->n += taken[use[k]];
		}
	}
	for (size_t name = 2; name < u->nname + 2; name++)
		u->first[name] += u->first[name - 1];
	u->use = cs_mem_new(u->n + 1, sizeof *u->use);
	for (size_t k = 0; k < p->nuse; k++) {
		if (taken[k])
			u->use[u->first[name_of[p->use[k].lot] + 1]++] = k;
	}
	u->weight = cs_mem_new(u->n + 1, sizeof *u->weight);
	free(taken);
	free(seen);
	free(name_of);
}

static void
users_finish(struct users *u)
{
	free(u->use);
	free(u->first);
	free(u->weight);
}

/* What is not known of a source is not known of any line that has part of it. */
static void
mark_unknown(struct cs_spread *s, size_t source, enum cs_spread_figure figure)
{
	for (size_t i = s->first[source]; i < s->first[source + 1]; i++) {
		if (s->leaf[i].num[0] != 0)
			s->unknown[s->rank[s->leaf[i].path[0]]] |= (uint8_t)(1U << figure);
	}
}

/* A count of those who use what has a name. */
static void
count_users(struct cs_spread *s, const struct users *u, size_t name, enum cs_spread_figure figure)
{
	const struct cs_spread_asked asked = {.n = u->first[name + 1] - u->first[name],
	    .source = u->use + u->first[name],
	    .weight = u->weight};
	cs_i128 total = 0;

	for (size_t k = 0; k < asked.n; k++) {
		const struct cs_charge_use *use = &s->c->price->use[asked.source[k]];
		int part = figure == CS_SPREAD_CONTACTS ? contacts_part(use->units)
							: seconds_part(use->units);

		u->weight[k] = 0;
		if (s->c->whose[use->group].outside)
			continue;
		if (part >= 0)
			u->weight[k] = cs_charge_get(s->c, use->group, (unsigned)part);
		total += u->weight[k];
		if (part < 0)
			mark_unknown(s, asked.source[k], figure);
	}
	cs_spread_gather(s, 0, &asked);
	cs_spread_deal(s, total, figure);
}

/* A count of all groups. */
static void
count_groups(
    struct cs_spread *s, enum cs_spread_figure figure, unsigned part, cs_i128 sum[CS_LINES])
{
	const struct cs_charge *c = s->c;
	cs_i128 *weight = cs_mem_new(c->sums->ngroup + 1, sizeof *weight), total = 0;

	for (size_t i = 0; i < c->sums->ngroup; i++) {
		const struct cs_charge_whose *w = &c->whose[i];
		enum cs_charge_line_kind kind = !w->reported	     ? CS_LINE_NOT_REPORTED
						: w->charged == NULL ? CS_LINE_UNMAPPED
								     : CS_LINE_CHARGED;

		weight[i] = w->outside ? 0 : cs_charge_get(c, i, part);
		sum[kind] += weight[i];
		total += weight[i];
	}
	if (!s->pools) {
		cs_spread_gather(
		    s, 0, &(struct cs_spread_asked){.n = c->sums->ngroup, .weight = weight});
		cs_spread_deal(s, total, figure);
	}
	free(weight);
}

void
cs_spread_counts(struct cs_spread *s)
{
	struct users u;

	count_groups(s, CS_SPREAD_CONTACTS, CS_CHARGE_CONTACTS, s->l->contacts);
	count_groups(s, CS_SPREAD_HANDLE_S, CS_CHARGE_HANDLE_S, s->l->handle_s);
	if (!s->pools)
		return;
	users_init(&u, s->c);
	for (size_t name = 0; name < u.nname; name++) {
		count_users(s, &u, name, CS_SPREAD_CONTACTS);
		count_users(s, &u, name, CS_SPREAD_HANDLE_S);
	}
	users_finish(&u);
}
