/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which costs a group pays for: see pricework.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "charge/costcheck.h"
#include "charge/pricework.h"

/* The set of columns that a cost names. */
static unsigned
mask_of(const struct cs_cost *x)
{
	unsigned mask = 0;

	for (unsigned d = 0; d < CS_COST_DIMS; d++)
		mask |= x->sel[d].p != NULL ? 1U << d : 0;
	return mask;
}

/* What costs of a set of columns are found by, but for the values. */
static void
begin_key(struct cs_price_matches *m, unsigned mask)
{
	cs_buf_reset(&m->key);
	cs_buf_i64(&m->key, mask);
}

static void
add_value(struct cs_price_matches *m, struct cs_str raw)
{
	cs_buf_c(&m->key, '\t');
	cs_buf_str(&m->key, raw);
}

/* Chains of costs that name the same, each in the order of their rows. */
static void
chain(struct cs_price_matches *m, uint32_t cost)
{
	const struct cs_cost *x = &m->c->costs.cost[cost];
	unsigned mask = mask_of(x), k = 0;
	size_t before = m->named.n;
	uint32_t id;

	while (k < m->nmask && m->mask[k] != mask)
		k++;
	if (k == m->nmask)
		m->mask[m->nmask++] = mask;
	begin_key(m, mask);
	for (int d = 0; d < CS_COST_DIMS; d++) {
		if (x->sel[d].p != NULL)
			add_value(m, x->sel[d]);
	}
	id = cs_map_add(&m->named, cs_buf_all(&m->key));
	m->next[cost] = m->named.n != before ? CS_MAP_NONE : m->first[id];
	m->first[id] = cost;
}

void
cs_price_matches_init(struct cs_price_matches *m, const struct cs_charge *c)
{
	*m = (struct cs_price_matches){.c = c};
	m->best = cs_mem_new(c->costs.n + 1, sizeof *m->best);
	m->value = cs_mem_new(c->sums->keys.n + 1, sizeof *m->value);
	m->tie = cs_mem_new(c->costs.n + 1, sizeof *m->tie);
	m->first = cs_mem_new(c->costs.n + 1, sizeof *m->first);
	m->next = cs_mem_new(c->costs.n + 1, sizeof *m->next);
	for (size_t i = c->costs.n; i-- > 0;)
		chain(m, (uint32_t)i);
}

void
cs_price_matches_finish(struct cs_price_matches *m)
{
	cs_map_finish(&m->combination);
	cs_arena_finish(&m->arena);
	free(m->value);
	free(m->match);
	free(m->best);
	free(m->tie);
	free(m->first);
	free(m->next);
	cs_map_finish(&m->named);
	cs_buf_finish(&m->key);
	*m = (struct cs_price_matches){.c = NULL};
}

static struct cs_str
dim_value(const struct cs_price_matches *m, int dim)
{
	int key = m->c->bind->dim[dim];

	return key < 0 ? CS_STR("\\N") : cs_map_key(&m->c->sums->keys.value[key], m->value[key]);
}

/* Takes a rate: in place of one of its name and unit that names less. */
static void
take_rate(struct cs_price_matches *m, size_t *n, uint32_t cost)
{
	const struct cs_cost *all = m->c->costs.cost, *x = &all[cost];
	size_t k = 0;

	for (; k < *n; k++) {
		const struct cs_cost *other = &all[m->best[k]];

		if (other->rate && other->unit == x->unit && cs_str_eq(other->pool, x->pool))
			break;
	}
	if (k < *n && all[m->best[k]].nsel > x->nsel)
		return;
	if (k < *n && all[m->best[k]].nsel == x->nsel) {
		m->tie[k] = cost;
		return;
	}
	m->best[k] = cost;
	m->tie[k] = CS_MAP_NONE;
	*n += k == *n;
}

/* Takes the costs of a set of columns that name the values of the group at hand, and hold then. */
static void
take_named(struct cs_price_matches *m, int64_t at, unsigned mask, size_t *n)
{
	uint32_t id;

	begin_key(m, mask);
	for (int d = 0; d < CS_COST_DIMS; d++) {
		if ((mask >> d & 1) != 0)
			add_value(m, dim_value(m, d));
	}
	id = cs_map_find(&m->named, cs_buf_all(&m->key));
	if (id == CS_MAP_NONE)
		return;
	for (uint32_t k = m->first[id]; k != CS_MAP_NONE; k = m->next[k]) {
		const struct cs_cost *x = &m->c->costs.cost[k];

		if (at < x->from || at >= x->to)
			continue;
		if (x->rate) {
			take_rate(m, n, k);
			continue;
		}
		m->best[*n] = k;
		m->tie[(*n)++] = CS_MAP_NONE;
	}
}

const struct cs_str cs_price_credits = CS_STR_INIT("credits");

/* Whether what a cost comes to is asked for: lots of other times are none. */
static bool
concerns(const struct cs_charge *c, const struct cs_cost *x, int64_t at)
{
	int64_t from = x->from, to = x->to;

	if (x->rate)
		cs_charge_month(c->zone, at, &from, &to);
	return from < c->to && to > c->from;
}

/* By what all that has the name of a cost is used; a name may have several prices. */
static void
find_units(struct cs_price_matches *m, struct cs_price_match *match)
{
	const struct cs_charge *c = m->c;
	struct cs_map name = CS_MAP_INIT;
	uint8_t *units = cs_mem_new0(match->n + 1, sizeof *units);

	units[cs_map_add(&name, cs_price_credits)] = CS_CHARGE_USED_CREDITS;
	for (size_t k = 0; k < match->n; k++) {
		const struct cs_cost *x = &c->costs.cost[match->cost[k]];
		uint32_t id = cs_map_add(&name, x->pool);

		if (x->unit != CS_COST_NONE && concerns(c, x, match->at))
			units[id] |= (uint8_t)(1U << x->unit);
	}
	for (size_t k = 0; k < match->n; k++)
		match->units[k] = units[cs_map_find(&name, c->costs.cost[match->cost[k]].pool)];
	match->credit_units = units[0];
	free(units);
	cs_map_finish(&name);
}

static int
search(struct cs_price_matches *m, struct cs_price_match *match, struct cs_err *e)
{
	const struct cs_cost *all = m->c->costs.cost;
	const unsigned stretch = m->c->bind->stretch;
	size_t n = 0;

	*match = (struct cs_price_match){.n = 0};
	match->timed = cs_time_parse(
	    cs_map_key(&m->c->sums->keys.value[stretch], m->value[stretch]), &match->at);
	for (unsigned k = 0; match->timed && k < m->nmask; k++)
		take_named(m, match->at, m->mask[k], &n);
	for (size_t k = 0; k < n; k++) {
		if (m->tie[k] != CS_MAP_NONE)
			return cs_costs_conflict(&all[m->best[k]], &all[m->tie[k]],
			    "name as much, and both are for some leg of the contacts", e);
		match->priced = match->priced || all[m->best[k]].unit != CS_COST_NONE;
	}
	match->n = n;
	match->cost = cs_arena_new(&m->arena, n + 1, sizeof *match->cost);
	memcpy(match->cost, m->best, n * sizeof *match->cost);
	match->units = cs_arena_new(&m->arena, n + 1, sizeof *match->units);
	find_units(m, match);
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
