/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two groups of real values: against R (t.test; g by its formula), merged sides, edges. */
#include "stat/effect.h"

#include <math.h>

#include "../tap.h"
#include "stat/dist.h"

enum { MOST = 10 };

static const struct {
	const char *name;
	size_t na, nb;
	double a[MOST], b[MOST], level;
	double diff, lo, hi, p, g, g_lo, g_hi;
} cases[] = {
    {"seven and nine", 7, 9, {12.1, 9.4, 15.2, 11.8, 13.3, 10.9, 14.4},
	{8.2, 9.9, 7.5, 11.1, 10.4, 6.8, 9.0, 12.2, 8.8}, .95, 3.120634920635, 1.034376127408,
	5.206893713862, 0.006849522576763, 1.583381235872, 0.4535253070816, 2.713237164662},
    {"two and two", 2, 2, {1, 2}, {3, 5}, .9, -2.5, -6.725979956427, 1.725979956427,
	0.1987273889345, -1.26156626101, -3.062619903238, 0.5394873812177},
    {"one side all alike", 3, 4, {4, 4, 4}, {1, 2, 3, 2}, .95, 2, 0.7007717363749, 3.299228263625,
	0.01627660345943, 2.658680776358, 0.6140783695809, 4.703283183136},
};

static struct cs_effect_side
side_of(const double *x, size_t n)
{
	struct cs_effect_side s = {0};

	for (size_t i = 0; i < n; i++)
		cs_effect_add(&s, x[i]);
	return s;
}

static void
test_cases(void)
{
	for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
		struct cs_effect_side a = side_of(cases[c].a, cases[c].na);
		struct cs_effect_side b = side_of(cases[c].b, cases[c].nb);
		struct cs_effect e = cs_effect_compare(&a, &b, cases[c].level);

		ok(e.diff.ok && e.diff.ci && e.g.ok && e.g.ci, "%s: all is there", cases[c].name);
		is_near(e.diff.est, cases[c].diff, 1e-9, "%s: difference", cases[c].name);
		is_near(e.diff.lo, cases[c].lo, 1e-9, "%s: from", cases[c].name);
		is_near(e.diff.hi, cases[c].hi, 1e-9, "%s: to", cases[c].name);
		is_near(e.p, cases[c].p, 1e-9, "%s: p", cases[c].name);
		is_near(e.g.est, cases[c].g, 1e-9, "%s: g", cases[c].name);
		is_near(e.g.lo, cases[c].g_lo, 1e-9, "%s: g from", cases[c].name);
		is_near(e.g.hi, cases[c].g_hi, 1e-9, "%s: g to", cases[c].name);
	}
}

static void
test_merge(void)
{
	for (size_t cut = 0; cut <= cases[0].nb; cut++) {
		struct cs_effect_side whole = side_of(cases[0].b, cases[0].nb);
		struct cs_effect_side a = side_of(cases[0].b, cut);
		struct cs_effect_side b = side_of(cases[0].b + cut, cases[0].nb - cut);

		cs_effect_merge(&a, &b);
		is_int(a.n, whole.n, "cut at %zu: n", cut);
		is_near(a.mean, whole.mean, 1e-12, "cut at %zu: mean", cut);
		is_near(a.m2, whole.m2, 1e-12, "cut at %zu: deviations", cut);
	}
}

static void
test_edges(void)
{
	static const double same[] = {3, 3, 3}, one[] = {5}, two[] = {1, 2};
	struct cs_effect_side none = {0}, a = side_of(same, 3), b = side_of(one, 1);
	struct cs_effect_side c = side_of(two, 2);
	struct cs_effect e = cs_effect_compare(&none, &a, .95);

	ok(!e.diff.ok && !e.g.ok && e.p < 0 && e.diff.flag == CS_FLAG_N0, "nothing on a side");
	e = cs_effect_compare(&b, &c, .95);
	ok(e.diff.ok && !e.diff.ci && !e.g.ok && e.p < 0 && e.diff.flag == CS_FLAG_SMALL_N,
	    "one on a side");
	is_near(e.diff.est, 3.5, 1e-12, "how far apart is known");
	e = cs_effect_compare(&a, &a, .95);
	ok(e.diff.ok && !e.diff.ci && !e.g.ok && e.p < 0 && e.diff.flag == CS_FLAG_ZERO_VAR,
	    "all alike on both");
	ok(isfinite(e.diff.est) && isfinite(e.g.est), "no number that is none");
}

int
main(void)
{
	test_cases();
	test_merge();
	test_edges();
	return done();
}
