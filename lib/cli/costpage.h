/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-rank --per-cost: what units deliver for their money (rank/percost). */
#ifndef CS_CLI_COSTPAGE_H
#define CS_CLI_COSTPAGE_H

#include "cli/cli.h"
#include "rank/rankwork.h"

/* value: metrics of cost, "a / b": the first that is there is taken. -1 with *e: 2, 65, 74. */
int cs_costpage_write(
    struct cs_cli *cli, struct cs_rankwork *w, const struct cs_opt_value *value, struct cs_err *e);

#endif
