/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms in memory, and finding them in a text: see lexicon.h. Files are read by lexfile.c. */
#include "text/lexicon.h"

#include <stdlib.h>

#include "base/mem.h"
#include "text/combine.h"

enum {
	STRETCHED_MAX = 48, /* bytes: longer words stay stretched, and unknown */
	JOINED_MAX = 64,    /* bytes of a joined emoji that are looked at */
};

void
cs_lexicon_init(struct cs_lexicon *l)
{
	*l = (struct cs_lexicon){0};
	for (int k = 0; k < CS_TOKEN_KINDS; k++)
		l->typed[k] = CS_TERM_NONE;
}

void
cs_lexicon_finish(struct cs_lexicon *l)
{
	cs_words_finish(&l->words);
	cs_map_finish(&l->phrases);
	cs_map_finish(&l->langs);
	cs_emoticons_finish(&l->emoticons);
	cs_tokens_finish(&l->scratch);
	cs_arena_finish(&l->arena);
	free(l->word);
	free(l->phrase);
	*l = (struct cs_lexicon){0};
}

static uint32_t
add_word(struct cs_lexicon *l, struct cs_str text)
{
	size_t before = l->words.map.n;
	uint32_t id = cs_words_add(&l->words, text);
	enum cs_token_kind kind;

	if (l->words.map.n == before)
		return id;
	l->word = cs_mem_grow(l->word, &l->word_cap, l->words.map.n, sizeof *l->word);
	l->word[id] = (struct cs_term){.text = cs_map_key(&l->words.map, id)};
	kind = cs_token_kind_parse(text);
	if (kind != CS_TOKEN_WORD)
		l->typed[kind] = id;
	return id;
}

static struct cs_str
pair_key(uint32_t pair[2], uint32_t term, uint32_t word)
{
	pair[0] = term;
	pair[1] = word;
	return cs_str((const char *)pair, 2 * sizeof *pair);
}

/* The phrase of one more word, or CS_TERM_NONE. */
static uint32_t
child(const struct cs_lexicon *l, uint32_t term, uint32_t word)
{
	uint32_t pair[2], id;

	/* Most words do not go on here, and most of those are told by their bit. */
	if (word == CS_TERM_NONE ||
	    (cs_lexicon_term(l, term)->more & cs_lexicon_more_bit(word)) == 0)
		return CS_TERM_NONE;
	id = cs_map_find(&l->phrases, pair_key(pair, term, word));
	return id == CS_MAP_NONE ? CS_TERM_NONE : id | CS_TERM_PHRASE;
}

static uint32_t
add_child(struct cs_lexicon *l, uint32_t term, uint32_t word)
{
	size_t before = l->phrases.n;
	uint32_t pair[2], id = cs_map_add(&l->phrases, pair_key(pair, term, word));
	struct cs_str a, b;

	if (l->phrases.n == before)
		return id | CS_TERM_PHRASE;
	a = cs_lexicon_term(l, term)->text;
	b = cs_lexicon_term(l, word)->text;
	if (term & CS_TERM_PHRASE)
		l->phrase[term & ~CS_TERM_PHRASE].more |= cs_lexicon_more_bit(word);
	else
		l->word[term].more |= cs_lexicon_more_bit(word);
	l->phrase = cs_mem_grow(l->phrase, &l->phrase_cap, l->phrases.n, sizeof *l->phrase);
	l->phrase[id] = (struct cs_term){.text = cs_str_z(cs_arena_printf(&l->arena, "%.*s %.*s",
					     CS_STR_ARG(a), CS_STR_ARG(b)))};
	return id | CS_TERM_PHRASE;
}

/* Whether a term is an emoticon: signs with at most single letters or digits between them. */
static bool
is_emoticon(struct cs_str s)
{
	size_t run = 0;
	bool odd = false;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if ((unsigned char)c <= ' ' || (unsigned char)c >= 0x7f)
			return false;
		if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			run++;
		else
			run = 0;
		if (run > 1)
			return false;
		odd |= run == 0 && strchr("./'-,;!?", c) == NULL;
	}
	return odd && s.n >= 2 && s.n <= CS_EMOTICON_MAX && cs_token_kind_parse(s) == CS_TOKEN_WORD;
}

