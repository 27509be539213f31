/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the parts of the mood rules share while they read one text: the signs (terms that matter,
 * none within another), the clauses that they stand in, and the reasons so far. Private to mood.c
 * (signs and clauses, the score), clause.c (words within a clause), cue.c (what needs more than
 * one clause) and why.c.
 */
#ifndef CS_TEXT_READING_H
#define CS_TEXT_READING_H

#include "text/mood.h"

/* A term with a cue, where it stands. Words covered by a longer term are not there. */
struct cs_sign {
	uint32_t term;
	uint32_t cue; /* of the term, less what a covered word may not do */
	uint32_t tok, ntok;
};

struct cs_clause {
	uint32_t tok, tok_end;	     /* [tok, tok_end) */
	uint32_t sign, sign_end;     /* likewise */
	uint32_t reason, reason_end; /* likewise, once clause.c has been there */
	uint32_t sentence;	     /* 0, 1 ... */
	uint32_t cue;		     /* all cues of its signs */
};

struct cs_mood_work {
	const struct cs_lexicon *l;
	const struct cs_tokens *t;
	struct cs_sign *sign;
	struct cs_clause *clause;
	struct cs_reason *reason;
	size_t nsign, nclause, nreason;
	size_t sign_cap, clause_cap, reason_cap;
};

/* Adds a reason for the tokens [tok, tok + ntok) of a clause. Good until the next is added. */
struct cs_reason *cs_reading_add(
    struct cs_mood_work *w, uint32_t clause, uint32_t tok, uint32_t ntok, int weight);

/* Makes reasons of the words of clause c: negation, degrees, hopes, capitals. */
void cs_clause_read(struct cs_mood_work *w, uint32_t c);

/* Adds waits, repetitions and ratings of a clause to its reasons. */
void cs_cue_amounts(struct cs_mood_work *w, uint32_t c);

/* Changes the weights of all reasons by what stands around them. */
void cs_cue_sentences(struct cs_mood_work *w); /* contrast, questions, exclamations */
void cs_cue_irony(struct cs_mood_work *w);
void cs_cue_thanks(struct cs_mood_work *w);

/* The sum of the positive and of the negative weights (>= 0 both), without thanks. */
void cs_reading_sums(const struct cs_mood_work *w, int64_t *pos, int64_t *neg);

/* The cues of the word that token i is, 0 for unknown words. */
static inline uint32_t
cs_reading_word_cue(const struct cs_mood_work *w, uint32_t i)
{
	uint32_t id = w->t->tok[i].term;

	return id != CS_TERM_NONE ? cs_lexicon_term(w->l, id)->cue : 0;
}

#endif
