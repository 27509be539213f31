/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Differences against known answers (R 4.2: prop.test, fisher.test, t.test, poisson.test; Newcombe
 * 1998), what swapping the sides does, and what few or equal observations give.
 */
#include "stat/diff.h"

#include "stat/dist.h"
#include "stat/interval.h"

#include "../tap.h"

static const struct {
	struct cs_diff_share a, b;
	double d, lo, hi, fisher;
} shares[] = {
    {{56, 70}, {48, 80}, .2, .0524314724024, .333872654037, -1},
    {{9, 10}, {3, 10}, .6, .170522723935, .809017973535, .0197666110978804},
    {{10, 10}, {0, 20}, 1, .679086037142, 1, 3.32833916042312e-08},
    {{0, 10}, {0, 10}, 0, -.277532799863, .277532799863, 1},
    {{5, 56}, {0, 29}, .0892857142857, -.0381371479035, .192560013855, .160621443209471},
};

static void
test_shares(void)
{
	struct cs_diff r, back;

	for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
		r = cs_diff_shares(shares[i].a, shares[i].b, .95);
		back = cs_diff_shares(shares[i].b, shares[i].a, .95);
		ok(r.est.ok && r.est.ci && fabs(r.est.est - shares[i].d) < 1e-12, "shares %zu",
		    i + 1);
		is_near(r.est.lo, shares[i].lo, 1e-9, "its lower end");
		is_near(r.est.hi, shares[i].hi, 1e-9, "its upper end");
		ok(fabs(r.est.lo + back.est.hi) < 1e-15 && fabs(r.est.hi + back.est.lo) < 1e-15,
		    "swapped: the bounds change signs");
		is_near(back.p, r.p, 1e-12, "and p is the same");
		if (shares[i].fisher >= 0)
			is_near(r.p, shares[i].fisher, 1e-9, "p by the exact test");
	}
	r = cs_diff_shares(shares[0].a, shares[0].b, .95);
	is_near(r.p, .00804508136819656, 1e-9, "p by z where there are enough");
	is_near(cs_diff_fisher((struct cs_diff_share){3, 1000}, (struct cs_diff_share){1, 20}),
	    .0762635070073292, 1e-9, "sides of different size");
	is_near(cs_diff_fisher((struct cs_diff_share){2, 3}, (struct cs_diff_share){900, 1000}),
	    .272938570614405, 1e-9, "the other way round");
	r = cs_diff_shares((struct cs_diff_share){9, 9}, (struct cs_diff_share){0, 500}, .95);
	ok(r.est.ci && r.p == CS_DIST_BAD && r.est.flag == CS_FLAG_SMALL_N,
	    "nine on a side: bounds, but no p");
	r = cs_diff_shares((struct cs_diff_share){1, 2}, (struct cs_diff_share){0, 0}, .95);
	ok(!r.est.ok && r.p == CS_DIST_BAD && r.est.flag == CS_FLAG_N0, "nothing on a side");
	r = cs_diff_shares((struct cs_diff_share){INT64_MAX, INT64_MAX},
	    (struct cs_diff_share){1, INT64_MAX}, .95);
	ok(r.est.ok && r.p == CS_DIST_BAD, "more than there are: no p");
	r = cs_diff_shares((struct cs_diff_share){300, 900}, (struct cs_diff_share){300, 900}, .95);
	ok(r.est.est == 0 && r.p == 1, "the same on both sides: 0, p 1");
	is_near(r.est.lo, -r.est.hi, 1e-12, "and bounds around it");
}

static struct cs_moments
moments(const int *v, size_t n)
{
	struct cs_moments m = CS_MOMENTS_INIT;

	for (size_t i = 0; i < n; i++)
		cs_moments_add(&m, v[i]);
	return m;
}

