/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Counting, cells and tables: what comes out does not depend on how rows are dealt; what was
 * written reads back; what is no stream of cells is refused with its line.
 */
#include <sys/mman.h>

#include "desk.h"

static const char rows[] =
    "contact_id\tagent_id\tstarted_at\twait_s\tdisposition\tcsat\tnps\tcost\tthemes\n"
    "c1\tbob\t2026-03-02T08:00:00Z\t5\tanswered\t5\t10\t1.10\tbill,late\n"
    "c2\tbob\t2026-03-02T08:14:59Z\t25\tanswered\t4\t9\t2.20\tlate\n"
    "c3\tann\t2026-03-02T08:15:00Z\t10\tabandoned\t\\N\t\\N\t\\N\t\\N\n"
    "c4\t\\N\t2026-03-02T09:00:00Z\t\\N\tclosed\t\\N\t0\t\\N\t\\N\n"
    "c5\ta\\tb\t2026-03-02T09:00:00Z\t0\tanswered\t1\t7\t-0.000001\tbill\n"
    "c6\tbob\t\\N\t61\tabandoned\t\\N\t6\t3\t\\N\n";

static const struct {
	struct desk_run run;
	const char *want;
} tables[] = {
    {{.metrics = "contacts"}, "contacts\n6\n"},
    {{.metrics = "contacts,asa,sl_offered,csat_mean,nps,cost_mean,max_wait", .by = "agent"},
	"agent_id\tcontacts\tasa\tasa_n\tsl_offered\tsl_offered_n\tcsat_mean\tcsat_mean_n\tnps\t"
	"nps_n\tcost_mean\tcost_mean_n\tmax_wait\n"
	"a\\tb\t1\t0.000\t1\t1.00000000\t1\t1.000000\t1\t0.0000\t1\t-0.000001\t1\t0\n"
	"ann\t1\t\\N\t0\t0.00000000\t1\t\\N\t0\t\\N\t0\t\\N\t0\t10\n"
	"bob\t3\t15.000\t2\t0.33333333\t3\t4.500000\t2\t33.3333\t3\t2.100000\t3\t61\n"
	"\\N\t1\t\\N\t0\t\\N\t0\t\\N\t0\t-100.0000\t1\t\\N\t0\t\\N\n"},
    {{.metrics = "contacts", .by = "15m", .zone = "Europe/Berlin"},
	"interval\tcontacts\n2026-03-02T09:00:00+01:00\t2\n2026-03-02T09:15:00+01:00\t1\n"
	"2026-03-02T10:00:00+01:00\t2\n\\N\t1\n"},
    {{.metrics = "contacts", .by = "15m", .fill = true},
	"interval\tcontacts\n2026-03-02T08:00:00+00:00\t2\n2026-03-02T08:15:00+00:00\t1\n"
	"2026-03-02T08:30:00+00:00\t0\n2026-03-02T08:45:00+00:00\t0\n"
	"2026-03-02T09:00:00+00:00\t2\n\\N\t1\n"},
    {{.metrics = "contacts", .by = "week"}, "week\tcontacts\n2026-03-02\t5\n\\N\t1\n"},
    {{.metrics = "contacts", .by = "month,day"},
	"month\tday\tcontacts\n2026-03-01\t2026-03-02\t5\n\\N\t\\N\t1\n"},
    {{.metrics = "contacts", .by = "each(themes)"}, "themes\tcontacts\nbill\t2\nlate\t2\n\\N\t3\n"},
    {{.metrics = "n=count(*)", .by = "late=wait_s > 20"}, "late\tn\nf\t3\nt\t2\n\\N\t1\n"},
    {{.metrics = "d=distinct(agent_id),d2=distinct(wait_s),t=max(started_at)"},
	"d\td2\tt\n3\t5\t2026-03-02T09:00:00Z\n"},
    {{.metrics = "d=distinct_approx(agent_id),l_ratio=count(*) / distinct_approx(wait_s)",
	 .ci = true},
	"d\td_n\td_lo\td_hi\tl_ratio\tl_ratio_n\n3\t5\t3\t4\t1.200000\t5\n"},
    {{.metrics = "p50_wait,mean_wait,sum_wait,max_wait"},
	"p50_wait\tp50_wait_n\tmean_wait\tmean_wait_n\tsum_wait\tmax_wait\n10\t5\t20."
	"200\t5\t101\t61\n"},
    {{.metrics = "p50_wait,mean_wait,csat_top2", .ci = true},
	"p50_wait\tp50_wait_n\tp50_wait_lo\tp50_wait_hi\tmean_wait\tmean_wait_n\tmean_wait_lo\t"
	"mean_wait_hi\tcsat_top2\tcsat_top2_n\tcsat_top2_lo\tcsat_top2_hi\n"
	"10\t5\t\\N\t\\N\t20.200\t5\t-10.409\t50.809\t0.66666667\t3\t0.20765960\t0.93850806\n"},
    {{.metrics = "drop_answered,nps_margin"},
	"drop_answered\tdrop_answered_n\tnps_margin\n0.66666667\t3\t78.3986\n"},
    {{.metrics = "contacts,answered", .mark = "310330"}, "contacts\tanswered\n3\t2\n"},
    {{.metrics = "c=sum(cost),m=min(cost)"}, "c\tm\n6.299999\t-0.000001\n"},
    {{.metrics = "w=mean(sum(wait_s) per agent_id),w9=p90(sum(wait_s) per agent_id),"
		 "over_n=count(sum(wait_s) > 10 per agent_id),f=min(max(started_at) per agent_id)"},
	"w\tw_n\tw9\tw9_n\tover_n\tf\n33.667\t3\t91\t3\t1\t2026-03-02T08:14:59Z\n"},
    {{.metrics = "s=share(count(*) > 1 per agent_id),t=mean(distinct(themes) per agent_id),"
		 "c=sum(mean(cost) per agent_id)",
	 .by = "each(themes)",
	 .ci = true},
	"themes\ts\ts_n\ts_lo\ts_hi\tt\tt_n\tt_lo\tt_hi\tc\n"
	"bill\t0.00000000\t2\t0.00000000\t0.65761977\t1.000000\t2\t\\N\t\\N\t1.099999\n"
	"late\t1.00000000\t1\t0.20654931\t1.00000000\t2.000000\t1\t\\N\t\\N\t1.65\n"
	"\\N\t0.00000000\t2\t0.00000000\t0.65761977\t0.000000\t2\t\\N\t\\N\t3\n"},
};

