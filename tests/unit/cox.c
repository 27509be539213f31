/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cox's regression: known answers, and what cannot be said. The figures of 6-MP against placebo
 * (Freireich and others 1963) and of the small set with a switch are by R's coxph and by hand.
 */
#include "stat/cox.h"
#include "base/mem.h"

#include "../tap.h"
#include "random.h"

struct one {
	int stop, event, x;
};

/* Weeks of remission of 42 in pairs of placebo and 6-MP. */
static const struct one gehan[] = {
    {1, 1, 1},
    {10, 1, 0},
    {22, 1, 1},
    {7, 1, 0},
    {3, 1, 1},
    {32, 0, 0},
    {12, 1, 1},
    {23, 1, 0},
    {8, 1, 1},
    {22, 1, 0},
    {17, 1, 1},
    {6, 1, 0},
    {2, 1, 1},
    {16, 1, 0},
    {11, 1, 1},
    {34, 0, 0},
    {8, 1, 1},
    {32, 0, 0},
    {12, 1, 1},
    {25, 0, 0},
    {2, 1, 1},
    {11, 0, 0},
    {5, 1, 1},
    {20, 0, 0},
    {4, 1, 1},
    {19, 0, 0},
    {15, 1, 1},
    {6, 1, 0},
    {8, 1, 1},
    {17, 0, 0},
    {23, 1, 1},
    {35, 0, 0},
    {5, 1, 1},
    {6, 1, 0},
    {11, 1, 1},
    {13, 1, 0},
    {4, 1, 1},
    {9, 0, 0},
    {1, 1, 1},
    {6, 0, 0},
    {8, 1, 1},
    {10, 0, 0},
};

/* start stop event z: status that switches on. */
static const int switches[][4] = {
    {0, 12, 1, 0},
    {0, 5, 0, 0},
    {5, 20, 0, 1},
    {0, 9, 1, 0},
    {0, 8, 0, 0},
    {8, 15, 1, 1},
    {0, 18, 1, 0},
    {0, 3, 0, 0},
    {3, 14, 1, 1},
    {0, 20, 0, 0},
};

/* n alike of one covariate. */
static void
add(struct cs_cox *c, double x, int64_t start, int64_t stop, bool event, int64_t n)
{
	cs_cox_add(c, &(struct cs_cox_row){.pattern = cs_cox_pattern(c, &x),
			  .event = event,
			  .start = start,
			  .stop = stop,
			  .n = n});
}

static struct cs_cox *
remission(size_t from, size_t to, uint32_t *strata)
{
	struct cs_cox *c = cs_cox_new(1);

	for (size_t i = from; i < to; i++) {
		double x = gehan[i].x;

		cs_cox_add(c, &(struct cs_cox_row){.pattern = cs_cox_pattern(c, &x),
				  .stratum = strata == NULL ? 0 : strata[i],
				  .event = gehan[i].event,
				  .start = CS_COX_ALWAYS,
				  .stop = gehan[i].stop,
				  .n = 1});
	}
	return c;
}

static void
test_known(void)
{
	static const struct {
		const char *what;
		enum cs_cox_ties ties;
		double beta, se;
	} want[] = {
	    {"Efron", CS_COX_EFRON, 1.57212514883, .412396717709},
	    {"Breslow", CS_COX_BRESLOW, 1.50919141259, .409564406367},
	};
	struct cs_cox *c = remission(0, 42, NULL);
	double oe, var;
	struct cs_cox_test t;
	uint32_t third[42];

	for (size_t i = 0; i < 2; i++) {
		struct cs_cox_fit f;
		struct cs_est e;

		cs_cox_fit(c, want[i].ties, &f);
		is_near(f.beta[0], want[i].beta, 1e-10, "6-MP, %s: coefficient", want[i].what);
		is_near(sqrt(f.var[0]), want[i].se, 1e-10, "6-MP, %s: its error", want[i].what);
		e = cs_cox_ratio(&f, 0, .95);
		is_near(e.est, exp(want[i].beta), 1e-9, "6-MP, %s: the ratio", want[i].what);
		is_near(e.lo, exp(want[i].beta - 1.959963984540054 * want[i].se), 1e-9, "from");
		is_near(e.hi, exp(want[i].beta + 1.959963984540054 * want[i].se), 1e-9, "to");
		is_int(f.n, 42, "42 people");
		is_int(f.events, 30, "30 events");
		cs_cox_fit_finish(&f);
	}
	t = cs_cox_logrank(c, &oe, &var);
	is_near(t.chi2, 16.7929409892, 1e-9, "the log-rank test");
	is_near(oe, 21 - 10.749499052, 1e-9, "observed less expected");
	is_near(var, 6.25696057368, 1e-9, "its variance");
	cs_cox_free(c);
	for (uint32_t i = 0; i < 42; i++)
		third[i] = i / 2 / 7;
	c = remission(0, 42, third);
	t = cs_cox_logrank(c, &oe, &var);
	is_near(t.chi2, 14.3547717287, 1e-9, "the same within strata");
	is_near(oe, 9.66852314352, 1e-9, "observed less expected");
	is_near(var, 6.51214394373, 1e-9, "its variance");
	cs_cox_free(c);
}

