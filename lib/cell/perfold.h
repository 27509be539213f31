/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From batches to what rows add up to for each key (cell/per.h): the scratch of one thread for one
 * statistic, and its loops over rows. The inner side of desk/fold.h.
 */
#ifndef CS_CELL_PERFOLD_H
#define CS_CELL_PERFOLD_H

#include "cell/per.h"
#include "rec/batch.h"

struct cs_per_fold {
	const struct cs_per_def *def;
	struct cs_vec *arg;  /* by item */
	struct cs_vec *pass; /* by filter */
	uint32_t *pair;	     /* of the rows of the batch */
	size_t cap;
	/* Of those whose key is not NULL: which row, the key and where it begins in text. */
	struct cs_per_lookup {
		struct cs_str *key;
		uint32_t *at, *pair;
		size_t *from;
		size_t cap;
	} lookup;
	struct cs_buf text, key;
};

void cs_per_fold_init(struct cs_per_fold *f, const struct cs_per_def *def);
void cs_per_fold_finish(struct cs_per_fold *f); /* a zeroed one too */

/* Runs the inner expressions over a batch: before any row is counted. -1 with *e (65). */
int cs_per_fold_run(
    struct cs_per_fold *f, struct cs_eval *eval, const struct cs_batch *b, struct cs_err *e);

/* Rows that passed the filter, with their groups, and their keys. */
struct cs_per_rows {
	const struct cs_batch *b;
	const uint32_t *row, *group;
	size_t n;
	const struct cs_vec *key;
};

/*
 * Takes rows into *p. Those whose key is NULL are counted in null_rows, by group; *rounded counts
 * decimals with more than 6 digits behind the point. -1 with *e (65): a number is too large.
 */
int cs_per_fold_add(struct cs_per_fold *f, struct cs_per *p, const struct cs_per_rows *rows,
    int64_t *null_rows, uint64_t *rounded, struct cs_err *e);

/* Some amount of money in a row is known. */
bool cs_per_fold_money(const struct cs_per_fold *f, uint32_t row);

/* The text of a value that is not NULL: in the vector, or put into scratch. */
struct cs_str cs_per_text(const struct cs_vec *v, uint32_t row, struct cs_buf *scratch);

#endif