static void
test_tables(void)
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		struct desk_run r = tables[i].run;

		desk_is(&r, rows, tables[i].want, r.metrics);
		for (r.rows = 1; r.rows <= 6; r.rows++) {
			r.folds = 1 + (unsigned)r.rows % 3;
			desk_is(&r, rows, tables[i].want, "in pieces, by several");
		}
	}
}

/* No rows at all: one row without keys, none with. */
static void
test_empty(void)
{
	static const char head[] = "contact_id\twait_s\tdisposition\tagent_id\n";

	desk_is(&(struct desk_run){.metrics = "contacts,asa"}, head,
	    "contacts\tasa\tasa_n\n0\t\\N\t0\n", "no rows");
	desk_is(&(struct desk_run){.metrics = "contacts,asa", .by = "agent"}, head,
	    "agent_id\tcontacts\tasa\tasa_n\n", "no groups");
}

/* Cells written, read, written again are the same bytes; rendered, the same table. */
static void
test_cells(void)
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		struct desk_run r = tables[i].run;
		char *cells, *again, *table;
		const char *text[1];

		r.fill = false;
		table = desk_run(&r, rows);
		r.cells = true;
		cells = desk_run(&r, rows);
		text[0] = cells;
		again = desk_reread(&r, text, 1);
		is_str(again, cells, "cells read and written: %s", r.metrics);
		free(again);
		r.cells = false;
		again = desk_reread(&r, text, 1);
		is_str(again, table, "and rendered");
		free(again);
		free(cells);
		free(table);
	}
}

