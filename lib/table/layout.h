/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of rendering: the layouts of a grid as records.
 */
#ifndef CS_TABLE_LAYOUT_H
#define CS_TABLE_LAYOUT_H

#include "rec/writer.h"
#include "table/grid.h"
#include "table/shaping.h"

struct cs_layout_run {
	const struct cs_shape_plan *plan;
	struct cs_grid *grid;
	const struct cs_shaping *shaping; /* NULL: only the head is made */
	struct cs_writer *w;
	struct cs_head head;
};

/* Puts a column behind the others of the head; -1 with *e (2): there is one of that name. */
int cs_layout_column(struct cs_layout_run *l, struct cs_str name, struct cs_err *e);

/* The columns of the keys, but for that of the pivot, and total_over and others_n. -1 as above. */
int cs_layout_key_columns(struct cs_layout_run *l, struct cs_err *e);

/* What stands in them in a row of a group (by its id). */
void cs_layout_keys(struct cs_layout_run *l, uint32_t group);

/* The table with a key pivoted: its head and rows. -1 with *e (2): too many columns, or two of one
 * name. */
int cs_layout_pivot(struct cs_layout_run *l, struct cs_err *e);

#endif
