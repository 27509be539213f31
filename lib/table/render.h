/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tables that people read. The wide one has a row a group, a column a metric. Beside shares,
 * means, quantiles and scores stands NAME_n, how many they rest on, so that no ratio comes without
 * its size. All that is exact stays so to the last digit: shares are divided exactly to 8 digits,
 * mean seconds to 3; what was counted or picked from the data (sums, quantiles, extremes) has no
 * digits but its own. NULL is \N.
 *
 * Rows that stand for several groups are told from those whose key is NULL by columns behind the
 * keys: total_over lists the keys that a row is the sum over (empty in a row of one group), and
 * others_n is how many values of the key of --top, or groups of --min-group, are put together in it
 * (0 in other rows).
 *
 * The long table has a record a number: the keys, metric (the name of its column in the wide one),
 * value, n, lo and hi. The pivoted one has, in place of a key, a column NAME_VALUE for each value
 * and metric, the values in their order: letters and digits of the value, _ for other bytes;
 * `null`, `empty`, `others` and `total` for those; names that would be alike get a number.
 */
#ifndef CS_TABLE_RENDER_H
#define CS_TABLE_RENDER_H

#include "cell/by.h"
#include "cell/cell.h"
#include "cell/scheme.h"
#include "table/shape.h"

/* Would there be such a table? 0, or -1 with *e (2): a shape that does not go with the keys or
 * metrics, two columns of one name. Asked before rows are read. */
int cs_render_check(const struct cs_scheme *s, const struct cs_by *by, const struct cs_shape *how,
    struct cs_err *e);

/* Writes head and rows of cells, to which it adds the groups of the shape. -1 with *e: 2 as above,
 * or too many rows or columns; 65: what does not add up. */
int cs_render(
    struct cs_cells *c, const struct cs_shape *how, struct cs_writer *w, struct cs_err *e);

#endif
