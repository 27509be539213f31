/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The mode --statement of cs-chargeback: what a unit gets to see each month, as records in a long
 * form, one fact a row, which cs-report draws and people read from top to bottom:
 *
 *	month business_unit section rank item contact_id amount amount_share ... currency
 *	2026-10-01 Billing charged \N \N \N 7000.00 \N 1200 432000 EUR
 *	2026-10-01 Billing adjustment \N 2026-09-01 \N -100.00 ...
 *	2026-10-01 Billing total \N \N \N 6900.00
 *	2026-10-01 Billing previous \N 2026-09-01 \N 9900.00
 *	2026-10-01 Billing difference \N \N \N -2900.00 -0.29292929
 *	2026-10-01 Billing trend \N 3 \N -410.00
 *	2026-10-01 Billing avoidable \N \N \N 3500.00 0.50000000
 *	2026-10-01 Billing repeats ... original ... demand ... cause ... other causes ... example
 *
 * difference and trend are of what the months cost, adjustments left out: charged against charged.
 * trend is the slope of the straight line through all months that there are up to this one (least
 * squares, exact), a month without contacts of the unit counting as 0; its item is how many months
 * these are, and with fewer than three it is NULL. A month that no pool, rate or credit is for did
 * not cost nothing, since it is not known what it cost: it has no statement, and is in no trend. A
 * month that was closed is shown as it was billed; contacts, repeats, original and demand were not
 * billed, and are not shown of it.
 *
 * Examples are the contacts that cost most (for their time, as contacts and as legs), by their
 * contact_id alone: who the customer was, and what was said, is nowhere in a statement.
 *
 * A statement without business_unit is of contacts that the map says nothing of.
 */
#ifndef CS_CHARGE_CHARGESTATEMENT_H
#define CS_CHARGE_CHARGESTATEMENT_H

#include "charge/chargebilled.h"

struct cs_chargestatement_ask {
	struct cs_str unit;  /* only this one; p NULL: all */
	struct cs_str month; /* only of this one, as 2026-10; p NULL: all */
	int64_t top;	     /* how many causes */
	int64_t examples;    /* how many contacts; 0: none */
};

extern const struct cs_charge_mode cs_chargestatement;

#endif
