/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service desk's agents and their mix of work: see gendesk.h. */
#include "intake/gendesk.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"

enum { BILLING, ORDERS, TECH, ACCOUNT, SALES };

/* Name, usual rate, spread; billing, orders, tech, account, sales; hardness; game and its rate. */
const struct cs_gen_rate_def cs_gen_rates[CS_GEN_RATES] = {
    [CS_GEN_SHORT] = {"short", 30000, 120, {1000, 1150, 950, 950, 1000}, 30, "short_calls", 80000},
    [CS_GEN_UNASKED] = {"unasked", 100000, 150, {1, 1, 1, 1, 1}, 0, NULL, 0},
    [CS_GEN_UNASKED_BAD] = {"unasked_bad", 100000, 150, {1, 1, 1, 1, 1}, 0, "survey_choice",
	500000},
    [CS_GEN_REOPENED] = {"reopened", 60000, 100, {1000, 800, 1500, 850, 700}, 100, "early_closing",
	120000},
    [CS_GEN_TRANSFERRED] = {"transferred", 70000, 100, {950, 800, 1450, 900, 900}, 80,
	"needless_transfers", 140000},
    [CS_GEN_SHAVED] = {"shaved", 0, 0, {1, 1, 1, 1, 1}, 0, "shaved_times", 250000},
    [CS_GEN_HELD] = {"held", 250000, 120, {950, 800, 1350, 950, 900}, 60, "avoided_holds", 60000},
    [CS_GEN_FOLLOWED] = {"followed", 90000, 220, {900, 550, 1950, 750, 500}, 100, NULL, 0},
    [CS_GEN_UNREADY] = {"unready", 50000, 150, {1, 1, 1, 1, 1}, 0, "unready", 200000},
    [CS_GEN_MISSED] = {"missed", 25000, 150, {1, 1, 1, 1, 1}, 0, "ring_no_answer", 100000},
    [CS_GEN_PASSED] = {"passed", 0, 0, {1, 1, 1, 1, 1}, 0, "easy_picks", 600000},
    [CS_GEN_OTHER] = {"other", 40000, 150, {1, 1, 1, 1, 1}, 0, "other_codes", 200000},
    [CS_GEN_OWN_ANSWER] = {"own_answer", 0, 0, {1, 1, 1, 1, 1}, 0, "own_ratings", 500000},
    [CS_GEN_OWN_CALL] = {"own_call", 1000, 0, {1, 1, 1, 1, 1}, 0, "own_calls", 50000},
};

/* How hard reasons are beside others of their queue, and hours beside others, per mille. */
static const uint16_t reason_hard[CS_GEN_REASONS] = {
    [CS_GEN_INVOICE] = 950,
    [CS_GEN_PAYMENT] = 850,
    [CS_GEN_REFUND] = 1300,
    [CS_GEN_DELIVERY] = 900,
    [CS_GEN_RETURN] = 1000,
    [CS_GEN_WRONG_ITEM] = 1350,
    [CS_GEN_SETUP] = 850,
    [CS_GEN_FAULT] = 1100,
    [CS_GEN_LOGIN] = 850,
    [CS_GEN_ADDRESS] = 800,
    [CS_GEN_CANCEL] = 1450,
    [CS_GEN_UPGRADE] = 1150,
    [CS_GEN_QUESTION] = 880,
    [CS_GEN_FEE] = 1000,
    [CS_GEN_BROKEN] = 1000,
};
static const uint16_t hour_hard[24] = {1000, 1000, 1000, 1000, 1000, 1000, 1000, 900, 900, 950,
    1000, 1000, 1050, 1000, 950, 950, 1000, 1050, 1100, 1200, 1250, 1300, 1000, 1000};

/* Satisfied customers that a queue has more, in millionths; and for each per mille of hardness. */
static const int32_t queue_satisfied[CS_GEN_QUEUES] = {0, 50000, -130000, 20000, 60000};
enum { HARD_SATISFIED = -60 };

/* Where agents help out, percent by queue: where hands are short. */
static const uint8_t help_share[CS_GEN_QUEUES] = {22, 36, 5, 27, 10};

