/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arenas: see arena.h. Chunks double up to a megabyte; a large request gets a chunk of its own. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

enum { SMALLEST = 4096, LARGEST = 1 << 20 };

struct cs_arena_chunk {
	struct cs_arena_chunk *older;
	size_t n, cap; /* bytes taken and bytes there are in data */
	alignas(max_align_t) char data[];
};

void
cs_arena_finish(struct cs_arena *a)
{
	struct cs_arena_chunk *c = a->chunk, *older;

	for (; c != NULL; c = older) {
		older = c->older;
		free(c);
	}
	*a = (struct cs_arena)CS_ARENA_INIT;
}

static char *
take(struct cs_arena *a, size_t n, size_t align)
{
	struct cs_arena_chunk *c = a->chunk;
	size_t at = c != NULL ? (c->n + align - 1) & ~(align - 1) : 0;
	size_t cap;

	if (c == NULL || at > c->cap || c->cap - at < n) {
		cap = c != NULL ? c->cap * 2 : SMALLEST;
		if (cap > LARGEST)
			cap = LARGEST;
		if (cap < n)
			cap = n;
		if (cap > SIZE_MAX / 2)
			cs_mem_fail();
		c = cs_mem_new(1, sizeof *c + cap);
		c->older = a->chunk;
		c->cap = cap;
		a->chunk = c;
		at = 0;
	}
	c->n = at + n;
	a->used += n;
	return c->data + at;
}

void *
cs_arena_new(struct cs_arena *a, size_t n, size_t size)
{
	size_t bytes;
	char *p;

	if (__builtin_mul_overflow(n, size, &bytes))
		cs_mem_fail();
	p = take(a, bytes, alignof(max_align_t));
	return memset(p, 0, bytes);
}

struct cs_str
cs_arena_str(struct cs_arena *a, struct cs_str s)
{
	char *p = take(a, s.n + 1, 1);

	if (s.n != 0)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return cs_str(p, s.n);
}

const char *
cs_arena_printf(struct cs_arena *a, const char *fmt, ...)
{
	va_list ap;
	char *p;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	p = take(a, (size_t)(n > 0 ? n : 0) + 1, 1);
	va_start(ap, fmt);
	(void)vsnprintf(p, (size_t)(n > 0 ? n : 0) + 1, fmt, ap);
	va_end(ap);
	return p;
}
