/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records joined with what other tables say of them: the chain of steps behind cs-join.
 *
 * Each step adds columns to every record; a later step sees the columns of the ones before it (an
 * identity gives the customer_id by which surveys are found). No step adds or drops records: one
 * goes in, one comes out, at its place, and its own bytes are not touched.
 *
 *	cs_join_init		the head of the input, and what all steps share
 *	cs_join_step		a step behind the others: binds it
 *	cs_join_next		before each pass: to look, or to write?
 *	cs_join_rows_begin	a batch enters, by any thread
 *	cs_join_pass		... and goes through the steps
 *	cs_join_render		... and becomes text
 *
 * What a step says of a record is a run: its cells, raw (escaped, \N for NULL), with tabs between,
 * in one piece. A side table that keeps its rows as runs gives a slice of its own, and nothing is
 * copied until the record is written; what has to be computed is put into cs_join_room.
 *
 * Most steps know all they need once they are bound. One that has to see all records before it can
 * say anything of the first (issues; a side table that is larger than the memory) has `look`: the
 * input is then read again, as often as such steps lean on each other: cs_join_next says before
 * each pass what it is for. The last one is written.
 *
 * Threads: bind, looked, merge, account and free are called by one thread while no other is at it;
 * look and add by several at once, for different batches, in any order. What they change is kept by
 * worker. Steps are numbered from 0.
 */
#ifndef CS_REC_JOIN_H
#define CS_REC_JOIN_H

#include <stdint.h>

#include "base/arena.h"
#include "base/scratch.h"
#include "rec/batch.h"
#include "rec/head.h"

enum {
	CS_JOIN_STEPS = 63,   /* most steps of a chain */
	CS_JOIN_COUNTS = 12,  /* most lines of the account of a step */
	CS_JOIN_EXAMPLES = 3, /* misses of a kind that are shown */
};

/* No instant. */
#define CS_JOIN_NONE INT64_MIN

/* Where a column is: in the records (step -1), or the col-th of the run of a step. */
struct cs_join_col {
	int step;
	unsigned col;
};

/* Cells that stand side by side, from col to `to`: of the records, or of the run of a step. */
struct cs_join_piece {
	int step;
	unsigned col, to;
	bool whole; /* a whole record or run */
};

/* What all steps are told. Set by the caller before the first is bound. */
struct cs_join_env {
	struct cs_str dated_by; /* the column of the instant that records are joined as of */
	unsigned threads;	/* workers are 0 .. threads - 1 */
	uint64_t mem;		/* bytes that all steps together may hold before one goes to disk */
	const char *tmpdir;	/* for steps that make a scratch file */
	bool replace;		/* columns that the input has already are written anew */
	bool list_all;		/* all misses are listed, not only the first ones */
};

/* A batch on its way. One thread at a time. Zeroed it is empty; used again and again. */
struct cs_join_rows {
	struct cs_batch *batch; /* split; the caller's */
	uint64_t first;		/* number of its first record in the whole input, from 0 */
	bool last;		/* the pass that is written: only now are records counted */
	struct cs_str **run;	/* by step, by row; of the steps that are used in this pass */
	struct cs_buf missed;	/* records of the list of misses, see cs_join_miss */
	const struct cs_join *join;

	/* Memory, kept from batch to batch. */
	struct cs_str *runs;
	uint32_t *nmissed; /* by step and kind */
	int64_t *at;
	struct cs_join_col at_col;
	bool at_done;
	uint32_t *end; /* of the cells of runs that are cut, for one record */
	size_t runs_cap, at_cap, end_cap;
	struct cs_join_room *room, *spare;
};

/* One line of the account of a step: "matched", 9512. Together they are all records. */
struct cs_join_count {
	const char *name;
	uint64_t n;
};

/* How a step says more than numbers. warn: also where notes are not wanted. */
typedef void cs_join_say(void *arg, bool warn, struct cs_str line);

struct cs_join_kind {
	/*
	 * Finds the columns that the step reads (cs_join_need) and says which it adds
	 * (cs_join_adds), in the order of its runs; reads its side. -1 with *e.
	 */
	int (*bind)(void *step, struct cs_join *j, struct cs_err *e);

	/*
	 * The first look, and its end, once all records were seen. look NULL: none is ever needed;
	 * where it depends on the side, looks says it, after bind (NULL: always). -1 with *e.
	 */
	bool (*looks)(const void *step);
	int (*look)(void *step, unsigned worker, struct cs_join_rows *rows, struct cs_err *e);
	int (*looked)(void *step, struct cs_err *e);

	/*
	 * Sets run[0 .. nrow - 1]. May be called in several passes for the same records and says
	 * the same each time; counts only when rows->last. -1 with *e.
	 */
	int (*add)(void *step, unsigned worker, struct cs_join_rows *rows, struct cs_str *run,
	    struct cs_err *e);

