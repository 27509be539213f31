/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Postings: their order, those that are one, records with a total that proves them whole; and what
 * pools become: what was charged in the month of the contacts, what nobody used where the pool's
 * time ends.
 */
#include "charge/posting.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../tap.h"
#include "charge/chargerun.h"
#include "charge/map.h"

static const int64_t feb = 21215, mar = 21244; /* 2028, first days: a February of 29 */

static struct cs_posting
posting(int64_t month, enum cs_charge_line_kind kind, const char *unit, const char *cause,
    const char *pool, long amount)
{
	return (struct cs_posting){.month = month,
	    .of_month = month,
	    .kind = kind,
	    .unit = cs_str_z(unit),
	    .cause = cs_str_z(cause),
	    .pool = cs_str_z(pool),
	    .amount = amount,
	    .avoidable = amount / 2,
	    .avoidable_known = kind == CS_LINE_CHARGED};
}

/* The same as a correction of another month. */
static struct cs_posting
of(int64_t month, struct cs_posting p)
{
	p.of_month = month;
	return p;
}

/* Each is before the next one: by one thing after the other, NULL last. */
static void
orders(void)
{
	const struct cs_posting t[] = {
	    posting(feb, CS_LINE_UNMAPPED, NULL, NULL, "wages", 1),
	    posting(feb, CS_LINE_CHARGED, "A", "a", "rent", 1),
	    posting(feb, CS_LINE_CHARGED, "A", "a", "wages", 1),
	    posting(feb, CS_LINE_CHARGED, "A", "a", NULL, 1),
	    posting(feb, CS_LINE_CHARGED, "A", NULL, "rent", 1),
	    of(mar, posting(feb, CS_LINE_CHARGED, "A", "a", "rent", 1)),
	    posting(feb, CS_LINE_CHARGED, "B", "a", "rent", 1),
	    posting(feb, CS_LINE_UNALLOCATED, NULL, NULL, "rent", 1),
	    posting(feb, CS_LINE_UNUSED, NULL, NULL, "rent", 1),
	    posting(mar, CS_LINE_UNMAPPED, NULL, NULL, "rent", 1),
	};
	enum { N = sizeof t / sizeof *t };
	struct cs_postings s = {0};

	for (size_t i = N; i-- > 0;)
		cs_postings_add(&s, &t[i]);
	cs_postings_sort(&s);
	for (size_t i = 0; i < N; i++)
		ok(cs_posting_same(&s.p[i], &t[i]), "place %zu", i);
	cs_postings_unite(&s);
	is_int(s.n, N, "none is another");
	cs_postings_finish(&s);
	cs_postings_unite(&s);
	is_int(s.n, 0, "nothing is nothing");
}

static void
unites(void)
{
	struct cs_posting more = posting(feb, CS_LINE_CHARGED, "A", "a", "wages", -150);
	struct cs_postings s = {0};

	cs_postings_add(&s, &(struct cs_posting){.month = mar, .of_month = mar, .amount = 7});
	cs_postings_add(&s, &more);
	more.amount = 100;
	more.avoidable = 10;
	cs_postings_add(&s, &more);
	cs_postings_unite(&s);
	is_int(s.n, 2, "two of three");
	is_int(s.p[0].amount, -50, "amounts add up, also below 0");
	is_int(s.p[0].avoidable, -65, "and what of them is avoidable");
	ok(s.p[0].avoidable_known, "which is known");
	more.avoidable_known = false;
	cs_postings_add(&s, &more);
	cs_postings_unite(&s);
	ok(s.n == 2 && !s.p[0].avoidable_known, "of a sum that is not known of a part it is not");
	cs_postings_finish(&s);
}

/* As records, which are compared. */
static void
is_written(const struct cs_postings *s, const char *currency, const char *want, const char *what)
{
	const int fd = memfd_create("postings", MFD_CLOEXEC);
	char text[1024] = "";
	struct cs_err e = CS_ERR_INIT;
	struct cs_writer out;

	cs_writer_init(&out, fd, "postings");
	cs_postings_write(s, cs_str_z(currency), &out);
	ok(cs_writer_finish(&out, &e) == 0 && pread(fd, text, sizeof text - 1, 0) >= 0,
	    "written %s", e.msg);
	is_str(text, want, "%s", what);
	cs_writer_free(&out);
	(void)close(fd);
}

