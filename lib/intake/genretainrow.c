/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of customers who stay or leave, each table customer by customer: see genretain.h. */
#include "intake/gencell.h"
#include "intake/genretain.h"

enum {
	YEAR_DAYS = 365,	/* of a contract */
	ASKED_AT_S = 10 * 3600, /* of the day, in surveys of the relationship */
	ASKED_AFTER_S = 600,	/* a contact */
	VALUE_STEP = 50,	/* cents */
	VALUE_STEPS = 9,
	REFUNDED = 3, /* percent of purchases */
	CHAT = 22,    /* percent of contacts */
};

/* Kinds of what random numbers of a day are for, behind those of a life's own. */
enum { OF_ROW = 4, OF_SURVEY, OF_RELATIONSHIP, OF_PURCHASE };

/* Seconds from the first day on. */
static int64_t
at_s(int32_t day, int32_t s)
{
	return day * CS_DAY_S + s;
}

static void
moment(struct cs_gen_line *r, int64_t after_s)
{
	cs_gen_moment(r, r->g->plan.start_day * CS_DAY_S + after_s);
}

static bool
is_over(const struct cs_gen_line *r, int64_t after_s)
{
	return after_s >= r->g->plan.days * CS_DAY_S;
}

/* Of a customer, once and for all. */
static uint64_t
draw_of(const struct cs_gen_life *l, unsigned of)
{
	return cs_gen_life_draw(l, INT32_MIN, of);
}

static int32_t
joined_s(const struct cs_gen_life *l)
{
	return (int32_t)((draw_of(l, OF_ROW) & 0xffff) * CS_DAY_S >> 16);
}

/* What he pays a month, in cents: near that of his plan. */
static int64_t
month_cents(const struct cs_gen_life *l)
{
	uint32_t step = cs_gen_below(draw_of(l, OF_ROW) >> 16, VALUE_STEPS);

	return cs_gen_tariffs[l->plan].month_cents + (int64_t)step * VALUE_STEP * (1 + l->plan);
}

/* Rows of a unit that a customer can have one of a day. */
static void
id_of(struct cs_gen_line *r, const struct cs_gen_life *l, char letter)
{
	cs_gen_id(r, letter, l->customer * CS_GEN_DAYS_MAX + (uint64_t)l->day);
}

/* Lives to the end: what the future holds. */
static void
live(struct cs_gen_life *l)
{
	while (cs_gen_life_next(l))
		continue;
}

uint64_t
cs_gen_retain_customer_row(struct cs_gen_line *r, uint64_t customer)
{
	static const char *const reasons[4] = {"price", "moved", "service", "competitor"};
	struct cs_gen_life l;
	uint64_t bits;

	cs_gen_life_start(r->g, customer, &l);
	live(&l);
	bits = draw_of(&l, OF_ROW) >> 32;
	cs_gen_id(r, 'C', customer);
	cs_gen_text(r, cs_gen_segments[l.segment]);
	cs_gen_text(r, cs_gen_tariffs[l.plan].name);
	cs_gen_text(r, cs_gen_regions[cs_gen_below(bits, 5)]);
	moment(r, at_s(l.joined, joined_s(&l)));
	if (l.left != CS_GEN_NEVER) {
		moment(r, at_s(l.left, l.left_s));
		cs_gen_text(r, reasons[bits >> 16 & 3]);
	} else {
		cs_gen_null(r);
		cs_gen_null(r);
	}
	cs_gen_cents(r, month_cents(&l));
	cs_gen_text(r, "EUR");
	cs_gen_text(r, (bits >> 18 & 3) != 0 ? "t" : "f");
	cs_gen_end(r);
	return 1;
}

/* From queue on, where left is the day on which the customer will have left. */
static void
course(struct cs_gen_line *r, const struct cs_gen_life *l, int32_t left)
{
	const uint64_t bits = cs_gen_life_draw(l, l->day, OF_ROW);
	uint32_t wait = 3 + 45 * cs_gen_quantile(cs_gen_exponential, bits >> 8) / 1000;
	uint32_t talk, wrap = 10 + cs_gen_below(bits >> 24, 60);
	const int64_t begin = at_s(l->day, l->contact_s);
	bool here = l->solved_on < left && l->solved_on < (int32_t)r->g->plan.days;

	talk = 20 + cs_gen_reasons[l->reason].talk_s *
			cs_gen_quantile(cs_gen_lognormal, bits >> 40) / 1000;
	cs_gen_text(r, cs_gen_queue_names[cs_gen_reasons[l->reason].queue]);
	cs_gen_text(r, cs_gen_below(bits >> 48, 100) < CHAT ? "chat" : "phone");
	cs_gen_text(r, cs_gen_reasons[l->reason].name);
	moment(r, begin);
	moment(r, begin + wait);
	moment(r, begin + wait + talk);
	cs_gen_id(r, '\0', wait);
	cs_gen_id(r, '\0', talk);
	cs_gen_id(r, '\0', talk + wrap);
	cs_gen_text(r, "answered");
	cs_gen_text(r, here ? "t" : "f");
	if (l->solved_on == l->day)
		moment(r, begin + wait + talk);
	else if (here)
		moment(r, at_s(l->solved_on, l->contact_s));
	else
		cs_gen_null(r);
	cs_gen_end(r);
}

