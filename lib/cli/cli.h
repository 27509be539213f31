/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What every main() shares. A tool says what it is in a struct cs_tool, and its main is this:
 *
 *	enum { BY, TOP, N_OPT };
 *	static const struct cs_opt options[N_OPT] = {
 *		[BY] = {0, "by", CS_OPT_COLUMNS, "COLUMN,...", "one row for each value of these"},
 *		[TOP] = {0, "top", CS_OPT_INT, "N", "only the first N rows", .min = 1},
 *	};
 *	static const struct cs_tool tool = {
 *		.name = "cs-kpi",
 *		.what = "counts, times and shares of contacts, by any columns",
 *		.synopsis = "[--by COLUMN,...] [--top N] [option ...] [file ...]",
 *		.opt = options, .nopt = N_OPT,
 *		.shared = CS_WITH_RECORDS | CS_WITH_WHERE | CS_WITH_PERIOD | CS_WITH_TZ,
 *		.examples = "cs-ingest calls.csv | cs-kpi --by agent\n",
 *	};
 *
 *	static int
 *	run(struct cs_cli *cli, const struct cs_opt_value *value, struct cs_err *e)
 *	{
 *		struct cs_batch batch = {0};
 *		struct thing thing = THING_INIT;
 *		int got;
 *
 *		if (cs_cli_input(cli, e) != 0 ||
 *		    thing_bind(&thing, cs_reader_head(cli->in), e) != 0 ||
 *		    cs_cli_output(cli, e) != 0)
 *			return -1;
 *		while ((got = cs_cli_next(cli, &batch, e)) > 0)
 *			if ((got = thing_add(&thing, &batch, e)) != 0)
 *				break;
 *		if (got == 0)
 *			got = thing_write(&thing, cli->out, e);
 *		cs_batch_finish(&batch);
 *		return got;
 *	}
 *
 *	int
 *	main(int argc, char **argv)
 *	{
 *		struct cs_opt_value value[N_OPT];
 *		struct cs_cli cli;
 *		struct cs_err e = CS_ERR_INIT;
 *
 *		cs_cli_start(&cli, &tool, argc, argv, value);
 *		return cs_cli_end(&cli, run(&cli, value, &e), &e);
 *	}
 *
 * So: bad usage is found before anything is read, missing columns before anything is written, and
 * every way out goes through cs_cli_end, which closes what was written and checks it.
 *
 * Only this folder and cmd/ read the environment, print, or end the process.
 */
#ifndef CS_CLI_CLI_H
#define CS_CLI_CLI_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/zone.h"
#include "cli/msg.h"
#include "cli/opt.h"
#include "cli/period.h"
#include "expr/expr.h"
#include "metric/vision.h"
#include "rec/batch.h"
#include "rec/reader.h"
#include "rec/writer.h"
#include "table/shape.h"

/*
 * The shared options, each with one meaning in all tools; a tool says which of them it takes. All
 * tools take -h --help, -V --version, -q --quiet, --trace and --completion.
 */
enum {
	CS_WITH_OUTPUT = 1 << 0,    /* -o, --output FILE */
	CS_WITH_PROGRESS = 1 << 1,  /* --progress */
	CS_WITH_UNION = 1 << 2,	    /* --union: inputs with different headers */
	CS_WITH_WHERE = 1 << 3,	    /* --where EXPR: the rows reported on */
	CS_WITH_KEEP_ONLY = 1 << 4, /* --keep-only EXPR: drops the others before everything */
	CS_WITH_PERIOD = 1 << 5,    /* --period, --since, --until, --time COLUMN, and --as-of */
	CS_WITH_AS_OF = 1 << 6,	    /* --as-of TIME alone */
	CS_WITH_TZ = 1 << 7,	    /* --tz ZONE */
	CS_WITH_BAD = 1 << 8,	    /* --bad error|null|skip */
	CS_WITH_REPLACE = 1 << 9,   /* --replace: output columns that are there already */
	CS_WITH_MEM = 1 << 10,	    /* --mem SIZE, 256M or what the tool says */
	CS_WITH_THREADS = 1 << 11,  /* --threads N */
	CS_WITH_COLOR = 1 << 12,    /* --color auto|always|never */
	CS_WITH_VISION = 1 << 13,   /* --vision FILE */
	CS_WITH_SHAPES = 1 << 14,   /* --ci --fill --rolling ... --long: see table/shape.h */

