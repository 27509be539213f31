/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cells of rows that are found in any order (customer by customer, say) and asked for in the order
 * of the rows: what a second pass over the input adds to it.
 *
 * Design. The cells of a row are put, as text, onto the pile of its range of rows (base/piles.h):
 * about a thousand of them; whoever asks loads the range at hand as a whole. So memory is
 * limited, and what is beyond goes to disk and is read once, in order. Each worker puts onto piles
 * of its own; readers keep what they loaded, so that several can be at it at once.
 */
#ifndef CS_REC_ROWCELLS_H
#define CS_REC_ROWCELLS_H

#include "base/piles.h"

struct cs_rowcells {
	struct cs_piles *piles; /* by worker */
	unsigned workers;
	uint64_t nrow, range; /* rows; rows of a range */
};

/* Room for nrow rows. most: bytes of all workers together before they go to scratch (0: never, and
 * scratch, which stays the caller's, may be NULL). */
void cs_rowcells_init(struct cs_rowcells *r, uint64_t nrow, unsigned workers, size_t most,
    struct cs_scratch *scratch);
void cs_rowcells_finish(struct cs_rowcells *r); /* zeroed is fine, too */

/* Says the cells of a row (< nrow), once each row; one thread a worker. -1 with *e (74). */
int cs_rowcells_put(
    struct cs_rowcells *r, unsigned worker, uint64_t row, struct cs_str cells, struct cs_err *e);

/* Zeroed is ready. */
struct cs_rowcells_reader {
	bool only;   /* nobody else reads, in ascending order: what was read is dropped */
	bool loaded; /* a range is, and its first row: */
	uint64_t first;
	struct cs_rowcells_place {
		size_t at, n;
	} * place; /* of each row's cells in text */
	struct cs_buf text, bytes;
};
void cs_rowcells_reader_finish(struct cs_rowcells_reader *reader);

/*
 * The cells that were said of a row; empty: none were. Nothing may be put any more. Good until the
 * next call with this reader, which is quick for rows near the last one. -1 with *e (74).
 */
int cs_rowcells_get(struct cs_rowcells *r, struct cs_rowcells_reader *reader, uint64_t row,
    struct cs_str *cells, struct cs_err *e);

#endif