static void
writes(void)
{
	struct cs_postings s = {0};
	const struct cs_posting t[] = {
	    posting(feb, CS_LINE_CHARGED, "A\tB", "\\N", "wages", 123456),
	    of(feb, posting(mar, CS_LINE_CHARGED, "", NULL, "wages", -5)),
	    posting(mar, CS_LINE_UNUSED, NULL, NULL, "rent", 0),
	};

	is_written(&s, "EUR", "\\N\ttotal\t\\N\t\\N\t\\N\t\\N\t0.00\t\\N\tEUR\n", "nothing");
	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		cs_postings_add(&s, &t[i]);
	is_written(&s, "EUR",
	    "2028-02-01\tcharged\tA\\tB\t\\\\N\twages\t2028-02-01\t1234.56\t617.28\tEUR\n"
	    "2028-03-01\tcharged\t\t\\N\twages\t2028-02-01\t-0.05\t-0.02\tEUR\n"
	    "2028-03-01\tunused\t\\N\t\\N\trent\t2028-03-01\t0.00\t\\N\tEUR\n"
	    "\\N\ttotal\t\\N\t\\N\t\\N\t\\N\t1234.51\t\\N\tEUR\n",
	    "cents, names as they are, and a total");
	is_written(&s, "JPY",
	    "2028-02-01\tcharged\tA\\tB\t\\\\N\twages\t2028-02-01\t123456\t61728\tJPY\n"
	    "2028-03-01\tcharged\t\t\\N\twages\t2028-02-01\t-5\t-2\tJPY\n"
	    "2028-03-01\tunused\t\\N\t\\N\trent\t2028-03-01\t0\t\\N\tJPY\n"
	    "\\N\ttotal\t\\N\t\\N\t\\N\t\\N\t123451\t\\N\tJPY\n",
	    "a currency without a minor unit");
	cs_postings_finish(&s);
}

/* --- what pools become ------------------------------------------------------------------------ */

static const char *const parts[CS_CHARGE_MODE] = {
    "contacts", "legs", "handle_s", "untimed", "transfers", "solved", "credits", "credit", "back"};

struct world {
	struct cs_arena arena;
	struct cs_charge c;
	struct cs_charge_binding b;
	struct cs_charge_level level[CS_POSTING_LEVELS];
	struct cs_sums sums;
	struct cs_charge_price price;
	struct cs_key_def key[5];
};

static void
begin(struct world *w)
{
	static const char *const names[] = {"month", "stretch", "outcome", "original", "reported"};
	struct cs_err e = CS_ERR_INIT;

	*w = (struct world){.c = {.digits = 2, .all = true, .mapped = true},
	    .level = {[CS_POSTING_MONTH] = {CS_STR_INIT("month"), CS_TEXT, CS_FROM_KEY, 0},
		[CS_POSTING_CAUSE] = {CS_STR_INIT("cause"), CS_ID, CS_FROM_CAUSE, 0},
		[CS_POSTING_POOL] = {CS_STR_INIT("pool"), CS_ID, CS_FROM_POOL, 0}}};
	w->c.zone = cs_zone_get(CS_STR("UTC"), &e);
	w->c.arena = &w->arena;
	w->c.bind = &w->b;
	w->c.currency = CS_STR("EUR");
	w->c.from = CS_INSTANT_MIN;
	w->c.to = CS_INSTANT_MAX;
	w->c.level = w->level;
	w->c.nlevel = CS_POSTING_LEVELS;
	for (int k = 0; k < 5; k++)
		w->key[k] = (struct cs_key_def){.name = cs_str_z(names[k]), .type = CS_TEXT};
	for (int d = 0; d < CS_COST_DIMS; d++)
		w->b.dim[d] = -1;
	w->b.key = w->key;
	w->b.nkey = 5;
	cs_charge_bind_own(&w->b);
	w->b.form = (struct cs_sums_form){w->key, 5, parts, CS_CHARGE_MODE};
	cs_sums_init(&w->sums, &w->b.form);
	w->c.sums = &w->sums;
}

static void
end(struct world *w)
{
	cs_charge_price_finish(&w->price);
	cs_sums_finish(&w->sums);
	cs_arena_finish(&w->arena);
}

/* Some contacts of a month, owned by A. */
static void
count(struct world *w, const char *month, int64_t handle_s)
{
	const char *at = cs_arena_printf(&w->arena, "%sT00:00:00Z", month);
	uint32_t g = cs_sums_step(&w->sums, 0, 0, cs_str_z(month));

	g = cs_sums_step(&w->sums, 1, g, cs_str_z(at));
	g = cs_sums_step(&w->sums, 2, g, CS_STR("1/1\\tA\\tlate fee\\t\\t\\n"));
	g = cs_sums_step(&w->sums, 3, g, CS_STR(""));
	g = cs_sums_step(&w->sums, 4, g, CS_STR("t"));
	cs_sums_add(&w->sums, g, CS_CHARGE_CONTACTS, 0, 1);
	cs_sums_add(&w->sums, g, CS_CHARGE_HANDLE_S, 0, handle_s);
}

