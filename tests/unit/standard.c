/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Like for like: the known answers of standardised survival, of Mantel and Haenszel, of the E-value
 * and of revenue under censoring; the jackknife against closed forms; edges.
 */
#include "stat/standard.h"

#include "../tap.h"
#include "stat/dist.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* Three bands of tenure: 446 452 352 of 1250 have these weights. */
static void
test_diff(void)
{
	static const struct cs_standard_stratum s[] = {
	    {446, {1, .620681975131, .0245257639314 * .0245257639314},
		{1, .687717980822, .0439112820162 * .0439112820162}},
	    {452, {1, .75312233989, .0215338385729 * .0215338385729},
		{1, .76292095839, .0423998594468 * .0423998594468}},
	    {352, {1, .827329735407, .0220313337341 * .0220313337341},
		{1, .817402125726, .0392717694117 * .0392717694117}},
	    {250, {9, .5, .1}, {0, 7, 7}},
	    {0, {0, 7, 7}, {5, .4, .2}},
	};
	struct cs_standard r = cs_standard_diff(s, COUNT(s), .95);

	is_near(r.diff.est, -.0246660123937, 1e-9, "difference");
	is_near(r.se, .0279022159942, 1e-9, "its error");
	is_near(r.diff.lo, -.0793533508312, 1e-9, "from");
	is_near(r.diff.hi, .0300213260439, 1e-9, "to");
	ok(fabs(r.a - r.b - r.diff.est) < 1e-15, "the difference is that of the sides");
	is_int(r.target, 1500, "all of the target");
	is_int(r.compared, 1250, "of them compared");

	r = cs_standard_diff(s + 3, 2, .95);
	ok(!r.diff.ok && r.diff.flag == CS_FLAG_N0, "no stratum has both sides");
	is_int(r.target, 250, "but the target is known");
	r = cs_standard_diff(NULL, 0, .95);
	ok(!r.diff.ok && r.diff.flag == CS_FLAG_N0 && r.target == 0, "no strata");
	r = cs_standard_diff(&(struct cs_standard_stratum){3, {3, 1, 0}, {2, 1, 0}}, 1, .95);
	ok(r.diff.ok && !r.diff.ci && r.diff.flag == CS_FLAG_ZERO_VAR, "no spread: no interval");
}

static void
test_mantel(void)
{
	static const struct cs_mantel_table t[] = {
	    {90, 60, 110, 140}, {45, 55, 30, 70}, {20, 10, 5, 15}, {4, 3, 0, 0}, {0, 0, 2, 9}};
	static const struct cs_mantel_table same[] = {{3, 0, 4, 0}};
	struct cs_mantel r = cs_mantel(t, COUNT(t), .95);

	is_near(r.diff.est, .176565008026, 1e-9, "risk difference");
	is_near(r.diff_se, .0390397744326, 1e-9, "its error, by Sato");
	is_near(r.diff.hi - r.diff.est, r.diff_se * cs_dist_z(.95), 1e-12, "normal interval");
	is_near(r.ratio.est, 1.4641350211, 1e-9, "ratio");
	is_near(r.ratio_log_se, .0861243598948, 1e-9, "error of its logarithm");
	is_near(r.odds.est, 2.06796116505, 1e-9, "odds ratio");
	is_near(r.odds.lo, 1.4975562934, 1e-9, "odds ratio from");
	is_near(r.odds.hi, 2.85562779776, 1e-9, "odds ratio to");
	is_near(r.chi2, 19.7273500069, 1e-9, "chi-squared");
	is_int(r.n, 287, "of the first side");
	is_int(r.compared, 280, "in strata with both");

	r = cs_mantel(t + 3, 2, .95);
	ok(!r.diff.ok && r.diff.flag == CS_FLAG_N0 && !r.odds.ok && r.p < 0, "nothing compared");
	r = cs_mantel(same, 1, .95);
	ok(r.diff.ok && !r.diff.ci && r.diff.flag == CS_FLAG_ZERO_VAR, "all alike: no interval");
	ok(r.ratio.ok && !r.ratio.ci && !r.odds.ok && r.p < 0,
	    "all alike: ratio 1, no odds, no test");
	r = cs_mantel((struct cs_mantel_table[]){{1, 0, 0, 1}}, 1, .95);
	ok(r.diff.ok && r.diff.est == 1 && !r.ratio.ok && !r.odds.ok, "a zero: no ratios");
}

