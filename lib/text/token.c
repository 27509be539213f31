/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tokenizer: see token.h. Links and addresses are in link.c, runs of digits in amount.c. */
#include "text/token.h"

#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/mem.h"
#include "base/utf8.h"
#include "text/amount.h"
#include "text/link.h"
#include "text/words.h"

enum class {
	SKIP, /* control bytes and punctuation that means nothing */
	BLANK,
	LINE,
	UPPER,
	LOWER,
	DIGIT,
	HIGH, /* a byte of a character that is not ASCII */
	WEAK, /* , ; : ( ) */
	DOT,
	BANG,
	QUERY,
	DASH,
	HASH,
	AT,
	SIGN, /* $ and +: an amount, perhaps */
};

static const uint8_t class[256] = {
    ['\n'] = LINE,
    ['\r'] = LINE,
    ['\v'] = LINE,
    ['\f'] = LINE,
    ['\t'] = BLANK,
    [' '] = BLANK,
    ['A' ... 'Z'] = UPPER,
    ['a' ... 'z'] = LOWER,
    ['0' ... '9'] = DIGIT,
    [0x80 ... 0xff] = HIGH,
    [','] = WEAK,
    [';'] = WEAK,
    [':'] = WEAK,
    ['('] = WEAK,
    [')'] = WEAK,
    ['.'] = DOT,
    ['!'] = BANG,
    ['?'] = QUERY,
    ['-'] = DASH,
    ['#'] = HASH,
    ['@'] = AT,
    ['$'] = SIGN,
    ['+'] = SIGN,
};

/* Lower case of ASCII letters, 0 for all else. */
static const char lower_letter[256] = {['A'] = 'a',
    ['B'] = 'b',
    ['C'] = 'c',
    ['D'] = 'd',
    ['E'] = 'e',
    ['F'] = 'f',
    ['G'] = 'g',
    ['H'] = 'h',
    ['I'] = 'i',
    ['J'] = 'j',
    ['K'] = 'k',
    ['L'] = 'l',
    ['M'] = 'm',
    ['N'] = 'n',
    ['O'] = 'o',
    ['P'] = 'p',
    ['Q'] = 'q',
    ['R'] = 'r',
    ['S'] = 's',
    ['T'] = 't',
    ['U'] = 'u',
    ['V'] = 'v',
    ['W'] = 'w',
    ['X'] = 'x',
    ['Y'] = 'y',
    ['Z'] = 'z',
    ['a'] = 'a',
    ['b'] = 'b',
    ['c'] = 'c',
    ['d'] = 'd',
    ['e'] = 'e',
    ['f'] = 'f',
    ['g'] = 'g',
    ['h'] = 'h',
    ['i'] = 'i',
    ['j'] = 'j',
    ['k'] = 'k',
    ['l'] = 'l',
    ['m'] = 'm',
    ['n'] = 'n',
    ['o'] = 'o',
    ['p'] = 'p',
    ['q'] = 'q',
    ['r'] = 'r',
    ['s'] = 's',
    ['t'] = 't',
    ['u'] = 'u',
    ['v'] = 'v',
    ['w'] = 'w',
    ['x'] = 'x',
    ['y'] = 'y',
    ['z'] = 'z'};

/* Classes that end a word without a second look, a bit each. ':' may go on as a link. */
static const uint32_t ends_words = UINT32_C(1) << BLANK | UINT32_C(1) << LINE |
				   UINT32_C(1) << WEAK | UINT32_C(1) << BANG | UINT32_C(1) << QUERY;

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

