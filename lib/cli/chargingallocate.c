/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the mode --allocate of cs-chargeback can be asked: see charging.h. */
#include "charge/chargeallocate.h"

#include "cli/charging.h"

enum { ALLOCATE, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [ALLOCATE] = {0, "allocate", CS_OPT_FLAG, NULL,
	"what departments bear of what service departments cost"},
};

const struct cs_mode cs_charging_allocate = {&cs_chargeallocate, options, N_OPT, 0, NULL};
