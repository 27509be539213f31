/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores over time: known answers, agents that do not change, agents that do, and consistency. */
#include "rank/movement.h"

#include <math.h>

#include "rank/steadiness.h"

#include "../tap.h"
#include "random.h"

enum { AGENTS = 1000, WINDOWS = 6 };

/* A uniform number in 0 .. 1, and a normal one (Box and Muller). */
static double
uniform(void)
{
	return (below(1 << 30) + .5) / (1 << 30);
}

static double
normal(void)
{
	return sqrt(-2 * log(uniform())) * cos(6.283185307179586 * uniform());
}

/* One metric, one unit, by hand. */
static void
test_known(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_score_fit now = {.weight = 1, .mu = 10, .tau = 1, .m = 4};
	struct cs_score_fit before = {.mu = 9, .flag = CS_FLAG_NO_SPREAD};
	struct cs_score_part x = {.n = 16, .m = 4, .adjusted = 12, .mean = 11.6};
	struct cs_score_part y = {.n = 6, .alone = 2, .adjusted = 8};
	struct cs_scoring s = {.units = 1, .metrics = 1, .fit = &now, .part = &x, .used = 1};
	struct cs_scoring t = {.units = 1, .metrics = 1, .fit = &before, .part = &y};
	struct cs_movement_from from = {&s, &t, .95, 6};
	struct cs_movement m = cs_movement_make(&a, &from);

	/* R0 = 1 / (1 + 4 / 4); expected -1/2; r = 2 + 1/2, P = 1/2 + 1/4, k = 1 / 1.75 */
	is_near(m.row[0].before, -.5, 1e-12, "before: drawn to the common figure of then");
	is_near(m.row[0].moved, 2.5 / 1.75, 1e-12, "moved");
	is_near(m.row[0].hi - m.row[0].moved, 1.959963984540054 * sqrt(.75 / 1.75), 1e-12,
	    "and its interval");
	ok(m.row[0].how == CS_MOVED_BETTER && m.row[0].most == 0, "is better");
	is_near(m.row[0].p, .5 * erfc(2.5 / 1.75 / sqrt(.75 / 1.75) / sqrt(2)), 1e-9, "p");
	now.down = true;
	m = cs_movement_make(&a, &from);
	ok(m.row[0].how == CS_MOVED_WORSE && m.worse == 1 && m.known == 1, "less is better: worse");
	from.min_n = 7;
	m = cs_movement_make(&a, &from);
	ok(m.row[0].how == CS_MOVED_UNKNOWN && m.known == 0, "too few before: not known");
	ok(cs_moved_name(CS_MOVED_UNKNOWN) == NULL, "which has no name");
	from.min_n = 0;
	y.n = y.alone;
	ok(cs_movement_make(&a, &from).known == 0, "nor when all before was work of its own");
	y.n = 6;
	before.flag = CS_FLAG_N0;
	ok(cs_movement_make(&a, &from).known == 0, "nor with no common figure before");
	before.flag = CS_FLAG_NONE;
	now.flag = CS_FLAG_NO_SPREAD;
	ok(cs_movement_make(&a, &from).known == 0, "nor when nothing tells the units apart");
	cs_arena_finish(&a);
}

/* What the agents can do: of each metric by itself. */
struct skills {
	double share[AGENTS], mood[AGENTS];
};

static void
draw_skills(struct skills *s)
{
	for (int i = 0; i < AGENTS; i++) {
		s->share[i] = normal();
		s->mood[i] = normal();
	}
}

/* The counts of one window: a share and a mean, of true figures. */
struct window {
	int64_t x[AGENTS], n[AGENTS];
	struct cs_moments mood[AGENTS];
};

