/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lives of customers out of records: every fact in its place, by time; rows of one contact, of one
 * purchase and of one customer are one; what is odd is counted; and however records are dealt to
 * batches, threads, memory and disk, the lives are the same.
 */
#include "retain/history.h"

#include "lives.h"

static const char customers[] = "customer_id\tjoined_at\tleft_at\tplan\tmonth_value\n"
				"A\t2025-01-01T00:00:00Z\t\\N\tbasic\t9.5\n"
				"A\t2025-01-01T00:00:00Z\t2026-01-05T00:00:00Z\tplus\t10\n"
				"A\t2026-01-20T00:00:00Z\t\\N\tpro\t\\N\n"
				"B\t\\N\t\\N\tbasic\t1.000001\n"
				"B\t2026-01-02T00:00:00Z\t\\N\tplus\t2\n"
				"D\t2027-01-01T00:00:00Z\t\\N\tplus\t2\n"
				"\\N\t2025-01-01T00:00:00Z\t\\N\tplus\t2\n";

static const char contacts[] =
    "started_at\tcontact_id\tleg\tcustomer_id\treason\tsolved_agent\tnps\tsurvey_sent_at\n"
    "2026-01-03T10:00:00Z\tc2\t1\tA\tfault\t\\N\t\\N\t\\N\n"
    "2026-01-03T11:00:00Z\tc2\t2\tA\tbill\tt\t\\N\t\\N\n"
    "2026-01-01T10:00:00Z\tc1\t1\tA\tbill\tf\t9\t2026-01-01T11:00:00Z\n"
    "2026-01-04T10:00:00Z\t\\N\t1\tA\tbill\tf\t\\N\t2026-01-04T11:00:00Z\n"
    "2026-01-04T10:00:00Z\t\\N\t1\tA\tbill\tf\t\\N\t\\N\n"
    "2026-01-05T10:00:00Z\tc9\t1\tstranger\tbill\tf\t\\N\t\\N\n"
    "\\N\tc5\t1\tA\tbill\tf\t\\N\t\\N\n"
    "2026-01-06T10:00:00Z\tc6\t1\t\\N\tbill\tf\t\\N\t\\N\n";

static const char purchases[] = "customer_id\tpurchased_at\tamount\tpurchase_id\n"
				"A\t2026-01-02T00:00:00Z\t-1.50\tp1\n"
				"A\t2026-01-09T00:00:00Z\t99999999999.999999\tp1\n"
				"A\t2024-06-01T00:00:00Z\t2\tp2\n"
				"A\t2026-01-02T00:00:00Z\t3\t\\N\n"
				"A\t2026-01-02T00:00:00Z\t3\t\\N\n";

static const char renewals[] = "due_at\tcustomer_id\trenewed_at\n"
			       "2027-05-01T00:00:00Z\tB\t\\N\n"
			       "2026-01-01T00:00:00Z\tB\t2026-01-10T00:00:00Z\n";

static const char surveys[] = "survey_sent_at\tsurvey_answered_at\tcustomer_id\tnps\tcontact_id\n"
			      "2026-01-01T11:00:00Z\t2026-01-01T12:00:00Z\tA\t8\tc1\n"
			      "2026-01-07T00:00:00Z\t\\N\tB\t\\N\t\\N\n"
			      "2026-01-08T00:00:00Z\t2026-01-08T01:00:00Z\tB\t3\t\\N\n"
			      "\\N\t\\N\tB\t3\t\\N\n";

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* Slots and keys that were asked for. */
static struct {
	int left, value, solved, amount, renewed, score, plan, reason;
} at;

static void
put_time(struct cs_buf *b, int64_t t)
{
	if (t == CS_FACT_NULL)
		cs_buf_z(b, "-");
	else
		cs_time_text(b, t);
}

