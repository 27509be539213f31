/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who belongs to the best or the worst part of a group, as a probability. Given what is believed
 * of each member (a distribution; see shrink.h), P(member is in the bottom k of n).
 *
 * The threshold form (Lin, Louis, Paddock and Ridgeway 2006): the cut c for which the
 * probabilities of being below it sum to k; P = F(c). It costs n per step, sums to k, allows parts
 * of a place (a fifth of 12 is 2.4) and is the default. The exact form asks for the rank itself:
 * the chance that fewer than k others are below; it costs n^2 k, and for a dozen agents differs
 * from the other by up to .02.
 *
 * A quota ("the worst fifth is red") is what this is there to avoid: of equal agents it always
 * marks a fifth.
 */
#ifndef CS_STAT_BAND_H
#define CS_STAT_BAND_H

#include <stdbool.h>
#include <stddef.h>

#include "stat/dist.h"

/* What is believed of n members. Continuous distributions only (a standard deviation above 0). */
struct cs_beliefs {
	enum { CS_BELIEF_NORMAL, CS_BELIEF_BETA } kind;
	const double *a; /* means, or the shapes alpha */
	const double *b; /* standard deviations, or the shapes beta */
	size_t n;
};

/* P(what is true of member i is at most x), or more than x. */
double cs_belief(const struct cs_beliefs *b, size_t i, double x, enum cs_tail tail);

/*
 * prob[i]: P(i in the lowest k) for CS_LOWER, in the highest k for CS_UPPER, 0 < k < n, by the
 * threshold form; *cut the threshold (may be NULL). For k <= 0 all are 0, for k >= n all 1.
 */
void cs_band(const struct cs_beliefs *b, double k, enum cs_tail tail, double *prob, double *cut);

/*
 * The same by exact ranks, k whole, and the expected rank of each from that end (1: the lowest for
 * CS_LOWER); prob or rank may be NULL. Absolute error about 1e-9; n^2 k operations per point of
 * 256: meant for up to some hundred members.
 */
void cs_band_exact(
    const struct cs_beliefs *b, size_t k, enum cs_tail tail, double *prob, double *rank);

/*
 * How many are surely above each and surely below it: pairs of independent normal beliefs whose
 * means differ by z (> 0) times the root of the sum of their variances at least. So 1 + above to
 * n - below are the places that a member may have. Exact, and not quadratic: the others are sorted
 * by mean within classes of like sd, and only those near the edge of a class are looked at. 100,000
 * members take less than a second, and 24 bytes each. With z = 1.645 these places hold the true one
 * of 99 % of the members (3,000 in tests/unit/band.c, reliabilities from .2 to .95).
 */
void cs_band_span(const struct cs_beliefs *normal, double z, size_t *above, size_t *below);

#endif
