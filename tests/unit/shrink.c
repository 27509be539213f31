/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shrinkage against known fits, and what it says when there is nothing to tell apart. */
#include "stat/shrink.h"

#include "../tap.h"

enum { AGENTS = 12 };

static const int64_t resolved[AGENTS] = {3, 18, 45, 9, 60, 12, 7, 30, 2, 0, 25, 81};
static const int64_t contacts[AGENTS] = {5, 25, 50, 20, 90, 15, 10, 60, 2, 4, 30, 90};

/* With the likelihood's alpha and beta: posterior mean, its 5 % and 95 %, reliability. */
static const double post[AGENTS][4] = {
    {0.65434230599, 0.42684062973, 0.852656794429, 0.400874070713},
    {0.7132579871, 0.577291800486, 0.834073877251, 0.769876403038},
    {0.872786653198, 0.794360700603, 0.936403501129, 0.869977589075},
    {0.51547250572, 0.360453662892, 0.66918628616, 0.727994239781},
    {0.66850938411, 0.588497895273, 0.744569097245, 0.923335032175},
    {0.763655919292, 0.606652849198, 0.893487768421, 0.667475206156},
    {0.696023706159, 0.507281819864, 0.858582575265, 0.572319923816},
    {0.521120708888, 0.421365201332, 0.620158757857, 0.889247949458},
    {0.756005227716, 0.508853753612, 0.939400639719, 0.211132045905},
    {0.449887511154, 0.222804710786, 0.68732660597, 0.348652397761},
    {0.804890187476, 0.69106640603, 0.900024046242, 0.800581866155},
    {0.883954224951, 0.826711070941, 0.932221058925, 0.923335032175},
};

static void
test_betabinom(void)
{
	struct cs_betabinom f = cs_shrink_moments(resolved, contacts, AGENTS);
	double ll;

	ok(f.flag == CS_FLAG_NONE && f.used == AGENTS, "twelve agents differ");
	is_near(f.p, 0.728179551122, 1e-9, "moments: p");
	is_near(f.rho, 0.149684928917, 1e-9, "moments: rho");
	is_near(f.m, 5.68069930109, 1e-9, "moments: M");
	is_near(f.alpha + f.beta, f.m, 1e-12, "alpha + beta");
	f = cs_shrink_mle(resolved, contacts, AGENTS, &ll);
	is_near(f.alpha, 5.16145228007, 5e-6, "likelihood: alpha");
	is_near(f.beta, 2.31130350747, 5e-6, "likelihood: beta");
	is_near(ll, -33.0358922568, 1e-9, "likelihood");
	for (int i = 0; i < AGENTS; i++) {
		struct cs_post p = cs_betabinom_post(&f, resolved[i], contacts[i]);
		struct cs_est r = cs_betabinom_interval(&f, resolved[i], contacts[i], .9);

		is_near(p.mean, post[i][0], 5e-6, "agent %d: mean", i + 1);
		ok(r.ok && r.ci && r.est == p.mean, "agent %d: interval", i + 1);
		is_near(r.lo, post[i][1], 5e-6, "agent %d: 5 %%", i + 1);
		is_near(r.hi, post[i][2], 5e-6, "agent %d: 95 %%", i + 1);
		is_near(p.reliability, post[i][3], 5e-6, "agent %d: reliability", i + 1);
	}
}

/* Nothing to tell apart: the fit says so, and gives the common share where there is one. */
static void
test_no_spread(void)
{
	static const int64_t y[] = {5, 10, 15, 20}, n[] = {10, 20, 30, 40};
	static const int64_t zero[] = {0, 0, 0, 0}, one[] = {1, 0, 1, 1}, ones[] = {1, 1, 1, 1};
	static const int64_t lopsided[] = {50, 0, 0, 30}, lopsided_n[] = {50, 40, 30, 30};
	struct cs_betabinom f = cs_shrink_moments(y, n, 4);

	ok(f.flag == CS_FLAG_NO_SPREAD && f.p == .5, "equal rates");
	f = cs_shrink_mle(y, n, 4, NULL);
	ok(f.flag == CS_FLAG_NO_SPREAD, "nor does the likelihood run away");
	ok(cs_shrink_moments(zero, n, 4).flag == CS_FLAG_NO_SPREAD, "all at 0");
	ok(cs_shrink_moments(n, n, 4).flag == CS_FLAG_NO_SPREAD, "all at 1");
	ok(cs_shrink_moments(y, n, 2).flag == CS_FLAG_NO_SPREAD, "two agents");
	ok(cs_shrink_moments(one, ones, 4).flag == CS_FLAG_NO_SPREAD, "one contact each");
	ok(cs_shrink_moments(zero, zero, 4).flag == CS_FLAG_N0, "no contacts at all");
	f = cs_shrink_moments(lopsided, lopsided_n, 4);
	ok(f.flag == CS_FLAG_NONE && f.rho == .99, "all or nothing: rho stays below 1");
	f = cs_shrink_mle(lopsided, lopsided_n, 4, NULL);
	ok(f.flag == CS_FLAG_NONE && f.alpha > 0 && f.beta > 0, "and the likelihood finds an end");
}

