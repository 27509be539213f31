/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of classes of answers from sums: shares, changes, revenue, stays, the score. */
#include "retain/retainnpsset.h"

#include "../tap.h"

static struct cs_arena arena;
static struct cs_key_def keys[CS_NPS_KEYS];
static struct cs_horizon at[2];
static struct cs_retain run = {.arena = &arena, .key = keys, .nkey = CS_NPS_KEYS, .level = .95};
static const struct cs_nps state;

static uint32_t
group(struct cs_sums *s, const char *survey, const char *answer, const char *currency,
    const char *kind)
{
	uint32_t g = cs_sums_step(s, CS_NPS_SURVEY, 0, cs_str_z(survey));

	g = cs_sums_step(s, CS_NPS_ANSWER, g, cs_str_z(answer));
	g = cs_sums_step(s, CS_NPS_CURRENCY, g, cs_str_z(currency));
	return cs_sums_step(s, CS_NPS_KIND, g, cs_str_z(kind));
}

/* Windows before that begin in the first month of which purchases are known, and the month ahead of
 * it; of the first of two horizons. */
enum { KNOWN = (1970 - CS_NPS_YEAR) * 12 * 2, AHEAD = KNOWN - 2 };

/* What is added, in the order of the text: for each set of rows all of it at once. */
static const struct {
	const char *survey, *answer, *currency, *kind;
	unsigned part;
	int32_t t;
	int64_t v;
} adds[] = {
    /* ten promoters: eight followed for the horizon, five of them bought; six of these had been
     * there for as long, of whom one bought before alone, two behind alone, three in both; two
     * left on day 20, one was last seen on day 25, the others on day 60 */
    {"relationship", "promoter", "\\N", "\\N", CS_NPS_N, 0, 10},
    {"relationship", "promoter", "\\N", "\\N", CS_NPS_SHOP, 0, 10},
    {"relationship", "promoter", "\\N", "\\N", CS_NPS_WINDOWS, 0, 8},
    {"relationship", "promoter", "\\N", "\\N", CS_NPS_BOUGHT, 0, 5},
    {"relationship", "promoter", "\\N", "\\N", CS_NPS_PAIRS, KNOWN, 6},
    {"relationship", "promoter", "\\N", "\\N", CS_NPS_ONLY_BEFORE, KNOWN, 1},
    {"relationship", "promoter", "\\N", "\\N", CS_NPS_ONLY_AFTER, KNOWN, 2},
    {"relationship", "promoter", "\\N", "\\N", CS_NPS_BOTH, KNOWN, 3},
    /* ahead of what is known of purchases: what nobody bought then says nothing */
    {"relationship", "promoter", "\\N", "\\N", CS_NPS_PAIRS, AHEAD, 2},
    {"relationship", "promoter", "\\N", "\\N", CS_NPS_ONLY_AFTER, AHEAD, 2},
    {"relationship", "promoter", "EUR", "\\N", CS_NPS_REVENUE, 0, 100000000},
    {"relationship", "promoter", "EUR", "\\N", CS_NPS_REVENUE_SQUARES, 0, 2000000000000000},
    {"relationship", "promoter", "EUR", "\\N", CS_NPS_REVENUE_BEFORE, KNOWN, 40000000},
    {"relationship", "promoter", "\\N", "\\N", CS_NPS_LEFT, 20, 2},
    {"relationship", "promoter", "\\N", "\\N", CS_NPS_CENSORED, 25, 1},
    {"relationship", "promoter", "\\N", "\\N", CS_NPS_CENSORED, 60, 7},
    /* two detractors: both bought before, neither after; one left on day 20 as well */
    {"relationship", "detractor", "\\N", "\\N", CS_NPS_N, 0, 2},
    {"relationship", "detractor", "\\N", "\\N", CS_NPS_SHOP, 0, 2},
    {"relationship", "detractor", "\\N", "\\N", CS_NPS_WINDOWS, 0, 2},
    {"relationship", "detractor", "\\N", "\\N", CS_NPS_PAIRS, KNOWN, 2},
    {"relationship", "detractor", "\\N", "\\N", CS_NPS_ONLY_BEFORE, KNOWN, 2},
    {"relationship", "detractor", "\\N", "\\N", CS_NPS_LEFT, 20, 1},
    {"relationship", "detractor", "\\N", "\\N", CS_NPS_CENSORED, 60, 1},
    /* the score: two kinds of customers */
    {"relationship", "promoter", "\\N", "old", CS_NPS_SCORED, 0, 20},
    {"relationship", "passive", "\\N", "old", CS_NPS_SCORED, 0, 6},
    {"relationship", "detractor", "\\N", "old", CS_NPS_SCORED, 0, 4},
    {"relationship", "silent", "\\N", "old", CS_NPS_SCORED, 0, 30},
    {"relationship", "promoter", "\\N", "new", CS_NPS_SCORED, 0, 2},
    {"relationship", "detractor", "\\N", "new", CS_NPS_SCORED, 0, 6},
    {"relationship", "detractor", "\\N", "new", CS_NPS_SENT, 0, 6},
    {"relationship", "silent", "\\N", "new", CS_NPS_SCORED, 0, 132},
    /* another survey, in two currencies, of people who were not asked */
    {"transactional", "passive", "\\N", "\\N", CS_NPS_N, 0, 3},
    {"transactional", "passive", "\\N", "\\N", CS_NPS_WINDOWS, 0, 3},
    {"transactional", "passive", "EUR", "\\N", CS_NPS_REVENUE, 0, 5},
    {"transactional", "passive", "USD", "\\N", CS_NPS_REVENUE, 0, 7},
    {"transactional", "passive", "\\N", "old", CS_NPS_SCORED, 0, 3},
};

