/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of cells (cell/celltable.h): stocks as levels. What came and went in each group is
 * summed up along time, for each combination of the keys that are not of time by itself.
 */
#ifndef CS_CELL_STOCKLEVEL_H
#define CS_CELL_STOCKLEVEL_H

#include "cell/celltable.h"

/* What is in stock at the end of one group's interval. */
struct cs_stock_level {
	bool known;   /* false: the interval begins after all that is known of, or it is none; or
		       * the cells, of whoever made them, have less than nothing there */
	int64_t open; /* how many */
	int64_t edge; /* second of the end of the interval, or of as-of if that comes first */
	cs_i128 sum;  /* of the seconds of entry of what is open */
};

struct cs_stock_levels;

/* The levels of statistic acc of c, all groups. With ages wanted by c's formulas, those as well. */
struct cs_stock_levels *cs_stock_levels_make(const struct cs_cells *c, unsigned acc);
void cs_stock_levels_free(struct cs_stock_levels *l); /* NULL is fine */

const struct cs_stock_level *cs_stock_level(const struct cs_stock_levels *l, uint32_t group);

/* The age in seconds at rank ceil(q n) of what is open, the oldest last; in is the input that asks
 * for it, one of the formulas of c. False: nothing is open, or the level is not known. */
bool cs_stock_level_age(
    const struct cs_stock_levels *l, uint32_t group, const struct cs_input *in, int64_t *age);

#endif
