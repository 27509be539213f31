/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What costs most: the mode --pareto of cs-chargeback. One key (reason, product, system, cause),
 * its values in the order of what they cost, not of how many contacts they are, since ten long
 * calls may cost more than a hundred short ones; of equal amounts by their bytes. Beside each its
 * share of what is charged and the sum of the shares so far, both exact quotients of whole minor
 * units. What the map says nothing of stands first and apart, and everything adds up to the total.
 *
 * A list (themes) has several values for a contact: each of them gets the same part, dealt in whole
 * units, so that nothing is in it twice.
 */
#ifndef CS_CHARGE_CHARGEPARETO_H
#define CS_CHARGE_CHARGEPARETO_H

#include "charge/charge.h"

struct cs_chargepareto_ask {
	const struct cs_str *key; /* as an item of --by, or a level of the map */
	size_t n;		  /* there must be one */
};

extern const struct cs_charge_mode cs_chargepareto;

#endif
