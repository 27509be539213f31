/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Was a contact solved, and since when is that known? One rule for all modes, so that what one of
 * them calls unsolved no other calls solved. In this order:
 *
 *	solved_at	where contacts have that column: from then on; empty is not solved
 *	solved_customer	else, where he has said: from survey_answered_at on, which may be missing
 *	solved_agent	else, until the customer has spoken
 *
 * And whether two contacts are for the same reason, which is what makes one a repeat.
 */
#ifndef CS_RETAIN_RETAINSOLVED_H
#define CS_RETAIN_RETAINSOLVED_H

#include "retain/retain.h"

/* What is asked of contacts; -1: there is no such column. */
struct cs_retain_solved {
	int solved_at, by_customer, answered_at, by_agent, ended_at;
	int reason; /* key */
};

/* Within bind: asks for the columns that there are. -1 with *e: one of them is not what it must
 * be. */
int cs_retain_solved_bind(struct cs_retain *r, struct cs_retain_solved *s, struct cs_err *e);

/* After bind: 0, or -1 with *e (2) where contacts have no column that says it. */
int cs_retain_solved_need(const struct cs_retain_solved *s, struct cs_err *e);

enum cs_solved { CS_SOLVED_UNKNOWN, CS_SOLVED_NO, CS_SOLVED_YES };

/* What was known of a contact (no leg) of a life before the instant `by`. */
enum cs_solved cs_retain_solved(const struct cs_retain_solved *s, const struct cs_life *life,
    const struct cs_fact *contact, int64_t by);

/* The instant from which on a contact counts as solved, of all that is known; where only the word
 * for it has no time, the end of the contact. CS_INSTANT_MAX: it does not. */
int64_t cs_retain_solved_at(
    const struct cs_retain_solved *s, const struct cs_life *life, const struct cs_fact *contact);

/* Of two contacts of a history; one without a reason is for any. */
bool cs_retain_same_reason(const struct cs_retain_solved *s, const struct cs_history *h,
    const struct cs_fact *a, const struct cs_fact *b);

#endif
