/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What departments cost, and what comes to them: see dues.h. */
#include "charge/dues.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "charge/allot.h"
#include "charge/exchange.h"

static int
too_large(const struct cs_cost *x, struct cs_err *e)
{
	return cs_err_set(e, CS_EXIT_DATA, "%s:%llu: the amount of pool %.*s is too large", x->file,
	    (unsigned long long)x->line, CS_STR_ARG(x->pool));
}

/* The amount of a pool in minor units. */
static int
total_of(const struct cs_charge *c, const struct cs_cost *x, cs_i128 *total, struct cs_err *e)
{
	struct cs_ratio amount, rate;
	cs_i128 scale = 1;
	int result;

	for (int i = 0; i < c->digits; i++)
		scale *= 10;
	cs_ratio_init(&amount);
	cs_ratio_init(&rate);
	result = cs_charge_exchange_at(c->exchange, x->currency, c->currency, x->from, &rate, e);
	if (result != 0)
		cs_err_prefix(
		    e, "%s:%llu: %.*s", x->file, (unsigned long long)x->line, CS_STR_ARG(x->pool));
	cs_ratio_dec(&amount, x->amount);
	cs_ratio_mul(&amount, &amount, &rate);
	cs_ratio_times(&amount, &amount, scale);
	if (result == 0 && !cs_ratio_round(&amount, total))
		result = too_large(x, e);
	cs_ratio_finish(&rate);
	cs_ratio_finish(&amount);
	return result;
}

static int
by_time(const void *pa, const void *pb, void *ctx)
{
	const struct cs_cost *all = ctx;
	size_t i = *(const size_t *)pa, k = *(const size_t *)pb;
	const struct cs_cost *a = &all[i], *b = &all[k];

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->to != b->to)
		return a->to < b->to ? -1 : 1;
	return (i > k) - (i < k);
}

/* The stretch of time that a pool is of: the last one, or a new one. */
static struct cs_charge_due *
due_of(struct cs_charge_dues *d, const struct cs_cost *x, size_t at)
{
	struct cs_charge_due *due = d->n != 0 ? &d->due[d->n - 1] : NULL;

	if (due != NULL && due->from == x->from && due->to == x->to)
		return due;
	d->due = cs_mem_grow(d->due, &d->cap, d->n + 1, sizeof *d->due);
	due = &d->due[d->n++];
	*due = (struct cs_charge_due){.from = x->from, .to = x->to, .first = at};
	due->own = cs_mem_new0(d->serving->services.n + 1, sizeof *due->own);
	return due;
}

static int
add_pool(struct cs_charge_dues *d, const struct cs_charge *c, size_t at, struct cs_err *e)
{
	const struct cs_services *s = &d->serving->services;
	size_t i = d->pool[at];
	const struct cs_cost *x = &c->costs.cost[i];
	struct cs_charge_due *due = due_of(d, x, at);
	size_t of = cs_services_find(s, x->department);
	cs_i128 *sum = of < s->n ? &due->own[of] : &due->apart;

	if (total_of(c, x, &d->own[i], e) != 0)
		return -1;
	d->of[i] = of;
	due->n++;
	if (__builtin_add_overflow(*sum, d->own[i], sum))
		return too_large(x, e);
	if (of >= s->nservice)
		return 0;
	if (__builtin_add_overflow(due->services, d->own[i], &due->services) ||
	    __builtin_add_overflow(d->cost[of], d->own[i], &d->cost[of]))
		return too_large(x, e);
	return 0;
}

int
cs_charge_dues_make(struct cs_charge_dues *d, const struct cs_charge *c,
    const struct cs_charge_serving *serving, struct cs_err *e)
{
	const struct cs_services *s = &serving->services;
	size_t n = c->costs.npool;

	*d = (struct cs_charge_dues){.serving = serving};
	d->pool = cs_mem_new(n + 1, sizeof *d->pool);
	d->own = cs_mem_new0(n + 1, sizeof *d->own);
	d->of = cs_mem_new0(n + 1, sizeof *d->of);
	d->cost = cs_mem_new0(s->nservice + 1, sizeof *d->cost);
	d->order = cs_mem_new0(s->nservice + 1, sizeof *d->order);
	for (size_t i = 0; i < n; i++)
		if (c->costs.cost[i].from < c->to && c->costs.cost[i].to > c->from)
			d->pool[d->npool++] = i;
	if (d->npool != 0)
		qsort_r(d->pool, d->npool, sizeof *d->pool, by_time, c->costs.cost);
	for (size_t at = 0; at < d->npool; at++)
		if (add_pool(d, c, at, e) != 0)
			return -1;
	if (serving->order != NULL)
		return cs_service_order_named(s, serving->order, serving->norder, d->order, e);
	cs_service_order(s, d->cost, d->order);
	return 0;
}

void
cs_charge_dues_finish(struct cs_charge_dues *d)
{
	for (size_t i = 0; i < d->n; i++)
		free(d->due[i].own);
	free(d->due);
	free(d->pool);
	free(d->own);
	free(d->of);
	free(d->cost);
	free(d->order);
	*d = (struct cs_charge_dues){.due = NULL};
}

int
cs_charge_due_deal(const struct cs_charge_due *due, const struct cs_service_flow *f,
    cs_i128 *received, struct cs_ratio *gross, struct cs_err *e)
{
	size_t n = f->of->nservice, rest = f->of->n - n;
	struct cs_ratio *own = cs_ratios_new(n), *exact = cs_ratios_new(rest);
	int result;

	for (size_t i = 0; i < n; i++)
		cs_ratio_int(&own[i], due->own[i]);
	result = cs_service_flow_run(f, own, gross, exact, e);
	if (result == 0) {
		bool dealt = cs_allot_exact(due->services, exact, rest, received);

		/* What arrives is exactly what was passed on. */
		assert(dealt);
		(void)dealt;
	}
	cs_ratios_free(exact, rest);
	cs_ratios_free(own, n);
	return result;
}
