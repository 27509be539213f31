/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The test "share": how often something conspicuous happens among the rows that count, against what
 * others had in the same strata.
 */
#include <stdlib.h>

#include "audit/audittests.h"
#include "base/mem.h"

/* Peers below this expected count, in one period, say nothing about that period. */
#define PERIOD_EXPECTED 1.0

static void
share_metrics(const struct cs_audit_rule *rule, struct cs_buf *list)
{
	cs_audit_metric_name(list, rule, NULL);
	cs_buf_printf(list, "=share(%.*s)", CS_STR_ARG(rule->text[CS_AUDIT_WHEN]));
	cs_audit_put_filter(list, rule);
}

static void
share_rows(const struct cs_audit_rule *rule, struct cs_buf *condition)
{
	cs_audit_put_rows(condition, rule, rule->text[CS_AUDIT_WHEN]);
}

/* Sums of units from those of their spells, and the periods in which each could be judged. */
static void
sum_up(const struct cs_audit_units *u, const struct cs_mix_expected *spell, bool low,
    struct cs_over_unit *unit, struct cs_audit_figure *figure)
{
	for (size_t i = 0; i < u->nspell; i++) {
		const struct cs_mix_expected *s = &spell[i];
		struct cs_over_unit *to = &unit[u->spell[i].unit];
		struct cs_audit_figure *f = &figure[u->spell[i].unit];

		to->n += s->n - s->alone;
		to->observed += s->observed;
		to->expected += s->expected;
		to->var += s->var;
		if (s->expected < PERIOD_EXPECTED)
			continue;
		f->periods++;
		f->same += low ? s->observed < s->expected : s->observed > s->expected;
	}
}

/*
 * What nobody else ever did is expected half a time among all they did (Jeffreys), so that the
 * first to do it often is seen: with nothing expected there would be no test.
 */
static void
expect_something(struct cs_over_unit *unit, size_t n)
{
	int64_t all = 0;

	for (size_t i = 0; i < n; i++)
		all += unit[i].n;
	for (size_t i = 0; i < n; i++) {
		double half = .5 * (double)unit[i].n / (double)(all - unit[i].n);

		if (unit[i].n == 0 || unit[i].n == all)
			continue;
		unit[i].expected += half;
		unit[i].var += half;
	}
}

void
cs_audit_judge_cells(const struct cs_audit_units *u, const struct cs_mix *in,
    const struct cs_audit_rule *rule, struct cs_audit_figure *figure,
    struct cs_audit_common *common)
{
	struct cs_mix_expected *spell = cs_mem_new0(u->nspell + 1, sizeof *spell);
	struct cs_over_unit *unit = cs_mem_new0(u->n + 1, sizeof *unit);
	double observed = 0, n = 0;
	struct cs_over over;

	cs_mix_expect(in, true, spell);
	sum_up(u, spell, rule->side == CS_AUDIT_LOW, unit, figure);
	if (in->share)
		expect_something(unit, u->n);
	over = cs_audit_spread(unit, u->n, in->share, rule);
	for (size_t i = 0; i < u->n; i++) {
		cs_audit_judge(&over, &unit[i], rule, &figure[i]);
		observed += unit[i].observed;
		n += (double)unit[i].n;
	}
	common->figure = n > 0 ? observed / n : 0;
	common->spread = over.flag == CS_FLAG_NONE ? over.tau : -1;
	free(unit);
	free(spell);
}

void
cs_audit_judge_metric(const struct cs_audit_frame *f, const struct cs_audit_units *u, size_t metric,
    const struct cs_audit_rule *rule, struct cs_audit_figure *figure,
    struct cs_audit_common *common)
{
	struct cs_mix in;
	struct cs_mix_cell *cell = cs_audit_mix(f, u, metric, false, &in);

	cs_audit_judge_cells(u, &in, rule, figure, common);
	free(cell);
}

static void
share_run(const struct cs_audit_frame *f, const struct cs_audit_asked *asked,
    const struct cs_audit_units *u, struct cs_audit_figure *figure, struct cs_audit_common *common)
{
	cs_audit_judge_metric(f, u, asked->metric, asked->rule, figure, common);
}

const struct cs_audit_test cs_audit_share = {
    .name = "share",
    .unit = "share",
    .about = "how often `when' is true of the rows `of', against others who do the same work",
    .needs = 1U << CS_AUDIT_WHEN,
    .takes = 1U << CS_AUDIT_OF | 1U << CS_AUDIT_WORST,
    .people = true,
    .kept = {CS_AUDIT_KEEP_SHARE},
    .metrics = share_metrics,
    .run = share_run,
    .rows = share_rows,
};
