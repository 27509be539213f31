/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of a text: see token.h. Nearly all go the short way, 16 bytes at once. */
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/utf8.h"
#include "text/cutting.h"
#include "text/link.h"

/* Classes that end a word without a second look, a bit each. ':' may go on as a link. */
static const uint32_t ends_words = UINT32_C(1) << CS_BYTE_BLANK | UINT32_C(1) << CS_BYTE_LINE |
				   UINT32_C(1) << CS_BYTE_WEAK | UINT32_C(1) << CS_BYTE_BANG |
				   UINT32_C(1) << CS_BYTE_QUERY;

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
copy_high(struct cs_cutting *s, struct word *w)
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
room(struct cs_cutting *s)
{
	struct cs_buf *norm = &s->t->norm;
	size_t want = s->s.n - s->i + 16;

	return norm->cap - norm->n >= want ? norm->p + norm->n : cs_buf_reserve(norm, want);
}

/* Copies the letters, digits and inner apostrophes and stars from s->i on, lowered, to norm. */
static void
copy_word(struct cs_cutting *s, struct word *w, bool camel)
{
	struct cs_buf *norm = &s->t->norm;
	size_t begin = norm->n;
	uint8_t c;
	char ch;

	/* What is copied is never longer than what it is copied from. */
	(void)room(s);
	for (;; s->i++) {
		c = cs_cutting_at(s, s->i);
		if (c == CS_BYTE_HIGH) {
			if (!copy_high(s, w))
				return;
			s->i--;
			continue;
		}
		ch = s->s.p[s->i];
		if (c == CS_BYTE_UPPER) {
			/* In a hashtag a capital after a small letter, or before one, begins a
			 * word. */
			if (camel && norm->n != begin &&
			    (w->lower != 0 || cs_cutting_at(s, s->i + 1) == CS_BYTE_LOWER))
				return;
			w->upper++;
			ch = (char)(ch | 0x20);
		} else if (c == CS_BYTE_LOWER) {
			w->lower++;
		} else if (c == CS_BYTE_DIGIT) {
			if (camel && norm->n != begin && w->digit == 0)
				return;
			w->digit++;
		} else if (ch == '\'' && cs_byte_is_letter(cs_cutting_at(s, s->i + 1))) {
			/* don't, o'clock */
		} else if (ch == '*' && !camel && norm->n != begin &&
			   (w->star || norm->n - begin == 1 ||
			       cs_byte_is_letter(cs_cutting_at(s, s->i + 1)))) {
			w->star = true;
		} else {
			return;
		}
		if (norm->n - begin >= 2 && ch == norm->p[norm->n - 1] &&
		    ch == norm->p[norm->n - 2] && c != CS_BYTE_DIGIT)
			w->long_ = true;
		else
			norm->p[norm->n++] = ch;
	}
}

