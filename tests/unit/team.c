/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of a team put together. */
#include "stat/team.h"

#include <math.h>

#include "../tap.h"
#include "random.h"
#include "stat/dist.h"

static double
normal(void)
{
	double x = 0;

	(void)cs_dist_norm_quantile((below(1 << 30) + .5) / (1 << 30), CS_LOWER, &x);
	return x;
}

static void
test_stouffer(void)
{
	static const double z[] = {2.1, 1.4, .3, 2.8};

	is_near(cs_team_stouffer(z, 4, 0), 3.3, 1e-12, "four scores");
	is_near(cs_dist_norm(cs_team_stouffer(z, 4, 0), CS_UPPER), .000483424142384, 1e-9, "p");
	is_near(cs_team_stouffer(z, 2, .5), 3.5 / sqrt(3), 1e-12, "two that hang together");
	is_near(cs_team_stouffer(z, 2, 1), 3.5 / 2, 1e-12, "two that say the same");
	ok(cs_team_stouffer(z, 0, 0) == 0, "none");
}

/* In how many of 4,000 teams of ten p is below the level; `off` the score of one member. */
static int
flagged(double shift, double off, double level)
{
	int n = 0;

	for (int run = 0; run < 4000; run++) {
		double z[10];

		for (int i = 0; i < 10; i++)
			z[i] = normal() + shift;
		if (off > 0)
			z[3] = off;
		n += cs_dist_norm(cs_team_test(z, 10).z, CS_UPPER) < level;
	}
	return n;
}

static void
test_team(void)
{
	double z[] = {2, 1, 3, 2}, mixed[] = {9, -.5, .5, -9}, few[] = {9, 9};
	struct cs_team t = cs_team_test(z, 4), u = cs_team_test(mixed, 4);
	int n;

	ok(t.flag == CS_FLAG_NONE && t.members == 4 && t.alike == 4, "four on one side");
	is_near(t.z, 5 / sqrt(3 * .920536925636322), 1e-12, "their z");
	is_near(u.z, -2 / sqrt(3 * .920536925636322), 1e-12, "one far off is left out");
	is_int((long long)u.alike, 2, "two on that side");
	t = cs_team_test(few, 2);
	ok(t.flag == CS_FLAG_SMALL_N && t.members == 2 && t.alike == 2, "two are no team");
	n = flagged(0, 0, .01);
	ok(n <= 20, "teams like others: %d of 40 expected at .01", n);
	n = flagged(0, 12, .01);
	ok(n <= 60, "with one far off: %d of 40", n);
	n = flagged(1.8, 0, .001);
	ok(n >= 3000, "teams that are all off are found: %d of 4000", n);
}

static void
test_spread(void)
{
	double habits[] = {-3, 2, .5, -2, 40}, alike[] = {.1, -.2, .1, 0, 9}, few[] = {9, 9, 9, 9};

	is_near(cs_team_spread(habits, 5), 2.5 / .6744897501960817, 1e-12, "about the middle one");
	is_near(cs_team_spread(alike, 5), 1, 0, "never less than chance");
	is_near(cs_team_spread(few, 4), 1, 0, "four teams say nothing");
}

int
main(void)
{
	seed = UINT64_C(88172645463325252);
	test_stouffer();
	test_team();
	test_spread();
	return done();
}
