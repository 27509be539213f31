/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns of a batch as arrays of values. Each is parsed once, whole, when the first expression
 * asks for it. Private to lib/expr.
 */
#ifndef CS_EXPR_COLUMN_H
#define CS_EXPR_COLUMN_H

#include "expr/node.h"

struct cs_eval_col {
	struct cs_val val;
	size_t cap;
	bool done; /* for this batch */
};

/*
 * The values of the column that n is, for all rows of the batch. A cell that is not of the type is
 * dealt with by x->bad: -1 with *e (65), or NULL and counted, or its row marked in ev->skip.
 */
int cs_column_load(struct cs_eval *ev, const struct cs_expr *x, const struct cs_batch *b,
    const struct cs_node *n, const struct cs_val **val, struct cs_err *e);

/* Marks a row as left out of the batch, and counts it when it was not yet. */
void cs_eval_skip_row(struct cs_eval *ev, const struct cs_batch *b, uint32_t row);

/* The hint behind an error for a bad cell. */
#define CS_BAD_HINT                                                                                \
	"--bad=null takes such cells as NULL, --bad=skip leaves out their rows; both count"

#endif
