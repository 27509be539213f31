/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words by their spelling, for the one lookup that every token costs. Nearly all words have at most
 * 16 bytes: these are kept whole in an open-addressing table, padded with zeros, and compared as
 * two numbers, so that a lookup is one cache line, without a call or a branch on the length. The
 * others are in base/map, which also gives all words their ids, dense from 0.
 */
#ifndef CS_TEXT_WORDS_H
#define CS_TEXT_WORDS_H

#include "base/map.h"

/* Readable bytes that cs_words_find needs from the word on, used or not. */
enum { CS_WORDS_SHORT = 16 };

struct cs_words {
	struct cs_map map;
	struct cs_words_slot *slot;
	size_t mask; /* slots - 1, a power of two less one; 0: no table yet */
	size_t nshort;
};

/* Zeroed it is empty. */
void cs_words_finish(struct cs_words *w);

/* The id of a word, a new one if it was not there (w->map.n has grown then). */
uint32_t cs_words_add(struct cs_words *w, struct cs_str word);

/*
 * The id or CS_MAP_NONE. At least CS_WORDS_SHORT bytes must be readable at word.p, whatever its
 * length.
 */
uint32_t cs_words_find(const struct cs_words *w, struct cs_str word);

#endif
