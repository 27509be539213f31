/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prices laid over sums: see price.h. */
#include "charge/price.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "charge/allot.h"
#include "charge/exchange.h"
#include "charge/lay.h"
#include "charge/pricework.h"

/* A lot as it is found: what there may be more than one of. */
struct found {
	enum cs_charge_kind kind;
	uint32_t cost; /* its index; of credits 0: given, 1: taken back */
	int32_t code;  /* of credits: the currency */
	int64_t at;    /* where its stretch begins, if exchange depends on it; else its month */
	int64_t when;  /* at which it is exchanged */
};

struct making {
	struct cs_charge_price *p;
	const struct cs_charge *c;
	struct cs_price_matches matches;
	struct cs_map key; /* what a lot is known by -> its number as it was found */
	struct found *found;
	struct last {
		int64_t at, when; /* lot = 0: none yet */
		uint32_t lot;
	} * last; /* by cost: its lot that was used last, plus 1 */
	size_t found_cap, use_cap;
	struct cs_buf text;
};

/* What of a group a unit counts. */
static cs_i128
weight_of(const struct cs_charge *c, size_t i, enum cs_cost_unit unit)
{
	static const unsigned part[CS_COST_UNITS] = {
	    [CS_COST_MINUTE] = CS_CHARGE_HANDLE_S,
	    [CS_COST_HOUR] = CS_CHARGE_HANDLE_S,
	    [CS_COST_CONTACT] = CS_CHARGE_CONTACTS,
	    [CS_COST_LEG] = CS_CHARGE_LEGS,
	    [CS_COST_TRANSFER] = CS_CHARGE_TRANSFERS,
	    [CS_COST_SOLVED] = CS_CHARGE_SOLVED,
	};

	return unit == CS_COST_NONE ? 0 : cs_charge_get(c, i, part[unit]);
}

static uint32_t
lot_of(struct making *m, const struct found *f)
{
	struct cs_charge_price *p = m->p;
	size_t before = m->key.n;
	uint32_t id;

	cs_buf_reset(&m->text);
	cs_buf_printf(&m->text, "%d %lu %ld %lld", (int)f->kind, (unsigned long)f->cost,
	    (long)f->code, (long long)f->at);
	id = cs_map_add(&m->key, cs_buf_all(&m->text));
	if (m->key.n != before) {
		m->found = cs_mem_grow(m->found, &m->found_cap, m->key.n, sizeof *m->found);
		m->found[id] = *f;
		p->nlot = m->key.n;
	}
	return id;
}

static void
add_use(struct making *m, uint32_t lot, size_t group, cs_i128 weight, uint8_t units)
{
	struct cs_charge_price *p = m->p;

	p->use = cs_mem_grow(p->use, &m->use_cap, p->nuse + 1, sizeof *p->use);
	p->use[p->nuse++] = (struct cs_charge_use){lot, (uint32_t)group, weight, units};
}

/* The lot of a cost: mostly that which it had last. */
static uint32_t
lot_of_cost(struct making *m, const struct found *f)
{
	struct last *last = &m->last[f->cost];

	if (last->lot == 0 || last->at != f->at || last->when != f->when)
		*last = (struct last){f->at, f->when, lot_of(m, f) + 1};
	return last->lot - 1;
}

/* Whether a currency is another than that which is reported; unnamed it is that one. */
static bool
foreign(const struct cs_charge *c, struct cs_str currency)
{
	return currency.n != 0 && !cs_str_eq(currency, c->currency);
}

static void
use_costs(struct making *m, const struct cs_price_match *match, size_t i, int64_t at)
{
	const struct cs_charge *c = m->c;

	for (size_t k = 0; k < match->n; k++) {
		const struct cs_cost *x = &c->costs.cost[match->cost[k]];
		struct found f = {.kind = CS_CHARGE_POOL, .cost = match->cost[k]};
		cs_i128 weight;
		int64_t to;

		if (x->rate) {
			f.kind = CS_CHARGE_RATE;
			cs_charge_month(c->zone, at, &f.at, &to);
			f.when = at;
			if (foreign(c, x->currency))
				f.at = at;
		}
		weight = weight_of(c, i, x->unit);
		if (weight != 0)
			add_use(m, lot_of_cost(m, &f), i, weight, match->units[k]);
	}
}

