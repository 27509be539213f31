/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A decision's P&L: what a fee brings, and what it costs in service.
 *
 * Contacts for the decision's reasons and for those that such contacts were coded as before
 * (parent) are counted by weeks from the local day of the decision on, forwards and backwards. What
 * there is more than stat/baseline expects, of
 *
 *	contacts, seconds, cost (full, avoidable), credits
 *
 * each as a series of its own, is what the decision caused. The cost of a week, before and after,
 * is its use (seconds, contacts, transfers ...) at the prices of the weeks after: what the touched
 * cost there by each unit over what they used, at the same vendor, site, channel, queue and team,
 * as far as costs look at them. So a cause is costed by its own minutes where they were spent, and
 * prices that changed are no cause.
 *
 *	net = revenue - cost - credits - lost margin
 *
 * to the minor unit. revenue is exact; cost and credits have the bounds of their sum, week by week;
 * the lost margin comes with its own and counts as independent.
 *
 * The weeks: whole ones from the day of the decision to `until` and the lag, or to the day of
 * as-of, which counts as a whole day. Charges count to `until` at most, in the same weeks. Before:
 *
 *	year		those of the year (52 weeks) before as the reference, so that growth and
 *			season are in it. The reference of the weeks after is no week that the
 *			ratio is taken from, as both would be wrong together; so at most 44 after
 *	level		the last 52 weeks at most, with their trend
 *	untouched	the others' weeks as the reference, of the last 104 at most
 */
#ifndef CS_CHARGE_CHARGEPNL_H
#define CS_CHARGE_CHARGEPNL_H

#include "charge/charge.h"

struct cs_chargepnl_ask {
	struct cs_str id;      /* the decision */
	const char *decisions; /* path of the file; NULL: not given */
	char **charged;
	int ncharged;
	struct cs_str lost; /* --lost-margin as text; n = 0: not given */
	bool weeks;	    /* the series, not the result */
};

extern const struct cs_charge_mode cs_chargepnl;

#endif
