/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bands by quota: who is in, ties across the border, floors, and how wrong the labels are. */
#include "rank/quota.h"

#include "../tap.h"

enum { UNITS = 6 };

/* Rankings of six, told or not, as places and ties; what a quota of `ends` makes of them. */
static const struct {
	const char *what;
	size_t told, ends;
	size_t rank[UNITS], tied[UNITS];
	double top[UNITS], bottom[UNITS], missed[UNITS];
	const char *bands; /* Green, Orange, Red, or - when not told */
	double wrong[UNITS];
	double labels;
	bool flat; /* nothing tells the units apart */
} cases[] = {
    {"one at each end", 6, 1, {1, 2, 3, 4, 5, 6}, {1, 1, 1, 1, 1, 1}, {.7, .2, .1, 0, 0, 0},
	{0, 0, .1, .1, .2, .6}, {0}, "GOOOOR", {.3, .2, .2, .1, .2, .4}, .7, false},
    {"the last cannot be told", 5, 2, {1, 2, 3, 4, 5}, {1, 1, 1, 1, 1}, {.9, .8, .2, .1, 0},
	{0, 0, .2, .8, 1}, {0}, "GGORR-", {.1, .2, .4, .2, 0, 0}, .5, false},
    {"two share the border: both are outside", 6, 1, {1, 1, 3, 4, 5, 5}, {2, 2, 1, 1, 2, 2},
	{.5, .5, 0, 0, 0, 0}, {0, 0, 0, 0, .5, .5}, {0}, "OOOOOO", {.5, .5, 0, 0, .5, .5}, 0,
	false},
    {"two share a place within", 6, 2, {1, 1, 3, 4, 5, 5}, {2, 2, 1, 1, 2, 2},
	{.9, .9, .1, .1, 0, 0}, {0, 0, .1, .1, .9, .9}, {0}, "GGOORR", {.1, .1, .2, .2, .1, .1}, .4,
	false},
    {"a floor is missed", 6, 1, {1, 2, 3, 4, 5, 6}, {1, 1, 1, 1, 1, 1}, {.7, .2, .1, 0, 0, 0},
	{0, 0, .1, .1, .7, .1}, {.6, 0, .5, 0, 0, .95}, "GOOOOR", {.6, .2, .5, .1, .7, .05}, .65,
	false},
    {"nobody differs", 6, 1, {1, 1, 1, 1, 1, 1}, {6, 6, 6, 6, 6, 6}, {0}, {0}, {0}, "OOOOOO",
	{2. / 6, 2. / 6, 2. / 6, 2. / 6, 2. / 6, 2. / 6}, 0, true},
    {"one alone", 1, 0, {1}, {1}, {0}, {0}, {0}, "O-----", {0}, 0, true},
    {"nobody can be told", 0, 0, {0}, {0}, {0}, {0}, {0}, "------", {0}, 0, true},
};

static void
check_case(struct cs_arena *a, size_t c)
{
	static const char letter[] = {[CS_BAND_GREEN] = 'G',
	    [CS_BAND_ORANGE] = 'O',
	    [CS_BAND_RED] = 'R',
	    [CS_BAND_UNTOLD] = '-'};
	struct cs_ranked row[UNITS];
	struct cs_ranking r = {
	    .row = row, .n = UNITS, .told = cases[c].told, .ends = cases[c].ends};
	const struct cs_scoring s = {.units = UNITS, .used = !cases[c].flat};
	const struct cs_ranking_rules rules = {.missed = cases[c].missed};
	char bands[UNITS + 1] = {0};
	size_t green = 0, red = 0;
	struct cs_quota q;

	for (size_t i = 0; i < UNITS; i++) {
		row[i] = (struct cs_ranked){.unit = i,
		    .band = i < cases[c].told ? CS_BAND_LEAN_RED : CS_BAND_UNTOLD,
		    .rank = cases[c].rank[i],
		    .tied = cases[c].tied[i],
		    .p_top = cases[c].top[i],
		    .p_bottom = cases[c].bottom[i]};
	}
	q = cs_quota_force(a, &r, &s, &rules);
	for (size_t i = 0; i < UNITS; i++) {
		bands[i] = letter[row[i].band];
		green += row[i].band == CS_BAND_GREEN;
		red += row[i].band == CS_BAND_RED;
		if (i < cases[c].told)
			is_near(
			    q.wrong[i], cases[c].wrong[i], 1e-12, "%s: unit %zu", cases[c].what, i);
	}
	is_str(bands, cases[c].bands, "%s", cases[c].what);
	ok(q.green == green && q.red == red, "counted");
	is_near(q.labels, cases[c].labels, 1e-12, "labels that are wrong");
}

int
main(void)
{
	struct cs_arena a = CS_ARENA_INIT;

	for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
		check_case(&a, c);
	cs_arena_finish(&a);
	return done();
}
