/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A source map bound to the header of one file: for each column of ours, where it comes from and
 * how it is converted; compiled once, read-only afterwards, shared by threads.
 *
 * Header cells match trimmed and without case. Columns come in the order of [columns], then what
 * [columns] does not name in the order of the file. A blank header cell is called column_N, a
 * repeated one gets _2, _3 ...
 */
#ifndef CS_INTAKE_PLAN_H
#define CS_INTAKE_PLAN_H

#include "base/err.h"
#include "expr/expr.h"
#include "intake/conv.h"
#include "intake/smap.h"
#include "rec/head.h"

enum cs_plan_from {
	CS_FROM_CELL,	  /* cell src of the source */
	CS_FROM_CONSTANT, /* the same text always */
	CS_FROM_PIECES,	  /* text and cells put together */
	CS_FROM_EXPR,
};

struct cs_plan_piece {
	struct cs_str text; /* p NULL: the cell src */
	uint32_t src;
};

struct cs_plan_col {
	struct cs_conv conv;
	struct cs_str name; /* ours */
	enum cs_plan_from from;
	bool keep;    /* its value is wanted: for [derive] and the account */
	int derive;   /* index of the derivation that ends here; -1: none */
	bool nothing; /* has no source: only derived */
	uint32_t src;
	struct cs_str ready; /* constant: the cell as it is written */
	struct cs_plan_piece *piece;
	size_t npiece;
	struct cs_expr *expr;
};

struct cs_plan_skip {
	const struct cs_smap_skip *rule;
	uint32_t src;
	struct cs_expr *expr; /* NULL: by words */
};

struct cs_plan_derive {
	unsigned target, a, b; /* columns of the plan */
	bool plus;
};

struct cs_fast;

struct cs_plan {
	struct cs_smap *map;
	struct cs_head head;   /* what is written */
	struct cs_head source; /* the source's columns under their unique names */
	struct cs_plan_col *col;
	unsigned ncol;
	struct cs_plan_skip *skip;
	size_t nskip;
	struct cs_plan_derive *derive;
	size_t nderive;
	bool *expr_cell;      /* by source column: some expression reads it; NULL: no expressions */
	struct cs_fast *fast; /* for intake/fast; NULL: not that simple */
	unsigned fan;	      /* how often a cell may be written at most */
	size_t fixed;	      /* room for what does not depend on the cells */
	int contact, leg;     /* columns of the plan, or -1 */
	int started;
	struct cs_buf notes; /* what was guessed, a line each */
	struct cs_arena arena;
};

/*
 * Binds the map to the n cells of the header of a file (decoded, valid UTF-8). -1 with *e: 65 when
 * the header is not what the map wants (one message with what is missing and what there is), 2
 * when the map itself is wrong. The plan is zeroed before; map must live as long, and its arena is
 * used.
 */
int cs_plan_bind(struct cs_plan *p, struct cs_smap *map, const struct cs_str *cell, size_t n,
    const char *file, struct cs_err *e);

void cs_plan_finish(struct cs_plan *p);

/* Private to intake. The source's columns by header: the index of the first, or -1. */
int cs_plan_find(const struct cs_plan *p, struct cs_str header);

/* Names the source's columns (p->source), with notes on those that had to get another name. */
int cs_plan_name(struct cs_plan *p, const struct cs_str *cell, size_t n, struct cs_err *e);

#endif
