/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mode --nps of cs-retain has no options of its own: see retaining.h. */
#include "cli/retaining.h"
#include "retain/retainnps.h"

static const struct cs_opt options[] = {
    {0, "nps", CS_OPT_FLAG, NULL, "does the promoter buy again; who did not answer",
	.group = "Answers"},
};

/* What it goes by is common to all modes: --at, --landmark, --strata, --min-group. */
static int
ask(struct cs_cli *cli, const struct cs_opt_value *value, void *p, struct cs_err *e)
{
	(void)cli;
	(void)value;
	(void)p;
	(void)e;
	return 0;
}

const struct cs_mode cs_retaining_nps = {
    &cs_retain_nps, options, sizeof options / sizeof *options, 0, ask};
