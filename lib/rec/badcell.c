/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells that are not what they should be: see badcell.h. */
#include "rec/badcell.h"

#include <stdio.h>

#include "base/civil.h"
#include "rec/esc.h"

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

const char *
cs_bad_instant_hint(struct cs_str cell)
{
	struct cs_civil c;

	if (cs_civil_parse(cell, &c))
		return "without an offset nobody knows which instant it is: in SQL, COLUMN AT TIME "
		       "ZONE 'Europe/Berlin' gives it one; cs-ingest --tz reads local times";
	if (cs_str_eqz(cell, "infinity") || cs_str_eqz(cell, "-infinity"))
		return "what has no end, or never began, is NULL: in SQL, "
		       "nullif(nullif(COLUMN, 'infinity'), '-infinity')";
	if (cs_str_ends(cell, CS_STR(" BC")))
		return "instants are of the years 1 to 9999";
	return "instants are written 2026-10-05T08:00:00Z, or as PostgreSQL does, "
	       "2026-10-05 10:00:00+02; cs-ingest makes them of other forms";
}

int
cs_bad_instant(const struct cs_batch *b, uint32_t row, struct cs_str column, struct cs_str raw,
    struct cs_err *e)
{
	struct cs_buf scratch = CS_BUF_INIT;
	struct cs_str cell;

	(void)cs_bad_cell(b, row, column, raw, "an instant", e);
	if (!cs_esc_decode(raw, &scratch, &cell))
		cell = raw;
	(void)cs_err_hint(e, "%s", cs_bad_instant_hint(cell));
	cs_buf_finish(&scratch);
	return -1;
}
