/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests among units that honestly differ: exact tails, then size and power on planted companies. */
#include "stat/over.h"

#include "../tap.h"
#include "random.h"

enum { AGENTS = 150, GAMERS = 6 };

/* By exact rational arithmetic. */
static const struct {
	int64_t k, n;
	double p, rho, pmf, lower, upper;
} exact[] = {
    {9, 120, .02, .01, 8.616849391443714e-03, 9.880949805507796e-01, 1.190501944922035e-02},
    {40, 160, .35, .02, 1.505697989273701e-02, 1.022844393989828e-01, 8.977155606010172e-01},
    {72, 900, .03, .0027, 3.838324697292512e-05, 9.998559323611678e-01, 1.440676388321824e-04},
    {150, 1000, .03, .002, 1.469705700505082e-15, 9.999999999999967e-01, 3.350750300202937e-15},
    {0, 20, .1, .2, 4.581443527937963e-01, 4.581443527937963e-01, 5.418556472062037e-01},
    {20, 20, .1, .2, 4.193347115166361e-05, 1, 0},
    {900, 1000, .95, .001, 2.567072732400034e-06, 9.057757166699669e-06, 9.999909422428332e-01},
    {3, 5, .5, 1.0 / 3, 1.0 / 6, 2.0 / 3, 1.0 / 3},
    {200, 1000, .1, 1e-6, 1.731272376483462e-21, 1, 1.363615606444325e-21},
};

static void
test_exact(void)
{
	for (size_t i = 0; i < sizeof exact / sizeof *exact; i++) {
		int64_t k = exact[i].k, n = exact[i].n;
		double p = exact[i].p, rho = exact[i].rho;

		is_near(cs_over_pmf(k, n, p, rho), exact[i].pmf, 1e-9, "%d: P(X = k)", (int)i);
		is_near(cs_over_tail(k, n, p, rho, CS_LOWER), exact[i].lower, 1e-9, "%d: P(X <= k)",
		    (int)i);
		is_near(cs_over_tail(k, n, p, rho, CS_UPPER), exact[i].upper, 1e-9, "%d: P(X > k)",
		    (int)i);
		/* what is none of the one is one of the other */
		is_near(cs_over_tail(n - k, n, 1 - p, rho, CS_LOWER),
		    cs_over_tail(k - 1, n, p, rho, CS_UPPER), 1e-9, "%d: mirrored", (int)i);
	}
	is_near(cs_over_midp(9, 120, .02, 0, CS_UPPER), .000445187841014, 1e-9, "binomial, high");
	is_near(cs_over_midp(40, 160, .35, 0, CS_LOWER), .00341688390111, 1e-9, "binomial, low");
	is_near(cs_over_midp(9, 120, .02, 1e-9, CS_UPPER), .000445187841014, 1e-5, "hardly wider");
	is_near(
	    cs_over_midp(40, 160, .35, .02, CS_LOWER) + cs_over_midp(40, 160, .35, .02, CS_UPPER),
	    1, 1e-12, "both sides");
	ok(cs_over_tail(-1, 5, .5, .1, CS_LOWER) == 0 && cs_over_tail(-1, 5, .5, .1, CS_UPPER) == 1,
	    "below all");
	ok(cs_over_tail(7, 5, .5, .1, CS_LOWER) == 1 && cs_over_pmf(7, 5, .5, .1) == 0,
	    "above all");
	ok(cs_over_tail(0, 0, .5, .1, CS_LOWER) == 1, "of none");
	ok(cs_over_tail(1, 5, 0, .1, CS_UPPER) == CS_DIST_BAD &&
		cs_over_tail(1, 5, .5, 1, CS_UPPER) == CS_DIST_BAD &&
		cs_over_tail(1, -1, .5, .1, CS_UPPER) == CS_DIST_BAD &&
		cs_over_midp(1, 5, NAN, .1, CS_UPPER) == CS_DIST_BAD,
	    "outside the domain");
	ok(cs_over_tail(4000, 100000, .03, .0027, CS_UPPER) < .2, "n of 100,000");
}

