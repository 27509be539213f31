/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which costs a group pays for: see pricework.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "charge/costcheck.h"
#include "charge/pricework.h"

void
cs_price_matches_init(struct cs_price_matches *m, const struct cs_charge *c)
{
	*m = (struct cs_price_matches){.c = c};
	m->best = cs_mem_new(c->costs.n + 1, sizeof *m->best);
	m->value = cs_mem_new(c->sums->keys.n + 1, sizeof *m->value);
}

void
cs_price_matches_finish(struct cs_price_matches *m)
{
	cs_map_finish(&m->combination);
	cs_arena_finish(&m->arena);
	free(m->value);
	free(m->match);
	free(m->best);
	*m = (struct cs_price_matches){.c = NULL};
}

static struct cs_str
dim_value(const struct cs_price_matches *m, int dim)
{
	int key = m->c->bind->dim[dim];

	return key < 0 ? CS_STR("\\N") : cs_map_key(&m->c->sums->keys.value[key], m->value[key]);
}

static bool
holds(const struct cs_price_matches *m, const struct cs_cost *x, int64_t at)
{
	if (at < x->from || at >= x->to)
		return false;
	for (int d = 0; d < CS_COST_DIMS; d++) {
		if (x->sel[d].p != NULL && !cs_str_eq(x->sel[d], dim_value(m, d)))
			return false;
	}
	return true;
}

/* Takes a rate: in place of one of its name and unit that names less. -1 with *e: as much. */
static int
take_rate(struct cs_price_matches *m, size_t *n, uint32_t cost, struct cs_err *e)
{
	const struct cs_cost *all = m->c->costs.cost, *x = &all[cost];

	for (size_t k = 0; k < *n; k++) {
		const struct cs_cost *other = &all[m->best[k]];

		if (!other->rate || other->unit != x->unit || !cs_str_eq(other->pool, x->pool))
			continue;
		if (other->nsel == x->nsel)
			return cs_costs_conflict(
			    other, x, "name as much, and both are for some leg of the contacts", e);
		if (other->nsel < x->nsel)
			m->best[k] = cost;
		return 0;
	}
	m->best[(*n)++] = cost;
	return 0;
}

static int
search(struct cs_price_matches *m, struct cs_price_match *match, struct cs_err *e)
{
	const struct cs_costs *all = &m->c->costs;
	const unsigned stretch = m->c->bind->stretch;
	size_t n = 0;

	*match = (struct cs_price_match){.n = 0};
	match->timed = cs_time_parse(
	    cs_map_key(&m->c->sums->keys.value[stretch], m->value[stretch]), &match->at);
	for (size_t k = 0; match->timed && k < all->n; k++) {
		if (!holds(m, &all->cost[k], match->at))
			continue;
		match->priced = match->priced || all->cost[k].unit != CS_COST_NONE;
		if (!all->cost[k].rate)
			m->best[n++] = (uint32_t)k;
		else if (take_rate(m, &n, (uint32_t)k, e) != 0)
			return -1;
	}
	match->n = n;
	match->cost = cs_arena_new(&m->arena, n + 1, sizeof *match->cost);
	memcpy(match->cost, m->best, n * sizeof *match->cost);
	return 0;
}

const struct cs_price_match *
cs_price_match(struct cs_price_matches *m, size_t i, struct cs_err *e)
{
	const struct cs_charge_binding *b = m->c->bind;
	const struct cs_sums *sums = m->c->sums;
	size_t before = m->combination.n, n = 0;
	uint32_t id, decides[1 + CS_COST_DIMS];

	cs_keys_values(&sums->keys, sums->order[i], m->value);
	decides[n++] = m->value[b->stretch];
	for (int d = 0; d < CS_COST_DIMS; d++) {
		if (b->dim[d] >= 0)
			decides[n++] = m->value[b->dim[d]];
	}
	id = cs_map_add(&m->combination, cs_str((const char *)decides, n * sizeof *decides));
	if (m->combination.n == before)
		return &m->match[id];
	m->match = cs_mem_grow(m->match, &m->cap, (size_t)id + 1, sizeof *m->match);
	return search(m, &m->match[id], e) == 0 ? &m->match[id] : NULL;
}
