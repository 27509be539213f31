/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the halves of --uplift share: what is counted, under which keys, and the estimates. Private
 * to retain/retainuplift*.c.
 *
 * t of a sum is group * CS_UPLIFT_T + step: group one of CS_UPLIFT_GROUPS, by the customer; step 0
 * where there are none.
 */
#ifndef CS_RETAIN_RETAINUPLIFTPARTS_H
#define CS_RETAIN_RETAINUPLIFTPARTS_H

#include "retain/retaincancel.h"
#include "retain/retainstatus.h"
#include "retain/retainuplift.h"

enum {
	CS_UPLIFT_T = 64,
	CS_UPLIFT_STEPS = 6,	    /* of a window */
	CS_UPLIFT_MOST_BOUNDS = 60, /* steps of staying */
};

/* Parts. Those of a step: it happened in step 1 .. n. */
enum cs_uplift_part {
	CS_UPLIFT_N,		/* customers on a day */
	CS_UPLIFT_MATURE,	/* of these, whose window is over */
	CS_UPLIFT_BEFORE_N,	/* what the mature bought before: purchases, */
	CS_UPLIFT_BEFORE_BUYER, /* whether any, */
	CS_UPLIFT_BEFORE_MONEY, /* in millionths */
	CS_UPLIFT_AFTER_N,	/* by step, while followed */
	CS_UPLIFT_AFTER_MONEY,
	CS_UPLIFT_FIRST,      /* the first purchase in the window */
	CS_UPLIFT_LEFT,	      /* left in the step */
	CS_UPLIFT_LEFT_NONE,  /* the same without a purchase in the window */
	CS_UPLIFT_QUIT,	      /* followed until some day of the step */
	CS_UPLIFT_QUIT_NONE,  /* the same without a purchase in the window */
	CS_UPLIFT_STAY_N,     /* customers on a day of whom it can be told when they leave */
	CS_UPLIFT_STAY_VALUE, /* what cases of these are worth a month, in millionths */
	CS_UPLIFT_STAY_LEFT,  /* + axis: as LEFT and QUIT, of steps of staying; QUIT in step 0: */
	CS_UPLIFT_STAY_QUIT = CS_UPLIFT_STAY_LEFT + CS_AXES, /* not even through the first; */
	CS_UPLIFT_STAY_NEXT = CS_UPLIFT_STAY_QUIT + CS_AXES, /* made contact within the step */
	CS_UPLIFT_PARTS = CS_UPLIFT_STAY_NEXT + CS_AXES
};

/* Keys, behind those of --by. */
enum cs_uplift_key {
	CS_UPLIFT_KEY_WINDOW, /* days */
	CS_UPLIFT_KEY_CURRENCY,
	CS_UPLIFT_KEY_VALUE_CURRENCY, /* of month_value; \N: it is not known */
	CS_UPLIFT_KEY_SIDE,	      /* case, control */
	CS_UPLIFT_KEY_MONTH,	      /* year * 12 + month */
	CS_UPLIFT_KEY_TENURE,
	CS_UPLIFT_KEY_VALUE, /* stat/match.h: steps */
	CS_UPLIFT_KEY_TREND, /* enum cs_uplift_trend */
	CS_UPLIFT_KEYS,	     /* + those of --strata */
};

enum cs_uplift_trend { CS_UPLIFT_NOTHING, CS_UPLIFT_LESS, CS_UPLIFT_SAME, CS_UPLIFT_MORE };

/* The mode's own counts. */
enum cs_uplift_count {
	CS_UPLIFT_AGAIN,     /* reported contacts of who had made contact before */
	CS_UPLIFT_YOUNG,     /* of who had not been a customer for all of the window before */
	CS_UPLIFT_UNREACHED, /* of months that history does not reach back from; not in shards */
	CS_UPLIFT_GONE,	     /* of who had left, or was not followed, by the landmark */
	CS_UPLIFT_UNKNOWN,   /* of which nobody says whether they were solved */
	CS_UPLIFT_EARLY,     /* cases whose window is not over (the first of --window) */
	CS_UPLIFT_CANCELS,   /* contacts that are the leaving itself */
	CS_UPLIFT_FOREIGN,   /* purchases in another currency: no revenue */
	CS_UPLIFT_PRICELESS, /* purchases without an amount: no revenue */
	CS_UPLIFT_WORTHLESS, /* cases without a month_value: their staying is worth nothing */
	CS_UPLIFT_COUNTS
};

/* Where steps of staying end, on one axis. */
struct cs_uplift_grid {
	struct cs_horizon bound[CS_UPLIFT_MOST_BOUNDS];
	size_t n; /* 0: nobody asked */
};

/* The state of the mode. */
struct cs_uplift {
	const struct cs_retainuplift_ask *ask;
	bool buys, stays;			     /* purchases are read; leaving can be told */
	int amount, refunded, currency, month_value; /* slots and a key; -1: none */
	int value_currency;			     /* a key of customers; -1: none */
	struct cs_uplift_strata {
		enum cs_fact_kind kind; /* CUSTOMER or CONTACT */
		int key;
	} strata[CS_HISTORY_NUMBERS];
	struct cs_retain_cancel cancel;
	struct cs_retain_solved solved; /* where solved is held against unsolved */
	unsigned key;			/* the first of enum cs_uplift_key */
	struct cs_uplift_grid grid[CS_AXES];
	/* Set in begin: */
	struct cs_str money; /* the currency; \N: no purchases are read; empty: without amounts */
	struct cs_str value_money; /* that of month_value; \N: there is none */
	int32_t since;		   /* day before which nobody need be a control */
};

/* A worker's own: what of a life is looked at again and again, in days. */
enum { CS_UPLIFT_NEVER = INT32_MAX };
struct cs_uplift_own {
	struct cs_uplift_bought {
		int32_t day, back; /* of the purchase; on which it was given back, or NEVER */
		int64_t money;	   /* millionths; 0 where it is no revenue */
	} * bought;
	struct cs_uplift_contact {
		int32_t day;		    /* on which it began */
		const struct cs_fact *fact; /* its first row that is reported; NULL: none is */
	} * contact;
	size_t nbought, ncontact, bought_cap, contact_cap;
	int32_t known; /* the day of the first of these, or NEVER */
};

/* From when on all is known that windows before are made of: purchases may begin later than the
 * rest. CS_INSTANT_MAX: nothing is. */
static inline int64_t
cs_uplift_first(const struct cs_retain *r)
{
	if (r->first > r->last)
		return CS_INSTANT_MAX;
	return r->bought_first != CS_INSTANT_MAX && r->bought_first > r->first ? r->bought_first
									       : r->first;
}

/* retain/retainupliftlook.c: one customer. */
int cs_uplift_look(struct cs_retain_worker *w, const struct cs_life *life, struct cs_err *e);

/* retain/retainupliftdays.c: his purchases and contacts, in days, as the worker's own. */
void cs_uplift_gather(struct cs_retain_worker *w, const struct cs_life *life);
void cs_uplift_finish(struct cs_retain_worker *w);

/* Amounts whose currency nobody says, as ISO 4217 has it. */
#define CS_UPLIFT_NO_CURRENCY "XXX"

/* retain/retainupliftrows.c: the table and sentences. */
int cs_uplift_head(
    const struct cs_retain *r, const void *state, struct cs_head *h, struct cs_err *e);
int cs_uplift_rows(
    struct cs_retain_worker *w, const void *state, struct cs_writer *out, struct cs_err *e);
int cs_uplift_say(
    struct cs_retain_worker *w, const void *state, struct cs_buf *out, struct cs_err *e);

#endif
