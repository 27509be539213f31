/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Symmetric positive matrices: information matrices, which say how much data tell about several
 * parameters at once. n rows of n, in row order.
 */
#ifndef CS_STAT_LINEAR_H
#define CS_STAT_LINEAR_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Cholesky's factor L of m = L L', in place: its lower triangle; what is above the diagonal stays.
 * False, and m spoilt, where m is not positive: a row hangs on those before it, to some 12 digits.
 */
bool cs_linear_factor(double *m, size_t n);

/* Solves L L' x = b in place of b, l being such a factor. */
void cs_linear_solve(const double *l, size_t n, double *b);

/* The inverse of m, symmetric to the bit; m is spoilt. False where it is not positive. */
bool cs_linear_inverse(double *m, size_t n, double *inverse);

#endif
