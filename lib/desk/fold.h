/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From batches to cells: one a thread, each with cells of its own, merged at the end by the same
 * code that merges shards.
 *
 *	cs_fold_init(&f, &job);
 *	for each batch: cs_fold_add(&f, &batch, mark, &err)
 *	cs_fold_merge(&f, &other, &err)	for the other threads
 *	cs_fold_finish(&f, &err)	repeats, as-of; then f.cells is complete
 *
 * A batch is worked on a column at a time: expressions first (expr), then the rows' groups (keys),
 * then the rows that each filter lets through, then one loop a statistic.
 */
#ifndef CS_DESK_FOLD_H
#define CS_DESK_FOLD_H

#include "cell/celltable.h"
#include "cell/overlap.h"
#include "cell/perfold.h"
#include "cell/pool.h"
#include "cell/spill.h"
#include "desk/repeats.h"
#include "rec/batch.h"

/* What all threads share; read-only but for the scratch. */
struct cs_job {
	const struct cs_scheme *scheme;
	const struct cs_by *by;
	int64_t as_of; /* when has_as_of; else the newest instant of all input decides */
	bool has_as_of;
	const struct cs_expr *span; /* an instant whose range over reported rows is kept; or NULL */
	/* Of the repeats: threads that work on them at the end (at least 1), bytes of contacts that
	 * all folds together keep before they go to scratch (0: any number; it may be NULL). */
	unsigned threads;
	size_t visits_most;
	bool journey; /* contacts are kept with their rows and ids: see desk/journey.h */
	struct cs_scratch *scratch;
	/* The stretch of time that is reported on; stocks and stretches are cut at its ends. */
	int64_t from, to;		 /* CS_INSTANT_MIN, CS_INSTANT_MAX: open */
	struct cs_stints_budget *stints; /* of the overlaps */
	struct cs_pool *pool;		 /* of the threads' cells, and their limits; NULL: none */
};

/*
 * The newest instant of the input, where it is, and the two newest days (UTC, since 1970) on which
 * there is anything: a stray date stands apart. Does not depend on the order of rows.
 */
struct cs_newest {
	int64_t at;	  /* CS_INSTANT_MIN: none */
	const char *file; /* as in the batch */
	uint64_t line;
	int64_t day, day_before; /* INT64_MIN: none */
};

/* Rows that a filter lets through, with their groups. */
struct cs_passed {
	uint32_t *row, *group;
	size_t n, cap;
};

/* Rows that make no stretch of time. */
struct cs_stretch_lost {
	uint64_t endless;   /* without an end, and no as-of to end them */
	uint64_t backwards; /* that end before they begin */
};

/* The rows of a batch that are stretches of time, and what is known of them: foldstretch.h. */
struct cs_stretches {
	struct cs_rowkeys rows; /* groups at instants of their own */
	int64_t *when;		/* by row */
	uint8_t *mark;		/* by row */
	size_t when_cap, mark_cap;
	struct cs_stints stints;
	int64_t newest;		      /* at which anything happened; CS_INSTANT_MIN: nothing did */
	struct cs_stretch_lost *lost; /* by statistic; of all overlaps: the first of them */
	uint64_t nobody;	      /* rows of overlaps without an agent */
	uint64_t over;		      /* rows of overlaps that lie over others */
};

struct cs_fold {
	const struct cs_job *job;
	struct cs_cells *cells; /* its own, or those of the pool */
	bool pooled;
	uint64_t look; /* when rows_there are as many, the limits are looked at again */
	struct cs_eval eval;
	struct cs_rowkeys rows;
	struct cs_passed *passed;  /* by filter */
	struct cs_vec *arg, *arg2; /* by statistic */
	struct cs_vec *pass;	   /* by filter */
	struct cs_per_fold *per;   /* by statistic; of two levels */
	struct cs_visits visits;
	struct cs_stretches stretches;
	struct cs_vec *value;	       /* by value of the repeats */
	struct cs_follow_note *follow; /* by statistic; of those that follow contacts */
	struct cs_buf text;
	struct cs_newest newest;
	int64_t first, last; /* of job->span; first > last: none */
	uint64_t rows_there, rows_reported;
	uint64_t *null_filter; /* by filter: rows left out because the condition was NULL */
	uint64_t *null_share;  /* by statistic: of shares, because it is NULL for them */
	uint64_t rounded;      /* decimals with more than 6 digits behind the point */
	uint64_t unidentified; /* contacts that repeats cannot count: nobody knows whose they are */
	uint64_t odd_scores;   /* scores for nps that are not 0 .. 10 */
	uint64_t answers[CS_ANSWERS]; /* of the scheme's, on further legs: not counted */
};

void cs_fold_init(struct cs_fold *f, const struct cs_job *job);
void cs_fold_free(struct cs_fold *f);

/*
 * Counts a split batch. mark[row]: 0 the row does not exist; 1 it is not reported on (but is a
 * follow-up); 2 nor is it, but only because it began outside of the period (what was in stock
 * before is there still); 3 it is reported on; 4 more (cell/keys.h): it is on the other side of a
 * comparison. -1 with *e: 65 for bad data, 71 for too many contacts.
 */
int cs_fold_add(struct cs_fold *f, const struct cs_batch *b, const uint8_t *mark, struct cs_err *e);

/* Adds all of from, which is empty afterwards but not freed. */
int cs_fold_merge(struct cs_fold *f, struct cs_fold *from, struct cs_err *e);

/* Once, at the end of the input: decides as-of, finishes the repeats. -1 with *e as
 * cs_repeats_finish. */
int cs_fold_finish(struct cs_fold *f, struct cs_err *e);

/*
 * Calls note(arg, text) for each thing that the user should know of what was counted: rows that
 * were left out because something is NULL, contacts that it is too early to say of.
 */
void cs_fold_notes(const struct cs_fold *f, void (*note)(void *arg, struct cs_str text), void *arg);

/*
 * True when the newest day lies more than a month after the one before it: a stray date decides
 * what is too early to say, and the user should know.
 */
bool cs_fold_stray(const struct cs_fold *f);

#endif
