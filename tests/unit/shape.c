/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shapes of tables: what their options say, where windows begin, the sets that are built in. */
#include "table/shape.h"
#include "../tap.h"
#include "base/civil.h"
#include "metric/set.h"
#include "table/gridname.h"
#include "table/window.h"

static void
test_top(void)
{
	static const struct {
		const char *text;
		size_t top; /* 0: refused */
		const char *by;
	} cases[] = {
	    {"5", 5, NULL},
	    {"1:asa", 1, "asa"},
	    {"12:sl_offered_20", 12, "sl_offered_20"},
	    {"3:a:b", 3, "a:b"},
	    {"0", 0, NULL},
	    {"-1", 0, NULL},
	    {"", 0, NULL},
	    {"x", 0, NULL},
	    {"3:", 0, NULL},
	    {":asa", 0, NULL},
	    {" 3", 0, NULL},
	    {"99999999999999999999", 0, NULL},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_shape how = {0};
		struct cs_err e = CS_ERR_INIT;
		int r = cs_shape_top(&how, cs_str_z(cases[i].text), &e);

		is_int(r, cases[i].top != 0 ? 0 : -1, "--top '%s'", cases[i].text);
		is_int((int64_t)how.top, (int64_t)cases[i].top, "its number");
		ok(cs_str_eq(how.top_by, cs_str_z(cases[i].by)), "its metric");
		is_int(e.status, r == 0 ? 0 : CS_EXIT_USAGE, "its status");
		how = (struct cs_shape){0};
		e = (struct cs_err)CS_ERR_INIT;
		r = cs_shape_min_group(&how, cs_str_z(cases[i].text), &e);
		is_int(r, cases[i].top > 1 ? 0 : -1, "--min-group '%s'", cases[i].text);
		is_int(how.min_group, r == 0 ? (int64_t)cases[i].top : 0, "its number");
		ok(cs_str_eq(how.min_by, cs_str_z(r == 0 ? cases[i].by : NULL)), "its metric");
	}
}

static int64_t
at(const char *text)
{
	int64_t instant = 0;

	ok(cs_time_parse(cs_str_z(text), &instant), "%s", text);
	return instant;
}

/* First instants of windows: over changes of the clocks, the ends of months and years. */
static void
test_windows(void)
{
	static const struct {
		enum cs_key_kind kind;
		int64_t step;
		unsigned n;
		const char *begin, *rolling, *year;
	} cases[] = {
	    {CS_KEY_DAY, 0, 7, "2026-04-01T00:00:00+02:00", "2026-03-26T00:00:00+01:00",
		"2026-01-01T00:00:00+01:00"},
	    {CS_KEY_DAY, 0, 2, "2026-01-01T00:00:00+01:00", "2025-12-31T00:00:00+01:00",
		"2026-01-01T00:00:00+01:00"},
	    {CS_KEY_WEEK, 0, 2, "2026-10-26T00:00:00+01:00", "2026-10-19T00:00:00+02:00",
		"2025-12-29T00:00:00+01:00"},
	    {CS_KEY_WEEK, 0, 3, "2025-12-29T00:00:00+01:00", "2025-12-15T00:00:00+01:00",
		"2025-12-29T00:00:00+01:00"},
	    /* 2026 has 53 weeks: its last begins on December 28, the first of 2027 on January 4. */
	    {CS_KEY_WEEK, 0, 1, "2026-12-28T00:00:00+01:00", "2026-12-28T00:00:00+01:00",
		"2025-12-29T00:00:00+01:00"},
	    {CS_KEY_WEEK, 0, 1, "2027-01-04T00:00:00+01:00", "2027-01-04T00:00:00+01:00",
		"2027-01-04T00:00:00+01:00"},
	    {CS_KEY_MONTH, 0, 12, "2026-03-01T00:00:00+01:00", "2025-04-01T00:00:00+02:00",
		"2026-01-01T00:00:00+01:00"},
	    {CS_KEY_STEP, 900, 5, "2026-03-29T03:15:00+02:00", "2026-03-29T01:15:00+01:00", NULL},
	    {CS_KEY_STEP, 900, 5, "2026-10-25T02:00:00+01:00", "2026-10-25T02:00:00+02:00", NULL},
	    {CS_KEY_STEP, 21600, 2, "2026-03-29T06:00:00+02:00", "2026-03-29T00:00:00+01:00", NULL},
	    {CS_KEY_STEP, 3600, 1000, "0001-01-01T05:00:00Z", "0001-01-01T00:00:00Z", NULL},
	};
	struct cs_err e = CS_ERR_INIT;
	const struct cs_zone *berlin = cs_zone_get(CS_STR("Europe/Berlin"), &e);

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_key_def d = {.kind = cases[i].kind, .step = cases[i].step};
		const struct cs_zone *zone = cases[i].n == 1000 ? NULL : berlin;
		int64_t begin = at(cases[i].begin);

		is_int(cs_window_rolling(&d, zone, begin, cases[i].n), at(cases[i].rolling),
		    "the window of %u that ends with %s", cases[i].n, cases[i].begin);
		if (cases[i].year != NULL)
			is_int(cs_window_year(&d, zone, begin), at(cases[i].year), "the year of %s",
			    cases[i].begin);
	}
}

