/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shape of a table: what is asked for beside keys and metrics. Shapes happen when cells are
 * rendered and change no cell: what they show is computed from exact statistics, added up, never
 * from other numbers of the table. So a mean over seven days is that of all rows of those days, and
 * the customers of two queues together are counted once.
 *
 * What follows what: first the rows of --fill, then --min-group, so that all that comes later is
 * made of what it shows; then --top puts groups together, then --subtotals adds rows, then windows
 * of time are laid over all of these, and at the end rows are put in order.
 */
#ifndef CS_TABLE_SHAPE_H
#define CS_TABLE_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "cell/by.h"
#include "cell/cell.h"
#include "cell/scheme.h"
#include "table/before.h"

/* Rows for the sum of several groups. */
enum cs_subtotals {
	CS_SUBTOTALS_NONE,
	CS_SUBTOTALS_PREFIX, /* over the last key, over the last two, ... over all */
	CS_SUBTOTALS_ALL,    /* over every choice of keys */
};

/* What counts and sums are a share of. */
enum cs_of_total {
	CS_OF_TOTAL_NONE,
	CS_OF_TOTAL_WHOLE,  /* of all rows reported on */
	CS_OF_TOTAL_PARENT, /* of the groups that differ in the last key only */
};

enum cs_layout {
	CS_LAYOUT_WIDE,	 /* a column a metric */
	CS_LAYOUT_LONG,	 /* a record a number */
	CS_LAYOUT_PIVOT, /* wide, with a column a metric and value of a key */
};

enum { CS_ROLLING_MAX = 1000, CS_PIVOT_MAX = 300 };

/* Zeroed it is the wide table of all groups, without bounds. Texts stay the caller's. */
struct cs_shape {
	bool interp;  /* quantiles between ranks (type 7), not by nearest rank */
	bool ci;      /* NAME_lo and NAME_hi as well: see stat/interval.h for which bounds */
	double level; /* of these: .95 */
	bool fill;    /* rows for intervals in which there was nothing */
	bool whole;   /* of cells of more than the period: --fill shows its intervals, as wholes */
	bool period;  /* the rows shown are those of intervals in from .. to; else of all */
	int64_t from, to; /* first instant, and the first behind it; open: CS_INSTANT_MIN, MAX */
	unsigned rolling; /* NAME_rolling_N: over each interval and the N - 1 before it; 0: none */
	bool ytd;	  /* NAME_ytd: from the first interval of the year */
	enum cs_subtotals subtotals;
	enum cs_of_total of_total;
	size_t top;	      /* that many values of a key, the others together; 0: all of them */
	struct cs_str top_by; /* by this metric; p NULL: the first */
	int64_t min_group;    /* groups of fewer are not named; 0: all are. See few.c for the law */
	struct cs_str min_by; /* fewer of this metric; p NULL: of contacts, or else of rows */
	struct cs_str sort;   /* rows in the order of a metric, "-NAME": greatest first; or NULL */
	enum cs_layout layout;
	struct cs_str pivot; /* CS_LAYOUT_PIVOT: the key */
	struct cs_versus vs; /* what the table is held against */
	/* Called for what the reader of the table should know; may be NULL. */
	void (*note)(void *arg, struct cs_str text);
	void *arg;
};

/* "N" or "N:METRIC" into top and top_by; -1 with *e (2). */
int cs_shape_top(struct cs_shape *how, struct cs_str text, struct cs_err *e);

/* The same for min_group and min_by. */
int cs_shape_min_group(struct cs_shape *how, struct cs_str text, struct cs_err *e);

/* A shape bound to keys and metrics. */
struct cs_shape_plan {
	const struct cs_shape *how;
	const struct cs_scheme *scheme;
	const struct cs_by *by;
	int time;	     /* the key that cuts time, for windows and periods of cells; else -1 */
	int top, pivot;	     /* keys; -1: not asked */
	size_t top_by, sort; /* metrics */
	size_t min_by;	     /* a metric; SIZE_MAX: rows */
	bool down;	     /* sort: greatest first */
};

/* -1 with *e (2): keys or metrics that are not there, a shape that these keys cannot have. */
int cs_shape_bind(struct cs_shape_plan *p, const struct cs_shape *how, const struct cs_scheme *s,
    const struct cs_by *by, struct cs_err *e);

/* The table has windows of time, or looks back to the interval before. */
static inline bool
cs_shape_windows(const struct cs_shape *how)
{
	return how->rolling != 0 || how->ytd || how->vs.intervals;
}

/* The first instant that has to be counted, of a shape that these keys can have: from, or where the
 * window of the interval that begins there does, or the interval that it is held against. */
int64_t cs_shape_reach(const struct cs_shape *how, const struct cs_by *by);

/* What is shown of a group depends on no other group: rows can be made of a piece at a time. */
bool cs_shape_alone(const struct cs_shape *how);

/* Metrics of this kind add up: their shares of a total mean something. */
bool cs_shape_adds_up(enum cs_stat_kind kind);

#endif
