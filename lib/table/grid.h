/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table before it is laid out: rows are groups, columns are what is shown of a metric. Wide,
 * long and pivoted tables are layouts of this one grid (table/render).
 *
 * A column is a metric, a frame and an aspect. The frame says over which rows of the input the
 * metric is computed for a group: its own, those of a window of time that ends with it, all. The
 * aspect says what of it is shown: the value, how many it rests on, a bound. Each frame is a set of
 * cells of its own with a map from the groups of the table, so that what is shown of a frame is
 * always a value that one run over those rows would have given.
 */
#ifndef CS_TABLE_GRID_H
#define CS_TABLE_GRID_H

#include "cell/by.h"
#include "cell/cell.h"
#include "cell/scheme.h"

struct cs_compare;
struct cs_shape;

enum cs_frame_id {
	CS_FRAME_OWN,	  /* the group itself */
	CS_FRAME_ROLLING, /* its interval and those before it */
	CS_FRAME_YTD,	  /* the year up to its interval */
	CS_FRAME_WHOLE,	  /* what it is a share of: has no columns of its own */
	CS_FRAME_BEFORE,  /* what it is held against (table/compare.h) */
	CS_FRAMES,
};

enum cs_aspect {
	CS_ASPECT_VALUE,
	CS_ASPECT_N,  /* how many it rests on */
	CS_ASPECT_LO, /* its bounds */
	CS_ASPECT_HI,
	CS_ASPECT_OF_TOTAL, /* as a share of the whole */
	CS_ASPECT_OF_PARENT,
	CS_ASPECT_DIFF, /* the difference to what was before, with bounds, */
	CS_ASPECT_DIFF_LO,
	CS_ASPECT_DIFF_HI,
	CS_ASPECT_P,	/* how often chance makes one like it, all tests of the table minded, */
	CS_ASPECT_LUCK, /* and that in words */
	CS_ASPECTS,
};

/* Which column of the long table an aspect stands in; a value begins a record. */
enum cs_part { CS_PART_VALUE, CS_PART_N, CS_PART_LO, CS_PART_HI, CS_PARTS };

struct cs_grid_col {
	size_t metric;
	enum cs_frame_id frame;
	enum cs_aspect aspect;
	enum cs_part part;
	const char *suffix; /* what its name has behind the metric's */
	struct cs_str name; /* unique in the table */
};

/* What is known of a metric before any group is looked at. */
struct cs_grid_metric {
	enum cs_stat_kind kind;
	enum cs_type type;
	bool n, bounds;	 /* its value has such columns beside it */
	bool level;	 /* of the end of an interval: windows have none */
	bool less, test; /* two of them have a difference, and a test of it */
	int digits;	 /* behind the point of a ratio */
};

/* Where a frame's statistics are. */
struct cs_frame {
	struct cs_cells *cells; /* sorted or not; NULL: the table has no such frame */
	const uint32_t *group;	/* by the group's id in the table: its id in these cells, or
				   CS_GROUP_NONE: nothing to say, all is NULL; NULL: the same */
};

/* The columns of a table, and what each metric is: known before a row is read. */
struct cs_grid_cols {
	struct cs_grid_metric *metric; /* by metric */
	struct cs_grid_col *col;
	size_t n;
};

struct cs_grid {
	struct cs_grid_cols cols;
	struct cs_frame frame[CS_FRAMES];
	double level;			  /* of the bounds */
	bool interp;			  /* quantiles between ranks */
	struct cs_grid_seen *seen;	  /* by frame: what was looked at last */
	const struct cs_compare *compare; /* when there is a frame of before */
};

/* Ready for cs_grid_text once its frames are set; finish afterwards. */
void cs_grid_init(
    struct cs_grid *g, struct cs_arena *a, const struct cs_scheme *s, const struct cs_shape *how);
void cs_grid_finish(struct cs_grid *g);

/*
 * What is known of a metric in a group (its id in the table) in a frame; NULL: nothing. Good until
 * the frame is asked for another.
 */
const struct cs_stat *cs_grid_stat(
    struct cs_grid *g, enum cs_frame_id frame, size_t metric, uint32_t group);

/* Appends what a column says of a group, escaped as records are: the one place that knows. */
void cs_grid_text(
    struct cs_grid *g, const struct cs_grid_col *col, uint32_t group, struct cs_buf *out);

/* Numbers as all tables write them: the value of a statistic, and an estimate with so many digits
 * (minus nothing is nothing). */
void cs_grid_value(struct cs_buf *b, const struct cs_grid_metric *m, const struct cs_stat *s);
void cs_grid_real(struct cs_buf *b, double v, int digits);

/* Both bounds of a statistic at a level as text; \N when there are none. */
void cs_grid_bounds(struct cs_buf *lo, struct cs_buf *hi, const struct cs_grid_metric *m,
    const struct cs_stat *s, double level);

#endif
