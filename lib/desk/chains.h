/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Chains: the contacts that a customer needed for one need, as far as time can tell.
 *
 *	sliding	each contact lies within the window of the one before it
 *	fixed	all contacts lie within the window of the first
 *
 * "Within" includes the last instant of the window, and contacts that begin at the same instant
 * follow each other as desk/visits.h says, whatever the order of the input. Rows of one contact id
 * are one contact, at the time of the first of them; of several at that time one is the first, and
 * credited, by the hash of its record: none is more the first than the others, and that choice is
 * the same in any order. Its further legs belong to it. A chain whose
 * window was not over at as-of is open: it may go on. A contact without a window ends its chain at
 * once; one after as-of leaves it open.
 *
 * What the contacts behind the first have of a number, such as handle_s, is what the chain added:
 * the sum over all their rows and legs, each once; NULL adds nothing.
 */
#ifndef CS_DESK_CHAINS_H
#define CS_DESK_CHAINS_H

#include "cell/scheme.h"
#include "desk/visits.h"

/* A row of a customer's contacts, and where it stands. */
struct cs_step {
	const struct cs_visit *visit;
	uint32_t contact; /* the step of the first row of its contact */
	uint32_t root;	  /* the step of the first contact of its chain */
	uint32_t place;	  /* of its contact in the chain, from 1 */
	uint32_t length;  /* of a root: contacts of the chain */
	bool open;	  /* of a root */
	bool copy;	  /* a row that is there already, for another group */
	int64_t added;	  /* of a root, by cs_chains_add */
};

struct cs_chains {
	const struct cs_visits *visits;
	const struct cs_visit_pile *pile;
	int64_t as_of;
	struct cs_step *step;
	size_t n, cap;
	uint32_t *by_contact; /* steps by contact, time and row */
	uint32_t *order;      /* first rows of contacts by time and row */
	size_t by_contact_cap, order_cap;
};

void cs_chains_finish(struct cs_chains *c);

/* Seconds that a rule gives a visit; CS_VISIT_NULL: none, or not more than 0. */
int64_t cs_follow_window(const struct cs_visits *v, const struct cs_visit_pile *p,
    const struct cs_follow_rule *rule, const struct cs_visit *x);

/*
 * Finds the chains among the n rows (no legs) of one customer, with one value of what must be the
 * same: c->step[i] is that of row[i].
 */
void cs_chains_find(struct cs_chains *c, const struct cs_follow_rule *rule,
    const struct cs_visit *const *row, size_t n);

/*
 * After it: adds up value x of the follow-ups, into the roots' added. leg: the customer's further
 * legs. False when a sum runs over.
 */
bool cs_chains_add(struct cs_chains *c, int x, const struct cs_visit *const *leg, size_t nleg);

/* The step of the contact that a leg belongs to, or -1. */
int64_t cs_chains_leg(const struct cs_chains *c, const struct cs_visit *leg);

#endif