/* What has to be read before a period. */
static void
test_reach(void)
{
	struct cs_key_def key[] = {{.kind = CS_KEY_COLUMN}, {.kind = CS_KEY_DAY}};
	struct cs_by by = {.key = key, .n = 2};
	struct cs_shape how = {.period = true, .to = CS_INSTANT_MAX};

	how.from = at("2026-10-05T00:00:00Z");
	is_int(cs_shape_reach(&how, &by), how.from, "no window, nothing more");
	how.rolling = 7;
	is_int(cs_shape_reach(&how, &by), at("2026-09-29T00:00:00Z"), "six days more");
	how.ytd = true;
	is_int(cs_shape_reach(&how, &by), at("2026-01-01T00:00:00Z"), "the year is longer");
	how.from = at("2026-01-03T00:00:00Z");
	is_int(cs_shape_reach(&how, &by), at("2025-12-28T00:00:00Z"), "the window is longer");
	how.period = false;
	is_int(cs_shape_reach(&how, &by), CS_INSTANT_MIN, "no period: all of it");
}

static void
test_sets(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_buf words = CS_BUF_INIT;
	struct cs_str rest, name;
	size_t n = 0;

	cs_set_words(&words);
	rest = cs_buf_all(&words);
	while (cs_str_split(&rest, '\n', &name) && name.n != 0) {
		const struct cs_vision_set *set = cs_set_find(&a, NULL, name, &e);
		struct cs_env env = {.source = "test"};
		struct cs_metric_env names = {.env = &env};
		struct cs_metric_list metrics;

		ok(set != NULL && set->nby != 0 && set->says.n != 0, "%.*s", CS_STR_ARG(name));
		is_int(set == NULL ? -1 : cs_metric_parse(&a, set->metrics, &names, &metrics, &e),
		    0, "its metrics are of the dictionary: %s", e.msg);
		for (size_t i = 0; set != NULL && i < metrics.n; i++)
			ok(metrics.metric[i].entry.n != 0, "%.*s",
			    CS_STR_ARG(metrics.metric[i].name));
		n++;
	}
	is_int((int64_t)n, 6, "sets");
	ok(cs_set_find(&a, NULL, CS_STR("yearly"), &e) == NULL, "no other");
	is_int(e.status, CS_EXIT_USAGE, "its status");
	cs_buf_finish(&words);
	cs_arena_finish(&a);
}

static void
test_names(void)
{
	static const struct {
		const char *name, *between;
		const char *metric; /* NULL: none */
		const char *unit, *words;
		bool value;
		int n;
	} cases[] = {
	    {"asa", NULL, "asa", "s", NULL, true, 0},
	    {"asa_n", NULL, "asa", "n", NULL, false, 0},
	    {"sl_offered_20_lo", NULL, "sl_offered_20", "share", NULL, false, 0},
	    {"asa_rolling_7", NULL, "asa", "s", "over each interval and the", true, 7},
	    {"asa_rolling_7_hi", NULL, "asa", "s", "over each interval and the", false, 7},
	    {"asa_ytd_n", NULL, "asa", "n", "over the year up to each interval", false, 0},
	    {"contacts_of_total", NULL, "contacts", "share", "as a share of all rows", true, 0},
	    {"asa_luck", NULL, "asa", NULL, "whether the difference could be luck", true, 0},
	    {"asa_billing", NULL, NULL, NULL, NULL, false, 0},
	    {"asa_rolling_", NULL, NULL, NULL, NULL, false, 0},
	    {"_n", NULL, NULL, NULL, NULL, false, 0},
	    {"n", NULL, NULL, NULL, NULL, false, 0},
	    {"asa_billing", "billing", "asa", "s", NULL, true, 0},
	    {"asa_billing_n", "billing", "asa", "n", NULL, false, 0},
	    {"asa_n_n", "n", "asa", "n", NULL, false, 0},
	    {"asa_a_b_rolling_12_n", "a_b", "asa", "n", "over each interval and the", false, 12},
	    {"asa", "asa", NULL, NULL, NULL, false, 0},
	    {"asa_billing", "sales", NULL, NULL, NULL, false, 0},
	};
	struct cs_str metric, rest;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_grid_name name;
		bool good = cs_grid_name_between(
		    cs_str_z(cases[i].name), cs_str_z(cases[i].between), &name);

		is_int(good, cases[i].metric != NULL, "%s", cases[i].name);
		if (!good)
			continue;
		ok(cs_str_eqz(name.metric, cases[i].metric), "its metric");
		ok(cases[i].unit == NULL ? name.unit.p == NULL
					 : cs_str_eqz(name.unit, cases[i].unit),
		    "its unit");
		is_str(name.words, cases[i].words, "its words");
		is_int(name.value, cases[i].value, "a value or not");
		is_int(name.n, cases[i].n, "its window");
	}
	rest = cs_grid_name_rest(CS_STR("sl_offered_20_billing_n"), &metric);
	ok(cs_str_eqz(rest, "billing_n") && cs_str_eqz(metric, "sl_offered_20"), "the longest");
	ok(cs_grid_name_rest(CS_STR("asa_"), &metric).p == NULL, "nothing behind it");
	ok(cs_grid_name_rest(CS_STR("queue_a"), &metric).p == NULL, "no metric");
}

int
main(void)
{
	test_names();
	test_top();
	test_windows();
	test_reach();
	test_sets();
	return done();
}
