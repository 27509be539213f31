/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of a trace. */
#include <stdint.h>
#include <stdlib.h>

#include "cli/lineage.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_arena arena = CS_ARENA_INIT;
	struct cs_trace_member *m;
	size_t n = 0;

	if (cs_trace_line(&arena, cs_str((const char *)data, size), &m, &n) && n == 0)
		abort();
	cs_arena_finish(&arena);
	return 0;
}