struct scan {
	struct cs_tokens *t;
	const struct cs_emoticons *emo;
	struct cs_str s; /* the plain text */
	size_t i;	 /* the next byte of it */
	uint8_t shape;	 /* CS_SHAPE_HASHTAG inside one */
	bool mapped;	 /* the plain text is not the field itself */
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

static inline uint8_t
class_at(const struct scan *s, size_t i)
{
	return i < s->s.n ? class[(unsigned char)s->s.p[i]] : BLANK;
}

static inline bool
is_letter(uint8_t c)
{
	return c == UPPER || c == LOWER;
}

/* Adds a token for [begin, s->i) of the plain text, spelled as norm has it from at on. */
static struct cs_token *
add(struct scan *s, enum cs_token_kind kind, size_t begin, size_t at)
{
	struct cs_tokens *t = s->t;
	struct cs_token *k;

	if (t->n == t->cap)
		t->tok = cs_mem_grow(t->tok, &t->cap, t->n + 1, sizeof *t->tok);
	k = &t->tok[t->n++];
	*k = (struct cs_token){
	    .from = s->mapped ? cs_plain_from(&t->plain, begin) : (uint32_t)begin,
	    .to = s->mapped ? cs_plain_from(&t->plain, s->i) : (uint32_t)s->i,
	    .at = (uint32_t)at,
	    .n = (uint32_t)(t->norm.n - at),
	    .term = CS_TERM_NONE,
	    .kind = (uint8_t)kind,
	    .shape = s->shape,
	};
	return k;
}

static struct cs_token *
add_typed(struct scan *s, enum cs_token_kind kind, size_t begin)
{
	size_t at = s->t->norm.n;

	cs_buf_z(&s->t->norm, kind_text[kind]);
	return add(s, kind, begin, at);
}

/* Ends a clause or sentence behind the last token. */
static void
mark_end(struct scan *s, enum cs_end end)
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
mark(struct scan *s, unsigned by)
{
	struct cs_token *k;

	mark_end(s, CS_END_STOP);
	if (s->t->n == 0)
		return;
	k = &s->t->tok[s->t->n - 1];
	if ((k->marks & by * 15) != by * 15)
		k->marks = (uint8_t)(k->marks + by);
}

/* What the bytes of a word were; filled while it is copied. */
struct word {
	unsigned upper, lower, digit;
	bool high, long_, star;
	int32_t first; /* first code point, when not ASCII */
};

/*
 * Copies one character that is not ASCII to norm. False when it is no letter: the word ends.
 * Joiners and variation selectors, which stand in words of some scripts, are passed over.
 */
static bool
copy_high(struct scan *s, struct word *w)
{
	size_t len;
	int32_t cp = cs_utf8_next(cs_str_skip(s->s, s->i), &len);
	bool letter = cp >= 0xc0 ? cp != 0xd7 && cp != 0xf7 && (cp < 0x2000 || cp > 0x2bff) &&
				       (cp < 0x3003 || cp > 0x3020) && !cs_emoji_starts(cp)
				 : cp == 0xaa || cp == 0xb5 || cp == 0xba;

	if (cp != 0x200d && (cp < 0xfe00 || cp > 0xfe0f)) {
		if (!letter)
			return false;
		if (w->upper + w->lower == 0 && !w->high)
			w->first = cp;
		w->high = true;
		cs_buf_add(&s->t->norm, s->s.p + s->i, len);
	}
	s->i += len;
	return true;
}

/* Room in norm for the rest of the text and 16 bytes more; gives the place of the next byte. */
static inline char *
room(struct scan *s)
{
	struct cs_buf *norm = &s->t->norm;
	size_t want = s->s.n - s->i + 16;

	return norm->cap - norm->n >= want ? norm->p + norm->n : cs_buf_reserve(norm, want);
}

/* Copies the letters, digits and inner apostrophes and stars from s->i on, lowered, to norm. */
static void
copy_word(struct scan *s, struct word *w, bool camel)
{
	struct cs_buf *norm = &s->t->norm;
	size_t begin = norm->n;
	uint8_t c;
	char ch;

	/* What is copied is never longer than what it is copied from. */
	(void)room(s);
	for (;; s->i++) {
		c = class_at(s, s->i);
		if (c == HIGH) {
			if (!copy_high(s, w))
				return;
			s->i--;
			continue;
		}
		ch = s->i < s->s.n ? s->s.p[s->i] : ' ';
		if (c == UPPER) {
			/* In a hashtag a capital after a small letter, or before one, begins a word.
			 */
			if (camel && norm->n != begin &&
			    (w->lower != 0 || class_at(s, s->i + 1) == LOWER))
				return;
			w->upper++;
			ch = (char)(ch | 0x20);
		} else if (c == LOWER) {
			w->lower++;
		} else if (c == DIGIT) {
			if (camel && norm->n != begin && w->digit == 0)
				return;
			w->digit++;
		} else if (ch == '\'' && is_letter(class_at(s, s->i + 1))) {
			/* don't, o'clock */
		} else if (ch == '*' && !camel && norm->n != begin &&
			   (w->star || norm->n - begin == 1 || is_letter(class_at(s, s->i + 1)))) {
			w->star = true;
		} else {
			return;
		}
		if (norm->n - begin >= 2 && ch == norm->p[norm->n - 1] &&
		    ch == norm->p[norm->n - 2] && c != DIGIT)
			w->long_ = true;
		else
			norm->p[norm->n++] = ch;
	}
}

/* "u.s.", "e.g.", "p.m.": single letters with dots make one word. */
static void
copy_dotted(struct scan *s, struct word *w)
{
	while (class_at(s, s->i) == DOT && is_letter(class_at(s, s->i + 1)) &&
	       !is_letter(class_at(s, s->i + 2)) && class_at(s, s->i + 2) != DIGIT) {
		cs_buf_c(&s->t->norm, (char)(s->s.p[s->i + 1] | 0x20));
		w->lower += 1;
		s->i += 2;
		if (class_at(s, s->i) == DOT && class_at(s, s->i + 1) == BLANK &&
		    class_at(s, s->i + 2) == LOWER) {
			s->i++;
			return;
		}
	}
}

static uint8_t
shape_of(const struct word *w, bool title)
{
	unsigned shape = 0;

	if (w->upper >= 2 && w->lower == 0 && !w->high)
		shape |= CS_SHAPE_CAPS;
	if (title)
		shape |= CS_SHAPE_TITLE;
	if (w->long_)
		shape |= CS_SHAPE_LONG;
	/* Latin with all its extensions ends at U+024F, and begins again at U+1E00. */
	if (w->first > 0x24f && (w->first < 0x1e00 || w->first > 0x1eff))
		shape |= CS_SHAPE_FOREIGN;
	return (uint8_t)shape;
}

/* Lower case beyond ASCII, for the word that was copied to norm from at on. */
static void
fold(struct scan *s, size_t at)
{
	struct cs_buf *norm = &s->t->norm;
	struct cs_buf folded = CS_BUF_INIT;

	cs_utf8_fold(&folded, cs_str(norm->p + at, norm->n - at));
	norm->n = at;
	cs_buf_str(norm, cs_buf_all(&folded));
	cs_buf_finish(&folded);
}

static void
word(struct scan *s, bool camel)
{
	struct cs_buf *norm = &s->t->norm;
	struct word w = {0};
	size_t begin = s->i, at = norm->n, len;
	enum cs_token_kind kind = CS_TOKEN_WORD;
	struct cs_token *k;

	copy_word(s, &w, camel);
	/* Nothing, or only joiners: no word. */
	if (norm->n == at)
		return;
	if (!camel && s->i < s->s.n && (len = cs_link_match(s->s, begin, s->i, &kind)) != 0) {
		s->i = begin + len;
		norm->n = at;
		add_typed(s, kind, begin);
		return;
	}
	if (s->i - begin == 1 && class_at(s, s->i) == DOT)
		copy_dotted(s, &w);
	if (w.high)
		fold(s, at);
	if (norm->n - at > 2 && norm->p[norm->n - 1] == 's' && norm->p[norm->n - 2] == '\'')
		norm->n -= 2;
	if (w.star || (w.digit >= 3 && s->i - begin >= 5)) {
		norm->n = at;
		add_typed(s, w.star ? CS_TOKEN_CENSORED : CS_TOKEN_CODE, begin);
		return;
	}
	k = add(s, CS_TOKEN_WORD, begin, at);
	k->shape |= shape_of(&w, class_at(s, begin) == UPPER);
}

/*
 * Ends a word of letters and inner apostrophes, [s->i, end) of the text, lowered to n bytes at norm.
 * False when what follows may belong to it (a link, an address, a dot inside): nothing is done.
 */
static inline bool
end_word(struct scan *s, size_t end, size_t n, bool caps)
{
	struct cs_buf *norm = &s->t->norm;
	size_t begin = s->i, at = norm->n;
	const char *out = norm->p + at;
	uint8_t c = class_at(s, end);
	unsigned shape = 0;

	if (!(ends_words >> c & 1) && !(c == DOT && n > 1 && class_at(s, end + 1) <= LINE))
		return false;
	if (c == WEAK && s->s.p[end] == ':')
		return false;
	if (n > 2 && out[n - 2] == '\'' && out[n - 1] == 's')
		n -= 2;
	shape |= caps ? CS_SHAPE_CAPS : 0;
	shape |= class_at(s, begin) == UPPER ? CS_SHAPE_TITLE : 0;
	s->i = end;
	norm->n = at + n;
	add(s, CS_TOKEN_WORD, begin, at)->shape |= (uint8_t)shape;
	return true;
}

#ifdef __SSE2__
/*
 * Words of less than 16 letters, with 16 bytes of text left: bounded, lowered and checked for
 * letters that stand three times at once. False: not such a word, nothing is done.
 */
static bool
short_word(struct scan *s)
{
	const __m128i bias_upper = _mm_set1_epi8((char)(0x80 - 'A'));
	const __m128i bias_lower = _mm_set1_epi8((char)(0x80 - 'a'));
	const __m128i letters = _mm_set1_epi8((char)(0x80 + 26));
	__m128i v, upper, lower, same;
	unsigned n, mask, caps;
	char *out;

	if (s->s.n - s->i < 16)
		return false;
	out = room(s);
	v = _mm_loadu_si128((const __m128i *)(const void *)(s->s.p + s->i));
	/* Signed compare of c - 'A' + 0x80 with 26 + 0x80: true for the 26 capitals alone. */
	upper = _mm_cmplt_epi8(_mm_add_epi8(v, bias_upper), letters);
	lower = _mm_cmplt_epi8(_mm_add_epi8(v, bias_lower), letters);
	mask = (unsigned)_mm_movemask_epi8(_mm_or_si128(upper, lower));
	n = (unsigned)__builtin_ctz(~mask);
	if (n >= 16 || s->s.p[s->i + n] == '\'')
		return false;
	mask = (1U << n) - 1;
	v = _mm_or_si128(v, _mm_and_si128(upper, _mm_set1_epi8(0x20)));
	same = _mm_cmpeq_epi8(v, _mm_slli_si128(v, 1));
	same = _mm_and_si128(same, _mm_slli_si128(same, 1));
	if ((unsigned)_mm_movemask_epi8(same) & mask)
		return false;
	_mm_storeu_si128((__m128i *)(void *)out, v);
	caps = (unsigned)_mm_movemask_epi8(upper) & mask;
	return end_word(s, s->i + n, n, caps == mask && n > 1);
}
#else
static bool
short_word(struct scan *s)
{
	(void)s;
	return false;
}
#endif

/* The same for any length and for apostrophes inside, byte by byte. */
static bool
plain_word(struct scan *s)
{
	size_t i = s->i, upper = 0, n = 0;
	char *out = room(s), low;

	for (; i < s->s.n; i++) {
		low = lower_letter[(unsigned char)s->s.p[i]];
		if (low == 0) {
			if (s->s.p[i] != '\'' || !is_letter(class_at(s, i + 1)))
				break;
			low = '\'';
		}
		if (n >= 2 && low == out[n - 1] && low == out[n - 2])
			return false;
		upper += s->s.p[i] != low;
		out[n++] = low;
	}
	return end_word(s, i, n, upper == n && n > 1);
}

/* #CamelCase, #word, #123 */
static void
hash(struct scan *s)
{
	size_t begin = s->i++, n = 0;

	while (class_at(s, s->i + n) == DIGIT)
		n++;
	if (n >= 2 && !is_letter(class_at(s, s->i + n))) {
		s->i += n;
		add_typed(s, CS_TOKEN_CODE, begin);
		return;
	}
	if (!is_letter(class_at(s, s->i)) && class_at(s, s->i) != HIGH)
		return;
	s->shape = CS_SHAPE_HASHTAG;
	while (is_letter(class_at(s, s->i)) || class_at(s, s->i) == HIGH ||
	       class_at(s, s->i) == DIGIT) {
		size_t before = s->i;

		word(s, true);
		if (s->i == before)
			break;
	}
	s->shape = 0;
}

static void
handle(struct scan *s)
{
	size_t begin = s->i++;

	while (is_letter(class_at(s, s->i)) || class_at(s, s->i) == DIGIT ||
	       (s->i < s->s.n && s->s.p[s->i] == '_'))
		s->i++;
	if (s->i - begin > 1)
		add_typed(s, CS_TOKEN_HANDLE, begin);
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
amount(struct scan *s)
{
	size_t begin = s->i, at = s->t->norm.n;
	struct cs_amount a;
	struct cs_token *k;

	if (!cs_amount_match(s->s, begin, &a))
		return false;
	s->i += a.n;
	if (spelled_as_written(a.kind)) {
		cs_utf8_fold(&s->t->norm, cs_str(s->s.p + begin, a.n));
		k = add(s, a.kind, begin, at);
	} else {
		k = add_typed(s, a.kind, begin);
	}
	k->value = a.value;
	return true;
}

static void
stars(struct scan *s, size_t len, unsigned filled, unsigned all)
{
	size_t begin = s->i;

	s->i += len;
	add_typed(s, CS_TOKEN_RATING, begin)->value = filled * INT64_C(1000) / (all > 5 ? all : 5);
}

/* An emoji; the same one again and again is one token with a count. */
static void
emoji(struct scan *s)
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
		k = add(s, CS_TOKEN_EMOJI, begin, at);
	}
	k->value++;
}

