/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals against known answers, and what they do at the edges. */
#include "stat/interval.h"

#include "stat/dist.h"

#include "../tap.h"

/* Published and recomputed with R 4.2 (prop.test, binom.test), 95 %. */
static const struct {
	int64_t x, n;
	double wilson[2], exact[2];
} shares[] = {
    {81, 263, {0.255288519878, 0.366209576983}, {0.252736745585, 0.367621922601}},
    {15, 148, {0.0623863995307, 0.160487241723}, {0.0578440100834, 0.161650490349}},
    {0, 20, {0, 0.161125158053}, {0, 0.168433470983}},
    {1, 29, {0.00611321429276, 0.171755218793}, {0.00087264688358, 0.177644295489}},
    {20, 20, {0.838874841947, 1}, {0.831566529017, 1}},
    {5, 5, {0.565517535217, 1}, {0.478176249895, 1}},
    {1, 1, {0.206549314377, 1}, {0.025, 1}},
    {0, 1, {0, 0.793450685623}, {0, 0.975}},
    {999999, 1000000, {0.999994335088, 0.999999823475}, {0.999994428369, 0.999999974682}},
    {17, 20, {0.639581135259, 0.947631254104}, {0.621073173455, 0.967929062815}},
};

static const struct {
	int64_t x1, n1, x2, n2;
	double d, lo, hi;
} differences[] = {
    {56, 70, 48, 80, 0.2, 0.0524314724024, 0.333872654037},
    {9, 10, 3, 10, 0.6, 0.170522723935, 0.809017973535},
    {10, 10, 0, 20, 1, 0.679086037142, 1},
    {0, 10, 0, 10, 0, -0.277532799863, 0.277532799863},
    {5, 56, 0, 29, 0.0892857142857, -0.0381371479035, 0.192560013855},
};

static const struct {
	int64_t down, mid, up;
	double nps, se, lo, hi; /* bounds before they are cut at -1 and 1 */
} nps[] = {
    {20, 30, 50, 0.3, 0.0781024967591, 0.140511301788, 0.442012970057},
    {7, 3, 10, 0.15, 0.203408456068, -0.23219530915, 0.493064874367},
    {0, 0, 12, 1, 0, 0.541958750923, 1.05804124908},
    {0, 5, 0, 0, 0, -0.300056979772, 0.300056979772},
    {1, 0, 0, -1, 0, -0.984986494203, 0.484986494203},
    {120, 260, 620, 0.5, 0.0221359436212, 0.455149502487, 0.541859470594},
};

static const struct {
	int64_t o;
	double lo, hi;
} poisson[] = {
    {0, 0, 3.68887945411},
    {1, 0.0253178079843, 5.57164339094},
    {5, 1.62348639012, 11.6683320793},
    {20, 12.2165195854, 30.8883779027},
    {100, 81.3639912509, 121.626793792},
};

static void
test_shares(void)
{
	struct cs_est r;

	for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
		int x = (int)shares[i].x, n = (int)shares[i].n;

		r = cs_interval_wilson(x, n, .95);
		ok(r.ok && r.ci && r.flag == CS_FLAG_NONE, "Wilson %d/%d", x, n);
		is_near(r.est, (double)x / n, 1e-15, "its share");
		is_near(r.lo, shares[i].wilson[0], 1e-9, "its lower end");
		is_near(r.hi, shares[i].wilson[1], 1e-9, "its upper end");
		r = cs_interval_exact(x, n, .95);
		ok(r.ok && r.ci, "Clopper-Pearson %d/%d", x, n);
		is_near(r.lo, shares[i].exact[0], 1e-9, "its lower end");
		is_near(r.hi, shares[i].exact[1], 1e-9, "its upper end");
	}
	r = cs_interval_wilson(0, 0, .95);
	ok(!r.ok && !r.ci && r.flag == CS_FLAG_N0, "none of none: n0");
	r = cs_interval_wilson(3, 2, .95);
	ok(!r.ok && r.flag == CS_FLAG_DOMAIN, "3 of 2 is refused");
	r = cs_interval_exact(-1, 2, .95);
	ok(!r.ok && r.flag == CS_FLAG_DOMAIN, "-1 of 2 is refused");
}

/* How many are needed so that a share of .8 is known to 5 points either way. */
static void
test_needed(void)
{
	struct cs_est r;
	int n = 5;

	for (; n < 1000; n += 5) {
		r = cs_interval_wilson(n * 4 / 5, n, .95);
		if (r.hi - r.lo <= .1)
			break;
	}
	is_int(n, 245, "245 contacts for a share to 5 points");
}

static void
test_differences(void)
{
	struct cs_est r;

	for (size_t i = 0; i < sizeof differences / sizeof *differences; i++) {
		r = cs_interval_difference(differences[i].x1, differences[i].n1, differences[i].x2,
		    differences[i].n2, .95);
		ok(r.ok && r.ci, "difference %zu", i + 1);
		ok(fabs(r.est - differences[i].d) < 1e-12, "its value");
		is_near(r.lo, differences[i].lo, 1e-9, "its lower end");
		is_near(r.hi, differences[i].hi, 1e-9, "its upper end");
	}
	r = cs_interval_difference(1, 2, 0, 0, .95);
	ok(!r.ok && r.flag == CS_FLAG_N0, "nothing to compare with");
}