static void
fill(struct cs_sums *s)
{
	for (size_t i = 0; i < sizeof adds / sizeof *adds; i++) {
		uint32_t g =
		    group(s, adds[i].survey, adds[i].answer, adds[i].currency, adds[i].kind);

		cs_sums_add(s, g, adds[i].part, adds[i].t, adds[i].v);
	}
}

static void
test_promoters(const struct cs_nps_set *set)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_nps_figures f;

	ok(cs_nps_figures(set, 1U << CS_NPS_PROMOTER, 0, &f, &e) == 0, "promoters: %s", e.msg);
	is_int(f.customers, 10, "customers");
	is_int(f.n, 8, "whose horizon has passed");
	is_int(f.bought, 5, "bought");
	is_near(f.bought_share.est, 5. / 8, 1e-15, "the share");
	is_near(f.change.est, 1. / 6, 1e-15, "the change");
	ok(f.change.lo < 0 && f.change.hi > 0, "may be none");
	ok(f.has_revenue && f.has_bought, "there is revenue");
	is_near(f.mean.est, 12500000, 1e-6, "of one customer");
	is_int((long long)f.revenue_before, 40000000, "before");
	is_near(f.stayed.est, .8, 1e-15, "stayed 30 days");
	is_int(f.at_risk, 7, "still followed then");
}

static void
test_together(const struct cs_nps_set *set)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_nps_figures f;

	ok(cs_nps_figures(set, CS_NPS_ANSWERED, 0, &f, &e) == 0, "all who answered: %s", e.msg);
	is_int(f.customers, 12, "customers");
	is_int(f.before, 6, "bought before");
	is_near(f.change.est, -1. / 8, 1e-15, "the change");
	is_near(f.stayed.est, 9. / 12, 1e-15, "left on the same day");
	is_near(f.mean.est, 10000000, 1e-6, "who has no revenue counts");
	ok(cs_nps_figures(set, 1U << CS_NPS_PASSIVE, 0, &f, &e) == 0, "nobody");
	ok(f.customers == 0 && f.stayed.flag == CS_FLAG_N0 && !f.bought_share.ok, "is no estimate");
	ok(cs_nps_figures(set, CS_NPS_ANSWERED, 1, &f, &e) == 0, "a horizon that is too far");
	ok(f.n == 0 && f.stayed.flag == CS_FLAG_BEYOND && !f.has_revenue, "is not guessed");
}

