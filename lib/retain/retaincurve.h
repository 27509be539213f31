/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many stay how long: the mode --curve of cs-retain.
 *
 * What is counted of each group is, for each number of days since time zero, how many left then,
 * how many were followed no longer, and how many came into sight only then; and the same over
 * months where a horizon is one of months (retain/horizon.h). That is all that Kaplan and Meier
 * need (stat/km.h), so a company of a million customers is some thousand sums, and shards add.
 *
 * With a landmark, time begins anew at it: who had left or was lost from sight by then is left out
 * and counted, and status (retain/retainstatus.h) is what could be said of him on that day.
 *
 * Endings of several kinds (left_reason) are each counted for themselves; their shares and that of
 * those who stay are one whole (stat/kmcause.h). Groups are compared over all times by the log-rank
 * test, in strata if asked (stat/kmrank.h).
 */
#ifndef CS_RETAIN_RETAINCURVE_H
#define CS_RETAIN_RETAINCURVE_H

#include "retain/retain.h"

struct cs_retaincurve_ask {
	bool points;	       /* every step in place of the horizons */
	bool steps;	       /* also from each horizon to the next */
	bool compare;	       /* groups against each other */
	bool status;	       /* apart by status at the landmark */
	struct cs_str endings; /* a column of customers: why they left; n = 0: all ends are one */
};

extern const struct cs_retain_mode cs_retaincurve;

#endif
