/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the options of a ranking, and its vision, ask for. */
#ifndef CS_CLI_RANKASK_H
#define CS_CLI_RANKASK_H

#include "cli/cli.h"
#include "rank/rankwork.h"

/* The values of the options, none NULL. */
struct cs_rankask_values {
	const struct cs_opt_value *metric, *unit, *strata, *window, *attendance;
	const struct cs_opt_value *band, *sure, *min_n, *min_group, *exact;
};

/* What is not given the vision says, if it does. -1 with *e (2), naming the option. */
int cs_rankask_read(struct cs_rankwork_ask *ask, const struct cs_cli *cli,
    const struct cs_rankask_values *v, struct cs_err *e);

/* --print-vision: writes the example of that name. -1 with *e (2, 74). */
int cs_rankask_print_vision(struct cs_cli *cli, const char *name, struct cs_err *e);

#endif
