/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cs-rank --traits: what sets the top of a ranking apart (rank/trait), from cells of a file. */
#ifndef CS_CLI_TRAITPAGE_H
#define CS_CLI_TRAITPAGE_H

#include "cli/cli.h"
#include "rank/rankwork.h"

/* value: the file. -1 with *e: 2, 65, 74. */
int cs_traitpage_write(
    struct cs_cli *cli, struct cs_rankwork *w, const struct cs_opt_value *value, struct cs_err *e);

#endif
