/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Symmetric positive matrices: see linear.h. */
#include "stat/linear.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* What is left of a diagonal element by the rows before, below this share of it, is rounding. */
#define TINY  1e-12
/* And a diagonal element so many times TINY of the largest. */
#define SMALL 1e-2

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

/* v / pivot, 0 where the row is left out. */
static double
over(double v, double pivot)
{
	return pivot > 0 ? v / pivot : 0;
}

size_t
cs_linear_rank(double *m, size_t n, bool *out)
{
	double largest = 0;
	size_t rank = 0;

	for (size_t i = 0; i < n; i++)
		largest = fmax(largest, m[i * n + i]);
	for (size_t i = 0; i < n; i++) {
		double *row = &m[i * n], whole = row[i], left = whole;

		for (size_t j = 0; j < i; j++) {
			const double *other = &m[j * n];

			for (size_t k = 0; k < j; k++)
				row[j] -= row[k] * other[k];
			row[j] = over(row[j], other[j]);
			left -= row[j] * row[j];
		}
		/* The second: nothing varies, and rounding made something of it. */
		if ((out == NULL || !out[i]) && left > TINY * whole &&
		    whole > TINY * SMALL * largest) {
			row[i] = sqrt(left);
			rank++;
			continue;
		}
		memset(row, 0, (i + 1) * sizeof *row);
		if (out != NULL)
			out[i] = true;
	}
	return rank;
}

void
cs_linear_solve(const double *l, size_t n, double *b)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < i; k++)
			b[i] -= l[i * n + k] * b[k];
		b[i] = over(b[i], l[i * n + i]);
	}
	for (size_t i = n; i-- > 0;) {
		for (size_t k = i + 1; k < n; k++)
			b[i] -= l[k * n + i] * b[k];
		b[i] = over(b[i], l[i * n + i]);
	}
}

void
cs_linear_inverse_of(const double *l, size_t n, double *inverse)
{
	memset(inverse, 0, n * n * sizeof *inverse);
	for (size_t i = 0; i < n; i++) {
		inverse[i * n + i] = l[i * n + i] > 0;
		cs_linear_solve(l, n, &inverse[i * n]);
	}
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < i; j++)
			inverse[j * n + i] = inverse[i * n + j];
	}
}

bool
cs_linear_inverse(double *m, size_t n, double *inverse)
{
	if (!cs_linear_factor(m, n))
		return false;
	cs_linear_inverse_of(m, n, inverse);
	return true;
}

double
cs_linear_square(const double *u, double *m, size_t n, size_t *df)
{
	double *b = cs_mem_new(n, sizeof *b), sum = 0;

	*df = cs_linear_rank(m, n, NULL);
	memcpy(b, u, n * sizeof *b);
	cs_linear_solve(m, n, b);
	for (size_t i = 0; i < n; i++)
		sum += u[i] * b[i];
	free(b);
	return sum;
}
