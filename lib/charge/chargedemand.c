/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Value and failure demand: see chargedemand.h. */
#include "charge/chargedemand.h"

#include <math.h>

#include "charge/chargedemandwork.h"
#include "charge/chargeout.h"
#include "charge/map.h"
#include "retain/retainout.h"

static const char *const column[] = {"line", "month", "demand", "contacts", "contact_share",
    "handle_s", "handle_share", "charged", "charged_share", "currency", "preventable_n",
    "customers_month_n", "preventable_per_customer", "preventable_per_customer_lo",
    "preventable_per_customer_hi", "preventable_change", "preventable_change_lo",
    "preventable_change_hi", "preventable_trend", "preventable_trend_lo", "preventable_trend_hi"};

enum { RATES = 9 /* columns from preventable_n on, but for it */ };

static int
bind(struct cs_charge *c, void *state, struct cs_err *e)
{
	static const char *const level[CS_DEMAND_LEVELS] = {
	    [CS_DEMAND_LEVEL_MONTH] = "month",
	    [CS_DEMAND_LEVEL_DEMAND] = "demand",
	    [CS_DEMAND_LEVEL_PREVENTABLE] = "preventable",
	};
	const struct cs_chargedemand_ask *ask = c->ask;
	struct cs_chargedemand_state *s = state;

	for (int i = 0; i < CS_DEMAND_LEVELS; i++) {
		const int l = cs_charge_level(c, cs_str_z(level[i]), e);

		if (l < 0)
			return -1;
		s->level[i] = (unsigned)l;
	}
	return ask->ncustomers == 0 ? 0
				    : cs_charge_customers_read(&s->customers, ask->customers,
					  ask->ncustomers, c->zone, e);
}

static void
finish(void *state)
{
	struct cs_chargedemand_state *s = state;

	cs_charge_customers_finish(&s->customers);
}

static int
head(const struct cs_charge *c, const void *state, struct cs_head *h, struct cs_err *e)
{
	(void)c;
	(void)state;
	return cs_chargeout_columns(h, c, column, sizeof column / sizeof *column, e);
}

/* Contacts, time and cost of one kind of demand, with its shares of all. */
static void
put_sum(const struct cs_charge *c, const struct cs_demand_month *m, enum cs_demand_kind kind,
    struct cs_writer *out)
{
	static const char *const line[CS_KINDS] = {[CS_KIND_UNMAPPED] = "unmapped",
	    [CS_KIND_VALUE] = "charged",
	    [CS_KIND_FAILURE] = "charged",
	    [CS_KIND_UNKNOWN] = "charged",
	    [CS_KIND_ALL] = "all"};
	static const enum cs_demand demand[CS_KINDS] = {
	    [CS_KIND_VALUE] = CS_DEMAND_VALUE, [CS_KIND_FAILURE] = CS_DEMAND_FAILURE};
	const struct cs_demand_sum *s = &m->sum[kind], *all = &m->sum[CS_KIND_ALL];

	cs_writer_text(out, cs_str_z(line[kind]));
	cs_writer_raw(out, m->key);
	if (demand[kind] != CS_DEMAND_UNKNOWN)
		cs_writer_text(out, cs_demand_name(demand[kind]));
	else
		cs_writer_null(out);
	cs_chargeout_count(out, true, s->contacts);
	cs_chargeout_share(out, true, s->contacts, all->contacts);
	cs_chargeout_count(out, true, s->handle_s);
	cs_chargeout_share(out, true, s->handle_s, all->handle_s);
	cs_chargeout_money(out, c, true, s->charged);
	cs_chargeout_share(out, true, s->charged, all->charged);
	cs_writer_text(out, c->currency);
	cs_chargeout_count(out, true, s->preventable);
}

static void
put_nulls(struct cs_writer *out, int n)
{
	for (int i = 0; i < n; i++)
		cs_writer_null(out);
}

static void
put_month(const struct cs_charge *c, const struct cs_demand_month *m, const struct cs_est *trend,
    struct cs_writer *out)
{
	for (enum cs_demand_kind k = 0; k < CS_KINDS; k++) {
		put_sum(c, m, k, out);
		if (k == CS_KIND_ALL) {
			cs_chargeout_count(out, m->customers != 0, m->customers);
			cs_retainout_real_est(out, &m->rate);
			cs_retainout_real_est(out, &m->change);
			cs_retainout_real_est(out, trend);
		} else {
			put_nulls(out, 1 + RATES);
		}
		cs_writer_end(out);
	}
}

/* What is no demand, and what everything adds up to. */
static void
put_rest(const struct cs_charge *c, const struct cs_demand_months *m, struct cs_writer *out)
{
	for (int k = CS_LINE_NOT_REPORTED; k <= CS_LINES; k++) {
		if (k == CS_LINE_NOT_REPORTED && c->all)
			continue;
		cs_writer_text(out, k < CS_LINES ? cs_charge_line_name((enum cs_charge_line_kind)k)
						 : CS_STR("total"));
		put_nulls(out, 6);
		cs_chargeout_money(out, c, true, k < CS_LINES ? m->lines.sum[k] : m->lines.total);
		cs_writer_null(out);
		cs_writer_text(out, c->currency);
		put_nulls(out, 2 + RATES);
		cs_writer_end(out);
	}
}

