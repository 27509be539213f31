/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one currency of a run: found in what is there, or said; several are refused, also of two
 * kinds; and which amounts are in another.
 */
#include "retain/retainmoney.h"

#include "lives.h"

/* Currencies of the rows of purchases and of customers, each a word; what is asked for; what comes
 * of it. */
static const struct question {
	const char *what;
	const char *bought; /* "": no rows, NULL: no such column */
	const char *worth;  /* likewise, of customers */
	const char *asked;  /* --currency */
	const char *money;  /* NULL: refused */
	const char *msg;
	const char *foreign; /* f or - for each purchase */
} questions[] = {
    {"one, as all name it", "EUR EUR", NULL, "", "EUR", NULL, "--"},
    {"rows that name none are in it", "\\N EUR \\N", NULL, "", "EUR", NULL, "---"},
    {"nobody names one", "\\N \\N", NULL, "", "", NULL, "--"},
    {"no such column", NULL, NULL, "", "", NULL, "--"},
    {"no such column, but it is said", NULL, NULL, "EUR", "EUR", NULL, "--"},
    {"no purchases", "", NULL, "", "", NULL, ""},
    {"two", "EUR USD", NULL, "", NULL, "purchases are in several currencies", NULL},
    {"two, one of which is said", "EUR USD \\N", NULL, "USD", "USD", NULL, "f--"},
    {"one that nobody has", "EUR USD \\N", NULL, "CHF", "CHF", NULL, "ff-"},
    {"both kinds agree", "EUR", "EUR \\N", "", "EUR", NULL, "-"},
    {"only one of them names it", "\\N", "EUR", "", "EUR", NULL, "-"},
    {"the kinds differ", "EUR", "USD", "", NULL, "amounts are in several currencies", NULL},
    {"the kinds differ, one is said", "EUR EUR", "USD", "USD", "USD", NULL, "ff"},
    {"customers alone differ", NULL, "EUR USD", "", NULL, "customers are in several currencies",
	NULL},
    /* Written names are compared as they are written. */
    {"a name with a tab", "E\\tR E\\tR", NULL, "", "E\\tR", NULL, "--"},
    {"case makes another", "EUR eur", NULL, "", NULL, "purchases are in several currencies", NULL},
};

struct seen {
	struct cs_retain r;
	int key;
	struct cs_str money;
	struct cs_buf foreign;
};

static int
look(void *ctx, unsigned worker, const struct cs_life *life, struct cs_err *e)
{
	struct seen *s = ctx;

	(void)worker;
	(void)e;
	for (size_t i = 0; i < life->n[CS_FACT_PURCHASE]; i++)
		cs_buf_c(&s->foreign, cs_retain_foreign(life, CS_FACT_PURCHASE,
					  &life->fact[CS_FACT_PURCHASE][i], s->key, s->money)
					  ? 'f'
					  : '-');
	return 0;
}

/* A row for each word of currencies, one a day of one customer. */
static void
rows(struct cs_buf *out, const char *head, bool column, const char *currencies)
{
	struct cs_str rest = cs_str_z(currencies), name;
	unsigned day = 1;

	cs_buf_printf(out, "customer_id\t%s%s\n", head, column ? "\tcurrency" : "");
	while (rest.n != 0 && cs_str_split(&rest, ' ', &name)) {
		cs_buf_printf(out, "k\t2026-01-%02uT00:00:00Z", day++);
		if (column)
			cs_buf_printf(out, "\t%.*s", CS_STR_ARG(name));
		cs_buf_c(out, '\n');
	}
}

/* The key of the column currency, as a mode binds it; -1: it is not there. */
static int
key_of(struct lives *l, enum cs_fact_kind kind, const char *column)
{
	return column == NULL ? -1
			      : cs_history_key(&l->h, kind, CS_STR("currency"), &l->env, &l->e);
}

static void
ask(const struct question *q)
{
	struct cs_buf bought = CS_BUF_INIT, worth = CS_BUF_INIT;
	struct seen s = {.foreign = CS_BUF_INIT};
	struct cs_err e = CS_ERR_INIT;
	struct lives l;
	int of_customers, r;

	lives_begin(&l);
	rows(&worth, "joined_at", q->worth != NULL, q->worth != NULL ? q->worth : "");
	rows(&bought, "purchased_at", q->bought != NULL, q->bought != NULL ? q->bought : "a b");
	lives_input(&l, CS_FACT_CUSTOMER, cs_buf_cstr(&worth));
	lives_input(&l, CS_FACT_PURCHASE, cs_buf_cstr(&bought));
	of_customers = key_of(&l, CS_FACT_CUSTOMER, q->worth);
	s.key = key_of(&l, CS_FACT_PURCHASE, q->bought);
	ok(cs_history_bind(&l.h, &l.env, &l.e) == 0 && lives_read(&l, 2, 2, 0) == 0, "%s: read %s",
	    q->what, l.e.msg);
	cs_history_take(&l.h, &l.adder[0]);
	s.r = (struct cs_retain){.history = &l.h, .currency = cs_str_z(q->asked)};
	r = cs_retain_money(&s.r, CS_FACT_CUSTOMER, of_customers, &s.money, &e);
	if (r == 0)
		r = cs_retain_money(&s.r, CS_FACT_PURCHASE, s.key, &s.money, &e);
	is_int(r, q->money != NULL ? 0 : -1, "%s", q->what);
	if (q->money == NULL) {
		is_int(e.status, CS_EXIT_USAGE, "%s: usage", q->what);
		is_str(e.msg, q->msg, "%s: why", q->what);
		is_str(e.hint, "--currency says which of them counts", "%s: what helps", q->what);
	} else {
		struct cs_history_look k = {.history = &l.h, .threads = 1, .ctx = &s, .look = look};

		ok(cs_str_eqz(s.money, q->money), "%s: %.*s", q->what, CS_STR_ARG(s.money));
		is_int(cs_history_look(&k, &e), 0, "%s: looked at", q->what);
		is_str(cs_buf_cstr(&s.foreign), q->foreign, "%s: which are in another", q->what);
	}
	cs_buf_finish(&s.foreign);
	cs_buf_finish(&bought);
	cs_buf_finish(&worth);
	lives_end(&l);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
		ask(&questions[i]);
	return done();
}
