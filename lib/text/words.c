/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words by their spelling: see words.h. */
#include "text/words.h"

#include <stdlib.h>

#include "base/mem.h"

struct cs_words_slot {
	uint64_t lo, hi; /* the word, padded with zeros */
	uint32_t id;	 /* CS_MAP_NONE: free */
};

enum { FIRST_SLOTS = 1024 };

void
cs_words_finish(struct cs_words *w)
{
	cs_map_finish(&w->map);
	free(w->slot);
	*w = (struct cs_words){0};
}

/* The first n of 16 readable bytes, the others as zeros. */
static inline void
load(const char *p, size_t n, uint64_t *lo, uint64_t *hi)
{
	static const uint64_t keep[9] = {0, 0xff, 0xffff, 0xffffff, 0xffffffff, 0xffffffffff,
	    0xffffffffffff, 0xffffffffffffff, UINT64_MAX};

	memcpy(lo, p, 8);
	memcpy(hi, p + 8, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	*lo = __builtin_bswap64(*lo);
	*hi = __builtin_bswap64(*hi);
#endif
	*lo &= keep[n < 8 ? n : 8];
	*hi &= keep[n < 8 ? 0 : n - 8];
}

static inline size_t
place(uint64_t lo, uint64_t hi)
{
	uint64_t x = (lo ^ hi * UINT64_C(0x9e3779b97f4a7c15)) * UINT64_C(0xa0761d6478bd642f);

	return (size_t)(x ^ x >> 32);
}

/* The slot of a word, or the free one where it would go. */
static inline struct cs_words_slot *
probe(const struct cs_words *w, uint64_t lo, uint64_t hi)
{
	size_t at = place(lo, hi) & w->mask;

	for (;; at = (at + 1) & w->mask) {
		struct cs_words_slot *s = &w->slot[at];

		if (s->id == CS_MAP_NONE || ((s->lo ^ lo) | (s->hi ^ hi)) == 0)
			return s;
	}
}

static void
put(struct cs_words *w, uint32_t id)
{
	struct cs_str word = cs_map_key(&w->map, id);
	char padded[CS_WORDS_SHORT] = {0};
	struct cs_words_slot *s;
	uint64_t lo, hi;

	memcpy(padded, word.p, word.n);
	load(padded, word.n, &lo, &hi);
	s = probe(w, lo, hi);
	*s = (struct cs_words_slot){lo, hi, id};
}

/* A table of twice the size, with all short words in it. */
static void
grow(struct cs_words *w)
{
	size_t slots = w->slot != NULL ? (w->mask + 1) * 2 : FIRST_SLOTS;

	free(w->slot);
	w->slot = cs_mem_new(slots, sizeof *w->slot);
	for (size_t i = 0; i < slots; i++)
		w->slot[i] = (struct cs_words_slot){0, 0, CS_MAP_NONE};
	w->mask = slots - 1;
	for (uint32_t id = 0; id < w->map.n; id++)
		if (cs_map_key(&w->map, id).n <= CS_WORDS_SHORT)
			put(w, id);
}

uint32_t
cs_words_add(struct cs_words *w, struct cs_str word)
{
	size_t before = w->map.n;
	uint32_t id = cs_map_add(&w->map, word);

	if (w->map.n == before || word.n > CS_WORDS_SHORT)
		return id;
	/* At most half full: most words that are looked up are there, at their first place. */
	if (++w->nshort * 2 > w->mask + 1 || w->slot == NULL)
		grow(w);
	else
		put(w, id);
	return id;
}

uint32_t
cs_words_find(const struct cs_words *w, struct cs_str word)
{
	uint64_t lo, hi;

	if (word.n > CS_WORDS_SHORT)
		return cs_map_find(&w->map, word);
	if (w->slot == NULL)
		return CS_MAP_NONE;
	load(word.p, word.n, &lo, &hi);
	return probe(w, lo, hi)->id;
}
