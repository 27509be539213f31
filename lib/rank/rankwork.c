/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ranking from cells to places: see rankwork.h. */
#include "rank/rankwork.h"

#include "rank/rankmix.h"

int
cs_rankwork_open(struct cs_rankwork *w, struct cs_arena *a, struct cs_cells *c,
    const struct cs_rankwork_ask *ask, struct cs_err *e)
{
	*w = (struct cs_rankwork){.arena = a, .cells = c, .ask = *ask};
	if (cs_card_choose(a, c, &ask->card, &w->card, e) != 0)
		return -1;
	if (cs_rankkeys_make(a, c, &ask->keys, &w->keys, e) != 0)
		return -1;
	if (ask->attendance != NULL &&
	    cs_attendance_make(a, ask->attendance, c, &w->keys, &w->attendance, e) != 0)
		return -1;
	return cs_rankwindow_make(a, c, &w->keys, &ask->window, &w->window, e);
}

int
cs_rankwork_count(
    struct cs_rankwork *w, const bool *period, struct cs_rankcount *count, struct cs_err *e)
{
	const struct cs_rankcount_from from = {
	    w->cells, &w->keys, &w->card, w->ask.attendance != NULL ? &w->attendance : NULL};

	return cs_rankcount_make(w->arena, &from, period, count, e);
}

struct cs_scoring
cs_rankwork_score(struct cs_rankwork *w, const struct cs_rankcount *count)
{
	struct cs_score_metric *m = cs_arena_new(w->arena, w->card.n, sizeof *m);
	const int64_t *contacts = cs_rankcount_contacts(w->arena, count);
	bool nested = cs_rankwork_nested(w);
	struct cs_scoring s;

	for (size_t i = 0; i < w->card.n; i++) {
		const struct cs_card_item *item = &w->card.item[i];
		struct cs_rankcount_item sum = cs_rankcount_units(w->arena, count, i);

		m[i] = (struct cs_score_metric){.weight = cs_dec_double(item->weight),
		    .down = item->down,
		    .haste = cs_card_haste(item->metric),
		    .x = sum.x,
		    .n = sum.n,
		    .moments = sum.moments,
		    .unit = sum.unit};
		if (sum.rate) {
			m[i].hours = count->hours;
			continue;
		}
		if (nested || cs_rankwork_mixed(w))
			m[i].mix = cs_rankmix_make(w->arena, count, i);
		if (nested)
			m[i].unit_of = w->keys.unit_of;
	}
	s = cs_score_all(w->arena, m, w->card.n, contacts, w->keys.ids[CS_RANK_UNIT].n);
	s.here = count->here;
	return s;
}

/* The cells of cs-retain, whose rows are customers, say that they have a horizon. */
static const char *
what_is_counted(const struct cs_cells *c)
{
	for (size_t i = 0; i < c->run.ncolumn; i++)
		if (cs_str_eqz(c->run.column[i], "horizon"))
			return "customer";
	return "contact";
}

int
cs_rankwork_rank(struct cs_rankwork *w, struct cs_err *e)
{
	struct cs_ranking_rules *rules = &w->ask.rules;
	size_t units = w->keys.ids[CS_RANK_UNIT].n;

	if (rules->exact && units > CS_RANKING_EXACT_MAX)
		return cs_err_set(e, CS_EXIT_USAGE, "--exact: %zu units are more than %d", units,
		    CS_RANKING_EXACT_MAX);
	if (cs_rankwork_count(w, w->window.now, &w->count, e) != 0)
		return -1;
	w->contacts = cs_rankcount_contacts(w->arena, &w->count);
	w->of = what_is_counted(w->cells);
	w->scores = cs_rankwork_score(w, &w->count);
	w->floors = cs_rankfloors_make(w->arena, &w->scores, &w->card, rules->min_n);
	rules->missed = w->floors.missed;
	w->ranking = cs_ranking_make(w->arena, &w->scores, rules);
	return 0;
}

const char *
cs_rankwork_alike(const struct cs_rankwork *w)
{
	for (size_t i = 0; i < w->card.n; i++) {
		if (w->scores.fit[i].flag == CS_FLAG_DOMAIN)
			return "nothing shows a difference that chance does not explain but who "
			       "hurries";
	}
	return "no metric shows a difference that chance does not explain";
}

bool
cs_rankwork_timed(const struct cs_rankwork *w)
{
	return w->keys.period >= 0;
}

bool
cs_rankwork_mixed(const struct cs_rankwork *w)
{
	return w->keys.ids[CS_RANK_STRATUM].keys != 0;
}

bool
cs_rankwork_nested(const struct cs_rankwork *w)
{
	return w->keys.ids[CS_RANK_MEMBER].keys != 0;
}

struct cs_str
cs_rankwork_name(const struct cs_rankwork *w, size_t unit, unsigned k)
{
	return cs_cells_key(w->cells, w->keys.ids[CS_RANK_UNIT].group[unit], k);
}
