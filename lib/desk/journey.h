/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where each contact stands among those of its customer, as columns of its row: was it repeated,
 * when is the next, which chain does it belong to. What desk/repeats.h counts, row by row; the
 * means and shares of these columns are its metrics.
 *
 * A column is a name, perhaps with words behind it:
 *
 *	repeat			t or f; NULL: too early to say
 *	next_contact_at		of the customer's next contact, however late
 *	next_contact_id
 *	chain_id		the same for all contacts of a chain, and for no other
 *	root_contact_id		the first contact of the chain
 *	chain_n			the contact's place in it, from 1
 *	chain_length		how many it has; NULL: it may go on
 *	chain_open		t or f: it may go on
 *	added_handle_s		on the first contact: the handle_s of all others; NULL: it may go on
 *
 *	..._fixed		of chains within the window of their first contact
 *	..._reason		of contacts with the same reason
 *	..._7d			the window; without one it is repeat_window_s, of each contact, and
 *				`repeat` alone is what the vision file calls one
 *
 * All are NULL where nobody knows the customer or the time, for what is no contact of a customer's
 * (outbound ones), and with _reason where there is none. Further legs have their contact's chain,
 * and NULL in the others.
 */
#ifndef CS_DESK_JOURNEY_H
#define CS_DESK_JOURNEY_H

#include "desk/fold.h"
#include "rec/rowcells.h"

enum cs_journey_what {
	CS_JOURNEY_REPEAT,
	CS_JOURNEY_NEXT_AT,
	CS_JOURNEY_NEXT_ID,
	CS_JOURNEY_CHAIN_ID,
	CS_JOURNEY_ROOT_ID,
	CS_JOURNEY_N,
	CS_JOURNEY_LENGTH,
	CS_JOURNEY_OPEN,
	CS_JOURNEY_ADDED,
};

enum { CS_JOURNEY_MOST = 32 }; /* columns at a time */

struct cs_journey_column {
	struct cs_str name;
	enum cs_journey_what what;
	struct cs_follow_rule rule;
};

struct cs_journey {
	struct cs_journey_column *column;
	unsigned n;
	bool ids; /* some column is a contact's id */
};

/* What is asked for: names, of contacts with this head. */
struct cs_journey_ask {
	const struct cs_head *head;
	const struct cs_str *name;
	size_t n;
};

/*
 * Reads names. What lives on is in the arena; formulas gets a list of metrics, one a column, in the
 * order of the columns, whose statistics have their rules. -1 with *e (2): there is no such column,
 * or the head has not what it is made of.
 */
int cs_journey_parse(struct cs_journey *j, struct cs_arena *a, const struct cs_journey_ask *ask,
    struct cs_buf *formulas, struct cs_err *e);

/* Takes the rules of the scheme made of those formulas. */
void cs_journey_bind(struct cs_journey *j, const struct cs_scheme *scheme);

/* What was found, by row: the cells of each, a tab before each cell. */
struct cs_journey_rows {
	struct cs_rowcells cells;
	struct cs_rowcells_reader reader;
};

struct cs_journey_job {
	const struct cs_journey *journey;
	struct cs_visits *visits; /* with rows and, where there are ids, raw contact ids as texts */
	const uint64_t *before;	  /* by batch: rows in those before it */
	uint64_t nrow;		  /* of all batches */
	int64_t as_of;
	unsigned threads;
	size_t most; /* bytes: of what is found in memory, and as struct cs_repeats_job says */
	struct cs_scratch *scratch;
};

/* Finds all. *out is to be finished, whether it failed or not. -1 with *e: 65 71 74. */
int cs_journey_find(
    struct cs_journey_rows *out, const struct cs_journey_job *job, struct cs_err *e);
void cs_journey_finish(struct cs_journey_rows *r);

/*
 * The cells of a row, counted over all batches; empty: nothing is known of it. Rows must be asked
 * for in ascending order. Good until the next call. -1 with *e (74).
 */
int cs_journey_cells(
    struct cs_journey_rows *r, uint64_t row, struct cs_str *cells, struct cs_err *e);

/* The names, for messages and completion: base names and words, each with a newline. */
void cs_journey_words(struct cs_buf *out);

#endif
