/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules tested over units, one family, signals: see audit.h. */
#include "audit/audit.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/thread.h"
#include "stat/bh.h"
#include "stat/dist.h"
#include "stat/team.h"

/* What was found of one rule in one column. */
struct result {
	const struct cs_audit_asked *asked;
	const struct cs_audit_units *units;
	struct cs_audit_figure *figure; /* by unit */
	struct cs_audit_common common;
	struct cs_team *team; /* by unit: of groups; else NULL */
	size_t first;	      /* of its tests in the family */
};

/* What was found of one rule: one result for each of its columns. */
struct task {
	const struct cs_audit_asked *asked;
	struct result *result;
	size_t n;
};

struct running {
	const struct cs_audit_frame *frame;
	struct cs_audit_found *found;
	struct task *task; /* by rule */
	size_t ntask, next;
	size_t *slot;  /* by slot: the task in it */
	double *p, *q; /* the family; p over the weight of the rule */
	double weight; /* of all that count */
	size_t tests, counted;
};

static bool
has_figure(const struct cs_audit_rule *rule, const struct cs_audit_figure *f)
{
	return f->p >= 0 && f->n >= rule->min_n;
}

/*
 * Groups from their members, which are sorted by group: no single one of them accuses it. How much
 * groups differ anyway is taken out, since teams have habits. What the group is as a whole, against
 * those outside of it, stays as the test says.
 */
static void
combine(struct result *r, const struct cs_audit_units *members, const struct cs_audit_figure *of)
{
	const uint32_t *as = members->as;
	size_t n = r->units->n, next = 0, many = 0;
	double *z = cs_mem_new(members->n + n + 1, sizeof *z), *all = z + members->n, spread;

	r->team = cs_mem_new0(n + 1, sizeof *r->team);
	for (size_t g = 0; g < n; g++) {
		size_t k = 0;

		for (; next < members->n && members->parent[next] == g; next++) {
			const struct cs_audit_figure *f = &of[as != NULL ? as[next] : next];

			if (has_figure(r->asked->rule, f))
				z[k++] = f->z;
		}
		r->team[g] = cs_team_test(z, k);
		if (r->team[g].flag == CS_FLAG_NONE)
			all[many++] = r->team[g].z;
	}
	spread = cs_team_spread(all, many);
	for (size_t g = 0; g < n; g++) {
		struct cs_audit_figure *f = &r->figure[g];
		bool ok = r->team[g].flag == CS_FLAG_NONE;

		f->z = ok ? r->team[g].z / spread : 0;
		f->p = ok ? cs_dist_norm(f->z, CS_UPPER) : CS_DIST_BAD;
	}
	free(z);
}

/* A test is counted when it could have come out. */
static bool
counts(const struct result *r, size_t unit)
{
	return has_figure(r->asked->rule, &r->figure[unit]);
}

/* Tests the units of a column. Members who are the units of another column, and were tested there,
 * are so once: persons is what was found of them, or NULL. */
static void
test_one(const struct cs_audit_frame *frame, const struct cs_audit_asked *asked,
    const struct cs_audit_units *u, const struct result *persons, struct result *r)
{
	const struct cs_audit_test *test = asked->rule->test;
	const struct cs_audit_units *members = u->members, *who;
	struct cs_audit_figure *of;

	*r = (struct result){.asked = asked, .units = u};
	r->figure = cs_mem_new0(u->n + 1, sizeof *r->figure);
	test->run(frame, asked, u, r->figure, &r->common);
	if (members == NULL || test->whole)
		return;
	if (members->same != NULL && persons != NULL) {
		r->common = persons->common;
		combine(r, members, persons->figure);
		return;
	}
	who = members->same != NULL ? members->same : members;
	of = cs_mem_new0(who->n + 1, sizeof *of);
	test->run(frame, asked, who, of, &r->common);
	combine(r, members, of);
	free(of);
}

/* Tests one rule: persons first, since what is found of them says it of their groups as well. */
static void
test_rule(const struct cs_audit_frame *f, struct task *t)
{
	const struct cs_audit_asked *asked = t->asked;
	const struct cs_audit_units *units = asked->rule->apart ? f->apart : f->units;
	const struct result *persons = NULL;

	t->result = cs_mem_new(f->nunits + 1, sizeof *t->result);
	for (int others = 0; others < 2; others++) {
		for (unsigned u = 0; u < f->nunits && asked->why_not.n == 0; u++) {
			bool person = units[u].sort == CS_AUDIT_PERSON;

			if ((asked->units & 1U << u) == 0 || person != (others == 0))
				continue;
			test_one(f, asked, &units[u], persons, &t->result[t->n]);
			persons = person ? &t->result[t->n] : persons;
			t->n++;
		}
	}
}

/* The tests of a result join the family. */
static void
join(struct running *run, struct result *r)
{
	const struct cs_audit_units *u = r->units;

	r->first = run->tests;
	run->p = cs_mem_resize(run->p, run->tests + u->n + 1, sizeof *run->p);
	for (size_t i = 0; i < u->n; i++) {
		bool counted = counts(r, i);
		double weight = r->asked->rule->weight;

		run->p[run->tests++] = counted ? r->figure[i].p / weight : CS_DIST_BAD;
		run->weight += counted ? weight : 0;
		run->counted += counted;
	}
}

