/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An arena: many small things that live and die together (the keys of a table, a compiled
 * expression). What it gives never moves and is freed all at once. Zeroed it is empty.
 * Not shared between threads.
 */
#ifndef CS_BASE_ARENA_H
#define CS_BASE_ARENA_H

#include "base/str.h"

struct cs_arena {
	struct cs_arena_chunk *chunk; /* the newest, linked to the older ones */
	size_t used;		      /* bytes taken, over all chunks: what memory limits count */
};

#define CS_ARENA_INIT                                                                              \
	{                                                                                          \
		NULL, 0                                                                            \
	}

void cs_arena_finish(struct cs_arena *a);

/* n * size bytes, zeroed, aligned for anything; never NULL. */
void *cs_arena_new(struct cs_arena *a, size_t n, size_t size)
    __attribute__((malloc, returns_nonnull));

/* A copy of s in the arena, with a NUL behind it that is not counted. */
struct cs_str cs_arena_str(struct cs_arena *a, struct cs_str s);

/* A formatted C string. */
const char *cs_arena_printf(struct cs_arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3), returns_nonnull));

#endif
