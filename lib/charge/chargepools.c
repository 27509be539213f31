/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to pay: see chargepools.h. */
#include "charge/chargepools.h"

#include "charge/chargeout.h"
#include "charge/price.h"

static const char *const before[] = {"pool", "cost_kind", "period_from_at", "period_to_at"};
static const char *const behind[] = {"driver", "rate_amount", "capacity_s", "used_s", "capacity_n",
    "used_n", "total_cost", "charged", "unallocated", "unused", "currency"};

static const char *const kind_name[CS_CHARGE_KINDS] = {
    [CS_CHARGE_POOL] = "pool",
    [CS_CHARGE_RATE] = "rate",
    [CS_CHARGE_CREDITED] = "credit",
};

static int
head(const struct cs_charge *c, const void *state, struct cs_head *h, struct cs_err *e)
{
	(void)state;
	if (cs_chargeout_columns(h, c, before, sizeof before / sizeof *before, e) != 0)
		return -1;
	for (int d = 0; d < CS_COST_DIMS; d++) {
		if (c->costs.dim[d] && cs_chargeout_columns(h, c, &cs_cost_dim_name[d], 1, e) != 0)
			return -1;
	}
	return cs_chargeout_columns(h, c, behind, sizeof behind / sizeof *behind, e);
}

static void
put_dims(const struct cs_charge *c, const struct cs_charge_lot *l, struct cs_writer *out)
{
	for (int d = 0; d < CS_COST_DIMS; d++) {
		if (!c->costs.dim[d])
			continue;
		if (l->cost != NULL && l->cost->sel[d].p != NULL)
			cs_writer_raw(out, l->cost->sel[d]);
		else
			cs_writer_null(out);
	}
}

/* Seconds and counts have columns of their own. */
static void
put_use(const struct cs_charge_lot *l, bool timed, bool seconds, struct cs_writer *out)
{
	bool used = l->kind != CS_CHARGE_CREDITED && timed == seconds && l->cost != NULL &&
		    l->cost->unit != CS_COST_NONE;

	cs_chargeout_count(
	    out, used && l->cost->has_capacity, l->cost != NULL ? l->cost->capacity : 0);
	cs_chargeout_count(out, used, l->used);
}

/* The price of a minute, where it is of seconds. */
static void
put_price(const struct cs_charge_lot *l, bool timed, struct cs_writer *out)
{
	enum { DIGITS = 8, MINUTE = 60 };
	struct cs_ratio price;

	cs_ratio_init(&price);
	cs_ratio_times(&price, &l->price, timed ? MINUTE : 1);
	cs_chargeout_ratio(out, l->kind != CS_CHARGE_CREDITED && l->base != 0, &price, DIGITS);
	cs_ratio_finish(&price);
}

static void
row(const struct cs_charge *c, const struct cs_charge_lot *l, struct cs_writer *out)
{
	bool timed =
	    l->cost != NULL && (l->cost->unit == CS_COST_MINUTE || l->cost->unit == CS_COST_HOUR);

	cs_writer_text(out, l->name);
	cs_writer_text(out, cs_str_z(kind_name[l->kind]));
	cs_chargeout_instant(out, l->from);
	cs_chargeout_instant(out, l->to);
	put_dims(c, l, out);
	if (l->cost == NULL)
		cs_writer_null(out);
	else if (timed)
		cs_writer_text(out, CS_STR("minute"));
	else
		cs_writer_text(out, cs_cost_unit_name(l->cost->unit));
	put_price(l, timed, out);
	put_use(l, timed, true, out);
	put_use(l, timed, false, out);
	cs_chargeout_money(out, c, true, l->total);
	cs_chargeout_money(out, c, true, l->total - l->unused - l->unallocated);
	cs_chargeout_money(out, c, true, l->unallocated);
	cs_chargeout_money(out, c, true, l->unused);
	cs_writer_text(out, c->currency);
	cs_writer_end(out);
}

/*
 * Credits of a month are one row, by month. There are few lots of them: for each month one of each
 * currency, and of each of these one of what was given and one of what was taken back.
 */
static void
credits(const struct cs_charge_price *p, const struct cs_charge *c, struct cs_writer *out)
{
	struct cs_charge_lot month = {.to = CS_INSTANT_MIN};

	for (;;) {
		const struct cs_charge_lot *next = NULL;

		for (size_t i = 0; i < p->nlot; i++) {
			const struct cs_charge_lot *l = &p->lot[i];

			if (l->kind == CS_CHARGE_CREDITED && l->from >= month.to &&
			    (next == NULL || l->from < next->from))
				next = l;
		}
		if (next == NULL)
			return;
		month = *next;
		month.total = month.unused = month.unallocated = 0;
		for (size_t i = 0; i < p->nlot; i++) {
			const struct cs_charge_lot *l = &p->lot[i];

			if (l->kind != CS_CHARGE_CREDITED || l->from != month.from)
				continue;
			month.total += l->total;
			month.unused += l->unused;
			month.unallocated += l->unallocated;
		}
		row(c, &month, out);
	}
}

static int
rows(struct cs_charge *c, void *state, struct cs_writer *out, struct cs_err *e)
{
	(void)state;
	(void)e;
	for (size_t i = 0; i < c->price->nlot; i++) {
		if (c->price->lot[i].kind != CS_CHARGE_CREDITED)
			row(c, &c->price->lot[i], out);
	}
	credits(c->price, c, out);
	return 0;
}

const struct cs_charge_mode cs_chargepools = {
    .name = "pools", .without_map = true, .without_by = true, .head = head, .rows = rows};
