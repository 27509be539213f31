/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A customer's life, day by day: see genretain.h. Chances only change with what happened, with the
 * season and with the day on which purchases are no longer more, so they are computed then and hold
 * for a stretch of days.
 */
#include "intake/genretain.h"

enum {
	LIVES = 16, /* streams of random numbers */
	MORE = 17,
	WORKDAY_S = (CS_GEN_CLOSE - CS_GEN_OPEN) * 3600,
};

/* Kinds of what a day's further random numbers are for. */
enum { TIMES, OF_CONTACT, COOLS, SOLVES };

uint64_t
cs_gen_life_draw(const struct cs_gen_life *l, int32_t day, unsigned of)
{
	return cs_gen_scramble(l->more + ((uint64_t)(int64_t)day * 8 + of) * CS_GEN_GOLDEN);
}

static bool
is_planted(const struct cs_gen_life *l, enum cs_gen_plant p)
{
	return l->g->plan.plant[p] != 0;
}

/* Chances as products of millionths and factors in per mille. */
static uint64_t
times(uint64_t chance, uint32_t factor)
{
	return chance * factor / 1000;
}

static uint64_t
over(uint64_t chance, uint32_t factor)
{
	return chance * 1000 / factor;
}

/* The factors of leaving, on a chance. */
static uint64_t
leaving(const struct cs_gen_life *l, uint64_t p)
{
	const struct cs_gen *g = l->g;

	if (l->first_contact < l->day + 1 && l->segment == CS_GEN_KEPT_SEGMENT)
		p = times(p, cs_gen_lowered(g, CS_GEN_PLANT_CONTACT));
	if (l->solved <= l->day)
		p = times(p, cs_gen_lowered(g, CS_GEN_PLANT_SOLVED));
	if (l->kept)
		p = times(p, cs_gen_lowered(g, CS_GEN_PLANT_TEAM));
	if (l->cooled <= l->day)
		p = times(p, cs_gen_raised(g, CS_GEN_PLANT_COOLING));
	if (l->hidden)
		p = times(p, cs_gen_raised(g, CS_GEN_PLANT_HIDDEN));
	if (l->class == 0)
		p = times(p, cs_gen_raised(g, CS_GEN_PLANT_LOYAL));
	else if (l->class == CS_GEN_KINDS - 1)
		p = times(p, cs_gen_lowered(g, CS_GEN_PLANT_LOYAL));
	return p;
}

static uint64_t
contacting(const struct cs_gen_life *l, uint64_t p)
{
	const struct cs_gen *g = l->g;
	uint32_t selected = cs_gen_raised(g, CS_GEN_PLANT_SELECTION);

	if (l->plan == 0)
		p = times(p, selected);
	else if (l->plan == CS_GEN_KINDS - 1)
		p = over(p, selected);
	if (l->hidden)
		p = times(p, cs_gen_raised(g, CS_GEN_PLANT_HIDDEN));
	return p;
}

static uint64_t
buying(const struct cs_gen_life *l, uint64_t p)
{
	const struct cs_gen *g = l->g;

	p = times(p, cs_gen_tariffs[l->plan].buys) * l->own / 4;
	p = times(p, cs_gen_season[g->retain->month[l->day + 1]]);
	if (l->class == 0)
		p = times(p, cs_gen_lowered(g, CS_GEN_PLANT_PROMOTERS));
	else if (l->class == CS_GEN_KINDS - 1)
		p = times(p, cs_gen_raised(g, CS_GEN_PLANT_PROMOTERS));
	if (l->first_contact <= l->day && l->day < l->first_contact + CS_GEN_BOOST_DAYS)
		p = times(p, cs_gen_raised(g, CS_GEN_PLANT_PURCHASES));
	if (l->cooled <= l->day)
		p = over(p, cs_gen_raised(g, CS_GEN_PLANT_COOLING));
	return p;
}

static void
sooner(int32_t *until, int32_t day, int32_t than)
{
	if (day > than && day < *until)
		*until = day;
}