static struct cs_scoring
draw(struct cs_arena *a, struct window *w, const struct skills *s, double common, int least)
{
	struct cs_score_metric metric[2] = {{.weight = 1, .x = w->x, .n = w->n, .unit = 1},
	    {.weight = 1, .moments = w->mood, .unit = 1}};

	for (int i = 0; i < AGENTS; i++) {
		double logit = common + .35 * s->share[i], p = 1 / (1 + exp(-logit));

		w->n[i] = least + below(3 * least);
		w->x[i] = 0;
		w->mood[i] = (struct cs_moments)CS_MOMENTS_INIT;
		for (int64_t c = 0; c < w->n[i]; c++) {
			w->x[i] += uniform() < p;
			if (c % 4 == 0)
				cs_moments_add(&w->mood[i],
				    (int64_t)round(500 + 40 * s->mood[i] + 120 * normal()));
		}
	}
	return cs_score_all(a, metric, 2, NULL, AGENTS);
}

static int
ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The score below which a fifth of the units are. */
static double
worst_fifth(const struct cs_scoring *s)
{
	static double sorted[AGENTS];

	for (int i = 0; i < AGENTS; i++)
		sorted[i] = s->unit[i].score;
	qsort(sorted, AGENTS, sizeof *sorted, ascending);
	return sorted[AGENTS / 5];
}

/* Nobody changes: common shares of a fifth and of one in a hundred, few contacts and many. */
static void
test_unchanged(double common, int least)
{
	static struct window w;
	static struct skills skill;
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_scoring before, now;
	double cut, raw = 0, moved = 0;
	size_t low = 0, said = 0;
	struct cs_movement m;

	draw_skills(&skill);
	before = draw(&a, &w, &skill, common, least);
	now = draw(&a, &w, &skill, common, least);
	m = cs_movement_make(&a, &(struct cs_movement_from){&now, &before, .95, 0});
	is_int(m.known, AGENTS, "all are there twice");
	ok(m.better + m.worse <= AGENTS * 5 / 100, "%d contacts: %zu of %d are said to move", least,
	    m.better + m.worse, AGENTS);
	cut = worst_fifth(&before);
	for (int i = 0; i < AGENTS; i++) {
		if (before.unit[i].score > cut)
			continue;
		low++;
		said += m.row[i].how != CS_MOVED_LUCK;
		raw += now.unit[i].score - before.unit[i].score;
		moved += m.row[i].moved;
	}
	ok(said * 100 <= low * 7, "of the worst fifth %zu of %zu", said, low);
	raw /= (double)low;
	moved /= (double)low;
	ok(fabs(moved) < .1 && (least > 200 || raw > .1),
	    "their scores differ by %.3f on average, they moved by %.3f", raw, moved);
	cs_arena_finish(&a);
}

/* One in ten gets better or worse by two standard deviations. */
static void
test_movers(void)
{
	static struct window w;
	static struct skills skill;
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_scoring before, now;
	size_t found = 0, wrong = 0;
	struct cs_movement m;

	draw_skills(&skill);
	before = draw(&a, &w, &skill, -1.2, 400);
	for (int i = 0; i < AGENTS / 10; i++) {
		skill.share[i] += i % 2 == 0 ? 2 : -2;
		skill.mood[i] += i % 2 == 0 ? 2 : -2;
	}
	now = draw(&a, &w, &skill, -1.2, 400);
	m = cs_movement_make(&a, &(struct cs_movement_from){&now, &before, .95, 0});
	for (int i = 0; i < AGENTS; i++) {
		if (i >= AGENTS / 10)
			continue;
		found += m.row[i].how == (i % 2 == 0 ? CS_MOVED_BETTER : CS_MOVED_WORSE);
		wrong += m.row[i].how == (i % 2 == 0 ? CS_MOVED_WORSE : CS_MOVED_BETTER);
	}
	ok(found >= AGENTS / 10 * 8 / 10 && wrong == 0,
	    "%zu of %d movers found, %zu wrong way round", found, AGENTS / 10, wrong);
	ok(m.better + m.worse - found <= AGENTS * 9 / 10 * 5 / 100, "%zu others",
	    m.better + m.worse - found);
	cs_arena_finish(&a);
}

