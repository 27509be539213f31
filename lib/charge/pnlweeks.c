/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The weeks of a decision's P&L: see pnlwork.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "charge/chargerun.h"
#include "charge/pnlwork.h"

enum { DAYS = 7, WEEKS = CS_PNL_BEFORE + CS_PNL_AFTER };

static const unsigned part_of[CS_COST_UNITS] = {
    [CS_COST_MINUTE] = CS_CHARGE_HANDLE_S,
    [CS_COST_CONTACT] = CS_CHARGE_CONTACTS,
    [CS_COST_LEG] = CS_CHARGE_LEGS,
    [CS_COST_TRANSFER] = CS_CHARGE_TRANSFERS,
    [CS_COST_SOLVED] = CS_CHARGE_SOLVED,
};

static bool
is_unit(int u)
{
	return u != CS_COST_HOUR && u != CS_COST_NONE;
}

/* The week of a local day. */
static int64_t
week_of(const struct cs_pnl *p, int64_t day)
{
	int64_t d = day - p->day0;

	return d >= 0 ? d / DAYS : -((-d + DAYS - 1) / DAYS);
}

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* The local day behind an instant that ends something. */
static int64_t
day_behind(const struct cs_charge *c, int64_t at)
{
	return at == CS_INSTANT_MAX ? INT64_MAX / 2 : cs_zone_day(c->zone, at - 1) + 1;
}

/* The first week of the baseline, and how it is made. */
static int
choose(struct cs_pnl *p, const struct cs_charge *c, struct cs_err *e)
{
	const struct cs_decision *d = &p->d;
	const int64_t from = most(c->first, d->baseline_from);
	/* Whole weeks before the decision. */
	const int64_t before = (p->day0 - cs_zone_day(c->zone, from)) / DAYS;
	const int64_t there = least(most(before, 0), CS_PNL_BEFORE);
	const int most_after = CS_PNL_YEAR - CS_PNL_YEAR_LEAST;
	const int after = p->n < most_after ? p->n : most_after;
	const int64_t of_year = least(there, CS_PNL_YEAR + CS_PNL_YEAR - after) - CS_PNL_YEAR;
	int64_t n;

	if (d->baseline == CS_BASELINE_SEASONAL && d->season != CS_SEASON_WEEK &&
	    of_year >= CS_PNL_YEAR_LEAST) {
		p->how = CS_PNL_BY_YEAR;
		p->first = -(int)of_year;
		p->cut = p->n > after;
		p->n = after;
		return 0;
	}
	if (d->season == CS_SEASON_YEAR) {
		(void)cs_err_set(e, CS_EXIT_DATA,
		    "%.*s: there are %lld whole weeks of contacts before the decision, and season "
		    "= "
		    "year takes %d",
		    CS_STR_ARG(d->id), (long long)there, CS_PNL_YEAR + CS_PNL_YEAR_LEAST);
		return cs_err_hint(e, "season = week takes the level before");
	}
	p->how = d->baseline == CS_BASELINE_UNTOUCHED ? CS_PNL_BY_UNTOUCHED : CS_PNL_BY_LEVEL;
	n = least(there, p->how == CS_PNL_BY_LEVEL ? CS_PNL_YEAR : CS_PNL_UNTOUCHED);
	p->first = -(int)n;
	if (n >= CS_PNL_LEAST)
		return 0;
	return cs_err_set(e, CS_EXIT_DATA,
	    "%.*s: there are %lld whole weeks of contacts before the decision, and a baseline "
	    "takes %d",
	    CS_STR_ARG(d->id), (long long)n, CS_PNL_LEAST);
}

int
cs_pnl_grid(struct cs_pnl *p, const struct cs_charge *c, struct cs_err *e)
{
	const int64_t until = day_behind(c, p->d.until);
	int64_t to = p->day0, n;

	if (c->first <= c->last)
		to = least(day_behind(c, c->as_of), until + p->d.lag_days);
	n = to > p->day0 ? (to - p->day0) / DAYS : 0;
	p->left_days = to > p->day0 ? (to - p->day0) % DAYS : 0;
	p->cut = n > CS_PNL_AFTER;
	p->n = (int)least(n, CS_PNL_AFTER);
	if (p->n > 0 && choose(p, c, e) != 0)
		return -1;
	p->left_days = p->cut ? 0 : p->left_days;
	p->charged_to = least(until, p->day0 + p->n * INT64_C(7));
	return 0;
}

static void
make_weeks(struct cs_pnl *p)
{
	for (int g = 0; g < CS_PNL_GROUPS; g++) {
		p->week[g] = cs_mem_new0(WEEKS, sizeof *p->week[g]);
		for (int w = 0; w < WEEKS; w++)
			cs_ratio_init(&p->week[g][w].credits);
	}
	for (int u = 0; u < CS_COST_UNITS; u++) {
		cs_ratio_init(&p->price[u]);
		cs_ratio_init(&p->avoidable[u]);
	}
	cs_ratio_init(&p->own_cost);
	p->avoidable_known = true;
}

