/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The step of cs-join that says who each contact is with (person/identify), by its options, and the
 * lists that it writes.
 */
#ifndef CS_CLI_JOINWHO_H
#define CS_CLI_JOINWHO_H

#include "cli/joinsteps.h"
#include "person/identify.h"

/* The options, one behind the other in the tool's table: value[0] is --identity. */
enum {
	CS_WHO_IDENTITY, /* FILE, repeated */
	CS_WHO_IDENTIFY, /* COLUMN=KIND,... */
	CS_WHO_COUNTRY,
	CS_WHO_MERGE, /* KIND,... */
	CS_WHO_SHARED,
	CS_WHO_CANDIDATES, /* FILE */
	CS_WHO_REPORT,	   /* FILE */
	CS_WHO_MIN_GROUP,
	CS_WHO_N,
};

/* Puts the step behind the others of the chain, and its lists into k; *step is NULL where
 * --identity was not given. -1 with *e. */
int cs_joinwho_add(struct cs_joinsteps *k, struct cs_cli *cli, struct cs_join *j,
    const struct cs_opt_value *value, struct cs_identify **step, struct cs_err *e);

/* After the run: fills --candidates and --identity-report. step NULL: nothing. */
void cs_joinwho_lists(struct cs_joinsteps *k, const struct cs_identify *step);

#endif
