/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cs-join at work: the input goes through a chain of steps (rec/join.h) and comes out in its order,
 * byte for byte, with the cells of the steps. Batches are joined by all threads and written in the
 * order of reading. Then the account: as many records out as in, and of every step the reasons add
 * up to them, or the run has failed (65).
 */
#ifndef CS_CLI_JOINING_H
#define CS_CLI_JOINING_H

#include "cli/cli.h"
#include "rec/join.h"

/* What cs_join_init is told in this run. gaps: the list of misses is wanted. */
struct cs_join_env cs_joining_env(const struct cs_cli *cli, struct cs_str dated_by, bool gaps);

/*
 * Opens the output and runs. The chain is bound to the head of cli->in. gaps: where the records go
 * that something was not found for (cs_join_miss_head), or NULL. -1 with *e.
 */
int cs_joining_run(struct cs_cli *cli, struct cs_join *j, struct cs_writer *gaps, struct cs_err *e);

#endif
