/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * (inner) The numbers of one comparison of --uplift, which are read from the first to the last once
 * for each group of customers that is left out, and in no other way. So those that memory is not
 * for are read from a file each time, which costs less than computing with them.
 */
#ifndef CS_RETAIN_RETAINUPLIFTNUMBERS_H
#define CS_RETAIN_RETAINUPLIFTNUMBERS_H

#include <stdbool.h>

#include "base/err.h"
#include "base/scratch.h"

struct cs_uplift_number {
	double v;
	uint32_t cell; /* of the comparison */
	uint8_t part, step, group;
};

struct cs_uplift_numbers {
	size_t n;
	/* Private. */
	size_t most;		    /* in memory */
	struct cs_scratch *scratch; /* where the others go; NULL: most is no limit */
	struct cs_uplift_number *held;
	size_t nheld, cap;
	uint64_t *block; /* of `most` numbers each: where it is */
	size_t nblock, block_cap;
	bool failed; /* a block could not be read, */
	struct cs_err why;
};

/* bytes: that they may take in memory. scratch is kept by reference. */
void cs_uplift_numbers_init(struct cs_uplift_numbers *n, size_t bytes, struct cs_scratch *scratch);
void cs_uplift_numbers_finish(struct cs_uplift_numbers *n);
void cs_uplift_numbers_empty(struct cs_uplift_numbers *n);

/* -1 with *e (74). */
int cs_uplift_numbers_add(
    struct cs_uplift_numbers *n, const struct cs_uplift_number *x, struct cs_err *e);

/* After all were added, before they are read. -1 with *e (74). */
int cs_uplift_numbers_end(struct cs_uplift_numbers *n, struct cs_err *e);

/*
 * All of them in their order, in pieces: for (struct cs_uplift_piece p = {0};
 * cs_uplift_piece(n, &p);) ... One that cannot be read ends this one and every other pass: see
 * cs_uplift_numbers_read.
 */
struct cs_uplift_piece {
	const struct cs_uplift_number *x;
	size_t n;
	size_t next; /* private */
};
bool cs_uplift_piece(struct cs_uplift_numbers *n, struct cs_uplift_piece *p);

/* After passes: -1 with *e (74) where one was cut short. */
int cs_uplift_numbers_read(const struct cs_uplift_numbers *n, struct cs_err *e);

#endif
