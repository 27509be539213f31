/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tokenizer: see token.h. Words are in word.c, runs of digits in amount.c. */
#include "text/token.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "text/amount.h"
#include "text/cutting.h"
#include "text/words.h"

const uint8_t cs_byte_class[256] = {
    ['\0'] = CS_BYTE_BLANK,
    ['\n'] = CS_BYTE_LINE,
    ['\r'] = CS_BYTE_LINE,
    ['\v'] = CS_BYTE_LINE,
    ['\f'] = CS_BYTE_LINE,
    ['\t'] = CS_BYTE_BLANK,
    [' '] = CS_BYTE_BLANK,
    ['A' ... 'Z'] = CS_BYTE_UPPER,
    ['a' ... 'z'] = CS_BYTE_LOWER,
    ['0' ... '9'] = CS_BYTE_DIGIT,
    [0x80 ... 0xff] = CS_BYTE_HIGH,
    [','] = CS_BYTE_WEAK,
    [';'] = CS_BYTE_WEAK,
    [':'] = CS_BYTE_WEAK,
    ['('] = CS_BYTE_WEAK,
    [')'] = CS_BYTE_WEAK,
    ['.'] = CS_BYTE_DOT,
    ['!'] = CS_BYTE_BANG,
    ['?'] = CS_BYTE_QUERY,
    ['-'] = CS_BYTE_DASH,
    ['#'] = CS_BYTE_HASH,
    ['@'] = CS_BYTE_AT,
    ['$'] = CS_BYTE_SIGN,
    ['+'] = CS_BYTE_SIGN,
};

static const char *const kind_text[CS_TOKEN_KINDS] = {
    [CS_TOKEN_WORD] = "",
    [CS_TOKEN_NUMBER] = "<number>",
    [CS_TOKEN_ORDINAL] = "<ordinal>",
    [CS_TOKEN_PERCENT] = "<percent>",
    [CS_TOKEN_MONEY] = "<money>",
    [CS_TOKEN_DURATION] = "<duration>",
    [CS_TOKEN_DATE] = "<date>",
    [CS_TOKEN_CLOCK] = "<clock>",
    [CS_TOKEN_RATING] = "<rating>",
    [CS_TOKEN_PHONE] = "<phone>",
    [CS_TOKEN_CODE] = "<code>",
    [CS_TOKEN_URL] = "<url>",
    [CS_TOKEN_EMAIL] = "<email>",
    [CS_TOKEN_HANDLE] = "<handle>",
    [CS_TOKEN_EMOJI] = "",
    [CS_TOKEN_CENSORED] = "<censored>",
};

const char *
cs_token_kind_text(enum cs_token_kind kind)
{
	return kind_text[kind];
}

enum cs_token_kind
cs_token_kind_parse(struct cs_str s)
{
	if (s.n > 2 && s.p[0] == '<')
		for (int k = 0; k < CS_TOKEN_KINDS; k++)
			if (cs_str_eqz(s, kind_text[k]))
				return (enum cs_token_kind)k;
	return CS_TOKEN_WORD;
}

void
cs_tokens_finish(struct cs_tokens *t)
{
	free(t->tok);
	cs_buf_finish(&t->norm);
	cs_plain_finish(&t->plain);
	*t = (struct cs_tokens){0};
}

struct cs_token *
cs_cutting_add_typed(struct cs_cutting *s, enum cs_token_kind kind, size_t begin)
{
	size_t at = s->t->norm.n;

	cs_buf_z(&s->t->norm, kind_text[kind]);
	return cs_cutting_add(s, kind, begin, at);
}

/* Ends a clause or sentence behind the last token. */
static void
mark_end(struct cs_cutting *s, enum cs_end end)
{
	struct cs_token *k;

	if (s->t->n == 0)
		return;
	k = &s->t->tok[s->t->n - 1];
	if (k->end < (uint8_t)end)
		k->end = (uint8_t)end;
}

/* Counts a '!' (by 1) or '?' (by 16). */
static void
mark(struct cs_cutting *s, unsigned by)
{
	struct cs_token *k;

	mark_end(s, CS_END_STOP);
	if (s->t->n == 0)
		return;
	k = &s->t->tok[s->t->n - 1];
	if ((k->marks & by * 15) != by * 15)
		k->marks = (uint8_t)(k->marks + by);
}

/* #CamelCase, #word, #123 */
static void
hash(struct cs_cutting *s)
{
	size_t begin = s->i++, n = 0;

	while (cs_cutting_at(s, s->i + n) == CS_BYTE_DIGIT)
		n++;
	if (n >= 2 && !cs_byte_is_letter(cs_cutting_at(s, s->i + n))) {
		s->i += n;
		cs_cutting_add_typed(s, CS_TOKEN_CODE, begin);
		return;
	}
	if (!cs_byte_is_letter(cs_cutting_at(s, s->i)) && cs_cutting_at(s, s->i) != CS_BYTE_HIGH)
		return;
	s->shape = CS_SHAPE_HASHTAG;
	while (cs_byte_is_letter(cs_cutting_at(s, s->i)) ||
	       cs_cutting_at(s, s->i) == CS_BYTE_HIGH || cs_cutting_at(s, s->i) == CS_BYTE_DIGIT) {
		size_t before = s->i;

		cs_cutting_word(s, true);
		if (s->i == before)
			break;
	}
	s->shape = 0;
}

static void
handle(struct cs_cutting *s)
{
	size_t begin = s->i++;

	while (cs_byte_is_letter(cs_cutting_at(s, s->i)) ||
	       cs_cutting_at(s, s->i) == CS_BYTE_DIGIT || (s->i < s->s.n && s->s.p[s->i] == '_'))
		s->i++;
	if (s->i - begin > 1)
		cs_cutting_add_typed(s, CS_TOKEN_HANDLE, begin);
}

