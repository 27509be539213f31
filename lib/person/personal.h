/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What columns tell about people, what for, and what becomes of them when a customer is erased:
 * lib/data/personal, a judgement of every column of the schema table. A column of the user's own is
 * not judged: where it holds text, anything may be in it.
 */
#ifndef CS_PERSON_PERSONAL_H
#define CS_PERSON_PERSONAL_H

#include "base/arena.h"
#include "base/err.h"
#include "rec/head.h"

enum cs_personal_kind {
	CS_PERSONAL_NONE,     /* about nobody */
	CS_PERSONAL_IDENTITY, /* says by itself who it is */
	CS_PERSONAL_CONTACT,  /* reaches or finds the person: numbers, addresses */
	CS_PERSONAL_TEXT,     /* written by people: anything may be in it */
	CS_PERSONAL_LINK,     /* a number of the source that leads to the person there */
	CS_PERSONAL_QUASI,    /* narrows down who it may be */
	CS_PERSONAL_SPECIAL,  /* may tell of health and the like */
	CS_PERSONAL_STAFF,    /* about those who work here */
	CS_PERSONAL_UNKNOWN,  /* a column of the user's: nobody has judged it */
	CS_PERSONAL_KINDS,
};

/* What an erased row has in such a column. */
enum cs_erased {
	CS_ERASED_KEEP,	 /* what it had */
	CS_ERASED_NULL,	 /* NULL */
	CS_ERASED_TOKEN, /* a random token, the same for what was the same */
	CS_ERASED_ROW,	 /* the row is dropped: it is nothing but this */
};

struct cs_personal {
	struct cs_str name; /* canonical name of the column */
	enum cs_personal_kind kind;
	enum cs_erased erased;
	struct cs_str purpose; /* what it is held for; empty for columns about nobody */
};

/* "identity", "contact" ... as the table and the inventory write it. */
const char *cs_personal_kind_name(enum cs_personal_kind kind);

/*
 * What a column of a head is. For one that the schema does not know: CS_PERSONAL_UNKNOWN, which is
 * erased to NULL. Never NULL; as long as the program.
 */
const struct cs_personal *cs_personal_of(const struct cs_head_col *col);

/* The judgement of a name, or NULL: there is none. */
const struct cs_personal *cs_personal_find(struct cs_str name);

/* All that were judged, in the order of the table; *n how many. */
const struct cs_personal *cs_personal_all(size_t *n);

/*
 * Parses the text of such a table; source names it in messages. The rows, *n of them, live in the
 * arena and point into text. NULL with *e (2): a wrong number of cells, an unknown word, a name
 * twice.
 */
struct cs_personal *cs_personal_parse(
    struct cs_arena *a, const char *source, struct cs_str text, size_t *n, struct cs_err *e);

#endif