static void
test_switch(void)
{
	struct cs_cox *c = cs_cox_new(1);
	double oe, var;
	struct cs_cox_fit f;
	struct cs_cox_test t;

	for (size_t i = 0; i < 10; i++)
		add(c, switches[i][3], switches[i][0], switches[i][1], switches[i][2] != 0, 1);
	t = cs_cox_logrank(c, &oe, &var);
	is_near(oe, 2 - 2.3619047619, 1e-9, "a status that switches on: observed less expected");
	is_near(var, 1.20712018141, 1e-9, "its variance");
	is_near(t.chi2, .108502085134, 1e-9, "Mantel and Byar's test");
	cs_cox_fit(c, CS_COX_EFRON, &f);
	is_near(f.score.chi2, .108502085134, 1e-9, "is the score test");
	cs_cox_fit_finish(&f);
	cs_cox_free(c);
}

static void
alike(const struct cs_cox_fit *a, const struct cs_cox_fit *b, const char *what)
{
	is_near(b->top, a->top, 1e-12, "%s: the likelihood", what);
	for (size_t j = 0; j < a->p; j++) {
		is_near(b->beta[j], a->beta[j], 1e-9, "%s: coefficient %zu", what, j);
		is_near(b->var[j * a->p + j], a->var[j * a->p + j], 1e-9, "%s: its variance", what);
	}
	is_int(b->n, a->n, "%s: as many", what);
	is_int(b->events, a->events, "%s: events", what);
}

/*
 * n alike are as n rows, each with a pattern of its own (which adds up sums at risk bit by bit,
 * where few patterns make them anew); halves are as wholes; the order of rows does not matter.
 */
static void
test_counts(void)
{
	static const double x[4][2] = {{0, 0}, {1, 0}, {0, 3}, {1, 2}};
	enum { WHOLE, SINGLE, HALVES, BACK, WAYS };
	static const char *const way[] = {"", "one by one", "in halves", "backwards"};
	struct cs_cox *c[WAYS];
	struct cs_cox_fit f[WAYS];
	struct cs_cox_row row[300];

	seed = 20261122;
	for (int i = 0; i < WAYS; i++) {
		c[i] = cs_cox_new(2);
		for (int j = 0; j < 4 && i != SINGLE; j++)
			(void)cs_cox_pattern(c[i], x[j]);
	}
	for (int i = 0; i < 300; i++) {
		row[i] = (struct cs_cox_row){.stratum = (uint32_t)below(2),
		    .pattern = (uint32_t)below(4),
		    .event = below(3) > 0,
		    .start = below(6),
		    .n = 1 + below(4)};
		row[i].stop = row[i].start + 1 + below(5);
		cs_cox_add(c[WHOLE], &row[i]);
		cs_cox_stop(c[HALVES], &row[i]);
		cs_cox_enter(c[HALVES], row[i].stratum, row[i].pattern, row[i].start, row[i].n);
		for (int64_t k = 0; k < row[i].n; k++) {
			struct cs_cox_row one = row[i];

			one.n = 1;
			one.pattern = cs_cox_pattern(c[SINGLE], x[row[i].pattern]);
			cs_cox_add(c[SINGLE], &one);
		}
	}
	for (int i = 300; i-- > 0;)
		cs_cox_add(c[BACK], &row[i]);
	for (int i = 0; i < WAYS; i++) {
		cs_cox_fit(c[i], CS_COX_EFRON, &f[i]);
		if (i != WHOLE)
			alike(&f[WHOLE], &f[i], way[i]);
	}
	ok(f[WHOLE].beta[0] == f[BACK].beta[0] && f[WHOLE].beta[1] == f[BACK].beta[1],
	    "to the bit");
	for (int i = 0; i < WAYS; i++) {
		cs_cox_fit_finish(&f[i]);
		cs_cox_free(c[i]);
	}
}

