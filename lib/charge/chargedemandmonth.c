/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The months of --demand, from the lines of the bill: see chargedemand.h. */
#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "charge/chargedemandwork.h"
#include "charge/map.h"
#include "stat/dist.h"
#include "stat/interval.h"

#define LEVEL .95

static int
compare_months(const void *p, const void *q)
{
	const struct cs_demand_month *a = p, *b = q;

	return cs_str_cmp(a->key, b->key);
}

static enum cs_demand_kind
kind_of(const struct cs_charge_line *x)
{
	const struct cs_str demand = x->key[CS_DEMAND_LEVEL_DEMAND];

	if (x->kind == CS_LINE_UNMAPPED)
		return CS_KIND_UNMAPPED;
	if (cs_str_eq(demand, cs_demand_name(CS_DEMAND_VALUE)))
		return CS_KIND_VALUE;
	return cs_str_eq(demand, cs_demand_name(CS_DEMAND_FAILURE)) ? CS_KIND_FAILURE
								    : CS_KIND_UNKNOWN;
}

static void
add_line(struct cs_demand_month *m, const struct cs_charge_line *x)
{
	const enum cs_demand_kind kinds[] = {kind_of(x), CS_KIND_ALL};

	for (int i = 0; i < 2; i++) {
		struct cs_demand_sum *s = &m->sum[kinds[i]];

		s->contacts += x->contacts;
		s->handle_s += x->handle_s;
		s->charged += x->charged;
		if (cs_str_eq(x->key[CS_DEMAND_LEVEL_PREVENTABLE], CS_STR("t")))
			s->preventable += x->contacts;
	}
}

/* When it is, and whether it is whole. */
static void
date_month(struct cs_demand_month *m, const struct cs_charge *c)
{
	struct cs_civil first;
	int64_t day, next;

	if (!cs_civil_parse(m->key, &first))
		return; /* contacts without a time are in no month */
	m->number = first.year * 12 + first.month - 1;
	day = cs_civil_days(first.year, first.month, 1);
	next = day + cs_civil_month_days(first.year, first.month);
	m->whole = cs_zone_day_start(c->zone, day) >= c->from &&
		   cs_zone_day_start(c->zone, next) <= c->to &&
		   c->as_of >= cs_zone_day_start(c->zone, next - 1);
}

/* The lines, month by month. */
static void
collect(struct cs_demand_months *m, const struct cs_charge *c)
{
	struct cs_map ids = CS_MAP_INIT;

	m->all.key = CS_STR("\\N");
	for (size_t i = 0; i < m->lines.n; i++) {
		const struct cs_charge_line *x = &m->lines.line[i];
		const struct cs_str key = x->key[CS_DEMAND_LEVEL_MONTH];
		uint32_t id;

		if (x->kind != CS_LINE_UNMAPPED && x->kind != CS_LINE_CHARGED)
			continue;
		add_line(&m->all, x);
		if (cs_raw_null(key))
			continue;
		id = cs_map_add(&ids, key);
		if (id == m->n) {
			m->month = cs_mem_grow(m->month, &m->cap, ++m->n, sizeof *m->month);
			m->month[id] = (struct cs_demand_month){.key = key};
			date_month(&m->month[id], c);
		}
		add_line(&m->month[id], x);
	}
	cs_map_finish(&ids);
	if (m->n != 0)
		qsort(m->month, m->n, sizeof *m->month, compare_months);
}

static bool
has_rate(const struct cs_demand_month *m)
{
	return m->rate.ok;
}

/* a - b, with bounds from those of both: the root of the squared distances of each to its bound on
 * that side (Zou and Donner 2008). */
static struct cs_est
difference(const struct cs_est *a, const struct cs_est *b)
{
	struct cs_est d = {.est = a->est - b->est, .ok = true, .ci = a->ci && b->ci};

	d.lo = d.est - hypot(a->est - a->lo, b->hi - b->est);
	d.hi = d.est + hypot(a->hi - a->est, b->est - b->lo);
	return d;
}

/* How many there are per customer, and how many more than in the month before. */
static void
rate(struct cs_demand_months *m, const struct cs_charge_customers *customers)
{
	for (size_t i = 0; i < m->n; i++) {
		struct cs_demand_month *x = &m->month[i];
		const struct cs_demand_month *b = i != 0 ? x - 1 : x;
		const int64_t n = (int64_t)x->sum[CS_KIND_ALL].preventable;

		x->rate = x->change = cs_est_none(CS_FLAG_N0);
		x->customers = customers->in_month != NULL ? customers->in_month[x->number] : 0;
		if (x->customers == 0 || !x->whole)
			continue;
		x->rate = cs_interval_poisson(n, (double)x->customers, LEVEL);
		if (b == x || !has_rate(b) || b->number != x->number - 1)
			continue;
		x->change = difference(&x->rate, &b->rate);
	}
}

/* Weighted least squares over the months that have a rate. */
static struct cs_est
trend_of(const struct cs_demand_months *m)
{
	double w = 0, wt = 0, wy = 0, stt = 0, sty = 0, rest = 0, t;
	struct cs_est est = cs_est_none(CS_FLAG_SMALL_N);
	int n = 0;

	for (size_t i = 0; i < m->n; i++) {
		const struct cs_demand_month *x = &m->month[i];

		if (!has_rate(x))
			continue;
		n++;
		w += (double)x->customers;
		wt += (double)x->customers * (x->number - m->month[0].number);
		wy += (double)x->customers * x->rate.est;
	}
	if (n < 3)
		return est;
	for (int pass = 0; pass < 2; pass++) {
		const double slope = pass != 0 ? sty / stt : 0;

		for (size_t i = 0; i < m->n; i++) {
			const struct cs_demand_month *x = &m->month[i];
			const double d = x->number - m->month[0].number - wt / w;
			const double y = x->rate.est - wy / w;
			const double c = has_rate(x) ? (double)x->customers : 0;

			if (pass == 0) {
				stt += c * d * d;
				sty += c * d * y;
			} else {
				rest += c * (y - slope * d) * (y - slope * d);
			}
		}
	}
	est = (struct cs_est){.est = sty / stt, .ok = true, .flag = CS_FLAG_ZERO_VAR};
	if (rest > 0 && cs_dist_t_quantile((1 + LEVEL) / 2, n - 2, CS_LOWER, &t)) {
		const double off = t * sqrt(rest / (n - 2) / stt);

		est.lo = est.est - off;
		est.hi = est.est + off;
		est.ci = true;
		est.flag = CS_FLAG_NONE;
	}
	return est;
}

int
cs_demand_months_make(struct cs_demand_months *m, const struct cs_charge *c,
    const struct cs_chargedemand_state *s, struct cs_err *e)
{
	*m = (struct cs_demand_months){.n = 0};
	if (cs_charge_lines_make(&m->lines, c, s->level, CS_DEMAND_LEVELS, e) != 0)
		return -1;
	collect(m, c);
	rate(m, &s->customers);
	m->all.rate = m->all.change = cs_est_none(CS_FLAG_N0);
	m->trend = trend_of(m);
	return 0;
}

void
cs_demand_months_finish(struct cs_demand_months *m)
{
	cs_charge_lines_finish(&m->lines);
	free(m->month);
}
