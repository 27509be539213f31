/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of rendering: a shape laid over cells. It gives the rows of the table, in order, and
 * the frames of its grid.
 */
#ifndef CS_TABLE_SHAPING_H
#define CS_TABLE_SHAPING_H

#include "cell/celltable.h"
#include "table/grid.h"
#include "table/shape.h"

struct cs_shaping {
	const struct cs_shape_plan *plan;
	struct cs_cells *c; /* groups are added to it */
	uint8_t *hidden;    /* by group: CS_HIDDEN_..., 0: it is a row */
	size_t nhidden;	    /* groups it knows of; later ones are shown */
	size_t hidden_cap;
	int64_t *begin;	 /* by value id of the time key: first instant, or CS_WINDOW_NONE */
	uint32_t *first; /* values of the key of --top, in their order */
	size_t nothers;	 /* and how many others there are */
	uint32_t *few;	 /* with --min-group, by group: how many are put together in it */
	size_t nfew;	 /* groups it knows of */
	size_t few_cap;
	/* By frame: cells that are not c, and where each group of c is in them. */
	struct cs_cells *cells[CS_FRAMES];
	uint32_t *group[CS_FRAMES];
};

/* Why a group is no row: bits. */
enum {
	CS_HIDDEN_MERGED = 1,  /* it is among the others of --top */
	CS_HIDDEN_OUTSIDE = 2, /* of the period: windows reach back to it */
	CS_HIDDEN_FEW = 4, /* too small to be named: it is among those of --min-group, or gone */
};

/*
 * Adds groups to the cells, sets their order to the rows of the table, and the frames of grid. -1
 * with *e: 2 too many rows, 65 what does not add up. Finish in any case, when grid is not used any
 * more.
 */
int cs_shaping_run(struct cs_shaping *s, const struct cs_shape_plan *plan, struct cs_cells *c,
    struct cs_grid *grid, struct cs_err *e);
void cs_shaping_finish(struct cs_shaping *s);

/* The steps, in their order: see shape.h. */
int cs_shaping_few(struct cs_shaping *s, struct cs_err *e);
int cs_shaping_top(struct cs_shaping *s, struct cs_err *e);
void cs_shaping_cross(struct cs_shaping *s);
int cs_shaping_totals(struct cs_shaping *s, struct cs_err *e);

/* How many values --top has put together in a group; with --min-group how many groups, by either
 * of them. */
size_t cs_shaping_others(const struct cs_shaping *s, uint32_t group);

/* hidden[], with room for every group there is now. */
uint8_t *cs_shaping_hidden(struct cs_shaping *s);

#endif
