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
}

void
cs_price_matches_finish(struct cs_price_matches *m)
{
	cs_map_finish(&m->combination);
	cs_arena_finish(&m->arena);
	cs_buf_finish(&m->key);
	free(m->match);
	free(m->best);
	*m = (struct cs_price_matches){.c = NULL};
}

static struct cs_str
dim_value(const struct cs_price_matches *m, size_t i, int dim)
{
	int key = m->c->bind->dim[dim];

	return key < 0 ? CS_STR("\\N") : cs_sums_key(m->c->sums, i, (unsigned)key);
}

static bool
holds(const struct cs_price_matches *m, const struct cs_cost *x, size_t i, int64_t at)
{
	if (at < x->from || at >= x->to)
		return false;
	for (int d = 0; d < CS_COST_DIMS; d++) {
		if (x->sel[d].p != NULL && !cs_str_eq(x->sel[d], dim_value(m, i, d)))
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
search(struct cs_price_matches *m, size_t i, int64_t at, struct cs_price_match *match,
    struct cs_err *e)
{
	const struct cs_costs *all = &m->c->costs;
	size_t n = 0;

	for (size_t k = 0; k < all->n; k++) {
		if (!holds(m, &all->cost[k], i, at))
			continue;
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
cs_price_match(struct cs_price_matches *m, size_t i, int64_t at, struct cs_err *e)
{
	size_t before = m->combination.n;
	uint32_t id;

	cs_buf_reset(&m->key);
	cs_buf_i64(&m->key, at);
	for (int d = 0; d < CS_COST_DIMS; d++) {
		if (m->c->bind->dim[d] < 0)
			continue;
		cs_buf_c(&m->key, '\t');
		cs_buf_str(&m->key, dim_value(m, i, d));
	}
	id = cs_map_add(&m->combination, cs_buf_all(&m->key));
	if (m->combination.n == before)
		return &m->match[id];
	m->match = cs_mem_grow(m->match, &m->cap, (size_t)id + 1, sizeof *m->match);
	return search(m, i, at, &m->match[id], e) == 0 ? &m->match[id] : NULL;
}
