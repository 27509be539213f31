/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is joined with what: the words of --side.
 *
 *	FILE on KEY[=THEIRS][,...] [WHEN] [first|last|once] [add COLUMN[=NAME][,...]] [prefix TEXT]
 *
 *	WHEN	from COLUMN to COLUMN			the row that holds then: [from, to)
 *		latest COLUMN [within DURATION]		the newest row at or before
 *		next COLUMN [within DURATION]		the oldest row at or after
 *		nearest COLUMN [within DURATION]	either, whichever is closer
 *
 * Without WHEN a row is found by its key alone. Columns are those of the side table, but for KEY,
 * which is a column of the records and, where nothing else is said, one of the table too. Names
 * with blanks, commas, equal signs, parentheses or quotes, or that are one of these words, stand in
 * double quotes, in which a quote is doubled. A DURATION is 30m, 12h, 7d, 2w: of a fixed length.
 *
 * `add days(COLUMN)=NAME` adds no cell of the table but the whole days from the instant there to
 * that of the record. Without `add` all columns are added that are neither KEY nor WHEN.
 *
 * Ties are rows of the same key and, where there is a WHEN, of the same instant. Of keys alone they
 * are an error if nothing is said (`once`); of instants the last in the file counts, as where a
 * system writes a row anew. Ranges know no ties: that they overlap is always an error.
 */
#ifndef CS_REC_SIDESPEC_H
#define CS_REC_SIDESPEC_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* Which row of a key is the one. */
enum cs_side_when {
	CS_SIDE_ANY,	 /* there is but one */
	CS_SIDE_RANGE,	 /* from <= instant < to; NULL from: always was, NULL to: holds still */
	CS_SIDE_LATEST,	 /* the greatest at <= instant */
	CS_SIDE_NEXT,	 /* the least at >= instant */
	CS_SIDE_NEAREST, /* the least distance; of two as far the earlier */
};

/* Several rows with the same key and instant, by their order in the file. */
enum cs_side_ties {
	CS_SIDE_ONCE,  /* are an error */
	CS_SIDE_FIRST, /* the first counts */
	CS_SIDE_LAST,  /* the last counts */
	CS_SIDE_ALL,   /* all stay, and the last is found: of instants, and not by words */
};

struct cs_side_key {
	struct cs_str own, theirs; /* columns of the records, and of the table */
};

struct cs_side_add {
	struct cs_str column, name; /* of the table; as it is added */
	bool days;		    /* the whole days since then */
};

struct cs_side_spec {
	const char *file;
	struct cs_side_key *key;
	size_t nkey;
	enum cs_side_when when;
	enum cs_side_ties ties;
	struct cs_str at, to; /* columns: the instant, or the begin and the end of a range */
	int64_t within_s;     /* -1: however far */
	struct cs_side_add *add;
	size_t nadd;	      /* 0: all */
	bool if_there;	      /* columns that are to be added may be missing in the table */
	struct cs_str prefix; /* of the names of what is added */
};

/*
 * Parses a specification, or, without its FILE, the words behind one. All is copied to the arena.
 * -1 with *e (2), which shows where it went wrong.
 */
int cs_side_spec_parse(
    struct cs_arena *arena, struct cs_str text, struct cs_side_spec *spec, struct cs_err *e);
int cs_side_spec_words(
    struct cs_arena *arena, struct cs_str text, struct cs_side_spec *spec, struct cs_err *e);

#endif
