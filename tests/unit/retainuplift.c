/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --uplift from sums to estimates, by hand: controls weighted to the months of the cases, strata
 * without controls, months that history does not reach, controls that are no longer followed, who
 * left, bands of value, the error against that of independent customers.
 */
#include "retain/retainuplift.h"

#include "../tap.h"
#include "retain/retainupliftfit.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum { MAY = 2026 * 12 + 4, JUNE, JULY, EACH = CS_UPLIFT_GROUPS };

struct run {
	struct cs_arena arena;
	struct cs_retainuplift_ask ask;
	struct cs_retain r;
	struct cs_uplift u;
	struct cs_sums_form form;
	struct cs_sums sums;
	struct cs_retain_worker w;
	struct cs_horizon at[2];
};

static void
begin(struct run *x)
{
	struct cs_err e = CS_ERR_INIT;

	*x = (struct run){.arena = CS_ARENA_INIT};
	x->ask = (struct cs_retainuplift_ask){
	    .window = {60}, .nwindow = 1, .bands = 2, .gap = 10, .ntenure = 0};
	ok(cs_horizon_parse(CS_STR("2mo"), &x->at[0], &e) == 0 &&
		cs_horizon_parse(CS_STR("45d"), &x->at[1], &e) == 0,
	    "horizons");
	x->r = (struct cs_retain){.mode = &cs_retainuplift,
	    .ask = &x->ask,
	    .arena = &x->arena,
	    .at = x->at,
	    .nat = 2,
	    .level = .95,
	    .merged = true};
	x->r.first = cs_civil_days(2026, 3, 20) * INT64_C(86400000000);
	x->r.last = cs_civil_days(2026, 12, 31) * INT64_C(86400000000);
	(void)cs_retain_key(&x->r, "team", CS_TEXT);
	x->r.nby = 1;
	ok(cs_retainuplift.bind(&x->r, &x->u, &e) == 0, "bound");
	x->form =
	    (struct cs_sums_form){x->r.key, x->r.nkey, cs_retainuplift.part, cs_retainuplift.npart};
	cs_sums_init(&x->sums, &x->form);
	x->w = (struct cs_retain_worker){.r = &x->r, .state = &x->u, .sums = &x->sums};
}

static void
finish(struct run *x)
{
	cs_sums_finish(&x->sums);
	cs_arena_finish(&x->arena);
}

/* Where something is counted. */
struct cell {
	const char *team, *side;
	int month;
	const char *value;
};

/* v times, in one group of customers or the same in each. */
static void
put(struct run *x, struct cell c, unsigned part, int step, int group, int64_t v)
{
	char month[16];
	struct cs_str key[1 + CS_UPLIFT_KEYS] = {cs_str_z(c.team), CS_STR("60"), CS_STR("EUR"),
	    CS_STR("\\N"), cs_str_z(c.side), CS_STR(""), CS_STR("0"), cs_str_z(c.value),
	    CS_STR("0")};
	uint32_t g = 0;

	(void)snprintf(month, sizeof month, "%d", c.month);
	key[1 + CS_UPLIFT_KEY_MONTH] = cs_str_z(month);
	for (unsigned i = 0; i < COUNT(key); i++)
		g = cs_sums_step(&x->sums, i, g, key[i]);
	for (int j = 0; j < CS_UPLIFT_GROUPS; j++)
		if (group == EACH || group == j)
			cs_sums_add(&x->sums, g, part, j * CS_UPLIFT_T + step, v);
}

/* n customers of each group, who bought so much before and in the first step after. */
static void
people(struct run *x, struct cell c, int64_t n, int64_t before, int64_t after)
{
	put(x, c, CS_UPLIFT_N, 0, EACH, n);
	put(x, c, CS_UPLIFT_MATURE, 0, EACH, n);
	put(x, c, CS_UPLIFT_STAY_N, 0, EACH, n);
	put(x, c, CS_UPLIFT_BEFORE_N, 0, EACH, before);
	put(x, c, CS_UPLIFT_AFTER_N, 1, EACH, after);
	put(x, c, CS_UPLIFT_BEFORE_MONEY, 0, EACH, before * 2500000);
	put(x, c, CS_UPLIFT_AFTER_MONEY, 1, EACH, after * 2500000);
}

