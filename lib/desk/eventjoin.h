/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cs-join --events: what had happened to the customer before the contact. Orders, deliveries,
 * payments, outages: records of kind event (event_at) or purchase (purchased_at). Adds
 *
 *	event		what happened; "purchase" of purchases
 *	event_id	or purchase_id
 *	event_at	the latest at or before the contact, at most window_s earlier
 *	event_age_s	whole seconds from it to the contact
 *	event_by	whom it happened to: customer, or what the event names instead
 *	events_n	how many there were in the window
 *
 * An event that names a customer is that customer's alone. One that does not is about everybody
 * whose contact has the product, region and queue that it names, as far as it names them; of one
 * that names nothing nobody knows whom it hit; it is left out and counted, and so is one that names
 * what the records do not have. Of events at the same instant the customer's own comes first, then
 * that which names more; then the last in the files.
 *
 * Design. A side table (rec/side.h) for each set of names that events are found by, at most eight,
 * all searched for a batch at a time. Memory is that of the events.
 */
#ifndef CS_DESK_EVENTJOIN_H
#define CS_DESK_EVENTJOIN_H

#include "rec/join.h"

/* What is asked for; by reference. */
struct cs_event_ask {
	char *const *file;
	int nfile;
	int64_t window_s;
};

extern const struct cs_join_kind cs_event_kind;

/* The step, for cs_join_step. */
void *cs_event_step(const struct cs_event_ask *ask);

#endif
