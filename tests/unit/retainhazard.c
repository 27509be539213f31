/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --hazard from sums to a regression: by hand where that can be solved, else against R's survival
 * 3.5 (coxph, ties = "efron", the counts of the tables below as so many rows each); levels and what
 * they are held against, numbers, strata, factors that switch on, groups of --by, what cannot be
 * said and how that reads.
 */
#include "../tap.h"
#include "retain/retainhazardwork.h"
#include "stat/dist.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum { KEYS = 3 };

/* A run of at most three keys, the last of which are factors. */
struct run {
	struct cs_retain r;
	struct cs_retainhazard s;
	struct cs_hazard_factor factor[KEYS];
	struct cs_key_def key[KEYS];
	struct cs_sums_form form;
	struct cs_sums sums;
	struct cs_retain_worker w;
	struct cs_hazard_model m;
	struct cs_err e;
};

/* What is a factor is of these kinds, as its keys stand: nby of --by, nstrata, then they. */
static void
begin(struct run *x, unsigned nby, unsigned nstrata, const enum cs_hazard_kind *kind, unsigned n)
{
	static const char *const name[] = {"one", "two", "three"};
	unsigned before = nby + nstrata;

	*x = (struct run){.e = CS_ERR_INIT};
	for (unsigned i = 0; i < before + n; i++)
		x->key[i] = (struct cs_key_def){.name = cs_str_z(name[i]), .type = CS_TEXT};
	for (unsigned i = 0; i < n; i++)
		x->factor[i] = (struct cs_hazard_factor){
		    .name = cs_str_z(name[i]), .kind = kind[i], .key = before + i};
	x->r = (struct cs_retain){
	    .key = x->key, .nkey = before + n, .nby = nby, .nstrata = nstrata, .level = .95};
	x->s = (struct cs_retainhazard){.factor = x->factor, .n = n};
	x->form = (struct cs_sums_form){x->key, before + n, cs_retainhazard.part, CS_HAZARD_PARTS};
	cs_sums_init(&x->sums, &x->form);
	x->w = (struct cs_retain_worker){.r = &x->r, .state = &x->s, .sums = &x->sums};
}

static void
end(struct run *x)
{
	cs_hazard_model_finish(&x->m);
	cs_sums_finish(&x->sums);
}

/* n customers, whose keys are words of one text. */
static void
put(struct run *x, const char *keys, enum cs_hazard_part part, int day, int64_t n)
{
	struct cs_str rest = cs_str_z(keys), word;
	uint32_t g = 0;

	for (unsigned k = 0; k < x->r.nkey && cs_str_split(&rest, ' ', &word); k++)
		g = cs_sums_step(&x->sums, k, g, word);
	cs_sums_add(&x->sums, g, part, day, n);
}

static int
fit(struct run *x)
{
	if (cs_sums_sort(&x->sums, &x->e) != 0)
		return -1;
	return cs_hazard_model(&x->m, &x->w, &x->s, 0, &x->e);
}

static struct cs_hazard_pace
pace(struct run *x, size_t term, size_t level)
{
	return cs_hazard_pace(&x->m, &x->m.term[term], level, .95);
}

static void
is_words(struct run *x, size_t term, size_t level, const char *want)
{
	struct cs_hazard_pace p = pace(x, term, level);
	struct cs_buf b = CS_BUF_INIT;

	cs_hazard_words(&b, &p);
	is_str(cs_buf_cstr(&b), want, "in words");
	cs_buf_finish(&b);
}

/*
 * x, o, x, o leave one after the other. The likelihood t/(2t + 2) 1/(t + 2) t/(t + 1) is at its top
 * where 2/(t + 1) = t/(t + 2), which is t = (1 + sqrt 17) / 2.
 */
static void
test_by_hand(void)
{
	static const enum cs_hazard_kind kind[] = {CS_HAZARD_LEVELS};
	struct cs_hazard_pace p;
	struct run x;

	begin(&x, 0, 0, kind, 1);
	for (int day = 1; day <= 4; day++)
		put(&x, day % 2 != 0 ? "x" : "o", CS_HAZARD_LEFT, day, 1);
	is_int(fit(&x), 0, "four customers: %s", x.e.msg);
	is_int(x.m.customers, 4, "all of them");
	is_int(x.m.left, 4, "who all left");
	is_int(x.m.term[0].n, 2, "two levels");
	is_slice(x.m.term[0].level[x.m.term[0].against].raw, "o", "of equals the first in order");
	ok(pace(&x, 0, 0).reference, "which has no pace of its own");
	p = pace(&x, 0, 1);
	is_near(p.est, (1 + sqrt(17)) / 2, 1e-9, "the other's");
	ok(p.has && p.has_lo && p.has_hi && p.lo < p.est && p.est < p.hi, "and its bounds");
	is_int(p.flag, CS_FLAG_SMALL_N, "of two who left");
	end(&x);
}

