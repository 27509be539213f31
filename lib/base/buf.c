/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A growing byte buffer: see buf.h. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"

void
cs_buf_finish(struct cs_buf *b)
{
	free(b->p);
	*b = (struct cs_buf)CS_BUF_INIT;
}

char *
cs_buf_reserve(struct cs_buf *b, size_t n)
{
	size_t want;

	if (__builtin_add_overflow(b->n, n, &want))
		cs_mem_fail();
	if (want > b->cap || b->p == NULL)
		b->p = cs_mem_grow(b->p, &b->cap, want, 1);
	return b->p + b->n;
}

void
cs_buf_add(struct cs_buf *b, const void *p, size_t n)
{
	if (n == 0)
		return;
	memcpy(cs_buf_reserve(b, n), p, n);
	b->n += n;
}

void
cs_buf_printf(struct cs_buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n <= 0)
		return;
	(void)cs_buf_reserve(b, (size_t)n + 1);
	va_start(ap, fmt);
	(void)vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}

void
cs_buf_i64(struct cs_buf *b, int64_t v)
{
	b->n += cs_num_i64_text(cs_buf_reserve(b, CS_NUM_I64_MAX), v);
}

const char *
cs_buf_cstr(struct cs_buf *b)
{
	*cs_buf_reserve(b, 1) = '\0';
	return b->p;
}
