/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counts of a ranking as stat/mix takes them: see rankmix.h. */
#include "rank/rankmix.h"

static struct cs_mix_cell
cell_of(const struct cs_rankcount *count, const struct cs_rankcount_item *item, size_t i)
{
	const struct cs_moments *m = item->x == NULL ? &item->moments[i] : NULL;

	return (struct cs_mix_cell){.unit = count->member[i],
	    .stratum = count->stratum[i],
	    .n = cs_rankcount_n(item, i),
	    .sum = m != NULL ? (double)m->sum : (double)item->x[i],
	    .ss = m != NULL ? cs_moments_ss(m) : 0};
}

struct cs_mix *
cs_rankmix_make(struct cs_arena *a, const struct cs_rankcount *count, size_t item)
{
	const struct cs_rankcount_item *of = &count->item[item];
	struct cs_mix_cell *cell = cs_arena_new(a, count->n, sizeof *cell);
	struct cs_mix *mix = cs_arena_new(a, 1, sizeof *mix);

	for (size_t i = 0; i < count->n; i++)
		cell[i] = cell_of(count, of, i);
	*mix = (struct cs_mix){.cell = cell,
	    .n = count->n,
	    .units = count->keys->ids[CS_RANK_MEMBER].n,
	    .strata = count->keys->ids[CS_RANK_STRATUM].n,
	    .share = of->x != NULL};
	return mix;
}
