/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Emoji clusters, stars and emoticons: see emoji.h. */
#include "text/emoji.h"

#include "base/utf8.h"

enum {
	ZWJ = 0x200d,
	VARIATION_FIRST = 0xfe0e,
	VARIATION_LAST = 0xfe0f,
	KEYCAP = 0x20e3,
	TONE_FIRST = 0x1f3fb,
	TONE_LAST = 0x1f3ff,
	FLAG_FIRST = 0x1f1e6,
	FLAG_LAST = 0x1f1ff,
	TAG_FIRST = 0xe0020,
	TAG_LAST = 0xe007f,
};

static bool
within(int32_t cp, int32_t first, int32_t last)
{
	return cp >= first && cp <= last;
}

bool
cs_emoji_starts(int32_t cp)
{
	static const struct {
		int32_t first, last;
	} range[] = {
	    {0x231a, 0x231b},
	    {0x23e9, 0x23fa},
	    {0x25aa, 0x25ab},
	    {0x25fb, 0x25fe},
	    {0x2600, 0x27bf},
	    {0x2b05, 0x2b07},
	    {0x2b1b, 0x2b1c},
	    {0x2b50, 0x2b55},
	    {0x1f000, 0x1f3fa},
	    {0x1f400, 0x1faff},
	};

	if (cp < range[0].first)
		return false;
	for (size_t i = 0; i < sizeof range / sizeof *range; i++)
		if (within(cp, range[i].first, range[i].last))
			return true;
	return false;
}

static int32_t
peek(struct cs_str s, size_t at, size_t *len)
{
	*len = 0;
	return at < s.n ? cs_utf8_next(cs_str_skip(s, at), len) : -1;
}

size_t
cs_emoji_cluster(struct cs_str s, struct cs_buf *canonical)
{
	size_t len, more, at;
	int32_t cp = peek(s, 0, &at), next;

	cs_utf8_add(canonical, cp);
	if (within(cp, FLAG_FIRST, FLAG_LAST)) {
		next = peek(s, at, &len);
		if (within(next, FLAG_FIRST, FLAG_LAST)) {
			cs_utf8_add(canonical, next);
			at += len;
		}
		return at;
	}
	for (;; at += len) {
		next = peek(s, at, &len);
		if (within(next, VARIATION_FIRST, VARIATION_LAST) || next == KEYCAP ||
		    within(next, TONE_FIRST, TONE_LAST) || within(next, TAG_FIRST, TAG_LAST))
			continue;
		if (next != ZWJ)
			return at;
		next = peek(s, at + len, &more);
		if (next < 0 || !cs_emoji_starts(next))
			return at;
		cs_utf8_add(canonical, ZWJ);
		cs_utf8_add(canonical, next);
		len += more;
	}
}

size_t
cs_emoji_stars(struct cs_str s, unsigned *filled, unsigned *all)
{
	size_t at = 0, len;
	int32_t cp;

	*filled = *all = 0;
	for (; *all <= CS_EMOJI_STARS_MAX; at += len) {
		cp = peek(s, at, &len);
		if (cp == 0x2605 || cp == 0x2b50 || cp == 0x1f31f)
			++*filled, ++*all;
		else if (cp == 0x2606)
			++*all;
		else if (at == 0 || !within(cp, VARIATION_FIRST, VARIATION_LAST))
			break;
	}
	return at;
}

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

void
cs_emoticons_finish(struct cs_emoticons *e)
{
	cs_map_finish(&e->map);
	*e = (struct cs_emoticons){0};
}

bool
cs_emoticons_add(struct cs_emoticons *e, struct cs_str text)
{
	char key[CS_EMOTICON_MAX];
	bool odd = false;

	if (text.n < 2 || text.n > CS_EMOTICON_MAX)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		if ((unsigned char)text.p[i] <= ' ' || (unsigned char)text.p[i] >= 0x7f)
			return false;
		odd |= !is_alnum(text.p[i]) && text.p[i] != '-' && text.p[i] != '\'';
		key[i] = lower(text.p[i]);
	}
	if (!odd)
		return false;
	(void)cs_map_add(&e->map, cs_str(key, text.n));
	e->first[(unsigned char)key[0]] = true;
	if (key[0] >= 'a' && key[0] <= 'z')
		e->first[(unsigned char)(key[0] & ~0x20)] = true;
	if (text.n > e->longest)
		e->longest = text.n;
	return true;
}

size_t
cs_emoticons_match(const struct cs_emoticons *e, struct cs_str text, size_t at)
{
	char key[CS_EMOTICON_MAX], before = at != 0 ? text.p[at - 1] : ' ';
	size_t most = text.n - at < e->longest ? text.n - at : e->longest;

	if ((before >= '0' && before <= '9') || (is_alnum(before) && is_alnum(text.p[at])))
		return 0;
	for (size_t i = 0; i < most; i++)
		key[i] = lower(text.p[at + i]);
	for (size_t n = most; n >= 2; n--)
		if ((at + n == text.n || !is_alnum(text.p[at + n])) &&
		    cs_map_find(&e->map, cs_str(key, n)) != CS_MAP_NONE)
			return n;
	return 0;
}
