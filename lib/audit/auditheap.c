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

#include "audit/auditcount.h"
#include "audit/audittests.h"
#include "base/mem.h"
#include "stat/dist.h"

enum { FAR = 6, PLACEBOS = 4 };

/* Of the z at the point, what a placebo may have. */
#define PLACEBO_PART .5

/* Windows end so many widths behind the point; what all of them need is counted. */
static const int window[PLACEBOS + 1] = {0, -4, -2, 2, 4};

enum { FIRST = CS_AUDIT_NEAR_FROM, LAST = FIRST + CS_AUDIT_NEAR_BINS };

/* Appends "(VALUE) >= (AT) + FROM and (VALUE) < (AT) + TO". */
static void
put_between(struct cs_buf *b, const struct cs_audit_rule *rule, int64_t from, int64_t to)
{
	struct cs_str value = rule->text[CS_AUDIT_VALUE], at = rule->text[CS_AUDIT_AT];

	cs_buf_printf(b, "(%.*s) >= (%.*s) + %lld and (%.*s) < (%.*s) + %lld", CS_STR_ARG(value),
	    CS_STR_ARG(at), (long long)from, CS_STR_ARG(value), CS_STR_ARG(at), (long long)to);
}

/* How far values are from the point, in widths. */
static void
heap_metrics(const struct cs_audit_rule *rule, struct cs_buf *list)
{
	struct cs_str value = rule->text[CS_AUDIT_VALUE], at = rule->text[CS_AUDIT_AT];
	struct cs_buf near = CS_BUF_INIT;

	cs_audit_put_metric(list, rule, "near_ratio");
	cs_buf_printf(list, "quantile((%.*s) - (%.*s), 0.5)", CS_STR_ARG(value), CS_STR_ARG(at));
	put_between(&near, rule, FIRST * rule->width, LAST * rule->width);
	cs_audit_put_filter_by(list, rule, cs_buf_all(&near));
	cs_buf_finish(&near);
}

static void
heap_rows(const struct cs_audit_rule *rule, struct cs_buf *condition)
{
	struct cs_buf inside = CS_BUF_INIT;

	put_between(&inside, rule, -rule->width, 0);
	cs_audit_put_rows(condition, rule, cs_buf_all(&inside));
	cs_buf_finish(&inside);
}

/* Adds what is in each width around the point to the cells of each window. */
static void
add_widths(const int64_t *count, struct cs_mix_cell *const *cell, size_t i)
{
	for (int b = 0; b < CS_AUDIT_NEAR_BINS; b++) {
		for (int k = 0; k <= PLACEBOS && count[b] != 0; k++) {
			int at = CS_AUDIT_NEAR_FROM + b - window[k];

			if (at < -1 || at >= FAR)
				continue;
			cell[k][i].n += count[b];
			cell[k][i].sum += at < 0 ? (double)count[b] : 0;
		}
	}
}

/* The cells of each window, of pieces that have any values near the point; how many. */
static size_t
make_cells(const struct cs_audit_frame *f, const struct cs_audit_units *u,
    const struct cs_audit_asked *asked, struct cs_mix_cell *const *cell)
{
	size_t n = 0;

	for (size_t i = 0; i < u->npiece; i++) {
		const struct cs_audit_piece *p = &u->piece[i];
		int64_t count[CS_AUDIT_NEAR_BINS], any = 0;

		for (int k = 0; k <= PLACEBOS; k++)
			cell[k][n] = (struct cs_mix_cell){.unit = p->spell, .stratum = p->stratum};
		for (uint32_t g = 0; g < p->n; g++) {
			int64_t some = 0;

			cs_audit_count_near(f->count, u->group[p->first + g], asked->metric, count);
			for (int b = 0; b < CS_AUDIT_NEAR_BINS; b++)
				some |= count[b];
			if (some != 0)
				add_widths(count, cell, n);
			any |= some;
		}
		n += any != 0;
	}
	return n;
}

/* A placebo that stands out as well makes the figure none. */
static void
hold_against(struct cs_audit_figure *figure, const struct cs_audit_figure *other, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (figure[i].p >= 0 && other[i].p >= 0 && figure[i].z > 0 &&
		    other[i].z >= PLACEBO_PART * figure[i].z)
			figure[i].p = 1;
	}
}

static void
heap_run(const struct cs_audit_frame *f, const struct cs_audit_asked *asked,
    const struct cs_audit_units *u, struct cs_audit_figure *figure, struct cs_audit_common *common)
{
	struct cs_audit_figure *other = cs_mem_new0(u->n + 1, sizeof *other);
	struct cs_mix_cell *cell[PLACEBOS + 1];
	struct cs_mix in = {.units = u->nspell, .strata = u->nstratum, .share = true};
	struct cs_audit_common unused;

	for (int k = 0; k <= PLACEBOS; k++)
		cell[k] = cs_mem_new(u->npiece + 1, sizeof **cell);
	in.n = make_cells(f, u, asked, cell);
	in.cell = cell[0];
	cs_audit_judge_cells(u, &in, asked->rule, figure, common);
	for (int k = 1; k <= PLACEBOS; k++) {
		memset(other, 0, u->n * sizeof *other);
		in.cell = cell[k];
		cs_audit_judge_cells(u, &in, asked->rule, other, &unused);
		hold_against(figure, other, u->n);
	}
	for (int k = 0; k <= PLACEBOS; k++)
		free(cell[k]);
	free(other);
}

const struct cs_audit_test cs_audit_heap = {
    .name = "heap",
    .unit = "share",
    .about = "how many of the values near a point lie just inside it, against others",
    .needs = 1U << CS_AUDIT_VALUE | 1U << CS_AUDIT_AT,
    .takes = 1U << CS_AUDIT_OF | 1U << CS_AUDIT_WIDTH | 1U << CS_AUDIT_WORST,
    .people = true,
    .kept = {CS_AUDIT_KEEP_NEAR},
    .metrics = heap_metrics,
    .run = heap_run,
    .rows = heap_rows,
};