/* One of whom there is one, by one covariate. */
struct lone {
	double x;
	int64_t start, stop;
	bool event;
};

/* The log likelihood of a coefficient as Efron writes it down: those at risk anew at each time. */
static double
likelihood(const struct lone *one, size_t n, double b)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		double risk = 0, leaving = 0;
		int d = 0, before = 0;

		if (!one[i].event)
			continue;
		for (size_t j = 0; j < n; j++) {
			bool with = one[j].event && one[j].stop == one[i].stop;

			if (one[j].start >= one[i].stop || one[j].stop < one[i].stop)
				continue;
			risk += exp(one[j].x * b);
			leaving += with ? exp(one[j].x * b) : 0;
			d += with;
			before += with && j < i;
		}
		sum += one[i].x * b - log(risk - leaving * before / d);
	}
	return sum;
}

/*
 * One who weighs 10^13 times what the others do comes late and goes early: what is left when he is
 * taken off the sums is not what rounding left of them.
 */
static void
test_worn(void)
{
	enum { LATE = 20, EARLY = 4, ALL = LATE + 1 + EARLY };
	struct cs_cox *c = cs_cox_new(1);
	struct cs_cox_fit f;
	struct lone one[ALL] = {[LATE] = {40, 8, 10, true}};

	for (int i = 0; i < LATE; i++)
		one[i] =
		    (struct lone){i % 2, CS_COX_ALWAYS, i % 2 != 0 ? 20 + i : 21 + 2 * i, true};
	for (int i = 0; i < EARLY; i++)
		one[LATE + 1 + i] = (struct lone){i % 2, CS_COX_ALWAYS, 1 + i, i % 2 == 0};
	for (size_t i = 0; i < ALL; i++)
		add(c, one[i].x, one[i].start, one[i].stop, one[i].event, 1);
	cs_cox_fit(c, CS_COX_EFRON, &f);
	is_int(f.status, CS_COX_OK, "one far off: a top");
	ok(40 * f.beta[0] > 25, "he weighs exp %.0f", 40 * f.beta[0]);
	is_near(f.top, likelihood(one, ALL, f.beta[0]), 1e-10, "sums from before him");
	cs_cox_fit_finish(&f);
	cs_cox_free(c);
}

struct group {
	int n, left; /* of n alike `left` leave, at 1, 2, ...; the others are seen to 100 */
};

static struct cs_cox *
groups(const struct group *g, size_t n)
{
	struct cs_cox *c = cs_cox_new(n - 1);
	double *x = cs_mem_new(n, sizeof *x);

	for (size_t i = 0; i < n; i++) {
		struct cs_cox_row row = {.start = CS_COX_ALWAYS, .n = 1};

		memset(x, 0, n * sizeof *x);
		if (i != 0)
			x[i - 1] = 1;
		row.pattern = cs_cox_pattern(c, x);
		for (int k = 0; k < g[i].n; k++) {
			row.event = k < g[i].left;
			row.stop = row.event ? k + 1 : 100;
			cs_cox_add(c, &row);
		}
	}
	free(x);
	return c;
}

static void
test_unsaid(void)
{
	static const struct {
		const char *what;
		struct group g[3];
		enum cs_cox_status status;
		enum cs_cox_state state[2];
	} t[] = {
	    {"nobody left", {{20, 0}, {20, 0}, {20, 0}}, CS_COX_NO_EVENTS,
		{CS_COX_ALIAS, CS_COX_ALIAS}},
	    {"all left", {{20, 20}, {20, 20}, {9, 9}}, CS_COX_OK, {CS_COX_FINE, CS_COX_FINE}},
	    {"none of one group left", {{50, 20}, {50, 25}, {12, 0}}, CS_COX_OK,
		{CS_COX_FINE, CS_COX_DOWN}},
	    {"one group is empty", {{50, 20}, {50, 25}, {0, 0}}, CS_COX_OK,
		{CS_COX_FINE, CS_COX_ALIAS}},
	    {"none of the group all are held against", {{15, 0}, {50, 20}, {50, 22}}, CS_COX_OK,
		{CS_COX_UP, CS_COX_UP}},
	    {"one left", {{1, 1}, {50, 0}, {50, 0}}, CS_COX_OK, {CS_COX_DOWN, CS_COX_DOWN}},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_cox *c = groups(t[i].g, 3);
		struct cs_cox_fit f;
		struct cs_cox_test zph;

		cs_cox_fit(c, CS_COX_EFRON, &f);
		is_int(f.status, t[i].status, "%s: status", t[i].what);
		for (size_t j = 0; j < 2; j++) {
			struct cs_est e = cs_cox_ratio(&f, j, .95);
			bool fine = t[i].state[j] == CS_COX_FINE;

			is_int(f.state[j], t[i].state[j], "%s: coefficient %zu", t[i].what, j);
			is_int(e.ok, fine, "%s: a ratio or none", t[i].what);
			ok(isfinite(f.beta[j]) && isfinite(f.var[j * 2 + j]), "%s: finite",
			    t[i].what);
			ok(!e.ok || (e.lo < e.est && e.est < e.hi), "%s: in its bounds", t[i].what);
		}
		ok(isfinite(f.ratio.chi2) && isfinite(f.score.chi2) && isfinite(f.wald.chi2),
		    "%s: tests", t[i].what);
		if (f.status == CS_COX_OK) {
			zph = cs_cox_proportional(c, &f, 0, 2);
			ok(isfinite(zph.chi2) && zph.chi2 >= 0, "%s: proportional %g", t[i].what,
			    zph.chi2);
		}
		cs_cox_fit_finish(&f);
		cs_cox_free(c);
	}
}

