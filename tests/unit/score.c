/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of several metrics: the sums, what drops out, what is missing for a verdict. */
#include "rank/score.h"

#include "stat/dist.h"
#include "stat/shrink.h"

#include "../tap.h"

enum { AGENTS = 12 };

static const int64_t resolved[AGENTS] = {3, 18, 45, 9, 60, 12, 7, 30, 2, 0, 25, 81};
static const int64_t contacts[AGENTS] = {5, 25, 50, 20, 90, 15, 10, 60, 2, 4, 30, 90};

/* Three units, two metrics with fits of their own. */
static void
test_sum(void)
{
	struct cs_score_fit fit[2] = {{.weight = .6, .mu = .80, .tau = .06, .m = 9},
	    {.weight = .4, .mu = 4.27, .tau = .32, .m = 9}};
	struct cs_score_part part[6] = {{.n = 10, .m = 9, .mean = .82, .var = .0009},
	    {.n = 10, .m = 9, .mean = 4.2, .var = .01},
	    {.n = 10, .m = 9, .mean = .74, .var = .0016},
	    {.n = 10, .m = 9, .mean = 4.5, .var = .0196},
	    {.n = 10, .m = 9, .mean = .90, .var = .0025},
	    {.n = 10, .m = 9, .mean = 3.9, .var = .0144}};
	static const double want[] = {.1125, -.3125, .5375};
	static const double sd[] = {.325, .436606229914, .522015325446};
	struct cs_score unit[3];
	struct cs_scoring s = {.units = 3,
	    .metrics = 2,
	    .fit = fit,
	    .part = part,
	    .unit = unit,
	    .used = 2,
	    .contacts = 30};

	cs_score_sum(&s);
	for (int u = 0; u < 3; u++) {
		is_near(unit[u].score, want[u], 1e-12, "score of unit %d", u + 1);
		is_near(sqrt(unit[u].var), sd[u], 1e-11, "its standard deviation");
		is_near(unit[u].reliability, 10. / 19, 1e-12, "its reliability");
		is_near(part[2 * u].share + part[2 * u + 1].share, want[u], 1e-12, "its parts");
	}
	fit[1].down = true;
	cs_score_sum(&s);
	is_near(unit[0].score, .6 * .02 / .06 + .4 * .07 / .32, 1e-12, "less is better in one");
	fit[0].flag = fit[1].flag = CS_FLAG_NO_SPREAD;
	s.used = 0;
	cs_score_sum(&s);
	ok(unit[0].score == 0 && unit[0].var == 0 && unit[0].reliability == 0,
	    "nothing takes part");
}

/* Shares and means, fitted from counts. */
static void
test_fit(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_moments mood[AGENTS], same[AGENTS];
	struct cs_score_metric metric[3] = {{.weight = 2, .x = resolved, .n = contacts, .unit = 1},
	    {.weight = 1, .down = true, .moments = mood, .unit = 1e-6},
	    {.weight = 5, .moments = same, .unit = 1}};
	struct cs_betabinom f = cs_shrink_moments(resolved, contacts, AGENTS);
	struct cs_scoring s;

	for (int i = 0; i < AGENTS; i++) {
		mood[i] = same[i] = (struct cs_moments)CS_MOMENTS_INIT;
		for (int j = 0; j < contacts[i]; j++) {
			cs_moments_add(&mood[i], 1000000 * (j % 7 + i % 4 * 2));
			cs_moments_add(&same[i], 3);
		}
	}
	mood[9] = (struct cs_moments)CS_MOMENTS_INIT; /* nobody asked them */
	s = cs_score_all(&a, metric, 3, NULL, AGENTS);
	is_int(s.used, 2, "two of three metrics tell");
	is_int(s.fit[2].flag, CS_FLAG_ZERO_VAR, "the one that is the same for all drops out");
	ok(s.fit[2].weight == 0 && fabs(s.fit[0].weight - 2. / 3) < 1e-15, "its weight goes over");
	is_near(s.fit[0].mu, f.p, 1e-15, "common share");
	is_near(s.fit[0].tau, sqrt(f.p * (1 - f.p) / (f.m + 1)), 1e-12, "its spread");
	is_near(s.fit[0].m, f.m, 1e-12, "its weight in contacts");
	is_int(s.fit[0].n, 401, "all observations");
	ok(s.fit[1].mu > 3 && s.fit[1].mu < 9, "means are in the unit of the metric, not in 1e-6");
	for (int i = 0; i < AGENTS; i++) {
		const struct cs_score_part *p = &s.part[3 * i];
		struct cs_post post = cs_betabinom_post(&f, resolved[i], contacts[i]);
		double c0 = 2. / 3 * (post.mean - f.p) / s.fit[0].tau;
		double c1 = -1. / 3 * (p[1].mean - s.fit[1].mu) / s.fit[1].tau;

		is_near(p[0].mean, post.mean, 1e-12, "agent %d: share", i + 1);
		is_near(p[0].var, post.var, 1e-12, "and its variance");
		is_near(s.unit[i].score, c0 + c1, 1e-9, "score");
		is_int(s.unit[i].n, contacts[i], "n");
		ok(s.unit[i].reliability > 0 && s.unit[i].reliability < 1, "reliability");
	}
	ok(s.part[3 * 9 + 1].share == 0 &&
		fabs(s.part[3 * 9 + 1].var - s.fit[1].tau * s.fit[1].tau) < 1e-12,
	    "without data: the common figure and all of the variance");
	cs_arena_finish(&a);
}

