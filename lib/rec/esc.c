/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The escapes of the record stream: see esc.h. */
#include "rec/esc.h"

#include <stdint.h>

/* What follows the backslash for each byte that cannot stand in a cell; 0: can. */
static const char written[256] = {
    ['\b'] = 'b',
    ['\t'] = 't',
    ['\n'] = 'n',
    ['\v'] = 'v',
    ['\f'] = 'f',
    ['\r'] = 'r',
    ['\\'] = '\\',
};

/* The other way: the byte meant by the letter behind a backslash; 0: none (NUL has no letter). */
static const char meant[256] = {
    ['b'] = '\b',
    ['t'] = '\t',
    ['n'] = '\n',
    ['v'] = '\v',
    ['f'] = '\f',
    ['r'] = '\r',
    ['\\'] = '\\',
};

static const char bom[] = "\xef\xbb\xbf", bom_written[] = "\\xEF\\xBB\\xBF";

typedef uint8_t block16 __attribute__((vector_size(16)));
typedef uint64_t pair64 __attribute__((vector_size(16)));

static inline bool
has_bom(struct cs_str s)
{
	return s.n >= 3 && memcmp(s.p, bom, 3) == 0;
}

/* True when one of 16 bytes is NUL, \b to \r, or a backslash. */
static inline bool
any_special(block16 v)
{
	block16 hit = (block16)((v - 8) <= 5) | (block16)(v == '\\') | (block16)(v == 0);
	pair64 any;

	memcpy(&any, &hit, sizeof any);
	return (any[0] | any[1]) != 0;
}

static inline bool
any_special_at(const char *p)
{
	block16 v;

	memcpy(&v, p, sizeof v);
	return any_special(v);
}

/* The same for 4 to 15 bytes: their first and their last 8 (or 4), which overlap. */
static inline bool
any_special_short(const char *p, size_t n)
{
	uint64_t half[2];
	uint32_t quarter[4];
	block16 v;

	if (n >= 8) {
		memcpy(&half[0], p, 8);
		memcpy(&half[1], p + n - 8, 8);
		memcpy(&v, half, sizeof v);
	} else {
		memcpy(&quarter[0], p, 4);
		memcpy(&quarter[1], p + n - 4, 4);
		quarter[2] = quarter[0];
		quarter[3] = quarter[1];
		memcpy(&v, quarter, sizeof v);
	}
	return any_special(v);
}

static inline bool
special(char c)
{
	return written[(unsigned char)c] != 0 || c == '\0';
}

/* True when some byte cannot stand in a cell. */
static inline bool
has_special(struct cs_str s)
{
	size_t i = 0;

	if (s.n >= 16) {
		for (; i + 16 < s.n; i += 16)
			if (any_special_at(s.p + i))
				return true;
		return any_special_at(s.p + s.n - 16);
	}
	if (s.n >= 4)
		return any_special_short(s.p, s.n);
	while (i < s.n && !special(s.p[i]))
		i++;
	return i < s.n;
}

/* Position of the first byte from i on that cannot stand in a cell, or s.n. */
static size_t
next_special(struct cs_str s, size_t i)
{
	while (i + 16 <= s.n && !any_special_at(s.p + i))
		i += 16;
	while (i < s.n && !special(s.p[i]))
		i++;
	return i;
}

bool
cs_esc_needed(struct cs_str text)
{
	return has_special(text) || has_bom(text);
}

void
cs_esc_add(struct cs_buf *out, struct cs_str text)
{
	size_t i = 0;

	if (has_bom(text)) {
		cs_buf_add(out, bom_written, sizeof bom_written - 1);
		i = 3;
	}
	while (i < text.n) {
		size_t next = next_special(text, i);

		if (next != i)
			cs_buf_add(out, text.p + i, next - i);
		if (next == text.n)
			break;
		if (text.p[next] == '\0') {
			cs_buf_add(out, "\\x00", 4);
		} else {
			char *q = cs_buf_reserve(out, 2);

			q[0] = '\\';
			q[1] = written[(unsigned char)text.p[next]];
			out->n += 2;
		}
		i = next + 1;
	}
}

/* 0 to 15, or -1. */
static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

size_t
cs_esc_one(struct cs_str s, char *byte)
{
	if (s.n < 2 || s.p[0] != '\\')
		return 0;
	*byte = meant[(unsigned char)s.p[1]];
	if (*byte != 0)
		return 2;
	if (s.p[1] != 'x' || s.n < 4 || hex(s.p[2]) < 0 || hex(s.p[3]) < 0)
		return 0;
	*byte = (char)(hex(s.p[2]) * 16 + hex(s.p[3]));
	return *byte != '\0' ? 4 : 0;
}

bool
cs_esc_decode(struct cs_str raw, struct cs_buf *scratch, struct cs_str *text)
{
	size_t i = cs_str_find(raw, '\\'), from = 0, start = scratch->n;

	if (i == raw.n) {
		*text = raw;
		return true;
	}
	(void)cs_buf_reserve(scratch, raw.n); /* decoded text is never longer */
	while (i < raw.n) {
		char byte = 0;
		size_t len = cs_esc_one(cs_str_skip(raw, i), &byte);

		if (len == 0) {
			scratch->n = start;
			return false;
		}
		cs_buf_add(scratch, raw.p + from, i - from);
		cs_buf_c(scratch, byte);
		from = i + len;
		i = from + cs_str_find(cs_str_skip(raw, from), '\\');
	}
	cs_buf_add(scratch, raw.p + from, raw.n - from);
	*text = cs_str(scratch->p + start, scratch->n - start);
	return true;
}

bool
cs_esc_canonical(struct cs_str raw, struct cs_buf *scratch, struct cs_str *canonical)
{
	struct cs_buf text = CS_BUF_INIT;
	struct cs_str decoded;
	size_t start = scratch->n;
	bool good;

	*canonical = raw;
	if (cs_str_search(raw, CS_STR("\\x")) == raw.n)
		return true;
	good = cs_esc_decode(raw, &text, &decoded);
	if (good) {
		cs_esc_add(scratch, decoded);
		*canonical = cs_str(scratch->p + start, scratch->n - start);
	}
	cs_buf_finish(&text);
	return good;
}

struct cs_str
cs_esc_same(struct cs_str raw, struct cs_buf *scratch)
{
	if (cs_str_find(raw, '\\') == raw.n)
		return raw;
	cs_buf_reset(scratch);
	(void)cs_esc_canonical(raw, scratch, &raw);
	return raw;
}