static void
high(struct scan *s)
{
	size_t len, before = s->i;
	int32_t cp = cs_utf8_next(cs_str_skip(s->s, s->i), &len);

	if (cs_emoji_starts(cp)) {
		emoji(s);
		return;
	}
	if ((cp == 0x20ac || cp == 0x20b9 || (cp >= 0xa2 && cp <= 0xa5)) && amount(s))
		return;
	word(s, false);
	if (s->i == before)
		s->i += len;
}

static bool
emoticon(struct scan *s)
{
	size_t n = cs_emoticons_match(s->emo, s->s, s->i), begin = s->i, at = s->t->norm.n;

	if (n == 0)
		return false;
	s->i += n;
	cs_utf8_fold(&s->t->norm, cs_str(s->s.p + begin, n));
	add(s, CS_TOKEN_EMOJI, begin, at)->value = 1;
	return true;
}

/* A dash with a blank on a side parts clauses; one inside a word only parts words. */
static void
dash(struct scan *s)
{
	uint8_t before = s->i != 0 ? class_at(s, s->i - 1) : BLANK;
	uint8_t after = class_at(s, s->i + 1);

	if (before == BLANK || after == BLANK || after == DASH)
		mark_end(s, CS_END_WEAK);
	s->i++;
}

void
cs_tokens_scan(struct cs_tokens *t, const struct cs_emoticons *emo, struct cs_str field)
{
	struct scan s = {.t = t, .emo = emo};

	t->n = 0;
	cs_buf_reset(&t->norm);
	cs_plain_make(&t->plain, field);
	s.s = t->plain.text;
	s.mapped = s.s.p != field.p;
	while (s.i < s.s.n) {
		unsigned char c = (unsigned char)s.s.p[s.i];

		if (emo->first[c] && emoticon(&s))
			continue;
		switch (class[c]) {
		case UPPER:
		case LOWER:
			if (!short_word(&s) && !plain_word(&s))
				word(&s, false);
			break;
		case HIGH:
			high(&s);
			break;
		case DIGIT:
			(void)amount(&s);
			break;
		case SIGN:
			if (!amount(&s))
				s.i++;
			break;
		case HASH:
			hash(&s);
			break;
		case AT:
			handle(&s);
			break;
		case DASH:
			dash(&s);
			break;
		case BANG:
			mark(&s, 1);
			s.i++;
			break;
		case QUERY:
			mark(&s, 16);
			s.i++;
			break;
		case DOT:
		case LINE:
			mark_end(&s, CS_END_STOP);
			s.i++;
			break;
		case WEAK:
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
