/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Planned and done: a table of small days, and brute force minute by minute over random ones, with
 * every tolerance.
 */
#include "cell/overlap.h"

#include "../tap.h"
#include "base/mem.h"
#include "random.h"

enum { DAY = 64, MOST = 24, A = 1, B = 1 << CS_STINT_B };

/* What is credited: the group by minute, -1 for none; twice would be an error. */
struct credited {
	int group[DAY];
	bool twice;
};

static void
credit(void *arg, uint32_t group, int64_t begin, int64_t end)
{
	struct credited *c = arg;

	if (begin >= end)
		c->twice = true;
	for (int64_t m = begin; m < end; m++) {
		c->twice = c->twice || c->group[m] >= 0;
		c->group[m] = (int)group;
	}
}

static int
by_group(void *arg, uint32_t a, uint32_t b)
{
	(void)arg;
	return (a > b) - (a < b);
}

/* Runs one overlap over rows in any order. over: how many lie over others. */
static struct credited
run(const struct cs_stint *row, int n, int tolerance, int *over)
{
	struct cs_stints_budget budget = {0};
	struct cs_stints s = {.budget = &budget}, other = {.budget = &budget};
	const uint32_t map[4] = {0, 1, 2, 3};
	bool flag[MOST] = {false};
	struct credited c = {.twice = false};
	const struct cs_overlap o = {0, tolerance, flag, credit, &c};
	struct cs_err e = CS_ERR_INIT;

	for (int m = 0; m < DAY; m++)
		c.group[m] = -1;
	for (int i = 0; i < n; i++)
		(void)cs_stints_add(i % 3 == 0 ? &other : &s, &row[i], CS_STR("ann"), &e);
	cs_stints_merge(&s, &other, map);
	cs_stints_sort(&s, by_group, NULL);
	cs_overlap_run(&o, s.stint, s.n);
	*over = 0;
	for (size_t i = 0; i < s.n; i++)
		*over += flag[i];
	cs_stints_finish(&s);
	return c;
}

static const struct {
	const char *what;
	struct cs_stint row[5];
	int tolerance;
	const char *want; /* groups by minute, trailing blanks left out */
	int over;
} days[] = {
    {"nothing planned", {{0, 9, 0, 0, B}}, 0, "", 0},
    {"nothing done", {{0, 9, 0, 1, A}}, 5, "", 0},
    {"as planned", {{2, 5, 0, 1, A}, {2, 5, 0, 0, B}}, 0, "  111", 0},
    {"too late", {{2, 6, 0, 1, A}, {4, 8, 0, 0, B}}, 0, "    11", 0},
    {"too late by what is tolerated", {{2, 6, 0, 1, A}, {4, 8, 0, 0, B}}, 2, "  1111", 0},
    {"by more", {{2, 6, 0, 1, A}, {5, 8, 0, 0, B}}, 2, "     1", 0},
    {"gone early", {{2, 6, 0, 1, A}, {0, 5, 0, 0, B}}, 1, "  1111", 0},
    {"away between", {{0, 6, 0, 1, A}, {0, 2, 0, 0, B}, {3, 6, 0, 0, B}}, 1, "111111", 0},
    {"away between for longer", {{0, 6, 0, 1, A}, {0, 2, 0, 0, B}, {4, 6, 0, 0, B}}, 1, "11  11",
	0},
    {"two plans that touch are one stretch",
	{{0, 3, 0, 1, A}, {3, 6, 0, 2, A}, {0, 2, 0, 0, B}, {4, 6, 0, 0, B}}, 2, "111222", 0},
    {"two that do not", {{0, 3, 0, 1, A}, {4, 7, 0, 2, A}, {1, 7, 0, 0, B}}, 1, "111 222", 0},
    {"planned twice: the first", {{0, 4, 0, 1, A}, {2, 6, 0, 2, A}, {0, 6, 0, 0, B}}, 0, "111122",
	1},
    {"the longer of two at once", {{0, 3, 0, 1, A}, {0, 6, 0, 2, A}, {0, 6, 0, 0, B}}, 0, "222222",
	1},
    {"the lesser key of two alike", {{0, 3, 0, 2, A}, {0, 3, 0, 1, A}, {0, 3, 0, 0, B}}, 0, "111",
	1},
    {"done twice", {{0, 4, 0, 1, A}, {0, 3, 0, 0, B}, {1, 4, 0, 0, B}}, 0, "1111", 1},
    {"a row of both", {{1, 4, 0, 3, A | B}}, 0, " 333", 0},
    {"one done over two plans", {{0, 2, 0, 1, A}, {5, 7, 0, 2, A}, {1, 6, 0, 0, B}}, 0, " 1   2",
	0},
};

