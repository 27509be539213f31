/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The test "rate": how often `when` comes in the time that the rows `of` take (`value`, seconds),
 * against others: pauses by the hour at work. Minutes are what a share is taken of, one event at
 * most in each; where events are rare, as they should be here, that is Poisson's law, and honest
 * differences are allowed for as with shares.
 */
#include <math.h>
#include <stdlib.h>

#include "audit/audittests.h"
#include "base/mem.h"

#define MINUTE_S 60

static void
rate_metrics(const struct cs_audit_rule *rule, struct cs_buf *list)
{
	cs_audit_put_metric(list, rule, "time_ratio");
	cs_buf_printf(list, "mean(%.*s)", CS_STR_ARG(rule->text[CS_AUDIT_VALUE]));
	cs_audit_put_filter(list, rule);
	cs_audit_put_metric(list, rule, "events");
	cs_buf_printf(list, "share(%.*s)", CS_STR_ARG(rule->text[CS_AUDIT_WHEN]));
	cs_audit_put_filter(list, rule);
}

static void
rate_rows(const struct cs_audit_rule *rule, struct cs_buf *condition)
{
	cs_audit_put_rows(condition, rule, rule->text[CS_AUDIT_WHEN]);
}

static void
rate_run(const struct cs_audit_frame *f, const struct cs_audit_asked *asked,
    const struct cs_audit_units *u, struct cs_audit_figure *figure, struct cs_audit_common *common)
{
	struct cs_mix times, in;
	struct cs_mix_cell *time = cs_audit_mix(f, u, asked->metric, true, &times);
	struct cs_mix_cell *cell = cs_audit_mix(f, u, asked->metric + 1, true, &in);

	for (size_t i = 0; i < in.n; i++) {
		double minutes = fmax(time[i].sum / MINUTE_S, cell[i].sum);

		cell[i].n = minutes < 1e15 ? (int64_t)ceil(minutes) : 0;
		cell[i].sum = cell[i].n > 0 ? cell[i].sum : 0;
	}
	cs_audit_judge_cells(u, &in, asked->rule, figure, common);
	free(cell);
	free(time);
}

const struct cs_audit_test cs_audit_rate = {
    .name = "rate",
    .unit = "per minute",
    .about = "how often `when' comes in the time `value' of the rows `of', against others",
    .needs = 1U << CS_AUDIT_WHEN | 1U << CS_AUDIT_VALUE,
    .takes = 1U << CS_AUDIT_OF | 1U << CS_AUDIT_WORST,
    .people = true,
    .kept = {CS_AUDIT_KEEP_SUM, CS_AUDIT_KEEP_SHARE},
    .metrics = rate_metrics,
    .run = rate_run,
    .rows = rate_rows,
};