/* What was found, group by group. */
struct found {
	unsigned outcome;
	size_t n;
	struct cs_uplift_answer a[4];
	char team[4][8];
};

static int
take(void *arg, const struct cs_uplift_fit *f, struct cs_err *e)
{
	struct found *x = arg;
	struct cs_str team = f->key[0];
	struct cs_uplift_answer a[CS_UPLIFT_STAYED + 2 * COUNT(((struct run *)0)->at)];

	(void)snprintf(x->team[x->n], sizeof x->team[0], "%.*s", CS_STR_ARG(team));
	if (cs_uplift_answers(f, a, e) != 0)
		return -1;
	x->a[x->n++] = a[x->outcome];
	return 0;
}

/* Before they are weighted. */
static int
take_bought(void *arg, const struct cs_uplift_fit *f, struct cs_err *e)
{
	(void)e;
	return cs_uplift_bought(f, arg) ? 0 : -1;
}

/* Four of five cases and three of ten controls bought before, of whom no weight is asked. */
static void
test_apart(void)
{
	static const struct {
		double p, q, d;
		bool ok;
	} of[] = {
	    {.8, .3, .5 / .43011626335213, true},
	    {.3, .8, -.5 / .43011626335213, true},
	    {.5, .5, 0, true},
	    {1, 0, 0, false},
	    {0, 0, 0, false},
	    {1, .5, .5 / .35355339059327, true},
	};
	const struct cell one = {"A", "case", JUNE, "5"}, none = {"\\N", "control", JUNE, "5"};
	struct run x;
	struct cs_err e = CS_ERR_INIT;
	double share[2] = {-1, -1}, d;

	for (size_t i = 0; i < COUNT(of); i++) {
		ok(cs_uplift_apart(of[i].p, of[i].q, &d) == of[i].ok, "%g and %g", of[i].p,
		    of[i].q);
		is_near(d, of[i].d, 1e-12, "how far apart");
	}
	begin(&x);
	people(&x, one, 5, 10, 20);
	put(&x, one, CS_UPLIFT_BEFORE_BUYER, 0, EACH, 4);
	people(&x, none, 10, 10, 5);
	put(&x, none, CS_UPLIFT_BEFORE_BUYER, 0, EACH, 3);
	ok(cs_sums_sort(&x.sums, &e) == 0, "sorted");
	ok(cs_uplift_walk(&x.w, &x.u, take_bought, share, &e) == 0, "walked");
	is_near(share[0], .8, 1e-12, "cases");
	is_near(share[1], .3, 1e-12, "controls");
	finish(&x);
}

static struct found
find(struct run *x, unsigned outcome)
{
	struct found f = {.outcome = outcome};
	struct cs_err e = CS_ERR_INIT;

	ok(cs_uplift_walk(&x->w, &x->u, take, &f, &e) == 0, "walked");
	return f;
}

