/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which columns of which files hold personal data, and what for (person/inventory), for files and
 * folders. A file that is no record stream stands there with no column: what is in it is not
 * known.
 */
#ifndef CS_CLI_INVENTORIES_H
#define CS_CLI_INVENTORIES_H

#include "cli/cli.h"

/* Looks at the operands of cli and writes the inventory to its output. -1 with *e. */
int cs_inventories_run(struct cs_cli *cli, struct cs_err *e);

#endif