static void
put_fact(struct cs_buf *b, const struct cs_life *l, enum cs_fact_kind kind, const struct cs_fact *f)
{
	cs_buf_c(b, ' ');
	if ((f->bits & CS_FACT_UNDATED) != 0)
		cs_buf_z(b, "undated");
	else
		cs_time_text(b, f->at);
	if (kind == CS_FACT_CUSTOMER) {
		cs_buf_z(b, "..");
		put_time(b, cs_fact_number(l, f, at.left));
		cs_buf_printf(b, "/%.*s/%lld",
		    CS_STR_ARG(cs_fact_key(l->of, kind, f->group, (unsigned)at.plan)),
		    (long long)cs_fact_number(l, f, at.value) % 100000000);
	} else if (kind == CS_FACT_CONTACT) {
		int64_t solved = (f->bits & CS_FACT_LEG) != 0 ? cs_fact_number(l, f, at.solved)
							      : cs_contact_number(l, f, at.solved);

		cs_buf_printf(b, "%s/%.*s/%s", (f->bits & CS_FACT_LEG) != 0 ? "+" : "",
		    CS_STR_ARG(cs_fact_key(l->of, kind, f->group, (unsigned)at.reason)),
		    solved == CS_FACT_NULL ? "-"
		    : solved != 0	   ? "t"
					   : "f");
	} else if (kind == CS_FACT_PURCHASE) {
		cs_buf_printf(b, "/%lld", (long long)cs_fact_number(l, f, at.amount));
	} else if (kind == CS_FACT_RENEWAL) {
		cs_buf_c(b, '/');
		put_time(b, cs_fact_number(l, f, at.renewed));
	} else {
		int64_t score = cs_fact_number(l, f, at.score);

		cs_buf_printf(b, "/%lld%s%s", score == CS_FACT_NULL ? -1 : (long long)score,
		    (f->bits & CS_FACT_UNANSWERED) != 0 ? "?" : "",
		    (f->bits & CS_FACT_TRANSACTION) != 0 ? "!" : "");
	}
}

/* Lives as lines, by worker. */
struct lines {
	struct cs_buf b[LIVES_WORKERS];
};

static int
look(void *ctx, unsigned worker, const struct cs_life *l, struct cs_err *e)
{
	struct cs_buf *b = &((struct lines *)ctx)->b[worker];

	(void)e;
	cs_buf_printf(b, "%.*s", CS_STR_ARG(cs_life_name(l)));
	for (int k = 0; k < CS_FACTS; k++) {
		if (l->n[k] == 0)
			continue;
		cs_buf_printf(b, "\n  %s", cs_fact_name[k]);
		for (size_t i = 0; i < l->n[k]; i++)
			put_fact(b, l, (enum cs_fact_kind)k, &l->fact[k][i]);
	}
	cs_buf_printf(b, "\n  odd %u %u %u %u;", l->odd[CS_LIFE_LATER], l->odd[CS_LIFE_ROW_TWICE],
	    l->odd[CS_LIFE_PURCHASE_TWICE], l->odd[CS_LIFE_ANSWER_TWICE]);
	return 0;
}

static int
by_bytes(const void *pa, const void *pb)
{
	const struct cs_str *a = pa, *b = pb;
	size_t n = a->n < b->n ? a->n : b->n;
	int c = memcmp(a->p, b->p, n);

	return c != 0 ? c : (a->n > b->n) - (a->n < b->n);
}

/* The lives in the order of their names, into all. */
static void
sorted(struct lines *lines, struct cs_buf *all)
{
	struct cs_str line[64], rest;
	size_t n = 0;

	for (unsigned w = 0; w < LIVES_WORKERS; w++) {
		rest = cs_buf_all(&lines->b[w]);
		while (rest.n != 0 && cs_str_split(&rest, ';', &line[n]))
			n++;
	}
	qsort(line, n, sizeof *line, by_bytes);
	for (size_t i = 0; i < n; i++)
		cs_buf_printf(all, "%.*s\n", CS_STR_ARG(line[i]));
	for (unsigned w = 0; w < LIVES_WORKERS; w++)
		cs_buf_finish(&lines->b[w]);
}