/* May has many controls who buy little, June few who buy much; cases are mostly of June. */
static void
test_months(void)
{
	struct run x;
	struct found f;
	struct cs_err e = CS_ERR_INIT;

	begin(&x);
	people(&x, (struct cell){"A", "case", JUNE, "5"}, 1, 2, 5);
	people(&x, (struct cell){"A", "case", JULY, "5"}, 3, 6, 15);
	people(&x, (struct cell){"\\N", "control", JUNE, "5"}, 40, 40, 40);
	people(&x, (struct cell){"\\N", "control", JULY, "5"}, 5, 10, 20);
	/* Nobody to hold these against, and months whose windows before are not all known. */
	people(&x, (struct cell){"A", "case", JUNE, "40"}, 4, 100, 900);
	people(&x, (struct cell){"A", "case", MAY, "5"}, 4, 100, 900);
	people(&x, (struct cell){"\\N", "control", MAY, "5"}, 4, 100, 0);
	people(&x, (struct cell){"B", "case", JUNE, "5"}, 2, 2, 2);
	ok(cs_sums_sort(&x.sums, &e) == 0, "sorted");
	f = find(&x, CS_UPLIFT_PURCHASES);
	is_int(f.n, 2, "two teams");
	is_str(f.team[0], "A", "the first");
	is_int(f.a[0].n, 8 * EACH, "cases of months that are reached");
	is_int(f.a[0].compared, 4 * EACH, "those with controls");
	is_int(f.a[0].days, 45 * EACH, "days of controls");
	is_near(f.a[0].cases.before, 2, 1e-12, "cases before");
	is_near(f.a[0].cases.after, 5, 1e-12, "cases after");
	is_near(f.a[0].controls.before, (1 + 3 * 2.) / 4, 1e-12, "controls before, by month");
	is_near(f.a[0].controls.after, (1 + 3 * 4.) / 4, 1e-12, "controls after, by month");
	is_near(f.a[0].uplift.est, 3 - 1.5, 1e-12, "difference in differences");
	is_near(f.a[1].uplift.est, 0, 1e-12, "team B: none");
	ok(f.a[1].uplift.ok && !f.a[1].uplift.ci && f.a[1].uplift.flag == CS_FLAG_ZERO_VAR,
	    "all groups of customers alike: no interval");
	f = find(&x, CS_UPLIFT_REVENUE);
	is_near(f.a[0].uplift.est, 1.5 * 2.5, 1e-12, "revenue");
	finish(&x);
}

/* Ten controls: two are followed until some day of the first step, one leaves in the second. */
static void
test_followed(void)
{
	const struct cell one = {"A", "case", JUNE, "5"}, none = {"\\N", "control", JUNE, "5"};
	struct run x;
	struct found f;
	struct cs_err e = CS_ERR_INIT;

	begin(&x);
	people(&x, one, 10, 10, 20);
	put(&x, one, CS_UPLIFT_FIRST, 1, EACH, 4);
	people(&x, none, 10, 10, 5);
	put(&x, none, CS_UPLIFT_QUIT, 1, EACH, 2);
	put(&x, none, CS_UPLIFT_QUIT_NONE, 1, EACH, 1);
	put(&x, none, CS_UPLIFT_LEFT, 2, EACH, 1);
	put(&x, none, CS_UPLIFT_LEFT_NONE, 2, EACH, 1);
	put(&x, none, CS_UPLIFT_AFTER_N, 2, EACH, 4);
	put(&x, none, CS_UPLIFT_AFTER_N, 3, EACH, 7);
	put(&x, none, CS_UPLIFT_FIRST, 1, EACH, 3);
	put(&x, none, CS_UPLIFT_FIRST, 3, EACH, 2);
	/* Staying: months of 2; 45 days with a step at 30. */
	put(&x, none, CS_UPLIFT_STAY_QUIT + CS_AXIS_MONTHS, 0, EACH, 2);
	put(&x, none, CS_UPLIFT_STAY_LEFT + CS_AXIS_MONTHS, 1, EACH, 2);
	put(&x, none, CS_UPLIFT_STAY_QUIT + CS_AXIS_MONTHS, 1, EACH, 2);
	put(&x, none, CS_UPLIFT_STAY_LEFT + CS_AXIS_MONTHS, 2, EACH, 1);
	put(&x, none, CS_UPLIFT_STAY_NEXT + CS_AXIS_MONTHS, 2, EACH, 1);
	put(&x, one, CS_UPLIFT_STAY_QUIT + CS_AXIS_DAYS, 1, EACH, 10);
	ok(cs_sums_sort(&x.sums, &e) == 0, "sorted");
	f = find(&x, CS_UPLIFT_PURCHASES);
	is_near(f.a[0].controls.after, 5. / 9 + 4. / 8 + 7. / 8 * (7. / 7), 1e-12,
	    "what was bought, step by step");
	f = find(&x, CS_UPLIFT_BUYERS);
	is_near(f.a[0].controls.after, (3 + 6.5 * (5. / 6) * (2. / 5)) / 9.5, 1e-12, "buyers");
	is_near(f.a[0].cases.after, .4, 1e-12, "of cases");
	f = find(&x, CS_UPLIFT_STAYED);
	is_near(f.a[0].controls.after, (6. / 8) * (2.5 / 3.5), 1e-12,
	    "stayed two months; who makes contact within one counts half");
	is_near(f.a[0].uplift.est, 1 - 15. / 28, 1e-12, "against cases, who all did");
	f = find(&x, CS_UPLIFT_STAYED + 1);
	ok(!f.a[0].uplift.ok && f.a[0].uplift.flag == CS_FLAG_BEYOND,
	    "45 days: no case is followed so long");
	finish(&x);
}

