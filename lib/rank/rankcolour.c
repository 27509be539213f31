/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What would change a colour: see rankcolour.h. */
#include "rank/rankcolour.h"

#include <math.h>

#include "stat/band.h"

struct cs_rankcolour
cs_rankcolour_make(const struct cs_rankwork *w)
{
	size_t told = w->ranking.told;
	struct cs_rankcolour c = {.work = w, .there = told > 1 && w->scores.used > 0};
	double *mean = cs_arena_new(w->arena, 3 * told, sizeof *mean);
	double *sd = mean + told, *p = sd + told;
	const struct cs_beliefs set = {CS_BELIEF_NORMAL, mean, sd, told};
	double k = (double)w->ranking.ends;

	if (!c.there)
		return c;
	for (size_t i = 0; i < told; i++) {
		const struct cs_score *unit = &w->scores.unit[w->ranking.row[i].unit];

		mean[i] = unit->score;
		sd[i] = sqrt(unit->var);
	}
	cs_band(&set, k, CS_UPPER, p, &c.best);
	cs_band(&set, k, CS_LOWER, p, &c.worst);
	(void)cs_dist_norm_quantile(w->ask.rules.sure, CS_LOWER, &c.z);
	return c;
}

bool
cs_rankcolour_next(const struct cs_rankcolour *c, const struct cs_ranked *r,
    enum cs_band_word *next, double *score)
{
	const struct cs_rankfloors *floors = &c->work->floors;
	double sd = sqrt(c->work->scores.unit[r->unit].var);

	if (!c->there || (floors->any && floors->missed[r->unit] >= .5))
		return false;
	switch (r->band) {
	case CS_BAND_GREEN:
	case CS_BAND_LEAN_GREEN:
		*next = CS_BAND_GREEN;
		*score = c->best + c->z * sd;
		return true;
	case CS_BAND_ORANGE:
		*next = CS_BAND_LEAN_GREEN;
		*score = c->best;
		return true;
	case CS_BAND_LEAN_RED:
		*next = CS_BAND_ORANGE;
		*score = c->worst;
		return true;
	case CS_BAND_RED:
		*next = CS_BAND_LEAN_RED;
		*score = c->worst - c->z * sd;
		return true;
	case CS_BAND_UNTOLD:
		break;
	}
	return false;
}

bool
cs_rankcolour_figure(const struct cs_rankcolour *c, const struct cs_ranked *r, size_t metric,
    double score, double *figure)
{
	const struct cs_scoring *s = &c->work->scores;
	const struct cs_score_fit *f = &s->fit[metric];
	const struct cs_score_part *p = &s->part[r->unit * s->metrics + metric];
	double n = (double)(p->n - p->alone), more = score - s->unit[r->unit].score;

	if (f->flag != CS_FLAG_NONE || n <= 0)
		return false;
	more *= f->tau * (n + p->m) / (n * f->weight);
	*figure = p->own + (c->work->card.item[metric].down ? -more : more);
	return !f->share || (*figure >= 0 && *figure <= 1);
}