	/* What reads records and writes somewhere. */
	CS_WITH_RECORDS = CS_WITH_OUTPUT | CS_WITH_PROGRESS | CS_WITH_UNION,
	/* What filters by expression. */
	CS_WITH_FILTER = CS_WITH_WHERE | CS_WITH_KEEP_ONLY | CS_WITH_BAD,
};

struct cs_tool {
	const char *name;     /* "cs-kpi" */
	const char *what;     /* one line for -h and lists of tools: no capital, no full stop */
	const char *synopsis; /* behind the name; several lines: several ways to call it */
	const char *examples; /* lines for -h, each a whole command, each ended by \n */
	const char *see;      /* pages beside its own for -h: "cs-metrics(7)"; NULL: none */
	const struct cs_opt *opt;
	size_t nopt;
	unsigned shared;	      /* CS_WITH_... */
	unsigned default_threads;     /* 0 is 1: filters; aggregators say 2 */
	const char *default_mem;      /* of --mem, as it is written: "1G"; NULL: 256M */
	int min_operand, max_operand; /* how many operands; max 0: any number, -1: none */
	bool brief;		      /* -h only names the shared options: it has many of its own */
	bool text;		      /* what it writes is no record stream: never poisoned */
};

/* What the shared options said. Those a tool does not take have the values of "not given". */
struct cs_common {
	struct cs_str where, keep_only; /* p NULL: none */
	struct cs_period period; /* --period cut by --since and --until; open when none is given */
	bool has_period;	 /* one of the three was given */
	struct cs_str time;	 /* the column that period is about: "started_at" */
	int64_t as_of;		 /* instant */
	bool has_as_of;		 /* false: the tool's default, the newest instant of all input */
	const struct cs_zone *zone;	 /* of --tz, else of the vision; NULL: UTC */
	const struct cs_vision *vision;	 /* NULL: none */
	const struct cs_vision_set *set; /* of --set; NULL: none */
	struct cs_shape shape; /* its period is the one above, its notes go to standard error */
	const char *output;    /* path, or NULL: standard output */
	const char *trace;     /* path, or NULL */
	bool quiet, progress, union_, replace;
	bool color; /* decided: the option, NO_COLOR, TERM, and whether it is a terminal */
	enum cs_bad bad;
	uint64_t mem;	    /* bytes */
	const char *tmpdir; /* folder of temporary files: TMPDIR, or /tmp */
	unsigned threads;   /* at least 1 */
};

/*
 * The account of a run, for the trace and the last notes. cs_cli_next counts what is read, the
 * writer what is written; the tool adds the others.
 */
struct cs_account {
	uint64_t read;	     /* records (cs-ingest: of the source) */
	uint64_t aside;	     /* of read: of files that options name, not of operands */
	uint64_t used;	     /* of read, what went into the result */
	uint64_t written;    /* records; filled by cs_cli_end from the writer when it is 0 */
	int64_t first, last; /* oldest and newest instant reported on; first > last: none */
};

struct cs_cli {
	const struct cs_tool *tool;
	struct cs_common opt;
	char *const *file; /* operands */
	int nfile;
	struct cs_reader *in;  /* set by cs_cli_input */
	struct cs_writer *out; /* set by cs_cli_output */
	struct cs_account count;
	struct cs_arena arena;	  /* for what lives as long as the run */
	struct cs_cli_private *p; /* output file, trace, progress */
};

