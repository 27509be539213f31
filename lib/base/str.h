/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Slices: a pointer and a length into bytes that somebody else owns. Not terminated by NUL; may
 * hold any byte. p may be NULL only when n is 0. Passed and returned by value.
 */
#ifndef CS_BASE_STR_H
#define CS_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct cs_str {
	const char *p;
	size_t n;
};

/* A slice of a string literal, for expressions and (_INIT) for static tables. */
#define CS_STR(lit) ((struct cs_str){"" lit, sizeof(lit) - 1})
#define CS_STR_INIT(lit)                                                                           \
	{                                                                                          \
		"" lit, sizeof(lit) - 1                                                            \
	}

/* For printf: "%.*s", CS_STR_ARG(s). Slices over INT_MAX bytes are cut. */
#define CS_STR_ARG(s) (int)((s).n > 0x7fffffff ? 0x7fffffff : (s).n), (s).n != 0 ? (s).p : ""

static inline struct cs_str
cs_str(const char *p, size_t n)
{
	return (struct cs_str){p, n};
}

/* A slice of the C string z, which may be NULL: then empty. */
static inline struct cs_str
cs_str_z(const char *z)
{
	return (struct cs_str){z, z != NULL ? strlen(z) : 0};
}

static inline bool
cs_str_eq(struct cs_str a, struct cs_str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool
cs_str_eqz(struct cs_str a, const char *z)
{
	return cs_str_eq(a, cs_str_z(z));
}

/* Bytes in order, as memcmp; a prefix sorts first. */
int cs_str_cmp(struct cs_str a, struct cs_str b);

/* The same of texts that may not be there (p NULL): these are last. */
static inline int
cs_str_cmp_none(struct cs_str a, struct cs_str b)
{
	if (a.p == NULL || b.p == NULL)
		return (a.p == NULL) - (b.p == NULL);
	return cs_str_cmp(a, b);
}

/* Equal but for the case of ASCII letters. */
bool cs_str_ieq(struct cs_str a, struct cs_str b);

bool cs_str_starts(struct cs_str s, struct cs_str prefix);
bool cs_str_ends(struct cs_str s, struct cs_str suffix);

/* Position of the first c in s, or s.n. */
size_t cs_str_find(struct cs_str s, char c);

/* Position of the first needle in s, or s.n; an empty needle is at 0. */
size_t cs_str_search(struct cs_str s, struct cs_str needle);

/* s without its first n bytes (all of them when n is larger); s cut to its first n bytes. */
struct cs_str cs_str_skip(struct cs_str s, size_t n);
struct cs_str cs_str_head(struct cs_str s, size_t n);

/* s without blanks and tabs, CR and LF at both ends. */
struct cs_str cs_str_trim(struct cs_str s);

/*
 * Takes the piece before the next sep off the front of *s and gives it; the rest stays in *s
 * without the sep. False when *s was used up: p is NULL then. So "a,,b" gives a, "", b and
 * "" gives one empty piece.
 */
bool cs_str_split(struct cs_str *s, char sep, struct cs_str *piece);

/*
 * How many single-byte edits (insert, delete, replace, swap of neighbours) lead from a to b, ASCII
 * case apart; at least limit + 1 when it is more than limit. For "did you mean".
 */
unsigned cs_str_distance(struct cs_str a, struct cs_str b, unsigned limit);

#endif
