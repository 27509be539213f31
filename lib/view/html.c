/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The report as one static page. No script, nothing loaded from elsewhere; a policy in the page
 * forbids both should anything slip in. Colour never stands alone: bands are words, gaps are
 * dashes. Mail programs drop <svg>: the table has every number of it.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "view/cards.h"
#include "view/cells.h"
#include "view/escape.h"
#include "view/narrow.h"
#include "view/paint.h"
#include "view/report.h"
#include "view/spark.h"

enum { CHARTS_MAX = 24, CHART_WIDTH = 320, CHART_HEIGHT = 40 };

static const char head_open[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
    "style-src 'unsafe-inline'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>";

static const char style[] =
    "</title>\n<style>\n"
    "body{font:16px/1.45 system-ui,sans-serif;margin:1.5em auto;max-width:72em;padding:0 1em;"
    "color:#1a1a1a;background:#fff}\n"
    "h1{font-size:1.4em}h2{font-size:1.1em;margin-top:2em}\n"
    ".wide{overflow-x:auto}\n"
    "table{border-collapse:collapse;font-variant-numeric:tabular-nums}\n"
    "th,td{padding:.3em .7em;text-align:left;border-bottom:1px solid #ddd;white-space:nowrap}\n"
    "th{border-bottom:2px solid #888;background:#fff;position:sticky;top:0}\n"
    ".n{text-align:right}.none{color:#767676}\n"
    "td.t{white-space:normal;min-width:10em}\n"
    ".green{background:#d9f0d9}.orange{background:#fdebc8}.red{background:#f9d6d5}\n"
    ".charts{display:flex;flex-wrap:wrap;gap:1.2em}.charts figure{margin:0}\n"
    "figcaption{font-size:.9em;color:#444}\n"
    "svg.spark{fill:#3a6ea5;background:#f4f6f8;max-width:100%}\n"
    "small,li{color:#444}\n"
    ".card{border:1px solid #ddd;border-left:.4em solid #888;border-radius:.3em;"
    "padding:.4em .9em;margin:.7em 0;max-width:48em}\n"
    ".card h3{font-size:1em;margin:.2em 0}.card p{margin:.3em 0;overflow-wrap:anywhere}\n"
    ".card .figure{font-variant-numeric:tabular-nums}.card .asks{font-style:italic}\n"
    "@media(max-width:40em){body{font-size:15px}th,td{padding:.25em .45em}}\n"
    "@media print{th{position:static}}\n"
    "</style>\n</head>\n<body>\n";

struct page {
	struct cs_buf *b;
	const struct cs_report *r;
	const struct cs_table *t;
	struct cs_form *form;
	struct cs_buf text; /* scratch */
};

static void
heading(struct page *p, unsigned col)
{
	cs_buf_z(
	    p->b, p->t->col[col].number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
	cs_escape_html(p->b, p->t->col[col].label);
	if (p->form[col].unit.n != 0 && !p->t->col[col].beside) {
		cs_buf_z(p->b, " <small>");
		cs_escape_html(p->b, p->form[col].unit);
		cs_buf_z(p->b, "</small>");
	}
	cs_buf_z(p->b, "</th>");
}

static void
cell(struct page *p, size_t row, unsigned col)
{
	struct cs_str s = cs_table_cell(p->t, row, col);
	const char *class = p->t->col[col].number			      ? "n"
			    : p->t->col[col].look == CS_LOOK_BAND	      ? cs_paint_class(s)
			    : p->t->col[col].look == CS_LOOK_TEXT && s.n > 40 ? "t"
									      : "";

	if (cs_table_null(s))
		class = p->t->col[col].number ? "n none" : "none";
	if (*class != '\0')
		cs_buf_printf(p->b, "<td class=\"%s\">", class);
	else
		cs_buf_z(p->b, "<td>");
	cs_buf_reset(&p->text);
	cs_form_add(&p->text, &p->form[col], s);
	cs_escape_html(p->b, cs_buf_all(&p->text));
	cs_buf_z(p->b, "</td>");
}

static void
table(struct page *p)
{
	cs_buf_z(p->b, "<div class=\"wide\">\n<table>\n<thead><tr>");
	for (unsigned i = 0; i < p->t->ncol; i++)
		heading(p, i);
	cs_buf_z(p->b, "</tr></thead>\n<tbody>\n");
	for (size_t row = 0; row < p->t->nrow; row++) {
		cs_buf_z(p->b, "<tr>");
		for (unsigned i = 0; i < p->t->ncol; i++)
			cell(p, row, i);
		cs_buf_z(p->b, "</tr>\n");
	}
	cs_buf_z(p->b, "</tbody>\n</table>\n</div>\n");
	if (p->t->nrow == 0)
		cs_buf_z(p->b, "<p>(no rows)</p>\n");
}

/* "sales, contacts": the keys without the series, and the number that is drawn. */
static void
caption(struct page *p, int series, size_t row, unsigned col)
{
	cs_buf_reset(&p->text);
	for (unsigned i = 0; i < p->t->ncol && p->t->col[i].key; i++) {
		if ((int)i == series)
			continue;
		cs_form_add(&p->text, &p->form[i], cs_table_cell(p->t, row, i));
		cs_buf_z(&p->text, ", ");
	}
	cs_buf_str(&p->text, p->t->col[col].name);
}

static void
chart(struct page *p, int series, size_t from, size_t to, unsigned col)
{
	struct cs_point *q = cs_mem_new(to - from, sizeof *q);

	for (size_t row = from; row < to; row++)
		q[row - from].there = cs_form_value(
		    &p->form[col], cs_table_cell(p->t, row, col), &q[row - from].milli);
	caption(p, series, from, col);
	cs_buf_z(p->b, "<figure>");
	cs_spark_svg(p->b, q, to - from, CHART_WIDTH, CHART_HEIGHT, cs_buf_all(&p->text));
	cs_buf_z(p->b, "<figcaption>");
	cs_escape_html(p->b, cs_buf_all(&p->text));
	cs_buf_z(p->b, "</figcaption></figure>\n");
	free(q);
}

static void
charts(struct page *p)
{
	int series = cs_table_series(p->t);
	unsigned col = 0;
	size_t to, drawn = 0;

	while (col < p->t->ncol && !p->t->col[col].number)
		col++;
	if (series < 0 || col == p->t->ncol)
		return;
	for (size_t from = 0; from < p->t->nrow && drawn < CHARTS_MAX; from = to) {
		to = cs_table_group_end(p->t, series, from);
		if (to - from < 3)
			continue;
		if (drawn++ == 0)
			cs_buf_z(p->b, "<div class=\"charts\">\n");
		chart(p, series, from, to, col);
	}
	if (drawn != 0)
		cs_buf_z(p->b, "</div>\n");
}

static void
item(struct page *p, struct cs_str text)
{
	cs_buf_z(p->b, "<li>");
	cs_escape_html(p->b, text);
	cs_buf_z(p->b, "</li>\n");
}

static void
notes(struct page *p, bool legend, struct cs_str null)
{
	struct cs_buf line = CS_BUF_INIT;
	bool any = false;

	for (unsigned i = 0; i < p->t->ncol && legend; i++) {
		if (p->t->col[i].key || p->t->col[i].meaning.n == 0)
			continue;
		if (!any)
			cs_buf_z(p->b, "<h2>What the numbers mean</h2>\n<ul>\n");
		any = true;
		cs_buf_reset(&line);
		cs_report_legend(&line, p->t, i);
		item(p, cs_buf_all(&line));
	}
	if (any)
		cs_buf_z(p->b, "</ul>\n");
	if (null.n != 0) {
		cs_buf_z(p->b, "<p>NULL in all rows: ");
		cs_escape_html(p->b, null);
		cs_buf_z(p->b, "</p>\n");
	}
	if (p->r->norigin != 0)
		cs_buf_z(p->b, "<h2>How these numbers were made</h2>\n<ul>\n");
	for (size_t i = 0; i < p->r->norigin; i++)
		item(p, p->r->origin[i]);
	if (p->r->norigin != 0)
		cs_buf_z(p->b, "</ul>\n");
	cs_buf_finish(&line);
}

/* null: columns that are not shown, or empty. */
static void
whole(struct cs_buf *b, const struct cs_report *r, struct cs_str null)
{
	struct page p = {.b = b, .r = r, .t = r->table};
	struct cs_cards c = {.legend = true};
	struct cs_str title = r->title;
	int series = cs_cards_wanted(r) ? -1 : cs_table_series(r->table);

	if (cs_cards_wanted(r))
		cs_cards_make(&c, r->table);
	if (title.n == 0)
		title = c.head.n != 0 ? c.head : CS_STR("Customer service report");
	p.form = cs_mem_new0(r->table->ncol, sizeof *p.form);
	for (unsigned i = 0; i < r->table->ncol; i++)
		p.form[i] = cs_form_choose(r->table, i);
	cs_buf_z(b, head_open);
	cs_escape_html(b, title);
	cs_buf_z(b, style);
	cs_buf_z(b, "<h1>");
	cs_escape_html(b, title);
	if (series >= 0 && r->table->col[series].look == CS_LOOK_TIME && !p.form[series].dates) {
		cs_buf_z(b, " <small>");
		cs_escape_html(b, cs_form_date(r->table, (unsigned)series));
		cs_buf_z(b, "</small>");
	}
	cs_buf_z(b, "</h1>\n");
	if (cs_cards_wanted(r)) {
		if (r->title.n != 0 && c.head.n != 0) {
			cs_buf_z(b, "<p>");
			cs_escape_html(b, c.head);
			cs_buf_z(b, "</p>\n");
		}
		cs_cards_html(b, &c);
	} else {
		charts(&p);
		table(&p);
	}
	notes(&p, c.legend, null);
	cs_cards_finish(&c);
	cs_buf_z(b, "</body>\n</html>\n");
	cs_buf_finish(&p.text);
	free(p.form);
}

void
cs_report_html(struct cs_buf *b, const struct cs_report *r)
{
	struct cs_report shown = *r;
	struct cs_narrow narrow;

	if (cs_cards_wanted(r) || r->rows == CS_REPORT_TABLE || !cs_narrow_wanted(r->table)) {
		whole(b, r, CS_STR(""));
		return;
	}
	cs_narrow_nulls(&narrow, r->table);
	shown.table = &narrow.table;
	whole(b, &shown, narrow.null);
	cs_narrow_finish(&narrow);
}
