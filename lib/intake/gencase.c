/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A contact of the service desk: see gendesk.h. Streams of random numbers from 8 on: 8 agents
 * (gendesk.c), 9 arrival and return, 10 waiting, 11 what happens, 12 customers, 13 afterwards.
 *
 * A row looks at one contact of the last days, and is its return with that contact's own chance, as
 * in gendraw.c; but the rows that it looks among are as many everywhere, so that each contact is
 * looked at once on average, whatever the weekday, and the planted rate is what comes out.
 */
#include "intake/gendesk.h"

#include "base/num.h"

enum { ARRIVAL = 9, WAITING, EVENTS, CUSTOMERS, AFTERWARDS };

/* Contacts on each, in millionths, where no agent's rate says so; and what no rate exceeds. */
enum {
	FOLLOW_CLOSED = 300000,
	FOLLOW_CUT = 350000,
	FOLLOW_MAX = 600000,
	CHANCE_MAX = 950000,
};

/* What takes satisfied customers away, in millionths. */
enum {
	LESS_WAIT_60 = 15000,
	LESS_WAIT_180 = 30000,
	LESS_WAIT_420 = 50000,
	LESS_HOLD = 30000,
	LESS_TRANSFER = 100000,
	LESS_CUT = 400000,
	LESS_RETURN = 60000,
	SATISFIED_MIN = 30000,
	SATISFIED_MAX = 980000,
};

enum {
	CHATS = 26,	 /* of 256 */
	GONE = 15000,	 /* customers who hang up after seconds, in millionths */
	RING_S = 20,	 /* until a call that nobody takes goes on */
	TALK_MIN_S = 20, /* of a conversation */
	WITHHELD = 31250,
	ANSWERS = 400000, /* of surveys */
	LATER_SOLVED = 300000,
	TWICE_REOPENED = 100000,
	FAST_S = 2, /* own answers come from so many seconds on */
};

/* Median talk time by reason, in seconds: such that the median handle time is the target. */
static const uint16_t talk_s[CS_GEN_REASONS] = {
    [CS_GEN_INVOICE] = 240,
    [CS_GEN_PAYMENT] = 205,
    [CS_GEN_REFUND] = 275,
    [CS_GEN_DELIVERY] = 195,
    [CS_GEN_RETURN] = 220,
    [CS_GEN_WRONG_ITEM] = 250,
    [CS_GEN_SETUP] = 290,
    [CS_GEN_FAULT] = 310,
    [CS_GEN_LOGIN] = 190,
    [CS_GEN_ADDRESS] = 180,
    [CS_GEN_CANCEL] = 275,
    [CS_GEN_UPGRADE] = 270,
    [CS_GEN_QUESTION] = 195,
};

static uint64_t
draw(const struct cs_gen *g, unsigned stream, uint64_t row, unsigned of)
{
	return cs_gen_random(g, stream, row * CS_GEN_DRAWS + of);
}

/* True with a chance in millionths, by 32 random bits. */
static bool
happens(uint64_t bits, uint32_t chance)
{
	return (bits & 0xffffffff) * 1000000 >> 32 < chance;
}

static unsigned
hour_of(const struct cs_gen_contact *c)
{
	return c->slot % CS_GEN_DAY_SLOTS / 4;
}

/* How much of the full rate a habit has that grows from nothing over the days, per mille. */
static uint32_t
grown(const struct cs_gen *g, const struct cs_gen_contact *c)
{
	return (2 * cs_gen_day_of(c->slot) + 1) * 1000 / (2 * g->plan.days);
}

uint32_t
cs_gen_chance(const struct cs_gen *g, const struct cs_gen_contact *c, enum cs_gen_rate r)
{
	const struct cs_gen_skill *s = &g->desk->skill[c->agent];
	uint64_t p = (uint64_t)s->rate[r] * g->desk->factor[r][c->reason][hour_of(c)] / 1000;

	/* The price of haste; and of no holds, for which those count who would come anyway. */
	if (s->game == CS_GEN_HURRIED && r == CS_GEN_FOLLOWED)
		p += p * grown(g, c) / 1000;
	if (s->game == CS_GEN_HELD && r == CS_GEN_FOLLOWED)
		p += g->desk->by_chance;
	return p > CHANCE_MAX ? CHANCE_MAX : (uint32_t)p;
}

