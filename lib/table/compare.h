/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table held against what was before (table/before.h): of each metric in each group the
 * difference, its bounds, and whether it could be luck (stat/diff.h has the methods).
 *
 * All tests of a table are judged together, by Benjamini and Hochberg (stat/bh.h): who looks at 500
 * agents finds 25 that differ at the usual level if they are all alike. The words never say why
 * there is a difference, only whether chance is enough to make it:
 *
 *	hardly luck	of those that are called so, 1 in 20 is luck after all, on average
 *	could be luck	chance alone makes such a difference often enough
 *	too few		nothing can be said of so few (CS_DIFF_MIN)
 *	too early	a count of a time that is not over (table/before.h)
 *
 * NULL stands where there is no test: values that are all equal, nothing known of before.
 */
#ifndef CS_TABLE_COMPARE_H
#define CS_TABLE_COMPARE_H

#include "stat/diff.h"
#include "table/before.h"
#include "table/grid.h"

/* What came of one metric in one group. */
struct cs_compared {
	double lo, hi; /* in the unit of the metric, when ci */
	double p;      /* adjusted; CS_DIST_BAD: no test */
	bool ci;
	bool few, early; /* that is why there is no test */
};

struct cs_compare {
	struct cs_before before;
	struct cs_compared *result; /* by group id of the table, then metric */
	size_t nmetric;
	double luck; /* p up to which it is hardly luck: .05 for bounds of 95 % */
};

/* A metric's statistics of both sides, as they are compared: in the unit of the metric. ratio: see
 * struct cs_before. */
struct cs_diff cs_compare_stats(
    const struct cs_stat *a, const struct cs_stat *b, double ratio, double level);

/*
 * Compares the groups that the table shows: those in the order of the grid's own frame. Sets its
 * frame CS_FRAME_BEFORE.
 */
void cs_compare_run(struct cs_compare *c, struct cs_grid *g, const struct cs_versus *vs);
void cs_compare_finish(struct cs_compare *c);

/* Appends what a column of one of the aspects CS_ASPECT_DIFF ... CS_ASPECT_LUCK says of a group
 * (CS_GROUP_NONE: nothing). */
void cs_compare_text(const struct cs_compare *c, struct cs_grid *g, const struct cs_grid_col *col,
    uint32_t group, struct cs_buf *out);

#endif
