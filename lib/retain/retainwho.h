/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who keeps customers: the mode --who of cs-retain. For teams, vendors, reasons (agents on request)
 * it counts how many of the customers they dealt with were still there at each horizon and, where
 * there are purchases, what these bought until then; apart by kinds of work (--strata). Fair
 * comparison is the work of cs-rank: expectation from who else did the same kind of work,
 * shrinkage, bands. So what is written are cells (cell/cell.h), which cs-rank and cs-kpi take:
 *
 *	cs-retain --who team --customers c.tsv contacts.tsv | cs-rank -m stayed_6mo
 *
 * Which customers. Each once, at time zero: his first contact that is reported. A horizon that is
 * not over at as-of is known of nobody who began so late, neither of those who left already nor of
 * those who did not: all of them are left out of it, and counted. (To take the first alone would
 * make every recent month one of leavers.) So shares are plain, x of n, and merge.
 *
 * Whose customers. Of the contact at time zero, all of whose legs are known then; with a landmark,
 * of all his contacts until then, for those who are still there at it: time begins anew, and nobody
 * has a customer for the reason that he stayed. Of several units
 *
 *	last		the one that had him last counts him: it left him as he was
 *	minutes		the one that spent most time on him (of equals the later)
 *	equal		each counts him, so that the sum over units is more than there are customers
 */
#ifndef CS_RETAIN_RETAINWHO_H
#define CS_RETAIN_RETAINWHO_H

#include "retain/retain.h"

enum cs_who_share { CS_WHO_LAST, CS_WHO_EQUAL, CS_WHO_MINUTES };

struct cs_retainwho_ask {
	const struct cs_str *unit; /* columns of contacts */
	size_t n;
	enum cs_who_share share;
};

extern const struct cs_retain_mode cs_retainwho;

#endif
