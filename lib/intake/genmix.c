/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service desk's mix of work, and how hard each kind of it is: see gendesk.h. */
#include "intake/gendesk.h"

#include "base/num.h"

enum { BILLING, ORDERS, TECH, ACCOUNT, SALES };

enum {
	TRIALS = 15, /* stream of random numbers: of trials */
	TRIED = 16,  /* contacts of a quarter-hour */
	HARD_REASON = 1040,
	HOUR_TALK = 50, /* percent of an hour's hardness that acts on talk times */
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
			    (uint16_t)((hardness(def, r, h) * (weight / 1000) + sum / 2000) /
				       (sum / 1000));
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

void
cs_gen_mix(const struct cs_gen *g, struct cs_gen_desk *d)
{
	make_shares(g, d);
	make_mix(d);
}
