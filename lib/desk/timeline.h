/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Everything about one customer, out of records of any kind, newest first: what somebody should
 * know before saying hello.
 *
 *	cs_timeline_bind	a stream of records: what kind, where is the customer
 *	cs_timeline_add		one of its records that is the customer's
 *	cs_timeline_end		open promises first, then by time
 *
 * Nothing is left out: an entry has all cells of its record that say something, those that people
 * look for in front. Memory is by records of one customer.
 */
#ifndef CS_DESK_TIMELINE_H
#define CS_DESK_TIMELINE_H

#include <stdint.h>

#include "base/arena.h"
#include "rec/batch.h"
#include "rec/head.h"

struct cs_timeline_cell {
	struct cs_str name, text; /* decoded, not empty */
	bool lead;		  /* one of the few by which such records are known */
};

struct cs_timeline_entry {
	int64_t at;	  /* CS_INSTANT_MIN: what has no time, as who the customer is */
	int64_t due_at;	  /* by when, of what is open; CS_INSTANT_MIN: not said */
	const char *kind; /* "contact" "survey" "customer" ... */
	const char *open; /* why it is open: "not called back"; NULL: it is not */
	struct cs_str id; /* of the record; p NULL: it has none */
	struct cs_timeline_cell *cell;
	unsigned ncell;
	const char *file;
	uint64_t line; /* 0: not known (an index found it) */
	/* Private: its place in the input, and what others are opened or settled by. */
	uint64_t seq;
	bool callback, outbound;
};

struct cs_timeline {
	struct cs_timeline_entry *entry; /* after the end: open ones, by what is due first; then
					    newest first; then those without a time */
	size_t n, cap, nopen;
	struct cs_arena arena;
};

void cs_timeline_finish(struct cs_timeline *t); /* zeroed is empty */

/* A stream of records as the timeline sees it. */
struct cs_timeline_source {
	const struct cs_timeline_kind *kind;
	const struct cs_head *head;
	const char *file;
	unsigned customer;						  /* column */
	int id, at[2], due, done, disposition, direction, solved, closed; /* columns; -1: none */
	unsigned *order; /* columns, those that lead first */
	unsigned nlead;
};

/* Finds the columns; texts live in the arena of t, head and file are kept. false: the records name
 * no customer. */
bool cs_timeline_bind(struct cs_timeline *t, struct cs_timeline_source *s,
    const struct cs_head *head, const char *file);

/* Adds a record of a split batch. -1 with *e (65): a cell of time is none. */
int cs_timeline_add(struct cs_timeline *t, const struct cs_timeline_source *s,
    const struct cs_batch *b, uint32_t row, struct cs_err *e);

/*
 * Says what is open and sorts. Open are: a contact whose disposition is callback, as long as no
 * outbound contact came after it; one whose disposition is open; one of a source with solved_at or
 * closed_at where neither is there and no disposition either; and whatever has a due_at and no
 * acted_at.
 */
void cs_timeline_end(struct cs_timeline *t);

#endif
