/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mode --vendors of cs-chargeback: see chargevendors.h. */
#include "charge/chargevendors.h"

#include "charge/chargeout.h"
#include "charge/chargevendorswork.h"
#include "stat/interval.h"

enum { MILLION = 1000000, MINUTE = 60, SHARE_DIGITS = 8, PRICE_DIGITS = 4 };

/* When columns are there. */
enum when { ALWAYS, SOLVED, KEPT, CONTRACT, BILLED };

static const struct {
	const char *name;
	enum when when;
} columns[] = {
    {"contacts", ALWAYS},
    {"handle_s", ALWAYS},
    {"charged", ALWAYS},
    {"cost_per_contact", ALWAYS},
    {"solved_share", SOLVED},
    {"solved_share_n", SOLVED},
    {"solved_share_lo", SOLVED},
    {"solved_share_hi", SOLVED},
    {"cost_per_solved", SOLVED},
    {"cost_per_solved_lo", SOLVED},
    {"cost_per_solved_hi", SOLVED},
    {"kept_customers", KEPT},
    {"cost_per_kept", KEPT},
    {"cost_per_kept_lo", KEPT},
    {"cost_per_kept_hi", KEPT},
    {"contract_sl", CONTRACT},
    {"contract_sl_n", CONTRACT},
    {"contract_sl_lo", CONTRACT},
    {"contract_sl_hi", CONTRACT},
    {"contract_target", CONTRACT},
    {"contract_minutes", CONTRACT},
    {"contract_amount", CONTRACT},
    {"contract_malus", CONTRACT},
    {"contract_bonus", CONTRACT},
    {"outcome_amount", CONTRACT},
    {"billed_minutes", BILLED},
    {"logged_minutes", BILLED},
    {"billed_more", BILLED},
    {"billed_amount", BILLED},
    {"currency", ALWAYS},
};

static bool
is_there(const struct cs_vendors *v, enum when when)
{
	const bool there[] = {[ALWAYS] = true,
	    [SOLVED] = v->solved >= 0,
	    [KEPT] = v->has_kept,
	    [CONTRACT] = v->contract != NULL,
	    [BILLED] = v->has_billed};

	return there[when];
}

struct writing {
	const struct cs_charge *c;
	const struct cs_vendors *v;
	struct cs_writer *out;
	cs_i128 units; /* minor units of one of the currency */
};

/* num / den to so many digits; den <= 0, or not there: \N. */
static void
ratio(struct writing *w, bool there, cs_i128 num, cs_i128 den, int digits)
{
	struct cs_buf b = CS_BUF_INIT;

	if (!there || den <= 0) {
		cs_writer_null(w->out);
		return;
	}
	cs_dec_ratio_text(&b, num, den, digits);
	cs_writer_raw(w->out, cs_buf_all(&b));
	cs_buf_finish(&b);
}

static void
real(struct writing *w, bool there, double x, int digits)
{
	struct cs_buf b = CS_BUF_INIT;

	if (!there) {
		cs_writer_null(w->out);
		return;
	}
	cs_buf_printf(&b, "%.*f", digits, x);
	cs_writer_raw(w->out, cs_buf_all(&b));
	cs_buf_finish(&b);
}

/* A share x of n with its interval: four cells. */
static struct cs_est
share(struct writing *w, cs_i128 x, cs_i128 n)
{
	const struct cs_est est = cs_interval_wilson((int64_t)x, (int64_t)n, .95);

	ratio(w, true, x, n, SHARE_DIGITS);
	cs_chargeout_count(w->out, true, n);
	real(w, est.ci, est.lo, SHARE_DIGITS);
	real(w, est.ci, est.hi, SHARE_DIGITS);
	return est;
}

/* Cost over what was solved for good: over all contacts times the share of those that are old
 * enough to tell. */
static void
solved(struct writing *w, const struct cs_vendors_cell *x)
{
	const struct cs_est est = share(w, x->solved, x->solved_of);
	const double each = (double)x->cost / ((double)x->contacts * (double)w->units);
	const bool bounds = est.ci && x->contacts > 0 && x->cost >= 0;

	ratio(w, true, x->cost * x->solved_of, x->contacts * x->solved * w->units, PRICE_DIGITS);
	real(w, bounds && est.hi > 0, est.hi > 0 ? each / est.hi : 0, PRICE_DIGITS);
	real(w, bounds && est.lo > 0, est.lo > 0 ? each / est.lo : 0, PRICE_DIGITS);
}

