/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kaplan-Meier: published and hand-made cohorts, ties, edges, shards. */
#include "stat/km.h"

#include "../tap.h"

/* Remission under 6-MP (Freireich 1963), weeks; + was still in remission. */
static const struct {
	int t;
	bool event;
} remission[] = {{6, 1}, {6, 1}, {6, 1}, {6, 0}, {7, 1}, {9, 0}, {10, 1}, {10, 0}, {11, 0}, {13, 1},
    {16, 1}, {17, 0}, {19, 0}, {20, 0}, {22, 1}, {23, 1}, {25, 0}, {32, 0}, {32, 0}, {34, 0},
    {35, 0}};

static const struct {
	int t, at_risk;
	double s, se, lo, hi;
} remission_want[] = {
    {6, 21, 0.857142857143, 0.0763603548321, 0.619717955266, 0.951551747647},
    {7, 17, 0.806722689076, 0.0869352851801, 0.563146564622, 0.922809019203},
    {10, 15, 0.752941176471, 0.0963496529943, 0.5031995108, 0.889361835169},
    {13, 12, 0.690196078431, 0.106814707775, 0.431610222486, 0.849065963349},
    {16, 11, 0.627450980392, 0.114053865257, 0.367510855988, 0.804912189472},
    {22, 7, 0.53781512605, 0.128233751693, 0.267778936767, 0.746790717635},
    {23, 6, 0.448179271709, 0.134591456756, 0.188052005959, 0.680142628495},
};

/* Fifteen customers: days followed, and whether they left then. */
static const int tiny_t[] = {30, 45, 45, 60, 60, 90, 120, 182, 182, 200, 365, 547, 547, 547, 547};
static const bool tiny_e[] = {1, 1, 0, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0};

static const struct {
	int t, at_risk;
	double s, se, lo, hi;
} tiny_want[] = {
    {30, 15, 0.933333333333, 0.064406118872, 0.612641243775, 0.99033223665},
    {182, 8, 0.561728395062, 0.136060205605, 0.268849723347, 0.776300095935},
    {547, 4, 0.449382716049, 0.148139002918, 0.166291414844, 0.700027722847},
};

static struct cs_km
tiny(size_t from, size_t to)
{
	struct cs_km k = CS_KM_INIT;

	for (size_t i = from; i < to; i++)
		cs_km_add(&k, tiny_t[i], tiny_e[i]);
	return k;
}

static void
test_remission(void)
{
	struct cs_km k = CS_KM_INIT;
	struct cs_km_curve c;
	struct cs_est r;
	double se;

	for (size_t i = 0; i < sizeof remission / sizeof *remission; i++)
		cs_km_add(&k, remission[i].t, remission[i].event);
	c = cs_km_curve(&k);
	for (size_t i = 0; i < sizeof remission_want / sizeof *remission_want; i++) {
		int t = remission_want[i].t;

		r = cs_km_at(&c, t, .95, &se);
		ok(r.ok && r.ci, "remission to week %d", t);
		is_int(cs_km_at_risk(&c, t), remission_want[i].at_risk, "at risk");
		is_near(r.est, remission_want[i].s, 1e-9, "S");
		is_near(se, remission_want[i].se, 1e-9, "its standard error");
		is_near(r.lo, remission_want[i].lo, 1e-9, "lower end");
		is_near(r.hi, remission_want[i].hi, 1e-9, "upper end");
	}
	r = cs_km_at(&c, 12, .95, NULL);
	is_near(r.est, remission_want[2].s, 1e-9, "between events S stays");
	r = cs_km_at(&c, 5, .95, &se);
	ok(r.ok && r.est == 1 && se == 0 && !r.ci,
	    "before the first event it is 1, without bounds");
	r = cs_km_at(&c, 36, .95, NULL);
	ok(!r.ok && r.flag == CS_FLAG_BEYOND, "behind the follow-up there is none");
	cs_km_curve_finish(&c);
	cs_km_finish(&k);
}

