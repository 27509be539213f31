/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The contacts behind a cell: the rows that a metric counts, each as it is, with columns at its end
 * that say how it counts.
 *
 *	interval day ...	the keys that are no columns of the row: where it counts
 *	NAME_n			t: counted in the metric's n, of a share below the line
 *	NAME_x			of shares: t when it is above the line as well
 *	NAME_value		what is taken of it: the value of a mean, sum, quantile or extreme,
 *				a score, the thing that is told apart; the age in seconds of what
 *				is in stock
 *
 * A metric of several aggregates numbers them, NAME_1_n NAME_2_n, as its cells do. Only rows that
 * some aggregate counts are there: so the t in a column are as many as the cell says. A row that is
 * in several groups (each(LIST)) is there several times.
 *
 * Metrics that no single row tells of are refused: repeats, overlaps, seconds spent in intervals,
 * aggregates over what a key adds up to. Stocks are listed as they are at one edge, the end of the
 * period or as-of: not by intervals.
 */
#ifndef CS_DESK_LISTING_H
#define CS_DESK_LISTING_H

#include "desk/fold.h"
#include "rec/writer.h"

struct cs_listing_input; /* an aggregate whose rows are listed */

struct cs_listing {
	const struct cs_job *job;
	struct cs_head head; /* of the output */
	struct cs_listing_input *input;
	size_t ninput;
	unsigned *key; /* keys to be written */
	unsigned nkey;
	struct cs_keys keys;
	struct cs_rowkeys rows;
	struct cs_eval eval;
	struct cs_vec *arg, *arg2, *pass; /* by statistic, by filter */
	uint8_t *mark;
	size_t mark_cap;
	struct cs_buf text;
	uint64_t listed;
};

/*
 * What job counts of rows with the head `in`; what it makes lives in the arena. -1 with *e (2): a
 * metric that cannot be listed, a column that is there already, a stock without --as-of. After -1
 * as well: cs_listing_finish.
 */
int cs_listing_bind(struct cs_listing *l, struct cs_arena *a, const struct cs_job *job,
    const struct cs_head *in, struct cs_err *e);
void cs_listing_finish(struct cs_listing *l);

/* Writes the rows of a split batch that count; marks as for cs_fold_add. How many were written is
 * added to l->listed. -1 with *e (65). */
int cs_listing_batch(struct cs_listing *l, const struct cs_batch *b, const uint8_t *mark,
    struct cs_writer *w, struct cs_err *e);

/*
 * For those who do something else with these rows: cs_listing_find looks for them in a split batch,
 * l->rows.row and l->rows.group has them (l->rows.n), with groups of l->keys; -1 with *e (65).
 * cs_listing_says tells how row k of these counts for aggregate i of l->ninput: false where it does
 * not; else *value, of a share 1 or 0, of what has numbers the nearest to it.
 * cs_listing_metric is the metric of an aggregate, in the order of the job's scheme.
 */
int cs_listing_find(
    struct cs_listing *l, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e);
bool cs_listing_says(
    const struct cs_listing *l, size_t i, const uint8_t *mark, size_t k, double *value);
size_t cs_listing_metric(const struct cs_listing *l, size_t i);

#endif
