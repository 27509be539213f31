/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cells that rankings write, on all of their pages alike: names of units, reals to four digits,
 * figures in the unit of their metric as people say them.
 */
#ifndef CS_RANK_RANKOUT_H
#define CS_RANK_RANKOUT_H

#include "rank/rankwork.h"
#include "rec/writer.h"

struct cs_rankout {
	struct cs_writer *w;
	const struct cs_rankwork *work;
	struct cs_buf text; /* scratch; the caller finishes it */
};

/* Adds the key columns of the units to a head, and then these; -1 with *e (2) when a key has the
 * name of one of them. */
int cs_rankout_head(struct cs_head *h, const struct cs_rankwork *w, struct cs_err *e);
int cs_rankout_columns(struct cs_head *h, const char *const *column, size_t n, struct cs_err *e);

/* The names of a unit, a cell for each of its keys. */
void cs_rankout_unit(struct cs_rankout *o, size_t unit);

/* A real to four digits, a count, a text; NULL when it is not there. */
void cs_rankout_real(struct cs_rankout *o, bool there, double v);
void cs_rankout_count(struct cs_rankout *o, bool there, size_t v);
void cs_rankout_text(struct cs_rankout *o, const char *z); /* z may be NULL */
void cs_rankout_flag(struct cs_rankout *o, enum cs_flag flag);

/* A chance of many tests, as small as it is; NULL below 0. */
void cs_rankout_chance(struct cs_rankout *o, double q);

/* Appends a real with that many digits behind the point; nothing is written as -0. */
void cs_rankout_add_real(struct cs_buf *b, double v, int digits);

/* Appends a figure in the unit of its metric, as people say it: "94.0%", "189.17 s". */
void cs_rankout_add_figure(struct cs_buf *b, const struct cs_metric *m, double v);

/* The same of a metric of the card, by the hour where it is ranked so: "3.20 an hour". */
void cs_rankout_add_item(struct cs_buf *b, const struct cs_rankwork *w, size_t item, double v);

#endif
