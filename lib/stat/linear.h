/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Symmetric positive matrices: information matrices, which say how much data tell about several
 * parameters at once; and variances. n rows of n, in row order; the lower triangle is read.
 *
 * What hangs on the rows before it, to some 12 digits, has no answer of its own. Where that is a
 * mistake, cs_linear_factor says so; where it is to be expected (two factors of a regression that
 * say the same), cs_linear_rank leaves such rows out and says which.
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

/*
 * The same with rows left out instead: those in which out is true before (NULL: nobody says), and
 * those that hang on the ones before them or hold nothing; out says which, and their rows of L are
 * 0. Gives how many are in.
 */
size_t cs_linear_rank(double *m, size_t n, bool *out);

/* Solves L L' x = b in place of b, l being such a factor; rows left out get 0. */
void cs_linear_solve(const double *l, size_t n, double *b);

/* The inverse of m, symmetric to the bit; m is spoilt. False where it is not positive. */
bool cs_linear_inverse(double *m, size_t n, double *inverse);

/* The same from a factor: rows and columns left out are 0. */
void cs_linear_inverse_of(const double *l, size_t n, double *inverse);

/*
 * u' m^-1 u over the rows that are in, *df of them; m is spoilt. Where m is the variance of u, and
 * u 0 on average, a chi-squared of *df degrees of freedom.
 */
double cs_linear_square(const double *u, double *m, size_t n, size_t *df);

#endif
