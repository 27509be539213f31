/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "How these numbers were made": the lineage of a tool's inputs in sentences, for reports. */
#ifndef CS_CLI_ORIGIN_H
#define CS_CLI_ORIGIN_H

#include "cli/cli.h"

/*
 * The sentences, sources first, in cli->arena; at least one: without a trace it says that none was
 * kept. To be called when the input has ended well. Errors are those of cs_lineage_read.
 */
int cs_origin(struct cs_cli *cli, struct cs_str **line, size_t *n, struct cs_err *e);

#endif