static void
test_needs(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_score_metric one = {.weight = 1, .x = resolved, .n = contacts, .unit = 1};
	struct cs_scoring s = cs_score_all(&a, &one, 1, NULL, AGENTS);
	static const int64_t equal[] = {1, 2, 3}, of[] = {10, 20, 30};
	int64_t fourfold[AGENTS]; /* one contact in four is observed */
	struct cs_score_metric flat = {.weight = 1, .x = equal, .n = of, .unit = 1};

	for (int i = 0; i < AGENTS; i++)
		fourfold[i] = 4 * contacts[i];
	/* M is 5.68: six contacts make half */
	is_int(cs_score_needs(&s, 0, .5), 1, "5 contacts: one is missing");
	is_int(cs_score_needs(&s, 8, .5), 4, "2 contacts: four are");
	is_int(cs_score_needs(&s, 1, .5), 0, "25 are enough");
	is_int(cs_score_needs(&s, 1, .9), 27, "but not for .9: 52 are");
	s = cs_score_all(&a, &one, 1, fourfold, AGENTS);
	is_int(cs_score_needs(&s, 8, .5), 15, "3.7 answers more are 15 contacts");
	is_int(cs_score_contacts(&s, 3), 12, "three are twelve");
	s = cs_score_all(&a, &flat, 1, NULL, 3);
	is_int(s.used, 0, "equal rates");
	is_int(cs_score_needs(&s, 0, .5), -1, "no number of contacts tells them apart");
	s = cs_score_all(&a, &flat, 1, NULL, 0);
	is_int(s.fit[0].flag, CS_FLAG_N0, "no units at all");
	is_int(cs_score_contacts(&s, 3), -1, "and nothing to go by");
	cs_arena_finish(&a);
}

/* Counts by the hour: what few hours show is drawn in more, and who is never there is unknown. */
static void
test_rate(void)
{
	static const int64_t x[] = {40, 10, 90, 160, 0, 2};
	static const double hours[] = {10, 2.5, 30, 40, 0, .5};
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_score_metric m = {.weight = 1, .x = x, .n = x, .hours = hours, .unit = 1};
	struct cs_scoring s = cs_score_all(&a, &m, 1, NULL, 6);
	const struct cs_score_fit *f = &s.fit[0];
	double b = f->m, one = 302. / 83;

	is_int(f->flag, CS_FLAG_NONE, "rates differ");
	ok(f->rate && !f->share, "a rate");
	is_near(b, one / (f->tau * f->tau), 1e-12, "the common rate weighs as so many hours");
	is_near(s.part[2].own, 3, 1e-12, "three an hour");
	is_near(s.part[2].mean, (b * f->mu + 90) / (b + 30), 1e-12, "as of a gamma prior");
	is_near(s.part[2].var, f->tau * f->tau * b / (b + 30), 1e-12, "and its variance");
	ok(s.part[0].own == s.part[1].own && s.part[0].mean > s.part[1].mean,
	    "the same in fewer hours says less");
	is_int(s.part[1].n, 2, "n is whole hours");
	ok(s.part[4].n == 0 && s.part[4].mean == f->mu, "without an hour nothing is known");
	is_near(s.unit[2].reliability, 30 / (30 + b), 1e-12, "reliability goes by hours");
	cs_arena_finish(&a);
}