/* What is known of those of whom none left: at most so many times as fast. */
static void
test_bound(void)
{
	static const struct group g[] = {{1000, 200}, {30, 0}};
	struct cs_cox *c = groups(g, 2);
	struct cs_cox_fit f;
	double b = 0, expected = 0;

	cs_cox_fit(c, CS_COX_EFRON, &f);
	ok(cs_cox_bound(c, &f, 0, .95, &b), "a bound");
	/*
	 * At each of 100 times 1 of 1000 - k others leaves, and then the 30 are seen no more. With
	 * a ratio r the log likelihood is less by the sum of log(1 + 30 r / (1000 - k)).
	 */
	for (int k = 0; k < 100; k++)
		expected += log1p(30 * exp(b) / (1000 - k));
	is_near(expected, 1.6448536269514722 * 1.6448536269514722 / 2, 1e-6, "by the likelihood");
	ok(exp(b) > .2 && exp(b) < .6, "at most %.3f times", exp(b));
	ok(!cs_cox_bound(c, &f, 0, 1.5, &b), "no such level");
	cs_cox_fit_finish(&f);
	cs_cox_free(c);
}

/* Two columns that say the same, one that is the stratum, one that is always the same. */
static void
test_alias(void)
{
	struct cs_cox *c = cs_cox_new(4);
	struct cs_cox_fit f;

	seed = 5;
	for (int i = 0; i < 200; i++) {
		int a = below(3), s = below(2);
		double x[4] = {a, 3 - 2. * a, s, 7};

		cs_cox_add(c, &(struct cs_cox_row){.stratum = (uint32_t)s,
				  .pattern = cs_cox_pattern(c, x),
				  .event = below(2) != 0,
				  .start = CS_COX_ALWAYS,
				  .stop = 1 + below(30),
				  .n = 1});
	}
	cs_cox_fit(c, CS_COX_EFRON, &f);
	is_int(f.state[0], CS_COX_FINE, "the first of two that say the same");
	is_int(f.state[1], CS_COX_ALIAS, "the second");
	is_int(f.state[2], CS_COX_ALIAS, "the stratum");
	is_int(f.state[3], CS_COX_ALIAS, "always the same");
	is_int(f.wald.df, 1, "one degree of freedom");
	is_int(f.ratio.df, 1, "of the likelihood as well");
	is_int(cs_cox_logrank(c, NULL, NULL).df, 1, "and of the test without a model");
	cs_cox_fit_finish(&f);
	cs_cox_free(c);
}

/* Nothing at all. */
static void
test_edges(void)
{
	struct cs_cox *c = cs_cox_new(1);
	struct cs_cox_fit f;

	cs_cox_fit(c, CS_COX_EFRON, &f);
	is_int(f.status, CS_COX_NO_EVENTS, "no rows");
	is_int(cs_cox_ratio(&f, 0, .95).ok, 0, "no ratio");
	is_int(cs_cox_logrank(c, NULL, NULL).df, 0, "no test");
	cs_cox_fit_finish(&f);
	cs_cox_free(c);
}

int
main(void)
{
	test_known();
	test_switch();
	test_counts();
	test_worn();
	test_unsaid();
	test_bound();
	test_alias();
	test_edges();
	return done();
}