static void
test_tiny(void)
{
	struct cs_km k = tiny(0, 15);
	struct cs_km_curve c = cs_km_curve(&k);
	struct cs_est r;
	double se;

	for (size_t i = 0; i < sizeof tiny_want / sizeof *tiny_want; i++) {
		r = cs_km_at(&c, tiny_want[i].t, .95, &se);
		is_near(r.est, tiny_want[i].s, 1e-9, "stay %d days", tiny_want[i].t);
		is_int(cs_km_at_risk(&c, tiny_want[i].t), tiny_want[i].at_risk, "at risk");
		is_near(se, tiny_want[i].se, 1e-9, "standard error");
		is_near(r.lo, tiny_want[i].lo, 1e-9, "lower end");
		is_near(r.hi, tiny_want[i].hi, 1e-9, "upper end");
		is_int(r.flag, i == 0 ? CS_FLAG_NONE : CS_FLAG_SMALL_N, "fewer than 10 is small_n");
	}
	r = cs_km_mean(&c, 547, .95, &se);
	is_near(r.est, 324.719753086, 1e-9, "days stayed of 547");
	is_near(se, 60.6905280421, 1e-9, "standard error");
	is_near(r.hi - r.lo, 2 * 1.959963984540054 * 60.6905280421, 1e-9, "normal bounds");
	r = cs_km_mean(&c, 182, .95, &se);
	is_near(r.est, 140.135802469, 1e-9, "days stayed of 182");
	is_near(se, 15.6760362469, 1e-9, "standard error");
	r = cs_km_mean(&c, 20, .95, &se);
	ok(r.ok && r.est == 20 && se == 0 && !r.ci && r.flag == CS_FLAG_ZERO_VAR,
	    "all stay 20 days");
	ok(cs_km_mean(&c, 548, .95, NULL).flag == CS_FLAG_BEYOND, "no mean behind the follow-up");
	ok(cs_km_mean(&c, 0, .95, NULL).flag == CS_FLAG_DOMAIN, "no mean of no time");
	cs_km_curve_finish(&c);
	cs_km_finish(&k);
}

static void
test_edges(void)
{
	struct cs_km none = CS_KM_INIT, stay = CS_KM_INIT, gone = CS_KM_INIT;
	struct cs_km_curve c = cs_km_curve(&none);
	struct cs_est r = cs_km_at(&c, 1, .95, NULL);
	double se;

	ok(!r.ok && r.flag == CS_FLAG_N0 && cs_km_at_risk(&c, 0) == 0, "nobody");
	cs_km_curve_finish(&c);
	for (int i = 1; i <= 3; i++) {
		cs_km_add(&stay, i, false);
		cs_km_add(&gone, i, true);
	}
	c = cs_km_curve(&stay);
	r = cs_km_at(&c, 2, .95, &se);
	ok(r.ok && r.est == 1 && se == 0 && !r.ci, "no event: 1, standard error 0, no bounds");
	cs_km_curve_finish(&c);
	c = cs_km_curve(&gone);
	r = cs_km_at(&c, 1, .95, &se);
	is_near(r.lo, 0.0540734267865, 1e-9, "all leave: lower end at the first");
	is_near(r.hi, 0.945206387272, 1e-9, "upper end");
	r = cs_km_at(&c, 2, .95, &se);
	is_near(r.lo, 0.00896162833098, 1e-9, "lower end at the second");
	is_near(r.hi, 0.774148650361, 1e-9, "upper end");
	r = cs_km_at(&c, 3, .95, &se);
	ok(r.ok && r.est == 0 && !r.ci, "at the last nobody is left, no bounds");
	r = cs_km_mean(&c, 3, .95, &se);
	is_near(r.est, 2, 1e-12, "they stayed 2 days");
	ok(cs_km_at(&c, -1, .95, NULL).flag == CS_FLAG_DOMAIN, "no time before the start");
	cs_km_curve_finish(&c);
	cs_km_finish(&stay);
	cs_km_finish(&gone);
}

