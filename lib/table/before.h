/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a table is held against: for each of its groups the one before, or on the other side.
 *
 * There are two ways. With intervals among the keys, each group is held against that of the
 * interval before it with the same other keys, which the cells of the table have themselves. Else
 * rows were counted on two sides in one pass (cs_by_sides: a row may be on both), and each group is
 * held against the group of the same keys on the other side.
 *
 * A group that the other side does not have is one in which there was nothing, of which it may be
 * said that there were 0 contacts. But nothing is known of what lies before the first interval that
 * was read: there it is NULL, and so is all of a stretch that ends before the first row.
 *
 * An interval, or period, that goes on after as-of has not had all its contacts: they are fewer
 * than of one that is over, whatever happened. Where as-of was not told it is the newest row that
 * says what is over, so the interval of that is not.
 */
#ifndef CS_TABLE_BEFORE_H
#define CS_TABLE_BEFORE_H

#include "cell/celltable.h"

/* How to compare, as it was asked: part of the shape of a table. */
struct cs_versus {
	bool set;
	struct cs_str text;    /* "previous", or a condition */
	bool intervals;	       /* with the interval before; else with the other side */
	struct cs_cells *base; /* what is on the other side; NULL: the table's own cells */
	int64_t known;	       /* intervals: first instant of which something is known;
				  CS_INSTANT_MIN: that of the first interval there is */
	double ratio;	       /* sides: how long this one is, in lengths of the other */
	bool unknown;	       /* sides: nothing is known of the other */
	int64_t end;	       /* sides: where the period ends; CS_INSTANT_MAX: open */
};

/* Takes the groups of one side (CS_SIDE_OWN, CS_SIDE_OTHER) out of cells that were counted by
 * cs_by_sides of by: new cells, in *out. c stays as it is. -1 with *e (65): a count runs over. */
int cs_cells_side(struct cs_cells **out, const struct cs_cells *c, const struct cs_by *by,
    enum cs_side side, struct cs_err *e);

/*
 * Groups that are only on the other side come into the table, empty: what there is no more is a
 * difference too. Before the table is sorted.
 */
void cs_before_adopt(struct cs_cells *table, const struct cs_versus *vs);

/* By the id of a group of the table. */
struct cs_before {
	struct cs_cells *cells; /* where they are: the base's, or the table's */
	uint32_t *group;	/* id there; CS_GROUP_NONE: nothing is known */
	double *ratio;		/* how long its time is, in that of the group it is held against */
	bool *early;		/* its time is not over */
};

/* Pairs all groups of a table, once no more are added to it. */
void cs_before_pair(struct cs_before *b, struct cs_cells *table, const struct cs_versus *vs);
void cs_before_finish(struct cs_before *b);

#endif
