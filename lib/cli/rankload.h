/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cells that a ranking is made of: those of the input.
 *
 *	cs_cli_input(cli, e)
 *	cs_rankload_read(&l, cli, e)	then l.cells is there
 *	cs_rankload_finish(&l)
 */
#ifndef CS_CLI_RANKLOAD_H
#define CS_CLI_RANKLOAD_H

#include "cli/cli.h"
#include "desk/rankwork.h"

struct cs_rankload {
	struct cs_cells *cells;
};

/* Reads all of the input. -1 with *e. */
int cs_rankload_read(struct cs_rankload *l, struct cs_cli *cli, struct cs_err *e);

/* Whether it was read or not. */
void cs_rankload_finish(struct cs_rankload *l);

#endif
