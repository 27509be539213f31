/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a decision loses beside the service: one row, its sign turned, chosen by a condition. */
#include "charge/lostmargin.h"

#include "../feed.h"
#include "../tap.h"

#define TABLE                                                                                      \
	"side\tworth\tworth_lo\tworth_hi\tcurrency\n"                                              \
	"fee\t-12.50\t-20\t-5.25\tEUR\n"                                                           \
	"gift\t3\t\\N\t4\tUSD\n"                                                                   \
	"nobody\t\\N\t\\N\t\\N\tEUR\n"                                                             \
	"odd\tmuch\t1\t2\tEUR\n"                                                                   \
	"coin\t1\t1\t2\tEURO\n"                                                                    \
	"from where to\t7\t6\t8\tEUR\n"

static const struct {
	const char *where; /* behind the path */
	const char *est, *lo, *hi, *currency;
	int status;	 /* 0: it is read */
	const char *msg; /* how it ends */
} cases[] = {
    {" where side = 'fee'", "12.50", "5.25", "20", "EUR", 0, NULL},
    {"  where   side = 'gift'  ", "-3", NULL, NULL, "USD", 0, NULL},
    {" where side = 'from where to'", "-7", "-8", "-6", "EUR", 0, NULL},
    {"", NULL, NULL, NULL, NULL, CS_EXIT_DATA,
	":4: column worth: '\\N' is not known: what is lost"},
    {" where worth_lo is not null and side <> 'odd' and side <> 'coin'", NULL, NULL, NULL, NULL,
	CS_EXIT_DATA, " has 2 rows for which that holds, not one"},
    {" where side = 'none'", NULL, NULL, NULL, NULL, CS_EXIT_DATA,
	" has 0 rows for which that holds, not one"},
    {" where side = 'odd'", NULL, NULL, NULL, NULL, CS_EXIT_DATA,
	":5: column worth: 'much' is not a number"},
    {" where side = 'coin'", NULL, NULL, NULL, NULL, CS_EXIT_DATA,
	":6: column currency: 'EURO' is not a currency of ISO 4217"},
    {" where sid = 'x'", NULL, NULL, NULL, NULL, CS_EXIT_USAGE, NULL},
};

static int
read_one(struct cs_lost_margin *m, struct cs_arena *a, const char *text, const char *where,
    size_t piece, struct cs_err *e)
{
	const struct cs_env env = {.source = "test"};
	struct feed f;
	int r;

	feed_start(&f, text, strlen(text), piece);
	r = cs_lost_margin_read(m, a, cs_str_z(cs_arena_printf(a, "%s%s", f.path, where)), &env, e);
	feed_stop(&f);
	return r;
}

static void
is_dec(struct cs_dec d, const char *want, const char *what)
{
	struct cs_buf b = CS_BUF_INIT;

	cs_dec_text(&b, d);
	is_str(cs_buf_cstr(&b), want, "%s", what);
	cs_buf_finish(&b);
}

static void
test_one(size_t i, size_t piece)
{
	struct cs_lost_margin m = {.bounds = false};
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;

	is_int(read_one(&m, &a, TABLE, cases[i].where, piece, &e), cases[i].status == 0 ? 0 : -1,
	    "'%s', pieces of %zu: %s", cases[i].where, piece, e.msg);
	is_int(e.status, cases[i].status, "status");
	if (cases[i].status == 0) {
		is_dec(m.est, cases[i].est, "what is lost");
		is_str(m.currency, cases[i].currency, "its currency");
		is_int(m.bounds, cases[i].lo != NULL, "whether there are bounds");
		if (cases[i].lo != NULL) {
			is_dec(m.lo, cases[i].lo, "at least: the upper bound of worth");
			is_dec(m.hi, cases[i].hi, "at most");
		}
	} else if (cases[i].msg != NULL) {
		size_t n = strlen(e.msg), want = strlen(cases[i].msg);

		is_str(n > want ? e.msg + n - want : e.msg, cases[i].msg, "why");
	}
	cs_arena_finish(&a);
}

int
main(void)
{
	struct cs_lost_margin m = {.bounds = false};
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (size_t piece = 1; piece < 300; piece += piece < 4 ? 1 : 97)
			test_one(i, piece);
	is_int(read_one(&m, &a, "worth\tcurrency\n", "", 4096, &e), -1, "no bounds at all");
	is_int(e.status, CS_EXIT_USAGE, "is usage");
	is_str(e.msg, "--lost-margin: there is no column 'worth_lo'", "why");
	cs_arena_finish(&a);
	return done();
}
