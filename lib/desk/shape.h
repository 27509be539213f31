/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shape of a table: what is asked for beside keys and metrics. Shapes happen when cells are
 * rendered, and change no cell: what they show is computed from exact statistics, added up, never
 * from other numbers of the table.
 */
#ifndef CS_DESK_SHAPE_H
#define CS_DESK_SHAPE_H

#include <stdbool.h>

struct cs_shape {
	bool ci;      /* NAME_lo and NAME_hi as well: see stat/interval.h for which bounds */
	double level; /* of these: .95 */
};

#endif
