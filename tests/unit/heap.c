/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Heaps at thresholds and digits, against R and against planted heaps. */
#include "stat/heap.h"

#include "stat/dist.h"

#include "../tap.h"
#include "random.h"

/* Seconds 240 .. 359, as they come and with values moved inside 300. */
static const int64_t clean[120] = {
    26,
    17,
    21,
    23,
    36,
    32,
    29,
    23,
    31,
    27,
    27,
    27,
    27,
    31,
    38,
    34,
    30,
    26,
    27,
    23,
    32,
    29,
    23,
    23,
    27,
    24,
    25,
    24,
    28,
    32,
    23,
    24,
    16,
    24,
    28,
    31,
    26,
    23,
    30,
    21,
    26,
    29,
    34,
    27,
    22,
    21,
    16,
    28,
    28,
    26,
    25,
    28,
    38,
    26,
    27,
    25,
    22,
    25,
    21,
    26,
    20,
    24,
    25,
    21,
    36,
    17,
    25,
    27,
    21,
    18,
    20,
    25,
    20,
    34,
    25,
    23,
    25,
    19,
    24,
    20,
    11,
    27,
    22,
    32,
    20,
    25,
    26,
    22,
    23,
    19,
    16,
    17,
    19,
    23,
    14,
    15,
    19,
    22,
    12,
    23,
    20,
    23,
    13,
    18,
    20,
    16,
    15,
    26,
    18,
    10,
    18,
    16,
    13,
    23,
    14,
    16,
    8,
    15,
    13,
    12,
};
static const int64_t heaped[120] = {
    26,
    17,
    21,
    23,
    36,
    32,
    29,
    23,
    31,
    27,
    27,
    27,
    27,
    31,
    38,
    34,
    30,
    26,
    27,
    23,
    32,
    29,
    23,
    23,
    27,
    24,
    25,
    24,
    28,
    32,
    23,
    24,
    16,
    24,
    28,
    31,
    26,
    23,
    30,
    21,
    26,
    29,
    34,
    27,
    22,
    21,
    16,
    28,
    28,
    26,
    26,
    30,
    40,
    29,
    32,
    31,
    30,
    36,
    36,
    45,
    11,
    16,
    17,
    14,
    29,
    11,
    20,
    22,
    17,
    14,
    17,
    22,
    20,
    34,
    25,
    23,
    25,
    19,
    24,
    20,
    11,
    27,
    22,
    32,
    20,
    25,
    26,
    22,
    23,
    19,
    16,
    17,
    19,
    23,
    14,
    15,
    19,
    22,
    12,
    23,
    20,
    23,
    13,
    18,
    20,
    16,
    15,
    26,
    18,
    10,
    18,
    16,
    13,
    23,
    14,
    16,
    8,
    15,
    13,
    12,
};

static void
is_fit(const int64_t *count, size_t from, size_t to, const double *want, const char *what)
{
	struct cs_heap_counts c = {count, 120, 60};
	struct cs_heap h = cs_heap_fit(&c, from, to);

	is_int(h.flag, CS_FLAG_NONE, "%s", what);
	for (int i = 0; i < 3; i++)
		is_near(h.base[i], want[i], 5e-9, "%s: b%d", what, i);
	is_near(h.delta, want[3], 5e-9, "%s: delta", what);
	is_near(h.se, want[4], 5e-9, "%s: its error", what);
	is_near(h.z, want[6], 5e-9, "%s: z", what);
	is_near(h.excess, want[7], 5e-9, "%s: excess", what);
	is_near(h.phi, want[8], 5e-9, "%s: phi", what);
	is_near(h.p, cs_dist_norm(h.z, CS_UPPER), 1e-12, "%s: p", what);
}

/* glm() of R: b0 b1 b2 delta se LRT z excess phi. */
static void
test_fit(void)
{
	static const double none[] = {3.20009170505, -0.301550229135, -0.228468004346,
	    0.0442011359313, 0.0689256470747, 0.407546621014, 0.638393782092, 0.0451925595267,
	    0.933563712976};
	static const double below[] = {3.13357496452, -0.302082925264, -0.118944826194,
	    0.351461569433, 0.0630849695369, 29.1478773298, 5.39887741385, 0.42114313078,
	    1.13513351354};
	static const double above[] = {3.28585013789, -0.303460860824, -0.373651892306,
	    -0.391684800853, 0.075350543798, 29.5054151916, -5.43188873152, -0.32408287111,
	    1.16082998072};
	static const double placebo[] = {3.20007790874, -0.325491821543, -0.243544899147,
	    0.0960469821035, 0.0723997153103, 1.72160111956, 1.31209798398, 0.100810781185,
	    1.38229230294};
	struct cs_heap_counts c = {heaped, 120, 60};
	struct cs_heap_seen s = cs_heap_look(&c, 10, 12);

	is_fit(clean, 50, 60, none, "clean");
	is_fit(heaped, 50, 60, below, "below 300");
	is_fit(heaped, 60, 72, above, "from 300 on");
	is_fit(heaped, 80, 90, placebo, "elsewhere");
	is_near(s.before.z, below[6], 5e-9, "a look: before");
	is_near(s.behind.z, above[6], 5e-9, "a look: behind");
	ok(s.placebo > 0 && s.placebo < 2, "a look: elsewhere %.2f", s.placebo);
	is_int(s.before.inside, 335, "values inside");
	ok(s.before.expected > 200 && s.before.expected < 300, "%.1f expected", s.before.expected);
}

