/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells that are not what they should be: see badcell.h. */
#include "rec/badcell.h"

#include <stdio.h>

int
cs_bad_cell(const struct cs_batch *b, uint32_t row, struct cs_str column, struct cs_str raw,
    const char *wanted, struct cs_err *e)
{
	char line[24] = "";

	if (b->row0 != 0)
		(void)snprintf(
		    line, sizeof line, ":%llu", (unsigned long long)cs_batch_line(b, row));
	return cs_err_set(e, CS_EXIT_DATA, "%s%s: column %.*s: '%.*s' is not %s",
	    b->file != NULL ? b->file : "stdin", line, CS_STR_ARG(column),
	    CS_STR_ARG(cs_str_head(raw, 100)), wanted);
}

int
cs_bad_instant(const struct cs_batch *b, uint32_t row, struct cs_str column, struct cs_str raw,
    struct cs_err *e)
{
	(void)cs_bad_cell(b, row, column, raw, "an instant", e);
	return cs_err_hint(
	    e, "instants are written 2026-10-05T08:00:00Z; cs-ingest makes them of other forms");
}
