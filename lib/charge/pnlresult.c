/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a decision brings and costs, with bounds and a verdict: see pnlwork.h. */
#include <math.h>
#include <string.h>

#include "charge/exchange.h"
#include "charge/pnlwork.h"
#include "stat/dist.h"

/* Chances from which on a loss, or a gain, is likely, and the share that bounds hold. */
#define LIKELY .8
#define LEVEL  .95

/* How much weeks are alike when bounds are too narrow, and a drift before that is no luck. */
#define ALIKE  .3
#define DRIFTS .01

#define MICROS 1000000

static int64_t
minor_units(const struct cs_charge *c)
{
	int64_t n = 1;

	for (int i = 0; i < c->digits; i++)
		n *= 10;
	return n;
}

/* An exact amount in whole minor units. */
static cs_i128
rounded(const struct cs_ratio *amount, const struct cs_charge *c)
{
	struct cs_ratio x;
	cs_i128 whole = 0;

	cs_ratio_init(&x);
	cs_ratio_times(&x, amount, minor_units(c));
	(void)cs_ratio_round(&x, &whole);
	cs_ratio_finish(&x);
	return whole;
}

/* A bound likewise. */
static cs_i128
bound(double amount, const struct cs_charge *c)
{
	double v = round(amount * (double)minor_units(c));

	return fabs(v) < 0x1p100 ? (cs_i128)v : 0;
}

static struct cs_pnl_money
money_of(const struct cs_baseline *b, const struct cs_charge *c)
{
	return (struct cs_pnl_money){.est = b->ok ? rounded(&b->more, c) : 0,
	    .lo = b->ci ? bound(b->lo, c) : 0,
	    .hi = b->ci ? bound(b->hi, c) : 0,
	    .ok = b->ok,
	    .ci = b->ci};
}

static int
exchange(struct cs_ratio *rate, const struct cs_charge *c, struct cs_str currency, int64_t day,
    struct cs_err *e)
{
	return cs_charge_exchange_at(
	    c->exchange, currency, c->currency, cs_zone_day_start(c->zone, day), rate, e);
}

/* What the charges of the weeks bring, exactly, then in minor units. */
static int
revenue(struct cs_pnl_result *r, const struct cs_pnl *p, const struct cs_charge *c,
    struct cs_ratio *sum, struct cs_err *e)
{
	struct cs_ratio rate;
	int result = 0;

	cs_ratio_init(&rate);
	for (size_t i = 0; i < p->charged.n && result == 0; i++) {
		const struct cs_charged_day *d = &p->charged.day[i];

		if (d->day < p->day0 || d->day >= p->charged_to)
			continue;
		r->charges += d->charges;
		r->waived += d->waived;
		r->refunded += d->refunded;
		r->kept += d->kept;
		result = exchange(&rate, c, d->currency, d->day, e);
		if (result != 0)
			cs_err_prefix(e, "%s:%llu", d->file, (unsigned long long)d->line);
		cs_ratio_times(&rate, &rate, d->amount);
		cs_ratio_over(&rate, &rate, MICROS);
		cs_ratio_add(sum, sum, &rate);
	}
	cs_ratio_finish(&rate);
	r->revenue = rounded(sum, c);
	return result;
}

/* The lost margin in the reported currency, at the rate of the day of the decision. */
static int
lost(struct cs_pnl_result *r, const struct cs_pnl *p, const struct cs_charge *c, struct cs_err *e)
{
	const struct cs_dec v[] = {p->lost.est, p->lost.lo, p->lost.hi};
	cs_i128 *const to[] = {&r->lost.est, &r->lost.lo, &r->lost.hi};
	struct cs_ratio rate, x;
	int result;

	if (!p->has_lost)
		return 0;
	cs_ratio_init(&rate);
	cs_ratio_init(&x);
	result = exchange(&rate, c, cs_str_z(p->lost.currency), p->day0, e);
	if (result != 0)
		cs_err_prefix(e, "--lost-margin");
	r->lost.ok = true;
	r->lost.ci = p->lost.bounds;
	for (int i = 0; i < (p->lost.bounds ? 3 : 1); i++) {
		cs_ratio_dec(&x, v[i]);
		cs_ratio_mul(&x, &x, &rate);
		*to[i] = rounded(&x, c);
	}
	cs_ratio_finish(&rate);
	cs_ratio_finish(&x);
	return result;
}

