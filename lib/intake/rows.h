/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The work on one batch of a CSV source: records in, records of ours out, by a plan. Each thread
 * has a cs_rows of its own; the plan is shared.
 */
#ifndef CS_INTAKE_ROWS_H
#define CS_INTAKE_ROWS_H

#include "intake/plan.h"
#include "intake/tally.h"
#include "rec/csv.h"

struct cs_rows {
	struct cs_buf out;     /* records of ours */
	struct cs_buf rejects; /* records of the rejects' stream */
	struct cs_tally tally;
	struct cs_map *seen; /* (contact_id, leg) so far; NULL: repeated ones are kept */

	/* Private. */
	struct cs_buf scratch; /* for one cell */
	struct cs_buf text;    /* decoded cells of one record */
	struct cs_buf pieces;
	struct cs_str *cell; /* of one record, by source column */
	int64_t *value;	     /* of one record, by column of ours ... */
	bool *null;	     /* ... which of them are NULL */
	size_t cell_cap, value_cap, null_cap;
	struct cs_batch source; /* what expressions read */
	struct cs_eval eval;
	struct cs_vec *vec; /* results of expressions: columns, then skip rules */
	size_t vec_cap;
};

void cs_rows_init(struct cs_rows *r);
void cs_rows_finish(struct cs_rows *r);

/*
 * Works on the records of b from the first-th on. Everything in r is set anew. file is the name for
 * messages. -1 with *e only when the map's expressions fail as such (2).
 */
int cs_rows_run(struct cs_rows *r, const struct cs_plan *p, const struct cs_csv_batch *b,
    size_t first, const char *file, struct cs_err *e);

/* Private to intake: runs the plan's expressions over the batch; row i is record i. */
int cs_rows_eval(struct cs_rows *r, const struct cs_plan *p, const struct cs_csv_batch *b,
    const char *file, struct cs_err *e);

/* The value of an expression in a row as the text of a cell; p NULL: NULL. */
struct cs_str cs_rows_value(const struct cs_vec *v, uint32_t row, struct cs_buf *scratch);

#endif
