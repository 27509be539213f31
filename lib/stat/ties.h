/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ranks with ties: competition ranks ("1224"), mean ranks, and what is made of them. Equal values
 * share a rank, and how many share it is told.
 */
#ifndef CS_STAT_TIES_H
#define CS_STAT_TIES_H

#include <stdbool.h>
#include <stddef.h>

struct cs_rank {
	size_t rank; /* 1 + how many come before */
	size_t tied; /* how many have this value, itself included: 1 is no tie */
};

/*
 * The ranks of x[0 .. n-1] (no NaN), the greatest first when down. r has n entries.
 */
void cs_rank(const double *x, size_t n, bool down, struct cs_rank *r);

/* The mean of the places that the tied share: rank + (tied - 1) / 2. */
static inline double
cs_rank_mean(struct cs_rank r)
{
	return (double)r.rank + (double)(r.tied - 1) / 2;
}

/* SQL's percent_rank of a rank among n: (rank - 1) / (n - 1); 0 when n is 1. For show only. */
static inline double
cs_rank_percent(struct cs_rank r, size_t n)
{
	return n > 1 ? (double)(r.rank - 1) / (double)(n - 1) : 0;
}

/* The percentile in the middle of its place (Hazen): (mean rank - 1/2) / n. */
static inline double
cs_rank_middle(struct cs_rank r, size_t n)
{
	return (cs_rank_mean(r) - .5) / (double)n;
}

#endif
