/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The short way of a record through a plan whose columns are cells and constants (no expressions,
 * no skip rules, nothing derived, repeated records kept), which is what large files are read by.
 *
 * What it costs is the number of instructions a cell, twenty cells a record, so everything about
 * it is for these: the bits of all that can be wrong with a cell are put together and asked once,
 * and an empty cell is copied from a place where there is a NULL, without a branch of its own
 * (which ones are empty cannot be guessed). A time is compared with the day of the one before;
 * only its clock is looked at then. Columns in the order of the source need one load for the
 * place of a cell. Records without quotes, escapes and bytes over 0x7f have a loop to themselves.
 *
 * Whatever is not usual (a cell that needs escaping, a local time, a long number) goes through
 * cs_conv_put, cell by cell; a record that cannot be taken at all is left to intake/rows, which
 * says why. So both ways give the same, and a test holds them against each other.
 */
#ifndef CS_INTAKE_FAST_H
#define CS_INTAKE_FAST_H

#include "intake/plan.h"
#include "intake/rows.h"

/* One column, in one cache line. */
struct cs_fast_col {
	uint8_t op;   /* fast.c's own */
	bool utc;     /* local times are UTC */
	bool assumed; /* ... since nobody said otherwise: counted */
	bool want;    /* its value is wanted: started_at */
	uint32_t src;
	uint64_t null_lens; /* bit n: n bytes may mean nothing, and must not be taken as they are */
	uint64_t never_null; /* all ones: an empty cell is wrong */
	union {
		struct {
			int64_t min, max;
		};
		struct cs_str ready;		 /* of a constant */
		const struct cs_cell_word *word; /* of a small set of words, by hash */
	};
	const struct cs_conv *conv;
};

struct cs_fast {
	struct cs_fast_col *col; /* p->ncol */
	bool in_order;		 /* but for constants, column i is the source's i-th */
};

/* Compiles the plan's p->fast, or leaves it NULL when the plan needs more. */
void cs_fast_compile(struct cs_plan *p);

/*
 * Takes the records of b from i on into r (out, tally) as long as they can be taken this way; gives
 * the index of the first that cannot, b->nrec when there is none.
 */
size_t cs_fast_run(
    struct cs_rows *r, const struct cs_plan *p, const struct cs_csv_batch *b, size_t i);

/*
 * For tests: with on false, plans compiled after it go the long way; with simd false the loop is
 * the one of processors without AVX2 and BMI.
 */
void cs_fast_use(bool on, bool simd);

#endif
