/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a decision brings: charges by local day and currency, in pieces of any size; refusals. */
#include "charge/charged.h"

#include "../feed.h"
#include "../tap.h"

enum { MICRO = 1000000 };

struct got {
	struct cs_arena arena;
	struct cs_charged c;
	struct cs_err e;
};

static int
read_text(struct got *g, const char *text, const char *zone, size_t piece)
{
	struct feed f;
	char *file[1] = {f.path};
	int r;

	*g = (struct got){.e = CS_ERR_INIT, .c = {.decision = CS_STR("fee")}};
	g->c.zone = zone != NULL ? cs_zone_get(cs_str_z(zone), &g->e) : NULL;
	feed_start(&f, text, strlen(text), piece);
	r = cs_charged_read(&g->c, &g->arena, file, 1, &g->e);
	feed_stop(&f);
	return r;
}

static void
finish(struct got *g)
{
	cs_charged_finish(&g->c);
	cs_arena_finish(&g->arena);
}

static const struct cs_charged_day *
find(const struct got *g, int64_t day, const char *currency)
{
	for (size_t i = 0; i < g->c.n; i++)
		if (g->c.day[i].day == day && cs_str_eqz(g->c.day[i].currency, currency))
			return &g->c.day[i];
	return NULL;
}

/* Ten minutes to midnight in UTC is the next day in Berlin; what is given back in any way is not
 * kept, and counted once; another decision's charges are others. */
static void
test_days(size_t piece)
{
	static const char text[] =
	    "charged_at\tamount\tcurrency\twaived_at\trefunded_at\tdecision\n"
	    "2026-03-02T10:00:00Z\t4.00\tEUR\t\\N\t\\N\tfee\n"
	    "2026-03-01T23:50:00Z\t0.000001\tEUR\t\\N\t\\N\tfee\n"
	    "2026-03-02T11:00:00Z\t4\tEUR\t2026-03-05T10:00:00Z\t\\N\tfee\n"
	    "2026-03-02T12:00:00Z\t4\tEUR\t\\N\t2026-04-05T10:00:00Z\tfee\n"
	    "2026-03-02T13:00:00Z\t4\tEUR\t2026-03-05T10:00:00Z\t2026-03-06T10:00:00Z\tfee\n"
	    "2026-03-02T13:00:00Z\t7\tUSD\t\\N\t\\N\tfee\n"
	    "2026-03-02T13:00:00Z\t99\tEUR\t\\N\t\\N\tother\n";
	const int64_t second = cs_civil_days(2026, 3, 2);
	const struct cs_charged_day *d;
	struct got g;

	ok(read_text(&g, text, "Europe/Berlin", piece) == 0, "pieces of %zu: %s", piece, g.e.msg);
	is_int(g.c.n, 2, "a day in two currencies");
	is_int(g.c.others, 1, "of another decision");
	d = find(&g, second, "EUR");
	if (ok(d != NULL, "its euros")) {
		is_int(d->charges, 5, "charges");
		is_int(d->waived, 2, "waived, of which one was refunded too");
		is_int(d->refunded, 1, "refunded");
		is_int(d->kept, 2, "kept");
		is_int(d->amount, 4 * MICRO + 1, "what of it is kept, to the millionth");
		is_int(d->line, 2, "where it was first");
	}
	d = find(&g, second, "USD");
	ok(d != NULL && d->kept == 1 && d->amount == 7 * MICRO, "its dollars");
	finish(&g);
	ok(read_text(&g, text, NULL, piece) == 0 && g.c.n == 3, "three, of days of UTC");
	ok(find(&g, second - 1, "EUR") != NULL, "one is the day before");
	finish(&g);
}

static const struct {
	const char *text;
	int status;
	const char *msg; /* how it ends */
} bad[] = {
    {"charged_at\tamount\n", CS_EXIT_USAGE, NULL},
    {"charged_at\tamount\tcurrency\n\\N\t1\tEUR\n", CS_EXIT_DATA,
	":2: column charged_at: '\\N' is not an instant"},
    {"charged_at\tamount\tcurrency\n2026-03-02T10:00:00Z\tone\tEUR\n", CS_EXIT_DATA,
	":2: column amount: 'one' is not money with at most 6 digits behind the point"},
    {"charged_at\tamount\tcurrency\n2026-03-02T10:00:00Z\t1\tEURO\n", CS_EXIT_DATA,
	":2: column currency: 'EURO' is not a currency of ISO 4217"},
    {"charged_at\tamount\tcurrency\twaived_at\n2026-03-02T10:00:00Z\t1\tEUR\tsoon\n", CS_EXIT_DATA,
	":2: column waived_at: 'soon' is not an instant"},
};

static void
test_refused(void)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct got g;

		is_int(read_text(&g, bad[i].text, NULL, 4096), -1, "refused");
		is_int(g.e.status, bad[i].status, "status: %s", g.e.msg);
		if (bad[i].msg != NULL) {
			size_t n = strlen(g.e.msg), want = strlen(bad[i].msg);

			is_str(n > want ? g.e.msg + n - want : g.e.msg, bad[i].msg, "why");
		}
		finish(&g);
	}
}

int
main(void)
{
	for (size_t piece = 1; piece < 600; piece += piece < 4 ? 1 : 181)
		test_days(piece);
	test_refused();
	return done();
}