/* Where a term's words go: added, or only looked for. */
struct walk {
	uint32_t term; /* so far */
	unsigned n;    /* words so far */
	bool add;
};

static bool
step(struct cs_lexicon *l, struct walk *w, struct cs_str word)
{
	uint32_t id = w->add ? add_word(l, word) : cs_map_find(&l->words.map, word);

	if (id == CS_MAP_NONE || ++w->n > CS_PHRASE_WORDS_MAX)
		return false;
	if (w->n == 1)
		w->term = id;
	else
		w->term = w->add ? add_child(l, w->term, id) : child(l, w->term, id);
	return w->term != CS_TERM_NONE;
}

/* The id of a term, with its words and phrases added on the way or not. */
static uint32_t
walk_term(struct cs_lexicon *l, struct cs_str text, bool add)
{
	struct walk w = {CS_TERM_NONE, 0, add};
	struct cs_str piece;

	text = cs_str_trim(text);
	if (is_emoticon(text)) {
		if (add)
			(void)cs_emoticons_add(&l->emoticons, text);
		cs_tokens_scan(&l->scratch, &l->emoticons, text);
		if (l->scratch.n != 1)
			return CS_TERM_NONE;
		return step(l, &w, cs_token_text(&l->scratch, l->scratch.tok)) ? w.term
									       : CS_TERM_NONE;
	}
	while (cs_str_split(&text, ' ', &piece)) {
		if (cs_token_kind_parse(piece) != CS_TOKEN_WORD) {
			if (!step(l, &w, piece))
				return CS_TERM_NONE;
			continue;
		}
		cs_tokens_scan(&l->scratch, &l->emoticons, piece);
		for (size_t i = 0; i < l->scratch.n; i++)
			if (!step(l, &w, cs_token_text(&l->scratch, &l->scratch.tok[i])))
				return CS_TERM_NONE;
	}
	return w.term;
}

uint32_t
cs_lexicon_add(struct cs_lexicon *l, struct cs_str text)
{
	return walk_term(l, text, true);
}

uint32_t
cs_lexicon_theme(struct cs_lexicon *l, struct cs_str text)
{
	uint32_t id = walk_term(l, text, true);

	if (id == CS_TERM_NONE)
		return id;
	if (id & CS_TERM_PHRASE)
		l->phrase[id & ~CS_TERM_PHRASE].cue |= CS_CUE_THEME;
	else
		l->word[id].cue |= CS_CUE_THEME;
	return id;
}

uint32_t
cs_lexicon_find(struct cs_lexicon *l, struct cs_str text)
{
	return walk_term(l, text, false);
}

/* The word when its letters that stand twice stand once: each pair alone, then all of them. */
static uint32_t
unstretched(const struct cs_lexicon *l, struct cs_str s)
{
	char word[STRETCHED_MAX];
	size_t n = 0;
	uint32_t id;

	if (s.n > STRETCHED_MAX)
		return CS_TERM_NONE;
	for (size_t i = 1; i < s.n; i++) {
		if (s.p[i] != s.p[i - 1])
			continue;
		memcpy(word, s.p, i);
		memcpy(word + i, s.p + i + 1, s.n - i - 1);
		id = cs_map_find(&l->words.map, cs_str(word, s.n - 1));
		if (id != CS_MAP_NONE)
			return id;
	}
	for (size_t i = 0; i < s.n; i++)
		if (i == 0 || s.p[i] != s.p[i - 1])
			word[n++] = s.p[i];
	return cs_map_find(&l->words.map, cs_str(word, n));
}

