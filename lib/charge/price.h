/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Prices laid over sums. All that costs money becomes lots:
 *
 *	a pool		for its time: the amount, what of it is used by whom, what was not used
 *	a rate		in one month (of the zone): uses times price
 *	credits		in one month and currency: money that contacts gave away
 *
 * A lot has a total in minor units of the reported currency (its exact amount, at the exchange rate
 * of the day on which the pool, or the use, begins; rounded half away from zero), and its uses: which
 * groups of the sums it is for, with exact weights. The exact cost of a group by a lot is
 *
 *	amount x weight / base
 *
 * where base is the practical capacity, or, without one, the sum of all weights, reported or not.
 * Uses beyond the capacity are spread over what was used (over is set), so that no more is charged
 * than the pool costs. What the base has more than the weights is unused. A pool with no use and no
 * capacity, or whose driver is none, is unallocated.
 */
#ifndef CS_CHARGE_PRICE_H
#define CS_CHARGE_PRICE_H

#include "base/ratio.h"
#include "charge/charge.h"

enum cs_charge_kind { CS_CHARGE_POOL, CS_CHARGE_RATE, CS_CHARGE_DIRECT };

struct cs_charge_lot {
	enum cs_charge_kind kind;
	const struct cs_cost *cost; /* NULL: credits */
	struct cs_str name;	    /* the pool, or "credits" */
	int64_t from, to;	    /* its time */
	struct cs_ratio amount;	    /* exact, in the reported currency */
	struct cs_ratio weight;	    /* of all uses */
	struct cs_ratio base;	    /* > 0 where there are uses */
	bool over;		    /* used beyond its capacity */
	bool has_avoidable;
	struct cs_ratio avoidable;	    /* share of what is charged */
	cs_i128 total, unused, unallocated; /* minor units; total - these is what is charged */
	size_t first, n;		    /* its uses */
};

/* One group's use of one lot. */
struct cs_charge_use {
	uint32_t lot, group;	/* group: its place in the order of the sums */
	struct cs_ratio weight; /* > 0, or of credits the amount, of any sign */
};

struct cs_charge_price {
	struct cs_charge_lot *lot; /* pools in the order of their file, rates, credits; by time */
	size_t nlot;
	struct cs_charge_use *use; /* by lot, then by group */
	size_t nuse, cap;
	size_t *of_group; /* private: uses by group, with the two below */
	size_t *first_of;
	cs_i128 unpriced_legs; /* reported, of no pool and no rate */
};

/* After the sums are sorted, with c->costs and so on. To be finished in any case. -1 with *e: no
 * exchange rate, a total that does not fit (65). */
int cs_charge_price_make(struct cs_charge_price *p, const struct cs_charge *c, struct cs_err *e);
void cs_charge_price_finish(struct cs_charge_price *p);

/*
 * The exact cost of the i-th group, and what of it is avoidable: in the reported currency, not
 * rounded. Both are added to; avoidable may be NULL. False: what is avoidable is not known of some
 * lot (full is right). of: bits 1 << kind, of which lots.
 */
bool cs_charge_price_group(const struct cs_charge_price *p, size_t i, unsigned of,
    struct cs_ratio *full, struct cs_ratio *avoidable);

/* The uses of the i-th group: *n of them, indices into p->use. */
const size_t *cs_charge_price_uses(const struct cs_charge_price *p, size_t i, size_t *n);

#endif
