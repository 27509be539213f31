/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The mood of a comment: how strong what is good in it is, how strong what is bad, and why.
 *
 * Clause by clause, words of the lexicon become reasons with a weight in hundredths; negators,
 * degrees, capitals and exclamation marks change it, and so does what stands around: praise beside
 * a failure is irony, thanks beside a complaint are manners, what comes after "but" counts more,
 * three hours on hold weigh more than ten minutes. Then, with P the sum of the good weights, N that
 * of the bad ones (as a positive number) and L a length that a text of its size is allowed,
 *
 *	pos = P / (P + N + L)	neg = N / (P + N + L)	score = pos - neg
 *	L = 2 + sqrt(words) / 4, in units of weight: 3 for a tweet, 7 for a page
 *
 * so that all are within 0 and 1 (the score within -1 and 1), do not saturate with length, and one
 * strong word in a short text is about a half. Every reason gets its part of the score, and the
 * parts add up to it exactly.
 *
 * All arithmetic is on integers: the same text gives the same result on every machine.
 */
#ifndef CS_TEXT_MOOD_H
#define CS_TEXT_MOOD_H

#include "base/buf.h"
#include "text/lexicon.h"

enum cs_mood_label {
	CS_MOOD_UNKNOWN, /* nothing was said, or not in a language that the lexicon knows */
	CS_MOOD_NEGATIVE,
	CS_MOOD_NEUTRAL,
	CS_MOOD_POSITIVE,
	CS_MOOD_MIXED, /* good and bad, both plainly */
};

/* How a reason came to be. */
enum cs_mood_how {
	CS_HOW_WORD,   /* the term itself */
	CS_HOW_NOT,    /* the term, negated */
	CS_HOW_UNMET,  /* praise of what should have been */
	CS_HOW_IRONY,  /* praise or thanks beside a failure */
	CS_HOW_WAIT,   /* a time that somebody waited */
	CS_HOW_QUICK,  /* a short time that it took */
	CS_HOW_REPEAT, /* "third time", "called four times" */
	CS_HOW_RATING, /* 2/5 */
};

struct cs_reason {
	uint32_t term;	   /* the lexicon's */
	uint32_t from, to; /* bytes of the field: [from, to) */
	uint32_t tok;	   /* where its term begins, and which clause that is in: */
	uint32_t ntok;
	uint32_t clause;
	int32_t weight; /* hundredths */
	int32_t part;	/* of the score, hundredths */
	uint32_t cue;	/* of the term as it was used */
	uint8_t how;	/* enum cs_mood_how */
	uint8_t kind;	/* of its token: emoji are not negated */
	int64_t value;	/* seconds, times (in thousandths) or rating (likewise), by how */
};

struct cs_mood_work;

struct cs_mood {
	enum cs_mood_label label;
	int score;		     /* hundredths, -100 .. 100; 0 when unknown */
	int pos, neg;		     /* hundredths, 0 .. 100 */
	struct cs_mood_work *work;   /* reused from text to text */
	const struct cs_reason *why; /* in order of place; good until the next text */
	size_t nwhy;
};

/* Zeroed it is ready. One a thread. */
void cs_mood_finish(struct cs_mood *m);

/* Judges the tokens of a text, looked up (cs_lexicon_look), and the hits found in them. */
void cs_mood_judge(struct cs_mood *m, const struct cs_lexicon *l, const struct cs_tokens *t,
    const struct cs_hits *h);

enum { CS_WHY_MOST = 40 }; /* reasons written; the others are put together */

/*
 * Appends the reasons: "not_helpful:-0.31@10-21;wait_3h:-0.40@30-37". The numbers are the parts of
 * the score, in order of place, and add up to it; from-to are bytes of the field. Blanks in terms
 * are written _ and the bytes % : ; @ as %25 %3A %3B %40. Reasons without a part are left out; of
 * more than CS_WHY_MOST the weakest are added up as "others:N@0-0", good ones and bad ones apart.
 */
void cs_mood_why(const struct cs_mood *m, const struct cs_lexicon *l, struct cs_buf *out);

/* "negative" ...; NULL for CS_MOOD_UNKNOWN. */
const char *cs_mood_label_text(enum cs_mood_label label);

/* Appends hundredths as a decimal: -5 is "-0.05", 100 "1.00". */
void cs_mood_decimal(struct cs_buf *out, int hundredths);

#endif
