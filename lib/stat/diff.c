/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two sides of a comparison: see diff.h. */
#include "stat/diff.h"

#include <math.h>

#include "stat/dist.h"
#include "stat/interval.h"

static struct cs_diff
nothing(enum cs_flag why)
{
	return (struct cs_diff){cs_est_none(why), CS_DIST_BAD};
}

static double
two_sided(double z)
{
	double p = 2 * cs_dist_norm(fabs(z), CS_UPPER);

	return p < 1 ? p : 1;
}

/* A side of a difference, and its own bounds around it. */
struct side {
	double est, lo, hi;
};

static double
arm(double from, double to)
{
	return to > from ? to - from : 0;
}

/* The difference with bounds that are put together from those of the sides. */
static struct cs_est
together(struct side a, struct side b)
{
	struct cs_est r = {.est = a.est - b.est, .ok = true, .ci = true};

	r.lo = r.est - hypot(arm(a.lo, a.est), arm(b.est, b.hi));
	r.hi = r.est + hypot(arm(a.est, a.hi), arm(b.lo, b.est));
	return r;
}

/* No p of fewer than CS_DIFF_MIN. */
static void
enough(struct cs_diff *d, int64_t n)
{
	if (n >= CS_DIFF_MIN)
		return;
	d->p = CS_DIST_BAD;
	if (d->est.flag == CS_FLAG_NONE)
		d->est.flag = CS_FLAG_SMALL_N;
}

/* A distribution on lo .. hi with one peak. */
struct discrete {
	double (*pmf)(const struct discrete *d, int64_t k);
	double (*tail)(const struct discrete *d, int64_t k, enum cs_tail tail);
	int64_t lo, hi, peak;
	int64_t n, good, drawn;
	double p;
};

/*
 * The probability of all that is no likelier than k: k and what is behind it on its side, and on
 * the other side from where it is as unlikely. Values that are equal but for rounding are equal:
 * the factor is that of R.
 */
static double
unlikely(const struct discrete *d, int64_t k)
{
	const double most = d->pmf(d, k) * (1 + 1e-7);
	int64_t in = d->peak, out, mid;
	double p;

	if (d->pmf(d, d->peak) <= most)
		return 1;
	out = k < d->peak ? d->hi + 1 : d->lo - 1;
	/* in is likelier than k, out is not (or is no value at all) */
	while (in - out > 1 || out - in > 1) {
		mid = in + (out - in) / 2;
		if (d->pmf(d, mid) > most)
			in = mid;
		else
			out = mid;
	}
	if (k < d->peak)
		p = d->tail(d, k, CS_LOWER) + d->tail(d, out - 1, CS_UPPER);
	else
		p = d->tail(d, k - 1, CS_UPPER) + d->tail(d, out, CS_LOWER);
	return p < 1 ? p : 1;
}

static double
hyper_pmf(const struct discrete *d, int64_t k)
{
	return cs_dist_hyper_pmf(k, d->good, d->n - d->good, d->drawn);
}

static double
hyper_tail(const struct discrete *d, int64_t k, enum cs_tail tail)
{
	return cs_dist_hyper(k, d->good, d->n - d->good, d->drawn, tail);
}

static double
binom_pmf(const struct discrete *d, int64_t k)
{
	return cs_dist_binom_pmf(k, d->n, d->p);
}

static double
binom_tail(const struct discrete *d, int64_t k, enum cs_tail tail)
{
	return cs_dist_binom(k, d->n, d->p, tail);
}

double
cs_diff_fisher(struct cs_diff_share a, struct cs_diff_share b)
{
	struct discrete d = {.pmf = hyper_pmf, .tail = hyper_tail, .n = a.n + b.n, .drawn = a.n};

	d.good = a.x + b.x;
	d.lo = d.good - b.n > 0 ? d.good - b.n : 0;
	d.hi = d.good < a.n ? d.good : a.n;
	d.peak = (int64_t)((cs_i128)(d.good + 1) * (d.drawn + 1) / (d.n + 2));
	d.peak = d.peak < d.lo ? d.lo : d.peak > d.hi ? d.hi : d.peak;
	return unlikely(&d, a.x);
}

