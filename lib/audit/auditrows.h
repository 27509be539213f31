/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signals as records, one a row:
 *
 *	kind		signal
 *	rule		its name
 *	metric		what it puts in doubt
 *	about		the column of the unit: agent_id, leader, queue
 *	agent_id ...	the unit, in its own column; the others are NULL
 *	period_from_at period_to_at	what was looked at: first and last instant
 *	n		rows that count
 *	observed peers	its own figure, and the peers' for the same work
 *	ratio		one to the other
 *	confidence	likely, clear, very clear
 *	periods		"3 of 3": in which it was on the same side
 *	members		of a group: "7 of 9" persons on the same side
 *	says question
 *	z p q tests spread	only to explain
 */
#ifndef CS_AUDIT_AUDITROWS_H
#define CS_AUDIT_AUDITROWS_H

#include "audit/auditplan.h"
#include "rec/writer.h"

struct cs_audit_rows {
	const struct cs_str *column; /* of units, as in the plan */
	unsigned ncolumn;
	int64_t from, to; /* instants; from > to: not known */
	bool explain;
};

/* The head of the output, into an empty h. -1 with *e (2): a unit has the name of one of these. */
int cs_audit_rows_head(struct cs_head *h, const struct cs_audit_rows *how, struct cs_err *e);

/* Writes the signals. */
void cs_audit_rows_write(
    struct cs_writer *w, const struct cs_audit_rows *how, const struct cs_audit_found *found);

/* The rules, as records: what --list writes: rule metric test units runs why. */
int cs_audit_list_head(struct cs_head *h, struct cs_err *e);
void cs_audit_list_write(struct cs_writer *w, const struct cs_audit_plan *plan);

#endif
