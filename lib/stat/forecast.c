/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether forecasts came true: see forecast.h. */
#include "stat/forecast.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "stat/dist.h"
#include "stat/interval.h"
#include "stat/linear.h"

#define SURE ((int64_t)CS_FORECAST_SURE)

int32_t
cs_forecast_round(double p)
{
	double v = p * CS_FORECAST_SURE;

	if (!(v >= 1))
		return 1;
	return v > CS_FORECAST_SURE - 1 ? CS_FORECAST_SURE - 1 : (int32_t)lround(v);
}

static int
by_told(const void *x, const void *y)
{
	const struct cs_forecast_bin *a = x, *b = y;

	return (a->told > b->told) - (a->told < b->told);
}

size_t
cs_forecast_sort(struct cs_forecast_bin *bin, size_t n)
{
	size_t k = 0;

	if (n > 0)
		qsort(bin, n, sizeof *bin, by_told);
	for (size_t i = 0; i < n; i++) {
		if (k > 0 && bin[k - 1].told == bin[i].told) {
			bin[k - 1].n += bin[i].n;
			bin[k - 1].x += bin[i].x;
		} else {
			bin[k++] = bin[i];
		}
	}
	return k;
}

static struct cs_forecast_bin
total(const struct cs_forecast_bin *bin, size_t n)
{
	struct cs_forecast_bin all = {0};

	for (size_t i = 0; i < n; i++) {
		all.n += bin[i].n;
		all.x += bin[i].x;
	}
	return all;
}

/* A share with bounds on the scale of its logit. */
static struct cs_est
on_logit(double est, double var, int64_t least, double level)
{
	struct cs_est e = {est, 0, 0, true, false, CS_FLAG_ZERO_VAR};
	double wide;

	if (least < CS_FORECAST_BOUNDS)
		e.flag = CS_FLAG_SMALL_N;
	if (!(est > 0 && est < 1 && var > 0) || least < CS_FORECAST_BOUNDS)
		return e;
	wide = exp(cs_dist_z(level) * sqrt(var) / (est * (1 - est)));
	e.lo = est / (est + (1 - est) * wide);
	e.hi = est / (est + (1 - est) / wide);
	e.ci = true;
	e.flag = least < CS_FORECAST_SMALL ? CS_FLAG_SMALL_N : CS_FLAG_NONE;
	return e;
}

struct cs_est
cs_forecast_auc(const struct cs_forecast_bin *bin, size_t n, double level)
{
	const struct cs_forecast_bin all = total(bin, n);
	const int64_t left = all.x, stayed = all.n - all.x;
	int64_t below = 0, left_below = 0;
	cs_i128 twice = 0;
	double auc, var = 0;

	if (left == 0 || stayed == 0)
		return cs_est_none(CS_FLAG_N0);
	for (size_t i = 0; i < n; i++) {
		int64_t here = bin[i].n - bin[i].x;

		twice += (cs_i128)bin[i].x * (2 * below + here);
		below += here;
	}
	auc = (double)twice / 2 / (double)left / (double)stayed;
	below = 0;
	for (size_t i = 0; i < n; i++) {
		int64_t here = bin[i].n - bin[i].x, above = left - left_below - bin[i].x;
		double won = ((double)below + (double)here / 2) / (double)stayed - auc;
		double lost = ((double)above + (double)bin[i].x / 2) / (double)left - auc;

		var += (double)bin[i].x * won * won / (double)left / (double)left;
		var += (double)here * lost * lost / (double)stayed / (double)stayed;
		below += here;
		left_below += bin[i].x;
	}
	return on_logit(auc, var, left < stayed ? left : stayed, level);
}

