/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How probable something is of somebody of whom a few things are known, each of which is one of
 * some levels (tenure: under a year, one to two, more). The logarithm of the odds is a sum of what
 * each level adds:
 *
 *	ln(p / (1 - p)) = base + effect of the level of factor 1 + of that of factor 2 + ...
 *
 * A level is seen of few or of many, and the effect of one that is seen of few is mostly chance. So
 * the effects of a factor are taken to vary as Normal(0, tau2), which pulls each towards none by as
 * much as chance may have pushed it away; tau2 is learnt of the effects themselves (Schall 1991),
 * and a factor that tells nothing comes out with tau2 = 0 and no effects. Nothing has to be chosen,
 * no level is left out as the one to compare with, and a level that nobody has does no harm.
 *
 * Who has the same levels is one cell, so that a fit costs what the cells do. At each tau2 it is a
 * penalised maximum of the likelihood, by Newton; the covariance is the inverse of its curvature.
 */
#ifndef CS_STAT_LOGIT_H
#define CS_STAT_LOGIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stat/flag.h"

/* With fewer to whom it happened (or did not), there is no fit. */
enum { CS_LOGIT_EVENTS = 30 };

/* n that have the same levels, and to how many of them it happened: 0 <= x <= n. */
struct cs_logit_cell {
	const uint8_t *level; /* by factor */
	int64_t n, x;
};

struct cs_logit_data {
	unsigned nfactor;
	const unsigned *levels; /* by factor: how many */
	const struct cs_logit_cell *cell;
	size_t ncell;
	/*
	 * What each of the n is worth, 0 < weight <= 1: 1/3 where each event was counted in three
	 * windows that overlap, since they say no more than one.
	 */
	double weight;
};

struct cs_logit {
	unsigned nfactor;
	unsigned *first; /* by factor: where its effects are in b; b[0] is the base */
	double *tau2;	 /* by factor */
	double *b, *cov; /* nb, and nb x nb */
	size_t nb;
	int64_t n, x;	   /* of all cells */
	enum cs_flag flag; /* NONE; N0: nobody; SMALL_N; ZERO_VAR: it happened to all or to none */
};

/*
 * The fit; to be finished in any case. tau2: by factor, as given in place of learnt; NULL: learnt.
 */
struct cs_logit cs_logit_fit(const struct cs_logit_data *d, const double *tau2);
void cs_logit_finish(struct cs_logit *f);

/* The probability of who has those levels, and its bounds. f has no flag. */
struct cs_est cs_logit_at(const struct cs_logit *f, const uint8_t *level, double level_of_bounds);

/* What a level adds to the logarithm of the odds. */
static inline double
cs_logit_effect(const struct cs_logit *f, unsigned factor, unsigned level)
{
	return f->b[f->first[factor] + level];
}

#endif
