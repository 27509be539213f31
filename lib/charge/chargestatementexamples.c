/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts that stand for what a unit was charged: see chargestatementwork.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "charge/chargestatementwork.h"
#include "charge/examples.h"
#include "charge/map.h"
#include "rec/esc.h"

enum { MILLION = 1000000 };

/* A contact that may be shown. */
struct candidate {
	struct cs_statement *s;
	struct cs_statement_example e;
};

struct collecting {
	const struct cs_charge *c;
	struct cs_statements *w;
	struct candidate *p;
	size_t n, cap;
	struct cs_ratio cost, part;
	struct cs_buf scratch;
};

/*
 * What one row of a group costs by its time, as a contact (of the rows of the group so many are
 * first legs) and as a leg: millionths of the currency. Of transfers, solutions and credits it is
 * not known which row they are of.
 */
static bool
cost_of(struct collecting *x, size_t group, int64_t handle_s, cs_i128 *micros)
{
	const struct cs_charge_price *p = x->c->price;
	const cs_i128 legs = cs_charge_get(x->c, group, CS_CHARGE_LEGS);
	const cs_i128 weight[CS_COST_UNITS] = {
	    [CS_COST_MINUTE] = handle_s > 0 ? handle_s * legs : 0,
	    [CS_COST_HOUR] = handle_s > 0 ? handle_s * legs : 0,
	    [CS_COST_CONTACT] = cs_charge_get(x->c, group, CS_CHARGE_CONTACTS),
	    [CS_COST_LEG] = legs,
	};
	size_t n;
	const size_t *use = cs_charge_price_uses(p, group, &n);

	cs_ratio_int(&x->cost, 0);
	for (size_t i = 0; i < n; i++) {
		const struct cs_charge_lot *lot = &p->lot[p->use[use[i]].lot];

		if (lot->cost == NULL)
			continue;
		cs_ratio_times(&x->part, &lot->price, weight[lot->cost->unit]);
		cs_ratio_add(&x->cost, &x->cost, &x->part);
	}
	cs_ratio_times(&x->cost, &x->cost, MILLION);
	cs_ratio_over(&x->cost, &x->cost, legs);
	return cs_ratio_round(&x->cost, micros);
}

static struct cs_str
decoded(struct collecting *x, struct cs_str raw)
{
	struct cs_str text;

	if (cs_raw_null(raw))
		return (struct cs_str){NULL, 0};
	cs_buf_reset(&x->scratch);
	(void)cs_esc_decode(raw, &x->scratch, &text);
	return cs_arena_str(&x->w->arena, text);
}

/* The examples of a group, for one of those who own it; share NULL: nobody does. */
static void
collect(struct collecting *x, size_t group, int64_t month, const struct cs_charge_share *share)
{
	const struct cs_charge *c = x->c;
	const struct cs_str none = {NULL, 0};
	const struct cs_str raw =
	    cs_charge_value(c, group, x->w->level[CS_STATEMENT_CAUSE], share, none);
	struct cs_statement *s =
	    cs_statement_find(x->w, month, share != NULL ? decoded(x, share->owner) : none);
	const struct cs_example *e;
	size_t n;

	if (s == NULL || s->closed || !cs_statement_asked(c, x->w, s))
		return;
	e = cs_examples_of(c->examples, c->sums->order[group], &n);
	for (size_t i = 0; i < n; i++) {
		struct candidate *p;
		cs_i128 micros;

		if (!cost_of(x, group, e[i].handle_s, &micros))
			continue;
		x->p = cs_mem_grow(x->p, &x->cap, x->n + 1, sizeof *x->p);
		p = &x->p[x->n++];
		p->s = s;
		p->e = (struct cs_statement_example){.cause = decoded(x, raw),
		    .contact = decoded(x, cs_str(e[i].id, e[i].n)),
		    .micros = micros,
		    .handle_s = e[i].handle_s};
	}
}

/* By statement, then dearest first, then bytes. */
static int
compare(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->s != y->s)
		return x->s < y->s ? -1 : 1;
	if (x->e.micros != y->e.micros)
		return x->e.micros > y->e.micros ? -1 : 1;
	return cs_str_cmp(x->e.contact, y->e.contact);
}

/* The first of each statement, a contact once. */
static void
deal(struct collecting *x, size_t most)
{
	if (x->n > 1)
		qsort(x->p, x->n, sizeof *x->p, compare);
	for (size_t i = 0; i < x->n; i++) {
		struct cs_statement *s = x->p[i].s;
		bool there = s->nexample == most;

		if (s->example == NULL)
			s->example = cs_arena_new(&x->w->arena, most, sizeof *s->example);
		for (size_t k = 0; k < s->nexample && !there; k++)
			there = cs_str_eq(s->example[k].contact, x->p[i].e.contact);
		if (!there)
			s->example[s->nexample++] = x->p[i].e;
	}
}

void
cs_statements_examples(const struct cs_charge *c, struct cs_statements *w)
{
	const struct cs_chargestatement_ask *ask = c->ask;
	const struct cs_str none = {NULL, 0};
	struct collecting x = {.c = c, .w = w};

	if (c->examples == NULL || ask->examples == 0)
		return;
	cs_ratio_init(&x.cost);
	cs_ratio_init(&x.part);
	for (size_t i = 0; i < c->sums->ngroup; i++) {
		const struct cs_charge_split *split = c->whose[i].charged;
		const struct cs_str raw =
		    cs_charge_value(c, i, w->level[CS_STATEMENT_MONTH], NULL, none);
		struct cs_civil day;
		int64_t month;

		if (!c->whose[i].reported || !cs_civil_parse(raw, &day))
			continue;
		month = cs_civil_days(day.year, day.month, 1);
		for (size_t k = 0; split != NULL && k < split->n; k++)
			collect(&x, i, month, &split->share[k]);
		if (split == NULL || split->n == 0)
			collect(&x, i, month, NULL);
	}
	deal(&x, (size_t)ask->examples);
	cs_ratio_finish(&x.cost);
	cs_ratio_finish(&x.part);
	cs_buf_finish(&x.scratch);
	free(x.p);
}
