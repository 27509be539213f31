/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The counts of an audit, made of the input by all threads.
 *
 * While there are few groups each thread has counts of its own, which stay in the cache of its
 * processor and are added up at the end. Where there are many, they would be a second copy of each:
 * a thread whose counts outgrow its part hands them over, and from then on adds to those that all
 * share, a batch at a time (cell/pool.h does the same with cells).
 */
#ifndef CS_CLI_AUDITINGCOUNT_H
#define CS_CLI_AUDITINGCOUNT_H

#include "audit/auditfold.h"
#include "cli/census.h"

struct cs_audit_census {
	const struct cs_census *of; /* bound: what to count, which rows, how much memory */
	struct cs_audit_layout layout;
	struct cs_audit_count count; /* complete after the run */
};

/*
 * Reads all of the input, says on standard error what was left out, and gives the account and the
 * facts for the trace. What it makes beside the counts lives in the arena of cli. -1 with *e: 65;
 * 71 when the groups and what is counted of them are larger than --mem. Finish it in both cases,
 * before `of`.
 */
int cs_audit_census_run(struct cs_audit_census *c, struct cs_cli *cli, const struct cs_census *of,
    const struct cs_audit_question *q, struct cs_err *e);
void cs_audit_census_finish(struct cs_audit_census *c);

#endif
