/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A growing byte buffer, for text that is put together and used again and again.
 * Zeroed (CS_BUF_INIT) it is empty; cs_buf_finish frees it and leaves it so. The bytes move when
 * it grows: keep offsets, not pointers.
 */
#ifndef CS_BASE_BUF_H
#define CS_BASE_BUF_H

#include <stdint.h>

#include "base/str.h"

struct cs_buf {
	char *p;
	size_t n;   /* bytes in use */
	size_t cap; /* bytes there are */
};

#define CS_BUF_INIT                                                                                \
	{                                                                                          \
		NULL, 0, 0                                                                         \
	}

void cs_buf_finish(struct cs_buf *b);

/* Room for n more bytes; gives the place of the first. The caller adds what it wrote to b->n. */
char *cs_buf_reserve(struct cs_buf *b, size_t n);

void cs_buf_add(struct cs_buf *b, const void *p, size_t n);
void cs_buf_printf(struct cs_buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void cs_buf_i64(struct cs_buf *b, int64_t v);

static inline void
cs_buf_str(struct cs_buf *b, struct cs_str s)
{
	cs_buf_add(b, s.p, s.n);
}

static inline void
cs_buf_z(struct cs_buf *b, const char *z)
{
	cs_buf_add(b, z, strlen(z));
}

static inline void
cs_buf_c(struct cs_buf *b, char c)
{
	*cs_buf_reserve(b, 1) = c;
	b->n++;
}

/* Empties it, keeping the memory. */
static inline void
cs_buf_reset(struct cs_buf *b)
{
	b->n = 0;
}

/* What is in it now; good until the next call that changes it. */
static inline struct cs_str
cs_buf_all(const struct cs_buf *b)
{
	return cs_str(b->p, b->n);
}

/* The same as a C string (a NUL is put behind the last byte, and not counted). */
const char *cs_buf_cstr(struct cs_buf *b);

#endif