static double
normal(void)
{
	double x = 0;

	(void)cs_dist_norm_quantile((below(1 << 30) + .5) / (1 << 30), CS_LOWER, &x);
	return x;
}

static int64_t
draw(int64_t n, double p)
{
	int64_t x = 0, at = -1;

	for (;;) {
		at += 1 + (int64_t)(log((below(1 << 30) + .5) / (1 << 30)) / log1p(-p));
		if (at >= n)
			return x;
		x++;
	}
}

/* Agents around a common share, the first of them gamers with one of their own. */
static void
plant(struct cs_over_unit *u, double p, double spread, int gamers, double theirs)
{
	double x = 0, n = 0;

	for (int i = 0; i < AGENTS; i++) {
		double q = 1 / (1 + exp(-log(p / (1 - p)) - spread * normal()));

		u[i].n = 450 + below(900);
		u[i].observed = (double)draw(u[i].n, i < gamers ? theirs : q);
		x += u[i].observed;
		n += (double)u[i].n;
	}
	for (int i = 0; i < AGENTS; i++) {
		double rest = n - (double)u[i].n;

		u[i].expected = (double)u[i].n * (x - u[i].observed) / rest;
		u[i].var = (double)u[i].n * x / n * (1 - x / n) * n / rest;
	}
}

/* How often honest agents and gamers come below the level. */
static void
play(int runs, double spread, int gamers, double level, int *honest, int *caught)
{
	struct cs_over_unit u[AGENTS];

	*honest = *caught = 0;
	for (int run = 0; run < runs; run++) {
		struct cs_over f;

		plant(u, .03, spread, gamers, .08);
		f = cs_over_fit(u, AGENTS, true);
		for (int i = 0; i < AGENTS; i++)
			*(i < gamers ? caught : honest) += cs_over_p(&f, &u[i], CS_UPPER) < level;
	}
}

static void
test_size(void)
{
	int honest, caught;

	play(200, 0, 0, .001, &honest, &caught);
	ok(honest <= 40, "no spread: %d of 30 expected at .001", honest);
	play(200, .2, 0, .01, &honest, &caught);
	ok(honest > 200 && honest < 420, "spread .2: %d of 300 expected at .01", honest);
	play(200, .2, 0, .001, &honest, &caught);
	ok(honest > 12 && honest < 65, "spread .2: %d of 30 expected at .001", honest);
	play(200, .2, 0, .00001, &honest, &caught);
	ok(honest <= 3, "spread .2: %d of .3 expected at .00001", honest);
	play(100, .12, GAMERS, .0003, &honest, &caught);
	ok(honest <= 10, "spread .12 with gamers: %d of 4.3 expected at .0003", honest);
	ok(caught >= 540, "and %d of 600 gamers found", caught);
}

static void
test_fit(void)
{
	struct cs_over_unit u[AGENTS];
	struct cs_over f;
	double tau = 0;

	for (int run = 0; run < 50; run++) {
		plant(u, .2, .3, 0, 0);
		f = cs_over_fit(u, AGENTS, true);
		tau += f.tau / 50;
	}
	ok(fabs(tau - .3) < .01, "a spread of .3 is found as %.3f", tau);
	ok(cs_over_df(&f, &u[0]) > 70 && cs_over_df(&f, &u[0]) < 130,
	    "with %.0f degrees of freedom", cs_over_df(&f, &u[0]));
	tau = f.tau;
	for (int i = 0; i < 8; i++)
		u[i].observed = (double)u[i].n;
	f = cs_over_fit(u, AGENTS, true);
	ok(f.tau < 1.3 * tau, "eight of 150 gone mad move it to %.3f only", f.tau);
	ok(cs_over_p(&f, &u[0], CS_UPPER) < 1e-10, "and are seen");
	ok(cs_over_z(&f, &u[0]) > 8, "far off");
	ok(cs_over_least(&f, &u[0], CS_UPPER) <= cs_over_p(&f, &u[0], CS_UPPER), "at the least p");
	u[9] = (struct cs_over_unit){2, 0, .06, .05};
	ok(cs_over_least(&f, &u[9], CS_LOWER) > .3, "two contacts can never be too few");
}