#define HEAD		    "kind\tagent_id\tmetric\tpart\tvalue\n"
#define VERSION		    "meta\t\\N\t\\N\tversion\t2\n" /* which has no checksum */
#define SHARD(period, name) "shard\t\\N\t" period "\t" name "\t1\n"
#define KEY                                                                                        \
	"meta\t\\N\t\\N\tcolumn\twait_s\nkey\t\\N\tagent_id\tkind\tcolumn\n"                       \
	"key\t\\N\tagent_id\ttype\tid\n"
#define METRIC "metric\t\\N\tm\tformula\tmean(wait_s)\nmetric\t\\N\tm\tunit\ts\n"
#define PER                                                                                        \
	"metric\t\\N\tm\tformula\tshare(count(*) > share(wait_s > 5) per wait_s)\n"                \
	"metric\t\\N\tm\tunit\tshare\n"
#define REPEAT	"metric\t\\N\tm\tformula\trepeat_share(1d)\nmetric\t\\N\tm\tunit\tshare\n"
#define CELL(p) "cell\tbob\tm\t" p "\n"
#define END(n)	"end\t\\N\t\\N\tcells\t" n "\n"
#define SUM(n)	"end\t\\N\t\\N\tcrc32\t" n "\n"
#define SUMMED	"meta\t\\N\t\\N\tversion\t3\n" KEY METRIC

