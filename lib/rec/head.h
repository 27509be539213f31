/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The head of a record stream: the names of its columns, and what the schema knows of them.
 */
#ifndef CS_REC_HEAD_H
#define CS_REC_HEAD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "rec/schema.h"

struct cs_head_col {
	struct cs_str name;	     /* decoded */
	const struct cs_column *def; /* NULL: a column of the user's, text */
};

struct cs_head {
	struct cs_head_col *col;
	unsigned ncol;
	struct cs_str raw; /* the header line as it was read or will be written, without newline */
	struct cs_arena arena;
};

#define CS_HEAD_INIT                                                                               \
	{                                                                                          \
		NULL, 0, {NULL, 0}, CS_ARENA_INIT                                                  \
	}

void cs_head_finish(struct cs_head *h);

/*
 * Parses a header line (without its newline). Zero columns, duplicate or blank names, bad escapes
 * and a BOM are errors (65) that say which column. h is empty before and owns its text after.
 */
int cs_head_parse(struct cs_head *h, struct cs_str line, struct cs_err *e);

/* Puts a column behind the others and renews raw. A name that is there is an error (65). */
int cs_head_add(struct cs_head *h, struct cs_str name, struct cs_err *e);

/* Takes over the columns of from (a copy). h is empty before. */
void cs_head_copy(struct cs_head *h, const struct cs_head *from);

/*
 * The index of a column by its name or, when none has it, by the canonical name that it is an
 * alias of ("agent" finds agent_id). -1: none.
 */
int cs_head_find(const struct cs_head *h, struct cs_str name);

/* The same, but none is an error (2) with the columns there are and the nearest name. */
int cs_head_need(const struct cs_head *h, struct cs_str name, struct cs_err *e);

/* A column that a file of a known form has, or may have. */
struct cs_head_want {
	const char *name;
	bool needed;
};

/* Where n of them stand: their indexes to col, -1 for one that is not there. -1 with *e as
 * cs_head_need for the first that is needed and is not. */
int cs_head_wanted(
    const struct cs_head *h, const struct cs_head_want *want, int n, int *col, struct cs_err *e);

/* CS_TEXT for columns that are not in the schema. */
enum cs_type cs_head_type(const struct cs_head *h, unsigned col);

#endif