static void
test_exact(void)
{
	is_near(cs_heap_three(36, 45, 11, 0), .00141794444741, 1e-9, "three neighbours");
	is_near(cs_heap_three(36, 45, 11, .05), .00291606249639, 1e-9, "a little curved");
	is_near(cs_heap_three(36, 45, 11, .2), .0166284461725, 1e-9, "curved");
	ok(cs_heap_three(0, 0, 0, 0) == 1, "nothing");
	ok(cs_heap_three(-1, 0, 0, 0) == CS_DIST_BAD && cs_heap_three(1, 1, 1, -1) == CS_DIST_BAD,
	    "outside the domain");
}

static void
test_hazard(void)
{
	static const int64_t waiting[] = {900, 860, 822, 785, 748, 712, 676, 640, 604, 566, 516,
	    500, 485, 470, 456, 442, 429, 416, 403, 391};
	static const int64_t answered[] = {
	    36, 34, 33, 33, 32, 32, 32, 32, 34, 47, 13, 12, 12, 12, 12, 11, 11, 11, 10, 10};
	struct cs_heap_counts c = {answered, 20, 10};
	struct cs_heap_hazard h = cs_heap_hazard(&c, waiting, 2, 10);

	is_int(h.flag, CS_FLAG_NONE, "hazards");
	is_near(h.base[0], -2.98242334432, 5e-9, "level");
	is_near(h.base[1], .246226549102, 5e-8, "slope");
	is_near(h.delta, .349371585923, 5e-8, "just before 20 s");
	is_near(h.gamma, -.802040241975, 5e-8, "from 20 s on");
	is_near(h.z_base[0], -19.8631510139, 5e-6, "z of the level");
	is_near(h.z_base[1], 1.19101075423, 5e-6, "z of the slope");
	is_near(h.z_delta, 2.1139645973, 5e-6, "z just before");
	is_near(h.z_gamma, -3.14654089854, 5e-6, "z from 20 s on");
	h = cs_heap_hazard(&c, waiting, 2, 0);
	is_int(h.flag, CS_FLAG_DOMAIN, "no scale");
}

static void
test_digits(void)
{
	static const int64_t last[] = {310, 95, 100, 90, 105, 280, 98, 102, 97, 93};
	static const int64_t first[] = {270, 160, 130, 110, 85, 75, 62, 58, 50};
	static const int64_t few[10] = {1};
	struct cs_heap_digits d = cs_heap_last(last);

	is_near(d.chi2, 460.04379562, 1e-9, "last digits: chi-squared");
	is_near(d.p, 2.04143981173e-93, 1e-9, "last digits: p");
	is_near(d.share, .430656934307, 1e-9, "0 and 5");
	is_near(d.z, 21.3435574649, 1e-9, "their z");
	d = cs_heap_first(first);
	is_near(d.chi2, 9.62545922056, 1e-9, "first digits: chi-squared");
	is_near(d.p, .292303561292, 1e-9, "first digits: p");
	is_near(d.mad, .0104713899377, 1e-9, "mean deviation");
	is_int(d.n, 1000, "amounts");
	is_int(cs_heap_last(few).flag, CS_FLAG_SMALL_N, "one digit");
}

static void
test_edges(void)
{
	int64_t count[120] = {0};
	struct cs_heap_counts c = {count, 120, 60};
	struct cs_heap h = cs_heap_fit(&c, 50, 60);

	is_int(h.flag, CS_FLAG_SMALL_N, "nothing");
	for (int i = 0; i < 120; i++)
		count[i] = i < 50 || i >= 60 ? 3 : 0;
	h = cs_heap_fit(&c, 50, 60);
	ok(h.flag == CS_FLAG_NONE && h.excess == -1 && h.se == 0 && h.z < -4, "an empty window");
	for (int i = 0; i < 120; i++)
		count[i] = i < 50 || i >= 60 ? 0 : 30;
	h = cs_heap_fit(&c, 50, 60);
	ok(h.flag == CS_FLAG_DOMAIN || h.z > 0, "all in the window");
	count[3] = -1;
	is_int(cs_heap_fit(&c, 50, 60).flag, CS_FLAG_DOMAIN, "a count below 0");
	is_int(cs_heap_fit(&c, 60, 60).flag, CS_FLAG_DOMAIN, "no window");
	is_int(cs_heap_fit(&c, 110, 121).flag, CS_FLAG_DOMAIN, "a window outside");
	is_int(cs_heap_fit(&c, 0, 117).flag, CS_FLAG_DOMAIN, "hardly anything outside of it");
}

/* A quarter of the times of the minute past the target, moved into the ten seconds before it. */
static void
test_planted(void)
{
	int64_t count[120];
	struct cs_heap_counts c = {count, 120, 60};
	int flagged[2] = {0, 0};

	for (int run = 0; run < 400; run++) {
		memset(count, 0, sizeof count);
		for (int i = 0; i < 900; i++) {
			double z = 0;
			int t;

			(void)cs_dist_norm_quantile(
			    (below(1 << 30) + .5) / (1 << 30), CS_LOWER, &z);
			t = (int)(300 * exp(.6 * z)) - 240;
			if (run % 2 == 1 && t >= 60 && t < 120 && below(4) == 0)
				t = 50 + below(10);
			if (t >= 0 && t < 120)
				count[t]++;
		}
		flagged[run % 2] += cs_heap_fit(&c, 50, 60).p < .0003;
	}
	ok(flagged[0] <= 2, "honest times flagged in %d of 200 runs at .0003", flagged[0]);
	ok(flagged[1] >= 160, "moved ones in %d of 200", flagged[1]);
}

int
main(void)
{
	seed = UINT64_C(88172645463325252);
	test_fit();
	test_exact();
	test_hazard();
	test_digits();
	test_edges();
	test_planted();
	return done();
}
