/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lexicon: what words and phrases mean to the mood rules, and, for the theme rules, which terms
 * there are at all. All words of all terms live in one hash map, so that a token is looked up once
 * whoever asks; phrases hang below their first word in a trie of word ids.
 *
 * The built-in tables are lib/data/lexicon/..., lists of terms under headings that say what they
 * mean (grammar: cs_lexicon_tables). A user's file is lines of term TAB weight, as the VADER
 * lexicon has it: cs_lexicon_tsv. What comes later wins.
 *
 * While it is loaded one thread owns it; then it is read-only and any number may use it.
 */
#ifndef CS_TEXT_LEXICON_H
#define CS_TEXT_LEXICON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/map.h"
#include "text/emoji.h"
#include "text/token.h"
#include "text/words.h"

/* What a term does besides having a weight; a bit each. The headings of the tables name them. */
enum cs_cue {
	CS_CUE_MOOD = 1 << 0,	     /* has a weight, 0 too */
	CS_CUE_NEGATOR = 1 << 1,     /* not, no: turns what follows in the clause */
	CS_CUE_REPAIR = 1 << 2,	     /* fixed, help with: the mishap after it is being mended */
	CS_CUE_DEGREE = 1 << 3,	     /* very, slightly: changes the strength of what follows */
	CS_CUE_EXTREME = 1 << 4,     /* so, such; "never so" is emphasis, never is both cues */
	CS_CUE_CONTRAST = 1 << 5,    /* but: what follows counts more than what came before */
	CS_CUE_CONCESSION = 1 << 6,  /* although: what follows in the clause counts less */
	CS_CUE_CLAUSE = 1 << 7,	     /* because: begins a clause */
	CS_CUE_THANKS = 1 << 8,	     /* politeness that a complaint makes void */
	CS_CUE_PRAISE = 1 << 9,	     /* great: praise that is often meant the other way round */
	CS_CUE_FILLER = 1 << 10,     /* oh, well, just: may stand beside praise in "Oh great," */
	CS_CUE_FAILURE = 1 << 11,    /* losing, delay: what nobody gives thanks for */
	CS_CUE_HELPED = 1 << 12,     /* help, reply: what people do give thanks for */
	CS_CUE_WAIT = 1 << 13,	     /* hold, queue: makes a duration a waiting time */
	CS_CUE_BRIEF = 1 << 14,	     /* only, within: the duration after it is short */
	CS_CUE_CONTACT = 1 << 15,    /* called, asked: several times is a bad sign */
	CS_CUE_HYPOTHETIC = 1 << 16, /* would be: praise after it is not meant */
	CS_CUE_UNMET = 1 << 17,	     /* should have been: praise after it is a complaint */
	CS_CUE_REQUEST = 1 << 18,    /* can you, how do i: what follows is a question */
	CS_CUE_EVENT = 1 << 19,	     /* problem, delay: negative, but a request may just name it */
	CS_CUE_STOP = 1 << 20,	     /* the, of: carries no meaning of its own */
	CS_CUE_NUMBER = 1 << 21,     /* three: value in thousandths */
	CS_CUE_ORDINAL = 1 << 22,    /* third: likewise */
	CS_CUE_UNIT = 1 << 23,	     /* hour: value in seconds */
	CS_CUE_UNITS = 1 << 24,	     /* hours: likewise; "for hours" is some of them */
	CS_CUE_CURRENCY = 1 << 25,   /* dollars */
	CS_CUE_MONTH = 1 << 26,	     /* january */
	CS_CUE_TIMES = 1 << 27,	     /* time, times: what is counted when things repeat */
	CS_CUE_TWICE = 1 << 28,	     /* twice: value in thousandths */
	CS_CUE_MEASURED = 1 << 29,   /* more, whole, working: may stand between number and unit */
	CS_CUE_THEME = 1 << 30,	     /* some theme rule asks for it */
};

/* A term with one of these covers its words: no shorter or later term is seen in them. */
#define CS_CUES_COVER (CS_CUE_MOOD | CS_CUE_NEGATOR | CS_CUE_DEGREE)

/* The cues of words that can be part of an amount: text/combine listens to them. */
#define CS_CUES_AMOUNT                                                                             \
	(CS_CUE_NUMBER | CS_CUE_ORDINAL | CS_CUE_UNIT | CS_CUE_UNITS | CS_CUE_CURRENCY |           \
	    CS_CUE_MONTH | CS_CUE_MEASURED)

/* Cues that are asked of words in passing, where they stand: terms with no others make no hits. */
#define CS_CUES_QUIET (CS_CUE_STOP | CS_CUE_FILLER | CS_CUES_AMOUNT)