static const struct {
	const char *text[2], *want;
} bad[] = {
    {{"agent_id\tcontacts\nbob\t5\n"}, "error: : this is no stream of cells"},
    {{"kind\tmetric\tvalue\tpart\n"}, "error: : this is no stream of cells"},
    {{HEAD}, "error: : the cells are cut: their end is not there"},
    {{HEAD, HEAD VERSION KEY METRIC END("0")},
	"error: : the cells are cut: their end is not there"},
    {{HEAD VERSION KEY METRIC END("0"), HEAD},
	"error: : the cells are cut: their end is not there"},
    {{HEAD "kind\tagent_id\tmetric\tpart\tvalue\n"},
	"error: : the cells are cut: their end is not there"},
    {{HEAD VERSION KEY METRIC END("0") HEAD}, "error: : the cells are cut: their end is not there"},
    {{HEAD "cell\tbob\tm\tn\t1\n"}, "error: :2: the cells do not begin with their version"},
    {{HEAD VERSION "cell\tbob\tm\tn\t1\n"}, "error: :3: cells before the metrics that they are of"},
    {{HEAD "shard\t\\N\t\\N\ta\t1\n"}, "error: :2: the cells do not begin with their version"},
    {{HEAD VERSION}, "error: : the cells are cut: their end is not there"},
    {{HEAD VERSION KEY METRIC "cell\tbob\t\\N\trows\t1\n"},
	"error: : the cells are cut: their end is not there"},
    {{HEAD VERSION KEY METRIC "cell\tbob\t\\N\trows\t1\n", HEAD VERSION KEY METRIC END("0")},
	"error: : the cells are cut: their end is not there"},
    {{HEAD VERSION KEY METRIC END("1")}, "error: :8: 1 cells were written, and 0 are here"},
    {{HEAD VERSION KEY METRIC END("x")}, "error: :8: how many cells there were is no number"},
    {{HEAD END("0")}, "error: :2: an end of cells that did not begin with their version"},
    {{HEAD VERSION KEY METRIC HEAD}, "error: :8: a header of other cells, or in the midst of them"},
    {{HEAD VERSION KEY METRIC END("0") "kind\tqueue\tmetric\tpart\tvalue\n"},
	"error: :9: a header of other cells, or in the midst of them"},
    {{HEAD VERSION KEY METRIC END("0") CELL("n\t1")},
	"error: :9: the cells do not begin with their version"},
    {{HEAD SUMMED END("0")}, "error: : the cells are cut: their end is not there"},
    {{HEAD SUMMED SUM("00000000")},
	"error: :8: an end of cells is their number, then their checksum"},
    {{HEAD SUMMED END("0") END("0")},
	"error: :9: an end of cells is their number, then their checksum"},
    {{HEAD SUMMED END("0") CELL("n\t1")}, "error: : the cells are cut: their end is not there"},
    {{HEAD SUMMED END("0") SUM("0000000G")}, "error: :9: the checksum of the cells is no checksum"},
    {{HEAD SUMMED "end\tbob\t\\N\tcells\t0\n"},
	"error: :8: an end of cells is their number, then their checksum"},
    {{HEAD SUMMED END("0") "end\t\\N\tm\tcrc32\t00000000\n"},
	"error: :9: an end of cells is their number, then their checksum"},
    {{HEAD SUMMED END("0") SUM("12345678")},
	"error: :9: the cells are not as they were written: their checksum is 94626f34, not "
	"12345678"},
    {{HEAD VERSION KEY METRIC END("0") SUM("00000000")},
	"error: :9: an end of cells that did not begin with their version"},
    {{HEAD KEY}, "error: :2: the cells do not begin with their version"},
    {{HEAD "meta\t\\N\t\\N\tversion\t4\n"},
	"error: :2: these cells are of a newer version of the toolkit"},
    {{HEAD "meta\t\\N\t\\N\tversion\tx\n"}, "error: :2: the version of the cells is no number"},
    {{HEAD "what\t\\N\t\\N\tversion\t1\n"}, "error: :2: a record of no kind that cells have"},
    {{HEAD VERSION "meta\t\\N\t\\N\tas_of\tnow\n"}, "error: :3: as_of is no instant"},
    {{HEAD VERSION "key\t\\N\tqueue\tkind\tcolumn\n"},
	"error: :3: a key that is not in the header"},
    {{HEAD VERSION "key\t\\N\tagent_id\tkind\tx\n"}, "error: :3: a key of no known kind"},
    {{HEAD VERSION "key\t\\N\tagent_id\tkind\t77\n"}, "error: :3: a key of no known kind"},
    {{HEAD VERSION "key\t\\N\tagent_id\ttype\tx\n"}, "error: :3: a key of no known type"},
    {{HEAD VERSION "metric\t\\N\tm\tbetter\tx\n"},
	"error: :3: a word for better or role that is none"},
    {{HEAD VERSION KEY METRIC CELL("n\t1") CELL("sum\t5") END("2")},
	"error: :10: the parts of the cell before do not stand together, or run over"},
    {{HEAD VERSION KEY METRIC CELL("n\t-1")},
	"error: :8: the value is not what this part of a cell can be"},
    {{HEAD VERSION KEY METRIC CELL("n\t99999999999999999999")},
	"error: :8: the value is not what this part of a cell can be"},
    {{HEAD VERSION KEY PER CELL("per\tk\\t3.n=1")},
	"error: :8: the value is not what this part of a cell can be"},
    {{HEAD VERSION KEY PER CELL("per\tk\\t1.n=1") CELL("per\tk\\t1.n=-1")},
	"error: :9: the value is not what this part of a cell can be"},
    {{HEAD VERSION KEY PER CELL("per\tk\\t1.n=9223372036854775807") CELL("per\tk\\t1.n=1")},
	"error: :9: the value is not what this part of a cell can be"},
    {{HEAD VERSION KEY PER CELL("per\tk\\t1.sum=1")},
	"error: :8: the value is not what this part of a cell can be"},
    {{HEAD VERSION KEY PER CELL("per\tk\\t2.n=1\\t2.x=2") END("1")},
	"error: the cells of m have more in a part (x) than in the whole (n)"},
    {{HEAD VERSION KEY PER CELL("per\t\\\\q")},
	"error: :8: the value is not what this part of a cell can be"},
    {{HEAD VERSION KEY METRIC CELL("hist\t1:1")},
	"error: :8: the value is not what this part of a cell can be"},
    {{HEAD VERSION KEY METRIC "cell\tbob\tother\tn\t1\n"},
	"error: :8: a cell of a metric or part that the stream did not name"},
    {{HEAD VERSION KEY METRIC "cell\tbob\t\\N\tn\t1\n"},
	"error: :8: without a metric there is only the part rows, a number"},
    {{HEAD VERSION KEY METRIC "shard\t\\N\t\\N\ta\t-1\n"},
	"error: :8: the rows of a shard are no number"},
    {{HEAD VERSION KEY METRIC "shard\t\\N\t\\N\ta\t1\n" END("0"),
	 HEAD VERSION KEY METRIC "shard\t\\N\t\\N\ta\t1\n" END("0")},
	"error: : the shard 'a' is there twice"},
    {{HEAD VERSION KEY METRIC "shard\t\\N\tnever\ta\t1\n"},
	"error: :8: the period of a shard is none"},
    {{HEAD VERSION KEY METRIC SHARD("2026-10-05T00:00:00Z..", "a") END("0"),
	 HEAD VERSION KEY METRIC SHARD("\\N", "b") END("0")},
	"error: : of these cells the period is none, of those before 2026-10-05T00:00:00Z.."},
    {{HEAD VERSION KEY METRIC SHARD("2026-10-05T00:00:00Z..2026-10-06T00:00:00Z", "a") END("0"),
	 HEAD VERSION KEY METRIC SHARD("2026-10-05T23:59:59Z..", "b") END("0")},
	"error: : of these cells the period is 2026-10-05T23:59:59Z.., of those before "
	"2026-10-05T00:00:00Z..2026-10-06T00:00:00Z"},
    {{HEAD VERSION KEY METRIC SHARD("..2026-10-05T00:00:00Z", "a") END("0"),
	 HEAD VERSION KEY METRIC SHARD("..2026-10-05T00:00:00Z", "a") END("0")},
	"error: : the shard 'a' is there twice"},
    {{HEAD VERSION "meta\t\\N\t\\N\tperiod_from\t2026-10-05T00:00:00Z\n"},
	"error: :3: a bound of a period where there is none, or no instant"},
    {{HEAD VERSION "meta\t\\N\t\\N\tbad\tskip\n" KEY METRIC END("0"),
	 HEAD VERSION KEY METRIC END("0")},
	"error: : of these cells --bad is none, of those before skip"},
    {{HEAD VERSION KEY METRIC "cell\tbob\t\\N\trows\t1\n" END("1"), HEAD VERSION METRIC END("0")},
	"error: : the cells have other metrics, keys or another zone than those before"},
    {{HEAD VERSION "meta\t\\N\t\\N\tas_of\t2026-01-01T00:00:00Z\n" KEY REPEAT END("0"),
	 HEAD VERSION "meta\t\\N\t\\N\tas_of\t2026-01-02T00:00:00Z\n" KEY REPEAT END("0")},
	"error: : the cells are as of 2026-01-02T00:00:00Z, those before as of "
	"2026-01-01T00:00:00Z"},
};

