/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What services cost, laid on pools: see lay.h. */
#include "charge/lay.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "charge/allot.h"

struct laying {
	const struct cs_charge *c;
	const struct cs_services *s;
	const struct cs_charge_due *due;
	const struct cs_charge_dues *dues;
	struct cs_service_flow flow;
	struct cs_charge_laid *laid;
	cs_i128 scale;		 /* minor units of one */
	struct cs_ratio *saved;	 /* by service: what is avoidable of its costs, minor units */
	bool *unknown;		 /* by service: it is not known */
	struct cs_ratio *weight; /* by pool of a department and time */
	size_t *mine;		 /* these pools, indices of costs */
	cs_i128 *part;
};

/* What of a pool's own total is avoidable, in minor units. */
static void
own_avoidable(const struct laying *l, size_t i, struct cs_ratio *r)
{
	cs_ratio_dec(r, l->c->costs.cost[i].avoidable);
	cs_ratio_times(r, r, l->dues->own[i]);
}

/* What is avoidable of the services of a time; their pools have nothing then. */
static void
empty_services(struct laying *l)
{
	struct cs_ratio r;

	cs_ratio_init(&r);
	for (size_t d = 0; d < l->s->nservice; d++) {
		cs_ratio_int(&l->saved[d], 0);
		l->unknown[d] = false;
	}
	for (size_t k = l->due->first; k < l->due->first + l->due->n; k++) {
		size_t i = l->dues->pool[k], of = l->dues->of[i];

		if (of >= l->s->nservice)
			continue;
		own_avoidable(l, i, &r);
		cs_ratio_add(&l->saved[of], &l->saved[of], &r);
		if (!l->c->costs.cost[i].has_avoidable && l->dues->own[i] != 0)
			l->unknown[of] = true;
		l->laid[i].changed = true;
		l->laid[i].has_avoidable = true;
	}
	cs_ratio_finish(&r);
}

/* What share is avoidable of what comes to operating department `to`; false: it is not known. */
static bool
received_avoidable(const struct laying *l, size_t to, struct cs_ratio *share)
{
	size_t n = l->s->nservice, rest = l->s->n - n;
	struct cs_ratio r, all;
	bool known = true;

	cs_ratio_init(&r);
	cs_ratio_init(&all);
	cs_ratio_int(share, 0);
	for (size_t d = 0; d < n; d++) {
		const struct cs_ratio *part = &l->flow.share[d * rest + to];

		cs_ratio_mul(&r, &l->saved[d], part);
		cs_ratio_add(share, share, &r);
		cs_ratio_times(&r, part, l->due->own[d]);
		cs_ratio_add(&all, &all, &r);
		known = known && (!l->unknown[d] || cs_ratio_sign(part) == 0);
	}
	if (cs_ratio_sign(&all) != 0)
		cs_ratio_div(share, share, &all);
	cs_ratio_finish(&all);
	cs_ratio_finish(&r);
	return known;
}

/* The pools of a department for the time, with what they are dealt by; how many. */
static size_t
pools_of(struct laying *l, size_t department)
{
	size_t n = 0;
	bool above = false;

	for (size_t k = l->due->first; k < l->due->first + l->due->n; k++) {
		size_t i = l->dues->pool[k];

		if (l->dues->of[i] != department)
			continue;
		l->mine[n] = i;
		above = above || l->dues->own[i] > 0;
		cs_ratio_int(&l->weight[n++], l->dues->own[i] > 0 ? l->dues->own[i] : 0);
	}
	/* A pool of nothing may be there for what comes alone. */
	for (size_t k = 0; k < n && !above; k++)
		cs_ratio_int(&l->weight[k], 1);
	return n;
}

static int
no_pool(const struct laying *l, size_t department, cs_i128 received, struct cs_err *e)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_dec amount = {received, l->c->digits};

	cs_dec_text(&b, amount);
	cs_err_set_(e, CS_EXIT_DATA,
	    "--services: %s %.*s comes to %.*s, which has no pool for the same time",
	    cs_buf_cstr(&b), CS_STR_ARG(l->c->currency), CS_STR_ARG(l->s->name[department]));
	cs_buf_reset(&b);
	cs_time_text(&b, l->due->from);
	cs_buf_z(&b, " to ");
	cs_time_text(&b, l->due->to);
	cs_err_hint_(e,
	    "what a department receives is charged with its own pools: --costs needs one with its "
	    "name in department, from %s",
	    cs_buf_cstr(&b));
	cs_buf_finish(&b);
	return -1;
}