static void
test_means(void)
{
	static const int x[] = {1, 1, 1, 1, 1, 12, 40, 3, 3, 8, 9};
	static const int y[] = {4, 4, 5, 60, 61, 62, 63, 90, 5, 100};
	/* Change of first-contact resolution in thirtieths of a point: trained, and others. */
	static const int trained[] = {186, 61, 179, 151, 155, 62};
	static const int others[] = {42, -5, 21, -48, -2, 6};
	struct cs_moments a = moments(x, 11), b = moments(y, 10);
	struct cs_diff r = cs_diff_means(&a, &b, .95);

	is_near(r.est.lo, -65.5207291856959, 1e-9, "Welch, lower end");
	is_near(r.est.hi, -10.7338162688495, 1e-9, "upper end");
	is_near(r.p, .0109795360169668, 1e-9, "p");
	r = cs_diff_means(&b, &a, .95);
	is_near(r.est.lo, 10.7338162688495, 1e-9, "swapped");
	a = moments(trained, 6);
	b = moments(others, 6);
	r = cs_diff_means(&a, &b, .95);
	is_near(r.est.est / 30, 4.33333333333, 1e-9, "six agents and six");
	is_near(r.est.lo / 30, 2.30720764909, 1e-9, "lower end");
	is_near(r.est.hi / 30, 6.35945901758, 1e-9, "upper end");
	ok(r.p == CS_DIST_BAD && r.est.flag == CS_FLAG_SMALL_N, "too few for a p");
	a = (struct cs_moments){.n = 45, .sum = 16685, .sumsq = 6449977};
	b = (struct cs_moments){.n = 40, .sum = 17031, .sumsq = 7424797};
	r = cs_diff_means(&a, &b, .95);
	is_near(r.est.est, 16685 / 45. - 17031 / 40., 1e-12, "from sums alone");
	b = (struct cs_moments){.n = 1, .sum = 5, .sumsq = 25, .min = 5, .max = 5};
	r = cs_diff_means(&a, &b, .95);
	ok(r.est.ok && !r.est.ci && r.p == CS_DIST_BAD && r.est.flag == CS_FLAG_ZERO_VAR,
	    "one value has no spread");
	a = (struct cs_moments)CS_MOMENTS_INIT;
	r = cs_diff_means(&a, &b, .95);
	ok(!r.est.ok && r.est.flag == CS_FLAG_N0, "nothing on a side");
	cs_moments_add_n(&a, 7, 50);
	b = a;
	r = cs_diff_means(&a, &b, .95);
	ok(r.est.est == 0 && !r.est.ci && r.p == CS_DIST_BAD, "all equal on both sides: no test");
	a.wide = true;
	r = cs_diff_means(&a, &b, .95);
	ok(r.est.ok && !r.est.ci && r.est.flag == CS_FLAG_DOMAIN, "squares that ran over");
}

static void
test_scores(void)
{
	static const struct cs_diff_score a = {20, 30, 50}, b = {40, 30, 30}, all = {0, 0, 20};
	struct cs_est of_a = cs_interval_nps(20, 30, 50, .95, NULL);
	struct cs_est of_b = cs_interval_nps(40, 30, 30, .95, NULL);
	struct cs_diff r = cs_diff_scores(a, b, .95);

	ok(fabs(r.est.est - .4) < 1e-12, "net promoter scores of .3 and -.1");
	is_near(r.p, .000451095347614, 1e-9, "p");
	is_near(r.est.lo, .4 - hypot(.3 - of_a.lo, of_b.hi + .1), 1e-9, "its lower end");
	is_near(r.est.hi, .4 + hypot(of_a.hi - .3, -.1 - of_b.lo), 1e-9, "its upper end");
	is_near(cs_diff_scores(b, a, .95).p, r.p, 1e-12, "swapped: the same p");
	r = cs_diff_scores(a, a, .95);
	ok(r.est.est == 0 && r.p == 1, "the same on both sides: 0, p 1");
	r = cs_diff_scores(all, all, .95);
	ok(r.est.est == 0 && r.p == 1 && r.est.ci, "twenty promoters and twenty promoters");
	r = cs_diff_scores(all, b, .95);
	ok(r.p > 0 && r.p < 1e-6, "all alike on one side: still not certain");
	r = cs_diff_scores(a, (struct cs_diff_score){0, 0, 9}, .95);
	ok(r.p == CS_DIST_BAD && r.est.ci && r.est.flag == CS_FLAG_SMALL_N, "nine answers");
	r = cs_diff_scores(a, (struct cs_diff_score){0, 0, 0}, .95);
	ok(!r.est.ok && r.est.flag == CS_FLAG_N0, "none");
}

static const struct {
	int64_t a, b;
	double ratio, p;
} counts[] = {
    {30, 50, 1, .0329926184264761},
    {0, 12, 1, .00048828125},
    {31, 28, 31 / 28., 1},
    {130, 100, 30 / 31., .02933599902503},
    {7, 7, 1, 1},
};

static void
test_counts(void)
{
	struct cs_diff r;

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		r = cs_diff_counts(counts[i].a, counts[i].b, counts[i].ratio, .95);
		is_near(r.p, counts[i].p, 1e-9, "counts %zu", i + 1);
		ok(r.est.ci && r.est.est == (double)(counts[i].a - counts[i].b) &&
			r.est.lo < r.est.est && r.est.est < r.est.hi,
		    "and bounds around their difference");
		is_near(cs_diff_counts(counts[i].b, counts[i].a, 1 / counts[i].ratio, .95).p, r.p,
		    1e-9, "swapped: the same p");
	}
	r = cs_diff_counts(0, 12, 1, .95);
	is_near(r.est.hi, -12 + hypot(3.68887945411, 12 - 6.20057510872222), 1e-9, "upper end");
	r = cs_diff_counts(4, 5, 1, .95);
	ok(r.p == CS_DIST_BAD && r.est.ci && r.est.flag == CS_FLAG_SMALL_N, "nine events in both");
	ok(cs_diff_counts(INT64_MAX, INT64_MAX, 1, .95).p == CS_DIST_BAD, "more than there are");
	ok(cs_diff_counts(4, 5, 0, .95).est.flag == CS_FLAG_DOMAIN, "no time at all");
	ok(cs_diff_counts(-1, 5, 1, .95).est.flag == CS_FLAG_DOMAIN, "less than nothing");
}

