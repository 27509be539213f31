/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tests "shape" and "hazard": values just inside a point against the values around it. No peers
 * are needed, so these are for what all do alike: a queue whose handle times heap at the target,
 * whoever works there. A signal of them is about how the metric is made.
 *
 * shape counts values (stat/heap.h): a parabola in the logarithm over six widths on both sides, and
 * what the window inside has beyond it. Placebos two and four widths off must not show half as
 * much: telephony that rounds to five seconds heaps everywhere.
 *
 * hazard is for waits: each answer takes a caller away, so that counts are no guide. It asks how
 * likely those who still wait are to be answered in the next second; `when` says who was answered.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "audit/audittests.h"
#include "base/mem.h"
#include "stat/dist.h"
#include "stat/heap.h"

enum { FAR = 6 };

/* Of the z at the point, what a placebo may have. */
#define PLACEBO_PART .5

/* Appends a histogram of VALUE - AT, from FAR widths before to below `to`, of rows where `when`; it
 * begins at 0, as histograms like it. */
static void
put_histogram(struct cs_buf *list, const struct cs_audit_rule *rule, const char *suffix,
    const char *when, int64_t to)
{
	struct cs_str value = rule->text[CS_AUDIT_VALUE], at = rule->text[CS_AUDIT_AT];
	struct cs_buf near = CS_BUF_INIT;

	cs_audit_put_metric(list, rule, suffix);
	cs_buf_printf(list, "quantile((%.*s) - (%.*s) + %" PRId64 ", 0.5)", CS_STR_ARG(value),
	    CS_STR_ARG(at), FAR * rule->width);
	cs_buf_printf(&near, "%s(%.*s) >= (%.*s) - %" PRId64, when, CS_STR_ARG(value),
	    CS_STR_ARG(at), FAR * rule->width);
	cs_buf_printf(
	    &near, " and (%.*s) < (%.*s) + %" PRId64, CS_STR_ARG(value), CS_STR_ARG(at), to);
	cs_audit_put_filter_by(list, rule, cs_buf_all(&near));
	cs_buf_finish(&near);
}

static void
shape_metrics(const struct cs_audit_rule *rule, struct cs_buf *list)
{
	put_histogram(list, rule, "near_ratio", "", FAR * rule->width);
}

/* Those who were answered near the point, all who left near it, and who left behind. */
static void
hazard_metrics(const struct cs_audit_rule *rule, struct cs_buf *list)
{
	struct cs_str value = rule->text[CS_AUDIT_VALUE], at = rule->text[CS_AUDIT_AT];
	struct cs_buf when = CS_BUF_INIT;

	cs_buf_printf(&when, "(%.*s) and ", CS_STR_ARG(rule->text[CS_AUDIT_WHEN]));
	put_histogram(list, rule, "near_ratio", cs_buf_cstr(&when), FAR * rule->width);
	put_histogram(list, rule, "all_ratio", "", FAR * rule->width);
	cs_audit_put_metric(list, rule, "behind");
	cs_buf_printf(list, "share((%.*s) >= (%.*s) + %" PRId64 ")", CS_STR_ARG(value),
	    CS_STR_ARG(at), FAR * rule->width);
	cs_audit_put_filter(list, rule);
	cs_buf_finish(&when);
}

static void
inside_rows(const struct cs_audit_rule *rule, struct cs_buf *condition)
{
	struct cs_str value = rule->text[CS_AUDIT_VALUE], at = rule->text[CS_AUDIT_AT];
	struct cs_buf inside = CS_BUF_INIT;

	cs_buf_printf(&inside, "(%.*s) >= (%.*s) - %" PRId64 " and (%.*s) < (%.*s)",
	    CS_STR_ARG(value), CS_STR_ARG(at), rule->width, CS_STR_ARG(value), CS_STR_ARG(at));
	cs_audit_put_rows(condition, rule, cs_buf_all(&inside));
	cs_buf_finish(&inside);
}

/* Counts of a metric by unit, 2 FAR widths of seconds each. */
static int64_t *
count_values(
    const struct cs_audit_frame *f, const struct cs_audit_units *u, size_t metric, int64_t width)
{
	size_t n = (size_t)(2 * FAR * width);
	int64_t *count = cs_mem_new0(u->n * n + 1, sizeof *count);

	for (uint32_t i = 0; i < u->n; i++) {
		const struct cs_hist *h = cs_audit_hist(f, u, i, metric);
		struct cs_bins bins;

		if (h == NULL)
			continue;
		bins = cs_hist_bins(h);
		for (size_t b = 0; b < bins.n; b++) {
			int64_t at = bins.bin[b].value;

			if (at >= 0 && at < (int64_t)n)
				count[i * n + (size_t)at] += bins.bin[b].count;
		}
		cs_bins_finish(&bins);
	}
	return count;
}

