/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stays: when a customer is at risk, until when he is followed, whether he left, by each rule; and
 * that nothing which happens later changes what was known.
 */
#include "retain/leaving.h"

#include "lives.h"

/* One customer, as of 2026-06-01. NULL: no record. */
struct question {
	const char *what, *rule;
	const char *row; /* joined_at left_at followed_from_at followed_until_at */
	const char *known_since;
	const char *contacts, *purchases, *renewals; /* instants, due=renewed; blanks between */
	const char *zero;
	enum cs_stay_state state;
	const char *from, *until;
	bool left, ahead;
};

#define NONE "\\N \\N \\N \\N"

static const struct question questions[] = {
    {"still there", "left_at", "2025-01-01T00:00:00Z \\N \\N \\N", NULL, NULL, NULL, NULL,
	"2026-01-10T08:00:00Z", CS_STAY_FOLLOWED, "2026-01-10T08:00:00Z", "2026-06-01T00:00:00Z",
	false, false},
    {"left", "left_at", "2025-01-01T00:00:00Z 2026-02-01T10:00:00Z \\N \\N", NULL, NULL, NULL, NULL,
	"2026-01-10T08:00:00Z", CS_STAY_FOLLOWED, "2026-01-10T08:00:00Z", "2026-02-01T10:00:00Z",
	true, false},
    {"left at time zero", "left_at", "2025-01-01T00:00:00Z 2026-01-10T08:00:00Z \\N \\N", NULL,
	NULL, NULL, NULL, "2026-01-10T08:00:00Z", CS_STAY_FOLLOWED, "2026-01-10T08:00:00Z",
	"2026-01-10T08:00:00Z", true, false},
    {"left before", "left_at", "2025-01-01T00:00:00Z 2026-01-10T07:59:59Z \\N \\N", NULL, NULL,
	NULL, NULL, "2026-01-10T08:00:00Z", CS_STAY_GONE, NULL, NULL, false, false},
    {"leaves behind as-of", "left_at", "2025-01-01T00:00:00Z 2026-06-01T00:00:01Z \\N \\N", NULL,
	NULL, NULL, NULL, "2026-01-10T08:00:00Z", CS_STAY_FOLLOWED, "2026-01-10T08:00:00Z",
	"2026-06-01T00:00:00Z", false, true},
    {"left before he joined", "left_at", "2025-01-01T00:00:00Z 2024-12-31T23:59:59Z \\N \\N", NULL,
	NULL, NULL, NULL, "2026-01-10T08:00:00Z", CS_STAY_REVERSED, NULL, NULL, false, false},
    {"joined and left at once", "left_at", "2026-02-01T00:00:00Z 2026-02-01T00:00:00Z \\N \\N",
	NULL, NULL, NULL, NULL, "2026-02-01T00:00:00Z", CS_STAY_FOLLOWED, "2026-02-01T00:00:00Z",
	"2026-02-01T00:00:00Z", true, false},
    {"made contact before he joined", "left_at",
	"2026-03-01T00:00:00Z 2026-04-01T00:00:00Z \\N \\N", NULL, NULL, NULL, NULL,
	"2026-01-10T08:00:00Z", CS_STAY_FOLLOWED, "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z",
	true, false},
    {"silent before he joined", "silence=30d", "2026-03-01T00:00:00Z \\N \\N \\N", NULL, NULL, NULL,
	NULL, "2026-01-10T08:00:00Z", CS_STAY_FOLLOWED, "2026-01-10T08:00:00Z",
	"2026-02-09T08:00:00Z", true, false},
    {"not in the table", "left_at", NULL, NULL, NULL, NULL, NULL, "2026-01-10T08:00:00Z",
	CS_STAY_UNKNOWN, NULL, NULL, false, false},
    {"nobody knows since when", "left_at", NONE, NULL, NULL, NULL, NULL, "2026-01-10T08:00:00Z",
	CS_STAY_FOLLOWED, "2026-01-10T08:00:00Z", "2026-06-01T00:00:00Z", false, false},
    {"the table begins later", "left_at", "2025-01-01T00:00:00Z \\N \\N \\N",
	"2025-03-01T00:00:00Z", NULL, NULL, NULL, "2025-01-01T00:00:00Z", CS_STAY_FOLLOWED,
	"2025-03-01T00:00:00Z", "2026-06-01T00:00:00Z", false, false},
    {"left before the table begins", "left_at", "2025-01-01T00:00:00Z 2025-02-01T00:00:00Z \\N \\N",
	"2025-03-01T00:00:00Z", NULL, NULL, NULL, "2025-01-01T00:00:00Z", CS_STAY_LOST, NULL, NULL,
	false, false},
    {"followed from to", "left_at",
	"2025-01-01T00:00:00Z \\N 2025-02-01T00:00:00Z 2025-04-01T00:00:00Z", NULL, NULL, NULL,
	NULL, "2025-01-01T00:00:00Z", CS_STAY_FOLLOWED, "2025-02-01T00:00:00Z",
	"2025-04-01T00:00:00Z", false, false},
    {"left when nobody looked any more", "left_at",
	"2025-01-01T00:00:00Z 2025-05-01T00:00:00Z \\N 2025-04-01T00:00:00Z", NULL, NULL, NULL,
	NULL, "2025-01-01T00:00:00Z", CS_STAY_FOLLOWED, "2025-01-01T00:00:00Z",
	"2025-04-01T00:00:00Z", false, false},
    {"lost before time zero", "left_at", "2025-01-01T00:00:00Z \\N \\N 2025-04-01T00:00:00Z", NULL,
	NULL, NULL, NULL, "2026-01-10T08:00:00Z", CS_STAY_LOST, NULL, NULL, false, false},
    {"followed backwards", "left_at",
	"2025-01-01T00:00:00Z \\N 2025-04-01T00:00:00Z 2025-03-01T00:00:00Z", NULL, NULL, NULL,
	NULL, "2026-01-10T08:00:00Z", CS_STAY_REVERSED, NULL, NULL, false, false},

    {"silent from the first", "silence=30d", NULL, NULL, NULL, NULL, NULL, "2026-01-10T08:00:00Z",
	CS_STAY_FOLLOWED, "2026-01-10T08:00:00Z", "2026-02-09T08:00:00Z", true, false},
    {"heard of on the last day", "silence=30d", NULL, NULL, "2026-02-09T08:00:00Z", NULL, NULL,
	"2026-01-10T08:00:00Z", CS_STAY_FOLLOWED, "2026-01-10T08:00:00Z", "2026-03-11T08:00:00Z",
	true, false},
    {"a moment too late", "silence=30d", NULL, NULL, "2026-02-09T08:00:01Z", NULL, NULL,
	"2026-01-10T08:00:00Z", CS_STAY_FOLLOWED, "2026-01-10T08:00:00Z", "2026-02-09T08:00:00Z",
	true, false},
    {"contacts and purchases in turn", "silence=30d", NULL, NULL,
	"2026-01-01T00:00:00Z 2026-02-20T00:00:00Z 2026-04-15T00:00:00Z",
	"2026-02-01T00:00:00Z 2026-03-20T00:00:00Z 2026-05-10T00:00:00Z", NULL,
	"2026-01-10T08:00:00Z", CS_STAY_FOLLOWED, "2026-01-10T08:00:00Z", "2026-06-01T00:00:00Z",
	false, false},
    {"silence that ends at as-of", "silence=30d", NULL, NULL, NULL, "2026-05-02T00:00:00Z", NULL,
	"2026-05-01T00:00:00Z", CS_STAY_FOLLOWED, "2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z",
	true, false},
    {"silence that may end behind it", "silence=30d", NULL, NULL, NULL, "2026-05-02T00:00:01Z",
	NULL, "2026-05-01T00:00:00Z", CS_STAY_FOLLOWED, "2026-05-01T00:00:00Z",
	"2026-06-01T00:00:00Z", false, false},

    {"never due", "renewal", NULL, NULL, NULL, NULL, "", "2026-01-10T08:00:00Z", CS_STAY_FOLLOWED,
	"2026-01-10T08:00:00Z", "2026-06-01T00:00:00Z", false, false},
    {"renewed on the last day", "renewal=10d", NULL, NULL, NULL, NULL,
	"2026-02-01T00:00:00Z=2026-02-11T00:00:00Z", "2026-01-10T08:00:00Z", CS_STAY_FOLLOWED,
	"2026-01-10T08:00:00Z", "2026-06-01T00:00:00Z", false, false},
    {"renewed too late", "renewal=10d", NULL, NULL, NULL, NULL,
	"2026-02-01T00:00:00Z=2026-02-11T00:00:01Z", "2026-01-10T08:00:00Z", CS_STAY_FOLLOWED,
	"2026-01-10T08:00:00Z", "2026-02-11T00:00:00Z", true, false},
    {"the second was not renewed", "renewal=0d", NULL, NULL, NULL, NULL,
	"2026-03-01T00:00:00Z=\\N 2026-02-01T00:00:00Z=2026-01-20T00:00:00Z",
	"2026-01-10T08:00:00Z", CS_STAY_FOLLOWED, "2026-01-10T08:00:00Z", "2026-03-01T00:00:00Z",
	true, false},
    {"not renewed before time zero", "renewal=0d", NULL, NULL, NULL, NULL,
	"2026-01-01T00:00:00Z=\\N", "2026-01-10T08:00:00Z", CS_STAY_FOLLOWED,
	"2026-01-10T08:00:00Z", "2026-06-01T00:00:00Z", false, false},
    {"due soon", "renewal=10d", NULL, NULL, NULL, NULL, "2026-05-25T00:00:00Z=\\N",
	"2026-01-10T08:00:00Z", CS_STAY_FOLLOWED, "2026-01-10T08:00:00Z", "2026-06-01T00:00:00Z",
	false, false},
};

