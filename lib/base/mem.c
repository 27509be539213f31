/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that is there or ends the tool: see mem.h. */
#include "base/mem.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/err.h"

static void (*at_failure)(void);
static const char *program = "cs";

void
cs_mem_at_failure(void (*clean)(void))
{
	at_failure = clean;
}

void
cs_mem_program(const char *name)
{
	program = name;
}

void
cs_mem_plain(void)
{
#ifdef M_MMAP_THRESHOLD
	enum { LARGE = 1 << 20 };

	(void)mallopt(M_MMAP_THRESHOLD, LARGE);
#endif
}

void
cs_mem_fail(void)
{
	static char why[] = ": out of memory\n"
			    "hint: fewer keys or metrics at once need less; so does a smaller "
			    "--mem, where there is one\n";
	struct iovec line[2] = {
	    {(void *)(uintptr_t)program, strlen(program)}, {why, sizeof why - 1}};
	ssize_t n;

	if (at_failure != NULL)
		at_failure();
	n = writev(STDERR_FILENO, line, 2);
	(void)n;
	_exit(CS_EXIT_NOMEM);
}

void *
cs_mem_new(size_t n, size_t size)
{
	return cs_mem_resize(NULL, n, size);
}

void *
cs_mem_new0(size_t n, size_t size)
{
	void *p = calloc(n != 0 ? n : 1, size != 0 ? size : 1);

	if (p == NULL)
		cs_mem_fail();
	return p;
}

void *
cs_mem_resize(void *p, size_t n, size_t size)
{
	void *q;
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		cs_mem_fail();
	q = realloc(p, bytes != 0 ? bytes : 1);
	if (q == NULL)
		cs_mem_fail();
	return q;
}

void *
cs_mem_grow(void *p, size_t *cap, size_t want, size_t size)
{
	size_t n = *cap != 0 ? *cap : 16;

	if (want <= *cap && p != NULL)
		return p;
	while (n < want) {
		if (n > SIZE_MAX / 2)
			cs_mem_fail();
		n *= 2;
	}
	*cap = n;
	return cs_mem_resize(p, n, size);
}
