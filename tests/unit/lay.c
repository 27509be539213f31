/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What services cost, laid on pools: the worked example of three services (G2) as pools of one
 * month, by every way; what is avoidable; times that do not go together; money of other currencies;
 * and random companies, where nothing is lost to the last unit.
 */
#include "charge/lay.h"

#include "base/mem.h"
#include "charge/exchange.h"

#include "../tap.h"
#include "random.h"
#include "textfile.h"

#define EXAMPLE                                                                                    \
	"department\tto\tunits\n"                                                                  \
	"IT\tHR\t10\nIT\tWFM\t15\nIT\tBilling\t30\nIT\tTech\t35\nIT\tSales\t10\n"                  \
	"HR\tIT\t20\nHR\tWFM\t5\nHR\tBilling\t15\nHR\tTech\t40\nHR\tSales\t20\n"                   \
	"WFM\tBilling\t50\nWFM\tTech\t40\nWFM\tSales\t10\n"

enum { MARCH = 0, APRIL = 1, POOLS = 64 };

/* A pool as a row of a table here. */
struct pool {
	const char *department;
	const char *amount, *avoidable; /* NULL: not known */
	int month;
	const char *currency; /* NULL: EUR */
};

static struct cs_arena arena;
static struct cs_charge_serving serving;
static struct cs_charge_dues dues;
static struct cs_charge_exchange exchange;
static struct cs_charge c;
static struct cs_charge_laid *laid;
static size_t nlaid;
static struct cs_err e;

static void
begin(const char *services)
{
	char *file = textfile_of(services);

	cs_services_finish(&serving.services);
	serving.order = NULL;
	cs_err_clear(&e);
	if (cs_services_read(&serving.services, &arena, &file, 1, &e) != 0)
		ok(false, "%s", e.msg);
	free(c.costs.cost);
	c = (struct cs_charge){.arena = &arena, .from = CS_INSTANT_MIN, .to = CS_INSTANT_MAX};
	c.currency = CS_STR("EUR");
	c.digits = 2;
}

static void
add(const struct pool *p)
{
	struct cs_costs *to = &c.costs;
	struct cs_cost x = {
	    .pool = cs_str_z(p->department), .file = "costs.tsv", .line = to->n + 2};

	x.department = x.pool;
	x.currency = cs_str_z(p->currency != NULL ? p->currency : "EUR");
	x.from = CS_DAY_S * CS_USEC * 30 * p->month;
	x.to = x.from + CS_DAY_S * CS_USEC * 30;
	x.has_avoidable = p->avoidable != NULL;
	if (!cs_dec_parse(cs_str_z(p->amount), &x.amount) ||
	    !cs_dec_parse(cs_str_z(p->avoidable != NULL ? p->avoidable : "1"), &x.avoidable))
		abort();
	to->cost = cs_mem_grow(to->cost, &to->cap, to->n + 1, sizeof *to->cost);
	to->cost[to->n++] = x;
	to->npool = to->n;
}

static int
lay(enum cs_allocation how)
{
	cs_charge_laid_finish(laid, nlaid);
	nlaid = c.costs.npool;
	laid = NULL;
	serving.how = how;
	cs_err_clear(&e);
	cs_charge_dues_finish(&dues);
	c.dues = &dues;
	if (cs_charge_dues_make(&dues, &c, &serving, &e) != 0)
		return -1;
	return cs_charge_lay(&laid, &c, &e);
}

/* "1.00 2.00 -" of pools: amounts, - where nothing was changed; or what is avoidable, ? where that
 * is not known. */
static const char *
amounts(bool avoidable)
{
	static struct cs_buf b;

	cs_buf_reset(&b);
	for (size_t i = 0; i < c.costs.npool; i++) {
		cs_buf_z(&b, i == 0 ? "" : " ");
		if (!laid[i].changed)
			cs_buf_c(&b, '-');
		else if (avoidable && !laid[i].has_avoidable)
			cs_buf_c(&b, '?');
		else
			cs_ratio_text(&b, avoidable ? &laid[i].avoidable : &laid[i].amount,
			    avoidable ? 4 : 2);
	}
	return cs_buf_cstr(&b);
}

