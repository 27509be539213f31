/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Columns whose cells become tokens of a key (base/secret), so that records can be worked with, and
 * joined, by people who need not know whom they are about.
 *
 * The token is that of the decoded cell alone, not of its column or file: a number is the same
 * token as `caller` of a call and as `id_value` of an identity, in every source and run, so rows
 * that matched still match. NULL stays NULL, and so does nothing at all. What differs in a byte
 * differs altogether: numbers must be in one form (E.164), addresses in one case, before.
 *
 * Columns that hold numbers, instants, truth values or lists would not be such any more and are
 * refused.
 */
#ifndef CS_PERSON_PSEUDONYM_H
#define CS_PERSON_PSEUDONYM_H

#include "base/secret.h"
#include "rec/batch.h"
#include "rec/head.h"

struct cs_pseudonym {
	unsigned *col; /* in the order of the records */
	size_t n;
	const struct cs_secret *secret;
};

/* Finds the columns, by name or alias; secret stays the caller's. Lives in the arena. -1 with
 * *e (2): no such column, or one that cannot hold a token. */
int cs_pseudonym_bind(struct cs_pseudonym *p, struct cs_arena *a, const struct cs_str *name,
    size_t n, const struct cs_head *head, struct cs_err *e);

/* Appends the records of a split batch to out, with tokens in these columns; how many cells that
 * were. scratch is the thread's. */
uint64_t cs_pseudonym_batch(const struct cs_pseudonym *p, const struct cs_batch *b,
    struct cs_buf *scratch, struct cs_buf *out);

#endif
