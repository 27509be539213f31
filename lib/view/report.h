/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report: a table, what is said around it, and the forms it can be printed in. Every form is
 * made into a buffer in memory; nothing is written before the input ended well.
 */
#ifndef CS_VIEW_REPORT_H
#define CS_VIEW_REPORT_H

#include "base/buf.h"
#include "view/table.h"

/* How rows are told. */
enum cs_report_rows {
	CS_REPORT_AUTO, /* as cards (view/cards.h) where they are sentences; on a terminal a ranking
			  * as one table that fits (view/narrow.h); else as a table */
	CS_REPORT_CARDS, /* each a card */
	CS_REPORT_TABLE, /* a table of all columns */
};

struct cs_report {
	const struct cs_table *table;
	struct cs_str title;	     /* empty: none */
	const struct cs_str *origin; /* "how these numbers were made": a line each */
	size_t norigin;
	unsigned width;		  /* columns of the terminal; 0: as wide as it takes */
	enum cs_report_rows rows; /* forms for machines keep tables whatever it is */
	bool color;		  /* terminal escapes for headings and bands */
};

/* The forms. Each appends the whole report. */
void cs_report_terminal(struct cs_buf *b, const struct cs_report *r);
void cs_report_markdown(struct cs_buf *b, const struct cs_report *r);

/* One static page: no script, no link to anything, readable on a phone and in mail. */
void cs_report_html(struct cs_buf *b, const struct cs_report *r);

/*
 * CSV (RFC 4180, CRLF) that a spreadsheet takes as data: text that would be read as a formula
 * gets an apostrophe in front. decimal ',' writes ; between cells and a comma in numbers, behind a
 * byte order mark: what a spreadsheet in German expects. NULL is an empty cell.
 */
void cs_report_csv(struct cs_buf *b, const struct cs_report *r, char decimal);

/* A JSON array of one object a row: numbers as numbers with all their digits, NULL as null. */
void cs_report_json(struct cs_buf *b, const struct cs_report *r);

/* One by one, the lines of the legend: "asa (s): mean wait of answered contacts". */
void cs_report_legend(struct cs_buf *line, const struct cs_table *t, unsigned col);

#endif
