/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (inner) What the halves of --vendors share: what was counted by vendor, keys and month. */
#ifndef CS_CHARGE_CHARGEVENDORSWORK_H
#define CS_CHARGE_CHARGEVENDORSWORK_H

#include "charge/chargevendors.h"
#include "charge/contract.h"
#include "charge/invoice.h"
#include "charge/spread.h"

/* A formula of contracts, the condition of a row that it is a share of (NULL: it does not count),
 * and the part of the sums that counts it. */
struct cs_vendors_level {
	struct cs_str text, condition;
	int part;
};

/* How legs are rounded by contracts, and the part of the sums that has seconds so. */
struct cs_vendors_step {
	int64_t first_s, step_s;
	int part;
};

/* Of a vendor, the keys of --by and a month; later of all months of a row. */
struct cs_vendors_cell {
	struct cs_str vendor; /* decoded; p NULL: in-house */
	struct cs_str *key;   /* raw, of --by */
	unsigned nkey;
	int64_t month; /* first day; INT64_MIN: not known */
	bool whole;    /* nothing of the month is cut off by the period */
	cs_i128 contacts, legs, handle_s, cost;
	cs_i128 paid_s;		   /* handle_s by the contract's own rounding */
	cs_i128 solved, solved_of; /* solved for good; of so many */
	cs_i128 met, met_of;	   /* the service level of the contract then */
	const struct cs_contract_terms
	    *terms; /* that hold on the first day of a whole month; or NULL */
};

struct cs_vendors {
	unsigned vendor, month; /* levels */
	unsigned *by;		/* levels of --by but for the vendor: nby of them */
	unsigned nby;
	bool by_month;			    /* the only one is the month, or there is none */
	const struct cs_contract *contract; /* NULL: none */
	struct cs_invoices billed, kept;
	bool has_billed, has_kept;
	int solved;   /* part of the sums; -1: it cannot be told */
	bool lasting; /* it is known who came back */
	struct cs_vendors_level *level;
	size_t nlevel;
	struct cs_vendors_step *step;
	size_t nstep;
	struct cs_vendors_cell *cell; /* by vendor, keys, month; each once */
	size_t n, cap;
};

/* That of the service level of a contract, or NULL. */
const struct cs_vendors_level *cs_vendors_level(
    const struct cs_vendors *v, const struct cs_contract_terms *t);

/* How a contract rounds legs, or NULL: to the second, as they are. */
const struct cs_vendors_step *cs_vendors_step(
    const struct cs_vendors *v, const struct cs_contract_terms *t);

/* Within bind: asks for all that is counted. -1 with *e (2). */
int cs_vendors_bind(struct cs_charge *c, struct cs_vendors *v, struct cs_err *e);

/* After all was counted. -1 with *e (65). */
int cs_vendors_make(struct cs_charge *c, struct cs_vendors *v, struct cs_err *e);
void cs_vendors_finish(struct cs_vendors *v);

/* A row: cells of one vendor and the same keys, added up, and what files say of their months. */
struct cs_vendors_row {
	struct cs_vendors_cell sum;	/* month: that of the only cell, or INT64_MIN */
	cs_i128 kept, kept_lo, kept_hi; /* millionths of customers */
	bool has_kept, has_kept_bounds;
	cs_i128 kept_cost; /* in the months of these customers, minor units */
	bool has_minutes, has_amount;
	cs_i128 minutes;		       /* billed, millionths */
	cs_i128 logged_s;		       /* in the months of these minutes */
	cs_i128 amount;			       /* billed, millionths */
	bool has_terms;			       /* a contract holds in some month */
	const struct cs_contract_terms *terms; /* the first of them */
	int64_t target; /* millionths; -1: none, or not the same in all months */
	cs_i128 agreed, malus, bonus, outcome; /* minor units */
	bool has_paid, has_outcome;
	cs_i128 paid_s; /* that are paid for where minutes have a price */
};

/*
 * The row of the cells from *at on, which begins at 0 and is moved behind them. 1: it is there; 0:
 * there are no more; -1 with *e (65): an amount that does not fit, another currency.
 */
int cs_vendors_next(
    const struct cs_vendors *v, size_t *at, struct cs_vendors_row *r, struct cs_err *e);

/* All in sentences: for say of the mode. */
int cs_vendors_say(struct cs_charge *c, void *state, struct cs_buf *out, struct cs_err *e);

#endif
