/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slices: see str.h. */
#include "base/str.h"

static inline unsigned char
lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

int
cs_str_cmp(struct cs_str a, struct cs_str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int r = n != 0 ? memcmp(a.p, b.p, n) : 0;

	return r != 0 ? r : (a.n > b.n) - (a.n < b.n);
}

bool
cs_str_ieq(struct cs_str a, struct cs_str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

bool
cs_str_starts(struct cs_str s, struct cs_str prefix)
{
	return s.n >= prefix.n && cs_str_eq(cs_str_head(s, prefix.n), prefix);
}

bool
cs_str_ends(struct cs_str s, struct cs_str suffix)
{
	return s.n >= suffix.n && cs_str_eq(cs_str_skip(s, s.n - suffix.n), suffix);
}

size_t
cs_str_find(struct cs_str s, char c)
{
	const char *q = s.n != 0 ? memchr(s.p, c, s.n) : NULL;

	return q != NULL ? (size_t)(q - s.p) : s.n;
}

size_t
cs_str_search(struct cs_str s, struct cs_str needle)
{
	for (size_t i = 0; i + needle.n <= s.n; i++) {
		if (needle.n == 0 || memcmp(s.p + i, needle.p, needle.n) == 0)
			return i;
	}
	return s.n;
}

struct cs_str
cs_str_skip(struct cs_str s, size_t n)
{
	if (n > s.n)
		n = s.n;
	return n != 0 ? cs_str(s.p + n, s.n - n) : s;
}

struct cs_str
cs_str_head(struct cs_str s, size_t n)
{
	return cs_str(s.p, n < s.n ? n : s.n);
}

static inline bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct cs_str
cs_str_trim(struct cs_str s)
{
	while (s.n != 0 && blank(s.p[s.n - 1]))
		s.n--;
	while (s.n != 0 && blank(s.p[0]))
		s = cs_str_skip(s, 1);
	return s;
}

bool
cs_str_split(struct cs_str *s, char sep, struct cs_str *piece)
{
	size_t n;

	if (s->p == NULL)
		return false;
	n = cs_str_find(*s, sep);
	*piece = cs_str_head(*s, n);
	*s = n < s->n ? cs_str_skip(*s, n + 1) : cs_str(NULL, 0);
	return true;
}

enum { LONGEST = 64 };

unsigned
cs_str_distance(struct cs_str a, struct cs_str b, unsigned limit)
{
	unsigned row[3][LONGEST + 1], *before = row[0], *last = row[1], *now = row[2];

	if (a.n > LONGEST || b.n > LONGEST)
		return limit + 1;
	for (size_t j = 0; j <= b.n; j++)
		last[j] = (unsigned)j;
	for (size_t i = 1; i <= a.n; i++) {
		unsigned *spare = before;

		now[0] = (unsigned)i;
		for (size_t j = 1; j <= b.n; j++) {
			unsigned char x = lower(a.p[i - 1]), y = lower(b.p[j - 1]);
			unsigned best = last[j - 1] + (x != y);

			if (last[j] + 1 < best)
				best = last[j] + 1;
			if (now[j - 1] + 1 < best)
				best = now[j - 1] + 1;
			if (i > 1 && j > 1 && x == lower(b.p[j - 2]) && lower(a.p[i - 2]) == y &&
			    before[j - 2] + 1 < best)
				best = before[j - 2] + 1;
			now[j] = best;
		}
		before = last;
		last = now;
		now = spare;
	}
	return last[b.n] <= limit ? last[b.n] : limit + 1;
}