/* Two shards, however cut, give the curve of the whole. */
static void
test_merge(void)
{
	struct cs_km whole = tiny(0, 15);
	struct cs_km_curve want = cs_km_curve(&whole);
	bool same = true;

	for (size_t cut = 0; cut <= 15; cut++) {
		struct cs_km a = tiny(cut, 15), b = tiny(0, cut);
		struct cs_km_curve got;

		same &= cs_km_merge(&a, &b);
		got = cs_km_curve(&a);
		same &= got.n == want.n &&
			memcmp(got.point, want.point, want.n * sizeof *want.point) == 0;
		cs_km_curve_finish(&got);
		cs_km_finish(&a);
		cs_km_finish(&b);
	}
	ok(same, "shards merge to the same bits");
	cs_km_curve_finish(&want);
	cs_km_finish(&whole);
}

/* Those without treatment (Freireich 1963): all relapsed. Pairs in the order of the trial. */
static const int control[] = {
    1, 22, 3, 12, 8, 17, 2, 11, 8, 12, 2, 5, 4, 15, 8, 23, 5, 11, 4, 1, 8};

/* Remission by pair. */
static const struct {
	int t;
	bool event;
} paired[] = {{10, 1}, {7, 1}, {32, 0}, {23, 1}, {22, 1}, {6, 1}, {16, 1}, {34, 0}, {32, 0},
    {25, 0}, {11, 0}, {20, 0}, {19, 0}, {6, 1}, {17, 0}, {35, 0}, {6, 1}, {13, 1}, {9, 0}, {6, 0},
    {10, 0}};

/* Pairs from .. to - 1 as one stratum. */
static void
add_pairs(struct cs_km_rank *r, int from, int to)
{
	struct cs_km a = CS_KM_INIT, b = CS_KM_INIT;
	struct cs_km_curve x, y;

	for (int i = from; i < to; i++) {
		cs_km_add(&a, paired[i].t, paired[i].event);
		cs_km_add(&b, control[i], true);
	}
	x = cs_km_curve(&a);
	y = cs_km_curve(&b);
	cs_km_rank(r, &x, &y);
	cs_km_curve_finish(&x);
	cs_km_curve_finish(&y);
	cs_km_finish(&a);
	cs_km_finish(&b);
}

/* survdiff() of R. */
static void
test_rank(void)
{
	struct cs_km_rank r = {0, 0, 0};
	struct cs_km_curve none = {NULL, 0, 0};
	double ratio = 0;

	ok(cs_km_rank_z(&r) == 0 && !cs_km_rank_ratio(&r, &ratio), "nothing");
	cs_km_rank(&r, &none, &none);
	ok(r.var == 0, "nobody");
	add_pairs(&r, 0, 21);
	is_near(r.observed, 9, 1e-12, "log-rank: observed");
	is_near(r.expected, 19.250500948, 1e-9, "expected");
	is_near(r.var, 6.25696057368, 1e-9, "variance");
	is_near(cs_km_rank_z(&r) * cs_km_rank_z(&r), 16.7929409892, 1e-9, "chi-squared");
	ok(cs_km_rank_ratio(&r, &ratio), "a hazard ratio");
	is_near(-log(ratio), 1.63825563983, 1e-9, "Peto's");
	r = (struct cs_km_rank){0, 0, 0};
	for (int i = 0; i < 21; i += 7)
		add_pairs(&r, i, i + 7);
	is_near(r.observed - r.expected, -9.66852314352, 1e-9, "in strata of seven pairs");
	is_near(r.var, 6.51214394373, 1e-9, "their variance");
}

int
main(void)
{
	test_remission();
	test_tiny();
	test_edges();
	test_merge();
	test_rank();
	return done();
}