static void
use_credits(struct making *m, const struct cs_price_match *match, size_t i, int64_t at)
{
	static const unsigned part[] = {CS_CHARGE_CREDIT, CS_CHARGE_CREDIT_BACK};
	const struct cs_charge *c = m->c;

	for (uint32_t back = 0; back < 2; back++) {
		size_t n;
		const struct cs_sum *sum = cs_sums_part(c->sums, i, part[back], &n);

		for (size_t k = 0; k < n; k++) {
			struct found f = {CS_CHARGE_CREDITED, back, sum[k].t, 0, at};
			char text[4];
			int64_t to;

			cs_charge_month(c->zone, at, &f.at, &to);
			if (sum[k].t != 0 && foreign(c, cs_charge_code_text(sum[k].t, text)))
				f.at = at;
			if (sum[k].v != 0)
				add_use(m, lot_of(m, &f), i, sum[k].v, match->credit_units);
		}
	}
}

/* Who uses what, by group; lots in the order in which they are found. */
static int
find_uses(struct making *m, struct cs_err *e)
{
	const struct cs_charge *c = m->c;
	struct cs_charge_price *p = m->p;

	for (size_t i = 0; i < c->sums->ngroup; i++) {
		const struct cs_price_match *match = cs_price_match(&m->matches, i, e);

		if (match == NULL)
			return -1;
		if (match->timed) {
			use_costs(m, match, i, match->at);
			use_credits(m, match, i, match->at);
		} else if (c->whose[i].reported) {
			p->undated_credits += cs_charge_get(c, i, CS_CHARGE_CREDITS);
		}
		if (c->whose[i].reported && !match->priced)
			p->unpriced_legs += cs_charge_get(c, i, CS_CHARGE_LEGS);
	}
	return 0;
}

/* Pools that nothing uses are lots as well. */
static void
find_idle(struct making *m)
{
	const struct cs_charge *c = m->c;

	for (size_t k = 0; k < c->costs.npool; k++) {
		const struct cs_cost *x = &c->costs.cost[k];
		struct found f = {.kind = CS_CHARGE_POOL, .cost = (uint32_t)k};

		if (x->from < c->to && x->to > c->from)
			(void)lot_of(m, &f);
	}
}

static int
compare_found(const void *pa, const void *pb, void *ctx)
{
	const struct found *all = ctx, *a = &all[*(const uint32_t *)pa],
			   *b = &all[*(const uint32_t *)pb];

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->cost != b->cost)
		return a->cost < b->cost ? -1 : 1;
	if (a->code != b->code)
		return a->code < b->code ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

/* A pool that has uses only outside of what is reported, and is not about it, is left out. */
static bool
concerns(const struct cs_charge *c, const struct found *f)
{
	int64_t from, to;

	if (f->kind == CS_CHARGE_POOL) {
		const struct cs_cost *x = &c->costs.cost[f->cost];

		return x->from < c->to && x->to > c->from;
	}
	cs_charge_month(c->zone, f->when, &from, &to);
	return from < c->to && to > c->from;
}