static void
begin(struct lives *l)
{
	struct cs_history *h = &l->h;

	lives_begin(l);
	lives_input(l, CS_FACT_CUSTOMER, customers);
	lives_input(l, CS_FACT_CONTACT, contacts);
	lives_input(l, CS_FACT_PURCHASE, purchases);
	lives_input(l, CS_FACT_RENEWAL, renewals);
	lives_input(l, CS_FACT_ANSWER, surveys);
	at.left = cs_history_number(h, CS_FACT_CUSTOMER, CS_STR("left_at"), &l->env, &l->e);
	at.value = cs_history_number(h, CS_FACT_CUSTOMER, CS_STR("month_value"), &l->env, &l->e);
	at.solved = cs_history_number(h, CS_FACT_CONTACT, CS_STR("solved_agent"), &l->env, &l->e);
	at.amount = cs_history_number(h, CS_FACT_PURCHASE, CS_STR("amount"), &l->env, &l->e);
	at.renewed = cs_history_number(h, CS_FACT_RENEWAL, CS_STR("renewed_at"), &l->env, &l->e);
	at.score = cs_history_number(h, CS_FACT_ANSWER, CS_STR("nps"), &l->env, &l->e);
	at.plan = cs_history_key(h, CS_FACT_CUSTOMER, CS_STR("plan"), &l->env, &l->e);
	at.reason = cs_history_key(h, CS_FACT_CONTACT, CS_STR("reason"), &l->env, &l->e);
	ok(cs_history_bind(h, &l->env, &l->e) == 0, "bound %s", l->e.msg);
}

static const char want[] =
    "A\n"
    "  customers 2025-01-01T00:00:00Z..2026-01-05T00:00:00Z/plus/10000000\n"
    "  contacts 2026-01-01T10:00:00Z/bill/f 2026-01-03T10:00:00Z/fault/t "
    "2026-01-03T11:00:00Z+/bill/t 2026-01-04T10:00:00Z/bill/f 2026-01-04T10:00:00Z/bill/f\n"
    "  purchases 2024-06-01T00:00:00Z/2000000 2026-01-02T00:00:00Z/-1500000 "
    "2026-01-02T00:00:00Z/3000000 2026-01-02T00:00:00Z/3000000\n"
    "  surveys 2026-01-01T10:00:00Z/9! 2026-01-04T11:00:00Z/-1?\n"
    "  odd 1 1 1 1\n"
    "B\n"
    "  customers undated..-/basic/1000001 2026-01-02T00:00:00Z..-/plus/2000000\n"
    "  renewals 2026-01-01T00:00:00Z/2026-01-10T00:00:00Z 2027-05-01T00:00:00Z/-\n"
    "  surveys 2026-01-07T00:00:00Z/-1? 2026-01-08T01:00:00Z/3\n"
    "  odd 0 0 0 0\n"
    "D\n"
    "  odd 1 0 0 0\n"
    "stranger\n"
    "  contacts 2026-01-05T10:00:00Z/bill/f\n"
    "  odd 0 0 0 0\n";

static void
test_lives(void)
{
	unsigned wrong = 0, n = 0;

	for (size_t rows = 1; rows <= 9; rows++) {
		for (unsigned workers = 1; workers <= LIVES_WORKERS; workers++) {
			size_t mem = rows % 2 != 0 ? 0 : 1;
			struct lines lines = {.b = {CS_BUF_INIT}};
			struct cs_buf got = CS_BUF_INIT;
			struct lives l;

			begin(&l);
			is_int(lives_read(&l, rows, workers, mem), 0, "read %s", l.e.msg);
			(void)cs_time_parse(CS_STR("2026-01-15T00:00:00Z"), &l.h.as_of);
			is_int(lives_look(&l, workers, mem, &lines, look), 0, "looked at");
			sorted(&lines, &got);
			n++;
			if (!cs_str_eqz(cs_buf_all(&got), want) && wrong++ == 0)
				is_str(cs_buf_cstr(&got), want, "%zu rows a batch, %u workers",
				    rows, workers);
			cs_buf_finish(&got);
			lives_end(&l);
		}
	}
	is_int(wrong, 0, "the same lives in all of %u ways", n);
}

