/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Options: one table a tool gives parsing, -h, and completion for bash, zsh and fish.
 *
 *	enum { BY, METRICS, FILL, N_OPT };
 *	static const struct cs_opt options[N_OPT] = {
 *		[BY] = {0, "by", CS_OPT_COLUMNS, "COLUMN,...", "one row for each value of these"},
 *		[METRICS] = {'m', "metrics", CS_OPT_TEXT, "LIST", "what to compute"},
 *		[FILL] = {0, "fill", CS_OPT_FLAG, NULL, "rows for intervals without contacts too"},
 *	};
 *
 * and after parsing value[BY].list, value[METRICS].s, value[FILL].set. The value at an index is
 * that of the option at the same index: no pointers in the table, no global variables.
 *
 * On the command line: `--name VALUE`, `--name=VALUE`, `-n VALUE`, `-nVALUE`, flags bundled
 * (`-qh`). Names are never abbreviated, so that a script means the same next year. An option whose
 * value is optional takes it only with `=` (`--csv`, `--csv=de`). Options and operands may be
 * mixed; `--` ends the options; `-` is an operand. There are no subcommands. An option given twice
 * is an error (a filter must not vanish because somebody added another), but for flags and
 * CS_OPT_REPEAT.
 *
 * Values are checked here, by type, strictly; errors are status 2 and name the option, an unknown
 * option gets the nearest name as a hint. A tool writes no parser of its own for a type of this
 * list.
 */
#ifndef CS_CLI_OPT_H
#define CS_CLI_OPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/civil.h"
#include "base/err.h"
#include "base/str.h"

struct cs_zone;

/* Types of values: what the text may be, and which members of struct cs_opt_value it sets. */
enum cs_opt_type {
	CS_OPT_FLAG,	 /* no value: i = 1 */
	CS_OPT_TEXT,	 /* any text, not empty: s */
	CS_OPT_FILE,	 /* a path, not empty: s, z; completed as a file name */
	CS_OPT_WORD,	 /* one of the words of `arg` ("auto|always|never"): s, i = its index */
	CS_OPT_INT,	 /* a whole number from min to max: i */
	CS_OPT_DURATION, /* 90s 15m 2h 7d 2w 6mo 1y 1h30m, a plain number is seconds; > 0: d */
	CS_OPT_LIMIT,  /* N, or P% with at most 4 digits behind the point: i, percent (see below) */
	CS_OPT_SIZE,   /* bytes: 4096, 64K, 256M, 2G (powers of 1024); > 0: i */
	CS_OPT_ZONE,   /* a time zone, "Europe/Berlin": s, zone */
	CS_OPT_TIME,   /* a day or an instant: s, checked by cli/period once the zone is known */
	CS_OPT_PERIOD, /* a stretch of time: likewise */
	CS_OPT_EXPR, /* an expression (cs-expr.7): s; compiled by the tool when the head is known */
	CS_OPT_COLUMNS, /* names joined by commas: s, list (trimmed, none empty, none twice) */
	CS_OPT_SET,	/* NAME=VALUE, may be repeated: list holds name, value, name, value ... */
};

enum {
	CS_OPT_OPTIONAL = 1, /* the value may be left out; then it is `implied` */
	CS_OPT_REPEAT = 2,   /* may be given again and again: list holds the texts, s the last */
	CS_OPT_HIDDEN = 4,   /* not in -h, not completed */
	CS_OPT_KEYS = 16,    /* its words and the columns are completed */
	CS_OPT_RARE = 32,    /* -h only names it, at the end of its group: the page tells */
	CS_OPT_SECRET = 8,   /* the value is nobody's business: the trace has *** in its place */
};

struct cs_opt {
	char letter;	  /* "-m"; 0: none */
	const char *name; /* long name without dashes */
	enum cs_opt_type type;
	const char *arg;      /* the value as -h shows it; CS_OPT_WORD: the words; NULL: by type */
	const char *help;     /* one line: lower case, no full stop; the default is added by -h */
	const char *fallback; /* the value when not given, as text, parsed like one; NULL: none */
	unsigned flags;	      /* CS_OPT_OPTIONAL ... */
	int64_t min, max;     /* of CS_OPT_INT; both 0: 0 to INT64_MAX */
	const char *implied;  /* of CS_OPT_OPTIONAL; NULL: the empty text, unchecked */
	const char *group;    /* -h puts this heading above the option; NULL: goes on as before */
	const char *no; /* names, with blanks between, of options that do not go with this one */
	void (*words)(
	    struct cs_buf *out); /* completion: appends the words there are, each with \n */
};

struct cs_opt_value {
	bool set;	 /* given on the command line (a fallback does not set it) */
	struct cs_str s; /* the text; empty with p NULL: neither given nor a fallback */
	const char *z;	 /* the same with a NUL, or NULL */
	int64_t i;	 /* see the types; CS_OPT_LIMIT: N, or P in 1/10000 of a percent */
	bool percent;	 /* CS_OPT_LIMIT: it was P% (5% gives i = 50000) */
	struct cs_duration d;
	const struct cs_zone *zone;
	struct cs_str *list; /* n entries, in the arena */
	size_t n;
};

/* A command line and the table it is read by. */
struct cs_opt_line {
	const struct cs_opt *opt;
	size_t n; /* options in the table */
	int argc;
	char **argv;		    /* [0] is the tool's name */
	struct cs_opt_value *value; /* n entries, filled by the call: first with fallbacks */
	int noperand; /* set by the call: operands are now argv[1] ... argv[noperand] */
};

/*
 * Parses argv[1] ... argv[argc - 1]. Texts point into argv; lists live in the arena. -1 with *e
 * (2).
 */
int cs_opt_parse(struct cs_arena *arena, struct cs_opt_line *l, struct cs_err *e);

/*
 * Whether the options that were given go together: none is in the `no` of another. After
 * cs_opt_parse, and after --help was looked for. -1 with *e (2), naming the first two that do not.
 */
int cs_opt_together(const struct cs_opt_line *l, struct cs_err *e);

/*
 * Parses one text as a value of the option's type, in place of the command line (a fallback, a line
 * of a file). -1 with *e (2): "--name: ...".
 */
int cs_opt_value_parse(struct cs_arena *arena, const struct cs_opt *opt, const char *text,
    struct cs_opt_value *value, struct cs_err *e);

/* N or P% of a total: true when count is over the limit (exactly; no doubles). */
bool cs_opt_over_limit(const struct cs_opt_value *limit, uint64_t count, uint64_t total);

/* "--where EXPR", "-o, --output FILE", "--csv[=de]" as -h writes it. */
void cs_opt_spelling(struct cs_buf *b, const struct cs_opt *opt);

#endif
