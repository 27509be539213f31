/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stocks: the statistic by itself, and a table of days, whatever the batches and folds, and from
 * cells. Against brute force they stand in tests/prop/stretches.t.
 */
#include "cell/stock.h"
#include "desk.h"

#define M                                                                                          \
	"in_n=stock_in(started_at, solved_at),out_n=stock_out(started_at, solved_at),"             \
	"open_n=stock(started_at, solved_at),age_s=stock_age(started_at, solved_at),"              \
	"half_s=stock_age_quantile(started_at, solved_at, 0.5),"                                   \
	"old_s=stock_age_max(started_at, solved_at)"
#define HEAD "in_n\tout_n\topen_n\tage_s\tage_s_n\thalf_s\thalf_s_n\told_s\told_s_n\n"
#define N8   "\\N\t0\t\\N\t0\t\\N\t0\n"

static const char rows[] = "queue\tstarted_at\tsolved_at\n"
			   "a\t2026-10-01T10:00:00Z\t2026-10-01T11:00:00Z\n"
			   "a\t2026-10-01T12:00:00Z\t2026-10-03T00:00:00Z\n"
			   "b\t2026-10-01T23:59:59.5Z\t\\N\n"
			   "b\t2026-10-03T12:00:00Z\t2026-10-03T12:00:00Z\n"
			   "b\t2026-10-03T13:00:00Z\t2026-10-03T12:59:00Z\n"
			   "b\t\\N\t2026-10-03T12:59:00Z\n"
			   "a\t2026-10-04T00:00:00Z\t\\N\n";

static const struct {
	const char *what;
	struct desk_run run;
	const char *want;
} tables[] = {
    {"all, as of the newest", {.metrics = M}, HEAD "5\t3\t2\t86400.000\t2\t0\t2\t172800\t2\n"},
    {"days", {.metrics = M, .by = "day", .fill = true},
	"day\t" HEAD "2026-10-01\t3\t1\t2\t21600.000\t2\t0\t2\t43200\t2\n"
	"2026-10-02\t0\t0\t2\t108000.000\t2\t86400\t2\t129600\t2\n"
	"2026-10-03\t1\t2\t1\t172800.000\t1\t172800\t1\t172800\t1\n"
	"2026-10-04\t1\t0\t2\t86400.000\t2\t0\t2\t172800\t2\n"
	"\\N\t0\t0\t\\N\t" N8},
    {"as of noon", {.metrics = M, .by = "queue", .as_of = "2026-10-03T12:00:00Z"},
	"queue\t" HEAD "a\t2\t2\t0\t" N8 "b\t2\t1\t1\t129600.000\t1\t129600\t1\t129600\t1\n"},
    {"too early to say", {.metrics = M, .by = "day", .as_of = "2026-10-01T11:30:00Z"},
	"day\t" HEAD "2026-10-01\t1\t1\t0\t" N8 "2026-10-03\t0\t0\t\\N\t" N8
	"2026-10-04\t0\t0\t\\N\t" N8 "\\N\t0\t0\t\\N\t" N8},
    {"a period holds what came before it",
	{.metrics = M,
	    .by = "day",
	    .from = "2026-10-03T00:00:00Z",
	    .to = "2026-10-04T00:00:00Z",
	    .mark = "2223332"},
	"day\t" HEAD "2026-10-03\t1\t2\t1\t172800.000\t1\t172800\t1\t172800\t1\n"
	"\\N\t0\t0\t\\N\t" N8},
    {"other rows do not count", {.metrics = M, .mark = "1110003"},
	HEAD "1\t0\t1\t0.000\t1\t0\t1\t0\t1\n"},
    {"weeks and days",
	{.metrics = "open_n=stock(started_at, solved_at)", .by = "week,day", .as_of = "2026-10-06"},
	"week\tday\topen_n\n2026-09-28\t2026-10-01\t2\n2026-09-28\t2026-10-03\t1\n"
	"2026-09-28\t2026-10-04\t2\n\\N\t\\N\t\\N\n"},
    {"with a filter", {.metrics = "open_n=stock(started_at, solved_at) filter (where queue = 'b')"},
	"open_n\n1\n"},
};

