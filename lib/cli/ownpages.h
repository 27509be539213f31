/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Everybody's own page (rank/rankpage), a file each, in a folder that appears whole or not at all
 * (cli/outdir). The output is the list of them: the names of each unit, its file and its band, for
 * who holds the data and hands the pages out.
 *
 * The name of a file is that of the unit, with NAME.page.tsv behind it: letters, digits, `-` and
 * `_` as they are, points but at the beginning too, any other byte as % and two hexadecimal digits,
 * keys joined by `+`, and an empty name is a `%` alone. Names of more than 200 bytes are cut and
 * end with a hash. So any id makes a name that no other id makes, and none leaves the folder.
 */
#ifndef CS_CLI_OWNPAGES_H
#define CS_CLI_OWNPAGES_H

#include "cli/cli.h"
#include "rank/rankwork.h"

struct cs_ownpages_ask {
	const char *folder;	       /* to be made */
	bool replace;		       /* a set of pages that is there already */
	const struct cs_str *contacts; /* files */
	size_t ncontacts;	       /* 0: no contacts are picked */
	int64_t least; /* others that there must be for anything said of them; 0: 5 */
};

/* Of a ranking that is made. -1 with *e: 2, 65, 74, 75. */
int cs_ownpages_write(
    struct cs_cli *cli, struct cs_rankwork *w, const struct cs_ownpages_ask *ask, struct cs_err *e);

#endif
