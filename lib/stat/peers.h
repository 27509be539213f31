/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the others of a group stand, for somebody who may see no one of them: quantiles of all
 * values but one's own.
 *
 * By Harrell and Davis (1982): the mean of all values in their order, weighted by how likely each
 * is to be the quantile,
 *
 *	weight of the i-th of n = I_{i/n}(a, b) - I_{(i-1)/n}(a, b)
 *	a = (n + 1) q,	b = (n + 1)(1 - q)
 *
 * A quantile by ranks is the figure of one person, or lies between those of two, and who knows how
 * the places went can read it off; this one is a mixture of everybody's. It also has the smaller
 * error in small groups.
 *
 * All but one at a time costs no more than once: the weights are the same for everybody, so what
 * stands before and what stands behind one are sums along the order. n steps in all, n - 1 of them
 * an incomplete beta function.
 */
#ifndef CS_STAT_PEERS_H
#define CS_STAT_PEERS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * out[i]: the quantile q (0 < q < 1) of all values but x[i]; x is in ascending order, n >= 2. With
 * n = 2 it is the other one's: how many others there must be is for the caller to say. False, and
 * nothing in out, when q or n is out of range.
 */
bool cs_peers_quantile(const double *x, size_t n, double q, double *out);

#endif
