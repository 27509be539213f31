/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was counted of outsourcers, and what files say of them: see chargevendorswork.h. */
#include "charge/chargevendorswork.h"

#include <stdlib.h>

#include "base/mem.h"
#include "charge/chargerun.h"
#include "rec/esc.h"

struct making {
	struct cs_charge *c;
	struct cs_vendors *v;
	struct cs_buf scratch;
};

/* Raw keys by their bytes: columns, or days, which sort so; NULL last. */
static int
row_compare(const struct cs_vendors_cell *a, const struct cs_vendors_cell *b)
{
	int d = cs_str_cmp_none(a->vendor, b->vendor);

	for (unsigned k = 0; d == 0 && k < a->nkey; k++) {
		const bool an = cs_raw_null(a->key[k]), bn = cs_raw_null(b->key[k]);

		d = an || bn ? an - bn : cs_str_cmp(a->key[k], b->key[k]);
	}
	return d;
}

static int
compare(const void *a, const void *b)
{
	const struct cs_vendors_cell *x = a, *y = b;
	const int d = row_compare(x, y);

	return d != 0 ? d : (x->month > y->month) - (x->month < y->month);
}

static int64_t
month_of(struct cs_str raw)
{
	struct cs_civil day;

	return cs_civil_parse(raw, &day) ? cs_civil_days(day.year, day.month, 1) : INT64_MIN;
}

static struct cs_str
decoded(struct making *m, struct cs_str raw)
{
	struct cs_str text;

	if (cs_raw_null(raw))
		return (struct cs_str){NULL, 0};
	cs_buf_reset(&m->scratch);
	(void)cs_esc_decode(raw, &m->scratch, &text);
	return cs_arena_str(m->c->arena, text);
}

/* Whether the period holds all of a month. */
static bool
is_whole(const struct cs_charge *c, int64_t month)
{
	int64_t from, to;

	if (month == INT64_MIN)
		return false;
	cs_charge_month(c->zone, cs_zone_day_start(c->zone, month), &from, &to);
	return from >= c->from && to <= c->to;
}

/* A cell, the vendor and the month of which are raw. */
static struct cs_vendors_cell *
add_cell(struct making *m, struct cs_str vendor, struct cs_str month)
{
	struct cs_vendors *v = m->v;
	struct cs_vendors_cell *x;

	v->cell = cs_mem_grow(v->cell, &v->cap, v->n + 1, sizeof *v->cell);
	x = &v->cell[v->n++];
	*x = (struct cs_vendors_cell){.vendor = decoded(m, vendor),
	    .month = month_of(month),
	    .key = cs_arena_new(m->c->arena, v->nby + 1, sizeof *x->key),
	    .nkey = v->nby};
	x->whole = is_whole(m->c, x->month);
	if (v->contract != NULL && x->vendor.p != NULL && x->whole)
		x->terms = cs_contract_on(v->contract, x->vendor, x->month);
	return x;
}

static void
add_groups(struct making *m)
{
	const struct cs_charge *c = m->c;
	const struct cs_vendors *v = m->v;
	const struct cs_str none = {NULL, 0};

	for (size_t i = 0; i < c->sums->ngroup; i++) {
		struct cs_vendors_cell *x;
		const struct cs_vendors_level *l;
		const struct cs_vendors_step *step;

		if (!c->whose[i].reported)
			continue;
		x = add_cell(m, cs_charge_value(c, i, v->vendor, NULL, none),
		    cs_charge_value(c, i, v->month, NULL, none));
		for (unsigned k = 0; k < v->nby; k++)
			x->key[k] = cs_charge_value(c, i, v->by[k], NULL, none);
		x->contacts = cs_charge_get(c, i, CS_CHARGE_CONTACTS);
		x->legs = cs_charge_get(c, i, CS_CHARGE_LEGS);
		x->handle_s = cs_charge_get(c, i, CS_CHARGE_HANDLE_S);
		if (v->solved >= 0) {
			x->solved = cs_charge_get(c, i, (unsigned)v->solved);
			x->solved_of = cs_charge_get(c, i, (unsigned)v->solved + 1);
		}
		step = x->terms != NULL ? cs_vendors_step(v, x->terms) : NULL;
		x->paid_s = step != NULL ? cs_charge_get(c, i, (unsigned)step->part) : x->handle_s;
		l = x->terms != NULL ? cs_vendors_level(v, x->terms) : NULL;
		if (l != NULL) {
			x->met = cs_charge_get(c, i, (unsigned)l->part);
			x->met_of = cs_charge_get(c, i, (unsigned)l->part + 1);
		}
	}
}