/* How often a condition was true of each unit. */
static int64_t
count_true(
    const struct cs_audit_frame *f, const struct cs_audit_units *u, uint32_t unit, size_t metric)
{
	const struct cs_hist *h = cs_audit_hist(f, u, unit, metric);
	struct cs_bins bins;
	int64_t n = 0;

	if (h == NULL)
		return 0;
	bins = cs_hist_bins(h);
	for (size_t b = 0; b < bins.n; b++)
		n += bins.bin[b].value != 0 ? bins.bin[b].count : 0;
	cs_bins_finish(&bins);
	return n;
}

static void
no_test(struct cs_audit_figure *figure, struct cs_audit_common *common, size_t n)
{
	common->spread = -1;
	for (size_t i = 0; i < n; i++)
		figure[i].p = CS_DIST_BAD;
}

static void
shape_run(const struct cs_audit_frame *f, const struct cs_audit_asked *asked,
    const struct cs_audit_units *u, struct cs_audit_figure *figure, struct cs_audit_common *common)
{
	int64_t w = asked->rule->width;
	size_t n = (size_t)(2 * FAR * w);
	int64_t *count = count_values(f, u, asked->metric, w);

	no_test(figure, common, u->n);
	for (size_t i = 0; i < u->n; i++) {
		struct cs_heap_counts c = {count + i * n, n, n / 2};
		struct cs_heap_seen seen = cs_heap_look(&c, (size_t)w, (size_t)w);
		struct cs_audit_figure *to = &figure[i];

		for (size_t k = 0; k < n; k++)
			to->n += c.count[k];
		if (seen.before.flag != CS_FLAG_NONE)
			continue;
		to->seen = (double)seen.before.inside;
		to->observed = to->seen / (double)to->n;
		to->expected = seen.before.expected / (double)to->n;
		to->effect = exp(seen.before.delta);
		to->z = seen.before.z;
		to->p = seen.placebo >= PLACEBO_PART * to->z ? 1 : seen.before.p;
	}
	free(count);
}

/* How many still wait at each second, from those who left at it and those behind. */
static void
count_waiting(int64_t *left, size_t n, int64_t behind)
{
	while (n-- > 0) {
		behind += left[n];
		left[n] = behind;
	}
}

static void
judge_hazard(struct cs_audit_figure *to, const struct cs_heap_counts *answered,
    const int64_t *waiting, int64_t width)
{
	struct cs_heap_hazard h =
	    cs_heap_hazard(answered, waiting, (size_t)width, (double)(FAR * width));
	int64_t inside = 0, risk = 0;

	to->n = waiting[0];
	if (h.flag != CS_FLAG_NONE)
		return;
	for (size_t k = answered->at - (size_t)width; k < answered->at; k++) {
		inside += answered->count[k];
		risk += waiting[k];
	}
	to->seen = (double)inside;
	to->observed = risk > 0 ? (double)inside / (double)risk : 0;
	to->effect = exp(h.delta);
	to->expected = to->observed / to->effect;
	to->z = h.z_delta;
	to->p = cs_dist_norm(h.z_delta, CS_UPPER);
}

static void
hazard_run(const struct cs_audit_frame *f, const struct cs_audit_asked *asked,
    const struct cs_audit_units *u, struct cs_audit_figure *figure, struct cs_audit_common *common)
{
	int64_t w = asked->rule->width;
	size_t n = (size_t)(2 * FAR * w);
	int64_t *answered = count_values(f, u, asked->metric, w);
	int64_t *waiting = count_values(f, u, asked->metric + 1, w);

	no_test(figure, common, u->n);
	for (uint32_t i = 0; i < u->n; i++) {
		struct cs_heap_counts c = {answered + i * n, n, n / 2};

		count_waiting(waiting + i * n, n, count_true(f, u, i, asked->metric + 2));
		judge_hazard(&figure[i], &c, waiting + i * n, w);
	}
	free(waiting);
	free(answered);
}

const struct cs_audit_test cs_audit_shape = {
    .name = "shape",
    .unit = "share",
    .about = "how many values lie just inside a point, against the values around it",
    .needs = 1U << CS_AUDIT_VALUE | 1U << CS_AUDIT_AT,
    .takes = 1U << CS_AUDIT_OF | 1U << CS_AUDIT_WIDTH | 1U << CS_AUDIT_WORST,
    .people = false,
    .whole = true,
    .alone = true,
    .kept = {CS_AUDIT_KEEP_UNIT},
    .metrics = shape_metrics,
    .run = shape_run,
    .rows = inside_rows,
};

const struct cs_audit_test cs_audit_hazard = {
    .name = "hazard",
    .unit = "share",
    .about = "how likely `when' is in the next second just before a point, of those who are left",
    .needs = 1U << CS_AUDIT_VALUE | 1U << CS_AUDIT_AT | 1U << CS_AUDIT_WHEN,
    .takes = 1U << CS_AUDIT_OF | 1U << CS_AUDIT_WIDTH | 1U << CS_AUDIT_WORST,
    .people = false,
    .whole = true,
    .alone = true,
    .kept = {CS_AUDIT_KEEP_UNIT, CS_AUDIT_KEEP_UNIT, CS_AUDIT_KEEP_UNIT},
    .metrics = hazard_metrics,
    .run = hazard_run,
    .rows = inside_rows,
};
