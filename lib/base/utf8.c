/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8, terminal width, folding and foreign encodings: see utf8.h. */
#include "base/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/mem.h"

#define HIGH_BITS UINT64_C(0x8080808080808080)

/* The number of ASCII bytes at the front, found 32 bytes at a time (compilers make SIMD of it). */
static size_t
ascii_run(const char *p, size_t n)
{
	uint64_t w[4];
	size_t i = 0;

	for (; n - i >= sizeof w; i += sizeof w) {
		memcpy(w, p + i, sizeof w);
		if (((w[0] | w[1] | w[2] | w[3]) & HIGH_BITS) != 0)
			break;
	}
	while (i < n && (unsigned char)p[i] < 0x80)
		i++;
	return i;
}

static bool
is_tail(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

/*
 * The length of the well-formed sequence at p (n > 0 bytes), 0 if there is none. The second byte's
 * range is what rules out overlong forms, surrogates and code points over U+10FFFF (RFC 3629, 4).
 */
static size_t
sequence(const unsigned char *p, size_t n)
{
	unsigned char c = p[0];

	if (c < 0x80)
		return 1;
	if (c < 0xc2 || c > 0xf4 || n < 2)
		return 0;
	if (c < 0xe0)
		return is_tail(p[1]) ? 2 : 0;
	if (n < 3 || !is_tail(p[1]) || !is_tail(p[2]))
		return 0;
	if (c < 0xf0)
		return (c == 0xe0 && p[1] < 0xa0) || (c == 0xed && p[1] > 0x9f) ? 0 : 3;
	if (n < 4 || !is_tail(p[3]))
		return 0;
	return (c == 0xf0 && p[1] < 0x90) || (c == 0xf4 && p[1] > 0x8f) ? 0 : 4;
}

bool
cs_utf8_valid(struct cs_str s)
{
	size_t i = 0, len;

	while (i < s.n) {
		if ((unsigned char)s.p[i] < 0x80) {
			i += ascii_run(s.p + i, s.n - i);
			continue;
		}
		len = sequence((const unsigned char *)s.p + i, s.n - i);
		if (len == 0)
			return false;
		i += len;
	}
	return true;
}

size_t
cs_utf8_wide(struct cs_str s)
{
	size_t i = 0, len;

	while (i < s.n && (unsigned char)s.p[i] >= 0x80) {
		len = sequence((const unsigned char *)s.p + i, s.n - i);
		if (len == 0)
			return 0;
		i += len;
	}
	return i;
}

int32_t
cs_utf8_next(struct cs_str s, size_t *len)
{
	static const unsigned char lead_mask[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
	const unsigned char *p = (const unsigned char *)s.p;
	size_t n = s.n != 0 ? sequence(p, s.n) : 0;
	int32_t cp;

	*len = n != 0 ? n : 1;
	if (n == 0)
		return -1;
	cp = p[0] & lead_mask[n];
	for (size_t i = 1; i < n; i++)
		cp = cp << 6 | (p[i] & 0x3f);
	return cp;
}

void
cs_utf8_add(struct cs_buf *b, int32_t cp)
{
	char *p = cs_buf_reserve(b, 4);

	if (cp < 0 || cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		cp = 0xfffd;
	if (cp < 0x80) {
		p[0] = (char)cp;
		b->n += 1;
	} else if (cp < 0x800) {
		p[0] = (char)(0xc0 | cp >> 6);
		p[1] = (char)(0x80 | (cp & 0x3f));
		b->n += 2;
	} else if (cp < 0x10000) {
		p[0] = (char)(0xe0 | cp >> 12);
		p[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		p[2] = (char)(0x80 | (cp & 0x3f));
		b->n += 3;
	} else {
		p[0] = (char)(0xf0 | cp >> 18);
		p[1] = (char)(0x80 | (cp >> 12 & 0x3f));
		p[2] = (char)(0x80 | (cp >> 6 & 0x3f));
		p[3] = (char)(0x80 | (cp & 0x3f));
		b->n += 4;
	}
}

int
cs_utf8_cp_width(int32_t cp)
{
	if (cp >= 0x20 && cp < 0x7f)
		return 1;
	if (cp < 0xa0)
		return 0;
	return utf8proc_charwidth(cp);
}

size_t
cs_utf8_width(struct cs_str s)
{
	size_t width = 0, len;

	for (size_t i = 0; i < s.n; i += len) {
		int32_t cp = cs_utf8_next(cs_str_skip(s, i), &len);

		width += (size_t)cs_utf8_cp_width(cp >= 0 ? cp : 0xfffd);
	}
	return width;
}

/* Appends s with U+FFFD in the place of each byte that is not UTF-8. */
static void
add_repaired(struct cs_buf *b, struct cs_str s)
{
	size_t len;

	for (size_t i = 0; i < s.n; i += len) {
		int32_t cp = cs_utf8_next(cs_str_skip(s, i), &len);

		cs_utf8_add(b, cp);
	}
}

static void
fold_unicode(struct cs_buf *b, struct cs_str s)
{
	const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD;
	int32_t few[256], *cp = few;
	utf8proc_ssize_t room = (utf8proc_ssize_t)(sizeof few / sizeof few[0]), n;

	n = utf8proc_decompose((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, cp, room, how);
	if (n > room) {
		room = n;
		cp = cs_mem_new((size_t)room, sizeof *cp);
		n = utf8proc_decompose(
		    (const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, cp, room, how);
	}
	if (n > 0)
		n = utf8proc_normalize_utf32(cp, n, how);
	for (utf8proc_ssize_t i = 0; i < n; i++)
		cs_utf8_add(b, cp[i]);
	if (cp != few)
		free(cp);
}

void
cs_utf8_fold(struct cs_buf *b, struct cs_str s)
{
	struct cs_buf repaired = CS_BUF_INIT;
	char *p;

	if (ascii_run(s.p, s.n) == s.n) {
		p = cs_buf_reserve(b, s.n);
		for (size_t i = 0; i < s.n; i++) {
			unsigned char c = (unsigned char)s.p[i];

			p[i] = (char)(c | (c >= 'A' && c <= 'Z' ? 0x20 : 0));
		}
		b->n += s.n;
	} else if (cs_utf8_valid(s)) {
		fold_unicode(b, s);
	} else {
		add_repaired(&repaired, s);
		fold_unicode(b, cs_buf_all(&repaired));
		cs_buf_finish(&repaired);
	}
}

/* first is 'A' to map to lower case, 'a' to map to upper case. */
static void
map_case(struct cs_buf *b, struct cs_str s, char first, utf8proc_int32_t (*map)(utf8proc_int32_t))
{
	size_t ascii = ascii_run(s.p, s.n), len;
	char *p = cs_buf_reserve(b, ascii);

	for (size_t i = 0; i < ascii; i++)
		p[i] = (char)(s.p[i] ^ (s.p[i] >= first && s.p[i] < first + 26 ? 0x20 : 0));
	b->n += ascii;
	for (size_t i = ascii; i < s.n; i += len) {
		int32_t cp = cs_utf8_next(cs_str_skip(s, i), &len);

		cs_utf8_add(b, map(cp));
	}
}

void
cs_utf8_lower(struct cs_buf *b, struct cs_str s)
{
	map_case(b, s, 'A', utf8proc_tolower);
}

void
cs_utf8_upper(struct cs_buf *b, struct cs_str s)
{
	map_case(b, s, 'a', utf8proc_toupper);
}

/* Marks that reorder or break the line they stand in: bidirectional controls, line separators. */
static bool
is_hostile(int32_t cp)
{
	return (cp >= 0x80 && cp < 0xa0) || cp == 0x061c || cp == 0x200e || cp == 0x200f ||
	       (cp >= 0x2028 && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
}

bool
cs_utf8_is_word(int32_t cp)
{
	utf8proc_category_t c = utf8proc_category(cp);

	return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_NO;
}

void
cs_utf8_visible(struct cs_buf *b, struct cs_str s)
{
	size_t len;

	for (size_t i = 0; i < s.n; i += len) {
		struct cs_str rest = cs_str_skip(s, i);
		int32_t cp = cs_utf8_next(rest, &len);

		if (cp < 0x20 || cp == 0x7f)
			cs_buf_printf(b, "\\x%02X", (unsigned)(unsigned char)rest.p[0]);
		else if (is_hostile(cp))
			cs_buf_printf(b, "\\u%04X", (unsigned)cp);
		else
			cs_buf_add(b, rest.p, len);
	}
}

enum encoding { LATIN1, WINDOWS_1252, UTF_16LE, UTF_16BE };

static const struct {
	const char *name;
	enum encoding encoding;
} encodings[] = {
    {"latin1", LATIN1},
    {"latin-1", LATIN1},
    {"iso-8859-1", LATIN1},
    {"windows-1252", WINDOWS_1252},
    {"cp1252", WINDOWS_1252},
    {"utf-16le", UTF_16LE},
    {"utf-16be", UTF_16BE},
};

int
cs_encoding_parse(struct cs_str name)
{
	for (size_t i = 0; i < sizeof encodings / sizeof encodings[0]; i++)
		if (cs_str_ieq(name, cs_str_z(encodings[i].name)))
			return (int)encodings[i].encoding;
	return -1;
}

/* Windows-1252 from 0x80 to 0x9f; 0 where it has nothing. */
static const uint16_t windows_1252[32] = {
    0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, /* 80 */
    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,      /* 88 */
    0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, /* 90 */
    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178, /* 98 */
};

static bool
add_bytes(struct cs_buf *b, struct cs_str s, const uint16_t *c1)
{
	for (size_t i = 0; i < s.n;) {
		size_t run = ascii_run(s.p + i, s.n - i);
		int32_t cp;

		cs_buf_add(b, s.p + i, run);
		i += run;
		if (i == s.n)
			break;
		cp = (unsigned char)s.p[i++];
		if (cp < 0xa0 && c1 != NULL && (cp = c1[cp - 0x80]) == 0)
			return false;
		cs_utf8_add(b, cp);
	}
	return true;
}

static bool
add_utf16(struct cs_buf *b, struct cs_str s, unsigned high)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = 0;

	if (s.n % 2 != 0)
		return false;
	while (i < s.n) {
		int32_t cp = p[i + high] << 8 | p[i + 1 - high], low;

		i += 2;
		if (cp >= 0xd800 && cp <= 0xdfff) {
			if (cp > 0xdbff || i == s.n)
				return false;
			low = p[i + high] << 8 | p[i + 1 - high];
			if (low < 0xdc00 || low > 0xdfff)
				return false;
			i += 2;
			cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
		}
		cs_utf8_add(b, cp);
	}
	return true;
}

bool
cs_encoding_add(struct cs_buf *b, struct cs_str s, int encoding)
{
	switch ((enum encoding)encoding) {
	case LATIN1:
		return add_bytes(b, s, NULL);
	case WINDOWS_1252:
		return add_bytes(b, s, windows_1252);
	case UTF_16LE:
		return add_utf16(b, s, 1);
	case UTF_16BE:
		return add_utf16(b, s, 0);
	}
	return false;
}
