/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A made-up company (intake/gen) on its way into files of their own, for cs-gen: the truth, and all
 * tables into a folder. Each file is whole or not there.
 */
#ifndef CS_CLI_GENERATING_H
#define CS_CLI_GENERATING_H

#include "cli/cli.h"
#include "intake/genout.h"

/* What goes to a file. */
struct cs_generating {
	unsigned truth; /* of what, CS_GEN_TRUTH_...; 0: a table */
	enum cs_gen_table table;
	enum cs_gen_format format;
};

/* Where rows go, with the tool's threads and progress. */
struct cs_gen_out cs_generating_out(struct cs_cli *cli, struct cs_writer *w);

/* Writes a file, and counts its rows as written. -1 with *e: 74. */
int cs_generating_file(struct cs_cli *cli, const struct cs_gen *g, const char *path,
    const struct cs_generating *what, struct cs_err *e);

/* Writes all tables into a folder, which it makes; tickets only as CSV. -1 with *e: 74. */
int cs_generating_dir(struct cs_cli *cli, const struct cs_gen *g, const char *dir,
    enum cs_gen_format format, struct cs_err *e);

#endif