/* Weights are of the mean: twice all of them is the same as they are. */
static void
correct(struct running *run)
{
	double mean = run->counted > 0 ? run->weight / (double)run->counted : 1;

	for (size_t i = 0; i < run->tests; i++)
		run->p[i] = run->p[i] >= 0 ? fmin(1, run->p[i] * mean) : CS_DIST_BAD;
	run->q = cs_mem_new(run->tests + 1, sizeof *run->q);
	cs_bh(run->p, run->tests, run->q);
}

/* Whether a unit that is counted stands out. */
static bool
stands_out(const struct running *run, const struct result *r, size_t unit, double rate)
{
	const struct cs_audit_rule *rule = r->asked->rule;
	const struct cs_audit_figure *f = &r->figure[unit];

	return run->q[r->first + unit] <= rate && f->effect >= rule->effect &&
	       f->seen >= (double)rule->least;
}

static size_t
count_signals(const struct running *run, const struct result *r, double rate)
{
	size_t n = 0;

	for (size_t i = 0; i < r->units->n; i++)
		n += counts(r, i) && stands_out(run, r, i, rate);
	return n;
}

static void
take(struct running *run, const struct result *r, double rate)
{
	for (uint32_t i = 0; i < r->units->n; i++) {
		const struct cs_audit_figure *f = &r->figure[i];
		double q = run->q[r->first + i];

		if (!counts(r, i)) {
			run->found->untested += f->n > 0;
			continue;
		}
		run->found->tests++;
		if (!stands_out(run, r, i, rate))
			continue;
		run->found->signal[run->found->n++] = (struct cs_audit_signal){.asked = r->asked,
		    .units = r->units,
		    .unit = i,
		    .figure = *f,
		    .common = r->common,
		    .q = q,
		    .members = r->team != NULL ? r->team[i].members : 0,
		    .alike = r->team != NULL ? r->team[i].alike : 0};
	}
}

static unsigned
class_of(const struct cs_audit_signal *s)
{
	return s->asked->rule->test->people ? 1 + (unsigned)s->units->sort : 0;
}

static int
by_weight(const void *x, const void *y)
{
	const struct cs_audit_signal *a = x, *b = y;

	if (class_of(a) != class_of(b))
		return class_of(a) < class_of(b) ? -1 : 1;
	if (a->asked != b->asked)
		return a->asked < b->asked ? -1 : 1;
	if (a->units != b->units)
		return a->units < b->units ? -1 : 1;
	if (a->figure.p < b->figure.p || a->figure.p > b->figure.p)
		return a->figure.p < b->figure.p ? -1 : 1;
	return (a->unit > b->unit) - (a->unit < b->unit);
}

/* The next rule to test. */
static int
next_task(void *ctx, size_t slot, struct cs_err *e)
{
	struct running *run = ctx;

	(void)e;
	run->slot[slot] = run->next;
	return run->next++ < run->ntask;
}

static int
work(void *ctx, unsigned worker, size_t slot, struct cs_err *e)
{
	struct running *run = ctx;

	(void)worker;
	(void)e;
	test_rule(run->frame, &run->task[run->slot[slot]]);
	return 0;
}

/* All rules, each by one thread; what is found does not depend on which. */
static void
test_all(struct running *run, const struct cs_audit_question *q, unsigned threads)
{
	static const struct cs_thread_plan plan = {.read = next_task, .work = work};

	run->ntask = q->n;
	run->task = cs_mem_new0(q->n + 1, sizeof *run->task);
	run->slot = cs_mem_new0(cs_thread_slots(threads), sizeof *run->slot);
	for (size_t i = 0; i < q->n; i++)
		run->task[i].asked = &q->asked[i];
	(void)cs_thread_run(&plan, run, threads, NULL);
	for (size_t i = 0; i < q->n; i++) {
		for (size_t k = 0; k < run->task[i].n; k++)
			join(run, &run->task[i].result[k]);
	}
	free(run->slot);
}

void
cs_audit_run(struct cs_audit_found *found, const struct cs_audit_frame *f,
    const struct cs_audit_question *q, double rate, unsigned threads)
{
	struct running run = {.frame = f, .found = found};
	size_t signals = 0;

	*found = (struct cs_audit_found){0};
	test_all(&run, q, threads);
	correct(&run);
	for (size_t i = 0; i < q->n; i++) {
		for (size_t k = 0; k < run.task[i].n; k++)
			signals += count_signals(&run, &run.task[i].result[k], rate);
	}
	found->signal = cs_arena_new(f->arena, signals + 1, sizeof *found->signal);
	for (size_t i = 0; i < q->n; i++) {
		for (size_t k = 0; k < run.task[i].n; k++) {
			struct result *r = &run.task[i].result[k];

			take(&run, r, rate);
			free(r->team);
			free(r->figure);
		}
		free(run.task[i].result);
	}
	if (found->n > 1)
		qsort(found->signal, found->n, sizeof *found->signal, by_weight);
	free(run.q);
	free(run.p);
	free(run.task);
}

const char *
cs_audit_confidence(const struct cs_audit_signal *s)
{
	const struct cs_audit_figure *f = &s->figure;
	bool lasting = f->periods >= 2 && f->same == f->periods;

	if (s->q <= .001 && lasting)
		return "very clear";
	return s->q <= .001 || (s->q <= .01 && lasting) ? "clear" : "likely";
}
