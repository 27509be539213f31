/* SPDX-License-Identifier: GPL-3.0-or-later */
/* False discovery rates: see bh.h. */
#include "stat/bh.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"

struct test {
	double p;
	size_t i;
};

static int
by_p(const void *a, const void *b)
{
	const struct test *x = a, *y = b;

	if (x->p != y->p)
		return x->p < y->p ? -1 : 1;
	return (x->i > y->i) - (x->i < y->i);
}

static void
adjust(const double *p, size_t n, double *q, bool dependent)
{
	struct test *t = cs_mem_new(n, sizeof *t);
	double factor = 1, least = 1, one;
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i] >= 0)
			t[m++] = (struct test){p[i], i};
		else
			q[i] = -1;
	}
	qsort(t, m, sizeof *t, by_p);
	for (size_t i = 2; dependent && i <= m; i++)
		factor += 1 / (double)i;
	for (size_t k = m; k-- > 0;) {
		one = t[k].p * (double)m / (double)(k + 1) * factor;
		least = one < least ? one : least;
		q[t[k].i] = least;
	}
	free(t);
}

void
cs_bh(const double *p, size_t n, double *q)
{
	adjust(p, n, q, false);
}

void
cs_bh_dependent(const double *p, size_t n, double *q)
{
	adjust(p, n, q, true);
}
