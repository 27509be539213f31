/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Service departments: the worked example with three services and three operating departments whose
 * figures were computed elsewhere with exact fractions (G2), who goes first, loops, and services
 * that an order leaves with nobody to serve.
 */
#include "charge/serviceflow.h"

#include "../tap.h"
#include "textfile.h"

#define EXAMPLE                                                                                    \
	"department\tto\tunits\n"                                                                  \
	"IT\tHR\t10\nIT\tWFM\t15\nIT\tBilling\t30\nIT\tTech\t35\nIT\tSales\t10\n"                  \
	"HR\tIT\t20\nHR\tWFM\t5\nHR\tBilling\t15\nHR\tTech\t40\nHR\tSales\t20\n"                   \
	"WFM\tBilling\t50\nWFM\tTech\t40\nWFM\tSales\t10\n"

static struct cs_arena arena;
static struct cs_services s;
static struct cs_err e;

static int
load(const char *text)
{
	char *file = textfile_of(text);

	cs_services_finish(&s);
	cs_err_clear(&e);
	return cs_services_read(&s, &arena, &file, 1, &e);
}

/* "HR IT WFM" of an order. */
static const char *
order_text(const size_t *order)
{
	static struct cs_buf b;

	cs_buf_reset(&b);
	for (size_t i = 0; i < s.nservice; i++) {
		cs_buf_z(&b, i == 0 ? "" : " ");
		cs_buf_str(&b, s.name[order[i]]);
	}
	return cs_buf_cstr(&b);
}

/* "a=1.500000 b=2.000000", names from the first on, plus what is added. */
static const char *
amounts(const struct cs_ratio *r, size_t first, size_t n, const int64_t *add)
{
	static struct cs_buf b;
	struct cs_ratio x;

	cs_buf_reset(&b);
	cs_ratio_init(&x);
	for (size_t i = 0; i < n; i++) {
		cs_ratio_int(&x, add != NULL ? add[i] : 0);
		cs_ratio_add(&x, &x, &r[i]);
		cs_buf_z(&b, i == 0 ? "" : " ");
		cs_buf_str(&b, s.name[first + i]);
		cs_buf_c(&b, '=');
		cs_ratio_text(&b, &x, 6);
	}
	cs_ratio_finish(&x);
	return cs_buf_cstr(&b);
}

static void
test_example(void)
{
	/* Of HR IT WFM, and of Billing Sales Tech: both by name. */
	static const cs_i128 own[] = {120000, 300000, 90000};
	static const int64_t operating[] = {500000, 200000, 700000};
	static const struct {
		enum cs_allocation how;
		const char *order, *totals, *gross;
	} cases[] = {
	    {CS_ALLOCATION_DIRECT, "IT HR WFM",
		"Billing=689000.000000 Sales=281000.000000 Tech=940000.000000",
		"HR=120000.000000 IT=300000.000000 WFM=90000.000000"},
	    {CS_ALLOCATION_STEP_DOWN, "IT HR WFM",
		"Billing=690312.500000 Sales=281937.500000 Tech=937750.000000",
		"HR=150000.000000 IT=300000.000000 WFM=144375.000000"},
	    {CS_ALLOCATION_STEP_DOWN, "HR IT WFM",
		"Billing=701000.000000 Sales=275000.000000 Tech=934000.000000", NULL},
	    {CS_ALLOCATION_RECIPROCAL, "IT HR WFM",
		"Billing=695765.306122 Sales=278397.959184 Tech=935836.734694",
		"HR=153061.224490 IT=330612.244898 WFM=147244.897959"},
	};
	struct cs_ratio *cost = cs_ratios_new(3), *gross = cs_ratios_new(3),
			*received = cs_ratios_new(3);

	ok(load(EXAMPLE) == 0 && s.nservice == 3 && s.n == 6, "the example is read");
	for (size_t i = 0; i < 3; i++)
		cs_ratio_int(&cost[i], own[i]);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cs_str rest = cs_str_z(cases[i].order), name[3];
		struct cs_service_flow f;
		struct cs_ratio sum;
		size_t order[3];

		for (size_t k = 0; k < 3; k++)
			(void)cs_str_split(&rest, ' ', &name[k]);
		is_int(
		    cs_service_order_named(&s, name, 3, order, &e), 0, "order %s", cases[i].order);
		cs_service_flow_make(&f, &s, cases[i].how, order);
		is_int(cs_service_flow_run(&f, cost, gross, received, &e), 0, "%s",
		    cs_allocation_name[cases[i].how]);
		is_str(amounts(received, 3, 3, operating), cases[i].totals, "who bears it");
		if (cases[i].gross != NULL)
			is_str(amounts(gross, 0, 3, NULL), cases[i].gross, "what passes through");
		cs_ratio_init(&sum);
		for (size_t k = 0; k < 3; k++)
			cs_ratio_add(&sum, &sum, &received[k]);
		cs_ratio_int(&gross[0], 510000);
		is_int(cs_ratio_cmp(&sum, &gross[0]), 0, "exactly what the services cost");
		cs_ratio_finish(&sum);
		cs_service_flow_finish(&f);
	}
	cs_ratios_free(cost, 3);
	cs_ratios_free(gross, 3);
	cs_ratios_free(received, 3);
}

