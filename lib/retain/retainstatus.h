/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What had become of the first contact by the landmark: a status that all customers have at the
 * same distance from time zero, and that nothing behind the landmark can change.
 *
 *	repeat		the customer had to come again for the same reason until then (where one of
 *			the two contacts has no reason: for any)
 *	solved		else, and it was solved until then: see retainsolved.h
 *	unsolved	else
 *	NULL		neither word nor date: not known
 */
#ifndef CS_RETAIN_RETAINSTATUS_H
#define CS_RETAIN_RETAINSTATUS_H

#include "retain/retaincancel.h"
#include "retain/retainsolved.h"

/* The status of a contact (no leg) of a life at the instant `by`, which is the first behind the
 * landmark: a raw cell. A contact that is the cancellation is no repeat. */
struct cs_str cs_retain_status(const struct cs_retain_solved *s, const struct cs_life *life,
    const struct cs_fact *contact, int64_t by);

#endif