/* Everybody changes by as much as they differ: the intervals hold what they say. */
static void
test_cover(void)
{
	static struct window w;
	static struct skills skill, was;
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_scoring before, now;
	double root = sqrt(.5);
	struct cs_movement m;
	size_t covered = 0;

	draw_skills(&skill);
	before = draw(&a, &w, &skill, -1.2, 200);
	was = skill;
	for (int i = 0; i < AGENTS; i++) {
		skill.share[i] += normal();
		skill.mood[i] += normal();
	}
	now = draw(&a, &w, &skill, -1.2, 200);
	m = cs_movement_make(&a, &(struct cs_movement_from){&now, &before, .95, 0});
	for (int i = 0; i < AGENTS; i++) {
		double by = skill.share[i] - was.share[i] + skill.mood[i] - was.mood[i];

		by *= root / 2; /* in standard deviations of now, each of half the weight */
		covered += m.row[i].lo <= by && m.row[i].hi >= by;
	}
	ok(covered >= AGENTS * 93 / 100 && covered <= AGENTS * 98 / 100,
	    "intervals hold %zu of %d true movements", covered, AGENTS);
	cs_arena_finish(&a);
}

/* Periods in which nothing changes, and units that are up one month and down the next. */
static void
test_steady(bool wild)
{
	static struct window w[WINDOWS], all;
	static struct skills skill, then;
	static struct cs_steady row[AGENTS];
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_scoring period[WINDOWS], now;
	size_t uneven = 0, good = 0, each = 0;

	memset(row, 0, sizeof row);
	memset(&all, 0, sizeof all);
	draw_skills(&skill);
	for (int p = 0; p < WINDOWS; p++) {
		then = skill;
		for (int i = 0; wild && i < AGENTS; i += 2)
			then.share[i] += p % 2 == 0 ? 1.5 : -1.5;
		(void)draw(&a, &w[p], &then, -1.2 + .05 * p, 300);
	}
	for (int i = 0; i < AGENTS; i++) {
		for (int p = 0; p < WINDOWS; p++) {
			all.x[i] += w[p].x[i];
			all.n[i] += w[p].n[i];
			cs_moments_merge(&all.mood[i], &w[p].mood[i]);
		}
	}
	now = cs_score_all(&a,
	    (struct cs_score_metric[2]){{.weight = 1, .x = all.x, .n = all.n, .unit = 1},
		{.weight = 1, .moments = all.mood, .unit = 1}},
	    2, NULL, AGENTS);
	for (int p = 0; p < WINDOWS; p++) {
		period[p] = cs_score_all(&a,
		    (struct cs_score_metric[2]){{.weight = 1, .x = w[p].x, .n = w[p].n, .unit = 1},
			{.weight = 1, .moments = w[p].mood, .unit = 1}},
		    2, NULL, AGENTS);
		cs_steady_add(row, &now, &period[p]);
	}
	for (int i = 0; i < AGENTS; i++) {
		if (!wild || i % 2 == 0)
			uneven += cs_steady_uneven(&row[i]);
		good += skill.share[i] > 1 && skill.mood[i] > 1;
		each += skill.share[i] > 1 && skill.mood[i] > 1 && row[i].better == row[i].periods;
	}
	if (wild) {
		ok(uneven >= AGENTS / 2 * 9 / 10, "%zu of %d who vary are said to", uneven,
		    AGENTS / 2);
	} else {
		is_int(row[0].periods, WINDOWS, "a figure in each period");
		ok(uneven <= AGENTS * 8 / 100 && uneven >= AGENTS * 2 / 100,
		    "of units that do not vary %zu of %d are said to", uneven, AGENTS);
		ok(each * 10 >= good * 9, "%zu of %zu good ones are better each time", each, good);
	}
	cs_arena_finish(&a);
}

int
main(void)
{
	seed = UINT64_C(0x9e3779b97f4a7c15);
	test_known();
	test_unchanged(-1.2, 40);
	test_unchanged(-1.2, 400);
	test_unchanged(-4.6, 100);
	test_unchanged(-4.6, 1000);
	test_movers();
	test_cover();
	test_steady(false);
	test_steady(true);
	ok(!cs_steady_uneven(&(struct cs_steady){.periods = 1, .w = 1}),
	    "one period varies from none");
	return done();
}
