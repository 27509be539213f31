/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The expression language (cs-expr.7): compiled once, run over batches, a column at a time.
 *
 *	struct cs_expr *x = cs_expr_compile(&arena, CS_STR("wait_s > 60"), &env, &err);
 *	cs_eval_init(&ev);
 *	cs_eval_run(&ev, x, &batch, &vec, &err);
 *
 * A compiled expression is read-only: many threads may run it, each with a cs_eval of its own.
 * Errors in the text are one message with the text and a caret (status 2); errors in the data
 * (overflow, a cell that is not what the schema says) name file, line and column (65).
 */
#ifndef CS_EXPR_EXPR_H
#define CS_EXPR_EXPR_H

#include <stdint.h>

#include "base/arena.h"
#include "base/dec.h"
#include "base/err.h"
#include "base/str.h"
#include "rec/batch.h"
#include "rec/head.h"

struct cs_zone;

/* A bad cell outside ingest: an error, or NULL and counted, or the row left out and counted. */
enum cs_bad { CS_BAD_ERROR, CS_BAD_NULL, CS_BAD_SKIP };

/* One value a row. Only the array of its type is set. */
struct cs_vec {
	enum cs_type type; /* CS_TEXT (also for ids and lists), CS_INT, CS_DEC, CS_TIME, CS_BOOL */
	const uint8_t *null; /* by row, 1: NULL; NULL pointer: none is */
	const int64_t *i; /* CS_INT; CS_TIME in microseconds since 1970 UTC; CS_BOOL as 0 and 1 */
	const struct cs_dec *d; /* CS_DEC */
	const struct cs_str *s; /* CS_TEXT: decoded */
	struct cs_str unit;	/* as in the schema; empty when unknown */
};

/* A name with a constant, for the parameters of metrics and --set. */
struct cs_param {
	struct cs_str name;
	enum cs_type type;
	int64_t i;
	struct cs_dec d;
	struct cs_str s;
};

/* What names mean. */
struct cs_env {
	const struct cs_head *head;
	const struct cs_param *param; /* looked up before columns */
	size_t nparam;
	const struct cs_zone *zone; /* for local times; NULL: UTC */
	enum cs_bad bad;
	const char *source; /* where the text is from, for messages: "--where", "m.map:12" */
};

struct cs_expr;

/* NULL with *e set. The expression lives in the arena; text may go. */
struct cs_expr *cs_expr_compile(
    struct cs_arena *a, struct cs_str text, const struct cs_env *env, struct cs_err *e);

/* What it gives. */
enum cs_type cs_expr_type(const struct cs_expr *x);
struct cs_str cs_expr_unit(const struct cs_expr *x);

/* Marks (sets true) the columns of the head that it reads. used has head->ncol entries. */
void cs_expr_columns(const struct cs_expr *x, bool *used);

/* The scratch of one thread. */
struct cs_eval {
	struct cs_eval_slot *slot; /* value arrays, reused from batch to batch */
	size_t nslot;
	struct cs_buf text; /* decoded text of the batch */
	uint64_t bad_cells; /* cells made NULL or rows skipped under CS_BAD_NULL and CS_BAD_SKIP */
};

void cs_eval_init(struct cs_eval *ev);
void cs_eval_finish(struct cs_eval *ev);

/*
 * Values for all rows of the batch; *out points into ev and is good until ev's next run of the
 * same expression on another batch (several expressions may be run on one batch, their results
 * live side by side until cs_eval_next_batch).
 */
int cs_eval_run(struct cs_eval *ev, const struct cs_expr *x, const struct cs_batch *b,
    struct cs_vec *out, struct cs_err *e);

/* Forget all results: call it once before the runs on a new batch. */
void cs_eval_next_batch(struct cs_eval *ev);

/* The filter's view of a CS_BOOL expression: keep[row] = 1 where true. Counts false and NULL. */
struct cs_filter_count {
	uint64_t kept, dropped, null;
};
int cs_eval_filter(struct cs_eval *ev, const struct cs_expr *x, const struct cs_batch *b,
    uint8_t *keep, struct cs_filter_count *count, struct cs_err *e);

#endif