static struct cs_est
est_of(const struct cs_pnl_money *m)
{
	return (struct cs_est){.est = (double)m->est,
	    .lo = (double)m->lo,
	    .hi = (double)m->hi,
	    .ok = m->ok,
	    .ci = m->ci};
}

/* What is spent on cost and credits: how much, and b, how far off that may be. */
struct spent {
	cs_i128 est;
	bool ok;
	const struct cs_baseline *b;
};

/*
 * Revenue less cost, credits and lost margin. The bounds are those of cost and credits together,
 * around what they add up to, and of the lost margin. What a decision brings that nobody gave
 * charges of is not 0 but not known, and so is the net.
 */
static struct cs_pnl_money
net_of(const struct cs_pnl_result *r, const struct cs_pnl *p, struct spent spent,
    const struct cs_charge *c)
{
	const struct cs_baseline *b = spent.b;
	const double units = (double)minor_units(c);
	const double half = b->ci ? (b->hi - b->lo) / 2 * units : 0;
	struct cs_est x = {.est = (double)r->revenue, .ok = true}, y = est_of(&r->lost);
	struct cs_est of = {.est = (double)spent.est,
	    .lo = (double)spent.est - half,
	    .hi = (double)spent.est + half,
	    .ok = true,
	    .ci = b->ci};
	struct cs_pnl_money m;

	if (!p->has_charged)
		return (struct cs_pnl_money){.ok = false};
	y.ok = true; /* none is 0 */
	cs_baseline_difference(&x, &x, &of);
	cs_baseline_difference(&x, &x, &y);
	m = (struct cs_pnl_money){.est = r->revenue - spent.est - r->lost.est,
	    .ok = spent.ok,
	    /* A loss whose bounds are not known leaves none to the rest. */
	    .ci = x.ci && b->ci && (!r->lost.ok || r->lost.ci)};
	if (m.ci) {
		m.lo = bound(x.lo / units, c);
		m.hi = bound(x.hi / units, c);
	}
	return m;
}

static struct cs_pnl_money
net(const struct cs_pnl_result *r, const struct cs_pnl *p, const struct cs_pnl_money *cost,
    enum cs_pnl_what all, const struct cs_charge *c)
{
	const struct spent spent = {
	    cost->est + r->credits.est, cost->ok && r->credits.ok, &r->more[all]};

	return net_of(r, p, spent, c);
}

/* The net if the untouched had gone on to drift as they did before. */
static struct cs_pnl_money
net_line(const struct cs_pnl_result *r, const struct cs_pnl *p, const struct cs_charge *c)
{
	struct cs_baseline b;
	struct cs_pnl_money m;

	cs_pnl_more(&b, p, CS_PNL_ALL, true);
	m = net_of(r, p, (struct spent){b.ok ? rounded(&b.more, c) : 0, b.ok, &b}, c);
	cs_baseline_finish(&b);
	return m;
}

/* The chance that the net is below 0: as if it were t, with the bound that lies towards 0. */
static void
chance(struct cs_pnl_result *r)
{
	const struct cs_pnl_money *m = &r->net;
	const double towards = (double)(m->est > 0 ? m->est - m->lo : m->hi - m->est);
	const double df = r->more[CS_PNL_ALL].df;
	double t;

	if (!m->ci || towards <= 0 || !cs_dist_t_quantile((1 - LEVEL) / 2, df, CS_UPPER, &t))
		return;
	r->has_loss = true;
	r->loss = cs_dist_t(-(double)m->est / (towards / t), df, CS_LOWER);
}

bool
cs_pnl_season_open(const struct cs_pnl *p)
{
	return p->how == CS_PNL_BY_LEVEL && p->d.season != CS_SEASON_WEEK;
}

bool
cs_pnl_turns(const struct cs_pnl_money *m, const struct cs_pnl_money *line)
{
	const bool loss = m->ci && m->hi < 0, gain = m->ci && m->lo > 0;

	return (loss && !(line->ci && line->hi < 0)) || (gain && !(line->ci && line->lo > 0));
}

enum cs_pnl_doubt
cs_pnl_doubt(const struct cs_pnl *p, const struct cs_pnl_result *r)
{
	if (cs_pnl_season_open(p))
		return CS_PNL_SEASON;
	/* The trend of a level is in what it expects. */
	if (p->how != CS_PNL_BY_LEVEL && r->more[CS_PNL_CONTACTS].drift_p < DRIFTS)
		return CS_PNL_DRIFTS;
	if (r->more[CS_PNL_ALL].alike >= ALIKE)
		return CS_PNL_ALIKE;
	if (p->how == CS_PNL_BY_UNTOUCHED && cs_pnl_turns(&r->net, &r->net_line))
		return CS_PNL_TURNS;
	return -p->first < CS_PNL_FEWER ? CS_PNL_FEW : CS_PNL_SURE;
}

