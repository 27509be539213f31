/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The generator's tables on their way out: made in blocks by threads, written in order. */
#ifndef CS_INTAKE_GENOUT_H
#define CS_INTAKE_GENOUT_H

#include "base/err.h"
#include "intake/gen.h"
#include "rec/writer.h"

struct cs_gen_out {
	struct cs_writer *w;
	unsigned threads;
	void (*progress)(void *arg, uint64_t rows, uint64_t bytes); /* NULL: none */
	void *arg;
};

/*
 * Writes the header and all rows of a table. CSV goes through the writer as well: it holds back
 * the last byte, so that a file that was cut is seen to be. -1 with *e (74).
 */
int cs_gen_write(const struct cs_gen *g, enum cs_gen_table t, enum cs_gen_format f,
    const struct cs_gen_out *out, struct cs_err *e);

/* Writes the queue_log. */
int cs_gen_write_log(const struct cs_gen *g, const struct cs_gen_out *out, struct cs_err *e);

#endif
