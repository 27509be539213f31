/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A company that decides to charge a fee: what holds for all, and lives. See gendecision.h. */
#include "intake/gendecision.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "intake/genretain.h"

enum {
	CUSTOMERS = 18, /* streams of random numbers */
	WEEKS = 19,
	GROWS = 210729,	  /* a day, in 1e-9: 8 % a year */
	LUCK = 86603,	  /* of a week, for all: 5 %, in millionths of four even numbers' sum */
	OWN_LUCK = 51962, /* and of a plan: 3 % */
	OWN_MOST = 7,	  /* quarters of the usual, that a customer's own rate is, from 1 on */
	CREDITED_ANYWAY = 10000, /* of contacts about money, in millionths */
	CREDITED_FEE = 50000,	 /* of those that the fee drives */
	CREDIT_CENTS = 500,
	WORKDAY_S = (CS_GEN_CLOSE - CS_GEN_OPEN) * 3600,
	LAG_DAYS = 3, /* from charge to contact, on average, behind the next day */
};

/* Kinds of what random numbers of a day are for. */
enum { OF_ANYWAY, OF_ANYWAY_MORE, OF_CHARGE, OF_FIRST, OF_AGAIN, OF_LAG };

static const uint32_t by_weekday[7] = {1250, 1150, 1100, 1050, 1000, 800, 650};
static const uint32_t by_month[12] = {
    1120, 1060, 1020, 980, 960, 940, 900, 880, 960, 1020, 1060, 1100};

/* Days on which little happens: in per mille of what else would. */
static const struct {
	int month, day;
	uint32_t share;
} holidays[] = {{1, 1, 300}, {5, 1, 500}, {10, 3, 500}, {12, 24, 500}, {12, 25, 250}, {12, 26, 300},
    {12, 31, 500}};

/* A factor in millionths that is 1 on average. */
static uint64_t
luck(const struct cs_gen *g, int64_t week, unsigned of, int64_t size)
{
	uint64_t bits = cs_gen_random(g, WEEKS, (uint64_t)week * 4 + of);
	int64_t sum = -4 * 32768;

	for (unsigned i = 0; i < 4; i++, bits >>= 16)
		sum += (int64_t)(bits & 0xffff);
	return (uint64_t)(CS_GEN_MILLION + sum * size / 65536);
}

/* What of the calendar holds for all: in millionths. */
static uint64_t
calendar(int64_t day)
{
	int year, month, at;
	uint64_t season, of, f;

	cs_civil_of_days(day, &year, &month, &at);
	of = (uint64_t)(at > 30 ? 30 : at);
	season = by_month[month - 1] * (30 - of) + by_month[month % 12] * of;
	f = season * by_weekday[cs_civil_weekday(day) - 1] / 30;
	for (size_t i = 0; i < sizeof holidays / sizeof *holidays; i++)
		if (holidays[i].month == month && holidays[i].day == at)
			f = f * holidays[i].share / 1000;
	return f;
}

static void
make_days(const struct cs_gen *g, struct cs_gen_decision *w)
{
	uint64_t grown = UINT64_C(1000000000000), sum = 0;
	cs_u128 all;

	for (uint32_t d = 0; d < g->plan.days; d++) {
		const int64_t day = g->plan.start_day + d, week = cs_civil_monday(day);
		const uint64_t f = calendar(day) * luck(g, week, 0, LUCK) / CS_GEN_MILLION;

		for (unsigned p = 0; p < 2; p++) {
			uint64_t own = f * luck(g, week, 1 + p, OWN_LUCK) / CS_GEN_MILLION;

			w->factor[p][d] =
			    (uint32_t)((cs_u128)own * grown / UINT64_C(1000000000000));
			sum += w->factor[p][d];
		}
		grown += (uint64_t)((cs_u128)grown * GROWS / 1000000000);
	}
	/* About as many contacts as were asked for: of the usual customer, on the usual day. */
	all = (cs_u128)sum * g->plan.customers;
	w->chance = (uint32_t)((cs_u128)g->plan.rows * 2 * CS_GEN_MILLION * CS_GEN_MILLION /
			       (all != 0 ? all : 1));
	if (w->chance > CS_GEN_MILLION / 8)
		w->chance = CS_GEN_MILLION / 8;
}

struct cs_gen_decision *
cs_gen_decision_create(const struct cs_gen *g)
{
	struct cs_gen_decision *w = cs_mem_new0(1, sizeof *w);
	const uint32_t days = g->plan.days;
	int64_t day = cs_civil_monday(g->plan.start_day + days * 4 / 5) - g->plan.start_day;

	w->day = day > 0 ? (uint32_t)day : 0;
	w->end = w->day + (days - w->day) / 7 * 7;
	for (unsigned p = 0; p < 2; p++)
		w->factor[p] = cs_mem_new(days, sizeof *w->factor[p]);
	make_days(g, w);
	/* Twice the usual day's, with what the fee may bring. */
	w->capacity_n = 2 * (g->plan.rows / days + g->plan.customers / 100) + 20;
	w->capacity_s = w->capacity_n * 600;
	return w;
}

void
cs_gen_decision_destroy(struct cs_gen_decision *w)
{
	if (w == NULL)
		return;
	free(w->factor[0]);
	free(w->factor[1]);
	free(w);
}

bool
cs_gen_decision_basic(const struct cs_gen *g, uint64_t customer)
{
	return (cs_gen_random(g, CUSTOMERS, ~customer) & 1) == 0;
}