void
cs_pnl_finish(struct cs_pnl *p)
{
	if (p->week[0] == NULL)
		return;
	for (int g = 0; g < CS_PNL_GROUPS; g++) {
		for (int w = 0; w < WEEKS; w++)
			cs_ratio_finish(&p->week[g][w].credits);
		free(p->week[g]);
		p->week[g] = NULL;
	}
	for (int u = 0; u < CS_COST_UNITS; u++) {
		cs_ratio_finish(&p->price[u]);
		cs_ratio_finish(&p->avoidable[u]);
	}
	cs_ratio_finish(&p->own_cost);
}

/* What the i-th group cost in a week after, by unit. */
static void
add_cost(struct cs_pnl *p, const struct cs_charge *c, size_t i, bool own)
{
	size_t n;
	const size_t *use = cs_charge_price_uses(c->price, i, &n);
	struct cs_ratio cost;
	bool priced = false;

	cs_ratio_init(&cost);
	for (size_t k = 0; k < n; k++) {
		const struct cs_charge_use *x = &c->price->use[use[k]];
		const struct cs_charge_lot *lot = &c->price->lot[x->lot];
		int unit;

		if (lot->kind == CS_CHARGE_CREDITED)
			continue;
		priced = true;
		unit = lot->cost->unit == CS_COST_HOUR ? CS_COST_MINUTE : (int)lot->cost->unit;
		cs_ratio_times(&cost, &lot->price, x->weight);
		cs_ratio_add(&p->price[unit], &p->price[unit], &cost);
		if (own)
			cs_ratio_add(&p->own_cost, &p->own_cost, &cost);
		p->avoidable_known = p->avoidable_known && lot->has_avoidable;
		if (!lot->has_avoidable)
			continue;
		cs_ratio_mul(&cost, &cost, &lot->avoidable);
		cs_ratio_add(&p->avoidable[unit], &p->avoidable[unit], &cost);
	}
	cs_ratio_finish(&cost);
	p->unpriced += priced ? 0 : cs_charge_get(c, i, CS_CHARGE_LEGS);
}

/* Which group a contact is of; -1: neither, or (*both) both. */
static int
group_of(const struct cs_pnl *p, const struct cs_charge *c, size_t i, bool *both)
{
	struct cs_str of;

	*both = false;
	if (p->compared < 0)
		return CS_PNL_TOUCHED;
	of = cs_charge_value(c, i, (unsigned)p->compared, NULL, CS_STR(""));
	*both = cs_str_eqz(of, "both");
	return cs_str_eqz(of, "touched")     ? CS_PNL_TOUCHED
	       : cs_str_eqz(of, "untouched") ? CS_PNL_UNTOUCHED_GROUP
					     : -1;
}

/* The i-th group of the sums into its week. */
static int
add_group(struct cs_pnl *p, const struct cs_charge *c, size_t i, struct cs_err *e)
{
	const struct cs_str side = cs_charge_value(c, i, (unsigned)p->side, NULL, CS_STR(""));
	const bool own = cs_str_eqz(side, "own");
	struct cs_pnl_week *week;
	int64_t at, w;
	bool both;
	int g;

	if (cs_raw_null(side) || !c->whose[i].reported ||
	    !cs_time_parse(cs_sums_key(c->sums, i, c->bind->stretch), &at))
		return 0;
	w = week_of(p, cs_zone_day(c->zone, at));
	if (w < -CS_PNL_BEFORE || w >= p->n)
		return 0;
	g = group_of(p, c, i, &both);
	if (both)
		return cs_err_set(e, CS_EXIT_DATA,
		    "%.*s: there are contacts for which touched and untouched are both true",
		    CS_STR_ARG(p->d.id));
	if (g < 0) {
		p->neither += w >= p->first ? cs_charge_get(c, i, CS_CHARGE_CONTACTS) : 0;
		return 0;
	}
	week = cs_pnl_week(p, (enum cs_pnl_group)g, (int)w);
	for (int u = 0; u < CS_COST_UNITS; u++)
		week->use[u] += is_unit(u) ? cs_charge_get(c, i, part_of[u]) : 0;
	(void)cs_charge_price_group(c->price, i, 1 << CS_CHARGE_CREDITED, &week->credits, NULL);
	if (w < 0 || g != CS_PNL_TOUCHED)
		return 0;
	p->untimed += cs_charge_get(c, i, CS_CHARGE_UNTIMED);
	p->own += own ? cs_charge_get(c, i, CS_CHARGE_CONTACTS) : 0;
	add_cost(p, c, i, own);
	return 0;
}

