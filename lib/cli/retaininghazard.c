/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the mode --hazard of cs-retain can be asked: see retaining.h. */
#include "cli/retaining.h"
#include "retain/retainhazard.h"

enum { HAZARD, N_OPT };

static void
words(struct cs_buf *out)
{
	cs_buf_z(out, "contacted\nsolved\nrepeat\n");
}

static const struct cs_opt options[N_OPT] = {
    [HAZARD] = {0, "hazard", CS_OPT_COLUMNS, "FACTOR,...",
	"who leaves how many times as fast, all other factors alike",
	.group = "Several things at once", .flags = CS_OPT_KEYS, .words = words},
};

static int
ask(struct cs_cli *cli, const struct cs_opt_value *value, void *p, struct cs_err *e)
{
	struct cs_retainhazard_ask *a = p;

	(void)cli;
	(void)e;
	a->factor = value[HAZARD].list;
	a->n = value[HAZARD].n;
	return 0;
}

const struct cs_mode cs_retaining_hazard = {
    &cs_retainhazard, options, N_OPT, sizeof(struct cs_retainhazard_ask), ask};
