/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exchange rates: both directions, times and their edges, gaps, and what files may not say. */
#include "charge/exchange.h"

#include "../tap.h"
#include "textfile.h"

#define HEAD "currency\tto_currency\trate\tvalid_from_at\tvalid_to_at\treciprocal\n"

static struct cs_arena arena;
static struct cs_charge_exchange x;
static struct cs_err e;

static int
load(const char *text)
{
	char *file = textfile_of(text);

	cs_charge_exchange_finish(&x);
	cs_err_clear(&e);
	return cs_charge_exchange_read(&x, &arena, NULL, &file, 1, &e);
}

/* What is behind the name of the file, which is shown as F where it comes again. */
static const char *
plain(const char *msg)
{
	static struct cs_buf b;
	size_t n = strlen(textfile);

	cs_buf_reset(&b);
	for (; *msg != '\0'; msg++) {
		if (strncmp(msg, textfile, n) == 0) {
			cs_buf_c(&b, 'F');
			msg += n;
		}
		cs_buf_c(&b, *msg);
	}
	return cs_buf_cstr(&b);
}

static void
test_rates(void)
{
	static const struct {
		const char *currency, *to, *at, *rate; /* rate NULL: there is none; msg */
		const char *msg, *hint;
	} cases[] = {
	    {"EUR", "EUR", "1999-01-01T00:00:00Z", "1", NULL, NULL},
	    {"USD", "EUR", "2026-03-01T00:00:00Z", "9/10", NULL, NULL},
	    {"USD", "EUR", "2026-03-31T23:59:59.999999Z", "9/10", NULL, NULL},
	    {"USD", "EUR", "2026-05-01T00:00:00Z", "23/25", NULL, NULL},
	    {"USD", "EUR", "2030-01-01T00:00:00Z", "23/25", NULL, NULL},
	    {"EUR", "JPY", "1980-01-01T00:00:00Z", "160", NULL, NULL},
	    {"JPY", "EUR", "2080-01-01T00:00:00Z", "1/160", NULL, NULL},
	    {"CHF", "EUR", "2026-03-01T12:00:00Z", "20/21", NULL, NULL},
	    {"CHF", "EUR", "2026-03-01T11:59:59Z", NULL, "no rate of CHF in EUR on 2026-03-01",
		"the rate of F:6 begins at 2026-03-01"},
	    {"CHF", "EUR", "2026-03-09T00:00:00Z", NULL, "no rate of CHF in EUR on 2026-03-09",
		"the rate of F:6 ends at 2026-03-02"},
	    {"USD", "EUR", "2026-04-01T00:00:00Z", NULL, "no rate of USD in EUR on 2026-04-01",
		"the rate of F:2 ends at 2026-04-01, the rate of F:3 begins at 2026-05-01"},
	    {"USD", "EUR", "2026-02-28T23:59:59Z", NULL, "no rate of USD in EUR on 2026-02-28",
		"the rate of F:2 begins at 2026-03-01"},
	    {"EUR", "USD", "2026-03-01T00:00:00Z", NULL, "no rate of EUR in USD",
		"--exchange FILE says what one EUR is worth"},
	    {"USD", "JPY", "2026-03-01T00:00:00Z", NULL, "no rate of USD in JPY",
		"--exchange FILE says what one USD is worth"},
	};
	struct cs_ratio r;

	cs_ratio_init(&r);
	ok(load(HEAD "USD\tEUR\t0.90\t2026-03-01\t2026-04-01\t\\N\n"
		     "USD\tEUR\t0.92\t2026-05-01\t\\N\tf\n"
		     "GBP\tUSD\t1.3\t\\N\t\\N\tf\n"
		     "EUR\tJPY\t160\t\\N\t\\N\tt\n"
		     "CHF\tEUR\t1/1.05\t2026-03-01T12:00:00Z\t2026-03-02\tf\n") != 0,
	    "a quotient of decimals is refused");
	is_str(plain(e.msg), "F:6: column rate: '1/1.05' is not a rate above 0", "and named");
	ok(load(HEAD "USD\tEUR\t0.90\t2026-03-01\t2026-04-01\t\\N\n"
		     "USD\tEUR\t0.92\t2026-05-01\t\\N\tf\n"
		     "GBP\tUSD\t1.3\t\\N\t\\N\tf\n"
		     "EUR\tJPY\t160\t\\N\t\\N\tt\n"
		     "CHF\tEUR\t100/105\t2026-03-01T12:00:00Z\t2026-03-02\tf\n") == 0,
	    "rates are read");
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cs_buf b = CS_BUF_INIT;
		int64_t at = 0;
		int got;

		cs_err_clear(&e);
		if (!cs_time_parse(cs_str_z(cases[i].at), &at))
			ok(false, "'%s' is an instant", cases[i].at);
		got = cs_charge_exchange_at(
		    &x, cs_str_z(cases[i].currency), cs_str_z(cases[i].to), at, &r, &e);
		cs_ratio_text_exact(&b, &r);
		is_str(got == 0 ? cs_buf_cstr(&b) : NULL, cases[i].rate, "%s in %s, %s",
		    cases[i].currency, cases[i].to, cases[i].at);
		if (cases[i].rate == NULL) {
			is_int(e.status, CS_EXIT_DATA, "which is an error");
			is_str(e.msg, cases[i].msg, "said as it is");
			is_str(plain(e.hint), cases[i].hint, "with what there is");
		}
		cs_buf_finish(&b);
	}
	cs_err_clear(&e);
	is_int(cs_charge_exchange_at(NULL, CS_STR("EUR"), CS_STR("EUR"), 0, &r, &e), 0,
	    "without rates a currency is worth itself");
	ok(cs_charge_exchange_at(NULL, CS_STR("USD"), CS_STR("EUR"), 0, &r, &e) != 0,
	    "and no other");
	cs_ratio_finish(&r);
}