static void
test_bad(void)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct desk_run r = {.cells = false};
		char *got = desk_reread(&r, bad[i].text, bad[i].text[1] != NULL ? 2 : 1);

		is_str(got, bad[i].want, "refused");
		free(got);
	}
}

/* Parts of one cell in several records, sums that are too large for 64 bits. */
static void
test_parts(void)
{
	static const char *const text[] = {HEAD VERSION KEY METRIC CELL("n\t2") CELL("n\t1")
		CELL("sum\t170141183460469231731687303715884105000") CELL("min\t-3") CELL("min\t-4")
		    CELL("max\t7") CELL("max\t6") CELL("wide\t1") END("8")};
	struct desk_run r = {0};
	char *got = desk_reread(&r, text, 1);

	is_str(got, "agent_id\tm\tm_n\nbob\t56713727820156410577229101238628035000.000\t3\n",
	    "parts add up");
	free(got);
}

/* The status with which bytes are refused as cells; 0: they are not. */
static int
refused(int fd, const char *bytes, size_t n)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_cells *c = NULL;
	char path[32], *paths[1] = {path};
	struct cs_reader *r;

	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (ftruncate(fd, 0) != 0 || pwrite(fd, bytes, n, 0) != (ssize_t)n)
		exit(1);
	r = cs_reader_open(paths, 1, 0, &e);
	if (r != NULL)
		c = cs_cells_read(r, &e);
	cs_reader_close(r);
	cs_cells_free(c);
	return e.status;
}

