/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a person is mentioned in a text: by a number of ours, an address, a telephone number or a
 * name, as people write them.
 *
 * A mention stands alone: neither a letter nor a digit touches it, so 4711 is not found in 14711,
 * nor a@b.de in maria@b.de. Letters match in either case, of any script and however their marks are
 * written (full Unicode case folding, NFC: base/utf8). A telephone number (of at least seven
 * digits, and nothing else but + and separators) is found by its digits, however they are grouped:
 * of +49 171 2345678 also 0171/2345678, 0049 (0)171-2345678 and 171 234 56 78. So a number is the
 * same when the significant digits of the shorter one, without leading zeros, end the longer one
 * and what the longer one has before them is at most a country code of three digits.
 *
 * What is shorter than four bytes is not looked for in texts: it would be found everywhere. As a
 * whole cell it still is.
 */
#ifndef CS_PERSON_MENTION_H
#define CS_PERSON_MENTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/map.h"

enum { CS_MENTION_LEAST = 4, CS_MENTION_DIGITS = 7 };

/* What is looked for. Zeroed it is nothing; finish afterwards. */
struct cs_mentions {
	struct cs_map text; /* identifiers as they are; ids are their numbers */
	struct cs_mention *item;
	size_t cap;
	struct cs_arena arena;
	bool begins[256]; /* the first byte of some identifier, folded */
	bool phones;	  /* one of them is a telephone number */
};

struct cs_mention {
	struct cs_str text;   /* in the map */
	struct cs_str folded; /* for comparing without case */
	struct cs_str digits; /* of a telephone number, without leading zeros; else empty */
	bool off;	      /* not looked for any more */
};

void cs_mentions_finish(struct cs_mentions *m);

/*
 * Adds an identifier (not empty) and gives its number; one that is there keeps its own. phone: it
 * is known to be a telephone number; one that begins with + is taken for one anyhow.
 */
uint32_t cs_mentions_add(struct cs_mentions *m, struct cs_str text, bool phone);

/*
 * The number of the identifier that the whole text is, in either case, or of that telephone number;
 * CS_MAP_NONE: none, or it was turned off. Here and below those with numbers under `least` do not
 * count.
 */
uint32_t cs_mentions_is(const struct cs_mentions *m, struct cs_str text, uint32_t least);

/* From now on the identifier is not found (it is another person's too). */
void cs_mentions_off(struct cs_mentions *m, uint32_t id);

/*
 * The first mention at `from` or behind it: true, with its place and the identifier. from is 0 or
 * the end of a mention: what is before it touches nothing, as when it was cut out.
 */
struct cs_mention_hit {
	size_t start, end;
	uint32_t id;
};
bool cs_mentions_find(const struct cs_mentions *m, struct cs_str text, size_t from, uint32_t least,
    struct cs_mention_hit *hit);

#endif
