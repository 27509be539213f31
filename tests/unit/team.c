/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of a team put together. */
#include "stat/team.h"

#include "../tap.h"
#include "random.h"

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
	static const double z[] = {2.1, 1.4, .3, 2.8}, w[] = {1, 0, 0, 0};

	is_near(cs_team_stouffer(z, NULL, 4), 3.3, 1e-12, "four scores");
	is_near(cs_dist_norm(cs_team_stouffer(z, NULL, 4), CS_UPPER), .000483424142384, 1e-9, "p");
	is_near(cs_team_stouffer(z, w, 4), 2.1, 1e-12, "weighted");
	ok(cs_team_stouffer(z, NULL, 0) == 0, "none");
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
		n += cs_team_test(z, 10, CS_UPPER).p < level;
	}
	return n;
}

static void
test_team(void)
{
	double z[] = {2, NAN, 1, 3, 2}, other[] = {-2, -1, -3, -2}, few[] = {9, 9, 9};
	struct cs_team t = cs_team_test(z, 5, CS_UPPER), u = cs_team_test(other, 4, CS_LOWER);
	int n;

	ok(t.flag == CS_FLAG_NONE && t.members == 4 && t.same == 4, "four of five take part");
	is_near(t.z, (2 * 1.2815515655446004 + 1) / sqrt(3 * .67873766), 1e-7, "their z");
	ok(u.p == t.p && u.z == -t.z, "the same on the other side");
	ok(t.least < t.p, "more would have been possible");
	ok(cs_team_test(few, 3, CS_UPPER).flag == CS_FLAG_SMALL_N, "three are no team");
	n = flagged(0, 0, .01);
	ok(n <= 20, "teams like others: %d of 40 expected at .01", n);
	n = flagged(0, 12, .01);
	ok(n <= 60, "with one far off: %d of 40", n);
	n = flagged(1.8, 0, .001);
	ok(n >= 3000, "teams that are all off are found: %d of 4000", n);
}

int
main(void)
{
	seed = UINT64_C(88172645463325252);
	test_stouffer();
	test_team();
	return done();
}
