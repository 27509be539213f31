/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Factors that switch on as time passes: see retainhazard.h. */
#include "retain/retainhazardwork.h"

int
cs_hazard_bind_switch(struct cs_retain *r, struct cs_retainhazard *s,
    const struct cs_hazard_factor *f, struct cs_err *e)
{
	if (r->history->source[CS_FACT_CONTACT].head == NULL) {
		(void)cs_err_set(
		    e, CS_EXIT_USAGE, "--hazard %.*s is of contacts", CS_STR_ARG(f->name));
		return cs_err_hint(e, "name the files of contacts as operands");
	}
	switch (f->kind) {
	case CS_HAZARD_CONTACTED:
		if (r->zero != CS_ZERO_CONTACT)
			return 0;
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "--hazard contacted: everybody is, since time zero is a contact");
		return cs_err_hint(e, "--from joined begins before it");
	default:
		if (cs_retain_solved_bind(r, &s->solved, e) != 0)
			return -1;
		return f->kind == CS_HAZARD_SOLVED ? cs_retain_solved_need(&s->solved, e) : 0;
	}
}

/* True when a contact from `first` on, before this one, was for the same reason. As the first such
 * ends the search, no more are compared than there are reasons. */
static bool
came_before(const struct cs_retain_solved *s, const struct cs_life *life,
    const struct cs_fact *first, const struct cs_fact *f)
{
	for (const struct cs_fact *o = first; o < f; o++)
		if ((o->bits & CS_FACT_LEG) == 0 && cs_retain_same_reason(s, life->of, o, f))
			return true;
	return false;
}

int64_t
cs_hazard_switch(const struct cs_retainhazard *s, const struct cs_hazard_factor *f,
    const struct cs_life *life, int64_t zero)
{
	const struct cs_fact *c = life->fact[CS_FACT_CONTACT], *first = NULL;
	int64_t earliest = CS_INSTANT_MAX;

	for (size_t i = 0; i < life->n[CS_FACT_CONTACT]; i++) {
		int64_t at;

		if (c[i].at < zero || (c[i].bits & CS_FACT_LEG) != 0 || cs_retain_cancels(&c[i]))
			continue;
		if (f->kind == CS_HAZARD_CONTACTED)
			return c[i].at;
		if (first == NULL)
			first = &c[i];
		if (f->kind == CS_HAZARD_REPEAT) {
			if (came_before(&s->solved, life, first, &c[i]))
				return c[i].at;
			continue;
		}
		at = cs_retain_solved_at(&s->solved, life, &c[i]);
		if (at < earliest)
			earliest = at;
	}
	return earliest;
}
