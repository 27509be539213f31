/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report as CSV for spreadsheets, every digit kept: see report.h. */
#include "base/dec.h"
#include "view/escape.h"
#include "view/report.h"

static void
number(struct cs_buf *b, struct cs_str s, char decimal)
{
	for (size_t i = 0; i < s.n; i++)
		cs_buf_c(b, s.p[i] == '.' ? decimal : s.p[i]);
}

void
cs_report_csv(struct cs_buf *b, const struct cs_report *r, char decimal)
{
	const struct cs_table *t = r->table;
	char delimiter = decimal == ',' ? ';' : ',';
	struct cs_dec d;

	if (decimal == ',')
		cs_buf_z(b, "\xef\xbb\xbf");
	for (unsigned i = 0; i < t->ncol; i++) {
		if (i != 0)
			cs_buf_c(b, delimiter);
		cs_escape_csv(b, t->col[i].name, delimiter, true);
	}
	cs_buf_z(b, "\r\n");
	for (size_t row = 0; row < t->nrow; row++) {
		for (unsigned i = 0; i < t->ncol; i++) {
			struct cs_str s = cs_table_cell(t, row, i);

			if (i != 0)
				cs_buf_c(b, delimiter);
			if (!cs_table_null(s) && t->col[i].number && cs_dec_parse(s, &d))
				number(b, s, decimal);
			else
				cs_escape_csv(b, s, delimiter, true);
		}
		cs_buf_z(b, "\r\n");
	}
}
