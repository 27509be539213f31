/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A side table as it is read: from the records of its file to rows of rec/side.h (inner).
 */
#ifndef CS_REC_SIDEREAD_H
#define CS_REC_SIDEREAD_H

#include "rec/reader.h"
#include "rec/side.h"

/* Where a column is that is added. */
struct cs_side_from {
	unsigned col;
	bool days; /* the instant that days count from */
};

struct cs_side_reader {
	const struct cs_side_spec *spec;
	struct cs_reader *in;
	struct cs_batch batch;
	unsigned *key;
	int at, to; /* -1: none */
	struct cs_side_from *add;
	struct cs_side_add *added; /* as the specification has it, or all columns there are */
	size_t nadd;
	unsigned ndays;
	uint64_t no_key, no_instant; /* rows that nothing can find */

	struct cs_side_rows rows; /* of the last batch */
	struct cs_buf text;	  /* keys and runs that had to be put together */
	struct cs_str *cell;	  /* of one key */
	size_t cap;
};

/* Opens the file and finds the columns; arena and spec live as long. -1 with *e: 74, 65, or 2 for
 * a column that is not there. */
int cs_side_reader_open(struct cs_side_reader *r, struct cs_arena *arena,
    const struct cs_side_spec *spec, struct cs_err *e);
void cs_side_reader_close(struct cs_side_reader *r);

/*
 * The next rows, in r->rows, good until the next call: 1; 0 at the end; -1 with *e (65), naming
 * file, line and column: a cell is no instant, a range ends before it begins.
 */
int cs_side_reader_next(struct cs_side_reader *r, struct cs_err *e);

/*
 * The key that n raw cells are: p NULL if one of them is NULL. One cell is decoded, several are,
 * each behind its length. p has room for their bytes and 5 more each, and is left untouched where
 * the key is the cell as it stands.
 */
struct cs_str cs_side_key(const struct cs_str *cell, size_t n, char *p);

enum { CS_SIDE_KEY_MORE = 5 };

/* Appends what a key looks like: its cells, escaped, with commas between. */
void cs_side_key_show(struct cs_str key, size_t n, struct cs_buf *out);

#endif
