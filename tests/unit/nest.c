/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members within units: known answers and components, ends, what is known of small units. */
#include "stat/nest.h"

#include <math.h>

#include "../tap.h"
#include "random.h"

enum { UNITS = 40, EACH = 12 };

/* About normal: twelve uniform numbers, less their mean. */
static double
normal(void)
{
	double z = -6;

	for (int i = 0; i < 12; i++)
		z += (below(1 << 24) + .5) / (1 << 24);
	return z;
}

/* Equally and exactly known members: within is the mean square of the analysis of variance. */
static void
test_exact(void)
{
	static const double y[] = {1, 2, 3, 5, 7, 8, 10, 4};
	static const uint32_t unit[] = {0, 0, 0, 1, 1, 1, 1, 2};
	double v[8];
	const struct cs_nest_in in = {y, v, unit, 8, 4};
	struct cs_nest_unit u[4];
	struct cs_nest f;

	for (int i = 0; i < 8; i++)
		v[i] = 1e-9;
	f = cs_nest_fit(&in, u);
	is_near(f.within, 15. / 5, 1e-8, "sums of squares 2 and 13 over 8 - 3");
	is_near(u[0].y, 2, 1e-9, "a unit is the mean of its members");
	is_near(u[1].y, 7.5, 1e-9, "another");
	is_near(u[1].v, 3. / 4, 1e-8, "its variance is theirs over how many they are");
	is_near(u[1].stays, 3. / 4, 1e-8, "and none of it is chance");
	is_int((long long)u[3].members, 0, "a unit of nobody");
	is_near(u[3].v, 0, 0, "of which nothing is known");
	is_int((long long)f.units.used, 3, "takes no part");
}

struct seen {
	double y[60], v[60];
	uint32_t unit[60];
	size_t n;
};

/* Adds n members with that mean and that sum of squared deviations from it, all but exactly known.
 */
static void
add_unit(struct seen *s, uint32_t u, size_t n, double mean, double ss)
{
	double off = sqrt(ss / (double)(n - n % 2));

	for (size_t i = 0; i < n; i++, s->n++) {
		s->y[s->n] = n % 2 == 1 && i + 1 == n ? mean : i % 2 == 0 ? mean - off : mean + off;
		s->v[s->n] = 1e-12;
		s->unit[s->n] = u;
	}
}

/* Known answers of the analysis of variance: R (lm, qf) and Shrout and Fleiss 1979. */
static void
test_variance(void)
{
	static const struct {
		size_t n;
		double mean, ss;
	} leader[] = {
	    {8, 78.8125, 378.42875},
	    {12, 75.516666666666667, 249.976666666666667},
	    {6, 83.733333333333333, 178.353333333333},
	    {15, 76.746666666666667, 614.677333333333},
	    {9, 82.377777777777778, 443.855555555556},
	    {10, 79.85, 516.305},
	};
	static const double judged[24] = {
	    9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7};
	struct seen s = {.n = 0};
	struct cs_nest_unit u[6];
	struct cs_nest f;

	for (uint32_t k = 0; k < 6; k++)
		add_unit(&s, k, leader[k].n, leader[k].mean, leader[k].ss);
	f = cs_nest_fit(&(const struct cs_nest_in){s.y, s.v, s.unit, s.n, 6}, u);
	is_near(f.within, 44.1036414609, 1e-9, "leaders: mean square within");
	is_near(f.f, 2.1076839873, 1e-9, "F");
	is_near(f.p, .0784842238413, 1e-9, "its p");
	is_near(f.icc.est, .101241406977, 1e-9, "correlation");
	is_near(f.icc.lo, -.0261358537668, 1e-9, "at least");
	is_near(f.icc.hi, .548150703295, 1e-9, "at most");
	for (uint32_t i = 0; i < 24; i++)
		s.unit[i] = i / 4;
	f = cs_nest_fit(&(const struct cs_nest_in){judged, s.v, s.unit, 24, 6}, u);
	is_near(f.within, 6.26388888889, 1e-9, "judges: mean square within");
	is_near(f.f * f.within, 11.2416666667, 1e-9, "between");
	is_near(f.icc.est, .165741768405, 1e-9, "published .17");
	is_near(f.units.tau2, (11.2416666667 - 6.26388888889) / 4, 1e-8, "and so for shrinking");
}

/* Of eight hundred contacts each, or of eight: what members are known by is not what they are. */
static void
test_components(void)
{
	static double y[UNITS * EACH], v[UNITS * EACH];
	static uint32_t unit[UNITS * EACH];
	const struct cs_nest_in in = {y, v, unit, UNITS * EACH, UNITS};
	struct cs_nest_unit u[UNITS];
	double within = 0, between = 0, icc = 0;
	int covered = 0, held = 0, runs = 200;

	for (int run = 0; run < runs; run++) {
		double truth[UNITS];
		struct cs_nest f;

		for (int k = 0; k < UNITS; k++)
			truth[k] = .6 * normal();
		for (uint32_t i = 0; i < UNITS * EACH; i++) {
			unit[i] = i % UNITS;
			v[i] = i % 3 == 0 ? .01 : i % 3 == 1 ? .5 : 2;
			y[i] = 5 + truth[unit[i]] + .8 * normal() + sqrt(v[i]) * normal();
		}
		f = cs_nest_fit(&in, u);
		within += f.within / runs;
		between += f.units.tau2 / runs;
		icc += f.icc.est / runs;
		held += f.icc.ci && f.icc.lo < .36 && .36 < f.icc.hi;
		for (int k = 0; k < UNITS; k++)
			covered += fabs(u[k].y - 5 - truth[k]) < 1.96 * sqrt(u[k].v);
	}
	is_near(within, .64, .03, "what members differ by within a unit");
	is_near(between, .36, .05, "what units differ by");
	is_near(icc, .36, .06, "the part between units");
	ok(held >= 175 && held <= 198, "and its bounds hold it: %d of %d", held, runs);
	ok(covered > .94 * runs * UNITS && covered < .96 * runs * UNITS,
	    "the variance of a unit's figure holds what it says: %d of %d", covered, runs * UNITS);
}

static void
test_ends(void)
{
	static const double same[] = {3, 3, 3, 3}, y[] = {1, 5, 9, 2}, v[] = {1, 1, 1, 1};
	static const double none[] = {0, 0, 0, -1};
	static const uint32_t pairs[] = {0, 0, 1, 1}, alone[] = {0, 1, 2, 3};
	struct cs_nest_unit u[4];
	struct cs_nest f;

	f = cs_nest_fit(&(const struct cs_nest_in){same, v, pairs, 4, 2}, u);
	ok(f.within == 0 && f.units.tau2 == 0 && !f.icc.ok, "nobody differs: there is no part");
	f = cs_nest_fit(&(const struct cs_nest_in){y, v, alone, 4, 4}, u);
	ok(f.within == 0 && f.units.tau2 > 0 && !f.icc.ok && u[0].v == 1,
	    "one member each: what is the member and what the unit nobody knows");
	f = cs_nest_fit(&(const struct cs_nest_in){y, none, pairs, 4, 2}, u);
	ok(f.units.flag == CS_FLAG_N0 && !f.icc.ok && u[0].members == 0, "nothing is known");
	f = cs_nest_fit(&(const struct cs_nest_in){NULL, NULL, NULL, 0, 0}, u);
	ok(f.units.flag == CS_FLAG_N0, "nobody at all");
}

int
main(void)
{
	seed = 11;
	test_exact();
	test_variance();
	test_components();
	test_ends();
	return done();
}
