/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is to be praised, and for what: a row for each unit and cause, with the figures and a
 * sentence to say. The keys of the units, then
 *
 *	cause		best: by itself among the best in a metric, with the chance of the rules
 *			steady: better than the common figure in each of three periods or more, no
 *			more uneven than chance, and surely (95 %) over all of the window
 *			improved: better than in the window before by more than luck and regression
 *			to the mean explain, of all who moved at a false discovery rate of 5 %; the
 *			most improved of them, as many as an end of the ranking has places
 *	metric		the metric it is about; of steady and improved the one that counts most
 *	figure n	the unit's own, and observations
 *	common		of a common unit with the same work
 *	before before_n	of improved: the figure before, and observations
 *	says		a sentence
 *
 * Praise does not wait for a band: who is orange for lack of contacts may still be the best in what
 * is sure. But who surely misses a floor is praised for nothing but getting better. Order: causes,
 * metrics of the card, places.
 */
#ifndef CS_RANK_RECOGNITION_H
#define CS_RANK_RECOGNITION_H

#include "rank/rankmoves.h"

enum cs_praise_cause {
	CS_PRAISE_BEST,
	CS_PRAISE_STEADY,
	CS_PRAISE_IMPROVED,
	CS_PRAISES,
};

struct cs_praise {
	enum cs_praise_cause cause;
	const struct cs_ranked *who;
	size_t item; /* metric of the card */
};

struct cs_recognition {
	struct cs_praise *row;
	size_t n;
	size_t count[CS_PRAISES];
};

/* Of a work that is ranked; m NULL: it is not cut by time, and nobody is steady or improved. In the
 * arena of the work. */
struct cs_recognition cs_recognition_make(
    const struct cs_rankwork *w, const struct cs_rankmoves *m);

int cs_recognition_head(struct cs_head *h, const struct cs_rankwork *w, struct cs_err *e);

/* The rows of those who may be named; how many rows were left out. */
size_t cs_recognition_write(struct cs_writer *out, const struct cs_rankwork *w,
    const struct cs_rankmoves *m, const struct cs_recognition *r);

#endif
