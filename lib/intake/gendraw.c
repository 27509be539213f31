/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A contact of its number. Streams of random bits: 0 arrival and return, 1 waiting, 2 talking,
 * 3 the customer and what is said, 4 the time after.
 *
 * Who comes back: a row first decides whether it may be the return of an earlier one, looks at a
 * contact of the last 24 hours, and is its return with that contact's own probability. As each row
 * looks at one contact, each contact is looked at about once, and so is followed by about its own
 * number of returns, though no row knows what was written before it.
 */
#include "intake/genworld.h"

enum {
	IMMEDIATE_MIN = 20,  /* per mille who need not wait, however busy, */
	IMMEDIATE_MAX = 700, /* however quiet */
	PATIENCE_PHONE_S = 260,
	PATIENCE_CHAT_S = 150,
	PATIENCE_MIN_S = 8,
};

/* Returns on each contact, per mille, by what became of it; and what is added for an answer. */
enum {
	FOLLOW_CLOSED = 300,
	FOLLOW_GAVE_UP = 380,
	FOLLOW_CUT = CS_GEN_FOLLOW_MAX,
	FOLLOW_ANSWERED = 90,
	FOLLOW_VENDOR = 60,
	FOLLOW_UNTRAINED = 90,
	FOLLOW_TRAINED = -40,
	FOLLOW_BROKEN = 100,
	FOLLOW_QUALITY = -12, /* for each step of the agent's quality */
};

static bool
is_trained(const struct cs_gen *g, const struct cs_gen_contact *c)
{
	return cs_gen_day_of(c->slot) >= g->effect.training_day;
}

uint32_t
cs_gen_follow(const struct cs_gen *g, const struct cs_gen_contact *c)
{
	const struct cs_gen_agent *a;
	int q = FOLLOW_ANSWERED;

	if (c->fate == CS_GEN_CLOSED)
		return FOLLOW_CLOSED;
	if (c->fate != CS_GEN_ANSWERED)
		return FOLLOW_GAVE_UP;
	if (c->cut)
		return FOLLOW_CUT;
	a = &g->agent[c->agent];
	q += a->quality * FOLLOW_QUALITY;
	q += a->vendor ? FOLLOW_VENDOR : 0;
	if (a->team == g->effect.trained_team)
		q += is_trained(g, c) ? FOLLOW_TRAINED : FOLLOW_UNTRAINED;
	q += c->reason == CS_GEN_BROKEN ? FOLLOW_BROKEN : 0;
	return q > FOLLOW_CUT ? FOLLOW_CUT : (uint32_t)q;
}

/*
 * The reason of the k-th of n rows in a slot: those of the effects are spread evenly among the
 * others, exactly as many as there are.
 */
static uint8_t
own_reason(const struct cs_gen *g, const struct cs_gen_slot *s, uint64_t k, uint64_t bits)
{
	uint64_t n = s[1].first - s->first, fee, rest;

	if ((s->fee | s->broken) == 0)
		return g->by_share[bits & 0xff];
	fee = k * s->fee / n;
	if ((k + 1) * s->fee / n != fee)
		return CS_GEN_FEE;
	k -= fee;
	rest = n - s->fee;
	if ((k + 1) * s->broken / rest != k * s->broken / rest)
		return CS_GEN_BROKEN;
	return g->by_share[bits & 0xff];
}

/* Rows in the 24 hours before a slot, and behind it; at the ends of the data, a whole day's. */
static uint64_t
day_before(const struct cs_gen *g, uint32_t slot)
{
	uint32_t from = slot > CS_GEN_DAY_SLOTS ? slot - CS_GEN_DAY_SLOTS : 0;

	return g->slot[from + CS_GEN_DAY_SLOTS].first - g->slot[from].first;
}

static uint64_t
day_behind(const struct cs_gen *g, uint32_t slot)
{
	uint32_t from = slot + CS_GEN_DAY_SLOTS < g->slots ? slot : g->slots - CS_GEN_DAY_SLOTS;

	return g->slot[from + CS_GEN_DAY_SLOTS].first - g->slot[from].first;
}

