/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A customer taken out of records. What becomes of a row of theirs says person/personal, column by
 * column; what is left counts as before: the row is there, with its times and its disposition, and
 * its contact_id and customer_id are tokens of a key that nobody keeps. Rows of others lose what
 * mentions the customer, and nothing else; so do the columns that a row of theirs keeps. Where a
 * contact is of several customers, it is the same token in all its rows.
 *
 *	records		see above; a row that is nothing but an identity is dropped. `drop` drops
 *			all rows of the customer, and the totals change.
 *	rejects		of a row that mentions them, what could not be taken is NULL.
 *	cells		a group whose key names them, and an item of a set, gets the token instead,
 *			so that it counts as before; the checksum of the cells is made anew.
 *
 * A mention within a longer cell becomes [erased]; a cell that is nothing else becomes NULL.
 *
 * The token is the same in all files of a run, so that rows that belonged together still do, and
 * the number of customers and their repeats stay what they were; `unlink` makes customer_ids NULL
 * instead, and then these metrics change.
 */
#ifndef CS_PERSON_ERASE_H
#define CS_PERSON_ERASE_H

#include "base/secret.h"
#include "person/person.h"

struct cs_erase {
	struct cs_person *person;
	const struct cs_secret *secret; /* of the tokens, thrown away afterwards */
	bool drop, unlink;
	struct cs_buf text; /* scratch */
};

/* What was done to a stream of one head. */
struct cs_erase_count {
	uint64_t rows, owned, dropped;
	uint64_t *null, *token, *mention; /* cells, by column */
	uint32_t crc;			  /* of cells, so far */
};

/* Counts of nothing, in the arena. */
void cs_erase_begin(
    struct cs_erase_count *n, struct cs_arena *a, const struct cs_person_view *view);

/* Appends the records of a split batch to out, without the customer. True when they are other
 * bytes than they were. */
bool cs_erase_batch(struct cs_erase *x, const struct cs_person_view *v, const struct cs_batch *b,
    struct cs_erase_count *n, struct cs_buf *out);

/* Appends a text to out with [erased] in the place of mentions; how many there were. Identifiers
 * with numbers under `least` do not count. */
size_t cs_erase_text(struct cs_erase *x, struct cs_str text, uint32_t least, struct cs_buf *out);

void cs_erase_finish(struct cs_erase *x);

#endif
