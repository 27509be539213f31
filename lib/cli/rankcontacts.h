/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The contacts behind a ranking, read once more to pick those worth a look (rank/rankpick). Rows
 * are chosen, grouped and counted as those of the cells were: by the same keys and formulas, with
 * the same conditions, in the same period and window; so what is picked is part of the figures.
 *
 * A metric of which no single row tells, because it looks for what follows, is taken from a column
 * of its name, as cs-kpi --add makes them (repeat_7d); those that can be had neither way are left
 * out, and standard error says so.
 */
#ifndef CS_CLI_RANKCONTACTS_H
#define CS_CLI_RANKCONTACTS_H

#include "cli/cli.h"
#include "rank/rankpick.h"

/* Reads the files of records. -1 with *e: 74, 65, and 2 when they have not what the cells are made
 * of. */
int cs_rankcontacts_read(struct cs_cli *cli, const struct cs_rankwork *w, const struct cs_str *file,
    size_t n, struct cs_rankpicks *picks, struct cs_err *e);

#endif
