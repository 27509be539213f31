/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Forecasts and what came: against counts by hand, against all pairs one by one, and where R is
 * here against its package survival and its glm (tests/oracle/forecast.t has more of them).
 */
#include "stat/forecast.h"

#include "../tap.h"

static void
test_round(void)
{
	is_int(cs_forecast_round(0), 1, "nothing is impossible");
	is_int(cs_forecast_round(1), 999999, "nor certain");
	is_int(cs_forecast_round(.25), 250000, "a quarter");
	is_int(cs_forecast_round(4.9e-6), 5, "to the nearest");
}

/* 10 %: 1 of 10 left; 50 %: 3 of 5; 90 %: 4 of 5. */
static const struct cs_forecast_bin small[] = {{100000, 10, 1}, {500000, 5, 3}, {900000, 5, 4}};

static void
test_hand(void)
{
	struct cs_forecast_bin mixed[] = {
	    {900000, 2, 2}, {100000, 10, 1}, {500000, 5, 3}, {900000, 3, 2}};
	struct cs_forecast_tenth tenth[CS_FORECAST_TENTHS];
	struct cs_forecast_brier b;
	struct cs_est e;

	is_int((int64_t)cs_forecast_sort(mixed, 4), 3, "bins put together");
	ok(mixed[2].n == 5 && mixed[2].x == 4 && mixed[0].told == 100000, "in order");
	is_int((int64_t)cs_forecast_sort(mixed, 0), 0, "of none");
	/* Pairs: 8 x 12 = 96. 1 with 9 equal; 3 over 9, 2 equal; 4 over 11, 1 equal: 79.5 + ... */
	e = cs_forecast_auc(small, 3, .95);
	is_near(e.est, (4.5 + 3 * 9 + 3 * 1 + 4 * 11 + 4 * .5) / 96, 1e-15, "the area");
	ok(e.ci && e.lo < e.est && e.est < e.hi && e.hi < 1 && e.flag == CS_FLAG_SMALL_N,
	    "with bounds; 8 who left are few");
	b = cs_forecast_brier(small, 3);
	is_near(b.score, (.81 + 9 * .01 + 5 * .25 + 4 * .01 + .81) / 20, 1e-15, "Brier");
	is_near(b.base, .4 * .6, 1e-15, "of who says 40 %% of everybody");
	cs_forecast_tenths(small, 3, tenth);
	ok(tenth[2].n == 10 && tenth[2].x == 1 && tenth[2].told == .1, "10 %%: around the 6th");
	ok(tenth[6].n == 5 && tenth[8].n == 5 && tenth[8].x == 4, "50 %% and 90 %%");
	ok(tenth[0].n == 0 && tenth[9].n == 0 && tenth[9].told == 0, "others are empty");
	e = cs_forecast_top(small, 3, .95);
	is_near(e.est, .8, 1e-15, "of the 2 with the greatest, as all of their bin");
	ok(e.lo <= e.est && e.est <= e.hi, "inside its bounds");
}

static void
test_nothing(void)
{
	static const struct cs_forecast_bin none[] = {{200000, 7, 0}}, all[] = {{200000, 7, 7}};
	static const struct cs_forecast_bin perfect[] = {{100000, 50, 0}, {900000, 50, 50}};
	static const struct cs_forecast_bin same[] = {{200000, 70, 14}};
	struct cs_forecast_line l = cs_forecast_line(none, 1, .95);
	struct cs_est e = cs_forecast_auc(perfect, 2, .95);

	ok(cs_forecast_auc(none, 1, .95).flag == CS_FLAG_N0, "nobody left");
	ok(cs_forecast_auc(all, 1, .95).flag == CS_FLAG_N0, "all left");
	ok(cs_forecast_top(NULL, 0, .95).flag == CS_FLAG_N0, "nobody was told anything");
	ok(!l.slope.ok && !l.shift.ok, "nobody left: no line");
	ok(cs_forecast_line(NULL, 0, .95).slope.flag == CS_FLAG_N0, "nobody: no line");
	ok(e.est == 1 && !e.ci && e.flag == CS_FLAG_ZERO_VAR, "all foretold: no bounds");
	l = cs_forecast_line(perfect, 2, .95);
	ok(!l.slope.ok && l.shift.ok && fabs(l.shift.est) < 1e-9, "and no slope");
	l = cs_forecast_line(same, 1, .95);
	ok(!l.slope.ok && l.slope.flag == CS_FLAG_ZERO_VAR, "all were told the same: no slope");
	is_near(l.shift.est + 1, 1, 1e-9, "and were told right");
	ok(l.shift.lo < 0 && l.shift.hi > 0, "with bounds");
	ok(cs_forecast_concordance(NULL, 0, .95).flag == CS_FLAG_N0, "no pairs");
}

/* One or two to whom it happened, or did not, show nothing of how far chance goes: no bounds. */
static void
test_events(void)
{
	for (int64_t few = 1; few <= 4; few++) {
		const struct cs_forecast_bin left[] = {{100000, 40, 1}, {200000, 40, few - 1}};
		const struct cs_forecast_bin stayed[] = {{100000, 40, 39}, {200000, 40, 41 - few}};
		struct cs_forecast_seen seen[] = {{100000, 9, false, 40}, {150000, 5, true, 1},
		    {300000, 6, true, 1}, {90000, 7, true, few > 2 ? few - 2 : 0}};
		struct cs_est e[] = {cs_forecast_auc(left, 2, .95), cs_forecast_auc(stayed, 2, .95),
		    cs_forecast_concordance(seen, few > 2 ? 4 : 3, .95)};

		for (size_t i = 0; i < sizeof e / sizeof *e; i++) {
			bool want = few >= CS_FORECAST_BOUNDS;

			ok(e[i].ok && e[i].ci == want && e[i].flag == CS_FLAG_SMALL_N,
			    "%d of one kind: %s bounds", (int)few, want ? "with" : "no");
		}
	}
}