uint32_t
cs_gen_case_follow(const struct cs_gen *g, const struct cs_gen_contact *c)
{
	uint32_t follow;

	if (c->fate == CS_GEN_CLOSED)
		return FOLLOW_CLOSED;
	if (c->fate != CS_GEN_ANSWERED)
		return CS_GEN_DESK_GAVE_UP;
	if (c->cut)
		return FOLLOW_CUT;
	follow = cs_gen_chance(g, c, CS_GEN_FOLLOWED);
	return follow > FOLLOW_MAX ? FOLLOW_MAX : follow;
}

/* True when c is the return of an earlier contact; its root and reason are then that one's. */
static bool
comes_back(const struct cs_gen *g, struct cs_gen_contact *c)
{
	uint64_t bits = draw(g, ARRIVAL, c->row, 1), u = bits >> 32, lag;
	/* Who was cut off returns soon: twice as often within the first quarter of the rows. */
	bool soon = u < UINT64_C(1) << 31;
	struct cs_gen_case before;
	uint32_t follow;

	if (!happens(bits, soon && 2 * FOLLOW_CUT > FOLLOW_MAX ? 2 * FOLLOW_CUT : FOLLOW_MAX))
		return false;
	/* Sooner rather than later: the square of a number below 1. */
	lag = 1 + g->desk->soonest + (uint64_t)((cs_u128)(u * u >> 32) * g->desk->window >> 32);
	if (lag > c->row)
		return false;
	cs_gen_case(g, c->row - lag, &before);
	follow = cs_gen_case_follow(g, &before.c);
	if (before.c.cut)
		follow = soon ? 2 * follow : 0;
	if (!happens(bits, follow) || cs_gen_ended_s(&before.c) + before.wrap_s >= c->start_s)
		return false;
	c->root = before.c.root;
	c->reason = before.c.reason;
	return true;
}

