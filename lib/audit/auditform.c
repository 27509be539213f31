/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The test "form": whether the way in which customers are asked changes what they say. A unit is a
 * form: a version of a survey, a scale, a channel. The share of `when` under it is held against
 * what the same people got for the same work under the others, so that neither who works there nor
 * when the form came makes a difference; periods are taken together, since a form often comes with
 * one. Where it does, figures before and behind are not of the same thing, and nobody is to be
 * asked why theirs moved. Both sides are in question.
 */
#include <math.h>
#include <stdlib.h>

#include "audit/audittests.h"
#include "base/mem.h"
#include "stat/dist.h"

/* What a person did of a kind of work, under a form. */
struct part {
	struct cs_str person; /* empty where nobody is known */
	uint32_t work;
	struct cs_mix_cell cell; /* its unit is the form */
};

static void
form_metrics(const struct cs_audit_rule *rule, struct cs_buf *list)
{
	cs_audit_put_metric(list, rule, NULL);
	cs_buf_printf(list, "share(%.*s)", CS_STR_ARG(rule->text[CS_AUDIT_WHEN]));
	cs_audit_put_filter(list, rule);
}

static void
form_rows(const struct cs_audit_rule *rule, struct cs_buf *condition)
{
	cs_audit_put_rows(condition, rule, rule->text[CS_AUDIT_WHEN]);
}

/* By stratum, which is a person and a kind of work; then by form. */
static int
by_stratum(const void *a, const void *b)
{
	const struct part *x = a, *y = b;
	int person = cs_str_cmp(x->person, y->person);

	if (person != 0)
		return person;
	if (x->work != y->work)
		return x->work < y->work ? -1 : 1;
	return (x->cell.unit > y->cell.unit) - (x->cell.unit < y->cell.unit);
}

/* The parts as cells, those of one form and stratum added up; in->strata is set. */
static void
make_cells(struct part *part, struct cs_mix *in, struct cs_mix_cell *cell)
{
	size_t many = 0;

	qsort(part, in->n, sizeof *part, by_stratum);
	for (size_t i = 0; i < in->n; i++) {
		bool same = i > 0 && part[i].work == part[i - 1].work &&
			    cs_str_eq(part[i].person, part[i - 1].person);

		in->strata += !same;
		if (same && part[i].cell.unit == cell[many - 1].unit) {
			cell[many - 1].n += part[i].cell.n;
			cell[many - 1].sum += part[i].cell.sum;
			continue;
		}
		cell[many] = part[i].cell;
		cell[many++].stratum = (uint32_t)(in->strata - 1);
	}
	in->n = many;
	in->cell = cell;
}

static void
judge_form(const struct cs_mix_expected *e, struct cs_audit_figure *to)
{
	to->n = e->n - e->alone;
	to->p = CS_DIST_BAD;
	if (to->n <= 0 || e->var <= 0 || e->expected <= 0)
		return;
	to->observed = e->observed / (double)to->n;
	to->expected = e->expected / (double)to->n;
	to->effect = fmax(e->observed / e->expected, e->expected / fmax(e->observed, .5));
	to->seen = fmax(e->observed, e->expected);
	to->z = (e->observed - e->expected) / sqrt(e->var);
	to->p = 2 * cs_dist_norm(fabs(to->z), CS_UPPER);
}

static void
form_run(const struct cs_audit_frame *f, const struct cs_audit_asked *asked,
    const struct cs_audit_units *u, struct cs_audit_figure *figure, struct cs_audit_common *common)
{
	const struct cs_audit_units *by = u->members != NULL ? u->members : u;
	struct cs_mix in;
	struct cs_mix_cell *cell = cs_audit_mix(f, by, asked->metric, false, &in);
	struct part *part = cs_mem_new(in.n + 1, sizeof *part);
	struct cs_mix_expected *e = cs_mem_new0(u->n + 1, sizeof *e);

	for (size_t i = 0; i < in.n; i++) {
		uint32_t unit = by->spell[cell[i].unit].unit;

		part[i] = (struct part){.work = by->work[cell[i].stratum], .cell = cell[i]};
		part[i].person = by != u ? by->name[unit] : CS_STR("");
		part[i].cell.unit = by != u ? by->parent[unit] : unit;
	}
	in.units = u->n;
	in.strata = 0;
	make_cells(part, &in, cell);
	cs_mix_expect(&in, true, e);
	for (size_t i = 0; i < u->n; i++)
		judge_form(&e[i], &figure[i]);
	common->spread = -1;
	free(e);
	free(part);
	free(cell);
}

const struct cs_audit_test cs_audit_form = {
    .name = "form",
    .unit = "share",
    .about = "whether `when' is as frequent under each of several forms, for the same people",
    .needs = 1U << CS_AUDIT_WHEN,
    .takes = 1U << CS_AUDIT_OF | 1U << CS_AUDIT_WORST,
    .people = false,
    .whole = true,
    .kept = {CS_AUDIT_KEEP_SHARE},
    .metrics = form_metrics,
    .run = form_run,
    .rows = form_rows,
};
