/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (inner) A run of cs-retain once it is known what was asked: from the heads to the last row. */
#ifndef CS_CLI_RETAINRUNNING_H
#define CS_CLI_RETAINRUNNING_H

#include "cli/retaining.h"
#include "cli/retaininput.h"
#include "cli/retainshards.h"
#include "cli/retainsums.h"

struct cs_retainrunning {
	struct cs_cli *cli;
	const struct cs_mode *mode;
	bool say, cells, merge;
	const char *shard, *manifest; /* NULL: not given */
	struct cs_retainshards_ask said;
	struct cs_retain r;
	struct cs_history history;
	struct cs_retaininput in;
	struct cs_sumcells input;	 /* cells that are merged */
	struct cs_retaincells_run piece; /* what the sums are of */
	struct cs_sums_form form;
	struct cs_retainsums sums;
	void *state;			 /* the mode's */
	struct cs_retain_worker *worker; /* by thread */
	bool again;			 /* all customers are looked at once more */
};

/* Runs it. -1 with *e. */
int cs_retainrunning_go(struct cs_retainrunning *run, struct cs_err *e);

/* Whether it went well or not; the history stays the caller's. */
void cs_retainrunning_finish(struct cs_retainrunning *run);

#endif
