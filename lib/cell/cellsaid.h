/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of reading cells (cs_cells_read): where a reader of cells is, and the half of it that
 * takes what a stream says it is of. The half that takes the cells themselves is cellread.c.
 */
#ifndef CS_CELL_CELLSAID_H
#define CS_CELL_CELLSAID_H

#include "cell/celltable.h"

/* Fields of a record: the kind, and behind the keys the others. */
enum cs_cell_field { CS_CELL_KIND, CS_CELL_METRIC, CS_CELL_PART, CS_CELL_VALUE };

struct cs_cell_reading {
	struct cs_cells *c;
	const struct cs_head *head;
	unsigned nkey;
	/* What this stream says it is of, as raw records: compared between streams. */
	struct cs_buf said, said_first;
	struct cs_str as_of; /* of this stream and of the first, for a message of its own */
	struct cs_str as_of_first;
	struct cs_str choice[CS_CHOICES]; /* of this stream; those of the first are the cells' */
	int64_t version;		  /* of this part */
	struct cs_shard period;		  /* of its shards, in version 1: only from and to */
	bool open;			  /* in what it is of, not yet in its cells */
	/* A part is what one run wrote, from its version to its end. */
	bool begun;
	bool headed;	      /* a head was there, and no part behind it yet */
	const char *begun_in; /* the file of either */
	uint64_t ncell;	      /* of the part, so far */
	bool counted;	      /* their number was there: only the checksum is to come */
	uint32_t crc;	      /* of the part's bytes, but for those of the batch from */
	size_t summed;	      /* here on */
	struct cs_metric *metric;
	size_t nmetric, metric_cap;
	struct cs_key_def *key;
	struct cs_str *column;
	size_t ncolumn, column_cap;
	/* The statistic of the last record. */
	struct cs_str last_metric, last_part; /* raw, in the batch */
	unsigned acc;
	struct cs_str name; /* part without its prefix */
	uint32_t group;
	struct cs_open_moments moments;
	unsigned moments_acc;
	uint32_t moments_group;
	struct cs_buf scratch;
	const struct cs_batch *b;
	uint32_t row;
	struct cs_err *e;
};

/* Sets *l->e (65) to what is wrong with the record, with its file and line; -1. */
int cs_cell_bad(const struct cs_cell_reading *l, const char *what);

/* A field as it is in the batch, and decoded in the arena of the cells. */
struct cs_str cs_cell_raw(const struct cs_cell_reading *l, enum cs_cell_field field);
struct cs_str cs_cell_text(struct cs_cell_reading *l, enum cs_cell_field field);

/* Where in the bytes of the batch the record begins. */
size_t cs_cell_at(const struct cs_cell_reading *l);

/* The part that began last has not come to its end: -1 with *l->e (65). */
int cs_cell_cut(const struct cs_cell_reading *l);

/* Records of what the stream is of. Each gives 0, or -1 with *l->e (65). */
int cs_cell_read_meta(struct cs_cell_reading *l);
int cs_cell_read_key(struct cs_cell_reading *l);
int cs_cell_read_metric(struct cs_cell_reading *l);

/* A part has said what it is of: the first makes the scheme, others must agree (65). */
int cs_cell_said_all(struct cs_cell_reading *l);

#endif
