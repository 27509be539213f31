/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading record streams: one or more inputs (files, "-" for standard input, gzip known by its
 * bytes and inflated in a thread of its own) as one stream of batches.
 *
 *	struct cs_reader *r = cs_reader_open(paths, n, flags, &err);
 *	while ((got = cs_reader_next(r, &batch, &err)) > 0)
 *		...
 *
 * Several inputs are one stream if their header lines are identical bytes; with CS_READER_UNION
 * columns are matched by name, the output head is the union in order of appearance, and cells that
 * an input does not have are NULL (the one path that reorders).
 *
 * Endings: an input of no bytes, or without a final newline, or with a record cut by the end, is
 * an error (65); so is a poison line (\! and a reason), whose message says that the stage before
 * failed and why. A header without records is a stream. A header that comes once more, as of files
 * joined by cat, is an error as well where a column has numbers, times or t and f: it is no record.
 *
 * What comes is handed on: next() returns what one read brought as soon as it holds a record, so
 * that a followed log flows.
 */
#ifndef CS_REC_READER_H
#define CS_REC_READER_H

#include <stdint.h>

#include "base/err.h"
#include "rec/batch.h"
#include "rec/head.h"

enum { CS_READER_UNION = 1 };

struct cs_reader;

/*
 * Opens the inputs (n = 0: standard input) and reads the heads. Paths are kept by reference.
 * NULL with *e set: 74 for files, 65 for what is in them.
 */
struct cs_reader *cs_reader_open(char *const *paths, int n, int flags, struct cs_err *e);

/* Frees it; NULL is fine. */
void cs_reader_close(struct cs_reader *r);

const struct cs_head *cs_reader_head(const struct cs_reader *r);

/* The first input, for messages about the head: its path, or "stdin". As long as the reader. */
const char *cs_reader_name(const struct cs_reader *r);

/*
 * The next batch of raw records, not split: bytes, ncol, file, row0, seq, head are set. 1: one; 0:
 * the end; -1: *e. For threads: one reads, many call cs_batch_split.
 */
int cs_reader_read(struct cs_reader *r, struct cs_batch *b, struct cs_err *e);

/* cs_reader_read and cs_batch_split. */
int cs_reader_next(struct cs_reader *r, struct cs_batch *b, struct cs_err *e);

/* At the end: the name of the first input that had no record, but for its head; NULL: all had. For
 * readers of streams in which that cannot be. */
const char *cs_reader_blank(const struct cs_reader *r);

/* True when the next read would have to wait: the moment to flush what is written. */
bool cs_reader_would_block(const struct cs_reader *r);

/* The descriptor that the next read waits for; -1: none. For poll(), when cs_reader_would_block. */
int cs_reader_fd(const struct cs_reader *r);

/* So far: records handed out and (compressed) bytes taken from the inputs; total of the sizes of
 * regular input files, 0 if unknown. For the trace and --progress; may be called by any thread. */
struct cs_reader_count {
	uint64_t rows, bytes, total;
};
struct cs_reader_count cs_reader_count(const struct cs_reader *r);

#endif
