/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which service level it is: the search has the same formulas as the dictionary, at random data and
 * thresholds, finds what was asked, and refuses figures that are none.
 */
#include "table/whichsl.h"

#include "desk.h"
#include "random.h"

static void
random_rows(struct cs_buf *b)
{
	static const char *const ends[] = {"answered", "answered", "answered", "abandoned",
	    "timeout", "callback", "key", "voicemail", "empty", "withdrawn", "open", "closed",
	    "vru", "full"};
	int n = 1 + below(60);

	cs_buf_z(b, "contact_id\tdisposition\twait_s\n");
	for (int i = 0; i < n; i++) {
		cs_buf_printf(b, "%d\t%s\t", i, ends[below(14)]);
		if (below(12) == 0)
			cs_buf_z(b, "\\N\n");
		else
			cs_buf_printf(b, "%d\n", below(40));
	}
}

/* What a formula of the dictionary counts. */
static void
by_dictionary(const char *rows, struct cs_str formula, int t, int short_s, int64_t *x, int64_t *n)
{
	const struct cs_metric *m = cs_metric_find(formula);
	struct cs_buf list = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct desk_state d;
	struct desk_run r = {0};
	struct cs_stat s;

	cs_buf_printf(&list, "%.*s(%d", CS_STR_ARG(formula), t);
	if (m->nparam > 1)
		cs_buf_printf(&list, ", %d", short_s);
	cs_buf_c(&list, ')');
	r.metrics = cs_buf_cstr(&list);
	*x = *n = -1;
	if (desk_count(&d, &r, rows, &e) == 0) {
		cs_cells_sort(d.fold[0].cells);
		cs_cells_stat(d.fold[0].cells, 0, 0, &s);
		*x = s.x;
		*n = s.n;
	}
	desk_finish(&d);
	cs_buf_finish(&list);
}

/* Each formula against the dictionary, and the search for the figure that it gives. */
static void
one_round(const char *rows, const struct cs_which_search *k)
{
	for (size_t i = 0; i < cs_which_formulas(k); i++) {
		struct cs_str name = cs_which_formula(k, i);
		int t = below(45), short_s = below(12);
		struct cs_which_figure f = {0, 1};
		struct cs_which *way;
		int64_t x, n, dx, dn;
		size_t nway;
		bool found = false;

		cs_which_counts(k, i, t, short_s, &x, &n);
		by_dictionary(rows, name, t, short_s, &dx, &dn);
		if (x != dx || n != dn)
			ok(false, "%.*s(%d, %d): %lld of %lld, the dictionary %lld of %lld",
			    CS_STR_ARG(name), t, short_s, (long long)x, (long long)n, (long long)dx,
			    (long long)dn);
		if (n == 0)
			continue;
		f.value = (x * 1000 + n / 2) / n;
		way = cs_which_find(k, &f, &nway);
		for (size_t j = 0; j < nway; j++)
			found = found ||
				(way[j].formula == i && way[j].t_from <= t && way[j].t_to >= t &&
				    (way[j].short_s < 0 || (way[j].short_from <= short_s &&
							       way[j].short_to >= short_s)));
		if (!found)
			ok(false, "%.*s(%d, %d) = %lld of %lld is not found", CS_STR_ARG(name), t,
			    short_s, (long long)x, (long long)n);
		free(way);
	}
}

static void
test_random(void)
{
	for (int round = 0; round < 120; round++) {
		struct cs_buf rows = CS_BUF_INIT;
		struct cs_err e = CS_ERR_INIT;
		struct desk_state d;
		struct desk_run r = {.metrics = cs_which_metrics, .by = cs_which_by};
		struct cs_which_search *k;

		random_rows(&rows);
		if (desk_count(&d, &r, cs_buf_cstr(&rows), &e) == 0) {
			cs_cells_sort(d.fold[0].cells);
			k = cs_which_new(d.fold[0].cells, &e);
			ok(cs_which_formulas(k) >= 11, "the eleven formulas");
			one_round(cs_buf_cstr(&rows), k);
			cs_which_free(k);
		} else {
			ok(false, "%s", e.msg);
		}
		desk_finish(&d);
		cs_buf_finish(&rows);
	}
	ok(tap_failed == 0, "120 random inputs: the search and the dictionary agree");
}

static void
test_figures(void)
{
	static const struct {
		const char *text;
		int64_t value; /* -1: refused */
		int digits;
	} cases[] = {{"87.3", 873, 1}, {"87.3%", 873, 1}, {"0", 0, 0}, {"100.00", 10000, 2},
	    {"100.01", -1, 0}, {"-1", -1, 0}, {"", -1, 0}, {"%", -1, 0}, {"87,3", -1, 0},
	    {"1.2345678", -1, 0}, {"x", -1, 0}};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_which_figure f = {-1, 0};
		struct cs_err e = CS_ERR_INIT;
		int r = cs_which_parse(cs_str_z(cases[i].text), &f, &e);

		is_int(r == 0 ? f.value : -1, cases[i].value, "'%s'", cases[i].text);
		is_int(f.digits, cases[i].digits, "its digits");
	}
}

int
main(void)
{
	seed = 7;
	test_random();
	test_figures();
	return done();
}
