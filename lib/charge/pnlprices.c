/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What weeks cost in a decision's P&L, at the prices of the weeks after: see pnlwork.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "charge/chargerun.h"
#include "charge/pnlwork.h"

static const unsigned part_of[CS_COST_UNITS] = {
    [CS_COST_MINUTE] = CS_CHARGE_HANDLE_S,
    [CS_COST_CONTACT] = CS_CHARGE_CONTACTS,
    [CS_COST_LEG] = CS_CHARGE_LEGS,
    [CS_COST_TRANSFER] = CS_CHARGE_TRANSFERS,
    [CS_COST_SOLVED] = CS_CHARGE_SOLVED,
};

static bool
is_unit(int u)
{
	return u != CS_COST_HOUR && u != CS_COST_NONE;
}

static void
place_init(struct cs_pnl_place *x)
{
	for (int u = 0; u < CS_COST_UNITS; u++) {
		cs_ratio_init(&x->price[u]);
		cs_ratio_init(&x->avoidable[u]);
	}
}

static void
place_finish(struct cs_pnl_place *x)
{
	for (int u = 0; u < CS_COST_UNITS; u++) {
		cs_ratio_finish(&x->price[u]);
		cs_ratio_finish(&x->avoidable[u]);
	}
}

void
cs_pnl_prices_init(struct cs_pnl *p)
{
	p->place = cs_mem_new0(CS_PNL_PLACES, sizeof *p->place);
	for (int i = 0; i < CS_PNL_PLACES; i++)
		place_init(&p->place[i]);
	place_init(&p->all);
	cs_ratio_init(&p->own_cost);
	p->avoidable_known = true;
}

void
cs_pnl_prices_finish(struct cs_pnl *p)
{
	for (int i = 0; i < CS_PNL_PLACES; i++)
		place_finish(&p->place[i]);
	free(p->place);
	p->place = NULL;
	place_finish(&p->all);
	cs_ratio_finish(&p->own_cost);
	cs_map_finish(&p->places);
	cs_buf_finish(&p->name);
}

/* Where the i-th group was handled: the columns that costs look at, each behind a zero byte. Never
 * without bytes. */
static struct cs_str
name_of(struct cs_pnl *p, const struct cs_charge *c, size_t i)
{
	cs_buf_reset(&p->name);
	cs_buf_c(&p->name, 0);
	for (int d = 0; d < CS_COST_DIMS; d++) {
		if (c->bind->dim[d] < 0)
			continue;
		cs_buf_str(&p->name, cs_sums_key(c->sums, i, (unsigned)c->bind->dim[d]));
		cs_buf_c(&p->name, 0);
	}
	return cs_buf_all(&p->name);
}

static void
add_use(struct cs_pnl_place *x, const struct cs_charge *c, size_t i)
{
	for (int u = 0; u < CS_COST_UNITS; u++)
		x->used[u] += is_unit(u) ? cs_charge_get(c, i, part_of[u]) : 0;
}

void
cs_pnl_prices_add(struct cs_pnl *p, const struct cs_charge *c, size_t i, bool own)
{
	const uint32_t id = cs_map_add(&p->places, name_of(p, c, i));
	struct cs_pnl_place *to[] = {&p->all, id < CS_PNL_PLACES ? &p->place[id] : NULL};
	size_t n;
	const size_t *use = cs_charge_price_uses(c->price, i, &n);
	struct cs_ratio cost, avoidable;
	bool priced = false;

	cs_ratio_init(&cost);
	cs_ratio_init(&avoidable);
	for (int k = 0; k < 2 && to[k] != NULL; k++)
		add_use(to[k], c, i);
	for (size_t k = 0; k < n; k++) {
		const struct cs_charge_use *x = &c->price->use[use[k]];
		const struct cs_charge_lot *lot = &c->price->lot[x->lot];
		int unit;

		if (lot->kind == CS_CHARGE_CREDITED)
			continue;
		priced = true;
		unit = lot->cost->unit == CS_COST_HOUR ? CS_COST_MINUTE : (int)lot->cost->unit;
		cs_ratio_times(&cost, &lot->price, x->weight);
		cs_ratio_int(&avoidable, 0);
		if (lot->has_avoidable)
			cs_ratio_mul(&avoidable, &cost, &lot->avoidable);
		p->avoidable_known = p->avoidable_known && lot->has_avoidable;
		if (own)
			cs_ratio_add(&p->own_cost, &p->own_cost, &cost);
		for (int t = 0; t < 2 && to[t] != NULL; t++) {
			cs_ratio_add(&to[t]->price[unit], &to[t]->price[unit], &cost);
			cs_ratio_add(&to[t]->avoidable[unit], &to[t]->avoidable[unit], &avoidable);
		}
	}
	cs_ratio_finish(&cost);
	cs_ratio_finish(&avoidable);
	p->unpriced += priced ? 0 : cs_charge_get(c, i, CS_CHARGE_LEGS);
}

/* From what all of a unit cost to what one of it costs. */
static void
divide(struct cs_pnl_place *x)
{
	for (int u = 0; u < CS_COST_UNITS; u++) {
		if (x->used[u] == 0)
			continue;
		cs_ratio_over(&x->price[u], &x->price[u], x->used[u]);
		cs_ratio_over(&x->avoidable[u], &x->avoidable[u], x->used[u]);
	}
}

void
cs_pnl_prices_make(struct cs_pnl *p)
{
	for (int i = 0; i < CS_PNL_PLACES; i++)
		divide(&p->place[i]);
	divide(&p->all);
}

void
cs_pnl_prices_lay(struct cs_pnl *p, const struct cs_charge *c, size_t i, struct cs_pnl_week *week)
{
	const uint32_t id = cs_map_find(&p->places, name_of(p, c, i));
	const struct cs_pnl_place *here = id < CS_PNL_PLACES ? &p->place[id] : &p->all;
	struct cs_ratio of;

	cs_ratio_init(&of);
	for (int u = 0; u < CS_COST_UNITS; u++) {
		const cs_i128 use = is_unit(u) ? cs_charge_get(c, i, part_of[u]) : 0;
		const struct cs_pnl_place *x = here->used[u] != 0 ? here : &p->all;

		if (use == 0)
			continue;
		cs_ratio_times(&of, &x->price[u], use);
		cs_ratio_add(&week->cost, &week->cost, &of);
		cs_ratio_times(&of, &x->avoidable[u], use);
		cs_ratio_add(&week->avoidable, &week->avoidable, &of);
	}
	cs_ratio_finish(&of);
}
