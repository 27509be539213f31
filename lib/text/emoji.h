/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Emoji and emoticons: where one begins and how long it is. What they mean is in the lexicon.
 */
#ifndef CS_TEXT_EMOJI_H
#define CS_TEXT_EMOJI_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/str.h"

/* True for code points that begin an emoji (pictographs, dingbats, flags). */
bool cs_emoji_starts(int32_t cp);

/*
 * The length of the emoji at the front of s, whose first code point cs_emoji_starts: with variation
 * selector, skin tone, joined pictographs, flag and keycap. Appends its canonical form: without
 * selectors and tones, joiners kept between pictographs only.
 */
size_t cs_emoji_cluster(struct cs_str s, struct cs_buf *canonical);

enum { CS_EMOJI_STARS_MAX = 10 }; /* stars of a rating */

/*
 * Counts a row of stars at the front of s: *filled and *all (empty stars too). Gives its length in
 * bytes, 0 if there is no star. Stops behind CS_EMOJI_STARS_MAX + 1: a longer row is no rating.
 */
size_t cs_emoji_stars(struct cs_str s, unsigned *filled, unsigned *all);

/* The emoticons of a lexicon: ":-)" and its kin, without case. Zeroed it is empty. */
struct cs_emoticons {
	struct cs_map map;
	bool first[256]; /* by byte: some emoticon begins with it */
	size_t longest;
};

enum { CS_EMOTICON_MAX = 8 }; /* longest emoticon, in bytes */

void cs_emoticons_finish(struct cs_emoticons *e);

/* False when it cannot be one: longer than CS_EMOTICON_MAX, or all letters, digits, dashes and
 * apostrophes, which is a word. */
bool cs_emoticons_add(struct cs_emoticons *e, struct cs_str text);

/*
 * The length of the longest emoticon at text.p + at, 0 if there is none. It must not be followed by
 * a letter or digit, nor follow a digit; one that begins with a letter or digit must not follow
 * either.
 */
size_t cs_emoticons_match(const struct cs_emoticons *e, struct cs_str text, size_t at);

#endif
