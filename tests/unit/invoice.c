/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invoices, and whom outsourcers kept: what rows add up to, in pieces of any size; refusals. */
#include "charge/invoice.h"

#include "../feed.h"
#include "../tap.h"
#include "base/civil.h"

#define BILLED "vendor\tmonth\tbilled_minutes\tamount\tcurrency\n"
#define KEPT   "vendor\tcustomers\tstayed\tstayed_lo\n"

enum { MICRO = 1000000 };

struct got {
	struct cs_arena arena;
	struct cs_invoices s;
	struct cs_err e;
};

static int
read_text(struct got *g, const char *text, bool kept, size_t piece)
{
	struct feed f;
	char *file[1] = {f.path};
	int r;

	*g = (struct got){.e = CS_ERR_INIT};
	feed_start(&f, text, strlen(text), piece);
	r = kept ? cs_invoices_read_kept(&g->s, &g->arena, file, 1, &g->e)
		 : cs_invoices_read(&g->s, &g->arena, file, 1, &g->e);
	feed_stop(&f);
	return r;
}

static void
finish(struct got *g)
{
	cs_invoices_finish(&g->s);
	cs_arena_finish(&g->arena);
}

/* Several of a vendor and month add up; a fee has no minutes, and only minutes no amount. */
static void
test_billed(size_t piece)
{
	static const char text[] = BILLED "south\\tgate\t2026-02-01\t100.5\t20.25\tEUR\n"
					  "north\t2026-02-01\t10\t\\N\t\\N\n"
					  "south\\tgate\t2026-02-01\t\\N\t-0.25\tEUR\n"
					  "south\\tgate\t2026-01-01\t7\t1\tUSD\n"
					  "\\N\t2026-02-01\t\\N\t5\tEUR\n";
	const int64_t february = cs_civil_days(2026, 2, 1), january = cs_civil_days(2026, 1, 1);
	const struct cs_invoice *v;
	struct got g;

	ok(read_text(&g, text, false, piece) == 0, "pieces of %zu: %s", piece, g.e.msg);
	is_int(g.s.n, 4, "of each vendor and month one");
	v = cs_invoice_find(&g.s, CS_STR("south\tgate"), february);
	if (ok(v != NULL, "two invoices")) {
		is_int(v->minutes, 100.5 * MICRO, "minutes, in millionths");
		is_int(v->amount, 20 * MICRO, "amounts");
		is_slice(v->currency, "EUR", "in their currency");
	}
	v = cs_invoice_find(&g.s, CS_STR("south\tgate"), january);
	ok(v != NULL && v->amount == MICRO && cs_str_eqz(v->currency, "USD"),
	    "another month may be in another");
	v = cs_invoice_find(&g.s, CS_STR("north"), february);
	ok(v != NULL && v->has_minutes && !v->has_amount, "only minutes");
	v = cs_invoice_find(&g.s, cs_str(NULL, 0), february);
	ok(v != NULL && !v->has_minutes && v->has_amount, "a fee, of nobody outside");
	ok(cs_invoice_find(&g.s, CS_STR("north"), january) == NULL, "no such invoice");
	finish(&g);
}

/* Customers times the share that stayed, in millionths of customers. */
static void
test_kept(size_t piece)
{
	static const char text[] = KEPT "north\t200\t0.75\t\\N\n";
	const struct cs_invoice *v;
	struct got g;

	ok(read_text(&g, text, true, piece) == 0, "pieces of %zu: %s", piece, g.e.msg);
	ok(!g.s.by_month, "months are not told apart");
	v = cs_invoice_find(&g.s, CS_STR("north"), INT64_MIN);
	if (ok(v != NULL && v->has_kept, "one vendor"))
		is_int(v->kept, 150 * MICRO, "three of four");
	ok(v != NULL && !v->has_bounds, "without bounds");
	finish(&g);
}

/* A file that is refused: its second line, and why. */
static const struct {
	bool kept;
	const char *text;
	int status;
	const char *msg; /* how it ends */
} bad[] = {
    {false, "vendor\tmonth\nx\t2026-01-01\n", CS_EXIT_USAGE, "no column billed_minutes"},
    {true, "vendor\tcustomers\nx\t1\n", CS_EXIT_USAGE, "no column stayed"},
    {false, BILLED "x\t2026-01-02\t1\t\\N\t\\N\n", CS_EXIT_DATA,
	":2: column month: '2026-01-02' is not the first day of a month"},
    {false, BILLED "x\t2026-01\t1\t\\N\t\\N\n", CS_EXIT_DATA,
	":2: column month: '2026-01' is not the first day of a month"},
    {false, BILLED "x\t2026-01-01\tten\t\\N\t\\N\n", CS_EXIT_DATA,
	":2: column billed_minutes: 'ten' is not a number below 9223372036854 of at most 6 digits "
	"behind the point"},
    {false, BILLED "x\t2026-01-01\t\\N\t0.0000001\tEUR\n", CS_EXIT_DATA,
	":2: column amount: '0.0000001' is not a number below 9223372036854 of at most 6 digits "
	"behind the point"},
    {false, BILLED "x\t2026-01-01\t\\N\t5\tEURO\n", CS_EXIT_DATA,
	":2: column currency: 'EURO' is no currency"},
    {false, BILLED "x\t2026-01-01\t\\N\t\\N\t\\N\n", CS_EXIT_DATA,
	":2: column billed_minutes: '\\N' says nothing, and nor does an amount"},
    {false, BILLED "x\t2026-01-01\t\\N\t5\tEUR\nx\t2026-01-01\t\\N\t5\tUSD\n", CS_EXIT_DATA,
	": invoices of 'x' for one month in EUR and USD"},
    {true, KEPT "x\t-1\t0.5\t\\N\n", CS_EXIT_DATA,
	":2: column customers: '-1' is not a number of customers"},
    {true, KEPT "x\t10\t1.5\t\\N\n", CS_EXIT_DATA, ":2: column stayed: '1.5' is not a share"},
};

static void
test_refused(void)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct got g;
		size_t n, want = strlen(bad[i].msg);

		is_int(read_text(&g, bad[i].text, bad[i].kept, 4096), -1, "refused");
		is_int(g.e.status, bad[i].status, "status");
		n = strlen(g.e.msg);
		is_str(n > want ? g.e.msg + n - want : g.e.msg, bad[i].msg, "why");
		finish(&g);
	}
}

int
main(void)
{
	for (size_t piece = 1; piece < 200; piece += piece < 4 ? 1 : 61) {
		test_billed(piece);
		test_kept(piece);
	}
	test_refused();
	return done();
}