enum {
	SKILLS = 8,  /* the first of the streams of random numbers that are the desk's: of agents */
	TRIALS = 15, /* and of trials */
	TRIED = 16,  /* contacts of a quarter-hour */
	IRWIN_HALL_SD = 37837, /* standard deviation of the sum of four numbers below 65536 */
	COMMON = 600,	       /* of a skill is shared by all skills of an agent, per mille, */
	OWN = 800,	       /* and of its own: squares sum to one */
	FOLLOW_DAYS = 3,       /* on average contacts follow within so many days' rows */
	SOONEST_S = 480,       /* and not sooner than so many seconds' */
	CHANCE_MAX = 60000,
	HARD_REASON = 1040,
	HOUR_TALK = 50, /* percent of an hour's hardness that acts on talk times */
	FIT_ROUNDS = 4, /* of weights, so that everybody has about as many contacts */
};

bool
cs_gen_is_hard(uint8_t reason)
{
	return reason_hard[reason] > HARD_REASON;
}

bool
cs_gen_is_peak(unsigned hour)
{
	return (hour >= 9 && hour < 12) || hour == 14;
}

uint32_t
cs_gen_hour_talk(unsigned hour)
{
	return (uint32_t)(1000 + (hour_hard[hour] - 1000) * HOUR_TALK / 100);
}

/* A nearly normal number of 64 random bits, in thousandths of its standard deviation. */
static int32_t
normal(uint64_t bits)
{
	int64_t sum = (int64_t)((bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) +
				(bits >> 48));

	return (int32_t)((sum - 131070) * 1000 / IRWIN_HALL_SD);
}

static uint64_t
draw(const struct cs_gen *g, uint32_t agent, unsigned of)
{
	return cs_gen_random(g, SKILLS, agent * UINT64_C(32) + of);
}

/* A skill: partly what all skills of the agent share. */
static int32_t
talent(const struct cs_gen *g, uint32_t agent, unsigned of)
{
	return (normal(draw(g, agent, 0)) * COMMON + normal(draw(g, agent, of)) * OWN) / 1000;
}

static void
make_skill(const struct cs_gen *g, uint32_t i, struct cs_gen_skill *s)
{
	uint64_t bits = draw(g, i, 1);
	uint32_t at = cs_gen_below(bits, 100 - help_share[g->agent[i].queue]);
	uint8_t help = 0;

	for (unsigned r = 0; r < CS_GEN_RATES; r++) {
		const struct cs_gen_rate_def *def = &cs_gen_rates[r];
		/* What is asked after good contacts is asked after bad ones. */
		unsigned of = r == CS_GEN_UNASKED_BAD ? CS_GEN_UNASKED : r;
		int64_t z =
		    r == CS_GEN_FOLLOWED ? -talent(g, i, 4 + r) : normal(draw(g, i, 4 + of));

		s->rate[r] = (uint32_t)(def->usual * (1000000 + def->spread * z) / 1000000);
	}
	s->satisfied = (int32_t)(talent(g, i, 2) * (int64_t)CS_GEN_SATISFIED_SD / 1000);
	s->pace = (uint16_t)(1000 - talent(g, i, 3) * CS_GEN_PACE_SD / 1000);
	s->game = CS_GEN_NO_GAME;
	s->queue[0] = g->agent[i].queue;
	/* Another queue than the own one. */
	for (;; help++) {
		if (help == s->queue[0])
			continue;
		if (at < help_share[help])
			break;
		at -= help_share[help];
	}
	s->queue[1] = help;
	s->home = (uint16_t)(550 + cs_gen_below(bits >> 16, 400));
	s->weight[0] = s->home * 1000u;
	s->weight[1] = (1000u - s->home) * 1000u;
}

