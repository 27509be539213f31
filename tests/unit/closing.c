/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Closed months: what was billed stays, what changed since stands in the first open month, and
 * nothing is lost. Also the journal of it, in which every entry adds up.
 */
#include "charge/closing.h"

#include <sys/mman.h>
#include <unistd.h>

#include "../tap.h"
#include "charge/chargejournal.h"

#define HEAD	      "month\tline\tbusiness_unit\tcause\tpool\tof_month" TAIL
#define TAIL	      "\tcharged\tavoidable\tcurrency\n"

#define TOTAL(amount) "\\N\ttotal\t\\N\t\\N\t\\N\t\\N\t" amount "\t\\N\tEUR\n"

static const int64_t aug = 20666, sep = 20697, oct = 20727, nov = 20758; /* 2026, first days */

static int
read_text(struct cs_closing *c, struct cs_arena *a, const char *text, struct cs_err *e)
{
	static char path[32]; /* messages name it later */
	char *file[] = {path};
	const int fd = memfd_create("billed", MFD_CLOEXEC);
	int result;

	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		return -2;
	result = cs_closing_read(c, a, file, 1, e);
	(void)close(fd);
	return result;
}

static struct cs_posting
posting(int64_t month, const char *unit, const char *cause, long amount)
{
	return (struct cs_posting){.month = month,
	    .of_month = month,
	    .kind = unit != NULL ? CS_LINE_CHARGED : CS_LINE_UNUSED,
	    .unit = cs_str_z(unit),
	    .cause = cs_str_z(cause),
	    .pool = CS_STR("wages"),
	    .amount = amount,
	    .avoidable = unit != NULL ? amount / 2 : 0,
	    .avoidable_known = unit != NULL};
}

/* "2026-09-01 2026-09-01 Billing late fee wages 1234" a line; sums of minor units. */
static const char *
told(const struct cs_postings *s, struct cs_buf *b)
{
	cs_buf_reset(b);
	for (size_t i = 0; i < s->n; i++) {
		const struct cs_posting *p = &s->p[i];

		cs_date_text(b, p->month);
		if (p->of_month != p->month) {
			cs_buf_z(b, " of ");
			cs_date_text(b, p->of_month);
		}
		cs_buf_printf(b, " %.*s %.*s %.*s %lld %lld\n", CS_STR_ARG(p->unit),
		    CS_STR_ARG(p->cause), CS_STR_ARG(p->pool), (long long)p->amount,
		    (long long)p->avoidable);
	}
	return cs_buf_cstr(b);
}

static const char billed[] =
    HEAD "2026-09-01\tcharged\tBilling\tfee\twages\t2026-09-01\t100.00\t50.00\tEUR\n"
	 "2026-09-01\tcharged\tIT\toutage\twages\t2026-09-01\t30.00\t15.00\tEUR\n"
	 "2026-09-01\tunused\t\\N\t\\N\twages\t2026-09-01\t20\t\\N\tEUR\n"
	 "2026-09-01\tnot_reported\t\\N\t\\N\twages\t2026-09-01\t99\t\\N\tEUR\n"
	 "\\N\ttotal\t\\N\t\\N\t\\N\t\\N\t249.00\t\\N\tEUR\n";

