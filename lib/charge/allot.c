/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Largest remainders: see allot.h. */
#include "charge/allot.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* What a part lost when it was rounded down. */
struct loss {
	const struct cs_ratio *rest, *weight;
	size_t at;
};

static int
by_loss(const void *pa, const void *pb)
{
	const struct loss *a = pa, *b = pb;
	int c = cs_ratio_cmp(b->rest, a->rest);

	if (c == 0)
		c = cs_ratio_cmp(b->weight, a->weight);
	return c != 0 ? c : (a->at > b->at) - (a->at < b->at);
}

/*
 * Exact amounts x that make up total but for rounding, to parts. On return x holds what was lost.
 * False: they do not, or a part does not fit.
 */
static bool
deal(cs_i128 total, struct cs_ratio *x, const struct cs_ratio *weight, size_t n, cs_i128 *part)
{
	struct loss *loss;
	cs_i128 left = total;

	for (size_t i = 0; i < n; i++)
		if (!cs_ratio_floor(&x[i], &part[i], &x[i]) ||
		    __builtin_sub_overflow(left, part[i], &left))
			return false;
	if (left < 0 || left > (cs_i128)n)
		return false;
	if (left == 0)
		return true;
	loss = cs_mem_new(n, sizeof *loss);
	for (size_t i = 0; i < n; i++)
		loss[i] = (struct loss){&x[i], &weight[i], i};
	qsort(loss, n, sizeof *loss, by_loss);
	for (size_t i = 0; i < (size_t)left; i++)
		part[loss[i].at]++;
	free(loss);
	return true;
}

static void
nothing(cs_i128 *part, size_t n)
{
	if (n != 0)
		memset(part, 0, n * sizeof *part);
}

bool
cs_allot_exact(cs_i128 total, const struct cs_ratio *amount, size_t n, cs_i128 *part)
{
	struct cs_ratio *x = cs_ratios_new(2 * n), *weight = x + n;
	bool minus = total < 0, good;

	for (size_t i = 0; i < n; i++) {
		if (minus)
			cs_ratio_neg(&x[i], &amount[i]);
		else
			cs_ratio_set(&x[i], &amount[i]);
		cs_ratio_set(&weight[i], &x[i]);
	}
	good = deal(minus ? -total : total, x, weight, n, part);
	cs_ratios_free(x, 2 * n);
	if (!good)
		nothing(part, n);
	for (size_t i = 0; i < n && minus; i++)
		part[i] = -part[i];
	return good;
}

bool
cs_allot(cs_i128 total, const struct cs_ratio *weight, size_t n, cs_i128 *part)
{
	struct cs_ratio *x = cs_ratios_new(n), each;
	bool minus = total < 0, good;

	cs_ratio_init(&each);
	for (size_t i = 0; i < n; i++) {
		assert(cs_ratio_sign(&weight[i]) >= 0);
		cs_ratio_add(&each, &each, &weight[i]);
	}
	good = cs_ratio_sign(&each) > 0;
	if (good) {
		struct cs_ratio all;

		cs_ratio_init(&all);
		cs_ratio_int(&all, minus ? -total : total);
		cs_ratio_div(&each, &all, &each);
		cs_ratio_finish(&all);
		for (size_t i = 0; i < n; i++)
			cs_ratio_mul(&x[i], &weight[i], &each);
		good = deal(minus ? -total : total, x, weight, n, part);
		/* Shares of a number are no larger than it, and lose less than 1 each. */
		assert(good);
	} else {
		nothing(part, n);
	}
	for (size_t i = 0; i < n && minus; i++)
		part[i] = -part[i];
	cs_ratio_finish(&each);
	cs_ratios_free(x, n);
	return good;
}

/* --- from the top down ------------------------------------------------------------------------ */

struct tree {
	const struct cs_ratio *weight;
	const unsigned *same;
	unsigned nlevel;
	cs_i128 *part;
};

/* Where the run of leaves that begins at lo ends: they have more than `level` keys in common. */
static size_t
run_end(const struct tree *t, size_t lo, size_t hi, unsigned level)
{
	size_t i = lo + 1;

	while (i < hi && t->same[i] > level)
		i++;
	return i;
}

static bool
descend(const struct tree *t, cs_i128 total, size_t lo, size_t hi, unsigned level)
{
	struct cs_ratio *sum;
	cs_i128 *share;
	size_t n = 0, at = 0;
	bool good;

	if (level == t->nlevel)
		return cs_allot(total, t->weight + lo, hi - lo, t->part + lo);
	for (size_t i = lo; i < hi; i = run_end(t, i, hi, level))
		n++;
	if (n == 1)
		return descend(t, total, lo, hi, level + 1);
	sum = cs_ratios_new(n);
	share = cs_mem_new(n, sizeof *share);
	for (size_t i = lo; i < hi; at++)
		for (size_t end = run_end(t, i, hi, level); i < end; i++)
			cs_ratio_add(&sum[at], &sum[at], &t->weight[i]);
	good = cs_allot(total, sum, n, share);
	cs_ratios_free(sum, n);
	at = 0;
	for (size_t i = lo, end; i < hi; i = end) {
		end = run_end(t, i, hi, level);
		/* Leaves of no weight get a share of 0, which they can deal. */
		(void)descend(t, share[at++], i, end, level + 1);
	}
	free(share);
	return good;
}

bool
cs_allot_nested(cs_i128 total, const struct cs_ratio *weight, const unsigned *same, size_t n,
    unsigned nlevel, cs_i128 *part)
{
	const struct tree t = {weight, same, nlevel, part};

	return n != 0 && descend(&t, total, 0, n, 0);
}