static void
test_evalue(void)
{
	is_near(cs_standard_evalue(1.8), 3, 1e-12, "ratio 1.8");
	is_near(cs_standard_evalue(1 / 1.8), 3, 1e-12, "and 1 / 1.8");
	is_near(cs_standard_evalue_bound(1.2, 3), 1.68989794856, 1e-9, "bound 1.2");
	is_near(cs_standard_evalue_bound(.4, 1 / 1.2), 1.68989794856, 1e-9, "bound 1 / 1.2");
	is_near(cs_standard_evalue_bound(.9, 1.2), 1, 0, "1 within");
	is_near(cs_standard_evalue(1), 1, 0, "no association");
	is_near(cs_standard_evalue(0), 0, 0, "none of 0");
	is_near(cs_standard_evalue(NAN), 0, 0, "nor of what is no number");
	is_near(cs_standard_evalue_bound(-1, 2), 0, 0, "nor of a ratio below 0");
}

/* Eight customers over three months: months followed, gone, and what they brought in each. */
static const struct follow {
	int months;
	bool gone;
	double paid[3];
} people[] = {
    {3, false, {10, 10, 10}},
    {1, true, {20}},
    {2, false, {10, 12}},
    {3, false, {30, 30, 0}},
    {2, true, {8, 8}},
    {1, false, {40}},
    {3, true, {5, 5, 5}},
    {3, false, {10, 10, 10}},
};

static bool
revenue(bool all_gone, double *mean, double *stay)
{
	struct cs_standard_step step[3] = {{0}};

	for (size_t i = 0; i < COUNT(people); i++) {
		const struct follow *p = &people[i];

		for (int m = 0; m < p->months; m++) {
			step[m].n++;
			step[m].sum += p->paid[m];
		}
		step[p->months - 1].left += p->gone || (all_gone && p->months < 3);
	}
	return cs_standard_lin(step, 3, mean, stay);
}

static void
test_lin(void)
{
	static const struct cs_standard_step gone[] = {{2, 2, 6}, {0, 0, 0}},
					     lost[] = {{2, 1, 6}, {0, 0, 0}};
	double mean = 0, stay = 0;

	ok(revenue(false, &mean, &stay), "months that not everybody was followed through");
	is_near(mean, 6167. / 192, 1e-12, "mean revenue");
	is_near(stay, 35. / 64, 1e-12, "still there");
	ok(revenue(true, &mean, NULL), "the same, all who stop are gone");
	is_near(mean, 233. / 8, 1e-12, "is the plain mean");
	ok(cs_standard_lin(gone, 2, &mean, &stay) && mean == 3 && stay == 0,
	    "nobody left to follow: nothing comes any more");
	ok(!cs_standard_lin(lost, 2, &mean, &stay), "some left, none followed: no estimate");
	ok(cs_standard_lin(NULL, 0, &mean, &stay) && mean == 0 && stay == 1, "no time at all");
}

/* Of a mean, leaving out one observation each gives the textbook variance exactly. */
static void
test_leave(void)
{
	static const double x[] = {3, 5, 8, 1, 9, 4, 4, 7, 2, 12};
	enum { N = COUNT(x) };
	double sum = 0, ss = 0, without[N], se = 0, t = 0;
	struct cs_est r;

	for (size_t i = 0; i < N; i++)
		sum += x[i];
	for (size_t i = 0; i < N; i++) {
		without[i] = (sum - x[i]) / (N - 1);
		ss += (x[i] - sum / N) * (x[i] - sum / N);
	}
	r = cs_standard_leave(sum / N, without, N, .95, &se);
	is_near(se, sqrt(ss / (N - 1) / N), 1e-12, "the error of a mean");
	ok(cs_dist_t_quantile(.025, N - 1, CS_UPPER, &t), "t");
	is_near(r.hi - r.est, t * se, 1e-12, "upwards");
	is_near(r.est - r.lo, t * se, 1e-12, "downwards");
	r = cs_standard_leave(5, without, CS_STANDARD_GROUPS - 1, .95, &se);
	ok(r.ok && !r.ci && r.flag == CS_FLAG_SMALL_N && se == 0, "too few groups");
	for (size_t i = 0; i < N; i++)
		without[i] = i < 2 ? NAN : 5;
	r = cs_standard_leave(5, without, N, .95, NULL);
	ok(r.ok && !r.ci && r.flag == CS_FLAG_ZERO_VAR, "nothing moves");
}

int
main(void)
{
	test_diff();
	test_mantel();
	test_evalue();
	test_lin();
	test_leave();
	return done();
}