static void
check_tables(void)
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		struct desk_run run = tables[i].run, again = {.fill = run.fill};
		const char *text[1];
		char *cells;

		for (size_t n = 0; n <= 3; n++) {
			run.rows = n;
			run.folds = (unsigned)n;
			desk_is(&run, rows, tables[i].want, tables[i].what);
		}
		run.cells = true;
		run.fill = false;
		text[0] = cells = desk_run(&run, rows);
		cells = desk_reread(&again, text, 1);
		is_str(cells, tables[i].want, "%s: from cells", tables[i].what);
		free(cells);
		free((char *)(uintptr_t)text[0]);
	}
}

static void
part(void *arg, const char *name, struct cs_str value)
{
	cs_buf_printf(arg, "%s=%.*s ", name, CS_STR_ARG(value));
}

static void
check_parts(void)
{
	struct cs_stock s = {0}, t = {0};
	struct cs_buf b = CS_BUF_INIT;

	cs_stock_parts(&s, part, &b);
	is_int((int64_t)b.n, 0, "an empty one has no parts");
	cs_stock_enter(&s, 1500000, true, true);
	cs_stock_enter(&s, 2000000, false, true);
	cs_stock_leave(&s, 1500000, true);
	s.until = 9;
	cs_stock_parts(&s, part, &b);
	is_str(cs_buf_cstr(&b), "until=9 held=1 in=1 out=1 sum=2 ", "held, came and left");
	is_int(s.entered.n - s.left.n, 1, "seconds of entry");
	ok(cs_stock_read(&t, CS_STR("until"), CS_STR("-4")) &&
		cs_stock_read(&t, CS_STR("in"), CS_STR("3")) &&
		cs_stock_read(&t, CS_STR("entered"), CS_STR("5:3")) && t.until == -4,
	    "parts are read");
	ok(!cs_stock_read(&t, CS_STR("in"), CS_STR("-1")) &&
		!cs_stock_read(&t, CS_STR("in"), CS_STR("9223372036854775807")) &&
		!cs_stock_read(&t, CS_STR("n"), CS_STR("1")) &&
		!cs_stock_read(&t, CS_STR("sum"), CS_STR("x")),
	    "and what is none is not");
	ok(cs_stock_merge(&t, &s) && t.in == 4 && t.held == 1 && t.until == 9, "they add up");
	t.out = INT64_MAX;
	ok(!cs_stock_merge(&t, &s), "unless a count runs over");
	cs_stock_finish(&s);
	cs_stock_finish(&t);
	cs_buf_finish(&b);
}

/* Cells that nobody counted: more left than ever came. */
static void
check_unsound(void)
{
	static const char *const text[] = {
	    "kind\tqueue\tmetric\tpart\tvalue\n"
	    "meta\t\\N\t\\N\tversion\t1\nmeta\t\\N\t\\N\tcolumn\tstarted_at\n"
	    "meta\t\\N\t\\N\tcolumn\tsolved_at\n"
	    "key\t\\N\tqueue\tkind\tcolumn\nkey\t\\N\tqueue\ttype\tid\n"
	    "shard\t\\N\t\\N\tx\t1\n"
	    "metric\t\\N\topen_n\tformula\tstock(started_at, solved_at)\n"
	    "metric\t\\N\topen_n\tunit\tn\n"
	    "metric\t\\N\told_s\tformula\tstock_age_max(started_at, solved_at)\n"
	    "metric\t\\N\told_s\tunit\ts\n"
	    "cell\ta\t\\N\trows\t1\ncell\ta\topen_n\tuntil\t9\n"
	    "cell\ta\topen_n\tin\t1\ncell\ta\topen_n\tout\t2\ncell\ta\topen_n\tleft\t7:9\n"
	    "cell\tb\topen_n\tin\t9223372036854775807\ncell\tb\topen_n\theld\t9\n"
	    "end\t\\N\t\\N\tcells\t7\n"};
	const struct desk_run run = {.by = "queue"};
	char *got = desk_reread(&run, text, 1);

	is_str(got, "queue\topen_n\told_s\told_s_n\na\t\\N\t\\N\t0\nb\t\\N\t\\N\t0\n",
	    "less than nothing is not known");
	free(got);
}

int
main(void)
{
	check_tables();
	check_parts();
	check_unsound();
	return done();
}
