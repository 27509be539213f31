/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The escapes of the record stream. Written: \b \t \n \v \f \r \\. Read as well: \xHH. \N as a
 * whole cell is NULL and is not the business of these functions (rec/batch.h: cs_raw_null).
 */
#ifndef CS_REC_ESC_H
#define CS_REC_ESC_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

/* True when the text cannot stand in a cell as it is. SIMD where there is. */
bool cs_esc_needed(struct cs_str text);

/*
 * Appends the text with its escapes, in canonical form. A byte order mark at the front of the text
 * is written \xEF\xBB\xBF, since raw it would look like the mark of a file. A NUL cannot be in
 * a record: it is written \x00, which every reader refuses, so callers look for it before.
 */
void cs_esc_add(struct cs_buf *out, struct cs_str text);

/*
 * Decodes a raw cell: gives raw itself when it has no backslash, else the text appended to
 * scratch (a slice of scratch, good until scratch changes: so copy or reserve before the next).
 * A bad escape gives false; the batch has refused those already, so only other callers check.
 */
bool cs_esc_decode(struct cs_str raw, struct cs_buf *scratch, struct cs_str *text);

/* The canonical raw form of a raw cell: raw itself unless it has \xHH. Into scratch like decode. */
bool cs_esc_canonical(struct cs_str raw, struct cs_buf *scratch, struct cs_str *canonical);

/* The same of a cell of a batch, whose escapes are good: raw itself, or what scratch holds then and
 * nothing else. */
struct cs_str cs_esc_same(struct cs_str raw, struct cs_buf *scratch);

/*
 * The escape at the front of s: its length, 2 or 4, and the byte that it means; 0 when there is
 * none (\N and \x00 are none either).
 */
size_t cs_esc_one(struct cs_str s, char *byte);

#endif
