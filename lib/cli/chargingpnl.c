/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the mode --pnl of cs-chargeback can be asked: see charging.h. */
#include "charge/chargepnl.h"

#include "cli/charging.h"
#include "cli/modes.h"

enum { PNL, DECISIONS, CHARGED, LOST, WEEKS, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [PNL] = {0, "pnl", CS_OPT_TEXT, "ID", "what a decision brings, and what it costs in service",
	.group = "A decision's P&L"},
    [DECISIONS] = {0, "decisions", CS_OPT_FILE, NULL,
	"decisions: [ID], unit, decided_at, reasons, parent, baseline ..."},
    [CHARGED] = {0, "charged", CS_OPT_FILE, NULL,
	"what it brings: charged_at amount currency waived_at refunded_at", .flags = CS_OPT_REPEAT},
    [LOST] = {0, "lost-margin", CS_OPT_TEXT, "FILE [where EXPR]",
	"a row of cs-retain: worth worth_lo worth_hi currency", .flags = CS_OPT_RARE},
    [WEEKS] = {0, "weeks", CS_OPT_FLAG, NULL, "contacts and what was expected, week by week",
	.flags = CS_OPT_RARE},
};

static int
ask(struct cs_cli *cli, const struct cs_opt_value *value, void *p, struct cs_err *e)
{
	struct cs_chargepnl_ask *a = p;

	a->id = value[PNL].s;
	a->decisions = value[DECISIONS].set ? value[DECISIONS].z : NULL;
	a->charged = cs_modes_files(&cli->arena, &value[CHARGED], &a->ncharged);
	a->lost = value[LOST].set ? value[LOST].s : CS_STR("");
	a->weeks = value[WEEKS].set;
	if (a->decisions != NULL)
		return 0;
	(void)cs_err_set(e, CS_EXIT_USAGE, "--pnl needs --decisions FILE");
	return cs_err_hint(e, "it says when the decision was taken and which reasons came with it: "
			      "[late_fee] decided_at = 2026-03-02 ...");
}

const struct cs_mode cs_charging_pnl = {
    &cs_chargepnl, options, N_OPT, sizeof(struct cs_chargepnl_ask), ask};
