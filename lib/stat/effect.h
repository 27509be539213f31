/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two groups of real values side by side: how far apart their means are, whether that could be
 * luck, and how large it is beside the spread within them. For values that are themselves figures
 * (a person's mean, a person's share), one each, that no exact moments of whole numbers hold; of
 * whole numbers see stat/diff.h.
 *
 *	difference	Welch: t with the degrees of freedom of Welch and Satterthwaite
 *	size		Hedges' g: the difference in pooled standard deviations, the bias of small
 *			groups taken out by J(m) = Gamma(m/2) / (sqrt(m/2) Gamma((m-1)/2)),
 *			m = n1 + n2 - 2; its variance is 1/n1 + 1/n2 + g^2 / (2 (n1 + n2)), its
 *			interval normal (Hedges 1981; Hedges and Olkin 1985)
 *
 * A side is filled value by value (Welford) or merged of two (Chan, Golub and LeVeque): the last
 * bits depend on the order, so the order is the caller's to fix.
 */
#ifndef CS_STAT_EFFECT_H
#define CS_STAT_EFFECT_H

#include <stdint.h>

#include "stat/flag.h"

/* Zeroed is empty. */
struct cs_effect_side {
	int64_t n;
	double mean;
	double m2; /* squared deviations from the mean, summed */
};

void cs_effect_add(struct cs_effect_side *s, double v);
void cs_effect_merge(struct cs_effect_side *s, const struct cs_effect_side *from);

struct cs_effect {
	struct cs_est
	    diff;	 /* a - b; flag N0, SMALL_N (under two on a side), ZERO_VAR (none at all) */
	struct cs_est g; /* not ok where diff has no bounds */
	double p;	 /* two-sided, of Welch; CS_DIST_BAD: no test */
};

/* level: of the intervals, 0 < level < 1. */
struct cs_effect cs_effect_compare(
    const struct cs_effect_side *a, const struct cs_effect_side *b, double level);

#endif
