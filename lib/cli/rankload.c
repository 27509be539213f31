/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells that a ranking is made of: see rankload.h. */
#include "cli/rankload.h"

int
cs_rankload_read(struct cs_rankload *l, struct cs_cli *cli, struct cs_err *e)
{
	*l = (struct cs_rankload){.cells = cs_cells_read(cli->in, e)};
	cli->count.read = cs_reader_count(cli->in).rows;
	return l->cells != NULL ? 0 : -1;
}

void
cs_rankload_finish(struct cs_rankload *l)
{
	cs_cells_free(l->cells);
	*l = (struct cs_rankload){0};
}
