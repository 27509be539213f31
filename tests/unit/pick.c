/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who got what, against R. */
#include "stat/pick.h"

#include "stat/dist.h"
#include "stat/strat.h"

#include "../tap.h"

/* Stratum, difficulty, who took it: a takes the two easiest of each. */
static const struct {
	int stratum, difficulty;
	char agent;
} contact[] = {
    {1, 656, 'b'},
    {1, 171, 'b'},
    {1, 82, 'a'},
    {1, 181, 'a'},
    {1, 77, 'a'},
    {1, 245, 'a'},
    {1, 83, 'c'},
    {1, 323, 'a'},
    {1, 660, 'a'},
    {1, 433, 'a'},
    {1, 175, 'c'},
    {1, 104, 'c'},
    {2, 505, 'a'},
    {2, 297, 'c'},
    {2, 72, 'a'},
    {2, 298, 'a'},
    {2, 1103, 'b'},
    {2, 445, 'c'},
    {2, 444, 'b'},
    {2, 250, 'c'},
    {2, 587, 'b'},
    {2, 174, 'a'},
    {2, 713, 'c'},
    {2, 236, 'c'},
    {3, 140, 'a'},
    {3, 429, 'a'},
    {3, 100, 'a'},
    {3, 254, 'c'},
    {3, 425, 'c'},
    {3, 275, 'a'},
    {3, 277, 'b'},
    {3, 648, 'a'},
    {3, 503, 'b'},
    {3, 134, 'a'},
    {3, 593, 'c'},
    {3, 265, 'b'},
    {4, 93, 'a'},
    {4, 232, 'c'},
    {4, 190, 'c'},
    {4, 551, 'a'},
    {4, 261, 'b'},
    {4, 1236, 'b'},
    {4, 68, 'a'},
    {4, 333, 'c'},
    {4, 254, 'a'},
    {4, 683, 'a'},
    {4, 824, 'b'},
    {4, 278, 'c'},
    {5, 230, 'c'},
    {5, 357, 'c'},
    {5, 127, 'a'},
    {5, 188, 'a'},
    {5, 371, 'c'},
    {5, 626, 'c'},
    {5, 444, 'c'},
    {5, 355, 'c'},
    {5, 250, 'c'},
    {5, 574, 'a'},
    {5, 418, 'c'},
    {5, 105, 'a'},
    {6, 143, 'c'},
    {6, 300, 'c'},
    {6, 72, 'a'},
    {6, 305, 'b'},
    {6, 69, 'a'},
    {6, 225, 'a'},
    {6, 323, 'a'},
    {6, 350, 'a'},
    {6, 879, 'c'},
    {6, 115, 'a'},
    {6, 623, 'b'},
    {6, 483, 'b'},
};

static void
test_pick(void)
{
	static const struct {
		char agent;
		double o, e, v, z;
	} want[] = {
	    {'a', 8573, 10966.75, 1033759.64962, -2.35433903375},
	    {'b', 7738, 5045.91666667, 724747.693813, 3.16224182335},
	    {'c', 8981, 9279.33333333, 925374.433081, -.31012946677},
	};

	for (int w = 0; w < 3; w++) {
		struct cs_pick p = {0};

		for (int s = 1; s <= 6; s++) {
			struct cs_moments own = CS_MOMENTS_INIT, all = CS_MOMENTS_INIT;

			for (size_t i = 0; i < sizeof contact / sizeof *contact; i++) {
				if (contact[i].stratum != s)
					continue;
				cs_moments_add(&all, contact[i].difficulty);
				if (contact[i].agent == want[w].agent)
					cs_moments_add(&own, contact[i].difficulty);
			}
			cs_pick_add(&p, &own, &all);
		}
		is_near(p.observed, want[w].o, 1e-9, "%c: observed", want[w].agent);
		is_near(p.expected, want[w].e, 1e-9, "%c: expected", want[w].agent);
		is_near(p.var, want[w].v, 1e-9, "%c: variance", want[w].agent);
		is_near(cs_pick_z(&p), want[w].z, 1e-9, "%c: z", want[w].agent);
	}
}