/* Plan and size: customers by the day on which they left, or were followed no longer. */
static const struct row {
	const char *plan;
	int size, day;
	bool left;
	int n;
} rows[] = {{"a", 1, 10, true, 3}, {"a", 1, 20, true, 2}, {"a", 2, 20, false, 4},
    {"a", 2, 30, true, 1}, {"a", 1, 40, false, 6}, {"b", 1, 10, true, 5}, {"b", 2, 10, true, 1},
    {"b", 2, 20, true, 6}, {"b", 1, 30, true, 2}, {"b", 3, 40, false, 3}, {"c", 3, 20, true, 1},
    {"c", 3, 30, false, 4}, {"c", 1, 30, true, 1}, {"c", 2, 40, false, 2}};

/* What R says of plans a and c against b, and of the size (lo 0: not asked). */
static const struct question {
	const char *what;
	bool stratum; /* size is a stratum, ahead of plan */
	enum cs_hazard_kind size;
	bool decimal;
	double beta[3], se[3];
} questions[] = {
    {"size as it is", false, CS_HAZARD_NUMBER, false,
	{-1.647947438197991, -1.419336596532794, -0.952184351840159},
	{0.511499217210132, 0.775075263801166, 0.339185221134960}},
    {"in millionths", false, CS_HAZARD_NUMBER, true,
	{-1.647947438197991, -1.419336596532794, -0.952184351840159},
	{0.511499217210132, 0.775075263801166, 0.339185221134960}},
    {"its logarithm of 2", false, CS_HAZARD_LOG, false,
	{-1.61270614605285, -1.46073707676699, -1.02455468051016},
	{0.513043333483011, 0.774145642336967, 0.378884613256253}},
    {"a stratum of each size", true, CS_HAZARD_LEVELS, false,
	{-1.71791080206441, -1.66936989386667, 0}, {0.511727380067730, 0.866708693791017, 0}},
};

/* One coefficient: the ratio, its bounds and its test, from R's beta and se. */
static void
is_r(struct run *x, const struct question *q, size_t term, size_t level, int j)
{
	const struct cs_hazard_pace p = pace(x, term, level);
	const double z = cs_dist_z(.95);

	is_near(p.est, exp(q->beta[j]), 1e-6, "%s: ratio %d", q->what, j);
	is_near(p.lo, exp(q->beta[j] - z * q->se[j]), 1e-6, "%s: from", q->what);
	is_near(p.hi, exp(q->beta[j] + z * q->se[j]), 1e-6, "%s: to", q->what);
	is_near(
	    p.p, 2 * cs_dist_norm(fabs(q->beta[j] / q->se[j]), CS_UPPER), 1e-5, "%s: p", q->what);
}

static void
test_r(const struct question *q)
{
	const enum cs_hazard_kind kind[] = {CS_HAZARD_LEVELS, q->size};
	const struct cs_hazard_term *plan;
	struct run x;

	begin(&x, 0, q->stratum, kind, q->stratum ? 1 : 2);
	x.factor[1].decimal = q->decimal;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *r = &rows[i];
		char keys[32];

		if (q->stratum)
			(void)snprintf(keys, sizeof keys, "%d %s", r->size, r->plan);
		else
			(void)snprintf(keys, sizeof keys, "%s %d%s", r->plan, r->size,
			    q->decimal ? "000000" : "");
		put(&x, keys, r->left ? CS_HAZARD_LEFT : CS_HAZARD_QUIT, r->day, r->n);
	}
	is_int(fit(&x), 0, "%s: %s", q->what, x.e.msg);
	plan = &x.m.term[0];
	is_int(plan->n, 3, "%s: three plans", q->what);
	is_slice(plan->level[plan->against].raw, "b", "%s: that of most customers", q->what);
	is_int(plan->level[0].customers, 16, "%s: customers of a", q->what);
	is_int(plan->level[1].left, 14, "%s: left of b", q->what);
	is_int(plan->to - plan->from, 2, "%s: two coefficients", q->what);
	is_r(&x, q, 0, 0, 0);
	is_r(&x, q, 0, 2, 1);
	is_int(pace(&x, 0, 0).flag, CS_FLAG_NONE, "%s: enough left of a", q->what);
	is_int(pace(&x, 0, 2).flag, CS_FLAG_SMALL_N, "%s: few left of c", q->what);
	if (!q->stratum) {
		is_r(&x, q, 1, 0, 2);
		is_slice(x.m.term[1].level[0].raw, q->size == CS_HAZARD_LOG ? "x2" : "+1",
		    "%s: what one more is", q->what);
		is_int(x.m.term[1].level[0].customers, 41, "%s: of all customers", q->what);
	}
	end(&x);
}