static void
test_nps(void)
{
	struct cs_est r;
	double se;

	for (size_t i = 0; i < sizeof nps / sizeof *nps; i++) {
		r = cs_interval_nps(nps[i].down, nps[i].mid, nps[i].up, .95, &se);
		ok(r.ok && r.ci, "NPS %zu", i + 1);
		ok(fabs(r.est - nps[i].nps) < 1e-12, "its score");
		ok(fabs(se - nps[i].se) < 1e-12, "its standard error");
		is_near(r.lo, fmin(nps[i].lo, r.est), 1e-9, "its lower end, the score at most");
		is_near(r.hi, nps[i].hi > 1 ? 1 : nps[i].hi, 1e-9, "its upper end, 1 at most");
	}
	/* Of few who agree the shifted centre lies far from the score, which bounds hold anyway. */
	for (int64_t n = 1; n <= 40; n++) {
		r = cs_interval_nps(0, 0, n, .95, NULL);
		ok(r.lo < r.est && r.hi == 1, "%d promoters: up to 1", (int)n);
		r = cs_interval_nps(n, 0, 0, .95, NULL);
		ok(r.lo == -1 && r.hi > r.est, "%d detractors: down to -1", (int)n);
		r = cs_interval_nps(0, n, 0, .5, NULL);
		ok(r.lo <= 0 && r.hi >= 0, "%d passives: around 0", (int)n);
	}
	r = cs_interval_nps(0, 0, 0, .95, NULL);
	ok(!r.ok && r.flag == CS_FLAG_N0, "nobody answered");
}

static void
test_means(void)
{
	static const int64_t ces[] = {5, 6, 7, 3, 6, 7, 7, 2, 6, 5};
	struct cs_moments m = CS_MOMENTS_INIT;
	struct cs_est r = cs_interval_mean(&m, .95, NULL);
	double sd;

	ok(!r.ok && r.flag == CS_FLAG_N0, "the mean of nothing");
	for (size_t i = 0; i < 10; i++)
		cs_moments_add(&m, ces[i]);
	r = cs_interval_mean(&m, .95, &sd);
	is_near(r.est, 5.4, 1e-12, "mean of ten scores");
	is_near(sd, 1.71269767716, 1e-9, "standard deviation");
	is_near(r.lo, 4.17480988881, 1e-9, "t interval, lower end");
	is_near(r.hi, 6.62519011119, 1e-9, "t interval, upper end");
	m = (struct cs_moments)CS_MOMENTS_INIT;
	cs_moments_add(&m, 4);
	r = cs_interval_mean(&m, .95, &sd);
	ok(r.ok && r.est == 4 && !r.ci && r.flag == CS_FLAG_ZERO_VAR, "one score has no bounds");
	cs_moments_add_n(&m, 4, 99);
	r = cs_interval_mean(&m, .95, &sd);
	ok(r.ok && !r.ci && r.flag == CS_FLAG_ZERO_VAR && sd == 0, "nor have a hundred equal ones");
}

/* The coverage of the ranks, by the binomial distribution itself, and that none are tighter. */
static void
test_ranks(void)
{
	static const struct {
		int64_t n, num, den;
	} q[] = {{6, 1, 2}, {20, 1, 2}, {72, 95, 100}, {73, 95, 100}, {1000, 95, 100}, {50, 9, 10},
	    {100000, 1, 2}};
	int64_t lo, hi;

	for (size_t i = 0; i < sizeof q / sizeof *q; i++) {
		double p = (double)q[i].num / (double)q[i].den;

		if (!ok(cs_interval_ranks(q[i].n, q[i].num, q[i].den, .95, &lo, &hi),
			"ranks around p%g of %d", p * 100, (int)q[i].n))
			continue;
		ok(lo >= 1 && lo < hi && hi <= q[i].n, "%d .. %d", (int)lo, (int)hi);
		ok(cs_dist_binom(lo - 1, q[i].n, p, CS_LOWER) <= .025 &&
			cs_dist_binom(lo, q[i].n, p, CS_LOWER) > .025,
		    "the lower is the last that holds");
		ok(cs_dist_binom(hi - 1, q[i].n, p, CS_UPPER) <= .025 &&
			cs_dist_binom(hi - 2, q[i].n, p, CS_UPPER) > .025,
		    "the upper is the first that holds");
	}
	ok(!cs_interval_ranks(5, 1, 2, .95, &lo, &hi), "5 values do not bound a median");
	ok(!cs_interval_ranks(71, 95, 100, .95, &lo, &hi), "71 do not bound a p95");
	ok(!cs_interval_ranks(0, 1, 2, .95, &lo, &hi), "nothing bounds nothing");
	ok(!cs_interval_ranks(9, 1, 1, .95, &lo, &hi), "nor is there a bound for the greatest");
}

static void
test_poisson(void)
{
	struct cs_est r;

	for (size_t i = 0; i < sizeof poisson / sizeof *poisson; i++) {
		r = cs_interval_poisson(poisson[i].o, 1, .95);
		ok(r.ok && r.ci && r.est == (double)poisson[i].o, "count %d", (int)poisson[i].o);
		is_near(r.lo, poisson[i].lo, 1e-9, "its lower end");
		is_near(r.hi, poisson[i].hi, 1e-9, "its upper end");
	}
	r = cs_interval_poisson(38, 21.6, .95);
	is_near(r.est, 38 / 21.6, 1e-12, "observed over expected");
	ok(r.lo > 1 && r.lo < r.est && r.hi > r.est, "and its bounds");
	ok(cs_interval_poisson(1, 0, .95).flag == CS_FLAG_N0, "nothing expected");
	ok(cs_interval_poisson(-1, 1, .95).flag == CS_FLAG_DOMAIN, "less than nothing seen");
}

int
main(void)
{
	test_shares();
	test_needed();
	test_differences();
	test_nps();
	test_means();
	test_ranks();
	test_poisson();
	is_str(cs_flag_name(CS_FLAG_BEYOND), "beyond_followup", "the words of the flags");
	return done();
}
