/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * (inner) Cells of cs-retain at both ends of a run: what a run says of itself, so that only what
 * was counted alike adds up, and a run that cells of others are the input of.
 */
#ifndef CS_CLI_RETAINSHARDS_H
#define CS_CLI_RETAINSHARDS_H

#include "cli/retaininput.h"
#include "retain/retaincells.h"

/* What of the command line a run says, as texts. */
struct cs_retainshards_ask {
	struct cs_str from, leaving, known_since, landmark; /* p NULL: not given */
	const struct cs_str *strata, *by;
	size_t nstrata, nby;
};

/* Before the mode is bound: r->said gets what any run says. The heads are open. -1 with *e (2). */
int cs_retainshards_sign(
    struct cs_retaininput *in, const struct cs_retainshards_ask *ask, struct cs_err *e);

/* After all was read: as-of, and the piece of input that it was: by name (NULL: the first file's).
 * -1 with *e. */
int cs_retainshards_piece(
    struct cs_retaininput *in, const char *name, struct cs_retaincells_run *run, struct cs_err *e);

/* Opens cells and tells which mode they are of. -1 with *e: 2 they are no cells of the tool; 65;
 * 74. */
int cs_retainshards_mode(
    struct cs_sumcells *c, struct cs_cli *cli, struct cs_str *mode, struct cs_err *e);

/*
 * Opens cells, unless they are open, and makes r what they are of: time zero, leaving, zone, as-of,
 * keys of --by, landmark and strata; r->merged. Before the mode is bound. -1 with *e: 2 they are of
 * another mode or zone; 65; 74.
 */
int cs_retainshards_open(
    struct cs_sumcells *c, struct cs_cli *cli, struct cs_retain *r, struct cs_err *e);

/* After the mode was bound: whether its keys and what it said are those of the cells. -1 with *e
 * (2). */
int cs_retainshards_same(const struct cs_sumcells *c, const struct cs_retain *r, struct cs_err *e);

/* Reads all cells into sums; manifest (NULL: none): a file that says which shards there must be.
 * -1 with *e. */
int cs_retainshards_read(struct cs_sumcells *c, struct cs_cli *cli, struct cs_sums *s,
    const char *manifest, struct cs_err *e);

#endif