/* n values from `from` on, each `step` from the one before, `each` times. */
static struct cs_bins
values(int64_t from, int64_t step, int64_t n, int64_t each)
{
	struct cs_hist h = CS_HIST_INIT;
	struct cs_bins b;

	for (int64_t i = 0; i < n; i++)
		(void)cs_hist_add_n(&h, from + i * step, each);
	b = cs_hist_bins(&h);
	cs_hist_finish(&h);
	return b;
}

static struct cs_diff
quantiles(struct cs_bins *a, struct cs_bins *b, int64_t num, int64_t den)
{
	int64_t va = 0, vb = 0;

	(void)cs_bins_quantile(a, num, den, &va);
	(void)cs_bins_quantile(b, num, den, &vb);
	return cs_diff_quantiles((struct cs_diff_values){a, (double)va},
	    (struct cs_diff_values){b, (double)vb}, num, den, .95);
}

static void
test_quantiles(void)
{
	struct cs_bins a = values(11, 1, 40, 1), b = values(1, 1, 40, 1), none = {0};
	struct cs_bins low = values(20, 1, 1, 10), high = values(21, 1, 1, 20),
		       few = values(1, 1, 5, 1);
	struct cs_diff r = quantiles(&a, &b, 1, 2), back = quantiles(&b, &a, 1, 2);

	/* The median of both is 25: 25 of the values of b are up to it, and 15 of those of a. */
	is_near(r.p, .0253473186774682, 1e-9, "medians: p of 15 and 25 of 40");
	/* Ranks 14 and 27 of 40 bound a median at 95 %. */
	is_near(r.est.lo, 10 - hypot(6, 7), 1e-12, "lower end");
	is_near(r.est.hi, 10 + hypot(7, 6), 1e-12, "upper end");
	ok(back.est.lo == -r.est.hi && back.est.hi == -r.est.lo && back.p == r.p, "swapped");
	r = quantiles(&a, &a, 1, 2);
	ok(r.est.est == 0 && r.p == 1, "the same on both sides: 0, p 1");
	r = quantiles(&low, &high, 1, 2);
	is_near(r.p, cs_diff_fisher((struct cs_diff_share){10, 10}, (struct cs_diff_share){0, 20}),
	    1e-12, "values that are all equal: the cut is between them");
	is_near(quantiles(&high, &low, 1, 2).p, r.p, 1e-12, "swapped: the same cut");
	r = quantiles(&a, &few, 1, 2);
	ok(r.est.ok && !r.est.ci && r.p == CS_DIST_BAD && r.est.flag == CS_FLAG_SMALL_N,
	    "five values bound no median");
	r = quantiles(&a, &b, 95, 100);
	ok(!r.est.ci && r.p > 0 && r.est.flag == CS_FLAG_SMALL_N,
	    "forty bound no p95, but can be compared");
	r = quantiles(&a, &none, 1, 2);
	ok(!r.est.ok && r.est.flag == CS_FLAG_N0, "nothing on a side");
	cs_bins_finish(&a);
	cs_bins_finish(&b);
	cs_bins_finish(&low);
	cs_bins_finish(&high);
	cs_bins_finish(&few);
}

static void
test_estimates(void)
{
	static const struct cs_diff_estimate a = {.620681975131, .0245257639314, 300},
					     b = {.687717980822, .0439112820162, 200};
	struct cs_diff r = cs_diff_estimates(a, b, .95);
	double se = hypot(a.se, b.se);

	is_near(r.est.est, a.est - b.est, 1e-12, "two survival estimates");
	is_near(r.est.lo, a.est - b.est - 1.959963984540054 * se, 1e-12, "lower end");
	is_near(r.est.hi, a.est - b.est + 1.959963984540054 * se, 1e-12, "upper end");
	is_near(r.p, 2 * cs_dist_norm((a.est - b.est) / se, CS_LOWER), 1e-12, "p");
	ok(cs_diff_estimates(a, a, .95).p == 1, "the same on both sides: p 1");
	r = cs_diff_estimates(a, (struct cs_diff_estimate){1, 0, 50}, .95);
	ok(r.est.ok && !r.est.ci && r.p == CS_DIST_BAD && r.est.flag == CS_FLAG_ZERO_VAR,
	    "no event on a side: no error to go by");
	r = cs_diff_estimates(a, (struct cs_diff_estimate){0, 0, 0}, .95);
	ok(!r.est.ok && r.est.flag == CS_FLAG_N0, "nothing on a side");
}

int
main(void)
{
	test_shares();
	test_means();
	test_scores();
	test_counts();
	test_quantiles();
	test_estimates();
	return done();
}
