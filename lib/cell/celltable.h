/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of cells (cell/cell.h): groups, statistics, and what is known of the run. Who counts,
 * merges, writes or renders cells works on this; who only reads them does not.
 */
#ifndef CS_CELL_CELLTABLE_H
#define CS_CELL_CELLTABLE_H

#include "cell/by.h"
#include "cell/cell.h"
#include "cell/keyed.h"
#include "cell/keys.h"
#include "cell/scheme.h"
#include "cell/shard.h"
#include "cell/store.h"

/* What chose the rows of a run: parts that are added up must have been chosen alike. */
enum cs_choice {
	CS_CHOICE_WHERE,
	CS_CHOICE_KEEP_ONLY,
	CS_CHOICE_TIME,	 /* the column that the period is about, where it is not started_at */
	CS_CHOICE_BAD,	 /* what became of bad cells, where it is not an error */
	CS_CHOICE_HOURS, /* the calendar of business hours, where there is one */
	CS_CHOICES,
};

/* What is known of the run. Texts live as long as the cells. */
struct cs_cells_run {
	int64_t as_of;
	bool has_as_of;
	bool told;	    /* as_of was asked for; else it is the newest instant of the rows */
	bool before;	    /* there are rows before the period; cells do not say */
	bool has_newest;    /* where intervals cut time and as-of was not told: */
	int64_t newest;	    /* the newest instant that they would cut, of the period or behind it */
	struct cs_str zone; /* IANA name; empty: UTC */
	struct cs_str choice[CS_CHOICES]; /* canonical; empty: not asked */
	struct cs_str *column;		  /* names of the columns that the formulas read */
	size_t ncolumn;
	struct cs_shards shards;
};

struct cs_cells {
	const struct cs_scheme *scheme;
	const struct cs_by *by;
	struct cs_keys keys;
	struct cs_store store;
	struct cs_cells_run run;
	struct cs_arena arena;
	struct cs_key_first first; /* n = 0: none */
	/* Made by cs_cells_sort. */
	uint32_t *order; /* position -> group id */
	size_t norder;
	struct cs_str **text;	/* by key and value id: decoded */
	struct cs_spill *spill; /* NULL, or the groups are there, and come a piece at a time */
	int64_t ends; /* sums over time end there, for stocks: CS_INSTANT_MAX, or sooner */
	double level; /* of the bounds of estimates: .95 */
	bool interp;  /* quantiles between ranks, not by nearest rank */
	struct cs_stock_levels **stock; /* by statistic: of stocks, made when first asked for */
	/* The bins that were asked for last: quantiles of one histogram come in a row. */
	struct cs_bins bins;
	const struct cs_hist *bins_of;
	struct cs_keyed_cache keyed;
	/* What a stream of cells was read into; unused where the scheme is another's. */
	struct cs_scheme own_scheme;
	struct cs_by own_by;
	struct cs_head head;
};

/* Empty cells for a scheme and keys, both of which stay the caller's and must live longer. */
struct cs_cells *cs_cells_new(const struct cs_scheme *scheme, const struct cs_by *by);

/* Forgets all groups. Keys that are looked up from now on have other ids. */
void cs_cells_empty(struct cs_cells *c);

/* Makes room for all groups that the keys have now. */
void cs_cells_room(struct cs_cells *c);

/* Bytes held: what memory limits count. Looks at every histogram. */
size_t cs_cells_bytes(const struct cs_cells *c);

/* The id of a group in which there is nothing, and that no table has; good until groups come. */
uint32_t cs_cells_nothing(struct cs_cells *c);

/* Adds all of from, which has the same scheme and keys; from->run is not looked at. map (may be
 * NULL) gets the ids of from's groups in c. -1 with *e (65): a count runs over. */
int cs_cells_merge(
    struct cs_cells *c, const struct cs_cells *from, uint32_t *map, struct cs_err *e);

/* Asks for the memory of a group that will be shown soon: groups come in the order of their keys,
 * which is none in memory. Sorted cells only. */
void cs_cells_ahead(const struct cs_cells *c, uint32_t group);

/* Puts the groups in the order of the report, when no more are added. */
void cs_cells_sort(struct cs_cells *c);

/*
 * Adds the groups of intervals in which there was nothing: for each combination of the other keys,
 * all intervals of the first time key, from the one of `from` to the one before `to` of what was
 * counted in from .. to (cs_shards_counted); open ends (CS_INSTANT_MIN, CS_INSTANT_MAX) are the
 * first and last interval that there are. Sort afterwards. -1 with *e (2): there is no time key, or
 * too many rows would come of it.
 */
int cs_cells_fill(struct cs_cells *c, int64_t from, int64_t to, struct cs_err *e);

/* As cs_cells_stat, of a group by its id: cells need not be sorted. */
void cs_cells_stat_of(struct cs_cells *c, uint32_t group, size_t m, struct cs_stat *s);

/* As cs_cells_key, of a group by its id, once the cells are sorted. */
struct cs_str cs_cells_key_of(const struct cs_cells *c, uint32_t group, unsigned k);

/* Writes the cells (sorted) as a record stream: the head, what is known of the run, the cells. -1
 * with *e (2): a key has the name of one of the stream's own columns. */
int cs_cells_write(struct cs_cells *c, struct cs_writer *w, struct cs_err *e);

/* The column in front of the keys, and those behind. */
extern const struct cs_str cs_cell_columns[4]; /* kind metric part value */

/* The part of a meta record that carries each choice, and what it is for people. */
extern const struct cs_choice_name {
	const char *part, *name;
} cs_choice_names[CS_CHOICES];

#endif
