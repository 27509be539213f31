/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * (inner) The half of a run of cs-chargeback that modes do not see: what is counted of a contact, by
 * what, and how that is asked for. Private to cli/charging and to what counts in this folder.
 *
 * The keys of the sums, in this order:
 *
 *	--by, levels of the mode	as desk/by.h makes them
 *	vendor ... team			of these, those that costs and rates look at
 *	stretch				the instant at which the stretch of time begins
 *	outcome				whose it is: the key of a split (charge/map.h)
 *	original			of a repeat, the same by its first contact; else empty
 *	reported			t or f; of f outcome and original are \N and empty
 */
#ifndef CS_CHARGE_CHARGERUN_H
#define CS_CHARGE_CHARGERUN_H

#include "charge/charge.h"

/* A number that a mode asked for. */
struct cs_charge_number {
	const char *name, *name_n;
	const struct cs_expr *x; /* NULL: cells are merged */
	struct cs_str text;
};

/* Stretches of time: i begins at cut[i - 1] and ends before cut[i]; 0 is before all. */
struct cs_charge_cuts {
	int64_t *cut; /* in order, none twice */
	size_t n, cap;
};

struct cs_charge_binding {
	const struct cs_head *head; /* of contacts; NULL: none are read */
	struct cs_str time;	    /* the column that stretches cut */
	struct cs_str *item;	    /* keys as they were asked for; dimensions behind them */
	unsigned nitem, nasked;
	bool closed; /* levels and numbers can be asked for no more */
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
	struct cs_sums_form form;
	const struct cs_expr *at; /* the time */
	const struct cs_expr
	    *number_x[CS_CHARGE_MODE]; /* by part: what is counted; NULL: by rule */
	int leg, credit, currency;     /* columns; -1: not there */
	const struct cs_expr *handle, *transfer, *solved, *money, *handled;
	struct cs_charge_cuts cuts;
};

/* Before the mode's bind: b is zeroed. head NULL: cells are merged. */
void cs_charge_bind_begin(struct cs_charge *c, struct cs_charge_binding *b,
    const struct cs_head *head, struct cs_str time);

/* After it, with costs read: keys, parts, stretches. -1 with *e (2). */
int cs_charge_bind_end(struct cs_charge *c, struct cs_err *e);

/* Adds an instant at which something begins or ends. */
void cs_charge_cut(struct cs_charge_cuts *c, int64_t at);

/* The stretch of an instant. */
size_t cs_charge_stretch(const struct cs_charge_cuts *c, int64_t at);

/* It as the key has it, and back: the instant that it begins at, CS_INSTANT_MIN for the first.
 * False: it is not known when. */
void cs_charge_stretch_text(struct cs_buf *b, const struct cs_charge_cuts *c, size_t stretch);
bool cs_charge_stretch_parse(struct cs_str raw, int64_t *begin);

#endif
