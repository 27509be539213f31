/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The other customer_ids of one person: whoever asks to be shown or erased gives the one that they
 * know, and each system has its own. Two kinds of records say which:
 *
 *	identities	id_kind account, id_value B, of customer_id A: A is B elsewhere
 *	contacts	account_id B beside customer_id A: what cs-join --identity made one
 *
 * One leads on to the next, but never from B back to A, and not through an account that such a
 * record gives to somebody else too (account 0, a number that went from one to the next): that is
 * nobody's, and with it whatever it led to.
 *
 *	do {
 *		cs_alias_restart(&a);
 *		while (some file's cs_alias_learn() is true)
 *			;
 *	} while (some file's cs_alias_doubt() is true);
 *
 * Each round of the inner loop finds an account more, each of the outer one gives one up: both end.
 * Memory is that of the accounts.
 */
#ifndef CS_PERSON_ALIAS_H
#define CS_PERSON_ALIAS_H

#include "person/person.h"

struct cs_alias {
	struct cs_map id; /* the customer_ids, those that were given first */
	size_t given;
	struct cs_map doubted; /* accounts that are somebody else's too */
	struct cs_buf scratch;
};

/* Begins with those that are given; they are never doubted. Finish afterwards. */
void cs_alias_begin(struct cs_alias *a, const struct cs_str *id, size_t n);
void cs_alias_finish(struct cs_alias *a);

/* Forgets all that was learned, but not what is in doubt. */
void cs_alias_restart(struct cs_alias *a);

/* The view has records that say such things. */
bool cs_alias_said(const struct cs_person_view *v);

/* Accounts of the person in a split batch; true: there was one that was not known. */
bool cs_alias_learn(struct cs_alias *a, const struct cs_person_view *v, const struct cs_batch *b);

/* Accounts in it that are somebody else's too; true: there was one that was not doubted yet. */
bool cs_alias_doubt(struct cs_alias *a, const struct cs_person_view *v, const struct cs_batch *b);

#endif
