/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the shared options choose, row by row. --keep-only drops rows before everything: they are as
 * if they had not been in the input. --where, --period, --since and --until choose the rows that
 * are reported on; the others are there still, for follow-ups, histories and baselines.
 *
 *	struct cs_select sel;			one a tool
 *	struct cs_selector own;			one a thread
 *	cs_select_init(&sel, cli, head, &e)	compiles, binds
 *	cs_selector_run(&own, &sel, &batch, &e)	then own.mark[row]
 *	cs_selector_account(&own, cli)		counts into the account, notes on NULL rows
 */
#ifndef CS_CLI_SELECT_H
#define CS_CLI_SELECT_H

#include "cli/cli.h"

/* Marks of a row. */
enum {
	CS_ROW_DROPPED = 0,  /* does not exist */
	CS_ROW_THERE = 1,    /* exists, is not reported on */
	CS_ROW_OUTSIDE = 2,  /* the same, and --where chooses it: only the period does not */
	CS_ROW_REPORTED = 3, /* exists and is reported on */
	CS_ROW_AGAINST = 4,  /* added to another mark: what is reported is held against it */
};

/* The rows that a report is held against: those of another period, or for which another condition
 * holds. The rest of what is chosen is the same. */
struct cs_against {
	const struct cs_expr *where; /* in place of --where; NULL: the same */
	struct cs_period period;     /* in place of the period */
};

struct cs_select {
	const struct cs_expr *keep_only, *where; /* NULL: all rows */
	const struct cs_expr *time; /* the column of --time; NULL: no period is asked */
	struct cs_period period;
	const struct cs_against *against; /* NULL: rows are not held against others */
};

struct cs_selector {
	uint8_t *mark;	/* of the batch that was run last, a byte a row */
	uint8_t *other; /* likewise, of what the report is held against */
	size_t cap, other_cap;
	struct cs_eval eval;
	/* Rows left out: [0] the condition is false, or the time outside; [1] it is NULL. */
	uint64_t not_kept[2];  /* by --keep-only */
	uint64_t elsewhere[2]; /* by --where */
	uint64_t outside[2];   /* by the period */
	bool before;	       /* some of these lie before it */
	bool has_first;	       /* where a period is asked: */
	int64_t first, last;   /* oldest and newest instant read, --where aside */
	uint64_t against_null; /* not in what the report is held against: the condition is NULL */
};

/* What it compiles lives in cli->arena. -1 with *e (2): bad expression, missing column. */
int cs_select_init(
    struct cs_select *s, struct cs_cli *cli, const struct cs_head *head, struct cs_err *e);

/* A condition of an option (source: its name) as an expression; text p NULL: *x stays as it is.
 * Else as above. */
int cs_select_condition(const struct cs_expr **x, struct cs_cli *cli, const struct cs_head *head,
    struct cs_str text, const char *source, struct cs_err *e);

/* A column of instants as an expression, whatever its name. -1 with *e (2): there is none. */
int cs_select_time(const struct cs_expr **x, struct cs_cli *cli, const struct cs_head *head,
    struct cs_str column, const char *source, struct cs_err *e);

/* Nothing to choose: every mark will be CS_ROW_REPORTED. */
bool cs_select_all(const struct cs_select *s);

/*
 * Zeroed is ready. Marks the rows of a split batch. A row that the report is held against counts as
 * used, not as left out, whether it is reported on or not.
 */
int cs_selector_run(
    struct cs_selector *own, const struct cs_select *s, const struct cs_batch *b, struct cs_err *e);

/* Adds the counts of one thread's selector to another's. */
void cs_selector_add(struct cs_selector *to, const struct cs_selector *from);

/* Counts of skipped rows to the account (and so the trace), notes to standard error; once. */
void cs_selector_account(const struct cs_selector *own, struct cs_cli *cli);

/* Before cs_cli_end, which frees the expressions. */
void cs_selector_finish(struct cs_selector *own);

#endif
