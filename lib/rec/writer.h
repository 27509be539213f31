/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing a record stream. The writer owns a buffer of 256 KiB in front of a descriptor, asks for a
 * pipe of 1 MiB, and holds back the last byte of every write but the last, so that a stage that is
 * killed leaves a record cut in the middle, which every reader refuses.
 *
 * A failed write is remembered; the calls after it do nothing; cs_writer_finish (or flush) gives
 * the error. So loops need no checks but may ask cs_writer_failed to stop early.
 */
#ifndef CS_REC_WRITER_H
#define CS_REC_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/num.h"
#include "base/str.h"
#include "rec/head.h"

struct cs_writer {
	int fd;
	const char *name;		/* for messages: "stdout" or a path */
	struct cs_buf buf;		/* not yet written */
	bool begun;			/* the header is in */
	bool mid;			/* inside a record: the next cell needs a tab before it */
	uint64_t rows;			/* records ended, the header not counted */
	struct cs_str lead_names, lead; /* see cs_writer_lead; n = 0: none */
	struct cs_err err;
};

/* The descriptor stays the caller's. name is kept by reference. */
void cs_writer_init(struct cs_writer *w, int fd, const char *name);
void cs_writer_free(struct cs_writer *w);

/* The header line; once, first. */
void cs_writer_head(struct cs_writer *w, const struct cs_head *h);

/*
 * From now on these cells, raw with tabs between, stand in front of every record that is written
 * cell by cell, and these names in front of the header, which is written when it comes first and
 * not again. So several tables with the same header become one stream. Kept by reference; empty:
 * none. A name that the header has too is an error (2) of the writer.
 */
void cs_writer_lead(struct cs_writer *w, struct cs_str names, struct cs_str cells);

/* One cell each; the tab between cells comes by itself. */
void cs_writer_raw(struct cs_writer *w, struct cs_str raw);   /* as it is: escaped already */
void cs_writer_text(struct cs_writer *w, struct cs_str text); /* escaped here */
void cs_writer_null(struct cs_writer *w);
void cs_writer_i64(struct cs_writer *w, int64_t v);

/* Several raw cells with their tabs at once (a piece of a record that is passed through). */
static inline void
cs_writer_raws(struct cs_writer *w, struct cs_str cells)
{
	cs_writer_raw(w, cells);
}

/*
 * Takes the header back as if it had not been written, so that a table whose first record cannot be
 * made is no stream at all. Nothing is done where a record was begun.
 */
void cs_writer_unhead(struct cs_writer *w);

/* Ends the record; writes when the buffer is full. */
void cs_writer_end(struct cs_writer *w);

/* Whole records with their newlines, n of them, as they are. Not inside a record. */
void cs_writer_records(struct cs_writer *w, struct cs_str bytes, uint64_t n);

/* Everything out now, the last byte too: for followed streams. */
int cs_writer_flush(struct cs_writer *w, struct cs_err *e);

/*
 * Everything out now but the byte that is held back, so that a followed stream flows (its last
 * record comes whole with the next) and a killed stage still shows.
 */
int cs_writer_push(struct cs_writer *w, struct cs_err *e);

bool cs_writer_failed(const struct cs_writer *w);

/* The last write. Any failure so far is *e (74), naming the file. */
int cs_writer_finish(struct cs_writer *w, struct cs_err *e);

/*
 * Ends the stream as failed: closes a cut record, then writes a line of "\!", a space and the
 * reason (its tabs, newlines and control bytes made blanks). Best effort; says nothing itself.
 * Before the header was written it writes nothing: no bytes are no stream either.
 */
void cs_writer_poison(struct cs_writer *w, const char *reason);

#endif
