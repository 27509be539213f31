/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the mode --vendors of cs-chargeback can be asked: see charging.h. */
#include "charge/chargevendors.h"

#include "cli/charging.h"
#include "cli/modes.h"

enum { VENDORS, CONTRACT, BILLED, KEPT, SOLVED, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [VENDORS] = {0, "vendors", CS_OPT_FLAG, NULL, "what outsourcers deliver for what they cost",
	.group = "Outsourcers"},
    [CONTRACT] = {0, "contract", CS_OPT_FILE, NULL,
	"what was agreed: prices, service level, malus, by vendor"},
    [BILLED] = {0, "billed", CS_OPT_FILE, NULL,
	"their invoices: vendor month billed_minutes amount currency", .flags = CS_OPT_REPEAT},
    [KEPT] = {0, "kept", CS_OPT_FILE, NULL,
	"customers who stayed: the table of cs-retain --by vendor", .flags = CS_OPT_REPEAT},
    [SOLVED] = {0, "solved", CS_OPT_EXPR, "EXPR",
	"what is solved for good; default: solved, and not repeat_...", .flags = CS_OPT_RARE},
};

static int
ask(struct cs_cli *cli, const struct cs_opt_value *value, void *p, struct cs_err *e)
{
	struct cs_chargevendors_ask *a = p;

	(void)e;
	a->contract = value[CONTRACT].z;
	a->billed = cs_modes_files(&cli->arena, &value[BILLED], &a->nbilled);
	a->kept = cs_modes_files(&cli->arena, &value[KEPT], &a->nkept);
	if (value[SOLVED].set)
		a->solved = value[SOLVED].s;
	return 0;
}

const struct cs_mode cs_charging_vendors = {
    &cs_chargevendors, options, N_OPT, sizeof(struct cs_chargevendors_ask), ask};