/* What they cost: in whole units that add up. */
static int
add_costs(struct making *m, struct cs_err *e)
{
	const struct cs_vendors *v = m->v;
	struct cs_charge *c = m->c;
	unsigned *level = cs_arena_new(c->arena, v->nby + 2, sizeof *level);
	struct cs_charge_lines l;
	int result;

	level[0] = v->vendor;
	for (unsigned k = 0; k < v->nby; k++)
		level[k + 1] = v->by[k];
	level[v->nby + 1] = v->month;
	result = cs_charge_lines_make(&l, c, level, v->nby + 2, e);
	for (size_t i = 0; result == 0 && i < l.n; i++) {
		const struct cs_charge_line *line = &l.line[i];
		struct cs_vendors_cell *x;

		if (line->kind > CS_LINE_CHARGED)
			continue;
		x = add_cell(m, line->key[0], line->key[v->nby + 1]);
		for (unsigned k = 0; k < v->nby; k++)
			x->key[k] = cs_arena_str(c->arena, line->key[k + 1]);
		x->cost = line->charged;
	}
	cs_charge_lines_finish(&l);
	return result;
}

/* A whole month of a vendor, perhaps without a contact: of files, so that the only key is the
 * month. */
static void
add_month(struct making *m, struct cs_str vendor, int64_t month)
{
	const struct cs_vendors *v = m->v;
	struct cs_buf day = CS_BUF_INIT, raw = CS_BUF_INIT;
	struct cs_vendors_cell *x;

	if (is_whole(m->c, month)) {
		cs_date_text(&day, month);
		if (vendor.p == NULL)
			cs_buf_z(&raw, "\\N");
		else
			cs_esc_add(&raw, vendor);
		x = add_cell(m, cs_buf_all(&raw), cs_buf_all(&day));
		for (unsigned k = 0; k < v->nby; k++)
			x->key[k] = cs_arena_str(m->c->arena, cs_buf_all(&day));
	}
	cs_buf_finish(&day);
	cs_buf_finish(&raw);
}

/* Months of which there is an invoice. */
static void
add_invoices(struct making *m)
{
	const struct cs_invoices *b = &m->v->billed;

	for (size_t i = 0; i < b->n; i++)
		add_month(m, b->v[i].vendor, b->v[i].month);
}

static int
by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Months in which a contract holds: what is paid for a month is due whoever called. They are those
 * of which there are contacts, of anybody. */
static void
add_terms(struct making *m)
{
	const struct cs_contract *contract = m->v->contract;
	const size_t n = m->v->n;
	int64_t *month = cs_mem_new(n + 1, sizeof *month);

	for (size_t i = 0; i < n; i++)
		month[i] = m->v->cell[i].month;
	if (n > 1)
		qsort(month, n, sizeof *month, by_number);
	for (size_t i = 0; i < n; i++) {
		if (i != 0 && month[i] == month[i - 1])
			continue;
		for (size_t k = 0; k < contract->n; k++) {
			const struct cs_contract_terms *t = &contract->terms[k];

			if (t->from <= month[i] && month[i] <= t->until)
				add_month(m, t->vendor, month[i]);
		}
	}
	free(month);
}

static void
add_up(struct cs_vendors_cell *to, const struct cs_vendors_cell *x)
{
	to->contacts += x->contacts;
	to->legs += x->legs;
	to->handle_s += x->handle_s;
	to->paid_s += x->paid_s;
	to->cost += x->cost;
	to->solved += x->solved;
	to->solved_of += x->solved_of;
	to->met += x->met;
	to->met_of += x->met_of;
}

int
cs_vendors_make(struct cs_charge *c, struct cs_vendors *v, struct cs_err *e)
{
	struct making m = {.c = c, .v = v};
	size_t n = 0;
	int result;

	if (v->cell != NULL)
		return 0;
	add_groups(&m);
	result = add_costs(&m, e);
	/* Where only some contacts are looked at, a month without any says nothing. */
	if (v->has_billed && !c->filtered)
		add_invoices(&m);
	if (v->contract != NULL && !c->filtered)
		add_terms(&m);
	cs_buf_finish(&m.scratch);
	if (v->n > 1)
		qsort(v->cell, v->n, sizeof *v->cell, compare);
	for (size_t i = 0; i < v->n; i++) {
		if (n != 0 && compare(&v->cell[n - 1], &v->cell[i]) == 0)
			add_up(&v->cell[n - 1], &v->cell[i]);
		else
			v->cell[n++] = v->cell[i];
	}
	v->n = n;
	return result;
}

void
cs_vendors_finish(struct cs_vendors *v)
{
	free(v->cell);
	cs_invoices_finish(&v->billed);
	cs_invoices_finish(&v->kept);
}

