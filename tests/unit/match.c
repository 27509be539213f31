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
	bool good = true;

	for (size_t i = 0; i < COUNT(cases); i++)
		is_int(cs_match_step(cases[i].v), cases[i].step, "step of %" PRId64, cases[i].v);
	for (uint32_t s = 1; s < CS_MATCH_STEPS; s++) {
		int64_t low = cs_match_step_low(s);

		good = good && cs_match_step(low) == s && cs_match_step(low - 1) == s - 1;
	}
	ok(good, "each step begins where it says");
	ok(cs_match_step_low(0) == INT64_MIN, "the first has no beginning");
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
test_cem(void)
{
	static const struct cs_match_stratum s[] = {{20, 80}, {30, 10}, {50, 0}, {0, 110}};
	struct cs_match m;
	double sum = 0;

	ok(cs_match_cem(s, COUNT(s), &m), "matched");
	is_int(m.all, 100, "cases");
	is_int(m.cases, 50, "of them matched");
	is_int(m.controls, 90, "controls matched");
	is_near(m.unlike, (.2 + .25 + .5 + .55) / 2, 1e-12, "how unlike they were");
	is_near(cs_match_weight(&m, &s[0]), 20. / 80 * 90 / 50, 1e-12,
	    "weight where controls are many");
	is_near(cs_match_weight(&m, &s[1]), 30. / 10 * 90 / 50, 1e-12, "and where they are few");
	ok(cs_match_weight(&m, &s[2]) == 0 && cs_match_weight(&m, &s[3]) == 0, "0 where unmatched");
	for (size_t i = 0; i < COUNT(s); i++)
		sum += cs_match_weight(&m, &s[i]) * (double)s[i].controls;
	is_near(sum, 90, 1e-12, "weights add up to the matched controls");
	is_near(
	    m.controls_n_eff, 90 * 90 / (.45 * .45 * 80 + 5.4 * 5.4 * 10), 1e-12, "worth fewer");
	ok(!cs_match_cem(s + 2, 2, &m) && m.unlike == 1, "nobody alike");
	ok(!cs_match_cem(NULL, 0, &m) && m.unlike == 0 && m.all == 0, "nobody");
}

int
main(void)
{
	test_band();
	test_step();
	test_quantiles();
	test_cem();
	return done();
}
