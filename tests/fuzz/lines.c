/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base/lines on any text: items are trimmed, not empty, in order of lines, and its end is final. */
#include "base/lines.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool good)
{
	if (!good)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_str cell[8], key, value;
	struct cs_lines l;
	struct cs_line item;
	int line = 0, r;

	cs_lines_init(&l, &a, "fuzz", cs_str((const char *)data, size));
	while ((r = cs_lines_next(&l, &item, &e)) > 0) {
		check(item.line > line && item.text.n != 0);
		check(cs_str_eq(cs_str_trim(item.text), item.text));
		line = item.line;
		if (cs_line_pair(&item, &key, &value))
			check(key.n != 0 && key.n + value.n < item.text.n);
		check(cs_line_cells(&item, cell, 8) >= 1);
	}
	check(r == 0 || e.status == CS_EXIT_USAGE);
	check(r != 0 || cs_lines_next(&l, &item, &e) == 0);
	cs_arena_finish(&a);
	return 0;
}
