/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signs, clauses and the score: see mood.h. */
#include "text/mood.h"

#include <stdlib.h>

#include "base/mem.h"
#include "text/lang.h"
#include "text/reading.h"

enum {
	POSITIVE_FROM = 17,  /* score, hundredths: one mild word in a short text is neutral */
	NEGATIVE_FROM = -14, /* people who write to a company seldom exaggerate downwards */
	MIXED_FROM = 18,     /* both strengths at least this, */
	MIXED_SHARE = 60,    /* and the smaller at least so many percent of the larger */
	CLAUSE_MOST = 64,    /* tokens: longer is no clause, and must not cost its square */
	LENGTH_BASE = 200,   /* L of mood.h, hundredths of weight */
	LENGTH_ROOT = 25,
};

void
cs_mood_finish(struct cs_mood *m)
{
	if (m->work != NULL) {
		free(m->work->sign);
		free(m->work->clause);
		free(m->work->reason);
		free(m->work);
	}
	*m = (struct cs_mood){0};
}

const char *
cs_mood_label_text(enum cs_mood_label label)
{
	static const char *const text[] = {NULL, "negative", "neutral", "positive", "mixed"};

	return text[label];
}

struct cs_reason *
cs_reading_add(struct cs_mood_work *w, uint32_t clause, uint32_t tok, uint32_t ntok, int weight)
{
	const struct cs_token *k = &w->t->tok[tok];
	struct cs_reason *r;

	if (w->nreason == w->reason_cap)
		w->reason =
		    cs_mem_grow(w->reason, &w->reason_cap, w->nreason + 1, sizeof *w->reason);
	r = &w->reason[w->nreason++];
	*r = (struct cs_reason){
	    .term = k->term,
	    .from = k->from,
	    .to = w->t->tok[tok + ntok - 1].to,
	    .tok = tok,
	    .ntok = ntok,
	    .clause = clause,
	    .weight = weight,
	    .how = CS_HOW_WORD,
	    .kind = k->kind,
	};
	return r;
}

static void
add_sign(struct cs_mood_work *w, const struct cs_hit *h, uint32_t cue)
{
	if (w->nsign == w->sign_cap)
		w->sign = cs_mem_grow(w->sign, &w->sign_cap, w->nsign + 1, sizeof *w->sign);
	w->sign[w->nsign++] = (struct cs_sign){h->term, cue, h->tok, h->ntok};
}

/*
 * Chooses the signs among the hits. Of those that begin at one token the longest that covers
 * decides; shorter ones are inside it and are gone, longer ones that do not cover add their cues.
 */
static void
choose_signs(struct cs_mood_work *w, const struct cs_hits *h)
{
	const uint32_t ours = ~(uint32_t)(CS_CUE_THEME | CS_CUES_QUIET);
	uint32_t free_from = 0; /* tokens before it are covered */
	size_t i, j, k, longest;

	w->nsign = 0;
	for (i = 0; i < h->n; i = j) {
		longest = h->n;
		for (j = i; j < h->n && h->hit[j].tok == h->hit[i].tok; j++)
			if (h->hit[j].cue & CS_CUES_COVER)
				longest = j;
		if (h->hit[i].tok < free_from)
			continue;
		for (k = longest < h->n ? longest : i; k < j; k++) {
			uint32_t cue = h->hit[k].cue & ours;

			if (cue != 0)
				add_sign(w, &h->hit[k], cue);
		}
		if (longest < h->n)
			free_from = h->hit[longest].tok + h->hit[longest].ntok;
	}
}

static struct cs_clause *
begin_clause(struct cs_mood_work *w, uint32_t tok, uint32_t sign, uint32_t sentence)
{
	struct cs_clause *c;

	if (w->nclause == w->clause_cap)
		w->clause =
		    cs_mem_grow(w->clause, &w->clause_cap, w->nclause + 1, sizeof *w->clause);
	c = &w->clause[w->nclause++];
	*c = (struct cs_clause){.tok = tok, .sign = sign, .sentence = sentence};
	return c;
}

/* Cuts the text into clauses: at punctuation, and before "but", "although", "because". */
static void
cut_clauses(struct cs_mood_work *w)
{
	const uint32_t begins = CS_CUE_CONTRAST | CS_CUE_CONCESSION | CS_CUE_CLAUSE;
	const struct cs_tokens *t = w->t;
	struct cs_clause *c = NULL;
	uint32_t sign = 0, sentence = 0, i;
	uint8_t end = CS_END_NONE;

	w->nclause = 0;
	for (i = 0; i < t->n; i++) {
		uint32_t first = sign, cue = 0;

		for (; sign < w->nsign && w->sign[sign].tok == i; sign++)
			cue |= w->sign[sign].cue;
		if (c == NULL || end != CS_END_NONE || i - c->tok == CLAUSE_MOST ||
		    ((cue & begins) != 0 && i != c->tok)) {
			if (c != NULL) {
				c->tok_end = i;
				c->sign_end = first;
			}
			sentence += end == CS_END_STOP;
			c = begin_clause(w, i, first, sentence);
		}
		c->cue |= cue;
		end = t->tok[i].end;
	}
	if (c != NULL) {
		c->tok_end = i;
		c->sign_end = sign;
	}
}

