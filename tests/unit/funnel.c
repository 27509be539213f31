/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Funnel limits, overdispersion, weighted surveys. */
#include "stat/funnel.h"

#include "stat/strat.h"

#include "../tap.h"

static const double at[] = {.001, .025, .975, .999};

static const struct {
	int64_t n;
	double limit[4];
} share[] = {
    {10, {0.302463960193, 0.470506117079, 0.976716935635, 0.999068677425}},
    {25, {0.501552522723, 0.610417815919, 0.924048352637, 0.989412088159}},
    {50, {0.600855902325, 0.672906116648, 0.895595177988, 0.945223856792}},
    {200, {0.706030955756, 0.740653227942, 0.851583291028, 0.88015001041}},
    {1000, {0.759568357506, 0.77441566746, 0.823997205814, 0.837716844942}},
};

static const struct {
	double expected, limit[4];
} ratio[] = {
    {2, {0, 0, 2.38311818086, 3.556279623}}, /* interpolated below 0: nobody can be low */
    {10, {0.12205293159, 0.377518794769, 1.61599506733, 2.0662000836}},
    {50, {0.58245632983, 0.722434470019, 1.27660983375, 1.45502817031}},
};

static const int64_t resolved[] = {3, 18, 45, 9, 60, 12, 7, 30, 2, 0, 25, 81};
static const int64_t contacts[] = {5, 25, 50, 20, 90, 15, 10, 60, 2, 4, 30, 90};
static const double z[] = {-0.644233710911, -0.0919261715343, 2.73086071161, -2.79627511487,
    -1.31167742795, 0.625220835687, -0.200296688323, -3.97275739343, 0.864045914559, -3.27346854732,
    1.29456906066, 3.66383411295};
static const double midp[] = {-0.611311801569, -0.121487139259, 2.92383668118, -2.5781167539,
    -1.29224630223, 0.571746682205, -0.232793737261, -3.72794931714, 0.627631362248, -2.77861053088,
    1.29223320624, 3.97384049654};

static void
test_funnel(void)
{
	double limit = -1, theta = 292. / 401, phi, tau2;

	for (size_t i = 0; i < sizeof share / sizeof *share; i++) {
		for (int j = 0; j < 4; j++) {
			ok(cs_funnel_share(.8, share[i].n, at[j], &limit), "n %d", (int)share[i].n);
			is_near(limit, share[i].limit[j], 1e-9, "limit at %g", at[j]);
		}
	}
	for (size_t i = 0; i < sizeof ratio / sizeof *ratio; i++) {
		for (int j = 0; j < 4; j++) {
			ok(cs_funnel_ratio(ratio[i].expected, at[j], &limit), "O/E");
			is_near(limit, ratio[i].limit[j], 1e-9, "limit at %g", at[j]);
		}
	}
	ok(!cs_funnel_share(.8, 0, .5, &limit) && !cs_funnel_share(0, 5, .5, &limit) &&
		!cs_funnel_share(.8, 5, 1, &limit) && !cs_funnel_ratio(0, .5, &limit),
	    "outside the domain there is no limit");
	for (int i = 0; i < 12; i++) {
		is_near(cs_funnel_z(resolved[i], contacts[i], theta), z[i], 1e-9, "z %d", i + 1);
		is_near(cs_funnel_z_midp(resolved[i], contacts[i], theta), midp[i], 1e-9,
		    "z of its mid-p %d", i + 1);
	}
	ok(cs_funnel_spread(resolved, contacts, 12, &phi, &tau2), "overdispersion");
	is_near(phi, 3.91792449551, 1e-9, "phi");
	is_near(tau2, 0.0209871414535, 1e-9, "tau2");
	ok(!cs_funnel_spread(resolved, contacts, 1, &phi, &tau2), "one group does not scatter");
}

static void
test_strata(void)
{
	static const struct cs_stratum_score s[] = {
	    {0, 10, 30, 1000}, {0, 15, 10, 2000}, {0, 1, 9, 300}};
	static const struct cs_stratum_score thin[] = {{0, 0, 1, 10}, {0, 1, 1, 30}, {0, 0, 0, 40}};
	struct cs_strat r;
	double lo, hi;

	ok(cs_strat_score(s, 3, true, &r) && r.have_se && r.covered == 1, "three strata");
	is_near(r.score, 0.551515151515, 1e-9, "weighted share");
	is_near(r.se, 0.0642719947777, 1e-9, "standard error of a finite population");
	is_near(r.n_eff, 56.1340206186, 1e-9, "Kish's n");
	ok(cs_strat_score(s, 3, false, &r), "of an endless one");
	is_near(r.se, 0.0647859315322, 1e-9, "standard error");
	ok(cs_strat_score(thin, 3, true, &r) && !r.have_se && r.se == 0, "one answer has no error");
	is_near(r.covered, .5, 1e-12, "and half of the contacts have nobody to speak for them");
	is_near(r.score, .625, 1e-12, "the others' share");
	{
		/* Where nobody is in between, a score is a share, twice as wide. */
		static const struct cs_stratum_score t[] = {
		    {10, 0, 30, 1000}, {15, 0, 10, 2000}, {1, 0, 9, 300}};
		struct cs_strat plain;

		ok(cs_strat_score(s, 3, true, &plain) && cs_strat_score(t, 3, true, &r), "scores");
		is_near(r.score, 2 * plain.score - 1, 1e-12, "a score");
		is_near(r.se, 2 * plain.se, 1e-12, "and its error");
		is_near(r.n_eff, plain.n_eff, 1e-9, "as good a sample");
	}
	ok(!cs_strat_score(thin + 2, 1, true, &r), "no answers");
	cs_strat_manski(92, 100, 400, &lo, &hi);
	is_near(lo, .23, 1e-12, "at worst");
	is_near(hi, .98, 1e-12, "at best");
}

int
main(void)
{
	test_funnel();
	test_strata();
	return done();
}
