/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What of a table goes on a terminal, or on a page.
 *
 * A ranking has more columns than a screen, and in panels one below the other nobody finds
 * anybody. So it becomes one table of what matters first: who, the place, the band, the score with
 * its interval drawn, how many contacts, what lifts and what lowers, floors and movement. Columns
 * come in by their weight where they fit. What stands in brackets behind a reason, and behind
 * a colon in a band, goes first. What is left out is named below, with how to see it.
 *
 * Of all tables that are not metrics, columns in which every cell is NULL take no room and are
 * named below. Those of cs-kpi stay: there a dash is an answer.
 */
#ifndef CS_VIEW_NARROW_H
#define CS_VIEW_NARROW_H

#include "view/table.h"

struct cs_narrow {
	struct cs_table table; /* cells are those of the source, or in its own arena */
	struct cs_str hidden;  /* columns that did not fit, "a, b", or empty */
	struct cs_str null;    /* columns that are NULL everywhere, or empty */
	bool bar;	       /* there is a column in which intervals are drawn */
};

/* Is it a ranking, or no table of metrics? */
bool cs_narrow_wanted(const struct cs_table *t);

/* Lays *t out for `width` display columns (0: no limit). *t must live as long. */
void cs_narrow_make(struct cs_narrow *n, const struct cs_table *t, unsigned width);

/* Leaves out what is NULL in all rows, and nothing else: for pages, as wide as it takes. */
void cs_narrow_nulls(struct cs_narrow *n, const struct cs_table *t);

void cs_narrow_finish(struct cs_narrow *n);

#endif