/* The chance to be worse than a limit: at the ends, in the middle, without spread, without data. */
static void
test_worse(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_moments mood[AGENTS];
	struct cs_score_metric metric[2] = {{.weight = 1, .x = resolved, .n = contacts, .unit = 1},
	    {.weight = 1, .down = true, .moments = mood, .unit = 1}};
	struct cs_betabinom f = cs_shrink_moments(resolved, contacts, AGENTS);
	static const int64_t equal[] = {10, 20, 30, 0}, of[] = {20, 40, 60, 0};
	struct cs_score_metric flat = {.weight = 1, .x = equal, .n = of, .unit = 1};
	struct cs_scoring s;
	double up, down;

	for (int i = 0; i < AGENTS; i++) {
		mood[i] = (struct cs_moments)CS_MOMENTS_INIT;
		for (int j = 0; j < contacts[i]; j++)
			cs_moments_add(&mood[i], j % 7 + i % 4 * 2);
	}
	s = cs_score_all(&a, metric, 2, NULL, AGENTS);
	/* the posterior is a beta, a little wider by the error of the common share */
	up = cs_dist_beta(.8, f.alpha + 81, f.beta + 9, CS_LOWER);
	ok(fabs(cs_score_worse(&s, 11, 0, .8) - up) < 5e-4, "of 90 contacts as of the posterior");
	ok(cs_score_worse(&s, 0, 0, .8) > cs_dist_beta(.8, f.alpha + 3, f.beta + 2, CS_LOWER) - .05,
	    "of five about as much");
	is_near(cs_score_worse(&s, 11, 0, 0), 0, 1e-12, "nothing is below 0");
	is_near(cs_score_worse(&s, 11, 0, 1), 1, 1e-12, "all is below 1");
	up = cs_score_worse(&s, 4, 1, s.part[4 * 2 + 1].mean);
	is_near(up, .5, 1e-12, "a mean is worse than itself with one half");
	up = cs_score_worse(&s, 4, 1, s.part[4 * 2 + 1].mean + .1);
	down = cs_score_worse(&s, 4, 1, s.part[4 * 2 + 1].mean - .1);
	ok(up < .5 && down > .5 && fabs(up + down - 1) < 1e-12,
	    "where less is better more is worse");
	s = cs_score_all(&a, &flat, 1, NULL, 4);
	is_int(s.fit[0].flag, CS_FLAG_NO_SPREAD, "equals");
	is_near(s.fit[0].se, sqrt(.25 / 120), 1e-12, "the error of what they have in common");
	is_near(cs_score_worse(&s, 0, 0, .5), cs_score_worse(&s, 2, 0, .5), 1e-12,
	    "are as good, with few contacts or many");
	is_near(cs_score_worse(&s, 0, 0, .5), .5, 1e-9, "and one half at their share");
	ok(cs_score_worse(&s, 3, 0, .5) < 0, "of nobody nothing is said");
	cs_arena_finish(&a);
}

/* What tells who hurries takes part beside what tells who helps, never alone. */
static void
test_haste(void)
{
	static const int64_t same[AGENTS] = {4, 20, 40, 16, 72, 12, 8, 48, 2, 3, 24, 72};
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_score_metric metric[2] = {
	    {.weight = 3, .x = resolved, .n = contacts, .haste = true, .unit = 1},
	    {.weight = 1, .x = resolved, .n = contacts, .unit = 1}};
	struct cs_scoring s = cs_score_all(&a, metric, 2, contacts, AGENTS);
	double lo, believed;

	ok(s.used == 2, "beside another it takes part");
	is_near(s.fit[0].weight, .75, 1e-15, "with its weight");
	lo = cs_score_interval(&s, 4, 0, .95).lo;
	believed = cs_score_worse(&s, 4, 0, .7);

	metric[1].x = same;
	s = cs_score_all(&a, metric, 2, contacts, AGENTS);
	ok(s.used == 0, "nothing else tells the units apart: it drops out");
	ok(s.fit[0].flag == CS_FLAG_DOMAIN && s.fit[1].flag == CS_FLAG_NO_SPREAD,
	    "and each says why");
	ok(s.fit[0].weight == 0 && s.unit[4].score == 0 && s.unit[4].var == 0,
	    "nobody has a score by it");
	ok(cs_score_differs(&s.fit[0]) && cs_score_stands(&s.fit[0]) &&
		!cs_score_differs(&s.fit[1]) && cs_score_stands(&s.fit[1]),
	    "what is believed of the units in it is not what is believed of all");
	is_near(cs_score_interval(&s, 4, 0, .95).lo, lo, 0, "it is believed as before");
	is_near(cs_score_worse(&s, 4, 0, .7), believed, 0, "and held against a floor as before");

	metric[1].haste = true;
	metric[1].x = resolved;
	s = cs_score_all(&a, metric, 2, contacts, AGENTS);
	ok(s.used == 0 && s.fit[1].flag == CS_FLAG_DOMAIN, "two of the kind are no better");
	cs_arena_finish(&a);
}

int
main(void)
{
	test_sum();
	test_fit();
	test_haste();
	test_rate();
	test_worse();
	test_needs();
	return done();
}
