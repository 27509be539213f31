/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a cell of a source to a cell of ours: checked by type, in canonical form, escaped. This
 * takes any cell; intake/fast has a shorter way for usual ones.
 *
 * Blanks at both ends of a cell are no part of it, but in text. An empty cell is NULL, but in text.
 */
#ifndef CS_INTAKE_CONV_H
#define CS_INTAKE_CONV_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/civil.h"
#include "base/err.h"
#include "base/str.h"
#include "base/zone.h"
#include "intake/smap.h"

/* What is worth a word at the end, beside rejects. */
enum cs_note {
	CS_NOTE_ODD,	  /* odd CSV records that could be read */
	CS_NOTE_ZONE,	  /* times without a zone, taken as UTC since nobody said which */
	CS_NOTE_TWICE,	  /* local times that occur twice (clocks put back) */
	CS_NOTE_SKIPPED,  /* local times that do not exist (clocks put forward) */
	CS_NOTE_NEGATIVE, /* numbers below zero made NULL by the map */
	CS_NOTE_PADDED,	  /* short records filled up */
	CS_NOTE_N,
};

/* What a column's cells are turned into. */
enum cs_conv_op {
	CS_CONV_TEXT,
	CS_CONV_ID,
	CS_CONV_INT,
	CS_CONV_TIME,
	CS_CONV_DISP, /* one of our dispositions */
	CS_CONV_DEC,
	CS_CONV_BOOL,
	CS_CONV_LIST,
};

struct cs_conv {
	enum cs_conv_op op;
	bool plain;	      /* has no words, units or lists of its own: intake/fast may do it */
	bool never_null;      /* the schema says that it is never NULL */
	bool utc;	      /* local times are UTC */
	bool zone_given;      /* ... because the map says so */
	uint64_t null_lens;   /* bit n: a word for nothing has n bytes (63: 63 or more) */
	struct cs_words null; /* words for nothing */
	int64_t min, max;     /* of whole numbers */
	const struct cs_zone *zone;
	struct cs_words time; /* formats */
	char point, group;
	const struct cs_smap_column *col; /* the line of the map; NULL: by the schema alone */
};

/* What a conversion writes and counts. */
struct cs_conv_out {
	char *p;	/* room for whatever may come; moved on */
	int64_t value;	/* of INT and TIME */
	bool null;	/* it became NULL */
	uint64_t *note; /* CS_NOTE_N counters */
	struct cs_buf *scratch;
};

/*
 * Compiles the conversion to a column: def is that of the schema (NULL: text), col the line of the
 * map (NULL: none), m the map, in whose arena it lives. -1 with *e (2).
 */
int cs_conv_init(struct cs_conv *c, struct cs_smap *m, const struct cs_column *def,
    const struct cs_smap_column *col, struct cs_err *e);

/* Nothing in a cell is NULL, whatever the schema says: see cs_schema_beside. m as above. */
void cs_conv_may_lack(struct cs_conv *c, struct cs_smap *m);

/*
 * Puts one cell. s is its text, valid UTF-8 without NUL. NULL, or what is wrong: "is not a whole
 * number"; then o->p stays within the room, and the record is to be dropped.
 */
const char *cs_conv_put(const struct cs_conv *c, struct cs_conv_out *o, struct cs_str s);

/* Most bytes that a cell of n bytes can become. */
static inline size_t
cs_conv_room(size_t n)
{
	return 4 * n + 48;
}

/* Private to intake: instants, and durations in seconds. */
const char *cs_conv_time(const struct cs_conv *c, struct cs_conv_out *o, struct cs_str s);
const char *cs_conv_seconds(const struct cs_conv *c, struct cs_str s, int64_t *seconds);

static inline void
cs_conv_null(struct cs_conv_out *o)
{
	memcpy(o->p, "\\N", 2);
	o->p += 2;
	o->null = true;
}

#endif