/* Values: the law is Student's. */
static void
test_values(void)
{
	struct cs_over_unit u[40];
	struct cs_over f;

	for (int i = 0; i < 40; i++) {
		double z = 0;

		(void)cs_dist_norm_quantile((i + .5) / 40, CS_LOWER, &z);
		u[i] = (struct cs_over_unit){100, 30000 + 2000 * z, 30000, 500.0 * 500};
	}
	f = cs_over_fit(u, 40, false);
	ok(fabs(f.tau - 19.4) < 1, "tau %.2f of values", f.tau);
	ok(fabs(f.centre) < 1e-6, "nothing to move");
	is_near(cs_over_p(&f, &u[39], CS_UPPER),
	    cs_dist_t(cs_over_z(&f, &u[39]), cs_over_df(&f, &u[39]), CS_UPPER), 1e-12,
	    "p is Student's");
	is_near(cs_over_p(&f, &u[0], CS_LOWER), cs_over_p(&f, &u[39], CS_UPPER), 1e-6,
	    "the same below");
	ok(cs_over_least(&f, &u[0], CS_UPPER) == 0, "values have no least p");
}

static void
test_edges(void)
{
	struct cs_over_unit u[4] = {{0, 0, 0, 0}, {10, 5, 0, 0}, {10, 5, 5, 2.5}, {10, 5, 10, 1}};
	struct cs_over f = cs_over_fit(u, 4, true);

	ok(f.flag == CS_FLAG_SMALL_N && f.used == 1, "one that counts is too few");
	ok(cs_over_p(&f, &u[2], CS_UPPER) == CS_DIST_BAD, "no test");
	for (int i = 0; i < 4; i++)
		u[i] = (struct cs_over_unit){10, 5, 5, 2.5};
	f = cs_over_fit(u, 4, true);
	ok(f.flag == CS_FLAG_NONE && f.tau == 0 && cs_over_df(&f, &u[0]) >= 1,
	    "all the same: no spread");
	is_near(cs_over_p(&f, &u[0], CS_UPPER), .5, 1e-9, "nothing to remark");
	u[1].n = 0;
	ok(cs_over_p(&f, &u[1], CS_UPPER) == CS_DIST_BAD && cs_over_z(&f, &u[1]) == 0,
	    "who has nothing is not tested");
	f = cs_over_fit(u, 0, true);
	is_int(f.flag, CS_FLAG_SMALL_N, "nobody");
}

/* What a bound says of the least p is what the p says, for large units and small. */
static void
test_could(void)
{
	static const double levels[] = {.5, .05, .01, 1e-4, 1e-9};
	int wrong = 0, could = 0, all = 0;

	for (int i = 0; i < 400; i++) {
		int64_t n = 1 + (int64_t)(fabs(normal()) * 200);
		double p = .002 + .5 * fabs(normal()) / 5, e = (double)n * p;
		struct cs_over f = {.share = true,
		    .tau = i % 5 == 0 ? 0 : fabs(normal()) / 2,
		    .centre = normal() / 50,
		    .known = 1e4,
		    .used = 150};
		struct cs_over_unit u = {n, e, e, e * (1 - p)};

		for (size_t k = 0; k < 2 * sizeof levels / sizeof *levels; k++) {
			enum cs_tail side = k % 2 == 0 ? CS_UPPER : CS_LOWER;
			double least = cs_over_least(&f, &u, side);
			bool is = least >= 0 && least < levels[k / 2];

			wrong += cs_over_could(&f, &u, side, levels[k / 2]) != is;
			could += is;
			all++;
		}
	}
	ok(wrong == 0, "%d of %d bounds say something else", wrong, all);
	ok(could > all / 10 && could < all * 9 / 10, "some could, some not: %d", could);
}

int
main(void)
{
	seed = UINT64_C(88172645463325252);
	test_exact();
	test_size();
	test_fit();
	test_values();
	test_edges();
	test_could();
	return done();
}
