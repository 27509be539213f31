/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * (inner) Cells of files that say what was billed: texts, first days of months, and what is wrong
 * with a cell that is neither. col: of the file's head; -1: it has no such column, and the cell is
 * NULL.
 */
#ifndef CS_CHARGE_BILLCELL_H
#define CS_CHARGE_BILLCELL_H

#include "base/arena.h"
#include "rec/each.h"

/* A column of such a file: its name, and where it stands. */
struct cs_billcell {
	const struct cs_each *in;
	const char *name;
	int col;
};

/* Decoded, in the arena; p NULL: it is NULL. */
struct cs_str cs_billcell_text(const struct cs_billcell *c, struct cs_arena *a);

/* Its day, since 1970. -1 with *e (65): it is not the first of a month. */
int cs_billcell_month(const struct cs_billcell *c, int64_t *day, struct cs_err *e);

/* "file:line: column name: 'cell' what": -1 with *e (65). */
int cs_billcell_bad(const struct cs_billcell *c, const char *what, struct cs_err *e);

#endif
