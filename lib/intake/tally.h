/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The account of an intake: every record that was read is used, skipped with a reason, or rejected
 * with a reason; read = used + skipped + rejected, always. Threads count for themselves and are
 * added up.
 */
#ifndef CS_INTAKE_TALLY_H
#define CS_INTAKE_TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "intake/conv.h"

enum { CS_TALLY_SHOWN = 3 }; /* so many rejects are kept as messages */

struct cs_tally {
	uint64_t read, used, rejected;
	uint64_t written;     /* records of ours */
	struct cs_map reason; /* why records were skipped, in order of appearance ... */
	uint64_t *skipped;    /* ... and how many, by the reason's id */
	size_t skipped_cap;
	uint64_t note[CS_NOTE_N];
	struct cs_map doubt; /* which given durations disagree with the time stamps ... */
	uint64_t *doubted;   /* ... and how often */
	size_t doubted_cap;
	int64_t first, last; /* instants of started_at; first > last: none */
	struct cs_buf shown; /* the first rejects, a line each */
	unsigned nshown;
};

void cs_tally_init(struct cs_tally *t);
void cs_tally_finish(struct cs_tally *t);

/* Sets all to nothing, keeping the memory. */
void cs_tally_reset(struct cs_tally *t);

void cs_tally_skip(struct cs_tally *t, struct cs_str reason, uint64_t n);
void cs_tally_doubt(struct cs_tally *t, struct cs_str what, uint64_t n);
void cs_tally_add(struct cs_tally *t, const struct cs_tally *from);

static inline void
cs_tally_instant(struct cs_tally *t, int64_t instant)
{
	t->first = instant < t->first ? instant : t->first;
	t->last = instant > t->last ? instant : t->last;
}

/* -1 with *e (65) when read is not used + skipped + rejected: a defect of ours. */
int cs_tally_check(const struct cs_tally *t, struct cs_err *e);

/* "read 205 = used 200 + skipped 3 (blank line 1, phantom call 2) + rejected 2; contacts written
 * 200" */
void cs_tally_sum(const struct cs_tally *t, struct cs_buf *out);

/* What was guessed, repaired or found odd, a line each; nothing when all was plain. */
void cs_tally_notes(const struct cs_tally *t, struct cs_buf *out);

/* The first rejects, a line each, and how many more there are. */
void cs_tally_rejects(const struct cs_tally *t, struct cs_buf *out);

/*
 * One source record that could not be taken. column and value are empty when it is the record as a
 * whole; why may be a phrase about the value ("is not a time") or about the record.
 */
struct cs_reject {
	const char *file;
	uint64_t line;
	struct cs_str column, value;
	const char *why;
	struct cs_str raw;
};

/* Counts it, and appends it to out as a record of the rejects' stream. */
void cs_tally_reject(struct cs_tally *t, struct cs_buf *out, const struct cs_reject *r);

/* The header line of rejects, without newline. */
#define CS_REJECT_HEAD "file\tline\tcolumn\tvalue\treason\traw"

#endif
