/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the modes of cs-chargeback have in common, and what a mode is.
 *
 * Nothing is priced while contacts are read. They are counted, in whole numbers, by all that prices
 * may depend on: the stretch of time (between two dates at which anything of the costs or rates
 * begins or ends), the columns that costs and rates look at, what the map says (charge/map.h),
 * and the keys of --by and of the mode. These are the sums (retain/sums.h) of a run. They merge by
 * adding, so that shards and threads give the same as one run; costs are laid over them afterwards
 * (charge/price.h), and cells may be priced with costs that were not known when they were counted.
 * Memory is units x reasons x stretches, never contacts.
 *
 * A run:
 *
 *	heads		are read; costs, rates, map and exchange rates are read whole
 *	mode.bind	checks its ask, adds levels (cs_charge_level) and numbers to be counted
 *	...		every contact is counted, or cells are added up
 *	price		lots: pools, rates, credits, each with its total in minor units
 *	mode.rows	lines: charge/spread.h, or prices as they are: charge/price.h
 *
 * A level is something that amounts are shown by: an item of --by (cell/by.h), or one of
 *
 *	cause demand preventable	of the share that a unit has of a contact, by the map
 *	repeat				whether the contact was one
 *	pool					the pool, the rate or the credit it is from
 *
 * Levels 0 .. nby - 1 are those of --by; a mode's own follow.
 *
 * To add a mode: a file charge/chargeNAME.c with
 *
 *	static int bind(struct cs_charge *c, void *state, struct cs_err *e);
 *	static int rows(struct cs_charge *c, void *state, struct cs_writer *out, struct cs_err *e);
 *	const struct cs_charge_mode cs_chargepareto = {.name = "pareto", .size = sizeof ...,
 *	    .bind = bind, .head = head, .rows = rows};
 *
 * and a line in the table of lib/cli/charging.c, with its own options (cli/charging.h).
 */
#ifndef CS_CHARGE_CHARGE_H
#define CS_CHARGE_CHARGE_H

#include "cell/by.h"
#include "cell/shard.h"
#include "charge/cost.h"
#include "rec/writer.h"
#include "retain/sums.h"

struct cs_charge_dues;
struct cs_charge_laid;
struct cs_charge_price;
struct cs_examples;
struct cs_charge_share;
struct cs_charge_split;

/* What is counted, of every leg unless it says otherwise; those of modes follow. */
enum cs_charge_part {
	CS_CHARGE_CONTACTS,  /* rows whose leg is NULL or 1 */
	CS_CHARGE_LEGS,	     /* rows */
	CS_CHARGE_HANDLE_S,  /* seconds of handle time */
	CS_CHARGE_UNTIMED,   /* rows that an agent had, with no handle time known */
	CS_CHARGE_TRANSFERS, /* rows that were transferred */
	CS_CHARGE_SOLVED, /* contacts with solved_at, or solved by the agent's or customer's word */
	CS_CHARGE_CREDITS, /* rows with money given, or taken back */
	/* Who uses what is paid for; where a level is the pool, and in cells. */
	CS_CHARGE_TIMED,       /* contacts with a handle time above 0 */
	CS_CHARGE_TRANSFERRED, /* contacts that were transferred */
	CS_CHARGE_GIVEN,       /* contacts with money given, or taken back: not 0 */
	CS_CHARGE_CREDIT,      /* it, millionths > 0, at t = its currency: cs_charge_code */
	CS_CHARGE_CREDIT_BACK, /* what was taken back of such, > 0 */
	CS_CHARGE_MODE,
	CS_CHARGE_PARTS = CS_CHARGE_MODE + 32
};

/* Where a level comes from. */
enum cs_charge_from {
	CS_FROM_KEY, /* key .key of the sums */
	CS_FROM_CAUSE,
	CS_FROM_DEMAND,
	CS_FROM_PREVENTABLE,
	CS_FROM_REPEAT,
	CS_FROM_POOL,
};

struct cs_charge_level {
	struct cs_str name; /* of the column */
	enum cs_type type;  /* decides the order */
	enum cs_charge_from from;
	unsigned key;
};

/* What the map says of the contacts of a group. */
struct cs_charge_whose {
	const struct cs_charge_split *charged;	/* whose they are; of none: n = 0 */
	const struct cs_charge_split *original; /* the same with repeats at their first contact */
	bool repeat, reported;
	bool outside; /* not reported, as it is not of the period: it is not counted */
};

/* Counts of a run, for notes and the trace. */
enum cs_charge_count {
	CS_CHARGE_READ,	    /* rows */
	CS_CHARGE_COUNTED,  /* of these, rows of reported contacts */
	CS_CHARGE_UNDATED,  /* rows without started_at: of no period, so nothing prices them */
	CS_CHARGE_ROOTLESS, /* repeats whose first contact is not known, taken as they are */
	CS_CHARGE_COUNTS
};