	/* At the end: the account, at most CS_JOIN_COUNTS lines; gives how many. Then the rest that
	 * is worth saying; NULL: nothing. */
	size_t (*account)(const void *step, struct cs_join_count *count);
	void (*notes)(const void *step, cs_join_say *say, void *arg);

	void (*free)(void *step); /* of a step that was bound, or not */
};

struct cs_join_step {
	const struct cs_join_kind *kind;
	void *p;	  /* what the functions of the kind get */
	const char *name; /* for messages and the account: "roster"; as long as the chain */
	unsigned ncol;	  /* columns of its runs */
	uint64_t needs;	  /* set of the steps whose columns it reads */
	bool looks;	  /* it has to see all records, and has not yet */
	bool looking;	  /* does so in this pass */
	bool used;	  /* its cells are wanted in this pass */
	bool cut;	  /* its runs are written in pieces, whose ends are kept from ends on */
	unsigned ends;
};

struct cs_join {
	struct cs_join_env env;
	struct cs_head head;	   /* of the output, as far as steps are bound */
	struct cs_join_col *place; /* by column of head: where its cells are */
	size_t place_cap;
	const struct cs_head *in; /* of the input; the caller's */
	struct cs_join_step step[CS_JOIN_STEPS];
	uint64_t held;		     /* of env.mem, what steps hold for good: they add to it */
	unsigned nstep;		     /* in bind: the number of the step that is bound */
	bool last;		     /* the pass that is written */
	struct cs_join_piece *piece; /* of a record of the output; set for the last pass */
	unsigned npiece, nend;
	struct cs_arena arena; /* for what lives as long as the chain */
};

/* An empty chain for records of that head, which is kept by reference. */
void cs_join_init(struct cs_join *j, const struct cs_head *in, const struct cs_join_env *env);
void cs_join_free(struct cs_join *j); /* its steps too */

/*
 * Binds a step behind the others. From here on p is the chain's to free, also after an error. -1
 * with *e: the chain is then good for nothing but to be freed.
 */
int cs_join_step(struct cs_join *j, const struct cs_join_kind *kind, void *p, const char *name,
    struct cs_err *e);

/* For bind: a column by name or alias, of the input or of a step before. -1 with *e (2): none. */
int cs_join_need(struct cs_join *j, struct cs_str name, struct cs_join_col *col, struct cs_err *e);

/* For bind: the same for a column that may be missing; false: it is. */
bool cs_join_find(struct cs_join *j, struct cs_str name, struct cs_join_col *col);

/*
 * For bind: the next column that the step adds. An alias becomes the canonical name. -1 with *e
 * (2): the input has it and it is not to be replaced, or a step before adds it.
 */
int cs_join_adds(struct cs_join *j, struct cs_str name, struct cs_err *e);

/*
 * Once all steps are bound, before each pass: ends the one before (looked) and says what the next
 * is. 1: all records are looked at; 0: it is the last, and the records are written; -1 with *e.
 */
int cs_join_next(struct cs_join *j, struct cs_err *e);

/* A split batch enters; first is the number of its first record in the whole input. */
void cs_join_rows_begin(
    const struct cs_join *j, struct cs_join_rows *rows, struct cs_batch *b, uint64_t first);
void cs_join_rows_finish(struct cs_join_rows *rows);

/* Takes it through the steps of this pass. -1 with *e. */
int cs_join_pass(struct cs_join *j, unsigned worker, struct cs_join_rows *rows, struct cs_err *e);

/* Appends the records with their cells. */
void cs_join_render(const struct cs_join *j, struct cs_join_rows *rows, struct cs_buf *out);

/* Room for n bytes that live as long as the batch is on its way. */
char *cs_join_room(struct cs_join_rows *rows, size_t n);

/*
 * A record that a step found nothing for, for a reason (why, and its number kind, below
 * CS_JOIN_COUNTS): whether it is to be listed, as the first ones of a batch are or, for --gaps, all
 * of them. Then it is, with its key (raw; p NULL: none) and instant (CS_JOIN_NONE: none).
 */
bool cs_join_lists(struct cs_join_rows *rows, unsigned step, unsigned kind);
void cs_join_miss(struct cs_join_rows *rows, unsigned step, const char *why, uint32_t row,
    struct cs_str key, int64_t instant);

/* The columns of these lists: a head line without newline. */
extern const char cs_join_miss_head[];

/* The col-th cell of a run. */
struct cs_str cs_join_run_cell(struct cs_str run, unsigned col);

/* The raw cell of a row. */
static inline struct cs_str
cs_join_cell(const struct cs_join_rows *rows, struct cs_join_col c, uint32_t row)
{
	return c.step < 0 ? cs_batch_raw(rows->batch, row, c.col)
			  : cs_join_run_cell(rows->run[c.step][row], c.col);
}

/*
 * The instants in a column, row by row; CS_JOIN_NONE for NULL. Good until another column is asked
 * for. NULL with *e (65) that names file, line and column: a cell is none.
 */
const int64_t *cs_join_instants(struct cs_join_rows *rows, struct cs_join_col c, struct cs_err *e);

#endif