uint64_t
cs_gen_retain_contact_rows(struct cs_gen_line *r, uint64_t customer)
{
	struct cs_gen_life l;
	int32_t left = CS_GEN_NEVER;
	uint64_t n = 0;

	/* What takes long is only solved for who is still there. */
	if (r->g->plan.plant[CS_GEN_PLANT_IMMORTAL] != 0) {
		cs_gen_life_start(r->g, customer, &l);
		live(&l);
		left = l.left;
	}
	cs_gen_life_start(r->g, customer, &l);
	while (cs_gen_life_next(&l)) {
		if ((l.did & CS_GEN_DID_CONTACT) == 0)
			continue;
		id_of(r, &l, 'R');
		cs_gen_id(r, 'C', customer);
		cs_gen_place(r, l.agent, r->g->agent[l.agent].team);
		course(r, &l, left);
		n++;
	}
	return n;
}

uint64_t
cs_gen_retain_purchase_rows(struct cs_gen_line *r, uint64_t customer)
{
	static const int64_t cents_of[8] = {990, 1490, 1990, 2490, 2990, 3990, 4990, 7990};
	struct cs_gen_life l;
	uint64_t n = 0;

	cs_gen_life_start(r->g, customer, &l);
	while (cs_gen_life_next(&l)) {
		uint64_t bits;
		int64_t at, refunded;

		if ((l.did & CS_GEN_DID_BUY) == 0)
			continue;
		bits = cs_gen_life_draw(&l, l.day, OF_PURCHASE);
		at = at_s(l.day, l.bought_s);
		refunded = at + (3 + cs_gen_below(bits >> 16, 12)) * CS_DAY_S;
		id_of(r, &l, 'P');
		cs_gen_id(r, 'C', customer);
		cs_gen_text(r, cs_gen_products[bits & 7]);
		moment(r, at);
		cs_gen_cents(r, cents_of[bits & 7]);
		cs_gen_text(r, "EUR");
		if (cs_gen_below(bits >> 32, 100) < REFUNDED)
			cs_gen_moment_if(r, refunded);
		else
			cs_gen_null(r);
		cs_gen_end(r);
		n++;
	}
	return n;
}

/* A survey sent so many seconds from the first day on; of a contact, or of the relationship. */
static void
survey(struct cs_gen_line *r, const struct cs_gen_life *l, int64_t sent_s, bool of_contact)
{
	const struct cs_gen_class *c = &cs_gen_classes[l->class];
	uint64_t bits = cs_gen_life_draw(l, l->day, of_contact ? OF_SURVEY : OF_RELATIONSHIP);
	int64_t answered =
	    sent_s + 600 + 14400 * (int64_t)cs_gen_quantile(cs_gen_exponential, bits >> 16) / 1000;

	id_of(r, l, of_contact ? 'T' : 'Q');
	if (of_contact)
		id_of(r, l, 'R');
	else
		cs_gen_null(r);
	cs_gen_id(r, 'C', l->customer);
	moment(r, sent_s);
	if (cs_gen_below(bits, 1000) < c->answers && !is_over(r, answered)) {
		moment(r, answered);
		cs_gen_id(r, '\0', c->nps + cs_gen_below(bits >> 32, c->nps_n));
	} else {
		cs_gen_null(r);
		cs_gen_null(r);
	}
	cs_gen_end(r);
}

/* Surveys of the relationship in days from .. to - 1, in which the customer is there. */
static uint64_t
due_surveys(struct cs_gen_line *r, const struct cs_gen_life *l, int32_t from, int32_t to)
{
	const int32_t first = (int32_t)cs_gen_below(draw_of(l, OF_RELATIONSHIP), CS_GEN_ASKED_DAYS);
	struct cs_gen_life then = *l;
	uint64_t n = 0;

	for (then.day = first; then.day < to; then.day += CS_GEN_ASKED_DAYS) {
		if (then.day < from || then.day <= l->joined)
			continue;
		survey(r, &then, at_s(then.day, ASKED_AT_S), false);
		n++;
	}
	return n;
}

uint64_t
cs_gen_retain_survey_rows(struct cs_gen_line *r, uint64_t customer)
{
	struct cs_gen_life l;
	uint64_t n = 0;
	int32_t from = 0, to;

	cs_gen_life_start(r->g, customer, &l);
	while (cs_gen_life_next(&l)) {
		const int64_t sent = at_s(l.day, l.contact_s) + ASKED_AFTER_S;

		if ((l.did & CS_GEN_DID_CONTACT) == 0 || l.cancels || l.left != CS_GEN_NEVER ||
		    (cs_gen_life_draw(&l, l.day, OF_SURVEY) >> 63) == 0)
			continue;
		n += due_surveys(r, &l, from, l.day + 1);
		from = l.day + 1;
		survey(r, &l, sent, true);
		n++;
	}
	to = l.left != CS_GEN_NEVER ? l.left : (int32_t)r->g->plan.days;
	return n + due_surveys(r, &l, from, to);
}

/* Contracts of a year, one after the other; the last is not renewed by who left. */
uint64_t
cs_gen_retain_renewal_rows(struct cs_gen_line *r, uint64_t customer)
{
	const int32_t days = (int32_t)r->g->plan.days;
	struct cs_gen_life l;
	int32_t due;
	uint64_t n = 0;

	cs_gen_life_start(r->g, customer, &l);
	live(&l);
	for (due = l.joined + YEAR_DAYS; due < days; due += YEAR_DAYS) {
		bool renewed = l.left > due;

		if (due >= 0) {
			cs_gen_id(r, 'C', customer);
			moment(r, at_s(due, 0));
			if (renewed)
				moment(r, at_s(due, joined_s(&l)));
			else
				cs_gen_null(r);
			cs_gen_cents(r, 12 * month_cents(&l));
			cs_gen_text(r, "EUR");
			cs_gen_end(r);
			n++;
		}
		if (!renewed)
			break;
	}
	return n;
}
