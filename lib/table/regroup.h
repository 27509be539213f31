/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groups put together: their statistics are added up, as those of shards are, into the group that
 * has a mark (cell/keys) in place of the values of some keys.
 */
#ifndef CS_TABLE_REGROUP_H
#define CS_TABLE_REGROUP_H

#include "cell/celltable.h"

enum { CS_REGROUP_KEYS = 16 }; /* groups of more keys are not put together */

struct cs_regroup {
	uint32_t totals;     /* bit k: over all values of key k */
	uint32_t others;     /* bit k: the values of key k become "others" */
	const uint8_t *skip; /* by group: not 0, it is left out; NULL: none is */
};

/*
 * Adds the groups of from, which has the same scheme and keys, to those of `to`. map (may be NULL)
 * gets for each group of from the one it went to, CS_GROUP_NONE for those left out. -1 with *e
 * (65): what cannot be added up.
 */
int cs_regroup(struct cs_cells *to, const struct cs_cells *from, const struct cs_regroup *how,
    uint32_t *map, struct cs_err *e);

/* The group of c whose values are those of group g of from, but for the same marks: made when it
 * is not there (cs_cells_room afterwards). */
uint32_t cs_regroup_find(
    struct cs_cells *c, const struct cs_cells *from, uint32_t g, const struct cs_regroup *how);

/* A key of a group stands for all values, or for others. */
bool cs_regroup_is_total(const struct cs_cells *c, uint32_t group, unsigned key);
bool cs_regroup_is_others(const struct cs_cells *c, uint32_t group, unsigned key);

#endif
