/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What would have been, against R (4.2.2): lm(y ~ 0 + x, weights = 1 / x) and, with trend, lm(y ~ 0
 * + x + I(x * t), weights = 1 / x); bounds by stat/alike's formula with whole matrices: solve() and
 * determinant() of the weeks' covariance, uniroot() for the half.
 */
#include "stat/baseline.h"

#include "../tap.h"

enum { N = 10, K = 3 };

static const int y[N] = {212, 198, 187, 240, 205, 219, 196, 208, 231, 222};
static const int x[N] = {401, 389, 360, 455, 398, 420, 388, 399, 437, 441};
static const int rising[N] = {100, 105, 112, 109, 117, 123, 127, 132, 141, 144};
static const int ya[K] = {260, 255, 249}, xa[K] = {430, 410, 395};

static const struct {
	const char *what;
	const int *y, *x, *xa; /* x NULL: 1 */
	bool trend;
	enum cs_alike_beside beside;
	double expected, more, lo, hi, se, spread, alike, drift, drift_p;
} cases[] = {
    {"a reference", y, x, xa, false, CS_ALIKE_DRIFT, 639.8556751468, 124.1443248532, 103.6573250604,
	144.6313246461, 9.056399851319, 0.07465380605112, 0.08503033330576, -0.001729132176583,
	0.4314939525707},
    {"a level with its trend", y, NULL, NULL, true, CS_ALIKE_NOTHING, 671.8, 92.2, -31.01350494748,
	215.4135049475, 53.43160624322, 1.267784073025, 0.1110851442854, 0.008813345923827,
	0.3310774690074},
    {"and a season", y, NULL, NULL, true, CS_ALIKE_SEASON, 671.8, 92.2, -44.08181350806,
	228.4818135081, 59.09868565608, 1.267784073025, 0.1103504286826, 0.008813345923827,
	0.3310774690074},
    {"a level", y, NULL, NULL, false, CS_ALIKE_DRIFT, 635.4, 128.6, 44.87181149947, 212.3281885005,
	37.01254266391, 1.277725317385, 0.09861941615642, 0.008813345923827, 0.3310774690074},
    {"weeks like those before", rising, NULL, NULL, false, CS_ALIKE_NOTHING, 363, 401,
	299.5045328399, 502.4954671601, 44.86667364641, 1.862258953168, 0.8807416971009,
	0.0404708239419, 9.900508016696e-08},
};

/* Weeks of whole numbers, first at t = from. */
static struct cs_ratio *
weeks(struct cs_baseline_week *w, const int *v, const int *ref, size_t n, int32_t from)
{
	struct cs_ratio *r = cs_ratios_new(2 * n);

	for (size_t i = 0; i < n; i++) {
		cs_ratio_int(&r[i], v[i]);
		cs_ratio_int(&r[n + i], ref != NULL ? ref[i] : 0);
		w[i] = (struct cs_baseline_week){
		    &r[i], ref != NULL ? &r[n + i] : NULL, from + (int32_t)i};
	}
	return r;
}

static void
test_r(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_baseline_week before[N], after[K];
		struct cs_ratio *a = weeks(before, cases[i].y, cases[i].x, N, -N);
		struct cs_ratio *b = weeks(after, ya, cases[i].xa, K, 0);
		struct cs_baseline_in in = {
		    before, after, N, K, cases[i].trend, cases[i].beside, .95};
		const char *what = cases[i].what;
		struct cs_baseline got;
		struct cs_ratio week, sum;

		cs_baseline_make(&got, &in);
		ok(got.ok && got.ci && got.flag == CS_FLAG_NONE, "%s: is there", what);
		is_near(
		    cs_ratio_double(&got.expected), cases[i].expected, 1e-11, "%s: expected", what);
		is_near(cs_ratio_double(&got.more), cases[i].more, 1e-11, "%s: more", what);
		is_near(got.lo, cases[i].lo, 1e-9, "%s: lo", what);
		is_near(got.hi, cases[i].hi, 1e-9, "%s: hi", what);
		is_near(got.se, cases[i].se, 1e-9, "%s: se", what);
		is_near(got.spread, cases[i].spread, 1e-9, "%s: spread", what);
		is_near(got.alike, cases[i].alike, 1e-9, "%s: alike", what);
		is_near(got.drift, cases[i].drift, 1e-9, "%s: drift", what);
		is_near(got.drift_p, cases[i].drift_p, 1e-9, "%s: its chance", what);
		cs_ratio_init(&week);
		cs_ratio_init(&sum);
		for (int k = 0; k < K; k++) {
			cs_baseline_week(&week, &in, &after[k]);
			cs_ratio_add(&sum, &sum, &week);
		}
		ok(cs_ratio_cmp(&sum, &got.expected) == 0, "%s: weeks add up exactly", what);
		cs_ratio_finish(&week);
		cs_ratio_finish(&sum);
		cs_baseline_finish(&got);
		cs_ratios_free(a, (size_t)2 * N);
		cs_ratios_free(b, (size_t)2 * K);
	}
}

