/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Targets and floors of a vision: see rankfloor.h. */
#include "rank/rankfloor.h"

static void
hold(struct cs_rankfloors *f, const struct cs_scoring *s, size_t item, double floor, int64_t min_n)
{
	for (size_t u = 0; u < s->units; u++) {
		const struct cs_score_part *p = &s->part[u * s->metrics + item];
		double chance;

		if (p->n - p->alone < min_n)
			continue;
		chance = cs_score_worse(s, u, item, floor);
		if (chance > f->missed[u]) {
			f->missed[u] = chance;
			f->item[u] = item;
		}
	}
}

struct cs_rankfloors
cs_rankfloors_make(
    struct cs_arena *a, const struct cs_scoring *s, const struct cs_card *card, int64_t min_n)
{
	struct cs_rankfloors f = {.any = false};

	for (size_t i = 0; i < card->n; i++)
		f.any |= card->item[i].vision != NULL && card->item[i].vision->has_floor;
	if (!f.any)
		return f;
	f.missed = cs_arena_new(a, s->units, sizeof *f.missed);
	f.item = cs_arena_new(a, s->units, sizeof *f.item);
	for (size_t i = 0; i < card->n; i++) {
		const struct cs_vision_metric *v = card->item[i].vision;

		if (v != NULL && v->has_floor)
			hold(&f, s, i, cs_dec_double(v->floor), min_n);
	}
	return f;
}
