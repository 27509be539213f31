/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vote on the language of a text: see lang.h. */
#include "text/lang.h"

/* Another language needs this many words: one can be a name. */
enum { OTHER_LEAST = 2 };

struct votes {
	uint32_t lang[CS_LANGS_MAX];
	uint32_t ours;	  /* known words */
	uint32_t foreign; /* words in other scripts */
	uint32_t words;
	bool sign; /* a known emoji or a rating */
};

static void
vote(struct votes *v, const struct cs_lexicon *l, const struct cs_token *k)
{
	const struct cs_term *term = k->term != CS_TERM_NONE ? cs_lexicon_term(l, k->term) : NULL;

	if (k->kind == CS_TOKEN_RATING || (k->kind == CS_TOKEN_EMOJI && term != NULL))
		v->sign = true;
	if (k->kind != CS_TOKEN_WORD)
		return;
	v->words++;
	v->foreign += (k->shape & CS_SHAPE_FOREIGN) != 0;
	if (term == NULL)
		return;
	v->ours += (term->cue & ~(uint32_t)CS_CUE_THEME) != 0 || (term->langs & CS_LANG_OWN) != 0;
	for (unsigned bits = term->langs & ~1U; bits != 0; bits &= bits - 1)
		v->lang[__builtin_ctz(bits)]++;
}

bool
cs_lang_is_ours(const struct cs_lexicon *l, const struct cs_tokens *t)
{
	struct votes v = {0};

	for (size_t i = 0; i < t->n; i++)
		vote(&v, l, &t->tok[i]);
	if (v.words == 0)
		return v.sign;
	if (v.foreign * 2 > v.words)
		return false;
	for (int i = 1; i < CS_LANGS_MAX; i++)
		if (v.lang[i] >= OTHER_LEAST && v.lang[i] > v.ours)
			return false;
	return v.ours != 0 || v.sign;
}