static void
test_example(void)
{
	static const struct pool pools[] = {
	    {"IT", "300000", "0.5", MARCH, NULL},
	    {"HR", "120000", "0", MARCH, NULL},
	    {"WFM", "90000", "1", MARCH, NULL},
	    {"Billing", "500000", "0.5", MARCH, NULL},
	    {"Tech", "400000", "0.5", MARCH, NULL},
	    {"Tech", "300000", "0", MARCH, NULL},
	    {"Sales", "200000", NULL, MARCH, NULL},
	    {"Legal", "1000", "1", MARCH, NULL},
	};
	static const struct {
		enum cs_allocation how;
		const char *amounts;
	} cases[] = {
	    {CS_ALLOCATION_DIRECT, "0.00 0.00 0.00 689000.00 537142.86 402857.14 281000.00 -"},
	    {CS_ALLOCATION_STEP_DOWN, "0.00 0.00 0.00 690312.50 535857.14 401892.86 281937.50 -"},
	    {CS_ALLOCATION_RECIPROCAL, "0.00 0.00 0.00 695765.31 534763.85 401072.88 278397.96 -"},
	};

	begin(EXAMPLE);
	for (size_t i = 0; i < sizeof pools / sizeof pools[0]; i++)
		add(&pools[i]);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		is_int(lay(cases[i].how), 0, "%s", cs_allocation_name[cases[i].how]);
		is_str(amounts(false), cases[i].amounts, "pools");
	}
	/* Direct: to Tech come 140000 of IT, half of them avoidable, 64000 of HR and 36000 of WFM:
	 * 106000 of 240000, which its pools of 400000 and 300000 share 4 to 3. */
	(void)lay(CS_ALLOCATION_DIRECT);
	is_str(amounts(true), "0.0000 0.0000 0.0000 0.5152 0.4851 0.1128 ? -", "what is avoidable");
	c.costs.cost[0].has_avoidable = false;
	(void)lay(CS_ALLOCATION_DIRECT);
	is_str(amounts(true), "0.0000 0.0000 0.0000 ? ? ? ? -", "what is not known of IT");
	serving.order =
	    (const struct cs_str[]){CS_STR_INIT("HR"), CS_STR_INIT("IT"), CS_STR_INIT("WFM")};
	serving.norder = 3;
	is_int(lay(CS_ALLOCATION_STEP_DOWN), 0, "in another order");
	is_str(amounts(false), "0.00 0.00 0.00 701000.00 533714.29 400285.71 275000.00 -", "pools");
	serving.norder = 2;
	ok(lay(CS_ALLOCATION_STEP_DOWN) != 0 && e.status == CS_EXIT_USAGE, "in half an order");
}

static void
test_times(void)
{
	static const struct pool march[] = {
	    {"IT", "100", "1", MARCH, NULL},
	    {"A", "1", "1", MARCH, NULL},
	    {"B", "1", "1", MARCH, NULL},
	    {"C", "1", "1", MARCH, NULL},
	    {"A", "-5", "1", MARCH, NULL},
	};
	static const struct pool april[] = {
	    {"A", "3", "1", APRIL, NULL},
	    {"IT", "-0.01", "1", APRIL, NULL},
	};

	begin("department\tto\tunits\nIT\tA\t1\nIT\tB\t1\nIT\tC\t1\n");
	for (size_t i = 0; i < 5; i++)
		add(&march[i]);
	is_int(lay(CS_ALLOCATION_DIRECT), 0, "a hundred among three");
	is_str(
	    amounts(false), "0.00 34.34 34.33 34.33 -5.00", "to the last unit, on what is above 0");
	add(&april[0]);
	is_int(lay(CS_ALLOCATION_DIRECT), 0, "a month without costs of services");
	is_str(amounts(false), "0.00 34.34 34.33 34.33 -5.00 -", "changes nothing");
	add(&april[1]);
	is_int(lay(CS_ALLOCATION_DIRECT), 0, "a cent that is given back");
	is_str(amounts(false), "0.00 34.34 34.33 34.33 -5.00 2.99 0.00",
	    "goes to the first: the others get none of it and need no pool");
	c.from = CS_DAY_S * CS_USEC * 30;
	is_int(lay(CS_ALLOCATION_DIRECT), 0, "only April is reported");
	is_str(amounts(false), "- - - - - 2.99 0.00", "March is not looked at");
	c.costs.cost[6].amount = cs_dec_int(100);
	ok(lay(CS_ALLOCATION_DIRECT) != 0 && e.status == CS_EXIT_DATA, "nobody to lay it on");
	is_str(e.msg, "--services: 33.33 EUR comes to B, which has no pool for the same time",
	    "and that is said");
}

