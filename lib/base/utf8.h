/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * UTF-8: validity, width on a terminal, case folding. The only user of utf8proc; plain ASCII never
 * gets that far.
 */
#ifndef CS_BASE_UTF8_H
#define CS_BASE_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* Well-formed UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, at most U+10FFFF. */
bool cs_utf8_valid(struct cs_str s);

/* The length of the well-formed characters beyond ASCII at the front, up to the first that is in
 * ASCII or the end; 0: the first byte begins none, or what follows them before that is none. */
size_t cs_utf8_wide(struct cs_str s);

/* The code point at the front of a valid text and its length in bytes (1 .. 4); -1, 1 if invalid.
 */
int32_t cs_utf8_next(struct cs_str s, size_t *len);

/* Appends a code point; U+FFFD for what is none. */
void cs_utf8_add(struct cs_buf *b, int32_t cp);

/* Columns that a terminal takes for it: 0 for combining marks, 2 for wide characters; control
 * characters count 0, they must not be printed. */
int cs_utf8_cp_width(int32_t cp);
size_t cs_utf8_width(struct cs_str s);

/* Is it a letter, a digit or a mark on one, of any script? What names may be made of. */
bool cs_utf8_is_word(int32_t cp);

/* Appends the text folded for comparing without case (full Unicode case folding, NFC). */
void cs_utf8_fold(struct cs_buf *b, struct cs_str s);

/* Appends the text in lower or upper case, each character by itself (Unicode's simple mapping). */
void cs_utf8_lower(struct cs_buf *b, struct cs_str s);
void cs_utf8_upper(struct cs_buf *b, struct cs_str s);

/* Appends the text with control characters (C0, DEL, C1, and bidirectional overrides) as \xHH or
 * \uHHHH, and bytes that are not UTF-8 as \xHH: safe to print on any terminal. */
void cs_utf8_visible(struct cs_buf *b, struct cs_str s);

/* Converts a source's text to UTF-8: "latin1", "windows-1252", "utf-16le", "utf-16be". */
int cs_encoding_parse(struct cs_str name); /* a number for the next call, -1: not known */
bool cs_encoding_add(struct cs_buf *b, struct cs_str s, int encoding);

#endif