/* Billed once; then September is reckoned anew, together with October. */
static void
adjusts(void)
{
	static const struct {
		const char *about;
		int64_t from, to;
		const char *want;
	} t[] = {
	    {"both months", INT64_MIN, INT64_MAX,
		"2026-09-01 Billing fee wages 10000 5000\n"
		"2026-09-01 IT outage wages 3000 1500\n"
		"2026-09-01   wages 2000 0\n"
		"2026-10-01 of 2026-09-01 Billing fee wages -100 -50\n"
		"2026-10-01 Billing fee wages 7000 3500\n"
		"2026-10-01 of 2026-09-01 IT outage wages -3000 -1500\n"
		"2026-10-01 of 2026-09-01 Legal terms wages 3100 1550\n"},
	    {"September not whole", sep + 1, INT64_MAX,
		"2026-09-01 Billing fee wages 10000 5000\n"
		"2026-09-01 IT outage wages 3000 1500\n"
		"2026-09-01   wages 2000 0\n"
		"2026-10-01 Billing fee wages 7000 3500\n"},
	    {"to the end of September", INT64_MIN, oct,
		"2026-09-01 Billing fee wages 10000 5000\n"
		"2026-09-01 IT outage wages 3000 1500\n"
		"2026-09-01   wages 2000 0\n"
		"2026-10-01 of 2026-09-01 Billing fee wages -100 -50\n"
		"2026-10-01 Billing fee wages 7000 3500\n"
		"2026-10-01 of 2026-09-01 IT outage wages -3000 -1500\n"
		"2026-10-01 of 2026-09-01 Legal terms wages 3100 1550\n"},
	};
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		const struct cs_posting now[] = {posting(sep, "Billing", "fee", 9900),
		    posting(sep, "Legal", "terms", 3100), posting(sep, NULL, NULL, 2000),
		    posting(oct, "Billing", "fee", 7000)};
		struct cs_arena a = CS_ARENA_INIT;
		struct cs_err e = CS_ERR_INIT;
		struct cs_postings s = {0};
		struct cs_closing c;

		for (size_t k = 0; k < sizeof now / sizeof *now; k++)
			cs_postings_add(&s, &now[k]);
		cs_postings_unite(&s);
		ok(read_text(&c, &a, billed, &e) == 0 && c.nmonth == 1, "%s: read %s", t[i].about,
		    e.msg);
		ok(cs_closing_apply(&c, &s, CS_STR("EUR"), t[i].from, t[i].to, &e) == 0,
		    "applied %s", e.msg);
		is_str(told(&s, &b), t[i].want, "what is billed");
		cs_postings_finish(&s);
		cs_closing_finish(&c);
		cs_arena_finish(&a);
	}
	cs_buf_finish(&b);
}

/* October was billed with an adjustment of September: a third run finds nothing more to adjust,
 * and a file without causes and pools is held against units alone. */
static void
adjusts_once(void)
{
	static const char coarse[] = "month\tof_month\tline\tbusiness_unit\tcharged\tcurrency\n"
				     "2026-09-01\t\\N\tcharged\tBilling\t100.00\tEUR\n"
				     "2026-10-01\t2026-09-01\tcharged\tBilling\t-1.00\tEUR\n"
				     "2026-10-01\t2026-10-01\tcharged\tBilling\t70.00\tEUR\n"
				     "\\N\t\\N\ttotal\t\\N\t169.00\tEUR\n";
	const struct cs_posting now[] = {posting(sep, "Billing", "fee", 5000),
	    posting(sep, "Billing", "terms", 4900), posting(oct, "Billing", "fee", 7000),
	    posting(nov, "Billing", "fee", 1)};
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_postings s = {0};
	struct cs_buf b = CS_BUF_INIT;
	struct cs_closing c;

	for (size_t k = 0; k < sizeof now / sizeof *now; k++)
		cs_postings_add(&s, &now[k]);
	cs_postings_unite(&s);
	ok(read_text(&c, &a, coarse, &e) == 0 && c.nmonth == 2, "two months, by unit %s", e.msg);
	/* What is avoidable was not billed, and is no difference either. */
	ok(cs_closing_apply(&c, &s, CS_STR("EUR"), INT64_MIN, INT64_MAX, &e) == 0, "applied %s",
	    e.msg);
	is_str(told(&s, &b),
	    "2026-09-01 Billing   10000 0\n"
	    "2026-10-01 of 2026-09-01 Billing   -100 0\n"
	    "2026-10-01 Billing   7000 0\n"
	    "2026-11-01 Billing fee wages 1 0\n",
	    "nothing is adjusted twice");
	cs_postings_finish(&s);
	cs_closing_finish(&c);
	cs_buf_finish(&b);
	cs_arena_finish(&a);
}

/* Nothing was billed of September, which lies between closed months: what comes of it now is an
 * adjustment as well. */
