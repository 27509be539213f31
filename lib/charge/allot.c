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
 * Exact amounts x that make up a total of 0 or above but for rounding, to parts. owed is the total
 * below 0, where all of 128 bits have room. On return x holds what was lost. False: they do not, or
 * a part does not fit.
 */
static bool
deal(cs_i128 owed, struct cs_ratio *x, const struct cs_ratio *weight, size_t n, cs_i128 *part)
{
	struct loss *loss;
	size_t left;

	for (size_t i = 0; i < n; i++)
		if (!cs_ratio_floor(&x[i], &part[i], &x[i]) ||
		    __builtin_add_overflow(owed, part[i], &owed))
			return false;
	if (owed > 0 || owed < -(cs_i128)n)
		return false;
	left = (size_t)-owed;
	if (left == 0)
		return true;
	loss = cs_mem_new(n, sizeof *loss);
	for (size_t i = 0; i < n; i++)
		loss[i] = (struct loss){&x[i], &weight[i], i};
	qsort(loss, n, sizeof *loss, by_loss);
	for (size_t i = 0; i < left; i++)
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
	good = deal(minus ? total : -total, x, weight, n, part);
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
		cs_ratio_int(&all, total);
		if (minus)
			cs_ratio_neg(&all, &all);
		cs_ratio_div(&each, &all, &each);
		cs_ratio_finish(&all);
		for (size_t i = 0; i < n; i++)
			cs_ratio_mul(&x[i], &weight[i], &each);
		good = deal(minus ? total : -total, x, weight, n, part);
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

/* --- whole weights ---------------------------------------------------------------------------- */

/* What a part lost when it was rounded down: its rest over the sum of all weights. */
struct whole_loss {
	cs_i128 rest, weight;
	size_t at;
};

static int
by_whole_loss(const void *pa, const void *pb)
{
	const struct whole_loss *a = pa, *b = pb;

	if (a->rest != b->rest)
		return a->rest > b->rest ? -1 : 1;
	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

/* x / by and what is left, both 0 or above: mostly of 64 bits, which is several times as fast. */
static inline cs_i128
divide(cs_i128 x, cs_i128 by, cs_i128 *rest)
{
	if (x <= INT64_MAX && by <= INT64_MAX) {
		*rest = (int64_t)x % (int64_t)by;
		return (int64_t)x / (int64_t)by;
	}
	*rest = x % by;
	return x / by;
}

/* Parts rounded down of total x weight, which all fit; then one each to those that lost most. */
static void
deal_whole(cs_i128 total, const cs_i128 *weight, cs_i128 all, size_t n, cs_i128 *part)
{
	struct whole_loss *loss;
	cs_i128 left = total, rest;
	size_t nloss = 0;

	for (size_t i = 0; i < n; i++) {
		part[i] = divide(total * weight[i], all, &rest);
		left -= part[i];
	}
	if (left == 0)
		return;
	loss = cs_mem_new(n, sizeof *loss);
	for (size_t i = 0; i < n; i++) {
		(void)divide(total * weight[i], all, &rest);
		if (rest != 0)
			loss[nloss++] = (struct whole_loss){rest, weight[i], i};
	}
	/* Rests are below `all` and add up to left of it, so that there are more than left. */
	qsort(loss, nloss, sizeof *loss, by_whole_loss);
	for (size_t i = 0; i < (size_t)left; i++)
		part[loss[i].at]++;
	free(loss);
}

static struct cs_ratio *
ratios_of(const cs_i128 *weight, size_t n)
{
	struct cs_ratio *w = cs_ratios_new(n);

	for (size_t i = 0; i < n; i++)
		cs_ratio_int(&w[i], weight[i]);
	return w;
}

static bool
deal_as_ratios(cs_i128 total, const cs_i128 *weight, size_t n, cs_i128 *part)
{
	struct cs_ratio *w = ratios_of(weight, n);
	bool good = cs_allot(total, w, n, part);

	cs_ratios_free(w, n);
	return good;
}

bool
cs_allot_whole(cs_i128 total, const cs_i128 *weight, size_t n, cs_i128 *part)
{
	cs_i128 all = 0, magnitude = total, most;
	bool fits = !(total < 0 && __builtin_sub_overflow((cs_i128)0, total, &magnitude));

	for (size_t i = 0; i < n; i++) {
		assert(weight[i] >= 0);
		fits = fits && !__builtin_add_overflow(all, weight[i], &all);
	}
	if (!fits || __builtin_mul_overflow(magnitude, all, &most))
		return deal_as_ratios(total, weight, n, part);
	if (all == 0) {
		nothing(part, n);
		return false;
	}
	deal_whole(magnitude, weight, all, n, part);
	for (size_t i = 0; i < n && total < 0; i++)
		part[i] = -part[i];
	return true;
}

/* --- from the top down ------------------------------------------------------------------------ */

struct tree {
	const struct cs_ratio *weight; /* by leaf; NULL: they are whole */
	const cs_i128 *whole;
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

/* The total to the leaves from .. from + n - 1. */
static bool
deal_leaves(const struct tree *t, cs_i128 total, size_t from, size_t n)
{
	return t->weight != NULL ? cs_allot(total, t->weight + from, n, t->part + from)
				 : cs_allot_whole(total, t->whole + from, n, t->part + from);
}

/* The total to runs, each by the sum of its weights: run[0] .. run[n] are where they begin. */
static bool
deal_runs(const struct tree *t, cs_i128 total, const size_t *run, size_t n, cs_i128 *share)
{
	struct cs_ratio *sum = cs_ratios_new(n);
	bool good;

	for (size_t k = 0; k < n; k++)
		for (size_t i = run[k]; i < run[k + 1]; i++)
			cs_ratio_add(&sum[k], &sum[k], &t->weight[i]);
	good = cs_allot(total, sum, n, share);
	cs_ratios_free(sum, n);
	return good;
}

static bool
deal_whole_runs(const struct tree *t, cs_i128 total, const size_t *run, size_t n, cs_i128 *share)
{
	cs_i128 *sum = cs_mem_new0(n, sizeof *sum);
	bool good;

	/* That all weights together fit was checked. */
	for (size_t k = 0; k < n; k++)
		for (size_t i = run[k]; i < run[k + 1]; i++)
			sum[k] += t->whole[i];
	good = cs_allot_whole(total, sum, n, share);
	free(sum);
	return good;
}

static bool
descend(const struct tree *t, cs_i128 total, size_t lo, size_t hi, unsigned level)
{
	cs_i128 *share;
	size_t *run, n = 0;
	bool good;

	if (level == t->nlevel)
		return deal_leaves(t, total, lo, hi - lo);
	for (size_t i = lo; i < hi; i = run_end(t, i, hi, level))
		n++;
	if (n == 1)
		return descend(t, total, lo, hi, level + 1);
	share = cs_mem_new(n, sizeof *share);
	run = cs_mem_new(n + 1, sizeof *run);
	run[0] = lo;
	for (size_t k = 0; k < n; k++)
		run[k + 1] = run_end(t, run[k], hi, level);
	good = t->weight != NULL ? deal_runs(t, total, run, n, share)
				 : deal_whole_runs(t, total, run, n, share);
	/* Leaves of no weight get a share of 0, which they can deal. */
	for (size_t k = 0; k < n; k++)
		(void)descend(t, share[k], run[k], run[k + 1], level + 1);
	free(run);
	free(share);
	return good;
}

bool
cs_allot_nested(cs_i128 total, const struct cs_ratio *weight, const unsigned *same, size_t n,
    unsigned nlevel, cs_i128 *part)
{
	const struct tree t = {weight, NULL, same, nlevel, part};

	return n != 0 && descend(&t, total, 0, n, 0);
}

bool
cs_allot_nested_whole(cs_i128 total, const cs_i128 *weight, const unsigned *same, size_t n,
    unsigned nlevel, cs_i128 *part)
{
	const struct tree t = {NULL, weight, same, nlevel, part};
	struct cs_ratio *exact;
	cs_i128 all = 0;
	bool good;

	for (size_t i = 0; i < n; i++) {
		if (!__builtin_add_overflow(all, weight[i], &all))
			continue;
		exact = ratios_of(weight, n);
		good = cs_allot_nested(total, exact, same, n, nlevel, part);
		cs_ratios_free(exact, n);
		return good;
	}
	return n != 0 && descend(&t, total, 0, n, 0);
}