/* Records of a kind out of words; static. */
static const char *
records(unsigned nr, const char *head, const char *words, char mark)
{
	static char text[4][1024];
	char *p = text[nr];
	size_t n = (size_t)snprintf(p, sizeof text[0], "%s\n", head);

	while (words != NULL && *words != '\0') {
		size_t word = strcspn(words, " ");

		n += (size_t)snprintf(p + n, sizeof text[0] - n, "k\t%.*s\n", (int)word, words);
		words += word + (words[word] == ' ');
	}
	for (size_t i = 0; i < n; i++)
		p[i] = p[i] == mark ? '\t' : p[i];
	return p;
}

static const char *
customer_row(const char *row)
{
	static char text[512];
	int n = snprintf(text, sizeof text,
	    "customer_id\tjoined_at\tleft_at\tfollowed_from_at\tfollowed_until_at\n");

	if (row != NULL)
		(void)snprintf(text + n, sizeof text - (size_t)n, "k\t%s\n", row);
	for (char *p = text; *p != '\0'; p++)
		*p = *p == ' ' ? '\t' : *p;
	return text;
}

struct answer {
	struct cs_leaving leaving;
	int64_t zero;
	struct cs_stay stay;
	unsigned n;
};

static int
look(void *ctx, unsigned worker, const struct cs_life *life, struct cs_err *e)
{
	struct answer *a = ctx;

	(void)worker;
	(void)e;
	cs_leaving_stay(&a->leaving, life, a->zero, &a->stay);
	a->n++;
	return 0;
}

