/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a customer buys and renews, and what that is worth: see retainriskseen.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "retain/retainmoney.h"
#include "retain/retainriskseen.h"

#define DAY CS_RISK_DAY

enum {
	LEAST = 30, /* days that revenue is looked at, at least */
	MONTHS = 12,
	YEAR = CS_RISK_YEAR,
};

void
cs_risk_days_finish(struct cs_risk_days *d)
{
	free(d->day);
}

static int
by_number(const void *x, const void *y)
{
	const int64_t *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

/* Twice the median of the gaps between days; day is spoilt. */
static int32_t
median_2(int64_t *day, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++)
		day[i] = day[i + 1] - day[i];
	n--;
	qsort(day, n, sizeof *day, by_number);
	return (int32_t)(day[n / 2] + day[(n - 1) / 2]);
}

/* His days with purchases up to t, and how they follow each other. */
void
cs_risk_look_purchases(const struct cs_risk_view *v, const struct cs_risk_at *at,
    struct cs_risk_days *d, struct cs_risk_seen *s)
{
	const struct cs_life *life = at->life;
	const int64_t t = at->t;
	const struct cs_fact *fact = life->fact[CS_FACT_PURCHASE];
	int64_t today = cs_zone_day(v->zone, t), gap;

	d->n = 0;
	for (size_t i = 0; i < life->n[CS_FACT_PURCHASE] && fact[i].at <= t; i++) {
		int64_t day = cs_zone_day(v->zone, fact[i].at);

		if (d->n > 0 && d->day[d->n - 1] == day)
			continue;
		d->day = cs_mem_grow(d->day, &d->cap, d->n + 1, sizeof *d->day);
		d->day[d->n++] = day;
	}
	s->bought = d->n > 0;
	if (!s->bought)
		return;
	s->x = (int32_t)(d->n - 1);
	s->last = (int32_t)(d->day[d->n - 1] - d->day[0]);
	s->age = (int32_t)(today - d->day[0]);
	s->repeats = d->n > 2;
	if (!s->repeats)
		return;
	s->gap_2 = median_2(d->day, d->n);
	gap = s->age - s->last;
	s->level[CS_RISK_SILENCE] = (uint8_t)(2 * gap <= s->gap_2	? 1
					      : 2 * gap <= 2 * s->gap_2 ? 2
					      : 2 * gap <= 4 * s->gap_2 ? 3
									: 4);
}

/* Whether something that was due is not renewed, or falls due soon, as the last ones did. */
uint8_t
cs_risk_look_renewals(const struct cs_risk_view *v, const struct cs_risk_at *at_t)
{
	const struct cs_life *life = at_t->life;
	const int64_t t = at_t->t;
	const struct cs_fact *fact = life->fact[CS_FACT_RENEWAL];
	int64_t period = YEAR * DAY, at, next;
	size_t n = 0;

	while (n < life->n[CS_FACT_RENEWAL] && fact[n].at <= t)
		n++;
	if (n == 0)
		return 0;
	at = cs_risk_number(life, &fact[n - 1], v->renewed);
	if (at == CS_FACT_NULL || at > t)
		return 3;
	if (n > 1 && fact[n - 1].at > fact[n - 2].at)
		period = fact[n - 1].at - fact[n - 2].at;
	next = fact[n - 1].at + period;
	return next <= t + 30 * DAY ? 2 : next <= t + 90 * DAY;
}

/* What he paid in the year before t, what was given back by then left out; on how many days. */
struct paid {
	cs_i128 sum;
	int64_t days;
	bool foreign; /* there was something in another currency */
};

static struct paid
paid_by(const struct cs_risk_view *v, const struct cs_life *life, int64_t t)
{
	const struct cs_fact *fact = life->fact[CS_FACT_PURCHASE];
	struct paid p = {0, 0, false};
	int64_t before = INT64_MAX;

	for (size_t i = life->n[CS_FACT_PURCHASE]; v->amount >= 0 && i-- > 0;) {
		const struct cs_fact *f = &fact[i];
		int64_t back = cs_risk_number(life, f, v->refunded), amount, day;

		if (f->at > t)
			continue;
		if (f->at <= t - YEAR * DAY)
			break;
		amount = cs_fact_number(life, f, v->amount);
		if (amount == CS_FACT_NULL || (back != CS_FACT_NULL && back <= t))
			continue;
		if (cs_retain_foreign(life, CS_FACT_PURCHASE, f, v->purchase_currency, v->money)) {
			p.foreign = true;
			continue;
		}
		day = cs_zone_day(v->zone, f->at);
		p.days += day != before;
		before = day;
		p.sum += amount;
	}
	return p;
}

/* What no amount of money is. */
static int64_t
bounded(cs_i128 v)
{
	return v > INT64_MAX ? INT64_MAX : v < -INT64_MAX ? -INT64_MAX : (int64_t)v;
}

void
cs_risk_look_worth(
    const struct cs_risk_view *v, const struct cs_risk_at *at, struct cs_risk_seen *s)
{
	const struct paid p = paid_by(v, at->life, at->t);
	const struct cs_life *life = at->life;
	const struct cs_fact *who = at->who;
	int64_t days = s->age < LEAST ? LEAST : s->age < YEAR ? s->age : YEAR;

	if (!v->purchases && who != NULL &&
	    cs_risk_number(life, who, v->month_value) != CS_FACT_NULL) {
		s->foreign =
		    cs_retain_foreign(life, CS_FACT_CUSTOMER, who, v->customer_currency, v->money);
		if (!s->foreign)
			s->month = cs_risk_number(life, who, v->month_value);
	} else if (p.days > 0) {
		s->piece = bounded(p.sum / p.days);
		s->month = bounded(p.sum * YEAR / days / MONTHS);
	} else {
		s->foreign = p.foreign;
	}
}
