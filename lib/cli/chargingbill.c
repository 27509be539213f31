/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the mode --bill of cs-chargeback can be asked: see charging.h. */
#include "charge/chargebill.h"

#include "cli/charging.h"

enum { BILL, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [BILL] = {0, "bill", CS_OPT_FLAG, NULL, "what each unit pays (default)", .group = "Modes"},
};

const struct cs_mode cs_charging_bill = {&cs_chargebill, options, N_OPT, 0, NULL};
