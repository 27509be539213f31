/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places and bands: what is told, what is not, and that it depends on nothing but the counts. */
#include "rank/ranking.h"

#include "../tap.h"

enum { AGENTS = 14 };

/* The last two: one like the first of them, one without contacts. */
static const int64_t good[AGENTS] = {3, 180, 450, 90, 600, 120, 70, 300, 2, 0, 250, 810, 180, 0};
static const int64_t all[AGENTS] = {5, 250, 500, 200, 900, 150, 100, 600, 2, 4, 300, 900, 250, 0};

static const struct cs_ranking_rules usual = {.band = .2, .sure = .8, .level = .95, .min_n = 10};

static const struct cs_ranked *
row_of(const struct cs_ranking *r, size_t unit)
{
	for (size_t i = 0; i < r->n; i++) {
		if (r->row[i].unit == unit)
			return &r->row[i];
	}
	return NULL;
}

static void
test_bands(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_score_metric m = {.weight = 1, .x = good, .n = all, .unit = 1};
	struct cs_scoring s = cs_score_all(&a, &m, 1, NULL, AGENTS);
	struct cs_ranking r = cs_ranking_make(&a, &s, &usual);
	double top = 0, bottom = 0;
	bool order = true;

	is_int(r.n, AGENTS, "all have a row");
	is_int(r.told, 10, "ten of fourteen are told");
	for (size_t i = 0; i < r.told; i++) {
		const struct cs_ranked *x = &r.row[i];

		top += x->p_top;
		bottom += x->p_bottom;
		order &= i == 0 || x->rank > r.row[i - 1].rank ||
			 (x->rank == r.row[i - 1].rank && x->unit > r.row[i - 1].unit);
		order &= x->rank_lo <= x->rank && x->rank <= x->rank_hi;
		order &= x->lo < x->score && x->score < x->hi;
		order &= x->needs == 0 && x->flag == CS_FLAG_NONE;
	}
	ok(order, "by place, then as they came; each within its bounds");
	is_near(top, 2, 1e-9, "the chances of the best fifth sum to two");
	is_near(bottom, 2, 1e-9, "those of the worst as well");
	is_int(row_of(&r, 2)->band, CS_BAND_GREEN, "450 of 500: green");
	is_int(row_of(&r, 3)->band, CS_BAND_RED, "90 of 200: red");
	is_int(row_of(&r, 1)->band, CS_BAND_ORANGE, "180 of 250: orange");
	ok(row_of(&r, 1)->rank == row_of(&r, 12)->rank && row_of(&r, 1)->tied == 2 &&
		row_of(&r, 12)->tied == 2,
	    "the same counts share a place");
	is_int(row_of(&r, 2)->nrecognise, 1, "the best is recognised");
	is_int(r.recognised[row_of(&r, 2)->recognise], 0, "for its metric");
	is_int(row_of(&r, 3)->nrecognise, 0, "the worst is not");
	is_int(row_of(&r, 2)->up, 0, "what lifts it");
	is_int(row_of(&r, 2)->down, -1, "nothing lowers it");
	is_int(row_of(&r, 3)->down, 0, "what lowers the worst");
	for (size_t i = r.told; i < r.n; i++)
		ok(r.row[i].band == CS_BAND_UNTOLD && r.row[i].needs > 0 &&
			(i == r.told || r.row[i].unit > r.row[i - 1].unit),
		    "unit %zu cannot be told", r.row[i].unit);
	is_int(row_of(&r, 0)->needs, 5, "5 contacts: ten are asked for");
	is_int(row_of(&r, 0)->flag, CS_FLAG_SMALL_N, "small_n");
	is_int(row_of(&r, 13)->needs, 10, "none: all ten are missing");
	is_int(row_of(&r, 13)->flag, CS_FLAG_N0, "n0");
	cs_arena_finish(&a);
}

