/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the mode --who of cs-retain can be asked: see retaining.h. */
#include "cli/retaining.h"
#include "retain/retainwho.h"

enum { WHO, SHARE, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [WHO] = {0, "who", CS_OPT_COLUMNS, "KEY,...",
	"cells of who stayed and bought, by team, vendor, reason: for cs-rank",
	.group = "Who keeps customers", .flags = CS_OPT_KEYS},
    [SHARE] = {0, "share", CS_OPT_WORD, "last|equal|minutes",
	"of several that had a customer: the last, each, who spent most time", .fallback = "last",
	.flags = CS_OPT_RARE},
};

static int
ask(struct cs_cli *cli, const struct cs_opt_value *value, void *p, struct cs_err *e)
{
	struct cs_retainwho_ask *a = p;

	(void)cli;
	(void)e;
	a->unit = value[WHO].list;
	a->n = value[WHO].n;
	a->share = (enum cs_who_share)value[SHARE].i;
	return 0;
}

const struct cs_mode cs_retaining_who = {
    &cs_retainwho, options, N_OPT, sizeof(struct cs_retainwho_ask), ask};