static void
test_counts(void)
{
	struct lives l;
	int64_t t;

	begin(&l);
	is_int(lives_read(&l, 3, 2, 0), 0, "read");
	is_int(l.adder[0].lost[CS_FACT_CONTACT].read, 8, "contacts read");
	is_int(l.adder[0].lost[CS_FACT_CONTACT].nobody, 1, "nobody's");
	is_int(l.adder[0].lost[CS_FACT_CONTACT].undated, 1, "of no time");
	is_int(l.adder[0].lost[CS_FACT_CUSTOMER].nobody, 1, "a customer without a name");
	is_int(l.adder[0].lost[CS_FACT_ANSWER].undated, 1, "neither asked nor answered");
	is_int(l.adder[0].contacts, 7, "contacts that are no legs");
	is_int(l.adder[0].contacts_nobody, 1, "of nobody");
	(void)cs_time_parse(CS_STR("2026-01-10T00:00:00Z"), &t);
	is_int(l.adder[0].last, t, "the newest is a renewal, due dates are none");
	(void)cs_time_parse(CS_STR("2024-06-01T00:00:00Z"), &t);
	is_int(l.adder[0].first, t, "the oldest is a purchase");
	lives_end(&l);
}

/* Instants, in all orders: the newest, the newest on a day before, the oldest; and whether the
 * newest day is a stray one. */
static const struct newest {
	const char *what;
	const char *at[4];
	const char *first, *before, *last; /* before NULL: there is one day only */
	bool stray;
} newest[] = {
    {"one", {"2026-01-31T12:00:00Z"}, "2026-01-31T12:00:00Z", NULL, "2026-01-31T12:00:00Z", false},
    {"one day, to its last second",
	{"2026-01-31T00:00:00Z", "2026-01-31T23:59:59Z", "2026-01-31T12:00:00Z"},
	"2026-01-31T00:00:00Z", NULL, "2026-01-31T23:59:59Z", false},
    {"midnight is another day", {"2026-01-30T23:59:59Z", "2026-01-31T00:00:00Z"},
	"2026-01-30T23:59:59Z", "2026-01-30T23:59:59Z", "2026-01-31T00:00:00Z", false},
    {"31 days are no stray", {"2026-01-01T23:00:00Z", "2026-02-01T01:00:00Z"},
	"2026-01-01T23:00:00Z", "2026-01-01T23:00:00Z", "2026-02-01T01:00:00Z", false},
    {"32 are, however short of it in hours", {"2026-01-01T23:00:00Z", "2026-02-02T01:00:00Z"},
	"2026-01-01T23:00:00Z", "2026-01-01T23:00:00Z", "2026-02-02T01:00:00Z", true},
    {"the newest of the day before",
	{"2026-03-01T08:00:00Z", "2026-03-01T09:00:00Z", "2026-02-01T00:00:00Z",
	    "2099-01-01T00:00:00Z"},
	"2026-02-01T00:00:00Z", "2026-03-01T09:00:00Z", "2099-01-01T00:00:00Z", true},
    {"two stray rows of one day hide nothing",
	{"2026-03-01T08:00:00Z", "2099-01-01T00:00:00Z", "2099-01-01T05:00:00Z"},
	"2026-03-01T08:00:00Z", "2026-03-01T08:00:00Z", "2099-01-01T05:00:00Z", true},
    {"days before 1970 end at midnight too",
	{"1969-12-31T23:59:59Z", "1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z"},
	"1969-12-31T00:00:00Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z", false},
};

static bool
is_instant(int64_t got, const char *expected)
{
	int64_t t = CS_INSTANT_MIN;

	return (expected == NULL || cs_time_parse(cs_str_z(expected), &t)) && got == t;
}

/* Sees n instants in the order of that number, the first `alone` of them by an adder that is merged
 * with that of the others; tells whether it came to what is known. */