/* Small numbers can be part of a term ("error 404", "5 star"); longer ones are all alike. */
static bool
spelled_as_written(enum cs_token_kind kind)
{
	return kind == CS_TOKEN_WORD || kind == CS_TOKEN_NUMBER || kind == CS_TOKEN_ORDINAL ||
	       kind == CS_TOKEN_PERCENT || kind == CS_TOKEN_RATING;
}

/* False: no amount begins here. */
static bool
amount(struct cs_cutting *s)
{
	size_t begin = s->i, at = s->t->norm.n;
	struct cs_amount a;
	struct cs_token *k;

	if (!cs_amount_match(s->s, begin, &a))
		return false;
	s->i += a.n;
	if (spelled_as_written(a.kind)) {
		cs_utf8_fold(&s->t->norm, cs_str(s->s.p + begin, a.n));
		k = cs_cutting_add(s, a.kind, begin, at);
	} else {
		k = cs_cutting_add_typed(s, a.kind, begin);
	}
	k->value = a.value;
	return true;
}

static void
stars(struct cs_cutting *s, size_t len, unsigned filled, unsigned all)
{
	size_t begin = s->i;

	s->i += len;
	cs_cutting_add_typed(s, CS_TOKEN_RATING, begin)->value =
	    filled * INT64_C(1000) / (all > 5 ? all : 5);
}

/* An emoji; the same one again and again is one token with a count. */
static void
emoji(struct cs_cutting *s)
{
	struct cs_buf *norm = &s->t->norm;
	size_t begin = s->i, at = norm->n, n;
	struct cs_token *k;
	unsigned filled, all;

	n = cs_emoji_stars(cs_str_skip(s->s, s->i), &filled, &all);
	if (all >= 2 && all <= CS_EMOJI_STARS_MAX) {
		stars(s, n, filled, all);
		return;
	}
	s->i += cs_emoji_cluster(cs_str_skip(s->s, s->i), norm);
	n = norm->n - at;
	k = s->t->n != 0 ? &s->t->tok[s->t->n - 1] : NULL;
	if (k != NULL && k->kind == CS_TOKEN_EMOJI && k->n == n &&
	    memcmp(norm->p + k->at, norm->p + at, n) == 0) {
		norm->n = at;
		k->to = cs_plain_from(&s->t->plain, s->i);
	} else {
		k = cs_cutting_add(s, CS_TOKEN_EMOJI, begin, at);
	}
	k->value++;
}

static void
high(struct cs_cutting *s)
{
	size_t len, before = s->i;
	int32_t cp = cs_utf8_next(cs_str_skip(s->s, s->i), &len);

	if (cs_emoji_starts(cp)) {
		emoji(s);
		return;
	}
	if ((cp == 0x20ac || cp == 0x20b9 || (cp >= 0xa2 && cp <= 0xa5)) && amount(s))
		return;
	cs_cutting_word(s, false);
	if (s->i == before)
		s->i += len;
}

static bool
emoticon(struct cs_cutting *s)
{
	size_t n = cs_emoticons_match(s->emo, s->s, s->i), begin = s->i, at = s->t->norm.n;

	if (n == 0)
		return false;
	s->i += n;
	cs_utf8_fold(&s->t->norm, cs_str(s->s.p + begin, n));
	cs_cutting_add(s, CS_TOKEN_EMOJI, begin, at)->value = 1;
	return true;
}

/* A dash with a blank on a side parts clauses; one inside a word only parts words. */
static void
dash(struct cs_cutting *s)
{
	uint8_t before = s->i != 0 ? cs_cutting_at(s, s->i - 1) : CS_BYTE_BLANK;
	uint8_t after = cs_cutting_at(s, s->i + 1);

	if (before == CS_BYTE_BLANK || after == CS_BYTE_BLANK || after == CS_BYTE_DASH)
		mark_end(s, CS_END_WEAK);
	s->i++;
}

void
cs_tokens_scan(struct cs_tokens *t, const struct cs_emoticons *emo, struct cs_str field)
{
	struct cs_cutting s = {.t = t, .emo = emo};

	t->n = 0;
	cs_buf_reset(&t->norm);
	cs_plain_make(&t->plain, field);
	s.s = t->plain.text;
	while (s.i < s.s.n) {
		unsigned char c = (unsigned char)s.s.p[s.i];

		if (emo->first[c] && emoticon(&s))
			continue;
		switch (cs_byte_class[c]) {
		case CS_BYTE_UPPER:
		case CS_BYTE_LOWER:
			cs_cutting_word(&s, false);
			break;
		case CS_BYTE_HIGH:
			high(&s);
			break;
		case CS_BYTE_DIGIT:
			(void)amount(&s);
			break;
		case CS_BYTE_SIGN:
			if (!amount(&s))
				s.i++;
			break;
		case CS_BYTE_HASH:
			hash(&s);
			break;
		case CS_BYTE_AT:
			handle(&s);
			break;
		case CS_BYTE_DASH:
			dash(&s);
			break;
		case CS_BYTE_BANG:
			mark(&s, 1);
			s.i++;
			break;
		case CS_BYTE_QUERY:
			mark(&s, 16);
			s.i++;
			break;
		case CS_BYTE_DOT:
		case CS_BYTE_LINE:
			mark_end(&s, CS_END_STOP);
			s.i++;
			break;
		case CS_BYTE_WEAK:
			if (c == '(' && amount(&s))
				break;
			mark_end(&s, CS_END_WEAK);
			s.i++;
			break;
		default:
			s.i++;
		}
	}
	/* cs_words_find reads so far behind the last word. */
	(void)cs_buf_reserve(&t->norm, CS_WORDS_SHORT);
}
