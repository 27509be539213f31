/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Metrics of the rows of the input, counted by as many threads as --threads says: what cs-kpi does,
 * and what other tools that need metrics of records do before they go on with the cells.
 *
 *	cs_cli_input(cli, e)
 *	cs_census_bind(&t, cli, &ask, e)	before anything is written
 *	cs_census_run(&t, cli, e)			then t.cells is complete
 *	cs_census_finish(&t)
 */
#ifndef CS_CLI_CENSUS_H
#define CS_CLI_CENSUS_H

#include "cli/cli.h"
#include "cli/select.h"
#include "cli/versus.h"
#include "desk/fold.h"
#include "metric/dict.h"

struct cs_census {
	struct cs_scheme scheme;
	struct cs_by by;
	struct cs_select select;
	struct cs_versus_plan versus;
	struct cs_job job;
	struct cs_limits limits;
	struct cs_pool pool;	    /* while it runs */
	struct cs_scratch *scratch; /* of the repeats */
	struct cs_stints_budget stints;
	struct cs_census_worker *worker; /* threads of them */
	unsigned threads;		 /* 0: not begun */
	bool silent;			 /* nothing is said at the end: it is not the last one */
	bool plain;			 /* as struct cs_census_ask */
	struct cs_batch *batch;		 /* by slot */
	struct cs_cells *cells;		 /* not sorted; freed by finish */
	struct cs_cells *base;	/* what they are held against, when rows were on two sides */
	struct cs_spill *spill; /* NULL: the groups must fit into --mem */
	unsigned uses;		/* tables of the vision that something is computed by */
};

/* What to count. */
struct cs_census_ask {
	struct cs_str metrics; /* as -m has them; p NULL: those of --set, or the default set */
	const char *source;    /* stands before messages about them: "-m" */
	const struct cs_str *by;
	size_t nby;		/* 0: the keys of --set */
	bool partial;		/* one shard of many: repeats are not of the default set */
	struct cs_shape *shape; /* of the table that will come of it, whose vs is planned here;
				   NULL: none will */
	size_t most_groups;	/* 0: no limit */
	bool pieces;		/* the cells may come a piece at a time: spill of struct cs_cells */
	bool approx;		/* quantiles from buckets: cs_metric_approx */
	const struct cs_word *word; /* that metrics may use, before those of the vision */
	size_t nword;
	bool plain; /* metrics are means to an end: nothing is said of rows that single ones leave
		       out, nor in the trace of how each is made */
};

/* True for the head of contacts: it has one of the columns that only they have. Cells, a table for
 * people and a CSV that nobody ingested have rows as well. */
bool cs_census_contacts(const struct cs_head *head);

/* What names in metrics mean in this run, by the dictionary and the vision; into the arena of cli.
 * env stays the caller's. -1 with *e (2). */
int cs_census_names(
    struct cs_cli *cli, const struct cs_env *env, struct cs_metric_env *names, struct cs_err *e);

/* Puts words before those of names; what it makes goes into the arena of cli. */
void cs_census_words(
    struct cs_cli *cli, const struct cs_word *word, size_t nword, struct cs_metric_env *names);

/*
 * Binds what is asked and the shared options to the head of cli->in, with a note of what is left
 * out of the default set. Where windows of the shape reach back before the period, that is read.
 * Zeroes *t first. -1 with *e (2).
 */
int cs_census_bind(
    struct cs_census *t, struct cs_cli *cli, const struct cs_census_ask *ask, struct cs_err *e);

/*
 * Reads all of the input, sets t->cells, says on standard error what was left out, and gives the
 * account and the facts for the trace. shard: the name of this input in the cells; NULL: the first
 * file's, or "stdin". -1 with *e.
 */
int cs_census_run(struct cs_census *t, struct cs_cli *cli, const char *shard, struct cs_err *e);

/* Says, on standard error and in the trace, what of cells adds up only when shards have been cut in
 * a certain way; nothing of cells of one shard, unless partial: there will be others. */
void cs_census_within(struct cs_cli *cli, const struct cs_cells *c, bool partial);

/* Whether --tz, and the zone that a period was read in, are those of the cells: a day of another
 * zone would choose other intervals. 0, or -1 with *e (2). */
int cs_census_zone(const struct cs_cli *cli, const struct cs_cells *c, struct cs_err *e);

/*
 * The same in steps, for those who read the input themselves, by one thread: begin, add every batch
 * (not yet split), end.
 */
void cs_census_begin(struct cs_census *t, struct cs_cli *cli, unsigned threads);
int cs_census_add(struct cs_census *t, struct cs_batch *b, struct cs_err *e);
int cs_census_end(struct cs_census *t, struct cs_cli *cli, const char *shard, struct cs_err *e);

/* Writes what the metrics of a list are, as they are in this run. -1 with *e: 2, 74. */
int cs_census_explain(struct cs_cli *cli, struct cs_str list, struct cs_err *e);

/* Within cs_census_end: puts into t->cells what they say of the run: its zone, what chose the rows,
 * the columns that were read, this shard. -1 with *e. */
int cs_census_sign(
    const struct cs_census *t, struct cs_cli *cli, const char *shard, struct cs_err *e);

/* After bind, whether it failed or not. */
void cs_census_finish(struct cs_census *t);

#endif