/* A life under way. */
struct life {
	const struct cs_gen *g;
	void (*event)(void *arg, const struct cs_gen_event *v);
	void *arg;
	uint64_t customer, key;
};

static uint64_t
draw(const struct life *l, uint32_t day, unsigned of)
{
	return cs_gen_scramble(l->key + ((uint64_t)day * 8 + of) * CS_GEN_GOLDEN);
}

/* True with a chance in millionths, by 32 bits. */
static bool
happens(uint64_t bits, uint64_t chance)
{
	return (bits & 0xffffffff) * CS_GEN_MILLION >> 32 < chance;
}

static uint32_t
at_s(uint64_t bits)
{
	return CS_GEN_OPEN * 3600 + (uint32_t)((bits & 0xffff) * WORKDAY_S >> 16);
}

static uint32_t
handle_s(uint32_t median, uint64_t bits)
{
	return 30 + median * cs_gen_quantile(cs_gen_lognormal, bits) / 1000;
}

static void
anyway(const struct life *l, uint32_t day)
{
	const uint64_t bits = draw(l, day, OF_ANYWAY_MORE);
	const enum cs_gen_reason reason = l->g->by_share[bits >> 56];
	const bool parent = reason == CS_GEN_INVOICE || reason == CS_GEN_PAYMENT;
	struct cs_gen_event v = {.kind = CS_GEN_DECIDED_ANYWAY,
	    .customer = l->customer,
	    .bits = draw(l, day, OF_ANYWAY) >> 32,
	    .day = day,
	    .at_s = at_s(bits),
	    .handle_s = handle_s(cs_gen_reasons[reason].talk_s, bits >> 16),
	    .reason = cs_gen_reasons[reason].name};

	if (parent && happens(v.bits, CREDITED_ANYWAY))
		v.credit = CREDIT_CENTS;
	if (parent && day >= l->g->decision->day && happens(bits >> 24, CS_GEN_RECODED))
		v.reason = "late_fee";
	l->event(l->arg, &v);
}

/* A contact that the fee leads to. */
static void
driven(const struct life *l, uint32_t day, enum cs_gen_decided kind)
{
	const unsigned of = kind == CS_GEN_DECIDED_FIRST ? OF_FIRST : OF_AGAIN;
	const uint64_t bits = draw(l, day, of);
	const uint32_t as = cs_gen_below(bits >> 48, 100);
	struct cs_gen_event v = {.kind = kind,
	    .customer = l->customer,
	    .bits = cs_gen_scramble(bits),
	    .day = day,
	    .at_s = at_s(bits),
	    .handle_s = handle_s(CS_GEN_FEE_TALK_S, bits >> 16),
	    .reason = as < 60	? "late_fee"
		      : as < 85 ? "fee_dispute"
				: "payment"};

	if (day >= l->g->plan.days)
		return;
	if (happens(v.bits, CREDITED_FEE))
		v.credit = CS_GEN_FEE_CENTS;
	l->event(l->arg, &v);
}

static void
charge(const struct life *l, uint32_t day)
{
	const uint64_t chance = (uint64_t)l->g->plan.plant[CS_GEN_PLANT_FEE] * 10000;
	const uint64_t bits = draw(l, day, OF_CHARGE) >> 32, lag = draw(l, day, OF_LAG);
	const uint64_t after = cs_gen_scramble(lag);
	struct cs_gen_event v = {.kind = CS_GEN_DECIDED_CHARGE,
	    .customer = l->customer,
	    .day = day,
	    .at_s = (uint32_t)(lag >> 40) % CS_DAY_S};
	uint32_t first = day + 1 + LAG_DAYS * cs_gen_quantile(cs_gen_exponential, lag) / 1000;
	uint32_t again =
	    first + 1 + LAG_DAYS * cs_gen_quantile(cs_gen_exponential, lag >> 16) / 1000;

	if (happens(bits, CS_GEN_WAIVED))
		v.waived = 1 + cs_gen_below(lag >> 32, 10);
	else if (happens(cs_gen_scramble(bits), CS_GEN_REFUNDED))
		v.refunded = 5 + cs_gen_below(lag >> 32, 30);
	l->event(l->arg, &v);
	if (!happens(after, chance))
		return;
	driven(l, first, CS_GEN_DECIDED_FIRST);
	if (happens(after >> 32, chance / 2))
		driven(l, again, CS_GEN_DECIDED_AGAIN);
}

void
cs_gen_decision_live(const struct cs_gen *g, uint64_t customer,
    void (*event)(void *arg, const struct cs_gen_event *v), void *arg)
{
	const struct cs_gen_decision *w = g->decision;
	const uint64_t is = cs_gen_random(g, CUSTOMERS, ~customer);
	const bool basic = cs_gen_decision_basic(g, customer);
	const uint64_t own = 1 + cs_gen_below(is >> 8, OWN_MOST);
	const uint32_t bill = cs_gen_below(is >> 24, CS_GEN_LATE_DAYS);
	const struct life l = {g, event, arg, customer, cs_gen_random(g, CUSTOMERS, customer)};

	for (uint32_t d = 0; d < g->plan.days; d++) {
		uint64_t chance = w->chance * own / 4 * w->factor[!basic][d] / CS_GEN_MILLION;

		if (happens(draw(&l, d, OF_ANYWAY), chance))
			anyway(&l, d);
		if (basic && d >= w->day && d % CS_GEN_LATE_DAYS == bill &&
		    happens(draw(&l, d, OF_CHARGE), CS_GEN_LATE))
			charge(&l, d);
	}
}
