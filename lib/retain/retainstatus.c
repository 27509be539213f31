/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Solved, unsolved or repeat at the landmark: see retainstatus.h. */
#include "retain/retainstatus.h"

/* The slot of a column that contacts may not have: *slot -1. */
static int
ask(struct cs_retain *r, struct cs_str column, int *slot, struct cs_err *e)
{
	*slot = -1;
	if (!r->merged && !cs_retain_has(r, CS_FACT_CONTACT, column))
		return 0;
	*slot = cs_retain_number(r, CS_FACT_CONTACT, column, e);
	return *slot < 0 ? -1 : 0;
}

int
cs_retain_status_bind(struct cs_retain *r, struct cs_retain_status *s, struct cs_err *e)
{
	if (ask(r, CS_STR("solved_at"), &s->solved_at, e) != 0 ||
	    ask(r, CS_STR("solved_customer"), &s->by_customer, e) != 0 ||
	    ask(r, CS_STR("survey_answered_at"), &s->answered_at, e) != 0 ||
	    ask(r, CS_STR("solved_agent"), &s->by_agent, e) != 0)
		return -1;
	s->reason = -1;
	if (!r->merged && cs_retain_has(r, CS_FACT_CONTACT, CS_STR("reason"))) {
		s->reason = cs_retain_fact_key(r, CS_FACT_CONTACT, CS_STR("reason"), e);
		if (s->reason < 0)
			return -1;
	}
	if (s->solved_at >= 0 || s->by_customer >= 0 || s->by_agent >= 0)
		return 0;
	return cs_err_set(e, CS_EXIT_USAGE,
	    "contacts have neither solved_at nor solved_customer nor solved_agent: what was solved "
	    "is not known");
}

static int64_t
number(const struct cs_life *life, const struct cs_fact *f, int slot)
{
	return slot < 0 ? CS_FACT_NULL : cs_contact_number(life, f, slot);
}

static bool
same_reason(const struct cs_retain_status *s, const struct cs_history *h, const struct cs_fact *a,
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

static bool
came_again(const struct cs_retain_status *s, const struct cs_life *life,
    const struct cs_fact *contact, int64_t by)
{
	const struct cs_fact *all = life->fact[CS_FACT_CONTACT];
	size_t n = life->n[CS_FACT_CONTACT];

	for (size_t i = (size_t)(contact - all) + 1; i < n && all[i].at < by; i++)
		if ((all[i].bits & CS_FACT_LEG) == 0 && same_reason(s, life->of, contact, &all[i]))
			return true;
	return false;
}

struct cs_str
cs_retain_status(const struct cs_retain_status *s, const struct cs_life *life,
    const struct cs_fact *contact, int64_t by)
{
	static const struct cs_str word[] = {CS_STR_INIT("unsolved"), CS_STR_INIT("solved")};
	int64_t at = number(life, contact, s->solved_at), said, answered;

	if (came_again(s, life, contact, by))
		return CS_STR("repeat");
	if (s->solved_at >= 0)
		return word[at != CS_FACT_NULL && at < by];
	said = number(life, contact, s->by_customer);
	answered = number(life, contact, s->answered_at);
	if (said == CS_FACT_NULL || (answered != CS_FACT_NULL && answered >= by))
		said = number(life, contact, s->by_agent);
	return said == CS_FACT_NULL ? CS_STR("\\N") : word[said != 0];
}
