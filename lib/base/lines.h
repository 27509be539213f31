/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one parser of the small text files that people write: maps, visions, rule packs, tables.
 *
 *	# a comment, on a line of its own
 *	[section]
 *	key = value up to the end of the line
 *		goes on on lines that begin with a blank
 *	cell | cell | cell
 *
 * It knows lines, sections, keys and cells; what they mean is the caller's. Every item carries the
 * number of its line. Values are taken as they are: no quotes, no escapes, no cut at a length.
 * CRLF is fine; a NUL or text that is not UTF-8 is an error.
 */
#ifndef CS_BASE_LINES_H
#define CS_BASE_LINES_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct cs_line {
	struct cs_str section; /* name of the last [section], trimmed; empty before the first */
	struct cs_str text;    /* the whole item, trimmed, continuation lines joined by one blank */
	int line;	       /* where it begins, 1-based */
	bool heading;	       /* the item is a [section] line itself */
};

struct cs_lines {
	const char *source; /* the file's name, for messages; kept by reference */
	struct cs_str rest;
	struct cs_str section;
	int line;
	struct cs_arena *arena; /* for joined lines */
};

/* Begins to read text, which must live as long as the items. */
void cs_lines_init(
    struct cs_lines *l, struct cs_arena *arena, const char *source, struct cs_str text);

/* The next item, headings included: 1; 0 at the end; -1 with *e (2) "source:line: ...". */
int cs_lines_next(struct cs_lines *l, struct cs_line *item, struct cs_err *e);

/* Splits "key = value" at the first '=' (both trimmed). False when there is none or the key is
 * empty. */
bool cs_line_pair(const struct cs_line *item, struct cs_str *key, struct cs_str *value);

/*
 * Keys that a section may have, each once: a table whose records begin with their names (a
 * const char *), at most 32 of them.
 */
struct cs_line_keys {
	const void *key;
	size_t n, size; /* records, and bytes of one */
	const char *of; /* "this section", "a contract": in "'x' is no key of a contract" */
};

/*
 * Which key an item "key = value" has, by its number, and the value, which is not empty. given has
 * a bit of each key that was there. -1 with *e (2), without the place: it is none of these, there
 * already, or without a value.
 */
int cs_line_key(const struct cs_line_keys *keys, const struct cs_line *item, unsigned *given,
    struct cs_str *value, struct cs_err *e);

/* Splits at '|' into at most max trimmed cells; gives how many there are (more than max too). */
size_t cs_line_cells(const struct cs_line *item, struct cs_str *cell, size_t max);

/* Reads a whole file ("-": standard input) into the arena, at most limit bytes (else 65). */
int cs_lines_load(
    struct cs_arena *arena, const char *path, size_t limit, struct cs_str *text, struct cs_err *e);

#endif
