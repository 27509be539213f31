/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From batches of contacts to the sums of a run of cs-chargeback: one a thread.
 *
 * Design. A row costs its group, found key by key (cell/keys), and some additions to a record of
 * plain numbers that all counts of a group share, a cache line; only what is rare (money given, of
 * any currency) goes straight to the sums, which the records are added to at the end. A stretch of
 * time is found by the day that an instant is in, what a map says by the number of its split, and
 * the last two keys, which are the same of nearly all rows, by the group before them.
 */
#ifndef CS_CHARGE_CHARGEFOLD_H
#define CS_CHARGE_CHARGEFOLD_H

#include "charge/chargerun.h"
#include "charge/examples.h"
#include "charge/map.h"

struct cs_charge_fold {
	const struct cs_charge *c;
	struct cs_eval eval;
	struct cs_rowkeys rows;
	struct cs_sums sums;
	struct cs_charge_matcher *matcher; /* NULL: there is no map */
	struct cs_charge_found found;	   /* in the batch at hand */
	struct cs_charge_tally *tally;	   /* by group */
	size_t tally_cap;
	int64_t *number; /* by group: sum and rows of each number of the mode */
	size_t number_cap;
	struct cs_vec *vec;	  /* of the mode's numbers */
	uint32_t *split_value[2]; /* by split of the matcher: the value of the key, plus 1 */
	size_t split_cap[2];
	uint32_t
	    *usual; /* by group of the keys up to the outcome: the group of what is reported and
			    no repeat, plus 1 */
	size_t usual_cap;
	struct cs_charge_day *day; /* stretches met lately */
	uint32_t *value;	   /* by row that was taken: value of a key */
	uint8_t *there, *wanted;   /* by row: marks for the keys, for the map */
	size_t value_cap, mark_cap;
	struct cs_examples examples; /* as many as the mode asked for */
	struct cs_buf text;
	uint64_t count[CS_CHARGE_COUNTS];
	int64_t first, last; /* instants of reported rows; first > last: none */
	int64_t newest;	     /* of all rows; CS_INSTANT_MIN: none */
};

/* map NULL: nothing is mapped. c and the map stay. */
void cs_charge_fold_init(
    struct cs_charge_fold *f, const struct cs_charge *c, const struct cs_charge_map *map);
void cs_charge_fold_finish(struct cs_charge_fold *f);

/* A split batch with its marks (cli/select.h: 0 is not there, 3 is reported). -1 with *e (65). */
int cs_charge_fold_add(
    struct cs_charge_fold *f, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e);

/* Brings all into f->sums; once, after the last batch. */
void cs_charge_fold_flush(struct cs_charge_fold *f);

/* Adds all of from; both are flushed. */
void cs_charge_fold_merge(struct cs_charge_fold *f, const struct cs_charge_fold *from);

/* Bytes held: what memory limits count. */
size_t cs_charge_fold_bytes(const struct cs_charge_fold *f);

#endif
