/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is comparable with whom: bands of numbers, as coarsened exact matching (Iacus, King and
 * Porro 2012) has them: each number is cut into bands, people are in one stratum when all their
 * bands and words agree, and strata without one of the two sides are left out. It is a sort and a
 * join, it needs no model, and it never makes the balance of one number worse by mending that of
 * another.
 *
 * Bands that merge are those whose edges are known before anybody was looked at: the edges of an
 * option, or the scale 1 2 5 10 20 50 ..., which suits any currency. Bands by quantiles are put
 * together from steps of that scale once all are counted, so these merge too.
 */
#ifndef CS_STAT_MATCH_H
#define CS_STAT_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many of the n ascending edges are <= v: the band of v, 0 .. n. */
uint32_t cs_match_band(const int64_t *edge, size_t n, int64_t v);

/*
 * The step of v on the scale 1 2 5 10 20 50 ..: 0 for v <= 0, 1 for 1, 2 for 2 .. 4, 3 for 5 .. 9,
 * 4 for 10 .. 19 and so on, CS_MATCH_STEPS - 1 at most. Monotone.
 */
enum { CS_MATCH_STEPS = 58 };
uint32_t cs_match_step(int64_t v);

/*
 * Steps put together to bands of about equal numbers: count[i] people at step i (n steps), band[i]
 * becomes 0 .. bands - 1, never falling. The band of a step is the quantile in which the middle of
 * its people lies, so a step of most of them is in the band of the median. Without anybody all 0.
 */
void cs_match_quantiles(const int64_t *count, size_t n, uint32_t bands, uint32_t *band);

/* The two sides of a stratum: those that are asked about, and those they are held against. */
struct cs_match_stratum {
	int64_t cases, controls;
};

/*
 * How different the sides are: half the sum of the differences of their shares over strata (the L1
 * of Iacus et al.). 0: the same; 1: no stratum has both; 0 too without anybody on a side.
 */
double cs_match_unlike(const struct cs_match_stratum *s, size_t k);

#endif
