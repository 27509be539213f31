/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One line of a trace: see lineage.h. It is the small part of JSON that cli/trace writes; other
 * programs' lines are refused. Each reader takes what it reads off the front of *s.
 */
#include "base/mem.h"
#include "base/utf8.h"
#include "cli/lineage.h"

#include <stdlib.h>

#define MAX_MEMBERS 64

static void
blanks(struct cs_str *s)
{
	while (s->n != 0 && (*s->p == ' ' || *s->p == '\t'))
		*s = cs_str_skip(*s, 1);
}

static bool
take(struct cs_str *s, char c)
{
	blanks(s);
	if (s->n == 0 || *s->p != c)
		return false;
	*s = cs_str_skip(*s, 1);
	return true;
}

static int
hex4(struct cs_str s)
{
	static const char digit[] = "0123456789abcdef";
	int v = 0;

	if (s.n < 4)
		return -1;
	for (size_t i = 0; i < 4; i++) {
		const char *d = s.p[i] != '\0' ? strchr(digit, s.p[i] | 0x20) : NULL;

		if (d == NULL)
			return -1;
		v = v * 16 + (int)(d - digit);
	}
	return v;
}

/* What stands behind a backslash. */
static bool
escape(struct cs_str *s, struct cs_buf *b)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *at;
	int cp;

	if (s->n == 0 || *s->p == '\0')
		return false;
	if (*s->p == 'u') {
		cp = hex4(cs_str_skip(*s, 1));
		cs_utf8_add(b, cp);
		*s = cs_str_skip(*s, 5);
		return cp >= 0;
	}
	at = strchr(from, *s->p);
	if (at == NULL)
		return false;
	cs_buf_c(b, to[at - from]);
	*s = cs_str_skip(*s, 1);
	return true;
}

static bool
string(struct cs_arena *arena, struct cs_str *s, struct cs_str *text)
{
	struct cs_buf b = CS_BUF_INIT;
	bool good = take(s, '"');

	while (good && s->n != 0 && *s->p != '"') {
		char c = *s->p;

		*s = cs_str_skip(*s, 1);
		if (c == '\\')
			good = escape(s, &b);
		else
			cs_buf_c(&b, c);
	}
	good = good && take(s, '"');
	if (good)
		*text = cs_arena_str(arena, cs_buf_all(&b));
	cs_buf_finish(&b);
	return good;
}

static bool
scalar(struct cs_arena *arena, struct cs_str *s, struct cs_str *text)
{
	size_t n = 0;

	blanks(s);
	if (s->n != 0 && *s->p == '"')
		return string(arena, s, text);
	while (n < s->n && ((s->p[n] >= '0' && s->p[n] <= '9') || (n == 0 && s->p[n] == '-')))
		n++;
	*text = cs_str_head(*s, n);
	*s = cs_str_skip(*s, n);
	return n != 0;
}

/* The inside of [ ] or { }, behind the opening mark. */
static bool
list(struct cs_arena *arena, struct cs_str *s, char end, struct cs_trace_member *m)
{
	struct cs_str *item = NULL;
	size_t n = 0, cap = 0;
	bool good = true;

	if (!take(s, end)) {
		do {
			item = cs_mem_grow(item, &cap, n + 2, sizeof *item);
			good = (end == ']' || (string(arena, s, &item[n++]) && take(s, ':'))) &&
			       scalar(arena, s, &item[n++]);
		} while (good && take(s, ','));
		good = good && take(s, end);
	}
	m->item = cs_arena_new(arena, n, sizeof *item);
	if (good && n != 0)
		memcpy(m->item, item, n * sizeof *item);
	m->n = n;
	free(item);
	return good;
}

bool
cs_trace_line(
    struct cs_arena *arena, struct cs_str line, struct cs_trace_member **member, size_t *n)
{
	struct cs_trace_member *m = cs_arena_new(arena, MAX_MEMBERS, sizeof *m);
	bool good = take(&line, '{');

	*n = 0;
	do {
		if (!good || *n == MAX_MEMBERS)
			return false;
		good = string(arena, &line, &m->name) && take(&line, ':');
		if (!good)
			return false;
		if (take(&line, '[')) {
			good = list(arena, &line, ']', m);
		} else if (take(&line, '{')) {
			good = list(arena, &line, '}', m);
		} else {
			m->item = cs_arena_new(arena, 1, sizeof *m->item);
			m->n = 1;
			good = scalar(arena, &line, m->item);
		}
		m++;
		++*n;
	} while (good && take(&line, ','));
	*member = m - *n;
	return good && take(&line, '}') && line.n == 0;
}