static bool
seen_alike(const struct lives *l, const struct newest *c, size_t n, unsigned order, size_t alone)
{
	struct cs_history_adder a, b;
	bool used[COUNT(c->at)] = {false};
	bool same;

	cs_history_adder_init(&a, &l->h, 0, NULL);
	cs_history_adder_init(&b, &l->h, 0, NULL);
	for (size_t i = 0; i < n; i++) {
		size_t nth = order % (n - i), k = 0;
		int64_t t = 0;

		order /= (unsigned)(n - i);
		for (k = 0; used[k] || nth-- > 0; k++)
			;
		used[k] = true;
		(void)cs_time_parse(cs_str_z(c->at[k]), &t);
		cs_history_adder_see(i < alone ? &b : &a, t);
	}
	cs_history_adder_merge(&a, &b);
	same = is_instant(a.first, c->first) && is_instant(a.before, c->before) &&
	       is_instant(a.last, c->last) && cs_history_adder_stray(&a) == c->stray;
	cs_history_adder_finish(&b);
	cs_history_adder_finish(&a);
	return same;
}

static void
test_newest(void)
{
	static const unsigned orders[] = {1, 1, 2, 6, 24};
	struct lives l;

	begin(&l);
	for (size_t i = 0; i < COUNT(newest); i++) {
		const struct newest *c = &newest[i];
		unsigned wrong = 0;
		size_t n = 0;

		while (n < COUNT(c->at) && c->at[n] != NULL)
			n++;
		for (unsigned order = 0; order < orders[n]; order++)
			for (size_t alone = 0; alone <= n; alone++)
				wrong += !seen_alike(&l, c, n, order, alone);
		is_int(wrong, 0, "%s: in all %u orders, seen by one or two", c->what, orders[n]);
	}
	lives_end(&l);
}

/* What cannot be asked for, or read. */
static void
test_errors(void)
{
	static const char *const numbers[] = {"plan", "nothing", "1 +"};
	struct lives l;

	begin(&l);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		cs_err_clear(&l.e);
		is_int(
		    cs_history_number(&l.h, CS_FACT_CUSTOMER, cs_str_z(numbers[i]), &l.env, &l.e),
		    -1, "'%s' is no number of customers", numbers[i]);
		is_int(l.e.status, CS_EXIT_USAGE, "which is usage: %s", l.e.msg);
	}
	cs_err_clear(&l.e);
	is_int(cs_history_key(&l.h, CS_FACT_CONTACT, CS_STR("each(reason)"), &l.env, &l.e), -1,
	    "a list is no key: %s", l.e.msg);
	is_int(cs_history_number(&l.h, CS_FACT_CUSTOMER, CS_STR("month_value"), &l.env, &l.e),
	    at.value, "what is asked for twice is one");
	lives_end(&l);
	lives_begin(&l);
	lives_input(&l, CS_FACT_PURCHASE, "customer_id\tpurchased_at\tamount\nA\tx\t1\n");
	is_int(cs_history_number(&l.h, CS_FACT_ANSWER, CS_STR("nps"), &l.env, &l.e), -1,
	    "nothing of surveys is read");
	is_str(l.e.hint, "give --surveys FILE", "and what would help");
	cs_err_clear(&l.e);
	is_int(cs_history_bind(&l.h, &l.env, &l.e), 0, "bound");
	is_int(lives_read(&l, 1, 1, 0), -1, "a time that is none");
	is_str(l.e.msg, "purchases:2: column purchased_at: 'x' is not an instant", "is said");
	lives_end(&l);
	lives_begin(&l);
	lives_input(&l, CS_FACT_CONTACT, "started_at\tcontact_id\n");
	is_int(cs_history_bind(&l.h, &l.env, &l.e), -1, "contacts of nobody: %s", l.e.msg);
	lives_end(&l);
}

int
main(void)
{
	test_lives();
	test_counts();
	test_newest();
	test_errors();
	return done();
}
