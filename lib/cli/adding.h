/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cs-kpi --add: contacts passed through, byte for byte and in their order, with columns that say
 * where each stands among those of its customer (desk/journey.h).
 *
 * What follows may stand anywhere, so the input is read twice: files are opened once more, and what
 * comes from a pipe is kept beside, on disk beyond a part of --mem. --where and the period choose
 * the contacts that are written, --keep-only those that exist.
 */
#ifndef CS_CLI_ADDING_H
#define CS_CLI_ADDING_H

#include "cli/cli.h"

/* Reads the input, adds the n columns, writes the output. -1 with *e. */
int cs_adding_run(struct cs_cli *cli, const struct cs_str *name, size_t n, struct cs_err *e);

#endif
