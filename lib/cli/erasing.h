/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One customer taken out of files of every kind that the tools write (person/erase says how), all
 * of them together (cli/exchange), with a receipt:
 *
 *	customer	file	what	done	n	why
 *
 * what is a column, or rows, manifest, index, trace, file, name, identifiers; done is cleared
 * (NULL), replaced (by a token), redacted ([erased]), dropped, remade, removed, or left. The
 * customer is there as the token of a key, or not at all; no identifier is ever written.
 *
 * Nothing is replaced before all new files are made and have been looked at once more: what still
 * had something to erase ends the run.
 */
#ifndef CS_CLI_ERASING_H
#define CS_CLI_ERASING_H

#include "cli/knowing.h"

struct cs_erasing_ask {
	struct cs_knowing_ask who;
	bool drop, unlink; /* see person/erase.h */
	bool dry;	   /* only the receipt */
	const char *key;   /* file of the key for the receipt; NULL: none */
};

/* 0; CS_EXIT_NO: something is left, and the receipt says what and why; -1 with *e. */
int cs_erasing_run(struct cs_cli *cli, const struct cs_erasing_ask *ask, struct cs_err *e);

#endif
