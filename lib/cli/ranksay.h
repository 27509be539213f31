/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a ranking beside its rows: on standard error, and in the trace. */
#ifndef CS_CLI_RANKSAY_H
#define CS_CLI_RANKSAY_H

#include "cli/cli.h"
#include "rank/rankmoves.h"

/* The scorecard, who has no name, how many cannot be told apart. */
void cs_ranksay(struct cs_cli *cli, const struct cs_rankwork *w);

/* How many moved since the window before, and how many chance alone would make. */
void cs_ranksay_moves(
    struct cs_cli *cli, const struct cs_rankwork *w, const struct cs_rankmoves *m);

#endif