static void
test_exchange(void)
{
	static const struct pool pools[] = {
	    {"IT", "100", "1", MARCH, "USD"},
	    {"A", "10", "1", MARCH, "JPY"},
	};
	char *file = textfile_of("currency\tto_currency\trate\tvalid_to_at\treciprocal\n"
				 "USD\tEUR\t0.9\t1970-01-31\tf\n"
				 "EUR\tJPY\t160\t\\N\tt\n");

	is_int(cs_charge_exchange_read(&exchange, &arena, NULL, &file, 1, &e), 0, "%s", e.msg);
	begin("department\tto\tunits\nIT\tA\t1\n");
	c.exchange = &exchange;
	add(&pools[0]);
	add(&pools[1]);
	is_int(lay(CS_ALLOCATION_DIRECT), 0, "pools of other currencies");
	is_str(amounts(false), "0.00 90.06", "are exchanged: 10 yen are 6 cents");
	c.costs.cost[0].from += CS_DAY_S * CS_USEC * 30;
	c.costs.cost[0].to += CS_DAY_S * CS_USEC * 30;
	ok(lay(CS_ALLOCATION_DIRECT) != 0 && e.status == CS_EXIT_DATA, "a month without a rate");
	is_str(e.msg, "costs.tsv:2: IT: no rate of USD in EUR on 1970-01-31", "its day and line");
}

/* A company of services s0 .. and operating departments o0 .., each of which has a pool a month. */
static void
random_company(void)
{
	static char names[16][4];
	size_t nservice = 1 + (size_t)below64(4), rest = 1 + (size_t)below64(4);
	struct cs_buf text = CS_BUF_INIT;
	char amount[32];

	cs_buf_z(&text, "department\tto\tunits\n");
	for (size_t d = 0; d < nservice + rest; d++)
		(void)snprintf(names[d], sizeof names[d], "%c%zu", d < nservice ? 's' : 'o', d);
	for (size_t d = 0; d < nservice; d++)
		for (size_t to = 0; to < nservice + rest; to++)
			if (to == nservice || below64(3) != 0)
				cs_buf_printf(&text, "%s\t%s\t%d.%d\n", names[d], names[to],
				    (int)below64(50) + (to == nservice), (int)below64(10));
	begin(cs_buf_cstr(&text));
	for (size_t d = 0; d < nservice + rest; d++)
		for (int month = 0; month < 2; month++) {
			bool serves = d < nservice;

			(void)snprintf(amount, sizeof amount, "%s%d.%02d",
			    serves && below64(5) == 0 ? "-" : "", (int)below64(10000) + !serves,
			    (int)below64(100));
			add(&(struct pool){names[d], amount, "1", month, NULL});
		}
	cs_buf_finish(&text);
}

static void
test_random(void)
{
	int bad = 0, failed = 0;
	struct cs_ratio sum, x;

	cs_ratio_init(&sum);
	cs_ratio_init(&x);
	for (int i = 0; i < 300; i++) {
		random_company();
		for (int how = 0; how < CS_ALLOCATIONS; how++) {
			if (lay((enum cs_allocation)how) != 0) {
				failed++;
				continue;
			}
			cs_ratio_int(&sum, 0);
			for (size_t k = 0; k < c.costs.npool; k++) {
				cs_ratio_dec(&x, c.costs.cost[k].amount);
				cs_ratio_sub(&sum, &sum, &x);
				cs_ratio_add(&sum, &sum, laid[k].changed ? &laid[k].amount : &x);
				bad += laid[k].changed && cs_ratio_sign(&laid[k].avoidable) != 0 &&
				       (cs_ratio_int(&x, 1),
					   cs_ratio_cmp(&x, &laid[k].avoidable)) != 0;
			}
			bad += cs_ratio_sign(&sum) != 0;
		}
	}
	is_int(failed, 0, "300 companies, three ways each");
	is_int(bad, 0, "lose nothing, and what is avoidable stays so");
	cs_ratio_finish(&sum);
	cs_ratio_finish(&x);
}

int
main(void)
{
	textfile_begin();
	test_example();
	test_times();
	test_exchange();
	test_random();
	cs_charge_laid_finish(laid, nlaid);
	cs_charge_dues_finish(&dues);
	cs_charge_exchange_finish(&exchange);
	cs_services_finish(&serving.services);
	free(c.costs.cost);
	cs_arena_finish(&arena);
	textfile_end();
	return done();
}