enum {
	CS_LANG_OWN = 1,	 /* bit of the lexicon's own language in langs */
	CS_LANGS_MAX = 16,	 /* languages that can be told apart */
	CS_PHRASE_WORDS_MAX = 8, /* words of the longest phrase */
	CS_WEIGHT_MAX = 500,	 /* hundredths: weights are -5.00 to 5.00 */
};

struct cs_term {
	struct cs_str text; /* its words joined by blanks */
	uint32_t cue;	    /* enum cs_cue bits */
	int16_t weight;	    /* hundredths; positive is good */
	int16_t negated;    /* the same when it is negated */
	int16_t degree;	    /* percent that CS_CUE_DEGREE adds: 30, -40 */
	uint16_t langs;	    /* bit n: a frequent word of language n */
	int32_t value;	    /* of numbers and units */
	uint64_t more; /* a bit for each word that a phrase goes on with: cs_lexicon_more_bit */
};

struct cs_lexicon {
	struct cs_words words;	/* id: index in word */
	struct cs_map phrases;	/* keyed by (term before, word), 8 bytes; id: index in phrase */
	struct cs_term *word;	/* by word id */
	struct cs_term *phrase; /* by phrase id */
	size_t word_cap, phrase_cap;
	struct cs_emoticons emoticons;
	struct cs_map langs;		/* names of languages by bit; the own one first */
	uint32_t typed[CS_TOKEN_KINDS]; /* word ids of "<money>" ..., or CS_TERM_NONE */
	struct cs_tokens scratch;	/* for cutting terms */
	struct cs_arena arena;
};

/* Empty, without any table. */
void cs_lexicon_init(struct cs_lexicon *l);
void cs_lexicon_finish(struct cs_lexicon *l);

/* Loads the built-in tables. They are checked by the unit tests; still, -1 with *e. */
int cs_lexicon_builtin(struct cs_lexicon *l, struct cs_err *e);

/*
 * Loads tables in the format of base/lines: under a heading, terms joined by commas.
 *
 *	[mood -2.0]  [mood 0.5 not -1.5]  [mood -1.0 event]	weight; weight when negated
 *	[negator] [praise] [wait] ...				a cue by its name
 *	[degree 30] [number 3] [unit 3600] [language de]	a cue with its value
 *
 * Without "not", the negated weight is -0.7 of a positive and -0.4 of a negative one. source names
 * the text in messages. -1 with *e (2).
 */
int cs_lexicon_tables(
    struct cs_lexicon *l, const char *source, struct cs_str text, struct cs_err *e);

/*
 * Loads a user's file: term TAB weight [TAB anything]; weights are decimals, -5 to 5. Blank lines
 * are passed over. -1 with *e (65): "FILE:LINE: ...".
 */
int cs_lexicon_tsv(struct cs_lexicon *l, const char *source, struct cs_str text, struct cs_err *e);

/*
 * The id of a term, which is added if need be (without any cue). CS_TERM_NONE when the text has no
 * words, or more than CS_PHRASE_WORDS_MAX. Invalidates pointers to terms.
 */
uint32_t cs_lexicon_add(struct cs_lexicon *l, struct cs_str text);

/* The same, and the term gets CS_CUE_THEME: some theme rule asks for it. */
uint32_t cs_lexicon_theme(struct cs_lexicon *l, struct cs_str text);

/* The same without adding. */
uint32_t cs_lexicon_find(struct cs_lexicon *l, struct cs_str text);

/* The bit that stands for a word in cs_term.more; words share bits. */
static inline uint64_t
cs_lexicon_more_bit(uint32_t word)
{
	return UINT64_C(1) << (word * UINT32_C(0x9e3779b1) >> 26);
}

#define CS_TERM_PHRASE UINT32_C(0x80000000) /* bit of the ids of phrases */

/* The term of an id that is not CS_TERM_NONE. */
static inline const struct cs_term *
cs_lexicon_term(const struct cs_lexicon *l, uint32_t id)
{
	return id & CS_TERM_PHRASE ? &l->phrase[id & ~CS_TERM_PHRASE] : &l->word[id];
}

/*
 * Sets the term of every token, puts numbers and units together into amounts (text/combine), and
 * takes the stretching out of stretched words.
 */
void cs_lexicon_look(const struct cs_lexicon *l, struct cs_tokens *t);

/* One term found in a text. */
struct cs_hit {
	uint32_t term;
	uint32_t cue;  /* of the term */
	uint32_t tok;  /* where it begins: index of a token */
	uint32_t ntok; /* tokens that it covers */
};

/* Zeroed it is empty. */
struct cs_hits {
	struct cs_hit *hit; /* by place, shorter ones first */
	size_t n, cap;
};

void cs_hits_finish(struct cs_hits *h);

/*
 * Finds all terms that have some cue but the quiet ones, in place of those that were there. Phrases
 * do not reach over the end of a clause.
 */
void cs_lexicon_hits(const struct cs_lexicon *l, const struct cs_tokens *t, struct cs_hits *h);

#endif