static struct cs_cost
pool(int64_t from, int64_t to, const char *amount, enum cs_cost_unit unit, int64_t capacity)
{
	struct cs_cost x = {.pool = CS_STR("wages"),
	    .from = from * CS_DAY_S * CS_USEC,
	    .to = to * CS_DAY_S * CS_USEC,
	    .currency = CS_STR("EUR"),
	    .unit = unit,
	    .has_capacity = capacity != 0,
	    .capacity = capacity,
	    .has_avoidable = true,
	    .avoidable = cs_dec_int(1),
	    .file = "costs",
	    .line = 2};

	(void)cs_dec_parse(cs_str_z(amount), &x.amount);
	return x;
}

/* 60 s in February, 30 s in March. */
static void
makes(void)
{
	enum { ANY = 0 };
	static const struct {
		const char *about;
		int64_t from, to; /* of the pool, days behind the first of February */
		const char *amount;
		enum cs_cost_unit unit;
		int64_t capacity, until; /* until: of the period, likewise; ANY: open */
		const char *want;
	} t[] = {
	    {"a pool of two months", 0, 60, "0.90", CS_COST_MINUTE, 0, ANY,
		"2028-02-01 charged 60\n2028-03-01 charged 30\n"},
	    {"one of nothing", 0, 60, "0", CS_COST_MINUTE, 0, ANY, ""},
	    {"what was not used, where it ends", 0, 60, "1.80", CS_COST_MINUTE, 180, ANY,
		"2028-02-01 charged 60\n2028-03-01 charged 30\n2028-03-01 unused 90\n"},
	    {"the leap day is February's", 0, 29, "1.80", CS_COST_MINUTE, 180, ANY,
		"2028-02-01 charged 60\n2028-02-01 unused 120\n"},
	    {"a day longer", 0, 30, "1.80", CS_COST_MINUTE, 180, ANY,
		"2028-02-01 charged 60\n2028-03-01 charged 30\n2028-03-01 unused 90\n"},
	    {"money that came back", 0, 29, "-1.80", CS_COST_MINUTE, 180, ANY,
		"2028-02-01 charged -60\n2028-02-01 unused -120\n"},
	    {"what no use explains", 0, 60, "5", CS_COST_NONE, 0, ANY,
		"2028-03-01 unallocated 500\n"},
	    {"it waits for the month in which it ends", 0, 60, "5", CS_COST_NONE, 0, 29, ""},
	    {"a pool of nobody's time", 100, 130, "5", CS_COST_MINUTE, 10, ANY,
		"2028-06-01 unused 500\n"},
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct cs_cost cost =
		    pool(feb + t[i].from, feb + t[i].to, t[i].amount, t[i].unit, t[i].capacity);
		static const unsigned level[CS_POSTING_LEVELS] = {0, 1, 2};
		struct cs_err e = CS_ERR_INIT;
		struct cs_buf b = CS_BUF_INIT;
		struct cs_postings s = {0};
		struct world w;

		begin(&w);
		count(&w, "2028-02-01", 60);
		count(&w, "2028-03-01", 30);
		w.c.costs = (struct cs_costs){.cost = &cost, .n = 1, .npool = 1};
		if (t[i].until != ANY)
			w.c.to = (feb + t[i].until) * CS_DAY_S * CS_USEC;
		ok(cs_sums_sort(&w.sums, &e) == 0 && cs_charge_reckon(&w.c, &w.price, &e) == 0 &&
			cs_postings_make(&s, &w.c, level, &e) == 0,
		    "%s %s", t[i].about, e.msg);
		for (size_t k = 0; k < s.n; k++) {
			cs_date_text(&b, s.p[k].month);
			cs_buf_printf(&b, " %.*s %lld\n",
			    CS_STR_ARG(cs_charge_line_name(s.p[k].kind)), (long long)s.p[k].amount);
		}
		is_str(cs_buf_cstr(&b), t[i].want, "what is billed");
		cs_postings_finish(&s);
		cs_buf_finish(&b);
		end(&w);
	}
}

int
main(void)
{
	orders();
	unites();
	writes();
	makes();
	return done();
}
