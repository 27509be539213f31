/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cells that the modes of cs-retain write, alike in all: shares to eight digits, other reals to
 * ten that count, money exactly, and \N with a flag beside it where nothing can be said.
 */
#ifndef CS_RETAIN_RETAINOUT_H
#define CS_RETAIN_RETAINOUT_H

#include "base/num.h"
#include "rec/writer.h"
#include "stat/flag.h"

/* Adds columns to a head. -1 with *e (2): a key has the name of one. */
int cs_retainout_columns(struct cs_head *h, const char *const *column, size_t n, struct cs_err *e);

/* Adds NAME, with bounds NAME_lo and NAME_hi too. -1 with *e (2): a key has that name. */
int cs_retainout_column(struct cs_head *h, const char *name, bool bounds, struct cs_err *e);

/* \N where it is not there. */
void cs_retainout_share(struct cs_writer *w, bool there, double v);
void cs_retainout_real(struct cs_writer *w, bool there, double v);

/* A chance; nothing that was observed has none at all: what is below 1e-300 is that. */
void cs_retainout_chance(struct cs_writer *w, bool there, double p);

/* Millionths as a decimal, without zeros behind the point that say nothing. */
void cs_retainout_money(struct cs_writer *w, bool there, cs_i128 micros);

/* Three cells: the estimate, its lower and its upper bound. */
void cs_retainout_real_est(struct cs_writer *w, const struct cs_est *x);

/* The flag as a word; \N for none. */
void cs_retainout_flag(struct cs_writer *w, enum cs_flag flag);

/* A raw cell in a sentence: "not known" for \N, "(empty)" for an empty text; else the text, with
 * what a terminal would act on, or would end the line, as escapes. */
void cs_retainout_say(struct cs_buf *out, struct cs_str raw);

/* Raw key cells of a group: as they are. */
void cs_retainout_z(struct cs_writer *w, const char *z); /* NULL: \N */

#endif