/*
 * A factor that switches on: who is cut goes on as another. Held against is what was before, though
 * more customers end as what is after. Some are first seen on the third day.
 * R: Surv(start, stop, left) ~ c.
 */
static void
test_switch(void)
{
	static const enum cs_hazard_kind kind[] = {CS_HAZARD_CONTACTED};
	struct cs_hazard_pace p;
	struct run x;

	begin(&x, 0, 0, kind, 1);
	put(&x, "f", CS_HAZARD_CUT, 5, 22);
	put(&x, "t", CS_HAZARD_ENTER, 5, 22);
	put(&x, "t", CS_HAZARD_LEFT, 20, 2);
	put(&x, "t", CS_HAZARD_QUIT, 40, 20);
	put(&x, "f", CS_HAZARD_LEFT, 10, 3);
	put(&x, "f", CS_HAZARD_LEFT, 20, 1);
	put(&x, "f", CS_HAZARD_QUIT, 40, 5);
	put(&x, "f", CS_HAZARD_CUT, 20, 2);
	put(&x, "t", CS_HAZARD_ENTER, 20, 2);
	put(&x, "t", CS_HAZARD_LEFT, 30, 2);
	put(&x, "f", CS_HAZARD_ENTER, 3, 3);
	put(&x, "f", CS_HAZARD_LEFT, 30, 1);
	put(&x, "f", CS_HAZARD_QUIT, 30, 2);
	is_int(fit(&x), 0, "a switch: %s", x.e.msg);
	is_int(x.m.customers, 36, "a customer is one, however often he is cut");
	is_slice(x.m.term[0].level[x.m.term[0].against].raw, "f", "against before");
	is_int(x.m.term[0].level[1].customers, 24, "who ended behind it");
	p = pace(&x, 0, 1);
	is_near(p.est, 0.377691203685672, 1e-6, "ratio");
	is_near(p.lo, 0.100701594214647, 1e-6, "from");
	is_near(p.hi, 1.41656789501733, 1e-6, "to");
	end(&x);
}

/* Each group of --by is a regression of its own, of the groups that begin with it. */
static void
test_by(void)
{
	static const enum cs_hazard_kind kind[] = {CS_HAZARD_LEVELS};
	struct run x;
	size_t first;

	begin(&x, 1, 0, kind, 1);
	for (int day = 1; day <= 4; day++) {
		put(&x, day % 2 != 0 ? "p x" : "p o", CS_HAZARD_LEFT, day, 1);
		put(&x, day % 2 != 0 ? "q o" : "q x", CS_HAZARD_LEFT, day, 1);
	}
	is_int(fit(&x), 0, "the first: %s", x.e.msg);
	is_int(x.m.behind, 2, "two levels");
	is_near(pace(&x, 0, 1).est, (1 + sqrt(17)) / 2, 1e-9, "as if it were alone");
	first = x.m.behind;
	cs_hazard_model_finish(&x.m);
	is_int(cs_hazard_model(&x.m, &x.w, &x.s, first, &x.e), 0, "the second");
	is_int(x.m.behind, 4, "up to the end");
	is_near(pace(&x, 0, 1).est, 2 / (1 + sqrt(17)), 1e-9, "the other way round");
	end(&x);
}

/*
 * None left, or before all others: one bound, where the likelihood is so far below its top as two
 * sides of 95 % are. One of o leaves beside one x: 1/(1 + t); the other way round t/(1 + t).
 */
static void
test_one_side(void)
{
	static const enum cs_hazard_kind kind[] = {CS_HAZARD_LEVELS};
	const double z = cs_dist_z(.95), far = exp(z * z / 2) - 1;

	for (int up = 0; up < 2; up++) {
		struct cs_hazard_pace p;
		struct run x;

		begin(&x, 0, 0, kind, 1);
		put(&x, up ? "x" : "o", CS_HAZARD_LEFT, 1, 1);
		put(&x, up ? "o" : "x", CS_HAZARD_QUIT, 2, 1);
		is_int(fit(&x), 0, "only one side leaves: %s", x.e.msg);
		p = pace(&x, 0, 1);
		ok(!p.has && p.has_lo == up && p.has_hi != up, "one bound");
		is_int(p.flag, CS_FLAG_ZERO_VAR, "is flagged");
		is_near(up ? p.lo : p.hi, up ? 1 / far : far, 1e-6, "where it is");
		is_words(&x, 0, 1,
		    up ? "leave before all others: at least 0.17 times as fast"
		       : "none left: at most 5.8 times as fast");
		end(&x);
	}
}