static void
check_days(void)
{
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		char got[DAY + 1];
		struct credited c;
		int n = 0, over, end = 0;

		while (n < 5 && days[i].row[n].end != 0)
			n++;
		c = run(days[i].row, n, days[i].tolerance, &over);
		for (int m = 0; m < DAY; m++) {
			got[m] = c.group[m] < 0 ? ' ' : (char)('0' + c.group[m]);
			end = c.group[m] < 0 ? end : m + 1;
		}
		got[end] = '\0';
		is_str(got, days[i].want, "%s", days[i].what);
		is_int(over, days[i].over, "%s: rows over others", days[i].what);
	}
}

/* The rows in the order that decides who is credited. */
static int
by_rule(const void *pa, const void *pb)
{
	const struct cs_stint *a = pa, *b = pb;

	if (a->begin != b->begin)
		return a->begin < b->begin ? -1 : 1;
	if (a->end != b->end)
		return a->end > b->end ? -1 : 1;
	return (a->group > b->group) - (a->group < b->group);
}

/* Minute by minute. */
static struct credited
expect(struct cs_stint *row, int n, int tolerance)
{
	struct credited c = {.twice = false};
	bool done[DAY] = {false};
	int end;

	qsort(row, (size_t)n, sizeof *row, by_rule);
	for (int m = 0; m < DAY; m++) {
		c.group[m] = -1;
		for (int i = n; i-- > 0;) {
			if (m < row[i].begin || m >= row[i].end)
				continue;
			if ((row[i].bits & A) != 0)
				c.group[m] = (int)row[i].group;
			done[m] = done[m] || (row[i].bits & B) != 0;
		}
	}
	for (int m = 0; m < DAY; m = end) {
		bool any = false;
		int gap;

		for (end = m; end < DAY && c.group[end] >= 0; end++)
			any = any || done[end];
		/* A stretch of the plan is [m, end): fills its short gaps, if it is not all gap. */
		for (int k = m; k < end && any; k += gap + 1) {
			for (gap = 0; k + gap < end && !done[k + gap]; gap++)
				;
			for (int j = 0; j < gap && gap <= tolerance; j++)
				done[k + j] = true;
		}
		end += end == m;
	}
	for (int m = 0; m < DAY; m++)
		c.group[m] = done[m] ? c.group[m] : -1;
	return c;
}

static void
check_random(void)
{
	bool good = true;

	for (int round = 0; round < 4000; round++) {
		struct cs_stint row[MOST];
		int n = below(MOST), tolerance = below(6), over;
		struct credited got, want;

		for (int i = 0; i < n; i++) {
			int begin = below(DAY - 1), side = below(5);

			row[i] = (struct cs_stint){.begin = begin,
			    .end = begin + 1 + below(below(3) == 0 ? DAY - begin - 1 + 1 : 6),
			    .group = (uint32_t)below(4),
			    .bits = side == 0  ? A | B
				    : side < 3 ? A
					       : B};
			if (row[i].end > DAY)
				row[i].end = DAY;
		}
		got = run(row, n, tolerance, &over);
		want = expect(row, n, tolerance);
		good = good && !got.twice && memcmp(got.group, want.group, sizeof got.group) == 0;
		if (!good) {
			printf("# round %d, tolerance %d\n", round, tolerance);
			break;
		}
	}
	ok(good, "random days, minute by minute");
}

static void
check_budget(void)
{
	struct cs_stints_budget budget = {.most = 5000};
	struct cs_stints s = {.budget = &budget};
	const struct cs_stint row = {0, 1, 0, 0, A};
	struct cs_err e = CS_ERR_INIT;
	int n = 0;

	while (n < 100000 && cs_stints_add(&s, &row, CS_STR("ann"), &e) == 0)
		n++;
	ok(n >= 5000 && n < 10000, "about as many rows as the budget has: %d", n);
	is_int(e.status, CS_EXIT_NOMEM, "then there is no memory");
	cs_stints_finish(&s);
}

int
main(void)
{
	seed = 20261005;
	check_days();
	check_random();
	check_budget();
	return done();
}
