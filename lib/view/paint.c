/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours, and text fitted to a width: see paint.h. */
#include "view/paint.h"

#include "base/utf8.h"

enum { LEAST_ROOM = 8 };

static const struct {
	const char *word, *code;
} bands[] = {
    {"green", "\033[32m"},
    {"red", "\033[31m"},
    {"orange", "\033[33m"},
};

/* The word after "leaning " colours like the band itself. */
static size_t
find_band(struct cs_str s)
{
	size_t i = 0;

	if (cs_str_starts(s, CS_STR("leaning ")))
		s = cs_str_skip(s, 8);
	while (i < sizeof bands / sizeof *bands && !cs_str_eqz(s, bands[i].word))
		i++;
	return i;
}

const char *
cs_paint_class(struct cs_str band)
{
	size_t i = find_band(band);

	return i < sizeof bands / sizeof *bands ? bands[i].word : "";
}

const char *
cs_paint_band(struct cs_str band)
{
	size_t i = find_band(band);

	return i < sizeof bands / sizeof *bands ? bands[i].code : "";
}

/* The bytes at the front of s that take at most `width` columns, marks on the last one included;
 * one character at least. */
static size_t
bytes_within(struct cs_str s, size_t width)
{
	size_t used = 0, n = 0, len;

	while (n < s.n) {
		int32_t cp = cs_utf8_next(cs_str_skip(s, n), &len);

		used += (size_t)cs_utf8_cp_width(cp);
		if (used > width && n != 0)
			break;
		n += len;
	}
	return n;
}

void
cs_paint_cut(struct cs_buf *b, struct cs_str s, size_t width)
{
	if (cs_utf8_width(s) <= width) {
		cs_buf_str(b, s);
		return;
	}
	if (width > 1)
		cs_buf_str(b, cs_str_head(s, bytes_within(s, width - 1)));
	cs_buf_z(b, "…");
}

void
cs_paint_blanks(struct cs_buf *b, size_t n)
{
	memset(cs_buf_reserve(b, n + 1), ' ', n);
	b->n += n;
}

static void
new_line(struct cs_buf *b, size_t indent)
{
	cs_buf_c(b, '\n');
	cs_paint_blanks(b, indent);
}

void
cs_paint_wrap(struct cs_buf *b, struct cs_str s, size_t width, size_t at, size_t indent)
{
	struct cs_str word;
	bool first = true;

	if (width != 0 && indent + LEAST_ROOM > width)
		indent = 0;
	while (s.n != 0 && cs_str_split(&s, ' ', &word)) {
		size_t w = cs_utf8_width(word), blank = first ? 0 : 1;

		if (word.n == 0)
			continue;
		if (width != 0 && at + blank + w > width && at > indent) {
			new_line(b, indent);
			at = indent;
			blank = 0;
		}
		cs_paint_blanks(b, blank);
		at += blank;
		while (width != 0 && at + w > width && w > 1) {
			size_t n = bytes_within(word, width > at ? width - at : 1);

			if (n == word.n)
				break;
			cs_buf_str(b, cs_str_head(word, n));
			word = cs_str_skip(word, n);
			w = cs_utf8_width(word);
			new_line(b, indent);
			at = indent;
		}
		cs_buf_str(b, word);
		at += w;
		first = false;
	}
}
