/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table for people: a record stream held in memory, with what is known of each column, so that
 * it can be laid out. The one place that keeps rows; hence a limit on them.
 *
 * What a column is (its look) comes from the schema and the metric dictionary by its name; for a
 * column of neither, the cells decide between number and text, which changes alignment only.
 */
#ifndef CS_VIEW_TABLE_H
#define CS_VIEW_TABLE_H

#include "base/arena.h"
#include "base/err.h"
#include "rec/reader.h"

enum cs_look {
	CS_LOOK_TEXT,
	CS_LOOK_NUMBER,	 /* decimals and counts as they are */
	CS_LOOK_SECONDS, /* shown as seconds or on a clock */
	CS_LOOK_SHARE,	 /* 0 .. 1, shown in per cent */
	CS_LOOK_CHANCE,	 /* how likely something is by chance: 0 .. 1, tiny ones too */
	CS_LOOK_TIME,	 /* RFC 3339, shown as the wall clock of its offset */
	CS_LOOK_BAND,	 /* green, orange, red ... : words that are coloured */
};

struct cs_table_col {
	struct cs_str name; /* as in the stream: what machines read */
	struct cs_str
	    label; /* for people: the name, or "n" "from" "to" beside what it belongs to */
	enum cs_look look;
	bool beside;	       /* it belongs to the column on its left: NAME_n, NAME_lo, NAME_hi */
	bool key;	       /* says which row it is: stands left, repeated on each panel */
	bool number;	       /* aligned right */
	bool whole;	       /* there is room for it: never cut on a terminal */
	struct cs_str meaning; /* a sentence for the legend; may be empty */
};

struct cs_table {
	struct cs_table_col *col;
	unsigned ncol;
	size_t nrow;
	struct cs_str *cell; /* decoded, row by row; p NULL is NULL */
	size_t cell_cap;
	struct cs_arena arena;
};

#define CS_TABLE_INIT                                                                              \
	{                                                                                          \
		NULL, 0, 0, NULL, 0, CS_ARENA_INIT                                                 \
	}

void cs_table_finish(struct cs_table *t);

/* What is in that unit of the schema or the dictionary: s, share, chance; all else a number. */
enum cs_look cs_look_of_unit(struct cs_str unit);

/*
 * Reads the stream to its end. More than max_rows rows are an error (65): a table that was cut
 * would look like a short day.
 */
int cs_table_load(struct cs_table *t, struct cs_reader *r, uint64_t max_rows, struct cs_err *e);

/*
 * For people: keys that a row of cs-kpi is the sum over, or that stand for others, say so in place
 * of NULL, and the columns that said it (total_over, others_n) go. Not for the forms for machines.
 */
void cs_table_spell(struct cs_table *t);

/* What stands in a key of a sum then; its cells have this very pointer. */
extern const struct cs_str cs_table_total;

/* The inside of cs_table_load: the columns of a pivoted table look like the metrics they are of. */
void cs_table_pivoted(struct cs_table *t, enum cs_look (*look_of)(struct cs_str unit));

static inline struct cs_str
cs_table_cell(const struct cs_table *t, size_t row, unsigned col)
{
	return t->cell[row * t->ncol + col];
}

static inline bool
cs_table_null(struct cs_str cell)
{
	return cell.p == NULL;
}

/* The key column of instants or dates that the rows are a series over, or -1. */
int cs_table_series(const struct cs_table *t);

/*
 * First row of the next group after row `from`: rows of a group agree in all key columns but the
 * series column. nrow at the end.
 */
size_t cs_table_group_end(const struct cs_table *t, int series, size_t from);

#endif
