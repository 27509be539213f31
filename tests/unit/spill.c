/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells in pieces on the disk: however the groups were dealt to runs, the table and the cells are
 * those of one run in memory. */
#include "cell/spill.h"

#include "desk.h"

static const char head[] =
    "contact_id\tcustomer_id\tagent_id\tqueue\tstarted_at\twait_s\tcsat\tcost\tcurrency\n";

/* Keys of every type, with NULL, escapes, numbers that are written in two ways, long ones. */
static char *
make_rows(size_t from, size_t n)
{
	static const char *const customer[] = {"C1", "a customer with a long name", "\\N",
	    "tab\\there", "\\x43\\x31", "back\\\\slash", "Z"};
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = from; i < from + n; i++)
		cs_buf_printf(&b,
		    "%zu\t%s\ta%zu\t%s\t2026-03-%02zuT%02zu:30:00Z\t%zu\t%s\t%zu%s\tEUR\n", i,
		    customer[i * i % 7], i % 11, i % 5 != 0 ? "billing" : "\\N", 28 + i % 3, i % 24,
		    i * 7919 % 1013, i % 4 != 0 ? "4" : "\\N", i % 90, i % 2 != 0 ? ".0" : "");
	(void)cs_buf_cstr(&b);
	return b.p;
}

static const struct {
	const char *by, *metrics;
} runs[] = {
    {"customer_id", "contacts,p50_wait,mean_wait"},
    {"cost", "contacts,csat_mean"},
    {"wait_s,queue", "contacts,s_share=share(wait_s > 500)"},
    {"day,customer_id", "n=count(*),d=distinct(agent_id),cost_mean"},
    {"15m", "contacts,x_points=nps(csat)"},
    {"customer_id,queue", "a=distinct_approx(wait_s),c=distinct_approx(cost)"},
    {"customer_id,agent_id,queue", "k=count(count(*) > 1 per agent_id),p90_wait"},
    {NULL, "contacts,p90_wait,d=distinct(customer_id)"},
};

/* Deals rows to folds in two parts, each a run of every fold. */
static char *
in_pieces(const struct desk_run *r, const char *one, const char *two, struct cs_err *e)
{
	struct cs_str rest = cs_str_z(head), line;
	struct cs_spill *spill;
	struct desk_state d;
	char *out = NULL;
	int result;

	memset(&d, 0, sizeof d);
	(void)cs_str_split(&rest, '\n', &line);
	result = cs_head_parse(&d.head, line, e) == 0 ? desk_bind(&d, r, e) : -1;
	spill = cs_spill_new(d.scratch, 0);
	d.folds = r->folds;
	for (unsigned i = 0; i < d.folds; i++)
		cs_fold_init(&d.fold[i], &d.job);
	for (int part = 0; part < 2 && result == 0; part++) {
		result = desk_deal(&d, r, cs_str_z(part == 0 ? one : two), e);
		for (unsigned i = 0; i < d.folds && result == 0; i++)
			result = cs_spill_add(spill, d.fold[i].cells, e);
	}
	if (result == 0) {
		ok(cs_spill_any(spill), "something was written");
		d.fold[0].cells->spill = spill;
		out = desk_write(d.fold[0].cells, r, e);
	}
	cs_spill_free(spill);
	desk_finish(&d);
	return out;
}

static void
test_run(const char *by, const char *metrics, size_t rows, unsigned folds)
{
	struct desk_run r = {.metrics = metrics, .by = by};
	char *one = make_rows(0, rows), *two = make_rows(rows, rows), *want, *got;
	struct cs_err e = CS_ERR_INIT;
	struct cs_buf all = CS_BUF_INIT;

	cs_buf_printf(&all, "%s%s%s", head, one, two);
	want = desk_run(&r, cs_buf_cstr(&all));
	r.rows = rows / 5 + 1;
	r.folds = folds;
	got = in_pieces(&r, one, two, &e);
	ok(e.status == 0 && got != NULL && strcmp(got, want) == 0, "by %s: %zu rows, %u folds",
	    by != NULL ? by : "nothing", rows, folds);
	free(one);
	free(two);
	free(want);
	free(got);
	cs_buf_finish(&all);
}

/* More groups than there may be are found when they come together. */
static void
test_most(void)
{
	struct desk_run r = {.metrics = "contacts", .by = "contact_id", .folds = 1};
	struct cs_err e = CS_ERR_INIT;
	struct cs_buf all = CS_BUF_INIT;
	struct cs_spill *spill;
	struct desk_state d;
	char *rows = make_rows(0, 50);

	cs_buf_printf(&all, "%s%s", head, rows);
	ok(desk_count(&d, &r, cs_buf_cstr(&all), &e) == 0, "counted");
	spill = cs_spill_new(d.scratch, 49);
	ok(!cs_spill_any(spill), "nothing was written yet");
	ok(cs_spill_add(spill, d.fold[0].cells, &e) == 0, "written");
	is_int(d.fold[0].cells->keys.ngroup, 0, "no group is left");
	is_int(cs_spill_next(spill, d.fold[0].cells, &e), -1, "one too many");
	is_int(e.status, CS_EXIT_NOMEM, "is an error");
	cs_spill_free(spill);
	desk_finish(&d);
	cs_buf_finish(&all);
	free(rows);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
		for (unsigned folds = 1; folds <= 4; folds++)
			test_run(runs[i].by, runs[i].metrics, i + folds * 40, folds);
	}
	test_most();
	return done();
}
