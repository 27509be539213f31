/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who took a contact first, and who took it last, as columns of all its rows. A contact that is
 * passed on has a row a leg, and counts for whom it came to first (leg 1); who asks how those do
 * whom others pass contacts on to groups by the last one.
 *
 *	first_agent_id	of the first leg that somebody took
 *	last_agent_id	of the last
 *
 * Legs are in the order of their numbers (none is 1), then of started_at, then of the names; legs
 * that nobody took (agent_id is NULL) are passed over. NULL: nobody took any. A row without a
 * contact_id is a contact of its own. Legs may stand anywhere in the input, and may come in any
 * order: all rows that exist count, whether they are written or not.
 *
 * Rows are kept by contact as those of customers are (desk/visits): some 40 bytes each, beyond a
 * limit on disk.
 */
#ifndef CS_DESK_HANDLERS_H
#define CS_DESK_HANDLERS_H

#include "base/arena.h"
#include "desk/visits.h"
#include "expr/expr.h"
#include "rec/rowcells.h"

enum cs_handler { CS_HANDLER_FIRST, CS_HANDLER_LAST, CS_HANDLERS };

/* "first_agent_id", "last_agent_id": which is it? -1: neither. */
int cs_handler_find(struct cs_str name);

/* What is read of each row; read-only once bound. */
struct cs_handlers_plan {
	int contact;			/* column; -1: each row is a contact */
	unsigned agent;			/* column */
	const struct cs_expr *leg, *at; /* NULL: there is no such column */
};

/* -1 with *e (2): there is no agent_id, or leg or started_at is not what it should be. */
int cs_handlers_bind(
    struct cs_handlers_plan *plan, struct cs_arena *a, const struct cs_env *env, struct cs_err *e);

/* The rows of one thread. */
struct cs_handlers {
	const struct cs_handlers_plan *plan;
	struct cs_visits visits;
	struct cs_eval eval;
	struct cs_buf text;
};

/* most: bytes beyond which rows go to scratch. */
void cs_handlers_init(struct cs_handlers *h, const struct cs_handlers_plan *plan, size_t most,
    struct cs_scratch *scratch);
void cs_handlers_finish(struct cs_handlers *h);

/* Takes the rows of a split batch; mark as for cs_fold_add: rows of 0 do not exist, cells are found
 * for those reported on. -1 with *e (65, 74). */
int cs_handlers_add(
    struct cs_handlers *h, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e);

/* Moves all of from into h. */
void cs_handlers_merge(struct cs_handlers *h, struct cs_handlers *from);

struct cs_handlers_job {
	struct cs_handlers *handlers;
	const uint64_t *before; /* by batch: rows in those before it */
	uint64_t nrow;
	unsigned threads;
	size_t most; /* bytes, of what is loaded at a time and of what is found */
	struct cs_scratch *scratch;
};

/* Finds all: the cells of each row, a tab before each, first and last. *out is to be finished
 * whether it failed or not. -1 with *e: 71, 74. */
int cs_handlers_find(struct cs_rowcells *out, const struct cs_handlers_job *job, struct cs_err *e);

#endif
