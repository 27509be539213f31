/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The test "heap": how many values lie just inside a point, of those from there to six times as far
 * behind it, against what others have in the same strata.
 *
 * Peers say what is usual better than the values of one person do: of 900 handle times some 15 lie
 * in the ten seconds before the target, and no curve through so few is sure of itself. Others give
 * the share that should be there to a tenth of that error. Values that were moved from behind the
 * point to inside count twice, here in what is conspicuous and there in what it is a share of.
 *
 * Whoever works with a clock that rounds heaps at other points as well. So the same is asked of
 * placebos, two and four widths before and behind: a person who stands out there by half as much or
 * more is no signal. None of them is raised by a heap at the point itself.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "desk/audittests.h"
#include "stat/dist.h"

enum { FAR = 6, PLACEBOS = 4 };

/* Of placebos, in widths. */
static const int placebo[PLACEBOS] = {-4, -2, 2, 4};

/* Of the z at the point, what a placebo may have. */
#define PLACEBO_PART .5

/* Appends "(VALUE) - (AT) >= FROM", and " and ... < TO". */
static void
put_between(struct cs_buf *b, const struct cs_audit_rule *rule, int64_t from, int64_t to)
{
	struct cs_str value = rule->text[CS_AUDIT_VALUE], at = rule->text[CS_AUDIT_AT];

	cs_buf_printf(b, "(%.*s) >= (%.*s) + %lld and (%.*s) < (%.*s) + %lld", CS_STR_ARG(value),
	    CS_STR_ARG(at), (long long)from, CS_STR_ARG(value), CS_STR_ARG(at), (long long)to);
}

static void
put_share(struct cs_buf *list, const struct cs_audit_rule *rule, const char *suffix, int off)
{
	struct cs_buf near = CS_BUF_INIT;
	int64_t w = rule->width, from = (off - 1) * w;

	cs_audit_put_metric(list, rule, suffix);
	cs_buf_printf(list, "share(");
	put_between(list, rule, from, off * w);
	cs_buf_printf(list, ")");
	put_between(&near, rule, from, (off + FAR) * w);
	cs_audit_put_filter_by(list, rule, cs_buf_all(&near));
	cs_buf_finish(&near);
}

static void
heap_metrics(const struct cs_audit_rule *rule, struct cs_buf *list)
{
	static const char *const suffix[PLACEBOS] = {
	    "far_before", "before", "behind", "far_behind"};

	put_share(list, rule, NULL, 0);
	for (int i = 0; i < PLACEBOS; i++)
		put_share(list, rule, suffix[i], placebo[i]);
}

static void
heap_rows(const struct cs_audit_rule *rule, struct cs_buf *condition)
{
	struct cs_buf inside = CS_BUF_INIT;

	put_between(&inside, rule, -rule->width, 0);
	cs_audit_put_rows(condition, rule, cs_buf_all(&inside));
	cs_buf_finish(&inside);
}

static void
heap_run(const struct cs_audit_frame *f, const struct cs_audit_asked *asked,
    const struct cs_audit_units *u, struct cs_audit_figure *figure, struct cs_audit_common *common)
{
	cs_audit_judge_metric(f, u, asked->metric, asked->rule, figure, common);
	for (unsigned k = 1; k <= PLACEBOS; k++) {
		struct cs_audit_figure *other = cs_mem_new0(u->n + 1, sizeof *other);
		struct cs_audit_common unused;

		cs_audit_judge_metric(f, u, asked->metric + k, asked->rule, other, &unused);
		for (size_t i = 0; i < u->n; i++) {
			if (other[i].p >= 0 && figure[i].z > 0 &&
			    other[i].z >= PLACEBO_PART * figure[i].z)
				figure[i].p = figure[i].p >= 0 ? 1 : CS_DIST_BAD;
		}
		free(other);
	}
}

const struct cs_audit_test cs_audit_heap = {
    .name = "heap",
    .about = "how many of the values near a point lie just inside it, against others",
    .needs = 1U << CS_AUDIT_VALUE | 1U << CS_AUDIT_AT,
    .takes = 1U << CS_AUDIT_OF | 1U << CS_AUDIT_WIDTH | 1U << CS_AUDIT_WORST,
    .people = true,
    .metrics = heap_metrics,
    .run = heap_run,
    .rows = heap_rows,
};
