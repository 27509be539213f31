/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Value and failure demand: the mode --demand of cs-chargeback. By month, how many contacts
 * customers had because they wanted something, and how many because something was not done or not
 * done right, by the word of the map; their minutes, their cost, and the share of each in the
 * month. And how many contacts could have been prevented, per customer there was:
 *
 *	rate	preventable contacts of the month / customers who were there in it
 *		bounds: exact Poisson
 *	change	rate - rate of the month before
 *		bounds: from those of both (Zou and Donner 2008)
 *	trend	over all months: the slope of the rate per month, least squares with weights of
 *		customers; bounds: t with n - 2 degrees of freedom, from how far the months lie
 *		off the line, so that it knows of customers who call in crowds, which the other
 *		two do not
 *
 * A rate is one of whole months: of a month that is not over, or that the period cuts, there is
 * none. A month is over when as-of has reached its last day.
 */
#ifndef CS_CHARGE_CHARGEDEMAND_H
#define CS_CHARGE_CHARGEDEMAND_H

#include "charge/charge.h"

struct cs_chargedemand_ask {
	char *const *customers; /* files: customer_id joined_at left_at; none: no rates */
	int ncustomers;
};

extern const struct cs_charge_mode cs_chargedemand;

#endif
