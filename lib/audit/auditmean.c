/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The test "mean": how large `value` is on average among the rows that count, against what others
 * had in the same strata. For what was known of the work before it was taken, such as how hard it
 * usually is: who gets the easy part of a queue does so by luck, or picks.
 */
#include "audit/audittests.h"

static void
mean_metrics(const struct cs_audit_rule *rule, struct cs_buf *list)
{
	cs_audit_put_metric(list, rule, "value_ratio");
	cs_buf_printf(list, "mean(%.*s)", CS_STR_ARG(rule->text[CS_AUDIT_VALUE]));
	cs_audit_put_filter(list, rule);
}

static void
mean_rows(const struct cs_audit_rule *rule, struct cs_buf *condition)
{
	struct cs_buf there = CS_BUF_INIT;

	cs_buf_printf(&there, "(%.*s) is not null", CS_STR_ARG(rule->text[CS_AUDIT_VALUE]));
	cs_audit_put_rows(condition, rule, cs_buf_all(&there));
	cs_buf_finish(&there);
}

static void
mean_run(const struct cs_audit_frame *f, const struct cs_audit_asked *asked,
    const struct cs_audit_units *u, struct cs_audit_figure *figure, struct cs_audit_common *common)
{
	cs_audit_judge_metric(f, u, asked->metric, asked->rule, figure, common);
}

const struct cs_audit_test cs_audit_mean = {
    .name = "mean",
    .about = "how large `value' is on average in the rows `of', against others of the same work",
    .needs = 1U << CS_AUDIT_VALUE,
    .takes = 1U << CS_AUDIT_OF | 1U << CS_AUDIT_WORST,
    .people = true,
    .kept = {CS_AUDIT_KEEP_SQUARES},
    .metrics = mean_metrics,
    .run = mean_run,
    .rows = mean_rows,
};
