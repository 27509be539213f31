/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Prices laid over sums. All that costs money becomes lots:
 *
 *	a pool		for its time: the amount, what of it is used by whom, what was not used
 *	a rate		in one month (of the zone): uses times price
 *	credits		in one month and currency: money that contacts gave away, or took back
 *
 * A lot has a total in minor units of the reported currency (its exact amount, rounded half away
 * from zero), and its uses: which groups of the sums it is for, with whole weights (seconds,
 * contacts, millionths of money). The exact cost of a use is weight x price. Of a pool the price
 * is its amount over its base: the practical capacity, or, without one, all that was used,
 * reported or not. What the base has more than was used is unused. Use beyond the capacity makes
 * the base larger (over is set), so that no more is charged than the pool costs. A pool that
 * nothing used and that has no capacity, or whose driver is none, is unallocated.
 *
 * Money in another currency is exchanged at the rate of the instant at which its pool begins, or at
 * which the stretch of its use begins: where rates change within a month there are lots for each.
 * Pools whose time lies outside the period that is reported are none of its business, and no lots.
 */
#ifndef CS_CHARGE_PRICE_H
#define CS_CHARGE_PRICE_H

#include "base/ratio.h"
#include "charge/charge.h"

/* Nothing is used by CS_COST_NONE: its bit is free for credits. */
enum { CS_CHARGE_USED_CREDITS = 1 << CS_COST_NONE };

enum cs_charge_kind { CS_CHARGE_POOL, CS_CHARGE_RATE, CS_CHARGE_CREDITED, CS_CHARGE_KINDS };

struct cs_charge_lot {
	enum cs_charge_kind kind;
	const struct cs_cost *cost; /* NULL: credits */
	struct cs_str name;	    /* the pool, or "credits" */
	int64_t from, to;	    /* its time; of rates and credits the month */
	struct cs_ratio amount;	    /* exact, in the reported currency */
	struct cs_ratio price;	    /* of a weight of 1 */
	cs_i128 used, base;	    /* weights; base >= used */
	bool over;		    /* used beyond its capacity */
	bool has_avoidable;
	struct cs_ratio avoidable;	    /* share of what is charged */
	cs_i128 total, unused, unallocated; /* minor units; total - these is what is charged */
	size_t first, n;		    /* its uses */
};

/* One group's use of one lot. */
struct cs_charge_use {
	uint32_t lot, group; /* group: its place in the order of the sums */
	cs_i128 weight;	     /* > 0 */
	/* By what legs of the group use whatever has the name of the lot, used by this group or
	 * not: bits 1 << unit, and CS_CHARGE_USED_CREDITS. */
	uint8_t units;
};

struct cs_charge_price {
	struct cs_charge_lot *lot; /* pools as in their file, rates likewise, credits; by time */
	size_t nlot;
	struct cs_charge_use *use; /* by lot, then by group */
	size_t nuse;
	size_t *of_group, *first_of; /* private: uses by group */
	cs_i128 unpriced_legs;	     /* reported, of no pool and no rate */
	cs_i128 undated_credits;     /* reported, of legs without a time: in no total */
};

/* After the sums are sorted, with c->costs and so on. To be finished in any case. -1 with *e (65):
 * no exchange rate, two rates that hold for the same legs, a total that does not fit. */
int cs_charge_price_make(struct cs_charge_price *p, const struct cs_charge *c, struct cs_err *e);
void cs_charge_price_finish(struct cs_charge_price *p);

/*
 * The exact cost of the i-th group, and what of it is avoidable: in the reported currency, not
 * rounded. Both are added to; avoidable may be NULL. False: what is avoidable is not known of some
 * lot (full is right). kinds: bits 1 << kind, of which lots.
 */
bool cs_charge_price_group(const struct cs_charge_price *p, size_t i, unsigned kinds,
    struct cs_ratio *full, struct cs_ratio *avoidable);

/* The uses of the i-th group: *n of them, indices into p->use. */
const size_t *cs_charge_price_uses(const struct cs_charge_price *p, size_t i, size_t *n);

#endif