/* The same counts in another order of units give the same words and figures to each. */
static void
test_order(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	int64_t x[AGENTS], n[AGENTS];
	struct cs_score_metric m = {.weight = 1, .down = true, .x = good, .n = all, .unit = 1},
			       other = {.weight = 1, .down = true, .x = x, .n = n, .unit = 1};
	struct cs_scoring s = cs_score_all(&a, &m, 1, NULL, AGENTS), t;
	struct cs_ranking r = cs_ranking_make(&a, &s, &usual), q;
	bool same = true;

	for (int i = 0; i < AGENTS; i++) {
		x[i] = good[(i * 5 + 3) % AGENTS];
		n[i] = all[(i * 5 + 3) % AGENTS];
	}
	t = cs_score_all(&a, &other, 1, NULL, AGENTS);
	q = cs_ranking_make(&a, &t, &usual);
	for (size_t i = 0; i < AGENTS; i++) {
		const struct cs_ranked *b = row_of(&q, i), *c = row_of(&r, (i * 5 + 3) % AGENTS);

		same &= b->rank == c->rank && b->tied == c->tied && b->band == c->band &&
			b->needs == c->needs && b->rank_lo == c->rank_lo &&
			b->rank_hi == c->rank_hi && fabs(b->score - c->score) < 1e-9 &&
			fabs(b->p_top - c->p_top) < 1e-9;
	}
	ok(same, "the order of the units does not matter");
	is_int(row_of(&r, 3)->band, CS_BAND_GREEN, "where less is better the least is green");
	cs_arena_finish(&a);
}

/* Equal units: nobody is coloured, however many there are. */
static void
test_no_spread(void)
{
	static const int64_t y[] = {50, 51, 49, 50, 50}, n[] = {100, 100, 100, 100, 100};
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_score_metric m = {.weight = 1, .x = y, .n = n, .unit = 1};
	struct cs_scoring s = cs_score_all(&a, &m, 1, NULL, 5);
	struct cs_ranking r = cs_ranking_make(&a, &s, &usual);

	is_int(r.told, 5, "five equals");
	for (size_t i = 0; i < 5; i++)
		ok(r.row[i].band == CS_BAND_ORANGE && r.row[i].flag == CS_FLAG_NO_SPREAD &&
			r.row[i].rank == 1 && r.row[i].tied == 5 && r.row[i].rank_hi == 5,
		    "orange, first with the others");
	s = cs_score_all(&a, &m, 1, NULL, 0);
	r = cs_ranking_make(&a, &s, &usual);
	ok(r.n == 0 && r.told == 0, "nobody");
	s = cs_score_all(&a, &m, 1, NULL, 1);
	r = cs_ranking_make(&a, &s, &usual);
	ok(r.told == 1 && r.row[0].band == CS_BAND_ORANGE, "one alone is orange");
	cs_arena_finish(&a);
}

/* A floor cannot be bought back. */
static void
test_floor(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_score_metric m = {.weight = 1, .x = good, .n = all, .unit = 1};
	struct cs_scoring s = cs_score_all(&a, &m, 1, NULL, AGENTS);
	struct cs_ranking_rules rules = usual;
	const double missed[AGENTS] = {[2] = .8, [1] = .5, [3] = .6, [5] = .4999, [0] = 1};
	struct cs_ranking r;
	size_t behind = 0;

	rules.missed = missed;
	r = cs_ranking_make(&a, &s, &rules);
	is_int(r.told, 10, "as many are told");
	ok(r.row[9].unit == 2 && row_of(&r, 2)->rank == 10, "the best is the last");
	is_int(row_of(&r, 2)->band, CS_BAND_RED, "and red");
	ok(row_of(&r, 2)->rank_lo == 10 && row_of(&r, 2)->rank_hi == 10, "and surely the last");
	is_int(row_of(&r, 1)->band, CS_BAND_LEAN_RED, "from one half on it leans");
	is_int(row_of(&r, 3)->band, CS_BAND_RED, "what is red stays so");
	is_int(row_of(&r, 5)->band, CS_BAND_ORANGE, "below one half it is as before");
	is_int(row_of(&r, 0)->band, CS_BAND_UNTOLD, "of five contacts nothing is told");
	ok(row_of(&r, 1)->rank == row_of(&r, 12)->rank, "and leaning costs no place");
	for (size_t i = 0; i < r.told; i++)
		behind += r.row[i].rank_hi > 9;
	is_int((long long)behind, 1, "nobody else can be behind");
	cs_arena_finish(&a);
}

