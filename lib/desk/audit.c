/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules tested over units, one family, signals: see audit.h. */
#include "desk/audit.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
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

struct running {
	const struct cs_audit_frame *frame;
	struct cs_audit_found *found;
	struct result *result;
	size_t nresult;
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
	size_t n = r->units->n, next = 0, many = 0;
	double *z = cs_mem_new(members->n + n + 1, sizeof *z), *all = z + members->n, spread;

	r->team = cs_mem_new0(n + 1, sizeof *r->team);
	for (size_t g = 0; g < n; g++) {
		size_t k = 0;

		for (; next < members->n && members->parent[next] == g; next++) {
			if (has_figure(r->asked->rule, &of[next]))
				z[k++] = of[next].z;
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

static void
test_one(struct running *run, const struct cs_audit_asked *asked, const struct cs_audit_units *u)
{
	const struct cs_audit_test *test = asked->rule->test;
	struct result *r = &run->result[run->nresult++];
	struct cs_audit_figure *of;

	*r = (struct result){.asked = asked, .units = u, .first = run->tests};
	r->figure = cs_mem_new0(u->n + 1, sizeof *r->figure);
	test->run(run->frame, asked, u, r->figure, &r->common);
	if (u->members != NULL && !test->whole) {
		of = cs_mem_new0(u->members->n + 1, sizeof *of);
		test->run(run->frame, asked, u->members, of, &r->common);
		combine(r, u->members, of);
		free(of);
	}
	run->p = cs_mem_resize(run->p, run->tests + u->n + 1, sizeof *run->p);
	for (size_t i = 0; i < u->n; i++) {
		bool counted = counts(r, i);

		run->p[run->tests++] = counted ? r->figure[i].p / asked->rule->weight : CS_DIST_BAD;
		run->weight += counted ? asked->rule->weight : 0;
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

static void
take(struct running *run, const struct result *r, double rate)
{
	const struct cs_audit_rule *rule = r->asked->rule;

	for (uint32_t i = 0; i < r->units->n; i++) {
		const struct cs_audit_figure *f = &r->figure[i];
		double q = run->q[r->first + i];

		if (!counts(r, i)) {
			run->found->untested += f->n > 0;
			continue;
		}
		run->found->tests++;
		if (q > rate || f->effect < rule->effect || f->seen < (double)rule->least)
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

void
cs_audit_run(struct cs_audit_found *found, const struct cs_audit_frame *f,
    const struct cs_audit_asked *asked, size_t n, double rate)
{
	struct running run = {.frame = f, .found = found};

	*found = (struct cs_audit_found){0};
	run.result = cs_mem_new(n * f->nunits + 1, sizeof *run.result);
	for (size_t i = 0; i < n; i++) {
		const struct cs_audit_units *units = asked[i].rule->apart ? f->apart : f->units;

		for (unsigned u = 0; u < f->nunits && asked[i].why_not.n == 0; u++) {
			if ((asked[i].units & 1U << u) != 0)
				test_one(&run, &asked[i], &units[u]);
		}
	}
	correct(&run);
	found->signal = cs_arena_new(f->arena, run.tests + 1, sizeof *found->signal);
	for (size_t i = 0; i < run.nresult; i++) {
		struct result *r = &run.result[i];

		take(&run, r, rate);
		free(r->team);
		free(r->figure);
	}
	if (found->n > 1)
		qsort(found->signal, found->n, sizeof *found->signal, by_weight);
	free(run.q);
	free(run.p);
	free(run.result);
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
