/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A proposal for a source map, from the header of a file and its first rows. Whatever the file does
 * not tell for sure (is 1.234 a thousand? which zone? day or month first?) is a comment at the
 * line.
 */
#ifndef CS_INTAKE_DRAFT_H
#define CS_INTAKE_DRAFT_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/* So many rows are looked at. */
enum { CS_DRAFT_ROWS = 1000 };

/*
 * Appends the map. path NULL or "-" is standard input; delim '\0': the one that fits the first line
 * best, and the map says that it was guessed. -1 with *e: 74, 65.
 */
int cs_draft_map(struct cs_buf *out, const char *path, char delim, struct cs_err *e);

/* The same for bytes at hand, the first of the file called name; whole: they are all of it. */
struct cs_draft_text {
	const char *name;
	struct cs_str bytes;
	bool whole;
};
int cs_draft_bytes(
    struct cs_buf *out, const struct cs_draft_text *text, char delim, struct cs_err *e);

#endif
