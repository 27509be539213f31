/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranks with ties: see ties.h. */
#include "stat/ties.h"

#include <stdlib.h>

#include "base/mem.h"

struct item {
	double x;
	size_t i;
};

static int
by_x(const void *a, const void *b)
{
	const struct item *p = a, *q = b;

	if (p->x != q->x)
		return p->x < q->x ? -1 : 1;
	return (p->i > q->i) - (p->i < q->i);
}

void
cs_rank(const double *x, size_t n, bool down, struct cs_rank *r)
{
	struct item *s = cs_mem_new(n, sizeof *s);

	for (size_t i = 0; i < n; i++)
		s[i] = (struct item){down ? -x[i] : x[i], i};
	qsort(s, n, sizeof *s, by_x);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && s[end].x == s[i].x;)
			end++;
		for (size_t j = i; j < end; j++)
			r[s[j].i] = (struct cs_rank){i + 1, end - i};
	}
	free(s);
}
