/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a person is mentioned: see mention.h. */
#include "desk/mention.h"

#include <stdlib.h>

#include "base/mem.h"

enum { COUNTRY = 3, DIGITS_MOST = 24 };

void
cs_mentions_finish(struct cs_mentions *m)
{
	for (size_t i = 0; i < m->text.n; i++)
		free((void *)(uintptr_t)m->item[i].digits.p);
	cs_map_finish(&m->text);
	free(m->item);
	*m = (struct cs_mentions){0};
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A letter or a digit: also any byte of a character outside ASCII. */
static bool
is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       (unsigned char)c >= 0x80;
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
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
	struct cs_mention *x;
	char digit[DIGITS_MOST];

	if (m->text.n == known)
		return id;
	m->item = cs_mem_grow(m->item, &m->cap, m->text.n, sizeof *m->item);
	x = &m->item[id];
	*x = (struct cs_mention){cs_map_key(&m->text, id), {NULL, 0}, false};
	if ((phone || text.p[0] == '+') && is_phone(text, digit, &n)) {
		char *copy = cs_mem_new(n, 1);

		memcpy(copy, digit, n);
		x->digits = cs_str(copy, n);
		m->phones = true;
	}
	m->begins[(unsigned char)lower(text.p[0])] = true;
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

uint32_t
cs_mentions_is(const struct cs_mentions *m, struct cs_str text, uint32_t least)
{
	uint32_t id = cs_map_find(&m->text, text);
	char digit[DIGITS_MOST];
	size_t n;

	if (id != CS_MAP_NONE && id >= least && !m->item[id].off)
		return id;
	for (uint32_t i = least; i < m->text.n; i++)
		if (!m->item[i].off && cs_str_ieq(m->item[i].text, text))
			return i;
	if (m->phones && text.n >= CS_MENTION_DIGITS && scan_phone(text, digit, &n) == text.n)
		return find_phone(m, cs_str(digit, n), least);
	return CS_MAP_NONE;
}

/* Part of an address goes on here, so that what stands before or behind is not a whole one. */
static bool
touches_address(char c)
{
	return c == '.' || c == '+' || c == '-' || c == '%';
}

/* Nothing that belongs to it touches it, in front or behind. */
static bool
alone(struct cs_str text, size_t start, size_t end)
{
	bool address = memchr(text.p + start, '@', end - start) != NULL;

	if (start > 0 &&
	    (is_word(text.p[start - 1]) || (address && touches_address(text.p[start - 1]))))
		return false;
	return end == text.n || !is_word(text.p[end]);
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
phone_at(const struct cs_mentions *m, struct cs_str text, size_t at, uint32_t least,
    struct cs_mention_hit *hit)
{
	struct cs_str rest = cs_str_skip(text, at);
	char digit[DIGITS_MOST];
	size_t n, length;

	if (at > 0 && (is_word(text.p[at - 1]) || text.p[at - 1] == '+'))
		return false;
	for (;; rest.n = shorter(cs_str_head(rest, length))) {
		length = scan_phone(rest, digit, &n);
		if (n < CS_MENTION_DIGITS)
			return false;
		if (at + length < text.n && is_word(text.p[at + length]))
			continue;
		hit->id = find_phone(m, cs_str(digit, n), least);
		hit->start = at;
		hit->end = at + length;
		if (hit->id != CS_MAP_NONE)
			return true;
	}
}

static bool
text_at(const struct cs_mentions *m, struct cs_str text, size_t at, uint32_t least,
    struct cs_mention_hit *hit)
{
	for (uint32_t i = least; i < m->text.n; i++) {
		struct cs_str s = m->item[i].text;

		if (m->item[i].off || s.n < CS_MENTION_LEAST || s.n > text.n - at ||
		    !cs_str_ieq(s, cs_str(text.p + at, s.n)) || !alone(text, at, at + s.n))
			continue;
		*hit = (struct cs_mention_hit){at, at + s.n, i};
		return true;
	}
	return false;
}

bool
cs_mentions_find(const struct cs_mentions *m, struct cs_str text, size_t from, uint32_t least,
    struct cs_mention_hit *hit)
{
	for (size_t at = from; at < text.n; at++) {
		char c = text.p[at];

		if (m->begins[(unsigned char)lower(c)] && text_at(m, text, at, least, hit))
			return true;
		if (m->phones && (is_digit(c) || c == '+') && phone_at(m, text, at, least, hit))
			return true;
	}
	return false;
}
