/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records passed through with tokens in the place of cells (person/pseudonym), by all threads, in
 * the order of the input.
 */
#ifndef CS_CLI_PSEUDONYMS_H
#define CS_CLI_PSEUDONYMS_H

#include "cli/cli.h"

/*
 * Reads the operands of cli and writes them to its output with tokens in these columns, by the key
 * of the file at path. Says how many cells that were. -1 with *e.
 */
int cs_pseudonyms_run(
    struct cs_cli *cli, const struct cs_str *column, size_t n, const char *key, struct cs_err *e);

#endif
