/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * (inner) Cells of files that say what was billed: texts, first days of months, and what is wrong
 * with a cell that is neither.
 */
#ifndef CS_CHARGE_BILLCELL_H
#define CS_CHARGE_BILLCELL_H

#include "base/arena.h"
#include "rec/each.h"

/* A column, by the number that its reader gives it. */
struct cs_billcolumn {
	const char *name;
	unsigned needed; /* bits of the kinds of files that must have it */
};

struct cs_billfile {
	struct cs_each in;
	const struct cs_billcolumn *column;
	int *col; /* where each stands; -1: there is none, and its cells are NULL */
};

/* The raw cell of the row at hand. */
static inline struct cs_str
cs_bill_raw(const struct cs_billfile *f, unsigned c)
{
	return cs_each_raw(&f->in, f->col[c]);
}

/* Decoded, in the arena; p NULL: it is NULL. */
struct cs_str cs_bill_text(const struct cs_billfile *f, unsigned c, struct cs_arena *a);

/* Its day, since 1970. -1 with *e (65): it is not the first of a month. */
int cs_bill_month(const struct cs_billfile *f, unsigned c, int64_t *day, struct cs_err *e);

/* "file:line: column name: 'cell' what": -1 with *e (65). */
int cs_bill_bad(const struct cs_billfile *f, unsigned c, const char *what, struct cs_err *e);

#endif
