/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A ranking as a record stream: the keys of the units, then
 *
 *	rank tied	place and how many share it; NULL where it cannot be told
 *	band		green, leaning green, orange, leaning red, red; or
 *			"cannot tell: needs 12 more contacts"
 *	n		observations behind the metric that has most of them
 *	reliability	0 .. 1: how much of the score is signal
 *	score lo hi	the score with its interval
 *	p_top p_bottom	chances of being among the best and the worst part
 *	rank_lo rank_hi	between which places
 *	up down		the metric that lifts and that lowers the score most, with its figure, that
 *			of all, and how many observations it rests on
 *	recognise	metrics in which the unit by itself is surely among the best
 *	flag		n0 small_n no_spread, or NULL
 *	alone		where kinds of work are held apart: the part of n in kinds that nobody else
 *			does, which say nothing
 */
#ifndef CS_RANK_RANKROWS_H
#define CS_RANK_RANKROWS_H

#include "rank/rankout.h"

/* Columns behind those above: of options that add some to each row. */
struct cs_rankmore {
	const char *const *column;
	size_t n;
	/* Writes n cells of a row, those of a unit that cannot be told too. */
	void (*put)(const void *arg, struct cs_rankout *o, const struct cs_ranked *r);
	const void *arg;
};

/* The head of the stream; -1 with *e (2) when a key has the name of one of our columns. */
int cs_rankrows_head(struct cs_head *h, const struct cs_rankwork *w, const struct cs_rankmore *more,
    size_t nmore, struct cs_err *e);

/* The rows, in order, of all units of at least as many contacts as may be named; how many are left
 * out. */
size_t cs_rankrows_write(struct cs_writer *out, const struct cs_rankwork *w,
    const struct cs_rankmore *more, size_t nmore);

/*
 * What must be said of a metric beside the rows, for standard error and the trace: which way is
 * better, its weight, the common figure, and from how many observations on one's own figure weighs
 * more than that; or why the metric drops out. Appended to out.
 */
void cs_rankrows_about(struct cs_buf *out, const struct cs_rankwork *w, size_t item);

#endif
