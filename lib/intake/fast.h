/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The short way of a record through a plan whose columns are cells and constants (no expressions,
 * no skip rules, nothing derived, repeated records kept), which is what large files are read by.
 *
 * Cells are looked at and copied 8 to 16 bytes at a time, everything in registers. Whatever is not
 * usual (a cell that needs escaping, a local time, a long number) goes through cs_conv_put, cell by
 * cell; a record that cannot be taken at all is left to intake/rows, which says why. So both ways
 * give the same, and a test holds them against each other.
 */
#ifndef CS_INTAKE_FAST_H
#define CS_INTAKE_FAST_H

#include "intake/plan.h"
#include "intake/rows.h"

/* One column, in one cache line. */
struct cs_fast_col {
	uint8_t op; /* enum cs_conv_op, or one of fast.c's own */
	bool never_null;
	bool utc;     /* local times are UTC */
	bool assumed; /* ... since nobody said otherwise: counted */
	bool want;    /* its value is wanted: started_at */
	bool bounded; /* the number has bounds to check */
	uint32_t src;
	uint64_t null_lens;
	int64_t min, max;
	struct cs_str ready; /* of a constant */
	const struct cs_conv *conv;
};

/* Compiles the plan's p->fast, or leaves it NULL when the plan needs more. */
void cs_fast_compile(struct cs_plan *p);

/*
 * Takes the records of b from i on into r (out, tally) as long as they can be taken this way; gives
 * the index of the first that cannot, b->nrec when there is none.
 */
size_t cs_fast_run(
    struct cs_rows *r, const struct cs_plan *p, const struct cs_csv_batch *b, size_t i);

/* For tests: false makes plans compiled after it go the long way. */
void cs_fast_use(bool on);

#endif