static void
test_score(const struct cs_nps_set *set)
{
	struct cs_nps_score s = cs_nps_score(set);
	double old = (20. - 4) / 30, young = (2. - 6) / 8;

	is_int(s.asked, 200, "asked");
	is_int(s.answered, 38, "answered");
	is_near(s.score.est, 12. / 38, 1e-15, "the score");
	is_near(s.worst, (22. - 10 - 162) / 200, 1e-15, "if all the silent are detractors");
	is_near(s.best, (22. + 162 - 10) / 200, 1e-15, "if they are promoters");
	is_near(s.weighted.est, .3 * old + .7 * young, 1e-12, "by kinds of customers");
	ok(s.weighted.ci && s.weighted.lo < s.weighted.est, "with bounds");
	is_near(s.covered, 1, 1e-15, "of all of them");
}

int
main(void)
{
	static const char *const part[CS_NPS_PARTS] = {"a", "b", "c", "d", "e", "f", "g", "h", "i",
	    "j", "k", "l", "m", "n", "o", "p", "q", "r"};
	/* 22 promoters, 6 passives, 10 detractors; 162 who did not answer */
	static const struct {
		int64_t least;
		enum cs_nps_shown is;
	} shown[] = {{0, CS_NPS_EACH}, {6, CS_NPS_EACH}, {7, CS_NPS_TWO}, {38, CS_NPS_TWO},
	    {39, CS_NPS_TOGETHER}, {200, CS_NPS_TOGETHER}, {201, CS_NPS_NOTHING}};
	struct cs_sums_form form = {keys, CS_NPS_KEYS, part, CS_NPS_PARTS};
	struct cs_err e = CS_ERR_INIT;
	struct cs_nps_figures f;
	struct cs_nps_score x;
	struct cs_nps_set set;
	struct cs_sums s;

	for (int i = 0; i < CS_NPS_KEYS; i++)
		keys[i].type = CS_TEXT;
	run.at = at;
	run.nat = 2;
	is_int(cs_nps_month(0) * 2, KNOWN, "the month of the first purchase");
	ok(cs_horizon_parse(CS_STR("30d"), &at[0], &e) == 0, "30d");
	ok(cs_horizon_parse(CS_STR("90d"), &at[1], &e) == 0, "90d");
	cs_sums_init(&s, &form);
	fill(&s);
	ok(cs_sums_sort(&s, &e) == 0, "sorted: %s", e.msg);
	cs_nps_set_at(&set, &run, &state, &s, 0);
	ok(cs_str_eqz(set.survey, "relationship") && cs_str_eqz(set.currency, "EUR"),
	    "the first set");
	is_int((long long)set.nkind, 2, "kinds of customers");
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		run.min_group = shown[i].least;
		is_int(cs_nps_shown(&set), shown[i].is, "what may be shown, of groups of %d",
		    (int)shown[i].least);
	}
	test_promoters(&set);
	test_together(&set);
	test_score(&set);
	cs_nps_set_at(&set, &run, &state, &s, set.end);
	ok(set.end == s.ngroup && cs_str_eqz(set.survey, "transactional"), "the second set");
	ok(cs_nps_figures(&set, CS_NPS_ASKED, 0, &f, &e) == 0, "two currencies");
	ok(!f.has_revenue && !f.has_bought, "are not added up; without purchases nobody bought");
	x = cs_nps_score(&set);
	ok(!x.sent && x.answered == 3, "nobody was asked");
	cs_sums_finish(&s);
	cs_arena_finish(&arena);
	return done();
}
