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

/* Quantiles by the rule of survfit: between two event times where S is exactly that. */
static void
test_quantiles(void)
{
	static const struct {
		int num, den;
		double t, lo, hi; /* -1: none */
	} want[] = {
	    /* quantile(survfit(Surv(t, e) ~ 1, conf.type = "log-log"), 1 - num / den) */
	    {1, 2, 365, 60, -1},
	    {3, 4, 60, 30, 365},
	    {1, 10, -1, -1, -1},
	    {14, 15, 37.5, 30, 60},
	    {4, 5, 60, 30, 182},
	};
	struct cs_km k = tiny(0, 15);
	struct cs_km_curve c = cs_km_curve(&k);

	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct cs_km_when w = cs_km_quantile(&c, want[i].num, want[i].den, .95);

		is_near(w.ok ? w.t : -1, want[i].t, 0, "S down to %d/%d", want[i].num, want[i].den);
		is_near(w.has_lo ? w.lo : -1, want[i].lo, 0, "its lower bound");
		is_near(w.has_hi ? w.hi : -1, want[i].hi, 0, "its upper bound");
	}
	cs_km_curve_finish(&c);
	cs_km_finish(&k);
}

/* What lies behind a time, of those who were still there at it, is the curve begun anew there. */
static void
test_given(void)
{
	static const int from[] = {-1, 0, 29, 30, 44, 45, 60, 181, 182, 364};
	struct cs_km k = tiny(0, 15);
	struct cs_km_curve c = cs_km_curve(&k);
	double se, se2;

	for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
		struct cs_km rest = CS_KM_INIT;
		struct cs_km_curve d;
		bool same = true;

		for (size_t j = 0; j < 15; j++)
			if (tiny_t[j] > from[i])
				cs_km_add(&rest, tiny_t[j], tiny_e[j]);
		d = cs_km_curve(&rest);
		for (int64_t t = from[i] > 0 ? from[i] : 0; t <= 548; t++) {
			struct cs_est a = cs_km_given(&c, from[i], t, .9, &se);
			struct cs_est b = cs_km_at(&d, t, .9, &se2);

			same &= a.ok == b.ok && a.ci == b.ci && a.flag == b.flag;
			same &= fabs(a.est - b.est) < 1e-12 && fabs(a.lo - b.lo) < 1e-9 &&
				fabs(a.hi - b.hi) < 1e-9 && fabs(se - se2) < 1e-12;
		}
		ok(same, "given %d days", from[i]);
		cs_km_curve_finish(&d);
		cs_km_finish(&rest);
	}
	ok(cs_km_given(&c, 60, 30, .95, NULL).flag == CS_FLAG_DOMAIN, "not before it");
	cs_km_curve_finish(&c);
	cs_km_finish(&k);
}

/* Ten who are watched from entry to stop. */
static const struct {
	int entry, stop;
	bool event, switched;
} spell[] = {{0, 12, 1, 0}, {0, 5, 0, 0}, {5, 20, 0, 1}, {0, 9, 1, 0}, {0, 8, 0, 0}, {8, 15, 1, 1},
    {0, 18, 1, 0}, {0, 3, 0, 0}, {3, 14, 1, 1}, {0, 20, 0, 0}};

/* Those of one side (-1: of both). */
static struct cs_km_bins
watched(struct cs_hist h[3], int side)
{
	for (size_t i = 0; i < sizeof spell / sizeof *spell; i++) {
		if (side >= 0 && spell[i].switched != (side == 1))
			continue;
		cs_hist_add(&h[spell[i].event ? 0 : 1], spell[i].stop);
		if (spell[i].entry > 0)
			cs_hist_add(&h[2], spell[i].entry);
	}
	return (struct cs_km_bins){cs_hist_bins(&h[0]), cs_hist_bins(&h[1]), cs_hist_bins(&h[2])};
}

static void
drop(struct cs_hist h[3], struct cs_km_bins *b)
{
	cs_bins_finish(&b->event);
	cs_bins_finish(&b->censored);
	cs_bins_finish(&b->late);
	for (int i = 0; i < 3; i++)
		cs_hist_finish(&h[i]);
}

/* survfit(Surv(entry, stop, event) ~ 1, conf.type = "log-log"), and with entries only from 3 on. */
static void
test_late(void)
{
	static const struct {
		int t, at_risk;
		double s, se, lo, hi;
	} want[] = {
	    {9, 7, 0.857142857142857, 0.132260014253222, 0.334053879292222, 0.978561058526175},
	    {12, 6, 0.714285714285714, 0.170746944190628, 0.258153665458795, 0.919797456044858},
	    {14, 5, 0.571428571428572, 0.187043905916565, 0.171866015528775, 0.837082780349181},
	    {15, 4, 0.428571428571429, 0.187043905916565, 0.0977522021169289, 0.734373417051447},
	    {18, 3, 0.285714285714286, 0.170746944190628, 0.0411317034147579, 0.611506832649589},
	};
	struct cs_hist h[3] = {CS_HIST_INIT, CS_HIST_INIT, CS_HIST_INIT};
	struct cs_km_bins b = watched(h, -1);
	struct cs_km_curve c;
	struct cs_est r;
	double se;

	ok(cs_km_curve_of(&c, &b), "late entries");
	is_int(c.total, 10, "ten");
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		r = cs_km_at(&c, want[i].t, .95, &se);
		is_int(cs_km_at_risk(&c, want[i].t), want[i].at_risk, "at risk");
		is_near(r.est, want[i].s, 1e-12, "S(%d)", want[i].t);
		is_near(se, want[i].se, 1e-9, "its error");
		is_near(r.lo, want[i].lo, 1e-9, "lower");
		is_near(r.hi, want[i].hi, 1e-9, "upper");
	}
	is_int(cs_km_at_risk(&c, 5), 7, "who enters at 3 is there at 5, who enters at 5 is not");
	is_int(cs_km_events(&c, 14), 3, "events up to 14");
	is_int(cs_km_events(&c, 13), 2, "and before");
	cs_km_curve_finish(&c);
	drop(h, &b);
	/* the three who entered late alone: nobody is there before 3 */
	b = watched(h, 1);
	ok(cs_km_curve_of(&c, &b), "late entries only");
	ok(cs_km_at(&c, 14, .95, NULL).flag == CS_FLAG_N0, "nobody at risk at first: no share");
	ok(cs_km_mean(&c, 14, .95, NULL).flag == CS_FLAG_N0, "nor a mean");
	r = cs_km_given(&c, 3, 14, .95, NULL);
	is_near(r.est, 2. / 3, 1e-12, "of those who were there at 3");
	cs_km_curve_finish(&c);
	/* more ends than there are at risk */
	cs_hist_add(&h[2], 14);
	cs_bins_finish(&b.late);
	b.late = cs_hist_bins(&h[2]);
	ok(!cs_km_curve_of(&c, &b) && c.n == 0 && c.point == NULL, "more late than all");
	cs_hist_add(&h[0], 2);
	cs_bins_finish(&b.event);
	b.event = cs_hist_bins(&h[0]);
	ok(!cs_km_curve_of(&c, &b) && c.n == 0 && c.point == NULL, "an end before its entry");
	drop(h, &b);
}

int
main(void)
{
	test_remission();
	test_tiny();
	test_edges();
	test_merge();
	test_quantiles();
	test_given();
	test_late();
	return done();
}