const char *
cs_pnl_verdict(const struct cs_pnl_money *m, double loss, enum cs_pnl_doubt doubt)
{
	if (!m->ci || doubt > CS_PNL_TURNS)
		return "unclear";
	if (doubt == CS_PNL_SURE && m->hi < 0)
		return "loss certain";
	if (doubt == CS_PNL_SURE && m->lo > 0)
		return "gain certain";
	return loss > LIKELY ? "loss likely" : loss < 1 - LIKELY ? "gain likely" : "unclear";
}

void
cs_pnl_break_even(struct cs_ratio *r, const struct cs_ratio *fee, const struct cs_ratio *cost)
{
	cs_ratio_div(r, fee, cost);
}

/* What a contact for the decision's reasons costs; where none is coded so, one of the whole group.
 * False: none costs anything. */
static bool
cost_each(struct cs_ratio *r, const struct cs_pnl *p, cs_i128 contacts)
{
	cs_i128 n = p->own;

	cs_ratio_set(r, &p->own_cost);
	if (n == 0) {
		n = contacts;
		cs_ratio_int(r, 0);
		for (int w = 0; w < p->n; w++)
			cs_ratio_add(r, r, &cs_pnl_week(p, CS_PNL_TOUCHED, w)->cost);
	}
	if (n == 0 || cs_ratio_sign(r) <= 0)
		return false;
	cs_ratio_over(r, r, n);
	return true;
}

/* Contacts by charges: what there were, and how many take all that a charge brings. */
static void
per_charge(struct cs_pnl_result *r, const struct cs_pnl *p, const struct cs_ratio *brings)
{
	const struct cs_baseline *more = &r->more[CS_PNL_CONTACTS];
	struct cs_ratio fee, cost;

	if (r->kept == 0)
		return;
	cs_ratio_init(&fee);
	cs_ratio_init(&cost);
	cs_ratio_over(&fee, brings, (cs_i128)r->kept);
	r->has_break_even = cs_ratio_sign(brings) > 0 && cost_each(&cost, p, r->contacts);
	if (r->has_break_even)
		cs_pnl_break_even(&r->break_even, &fee, &cost);
	r->has_per_charge = more->ok;
	if (more->ok)
		cs_ratio_over(&r->per_charge, &more->more, (cs_i128)r->kept);
	cs_ratio_finish(&fee);
	cs_ratio_finish(&cost);
}

int
cs_pnl_result(
    struct cs_pnl_result *r, const struct cs_pnl *p, const struct cs_charge *c, struct cs_err *e)
{
	struct cs_ratio brings;
	int result;

	memset(r, 0, sizeof *r);
	cs_ratio_init(&r->per_charge);
	cs_ratio_init(&r->break_even);
	cs_ratio_init(&brings);
	for (int w = 0; w < CS_PNL_WHATS; w++)
		cs_pnl_more(&r->more[w], p, (enum cs_pnl_what)w, false);
	for (int w = 0; w < p->n; w++)
		r->contacts += cs_pnl_week(p, CS_PNL_TOUCHED, w)->contacts;
	result = revenue(r, p, c, &brings, e);
	if (result == 0)
		result = lost(r, p, c, e);
	r->cost = money_of(&r->more[CS_PNL_COST], c);
	r->credits = money_of(&r->more[CS_PNL_CREDITS], c);
	r->net = net(r, p, &r->cost, CS_PNL_ALL, c);
	if (p->how == CS_PNL_BY_UNTOUCHED)
		r->net_line = net_line(r, p, c);
	if (p->avoidable_known) {
		r->avoidable = money_of(&r->more[CS_PNL_AVOIDABLE], c);
		r->net_avoidable = net(r, p, &r->avoidable, CS_PNL_ALL_AVOIDABLE, c);
	}
	chance(r);
	r->verdict = cs_pnl_verdict(&r->net, r->loss, cs_pnl_doubt(p, r));
	per_charge(r, p, &brings);
	cs_ratio_finish(&brings);
	return result;
}

void
cs_pnl_result_finish(struct cs_pnl_result *r)
{
	for (int w = 0; w < CS_PNL_WHATS; w++)
		cs_baseline_finish(&r->more[w]);
	cs_ratio_finish(&r->per_charge);
	cs_ratio_finish(&r->break_even);
}