static void
test_rules(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_score_metric m = {.weight = 1, .x = good, .n = all, .unit = 1};
	struct cs_scoring s = cs_score_all(&a, &m, 1, NULL, AGENTS);
	struct cs_ranking_rules rules = usual;
	struct cs_ranking r;
	double sum = 0;

	rules.min_n = 400;
	r = cs_ranking_make(&a, &s, &rules);
	is_int(r.told, 4, "a larger minimum tells fewer");
	is_int(row_of(&r, 10)->needs, 100, "and says what is missing");
	rules = usual;
	rules.sure = .9999;
	r = cs_ranking_make(&a, &s, &rules);
	ok(row_of(&r, 2)->band == CS_BAND_LEAN_GREEN, "a stricter `sure` leans");
	rules = usual;
	rules.exact = true;
	r = cs_ranking_make(&a, &s, &rules);
	for (size_t i = 0; i < r.told; i++)
		sum += r.row[i].p_top;
	is_near(sum, 2, 1e-8, "exact chances sum to whole places");
	is_int(row_of(&r, 2)->band, CS_BAND_GREEN, "and tell the same here");
	rules = usual;
	rules.min_n = 0;
	r = cs_ranking_make(&a, &s, &rules);
	ok(row_of(&r, 13)->band == CS_BAND_UNTOLD && row_of(&r, 13)->needs > 0,
	    "without a minimum nobody is judged on nothing");
	cs_arena_finish(&a);
}

/* A small generator, the same everywhere (splitmix64), in 0 .. 1. */
static double
uniform(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

/* A made-up team of 40 with 10 to 60 contacts each; agent i is truly at rate .8 + spread * its
 * z. */
enum { TEAM = 40, TEAMS = 300 };

struct team {
	double rate[TEAM];
	int64_t y[TEAM], n[TEAM];
};

static void
draw(struct team *t, double spread, uint64_t *state)
{
	for (int i = 0; i < TEAM; i++) {
		double z = -6;

		for (int j = 0; j < 12; j++)
			z += uniform(state);
		t->rate[i] = fmin(.8 + spread * z, .99);
		t->n[i] = 10 + (int64_t)(uniform(state) * 51);
		t->y[i] = 0;
		for (int64_t j = 0; j < t->n[i]; j++)
			t->y[i] += uniform(state) < t->rate[i];
	}
}

/* Whether agent i is among the worst eight. */
static bool
truly_bad(const struct team *t, size_t i)
{
	int worse = 0;

	for (int j = 0; j < TEAM; j++)
		worse += t->rate[j] < t->rate[i];
	return worse < 8;
}

/* How often red is said of many teams, and how often rightly. */
static void
count_red(double spread, const struct cs_ranking_rules *rules, int *red, int *right)
{
	uint64_t state = 2;
	struct team t;

	*red = *right = 0;
	for (int team = 0; team < TEAMS; team++) {
		struct cs_arena a = CS_ARENA_INIT;
		struct cs_score_metric m = {.weight = 1, .x = t.y, .n = t.n, .unit = 1};
		struct cs_scoring s;
		struct cs_ranking r;

		draw(&t, spread, &state);
		s = cs_score_all(&a, &m, 1, NULL, TEAM);
		r = cs_ranking_make(&a, &s, rules);
		for (size_t i = 0; i < r.told; i++) {
			if (r.row[i].band != CS_BAND_RED)
				continue;
			(*red)++;
			*right += truly_bad(&t, r.row[i].unit);
		}
		cs_arena_finish(&a);
	}
}

/* What the bands promise: of equals next to nobody is red, and who is red deserves it. */
static void
test_promise(void)
{
	int red, right;

	count_red(0, &usual, &red, &right);
	ok(red <= TEAMS * .03, "%d red in %d teams of equals", red, TEAMS);
	count_red(.056, &usual, &red, &right);
	ok(red >= TEAMS * .2 && right >= red * .8, "%d of %d red are truly among the worst", right,
	    red);
}

int
main(void)
{
	test_promise();
	test_bands();
	test_order();
	test_no_spread();
	test_floor();
	test_rules();
	is_str(cs_band_name(CS_BAND_LEAN_RED), "leaning red", "words");
	return done();
}
