/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of files that say what was billed: see billcell.h. */
#include "charge/billcell.h"

#include <string.h>

#include "base/civil.h"
#include "rec/esc.h"

enum { SHOWN = 100 }; /* bytes of a cell in a message */

struct cs_str
cs_bill_text(const struct cs_billfile *f, unsigned c, struct cs_arena *a)
{
	const struct cs_str raw = cs_bill_raw(f, c);
	struct cs_buf scratch = CS_BUF_INIT;
	struct cs_str text = raw;

	if (cs_raw_null(raw))
		return (struct cs_str){NULL, 0};
	if (!cs_esc_decode(raw, &scratch, &text))
		text = raw;
	text = cs_arena_str(a, text);
	cs_buf_finish(&scratch);
	return text;
}

int
cs_bill_month(const struct cs_billfile *f, unsigned c, int64_t *day, struct cs_err *e)
{
	const struct cs_str raw = cs_bill_raw(f, c);
	struct cs_civil t;

	if (raw.n != strlen("2026-01-01") || !cs_civil_parse(raw, &t) || t.day != 1)
		return cs_bill_bad(f, c, "is not the first day of a month", e);
	*day = cs_civil_days(t.year, t.month, 1);
	return 0;
}

int
cs_bill_bad(const struct cs_billfile *f, unsigned c, const char *what, struct cs_err *e)
{
	const struct cs_str raw = cs_str_head(cs_bill_raw(f, c), SHOWN);
	const char *file = f->in.batch.file;

	return cs_err_set(e, CS_EXIT_DATA, "%s:%llu: column %s: '%.*s' %s",
	    file != NULL ? file : "stdin",
	    (unsigned long long)cs_batch_line(&f->in.batch, f->in.row), f->column[c].name,
	    CS_STR_ARG(raw), what);
}