static int
rows(struct cs_charge *c, void *state, struct cs_writer *out, struct cs_err *e)
{
	const struct cs_est none = cs_est_none(CS_FLAG_NONE);
	struct cs_demand_months m;
	const int rc = cs_demand_months_make(&m, c, state, e);

	for (size_t i = 0; i < m.n && rc == 0; i++)
		put_month(c, &m.month[i], &none, out);
	if (rc == 0) {
		put_month(c, &m.all, &m.trend, out);
		put_rest(c, &m, out);
	}
	cs_demand_months_finish(&m);
	return rc;
}

static void
say_percent(struct cs_buf *out, cs_i128 x, cs_i128 all)
{
	cs_dec_ratio_text(out, x * 100, all > 0 ? all : 1, 1);
	cs_buf_z(out, " %");
}

static void
say_kind(const struct cs_charge *c, const struct cs_demand_months *m, enum cs_demand_kind kind,
    const char *const what[2], struct cs_buf *out)
{
	const struct cs_demand_sum *s = &m->all.sum[kind], *all = &m->all.sum[CS_KIND_ALL];

	if (s->contacts == 0)
		return;
	cs_chargeout_say_count(out, s->contacts);
	cs_buf_z(out, " of ");
	cs_chargeout_say_contacts(out, all->contacts);
	cs_buf_z(out, ", ");
	say_percent(out, s->contacts, all->contacts);
	cs_buf_printf(out, ", %s: ", what[s->contacts != 1]);
	cs_chargeout_say_money(out, c, s->charged);
	cs_buf_printf(out, " %.*s, ", CS_STR_ARG(c->currency));
	say_percent(out, s->charged, all->charged);
	cs_buf_z(out, " of what they all cost.\n");
}

static void
say_bounds(const struct cs_est *x, struct cs_buf *out)
{
	if (x->ci)
		cs_buf_printf(out, " (%.4g to %.4g)", x->lo, x->hi);
}

/* The last whole month, held against the one before, and the way it goes. */
static void
say_rates(const struct cs_demand_months *m, struct cs_buf *out)
{
	const struct cs_demand_month *last = NULL;

	for (size_t i = 0; i < m->n; i++) {
		if (m->month[i].rate.ok)
			last = &m->month[i];
	}
	if (last == NULL) {
		cs_buf_z(out, "Of preventable contacts per customer nothing can be said: no month "
			      "is over of which the customers are known.\n");
		return;
	}
	cs_buf_printf(out, "In %.7s there were %.4g", last->key.p, last->rate.est);
	say_bounds(&last->rate, out);
	cs_buf_z(out, " contacts per customer that, by the map, could have been prevented");
	if (last->change.ok) {
		cs_buf_printf(out, "; that is %.4g", fabs(last->change.est));
		cs_buf_z(out, last->change.est < 0 ? " fewer" : " more");
		cs_buf_z(out, " than the month before");
		if (last->change.ci)
			cs_buf_printf(out, ": the change is %+.4g to %+.4g, %s", last->change.lo,
			    last->change.hi,
			    last->change.lo > 0 || last->change.hi < 0
				? "more than chance would do if contacts came one by one"
				: "and may be chance");
	}
	cs_buf_z(out, ".\n");
	if (m->trend.ok) {
		cs_buf_printf(out, "Over all months they change by %+.4g a month", m->trend.est);
		say_bounds(&m->trend, out);
		cs_buf_z(out, ".\n");
	}
}

/* What is said of them, of one and of several; the map says so, and nobody else knows. */
static const struct {
	enum cs_demand_kind kind;
	const char *what[2];
} said[] = {
    {CS_KIND_UNMAPPED, {"has no owner in the map", "have no owner in the map"}},
    {CS_KIND_FAILURE, {"came, by the map, of something that was not done, or not done right",
			  "came, by the map, of something that was not done, or not done right"}},
    {CS_KIND_VALUE, {"was, by the map, something that customers want",
			"were, by the map, something that customers want"}},
    {CS_KIND_UNKNOWN,
	{"is of a kind that the map does not tell", "are of a kind that the map does not tell"}},
};

static int
say(struct cs_charge *c, void *state, struct cs_buf *out, struct cs_err *e)
{
	struct cs_demand_months m;
	const int rc = cs_demand_months_make(&m, c, state, e);

	if (rc == 0) {
		for (size_t i = 0; i < sizeof said / sizeof *said; i++)
			say_kind(c, &m, said[i].kind, said[i].what, out);
		say_rates(&m, out);
	}
	cs_demand_months_finish(&m);
	return rc;
}

const struct cs_charge_mode cs_chargedemand = {.name = "demand",
    .without_by = true,
    .size = sizeof(struct cs_chargedemand_state),
    .bind = bind,
    .head = head,
    .rows = rows,
    .say = say,
    .finish = finish};
