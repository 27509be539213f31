/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What had become of the first contact by the landmark: a status that all customers have at the
 * same distance from time zero, and that nothing behind the landmark can change.
 *
 *	repeat		the customer had to come again for the same reason until then (where one of
 *			the two contacts has no reason: for any)
 *	solved		else, and it was solved: solved_at is not behind the landmark. Where
 *			contacts have no solved_at: the customer says that it was solved, in a
 *			survey answered until then (solved_customer, survey_answered_at), or,
 *			where he says nothing, the agent does (solved_agent)
 *	unsolved	else
 *	NULL		neither word nor date: not known
 */
#ifndef CS_RETAIN_RETAINSTATUS_H
#define CS_RETAIN_RETAINSTATUS_H

#include "retain/retain.h"

struct cs_retain_status {
	/* Numbers of contacts, -1: there is no such column. Private. */
	int solved_at, by_customer, answered_at, by_agent;
	int reason; /* key */
};

/* Within bind: asks for the columns. -1 with *e (2): contacts have none that says it. */
int cs_retain_status_bind(struct cs_retain *r, struct cs_retain_status *s, struct cs_err *e);

/* The status of a contact (no leg) of a life at the instant `by`, which is the first behind the
 * landmark: a raw cell. */
struct cs_str cs_retain_status(const struct cs_retain_status *s, const struct cs_life *life,
    const struct cs_fact *contact, int64_t by);

#endif
