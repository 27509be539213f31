/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What each score is made of, as a record stream: a row for each unit and metric of the card, in
 * the order of the ranking and of the card. Figures are in the unit of the metric, shares from 0
 * to 1.
 *
 *	metric unit	which, and in what
 *	n		observations; alone, the part of them in kinds of work that nobody else does
 *	own		as observed
 *	expected	of a common unit with the same work; without kinds of work the common figure
 *	adjusted	what the unit would have on everybody's work; without kinds of work its own
 *	shrunk lo hi	what is believed of it after chance is taken out, with its interval
 *	part		what it adds to the score, in true standard deviations, better is more
 *	target met	the target, whether the adjusted figure meets it, t or f; met_p the chance
 *			that what is true does
 *	floor kept	likewise the floor
 *
 * What is not known, and targets and floors where there are none, are NULL.
 */
#ifndef CS_RANK_RANKDETAIL_H
#define CS_RANK_RANKDETAIL_H

#include "rank/rankout.h"

/* The head of the stream; -1 with *e (2) when a key has the name of one of our columns. */
int cs_rankdetail_head(struct cs_head *h, const struct cs_rankwork *w, struct cs_err *e);

/* The rows of all units that may be named; how many are left out. */
size_t cs_rankdetail_write(struct cs_writer *out, const struct cs_rankwork *w);

#endif
