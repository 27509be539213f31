/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A contact whose reason is the cancellation is the outcome and no exposure: of those who call to
 * leave nearly all have left soon after, whatever they were told. As time zero it would make the
 * queue that takes these calls look like the one that drives customers away. So such contacts are
 * no time zero, and are counted; the customer's first other contact is, if he has one.
 */
#ifndef CS_RETAIN_RETAINCANCEL_H
#define CS_RETAIN_RETAINCANCEL_H

#include "retain/retain.h"

struct cs_retain_cancel {
	size_t n;	    /* reasons; 0: every contact may be time zero */
	struct cs_str list; /* all of them, joined by commas: for cs_retain_say_of */
};

/* Within bind: the reasons of r->cancel, which may be none. -1 with *e (2): contacts have no
 * reason, or are not read. */
int cs_retain_cancel_bind(struct cs_retain *r, struct cs_retain_cancel *c, struct cs_err *e);

/* Whether a contact is the cancellation: any of its rows says so, of a leg those beside it too. */
static inline bool
cs_retain_cancels(const struct cs_fact *contact)
{
	return (contact->bits & CS_FACT_MARKED) != 0;
}

/*
 * The life from the contact on that may be time zero: life itself, or *rest, its copy. For
 * cs_retain_enter; what is asked of contacts before comes from life. *skipped: contacts that are
 * reported and may not.
 */
const struct cs_life *cs_retain_cancel_skip(const struct cs_retain_cancel *c,
    const struct cs_life *life, struct cs_life *rest, uint64_t *skipped);

#endif
