/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What there is to pay, before anybody is charged: a row for each pool, for each month of a rate,
 * and for credits.
 *
 *	pool cost_kind period_from_at period_to_at [vendor ...] driver rate_amount capacity_s used_s
 *		capacity_n used_n total_cost charged unallocated unused currency
 *
 * rate_amount is the price of a minute, or of one of what the driver counts, to eight digits; what
 * is charged is everything that somebody used, reported or not.
 */
#ifndef CS_CHARGE_CHARGEPOOLS_H
#define CS_CHARGE_CHARGEPOOLS_H

#include "charge/charge.h"

extern const struct cs_charge_mode cs_chargepools;

#endif