/* Bands of value: of many steps two halves; each step for itself by fine matching. */
static void
test_bands(void)
{
	static const char *const steps[] = {"1", "2", "7", "8"};
	struct run x;
	struct found f;
	struct cs_err e = CS_ERR_INIT;

	begin(&x);
	for (size_t i = 0; i < COUNT(steps); i++)
		people(&x, (struct cell){"A", "case", JUNE, steps[i]}, 5, 0, 5);
	people(&x, (struct cell){"\\N", "control", JUNE, "1"}, 10, 0, 0);
	people(&x, (struct cell){"\\N", "control", JUNE, "8"}, 10, 0, 10);
	ok(cs_sums_sort(&x.sums, &e) == 0, "sorted");
	f = find(&x, CS_UPLIFT_PURCHASES);
	is_int(f.a[0].compared, 20 * EACH, "steps without controls are in a band with others");
	is_near(f.a[0].uplift.est, .5, 1e-12, "the half that is ahead");
	x.ask.cem = true;
	f = find(&x, CS_UPLIFT_PURCHASES);
	is_int(f.a[0].compared, 10 * EACH, "not so by fine matching");
	is_near(f.a[0].uplift.est, .5, 1e-12, "the half that is ahead");
	finish(&x);
}

/* One cell, every customer a group: the error is that of two means. */
static void
test_error(void)
{
	const struct cell one = {"A", "case", JUNE, "5"}, none = {"\\N", "control", JUNE, "5"};
	struct run x;
	struct found f;
	struct cs_err e = CS_ERR_INIT;
	double ss = 0, mean = 0;

	begin(&x);
	for (int j = 0; j < CS_UPLIFT_GROUPS; j++)
		mean += (double)(j * j % 7) / CS_UPLIFT_GROUPS;
	for (int j = 0; j < CS_UPLIFT_GROUPS; j++) {
		double d = (double)(j * j % 7) - mean;

		ss += d * d;
		put(&x, one, CS_UPLIFT_N, 0, j, 1);
		put(&x, one, CS_UPLIFT_MATURE, 0, j, 1);
		put(&x, one, CS_UPLIFT_AFTER_N, 1, j, j * j % 7);
	}
	people(&x, none, 1, 0, 0);
	ok(cs_sums_sort(&x.sums, &e) == 0, "sorted");
	f = find(&x, CS_UPLIFT_PURCHASES);
	is_near(f.a[0].uplift.est, mean, 1e-12, "mean");
	is_near((f.a[0].uplift.hi - f.a[0].uplift.lo) / 2 / 2.0395134463964,
	    sqrt(ss / (CS_UPLIFT_GROUPS - 1) / CS_UPLIFT_GROUPS), 1e-9, "its error, t with 31");
	finish(&x);
}

int
main(void)
{
	test_months();
	test_followed();
	test_bands();
	test_error();
	test_apart();
	return done();
}
