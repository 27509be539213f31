/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a person is mentioned: see mention.h. */
#include "person/mention.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

/* The first marks that letters are joined with are those from U+0300 on. */
enum { COUNTRY = 3, DIGITS_MOST = 24, MARKS = 0xcc };

/* On the way through a text. */
struct search {
	const struct cs_mentions *m;
	struct cs_str text;
	size_t from;
	uint32_t least;
	struct cs_buf folded;
	size_t begin, end;  /* of the last word that was looked at */
	struct cs_str word; /* it, folded where it is not ASCII */
};

void
cs_mentions_finish(struct cs_mentions *m)
{
	cs_arena_finish(&m->arena);
	cs_map_finish(&m->text);
	free(m->item);
	*m = (struct cs_mentions){0};
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_wide(char c)
{
	return (unsigned char)c >= 0x80;
}

static bool
any_wide(struct cs_str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += is_wide(s.p[i]);
	return n != 0;
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
is_ascii_word(char c)
{
	return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || c == '_';
}

/* A letter, a digit or a mark at the front, of any script; what is not UTF-8 may be one. */
static bool
is_word(struct cs_str s, size_t *len)
{
	int32_t cp;

	*len = 1;
	if (!is_wide(s.p[0]))
		return is_ascii_word(s.p[0]);
	cp = cs_utf8_next(s, len);
	return cp < 0 || cs_utf8_is_word(cp);
}

static bool
word_at(struct cs_str text, size_t at)
{
	size_t len;

	return at < text.n && is_word(cs_str_skip(text, at), &len);
}

/* What people put between the digits of a number, at most three at a time. */
static bool
is_separator(char c)
{
	return c == ' ' || c == '-' || c == '/' || c == '.' || c == '(' || c == ')';
}

/*
 * The telephone number at the front of a text, as digits without leading zeros and without the (0)
 * that some write behind the country code. How long it is in the text; 0: there is none.
 */
static size_t
scan_phone(struct cs_str s, char digit[DIGITS_MOST], size_t *n)
{
	size_t at = s.n != 0 && s.p[0] == '+', end = 0, gap = 0;
	bool trunk = false; /* between the brackets of (0) */

	*n = 0;
	for (; at < s.n && gap <= 3 && *n < DIGITS_MOST; at++) {
		if (is_digit(s.p[at])) {
			trunk = *n != 0 && s.p[at] == '0' && s.p[at - 1] == '(' && at + 1 < s.n &&
				s.p[at + 1] == ')';
			if (!trunk && (*n != 0 || s.p[at] != '0'))
				digit[(*n)++] = s.p[at];
			end = at + 1;
			gap = 0;
		} else if (is_separator(s.p[at])) {
			gap++;
		} else {
			break;
		}
	}
	return end;
}

/* An identifier that is a telephone number and nothing else. */
static bool
is_phone(struct cs_str s, char digit[DIGITS_MOST], size_t *n)
{
	return scan_phone(s, digit, n) == s.n && *n >= CS_MENTION_DIGITS;
}

static bool
same_phone(struct cs_str a, struct cs_str b)
{
	struct cs_str s = a.n < b.n ? a : b, l = a.n < b.n ? b : a;

	return s.n >= CS_MENTION_DIGITS && l.n - s.n <= COUNTRY && cs_str_ends(l, s);
}

uint32_t
cs_mentions_add(struct cs_mentions *m, struct cs_str text, bool phone)
{
	size_t known = m->text.n, n;
	uint32_t id = cs_map_add(&m->text, text);
	struct cs_buf folded = CS_BUF_INIT;
	struct cs_mention *x;
	char digit[DIGITS_MOST];

	if (m->text.n == known)
		return id;
	m->item = cs_mem_grow(m->item, &m->cap, m->text.n, sizeof *m->item);
	x = &m->item[id];
	cs_utf8_fold(&folded, text);
	*x = (struct cs_mention){.text = cs_map_key(&m->text, id),
	    .folded = cs_arena_str(&m->arena, cs_buf_all(&folded))};
	cs_buf_finish(&folded);
	if ((phone || text.p[0] == '+') && is_phone(text, digit, &n)) {
		x->digits = cs_arena_str(&m->arena, cs_str(digit, n));
		m->phones = true;
	}
	m->begins[(unsigned char)x->folded.p[0]] = true;
	return id;
}

void
cs_mentions_off(struct cs_mentions *m, uint32_t id)
{
	m->item[id].off = true;
}

/* The number of the identifier that these digits are. */
static uint32_t
find_phone(const struct cs_mentions *m, struct cs_str digits, uint32_t least)
{
	for (uint32_t i = least; i < m->text.n; i++)
		if (!m->item[i].off && m->item[i].digits.n != 0 &&
		    same_phone(m->item[i].digits, digits))
			return i;
	return CS_MAP_NONE;
}

/* Part of an address goes on here, so that what stands before or behind is not a whole one. */
static bool
touches_address(char c)
{
	return c == '.' || c == '+' || c == '-' || c == '%';
}

/* Without its last group of digits. */
static size_t
shorter(struct cs_str s)
{
	while (s.n != 0 && is_digit(s.p[s.n - 1]))
		s.n--;
	while (s.n != 0 && !is_digit(s.p[s.n - 1]))
		s.n--;
	return s.n;
}

/* A telephone number that begins here; digits may follow that are not of it. */
static bool
phone_at(const struct search *s, size_t at, struct cs_mention_hit *hit)
{
	struct cs_str rest = cs_str_skip(s->text, at);
	char digit[DIGITS_MOST];
	size_t n, length;

	if (at > s->from && s->text.p[at - 1] == '+')
		return false;
	for (;; rest.n = shorter(cs_str_head(rest, length))) {
		length = scan_phone(rest, digit, &n);
		if (n < CS_MENTION_DIGITS)
			return false;
		if (word_at(s->text, at + length))
			continue;
		hit->id = find_phone(s->m, cs_str(digit, n), s->least);
		hit->start = at;
		hit->end = at + length;
		if (hit->id != CS_MAP_NONE)
			return true;
	}
}

/*
 * One character and the letters, digits and marks behind it, folded. What begins such a word is
 * never joined with what is before it, so that a text folds to its words one by one.
 */
static struct cs_str
word(struct search *s, size_t at)
{
	struct cs_str raw;
	size_t len;

	if (s->end != 0 && s->begin == at)
		return s->word;
	s->begin = s->end = at;
	do
		(void)is_word(cs_str_skip(s->text, s->end), &len);
	while (word_at(s->text, s->end += len));
	raw = cs_str(s->text.p + at, s->end - at);
	s->word = raw;
	if (any_wide(raw)) {
		cs_buf_reset(&s->folded);
		cs_utf8_fold(&s->folded, raw);
		s->word = cs_buf_all(&s->folded);
	}
	return s->word;
}

/* Where whole words end that are this but for case; 0: they are not. */
static size_t
same_words(struct search *s, size_t at, struct cs_str folded)
{
	while (folded.n != 0 && at < s->text.n) {
		struct cs_str next = word(s, at);

		if (!cs_str_ieq(cs_str_head(folded, next.n), next))
			return 0;
		folded = cs_str_skip(folded, next.n);
		at = s->end;
	}
	return folded.n == 0 ? at : 0;
}

uint32_t
cs_mentions_is(const struct cs_mentions *m, struct cs_str text, uint32_t least)
{
	struct search s = {.text = text, .folded = CS_BUF_INIT};
	uint32_t id = cs_map_find(&m->text, text);
	char digit[DIGITS_MOST];
	size_t n;

	if (text.n == 0 || (id != CS_MAP_NONE && id >= least && !m->item[id].off))
		return id;
	for (id = least; id < m->text.n; id++)
		if (!m->item[id].off && same_words(&s, 0, m->item[id].folded) == text.n)
			break;
	cs_buf_finish(&s.folded);
	if (id < m->text.n)
		return id;
	if (m->phones && text.n >= CS_MENTION_DIGITS && scan_phone(text, digit, &n) == text.n)
		return find_phone(m, cs_str(digit, n), least);
	return CS_MAP_NONE;
}

static bool
text_at(struct search *s, size_t at, struct cs_mention_hit *hit)
{
	const struct cs_mentions *m = s->m;
	bool touched = at > s->from && touches_address(s->text.p[at - 1]);

	if (!m->begins[(unsigned char)lower(word(s, at).p[0])])
		return false;
	for (uint32_t i = s->least; i < m->text.n; i++) {
		const struct cs_mention *x = &m->item[i];
		size_t end;

		if (x->off || x->text.n < CS_MENTION_LEAST ||
		    (touched && cs_str_find(x->folded, '@') < x->folded.n))
			continue;
		end = same_words(s, at, x->folded);
		if (end == 0)
			continue;
		*hit = (struct cs_mention_hit){at, end, i};
		return true;
	}
	return false;
}

bool
cs_mentions_find(const struct cs_mentions *m, struct cs_str text, size_t from, uint32_t least,
    struct cs_mention_hit *hit)
{
	struct search s = {
	    .m = m, .text = text, .from = from, .least = least, .folded = CS_BUF_INIT};
	bool found = false, inside = false; /* a word beyond ASCII, which goes on here */
	size_t len;

	for (size_t at = from; at < text.n && !found; at += len) {
		char c = text.p[at];
		bool phone = m->phones && (is_digit(c) || c == '+');
		bool begins = m->begins[(unsigned char)lower(c)] || is_wide(c) ||
			      (at + 1 < text.n && (unsigned char)text.p[at + 1] >= MARKS);

		if ((begins || phone) && !inside && (at == from || !is_ascii_word(text.p[at - 1])))
			found =
			    (begins && text_at(&s, at, hit)) || (phone && phone_at(&s, at, hit));
		len = 1;
		inside = is_wide(c) && is_word(cs_str_skip(text, at), &len);
		if (inside && s.begin == at && s.end != 0)
			len = s.end - at;
	}
	cs_buf_finish(&s.folded);
	return found;
}