/* Of equal shares. */
static double
test_shares(struct cs_diff_share a, struct cs_diff_share b)
{
	enum { EXPECTED_MIN = 5 };
	double na = (double)a.n, nb = (double)b.n, x = (double)a.x + (double)b.x;
	double p = x / (na + nb), rare = p < .5 ? p : 1 - p;

	if ((na < nb ? na : nb) * rare < EXPECTED_MIN)
		return cs_diff_fisher(a, b);
	return two_sided(
	    ((double)a.x / na - (double)b.x / nb) / sqrt(p * (1 - p) * (1 / na + 1 / nb)));
}

/* As many as distributions are good for: sums of two do not run over either. */
static bool
countable(int64_t a, int64_t b)
{
	const int64_t most = INT64_C(1000000000000000);

	return a <= most && b <= most;
}

static int64_t
fewer(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

struct cs_diff
cs_diff_shares(struct cs_diff_share a, struct cs_diff_share b, double level)
{
	struct cs_diff r = {cs_interval_difference(a.x, a.n, b.x, b.n, level), CS_DIST_BAD};

	if (!r.est.ok || !countable(a.n, b.n))
		return r;
	r.p = test_shares(a, b);
	enough(&r, fewer(a.n, b.n));
	return r;
}

struct cs_diff
cs_diff_means(const struct cs_moments *a, const struct cs_moments *b, double level)
{
	struct cs_diff r = nothing(CS_FLAG_N0);
	double ma, mb, va, vb, se, df, t;

	if (!cs_moments_mean(a, &ma) || !cs_moments_mean(b, &mb))
		return r;
	r.est = (struct cs_est){.est = ma - mb, .ok = true, .flag = CS_FLAG_ZERO_VAR};
	if (a->wide || b->wide)
		r.est.flag = CS_FLAG_DOMAIN;
	if (!cs_moments_variance(a, &va) || !cs_moments_variance(b, &vb) || va + vb <= 0)
		return r;
	va /= (double)a->n;
	vb /= (double)b->n;
	se = sqrt(va + vb);
	df = (va + vb) * (va + vb) / (va * va / (double)(a->n - 1) + vb * vb / (double)(b->n - 1));
	if (!cs_dist_t_quantile((1 - level) / 2, df, CS_UPPER, &t)) {
		r.est.flag = CS_FLAG_DOMAIN;
		return r;
	}
	r.est.flag = CS_FLAG_NONE;
	r.est.lo = r.est.est - t * se;
	r.est.hi = r.est.est + t * se;
	r.est.ci = true;
	r.p = cs_dist_t_two_sided(r.est.est / se, df);
	enough(&r, fewer(a->n, b->n));
	return r;
}

/* The standard error of a score; that of adjusted Wald where all answers are alike. */
static double
score_se(struct cs_diff_score v, double plain)
{
	double n = (double)v.down + (double)v.mid + (double)v.up + 3, s, both;

	if (plain > 0)
		return plain;
	s = ((double)v.up - (double)v.down) / n;
	both = ((double)v.up + (double)v.down + 1.5) / n;
	return sqrt((both - s * s) / n);
}

struct cs_diff
cs_diff_scores(struct cs_diff_score a, struct cs_diff_score b, double level)
{
	double sa, sb;
	struct cs_est ea = cs_interval_nps(a.down, a.mid, a.up, level, &sa);
	struct cs_est eb = cs_interval_nps(b.down, b.mid, b.up, level, &sb);
	struct cs_diff r = nothing(!ea.ok ? ea.flag : eb.flag);

	if (!ea.ok || !eb.ok)
		return r;
	r.est = together((struct side){ea.est, ea.lo, ea.hi}, (struct side){eb.est, eb.lo, eb.hi});
	r.p = two_sided(r.est.est / hypot(score_se(a, sa), score_se(b, sb)));
	enough(&r, fewer(a.down + a.mid + a.up, b.down + b.mid + b.up));
	return r;
}

struct cs_diff
cs_diff_counts(int64_t a, int64_t b, double ratio, double level)
{
	struct discrete d = {.pmf = binom_pmf, .tail = binom_tail};
	struct cs_est ea = cs_interval_poisson(a, 1, level), eb = cs_interval_poisson(b, 1, level);
	struct cs_diff r = nothing(!ea.ok ? ea.flag : eb.flag);

	if (!ea.ok || !eb.ok || !(ratio > 0) || !countable(a, b)) {
		r.est.flag = CS_FLAG_DOMAIN;
		return r;
	}
	r.est = together((struct side){ea.est, ea.lo, ea.hi}, (struct side){eb.est, eb.lo, eb.hi});
	d.n = a + b;
	d.p = ratio / (1 + ratio);
	d.hi = d.n;
	d.peak = (int64_t)((double)(d.n + 1) * d.p);
	d.peak = d.peak > d.hi ? d.hi : d.peak;
	r.p = unlikely(&d, a);
	enough(&r, a + b);
	return r;
}

/* The quantile, by nearest rank, of the values of both sides together. */
static int64_t
pooled_quantile(const struct cs_bins *a, const struct cs_bins *b, int64_t num, int64_t den)
{
	cs_i128 total = (cs_i128)a->total + b->total, k = (total * num + den - 1) / den, upto = 0;
	size_t i = 0, j = 0;
	int64_t v = 0;

	while (upto < k) {
		bool left = j == b->n || (i < a->n && a->bin[i].value <= b->bin[j].value);

		v = left ? a->bin[i].value : b->bin[j].value;
		upto += left ? a->bin[i++].count : b->bin[j++].count;
	}
	return v;
}

/*
 * Do the sides have as many beyond the quantile of both? Many values may be equal to it: they
 * belong to the side of the cut that leaves the parts nearest to what the quantile says.
 */
static double
test_quantiles(const struct cs_bins *a, const struct cs_bins *b, int64_t num, int64_t den)
{
	int64_t at = pooled_quantile(a, b, num, den);
	struct cs_diff_share with[2] = {
	    {cs_bins_upto(a, at), a->total}, {cs_bins_upto(b, at), b->total}};
	struct cs_diff_share less[2] = {with[0], with[1]};
	double total = (double)a->total + (double)b->total, q = (double)num / (double)den;

	less[0].x = at > INT64_MIN ? cs_bins_upto(a, at - 1) : 0;
	less[1].x = at > INT64_MIN ? cs_bins_upto(b, at - 1) : 0;
	if (fabs((double)(less[0].x + less[1].x) / total - q) <
	    fabs((double)(with[0].x + with[1].x) / total - q))
		return test_shares(less[0], less[1]);
	return test_shares(with[0], with[1]);
}

static bool
ranked(struct side *side, struct cs_diff_values v, int64_t num, int64_t den, double level)
{
	int64_t lo, hi;

	if (!cs_interval_ranks(v.bins->total, num, den, level, &lo, &hi))
		return false;
	side->est = v.est;
	side->lo = (double)cs_bins_rank(v.bins, lo);
	side->hi = (double)cs_bins_rank(v.bins, hi);
	return true;
}

struct cs_diff
cs_diff_quantiles(
    struct cs_diff_values a, struct cs_diff_values b, int64_t num, int64_t den, double level)
{
	struct cs_diff r = nothing(CS_FLAG_N0);
	struct side sa, sb;

	if (a.bins->total == 0 || b.bins->total == 0)
		return r;
	r.est = (struct cs_est){.est = a.est - b.est, .ok = true, .flag = CS_FLAG_SMALL_N};
	if (ranked(&sa, a, num, den, level) && ranked(&sb, b, num, den, level))
		r.est = together(sa, sb);
	if (!countable(a.bins->total, b.bins->total))
		return r;
	r.p = test_quantiles(a.bins, b.bins, num, den);
	enough(&r, fewer(a.bins->total, b.bins->total));
	return r;
}

struct cs_diff
cs_diff_estimates(struct cs_diff_estimate a, struct cs_diff_estimate b, double level)
{
	struct cs_diff r = nothing(CS_FLAG_N0);
	double se = hypot(a.se, b.se), half = cs_dist_z(level) * se;

	if (a.n <= 0 || b.n <= 0)
		return r;
	r.est = (struct cs_est){.est = a.est - b.est, .ok = true, .flag = CS_FLAG_ZERO_VAR};
	if (!(a.se > 0) || !(b.se > 0))
		return r;
	r.est.flag = CS_FLAG_NONE;
	r.est.lo = r.est.est - half;
	r.est.hi = r.est.est + half;
	r.est.ci = true;
	r.p = two_sided(r.est.est / se);
	enough(&r, fewer(a.n, b.n));
	return r;
}
