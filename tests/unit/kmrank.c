/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Log-rank: two groups and more, strata, late entries, what is singular. */
#include "stat/kmrank.h"

#include "../tap.h"

/* Those without treatment (Freireich 1963): all relapsed. Pairs in the order of the trial. */
static const int control[] = {
    1, 22, 3, 12, 8, 17, 2, 11, 8, 12, 2, 5, 4, 15, 8, 23, 5, 11, 4, 1, 8};

/* Remission under 6-MP by pair. */
static const struct {
	int t;
	bool event;
} paired[] = {{10, 1}, {7, 1}, {32, 0}, {23, 1}, {22, 1}, {6, 1}, {16, 1}, {34, 0}, {32, 0},
    {25, 0}, {11, 0}, {20, 0}, {19, 0}, {6, 1}, {17, 0}, {35, 0}, {6, 1}, {13, 1}, {9, 0}, {6, 0},
    {10, 0}};

/* Pairs from .. to - 1 as one stratum: 6-MP, control, and `more` groups without anybody. */
static void
add_pairs(struct cs_km_rank *r, int from, int to)
{
	struct cs_km a = CS_KM_INIT, b = CS_KM_INIT;
	struct cs_km_curve c[8];

	for (int i = from; i < to; i++) {
		cs_km_add(&a, paired[i].t, paired[i].event);
		cs_km_add(&b, control[i], true);
	}
	memset(c, 0, sizeof c);
	c[0] = cs_km_curve(&a);
	c[r->k - 1] = cs_km_curve(&b);
	cs_km_rank_add(r, c);
	cs_km_curve_finish(&c[0]);
	cs_km_curve_finish(&c[r->k - 1]);
	cs_km_finish(&a);
	cs_km_finish(&b);
}

/* survdiff() of R; groups without anybody in between change nothing. */
static void
test_two(void)
{
	for (size_t k = 2; k < 5; k++) {
		struct cs_km_rank r;
		struct cs_km_chi2 t;

		cs_km_rank_init(&r, k);
		t = cs_km_rank_test(&r);
		ok(t.df == 0 && t.chi2 == 0 && t.p < 0, "nothing to compare");
		add_pairs(&r, 0, 21);
		t = cs_km_rank_test(&r);
		is_int(r.observed[0], 9, "observed");
		is_int(r.observed[k - 1], 21, "observed");
		is_near(r.expected[0], 19.250500948, 1e-10, "expected");
		is_near(r.expected[k - 1], 10.749499052, 1e-10, "expected");
		is_near(r.var[0], 6.25696057368, 1e-11, "variance");
		is_near(t.chi2, 16.7929409892, 1e-11, "chi-squared");
		is_int(t.df, 1, "one degree of freedom");
		is_near(t.p, 4.16880910937e-05, 1e-11, "p");
		/* Peto's one step to the hazard ratio */
		is_near(((double)r.observed[k - 1] - r.expected[k - 1]) / r.var[0], 1.63825563983,
		    1e-10, "(O - E) / V");
		is_near(1 / sqrt(r.var[0]), .399777447516, 1e-11, "its error");
		cs_km_rank_finish(&r);

		cs_km_rank_init(&r, k);
		for (int i = 0; i < 21; i += 7)
			add_pairs(&r, i, i + 7);
		t = cs_km_rank_test(&r);
		is_near((double)r.observed[0] - r.expected[0], -9.66852314352, 1e-11, "in strata");
		is_near(r.var[0], 6.51214394373, 1e-11, "their variance");
		is_near(t.chi2, 14.3547717287, 1e-11, "their chi-squared");
		cs_km_rank_finish(&r);
	}
}

