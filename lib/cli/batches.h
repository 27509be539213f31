/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The records of a tool's operands, batch by batch through all its threads (base/thread): read,
 * made into something, and that taken in the order of the input.
 */
#ifndef CS_CLI_BATCHES_H
#define CS_CLI_BATCHES_H

#include "cli/cli.h"

struct cs_batches_plan {
	/*
	 * What a batch becomes is appended to out, which is empty: 0, or -1 with *e. The batch is
	 * split. No two threads are the same worker (0 .. threads - 1) at once.
	 */
	int (*work)(void *ctx, unsigned worker, const struct cs_batch *b, struct cs_buf *out,
	    struct cs_err *e);

	/*
	 * Takes it, aligned as memory of malloc is; one batch at a time: 0, or -1 with *e. NULL:
	 * that is as many records as the batch has, and they are written to the tool's output.
	 */
	int (*take)(
	    void *ctx, const struct cs_batch *b, const struct cs_buf *out, struct cs_err *e);

	/* Adds worker 1, 2 .. to worker 0, as in struct cs_thread_plan. NULL: nothing to add. */
	int (*merge)(void *ctx, unsigned worker, struct cs_err *e);
};

/* Runs it over the input of cli, which is open, to its end. -1 with *e. */
int cs_batches_run(
    struct cs_cli *cli, const struct cs_batches_plan *plan, void *ctx, struct cs_err *e);

#endif
