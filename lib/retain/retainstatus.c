/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Solved, unsolved or repeat at the landmark: see retainstatus.h. */
#include "retain/retainstatus.h"

static bool
came_again(const struct cs_retain_solved *s, const struct cs_life *life,
    const struct cs_fact *contact, int64_t by)
{
	const struct cs_fact *all = life->fact[CS_FACT_CONTACT];
	size_t n = life->n[CS_FACT_CONTACT];

	for (size_t i = (size_t)(contact - all) + 1; i < n && all[i].at < by; i++)
		if ((all[i].bits & CS_FACT_LEG) == 0 &&
		    cs_retain_same_reason(s, life->of, contact, &all[i]) &&
		    !cs_retain_cancels(&all[i]))
			return true;
	return false;
}

struct cs_str
cs_retain_status(const struct cs_retain_solved *s, const struct cs_life *life,
    const struct cs_fact *contact, int64_t by)
{
	static const struct cs_str word[] = {
	    [CS_SOLVED_UNKNOWN] = CS_STR_INIT("\\N"),
	    [CS_SOLVED_NO] = CS_STR_INIT("unsolved"),
	    [CS_SOLVED_YES] = CS_STR_INIT("solved"),
	};

	if (came_again(s, life, contact, by))
		return CS_STR("repeat");
	return word[cs_retain_solved(s, life, contact, by)];
}
