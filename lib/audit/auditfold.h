/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From batches to the counts of an audit: one a thread.
 *
 *	cs_audit_fold_init(&f, &layout, span)
 *	for each batch:
 *		cs_audit_fold_read(&f, &batch, mark, &err)	expressions, facts
 *		cs_audit_fold_count(&f, &batch, &err)		groups, additions
 *	cs_audit_fold_merge(&f, &other)
 *
 * Reading touches nothing that threads share; only counting needs f->count, which may be that of
 * several threads while it is locked.
 *
 * A row of which no rule takes anything gets no group: of contacts that nobody handled there is
 * mostly nothing to say.
 */
#ifndef CS_AUDIT_AUDITFOLD_H
#define CS_AUDIT_AUDITFOLD_H

#include "audit/auditcount.h"
#include "rec/batch.h"

/* A value that facts cannot hold. */
struct cs_audit_large {
	size_t metric;
	uint32_t row;
	int64_t value;
};

struct cs_audit_fold {
	const struct cs_audit_layout *layout;
	const struct cs_expr *span; /* an instant whose range over reported rows is kept; or NULL */
	struct cs_audit_count *count; /* where to count: own, or that of several threads */
	struct cs_audit_count own;
	struct cs_eval eval;
	struct cs_rowkeys rows;
	struct cs_vec *arg; /* by statistic of the scheme */
	uint8_t **passed;   /* by filter of the scheme, and behind them all rows: by row, 0 or 1 */
	uint8_t *any;	    /* by row: some filter lets it through */
	uint64_t *facts;    /* by row */
	uint8_t *flags;	    /* what these point into */
	size_t flags_cap, facts_cap;
	struct cs_audit_large *large;
	size_t nlarge, large_cap;
	int64_t *micros; /* by row: decimals of one statistic */
	size_t micros_cap;
	int64_t first, last; /* of span; first > last: none */
	uint64_t rows_reported;
};

void cs_audit_fold_init(
    struct cs_audit_fold *f, const struct cs_audit_layout *l, const struct cs_expr *span);
void cs_audit_fold_finish(struct cs_audit_fold *f);

/* Counts go to c from now on, which has what was counted so far. */
void cs_audit_fold_join(struct cs_audit_fold *f, struct cs_audit_count *c);

/* A split batch; marks as for cs_fold_add. -1 with *e (65). */
int cs_audit_fold_read(
    struct cs_audit_fold *f, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e);

/* Counts what was read. -1 with *e (65). */
int cs_audit_fold_count(struct cs_audit_fold *f, const struct cs_batch *b, struct cs_err *e);

/* Adds what another knows of the rows, and its counts, unless they are the same. */
void cs_audit_fold_merge(struct cs_audit_fold *f, const struct cs_audit_fold *from);

#endif