/* What cannot be said. */
static void
test_nothing(void)
{
	static const enum cs_hazard_kind kind[] = {CS_HAZARD_LEVELS, CS_HAZARD_LEVELS};
	struct cs_hazard_pace p;
	struct run x;

	begin(&x, 0, 0, kind, 2);
	for (int day = 1; day <= 4; day++)
		put(&x, day % 2 != 0 ? "x 1" : "o 0", CS_HAZARD_LEFT, day, 1);
	is_int(fit(&x), 0, "two factors that say the same: %s", x.e.msg);
	is_near(pace(&x, 0, 1).est, (1 + sqrt(17)) / 2, 1e-9, "the first says it");
	p = pace(&x, 1, 1);
	ok(!p.has && p.alias, "the second does not");
	is_words(&x, 1, 1, "it cannot be told apart from the factors before it");
	end(&x);

	begin(&x, 0, 0, kind, 1);
	put(&x, "x", CS_HAZARD_QUIT, 1, 3);
	put(&x, "o", CS_HAZARD_QUIT, 2, 3);
	is_int(fit(&x), 0, "nobody left: %s", x.e.msg);
	is_int(pace(&x, 0, 1).flag, CS_FLAG_N0, "nothing to compare");
	is_words(&x, 0, 1, "it cannot be told");
	end(&x);
}

/* Refused: levels without end, sums that are no counts. */
static void
test_refused(void)
{
	static const enum cs_hazard_kind kind[] = {CS_HAZARD_LEVELS};
	char name[16];
	struct run x;

	for (int n = CS_HAZARD_COEFFICIENTS + 1; n <= CS_HAZARD_COEFFICIENTS + 2; n++) {
		begin(&x, 0, 0, kind, 1);
		for (int i = 0; i < n; i++) {
			(void)snprintf(name, sizeof name, "v%03d", i);
			put(&x, name, CS_HAZARD_QUIT, 1, 1);
		}
		if (n == CS_HAZARD_COEFFICIENTS + 1) {
			is_int(fit(&x), 0, "so many levels are taken: %s", x.e.msg);
		} else {
			is_int(fit(&x), -1, "one more is not");
			is_int(x.e.status, CS_EXIT_USAGE, "usage");
			is_str(x.e.msg,
			    "--hazard: one has 122 levels, and all factors together may have 120",
			    "why");
			is_str(x.e.hint,
			    "if it is a number, n=number(one) makes it one; --strata one "
			    "holds it alike, and says nothing of it",
			    "what helps");
		}
		end(&x);
	}
	begin(&x, 0, 0, kind, 1);
	put(&x, "x", CS_HAZARD_LEFT, 1, 2);
	put(&x, "x", CS_HAZARD_QUIT, 1, -1);
	is_int(fit(&x), -1, "fewer than none");
	is_int(x.e.status, CS_EXIT_DATA, "bad data");
	end(&x);
	begin(&x, 0, 0, kind, 1);
	put(&x, "x", CS_HAZARD_LEFT, 1, INT64_MAX);
	put(&x, "x", CS_HAZARD_LEFT, 2, 1);
	is_int(fit(&x), -1, "more than can be counted");
	is_int(x.e.status, CS_EXIT_DATA, "bad data");
	end(&x);
}

/* As many digits as tell it from 1, and no more. */
static void
test_words(void)
{
	static const struct {
		double est, lo, hi;
		const char *want;
	} cases[] = {
	    {1.04, .834, 1.296, "leave 1.04 times as fast (0.83 to 1.30)"},
	    {2.46, 1.996, 14.4, "leave 2.5 times as fast (2.00 to 14)"},
	    {.0344, .00123, .0999, "leave 0.034 times as fast (0.0012 to 0.1)"},
	    {120.4, 10, 1449, "leave 120 times as fast (10 to 1449)"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct cs_hazard_pace p = {.has = true,
		    .has_lo = true,
		    .has_hi = true,
		    .est = cases[i].est,
		    .lo = cases[i].lo,
		    .hi = cases[i].hi};
		struct cs_buf b = CS_BUF_INIT;

		cs_hazard_words(&b, &p);
		is_str(cs_buf_cstr(&b), cases[i].want, "digits");
		cs_buf_finish(&b);
	}
}

int
main(void)
{
	test_by_hand();
	for (size_t i = 0; i < COUNT(questions); i++)
		test_r(&questions[i]);
	test_switch();
	test_by();
	test_one_side();
	test_nothing();
	test_refused();
	test_words();
	return done();
}
