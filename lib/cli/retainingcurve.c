/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the mode --curve of cs-retain can be asked: see retaining.h. */
#include "cli/retaining.h"
#include "retain/retaincurve.h"

enum { CURVE, POINTS, STEPS, COMPARE, STATUS, ENDINGS, N_OPT };

static const struct cs_opt options[N_OPT] = {
    [CURVE] = {0, "curve", CS_OPT_FLAG, NULL, "how many stay how long (default)",
	.group = "Retention"},
    [POINTS] = {0, "points", CS_OPT_FLAG, NULL, "every day on which somebody left, for drawing",
	.flags = CS_OPT_RARE},
    [STEPS] = {0, "steps", CS_OPT_FLAG, NULL,
	"also from each time of --at to the next, of those still there", .flags = CS_OPT_RARE},
    [COMPARE] = {0, "compare", CS_OPT_FLAG, NULL, "do the groups differ, over all times together"},
    [STATUS] = {0, "status", CS_OPT_FLAG, NULL,
	"tell solved, unsolved and repeat apart, at the landmark"},
    [ENDINGS] = {0, "endings", CS_OPT_TEXT, "COLUMN",
	"each way to leave for itself, by a column of customers: left_reason",
	.flags = CS_OPT_RARE},
};

static int
ask(struct cs_cli *cli, const struct cs_opt_value *value, void *p, struct cs_err *e)
{
	struct cs_retaincurve_ask *a = p;

	(void)cli;
	(void)e;
	a->points = value[POINTS].set;
	a->steps = value[STEPS].set;
	a->compare = value[COMPARE].set;
	a->status = value[STATUS].set;
	if (value[ENDINGS].set)
		a->endings = value[ENDINGS].s;
	return 0;
}

const struct cs_mode cs_retaining_curve = {
    &cs_retaincurve, options, N_OPT, sizeof(struct cs_retaincurve_ask), ask};