static void
test_order(void)
{
	static const cs_i128 own[] = {120000, 300000, 90000}, dear[] = {300001, 300000, 90000},
			     same[] = {1, 1, 1}, none[] = {0, 0, 0};
	struct cs_ratio part;
	size_t order[3];

	(void)load(EXAMPLE);
	cs_service_order(&s, own, order);
	is_str(order_text(order), "IT HR WFM", "as much for services: who costs more goes first");
	cs_service_order(&s, dear, order);
	is_str(order_text(order), "HR IT WFM", "whoever that is");
	cs_service_order(&s, same, order);
	is_str(order_text(order), "HR IT WFM", "of equal costs, by name");
	cs_ratio_init(&part);
	cs_service_mutual(&s, own, &part);
	cs_ratio_times(&part, &part, 102);
	is_str(amounts(&part, 0, 1, NULL), "HR=21.000000", "105000 of 510000 is for each other");
	cs_service_mutual(&s, none, &part);
	is_int(cs_ratio_sign(&part), 0, "of nothing, nothing");
	cs_ratio_finish(&part);
	is_int(cs_services_find(&s, CS_STR("Tech")), 5, "a department is found");
	is_int(cs_services_find(&s, CS_STR("tech")), 6, "another is not");
	is_int(cs_services_find(&s, CS_STR("")), 6, "nor none");
}

static void
test_names(void)
{
	static const struct {
		const char *names, *msg;
	} cases[] = {
	    {"IT HR", "--step-order: 'WFM' is missing"},
	    {"IT HR IT WFM", "--step-order: 'IT' is there twice"},
	    {"IT HR Sales", "--step-order: 'Sales' serves no other department"},
	    {"IT HR Legal", "--step-order: 'Legal' is not in --services"},
	};

	(void)load(EXAMPLE);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cs_str rest = cs_str_z(cases[i].names), name[8];
		size_t order[8], n = 0;

		while (cs_str_split(&rest, ' ', &name[n]))
			n++;
		cs_err_clear(&e);
		ok(cs_service_order_named(&s, name, n, order, &e) != 0 && e.status == CS_EXIT_USAGE,
		    "order %s", cases[i].names);
		is_str(e.msg, cases[i].msg, "what is wrong with it");
	}
}

/* What is behind the name of the file. */
static const char *
message(void)
{
	return strncmp(e.msg, textfile, strlen(textfile)) == 0 ? e.msg + strlen(textfile) : e.msg;
}

