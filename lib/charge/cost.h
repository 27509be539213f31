/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What service costs: pools (--costs: money for a time, spread over what was done) and rates
 * (--rates: a price for each use), as records.
 *
 *	pool period_from_at period_to_at amount currency vendor site channel queue team
 *		driver capacity_s capacity_n avoidable_share department
 *	pool vendor site channel queue team rate_amount rate_unit currency valid_from_at valid_to_at
 *		avoidable_share
 *
 * A column that is not there, or NULL, of vendor .. team: any. What a row selects is the legs whose
 * cells are those. Pools add up: a leg pays for all that select it. So do rates of different names;
 * of rates of one name and unit a leg pays the one that names most, as in any price list.
 *
 * Errors, each with both lines: the same pool for the same selection at overlapping times; two
 * rates of one name and unit that name as much and both hold for some leg, for which none that
 * names more does.
 */
#ifndef CS_CHARGE_COST_H
#define CS_CHARGE_COST_H

#include "base/arena.h"
#include "base/dec.h"
#include "base/err.h"
#include "base/map.h"
#include "base/zone.h"

/* The columns that costs and rates may look at. */
enum cs_cost_dim {
	CS_COST_VENDOR,
	CS_COST_SITE,
	CS_COST_CHANNEL,
	CS_COST_QUEUE,
	CS_COST_TEAM,
	CS_COST_DIMS
};

extern const char *const cs_cost_dim_name[CS_COST_DIMS];

/* By what a pool is spread, or what a rate is paid for. */
enum cs_cost_unit {
	CS_COST_MINUTE,	  /* seconds of handle time */
	CS_COST_HOUR,	  /* the same; rates only */
	CS_COST_CONTACT,  /* contacts, by their first leg */
	CS_COST_LEG,	  /* rows */
	CS_COST_TRANSFER, /* rows that were transferred */
	CS_COST_SOLVED,	  /* contacts that were solved */
	CS_COST_NONE,	  /* pools only: a fixed fee that nobody's use explains: unallocated */
	CS_COST_UNITS
};

struct cs_str cs_cost_unit_name(enum cs_cost_unit u);

struct cs_cost {
	struct cs_str pool;	/* its name */
	bool rate;		/* of --rates */
	int64_t from, to;	/* half-open; rates: CS_INSTANT_MIN, CS_INSTANT_MAX: open */
	struct cs_dec amount;	/* of the pool, or of one unit of the rate; may be negative */
	struct cs_str currency; /* known to ISO 4217 */
	struct cs_str sel[CS_COST_DIMS]; /* canonical raw cells; p NULL: any */
	unsigned nsel;
	enum cs_cost_unit unit;
	bool has_capacity;
	int64_t capacity; /* seconds, or contacts and so on, > 0 */
	bool has_avoidable;
	struct cs_dec avoidable;  /* 0 .. 1 */
	struct cs_str department; /* n = 0: none */
	const char *file;
	uint64_t line;
};

struct cs_costs {
	struct cs_cost *cost; /* pools, then rates, each in the order of their files */
	size_t n, cap;
	size_t npool;
	bool dim[CS_COST_DIMS]; /* some row names a value of that column */
};

/* Reads files of pools. What is read lives in the arena. -1 with *e: 2, 65, 74. */
int cs_costs_read(struct cs_costs *c, struct cs_arena *a, const struct cs_zone *zone,
    char *const *file, int nfile, struct cs_err *e);

/* Reads files of rates, after pools. Likewise. */
int cs_costs_read_rates(struct cs_costs *c, struct cs_arena *a, const struct cs_zone *zone,
    char *const *file, int nfile, struct cs_err *e);

void cs_costs_finish(struct cs_costs *c);

#endif
