/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An audit from end to end: rules read, planned for the input, counted in one pass, tested,
 * written: what cs-audit does.
 */
#ifndef CS_CLI_AUDITING_H
#define CS_CLI_AUDITING_H

#include "cli/census.h"

/* The options of cs-audit. */
struct cs_auditing {
	const struct cs_str *rules; /* files */
	size_t nrules;
	const struct cs_str *only; /* names; NULL: all */
	size_t nonly;
	const struct cs_str *target; /* COLUMN=TIME */
	size_t ntarget;
	const char *own;	     /* file of the company's own numbers; NULL: none */
	const struct cs_str *strata; /* NULL: the default; "none": everything is one */
	size_t nstrata;
	struct cs_str period; /* word of --by; empty: none */
	bool told_period;     /* it was asked for, so that its column must be there */
	struct cs_str fdr;    /* a part */
	bool explain;
	const char *contacts; /* file for the rows behind the signals; NULL: not wanted */
	size_t most;	      /* of these for each signal */
};

/* Reads the input, writes the signals. -1 with *e. */
int cs_auditing_run(struct cs_cli *cli, const struct cs_auditing *a, struct cs_err *e);

/* Writes the rules, and whether they can be run on the input, of which only the head is read. */
int cs_auditing_list(struct cs_cli *cli, const struct cs_auditing *a, struct cs_err *e);

/* Writes the text of the rules that are built in. */
int cs_auditing_print(struct cs_cli *cli, struct cs_err *e);

/* For completion: appends the names of the rules that are built in, each with \n. */
void cs_auditing_words(struct cs_buf *out);

#endif