static void
between(void)
{
	static const char text[] = HEAD
	    "2026-08-01\tcharged\tBilling\tfee\twages\t2026-08-01\t1.00\t0.50\tEUR\n"
	    "2026-10-01\tcharged\tBilling\tfee\twages\t2026-10-01\t2.00\t1.00\tEUR\n" TOTAL("3");
	const struct cs_posting now[] = {posting(aug, "Billing", "fee", 100),
	    posting(sep, "Billing", "fee", 40), posting(oct, "Billing", "fee", 200),
	    posting(nov, "Billing", "fee", 6)};
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_postings s = {0};
	struct cs_buf b = CS_BUF_INIT;
	struct cs_closing c;

	for (size_t k = 0; k < sizeof now / sizeof *now; k++)
		cs_postings_add(&s, &now[k]);
	cs_postings_unite(&s);
	ok(read_text(&c, &a, text, &e) == 0 && c.nmonth == 2, "two months that are apart %s",
	    e.msg);
	ok(cs_closing_has(&c, aug) && cs_closing_has(&c, sep) && cs_closing_has(&c, oct) &&
		!cs_closing_has(&c, aug - 31) && !cs_closing_has(&c, nov),
	    "closed are these and what lies between them");
	ok(cs_closing_apply(&c, &s, CS_STR("EUR"), INT64_MIN, INT64_MAX, &e) == 0, "applied %s",
	    e.msg);
	is_str(told(&s, &b),
	    "2026-08-01 Billing fee wages 100 50\n"
	    "2026-10-01 Billing fee wages 200 100\n"
	    "2026-11-01 of 2026-09-01 Billing fee wages 40 20\n"
	    "2026-11-01 Billing fee wages 6 3\n",
	    "the month between is closed too");
	cs_postings_finish(&s);
	cs_closing_finish(&c);
	cs_buf_finish(&b);
	cs_arena_finish(&a);
}

static void
refuses(void)
{
	static const struct {
		const char *text, *want;
	} t[] = {
	    {"month\tline\n", "no column business_unit"},
	    {HEAD "2026-09-02\tcharged\tB\t\\N\t\\N\t\\N\t1\t\\N\tEUR\n",
		":2: column month: '2026-09-02' is not the first day of a month"},
	    {HEAD "\\N\tunused\t\\N\t\\N\tw\t\\N\t1\t\\N\tEUR\n",
		":2: column month: '\\N' is not the first day of a month"},
	    {HEAD "2026-09-01\tsum\tB\t\\N\t\\N\t\\N\t1\t\\N\tEUR\n",
		":2: column line: 'sum' is no line of what is billed"},
	    {HEAD "2026-09-01\tcharged\t\\N\t\\N\t\\N\t\\N\t1\t\\N\tEUR\n",
		":2: column business_unit: '\\N' pays nothing: who does?"},
	    {HEAD "2026-09-01\tunused\tB\t\\N\t\\N\t\\N\t1\t\\N\tEUR\n",
		":2: column business_unit: 'B' pays a line that nobody pays"},
	    {HEAD "2026-09-01\tcharged\tB\t\\N\t\\N\t\\N\t1.005\t\\N\tEUR\n",
		":2: column charged: '1.005' has more digits than its currency"},
	    {HEAD "2026-09-01\tcharged\tB\t\\N\t\\N\t\\N\tone\t\\N\tEUR\n",
		":2: column charged: 'one' is not an amount"},
	    {HEAD "2026-09-01\tcharged\tB\t\\N\t\\N\t\\N\t1\t?\tEUR\n",
		":2: column avoidable: '?' is not an amount"},
	    {HEAD "2026-09-01\tcharged\tB\t\\N\t\\N\t\\N\t1\t\\N\tEURO\n",
		":2: column currency: 'EURO' is no currency"},
	    {HEAD "2026-09-01\tcharged\tB\t\\N\t\\N\t\\N\t1\t\\N\tEUR\n"
		  "2026-09-01\tcharged\tC\t\\N\t\\N\t\\N\t1\t\\N\tUSD\n",
		":3: column currency: 'USD' is another currency than that of the lines before"},
	    {HEAD "2026-09-01\tcharged\tB\t\\N\t\\N\t2026-10-01\t1\t\\N\tEUR\n",
		":2: column of_month: '2026-10-01' is later than the month that it was billed in"},
	    {HEAD "2026-09-01\tcharged\tB\t\\N\t\\N\t2026-08-01\t1\t\\N\tEUR\n" TOTAL("1"),
		"a month was adjusted whose own bill is not there: 2026-08-01"},
	    {HEAD, "the total at its end is missing: the file is cut"},
	    {HEAD "2026-09-01\tcharged\tB\t\\N\t\\N\t\\N\t1\t\\N\tEUR\n",
		"the total at its end is missing: the file is cut"},
	    {HEAD "2026-09-01\tcharged\tB\t\\N\t\\N\t\\N\t1\t\\N\tEUR\n" TOTAL("1.01"),
		":3: column charged: '1.01' is not the sum of the lines above it"},
	    {HEAD "2026-09-01\tcharged\tB\t\\N\t\\N\t\\N\t1\t\\N\tEUR\n" TOTAL(
		 "1") "2026-09-01\tcharged\tB\t\\N\t\\N\t\\N\t2\t\\N\tEUR\n" TOTAL("2"),
		"was billed twice: 2026-09-01, charged to B"},
	    {HEAD "2026-09-01\tcharged\tB\t\\N\t\\N\t\\N\t9223372036854775807999\t\\N\tEUR\n",
		":2: column charged: '9223372036854775807999' is too large"},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_arena a = CS_ARENA_INIT;
		struct cs_err e = CS_ERR_INIT;
		struct cs_closing c;

		ok(read_text(&c, &a, t[i].text, &e) == -1, "refused: %zu", i);
		ok(strstr(e.msg, t[i].want) != NULL, "says why: %s", e.msg);
		cs_closing_finish(&c);
		cs_arena_finish(&a);
	}
}

