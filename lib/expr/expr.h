/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The expression language (cs-expr.7) at the level of rows: compiled once, run over batches, a
 * column at a time.
 *
 *	struct cs_expr *x = cs_expr_compile(&arena, CS_STR("wait_s > 60"), &env, &err);
 *	cs_eval_init(&ev);
 *	for each batch:
 *		cs_eval_next_batch(&ev);
 *		cs_eval_run(&ev, x, &batch, &vec, &err);
 *
 * A compiled expression is read-only: many threads may run it, each with a cs_eval of its own.
 * Errors in the text are one message with the text and a caret (status 2); errors in the data
 * (overflow, a cell that is not what the schema says) name file, line and column (65).
 *
 * A cell that is not what the schema says of its column is bad wherever the column is read. A cast
 * (number, int, time, bool) or an overflow is an error only in rows whose value depends on it, so
 * that `case when kind = 'n' then number(v) end` may meet anything where kind is something else.
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

struct cs_ast;
struct cs_hours;
struct cs_re_state;
struct cs_zone;

/* A bad cell outside ingest: an error, or NULL and counted, or the row left out and counted. */
enum cs_bad { CS_BAD_ERROR, CS_BAD_NULL, CS_BAD_SKIP };

/* One value a row. Only the array of its type is set. */
struct cs_vec {
	enum cs_type type; /* CS_TEXT (also for ids and lists), CS_INT, CS_DEC, CS_TIME, CS_BOOL */
	const uint8_t *null; /* by row, 1: NULL; NULL pointer: none is */
	const int64_t *i; /* CS_INT; CS_TIME in microseconds since 1970 UTC; CS_BOOL as 0 and 1 */
	const struct cs_dec *d; /* CS_DEC */
	const struct cs_str *s; /* CS_TEXT: decoded; of NULL rows empty */
	struct cs_str unit;	/* as in the schema; empty when unknown */
};

/* A name with a constant, for the parameters of metrics and --set. */
struct cs_param {
	struct cs_str name;
	enum cs_type type; /* CS_TEXT, CS_INT, CS_DEC, CS_TIME or CS_BOOL */
	int64_t i;
	struct cs_dec d;
	struct cs_str s;
	struct cs_str unit; /* s: it may be compared with durations; mostly empty */
};

/* What names mean. Zeroed but for head it is good for most. */
struct cs_env {
	const struct cs_head *head;   /* NULL: there are no columns */
	const struct cs_param *param; /* looked up before columns */
	size_t nparam;
	const struct cs_zone *zone; /* for local times; NULL: UTC */
	enum cs_bad bad;
	const char *source; /* where the text is from, for messages: "--where", "m.map:12" */
	/* The columns are a source's own (intake): all are text, names are exact, no aliases, no
	 * classes of disposition, whatever the schema knows of such names. */
	bool foreign;
	const struct cs_hours *hours; /* of business_s(); NULL: it is refused */
	int64_t as_of;		      /* what as_of() gives; has_as_of false: it is refused */
	bool has_as_of;
	bool blind; /* nothing will be run: what is compiled says its types and no more, and
		       business_s() needs no hours */
};

struct cs_expr;

/* NULL with *e set. The expression lives in the arena; text may go, head and zone stay. */
struct cs_expr *cs_expr_compile(
    struct cs_arena *a, struct cs_str text, const struct cs_env *env, struct cs_err *e);

/* The same for a tree in the same arena. env->source is not looked at: the tree has its own. */
struct cs_expr *cs_expr_compile_ast(
    struct cs_arena *a, const struct cs_ast *x, const struct cs_env *env, struct cs_err *e);

/* The same two, and it must be a condition (CS_BOOL); for --where. */
struct cs_expr *cs_expr_compile_filter(
    struct cs_arena *a, struct cs_str text, const struct cs_env *env, struct cs_err *e);
struct cs_expr *cs_expr_compile_filter_ast(
    struct cs_arena *a, const struct cs_ast *x, const struct cs_env *env, struct cs_err *e);

