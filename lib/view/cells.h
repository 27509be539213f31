/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the cells of a table read: one form for a whole column, chosen by all of its values, so that
 * numbers line up and a unit stands once, in the heading.
 *
 *	seconds	 14.2 (s) below 100 s, else 3:05 or 1:02:07
 *	shares	 87.3 (%)
 *	chances	 0.0312, and <0.0001 for all below it: how far off a table says no more
 *	times	 09:15, with the date when there is more than one; the offset in the heading
 *	NULL	 a dash: nothing to say, or too early to say
 */
#ifndef CS_VIEW_CELLS_H
#define CS_VIEW_CELLS_H

#include "base/buf.h"
#include "view/table.h"

struct cs_form {
	enum cs_look look;
	int digits;	    /* behind the point */
	bool clock;	    /* seconds as m:ss */
	bool hours;	    /* seconds as h:mm:ss */
	bool dates;	    /* times with their date */
	bool seconds;	    /* times with their seconds */
	struct cs_str unit; /* for the heading: "s", "%", "m:ss", "UTC", "+02:00" or empty */
};

/* The form that suits the column. */
struct cs_form cs_form_choose(const struct cs_table *t, unsigned col);

/* Appends the cell as people read it; never a control character. */
void cs_form_add(struct cs_buf *b, const struct cs_form *f, struct cs_str cell);

/* Appends text that is safe in one line: newlines and tabs as blanks, control bytes as escapes. */
void cs_form_plain(struct cs_buf *b, struct cs_str text);

/* The date that all times of a column share, or empty. */
struct cs_str cs_form_date(const struct cs_table *t, unsigned col);

/*
 * A value for charts in thousandths of its unit (shares in thousandths of a per cent point), so
 * that no float is needed: false for NULL and text.
 */
bool cs_form_value(const struct cs_form *f, struct cs_str cell, int64_t *milli);

#endif
