/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The facts of batches of records into a history: one adder a thread, brought together when all was
 * read. Private to who drives a run (cli/retaining); modes see lives alone.
 */
#ifndef CS_RETAIN_HISTORYADD_H
#define CS_RETAIN_HISTORYADD_H

#include "base/scratch.h"
#include "retain/history.h"

/* Records that were left out, by kind. */
struct cs_history_lost {
	uint64_t read;
	uint64_t dropped; /* its mark was 0 */
	uint64_t nobody;  /* no customer_id */
	uint64_t undated; /* no time */
	uint64_t skipped; /* a bad cell, under --bad=skip */
};

struct cs_history_adder {
	const struct cs_history *h;
	struct cs_visits visits;
	struct cs_keys keys[CS_FACTS];
	struct cs_rowkeys rows[CS_FACTS];
	struct cs_eval eval[CS_FACTS];
	struct cs_history_lost lost[CS_FACTS];
	/* Of what happened: contacts, purchases, answers, renewals made; and of customers coming
	 * and going. first > last: none. */
	int64_t first, last, came_first, came_last;
	int64_t before; /* the newest on a day (UTC) before that of last; CS_INSTANT_MIN: none */
	int64_t oldest[CS_FACTS]; /* of what may be time zero, by kind; CS_INSTANT_MAX: none */
	uint64_t contacts;	  /* rows that are no legs */
	uint64_t contacts_nobody; /* of these, without customer_id */
	uint64_t rounded;	  /* amounts with more than 6 digits behind the point */
	/* Scratch. */
	struct cs_vec *number, *of_contact;
	int64_t *value;
	uint8_t *mark;
	size_t mark_cap;
	struct cs_buf text;
};

/* most: bytes of memory for its facts beyond which they go to scratch; 0: no limit, and scratch may
 * be NULL. The history is bound. */
void cs_history_adder_init(struct cs_history_adder *a, const struct cs_history *h, size_t most,
    struct cs_scratch *scratch);
void cs_history_adder_finish(struct cs_history_adder *a);

/*
 * Adds the records of a split batch of a kind. mark: by row, 0: it does not exist; CS_MARK_REPORTED
 * and more: it may be time zero; NULL: all may. -1 with *e (65): bad cells.
 */
int cs_history_add(struct cs_history_adder *a, enum cs_fact_kind kind, const struct cs_batch *b,
    const uint8_t *mark, struct cs_err *e);

/* What happened at that instant: the newest decides as-of. */
void cs_history_adder_see(struct cs_history_adder *a, int64_t at);

/* Whether the newest day is more than a month after the one before it: a stray date. */
bool cs_history_adder_stray(const struct cs_history_adder *a);

/* Adds all of from to a: from is empty afterwards, and still to be finished. */
void cs_history_adder_merge(struct cs_history_adder *a, struct cs_history_adder *from);

/* All is read: what a has becomes the history's. */
void cs_history_take(struct cs_history *h, struct cs_history_adder *a);

#endif
