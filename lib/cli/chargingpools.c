/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the mode --pools of cs-chargeback can be asked: see charging.h. */
#include "charge/chargepools.h"

#include "cli/charging.h"

enum { POOLS, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [POOLS] = {0, "pools", CS_OPT_FLAG, NULL,
	"each pool, rate and month: capacity, use, price, what is unused"},
};

const struct cs_mode cs_charging_pools = {&cs_chargepools, options, N_OPT, 0, NULL};
