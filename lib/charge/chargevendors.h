/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The mode --vendors of cs-chargeback: what outsourcers (and those in-house: vendor \N) deliver for
 * what they cost, by the keys of --by. A contact is of the vendor of its first leg; what its other
 * legs cost is of theirs.
 *
 *	cost			what their contacts are charged, unmapped ones too
 *	solved			of so many that are old enough, solved for good: nobody came back
 *	cost_per_solved		cost over all contacts times that share, with its interval
 *	kept, cost_per_kept	customers who stayed, as cs-retain reckoned it (--kept)
 *	sl			by the contract's own formula (--contract), with its target
 *	billed, logged		minutes of the invoices and of the logs, in the months invoiced
 *	contract_minutes	that are paid for, as the contract rounds them
 *	contract_amount		what the contract makes of the logs
 *	outcome_amount		what it would have been had outcomes been paid
 *
 * The service level is counted by the metrics' own machinery: the formula of the contract is parsed
 * as -m of cs-kpi is, and must be one share.
 */
#ifndef CS_CHARGE_CHARGEVENDORS_H
#define CS_CHARGE_CHARGEVENDORS_H

#include "charge/charge.h"

struct cs_chargevendors_ask {
	const char *contract; /* NULL: none */
	char **billed, **kept;
	int nbilled, nkept;
	struct cs_str solved; /* a condition; p NULL: by the columns that there are */
};

extern const struct cs_charge_mode cs_chargevendors;

#endif
