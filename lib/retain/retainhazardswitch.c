/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Factors that switch on as time passes: see retainhazard.h. */
#include "retain/retainhazardwork.h"

/* The slot of a column that contacts may not have: -1 then. */
static int
ask(struct cs_retain *r, struct cs_str column, int *slot, struct cs_err *e)
{
	*slot = -1;
	if (!cs_retain_has(r, CS_FACT_CONTACT, column))
		return 0;
	*slot = cs_retain_number(r, CS_FACT_CONTACT, column, e);
	return *slot < 0 ? -1 : 0;
}

static int
bind_solved(struct cs_retain *r, struct cs_hazard_slots *s, struct cs_err *e)
{
	if (ask(r, CS_STR("solved_at"), &s->solved_at, e) != 0 ||
	    ask(r, CS_STR("solved_customer"), &s->by_customer, e) != 0 ||
	    ask(r, CS_STR("survey_answered_at"), &s->answered_at, e) != 0 ||
	    ask(r, CS_STR("solved_agent"), &s->by_agent, e) != 0 ||
	    ask(r, CS_STR("ended_at"), &s->ended_at, e) != 0)
		return -1;
	if (s->solved_at >= 0 || s->by_customer >= 0 || s->by_agent >= 0)
		return 0;
	return cs_err_set(e, CS_EXIT_USAGE,
	    "--hazard solved: contacts have neither solved_at nor solved_customer nor "
	    "solved_agent");
}

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
	case CS_HAZARD_SOLVED:
		return bind_solved(r, &s->slots, e);
	default:
		s->slots.reason = -1;
		if (!cs_retain_has(r, CS_FACT_CONTACT, CS_STR("reason")))
			return 0;
		s->slots.reason = cs_retain_fact_key(r, CS_FACT_CONTACT, CS_STR("reason"), e);
		return s->slots.reason < 0 ? -1 : 0;
	}
}

static int64_t
number(const struct cs_life *life, const struct cs_fact *f, int slot)
{
	return slot < 0 ? CS_FACT_NULL : cs_contact_number(life, f, slot);
}

/* When a contact was solved, by the best of what is known; CS_INSTANT_MAX: it was not. */
static int64_t
solved_at(const struct cs_hazard_slots *s, const struct cs_life *life, const struct cs_fact *f)
{
	int64_t said, at;

	if (s->solved_at >= 0) {
		at = number(life, f, s->solved_at);
		return at == CS_FACT_NULL ? CS_INSTANT_MAX : at;
	}
	said = number(life, f, s->by_customer);
	at = number(life, f, s->answered_at);
	if (said == CS_FACT_NULL) {
		said = number(life, f, s->by_agent);
		at = CS_FACT_NULL;
	}
	if (said == CS_FACT_NULL || said == 0)
		return CS_INSTANT_MAX;
	if (at == CS_FACT_NULL)
		at = number(life, f, s->ended_at);
	return at == CS_FACT_NULL ? f->at : at;
}

static bool
same_reason(const struct cs_hazard_slots *s, const struct cs_history *h, const struct cs_fact *a,
    const struct cs_fact *b)
{
	const struct cs_str null = CS_STR("\\N");
	struct cs_str x, y;

	if (s->reason < 0 || a->group == b->group)
		return true;
	x = cs_fact_key(h, CS_FACT_CONTACT, a->group, (unsigned)s->reason);
	y = cs_fact_key(h, CS_FACT_CONTACT, b->group, (unsigned)s->reason);
	return cs_str_eq(x, y) || cs_str_eq(x, null) || cs_str_eq(y, null);
}

/* True when a contact from `first` on, before this one, was for the same reason. As the first such
 * ends the search, no more are compared than there are reasons. */
static bool
came_before(const struct cs_hazard_slots *s, const struct cs_life *life,
    const struct cs_fact *first, const struct cs_fact *f)
{
	for (const struct cs_fact *o = first; o < f; o++)
		if ((o->bits & CS_FACT_LEG) == 0 && same_reason(s, life->of, o, f))
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

		if (c[i].at < zero || (c[i].bits & CS_FACT_LEG) != 0 ||
		    cs_retain_cancels(&s->cancel, life, &c[i]))
			continue;
		if (f->kind == CS_HAZARD_CONTACTED)
			return c[i].at;
		if (first == NULL)
			first = &c[i];
		if (f->kind == CS_HAZARD_REPEAT) {
			if (came_before(&s->slots, life, first, &c[i]))
				return c[i].at;
			continue;
		}
		at = solved_at(&s->slots, life, &c[i]);
		if (at < earliest)
			earliest = at;
	}
	return earliest;
}
