/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The schema table: what the toolkit knows of a column by its name. It is text, lib/data/columns,
 * embedded at build and parsed when it is first asked for; cs-columns.5 is checked against it.
 * Typing at ingest, binding in expressions, formatting in reports and completion all read it.
 * A column that is not in the table is text.
 */
#ifndef CS_REC_SCHEMA_H
#define CS_REC_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum cs_type {
	CS_TEXT, /* any text; the empty string and NULL differ */
	CS_ID,	 /* an identifier: text that is never a number, never empty */
	CS_INT,	 /* whole number; its unit says of what: s (seconds), n (a count), 1 (a score) */
	CS_DEC,	 /* exact decimal: money (unit currency), shares (unit share), scores */
	CS_TIME, /* an instant, RFC 3339 in UTC; microseconds inside */
	CS_BOOL, /* t or f */
	CS_LIST, /* sorted tokens joined by commas */
};

struct cs_column {
	struct cs_str name;  /* canonical: what is written */
	struct cs_str alias; /* also understood in options and expressions; may be empty */
	enum cs_type type;
	struct cs_str unit;    /* s n 1 share currency text ... or empty */
	struct cs_str kinds;   /* kinds of record it belongs to, joined by commas */
	struct cs_str null;    /* what NULL means */
	struct cs_str grain;   /* leg, contact, customer ... */
	struct cs_str meaning; /* one line */
	bool windows;	       /* NAME_7d and other windows of time are columns of its kind */
	struct cs_str family;  /* of these: NAME, of the row that they are of; else empty */
};

/* The table, in its order; *n its length. Parsed once, thread-safe, never freed. */
const struct cs_column *cs_schema_all(size_t *n);

/*
 * Parses the text of such a table, as lib/data/columns describes it; source names it in messages.
 * The rows, *n of them, live in the arena; slices point into text where they can, so it must live
 * as long. NULL with *e (2): a wrong number of cells, an unknown type, a name or alias that is
 * used twice.
 */
struct cs_column *cs_schema_parse(
    struct cs_arena *a, const char *source, struct cs_str text, size_t *n, struct cs_err *e);

/*
 * The row whose name or alias is s, or NULL. Exact case. Of a row with windows NAME_9d is a column
 * too, of that name: made when it is first asked for, and never freed.
 */
const struct cs_column *cs_schema_find(struct cs_str s);

/* Its null rule: it is never NULL, "never", or only in some records, "never; beside ...". */
bool cs_schema_never(const struct cs_column *c);

/*
 * Whether the rule of a column that is never NULL names this one, beside which it may be: in the
 * records of surveys a contact_id is no identity, but says what they are about.
 */
bool cs_schema_beside(const struct cs_column *c, struct cs_str name);

/* "text", "id", "int" ... as the table writes types, and back (-1: no such type). */
const char *cs_type_name(enum cs_type t);
int cs_type_parse(struct cs_str s);

/*
 * The disposition matrix: what became of a contact, and how every count sees it (lib/data/
 * dispositions). A bit a class.
 */
enum cs_disp {
	CS_DISP_INBOUND = 1,	/* a customer tried to reach us */
	CS_DISP_QUEUED = 2,	/* entered a queue */
	CS_DISP_OFFERED = 4,	/* entered a queue and left it: handled + abandoned + flow-outs */
	CS_DISP_HANDLED = 8,	/* an agent took it */
	CS_DISP_ABANDONED = 16, /* the customer gave up waiting */
	CS_DISP_FLOW_OUT = 32,	/* left the queue another way: by rule, key, callback, message */
};

struct cs_disposition {
	struct cs_str word, meaning;
	int classes; /* a set of enum cs_disp */
};

/* The matrix, in its order; *n its length. Parsed once, thread-safe, never freed. */
const struct cs_disposition *cs_disp_all(size_t *n);

/* The classes of a disposition word (a set of enum cs_disp), or -1 when it is not one of ours. */
int cs_disp_classes(struct cs_str word);

/* The bit of a class name ("inbound" "queued" "offered" "handled" "abandoned" "flow_out"), or 0. */
int cs_disp_class_bit(struct cs_str name);

#endif
