/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of a proposed map: see draft.h. Private to intake. */
#ifndef CS_INTAKE_DRAFTCOL_H
#define CS_INTAKE_DRAFTCOL_H

#include "base/arena.h"
#include "base/buf.h"
#include "rec/schema.h"

struct cs_draft_col {
	struct cs_str header;
	const struct cs_column *def; /* the schema's column that it is taken for; NULL: text */
	struct cs_str name;	     /* ours */
	struct cs_str *cell;	     /* what the first rows hold */
	size_t n;
	bool comma_file; /* other columns of the file have decimal commas */
};

/* True when its numbers only make sense with a decimal comma. */
bool cs_draft_has_comma(const struct cs_draft_col *c);

/*
 * Appends "name = Header; modifiers" with the doubts as comments above it. *local is set when it
 * holds times without a zone.
 */
void cs_draft_line(struct cs_buf *out, const struct cs_draft_col *c, bool *local);

/* The same for a column that has no name of ours: comments alone, and only where its cells look
 * like times, durations or numbers with marks, which would otherwise pass as text. */
void cs_draft_unnamed(struct cs_buf *out, const struct cs_draft_col *c, bool *local);

#endif
