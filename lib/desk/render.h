/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The wide table that people read: a row a group, a column a metric. Beside shares, means,
 * quantiles and scores stands NAME_n, how many they rest on, so that no ratio comes without its
 * size. All that is exact stays so to the last digit: shares are divided exactly to 8 digits, mean
 * seconds to 3; what was counted or picked from the data (sums, quantiles, extremes) has no digits
 * but its own. NULL is \N.
 */
#ifndef CS_DESK_RENDER_H
#define CS_DESK_RENDER_H

#include "desk/by.h"
#include "desk/cell.h"
#include "desk/scheme.h"
#include "desk/shape.h"

/* Would the table have two columns of one name? 0, or -1 with *e (2): asked before rows are
 * read. */
int cs_render_check(const struct cs_scheme *s, const struct cs_by *by, const struct cs_shape *how,
    struct cs_err *e);

/* Writes head and rows of sorted cells. -1 with *e (2), as above. */
int cs_render(
    struct cs_cells *c, const struct cs_shape *how, struct cs_writer *w, struct cs_err *e);

#endif