struct cs_charge {
	const struct cs_charge_mode *mode;
	const void *ask; /* the mode's own options: a struct that its cli half filled */
	struct cs_arena *arena;
	struct cs_env env; /* for expressions; head is that of contacts; NULL: cells are merged */
	const struct cs_zone *zone;
	struct cs_str currency;		     /* that is reported; after the files were read */
	int digits;			     /* of its minor unit */
	struct cs_costs costs;		     /* --costs, --rates, in one table: charge/cost.h */
	struct cs_charge_exchange *exchange; /* --exchange: charge/exchange.h; NULL: none */
	const struct cs_charge_dues *dues;   /* of --services: charge/dues.h; NULL: none */
	const struct cs_charge_laid *laid;   /* what they make of pools: charge/lay.h; NULL: none */
	bool mapped;			     /* there is a --map */
	int64_t from, to;    /* what is reported: of --period; CS_INSTANT_MIN, CS_INSTANT_MAX */
	bool all;	     /* everything is reported */
	bool filtered;	     /* --where: not all contacts of that time are */
	int64_t first, last; /* instants of contacts that were counted; first > last: none */
	int64_t newest;	     /* of all contacts; CS_INSTANT_MIN: none */
	int64_t as_of;	     /* --as-of, else newest */
	const struct cs_charge_level *level;
	unsigned nlevel, nby;
	struct cs_sums *sums;		     /* sorted, when the mode renders */
	const struct cs_charge_whose *whose; /* by group of the sums, in their order */
	const struct cs_charge_price *price; /* likewise */
	uint64_t count[CS_CHARGE_COUNTS];
	const struct cs_examples *examples; /* that the mode asked for: charge/examples.h */
	char *const *closed; /* --closed: files of what was billed already (charge/closing.h) */
	int nclosed;
	struct cs_charge_binding *bind; /* private: charge/chargerun.h */
};

struct cs_charge_mode {
	const char *name;
	bool without_contacts; /* reads none: sums are empty */
	bool without_costs;    /* --costs or --rates need not be given */
	bool without_map;      /* nor --map */
	bool without_by;       /* its rows have keys of their own */
	bool stream;	       /* rows writes what is no table (and no records): head is NULL */
	bool closes;	       /* it is about months that may be closed: c->closed */
	size_t size;	       /* of its state, zeroed */

	/* Heads are known, nothing is counted: checks the ask, asks for levels and numbers, reads
	 * files of its own. -1 with *e. NULL: nothing to do. */
	int (*bind)(struct cs_charge *c, void *state, struct cs_err *e);

	/* Names of its columns, all of them. */
	int (*head)(
	    const struct cs_charge *c, const void *state, struct cs_head *h, struct cs_err *e);

	/* The table. */
	int (*rows)(struct cs_charge *c, void *state, struct cs_writer *out, struct cs_err *e);

	/* Sentences for --say, each ended by \n; NULL: it has none. */
	int (*say)(struct cs_charge *c, void *state, struct cs_buf *out, struct cs_err *e);

	/* Frees what state points to; NULL: nothing. Also after a bind that failed. */
	void (*finish)(void *state);
};

/* Within bind: a level by its item, the one that there is or a new one; its number. -1 with *e
 * (2). */
int cs_charge_level(struct cs_charge *c, struct cs_str item, struct cs_err *e);

/*
 * Within bind: something more to be counted of reported contacts, of the first leg only: an
 * expression of whole numbers or a condition. Part p is its sum, part p + 1 the number of rows
 * where it is not NULL. name: [a-z0-9_]+, kept; name_n is that of the second. p; -1 with *e (2).
 */
int cs_charge_number(struct cs_charge *c, const char *name, struct cs_str expr, struct cs_err *e);

/* The same of all legs; its name must be another than those of numbers of first legs. */
int cs_charge_number_legs(
    struct cs_charge *c, const char *name, struct cs_str expr, struct cs_err *e);

/* Within bind: so many examples of each group are to be kept (charge/examples.h), by contact_id,
 * which must be there. -1 with *e (2): it is not, or cells are merged. */
int cs_charge_examples(struct cs_charge *c, unsigned most, struct cs_err *e);

/*
 * The raw value of a level of the i-th group of the sums, for a share of its split (NULL: unmapped)
 * and a pool, decoded. Only the levels that look at them need these two.
 */
struct cs_str cs_charge_value(const struct cs_charge *c, size_t i, unsigned level,
    const struct cs_charge_share *share, struct cs_str pool);

/* A number of the i-th group. */
static inline cs_i128
cs_charge_get(const struct cs_charge *c, size_t i, unsigned part)
{
	return cs_sums_get(c->sums, i, part, 0);
}

/* A currency's code as a number for t of the sums, and back. False: it is none that is known. */
bool cs_charge_code(struct cs_str currency, int32_t *t);
struct cs_str cs_charge_code_text(int32_t t, char text[4]);

/*
 * The instant in a raw cell of a file that people write: an instant as everywhere, or a day, which
 * begins in the zone. \N gives `open`. False: it is neither.
 */
bool cs_charge_when(const struct cs_zone *zone, struct cs_str raw, int64_t open, int64_t *at);

#endif