static uint32_t
common_divisor(uint32_t a, uint32_t b)
{
	while (b != 0) {
		uint32_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/*
 * Who plays: agents apart by a step that has no divisor in common with their number, so that
 * nobody is chosen twice. Games are dealt in turn.
 */
static void
make_games(const struct cs_gen *g, struct cs_gen_desk *d)
{
	uint32_t n = g->plan.agents, players = g->plan.gamers < n ? g->plan.gamers : n;
	uint64_t bits = draw(g, UINT32_MAX, 0);
	uint32_t at = (uint32_t)((bits & 0xffffffff) * n >> 32), step = (uint32_t)(bits >> 32) % n;
	unsigned game = 0;

	while (common_divisor(n, step) != 1)
		step = (step + 1) % n;
	for (uint32_t i = 0; i < players; i++, at = (at + step) % n) {
		struct cs_gen_skill *s = &d->skill[at];

		while (cs_gen_rates[game].game == NULL)
			game = (game + 1) % CS_GEN_RATES;
		s->game = (uint8_t)game;
		s->rate[game] = cs_gen_rates[game].played;
		d->games[game]++;
		/* Twice as many come again as usually do, those counted who would come anyway. */
		if (game == CS_GEN_HELD)
			s->rate[CS_GEN_FOLLOWED] =
			    2 * cs_gen_rates[CS_GEN_FOLLOWED].usual + d->by_chance;
		game = (game + 1) % CS_GEN_RATES;
	}
}

/* About how many of a quarter-hour's contacts are answered: what becomes of a few like them. */
static uint64_t
answered_in(const struct cs_gen *g, uint32_t slot)
{
	uint64_t n = 0;

	for (unsigned i = 0; i < TRIED; i++) {
		struct cs_gen_contact c = {.slot = slot};

		cs_gen_wait(g, &c, CS_GEN_WAITS_OF, cs_gen_random(g, TRIALS, slot * TRIED + i));
		n += c.fate == CS_GEN_ANSWERED;
	}
	return (g->slot[slot + 1].first - g->slot[slot].first) * n;
}

/* How many contacts are answered when, and why they come: what the mix of the company is. */
static void
make_shares(const struct cs_gen *g, struct cs_gen_desk *d)
{
	uint64_t hour[24] = {0}, all = 0;

	for (uint32_t i = 0; i < g->slots; i++) {
		unsigned h = i % CS_GEN_DAY_SLOTS / 4;
		int weekday = cs_civil_weekday(g->plan.start_day + cs_gen_day_of(i)) - 1;
		uint64_t n;

		if (h < CS_GEN_OPEN || h >= CS_GEN_CLOSE)
			continue;
		n = answered_in(g, i);
		d->answered[weekday][h] += n;
		hour[h] += n;
		all += n;
	}
	d->all_answered = (uint32_t)((cs_u128)all * 1000000 / TRIED / g->plan.rows);
	for (unsigned h = CS_GEN_OPEN; h < CS_GEN_CLOSE; h++)
		d->hour_share[h] = all != 0 ? (uint32_t)(hour[h] * 1000000 / all)
					    : 1000000 / (CS_GEN_CLOSE - CS_GEN_OPEN);
	for (unsigned r = 0; r < CS_GEN_REASONS; r++)
		d->reason_share[r] = cs_gen_reasons[r].share * 1000000u / 256;
}

/* How hard a contact is for a rate, in millionths, before it is held against the average. */
static uint64_t
hardness(const struct cs_gen_rate_def *def, unsigned reason, unsigned hour)
{
	int of_reason = 1000 + (reason_hard[reason] - 1000) * def->hard / 100;
	int of_hour = 1000 + (hour_hard[hour] - 1000) * def->hard / 100;

	return UINT64_C(1000) * def->queue[cs_gen_reasons[reason].queue] / def->queue[BILLING] *
	       (uint64_t)of_reason * (uint64_t)of_hour / 1000;
}

static void
make_factors(struct cs_gen_desk *d, enum cs_gen_rate rate)
{
	const struct cs_gen_rate_def *def = &cs_gen_rates[rate];
	uint64_t sum = 0, weight = 0;

	for (unsigned r = 0; r < CS_GEN_REASONS; r++) {
		for (unsigned h = CS_GEN_OPEN; h < CS_GEN_CLOSE; h++) {
			uint64_t w = (uint64_t)d->reason_share[r] * d->hour_share[h] / 1000;

			sum += w * (hardness(def, r, h) / 1000);
			weight += w;
		}
	}
	for (unsigned r = 0; r < CS_GEN_REASONS; r++)
		for (unsigned h = 0; h < 24; h++)
			d->factor[rate][r][h] =
			    (uint16_t)(hardness(def, r, h) * (weight / 1000) / (sum / 1000));
}

static void
make_satisfied(struct cs_gen_desk *d)
{
	int64_t sum = 0, weight = 0;

	for (unsigned r = 0; r < CS_GEN_REASONS; r++) {
		for (unsigned h = 0; h < 24; h++) {
			int64_t w = (int64_t)d->reason_share[r] * d->hour_share[h] / 1000;

			d->satisfied[r][h] =
			    queue_satisfied[cs_gen_reasons[r].queue] +
			    (reason_hard[r] + hour_hard[h] - 2000) * HARD_SATISFIED;
			sum += w * d->satisfied[r][h];
			weight += w;
		}
	}
	for (unsigned r = 0; r < CS_GEN_REASONS; r++)
		for (unsigned h = 0; h < 24; h++)
			d->satisfied[r][h] -= (int32_t)(sum / weight);
}

/*
 * The factors. Hard contacts are followed by more contacts like them, so that the mix is harder
 * than what customers come with first: the shares of reasons are corrected for that.
 */
static void
make_mix(struct cs_gen_desk *d)
{
	uint64_t total = 0, share[CS_GEN_REASONS];

	make_factors(d, CS_GEN_FOLLOWED);
	for (unsigned r = 0; r < CS_GEN_REASONS; r++) {
		uint64_t followed = 0;

		for (unsigned h = 0; h < 24; h++)
			followed += (uint64_t)d->hour_share[h] * d->factor[CS_GEN_FOLLOWED][r][h];
		followed = followed / 1000 * cs_gen_rates[CS_GEN_FOLLOWED].usual / 1000000;
		followed = (followed * d->all_answered +
			       (uint64_t)CS_GEN_DESK_GAVE_UP * (1000000 - d->all_answered)) /
			   1000000;
		share[r] = (uint64_t)d->reason_share[r] * 1000000 / (1000000 - followed);
		total += share[r];
	}
	for (unsigned r = 0; r < CS_GEN_REASONS; r++)
		d->reason_share[r] = (uint32_t)(share[r] * 1000000 / total);
	for (unsigned rate = 0; rate < CS_GEN_RATES; rate++)
		make_factors(d, (enum cs_gen_rate)rate);
	make_satisfied(d);
}

/* Adds those at work in a queue at that time; at last also those who should be off. */
static uint32_t
add_turns(const struct cs_gen *g, struct cs_gen_desk *d, size_t *cap, uint32_t at,
    const unsigned when[3], int ease)
{
	unsigned weekday = when[0], hour = when[1], q = when[2];
	uint32_t n = 0;

	for (uint32_t i = 0; i < g->plan.agents; i++) {
		const struct cs_gen_agent *a = &g->agent[i];

		if ((d->skill[i].queue[0] != q && d->skill[i].queue[1] != q) ||
		    (ease < 2 && !cs_gen_on_shift(a, hour)) ||
		    (ease < 1 && (cs_gen_days_off(a) >> weekday & 1) != 0))
			continue;
		d->turn = cs_mem_grow(d->turn, cap, at + n + 1, sizeof *d->turn);
		d->turn[at + n++].agent = i;
	}
	return n;
}

/* One place of the week: weekday, hour, queue. */
static void
each_crew(const struct cs_gen *g, struct cs_gen_desk *d,
    void (*visit)(const struct cs_gen *g, struct cs_gen_desk *d, const unsigned when[3], void *arg),
    void *arg)
{
	for (unsigned w = 0; w < 7; w++)
		for (unsigned h = CS_GEN_OPEN; h < CS_GEN_CLOSE; h++)
			for (unsigned q = 0; q < CS_GEN_QUEUES; q++)
				visit(g, d, (unsigned[]){w, h, q}, arg);
}

struct turns {
	size_t cap;
	uint32_t n;
};

static void
make_crew(const struct cs_gen *g, struct cs_gen_desk *d, const unsigned when[3], void *arg)
{
	struct cs_gen_crew *c = &d->crew[when[0]][when[1]][when[2]];
	struct turns *t = arg;

	c->at = t->n;
	for (int ease = 0; c->n == 0; ease++)
		c->n = add_turns(g, d, &t->cap, t->n, when, ease);
	t->n += c->n;
}

static uint32_t
weight_in(const struct cs_gen_skill *s, unsigned q)
{
	return s->weight[s->queue[0] != q];
}

/* The sums of weights along a crew. */
static void
sum_weights(const struct cs_gen *g, struct cs_gen_desk *d, const unsigned when[3], void *arg)
{
	const struct cs_gen_crew *c = &d->crew[when[0]][when[1]][when[2]];
	uint64_t sum = 0, all = 0;

	(void)g;
	(void)arg;
	for (uint32_t i = 0; i < c->n; i++)
		all += weight_in(&d->skill[d->turn[c->at + i].agent], when[2]);
	for (uint32_t i = 0; i < c->n; i++) {
		sum += weight_in(&d->skill[d->turn[c->at + i].agent], when[2]);
		d->turn[c->at + i].upto = (uint32_t)((cs_u128)sum * UINT32_MAX / all);
	}
}

/* What is expected of each agent: contacts, in millionths of the week's, and of their home queue.
 */
struct load {
	uint64_t *all, *home;
	uint64_t queue_share[CS_GEN_QUEUES];
};

static void
add_load(const struct cs_gen *g, struct cs_gen_desk *d, const unsigned when[3], void *arg)
{
	const struct cs_gen_crew *c = &d->crew[when[0]][when[1]][when[2]];
	struct load *l = arg;
	uint64_t come = d->answered[when[0]][when[1]] * l->queue_share[when[2]], before = 0;

	(void)g;
	for (uint32_t i = 0; i < c->n; i++) {
		const struct cs_gen_turn *t = &d->turn[c->at + i];
		uint64_t part = (uint64_t)((cs_u128)come * (t->upto - before) >> 32);

		l->all[t->agent] += part;
		if (d->skill[t->agent].queue[0] == when[2])
			l->home[t->agent] += part;
		before = t->upto;
	}
}

/*
 * Weights such that everybody has about as many contacts, however their shifts fall, and about
 * the share of the home queue that was meant: a few rounds of proportional fitting.
 */
static void
fit_weights(const struct cs_gen *g, struct cs_gen_desk *d)
{
	uint32_t n = g->plan.agents;
	struct load l = {0};

	for (unsigned r = 0; r < CS_GEN_REASONS; r++)
		l.queue_share[cs_gen_reasons[r].queue] += d->reason_share[r];
	l.all = cs_mem_new(n, sizeof *l.all);
	l.home = cs_mem_new(n, sizeof *l.home);
	for (int round = 0; round < FIT_ROUNDS; round++) {
		uint64_t mean = 0;

		memset(l.all, 0, n * sizeof *l.all);
		memset(l.home, 0, n * sizeof *l.home);
		each_crew(g, d, sum_weights, NULL);
		each_crew(g, d, add_load, &l);
		for (uint32_t i = 0; i < n; i++)
			mean += l.all[i] / n;
		for (uint32_t i = 0; i < n; i++) {
			struct cs_gen_skill *s = &d->skill[i];
			uint64_t want[2] = {mean * s->home / 1000, mean * (1000u - s->home) / 1000};
			uint64_t got[2] = {l.home[i], l.all[i] - l.home[i]};

			for (int k = 0; k < 2; k++) {
				uint64_t w =
				    got[k] != 0
					? (uint64_t)((cs_u128)s->weight[k] * want[k] / got[k])
					: s->weight[k];

				s->weight[k] = w < 1000	      ? 1000
					       : w > 20000000 ? 20000000
							      : (uint32_t)w;
			}
		}
	}
	each_crew(g, d, sum_weights, NULL);
	free(l.all);
	free(l.home);
}

struct cs_gen_desk *
cs_gen_desk_create(const struct cs_gen *g)
{
	struct cs_gen_desk *d = cs_mem_new0(1, sizeof *d);
	uint64_t rows = g->plan.rows, days = g->plan.days;
	uint64_t again = rows * 7 / days * 1000000 / g->plan.customers;
	struct turns turns = {0};

	d->by_chance = again > CHANCE_MAX ? CHANCE_MAX : (uint32_t)again;
	d->window = rows * FOLLOW_DAYS / days + 1;
	d->soonest = rows * SOONEST_S / (days * (CS_GEN_CLOSE - CS_GEN_OPEN) * 3600);
	d->skill = cs_mem_new0(g->plan.agents, sizeof *d->skill);
	for (uint32_t i = 0; i < g->plan.agents; i++)
		make_skill(g, i, &d->skill[i]);
	make_games(g, d);
	make_shares(g, d);
	make_mix(d);
	each_crew(g, d, make_crew, &turns);
	fit_weights(g, d);
	return d;
}

void
cs_gen_desk_destroy(struct cs_gen_desk *d)
{
	if (d == NULL)
		return;
	free(d->skill);
	free(d->turn);
	free(d);
}