/* What an invoice says, and what the logs have beside it. */
static void
add_invoice(const struct cs_vendors *v, const struct cs_vendors_cell *x, struct cs_vendors_row *r)
{
	const struct cs_invoice *b =
	    x->whole ? cs_invoice_find(&v->billed, x->vendor, x->month) : NULL;

	if (b == NULL)
		return;
	r->has_amount = r->has_amount || b->has_amount;
	r->amount += b->amount;
	if (!b->has_minutes)
		return;
	r->has_minutes = true;
	r->minutes += b->minutes;
	r->logged_s += x->handle_s;
}

/* Whom they kept: of a month, or once for all of a row. */
static void
add_kept(const struct cs_vendors *v, const struct cs_vendors_cell *x, int64_t month, bool alone,
    struct cs_vendors_row *r)
{
	const struct cs_invoice *k = cs_invoice_find(&v->kept, x->vendor, month);

	if (k == NULL || !k->has_kept)
		return;
	r->has_kept = true;
	r->kept += k->kept;
	r->kept_cost += x->cost;
	r->has_kept_bounds = alone && k->has_bounds;
	r->kept_lo = k->kept_lo;
	r->kept_hi = k->kept_hi;
}

/* What the contract makes of a month. */
static int
add_due(const struct cs_vendors *v, const struct cs_vendors_cell *x, bool first,
    struct cs_vendors_row *r, struct cs_err *e)
{
	const struct cs_contract_terms *t = x->terms;
	const struct cs_invoice *k = cs_invoice_find(&v->kept, x->vendor, x->month);
	/* Of the contacts that are too young to tell, as many are taken to be solved as of the
	 * others: nearest whole contact. */
	const cs_i128 solved =
	    x->solved_of != 0 ? (2 * x->solved * x->contacts + x->solved_of) / (2 * x->solved_of)
			      : 0;
	const struct cs_contract_work w = {.paid_s = (int64_t)x->paid_s,
	    .contacts = (int64_t)x->contacts,
	    .legs = (int64_t)x->legs,
	    .solved =
		v->solved >= 0 && (x->solved_of != 0 || x->contacts == 0) ? (int64_t)solved : -1,
	    .kept = k != NULL && k->has_kept ? (int64_t)((k->kept + 500000) / 1000000) : -1,
	    .sl_met = (int64_t)x->met,
	    .sl_of = (int64_t)x->met_of};
	struct cs_contract_due due;

	if (!cs_contract_due(t, &w, &due))
		return cs_err_set(e, CS_EXIT_DATA, "%s:%d: the amount of a month is too large",
		    v->contract->source, t->line);
	if (first)
		r->terms = t;
	/* Shares by two formulas are no share of anything. */
	if (!cs_str_eq(r->terms->sl, t->sl))
		r->sum.met = r->sum.met_of = 0;
	r->has_terms = true;
	r->target = t->sl.n == 0 || (!first && r->target != t->target) ? -1 : t->target;
	r->agreed += due.net;
	r->malus += due.malus;
	r->bonus += due.bonus;
	if (t->has_price[CS_PRICE_MINUTE]) {
		r->has_paid = true;
		r->paid_s += due.paid_s;
	}
	r->outcome += due.outcome;
	r->has_outcome = (first || r->has_outcome) && due.has_outcome;
	return 0;
}

/* A row of n cells. */
static int
make_row(const struct cs_vendors *v, const struct cs_vendors_cell *cell, size_t n,
    struct cs_vendors_row *r, struct cs_err *e)
{
	*r = (struct cs_vendors_row){.sum = cell[0], .target = -1};
	for (size_t i = 1; i < n; i++)
		add_up(&r->sum, &cell[i]);
	for (size_t i = 0; i < n; i++) {
		add_invoice(v, &cell[i], r);
		if (v->kept.by_month && cell[i].whole)
			add_kept(v, &cell[i], cell[i].month, n == 1, r);
		if (cell[i].terms != NULL && add_due(v, &cell[i], !r->has_terms, r, e) != 0)
			return -1;
	}
	/* Of all months together they say nothing of one. */
	if (v->has_kept && !v->kept.by_month && v->nby == 0)
		add_kept(v, &r->sum, INT64_MIN, true, r);
	return 0;
}

int
cs_vendors_next(const struct cs_vendors *v, size_t *at, struct cs_vendors_row *r, struct cs_err *e)
{
	size_t first = *at, to = first + 1;

	if (first >= v->n)
		return 0;
	while (to < v->n && row_compare(&v->cell[first], &v->cell[to]) == 0)
		to++;
	*at = to;
	return make_row(v, &v->cell[first], to - first, r, e) == 0 ? 1 : -1;
}