static void
test_bad(void)
{
	static const struct {
		const char *rows, *msg;
	} cases[] = {
	    {"A\tB\t1\nB\tA\t2\n", ":2: service departments that only serve each other: A -> B -> "
				   "A; nobody would bear "
				   "what they cost"},
	    {"A\tB\t1\nB\tC\t1\nC\tB\t1\nD\tSales\t1\n",
		":4: service departments that only serve each other: C -> B -> C; nobody would "
		"bear "
		"what they cost"},
	    {"A\tB\t1\nB\tC\t1\nC\tA\t1\nC\tSales\t0\n",
		":2: service departments that only serve each other: A -> B -> C -> A; nobody "
		"would "
		"bear what they cost"},
	    {"A\tB\t1\nA\tC\t1\nA\tB\t0\n", NULL},
	    {"A\tB\t-1\n", ":2: column units: '-1' is not a number, 0 or above"},
	    {"A\tB\t\\N\n", ":2: column units: '\\N' is not a number, 0 or above"},
	    {"A\t\\N\t1\n", ":2: column to: '\\N' is not the name of a department"},
	    {"\tB\t1\n", ":2: column department: '' is not the name of a department"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cs_buf text = CS_BUF_INIT, twice = CS_BUF_INIT;

		cs_buf_printf(&text, "department\tto\tunits\n%s", cases[i].rows);
		ok(load(cs_buf_cstr(&text)) != 0 && e.status == CS_EXIT_DATA, "refused");
		cs_buf_printf(&twice, ":2 and %s:4: two rows say how much A does for B", textfile);
		is_str(message(), cases[i].msg != NULL ? cases[i].msg : cs_buf_cstr(&twice),
		    "the reason");
		cs_buf_finish(&twice);
		cs_buf_finish(&text);
	}
	ok(load("department\tunits\nA\t1\n") != 0 && e.status == CS_EXIT_USAGE,
	    "a column that is missing");
}

static void
test_odd(void)
{
	struct cs_ratio own[3], received[1];
	struct cs_service_flow f;
	size_t order[] = {0, 1, 2};

	for (int i = 0; i < 3; i++)
		cs_ratio_init(&own[i]);
	cs_ratio_init(received);
	/* A does nothing for those that are left when B went first. */
	ok(load("department\tto\tunits\nA\tB\t1\nB\tA\t1\nB\tSales\t3\nB\tB\t50\n") == 0,
	    "what a department does for itself counts for nothing");
	cs_ratio_int(&own[0], 100);
	cs_ratio_int(&own[1], 40);
	cs_service_flow_make(&f, &s, CS_ALLOCATION_DIRECT, order);
	ok(cs_service_flow_run(&f, own, NULL, received, &e) != 0, "direct: A serves B only");
	is_str(e.msg,
	    "--allocation direct: A serves service departments only, so nobody would bear what it "
	    "costs",
	    "and that is said");
	cs_ratio_int(&own[0], 0);
	cs_err_clear(&e);
	is_int(cs_service_flow_run(&f, own, NULL, received, &e), 0, "unless it costs nothing");
	cs_service_flow_finish(&f);
	cs_ratio_int(&own[0], 100);
	cs_service_flow_make(&f, &s, CS_ALLOCATION_STEP_DOWN, order);
	is_int(cs_service_flow_run(&f, own, NULL, received, &e), 0, "A, then B");
	is_str(amounts(received, 2, 1, NULL), "Sales=140.000000", "all of it arrives");
	cs_service_flow_finish(&f);
	order[0] = 1;
	order[1] = 0;
	cs_service_flow_make(&f, &s, CS_ALLOCATION_STEP_DOWN, order);
	ok(cs_service_flow_run(&f, own, NULL, received, &e) != 0, "B, then A");
	is_str(e.msg,
	    "--allocation step-down in the order B, A: A serves nobody behind it, so nobody would "
	    "bear what it has come to cost",
	    "does not work");
	cs_service_flow_finish(&f);
	cs_service_flow_make(&f, &s, CS_ALLOCATION_RECIPROCAL, order);
	cs_err_clear(&e);
	is_int(cs_service_flow_run(&f, own, NULL, received, &e), 0, "reciprocal");
	is_str(amounts(received, 2, 1, NULL), "Sales=140.000000", "always does");
	cs_service_flow_finish(&f);
	for (int i = 0; i < 3; i++)
		cs_ratio_finish(&own[i]);
	cs_ratio_finish(received);
	/* Nobody serves anybody. */
	ok(load("department\tto\tunits\n") == 0 && s.n == 0, "no rows, no departments");
	cs_service_flow_make(&f, &s, CS_ALLOCATION_RECIPROCAL, order);
	is_int(cs_service_flow_run(&f, NULL, NULL, NULL, &e), 0, "nothing to do");
	cs_service_flow_finish(&f);
}

int
main(void)
{
	textfile_begin();
	test_example();
	test_order();
	test_names();
	test_bad();
	test_odd();
	cs_services_finish(&s);
	cs_arena_finish(&arena);
	textfile_end();
	return done();
}
