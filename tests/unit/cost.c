/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Costs and rates are read as they are written, in pieces of any size, and contradictions found. */
#include "charge/cost.h"

#include "../feed.h"
#include "../tap.h"

static const char pools[] =
    "pool\tperiod_from_at\tperiod_to_at\tamount\tcurrency\tvendor\tteam\tdriver\tcapacity_s\t"
    "capacity_n\tavoidable_share\tdepartment\n"
    "wages\t2026-03-01\t2026-04-01\t5670.00\tEUR\t\\N\t\\N\t\\N\t37800000\t\\N\t0.8\tIT\n"
    "rent\t2026-03-01T00:00:00Z\t2026-04-01\t-12.5\tJPY\tA\\tB\t\\N\tnone\t\\N\t\\N\t\\N\t\\N\n"
    "phones\t2026-03-01\t2026-04-01\t0\tUSD\tA\tT\tcontact\t\\N\t100\t1\t\\N\n";

static const char rates[] = "vendor\trate_amount\trate_unit\tcurrency\tvalid_from_at\tvalid_to_at\n"
			    "A\t0.62\tminute\tEUR\t\\N\t2026-04-01\n"
			    "A\t0.65\tminute\tEUR\t2026-04-01\t\\N\n"
			    "\\N\t1.5\tsolved\tEUR\t\\N\t\\N\n";

static int
read_text(struct cs_costs *c, struct cs_arena *a, const char *text, size_t piece, bool rate,
    struct cs_err *e)
{
	struct feed f;
	char *file[1] = {f.path};
	int r;

	feed_start(&f, text, strlen(text), piece);
	r = (rate ? cs_costs_read_rates : cs_costs_read)(
	    c, a, cs_zone_get(CS_STR("Europe/Berlin"), e), file, 1, e);
	feed_stop(&f);
	return r;
}

/* Midnight of Berlin, in winter and in summer. */
#define MARCH (INT64_C(1772319600) * CS_USEC)
#define APRIL (INT64_C(1774994400) * CS_USEC)

static void
check_pools(const struct cs_costs *c)
{
	const struct cs_cost *x = c->cost;
	int64_t micros;

	ok(c->n == 6 && c->npool == 3, "three pools, three rates");
	is_slice(x[0].pool, "wages", "name");
	ok(x[0].from == MARCH && x[0].to == APRIL, "days are of the zone");
	ok(x[1].from == INT64_C(1772323200) * CS_USEC, "an instant is one");
	ok(cs_dec_micros(x[0].amount, &micros) && micros == 5670000000, "amount");
	ok(x[0].unit == CS_COST_MINUTE && x[0].has_capacity && x[0].capacity == 37800000,
	    "minutes, where nothing is said");
	ok(x[0].has_avoidable && x[0].nsel == 0 && x[0].sel[CS_COST_VENDOR].p == NULL, "any leg");
	is_slice(x[0].department, "IT", "department");
	ok(x[1].unit == CS_COST_NONE && !x[1].has_capacity && !x[1].has_avoidable, "unknown");
	is_slice(x[1].sel[CS_COST_VENDOR], "A\\tB", "selections are as cells are");
	ok(x[2].nsel == 2 && x[2].unit == CS_COST_CONTACT && x[2].capacity == 100, "contacts");
	ok(c->dim[CS_COST_VENDOR] && c->dim[CS_COST_TEAM] && !c->dim[CS_COST_SITE],
	    "which columns are looked at");
	ok(x[2].line == 4 && x[5].line == 4, "lines");
}

static void
check_rates(const struct cs_costs *c)
{
	const struct cs_cost *x = c->cost + 3;

	is_slice(x[0].pool, "rates", "one price list");
	ok(x[0].rate && x[0].from == CS_INSTANT_MIN && x[0].to == APRIL, "open at the front");
	ok(x[1].from == APRIL && x[1].to == CS_INSTANT_MAX, "open at the end");
	ok(x[0].has_avoidable && cs_dec_cmp(x[0].avoidable, cs_dec_int(1)) == 0,
	    "what is not used is not paid");
	ok(x[2].unit == CS_COST_SOLVED && x[2].nsel == 0, "any leg");
}

static const struct {
	bool rate;
	const char *rows, *says;
} contradictions[] = {
    {false, "a\t2026-03-01\t2026-04-01\t1\tEUR\na\t2026-03-31\t2026-05-01\t1\tEUR\n", ":2 and "},
    {false,
	"a\t2026-03-01\t2026-06-01\t1\tEUR\na\t2026-06-01\t2026-07-01\t1\tEUR\n"
	"a\t2026-05-31\t2026-06-02\t1\tEUR\n",
	":4: two rows of 'a'"},
    {false, "a\t2026-03-01\t2026-02-01\t1\tEUR\n", "later than where the time begins"},
    {false, "a\t2026-03-01\t2026-04-01\t1\tXYZ\n", "a currency of ISO 4217"},
    {true, "a\t1\tminute\tEUR\na\t2\tminute\tEUR\n", "at overlapping times"},
    {true, "a\t1\tnone\tEUR\n", "minute, hour, contact"},
};

static void
check_contradictions(void)
{
	static const char *const head[] = {"pool\tperiod_from_at\tperiod_to_at\tamount\tcurrency\n",
	    "pool\trate_amount\trate_unit\tcurrency\n"};

	for (size_t i = 0; i < sizeof contradictions / sizeof *contradictions; i++) {
		struct cs_costs c = {.cost = NULL};
		struct cs_arena a = CS_ARENA_INIT;
		struct cs_buf text = CS_BUF_INIT;
		struct cs_err e = CS_ERR_INIT;

		cs_buf_z(&text, head[contradictions[i].rate]);
		cs_buf_z(&text, contradictions[i].rows);
		ok(read_text(&c, &a, cs_buf_cstr(&text), 7, contradictions[i].rate, &e) != 0 &&
			strstr(e.msg, contradictions[i].says) != NULL,
		    "refused: %s", e.msg);
		cs_costs_finish(&c);
		cs_buf_finish(&text);
		cs_arena_finish(&a);
	}
}

int
main(void)
{
	for (size_t piece = 1; piece < 40; piece += piece < 8 ? 1 : 13) {
		struct cs_costs c = {.cost = NULL};
		struct cs_arena a = CS_ARENA_INIT;
		struct cs_err e = CS_ERR_INIT;

		ok(read_text(&c, &a, pools, piece, false, &e) == 0 &&
			read_text(&c, &a, rates, piece, true, &e) == 0,
		    "read in pieces of %zu: %s", piece, e.msg);
		check_pools(&c);
		check_rates(&c);
		cs_costs_finish(&c);
		cs_arena_finish(&a);
	}
	check_contradictions();
	return done();
}
