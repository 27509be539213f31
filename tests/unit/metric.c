/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of metrics: names, parameters, own formulas, what is missing, and the messages. */
#include "metric/metric.h"

#include "../tap.h"
#include "metric/dict.h"

static struct cs_arena arena = CS_ARENA_INIT;

static struct cs_head
head_of(const char *names)
{
	struct cs_head h = CS_HEAD_INIT;
	struct cs_err e = CS_ERR_INIT;

	ok(cs_head_parse(&h, cs_str_z(names), &e) == 0, "a head");
	return h;
}

/* A list, and what its metrics are called, become and are counted in. */
static const struct {
	const char *list, *name, *expanded, *unit;
} good[] = {
    {"contacts", "contacts", "count(*) filter (where leg is null or leg = 1)", "n"},
    {"sl_offered", "sl_offered", "share(handled and wait_s <= 20) filter (where queued)", "share"},
    {"sl_offered(30)", "sl_offered_30", "share(handled and wait_s <= 30) filter (where queued)",
	"share"},
    {"sl_offered(1m)", "sl_offered_60", "share(handled and wait_s <= 60) filter (where queued)",
	"share"},
    {"sl_offered_45", "sl_offered_45", "share(handled and wait_s <= 45) filter (where queued)",
	"share"},
    {"sl_noshort(30, 6)", "sl_noshort_30_6",
	"share(handled and wait_s <= 30) filter (where handled and offered or abandoned and wait_s "
	"> 6)",
	"share"},
    {"quick=sl_offered(10)", "quick", "share(handled and wait_s <= 10) filter (where queued)",
	"share"},
    {"repeat_1d", "repeat_1d", "repeat_share(1d)", "share"},
    {"repeat(24h)", "repeat_1d", "repeat_share(1d)", "share"},
    {"repeat_free_12h", "repeat_free_12h", "repeat_free(12h)", "share"},
    {"late_share = share(wait_s > 60)", "late_share", "share(wait_s > 60)", "share"},
    {"w=p90(wait_s)", "w", "p90(wait_s)", "s"},
    {"n=count(*) filter (where first_leg)", "n", "count(*) filter (where leg is null or leg = 1)",
	"n"},
    {"x_ratio=sum(wait_s) / @handled_legs", "x_ratio",
	"sum(wait_s) / count(*) filter (where handled)", "s"},
    {"late_at=max(started_at)", "late_at", "max(started_at)", "at"},
};

static void
test_good(const struct cs_head *h)
{
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct cs_err e = CS_ERR_INIT;
		struct cs_metric_list l = {NULL, 0};
		struct cs_env columns = {.head = h, .source = "-m"};
		struct cs_metric_env env = {.env = &columns};

		if (!ok(cs_metric_parse(&arena, cs_str_z(good[i].list), &env, &l, &e) == 0 &&
			    l.n == 1,
			"%s: %s", good[i].list, e.msg))
			continue;
		is_slice(l.metric->name, good[i].name, "its name");
		is_slice(l.metric->expanded, good[i].expanded, "what it becomes");
		is_slice(l.metric->unit, good[i].unit, "its unit");
	}
}

static const struct {
	const char *list, *msg;
} bad[] = {
    {"contact", "-m: there is no metric 'contact'"},
    {"zzzzzzzzzz", "-m: there is no metric 'zzzzzzzzzz'"},
    {"nosuch(20)", "-m: there is no metric 'nosuch'"},
    {"share(wait_s > 60)", "-m: a metric of your own needs a name"},
    {"odd=sum(number(x))", "-m: odd has no unit"},
    {"contacts, contacts", "-m: contacts is there twice"},
    {"contacts(5)", "-m: contacts takes 0 arguments"},
    {"sl_offered(1, 2)", "-m: sl_offered takes 1 argument"},
    {"sl_offered_30(20)", "-m: sl_offered_30 has its arguments in its name already"},
    {"sl_offered('a')", "-m: t must be whole seconds, at least 0"},
    {"sl_offered(-1)", "-m: t must be whole seconds, at least 0"},
    {"repeat(0)", "-m: window must be whole seconds, at least 1, or a duration such as 7d"},
    {"csat_top2", "csat_top2: there is no column 'csat'"},
    {"a_n=count(*), b_n=@b_n", "-m: there is no metric 'b_n'"},
};

static void
test_bad(const struct cs_head *h)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct cs_err e = CS_ERR_INIT;
		struct cs_env columns = {.head = h, .source = "-m"};
		struct cs_metric_env env = {.env = &columns};
		struct cs_metric_list l;

		is_int(cs_metric_parse(&arena, cs_str_z(bad[i].list), &env, &l, &e), -1,
		    "refused: %s", bad[i].list);
		is_str(e.msg, bad[i].msg, "its message");
		is_int(e.status, CS_EXIT_USAGE, "its status");
	}
}

