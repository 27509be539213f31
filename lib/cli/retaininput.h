/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inputs of cs-retain: contacts as operands, the tables beside them as options, each of any
 * number of files in any order. All are read by all threads into one history.
 *
 *	cs_retaininput_open(&in, cli, file, wanted, e)	the heads, into the history
 *	...						columns are asked for, the history is bound
 *	cs_retaininput_read(&in, e)			all records; r->as_of, r->first, r->last
 *	cs_retaininput_finish(&in)
 */
#ifndef CS_CLI_RETAININPUT_H
#define CS_CLI_RETAININPUT_H

#include "base/scratch.h"
#include "cli/cli.h"
#include "cli/select.h"
#include "retain/historyadd.h"
#include "retain/retain.h"

/* The files of a kind. */
struct cs_retaininput_files {
	char **path;
	int n;
};

struct cs_retaininput {
	struct cs_cli *cli;
	struct cs_retain *r;
	struct cs_retaininput_files file[CS_FACTS];
	struct cs_reader *reader[CS_FACTS]; /* that of contacts is the tool's */
	struct cs_select select;	    /* of the kind that time zero is of */
	struct cs_selector *selector;	    /* by thread */
	struct cs_history_adder *adder;	    /* by thread; 0 has all when all was read */
	struct cs_batch *batch;		    /* by slot */
	struct cs_scratch *scratch;
	enum cs_fact_kind kind; /* that is being read */
	unsigned threads;
	int64_t zero_first; /* oldest possible time zero; CS_INSTANT_MAX: there is none */
};

/*
 * Opens what there is: wanted has a bit 1 << kind for kinds that may be read. Contacts are read
 * from the operands; from standard input where there is none, but for contacts that are not needed
 * (needed has no such bit). Gives the heads to r->history. -1 with *e: 2 for what is needed and not
 * there, or standard input twice.
 */
int cs_retaininput_open(struct cs_retaininput *in, unsigned needed, struct cs_err *e);

/* Binds --where, --keep-only and the period to the kind that time zero is of. */
int cs_retaininput_select(struct cs_retaininput *in, struct cs_err *e);

/* Reads all; the history has it then. kept: bits of the kinds whose facts are wanted. */
int cs_retaininput_read(struct cs_retaininput *in, unsigned kept, struct cs_err *e);

void cs_retaininput_finish(struct cs_retaininput *in);

#endif
