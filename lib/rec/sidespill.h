/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A side table that is larger than the memory (inner).
 *
 * Rows of the table and keys of the records are dealt to piles by the hash of the key
 * (base/piles.h), so that what can meet is in piles of the same number. Pile by pile the table is
 * then made as rec/side.h makes it, the keys are looked up, and what was found waits by the number
 * of the record (rec/rowcells.h), so that it can be fetched as the records come again.
 *
 *	cs_side_spill_add	rows of the table
 *	cs_side_spill_ask	keys of records, by any thread: the first look
 *	cs_side_spill_join	all piles
 *	cs_side_spill_fetch	what was found, by worker: the second look
 *
 * Memory is that of the piles before they are written, of one pile of the table, and for each
 * worker of the answers for a range of records.
 */
#ifndef CS_REC_SIDESPILL_H
#define CS_REC_SIDESPILL_H

#include "rec/join.h"
#include "rec/side.h"

struct cs_side_spill;

/* shape: how tables are made (when, ties ... of struct cs_side); copied. workers: who fetches. */
struct cs_side_spill *cs_side_spill_new(
    const struct cs_side *shape, unsigned workers, uint64_t mem, const char *tmpdir);
void cs_side_spill_free(struct cs_side_spill *p); /* NULL is fine */

/* Rows of the table, in their order. -1 with *e (74). */
int cs_side_spill_add(struct cs_side_spill *p, const struct cs_side_rows *rows, struct cs_err *e);

/*
 * The keys of n records, the first of which is number first of the whole input, with their instants
 * (NULL where the table is not dated). Keys that are none (p NULL) are not asked. -1 with *e (74).
 */
int cs_side_spill_ask(struct cs_side_spill *p, const struct cs_str *key, const int64_t *at,
    uint64_t first, size_t n, struct cs_err *e);

/* Joins. -1 with *e: 65 as cs_side_close has it, or 74. */
int cs_side_spill_join(struct cs_side_spill *p, struct cs_err *e);

/*
 * What was found for the records of a batch that were asked for: for each the outcome, and where it
 * matched its cells, in cs_join_room. found of the others is left as it is. -1 with *e (74).
 */
int cs_side_spill_fetch(struct cs_side_spill *p, unsigned worker, struct cs_join_rows *rows,
    uint8_t *found, struct cs_str *cells, struct cs_err *e);

#endif
