/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is said of a cell that is not what its column asks for, in one form wherever cells are read:
 *
 *	calls.tsv:1042: column started_at: 'noon' is not an instant
 *	hint: instants are written 2026-10-05T08:00:00Z, or as PostgreSQL does, ...
 *
 * column: its name; raw: what stands there, of which the first hundred bytes are shown. Where the
 * batch has no row0 the line is left out. Each is -1 with *e (65).
 */
#ifndef CS_REC_BADCELL_H
#define CS_REC_BADCELL_H

#include "base/err.h"
#include "rec/batch.h"

/* wanted: "a whole number". */
int cs_bad_cell(const struct cs_batch *b, uint32_t row, struct cs_str column, struct cs_str raw,
    const char *wanted, struct cs_err *e);

/*
 * What to do about a cell, decoded, that is no instant (cs_time_parse): a local time, infinity and
 * a year before our era have hints of their own, since databases write them. A constant text.
 */
const char *cs_bad_instant_hint(struct cs_str cell);

/* With that hint. */
int cs_bad_instant(const struct cs_batch *b, uint32_t row, struct cs_str column, struct cs_str raw,
    struct cs_err *e);

#endif
