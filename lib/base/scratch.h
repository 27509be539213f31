/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A temporary file without a name: what does not fit into memory is appended to it and read back
 * from where it was put. It is made when the first bytes come, in the folder that was given, and
 * unlinked at once, so that nothing is left behind however the process ends. All threads of a run
 * share one; its disk space is given back when it is freed.
 */
#ifndef CS_BASE_SCRATCH_H
#define CS_BASE_SCRATCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct cs_scratch;

/* folder is kept by reference. Nothing is made yet. */
struct cs_scratch *cs_scratch_new(const char *folder);
void cs_scratch_free(struct cs_scratch *s); /* NULL is fine */

/* Appends n bytes; *at is where they begin. By any thread. -1 with *e (74): the disk is full, the
 * folder cannot be written to. */
int cs_scratch_put(struct cs_scratch *s, const void *p, size_t n, uint64_t *at, struct cs_err *e);

/* Reads n bytes that were put. By any thread. -1 with *e (74). */
int cs_scratch_get(struct cs_scratch *s, uint64_t at, void *p, size_t n, struct cs_err *e);

#endif
