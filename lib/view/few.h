/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groups of few in a table that was made without a thought of them. What makes tables puts small
 * groups together, so that they cannot be computed (table/few.c); who only has the finished table
 * cannot add up means and quantiles, and leaves out instead.
 *
 * A row is as large as its column `contacts` says; without one, as the greatest of its NAME_n.
 * Rows of fewer go, and so do those that do not say. A row of nobody stays. In what is left a
 * metric with fewer behind it (NAME_n) is not shown, with its bounds and all other columns that are
 * named after it.
 *
 * The limits. What went is known to an intruder as soon as the table also says the sum: so a table
 * with totals, shares of them, or numbers about the intervals of other rows (windows, the interval
 * before) is refused when anything of it is too small. A sum that is not in the table is not known
 * here: another table may have it.
 */
#ifndef CS_VIEW_FEW_H
#define CS_VIEW_FEW_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "view/table.h"

/* What is not shown. */
struct cs_table_few {
	size_t rows;
	size_t numbers; /* metrics in rows that are shown */
};

/*
 * Leaves out of a table as cs_table_load gives it (before cs_table_spell) what tells of fewer than
 * `least` (> 0), and counts it. -1 with *e: 2 when no column says how many a row is of, or what
 * would go could be computed from sums in the table (which may be changed then); 65 a size that is
 * no number.
 */
int cs_table_few(struct cs_table *t, int64_t least, struct cs_table_few *gone, struct cs_err *e);

#endif
