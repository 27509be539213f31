/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The weeks of a decision's P&L: see pnlwork.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "charge/chargerun.h"
#include "charge/pnlwork.h"

enum { DAYS = 7, WEEKS = CS_PNL_BEFORE + CS_PNL_AFTER };

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
		for (int w = 0; w < WEEKS; w++) {
			cs_ratio_init(&p->week[g][w].credits);
			cs_ratio_init(&p->week[g][w].cost);
			cs_ratio_init(&p->week[g][w].avoidable);
		}
	}
	cs_pnl_prices_init(p);
}

void
cs_pnl_finish(struct cs_pnl *p)
{
	if (p->week[0] == NULL)
		return;
	for (int g = 0; g < CS_PNL_GROUPS; g++) {
		for (int w = 0; w < WEEKS; w++) {
			cs_ratio_finish(&p->week[g][w].credits);
			cs_ratio_finish(&p->week[g][w].cost);
			cs_ratio_finish(&p->week[g][w].avoidable);
		}
		free(p->week[g]);
		p->week[g] = NULL;
	}
	cs_pnl_prices_finish(p);
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

/* Where the i-th group of the sums belongs. */
struct where {
	int group, week;
	bool own; /* coded with the reasons of the decision */
};

/* 1: there; 0: nowhere; -1 with *e: in both groups. */
static int
find(struct where *at, struct cs_pnl *p, const struct cs_charge *c, size_t i, struct cs_err *e)
{
	const struct cs_str side = cs_charge_value(c, i, (unsigned)p->side, NULL, CS_STR(""));
	int64_t t, w;
	bool both;

	if (cs_raw_null(side) || !c->whose[i].reported ||
	    !cs_time_parse(cs_sums_key(c->sums, i, c->bind->stretch), &t))
		return 0;
	w = week_of(p, cs_zone_day(c->zone, t));
	if (w < -CS_PNL_BEFORE || w >= p->n)
		return 0;
	*at = (struct where){group_of(p, c, i, &both), (int)w, cs_str_eqz(side, "own")};
	if (both)
		return cs_err_set(e, CS_EXIT_DATA,
		    "%.*s: there are contacts for which touched and untouched are both true",
		    CS_STR_ARG(p->d.id));
	return 1;
}

/* The i-th group into its week. */
static void
add_group(struct cs_pnl *p, const struct cs_charge *c, size_t i, const struct where *at)
{
	struct cs_pnl_week *week;

	if (at->group < 0) {
		p->neither += at->week >= p->first ? cs_charge_get(c, i, CS_CHARGE_CONTACTS) : 0;
		return;
	}
	week = cs_pnl_week(p, (enum cs_pnl_group)at->group, at->week);
	week->contacts += cs_charge_get(c, i, CS_CHARGE_CONTACTS);
	week->seconds += cs_charge_get(c, i, CS_CHARGE_HANDLE_S);
	(void)cs_charge_price_group(c->price, i, 1 << CS_CHARGE_CREDITED, &week->credits, NULL);
	if (at->week < 0 || at->group != CS_PNL_TOUCHED)
		return;
	p->untimed += cs_charge_get(c, i, CS_CHARGE_UNTIMED);
	p->own += at->own ? cs_charge_get(c, i, CS_CHARGE_CONTACTS) : 0;
	cs_pnl_prices_add(p, c, i, at->own);
}

int
cs_pnl_count(struct cs_pnl *p, const struct cs_charge *c, struct cs_err *e)
{
	struct where at;

	make_weeks(p);
	for (size_t i = 0; i < c->sums->ngroup; i++) {
		const int found = find(&at, p, c, i, e);

		if (found < 0)
			return -1;
		if (found > 0)
			add_group(p, c, i, &at);
	}
	cs_pnl_prices_make(p);
	for (size_t i = 0; i < c->sums->ngroup; i++) {
		if (find(&at, p, c, i, e) > 0 && at.group >= 0)
			cs_pnl_prices_lay(
			    p, c, i, cs_pnl_week(p, (enum cs_pnl_group)at.group, at.week));
	}
	return 0;
}

/* A week of a group as a number of what is looked at. */
static void
value(struct cs_ratio *r, enum cs_pnl_what what, const struct cs_pnl_week *week)
{
	cs_ratio_int(r, what == CS_PNL_CONTACTS	 ? week->contacts
			: what == CS_PNL_SECONDS ? week->seconds
						 : 0);
	if (what == CS_PNL_CREDITS || what == CS_PNL_ALL || what == CS_PNL_ALL_AVOIDABLE)
		cs_ratio_set(r, &week->credits);
	if (what == CS_PNL_COST || what == CS_PNL_ALL)
		cs_ratio_add(r, r, &week->cost);
	if (what == CS_PNL_AVOIDABLE || what == CS_PNL_ALL_AVOIDABLE)
		cs_ratio_add(r, r, &week->avoidable);
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

	value(r, by,
	    cs_pnl_week(
		p, year ? CS_PNL_TOUCHED : CS_PNL_UNTOUCHED_GROUP, year ? w - CS_PNL_YEAR : w));
}

/* What may run beside that the baseline does not have. Two years are too few to tell how years
 * drift apart. */
static enum cs_alike_beside
beside(const struct cs_pnl *p)
{
	if (p->how == CS_PNL_BY_UNTOUCHED)
		return CS_ALIKE_DRIFT;
	return cs_pnl_season_open(p) ? CS_ALIKE_SEASON : CS_ALIKE_NOTHING;
}

static void
make_series(struct series *s, const struct cs_pnl *p, enum cs_pnl_what what, bool line)
{
	const size_t before = (size_t)-p->first, n = before + (size_t)p->n;

	s->number = cs_ratios_new(2 * n);
	for (size_t i = 0; i < n; i++) {
		const int w = p->first + (int)i;

		value(&s->number[i], what, cs_pnl_week(p, CS_PNL_TOUCHED, w));
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
	    .trend = line || p->how == CS_PNL_BY_LEVEL,
	    .beside = line ? CS_ALIKE_NOTHING : beside(p),
	    .level = .95};
}

static void
free_series(struct series *s)
{
	cs_ratios_free(s->number, 2 * (s->in.n + s->in.k));
}

void
cs_pnl_more(struct cs_baseline *b, const struct cs_pnl *p, enum cs_pnl_what what, bool line)
{
	struct series s;

	make_series(&s, p, what, line);
	cs_baseline_make(b, &s.in);
	free_series(&s);
}

void
cs_pnl_expected(struct cs_ratio *seen, struct cs_ratio *expected, const struct cs_pnl *p,
    enum cs_pnl_what what, int w)
{
	struct series s;

	make_series(&s, p, what, false);
	cs_ratio_set(seen, &s.number[w - p->first]);
	cs_baseline_week(expected, &s.in, &s.week[w - p->first]);
	free_series(&s);
}
