/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vote on the language of a text: see lang.h. */
#include "text/lang.h"

enum {
	OTHER_LEAST = 2,  /* another language needs this many words: one can be a name */
	KNOWN_SHARE = 60, /* percent of known words from which no other language is asked */
};

struct votes {
	uint32_t lang[CS_LANGS_MAX];
	uint32_t foreign; /* words in other scripts */
	uint32_t words;
	bool sign; /* a known emoji or a rating */
};

static void
count(struct votes *v, const struct cs_tokens *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct cs_token *k = &t->tok[i];

		v->words += k->kind == CS_TOKEN_WORD;
		v->foreign += (k->shape & CS_SHAPE_FOREIGN) != 0;
		v->sign |= k->kind == CS_TOKEN_RATING ||
			   (k->kind == CS_TOKEN_EMOJI && k->term != CS_TERM_NONE);
	}
}

/* The most words that are frequent in one of the other languages. */
static uint32_t
others(struct votes *v, const struct cs_lexicon *l, const struct cs_tokens *t)
{
	uint32_t most = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct cs_token *k = &t->tok[i];
		unsigned bits;

		if (k->kind != CS_TOKEN_WORD || k->term == CS_TERM_NONE)
			continue;
		bits = cs_lexicon_term(l, k->term)->langs & ~(unsigned)CS_LANG_OWN;
		for (; bits != 0; bits &= bits - 1) {
			uint32_t n = ++v->lang[__builtin_ctz(bits)];

			most = n > most ? n : most;
		}
	}
	return most;
}

bool
cs_lang_is_ours(const struct cs_lexicon *l, const struct cs_tokens *t)
{
	struct votes v = {.words = 0};
	uint32_t most;

	count(&v, t);
	if (v.words == 0)
		return v.sign;
	if (v.foreign * 2 > v.words)
		return false;
	if ((uint64_t)t->known * 100 >= (uint64_t)v.words * KNOWN_SHARE)
		return true;
	most = others(&v, l, t);
	if (most >= OTHER_LEAST && most > t->known)
		return false;
	return t->known != 0 || v.sign;
}
