/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the mode --demand of cs-chargeback can be asked: see charging.h. */
#include "charge/chargedemand.h"

#include "cli/charging.h"
#include "cli/modes.h"

enum { DEMAND, CUSTOMERS, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [DEMAND] = {0, "demand", CS_OPT_FLAG, NULL,
	"value and failure demand by month, and what could be prevented"},
    [CUSTOMERS] = {0, "customers", CS_OPT_FILE, NULL,
	"of --demand: customer_id joined_at left_at, for rates per customer",
	.flags = CS_OPT_REPEAT | CS_OPT_RARE},
};

static int
ask(struct cs_cli *cli, const struct cs_opt_value *value, void *p, struct cs_err *e)
{
	struct cs_chargedemand_ask *a = p;

	(void)e;
	a->customers = cs_modes_files(&cli->arena, &value[CUSTOMERS], &a->ncustomers);
	if (a->ncustomers == 0)
		cs_msg_note("without --customers there is nothing per customer");
	return 0;
}

const struct cs_mode cs_charging_demand = {
    &cs_chargedemand, options, N_OPT, sizeof(struct cs_chargedemand_ask), ask};
