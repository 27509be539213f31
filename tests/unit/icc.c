/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variance components, against R (lm, qf) and Shrout and Fleiss 1979. */
#include "stat/icc.h"

#include "../tap.h"

/* Agents of six leaders. */
static const struct cs_icc_group leader[] = {
    {8, 78.8125, 378.42875},
    {12, 75.516666666666667, 249.976666666667},
    {6, 83.733333333333333, 178.353333333333},
    {15, 76.746666666666667, 614.677333333333},
    {9, 82.377777777777778, 443.855555555556},
    {0, 0, 0},
    {10, 79.85, 516.305},
};

/* Six targets, four judges. */
static const double judged[6][4] = {
    {9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}};

static struct cs_icc_group
group(const double *x, int n)
{
	struct cs_icc_group g = {n, 0, 0};

	for (int i = 0; i < n; i++)
		g.mean += x[i] / n;
	for (int i = 0; i < n; i++)
		g.ss += (x[i] - g.mean) * (x[i] - g.mean);
	return g;
}

static void
test_known(void)
{
	struct cs_icc r = cs_icc(leader, 7, .95);
	struct cs_icc_group g[6];

	is_int(r.flag, CS_FLAG_NONE, "six leaders");
	is_int((long long)r.groups, 6, "one of seven has nobody");
	is_int(r.members, 60, "agents");
	is_near(r.between, 92.9565388889, 1e-9, "mean square between");
	is_near(r.within, 44.1036414609, 1e-9, "mean square within");
	is_near(r.f, 2.1076839873, 1e-9, "F");
	is_near(r.p, .0784842238413, 1e-9, "its p");
	is_near(r.n0, 9.83333333333, 1e-9, "n0");
	is_near(r.var_between, 4.96809126386, 1e-9, "variance between");
	is_near(r.icc.est, .101241406977, 1e-9, "correlation");
	is_near(r.icc.lo, -.0261358537668, 1e-9, "at least");
	is_near(r.icc.hi, .548150703295, 1e-9, "at most");
	for (int i = 0; i < 6; i++)
		g[i] = group(judged[i], 4);
	r = cs_icc(g, 6, .95);
	is_near(r.between, 11.2416666667, 1e-9, "judges: between");
	is_near(r.within, 6.26388888889, 1e-9, "judges: within");
	is_near(r.icc.est, .165741768405, 1e-9, "judges: published .17");
}

static void
test_edges(void)
{
	static const double same[3][3] = {{1, 5, 9}, {2, 5, 8}, {3, 5, 7}};
	static const struct cs_icc_group flat[] = {{3, 1, 0}, {3, 2, 0}},
					 ones[] = {{1, 1, 0}, {1, 2, 0}};
	struct cs_icc_group g[3];
	struct cs_icc r;

	for (int i = 0; i < 3; i++)
		g[i] = group(same[i], 3);
	r = cs_icc(g, 3, .95);
	ok(r.flag == CS_FLAG_NONE && r.var_between == 0 && r.icc.est == 0, "leaders all equal");
	is_near(r.within, 9.66666666667, 1e-9, "within");
	is_int(cs_icc(g, 1, .95).flag, CS_FLAG_SMALL_N, "one group");
	is_int(cs_icc(ones, 2, .95).flag, CS_FLAG_SMALL_N, "one in each");
	is_int(cs_icc(flat, 2, .95).flag, CS_FLAG_ZERO_VAR, "members all alike");
	is_int(cs_icc(g, 0, .95).flag, CS_FLAG_N0, "nobody");
	ok(!cs_icc(g, 3, 1).icc.ci, "a level that is none");
}

static void
test_plan(void)
{
	static const double icc[] = {.05, .1, .2}, want[] = {44.3333333333, 21, 9.33333333333};
	double n = 0;

	for (int i = 0; i < 3; i++) {
		ok(cs_icc_enough(icc[i], .7, &n), "a plan for %.2f", icc[i]);
		is_near(n, want[i], 1e-9, "contacts for .7");
	}
	ok(!cs_icc_enough(0, .7, &n) && !cs_icc_enough(.1, 1, &n), "no number will do");
	is_near(cs_icc_return(80, 70, .6), 4, 1e-12, "back towards the mean by itself");
}

int
main(void)
{
	test_known();
	test_edges();
	test_plan();
	return done();
}