/* The agent that a number falls to: those at work, by their weights. */
static uint32_t
whose_turn(const struct cs_gen *g, const struct cs_gen_contact *c, uint32_t number)
{
	uint32_t day = cs_gen_day_of(c->slot);
	unsigned weekday = (unsigned)cs_civil_weekday(g->plan.start_day + day) - 1;
	const struct cs_gen_crew *crew = &g->desk->crew[weekday][hour_of(c)][c->queue];
	const struct cs_gen_turn *turn = &g->desk->turn[crew->at];
	uint32_t from = 0, n = crew->n - 1;

	/* The first whose sum reaches the number; the last one's is the greatest there is. */
	while (n > 0) {
		uint32_t half = n / 2;

		if (turn[from + half].upto < number) {
			from += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return turn[from].agent;
}

/* Who takes it. Those who pick leave hard contacts to somebody else. */
static void
taken_by(const struct cs_gen *g, struct cs_gen_contact *c)
{
	uint64_t bits = draw(g, EVENTS, c->row, 0), more = draw(g, EVENTS, c->row, 1);
	const struct cs_gen_skill *s;

	c->agent = whose_turn(g, c, (uint32_t)(bits >> 32));
	s = &g->desk->skill[c->agent];
	if (s->rate[CS_GEN_PASSED] != 0 && cs_gen_is_hard(c->reason) &&
	    happens(bits, s->rate[CS_GEN_PASSED]))
		c->agent = whose_turn(g, c, (uint32_t)(more >> 32));
}

/*
 * Moves a handle time past the target by less than some seconds to just before it: talk is cut, and
 * what was not said is left, or left to others.
 */
static bool
cut_back(const struct cs_gen *g, struct cs_gen_case *k, enum cs_gen_rate rate, uint32_t past_s)
{
	struct cs_gen_contact *c = &k->c;
	uint64_t bits = draw(g, EVENTS, c->row, rate == CS_GEN_SHAVED ? 6 : 7);
	uint32_t handle = c->talk_s + c->hold_s + k->wrap_s, less;

	if (handle < CS_GEN_TARGET_S || handle >= CS_GEN_TARGET_S + past_s ||
	    !happens(bits, g->desk->skill[c->agent].rate[rate]))
		return false;
	less = handle - CS_GEN_TARGET_S + 1 + cs_gen_below(bits >> 32, CS_GEN_INSIDE_S);
	if (c->talk_s < less + TALK_MIN_S)
		return false;
	c->talk_s -= less;
	return true;
}

static uint32_t
larger(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

/* What happens in it. */
static void
handle(const struct cs_gen *g, struct cs_gen_case *k)
{
	struct cs_gen_contact *c = &k->c;
	uint64_t seconds = draw(g, EVENTS, c->row, 2), some = draw(g, EVENTS, c->row, 3);
	uint64_t other = draw(g, EVENTS, c->row, 4), times = draw(g, EVENTS, c->row, 5);
	const struct cs_gen_skill *s = &g->desk->skill[c->agent];
	uint64_t talk;

	k->missed = happens(some, cs_gen_chance(g, c, CS_GEN_MISSED));
	c->wait_s += k->missed * (uint32_t)RING_S;
	k->own_call = !c->chat && happens(times >> 32, s->rate[CS_GEN_OWN_CALL]);
	c->cut = !c->chat && happens(some >> 32, cs_gen_chance(g, c, CS_GEN_SHORT));
	k->gone = !c->cut && happens(times, GONE);
	if (c->cut || k->gone) {
		c->talk_s = 4 + cs_gen_below(seconds, 10);
		k->wrap_s = 2 + cs_gen_below(seconds >> 16, 4);
		return;
	}
	talk = (uint64_t)talk_s[c->reason] * s->pace * cs_gen_hour_talk(hour_of(c)) *
	       cs_gen_quantile(cs_gen_lognormal, seconds) / 1000000000;
	if (s->game == CS_GEN_HURRIED)
		talk -= talk * s->rate[CS_GEN_HURRIED] / 1000000 * grown(g, c) / 1000;
	c->talk_s = larger(TALK_MIN_S, (uint32_t)talk);
	k->wrap_s = 5 + 40 * cs_gen_quantile(cs_gen_lognormal, seconds >> 16) / 1000;
	if (!c->chat && happens(other, cs_gen_chance(g, c, CS_GEN_HELD)))
		c->hold_s = 15 + 60 * cs_gen_quantile(cs_gen_exponential, seconds >> 32) / 1000;
	k->transferred = happens(other >> 32, cs_gen_chance(g, c, CS_GEN_TRANSFERRED));
	k->blind = (seconds >> 48 & 3) == 0;
	if (k->wrap_s < CS_GEN_WRAP_LIMIT_S &&
	    happens(draw(g, EVENTS, c->row, 8), s->rate[CS_GEN_STRETCHED]))
		k->wrap_s = CS_GEN_WRAP_LIMIT_S;
	k->shaved = cut_back(g, k, CS_GEN_SHAVED, CS_GEN_SHAVED_S);
	k->transferred |= cut_back(g, k, CS_GEN_DUMPED, CS_GEN_DUMPED_S);
}

void
cs_gen_case(const struct cs_gen *g, uint64_t row, struct cs_gen_case *k)
{
	uint32_t slot = cs_gen_slot_of(g, row);
	const struct cs_gen_slot *s = &g->slot[slot];
	uint64_t bits = draw(g, ARRIVAL, row, 0), nth = row - s->first, n = s[1].first - s->first;
	struct cs_gen_contact *c = &k->c;

	*k = (struct cs_gen_case){.c = {.row = row, .root = row, .slot = slot}};
	/* One in each of n equal parts of the quarter-hour: in order of time. */
	c->start_s = g->plan.start_day * CS_DAY_S + (int64_t)slot * CS_GEN_SLOT_S +
		     (int64_t)((nth << 8 | (bits >> 56)) * CS_GEN_SLOT_S / (n << 8));
	c->chat = (bits >> 48 & 0xff) < CHATS;
	c->reason = g->by_share[bits & 0xff];
	(void)comes_back(g, c);
	c->queue = cs_gen_reasons[c->reason].queue;
	c->agent = g->plan.agents;
	cs_gen_wait(g, c, CS_GEN_WAITS_OF, draw(g, WAITING, row, 0));
	if (c->fate != CS_GEN_ANSWERED)
		return;
	taken_by(g, c);
	handle(g, k);
}

int64_t
cs_gen_case_customer(const struct cs_gen *g, const struct cs_gen_contact *c)
{
	uint64_t bits = draw(g, CUSTOMERS, c->root, 0);

	if (happens(bits, WITHHELD))
		return -1;
	return (int64_t)((bits >> 32) * g->plan.customers >> 32);
}

bool
cs_gen_went_badly(const struct cs_gen_case *k)
{
	return k->c.wait_s > CS_GEN_SIGN_WAIT_S || k->c.hold_s > CS_GEN_SIGN_HOLD_S ||
	       k->transferred;
}

/* Whether a contact's customer is asked by the new form. */
static bool
by_new_form(const struct cs_gen *g, const struct cs_gen_contact *c)
{
	return cs_gen_plays(g, CS_GEN_NEW_SURVEY) && c->queue == CS_GEN_NEW_SURVEY_QUEUE &&
	       cs_gen_day_of(c->slot) >= g->plan.days / 2;
}

uint32_t
cs_gen_satisfaction(const struct cs_gen *g, const struct cs_gen_case *k)
{
	const struct cs_gen_contact *c = &k->c;
	int64_t p = CS_GEN_SATISFIED + g->desk->skill[c->agent].satisfied +
		    g->desk->satisfied[c->reason][hour_of(c)];

	p -= c->wait_s > 60 ? LESS_WAIT_60 : 0;
	p -= c->wait_s > 180 ? LESS_WAIT_180 : 0;
	p -= c->wait_s > 420 ? LESS_WAIT_420 : 0;
	p -= c->hold_s > 0 ? LESS_HOLD : 0;
	p -= k->transferred ? LESS_TRANSFER : 0;
	p -= c->cut ? LESS_CUT : 0;
	p -= c->root != c->row ? LESS_RETURN : 0;
	p += by_new_form(g, c) ? CS_GEN_KINDER : 0;
	return p < SATISFIED_MIN ? SATISFIED_MIN : p > SATISFIED_MAX ? SATISFIED_MAX : (uint32_t)p;
}

/* 4 and 5 of the satisfied, 1 to 3 of the others. */
static uint8_t
mark(bool satisfied, uint64_t bits)
{
	uint32_t percent = cs_gen_below(bits, 100);

	if (satisfied)
		return percent < 60 ? 5 : 4;
	return percent < 45 ? 3 : percent < 70 ? 2 : 1;
}

static void
survey(const struct cs_gen *g, const struct cs_gen_case *k, struct cs_gen_outcome *o)
{
	const struct cs_gen_contact *c = &k->c;
	uint64_t bits = draw(g, AFTERWARDS, c->row, 0), more = draw(g, AFTERWARDS, c->row, 1);
	enum cs_gen_rate of = cs_gen_went_badly(k) ? CS_GEN_UNASKED_BAD : CS_GEN_UNASKED;

	o->asked = !happens(bits, cs_gen_chance(g, c, of));
	if (!o->asked)
		return;
	o->sent_s = cs_gen_ended_s(c) + 60 + cs_gen_below(more, 600);
	o->new_form = by_new_form(g, c);
	o->own_answer = happens(more >> 32, g->desk->skill[c->agent].rate[CS_GEN_OWN_ANSWER]);
	o->answered = o->own_answer || happens(bits >> 32, ANSWERS);
	if (!o->answered)
		return;
	bits = draw(g, AFTERWARDS, c->row, 2);
	o->csat =
	    o->own_answer ? 5 : mark(happens(bits >> 32, cs_gen_satisfaction(g, k)), bits & 0xffff);
	o->answered_s =
	    o->sent_s +
	    (o->own_answer ? FAST_S + cs_gen_below(bits >> 16, 3)
			   : 25 + 7200 * cs_gen_quantile(cs_gen_exponential, bits >> 16) / 1000);
}

/* The last half-hour of a month, when a contact is of its last week and so early solved. */
static void
solve_by_month(const struct cs_gen_contact *c, uint64_t bits, struct cs_gen_outcome *o)
{
	int64_t day = c->start_s / CS_DAY_S, last;
	int y, m, d;

	cs_civil_of_days(day, &y, &m, &d);
	last = day - d + cs_civil_month_days(y, m);
	if (last - day < 7)
		o->solved_s = (last + 1) * CS_DAY_S - 1 - cs_gen_below(bits, 1800);
}

static void
solution(const struct cs_gen *g, const struct cs_gen_case *k, struct cs_gen_outcome *o)
{
	const struct cs_gen_contact *c = &k->c;
	uint64_t bits = draw(g, AFTERWARDS, c->row, 3), more = draw(g, AFTERWARDS, c->row, 4);

	o->solved_s = cs_gen_ended_s(c) + k->wrap_s;
	if (happens(bits, LATER_SOLVED))
		o->solved_s += 600 + 4 * 3600 * cs_gen_quantile(cs_gen_exponential, more) / 1000;
	if (happens(
		draw(g, AFTERWARDS, c->row, 6), g->desk->skill[c->agent].rate[CS_GEN_MONTH_END]))
		solve_by_month(c, more >> 48, o);
	if (!happens(bits >> 32, cs_gen_chance(g, c, CS_GEN_REOPENED)))
		return;
	o->reopened = (uint8_t)(1 + happens(more >> 32, TWICE_REOPENED));
	o->solved_s +=
	    o->reopened *
	    (int64_t)(3600 + 86400 * cs_gen_quantile(cs_gen_exponential, more >> 16) / 1000);
}

void
cs_gen_outcome(const struct cs_gen *g, const struct cs_gen_case *k, struct cs_gen_outcome *o)
{
	const struct cs_gen_skill *s = &g->desk->skill[k->c.agent];
	uint32_t other = s->rate[CS_GEN_OTHER], usual = cs_gen_rates[CS_GEN_OTHER].usual;

	*o = (struct cs_gen_outcome){0};
	/* The game begins as everybody does and grows. */
	if (s->game == CS_GEN_OTHER)
		other = usual + (uint32_t)((uint64_t)(other - usual) * 2 * grown(g, &k->c) / 1000);
	o->other = happens(draw(g, AFTERWARDS, k->c.row, 5), other);
	survey(g, k, o);
	solution(g, k, o);
}

/* The share of phone calls, in millionths. */
enum { PHONE = (256 - CHATS) * 1000000 / 256 };

/* a * b, of shares in millionths. */
static int64_t
times(int64_t a, int64_t b)
{
	return a * b / 1000000;
}

uint32_t
cs_gen_true_satisfied(const struct cs_gen *g, uint32_t agent)
{
	const struct cs_gen_skill *s = &g->desk->skill[agent];
	int64_t p = CS_GEN_SATISFIED + s->satisfied;

	p -= times(times(s->rate[CS_GEN_HELD], PHONE), LESS_HOLD);
	p -= times(s->rate[CS_GEN_TRANSFERRED], LESS_TRANSFER);
	p -= times(times(s->rate[CS_GEN_SHORT], PHONE), LESS_CUT);
	return (uint32_t)p;
}

uint32_t
cs_gen_true_repeat(const struct cs_gen *g, uint32_t agent)
{
	const struct cs_gen_skill *s = &g->desk->skill[agent];
	int64_t cut = times(s->rate[CS_GEN_SHORT], PHONE);
	int64_t f = s->rate[CS_GEN_FOLLOWED] + times(cut, FOLLOW_CUT - s->rate[CS_GEN_FOLLOWED]);

	f += (s->game == CS_GEN_HELD ? 2 : 1) * (int64_t)g->desk->by_chance;
	/* At least one of a Poisson number: 1 - exp(-f), to a ten-thousandth. */
	return (uint32_t)(f - times(f, f) / 2 + times(times(f, f), f) / 6 -
			  times(times(f, f), times(f, f)) / 24);
}
