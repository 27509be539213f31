/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The company that decides to charge a fee: what is told is what its rows say. */
#include "intake/gendecision.h"

#include "../tap.h"
#include "intake/genretain.h"

enum { ROWS = 20000, DAYS = 700, CUSTOMERS = 2000, FEE = 40 };

static struct cs_gen *
company(uint16_t fee)
{
	struct cs_gen_plan plan = {.seed = 7,
	    .rows = ROWS,
	    .days = DAYS,
	    .start_day = cs_civil_days(2026, 1, 7),
	    .customers = CUSTOMERS,
	    .decision = true};

	plan.plant[CS_GEN_PLANT_FEE] = fee;
	return cs_gen_create(&plan);
}

struct seen {
	const struct cs_gen *g;
	uint64_t n[CS_GEN_DECIDED_KINDS], charged_plus, early, odd_reason;
	uint64_t month[12], parent_after, recoded;
	uint32_t last_day;
};

static void
see(void *arg, const struct cs_gen_event *v)
{
	struct seen *s = arg;
	const bool before = v->day < s->g->decision->day;
	int y, m, d;

	s->n[v->kind]++;
	s->last_day = v->day > s->last_day ? v->day : s->last_day;
	cs_civil_of_days(s->g->plan.start_day + v->day, &y, &m, &d);
	s->month[m - 1] += v->kind == CS_GEN_DECIDED_ANYWAY;
	if (v->kind != CS_GEN_DECIDED_ANYWAY) {
		s->early += before;
		s->charged_plus += !cs_gen_decision_basic(s->g, v->customer);
	} else {
		const bool late = strcmp(v->reason, "late_fee") == 0;

		s->odd_reason += late && before;
		s->recoded += late;
		s->parent_after += !before && (late || strcmp(v->reason, "invoice") == 0 ||
						  strcmp(v->reason, "payment") == 0);
	}
}

static struct seen
all(const struct cs_gen *g)
{
	struct seen s = {.g = g};

	for (uint64_t i = 0; i < CUSTOMERS; i++)
		cs_gen_decision_live(g, i, see, &s);
	return s;
}

/* A share of n trials lies within 4 standard deviations of p. */
static bool
is_share(uint64_t k, uint64_t n, double p)
{
	return fabs((double)k - (double)n * p) <= 4 * sqrt((double)n * p * (1 - p));
}

static void
test_lives(void)
{
	struct cs_gen *g = company(FEE), *none = company(0);
	struct seen s = all(g), without = all(none);
	uint64_t basic = 0;

	for (uint64_t i = 0; i < CUSTOMERS; i++)
		basic += cs_gen_decision_basic(g, i);
	ok(is_share(basic, CUSTOMERS, .5), "half have the plan that is charged");
	ok(cs_civil_weekday(g->plan.start_day + g->decision->day) == 1, "decided on a Monday");
	is_int((g->decision->end - g->decision->day) % 7, 0, "told of whole weeks");
	is_int(s.early, 0, "nothing of the fee before it");
	is_int(s.charged_plus, 0, "nobody else is charged");
	is_int(s.odd_reason, 0, "nor is its reason known");
	ok(s.last_day < DAYS, "nothing behind the days");
	is_near((double)s.n[CS_GEN_DECIDED_ANYWAY], ROWS, .1, "about as many as were asked for");
	is_int(without.n[CS_GEN_DECIDED_ANYWAY], s.n[CS_GEN_DECIDED_ANYWAY], "the fee is beside");
	is_int(without.n[CS_GEN_DECIDED_CHARGE], s.n[CS_GEN_DECIDED_CHARGE], "charges as well");
	is_int(without.n[CS_GEN_DECIDED_FIRST] + without.n[CS_GEN_DECIDED_AGAIN], 0, "no effect");
	/* Those of the last days come after the end. */
	ok(s.n[CS_GEN_DECIDED_FIRST] <= s.n[CS_GEN_DECIDED_CHARGE] &&
		is_share(s.n[CS_GEN_DECIDED_FIRST], s.n[CS_GEN_DECIDED_CHARGE], FEE / 100.),
	    "contacts per charge");
	ok(is_share(s.recoded, s.parent_after, .12), "recoded");
	ok(s.month[0] + s.month[10] > s.month[6] + s.month[7], "more in winter");
	cs_gen_destroy(g);
	cs_gen_destroy(none);
}

/* The value of a fact in the truth. */
static long long
told(const struct cs_buf *b, const char *what)
{
	char line[64];
	const char *at;

	(void)snprintf(line, sizeof line, "decision\t%s\t", what);
	at = strstr(b->p, line);
	return at != NULL ? strtoll(at + strlen(line), NULL, 10) : -1;
}

/* Sums of columns of the rows, against what is told. */
static void
test_truth(void)
{
	struct cs_gen *g = company(FEE);
	struct cs_buf rows = CS_BUF_INIT, truth = CS_BUF_INIT;
	uint64_t n, kept = 0, charges = 0;
	char from[16], until[16];
	struct cs_buf day = CS_BUF_INIT;

	cs_gen_truth(g, CS_GEN_TRUTH_DECISION, &truth);
	cs_buf_c(&truth, '\0');
	cs_date_text(&day, g->plan.start_day + g->decision->day);
	(void)snprintf(from, sizeof from, "%.*s", (int)day.n, day.p);
	cs_buf_reset(&day);
	cs_date_text(&day, g->plan.start_day + g->decision->end);
	(void)snprintf(until, sizeof until, "%.*s", (int)day.n, day.p);
	n = cs_gen_rows(g, CS_GEN_DECISION_CHARGED, CS_GEN_RECORDS, 0, CUSTOMERS, &rows);
	cs_buf_c(&rows, '\0');
	for (char *line = rows.p; *line != '\0'; line = strchr(line, '\n') + 1) {
		const char *at = strchr(line, '\t') + 1;

		if (strncmp(at, from, 10) < 0 || strncmp(at, until, 10) >= 0)
			continue;
		charges++;
		kept += strstr(at, "EUR\t\\N\t\\N\t") != NULL &&
			strstr(at, "EUR\t\\N\t\\N\t") < strchr(line, '\n');
	}
	ok(n >= charges && charges > 0, "rows of charges");
	is_int(told(&truth, "charges"), charges, "charges");
	is_int(told(&truth, "kept"), kept, "those that were kept");
	is_int(told(&truth, "revenue"), kept * CS_GEN_FEE_CENTS / 100, "revenue");
	ok(told(&truth, "contacts") > 0, "contacts");
	ok(strstr(truth.p, "decision\tparent\tinvoice,payment\n") != NULL, "what it was coded as");
	cs_buf_finish(&rows);
	cs_buf_finish(&truth);
	cs_buf_finish(&day);
	cs_gen_destroy(g);
}

int
main(void)
{
	test_lives();
	test_truth();
	return done();
}
