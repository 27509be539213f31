/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of records, one record at a time: for tables beside the stream, each of whose records means
 * something by itself. Streams are read by the batch (rec/reader.h).
 *
 *	struct cs_each r;
 *	int got = cs_each_open(&r, file, nfile, flags, &err);
 *	while (got >= 0 && (got = cs_each_next(&r, &err)) > 0)
 *		... cs_each_raw(&r, col)
 *	cs_each_close(&r);
 */
#ifndef CS_REC_EACH_H
#define CS_REC_EACH_H

#include "rec/reader.h"

struct cs_each {
	struct cs_reader *in;
	const struct cs_head *head;
	struct cs_batch batch;
	uint32_t row; /* of the batch: the record at hand */
};

/* As cs_reader_open; to be closed in any case. -1 with *e. */
int cs_each_open(struct cs_each *r, char *const *file, int nfile, int flags, struct cs_err *e);
void cs_each_close(struct cs_each *r);

/* The next record. 1: it is there, until the next call; 0: the end; -1 with *e. */
int cs_each_next(struct cs_each *r, struct cs_err *e);

/* Its raw cell; NULL (\N) of a column that is not there, col < 0. */
static inline struct cs_str
cs_each_raw(const struct cs_each *r, int col)
{
	return col < 0 ? CS_STR("\\N") : cs_batch_raw(&r->batch, r->row, (unsigned)col);
}

/* Says that its cell of a column that is there is not what is wanted, "a whole number": -1 with *e
 * (65), as cs_bad_cell. */
int cs_each_bad(const struct cs_each *r, int col, const char *wanted, struct cs_err *e);

/* Its instant; NULL leaves *at as it is. -1 with *e (65). */
int cs_each_instant(const struct cs_each *r, int col, int64_t *at, struct cs_err *e);

#endif