/*
 * The canonical text, in the arena, of an expression that compiles for a head: as cs_ast_print
 * gives it, but columns have their canonical names, so that `agent = 'bob'` and `agent_id = 'bob'`
 * are one. -1 with *e (2): it does not parse.
 */
int cs_expr_canonical(struct cs_arena *a, struct cs_str text, const struct cs_head *head,
    struct cs_str *canonical, struct cs_err *e);

/*
 * True when the tree reads a name that is neither a parameter nor a column of env (nor a class of
 * disposition that it has): *name is the first such. For those who leave out what cannot be
 * computed, instead of failing.
 */
bool cs_expr_missing(const struct cs_ast *x, const struct cs_env *env, struct cs_str *name);

/* The value of a tree without columns: 0, or -1 with *e (2). NULL is refused. */
int cs_expr_constant(struct cs_arena *a, const struct cs_ast *x, const struct cs_env *env,
    struct cs_param *value, struct cs_err *e);

/*
 * The functions that there are, for the manual: the i-th from 0 on. False behind the last. A name
 * stands there several times when it takes several kinds of arguments.
 */
struct cs_func_about {
	const char *group; /* the heading that begins with it, mostly NULL */
	const char *name, *args, *doc;
};
bool cs_func_about(size_t i, struct cs_func_about *about);

/* What it gives: CS_ID and CS_LIST are kept apart here, though their values are CS_TEXT. */
enum cs_type cs_expr_type(const struct cs_expr *x);
struct cs_str cs_expr_unit(const struct cs_expr *x);

/* The column it consists of, when it is nothing but a column; else -1. */
int cs_expr_column(const struct cs_expr *x);

/* Marks (sets true) the columns of the head that it reads. used has head->ncol entries. */
void cs_expr_columns(const struct cs_expr *x, bool *used);

/*
 * The scratch of one thread. What is parsed of a column is shared by all expressions that run on
 * the same batch.
 */
struct cs_eval {
	struct cs_eval_use *use; /* one for each expression seen, by its address */
	size_t nuse, use_cap;
	size_t next;		  /* the use that is likely to be asked for next */
	struct cs_common *common; /* what the expressions have in common */
	struct cs_eval_col *col;  /* parsed columns of this batch, by column */
	size_t ncol;
	struct cs_arena text; /* decoded and made text of the batch */
	struct cs_buf scratch;
	struct cs_re_state *re;
	uint8_t *skip; /* rows left out of this batch, when any_skip */
	size_t skip_cap;
	bool any_skip;
	uint64_t bad_cells; /* cells made NULL or rows skipped under CS_BAD_NULL and CS_BAD_SKIP */
};

void cs_eval_init(struct cs_eval *ev);
void cs_eval_finish(struct cs_eval *ev);

/* Forget all results: call it once before the runs on a new batch. */
void cs_eval_next_batch(struct cs_eval *ev);

/*
 * Values for all rows of the batch; *out points into ev. Several expressions may be run on one
 * batch: their results live side by side until cs_eval_next_batch.
 *
 * Under CS_BAD_SKIP a bad row is NULL in *out and marked in ev->skip, which sums up all runs on
 * this batch: run everything first, then leave out the rows that cs_eval_skipped tells.
 */
int cs_eval_run(struct cs_eval *ev, const struct cs_expr *x, const struct cs_batch *b,
    struct cs_vec *out, struct cs_err *e);

static inline bool
cs_eval_skipped(const struct cs_eval *ev, uint32_t row)
{
	return ev->any_skip && ev->skip[row] != 0;
}

/*
 * The filter's view of a CS_BOOL expression: keep[row] = 1 where true. Counts false and NULL, and
 * the rows that CS_BAD_SKIP leaves out.
 */
struct cs_filter_count {
	uint64_t kept, dropped, null, skipped;
};
int cs_eval_filter(struct cs_eval *ev, const struct cs_expr *x, const struct cs_batch *b,
    uint8_t *keep, struct cs_filter_count *count, struct cs_err *e);

#endif
