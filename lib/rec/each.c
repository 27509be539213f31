/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records one at a time: see each.h. */
#include "rec/each.h"

#include "rec/badcell.h"
#include "rec/instant.h"

int
cs_each_open(struct cs_each *r, char *const *file, int nfile, int flags, struct cs_err *e)
{
	*r = (struct cs_each){.in = cs_reader_open(file, nfile, flags, e)};
	if (r->in == NULL)
		return -1;
	r->head = cs_reader_head(r->in);
	return 0;
}

void
cs_each_close(struct cs_each *r)
{
	cs_reader_close(r->in);
	cs_batch_finish(&r->batch);
}

int
cs_each_next(struct cs_each *r, struct cs_err *e)
{
	int got;

	if (r->row + 1 < r->batch.nrow) {
		r->row++;
		return 1;
	}
	do
		got = cs_reader_next(r->in, &r->batch, e);
	while (got > 0 && r->batch.nrow == 0);
	r->row = 0;
	return got;
}

int
cs_each_bad(const struct cs_each *r, int col, const char *wanted, struct cs_err *e)
{
	return cs_bad_cell(
	    &r->batch, r->row, r->head->col[col].name, cs_each_raw(r, col), wanted, e);
}

int
cs_each_instant(const struct cs_each *r, int col, int64_t *at, struct cs_err *e)
{
	if (col < 0)
		return 0;
	return cs_instant_read(
	    &r->batch, r->row, r->head->col[col].name, cs_each_raw(r, col), at, e);
}
