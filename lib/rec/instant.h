/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Instants in raw cells, read in one way wherever records are joined: a cell may have escapes that
 * need not be there (rec/esc.h), as any other cell may.
 */
#ifndef CS_REC_INSTANT_H
#define CS_REC_INSTANT_H

#include "base/err.h"
#include "rec/batch.h"

/* The instant in a raw cell, which is not NULL: see cs_time_parse. False: it is none. */
bool cs_raw_instant(struct cs_str raw, int64_t *at);

/*
 * The same of a cell of a batch, in the column of that name: NULL leaves *at as it is. -1 with *e
 * (65) that shows the cell (rec/badcell.h).
 */
int cs_instant_read(const struct cs_batch *b, uint32_t row, struct cs_str column, struct cs_str raw,
    int64_t *at, struct cs_err *e);

#endif
