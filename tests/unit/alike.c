/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weeks of which nobody knows how they hang together: what holds whatever they are. Figures against
 * R are in baseline.c. */
#include "stat/alike.h"

#include <math.h>

#include "../tap.h"

enum { N = 52, K = 12 };

/* Luck that does not change: 53 i mod 101 about its middle. */
static double
luck(size_t i)
{
	return (double)(53 * i % 101) - 50;
}

static struct cs_alike
bounds(const double *e, size_t n, double scale, double level, enum cs_alike_beside beside)
{
	const struct cs_alike_in in = {e, n, K, false, level, scale, beside, .95};
	struct cs_alike r;

	ok(cs_alike_bounds(&r, &in), "%zu weeks: there are bounds", n);
	return r;
}

static void
test_units(void)
{
	double e[N], large[N];
	struct cs_alike a, b;

	for (size_t i = 0; i < N; i++) {
		e[i] = luck(i);
		large[i] = 1000 * e[i];
	}
	a = bounds(e, N, 1, 200, CS_ALIKE_DRIFT);
	b = bounds(large, N, 1, 200000, CS_ALIKE_DRIFT);
	is_near(b.half, 1000 * a.half, 1e-9, "other units: the same bounds");
	is_near(b.alike, a.alike, 1e-9, "and as much alike");
	b = bounds(e, N, 1.5, 200, CS_ALIKE_DRIFT);
	is_near(b.half, 1.5 * a.half, 1e-12, "weeks to come that differ more");
	b = bounds(e, N, 1, 0, CS_ALIKE_DRIFT);
	a = bounds(e, N, 1, 200, CS_ALIKE_NOTHING);
	is_near(b.half, a.half, 1e-15, "of no level: nothing beside");
}

/* What hangs together is seen, and leaves more in doubt. */
static void
test_kinds(void)
{
	double plain[N], after[N], drifts[N], season[N], last = 0;
	struct cs_alike a, b;

	for (size_t i = 0; i < N; i++) {
		plain[i] = luck(i);
		last = .9 * last + luck(i);
		after[i] = last;
		drifts[i] = luck(i) + 4 * ((double)i - (N - 1) / 2.);
		season[i] = luck(i) + 100 * sin((double)i * 2 * M_PI / 52.18);
	}
	a = bounds(plain, N, 1, 1000, CS_ALIKE_NOTHING);
	ok(a.alike < .2, "luck: not alike (%g)", a.alike);
	b = bounds(after, N, 1, 1000, CS_ALIKE_NOTHING);
	ok(b.alike > .5, "like the one before: alike (%g)", b.alike);
	ok(b.half > 2 * a.half, "and less sure");
	b = bounds(drifts, N, 1, 1000, CS_ALIKE_DRIFT);
	/* 4 a week, from the middle of those before to that of those to come. */
	ok(b.half > K * 4. * (N + K) / 2, "a drift is expected to go on (%g)", b.half);
	b = bounds(season, N, 1, 1000, CS_ALIKE_SEASON);
	ok(b.half > K * 50, "a season as well (%g)", b.half);
}

static void
test_nothing(void)
{
	static const double e[] = {3, -3, 0, 0}, none[4] = {0};
	struct cs_alike_in in = {e, 2, K, true, 9, 1, CS_ALIKE_NOTHING, .95};
	struct cs_alike r;

	ok(!cs_alike_bounds(&r, &in) && r.half == 0, "a line through two: nothing to say");
	in = (struct cs_alike_in){e, 1, K, false, 9, 1, CS_ALIKE_DRIFT, .95};
	ok(!cs_alike_bounds(&r, &in), "nor of one week");
	in = (struct cs_alike_in){none, 4, K, false, 9, 1, CS_ALIKE_SEASON, .95};
	ok(!cs_alike_bounds(&r, &in), "nor where weeks do not differ");
	in = (struct cs_alike_in){e, 4, K, true, 9, 1, CS_ALIKE_SEASON, .95};
	ok(cs_alike_bounds(&r, &in) && isfinite(r.half) && r.half > 0, "of four there is");
}

int
main(void)
{
	test_units();
	test_kinds();
	test_nothing();
	return done();
}
