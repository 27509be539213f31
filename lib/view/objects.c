/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report as a JSON array of objects, every digit kept: see report.h. */
#include "base/dec.h"
#include "rec/json.h"
#include "view/report.h"

/* What is a decimal to us and a number to JSON: no leading zeros. */
static bool
is_json_number(struct cs_str s)
{
	struct cs_dec d;
	struct cs_str digits = cs_str_skip(s, cs_str_starts(s, CS_STR("-")));

	return cs_dec_parse(s, &d) && !(digits.n > 1 && digits.p[0] == '0' && digits.p[1] != '.');
}

static void
value(struct cs_buf *b, const struct cs_table_col *c, struct cs_str s)
{
	if (cs_table_null(s))
		cs_buf_z(b, "null");
	else if (c->number && is_json_number(s))
		cs_buf_str(b, s);
	else
		cs_json_str(b, s);
}

void
cs_report_json(struct cs_buf *b, const struct cs_report *r)
{
	const struct cs_table *t = r->table;

	cs_buf_c(b, '[');
	for (size_t row = 0; row < t->nrow; row++) {
		cs_buf_z(b, row != 0 ? ",\n{" : "\n{");
		for (unsigned i = 0; i < t->ncol; i++) {
			if (i != 0)
				cs_buf_c(b, ',');
			cs_json_str(b, t->col[i].name);
			cs_buf_c(b, ':');
			value(b, &t->col[i], cs_table_cell(t, row, i));
		}
		cs_buf_c(b, '}');
	}
	cs_buf_z(b, t->nrow != 0 ? "\n]\n" : "]\n");
}
