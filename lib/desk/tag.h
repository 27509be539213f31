/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tagging records: the mood and the themes of one text column, as columns beside the others.
 *
 *	sent_label sent_score sent_pos sent_neg themes why
 *
 * Every record goes through, byte for byte, in its order; the new columns stand at its end, or
 * where columns of these names stood, when those are replaced. A tagger is made once and shared;
 * each thread has a worker, which holds one record's work and the counts.
 *
 * A text that is NULL or has no tokens gets NULL in all columns. One in a language that the lexicon
 * does not know gets NULL in the sent_ columns and why; themes may still be found, since rules can
 * be written in any language. No theme is the empty text.
 */
#ifndef CS_DESK_TAG_H
#define CS_DESK_TAG_H

#include "rec/batch.h"
#include "rec/head.h"
#include "text/mood.h"
#include "text/rules.h"

enum cs_tag_column {
	CS_TAG_LABEL,
	CS_TAG_SCORE,
	CS_TAG_POS,
	CS_TAG_NEG,
	CS_TAG_THEMES,
	CS_TAG_WHY,
	CS_TAG_COLUMNS
};

struct cs_tagger {
	const struct cs_lexicon *lexicon;
	const struct cs_rules *rules;
	unsigned text;	     /* column */
	struct cs_head head; /* of the output */
	struct cs_tag_place {
		unsigned input;		   /* column that is replaced */
		enum cs_tag_column column; /* by this */
	} place[CS_TAG_COLUMNS];	   /* by input column */
	unsigned nplace;
	enum cs_tag_column added[CS_TAG_COLUMNS]; /* the others, at the end */
	unsigned nadded;
};

/*
 * Binds to the head of the input a tagger that has lexicon and rules (loaded; they outlive it), and
 * nothing else. text: the column to read. replace: output columns may be there already. A missing
 * text column, or an output column that is there without replace, is an error (2).
 */
int cs_tagger_bind(struct cs_tagger *t, const struct cs_head *in, struct cs_str text, bool replace,
    struct cs_err *e);
void cs_tagger_finish(struct cs_tagger *t);

/* Zeroed it is ready. */
struct cs_tag_worker {
	uint64_t rows;
	uint64_t no_text;		   /* NULL, or nothing in it */
	uint64_t label[CS_MOOD_MIXED + 1]; /* by enum cs_mood_label, of those with a text */
	uint64_t no_theme;		   /* of those with a text */
	struct cs_tokens tokens;
	struct cs_hits hits;
	struct cs_mood mood;
	struct cs_tags tags;
	struct cs_buf cell[CS_TAG_COLUMNS], scratch, plain;
};

void cs_tag_worker_finish(struct cs_tag_worker *w);

/* Appends the records of a split batch, tagged, to out. */
void cs_tagger_batch(const struct cs_tagger *t, struct cs_tag_worker *w, const struct cs_batch *b,
    struct cs_buf *out);

/* Adds the counts of one worker to another's. */
void cs_tag_worker_add(struct cs_tag_worker *to, const struct cs_tag_worker *from);

/*
 * Lines for standard error: how many texts got which label, and how many none. One line for each
 * rule whose pattern gave up, to *warnings; there may be none.
 */
void cs_tag_worker_notes(const struct cs_tag_worker *w, const struct cs_tagger *t,
    struct cs_buf *notes, struct cs_buf *warnings);

#endif
