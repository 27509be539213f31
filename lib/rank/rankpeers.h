/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a unit may be told of the others: what they make of the same kinds of work, and where they
 * stand, without anybody among them who can be recognised. For pages that people get of themselves.
 *
 * Three rules, for each metric:
 *
 *	A kind of work (stratum) counts as shared when at least so many other units as the rule says
 *	have observations in it, and none of them more than half of these: otherwise what "the
 *	others" make is what one colleague makes. What lies in other kinds is left out of what is
 *	compared, and how much is left is told.
 *
 *	Figures of others are quantiles of their shrunken figures by stat/peers.h: mixtures of
 *	everybody's. The unit itself is none of its peers.
 *
 *	With fewer others than the rule says there are no quantiles either, nor anything else that
 *	is made of them: no place, no colour, no chance. cs_rankpeers_enough asks for that.
 *
 * Rates of the hour have no kinds of work, so nothing is expected of them.
 *
 * Expected figures are those of the others alone, indirect and not fitted (stat/mix.h): for people
 * to check by hand.
 *
 * Time and memory go by the entries of the counts.
 */
#ifndef CS_RANK_RANKPEERS_H
#define CS_RANK_RANKPEERS_H

#include "rank/rankwork.h"

/* One metric of one unit, beside the others. Figures are in the unit of the metric. */
struct cs_rankpeer {
	int64_t n;	      /* own observations in shared kinds of work */
	double own, expected; /* own figure there, and that of the others; n > 0 */
	size_t others;	      /* units beside this one that have observations */
	bool quartiles;	      /* enough of them: */
	double lo, mid, hi;   /* of their shrunken figures */
};

/* What one unit did of one kind of work, and of a metric in it: a share, or moments. */
struct cs_rankpeer_cell {
	uint32_t stratum;
	int64_t n;
	double sum, sumsq; /* of values; of a share sum is how many are true */
};

/* All of one metric in one kind of work. */
struct cs_rankpeer_kind {
	int64_t n;
	double sum, sumsq;
	size_t units;	      /* that have observations */
	int64_t most, second; /* observations of the two units that have most */
};

struct cs_rankpeers {
	const struct cs_rankwork *work;
	int64_t least;		/* others that there must be */
	size_t units;		/* that take part */
	struct cs_rankpeer *of; /* by unit * metrics + metric */
	/* By unit: its cells are cell[i * metrics + metric], begin[unit] <= i < begin[unit + 1],
	 * the stratum ascending. */
	size_t *begin;
	struct cs_rankpeer_cell *cell;
	struct cs_rankpeer_kind *kind; /* by stratum * metrics + metric */
	struct cs_rankpeer_kind *all;  /* by metric: all kinds together */
};

/* Of the counts and scores of w; in its arena. least >= 1. */
struct cs_rankpeers cs_rankpeers_make(struct cs_rankwork *w, int64_t least);

/* Whether there are enough other units of which anything is known. */
bool cs_rankpeers_enough(const struct cs_rankpeers *p);

/* What the others did of a metric in a kind of work that a unit shares with enough of them. */
struct cs_rankpeer_rest {
	int64_t n;   /* > 0 */
	double mean; /* in steps of the moments; of a share 0 .. 1 */
	double sd;   /* of one observation */
};

/* False when the kind is not shared, by the rule above. */
bool cs_rankpeers_rest(const struct cs_rankpeers *p, size_t unit, uint32_t stratum, size_t metric,
    struct cs_rankpeer_rest *rest);

/* The same over all kinds of work together. */
bool cs_rankpeers_rest_all(
    const struct cs_rankpeers *p, size_t unit, size_t metric, struct cs_rankpeer_rest *rest);

#endif
