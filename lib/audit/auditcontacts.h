/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The contacts behind signals: found in a second reading of the input, of each signal the worst
 * few. Which rows are behind one, its test says (a condition); which are the worst, its rule (an
 * expression, the largest first); where it says nothing, the first come first.
 *
 * Each row is written as it is, with three columns at its end: the number of the signal, from 1 as
 * signals are written, its rule, and the column that it is about.
 *
 * Memory: a few rows for each signal.
 */
#ifndef CS_AUDIT_AUDITCONTACTS_H
#define CS_AUDIT_AUDITCONTACTS_H

#include "audit/audit.h"
#include "metric/metric.h"
#include "rec/batch.h"
#include "rec/writer.h"

struct cs_audit_behind; /* what is looked for by one rule */

struct cs_audit_contacts {
	const struct cs_audit_found *found;
	struct cs_head head; /* of the output */
	struct cs_audit_behind *behind;
	size_t nbehind;
	struct cs_audit_kept *kept; /* by signal: rows so far */
	size_t most;		    /* of each */
	struct cs_eval eval;
	struct cs_buf text;
};

/*
 * At most `most` rows of each signal. env: of the input, with its head. What it makes lives in the
 * arena. -1 with *e (2): a column of the output is there already. Finish it in both cases.
 */
int cs_audit_contacts_bind(struct cs_audit_contacts *c, struct cs_arena *a,
    const struct cs_audit_found *found, const struct cs_metric_env *names, size_t most,
    struct cs_err *e);
void cs_audit_contacts_finish(struct cs_audit_contacts *c);

/* Looks through a split batch; marks as for cs_fold_add. -1 with *e (65). */
int cs_audit_contacts_add(
    struct cs_audit_contacts *c, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e);

/* Writes what was kept, signal by signal, the worst first. */
void cs_audit_contacts_write(struct cs_audit_contacts *c, struct cs_writer *w);

#endif