void
cs_reading_sums(const struct cs_mood_work *w, int64_t *pos, int64_t *neg)
{
	*pos = *neg = 0;
	for (size_t i = 0; i < w->nreason; i++) {
		const struct cs_reason *r = &w->reason[i];

		if (r->weight < 0)
			*neg -= r->weight;
		else if (!(r->cue & CS_CUE_THANKS))
			*pos += r->weight;
	}
}

/* Floor of the square root. */
static int64_t
root(int64_t n)
{
	int64_t lo = 0, hi = 64;

	while (hi * hi <= n)
		hi *= 2;
	while (hi - lo > 1) {
		int64_t mid = lo + (hi - lo) / 2;

		if (mid * mid <= n)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

/*
 * Shares the score out. Each sign's parts are differences of a running total that is divided and
 * rounded, so that they add up to the whole however they are rounded.
 */
static void
share_out(struct cs_mood *m, struct cs_mood_work *w)
{
	/* The root of 16 times the words is 4 times the root, and one digit finer. */
	int64_t length = LENGTH_BASE + LENGTH_ROOT * root((int64_t)w->t->n * 16) / 4;
	int64_t run[2] = {0, 0}, total = length;
	int done[2] = {0, 0};

	for (size_t i = 0; i < w->nreason; i++)
		total += w->reason[i].weight < 0 ? -w->reason[i].weight : w->reason[i].weight;
	for (size_t i = 0; i < w->nreason; i++) {
		struct cs_reason *r = &w->reason[i];
		int bad = r->weight < 0, now;

		run[bad] += bad ? -r->weight : r->weight;
		now = (int)((run[bad] * 200 + total) / (2 * total));
		r->part = bad ? done[bad] - now : now - done[bad];
		done[bad] = now;
	}
	m->pos = done[0];
	m->neg = done[1];
	m->score = m->pos - m->neg;
}

static enum cs_mood_label
label(const struct cs_mood *m)
{
	int less = m->pos < m->neg ? m->pos : m->neg, more = m->pos < m->neg ? m->neg : m->pos;

	if (less >= MIXED_FROM && less * 100 >= more * MIXED_SHARE)
		return CS_MOOD_MIXED;
	if (m->score >= POSITIVE_FROM)
		return CS_MOOD_POSITIVE;
	return m->score <= NEGATIVE_FROM ? CS_MOOD_NEGATIVE : CS_MOOD_NEUTRAL;
}

static int
by_place(const void *a, const void *b)
{
	const struct cs_reason *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return (x->how > y->how) - (x->how < y->how);
}

/* Amounts are added behind the words of their clause: most texts are in order already. */
static void
sort_by_place(struct cs_mood_work *w)
{
	for (size_t i = 1; i < w->nreason; i++) {
		if (by_place(&w->reason[i - 1], &w->reason[i]) > 0) {
			qsort(w->reason, w->nreason, sizeof *w->reason, by_place);
			return;
		}
	}
}

void
cs_mood_judge(struct cs_mood *m, const struct cs_lexicon *l, const struct cs_tokens *t,
    const struct cs_hits *h)
{
	struct cs_mood_work *w = m->work;

	if (w == NULL)
		w = m->work = cs_mem_new0(1, sizeof *w);
	w->l = l;
	w->t = t;
	w->nreason = 0;
	choose_signs(w, h);
	cut_clauses(w);
	for (uint32_t c = 0; c < w->nclause; c++) {
		w->clause[c].reason = (uint32_t)w->nreason;
		cs_clause_read(w, c);
		if (t->amounts)
			cs_cue_amounts(w, c);
		w->clause[c].reason_end = (uint32_t)w->nreason;
	}
	if (w->nreason != 0) {
		cs_cue_sentences(w);
		cs_cue_irony(w);
		cs_cue_thanks(w);
		sort_by_place(w);
	}
	share_out(m, w);
	m->label = cs_lang_is_ours(l, t) ? label(m) : CS_MOOD_UNKNOWN;
	if (m->label == CS_MOOD_UNKNOWN) {
		m->score = m->pos = m->neg = 0;
		w->nreason = 0;
	}
	m->why = w->reason;
	m->nwhy = w->nreason;
}