/* The thresholds of the day after l->day, and how long they hold. */
static void
reckon(struct cs_gen_life *l)
{
	const int32_t next = l->day + 1, days = (int32_t)l->g->plan.days;
	/* Chances are small: 30 bits more keep what factors take away. */
	const unsigned more = 30;
	uint64_t p = leaving(l, (uint64_t)cs_gen_tariffs[l->plan].leaves << more);

	l->leave = (uint32_t)((p / CS_GEN_MILLION) >> (more - CS_GEN_LEAVE_BITS));
	l->contact = l->buy = 0;
	l->until = days;
	sooner(&l->until, l->cooled + (l->cooled != CS_GEN_NEVER), next);
	sooner(&l->until, l->solved + (l->solved != CS_GEN_NEVER), next);
	if (next < 0) {
		sooner(&l->until, 0, next);
		return;
	}
	p = contacting(l, (uint64_t)l->g->retain->contacts << more);
	if (next <= l->open_until)
		p += (uint64_t)CS_GEN_AGAIN << more;
	l->contact = (uint32_t)((p / CS_GEN_MILLION) >> (more - CS_GEN_DO_BITS));
	p = buying(l, (uint64_t)CS_GEN_BUYS << more);
	l->buy = (uint32_t)((p / CS_GEN_MILLION) >> (more - CS_GEN_DO_BITS));
	sooner(&l->until, l->g->retain->month_end[next], next);
	sooner(&l->until, l->open_until + 1, next);
	if (l->first_contact != CS_GEN_NEVER)
		sooner(&l->until, l->first_contact + CS_GEN_BOOST_DAYS + 1, next);
}

/* The first day from one on whose draw is below a chance in millionths; not sought for years. */
static int32_t
first_below(const struct cs_gen_life *l, int32_t from, unsigned of, uint32_t chance)
{
	const int32_t end = (int32_t)l->g->plan.days;

	for (int32_t d = from; d < end; d++)
		if ((cs_gen_life_draw(l, d, of) >> 32) * CS_GEN_MILLION >> 32 < chance)
			return d;
	return CS_GEN_NEVER;
}

static unsigned
kind_of(const uint16_t share[CS_GEN_KINDS], uint64_t bits)
{
	uint32_t u = cs_gen_below(bits, 1000);

	return u < share[0] ? 0 : u < (uint32_t)share[0] + share[1] ? 1 : 2;
}

void
cs_gen_life_start(const struct cs_gen *g, uint64_t customer, struct cs_gen_life *l)
{
	const uint64_t joins = CS_GEN_BEFORE_DAYS + g->plan.days;
	const uint64_t bits = cs_gen_random(g, LIVES, ~customer);
	static const uint16_t segments[CS_GEN_KINDS] = {400, 300, 300};
	uint16_t plans[CS_GEN_KINDS], classes[CS_GEN_KINDS];

	for (unsigned k = 0; k < CS_GEN_KINDS; k++) {
		plans[k] = cs_gen_tariffs[k].share;
		classes[k] = cs_gen_classes[k].share;
	}
	*l = (struct cs_gen_life){.g = g,
	    .customer = customer,
	    .key = cs_gen_random(g, LIVES, customer),
	    .more = cs_gen_random(g, MORE, customer),
	    .plan = (uint8_t)kind_of(plans, bits),
	    .segment = (uint8_t)kind_of(segments, bits >> 12),
	    .class = (uint8_t)kind_of(classes, cs_gen_scramble(bits)),
	    .own = (uint8_t)(1 + cs_gen_below(bits >> 24, 7)),
	    .hidden = (bits >> 63) != 0,
	    .first_contact = CS_GEN_NEVER,
	    .solved = CS_GEN_NEVER,
	    .open_until = INT32_MIN,
	    .cooled = CS_GEN_NEVER,
	    .left = CS_GEN_NEVER};
	l->joined = (int32_t)((cs_gen_scramble(~bits) >> 32) * joins >> 32) - CS_GEN_BEFORE_DAYS;
	if (is_planted(l, CS_GEN_PLANT_COOLING))
		l->cooled = first_below(l, l->joined + 1, COOLS, CS_GEN_COOLS);
	l->day = l->joined;
	l->until = INT32_MIN;
}

