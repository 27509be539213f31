/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A side table in memory: what is known by key and, perhaps, by time.
 *
 *	cs_side_add	rows, as many at once as there are
 *	cs_side_close	in order, and checked
 *	cs_side_find	the rows of many keys at once, by any thread
 *
 * Keys are a map to ids. The rows of a key stand together in the order of their instants, as
 * arrays: the instant or begin of a range, its end, and the number of a run. Runs are the cells
 * that are added, raw, with tabs between, each different one once: agents share teams, customers a
 * segment, plan and region. So memory is that of the keys, of 12 or 20 bytes a dated row, and of
 * the different runs.
 *
 * Who looks up many keys at once waits for all of them together: see base/map.h.
 */
#ifndef CS_REC_SIDE_H
#define CS_REC_SIDE_H

#include <stdint.h>

#include "base/err.h"
#include "base/map.h"
#include "rec/sidespec.h"

/* What a search ends with. */
enum cs_side_found {
	CS_SIDE_MATCHED,
	CS_SIDE_NO_KEY,	    /* NULL */
	CS_SIDE_NO_INSTANT, /* NULL, and the table is dated */
	CS_SIDE_UNKNOWN,    /* the table does not have the key */
	CS_SIDE_GAP,	    /* it does, but no row then */
	CS_SIDE_OUTSIDE,    /* the row there is lies further away than `within` */
	CS_SIDE_OUTCOMES
};

/* Open ends of ranges, and days that count from nothing. */
#define CS_SIDE_OPEN INT64_MAX
#define CS_SIDE_NONE INT64_MIN

/*
 * Rows as arrays. Keys are what cs_side_key() (rec/sideread.h) makes of their cells: equal bytes
 * are equal keys. p NULL is no key, which only searches may have.
 */
struct cs_side_rows {
	size_t n;
	struct cs_str *key, *run;
	int64_t *at;	/* the instant or begin; CS_SIDE_NONE: always was. NULL: not dated */
	int64_t *to;	/* the end; CS_SIDE_OPEN. NULL: no ranges */
	int64_t *days;	/* ndays a row: instants that days count from, or CS_SIDE_NONE */
	uint32_t *line; /* in the file: 2 is the first */
};

/* Where the arrays are the caller's own. */
void cs_side_rows_free(struct cs_side_rows *rows);

struct cs_side {
	/* Set before the first row comes. */
	enum cs_side_when when;
	enum cs_side_ties ties;
	int64_t within; /* microseconds; -1: however far */
	unsigned nadd, ndays;
	const bool *is_days; /* by cell that is added: days from an instant, not in the runs */
	const char *file;    /* for messages, and the name of the key in it */
	struct cs_str key_name;
	unsigned nkey; /* cells of a key: as it is shown in messages */

	struct cs_map keys, runs;
	size_t nrow, cap;
	uint32_t *id;	 /* by row until it is closed: its key */
	uint32_t *first; /* then, by key, and one more: where its rows begin */
	uint32_t *run, *line;
	int64_t *at, *to, *days;
};

void cs_side_finish(struct cs_side *s);

/* An empty table like this one. */
struct cs_side cs_side_shape(const struct cs_side *s);

/* Bytes that the table holds, or would need to be closed. */
size_t cs_side_bytes(const struct cs_side *s);

/* Most rows of a table. */
#define CS_SIDE_ROWS (UINT32_MAX - 2)

/* Adds rows; all texts are copied. */
void cs_side_add(struct cs_side *s, const struct cs_side_rows *rows);

/* Rows that were added, n of them from the from-th on, before the table is closed: rows has room
 * for keys and runs, and gets the arrays of the table for the rest. */
void cs_side_get(const struct cs_side *s, size_t from, size_t n, struct cs_side_rows *rows);

/*
 * Puts the rows in order. -1 with *e (65), naming both lines: two rows of a key that is to be there
 * once; ranges of a key that overlap. (That a range ends before it begins is for who reads it.)
 * Empty ranges hold never, and are dropped. Of several errors it is the one that shows first in the
 * file: *line (never NULL) is its later line, and where that is set already only what shows before
 * it is an error. So the parts of a table say together what the whole would.
 */
int cs_side_close(struct cs_side *s, uint32_t *line, struct cs_err *e);

/*
 * For each of n keys, at an instant each where the table is dated (at is not looked at otherwise;
 * CS_SIDE_NONE: none): its row, and what the search ended with; row is good where it matched.
 */
void cs_side_find(const struct cs_side *s, const struct cs_str *key, const int64_t *at, size_t n,
    uint32_t *row, uint8_t *found);

/* The same where CS_MAP_BEYOND bytes can be read from the begin of each key that has one. */
void cs_side_find_cells(const struct cs_side *s, const struct cs_str *key, const int64_t *at,
    size_t n, uint32_t *row, uint8_t *found);

/* The runs of n rows at once, of those that matched; the others are `otherwise`. */
void cs_side_runs(const struct cs_side *s, const uint32_t *row, const uint8_t *found, size_t n,
    struct cs_str otherwise, struct cs_str *run);

/*
 * The cells of a row with the days in their places, NULL where they are not known or count from
 * later than at, into p: gives how many bytes. They are at most those of the run and
 * CS_SIDE_DAYS_MORE for each of the days.
 */
size_t cs_side_cells(const struct cs_side *s, uint32_t row, int64_t at, char *p);

enum { CS_SIDE_DAYS_MORE = 21 };

/* The run of a row. */
static inline struct cs_str
cs_side_run(const struct cs_side *s, uint32_t row)
{
	return cs_map_key(&s->runs, s->run[row]);
}

#endif