/* Which metrics the default set has for a head, and what it says of the others. */
static void
test_default(void)
{
	static const struct {
		const char *head, *names, *left_out;
	} cases[] = {
	    {"contact_id", "contacts ",
		"answered (no disposition), sl_offered_20 (no disposition), p90_wait (no wait_s), "
		"repeat_1d (no customer_id), csat_top2 (no csat), response_rate (no "
		"survey_answered_at), rated_share (no csat), identified_share (no customer_id)"},
	    {"contact_id\tcsat\tsent_label", "contacts csat_top2 rated_share sent_negative_share ",
		"answered (no disposition), sl_offered_20 (no disposition), p90_wait (no wait_s), "
		"repeat_1d (no customer_id), identified_share (no customer_id)"},
	    {"customer_id\tstarted_at\tdisposition\twait_s\tcsat\tsurvey_sent_at\tsurvey_answered_"
	     "at",
		"contacts answered sl_offered_20 p90_wait repeat_1d csat_top2 response_rate "
		"identified_share ",
		""},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_head h = head_of(cases[i].head);
		struct cs_buf left_out = CS_BUF_INIT, names = CS_BUF_INIT;
		struct cs_err e = CS_ERR_INIT;
		struct cs_metric_list l = {NULL, 0};
		struct cs_env columns = {.head = &h};
		struct cs_metric_env env = {.env = &columns};

		is_int(cs_metric_default(&arena, &env, &l, &left_out, &e), 0, "default: %s", e.msg);
		for (size_t k = 0; k < l.n; k++)
			cs_buf_printf(&names, "%.*s ", CS_STR_ARG(l.metric[k].name));
		is_str(cs_buf_cstr(&names), cases[i].names, "the metrics");
		is_str(cs_buf_cstr(&left_out), cases[i].left_out, "what is left out");
		cs_buf_finish(&names);
		cs_buf_finish(&left_out);
		cs_head_finish(&h);
	}
}

/* Every entry of the dictionary can be computed from a head that has all columns. */
static void
test_all(void)
{
	struct cs_head h = CS_HEAD_INIT;
	struct cs_err e = CS_ERR_INIT;
	const struct cs_column *c;
	const struct cs_metric *all;
	struct cs_metric_list l = {NULL, 0};
	struct cs_env columns = {.head = &h, .source = "-m", .blind = true, .has_as_of = true};
	struct cs_metric_env env = {.env = &columns};
	size_t n, ncol;

	c = cs_schema_all(&ncol);
	for (size_t i = 0; i < ncol; i++)
		(void)cs_head_add(&h, c[i].name, &e);
	all = cs_metric_all(&n);
	for (size_t i = 0; i < n; i++) {
		struct cs_buf b = CS_BUF_INIT;

		cs_err_clear(&e);
		ok(cs_metric_parse(&arena, all[i].name, &env, &l, &e) == 0, "%.*s: %s",
		    CS_STR_ARG(all[i].name), e.msg);
		cs_metric_explain(&b, l.metric, false);
		ok(cs_str_search(cs_buf_all(&b), l.metric->sentence) < b.n, "it is explained");
		cs_buf_finish(&b);
	}
	cs_head_finish(&h);
}

static void
test_about(void)
{
	struct cs_metric_about about;

	ok(cs_metric_about(CS_STR("sl_offered_30"), &about), "a column with a parameter");
	is_slice(about.unit, "share", "its unit");
	is_slice(
	    about.sentence, "answered within 30 s, of all who entered a queue", "its sentence");
	is_int(about.better, CS_BETTER_UP, "its direction");
	ok(cs_metric_about(CS_STR("repeat_1d"), &about), "a column with a duration");
	is_slice(about.sentence,
	    "the same customer came again within 1d, of the contacts at least that old",
	    "its sentence");
	ok(cs_metric_about(CS_STR("p90_wait_approx"), &about), "a column of --approx");
	is_slice(about.unit, "s", "its unit");
	ok(cs_str_ends(about.sentence, CS_STR("at most 0.8 % above")), "its sentence says so");
	ok(cs_metric_about(CS_STR("customers_approx"), &about) &&
		cs_str_ends(about.sentence, CS_STR("less for few")),
	    "a metric that is called so itself");
	ok(!cs_metric_about(CS_STR("_approx"), &about), "nothing before the mark");
	ok(!cs_metric_about(CS_STR("sl_offered_"), &about), "no parameter behind the mark");
	ok(!cs_metric_about(CS_STR("sl_offered_30_2"), &about), "too many parameters");
	ok(!cs_metric_about(CS_STR("sl_offered_30_n"), &about), "NAME_n is not looked through");
	ok(!cs_metric_about(CS_STR("agent_id"), &about), "a column of records");
	is_slice(cs_metric_suffix_unit(CS_STR("late_share")), "share", "a unit by its suffix");
	is_slice(cs_metric_suffix_unit(CS_STR("_s")), "", "a suffix alone is none");
}

int
main(void)
{
	struct cs_head h =
	    head_of("contact_id\tleg\tcustomer_id\tdisposition\twait_s\tstarted_at\tagent_id\tx");

	test_good(&h);
	test_bad(&h);
	test_default();
	test_all();
	test_about();
	cs_head_finish(&h);
	cs_arena_finish(&arena);
	return done();
}
