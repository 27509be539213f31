/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The input, read more than once: for what is to be said of the first record but depends on the
 * last. Files are opened again; what comes from a pipe is kept beside, batch by batch, in memory
 * and beyond a limit on disk.
 *
 *	cs_again_init(&a, cli, limit);
 *	while (cs_again_read(&a, &batch, &first, e) > 0) ...
 *	cs_again_rewind(&a, e);
 *	while (cs_again_read(&a, &batch, &first, e) > 0) ...
 */
#ifndef CS_CLI_AGAIN_H
#define CS_CLI_AGAIN_H

#include "base/scratch.h"
#include "cli/cli.h"

struct cs_again_kept;

struct cs_again {
	struct cs_cli *cli;
	bool once;  /* set by who needs one reading only: nothing is kept */
	bool files; /* all inputs are files: nothing need be kept */
	size_t most, held;
	struct cs_scratch *scratch;
	struct cs_again_kept *kept;
	size_t nkept, cap, next;
	struct cs_reader *in;	 /* of files, from the second reading on */
	unsigned readings;	 /* that have ended */
	uint64_t rows, all_rows; /* of this reading so far; of the first */
};

/* True when the operands are regular files, all of them, so that they can be read again. */
bool cs_again_files(const struct cs_cli *cli);

/* After cs_cli_input. mem: bytes of memory for what is kept. */
void cs_again_init(struct cs_again *a, struct cs_cli *cli, size_t mem);
void cs_again_finish(struct cs_again *a);

/*
 * The next batch, not split; *first is the number of its first record in all the input, from 0. 1;
 * 0 at the end; -1 with *e, also when a file is no longer what it was.
 */
int cs_again_read(struct cs_again *a, struct cs_batch *b, uint64_t *first, struct cs_err *e);

/* From the beginning, once a reading has come to its end. -1 with *e. */
int cs_again_rewind(struct cs_again *a, struct cs_err *e);

#endif