/* No bit can be changed, no record left out, doubled or moved. */
static void
test_harm(void)
{
	struct desk_run r = {.metrics = "contacts,csat_top2,p90_wait,n=nps(nps),d=distinct(themes),"
					"a=distinct_approx(themes)",
	    .by = "agent,k=wait_s > 5",
	    .zone = "Europe/Berlin",
	    .cells = true};
	int fd = memfd_create("cells", MFD_CLOEXEC), status;
	char *text = desk_run(&r, rows), *line, *next, *harmed;
	size_t n = strlen(text), head = strcspn(text, "\n") + 1, passed = 0;

	harmed = malloc(2 * n);
	if (fd < 0 || harmed == NULL)
		exit(1);
	is_int(refused(fd, text, n), 0, "cells as they are");
	for (size_t bit = 0; bit < 8 * n; bit++) {
		text[bit / 8] = (char)(text[bit / 8] ^ (1 << bit % 8));
		status = refused(fd, text, n);
		/* What has another head is no stream of cells. */
		if (status != CS_EXIT_DATA && (status != CS_EXIT_USAGE || bit / 8 >= head)) {
			printf("# byte %zu, bit %zu: %d\n", bit / 8, bit % 8, status);
			passed++;
		}
		text[bit / 8] = (char)(text[bit / 8] ^ (1 << bit % 8));
	}
	is_int((long long)passed, 0, "bits changed in %zu bytes", n);
	passed = 0;
	for (line = text + head; line < text + n; line = next) {
		size_t before = (size_t)(line - text), one;

		next = strchr(line, '\n') + 1;
		one = (size_t)(next - line);
		memcpy(harmed, text, before);
		memcpy(harmed + before, next, n - before - one);
		passed += refused(fd, harmed, n - one) != CS_EXIT_DATA;
		memcpy(harmed, text, before + one);
		memcpy(harmed + before + one, line, n - before);
		passed += refused(fd, harmed, n + one) != CS_EXIT_DATA;
		/* Moved behind the record that follows. */
		if (next < text + n) {
			size_t other = (size_t)(strchr(next, '\n') + 1 - next);

			memcpy(harmed, text, n);
			memcpy(harmed + before, next, other);
			memcpy(harmed + before + other, line, one);
			passed += refused(fd, harmed, n) != CS_EXIT_DATA;
		}
	}
	is_int((long long)passed, 0, "records left out, doubled, moved");
	(void)close(fd);
	free(harmed);
	free(text);
}

/* The clocks change: a day of 92 quarter-hours and one of 100, each with its offset. */
static void
test_clocks(void)
{
	static const struct {
		const char *first, *last;
		int n;
	} days[] = {{"2026-03-28T23:00:00Z", "2026-03-29T21:45:00Z", 92},
	    {"2026-10-24T22:00:00Z", "2026-10-25T22:45:00Z", 100}};

	for (size_t i = 0; i < 2; i++) {
		struct desk_run r = {
		    .metrics = "contacts", .by = "15m", .zone = "Europe/Berlin", .fill = true};
		struct cs_buf b = CS_BUF_INIT;
		char *got, *at;
		int n = -1;

		cs_buf_printf(
		    &b, "contact_id\tstarted_at\na\t%s\nb\t%s\n", days[i].first, days[i].last);
		got = desk_run(&r, cs_buf_cstr(&b));
		for (at = got; (at = strchr(at, '\n')) != NULL; at++)
			n++;
		is_int(n, days[i].n, "quarter-hours of the day");
		if (i == 1)
			ok(strstr(got, "T02:15:00+02:00\t0\n") != NULL &&
				strstr(got, "T02:15:00+01:00\t0\n") != NULL,
			    "the hour that comes twice is two hours");
		free(got);
		cs_buf_finish(&b);
	}
}

int
main(void)
{
	test_tables();
	test_empty();
	test_cells();
	test_bad();
	test_parts();
	test_harm();
	test_clocks();
	return done();
}
