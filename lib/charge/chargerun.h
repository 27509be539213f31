/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The half of a run of cs-chargeback that modes do not see: what is counted of a contact,
 * by what, and how that is asked for. Private to cli/charging and to what counts in this folder.
 *
 * The keys of the sums, in this order:
 *
 *	--by, levels of the mode	as cell/by.h makes them
 *	vendor ... team			of these, those that costs and rates look at
 *	stretch				the instant at which the stretch of time begins
 *	outcome				whose it is: the key of a split (charge/map.h)
 *	original			of a repeat, the same by its first contact; else empty
 *	reported			t; f; \N where it lies outside of the period. Where it is
 *					not t, outcome and original are \N and empty
 */
#ifndef CS_CHARGE_CHARGERUN_H
#define CS_CHARGE_CHARGERUN_H

#include "charge/charge.h"

/* A number that a mode asked for. */
struct cs_charge_number {
	const char *name, *name_n;
	const struct cs_expr *x; /* NULL: cells are merged */
	struct cs_str text;
	bool legs; /* of all rows, not of first legs alone */
};

/* Instants at which something of costs and rates begins or ends. With the months of the zone they
 * cut time into stretches, in each of which every price is one. */
struct cs_charge_cuts {
	int64_t *cut; /* in order, none twice */
	size_t n, cap;
};

struct cs_charge_binding {
	const struct cs_head *head; /* of contacts; NULL: none are read */
	struct cs_str time;	    /* the column that stretches cut */
	struct cs_str *item;	    /* keys as they were asked for; dimensions behind them */
	const char **source;	    /* by item: the option that asked; NULL: cells have it */
	const char *asking;	    /* the option whose keys are being asked for */
	unsigned nitem;
	struct cs_charge_level *level;
	unsigned level_cap;
	struct cs_charge_number number[CS_CHARGE_PARTS - CS_CHARGE_MODE];
	unsigned nnumber;
	struct cs_by by;			       /* of the items */
	int dim[CS_COST_DIMS];			       /* its key; -1: nothing looks at it */
	unsigned stretch, outcome, original, reported; /* keys */
	struct cs_key_def *key;			       /* all keys of the sums */
	unsigned nkey;
	const char **part; /* names of all parts */
	unsigned npart;
	unsigned examples, contact; /* how many of a group; the column of their ids */
	bool users; /* who uses what is paid for is counted: cells are written, or a level asks */
	struct cs_sums_form form;
	/* What is looked at in a row; NULL: contacts do not say. */
	const struct cs_expr *at, *handle, *handled, *first_leg, *transfer, *solved, *credit,
	    *currency;
	struct cs_charge_cuts cuts;
};

/* Before the mode's bind: b is zeroed. head NULL: cells are merged. */
void cs_charge_bind_begin(struct cs_charge *c, struct cs_charge_binding *b,
    const struct cs_head *head, struct cs_str time);

/* In between: a leg's handle time as contacts have it, an expression; NULL: they do not say. Its
 * head is there. */
const char *cs_charge_handle(const struct cs_charge *c);

/* After it, with costs read: keys, parts, stretches. -1 with *e (2). */
int cs_charge_bind_end(struct cs_charge *c, struct cs_err *e);

/* In between, where cells are merged: b->item, b->key and b->nkey are those of the cells. Sets the
 * numbers of our own keys, which are the last. */
void cs_charge_bind_own(struct cs_charge_binding *b);

/*
 * Once the sums are sorted: whose each group is, and prices. The three live as long as the run:
 * c->whose and what it points to in the arena, p until cs_charge_price_finish. -1 with *e (65).
 */
int cs_charge_reckon(struct cs_charge *c, struct cs_charge_price *p, struct cs_err *e);

void cs_charge_bind_finish(struct cs_charge_binding *b);

/* For completion: the levels there are beside columns, each with \n. */
void cs_charge_level_words(struct cs_buf *out);

/* Adds one; once all are there they are put in order. */
void cs_charge_cut(struct cs_charge_cuts *c, int64_t at);
void cs_charge_cuts_sort(struct cs_charge_cuts *c);

/* The local month of an instant, half-open. */
void cs_charge_month(const struct cs_zone *zone, int64_t at, int64_t *from, int64_t *to);

/* The stretch of an instant, half-open. It is known by where it begins. */
void cs_charge_stretch(const struct cs_charge_cuts *c, const struct cs_zone *zone, int64_t at,
    int64_t *from, int64_t *to);

#endif