struct cs_forecast_brier
cs_forecast_brier(const struct cs_forecast_bin *bin, size_t n)
{
	const struct cs_forecast_bin all = total(bin, n);
	struct cs_forecast_brier b;
	cs_i128 sum = 0;

	for (size_t i = 0; i < n; i++) {
		int64_t p = bin[i].told;

		sum += (cs_i128)bin[i].x * ((SURE - p) * (SURE - p));
		sum += (cs_i128)(bin[i].n - bin[i].x) * (p * p);
	}
	b.score = (double)sum / (double)(SURE * SURE) / (double)all.n;
	b.base = (double)all.x / (double)all.n * ((double)(all.n - all.x) / (double)all.n);
	return b;
}

static double
logit_of(int32_t told)
{
	return log((double)told / (double)(SURE - told));
}

/* -log likelihood of ln odds = b[0] + b[1] logit(told). */
static double
line_cost(const struct cs_forecast_bin *bin, size_t n, const double b[2])
{
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		double v = b[0] + b[1] * logit_of(bin[i].told), x = (double)bin[i].x;

		sum += v > 0 ? (double)bin[i].n * log1p(exp(-v)) + ((double)bin[i].n - x) * v
			     : (double)bin[i].n * log1p(exp(v)) - x * v;
	}
	return sum;
}

/* A step of Newton from b in the first `free` parameters; se: of the last. False: singular. */
static bool
line_step(const struct cs_forecast_bin *bin, size_t n, size_t free, const double b[2],
    double step[2], double *se)
{
	double info[3] = {0, 0, 0}, m[4], inverse[4], score[2] = {0, 0};

	for (size_t i = 0; i < n; i++) {
		double v = logit_of(bin[i].told), p = 1 / (1 + exp(-(b[0] + b[1] * v)));
		double r = (double)bin[i].x - (double)bin[i].n * p;
		double w = (double)bin[i].n * p * (1 - p);

		score[0] += r;
		score[1] += r * v;
		info[0] += w;
		info[1] += w * v;
		info[2] += w * v * v;
	}
	m[0] = info[0];
	m[1] = m[2] = info[1];
	m[3] = info[2];
	if (!cs_linear_inverse(m, free, inverse))
		return false;
	step[1] = 0;
	for (size_t i = 0; i < free; i++) {
		step[i] = 0;
		for (size_t j = 0; j < free; j++)
			step[i] += inverse[i * free + j] * score[j];
	}
	*se = sqrt(inverse[free * free - 1]);
	return true;
}

/*
 * ln odds = shift + slope logit(told), or with the slope held at 1 (free = 1), by Newton from what
 * is right; a step that leads up is halved. False: there is no maximum.
 */
static bool
line(const struct cs_forecast_bin *bin, size_t n, size_t free, double b[2], double *se)
{
	enum { ROUNDS = 100, HALVES = 40 };
	double now, step[2];

	b[0] = 0;
	b[1] = 1;
	now = line_cost(bin, n, b);
	for (int round = 0; round < ROUNDS; round++) {
		double then = now, next[2];
		bool last;

		if (!line_step(bin, n, free, b, step, se))
			return false;
		/* The error after a step is that before, squared. */
		last = fabs(step[0]) + fabs(step[1]) < 1e-7;
		for (int half = 0; half <= HALVES; half++) {
			next[0] = b[0] + step[0];
			next[1] = b[1] + step[1];
			then = line_cost(bin, n, next);
			if (then <= now)
				break;
			step[0] /= 2;
			step[1] /= 2;
		}
		/* No way down is left but rounding. */
		if (then > now)
			return true;
		b[0] = next[0];
		b[1] = next[1];
		if (last)
			return true;
		now = then;
	}
	return false;
}

static struct cs_est
with_bounds(bool good, double est, double se, double level)
{
	double z = cs_dist_z(level);

	if (!good || !isfinite(est) || !isfinite(se))
		return cs_est_none(CS_FLAG_ZERO_VAR);
	return (struct cs_est){est, est - z * se, est + z * se, true, true, CS_FLAG_NONE};
}