/* True when c is the return of an earlier contact; its root and reason are then that one's. */
static bool
comes_back(const struct cs_gen *g, struct cs_gen_contact *c, uint64_t bits)
{
	const uint64_t gate = (bits & 0xffff) * 1000, near = bits >> 16 & 0xffffffff;
	uint64_t window = day_before(g, c->slot), lag, follow;
	struct cs_gen_contact before;

	if (gate >> 16 >= CS_GEN_FOLLOW_MAX)
		return false;
	/* Sooner rather than later: the square of a number below 1. */
	lag = 1 + (uint64_t)(((near * near) >> 32) * (unsigned __int128)window >> 32);
	if (lag > c->row)
		return false;
	cs_gen_contact(g, c->row - lag, cs_gen_slot_of(g, c->row - lag), &before);
	/* A quiet day's contacts are looked at more often on the busy day after it. */
	follow = cs_gen_follow(g, &before) * window / (day_behind(g, before.slot) + 1);
	if (gate >> 16 >= follow ||
	    before.start_s + before.wait_s + before.talk_s + before.hold_s >= c->start_s)
		return false;
	c->root = before.root;
	c->reason = before.reason;
	return true;
}

static uint32_t
larger(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

void
cs_gen_wait(const struct cs_gen *g, struct cs_gen_contact *c, unsigned queue, uint64_t bits)
{
	const struct cs_gen_slot *s = &g->slot[c->slot];
	uint32_t load = s->load[queue], patience, immediate;

	if (load == 0) {
		c->fate = CS_GEN_CLOSED;
		c->wait_s = 0;
		return;
	}
	immediate = load >= 1150 ? 0 : (1150 - load) * 6 / 10;
	immediate = larger(immediate, IMMEDIATE_MIN);
	immediate = immediate > IMMEDIATE_MAX ? IMMEDIATE_MAX : immediate;
	c->fate = CS_GEN_ANSWERED;
	if (cs_gen_below(bits, 1000) < immediate) {
		c->wait_s = 2 + cs_gen_below(bits >> 16, 6);
		return;
	}
	c->wait_s = 3 + s->wait[queue] * cs_gen_quantile(cs_gen_exponential, bits >> 16) / 1000;
	patience = PATIENCE_MIN_S + (c->chat ? PATIENCE_CHAT_S : PATIENCE_PHONE_S) *
					cs_gen_quantile(cs_gen_exponential, bits >> 32) / 1000;
	if (patience < c->wait_s) {
		c->fate = CS_GEN_ABANDONED;
		c->wait_s = patience;
	} else if (c->wait_s > CS_GEN_LONGEST_WAIT) {
		c->fate = CS_GEN_TIMEOUT;
		c->wait_s = CS_GEN_LONGEST_WAIT;
	}
}

/* Who answers: the crew of the hour takes turns. */
static uint32_t
answered_by(const struct cs_gen *g, const struct cs_gen_contact *c)
{
	uint32_t day = cs_gen_day_of(c->slot), hour = c->slot % CS_GEN_DAY_SLOTS / 4;
	unsigned weekday = (unsigned)cs_civil_weekday(g->plan.start_day + day) - 1;
	const struct cs_gen_crew *crew = &g->crew[weekday][hour][c->queue];

	return g->at_work[crew->at + (c->row + c->slot * 7) % crew->n];
}

static void
talk(const struct cs_gen *g, struct cs_gen_contact *c, uint64_t bits)
{
	const struct cs_gen_agent *a;
	uint64_t s;

	c->talk_s = c->hold_s = 0;
	c->cut = false;
	c->agent = g->plan.agents;
	if (c->fate != CS_GEN_ANSWERED)
		return;
	c->agent = answered_by(g, c);
	a = &g->agent[c->agent];
	if (c->agent == g->effect.cutter && (bits >> 56 & 3) == 0) {
		c->cut = true;
		c->talk_s = 4 + cs_gen_below(bits, 10);
		return;
	}
	s = (uint64_t)cs_gen_reasons[c->reason].talk_s * cs_gen_quantile(cs_gen_lognormal, bits) *
	    a->talk / 1000000;
	if (a->team == g->effect.trained_team && is_trained(g, c))
		s = s * 9 / 10;
	c->talk_s = larger((uint32_t)s, 8);
	if ((bits >> 16 & 0xff) < 60)
		c->hold_s = 10 + 70 * cs_gen_quantile(cs_gen_exponential, bits >> 24) / 1000;
}

void
cs_gen_contact(const struct cs_gen *g, uint64_t row, uint32_t slot, struct cs_gen_contact *c)
{
	const struct cs_gen_slot *s = &g->slot[slot];
	uint64_t bits = cs_gen_random(g, 0, row), k = row - s->first, n = s[1].first - s->first;

	c->row = c->root = row;
	c->slot = slot;
	/* One in each of n equal parts of the quarter-hour: in order of time. */
	c->start_s = g->plan.start_day * CS_DAY_S + (int64_t)slot * CS_GEN_SLOT_S +
		     (int64_t)((k << 8 | (bits >> 56)) * CS_GEN_SLOT_S / (n << 8));
	c->chat = (bits >> 48 & 0xff) < 56;
	c->reason = own_reason(g, s, k, cs_gen_random(g, 3, row) >> 56);
	if (c->reason < CS_GEN_FEE)
		(void)comes_back(g, c, bits);
	c->queue = cs_gen_reasons[c->reason].queue;
	cs_gen_wait(g, c, c->queue, cs_gen_random(g, 1, row));
	talk(g, c, cs_gen_random(g, 2, row));
}

int64_t
cs_gen_customer(const struct cs_gen *g, const struct cs_gen_contact *c)
{
	uint64_t bits = cs_gen_random(g, 3, c->root), among = g->plan.customers;

	/* One in sixteen withholds the number; half of the others are a fifth of the customers. */
	if ((bits & 0xf) == 0)
		return -1;
	if ((bits & 0x10) != 0)
		among = (among + 4) / 5;
	return (int64_t)((uint64_t)((bits >> 8 & 0xffffffff) * among) >> 32);
}

/* Quality of the contact as the customer sees it, 0 .. 15. */
static unsigned
quality(const struct cs_gen *g, const struct cs_gen_contact *c)
{
	int q = 9 - (c->wait_s > 60) - (c->wait_s > 180) - (c->wait_s > 420) - (c->root != c->row);
	const struct cs_gen_agent *a;

	if (c->fate != CS_GEN_ANSWERED)
		return 2;
	a = &g->agent[c->agent];
	q += a->quality - (c->hold_s > 90) - a->vendor - 6 * c->cut;
	q -= c->reason == CS_GEN_FEE || c->reason == CS_GEN_BROKEN ? 3 : 0;
	if (a->team == g->effect.trained_team)
		q += is_trained(g, c) ? 1 : -1;
	return q < 0 ? 0 : q > 15 ? 15 : (unsigned)q;
}

void
cs_gen_afterwards(const struct cs_gen *g, const struct cs_gen_contact *c, struct cs_gen_after *a)
{
	const uint16_t *step = cs_gen_csat[quality(g, c)];
	uint64_t bits = cs_gen_random(g, 4, c->row);
	unsigned u = bits & 0xff;

	a->draw = bits;
	a->csat = (uint8_t)(1 + (u >= step[0]) + (u >= step[1]) + (u >= step[2]) + (u >= step[3]));
	a->wrap_s = 0;
	a->sent = a->answers = false;
	if (c->fate != CS_GEN_ANSWERED)
		return;
	a->wrap_s = c->cut ? 2 : 5 + 45 * cs_gen_quantile(cs_gen_lognormal, bits >> 8) / 1000;
	a->sent = c->agent == g->effect.cherry ? a->csat >= 4 : (bits >> 24 & 1) != 0;
	a->answers = a->sent && (bits >> 25 & 0xff) < 87;
	a->sent_after_s = 60 + cs_gen_below(bits >> 33, 600);
	a->answered_after_s = 20 + 7200 * cs_gen_quantile(cs_gen_exponential, bits >> 40) / 1000;
}