/* Puts lots in order, drops those that are not asked for, and puts uses behind their lots. */
static void
order(struct making *m)
{
	struct cs_charge_price *p = m->p;
	uint32_t *by = cs_mem_new(p->nlot + 1, sizeof *by),
		 *place = cs_mem_new(p->nlot + 1, sizeof *place);
	struct found *sorted = cs_mem_new(p->nlot + 1, sizeof *sorted);
	struct cs_charge_use *use = cs_mem_new(p->nuse + 1, sizeof *use);
	size_t n = 0, *first;

	for (size_t i = 0; i < p->nlot; i++)
		by[i] = (uint32_t)i;
	if (p->nlot != 0)
		qsort_r(by, p->nlot, sizeof *by, compare_found, m->found);
	for (size_t i = 0; i < p->nlot; i++) {
		place[by[i]] = UINT32_MAX;
		if (!concerns(m->c, &m->found[by[i]]))
			continue;
		place[by[i]] = (uint32_t)n;
		sorted[n++] = m->found[by[i]];
	}
	p->lot = cs_mem_new0(n + 1, sizeof *p->lot);
	first = cs_mem_new0(n + 2, sizeof *first);
	for (size_t i = 0; i < p->nuse; i++) {
		if (place[p->use[i].lot] != UINT32_MAX)
			first[place[p->use[i].lot] + 1]++;
	}
	for (size_t i = 0; i < n; i++) {
		p->lot[i].first = first[i];
		p->lot[i].n = first[i + 1];
		first[i + 1] += first[i];
	}
	for (size_t i = 0; i < p->nuse; i++) {
		struct cs_charge_use u = p->use[i];

		u.lot = place[u.lot];
		if (u.lot != UINT32_MAX)
			use[first[u.lot]++] = u;
	}
	p->nuse = n != 0 ? p->lot[n - 1].first + p->lot[n - 1].n : 0;
	p->nlot = n;
	free(p->use);
	free(m->found);
	p->use = use;
	m->found = sorted;
	free(first);
	free(place);
	free(by);
}

static int
too_large(const struct cs_charge_lot *l, struct cs_err *e)
{
	return cs_err_set(e, CS_EXIT_DATA, "%.*s: the total is too large", CS_STR_ARG(l->name));
}

/* What a lot is of, in the currency that is reported; *rate is the exchange. */
static int
exchange(const struct making *m, const struct found *f, struct cs_charge_lot *l,
    struct cs_ratio *rate, struct cs_err *e)
{
	const struct cs_charge *c = m->c;
	struct cs_buf who = CS_BUF_INIT;
	struct cs_str currency;
	char text[4];
	int result = 0;

	if (l->cost != NULL) {
		currency = l->cost->currency;
		cs_buf_printf(&who, "%s:%llu: %.*s", l->cost->file,
		    (unsigned long long)l->cost->line, CS_STR_ARG(l->name));
	} else {
		currency = f->code != 0 ? cs_charge_code_text(f->code, text) : c->currency;
		cs_buf_z(&who, "credits");
	}
	if (foreign(c, currency)) {
		result = cs_charge_exchange_at(c->exchange, currency, c->currency,
		    f->kind == CS_CHARGE_POOL ? l->from : f->when, rate, e);
		if (result != 0)
			cs_err_prefix(e, "%s", cs_buf_cstr(&who));
	} else {
		cs_ratio_int(rate, 1);
	}
	cs_buf_finish(&who);
	return result;
}

/* Amount, price and base of a pool whose uses are known; laid: what services make of it, NULL where
 * they change nothing. */
static void
value_pool(struct cs_charge_lot *l, const struct cs_charge_laid *laid, const struct cs_ratio *rate)
{
	const struct cs_cost *x = l->cost;

	if (laid != NULL) {
		cs_ratio_set(&l->amount, &laid->amount);
		l->has_avoidable = laid->has_avoidable;
		cs_ratio_set(&l->avoidable, &laid->avoidable);
	} else {
		cs_ratio_dec(&l->amount, x->amount);
		cs_ratio_mul(&l->amount, &l->amount, rate);
	}
	l->base = x->has_capacity ? x->capacity : l->used;
	l->over = l->used > l->base;
	l->base = l->over ? l->used : l->base;
	if (l->base != 0)
		cs_ratio_over(&l->price, &l->amount, l->base);
}

/* The same of a rate, or of credits. */
static void
value(struct cs_charge_lot *l, const struct found *f, const struct cs_ratio *rate)
{
	if (l->kind == CS_CHARGE_RATE) {
		cs_ratio_dec(&l->price, l->cost->amount);
		if (l->cost->unit == CS_COST_MINUTE)
			cs_ratio_over(&l->price, &l->price, 60);
		else if (l->cost->unit == CS_COST_HOUR)
			cs_ratio_over(&l->price, &l->price, 3600);
	} else {
		cs_ratio_quotient(&l->price, f->cost == 0 ? 1 : -1, 1000000);
	}
	cs_ratio_mul(&l->price, &l->price, rate);
	cs_ratio_times(&l->amount, &l->price, l->used);
	l->base = l->used;
}