/* A joined emoji that is not known means what its first pictographs mean. */
static uint32_t
first_pictographs(const struct cs_lexicon *l, struct cs_str s)
{
	static const char zwj[] = "\xe2\x80\x8d";
	uint32_t id = CS_MAP_NONE;

	s = cs_str_head(s, JOINED_MAX);
	for (size_t n = s.n; id == CS_MAP_NONE && n > 3; n--)
		if (memcmp(s.p + n - 3, zwj, 3) == 0)
			id = cs_map_find(&l->words.map, cs_str_head(s, n - 3));
	return id;
}

static uint32_t
look_up(const struct cs_lexicon *l, const struct cs_tokens *t, const struct cs_token *k)
{
	struct cs_str s = cs_token_text(t, k);
	uint32_t id = cs_words_find(&l->words, s);

	if (id != CS_MAP_NONE)
		return id;
	if (k->shape & CS_SHAPE_LONG)
		return unstretched(l, s);
	if (k->kind == CS_TOKEN_EMOJI)
		return first_pictographs(l, s);
	return l->typed[k->kind];
}

/* Whether a word is a vote for the lexicon's language; terms of themes can be of any. */
static bool
is_own(const struct cs_term *term)
{
	return (term->cue & ~(uint32_t)CS_CUE_THEME) != 0 || (term->langs & CS_LANG_OWN) != 0;
}

void
cs_lexicon_look(const struct cs_lexicon *l, struct cs_tokens *t)
{
	const uint32_t kinds = UINT32_C(1) << CS_TOKEN_NUMBER | UINT32_C(1) << CS_TOKEN_ORDINAL |
			       UINT32_C(1) << CS_TOKEN_DURATION | UINT32_C(1) << CS_TOKEN_RATING;
	uint32_t seen = 0, cue = 0, known = 0;

	for (size_t i = 0; i < t->n; i++) {
		struct cs_token *k = &t->tok[i];
		const struct cs_term *term;

		seen |= UINT32_C(1) << k->kind;
		k->term = look_up(l, t, k);
		if (k->term == CS_TERM_NONE)
			continue;
		term = &l->word[k->term];
		cue |= term->cue;
		known += k->kind == CS_TOKEN_WORD && is_own(term);
	}
	t->known = known;
	t->amounts = (seen & kinds) != 0 || (cue & (CS_CUES_AMOUNT | CS_CUE_TWICE)) != 0;
	if (t->amounts)
		cs_combine(l, t);
}

void
cs_hits_finish(struct cs_hits *h)
{
	free(h->hit);
	*h = (struct cs_hits){0};
}

/* Adds the terms that begin at token i: one word, then longer and longer phrases. */
static void
hits_at(const struct cs_lexicon *l, const struct cs_tokens *t, size_t i, struct cs_hits *h)
{
	const struct cs_token *k = &t->tok[i], *last = t->tok + t->n - 1;
	uint32_t id = k->term, next;
	const struct cs_term *term;

	for (uint32_t ntok = 1; id != CS_TERM_NONE; ntok++, k++, id = next) {
		term = cs_lexicon_term(l, id);
		if ((term->cue & ~(uint32_t)CS_CUES_QUIET) != 0) {
			if (h->n == h->cap)
				h->hit = cs_mem_grow(h->hit, &h->cap, h->n + 1, sizeof *h->hit);
			h->hit[h->n++] = (struct cs_hit){id, term->cue, (uint32_t)i, ntok};
		}
		if (term->more == 0 || k->end != CS_END_NONE || k == last)
			return;
		next = child(l, id, k[1].term);
		/* "5 star" is asked for before "<number> star". */
		if (next == CS_TERM_NONE && k[1].kind != CS_TOKEN_WORD)
			next = child(l, id, l->typed[k[1].kind]);
	}
}

void
cs_lexicon_hits(const struct cs_lexicon *l, const struct cs_tokens *t, struct cs_hits *h)
{
	h->n = 0;
	for (size_t i = 0; i < t->n; i++)
		if (t->tok[i].term != CS_TERM_NONE)
			hits_at(l, t, i, h);
}
