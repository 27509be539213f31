/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tokens: what a comment is made of, for the lexicon, the mood rules and the theme rules, which
 * all share one pass.
 *
 * A token is a word in lower case, or something typed: a number, an amount of money, a duration, a
 * date, a phone or order number, a link, an address, a handle, an emoji or emoticon. Typed tokens
 * have a name ("<money>"), by which phrases and rules can ask for any of them; those that no term
 * could mean one by one are spelled so too. "slow.Terrible" is two words, "#CustomerServiceFail"
 * three, "soooo" is "soo" and marked, "agent's" is "agent". Punctuation makes no tokens: it ends
 * clauses, and marks the token before it.
 *
 *	text: My order #48213 is 3 days late!!! Thanks, @acme
 *	       my | order | <code> | is | <number> | days | late (stop, 3 bangs) | thanks (weak) |
 *	       <handle>
 *
 * ("3 days" becomes one <duration> once the lexicon has told that "days" is a unit: lexicon.h.)
 *
 * One byte-class table drives it all; plain ASCII words are lowered, de-stretched and bounded in
 * one loop. Memory is a buffer per thread, grown to the longest comment and used again.
 */
#ifndef CS_TEXT_TOKEN_H
#define CS_TEXT_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "text/emoji.h"
#include "text/plain.h"

#define CS_TERM_NONE UINT32_MAX

enum cs_token_kind {
	CS_TOKEN_WORD,
	CS_TOKEN_NUMBER,   /* value in thousandths: 2.5 is 2500 */
	CS_TOKEN_ORDINAL,  /* 3rd: value 3000 */
	CS_TOKEN_PERCENT,  /* 15%: value 15000 */
	CS_TOKEN_MONEY,	   /* $12.50: value 12500 */
	CS_TOKEN_DURATION, /* 3h, 45min: value in seconds */
	CS_TOKEN_DATE,	   /* 2026-10-05, 5/10/2026, Oct 5th */
	CS_TOKEN_CLOCK,	   /* 10:30, 3pm */
	CS_TOKEN_RATING, /* 2/5, 8/10, rows of stars: value in thousandths of the best: 400, 800 */
	CS_TOKEN_PHONE,	 /* +49 30 1234567, (555) 123-4567 */
	CS_TOKEN_CODE,	 /* #123, AB123456, six digits and more: orders, cases, accounts */
	CS_TOKEN_URL,
	CS_TOKEN_EMAIL,
	CS_TOKEN_HANDLE,   /* @name */
	CS_TOKEN_EMOJI,	   /* emoji or emoticon; value: how often it stands in a row */
	CS_TOKEN_CENSORED, /* f***, sh*t */
	CS_TOKEN_KINDS
};

/* Shapes, a bit each. */
enum {
	CS_SHAPE_CAPS = 1,    /* two letters and more, all capitals */
	CS_SHAPE_TITLE = 2,   /* begins with a capital */
	CS_SHAPE_LONG = 4,    /* a letter stood three times or more; now twice */
	CS_SHAPE_HASHTAG = 8, /* part of a #hashtag */
	CS_SHAPE_FOREIGN = 16 /* begins with a letter that is not Latin */
};

/* What ends behind a token, weakest first. */
enum cs_end {
	CS_END_NONE,
	CS_END_WEAK, /* , ; : ( ) and dashes: a clause */
	CS_END_STOP, /* . ! ? and a line: a sentence */
};

struct cs_token {
	uint32_t from, to; /* bytes of the field: [from, to) */
	uint32_t at, n;	   /* its spelling: n bytes of norm from at on */
	uint32_t term;	   /* set by cs_lexicon_look; CS_TERM_NONE before */
	uint8_t kind;	   /* enum cs_token_kind */
	uint8_t shape;	   /* CS_SHAPE_ bits */
	uint8_t end;	   /* enum cs_end */
	uint8_t marks;	   /* '!' behind it (low half), '?' (high half), at most 15 each */
	int64_t value;	   /* by kind; 0 otherwise */
};

/* Zeroed it is empty and ready. */
struct cs_tokens {
	struct cs_token *tok;
	size_t n, cap;
	struct cs_buf norm;
	struct cs_plain plain;
	uint32_t known; /* set by cs_lexicon_look: words of the lexicon's language */
	bool amounts;	/* likewise: there are durations, numbers, ordinals or ratings */
};

void cs_tokens_finish(struct cs_tokens *t);

/*
 * Cuts a field (valid UTF-8, less than 4 GiB, which must live as long as the tokens are used) into
 * tokens, in place of those that were there. emo: the emoticons to know; may be empty.
 */
void cs_tokens_scan(struct cs_tokens *t, const struct cs_emoticons *emo, struct cs_str field);

/* The spelling of a token. */
static inline struct cs_str
cs_token_text(const struct cs_tokens *t, const struct cs_token *k)
{
	return cs_str(t->norm.p + k->at, k->n);
}

static inline unsigned
cs_token_bangs(const struct cs_token *k)
{
	return k->marks & 15U;
}

static inline unsigned
cs_token_queries(const struct cs_token *k)
{
	return k->marks >> 4;
}

/* The name of typed tokens: "<money>"; "" for words and emoji. */
const char *cs_token_kind_text(enum cs_token_kind kind);

/* The kind of a name, CS_TOKEN_WORD when it is none of these. */
enum cs_token_kind cs_token_kind_parse(struct cs_str s);

#endif
