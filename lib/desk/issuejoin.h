/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cs-join --issues: the issues of desk/issue.h as a step of a join. Adds issue_id, issue_leg and
 * issue_how to every record.
 *
 * A contact may belong with one that stands anywhere else in the input, so the step looks at all
 * records first: they are kept as visits (desk/visits.h), swept customer by customer by all
 * threads, and what is found waits by row (rec/rowcells.h) for the second pass. A record takes some
 * 30 bytes, and as many for its cells; what is beyond the memory goes to disk.
 *
 * issue_id is 80 bits, in hexadecimal digits, of the customer and the first row of the issue: its
 * instant and contact id. So it is the same whatever the order of the input, the threads and what
 * else is in there, unless the new is earlier. (Contacts without an id that begin together are told
 * apart by what they say.) Records without an instant have NULL in all three.
 */
#ifndef CS_DESK_ISSUEJOIN_H
#define CS_DESK_ISSUEJOIN_H

#include "desk/issue.h"
#include "metric/vision.h"
#include "rec/join.h"

/* What is asked for. Names are kept by reference. */
struct cs_issue_ask {
	const struct cs_str *ticket; /* columns; p NULL: issue_id, if there is such */
	size_t nticket;
	const struct cs_str *link; /* p NULL: linked_contact_id and transferred_to, if there are */
	size_t nlink;
	struct cs_issue_rule rule;
	const struct cs_vision *vision; /* its [repeats] say the window of each reason; or NULL */
};

extern const struct cs_join_kind cs_issue_kind;

/* The step, for cs_join_step. */
void *cs_issue_step(const struct cs_issue_ask *ask);

#endif
