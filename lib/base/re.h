/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Regular expressions in Perl's flavour. The only user of PCRE2: compiled once and shared, matched
 * with JIT where the system allows it and by the interpreter where it does not.
 *
 * A pattern of plain ASCII, none of whose items could match a part of a character (as '.' and
 * '[^a]' can), is matched on bytes, at twice the speed. A pattern with a letter outside ASCII, or
 * with \p, follows Unicode: \w, \d, \s, \b and the case of letters. Anything else is matched on
 * characters, with \w, \d, \s and \b as ASCII has them.
 *
 * Time is bounded: a match gives up after a number of steps that grows with the text (100,000 +
 * 50 a byte). That is a result of its own: neither a match nor its absence.
 */
#ifndef CS_BASE_RE_H
#define CS_BASE_RE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

struct cs_re;
struct cs_re_state;

enum cs_re_flags {
	CS_RE_CASELESS = 1, /* letters match in either case */
	CS_RE_NONEMPTY = 2, /* refuse a pattern that matches the empty text */
	CS_RE_LITERAL = 4,  /* the pattern is text, nothing in it is special */
};

/* Longest pattern, bytes. */
enum { CS_RE_LONGEST = 16384 };

enum cs_re_result {
	CS_RE_NO = 0,	 /* no match */
	CS_RE_MATCH = 1, /* a match, in *hit */
	CS_RE_LIMIT = 2, /* gave up: too many steps, or too much memory for them */
	CS_RE_ERROR = 3, /* the text is not UTF-8, and the pattern is not matched on bytes */
};

/* Bytes from start (included) to end (not included) of the text. */
struct cs_re_hit {
	size_t start, end;
};

/*
 * Compiles a pattern; flags are a sum of cs_re_flags. NULL with *e (2): "pattern 'a(': missing
 * closing parenthesis at character 2". \C and patterns over CS_RE_LONGEST are refused.
 */
struct cs_re *cs_re_create(struct cs_str pattern, unsigned flags, struct cs_err *e);

/* Frees it; NULL is fine. States may outlive it. */
void cs_re_destroy(struct cs_re *re);

/* Groups in parentheses that it has. */
unsigned cs_re_groups(const struct cs_re *re);

/*
 * What matching needs beside the pattern: one a thread, for any number of patterns, one match at
 * a time. destroy takes NULL.
 */
struct cs_re_state *cs_re_state_create(void);
void cs_re_state_destroy(struct cs_re_state *st);

/*
 * The first match that begins at `from` or behind it (from <= s.n; what is before it is seen by \b
 * and lookbehind). hit may be NULL.
 */
enum cs_re_result cs_re_find(const struct cs_re *re, struct cs_re_state *st, struct cs_str s,
    size_t from, struct cs_re_hit *hit);

/* Where group n (1 ..) of the last match of this state was; false when it took no part. */
bool cs_re_group(const struct cs_re_state *st, unsigned n, struct cs_re_hit *hit);

/*
 * All matches from left to right, not overlapping; after an empty one the search goes on one
 * character further:
 *
 *	struct cs_re_all all = cs_re_all(re, st, s);
 *	while ((r = cs_re_next(&all, &hit)) == CS_RE_MATCH)
 *		...
 *
 * It ends with CS_RE_NO, or with CS_RE_LIMIT or CS_RE_ERROR, and stays there.
 */
struct cs_re_all {
	const struct cs_re *re;
	struct cs_re_state *st;
	struct cs_str s;
	size_t from;
	bool checked;		/* s is known to be UTF-8, or need not be */
	enum cs_re_result over; /* CS_RE_MATCH: not over */
};

static inline struct cs_re_all
cs_re_all(const struct cs_re *re, struct cs_re_state *st, struct cs_str s)
{
	return (struct cs_re_all){re, st, s, 0, false, CS_RE_MATCH};
}

enum cs_re_result cs_re_next(struct cs_re_all *all, struct cs_re_hit *hit);

#endif
