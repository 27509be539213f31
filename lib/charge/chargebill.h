/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bill: what each unit pays for the contacts that its decisions cause, and by the keys of --by.
 * What nobody owns comes first; what nobody used, and nothing explains, last; then the total.
 *
 *	line business_unit KEY ... contacts handle_s charged avoidable charged_repeats
 *		charged_original currency
 */
#ifndef CS_CHARGE_CHARGEBILL_H
#define CS_CHARGE_CHARGEBILL_H

#include "charge/charge.h"

extern const struct cs_charge_mode cs_chargebill;

#endif