/* When in the day things happen: in the order in which they can. */
static void
at_times(struct cs_gen_life *l)
{
	uint64_t bits = cs_gen_life_draw(l, l->day, TIMES);

	l->contact_s = CS_GEN_OPEN * 3600 + (int32_t)((bits & 0xffff) * WORKDAY_S >> 16);
	l->bought_s = (int32_t)((bits >> 16 & 0xffff) * CS_DAY_S >> 16);
	l->left_s = (int32_t)((bits >> 32 & 0xffff) * CS_DAY_S >> 16);
	l->cancels = false;
	if ((l->did & CS_GEN_DID_LEAVE) == 0)
		return;
	l->left = l->day;
	if (l->bought_s >= l->left_s)
		l->did &= ~(unsigned)CS_GEN_DID_BUY;
	if (l->contact_s >= l->left_s)
		l->did &= ~(unsigned)CS_GEN_DID_CONTACT;
	if (cs_gen_below(bits >> 48, 100) >= l->g->plan.plant[CS_GEN_PLANT_CANCELLING] ||
	    l->day < 0)
		return;
	/* The contact in which he says it ends with it: in business hours. */
	l->did |= CS_GEN_DID_CONTACT;
	l->cancels = true;
	l->left_s = l->left_s < l->contact_s + 3600 ? l->contact_s + 3600 : l->left_s;
}

static void
contact(struct cs_gen_life *l)
{
	const struct cs_gen *g = l->g;
	const uint32_t daily = (uint32_t)g->plan.plant[CS_GEN_PLANT_IMMORTAL] * 10000;
	uint64_t bits = cs_gen_life_draw(l, l->day, OF_CONTACT);

	l->agent = (uint32_t)((bits & 0xffffffff) * g->plan.agents >> 32);
	l->solved_on = CS_GEN_NEVER;
	if (l->cancels) {
		l->reason = CS_GEN_CANCEL;
		return;
	}
	if (l->day > l->open_until) {
		l->problems++;
		l->reason = g->by_share[bits >> 32 & 0xff];
		/* Only those say that they leave who do. */
		l->reason = l->reason == CS_GEN_CANCEL ? CS_GEN_QUESTION : l->reason;
	}
	if (daily != 0)
		l->solved_on = first_below(l, l->day + 1, SOLVES, daily);
	else if ((bits >> 40) * CS_GEN_MILLION >> 24 < CS_GEN_SOLVED)
		l->solved_on = l->day;
	if (l->problems == 1 && l->solved_on < l->solved)
		l->solved = l->solved_on;
	if (l->first_contact == CS_GEN_NEVER)
		l->first_contact = l->day;
	l->open_until = l->solved_on == l->day ? l->day : l->day + CS_GEN_AGAIN_DAYS;
	l->kept |= g->agent[l->agent].team == g->retain->kept_team;
}

bool
cs_gen_life_next(struct cs_gen_life *l)
{
	const int32_t end = (int32_t)l->g->plan.days;

	if (l->left != CS_GEN_NEVER)
		return false;
	for (;;) {
		uint64_t bits;
		unsigned did;

		if (l->day + 1 >= end)
			return false;
		if (l->day + 1 >= l->until)
			reckon(l);
		l->day++;
		bits = cs_gen_scramble(l->key + (uint64_t)(int64_t)l->day * CS_GEN_GOLDEN);
		did = (bits & ((1u << CS_GEN_LEAVE_BITS) - 1)) < l->leave ? CS_GEN_DID_LEAVE : 0;
		did |= (bits >> CS_GEN_LEAVE_BITS & ((1u << CS_GEN_DO_BITS) - 1)) < l->contact
			   ? CS_GEN_DID_CONTACT
			   : 0;
		did |= bits >> (64 - CS_GEN_DO_BITS) < l->buy ? CS_GEN_DID_BUY : 0;
		if (did == 0)
			continue;
		l->did = did;
		at_times(l);
		if ((l->did & CS_GEN_DID_CONTACT) != 0) {
			contact(l);
			l->until = INT32_MIN; /* chances change with it */
		}
		if (l->did != 0)
			return true;
	}
}