/* "u.s.", "e.g.", "p.m.": single letters with dots make one word. */
static void
copy_dotted(struct cs_cutting *s, struct word *w)
{
	while (cs_cutting_at(s, s->i) == CS_BYTE_DOT &&
	       cs_byte_is_letter(cs_cutting_at(s, s->i + 1)) &&
	       !cs_byte_is_letter(cs_cutting_at(s, s->i + 2)) &&
	       cs_cutting_at(s, s->i + 2) != CS_BYTE_DIGIT) {
		cs_buf_c(&s->t->norm, (char)(s->s.p[s->i + 1] | 0x20));
		w->lower += 1;
		s->i += 2;
		if (cs_cutting_at(s, s->i) == CS_BYTE_DOT &&
		    cs_cutting_at(s, s->i + 1) == CS_BYTE_BLANK &&
		    cs_cutting_at(s, s->i + 2) == CS_BYTE_LOWER) {
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
fold(struct cs_cutting *s, size_t at)
{
	struct cs_buf *norm = &s->t->norm;
	struct cs_buf folded = CS_BUF_INIT;

	cs_utf8_fold(&folded, cs_str(norm->p + at, norm->n - at));
	norm->n = at;
	cs_buf_str(norm, cs_buf_all(&folded));
	cs_buf_finish(&folded);
}

/* The long way, for any word. */
static void
any_word(struct cs_cutting *s, bool camel)
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
		cs_cutting_add_typed(s, kind, begin);
		return;
	}
	if (s->i - begin == 1 && cs_cutting_at(s, s->i) == CS_BYTE_DOT)
		copy_dotted(s, &w);
	if (w.high)
		fold(s, at);
	if (norm->n - at > 2 && norm->p[norm->n - 1] == 's' && norm->p[norm->n - 2] == '\'')
		norm->n -= 2;
	if (w.star || (w.digit >= 3 && s->i - begin >= 5)) {
		norm->n = at;
		cs_cutting_add_typed(s, w.star ? CS_TOKEN_CENSORED : CS_TOKEN_CODE, begin);
		return;
	}
	k = cs_cutting_add(s, CS_TOKEN_WORD, begin, at);
	k->shape |= shape_of(&w, cs_cutting_at(s, begin) == CS_BYTE_UPPER);
}

/*
 * Ends a word of letters and inner apostrophes, [s->i, end) of the text, lowered to n bytes at
 * norm. False when what follows may belong to it (a link, an address, a dot inside): nothing is
 * done.
 */
static inline bool
end_word(struct cs_cutting *s, size_t end, size_t n, bool caps)
{
	struct cs_buf *norm = &s->t->norm;
	size_t begin = s->i, at = norm->n;
	const char *out = norm->p + at;
	uint8_t c = cs_cutting_at(s, end);
	unsigned shape = 0;

	if (!(ends_words >> c & 1) &&
	    !(c == CS_BYTE_DOT && n > 1 && cs_cutting_at(s, end + 1) <= CS_BYTE_LINE))
		return false;
	if (c == CS_BYTE_WEAK && s->s.p[end] == ':')
		return false;
	if (n > 2 && out[n - 2] == '\'' && out[n - 1] == 's')
		n -= 2;
	shape |= caps ? CS_SHAPE_CAPS : 0;
	shape |= cs_cutting_at(s, begin) == CS_BYTE_UPPER ? CS_SHAPE_TITLE : 0;
	s->i = end;
	norm->n = at + n;
	cs_cutting_add(s, CS_TOKEN_WORD, begin, at)->shape |= (uint8_t)shape;
	return true;
}

#ifdef __SSE2__
/*
 * Words of less than 16 letters: bounded, lowered and checked for letters that stand three times,
 * all letters at once. False: not such a word, nothing is done.
 */
static bool
short_word(struct cs_cutting *s)
{
	const __m128i bias_upper = _mm_set1_epi8((char)(0x80 - 'A'));
	const __m128i bias_lower = _mm_set1_epi8((char)(0x80 - 'a'));
	const __m128i letters = _mm_set1_epi8((char)(0x80 + 26));
	__m128i v, upper, lower, same;
	unsigned n, mask, caps;
	char *out;

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
short_word(struct cs_cutting *s)
{
	(void)s;
	return false;
}
#endif

/* The same for any length and for apostrophes inside, byte by byte. */
static bool
plain_word(struct cs_cutting *s)
{
	size_t i = s->i, small = 0, n = 0;
	char *out = room(s), low;

	for (;; i++) {
		low = (char)(s->s.p[i] | 0x20);
		if (!cs_byte_is_letter(cs_cutting_at(s, i))) {
			if (s->s.p[i] != '\'' || !cs_byte_is_letter(cs_cutting_at(s, i + 1)))
				break;
			low = '\'';
		}
		if (n >= 2 && low == out[n - 1] && low == out[n - 2])
			return false;
		small += cs_cutting_at(s, i) == CS_BYTE_LOWER;
		out[n++] = low;
	}
	return end_word(s, i, n, small == 0 && n > 1);
}

void
cs_cutting_word(struct cs_cutting *s, bool camel)
{
	if (camel || cs_cutting_at(s, s->i) == CS_BYTE_HIGH || (!short_word(s) && !plain_word(s)))
		any_word(s, camel);
}