/*
 * Makes the process sane (SIGPIPE is default, XFSZ ignored, so that a limit of the size of files is
 * a full disk; closed standard descriptors are filled so that their first use fails with 74; INT
 * TERM HUP remove the temporary file), reads the options, and begins the trace. value has
 * tool->nopt entries. Does not return on -h, -V, --completion (0) or a usage error (2).
 */
void cs_cli_start(struct cs_cli *cli, const struct cs_tool *tool, int argc, char **argv,
    struct cs_opt_value *value);

/* What expressions mean in this run: its zone, business hours and as-of, and what becomes of bad
 * cells. source is where they are from, for messages: "--where". */
struct cs_env cs_cli_env(const struct cs_cli *cli, const struct cs_head *head, const char *source);

/*
 * Warns of each operand that is the same file as one before, under whatever name: what is counted
 * of it counts twice, and no figure looks wrong for it. cs_cli_input calls it, and tools with
 * readers of their own do.
 */
void cs_cli_twice(const struct cs_cli *cli);

/* Opens the operands (none: standard input) as one record stream, and reads the heads: cli->in. */
int cs_cli_input(struct cs_cli *cli, struct cs_err *e);

/*
 * Opens the output: cli->out, on standard output, or for -o FILE on a temporary file beside it that
 * cs_cli_end syncs and renames (mode kept, links followed), so that FILE is the old or the new one,
 * whole. What is neither absent nor a regular file (/dev/null, a fifo) is written directly. 74.
 */
int cs_cli_output(struct cs_cli *cli, struct cs_err *e);

/*
 * In the midst of a run, for output that comes in several pieces: all that was written goes to its
 * place (the file is synced and renamed), or is spoiled as cs_cli_end does it. Where the output is
 * a file cs_cli_output opens it anew.
 */
int cs_cli_deliver(struct cs_cli *cli, struct cs_err *e);
void cs_cli_spoil(struct cs_cli *cli, const struct cs_err *e);

/* For tools with .text: bytes to the output, as they are. -1 with *e (74). */
int cs_cli_put(struct cs_cli *cli, struct cs_str bytes, struct cs_err *e);

/*
 * The next batch, read and split: 1; 0 at the end; -1 with *e. Shows progress, and writes
 * what is there (but the byte that is held back) when standard input has been silent for 200 ms, so
 * that a followed log flows.
 */
int cs_cli_next(struct cs_cli *cli, struct cs_batch *b, struct cs_err *e);

/* The same without cs_batch_split, for tools whose threads split. */
int cs_cli_read(struct cs_cli *cli, struct cs_batch *b, struct cs_err *e);

/* For tools with readers of their own (cs-ingest): shows progress. */
void cs_cli_progress(struct cs_cli *cli, uint64_t rows, uint64_t bytes, uint64_t total);

/* Adds n records left out for a reason ("--where", "--period", "no customer_id") to the account.
 * The reason is copied; the same reason adds up. n = 0 is fine and leaves no entry. */
void cs_cli_skipped(struct cs_cli *cli, const char *reason, uint64_t n);

/* Widens first .. last of the account by an instant. */
void cs_cli_instant(struct cs_cli *cli, int64_t instant);

/* Mixes the text of a dictionary, map, lexicon or vision that was used into the trace's hash. */
void cs_cli_dictionary(struct cs_cli *cli, struct cs_str text);

/* A fact for the trace and so for the report: "as_of" "2026-10-05T00:00:00Z". Copied. */
void cs_cli_fact(struct cs_cli *cli, const char *name, struct cs_str value);

/*
 * The end of every run; the value for main to return. result: 0 done; CS_EXIT_NO the answer is no;
 * negative: *e says why. Well ended, the output is closed and checked, renamed, and standard error
 * is checked. Failed, the message and its hint are printed, a record stream that has begun is ended
 * with the poison line, a temporary file is removed, and the status is that of the error. In both
 * cases the trace gets its last line before the output is closed.
 */
int cs_cli_end(struct cs_cli *cli, int result, struct cs_err *e);

/* The toolkit's version: "1.0.0" or what git describes. */
const char *cs_cli_version(void);

#endif
