/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Many tests at once (Benjamini and Hochberg 1995): of those listed at q <= .05, one in twenty is
 * a false alarm on average, however many were tried. Without it a run over 500 agents finds 25.
 */
#ifndef CS_STAT_BH_H
#define CS_STAT_BH_H

#include <stddef.h>

/*
 * q[i] of p[i], i < n: with the p in ascending order, the least of p m / rank from there upwards,
 * 1 at most; m counts the tests there are. A p below 0 (CS_DIST_BAD) was no test: it does not
 * count in m, and its q is -1. Equal p have equal q. q may be p itself.
 */
void cs_bh(const double *p, size_t n, double *q);

/* The same holding under any dependence (Benjamini and Yekutieli 2001): times sum of 1/i. */
void cs_bh_dependent(const double *p, size_t n, double *q);

#endif