static uint32_t state = 7;

static int
below(int n)
{
	state = state * 1664525U + 1013904223U;
	return (int)((uint64_t)(state >> 8) * (uint64_t)n >> 24);
}

enum { PEOPLE = 300 };

/* c and its jackknifed variance from all pairs of people, one by one. */
static void
pairs(const struct cs_forecast_seen *s, double *c, double *var)
{
	static double won[PEOPLE], n[PEOPLE];
	double all = 0, sum = 0;

	memset(won, 0, sizeof won);
	memset(n, 0, sizeof n);
	for (int i = 0; i < PEOPLE; i++) {
		for (int j = 0; j < PEOPLE; j++) {
			double v = s[i].told > s[j].told ? 1 : s[i].told == s[j].told ? .5 : 0;

			if (!s[i].left || s[i].t > s[j].t || (s[i].t == s[j].t && s[j].left))
				continue;
			all++;
			sum += v;
			n[i]++;
			n[j]++;
			won[i] += v;
			won[j] += v;
		}
	}
	*c = sum / all;
	*var = 0;
	for (int i = 0; i < PEOPLE; i++)
		*var += pow((won[i] - *c * n[i]) / all, 2);
}

static void
test_concordance(void)
{
	for (int round = 0; round < 20; round++) {
		static struct cs_forecast_seen s[PEOPLE], cell[PEOPLE];
		struct cs_est e, cells;
		double c, var, logit;
		size_t k = 0;

		for (int i = 0; i < PEOPLE; i++)
			s[i] = (struct cs_forecast_seen){100000 * (1 + below(1 + round % 9)),
			    below(3 + round * 5), below(3) > 0, 1};
		pairs(s, &c, &var);
		for (int i = 0; i < PEOPLE; i++) {
			size_t j = 0;

			while (j < k && (cell[j].told != s[i].told || cell[j].t != s[i].t ||
					    cell[j].left != s[i].left))
				j++;
			if (j == k)
				cell[k++] = s[i];
			else
				cell[j].n++;
		}
		e = cs_forecast_concordance(s, PEOPLE, .95);
		cells = cs_forecast_concordance(cell, k, .95);
		is_near(e.est, c, 1e-12, "round %d: c of all pairs", round);
		is_near(cells.est, e.est, 0, "and of cells");
		if (!e.ci) {
			ok(round % 9 == 0, "all were told the same");
			continue;
		}
		logit = log(e.hi / (1 - e.hi)) - log(e.est / (1 - e.est));
		is_near(logit, 1.959963984540054 * sqrt(var) / (c * (1 - c)), 1e-9, "its error");
		is_near(cells.hi, e.hi, 1e-12, "and of cells");
	}
}

/* Without censoring, and all leaving at once, c is the area under the curve. */
static void
test_area(void)
{
	struct cs_forecast_bin bin[40];
	struct cs_forecast_seen s[80];
	struct cs_est a, c;
	size_t k = 0;

	for (int i = 0; i < 40; i++) {
		bin[i] = (struct cs_forecast_bin){20000 * (i + 1), 20 + below(30), 0};
		bin[i].x = below((int)bin[i].n / 2 + 1) * i / 40;
		if (bin[i].x > 0)
			s[k++] = (struct cs_forecast_seen){bin[i].told, 0, true, bin[i].x};
		s[k++] = (struct cs_forecast_seen){bin[i].told, 0, false, bin[i].n - bin[i].x};
	}
	a = cs_forecast_auc(bin, 40, .9);
	c = cs_forecast_concordance(s, k, .9);
	ok(a.ci && a.est > .5, "there is an area");
	is_near(c.est, a.est, 1e-14, "c is the area");
	is_near(c.lo, a.lo, 1e-12, "lower bound");
	is_near(c.hi, a.hi, 1e-12, "upper bound");
}

/* Who tells the truth is on the line; who exaggerates is not. */
static void
test_line(void)
{
	struct cs_forecast_bin bin[9], bold[9];
	struct cs_forecast_line l;

	for (int i = 0; i < 9; i++) {
		double p = (i + 1) / 10., odds = p / (1 - p);

		bin[i] = (struct cs_forecast_bin){100000 * (i + 1), 1000, 100 * (i + 1)};
		bold[i] = bin[i];
		bold[i].told = cs_forecast_round(odds * odds / (1 + odds * odds));
	}
	l = cs_forecast_line(bin, 9, .95);
	is_near(l.slope.est, 1, 1e-9, "true: slope 1");
	is_near(l.shift.est + 1, 1, 1e-9, "no shift");
	ok(l.slope.lo < 1 && l.slope.hi > 1 && l.shift.lo < 0 && l.shift.hi > 0, "bounds");
	l = cs_forecast_line(bold, 9, .95);
	is_near(l.slope.est, .5, 1e-5, "odds squared: slope 1/2");
	ok(l.slope.hi < 1, "too sure of itself");
	/* So many that rounding is more than the last step. */
	for (int i = 0; i < 9; i++) {
		bold[i].n *= 3000001;
		bold[i].x = bold[i].n / 10 * (i + 1) - i;
	}
	l = cs_forecast_line(bold, 9, .95);
	ok(l.slope.ok && l.shift.ok, "27 billion: there is an end");
	is_near(l.slope.est, .5, 1e-5, "the same slope");
}

int
main(void)
{
	test_round();
	test_hand();
	test_nothing();
	test_concordance();
	test_area();
	test_line();
	test_events();
	return done();
}
