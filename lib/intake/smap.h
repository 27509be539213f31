/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Source maps: how the columns of a source become ours. A map is a text (cs-map.5) of base/lines:
 *
 *	[source]   what the file is: type, delimiter, zone, marks, words for nothing
 *	[set]      parameters, with their defaults; an empty one must be given by --set
 *	[columns]  ours = theirs; modifiers
 *	[skip]     reason = condition: records that are no contacts
 *	[derive]   ours = ours - ours: computed where nothing is given, else checked
 *
 * This module reads the text and knows nothing of a header; intake/plan binds it to one.
 * Everything lives in the map's arena.
 */
#ifndef CS_INTAKE_SMAP_H
#define CS_INTAKE_SMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "rec/schema.h"

enum cs_smap_type { CS_SMAP_CSV, CS_SMAP_QUEUE_LOG };

/* What becomes of header cells that no line of [columns] names. */
enum cs_smap_others {
	CS_SMAP_TEXT,  /* pass under their own name as text */
	CS_SMAP_TYPED, /* names and aliases of the schema get its name and type, others are text */
	CS_SMAP_DROP,
};

/* A list of words, in the order of the text. */
struct cs_words {
	struct cs_str *w;
	size_t n;
};

/* How a source writes a duration; tried in the order of the map. */
enum cs_unit {
	CS_UNIT_S,
	CS_UNIT_MS,
	CS_UNIT_MIN,
	CS_UNIT_H,
	CS_UNIT_DAY,
	CS_UNIT_CLOCK, /* H:MM:SS, also over 24 hours, a fraction of a second allowed */
	CS_UNIT_HM,    /* H:MM */
	CS_UNIT_MS60,  /* M:SS */
	CS_UNIT_WORDS, /* 1 day 2 hours 5 minutes; -- is zero */
	CS_UNIT_N,
};

enum cs_round { CS_ROUND_NEAREST, CS_ROUND_DOWN, CS_ROUND_UP };

enum { CS_SMAP_UNITS = 4 };

/* A piece of a value: text as it is, a cell of the source by its header, a parameter by name. */
struct cs_smap_piece {
	enum { CS_PIECE_TEXT, CS_PIECE_CELL, CS_PIECE_PARAM } kind;
	struct cs_str text;
};

/* "Good = 5": a word of the source and what it means. */
struct cs_smap_word {
	struct cs_str from;
	struct cs_str to;
	bool other; /* written *: every other word */
	bool null;  /* means nothing */
};

struct cs_smap_column {
	struct cs_str name;		   /* ours, canonical */
	const struct cs_column *def;	   /* NULL: not in the schema, text */
	int line;			   /* in the map */
	const struct cs_smap_piece *piece; /* one or more; NULL when it is an expression */
	size_t npiece;
	struct cs_str expr; /* p NULL: none */
	bool optional;	    /* may lack in the header: then the column is left out */
	bool negative_null; /* numbers below zero mean nothing */
	enum cs_unit unit[CS_SMAP_UNITS];
	size_t nunit;
	enum cs_round round;
	const struct cs_smap_word *word;
	size_t nword;
	struct cs_words null, unknown; /* beside those of [source] */
	struct cs_words time;	       /* formats, before those of [source] */
	struct cs_str zone;	       /* p NULL: that of [source] */
	char point, group;	       /* '\0': as [source] */
	struct cs_str list;	       /* p not NULL: tokens of a list stand between these */
};

/* reason = column is [not] word, word ... */
struct cs_smap_skip {
	struct cs_str reason;
	struct cs_str column; /* a header of the source */
	bool negate;
	struct cs_words word; /* an empty word is the empty cell */
	struct cs_str expr;   /* p NULL: none; then column is not used */
	int line;
};

/* name = a - b, in seconds, or a + b, an instant. All are columns of ours. */
struct cs_smap_derive {
	struct cs_str name, a, b;
	bool plus;
	int line;
};

struct cs_smap_param {
	struct cs_str name;
	struct cs_str value; /* empty and not given: must be set */
	bool given;	     /* by --set */
};

struct cs_smap {
	const char *source; /* its name, for messages */
	struct cs_str text; /* all of it */
	struct cs_str about;
	enum cs_smap_type type;
	enum cs_smap_others others;
	char delim;
	int encoding; /* of cs_encoding_parse; -1: UTF-8 */
	char point, group;
	bool drop_repeated; /* a repeated (contact_id, leg) */
	bool pad;	    /* short records get empty cells */
	int64_t skip_lines; /* before the header */
	int64_t open_after; /* queue-log: seconds without an event */
	struct cs_str zone; /* p NULL: not said */
	struct cs_words time, null, unknown, require;
	struct cs_smap_param *param;
	size_t nparam;
	struct cs_smap_column *column;
	size_t ncolumn;
	struct cs_smap_skip *skip;
	size_t nskip;
	struct cs_smap_derive *derive;
	size_t nderive;
	struct cs_arena arena;
};

/*
 * Parses a map's text, which is copied. NULL with *e (2): "source:line: ...". Free it with
 * cs_smap_free; NULL is fine there.
 */
struct cs_smap *cs_smap_parse(const char *source, struct cs_str text, struct cs_err *e);
void cs_smap_free(struct cs_smap *m);

/*
 * The map of a name among the built-in ones ("zendesk"), or of a file. NULL with *e: 2 for a name
 * that is none (hint: the names there are) and for what is wrong in the text, 74 for the file.
 */
struct cs_smap *cs_smap_builtin(struct cs_str name, struct cs_err *e);
struct cs_smap *cs_smap_load(const char *path, struct cs_err *e);

/* The text of a built-in map; p NULL: there is none of that name. */
struct cs_str cs_smap_text(struct cs_str name);

/* Appends that text; -1 with *e (2) when there is none. */
int cs_smap_print(struct cs_buf *out, struct cs_str name, struct cs_err *e);

/* Appends the names of the built-in maps. */
void cs_smap_names(struct cs_buf *out, const char *between);

/*
 * --set name=value: a parameter of the map; else a key of [source] (zone, delimiter, encoding,
 * decimal, group ...); else a column of the schema, constant in every record. Anything else is an
 * error (2). Comes after parsing, before binding.
 */
int cs_smap_set(struct cs_smap *m, struct cs_str name, struct cs_str value, struct cs_err *e);

/* -1 with *e (2) when a parameter that must be given is not. */
int cs_smap_check_params(const struct cs_smap *m, struct cs_err *e);

/* The value of a parameter, or p NULL. */
struct cs_str cs_smap_param(const struct cs_smap *m, struct cs_str name);

/* A delimiter as maps and options write it: one byte, or a word like tab. -1 with *e (2). */
int cs_smap_delimiter(struct cs_str value, char *delim, struct cs_err *e);

/* Private to intake: a line of [columns], and one key of [source]. */
int cs_smap_parse_column(
    struct cs_smap *m, struct cs_str value, struct cs_smap_column *c, struct cs_err *e);
int cs_smap_parse_key(struct cs_smap *m, struct cs_str key, struct cs_str value, struct cs_err *e);

/* Splits text at sep outside quotes ('...' and "..."), trimmed; all in the arena. */
struct cs_words cs_smap_split(struct cs_arena *a, struct cs_str text, char sep);

/* Takes quotes off a whole text in '...' or "..." (doubled ones are one); others stay. */
struct cs_str cs_smap_unquote(struct cs_arena *a, struct cs_str text);

#endif