static void
is_instant(int64_t got, const char *want, const char *what, const char *which)
{
	struct cs_buf b = CS_BUF_INIT;

	cs_time_text(&b, got);
	is_str(cs_buf_cstr(&b), want, "%s: %s", what, which);
	cs_buf_finish(&b);
}

static void
test_one(const struct question *q)
{
	struct answer a = {.n = 0};
	struct lives l;

	lives_begin(&l);
	lives_input(&l, CS_FACT_CUSTOMER, customer_row(q->row));
	/* Somebody is always there. */
	lives_input(&l, CS_FACT_CONTACT,
	    records(0, "customer_id\tstarted_at",
		q->contacts != NULL ? q->contacts : "2025-01-01T00:00:00Z", ' '));
	lives_input(
	    &l, CS_FACT_PURCHASE, records(1, "customer_id\tpurchased_at", q->purchases, ' '));
	lives_input(
	    &l, CS_FACT_RENEWAL, records(2, "customer_id\tdue_at\trenewed_at", q->renewals, '='));
	ok(cs_leaving_parse(cs_str_z(q->rule), &a.leaving, &l.e) == 0 &&
		cs_leaving_bind(&a.leaving, &l.h, &l.env, &l.e) == 0 &&
		cs_history_bind(&l.h, &l.env, &l.e) == 0 && lives_read(&l, 100, 1, 0) == 0,
	    "%s: read %s", q->what, l.e.msg);
	if (q->known_since != NULL)
		(void)cs_time_parse(cs_str_z(q->known_since), &a.leaving.known_since);
	(void)cs_time_parse(CS_STR("2026-06-01T00:00:00Z"), &l.h.as_of);
	(void)cs_time_parse(cs_str_z(q->zero), &a.zero);
	a.leaving.as_of = l.h.as_of;
	ok(lives_look(&l, 1, 0, &a, look) == 0 && a.n == 1, "%s: one customer", q->what);
	is_int(a.stay.state, q->state, "%s: state", q->what);
	is_int(a.stay.ahead, q->ahead, "%s: behind as-of", q->what);
	if (q->state == CS_STAY_FOLLOWED) {
		is_instant(a.stay.from, q->from, q->what, "from");
		is_instant(a.stay.until, q->until, q->what, "until");
		is_int(a.stay.left, q->left, "%s: left", q->what);
	}
	lives_end(&l);
}

static void
test_parse(void)
{
	static const char *const bad[] = {"", "left", "left_at=1d", "silence", "silence=0d",
	    "silence=1mo", "silence=2h", "silence=", "renewal=x", "renewals"};
	struct cs_leaving l;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct cs_err e = CS_ERR_INIT;

		is_int(cs_leaving_parse(cs_str_z(bad[i]), &l, &e), -1, "'%s' is no rule", bad[i]);
		is_int(e.status, CS_EXIT_USAGE, "'%s': usage", bad[i]);
	}
	is_int(cs_leaving_parse(CS_STR("renewal"), &l, NULL), 0, "renewal");
	is_int(l.days, 14, "by default within 14 days");
}

int
main(void)
{
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
		test_one(&questions[i]);
	test_parse();
	return done();
}
