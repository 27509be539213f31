/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Solved or not, and the same reason: see retainsolved.h. */
#include "retain/retainsolved.h"

int
cs_retain_solved_bind(struct cs_retain *r, struct cs_retain_solved *s, struct cs_err *e)
{
	const struct {
		struct cs_str column;
		int *slot;
	} number[] = {
	    {CS_STR("solved_at"), &s->solved_at},
	    {CS_STR("solved_customer"), &s->by_customer},
	    {CS_STR("survey_answered_at"), &s->answered_at},
	    {CS_STR("solved_agent"), &s->by_agent},
	    {CS_STR("ended_at"), &s->ended_at},
	};
	const struct cs_str reason = CS_STR("reason");

	for (size_t i = 0; i < sizeof number / sizeof *number; i++) {
		*number[i].slot = -1;
		/* Cells do not say which columns there were; any slot will do for them. */
		if (!r->merged && !cs_retain_has(r, CS_FACT_CONTACT, number[i].column))
			continue;
		*number[i].slot = cs_retain_number(r, CS_FACT_CONTACT, number[i].column, e);
		if (*number[i].slot < 0)
			return -1;
	}
	s->reason = -1;
	if (r->merged || !cs_retain_has(r, CS_FACT_CONTACT, reason))
		return 0;
	s->reason = cs_retain_fact_key(r, CS_FACT_CONTACT, reason, e);
	return s->reason < 0 ? -1 : 0;
}

int
cs_retain_solved_need(const struct cs_retain_solved *s, struct cs_err *e)
{
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

enum cs_solved
cs_retain_solved(const struct cs_retain_solved *s, const struct cs_life *life,
    const struct cs_fact *contact, int64_t by)
{
	int64_t at = number(life, contact, s->solved_at), said, answered;

	if (s->solved_at >= 0)
		return at != CS_FACT_NULL && at < by ? CS_SOLVED_YES : CS_SOLVED_NO;
	said = number(life, contact, s->by_customer);
	answered = number(life, contact, s->answered_at);
	if (said == CS_FACT_NULL || (answered != CS_FACT_NULL && answered >= by))
		said = number(life, contact, s->by_agent);
	if (said == CS_FACT_NULL)
		return CS_SOLVED_UNKNOWN;
	return said != 0 ? CS_SOLVED_YES : CS_SOLVED_NO;
}

int64_t
cs_retain_solved_at(
    const struct cs_retain_solved *s, const struct cs_life *life, const struct cs_fact *contact)
{
	int64_t at = number(life, contact, s->solved_at), said;

	if (s->solved_at >= 0)
		return at == CS_FACT_NULL ? CS_INSTANT_MAX : at;
	said = number(life, contact, s->by_customer);
	at = number(life, contact, s->answered_at);
	if (said == CS_FACT_NULL) {
		said = number(life, contact, s->by_agent);
		at = CS_FACT_NULL;
	}
	if (said == CS_FACT_NULL || said == 0)
		return CS_INSTANT_MAX;
	if (at == CS_FACT_NULL)
		at = number(life, contact, s->ended_at);
	return at == CS_FACT_NULL ? contact->at : at;
}

bool
cs_retain_same_reason(const struct cs_retain_solved *s, const struct cs_history *h,
    const struct cs_fact *a, const struct cs_fact *b)
{
	const struct cs_str null = CS_STR("\\N");
	struct cs_str x, y;

	if (s->reason < 0 || a->group == b->group)
		return true;
	x = cs_fact_key(h, CS_FACT_CONTACT, a->group, (unsigned)s->reason);
	y = cs_fact_key(h, CS_FACT_CONTACT, b->group, (unsigned)s->reason);
	return cs_str_eq(x, y) || cs_str_eq(x, null) || cs_str_eq(y, null);
}
