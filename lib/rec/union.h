/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The union of inputs with different columns: what cs_reader does under CS_READER_UNION. Columns
 * are matched by name; the head is all of them in order of appearance; cells that an input does
 * not have are NULL. Cells are carried over raw.
 */
#ifndef CS_REC_UNION_H
#define CS_REC_UNION_H

#include "base/buf.h"
#include "rec/batch.h"
#include "rec/head.h"

struct cs_union;

/* Collects the columns in head, which is empty before and stays the caller's. */
struct cs_union *cs_union_new(struct cs_head *head);
void cs_union_free(struct cs_union *u);

/* Adds the columns of the next input; inputs are numbered 0, 1 ... in this order. */
void cs_union_add(struct cs_union *u, const struct cs_head *input);

/* Writes the records of a split batch of that input to out, emptied first, in the union's order. */
void cs_union_rewrite(
    const struct cs_union *u, size_t input, const struct cs_batch *b, struct cs_buf *out);

#endif