/* One who changes groups at a time: Mantel and Byar. */
static void
test_switch(void)
{
	static const struct {
		int entry, stop;
		bool event, switched;
	} spell[] = {{0, 12, 1, 0}, {0, 5, 0, 0}, {5, 20, 0, 1}, {0, 9, 1, 0}, {0, 8, 0, 0},
	    {8, 15, 1, 1}, {0, 18, 1, 0}, {0, 3, 0, 0}, {3, 14, 1, 1}, {0, 20, 0, 0}};
	struct cs_hist h[2][3] = {
	    {CS_HIST_INIT, CS_HIST_INIT, CS_HIST_INIT}, {CS_HIST_INIT, CS_HIST_INIT, CS_HIST_INIT}};
	struct cs_km_curve c[2];
	struct cs_km_rank r;

	for (size_t i = 0; i < sizeof spell / sizeof *spell; i++) {
		struct cs_hist *to = h[spell[i].switched];

		cs_hist_add(&to[spell[i].event ? 0 : 1], spell[i].stop);
		if (spell[i].entry > 0)
			cs_hist_add(&to[2], spell[i].entry);
	}
	for (int g = 0; g < 2; g++) {
		struct cs_km_bins b = {
		    cs_hist_bins(&h[g][0]), cs_hist_bins(&h[g][1]), cs_hist_bins(&h[g][2])};

		ok(cs_km_curve_of(&c[g], &b), "a curve");
		cs_bins_finish(&b.event);
		cs_bins_finish(&b.censored);
		cs_bins_finish(&b.late);
	}
	cs_km_rank_init(&r, 2);
	cs_km_rank_add(&r, c);
	is_int(r.observed[1], 2, "observed after the switch");
	is_near(r.expected[1], 2.3619047619, 1e-10, "expected");
	is_near(r.var[3], 1.20712018141, 1e-11, "variance");
	is_near(cs_km_rank_test(&r).chi2, .108502085134, 1e-10, "chi-squared");
	cs_km_rank_finish(&r);
	for (int g = 0; g < 2; g++) {
		cs_km_curve_finish(&c[g]);
		for (int i = 0; i < 3; i++)
			cs_hist_finish(&h[g][i]);
	}
}

/*
 * Pairs of groups that never meet: two tests in one, and their chi-squared and degrees of freedom
 * add up. A group alone in its stratum adds nothing.
 */
static void
test_apart(void)
{
	struct cs_km_rank r, one;
	struct cs_km_curve c[5], two[2];
	struct cs_km k[5] = {CS_KM_INIT, CS_KM_INIT, CS_KM_INIT, CS_KM_INIT, CS_KM_INIT};
	struct cs_km_chi2 t;
	double want = 0;

	cs_km_rank_init(&r, 5);
	for (int g = 0; g < 5; g++)
		for (int i = 1; i < 40; i++)
			cs_km_add(&k[g], (i * (g + 3)) % 41, i % (g + 2) != 0);
	for (int pair = 0; pair < 6; pair += 2) {
		memset(c, 0, sizeof c);
		for (int g = pair; g < pair + 2 && g < 5; g++)
			c[g] = cs_km_curve(&k[g]);
		cs_km_rank_add(&r, c);
		if (pair < 4) {
			memcpy(two, &c[pair], sizeof two);
			cs_km_rank_init(&one, 2);
			cs_km_rank_add(&one, two);
			want += cs_km_rank_test(&one).chi2;
			cs_km_rank_finish(&one);
		}
		for (int g = 0; g < 5; g++)
			cs_km_curve_finish(&c[g]);
	}
	t = cs_km_rank_test(&r);
	is_int(t.df, 2, "two tests of one degree of freedom");
	is_near(t.chi2, want, 1e-12, "their sum");
	is_near((double)r.observed[4], r.expected[4], 1e-12, "a group alone has what is expected");
	cs_km_rank_finish(&r);
	for (int g = 0; g < 5; g++)
		cs_km_finish(&k[g]);
}

/* A table without rows has no groups, and one that was refused has nothing at all. */
static void
test_none(void)
{
	struct cs_km_rank r = {0, NULL, NULL, NULL};

	is_int(cs_km_rank_test(&r).df, 0, "nothing: nothing to compare");
	cs_km_rank_init(&r, 0);
	cs_km_rank_add(&r, NULL);
	is_int(cs_km_rank_test(&r).df, 0, "no groups: nothing to compare");
	cs_km_rank_finish(&r);
}

int
main(void)
{
	test_none();
	test_two();
	test_switch();
	test_apart();
	return done();
}
