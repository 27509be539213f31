/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What tables and cards on a terminal share: the colours of bands, and text cut or wrapped by its
 * display width in any script. All text here was made safe before (cs_form_plain).
 */
#ifndef CS_VIEW_PAINT_H
#define CS_VIEW_PAINT_H

#include "base/buf.h"

#define CS_PAINT_BOLD "\033[1m"
#define CS_PAINT_DIM  "\033[2m"
#define CS_PAINT_OFF  "\033[0m"

/* "green", "orange" or "red" for a band, also for one that is leaning there; "" for all else. Good
 * as a class of a page. */
const char *cs_paint_class(struct cs_str band);

/* The same as a terminal's code; "" for all else. */
const char *cs_paint_band(struct cs_str band);

/* Appends s cut to `width` display columns, with an ellipsis where it was longer. */
void cs_paint_cut(struct cs_buf *b, struct cs_str s, size_t width);

/*
 * Appends s in lines of at most `width` display columns (0: one line), broken at blanks, and inside
 * a word only where it alone is wider. The first line begins at column `at`, where the caller is;
 * the others behind `indent` blanks. No end of line behind the last. An indent that leaves fewer
 * than 8 columns gives way.
 */
void cs_paint_wrap(struct cs_buf *b, struct cs_str s, size_t width, size_t at, size_t indent);

void cs_paint_blanks(struct cs_buf *b, size_t n);

#endif
