/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain text: see plain.h. */
#include "text/plain.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

/* Code points that stand for something plainer; a range maps as a whole. Sorted. */
static const struct {
	int32_t first, last;
	const char *plain;
} table[] = {
    {0x0085, 0x0085, "\n"},
    {0x00a0, 0x00a0, " "},
    {0x00ab, 0x00ab, "\""},
    {0x00ad, 0x00ad, ""}, /* soft hyphen */
    {0x00b4, 0x00b4, "'"},
    {0x00bb, 0x00bb, "\""},
    {0x02bc, 0x02bc, "'"},
    {0x1680, 0x1680, " "},
    {0x2000, 0x200a, " "},
    {0x200b, 0x200c, ""},
    {0x200e, 0x200f, ""},
    {0x2010, 0x2013, "-"},
    {0x2014, 0x2015, " - "}, /* an em dash parts clauses */
    {0x2018, 0x201b, "'"},
    {0x201c, 0x201f, "\""},
    {0x2026, 0x2026, "..."},
    {0x2028, 0x2029, "\n"},
    {0x202a, 0x202e, ""},
    {0x202f, 0x202f, " "},
    {0x2032, 0x2032, "'"},
    {0x2033, 0x2033, "\""},
    {0x2039, 0x203a, "'"},
    {0x203c, 0x203c, "!!"}, /* also an emoji, with the same meaning */
    {0x205f, 0x205f, " "},
    {0x2060, 0x2064, ""},
    {0x2066, 0x206f, ""},
    {0x2212, 0x2212, "-"},
    {0x3000, 0x3000, " "},
    {0x3001, 0x3001, ","},
    {0x3002, 0x3002, "."},
    {0xfeff, 0xfeff, ""},
};

static const struct {
	struct cs_str name;
	int32_t cp;
} entities[] = {
    {CS_STR_INIT("amp"), '&'},
    {CS_STR_INIT("apos"), '\''},
    {CS_STR_INIT("bull"), 0x2022},
    {CS_STR_INIT("euro"), 0x20ac},
    {CS_STR_INIT("gt"), '>'},
    {CS_STR_INIT("hellip"), 0x2026},
    {CS_STR_INIT("ldquo"), 0x201c},
    {CS_STR_INIT("lsquo"), 0x2018},
    {CS_STR_INIT("lt"), '<'},
    {CS_STR_INIT("mdash"), 0x2014},
    {CS_STR_INIT("nbsp"), 0xa0},
    {CS_STR_INIT("ndash"), 0x2013},
    {CS_STR_INIT("pound"), 0xa3},
    {CS_STR_INIT("quot"), '"'},
    {CS_STR_INIT("rdquo"), 0x201d},
    {CS_STR_INIT("rsquo"), 0x2019},
};

enum { N_TABLE = sizeof table / sizeof *table, N_ENTITIES = sizeof entities / sizeof *entities };

void
cs_plain_finish(struct cs_plain *p)
{
	cs_buf_finish(&p->buf);
	free(p->from);
	*p = (struct cs_plain){0};
}

/* Whether any byte is '&' or not ASCII; eight bytes a step, over the end into the padding. */
static bool
needs_work(struct cs_str s)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
	uint64_t w, x, found = 0;

	for (size_t i = 0; i < s.n; i += 8) {
		memcpy(&w, s.p + i, 8);
		x = w ^ ones * '&';
		/* A zero byte of x is an '&'; a carry may cry wolf, never miss one. */
		found |= w | ((x - ones) & ~x);
	}
	return (found & tops) != 0;
}

static const char *
plainer(int32_t cp)
{
	size_t lo = 0, hi = N_TABLE;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (cp > table[mid].last)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < N_TABLE && cp >= table[lo].first ? table[lo].plain : NULL;
}

/* The value of "#39" or "#x27", -1 when it is none or no character. */
static int32_t
numeric(struct cs_str s)
{
	bool hex = s.n > 1 && (s.p[1] | 0x20) == 'x';
	int32_t v = 0;

	if (s.n < (hex ? 3U : 2U))
		return -1;
	for (size_t i = hex ? 2 : 1; i < s.n; i++) {
		int c = (unsigned char)s.p[i], d;

		if (c >= '0' && c <= '9')
			d = c - '0';
		else if (hex && (c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			d = (c | 0x20) - 'a' + 10;
		else
			return -1;
		v = v * (hex ? 16 : 10) + d;
		if (v > 0x10ffff)
			return -1;
	}
	return v == 0 || (v >= 0xd800 && v <= 0xdfff) ? -1 : v;
}

/* The character of the entity at the front of s ('&' first) and its length; 0: there is none. */
static size_t
entity(struct cs_str s, int32_t *cp)
{
	struct cs_str name = cs_str_head(cs_str_skip(s, 1), 9);
	size_t n = cs_str_find(name, ';');

	if (n == name.n || n == 0)
		return 0;
	name.n = n;
	if (name.p[0] == '#') {
		*cp = numeric(name);
		return *cp >= 0 ? n + 2 : 0;
	}
	for (size_t i = 0; i < N_ENTITIES; i++) {
		if (cs_str_ieq(entities[i].name, name)) {
			*cp = entities[i].cp;
			return n + 2;
		}
	}
	return 0;
}

static void
add_code_point(struct cs_buf *b, int32_t cp)
{
	const char *plain = cp >= 0x80 ? plainer(cp) : NULL;

	if (plain != NULL)
		cs_buf_z(b, plain);
	else if (cp >= 0xff01 && cp <= 0xff5e)
		cs_buf_c(b, (char)(cp - 0xff01 + '!'));
	else
		cs_utf8_add(b, cp);
}

/* Notes that the bytes of buf from begin on came from offset at of the field. */
static void
note_from(struct cs_plain *p, size_t begin, size_t at)
{
	p->from = cs_mem_grow(p->from, &p->from_cap, p->buf.n + 1, sizeof *p->from);
	for (; begin < p->buf.n; begin++)
		p->from[begin] = (uint32_t)at;
}

/* The padding, and the text before it. */
static void
finish_text(struct cs_plain *p)
{
	memset(cs_buf_reserve(&p->buf, CS_PLAIN_PAD), 0, CS_PLAIN_PAD);
	p->text = cs_buf_all(&p->buf);
	p->buf.n += CS_PLAIN_PAD;
}

void
cs_plain_make(struct cs_plain *p, struct cs_str field)
{
	size_t len, begin;
	int32_t cp;

	cs_buf_reset(&p->buf);
	p->field_n = field.n;
	if (field.n != 0)
		cs_buf_str(&p->buf, field);
	finish_text(p);
	p->mapped = needs_work(p->text);
	if (!p->mapped)
		return;
	cs_buf_reset(&p->buf);
	for (size_t i = 0; i < field.n; i += len) {
		begin = p->buf.n;
		len = field.p[i] == '&' ? entity(cs_str_skip(field, i), &cp) : 0;
		if (len != 0) {
			add_code_point(&p->buf, cp);
		} else if ((unsigned char)field.p[i] < 0x80) {
			cs_buf_c(&p->buf, field.p[i]);
			len = 1;
		} else {
			cp = cs_utf8_next(cs_str_skip(field, i), &len);
			if (cp >= 0)
				add_code_point(&p->buf, cp);
		}
		note_from(p, begin, i);
	}
	finish_text(p);
}
