/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether costs contradict each other: see costcheck.h. */
#include "charge/costcheck.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* By name, unit and selection. */
static int
compare_what(const struct cs_cost *a, const struct cs_cost *b)
{
	int c = cs_str_cmp(a->pool, b->pool);

	/* A pool that is spread in two ways is there twice all the same. */
	if (c == 0 && a->rate)
		c = (a->unit > b->unit) - (a->unit < b->unit);
	for (int i = 0; i < CS_COST_DIMS && c == 0; i++) {
		c = (a->sel[i].p != NULL) - (b->sel[i].p != NULL);
		if (c == 0 && a->sel[i].p != NULL)
			c = cs_str_cmp(a->sel[i], b->sel[i]);
	}
	return c;
}

static int
compare(const void *pa, const void *pb)
{
	const struct cs_cost *a = *(const struct cs_cost *const *)pa;
	const struct cs_cost *b = *(const struct cs_cost *const *)pb;
	int c = compare_what(a, b);

	if (c == 0)
		c = (a->from > b->from) - (a->from < b->from);
	return c != 0 ? c : (a > b) - (a < b);
}

int
cs_costs_conflict(
    const struct cs_cost *a, const struct cs_cost *b, const char *why, struct cs_err *e)
{
	const struct cs_cost *first = a < b ? a : b, *second = a < b ? b : a;

	return cs_err_set(e, CS_EXIT_DATA, "%s:%llu and %s:%llu: two rows of '%.*s' %s",
	    first->file, (unsigned long long)first->line, second->file,
	    (unsigned long long)second->line, CS_STR_ARG(first->pool), why);
}

int
cs_costs_check(const struct cs_cost *cost, size_t n, struct cs_err *e)
{
	const struct cs_cost **order = cs_mem_new(n + 1, sizeof *order), *last = NULL;
	int result = 0;

	for (size_t i = 0; i < n; i++)
		order[i] = &cost[i];
	if (n != 0)
		qsort(order, n, sizeof *order, compare);
	for (size_t i = 0; i < n && result == 0; i++) {
		bool same = last != NULL && compare_what(last, order[i]) == 0;

		if (same && order[i]->from < last->to)
			result = cs_costs_conflict(
			    last, order[i], "are for the same legs at overlapping times", e);
		if (!same || order[i]->to > last->to)
			last = order[i];
	}
	free(order);
	return result;
}
