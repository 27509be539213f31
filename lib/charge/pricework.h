/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * (inner) What the halves of charge/price share, and which costs a group of the sums pays for.
 * Groups are many, and what decides is their stretch of time and their vendor .. team, of which
 * there are few combinations: each is looked up once among the costs that name its values, since a
 * price list for every vendor, site and month has many rows.
 */
#ifndef CS_CHARGE_PRICEWORK_H
#define CS_CHARGE_PRICEWORK_H

#include "base/map.h"
#include "charge/chargerun.h"
#include "charge/price.h"

/* The costs that hold in one combination: indices into c->costs. */
struct cs_price_match {
	int64_t at;  /* at which the stretch begins */
	bool timed;  /* false: the contacts have no time, and no costs */
	bool priced; /* something is paid for: not of fixed fees alone */
	uint32_t *cost;
	uint8_t *units;	      /* by cost: of all of its name, as in struct cs_charge_use */
	uint8_t credit_units; /* the same of credits */
	size_t n;
};

/* What credits are called, as pools are. */
extern const struct cs_str cs_price_credits;

struct cs_price_matches {
	const struct cs_charge *c;
	uint32_t *value;	      /* by key of the sums: of the group at hand */
	struct cs_map combination;    /* of values: of the stretch, and of vendor .. team */
	struct cs_price_match *match; /* by combination */
	size_t cap;
	struct cs_arena arena;
	uint32_t *best, *tie; /* scratch: costs that hold, and another that names as much */
	struct cs_buf key;
	unsigned mask[1 << CS_COST_DIMS], nmask; /* sets of columns that some cost names */
	struct cs_map named;			 /* such a set and its values -> the first cost */
	uint32_t *first, *next;			 /* by id of named, by cost; CS_MAP_NONE ends */
};

void cs_price_matches_init(struct cs_price_matches *m, const struct cs_charge *c);
void cs_price_matches_finish(struct cs_price_matches *m);

/* Those of the i-th group. NULL with *e (65): two rates that name as much hold for it. Good until
 * the next. */
const struct cs_price_match *cs_price_match(struct cs_price_matches *m, size_t i, struct cs_err *e);

/* Once uses are in order: finds them by group, of which there are so many. */
void cs_price_index(struct cs_charge_price *p, size_t groups);

#endif
