/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The mode --allocate of cs-chargeback: what departments cost, and what each bears of what the
 * service departments among them cost, by all three ways (charge/serviceflow.h) side by side. It
 * reads no contacts.
 *
 * Rows, for each stretch of time that pools are for:
 *
 *	line		service, operating, apart (pools whose department is in no row of
 *			--services, or that have none), total
 *	department	its name
 *	step_n		of services: its place in the order of stepping down
 *	own_cost	its pools
 *	passed_on_cost	of services: what passes through it by the chosen way, its own costs and
 *			what others gave to it
 *	direct_cost step_down_cost reciprocal_cost
 *			what it bears in the end: own and received; of services 0. \N by a way that
 *			cannot be gone, since some service would have nobody to pass on to
 *	currency
 *
 * All but passed_on_cost is in whole minor units that add up to the total, which is the same by
 * every way. Only the chosen way must be one that can be gone.
 */
#ifndef CS_CHARGE_CHARGEALLOCATE_H
#define CS_CHARGE_CHARGEALLOCATE_H

#include "charge/charge.h"

extern const struct cs_charge_mode cs_chargeallocate;

#endif
