/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cs-join --timeline and --index: everything about one customer out of files and folders, and the
 * indexes that make it quick (rec/lookup.h).
 */
#ifndef CS_CLI_TIMELINE_H
#define CS_CLI_TIMELINE_H

#include "cli/cli.h"

/*
 * Looks in all operands (none: standard input), and writes what was found: for people, or as
 * records. 0, CS_EXIT_NO when nothing was found, or -1 with *e.
 */
int cs_timeline_run(struct cs_cli *cli, struct cs_str customer, bool records, struct cs_err *e);

/* Writes an index by customer beside each operand; a folder is for all its parts. -1 with *e. */
int cs_timeline_index(struct cs_cli *cli, struct cs_err *e);

#endif