struct cs_forecast_line
cs_forecast_line(const struct cs_forecast_bin *bin, size_t n, double level)
{
	const struct cs_forecast_bin all = total(bin, n);
	struct cs_forecast_line r = {cs_est_none(CS_FLAG_ZERO_VAR), cs_est_none(CS_FLAG_ZERO_VAR)};
	double b[2], se = 0;
	bool good;

	if (all.n == 0)
		r.slope.flag = r.shift.flag = CS_FLAG_N0;
	if (all.x == 0 || all.x == all.n)
		return r;
	good = line(bin, n, 2, b, &se);
	r.slope = with_bounds(good, b[1], se, level);
	good = line(bin, n, 1, b, &se);
	r.shift = with_bounds(good, b[0], se, level);
	return r;
}

void
cs_forecast_tenths(
    const struct cs_forecast_bin *bin, size_t n, struct cs_forecast_tenth tenth[CS_FORECAST_TENTHS])
{
	const struct cs_forecast_bin all = total(bin, n);
	cs_i128 told[CS_FORECAST_TENTHS] = {0};
	int64_t before = 0;

	for (int k = 0; k < CS_FORECAST_TENTHS; k++)
		tenth[k] = (struct cs_forecast_tenth){0, 0, 0};
	for (size_t i = 0; i < n; i++) {
		/* The middle, before + n / 2 of all: less than all, so that k is. */
		int64_t k = (int64_t)(((cs_i128)before * 2 + bin[i].n) * CS_FORECAST_TENTHS /
				      ((cs_i128)all.n * 2));

		tenth[k].n += bin[i].n;
		tenth[k].x += bin[i].x;
		told[k] += (cs_i128)bin[i].n * bin[i].told;
		before += bin[i].n;
	}
	for (int k = 0; k < CS_FORECAST_TENTHS; k++) {
		if (tenth[k].n > 0)
			tenth[k].told = (double)told[k] / (double)SURE / (double)tenth[k].n;
	}
}

struct cs_est
cs_forecast_top(const struct cs_forecast_bin *bin, size_t n, double level)
{
	const struct cs_forecast_bin all = total(bin, n);
	int64_t want = (all.n + CS_FORECAST_TENTHS - 1) / CS_FORECAST_TENTHS, room = want;
	double x = 0;
	struct cs_est e;

	if (all.n == 0)
		return cs_est_none(CS_FLAG_N0);
	for (size_t i = n; i-- > 0 && room > 0;) {
		int64_t take = bin[i].n < room ? bin[i].n : room;

		x += (double)take * ((double)bin[i].x / (double)bin[i].n);
		room -= take;
	}
	e = cs_interval_wilson((int64_t)floor(x + .5), want, level);
	e.est = x / (double)want;
	e.lo = fmin(e.lo, e.est);
	e.hi = fmax(e.hi, e.est);
	return e;
}

/* How many were told less, and the same, of those that were added: a tree over ranks. */
struct ranks {
	int32_t *told; /* distinct, ascending */
	int64_t *tree; /* 1 .. n: Fenwick's */
	size_t n;
};