/* Puts what comes to a department, a share of it avoidable (NULL: not known), on its pools. */
static int
lay_on(
    struct laying *l, size_t to, cs_i128 received, const struct cs_ratio *share, struct cs_err *e)
{
	size_t department = l->s->nservice + to, n;
	struct cs_ratio r, own;
	int result = 0;

	if (received == 0)
		return 0;
	n = pools_of(l, department);
	if (!cs_allot(received, l->weight, n, l->part))
		return no_pool(l, department, received, e);
	cs_ratio_init(&r);
	cs_ratio_init(&own);
	for (size_t k = 0; k < n && result == 0; k++) {
		const struct cs_cost *x = &l->c->costs.cost[l->mine[k]];
		struct cs_charge_laid *laid = &l->laid[l->mine[k]];
		cs_i128 total;

		if (__builtin_add_overflow(l->dues->own[l->mine[k]], l->part[k], &total)) {
			result = cs_err_set(
			    e, CS_EXIT_DATA, "%.*s: the total is too large", CS_STR_ARG(x->pool));
			continue;
		}
		laid->changed = true;
		cs_ratio_quotient(&laid->amount, total, l->scale);
		laid->has_avoidable =
		    share != NULL && (x->has_avoidable || l->dues->own[l->mine[k]] == 0);
		if (!laid->has_avoidable || total == 0)
			continue;
		cs_ratio_times(&r, share, l->part[k]);
		own_avoidable(l, l->mine[k], &own);
		cs_ratio_add(&r, &r, &own);
		cs_ratio_over(&laid->avoidable, &r, total);
	}
	cs_ratio_finish(&own);
	cs_ratio_finish(&r);
	return result;
}

/* All of one stretch of time. */
static int
lay_due(struct laying *l, const struct cs_charge_due *due, struct cs_err *e)
{
	size_t rest = l->s->n - l->s->nservice;
	cs_i128 *received = cs_mem_new0(rest + 1, sizeof *received);
	struct cs_ratio share;
	int result;

	l->due = due;
	empty_services(l);
	result = cs_charge_due_deal(due, &l->flow, received, NULL, e);
	cs_ratio_init(&share);
	for (size_t to = 0; to < rest && result == 0; to++) {
		bool known = received_avoidable(l, to, &share);

		result = lay_on(l, to, received[to], known ? &share : NULL, e);
	}
	cs_ratio_finish(&share);
	free(received);
	return result;
}

int
cs_charge_lay(struct cs_charge_laid **laid, const struct cs_charge *c, struct cs_err *e)
{
	struct laying l = {.c = c, .dues = c->dues, .s = &c->dues->serving->services, .scale = 1};
	size_t n = c->costs.npool;
	int result = 0;

	*laid = l.laid = cs_mem_new0(n + 1, sizeof *l.laid);
	for (size_t i = 0; i < n; i++) {
		cs_ratio_init(&l.laid[i].amount);
		cs_ratio_init(&l.laid[i].avoidable);
	}
	for (int i = 0; i < c->digits; i++)
		l.scale *= 10;
	l.saved = cs_ratios_new(l.s->nservice);
	l.unknown = cs_mem_new0(l.s->nservice + 1, sizeof *l.unknown);
	l.weight = cs_ratios_new(n);
	l.mine = cs_mem_new(n + 1, sizeof *l.mine);
	l.part = cs_mem_new0(n + 1, sizeof *l.part);
	cs_service_flow_make(&l.flow, l.s, c->dues->serving->how, c->dues->order);
	for (size_t i = 0; i < c->dues->n && result == 0; i++)
		result = lay_due(&l, &c->dues->due[i], e);
	cs_service_flow_finish(&l.flow);
	cs_ratios_free(l.saved, l.s->nservice);
	cs_ratios_free(l.weight, n);
	free(l.unknown);
	free(l.mine);
	free(l.part);
	return result;
}

void
cs_charge_laid_finish(struct cs_charge_laid *laid, size_t n)
{
	for (size_t i = 0; i < n && laid != NULL; i++) {
		cs_ratio_finish(&laid[i].amount);
		cs_ratio_finish(&laid[i].avoidable);
	}
	free(laid);
}
