/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bands, the scale 1 2 5 10, quantiles from its steps, coarsened exact matching. */
#include "stat/match.h"

#include "../tap.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void
test_band(void)
{
	static const int64_t edge[] = {90, 365, 730};
	static const struct {
		int64_t v;
		uint32_t band;
	} cases[] = {{INT64_MIN, 0}, {89, 0}, {90, 1}, {364, 1}, {365, 2}, {729, 2}, {730, 3},
	    {INT64_MAX, 3}};

	for (size_t i = 0; i < COUNT(cases); i++)
		is_int(cs_match_band(edge, 3, cases[i].v), cases[i].band, "band of %" PRId64,
		    cases[i].v);
	is_int(cs_match_band(NULL, 0, 7), 0, "without edges one band");
}

static void
test_step(void)
{
	static const struct {
		int64_t v;
		uint32_t step;
	} cases[] = {{-5, 0}, {0, 0}, {1, 1}, {2, 2}, {4, 2}, {5, 3}, {9, 3}, {10, 4}, {19, 4},
	    {20, 5}, {99, 6}, {100, 7}, {INT64_MAX, CS_MATCH_STEPS - 1}};
	int64_t ten = 1;
	uint32_t step = 1;
	bool good = true;

	for (size_t i = 0; i < COUNT(cases); i++)
		is_int(cs_match_step(cases[i].v), cases[i].step, "step of %" PRId64, cases[i].v);
	for (int i = 0; i < 18 && good; i++, ten *= 10) {
		const int64_t begin[] = {ten, 2 * ten, 5 * ten};

		for (int j = 0; j < 3; j++, step++)
			good = good && cs_match_step(begin[j]) == step &&
			       cs_match_step(begin[j] - 1) == step - 1;
	}
	ok(good, "each step begins at 1, 2 or 5");
}

static void
test_quantiles(void)
{
	static const int64_t even[] = {10, 10, 10, 10, 10, 10, 10, 10}, heap[] = {1, 2, 90, 3, 4};
	static const int64_t none[] = {0, 0, 0};
	static const uint32_t want[] = {0, 0, 1, 1, 2, 2, 3, 3};
	uint32_t band[8], all = 0;
	bool good = true;

	cs_match_quantiles(even, 8, 4, band);
	ok(memcmp(band, want, sizeof want) == 0, "quarters");
	cs_match_quantiles(heap, 5, 4, band);
	for (size_t i = 1; i < 5; i++)
		good = good && band[i] >= band[i - 1] && band[i] < 4;
	ok(good && band[0] == 0 && band[4] == 3, "a heap in the middle: ascending, ends apart");
	cs_match_quantiles(none, 3, 4, band);
	for (size_t i = 0; i < 3; i++)
		all += band[i];
	is_int(all, 0, "nobody");
}

static void
test_unlike(void)
{
	static const struct cs_match_stratum s[] = {{20, 80}, {30, 10}, {50, 0}, {0, 110}};
	static const struct cs_match_stratum same[] = {{2, 4}, {3, 6}};

	is_near(cs_match_unlike(s, COUNT(s)), (.2 + .25 + .5 + .55) / 2, 1e-12, "some alike");
	ok(cs_match_unlike(s + 2, 2) == 1, "nobody alike");
	ok(cs_match_unlike(same, 2) == 0, "all alike");
	ok(cs_match_unlike(s + 2, 1) == 0 && cs_match_unlike(NULL, 0) == 0, "one side, or none");
}

int
main(void)
{
	test_band();
	test_step();
	test_quantiles();
	test_unlike();
	return done();
}