/* Strata in which there was nothing to choose. */
static void
test_pick_edges(void)
{
	struct cs_moments none = CS_MOMENTS_INIT, own = CS_MOMENTS_INIT, all = CS_MOMENTS_INIT;
	struct cs_pick p = {0};

	cs_moments_add_n(&own, 60, 3);
	cs_pick_add(&p, &own, &own);
	cs_pick_add(&p, &none, &own);
	cs_moments_add_n(&all, 60, 9);
	cs_pick_add(&p, &own, &all);
	ok(p.strata == 0 && p.n == 0 && cs_pick_z(&p) == 0, "took all, took none, all alike");
}

static void
test_cmh(void)
{
	static const struct cs_pick_table t[] = {{3, 57, 40, 100}, {2, 38, 30, 90}};
	struct cs_pick_cmh m = {0};
	double z, odds = 0;

	ok(cs_pick_cmh_z(&m) == 0 && !cs_pick_cmh_odds(&m, &odds), "no table");
	for (int i = 0; i < 2; i++)
		cs_pick_table(&m, &t[i]);
	z = cs_pick_cmh_z(&m);
	is_near(z * z, 21.1479334624, 1e-9, "chi-squared");
	ok(z < 0, "fewer in the first group");
	is_near(cs_dist_chi2(z * z, 1, CS_UPPER), 4.25159470218e-06, 1e-9, "p");
	ok(cs_pick_cmh_odds(&m, &odds), "an odds ratio");
	is_near(odds, .141700404858, 1e-9, "of .14");
}

static void
test_spearman(void)
{
	static const double rate[] = {.32, .30, .28, .35, .12, .31, .09, .29, .33, .27};
	static const double csat[] = {4.1, 4.2, 4.0, 3.9, 4.8, 4.1, 4.9, 4.3, 4.0, 4.2};
	static const double same[] = {1, 1, 1};
	double rho = 0, p = 0, lo, hi;

	ok(cs_pick_spearman(rate, csat, 10, &rho, &p), "ten agents");
	is_near(rho, -.807373427759, 1e-9, "rho");
	is_near(p, .00473976614987, 1e-9, "its p");
	ok(cs_pick_spearman(rate, rate, 10, &rho, &p) && rho == 1 && p == 0, "with itself");
	ok(!cs_pick_spearman(rate, same, 3, &rho, &p), "one side all equal");
	ok(!cs_pick_spearman(rate, csat, 2, &rho, &p), "two");
	cs_strat_manski(230, 250, 1000, &lo, &hi);
	is_near(lo, .23, 1e-12, "of a quarter who answered, at least");
	is_near(hi, .98, 1e-12, "and at most");
}

static void
test_counts(void)
{
	static const int64_t n[] = {50, 40, 30}, one[] = {120}, bad[] = {-1};
	static const double p[] = {.01, .03, .08}, same[] = {.02}, sure[] = {1};

	is_near(cs_pick_poisbinom(9, n, p, 3, false), .0208817949986, 1e-9, "nine of different");
	is_near(cs_pick_poisbinom(9, one, same, 1, false), .000729453604996, 1e-9, "of equal");
	is_near(cs_pick_poisbinom(9, one, same, 1, true), .000445187841014, 1e-9, "mid-p");
	is_near(cs_pick_poisbinom(60, one, same, 1, false), cs_dist_binom(59, 120, .02, CS_UPPER),
	    1e-9, "far out");
	ok(cs_pick_poisbinom(0, one, same, 1, false) == 1, "none or more");
	is_near(cs_pick_poisbinom(120, one, sure, 1, false), 1, 1e-12, "all, surely");
	ok(cs_pick_poisbinom(121, one, sure, 1, false) == 0, "more than there are");
	ok(cs_pick_poisbinom(1, bad, same, 1, false) == CS_DIST_BAD, "a count below 0");
	is_near(
	    cs_pick_poisson(38, 21.6, false), .000883942994258, 1e-9, "38 where 21.6 should be");
	is_near(cs_pick_poisson(38, 21.6, true), .000680271021881, 1e-9, "mid-p");
	ok(cs_pick_poisson(3, 0, false) == CS_DIST_BAD, "nothing expected");
}

int
main(void)
{
	test_pick();
	test_pick_edges();
	test_cmh();
	test_spearman();
	test_counts();
	return done();
}
