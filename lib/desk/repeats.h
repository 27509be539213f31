/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Did the customer have to come back? A contact is repeated when the same customer makes another,
 * strictly later one within the window. It is looked for forward, in all of the input, whatever is
 * reported on, and credited to the first contact: its agent, queue, reason. Rows of one contact_id
 * are one contact and never repeat each other. A contact younger than the window at as-of is too
 * early to say: it is left out of the share, and censored in the repeat-free curve.
 *
 * Rows come in any order, so each identified contact is kept as 32 bytes (no text) and all are
 * sorted at the end, in place, by customer and time. Customers and contacts are known by hashes,
 * the former of 88 bits: among a hundred million customers a collision has a chance of 2 in 10^11.
 */
#ifndef CS_DESK_REPEATS_H
#define CS_DESK_REPEATS_H

#include <stdatomic.h>

#include "base/buf.h"
#include "desk/celltable.h"
#include "rec/batch.h"

struct cs_visit {
	uint64_t customer; /* hash */
	uint64_t contact;  /* hash; a number of its own where the contact has no id */
	int64_t at;
	uint32_t group; /* credited with what follows; CS_GROUP_NONE: only a follow-up */
	uint32_t more;	/* 24 bits more of the customer's hash, and a bit for each statistic */
};

/* How many contacts all threads together may keep. */
struct cs_visits_budget {
	atomic_size_t used; /* in pieces of CS_VISITS_PIECE */
	size_t most;	    /* 0: no limit */
};

enum { CS_VISITS_PIECE = 1 << 14 };

/* The contacts of one thread, in pieces that never move. */
struct cs_visits {
	struct cs_visit **piece; /* each of CS_VISITS_PIECE; all but the last are full */
	size_t npiece, cap;
	size_t n;
	struct cs_visits_budget *budget;
	struct cs_buf text;
};

/* Zeroed but for the budget is empty. */
void cs_visits_finish(struct cs_visits *v);

/* A row that is a contact: when, the group that it is credited to, and a bit for each repeat
 * statistic of the scheme that counts it. Its customer is not NULL. */
struct cs_visit_row {
	uint32_t row;
	uint32_t group;
	int64_t at;
	unsigned bits;
};

/* Takes one. -1 with *e (71): the budget is used up. */
int cs_visits_add(struct cs_visits *v, const struct cs_scheme_repeats *r, const struct cs_batch *b,
    const struct cs_visit_row *row, struct cs_err *e);

/* Moves all of from into v, groups renumbered by map; from is empty afterwards. */
void cs_visits_merge(struct cs_visits *v, struct cs_visits *from, const uint32_t *map);

/* Sorts the visits (in place) and adds what they say to the repeat statistics of the cells. */
void cs_repeats_finish(struct cs_visits *v, struct cs_cells *c, int64_t as_of);

#endif
