/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report in Markdown: one pipe table, its legend and its origin as lists. */
#include "view/cards.h"
#include "view/cells.h"
#include "view/escape.h"
#include "view/narrow.h"
#include "view/report.h"

static void
heading(struct cs_buf *b, const struct cs_table *t, unsigned col, struct cs_form *f)
{
	*f = cs_form_choose(t, col);
	cs_buf_z(b, " ");
	cs_escape_markdown(b, t->col[col].label);
	if (f->unit.n != 0 && !t->col[col].beside) {
		cs_buf_z(b, " (");
		cs_escape_markdown(b, f->unit);
		cs_buf_c(b, ')');
	}
	cs_buf_z(b, " |");
}

static void
table(struct cs_buf *b, const struct cs_table *t)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_form *f = cs_arena_new(&a, t->ncol, sizeof *f);
	struct cs_buf text = CS_BUF_INIT;

	cs_buf_c(b, '|');
	for (unsigned i = 0; i < t->ncol; i++)
		heading(b, t, i, &f[i]);
	cs_buf_z(b, "\n|");
	for (unsigned i = 0; i < t->ncol; i++)
		cs_buf_z(b, t->col[i].number ? " ---: |" : " --- |");
	cs_buf_c(b, '\n');
	for (size_t row = 0; row < t->nrow; row++) {
		cs_buf_c(b, '|');
		for (unsigned i = 0; i < t->ncol; i++) {
			cs_buf_reset(&text);
			cs_form_add(&text, &f[i], cs_table_cell(t, row, i));
			cs_buf_c(b, ' ');
			if (t->col[i].number || t->col[i].look == CS_LOOK_TIME)
				cs_buf_str(b, cs_buf_all(&text));
			else
				cs_escape_markdown(b, cs_buf_all(&text));
			cs_buf_z(b, " |");
		}
		cs_buf_c(b, '\n');
	}
	cs_buf_finish(&text);
	cs_arena_finish(&a);
}

/* The rows as cards; true when the legend of columns is wanted below. */
static bool
cards(struct cs_buf *b, const struct cs_report *r)
{
	struct cs_cards c;
	bool legend;

	cs_cards_make(&c, r->table);
	if (c.head.n != 0) {
		cs_buf_z(b, r->title.n != 0 ? "" : "# ");
		cs_escape_markdown(b, c.head);
		cs_buf_z(b, "\n\n");
	}
	cs_cards_markdown(b, &c);
	legend = c.legend;
	cs_cards_finish(&c);
	return legend;
}

static void
item(struct cs_buf *b, struct cs_str text)
{
	cs_buf_z(b, "- ");
	cs_escape_markdown(b, text);
	cs_buf_c(b, '\n');
}

/* null: columns that are not shown, or empty. */
static void
page(struct cs_buf *b, const struct cs_report *r, struct cs_str null)
{
	struct cs_buf line = CS_BUF_INIT;
	bool any = cs_cards_wanted(r), legend = true;

	if (r->title.n != 0) {
		cs_buf_z(b, "# ");
		cs_escape_markdown(b, r->title);
		cs_buf_z(b, "\n\n");
	}
	if (cs_cards_wanted(r))
		legend = cards(b, r);
	else
		table(b, r->table);
	for (unsigned i = 0; i < r->table->ncol && legend; i++) {
		if (r->table->col[i].key || r->table->col[i].meaning.n == 0)
			continue;
		if (!any)
			cs_buf_c(b, '\n');
		any = true;
		cs_buf_reset(&line);
		cs_report_legend(&line, r->table, i);
		item(b, cs_buf_all(&line));
	}
	if (null.n != 0) {
		cs_buf_z(b, any ? "" : "\n");
		cs_buf_reset(&line);
		cs_buf_printf(&line, "NULL in all rows: %.*s", CS_STR_ARG(null));
		item(b, cs_buf_all(&line));
	}
	if (r->norigin != 0)
		cs_buf_z(b, "\n## How these numbers were made\n\n");
	for (size_t i = 0; i < r->norigin; i++)
		item(b, r->origin[i]);
	cs_buf_finish(&line);
}

void
cs_report_markdown(struct cs_buf *b, const struct cs_report *r)
{
	struct cs_report shown = *r;
	struct cs_narrow narrow;

	if (cs_cards_wanted(r) || r->rows == CS_REPORT_TABLE || !cs_narrow_wanted(r->table)) {
		page(b, r, CS_STR(""));
		return;
	}
	cs_narrow_nulls(&narrow, r->table);
	shown.table = &narrow.table;
	page(b, &shown, narrow.null);
	cs_narrow_finish(&narrow);
}