static void
test_bad(void)
{
	static const struct {
		const char *rows, *msg;
	} cases[] = {
	    {"USD\tEUR\t0.9\t2026-03-01\t2026-04-01\tf\nUSD\tEUR\t0.8\t2026-03-31\t\\N\tf\n",
		"F:2 and F:3: two rates of USD in EUR at one time"},
	    {"USD\tEUR\t0.8\t2026-03-31\t\\N\tf\nUSD\tEUR\t0.9\t2026-03-01\t2026-04-01\tf\n",
		"F:3 and F:2: two rates of USD in EUR at one time"},
	    {"USD\tEUR\t0.9\t\\N\t\\N\tf\nEUR\tUSD\t1.1\t2026-03-01\t\\N\tt\n",
		"F:2 and F:3: two rates of USD in EUR at one time"},
	    {"USD\tEUR\t0.9\t2026-03-01\t2026-04-01\tf\nUSD\tEUR\t0.8\t2026-04-01\t\\N\tf\n", NULL},
	    {"USD\tEUR\t0.9\t\\N\t\\N\tf\nEUR\tUSD\t1.1\t2026-03-01\t\\N\tf\n", NULL},
	    {"USD\tUSD\t1\t\\N\t\\N\tf\n",
		"F:2: column to_currency: 'USD' is not another currency"},
	    {"USD\tEUX\t1\t\\N\t\\N\tf\n",
		"F:2: column to_currency: 'EUX' is not a currency of ISO 4217"},
	    {"\\N\tEUR\t1\t\\N\t\\N\tf\n",
		"F:2: column currency: '\\N' is not a currency of ISO 4217"},
	    {"USD\tEUR\t0\t\\N\t\\N\tf\n", "F:2: column rate: '0' is not a rate above 0"},
	    {"USD\tEUR\t-1\t\\N\t\\N\tf\n", "F:2: column rate: '-1' is not a rate above 0"},
	    {"USD\tEUR\t\\N\t\\N\t\\N\tf\n", "F:2: column rate: '\\N' is not a rate above 0"},
	    {"USD\tEUR\t1\tnow\t\\N\tf\n",
		"F:2: column valid_from_at: 'now' is not a day or an instant"},
	    {"USD\tEUR\t1\t2026-03-01\t2026-03-01\tf\n",
		"F:2: column valid_to_at: '2026-03-01' is not a time that ends later than it "
		"begins"},
	    {"USD\tEUR\t1\t\\N\t\\N\tyes\n", "F:2: column reciprocal: 'yes' is not t or f"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cs_buf text = CS_BUF_INIT;
		int got;

		cs_buf_printf(&text, HEAD "%s", cases[i].rows);
		got = load(cs_buf_cstr(&text));
		is_str(got != 0 ? plain(e.msg) : NULL, cases[i].msg, "row %zu", i);
		cs_buf_finish(&text);
	}
	ok(load("currency\trate\nUSD\t1\n") != 0 && e.status == CS_EXIT_USAGE,
	    "a column that is missing");
}

int
main(void)
{
	textfile_begin();
	test_rates();
	test_bad();
	cs_charge_exchange_finish(&x);
	cs_arena_finish(&arena);
	textfile_end();
	return done();
}
