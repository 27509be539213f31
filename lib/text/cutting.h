/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the two halves of the tokenizer share: word.c (words) and token.c (everything else).
 */
#ifndef CS_TEXT_CUTTING_H
#define CS_TEXT_CUTTING_H

#include "base/mem.h"
#include "text/token.h"

/* What a byte can begin. */
enum cs_byte {
	CS_BYTE_SKIP, /* control bytes and punctuation that means nothing */
	CS_BYTE_BLANK,
	CS_BYTE_LINE,
	CS_BYTE_UPPER,
	CS_BYTE_LOWER,
	CS_BYTE_DIGIT,
	CS_BYTE_HIGH, /* a byte of a character that is not ASCII */
	CS_BYTE_WEAK, /* , ; : ( ) */
	CS_BYTE_DOT,
	CS_BYTE_BANG,
	CS_BYTE_QUERY,
	CS_BYTE_DASH,
	CS_BYTE_HASH,
	CS_BYTE_AT,
	CS_BYTE_SIGN, /* $ and +: an amount, perhaps */
};

extern const uint8_t cs_byte_class[256];

/* A field while it is cut. */
struct cs_cutting {
	struct cs_tokens *t;
	const struct cs_emoticons *emo;
	struct cs_str s; /* the plain text */
	size_t i;	 /* the next byte of it */
	uint8_t shape;	 /* CS_SHAPE_HASHTAG inside one */
};

/* The class of byte i of the text; the padding behind it is blank (plain.h). */
static inline uint8_t
cs_cutting_at(const struct cs_cutting *s, size_t i)
{
	return cs_byte_class[(unsigned char)s->s.p[i]];
}

static inline bool
cs_byte_is_letter(uint8_t c)
{
	return c == CS_BYTE_UPPER || c == CS_BYTE_LOWER;
}

/* Adds a token for [begin, s->i) of the plain text, spelled as norm has it from at on. */
static inline struct cs_token *
cs_cutting_add(struct cs_cutting *s, enum cs_token_kind kind, size_t begin, size_t at)
{
	struct cs_tokens *t = s->t;
	struct cs_token *k;

	if (t->n == t->cap)
		t->tok = cs_mem_grow(t->tok, &t->cap, t->n + 1, sizeof *t->tok);
	k = &t->tok[t->n++];
	*k = (struct cs_token){
	    .from = cs_plain_from(&t->plain, begin),
	    .to = cs_plain_from(&t->plain, s->i),
	    .at = (uint32_t)at,
	    .n = (uint32_t)(t->norm.n - at),
	    .term = CS_TERM_NONE,
	    .kind = (uint8_t)kind,
	    .shape = s->shape,
	};
	return k;
}

/* The same for a token that is spelled as its kind. */
struct cs_token *cs_cutting_add_typed(struct cs_cutting *s, enum cs_token_kind kind, size_t begin);

/*
 * Cuts the word at s->i, or the link or address that begins with it, and moves s->i behind it.
 * Where no letter stands nothing happens. camel: inside a hashtag, capitals begin words.
 */
void cs_cutting_word(struct cs_cutting *s, bool camel);

#endif
