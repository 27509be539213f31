/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A batch: a few thousand whole records, and where their cells end.
 *
 * A record stream has the same number of cells in every record, so the ends of cells form a
 * matrix, row by row: end[row * ncol + col] is the offset of the tab or newline behind the cell.
 * One pass of SIMD writes it (AVX2 chosen at run time, scalar otherwise, same result); no cell is
 * copied or looked at until somebody needs it.
 *
 * Cells are raw: escaped, as in the stream. `escaped` tells whether the batch has any backslash at
 * all; without one no cell needs decoding and none is NULL. Cells are good until the batch is
 * filled again.
 *
 * Behind the last record CS_BATCH_BEYOND bytes can be read (they may hold anything): so a short
 * cell is loaded by one instruction, without asking how long it is.
 *
 * A batch belongs to one thread at a time. Zeroed it is empty.
 */
#ifndef CS_REC_BATCH_H
#define CS_REC_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum { CS_BATCH_BEYOND = 16 };

struct cs_batch {
	struct cs_buf bytes; /* whole records, each with its newline; room for CS_BATCH_BEYOND */
	uint32_t *end;	     /* offsets into bytes.p, row by row */
	size_t end_cap;
	unsigned ncol;
	uint32_t nrow;
	bool escaped;	  /* a backslash is in there somewhere */
	const char *file; /* the input's name, for messages: "stdin" or a path */
	uint64_t row0; /* number of the first record in that input; 1 is the first after the head;
			  0: nobody knows, as where an index found it */
	uint64_t seq;  /* 0, 1, 2 ... over all inputs: for output in order */
	struct cs_str head; /* the header line, where no record can be equal to it; or nothing */
};

void cs_batch_finish(struct cs_batch *b);

/*
 * Fills end, nrow and escaped from bytes and ncol. Errors (65) name file and line: a record with
 * too few or too many cells, a raw CR, a NUL, a BOM before it, text that is not UTF-8 (as it
 * stands or decoded), an unknown escape, the header again. A poison line anywhere in the batch goes
 * before them.
 */
int cs_batch_split(struct cs_batch *b, struct cs_err *e);

/*
 * A poison line, by which a stage that fails ends its output: true, and its reason (a slice of the
 * line). And the error (65) that it becomes.
 */
bool cs_batch_poison(struct cs_str line, struct cs_str *reason);
int cs_batch_poisoned(const char *file, struct cs_str reason, struct cs_err *e);

/* The raw cell. */
static inline struct cs_str
cs_batch_raw(const struct cs_batch *b, uint32_t row, unsigned col)
{
	size_t i = (size_t)row * b->ncol + col;
	uint32_t begin = i != 0 ? b->end[i - 1] + 1 : 0;

	return cs_str(b->bytes.p + begin, b->end[i] - begin);
}

/* The whole raw record, without its newline. */
static inline struct cs_str
cs_batch_record(const struct cs_batch *b, uint32_t row)
{
	size_t i = (size_t)row * b->ncol;
	uint32_t begin = i != 0 ? b->end[i - 1] + 1 : 0;

	return cs_str(b->bytes.p + begin, b->end[i + b->ncol - 1] - begin);
}

/* \N, and nothing else, is NULL. */
static inline bool
cs_raw_null(struct cs_str raw)
{
	return raw.n == 2 && raw.p[0] == '\\' && raw.p[1] == 'N';
}

/* Row number of a record as messages count it: the line, the header being line 1. */
static inline uint64_t
cs_batch_line(const struct cs_batch *b, uint32_t row)
{
	return b->row0 + row + 1;
}

#endif