/* The total in minor units, and what of it nobody used. */
static int
settle(const struct cs_charge *c, struct cs_charge_lot *l, struct cs_err *e)
{
	struct cs_ratio *part = cs_ratios_new(2);
	cs_i128 scale = 1, dealt[2];
	int result = 0;

	for (int i = 0; i < c->digits; i++)
		scale *= 10;
	cs_ratio_times(&part[0], &l->amount, scale);
	if (!cs_ratio_round(&part[0], &l->total))
		result = too_large(l, e);
	cs_ratio_int(&part[0], l->used);
	cs_ratio_int(&part[1], l->base - l->used);
	l->unallocated = 0;
	l->unused = 0;
	if (result == 0 && !cs_allot(l->total, part, 2, dealt))
		l->unallocated = l->total;
	else if (result == 0)
		l->unused = dealt[1];
	cs_ratios_free(part, 2);
	return result;
}

static int
make_lot(struct making *m, size_t i, struct cs_err *e)
{
	const struct found *f = &m->found[i];
	struct cs_charge_lot *l = &m->p->lot[i];
	struct cs_ratio rate;
	int result;

	l->kind = f->kind;
	l->name = cs_price_credits;
	l->has_avoidable = true;
	cs_ratio_int(&l->avoidable, 1);
	cs_charge_month(m->c->zone, f->when, &l->from, &l->to);
	if (f->kind != CS_CHARGE_CREDITED) {
		l->cost = &m->c->costs.cost[f->cost];
		l->name = l->cost->pool;
		l->has_avoidable = l->cost->has_avoidable;
		cs_ratio_dec(&l->avoidable, l->cost->avoidable);
	}
	if (f->kind == CS_CHARGE_POOL) {
		l->from = l->cost->from;
		l->to = l->cost->to;
	}
	for (size_t k = l->first; k < l->first + l->n; k++) {
		if (__builtin_add_overflow(l->used, m->p->use[k].weight, &l->used))
			return too_large(l, e);
	}
	cs_ratio_init(&rate);
	result = exchange(m, f, l, &rate, e);
	if (result == 0) {
		const struct cs_charge_laid *laid =
		    l->kind == CS_CHARGE_POOL && m->c->laid != NULL ? &m->c->laid[f->cost] : NULL;

		if (l->kind == CS_CHARGE_POOL)
			value_pool(l, laid != NULL && laid->changed ? laid : NULL, &rate);
		else
			value(l, f, &rate);
		result = settle(m->c, l, e);
	}
	cs_ratio_finish(&rate);
	return result;
}

int
cs_charge_price_make(struct cs_charge_price *p, const struct cs_charge *c, struct cs_err *e)
{
	struct making m = {.p = p, .c = c, .key = CS_MAP_INIT};
	int result;

	*p = (struct cs_charge_price){.nlot = 0};
	cs_price_matches_init(&m.matches, c);
	m.last = cs_mem_new0(c->costs.n + 1, sizeof *m.last);
	result = find_uses(&m, e);
	if (result == 0) {
		find_idle(&m);
		order(&m);
		for (size_t i = 0; i < p->nlot; i++) {
			cs_ratio_init(&p->lot[i].amount);
			cs_ratio_init(&p->lot[i].price);
			cs_ratio_init(&p->lot[i].avoidable);
		}
		for (size_t i = 0; i < p->nlot && result == 0; i++)
			result = make_lot(&m, i, e);
		cs_price_index(p, c->sums->ngroup);
	} else {
		p->nlot = 0;
	}
	cs_price_matches_finish(&m.matches);
	cs_map_finish(&m.key);
	cs_buf_finish(&m.text);
	free(m.found);
	free(m.last);
	return result;
}

void
cs_charge_price_finish(struct cs_charge_price *p)
{
	for (size_t i = 0; i < p->nlot; i++) {
		cs_ratio_finish(&p->lot[i].amount);
		cs_ratio_finish(&p->lot[i].price);
		cs_ratio_finish(&p->lot[i].avoidable);
	}
	free(p->lot);
	free(p->use);
	free(p->of_group);
	free(p->first_of);
	*p = (struct cs_charge_price){.nlot = 0};
}