static size_t
rank_of(const struct ranks *r, int32_t told)
{
	size_t lo = 0, hi = r->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (r->told[mid] < told)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void
ranks_add(struct ranks *r, size_t rank, int64_t n)
{
	for (size_t i = rank + 1; i <= r->n; i += i & (0 - i))
		r->tree[i] += n;
}

static int64_t
ranks_below(const struct ranks *r, size_t rank)
{
	int64_t sum = 0;

	for (size_t i = rank; i > 0; i -= i & (0 - i))
		sum += r->tree[i];
	return sum;
}

static int
by_int32(const void *x, const void *y)
{
	const int32_t *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

static struct ranks
ranks_make(const struct cs_forecast_seen *seen, size_t n)
{
	struct ranks r = {cs_mem_new(n, sizeof *r.told), NULL, 0};

	for (size_t i = 0; i < n; i++)
		r.told[i] = seen[i].told;
	qsort(r.told, n, sizeof *r.told, by_int32);
	for (size_t i = 0; i < n; i++) {
		if (r.n == 0 || r.told[r.n - 1] != r.told[i])
			r.told[r.n++] = r.told[i];
	}
	r.tree = cs_mem_new0(r.n + 1, sizeof *r.tree);
	return r;
}

/* By time; who left at a time before who was last seen at it. */
static int
by_time(const void *x, const void *y)
{
	const struct cs_forecast_seen *a = x, *b = y;

	if (a->t != b->t)
		return a->t < b->t ? -1 : 1;
	if (a->left != b->left)
		return a->left ? -1 : 1;
	return (a->told > b->told) - (a->told < b->told);
}

/* Of the pairs of one with all others whose order is known: how many, and 2 for each that was
 * foretold, 1 where both were told the same. */
struct pairs {
	int64_t n, twice;
};

static void
count(const struct ranks *r, const struct cs_forecast_seen *s, bool later, struct pairs *p)
{
	size_t rank = rank_of(r, s->told);
	int64_t all = ranks_below(r, r->n), less = ranks_below(r, rank);
	int64_t same = ranks_below(r, rank + 1) - less;

	p->n += all;
	p->twice += same + 2 * (later ? less : all - less - same);
}

/* Those of one time who left, or were last seen at it: seen[i .. end - 1]. */
static size_t
alike(const struct cs_forecast_seen *seen, size_t n, size_t i)
{
	size_t end = i + 1;

	while (end < n && seen[end].t == seen[i].t && seen[end].left == seen[i].left)
		end++;
	return end;
}

/* Who left is held against all who left later, or were seen then or later without. */
static void
against_later(struct ranks *r, const struct cs_forecast_seen *seen, size_t n, struct pairs *p)
{
	for (size_t end = n, i; end > 0; end = i) {
		i = end - 1;
		while (i > 0 && seen[i - 1].t == seen[i].t && seen[i - 1].left == seen[i].left)
			i--;
		for (size_t k = i; k < end && seen[k].left; k++)
			count(r, &seen[k], true, &p[k]);
		for (size_t k = i; k < end; k++)
			ranks_add(r, rank_of(r, seen[k].told), seen[k].n);
	}
}

/* And everybody against those who had left before. */
static void
against_earlier(struct ranks *r, const struct cs_forecast_seen *seen, size_t n, struct pairs *p)
{
	for (size_t i = 0, end; i < n; i = end) {
		end = alike(seen, n, i);
		for (size_t k = i; k < end; k++)
			count(r, &seen[k], false, &p[k]);
		for (size_t k = i; k < end && seen[k].left; k++)
			ranks_add(r, rank_of(r, seen[k].told), seen[k].n);
	}
}

struct cs_est
cs_forecast_concordance(struct cs_forecast_seen *seen, size_t n, double level)
{
	struct pairs *p = cs_mem_new0(n, sizeof *p);
	struct ranks r = ranks_make(seen, n);
	cs_i128 all = 0, twice = 0;
	int64_t left = 0;
	double c, var = 0;

	if (n > 0)
		qsort(seen, n, sizeof *seen, by_time);
	against_later(&r, seen, n, p);
	for (size_t i = 0; i < n; i++) {
		all += (cs_i128)seen[i].n * p[i].n;
		twice += (cs_i128)seen[i].n * p[i].twice;
		left += seen[i].left ? seen[i].n : 0;
	}
	for (size_t i = 0; i <= r.n; i++)
		r.tree[i] = 0;
	against_earlier(&r, seen, n, p);
	c = (double)twice / 2 / (double)all;
	for (size_t i = 0; i < n && all > 0; i++) {
		double d = ((double)p[i].twice / 2 - c * (double)p[i].n) / (double)all;

		var += (double)seen[i].n * d * d;
	}
	free(p);
	free(r.told);
	free(r.tree);
	return all == 0 ? cs_est_none(CS_FLAG_N0) : on_logit(c, var, left, level);
}
