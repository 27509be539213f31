/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Symmetric positive matrices: see linear.h. */
#include "stat/linear.h"

#include <math.h>
#include <string.h>

/* What is left of a diagonal element by the rows before, below this share of it, is rounding. */
#define TINY 1e-12

bool
cs_linear_factor(double *m, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double *row = &m[i * n], whole = row[i];

		for (size_t j = 0; j <= i; j++) {
			const double *other = &m[j * n];
			double v = row[j];

			for (size_t k = 0; k < j; k++)
				v -= row[k] * other[k];
			if (j < i)
				row[j] = v / other[j];
			else if (!(v > TINY * whole) || !isfinite(v))
				return false;
			else
				row[i] = sqrt(v);
		}
	}
	return true;
}

void
cs_linear_solve(const double *l, size_t n, double *b)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < i; k++)
			b[i] -= l[i * n + k] * b[k];
		b[i] /= l[i * n + i];
	}
	for (size_t i = n; i-- > 0;) {
		for (size_t k = i + 1; k < n; k++)
			b[i] -= l[k * n + i] * b[k];
		b[i] /= l[i * n + i];
	}
}

bool
cs_linear_inverse(double *m, size_t n, double *inverse)
{
	if (!cs_linear_factor(m, n))
		return false;
	memset(inverse, 0, n * n * sizeof *inverse);
	for (size_t i = 0; i < n; i++) {
		inverse[i * n + i] = 1;
		cs_linear_solve(m, n, &inverse[i * n]);
	}
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < i; j++)
			inverse[j * n + i] = inverse[i * n + j];
	}
	return true;
}