static void
no_room(void)
{
	const struct cs_posting now = posting(sep, "Billing", "fee", 9900);
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_postings s = {0};
	struct cs_closing c;

	cs_postings_add(&s, &now);
	ok(read_text(&c, &a, billed, &e) == 0, "read");
	ok(cs_closing_apply(&c, &s, CS_STR("EUR"), INT64_MIN, INT64_MAX, &e) == -1,
	    "a change without an open month");
	is_str(e.msg,
	    "2026-09-01 differs by EUR -1.00 from what was billed to Billing, and there is no open "
	    "month to bear it",
	    "says what");
	e = (struct cs_err)CS_ERR_INIT;
	ok(cs_closing_apply(&c, &s, CS_STR("EUR"), INT64_MIN, oct, &e) == -1,
	    "nor within the period");
	ok(cs_closing_apply(&c, &s, CS_STR("EUR"), INT64_MIN, nov, &e) == 0 && s.n == 6 &&
		s.p[5].month == oct && s.p[5].of_month == sep,
	    "but for an empty month that is reported");
	e = (struct cs_err)CS_ERR_INIT;
	ok(cs_closing_apply(&c, &s, CS_STR("USD"), INT64_MIN, INT64_MAX, &e) == -1,
	    "another currency");
	cs_postings_finish(&s);
	cs_closing_finish(&c);
	cs_arena_finish(&a);
}

static void
journal(void)
{
	const struct cs_posting now[] = {posting(sep, "Billing", "fee", 9900),
	    posting(sep, "Billing", "terms", 100), posting(aug, NULL, NULL, 2000),
	    {.month = oct,
		.of_month = sep,
		.kind = CS_LINE_CHARGED,
		.unit = CS_STR("Billing"),
		.amount = -5}};
	struct cs_err e = CS_ERR_INIT;
	struct cs_postings s = {0};
	struct cs_buf b = CS_BUF_INIT;

	for (size_t k = 0; k < sizeof now / sizeof *now; k++)
		cs_postings_add(&s, &now[k]);
	ok(cs_chargejournal_text(&b, &s, CS_STR("EUR"), &e) == 0, "a journal %s", e.msg);
	is_str(cs_buf_cstr(&b),
	    "commodity EUR\n    format EUR 1000.00\n\n"
	    "2026-08-31 unused\n    expenses:unused  EUR 20.00\n"
	    "    expenses:pools:wages  EUR -20.00\n\n"
	    "2026-09-30 service for Billing\n    expenses:service:Billing  EUR 100.00\n"
	    "    expenses:pools:wages  EUR -100.00\n\n"
	    "2026-10-31 adjustment of 2026-09, service for Billing\n"
	    "    expenses:service:Billing  EUR -0.05\n    expenses:pools  EUR 0.05\n",
	    "entries by month, unit and pool");
	ok(cs_chargejournal_text(&b, &s, CS_STR("?"), &e) == -1, "of no currency");
	cs_postings_finish(&s);
	cs_buf_finish(&b);
}

int
main(void)
{
	adjusts();
	adjusts_once();
	between();
	refuses();
	no_room();
	journal();
	return done();
}
