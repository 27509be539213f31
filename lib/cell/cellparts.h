/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of cells (cell/celltable.h): what each group consists of, part by part, as streams of
 * cells and files of spilled groups have it, and back.
 */
#ifndef CS_CELL_CELLPARTS_H
#define CS_CELL_CELLPARTS_H

#include "cell/celltable.h"

/* Zeroed but for c it is empty. c must not change in between. */
struct cs_cell_parts {
	const struct cs_cells *c;
	struct cs_cell_items *items; /* by statistic: of DISTINCT, sorted by group */
};

void cs_cell_parts_init(struct cs_cell_parts *p, const struct cs_cells *c);
void cs_cell_parts_finish(struct cs_cell_parts *p);

/* Calls part(arg, acc, name, value) for all that is known of a group but for its rows. */
typedef void cs_cell_part_fn(void *arg, unsigned acc, const char *name, struct cs_str value);
void cs_cell_parts_of(
    const struct cs_cell_parts *p, uint32_t group, cs_cell_part_fn *part, void *arg);

#endif