/* From what a unit cost in all the weeks after to what one of it costs. */
static void
make_prices(struct cs_pnl *p)
{
	for (int u = 0; u < CS_COST_UNITS; u++) {
		cs_i128 used = 0;

		for (int w = 0; w < p->n; w++)
			used += cs_pnl_week(p, CS_PNL_TOUCHED, w)->use[u];
		if (used == 0)
			continue;
		cs_ratio_over(&p->price[u], &p->price[u], used);
		cs_ratio_over(&p->avoidable[u], &p->avoidable[u], used);
	}
}

int
cs_pnl_count(struct cs_pnl *p, const struct cs_charge *c, struct cs_err *e)
{
	make_weeks(p);
	for (size_t i = 0; i < c->sums->ngroup; i++) {
		if (add_group(p, c, i, e) != 0)
			return -1;
	}
	make_prices(p);
	return 0;
}

/* A week of a group as a number of what is looked at. */
static void
value(struct cs_ratio *r, const struct cs_pnl *p, enum cs_pnl_what what,
    const struct cs_pnl_week *week)
{
	const bool avoidable = what == CS_PNL_AVOIDABLE || what == CS_PNL_ALL_AVOIDABLE;
	const struct cs_ratio *price = avoidable ? p->avoidable : p->price;
	struct cs_ratio of;

	cs_ratio_int(r, what == CS_PNL_CONTACTS	 ? week->use[CS_COST_CONTACT]
			: what == CS_PNL_SECONDS ? week->use[CS_COST_MINUTE]
						 : 0);
	if (what == CS_PNL_CONTACTS || what == CS_PNL_SECONDS)
		return;
	if (what != CS_PNL_COST && what != CS_PNL_AVOIDABLE)
		cs_ratio_set(r, &week->credits);
	cs_ratio_init(&of);
	for (int u = 0; what != CS_PNL_CREDITS && u < CS_COST_UNITS; u++) {
		if (week->use[u] == 0)
			continue;
		cs_ratio_times(&of, &price[u], week->use[u]);
		cs_ratio_add(r, r, &of);
	}
	cs_ratio_finish(&of);
}

/* A series with its reference, as the baseline takes it. */
struct series {
	struct cs_ratio *number;
	struct cs_baseline_week week[WEEKS];
	struct cs_baseline_in in;
};

/* The reference of a week. Credits, which may be none in a week, go by contacts. */
static void
refer(struct cs_ratio *r, const struct cs_pnl *p, enum cs_pnl_what what, int w)
{
	const enum cs_pnl_what by = what == CS_PNL_CREDITS ? CS_PNL_CONTACTS : what;
	const bool year = p->how == CS_PNL_BY_YEAR;

	value(r, p, by,
	    cs_pnl_week(
		p, year ? CS_PNL_TOUCHED : CS_PNL_UNTOUCHED_GROUP, year ? w - CS_PNL_YEAR : w));
}

static void
make_series(struct series *s, const struct cs_pnl *p, enum cs_pnl_what what)
{
	const size_t before = (size_t)-p->first, n = before + (size_t)p->n;

	s->number = cs_ratios_new(2 * n);
	for (size_t i = 0; i < n; i++) {
		const int w = p->first + (int)i;

		value(&s->number[i], p, what, cs_pnl_week(p, CS_PNL_TOUCHED, w));
		s->week[i] = (struct cs_baseline_week){&s->number[i], NULL, w};
		if (p->how == CS_PNL_BY_LEVEL)
			continue;
		refer(&s->number[n + i], p, what, w);
		s->week[i].x = &s->number[n + i];
	}
	s->in = (struct cs_baseline_in){.before = s->week,
	    .after = s->week + before,
	    .n = before,
	    .k = (size_t)p->n,
	    .trend = p->how == CS_PNL_BY_LEVEL,
	    .level = .95};
}

static void
free_series(struct series *s)
{
	cs_ratios_free(s->number, 2 * (s->in.n + s->in.k));
}

void
cs_pnl_more(struct cs_baseline *b, const struct cs_pnl *p, enum cs_pnl_what what)
{
	struct series s;

	make_series(&s, p, what);
	cs_baseline_make(b, &s.in);
	free_series(&s);
}

void
cs_pnl_expected(struct cs_ratio *seen, struct cs_ratio *expected, const struct cs_pnl *p,
    enum cs_pnl_what what, int w)
{
	struct series s;

	make_series(&s, p, what);
	cs_ratio_set(seen, &s.number[w - p->first]);
	cs_baseline_week(expected, &s.in, &s.week[w - p->first]);
	free_series(&s);
}
