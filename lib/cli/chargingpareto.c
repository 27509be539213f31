/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the mode --pareto of cs-chargeback can be asked: see charging.h. */
#include "charge/chargepareto.h"

#include "charge/chargerun.h"
#include "cli/charging.h"

enum { PARETO, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [PARETO] = {0, "pareto", CS_OPT_COLUMNS, "KEY",
	"what costs most: its values by their cost, with running shares", .flags = CS_OPT_KEYS,
	.words = cs_charge_level_words},
};

static int
ask(struct cs_cli *cli, const struct cs_opt_value *value, void *p, struct cs_err *e)
{
	struct cs_chargepareto_ask *a = p;

	(void)cli;
	(void)e;
	a->key = value[PARETO].list;
	a->n = value[PARETO].n;
	return 0;
}

const struct cs_mode cs_charging_pareto = {
    &cs_chargepareto, options, N_OPT, sizeof(struct cs_chargepareto_ask), ask};
