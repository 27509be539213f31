/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rates shrunk, against a calculation by hand. */
#include "stat/rate.h"

#include "stat/dist.h"

#include "../tap.h"

static void
test_rate(void)
{
	static const int64_t y[] = {10, 30, 20, 0}, zero[] = {0, 0, 0, 0};
	static const double t[] = {10, 10, 20, 0};
	struct cs_rate f = cs_rate_fit(y, t, 4);
	/* mu 1.5, S = 10 .25 + 10 2.25 + 20 .25 = 30, T - sum t^2 / T = 40 - 15 */
	double tau2 = (30 - 2 * 1.5) / 25;
	struct cs_post p;
	struct cs_est e;

	ok(f.flag == CS_FLAG_NONE && f.used == 3, "three units with time");
	is_near(f.mu, 1.5, 1e-12, "common rate");
	is_near(f.tau2, tau2, 1e-12, "variance of rates");
	is_near(f.hours, 1.5 / tau2, 1e-12, "weight of the common rate");
	p = cs_rate_post(&f, 30, 10);
	is_near(p.mean, (f.shape + 30) / (f.hours + 10), 1e-12, "posterior mean");
	is_near(p.reliability, 10 / (f.hours + 10), 1e-12, "reliability");
	e = cs_rate_interval(&f, 30, 10, .9);
	ok(e.ci && e.lo < p.mean && p.mean < e.hi, "interval");
	is_near(cs_dist_gamma(e.lo * (f.hours + 10), f.shape + 30, CS_LOWER), .05, 1e-9,
	    "a twentieth below");
	p = cs_rate_post(&f, 0, 0);
	is_near(p.mean, 1.5, 1e-12, "without time: the common rate");
	is_near(p.var, tau2, 1e-12, "and what rates vary by");
	ok(cs_rate_fit(zero, t, 4).flag == CS_FLAG_NO_SPREAD, "no events");
	ok(cs_rate_fit(y, t, 2).flag == CS_FLAG_NO_SPREAD, "two units");
	ok(cs_rate_fit(y, t, 0).flag == CS_FLAG_N0, "nobody");
}

int
main(void)
{
	test_rate();
	return done();
}