static void
kept(struct writing *w, const struct cs_vendors_row *r)
{
	const cs_i128 cost = r->kept_cost * MILLION;
	const bool bounds = r->has_kept_bounds && cost >= 0;

	ratio(w, r->has_kept, r->kept, MILLION, 2);
	ratio(w, r->has_kept, cost, r->kept * w->units, PRICE_DIGITS);
	ratio(w, bounds, cost, r->kept_hi * w->units, PRICE_DIGITS);
	ratio(w, bounds, cost, r->kept_lo * w->units, PRICE_DIGITS);
}

static void
contract(struct writing *w, const struct cs_vendors_row *r)
{
	(void)share(w, r->sum.met, r->sum.met_of);
	ratio(w, r->target >= 0, r->target, MILLION, SHARE_DIGITS);
	ratio(w, r->has_paid, r->paid_s, MINUTE, 2);
	cs_chargeout_money(w->out, w->c, r->has_terms, r->agreed);
	cs_chargeout_money(w->out, w->c, r->has_terms, r->malus);
	cs_chargeout_money(w->out, w->c, r->has_terms, r->bonus);
	cs_chargeout_money(w->out, w->c, r->has_outcome, r->outcome);
}

static void
billed(struct writing *w, const struct cs_vendors_row *r)
{
	const cs_i128 logged = r->logged_s * MILLION;

	ratio(w, r->has_minutes, r->minutes, MILLION, 2);
	ratio(w, r->has_minutes, r->logged_s, MINUTE, 2);
	ratio(w, r->has_minutes, r->minutes * MINUTE - logged, logged, SHARE_DIGITS);
	ratio(w, r->has_amount, r->amount, MILLION, w->c->digits);
}

static void
row(struct writing *w, const struct cs_vendors_row *r)
{
	const struct cs_vendors_cell *x = &r->sum;

	if (x->vendor.p != NULL)
		cs_writer_text(w->out, x->vendor);
	else
		cs_writer_null(w->out);
	for (unsigned k = 0; k < x->nkey; k++)
		cs_writer_raw(w->out, x->key[k]);
	cs_chargeout_count(w->out, true, x->contacts);
	cs_chargeout_count(w->out, true, x->handle_s);
	cs_chargeout_money(w->out, w->c, true, x->cost);
	ratio(w, true, x->cost, x->contacts * w->units, PRICE_DIGITS);
	if (is_there(w->v, SOLVED))
		solved(w, x);
	if (is_there(w->v, KEPT))
		kept(w, r);
	if (is_there(w->v, CONTRACT))
		contract(w, r);
	if (is_there(w->v, BILLED))
		billed(w, r);
	cs_writer_text(w->out, w->c->currency);
	cs_writer_end(w->out);
}

static int
bind(struct cs_charge *c, void *state, struct cs_err *e)
{
	return cs_vendors_bind(c, state, e);
}

static int
head(const struct cs_charge *c, const void *state, struct cs_head *h, struct cs_err *e)
{
	const struct cs_vendors *v = state;
	int result = cs_head_add(h, c->level[v->vendor].name, e);

	for (unsigned k = 0; result == 0 && k < v->nby; k++)
		result = cs_head_add(h, c->level[v->by[k]].name, e);
	for (size_t i = 0; result == 0 && i < sizeof columns / sizeof *columns; i++) {
		if (is_there(v, columns[i].when))
			result = cs_head_add(h, cs_str_z(columns[i].name), e);
	}
	return result;
}

static int
rows(struct cs_charge *c, void *state, struct cs_writer *out, struct cs_err *e)
{
	struct cs_vendors *v = state;
	struct writing w = {.c = c, .v = v, .out = out, .units = 1};
	struct cs_vendors_row r;
	size_t at = 0;
	int got = cs_vendors_make(c, v, e);

	for (int i = 0; i < c->digits; i++)
		w.units *= 10;
	while (got >= 0 && (got = cs_vendors_next(v, &at, &r, e)) > 0)
		row(&w, &r);
	return got;
}

static void
finish(void *state)
{
	cs_vendors_finish(state);
}

const struct cs_charge_mode cs_chargevendors = {.name = "vendors",
    .without_map = true,
    .size = sizeof(struct cs_vendors),
    .bind = bind,
    .head = head,
    .rows = rows,
    .say = cs_vendors_say,
    .finish = finish};
