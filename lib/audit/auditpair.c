/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The test "pair": `when` is on the side in question and `with` is more frequent than at peers:
 * fewer holds, and more customers who come again. Either alone may have a dozen reasons; both
 * together are a price that is paid for a figure.
 *
 * The two scores are added (Stouffer) and divided by what their sum varies by: where whoever holds
 * less has more repeats anyway, they say the same twice. Each must be under .01 by itself, or there
 * is nothing: a habit without a price is no signal, however rare. The figures shown are those of
 * `when`; the effect is the smaller of both.
 */
#include <math.h>
#include <stdlib.h>

#include "audit/audittests.h"
#include "base/mem.h"
#include "stat/dist.h"
#include "stat/team.h"

static void
pair_metrics(const struct cs_audit_rule *rule, struct cs_buf *list)
{
	static const struct {
		enum cs_audit_text text;
		const char *suffix;
	} half[] = {{CS_AUDIT_WHEN, NULL}, {CS_AUDIT_WITH, "with"}};

	for (size_t i = 0; i < sizeof half / sizeof *half; i++) {
		cs_audit_put_metric(list, rule, half[i].suffix);
		cs_buf_printf(list, "share(%.*s)", CS_STR_ARG(rule->text[half[i].text]));
		cs_audit_put_filter(list, rule);
	}
}

/* The rows where both are so. */
static void
pair_rows(const struct cs_audit_rule *rule, struct cs_buf *condition)
{
	struct cs_buf both = CS_BUF_INIT;

	cs_buf_printf(&both, "%s(%.*s) and (%.*s)", rule->side == CS_AUDIT_LOW ? "not " : "",
	    CS_STR_ARG(rule->text[CS_AUDIT_WHEN]), CS_STR_ARG(rule->text[CS_AUDIT_WITH]));
	cs_audit_put_rows(condition, rule, cs_buf_all(&both));
	cs_buf_finish(&both);
}

/* Scores further off than this are no guide to how the two hang together. */
#define SCORE_MOST 2.0

static double
cut(double z)
{
	return fmax(-SCORE_MOST, fmin(SCORE_MOST, z));
}

/* The correlation of both scores among the units, 0 at least. */
static double
correlation(const struct cs_audit_figure *a, const struct cs_audit_figure *b, size_t n)
{
	double product = 0;
	size_t many = 0;

	for (size_t i = 0; i < n; i++) {
		if (a[i].p < 0 || b[i].p < 0)
			continue;
		product += cut(a[i].z) * cut(b[i].z);
		many++;
	}
	return many > 0 ? fmax(0, fmin(1, product / (double)many)) : 0;
}

/* What is left of a figure beside the other one: the nearer to the peers of both. */
static void
take_lesser(struct cs_audit_figure *f, const struct cs_audit_figure *with)
{
	f->p = f->p >= 0 && with->p >= 0 ? fmax(f->p, with->p) : CS_DIST_BAD;
	f->effect = fmin(f->effect, with->effect);
	f->seen = fmin(f->seen, with->seen);
	f->periods = f->periods < with->periods ? f->periods : with->periods;
	f->same = f->same < with->same ? f->same : with->same;
	f->same = f->same < f->periods ? f->same : f->periods;
}

void
cs_audit_both(
    struct cs_audit_figure *figure, const struct cs_audit_figure *with, size_t n, double each)
{
	double rho = correlation(figure, with, n);

	for (size_t i = 0; i < n; i++) {
		double z = cs_team_stouffer((double[]){figure[i].z, with[i].z}, 2, rho);

		take_lesser(&figure[i], &with[i]);
		if (figure[i].p >= 0 && figure[i].p <= each)
			figure[i].p = cs_dist_norm(z, CS_UPPER);
		figure[i].z = figure[i].p >= 0 ? z : 0;
	}
}

static void
pair_run(const struct cs_audit_frame *f, const struct cs_audit_asked *asked,
    const struct cs_audit_units *u, struct cs_audit_figure *figure, struct cs_audit_common *common)
{
	struct cs_audit_figure *with = cs_mem_new0(u->n + 1, sizeof *with);
	struct cs_audit_rule more = *asked->rule;
	struct cs_audit_common unused;

	more.side = CS_AUDIT_HIGH;
	cs_audit_judge_metric(f, u, asked->metric, asked->rule, figure, common);
	cs_audit_judge_metric(f, u, asked->metric + 1, &more, with, &unused);
	cs_audit_both(figure, with, u->n, .01);
	free(with);
}

const struct cs_audit_test cs_audit_pair = {
    .name = "pair",
    .unit = "share",
    .about = "`when' is on the side in question and `with' is more frequent, both against others",
    .needs = 1U << CS_AUDIT_WHEN | 1U << CS_AUDIT_WITH,
    .takes = 1U << CS_AUDIT_OF | 1U << CS_AUDIT_WORST,
    .people = true,
    .kept = {CS_AUDIT_KEEP_SHARE, CS_AUDIT_KEEP_SHARE},
    .metrics = pair_metrics,
    .run = pair_run,
    .rows = pair_rows,
};