static void
test_normal(void)
{
	static const double school[] = {28, 8, -3, 7, -1, 1, 18, 12};
	static const double school_se[] = {15, 10, 16, 11, 9, 11, 10, 18};
	static const double csat[] = {4.2, 4.55, 3.9, 4.7, 4.1, 4.45, 3.6, 4.8};
	static const double csat_se[] = {0.12, 0.2, 0.15, 0.35, 0.08, 0.1, 0.3, 0.25};
	/* the square root of the variance with that of mu in it */
	static const double blup_se[] = {0.113659194737, 0.174066321428, 0.138113814026,
	    0.248218277647, 0.0780398728034, 0.09624485985, 0.228453017186, 0.204004143146};
	double v[8], w[9];
	struct cs_normal2 f;
	struct cs_post p;

	for (int i = 0; i < 8; i++) {
		v[i] = school_se[i] * school_se[i];
		w[i] = csat_se[i] * csat_se[i];
	}
	f = cs_shrink_normal(school, v, 8);
	ok(f.flag == CS_FLAG_NO_SPREAD && f.tau2 == 0, "eight schools do not differ");
	is_near(f.mu, 7.68561672496, 1e-9, "their mean");
	is_near(f.se_mu, 4.0719191584, 1e-9, "its standard error");
	is_near(f.q, 4.7070788644, 1e-9, "Q");
	p = cs_normal2_post(&f, 28, v[0]);
	ok(p.mean == f.mu && p.var == 0 && p.reliability == 0, "all of them are the mean");
	f = cs_shrink_normal(csat, w, 8);
	ok(f.flag == CS_FLAG_NONE && f.used == 8, "eight CSAT means do");
	is_near(f.tau2, 0.104725249883, 5e-6, "tau2 of Paule and Mandel");
	is_near(f.mu, 4.27175623025, 5e-6, "mu");
	is_near(f.se_mu, 0.133160755836, 5e-6, "its standard error");
	is_near(f.q, 26.3519495087, 1e-9, "Q");
	for (int i = 0; i < 8; i++)
		is_near(sqrt(cs_normal2_var(&f, w[i])), blup_se[i], 5e-6, "se of agent %d", i + 1);
	p = cs_normal2_post(&f, 4.7, w[3]);
	ok(p.mean > f.mu && p.mean < 4.7, "a mean moves towards the common one");
	is_near(p.reliability, f.tau2 / (f.tau2 + w[3]), 1e-12, "by its reliability");
	is_near(p.var, p.reliability * w[3], 1e-12, "and its variance shrinks as well");
	w[8] = 0;
	f = cs_shrink_normal(csat, w + 1, 2);
	ok(f.flag == CS_FLAG_NO_SPREAD, "two groups tell no spread");
	f = cs_shrink_normal(csat, w + 8, 1);
	ok(f.flag == CS_FLAG_N0, "no data, no fit");
	f = cs_shrink_normal(csat, w, 8);
	p = cs_normal2_post(&f, 99, 0);
	ok(p.mean == f.mu && p.var == f.tau2 && p.reliability == 0, "no data: the prior");
}

static void
test_pooled(void)
{
	struct cs_moments m[3] = {CS_MOMENTS_INIT, CS_MOMENTS_INIT, CS_MOMENTS_INIT};
	double v = -1;

	cs_moments_add(&m[0], 5);
	ok(!cs_shrink_pooled(m, 3, &v), "single values have no variance within");
	cs_moments_add(&m[0], 5);
	ok(!cs_shrink_pooled(m, 3, &v), "nor have equal ones");
	cs_moments_add(&m[1], 2);
	cs_moments_add(&m[1], 4);
	cs_moments_add(&m[1], 6);
	ok(cs_shrink_pooled(m, 3, &v), "pooled");
	is_near(v, 8. / 3, 1e-15, "8 over 1 + 2");
}

static void
test_enough(void)
{
	is_int(cs_shrink_enough(7.4727, .5), 8, "M 7.4727: reliability .5");
	is_int(cs_shrink_enough(7.4727, .7), 18, "reliability .7");
	is_int(cs_shrink_enough(7.4727, .8), 30, "reliability .8");
	is_int(cs_shrink_enough(21, .7), 49, "21 at .7 are 49, not 50");
	is_int(cs_shrink_enough(10, .5), 10, "exactly as many as M");
	is_int(cs_shrink_enough(1e-9, .5), 1, "one at least");
	is_int(cs_shrink_enough(1e30, .5), 1000000000000, "and no more than that");
}

int
main(void)
{
	test_betabinom();
	test_no_spread();
	test_normal();
	test_pooled();
	test_enough();
	return done();
}