/* What cannot be said is not said. */
static void
test_edges(void)
{
	static const struct {
		const char *what;
		int y[4], x[4];
		size_t n;
		bool trend, ok, ci;
		enum cs_flag flag;
	} edges[] = {
	    {"no weeks before", {0}, {0}, 0, false, false, false, CS_FLAG_N0},
	    {"no reference in any", {5, 6}, {0, 0}, 2, false, false, false, CS_FLAG_N0},
	    {"one week", {5}, {5}, 1, false, true, false, CS_FLAG_SMALL_N},
	    {"a line through two", {5, 7}, {1, 1}, 2, true, true, false, CS_FLAG_SMALL_N},
	    {"all alike", {5, 5, 5}, {1, 1, 1}, 3, false, true, false, CS_FLAG_ZERO_VAR},
	    {"few", {5, 6, 8}, {1, 1, 1}, 3, false, true, true, CS_FLAG_SMALL_N},
	    {"nothing but zeros", {0, 0, 0}, {1, 1, 1}, 3, false, true, false, CS_FLAG_ZERO_VAR},
	};

	for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
		struct cs_baseline_week before[4], after[K];
		struct cs_ratio *a = weeks(before, edges[i].y, edges[i].x, 4, -4);
		struct cs_ratio *b = weeks(after, ya, xa, K, 0);
		struct cs_baseline_in in = {
		    before, after, edges[i].n, K, edges[i].trend, CS_ALIKE_DRIFT, .95};
		struct cs_baseline got;

		cs_baseline_make(&got, &in);
		ok(got.ok == edges[i].ok && got.ci == edges[i].ci, "%s: what is there",
		    edges[i].what);
		is_str(
		    cs_flag_name(got.flag), cs_flag_name(edges[i].flag), "%s: flag", edges[i].what);
		cs_baseline_finish(&got);
		cs_ratios_free(a, 8);
		cs_ratios_free(b, (size_t)2 * K);
	}
}

/*
 * Of what is rare there are weeks without any last year: they count, or the reference would be
 * taken from its lucky weeks. Before the first there was no reference.
 */
static void
test_rare(void)
{
	static const int seen[] = {9, 3, 5, 4, 6}, ref[] = {0, 6, 0, 6, 0};
	static const int no_ref[K] = {0, 0, 0}, some[K] = {4, 0, 8};
	struct cs_baseline_week before[5], after[K];
	struct cs_ratio *a = weeks(before, seen, ref, 5, -5);
	struct cs_ratio *b = weeks(after, ya, some, K, 0);
	struct cs_baseline_in in = {before, after, 5, K, false, CS_ALIKE_NOTHING, .95};
	struct cs_baseline got;

	cs_baseline_make(&got, &in);
	is_near(cs_ratio_double(&got.expected), 18, 1e-15, "rare: by sums of all weeks from there");
	ok(got.ci && got.df == 3, "rare: all but the first count");
	is_near(got.se, 20.00113562186, 1e-9, "rare: weeks without reference differ as well");
	is_near(got.alike, 0.137650401682, 1e-9, "rare: and are hardly alike");
	cs_baseline_finish(&got);
	cs_ratios_free(b, (size_t)2 * K);
	b = weeks(after, ya, no_ref, K, 0);
	cs_baseline_make(&got, &in);
	ok(got.ok && !got.ci && got.flag == CS_FLAG_N0, "no reference after: no bounds");
	cs_baseline_finish(&got);
	cs_ratios_free(a, 10);
	cs_ratios_free(b, (size_t)2 * K);
}

static void
test_difference(void)
{
	struct cs_est a = {100, 100, 100, true, false, CS_FLAG_NONE};
	struct cs_est b = {60, 50, 80, true, true, CS_FLAG_NONE}, c = {5, 1, 8, true, true, 0}, r;

	cs_baseline_difference(&r, &a, &b);
	ok(r.ok && r.ci, "known less estimated has bounds");
	is_near(r.est, 40, 1e-15, "the difference");
	is_near(r.lo, 20, 1e-15, "its lower bound");
	is_near(r.hi, 50, 1e-15, "its upper bound");
	cs_baseline_difference(&r, &r, &c);
	is_near(r.lo, 35 - sqrt(400 + 9), 1e-15, "uneven bounds: lower");
	is_near(r.hi, 35 + sqrt(100 + 16), 1e-15, "uneven bounds: upper");
	cs_baseline_difference(&r, &r, &a);
	ok(r.ci && r.lo < r.est, "less something known it keeps its bounds, in place too");
	b.ok = false;
	cs_baseline_difference(&r, &a, &b);
	ok(!r.ok && !r.ci, "of something unknown: unknown");
}

int
main(void)
{
	test_r();
	test_edges();
	test_rare();
	test_difference();
	return done();
}
