/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the words of a clause do not say alone: times and counts, contrast, questions, irony, and
 * thanks that are only manners.
 */
#include "text/reading.h"

enum {
	NEAR = 8,	     /* tokens between a duration or count and the word it belongs to */
	BRIEF_NEAR = 2,	     /* "only about 5 minutes" */
	QUICK_MOST_S = 1800, /* longest time that is quick */
	QUICK_WEIGHT = 60,
	BEFORE_BUT = -40,     /* percent */
	BEFORE_BUT_FAR = -25, /* the sentence before one that begins with "But" */
	AFTER_BUT = 20,
	CONCEDED = -40,
	BANG = 8,	       /* percent each, */
	BANGS_MOST = 3,	       /* up to so many */
	ASKED_GOOD = -60,      /* praise in a question */
	ASKED_EVENT = -75,     /* mishaps in a request */
	QUERIES = 15,	       /* blame before ?? */
	IRONY_NEAR = 2,	       /* words of meaning between praise and failure */
	IRONY_SHARE = 60,      /* percent of praise that turns into blame */
	IRONY_THANKS = 190,    /* weight of "thanks for nothing" */
	REMARK_WORDS_MOST = 7, /* "Oh well that is just great," */
	REMARK_SHARE = 50,     /* percent of a leading "Great," that turns into blame */
	REMARK_LEAST = 80,     /* blame in the rest that makes it irony */
	MANNERS_LEAST = 50,    /* blame beside which thanks are only manners */
};

static void
scale(struct cs_reason *r, int more)
{
	r->weight = r->weight * (100 + more) / 100;
}

/* Limits, each with the weight from there on. */
struct step {
	int64_t from;
	int weight;
};

static int
weigh(const struct step *step, size_t n, int64_t value)
{
	int weight = 0;

	for (size_t i = 0; i < n && value >= step[i].from; i++)
		weight = step[i].weight;
	return weight;
}

#define WEIGH(steps, value) weigh(steps, sizeof(steps) / sizeof *(steps), value)

/* Seconds waited. */
static const struct step waits[] = {{120, -30}, {600, -80}, {1200, -150}, {2700, -200},
    {5400, -240}, {4 * 3600, -280}, {7 * 86400, -320}};

/* How often, in thousandths. */
static const struct step repeats[] = {{2000, -100}, {3000, -170}, {4000, -220}};

/* Share of the best rating, in thousandths. */
static const struct step ratings[] = {
    {0, -320}, {1, -280}, {300, -200}, {500, -60}, {600, 0}, {700, 100}, {800, 200}, {900, 280}};

/* The sentence of clause c, as its first clause and the one behind its last. */
static void
sentence_of(const struct cs_mood_work *w, uint32_t c, uint32_t *first, uint32_t *end)
{
	*first = c;
	while (*first > 0 && w->clause[*first - 1].sentence == w->clause[c].sentence)
		--*first;
	*end = c + 1;
	while (*end < w->nclause && w->clause[*end].sentence == w->clause[c].sentence)
		++*end;
}

/* A sign with the cue in the sentence of clause c, at most `near` tokens from token i; or NULL. */
static const struct cs_sign *
sign_near(const struct cs_mood_work *w, uint32_t c, uint32_t i, uint32_t cue, uint32_t near)
{
	uint32_t first = c, end = c + 1;

	/* Neighbours only: a sentence of a thousand clauses must not be read for each of them. */
	if (first > 0 && w->clause[first - 1].sentence == w->clause[c].sentence)
		first--;
	if (end < w->nclause && w->clause[end].sentence == w->clause[c].sentence)
		end++;
	for (uint32_t s = w->clause[first].sign; s < w->clause[end - 1].sign_end; s++) {
		const struct cs_sign *sign = &w->sign[s];

		if ((sign->cue & cue) == 0)
			continue;
		if (sign->tok + sign->ntok <= i ? i - (sign->tok + sign->ntok) <= near
						: sign->tok > i && sign->tok - i - 1 <= near)
			return sign;
	}
	return NULL;
}

/* The reason that was made of this sign in clause c, or NULL. */
static struct cs_reason *
reason_of(const struct cs_mood_work *w, uint32_t c, const struct cs_sign *s)
{
	for (size_t i = w->clause[c].reason; i < w->nreason; i++)
		if (w->reason[i].tok == s->tok)
			return &w->reason[i];
	return NULL;
}

static bool
clause_is_good(const struct cs_mood_work *w, uint32_t c)
{
	int64_t sum = 0;

	for (size_t i = w->clause[c].reason; i < w->nreason; i++)
		sum += w->reason[i].weight;
	return sum > 0;
}

static void
add_amount(
    struct cs_mood_work *w, uint32_t c, uint32_t i, uint32_t ntok, int weight, enum cs_mood_how how)
{
	struct cs_reason *r;

	if (weight == 0)
		return;
	r = cs_reading_add(w, c, i, ntok, weight);
	r->how = (uint8_t)how;
	r->value = w->t->tok[i].value;
}

static bool
is_word(const struct cs_mood_work *w, uint32_t i, const char *text)
{
	return i < w->t->n && cs_str_eqz(cs_token_text(w->t, &w->t->tok[i]), text);
}

/* "fixed within ten minutes", "waited only 2 minutes" are quick; else a time near a wait is one. */
static void
duration(struct cs_mood_work *w, uint32_t c, uint32_t i)
{
	const struct cs_sign *wait = sign_near(w, c, i, CS_CUE_WAIT, NEAR);
	const struct cs_sign *brief = sign_near(w, c, i, CS_CUE_BRIEF, BRIEF_NEAR);
	int64_t seconds = w->t->tok[i].value;
	bool is_brief = brief != NULL && brief->tok < i && seconds <= QUICK_MOST_S;
	struct cs_reason *waited = wait != NULL ? reason_of(w, c, wait) : NULL;
	bool inside = i != 0 && seconds <= QUICK_MOST_S && is_word(w, i - 1, "in");

	if (is_brief && wait != NULL) {
		if (waited != NULL && waited->weight < 0)
			waited->weight = 0;
		add_amount(w, c, i, 1, QUICK_WEIGHT, CS_HOW_QUICK);
	} else if ((is_brief || inside) && clause_is_good(w, c)) {
		add_amount(w, c, i, 1, QUICK_WEIGHT, CS_HOW_QUICK);
	} else if (!is_brief && wait != NULL && (waited == NULL || waited->how != CS_HOW_NOT)) {
		/* "didn't have to wait 3 hours" is no wait. */
		add_amount(w, c, i, 1, WEIGH(waits, seconds), CS_HOW_WAIT);
	}
}

/* "third time", "4 times" beside "called", "twice" beside "charged". */
static void
repetition(struct cs_mood_work *w, uint32_t c, uint32_t i)
{
	const struct cs_token *k = &w->t->tok[i];
	bool counted = i + 1 < w->t->n && k->end == CS_END_NONE &&
		       (cs_reading_word_cue(w, i + 1) & CS_CUE_TIMES) != 0;

	if (clause_is_good(w, c))
		return;
	if (k->kind == CS_TOKEN_ORDINAL && counted)
		add_amount(w, c, i, 2, WEIGH(repeats, k->value), CS_HOW_REPEAT);
	else if (k->kind == CS_TOKEN_NUMBER && counted &&
		 sign_near(w, c, i, CS_CUE_CONTACT, NEAR) != NULL)
		add_amount(w, c, i, 2, WEIGH(repeats, k->value), CS_HOW_REPEAT);
}

static void
twice(struct cs_mood_work *w, uint32_t c, uint32_t i)
{
	int32_t value = cs_lexicon_term(w->l, w->t->tok[i].term)->value;

	if (clause_is_good(w, c) || sign_near(w, c, i, CS_CUE_CONTACT, NEAR) == NULL)
		return;
	add_amount(w, c, i, 1, WEIGH(repeats, value), CS_HOW_REPEAT);
	w->reason[w->nreason - 1].value = value;
}

void
cs_cue_amounts(struct cs_mood_work *w, uint32_t c)
{
	for (uint32_t i = w->clause[c].tok; i < w->clause[c].tok_end; i++) {
		const struct cs_token *k = &w->t->tok[i];

		if (k->kind == CS_TOKEN_DURATION)
			duration(w, c, i);
		else if (k->kind == CS_TOKEN_ORDINAL || k->kind == CS_TOKEN_NUMBER)
			repetition(w, c, i);
		else if (k->kind == CS_TOKEN_RATING)
			add_amount(w, c, i, 1, WEIGH(ratings, k->value), CS_HOW_RATING);
		else if (k->kind == CS_TOKEN_WORD && (w->clause[c].cue & CS_CUE_TWICE) != 0 &&
			 (cs_reading_word_cue(w, i) & CS_CUE_TWICE) != 0)
			twice(w, c, i);
	}
}

/* Changes all reasons of the clauses [first, end) by so many percent. */
static void
scale_clauses(struct cs_mood_work *w, uint32_t first, uint32_t end, int more)
{
	if (first >= end)
		return;
	for (uint32_t i = w->clause[first].reason; i < w->clause[end - 1].reason_end; i++)
		scale(&w->reason[i], more);
}

/* The first "but" of a sentence, if it has one, and the clauses that "although" begins. */
static void
contrast(struct cs_mood_work *w, uint32_t first, uint32_t end)
{
	uint32_t before, after;

	for (uint32_t c = first; c < end; c++) {
		const struct cs_clause *clause = &w->clause[c];
		uint32_t cue = 0;

		for (uint32_t s = clause->sign;
		     s < clause->sign_end && w->sign[s].tok == clause->tok; s++)
			cue |= w->sign[s].cue;
		if (cue & CS_CUE_CONCESSION)
			scale_clauses(w, c, c + 1, CONCEDED);
		if (!(cue & CS_CUE_CONTRAST))
			continue;
		if (c > first) {
			scale_clauses(w, first, c, BEFORE_BUT);
		} else if (first > 0) {
			sentence_of(w, first - 1, &before, &after);
			scale_clauses(w, before, first, BEFORE_BUT_FAR);
		}
		scale_clauses(w, c, end, AFTER_BUT);
		return;
	}
}

/* Question marks, requests and exclamation marks of a sentence. */
static void
punctuation(struct cs_mood_work *w, uint32_t first, uint32_t end)
{
	unsigned bangs = 0, queries = 0;
	uint32_t cue = 0;

	for (uint32_t c = first; c < end; c++) {
		const struct cs_token *last = &w->t->tok[w->clause[c].tok_end - 1];

		bangs += cs_token_bangs(last);
		queries += cs_token_queries(last);
		cue |= w->clause[c].cue;
	}
	for (uint32_t i = w->clause[first].reason; i < w->clause[end - 1].reason_end; i++) {
		struct cs_reason *r = &w->reason[i];

		if (r->kind != CS_TOKEN_EMOJI && r->how == CS_HOW_WORD) {
			if (r->weight > 0 && (queries != 0 || (cue & CS_CUE_REQUEST) != 0))
				scale(r, ASKED_GOOD);
			if ((r->cue & CS_CUE_EVENT) && (cue & CS_CUE_REQUEST) && queries < 2)
				scale(r, ASKED_EVENT);
		}
		if (r->weight < 0 && queries >= 2)
			scale(r, QUERIES);
		scale(r, (int)(bangs < BANGS_MOST ? bangs : BANGS_MOST) * BANG);
	}
}

void
cs_cue_sentences(struct cs_mood_work *w)
{
	uint32_t first, end;

	for (uint32_t c = 0; c < w->nclause; c = end) {
		sentence_of(w, c, &first, &end);
		contrast(w, first, end);
		punctuation(w, first, end);
	}
}

/* What a clause says of its reason's object first: CS_CUE_FAILURE, CS_CUE_HELPED, or 0. */
static uint32_t
what_follows(const struct cs_mood_work *w, const struct cs_reason *r, uint32_t reach)
{
	const struct cs_clause *clause = &w->clause[r->clause];
	uint32_t behind = r->tok + r->ntok, between = 0, i = behind;

	for (uint32_t s = clause->sign; s < clause->sign_end; s++) {
		const struct cs_sign *sign = &w->sign[s];

		if (sign->tok < behind)
			continue;
		for (; i < sign->tok; i++)
			between += !(cs_reading_word_cue(w, i) & (CS_CUE_STOP | CS_CUE_FILLER));
		if (between > reach)
			return 0;
		if (sign->cue & CS_CUE_HELPED)
			return CS_CUE_HELPED;
		if (sign->cue & CS_CUE_FAILURE)
			return CS_CUE_FAILURE;
		if (sign->cue & CS_CUE_NEGATOR)
			return 0;
	}
	return 0;
}

/* Praise or thanks with the failure in the same clause: "Good job losing my bag". */
static void
irony_inside(struct cs_mood_work *w, struct cs_reason *r)
{
	if (r->cue & CS_CUE_THANKS) {
		if (is_word(w, r->tok + r->ntok, "for") &&
		    what_follows(w, r, NEAR) == CS_CUE_FAILURE) {
			r->weight = -IRONY_THANKS;
			r->how = CS_HOW_IRONY;
			r->cue &= ~(uint32_t)CS_CUE_THANKS;
		}
	} else if (what_follows(w, r, IRONY_NEAR) == CS_CUE_FAILURE) {
		r->weight = -r->weight * IRONY_SHARE / 100;
		r->how = CS_HOW_IRONY;
	}
}

/* Whether a clause is nothing but a remark: "Oh great", "Just wonderful". */
static bool
is_remark(const struct cs_mood_work *w, uint32_t c)
{
	const uint32_t light = CS_CUE_FILLER | CS_CUE_PRAISE | CS_CUE_THANKS | CS_CUE_DEGREE |
			       CS_CUE_CONTRAST | CS_CUE_CLAUSE;
	const struct cs_clause *clause = &w->clause[c];
	uint32_t covered = clause->tok, s = clause->sign, i;

	if (clause->tok_end - clause->tok > REMARK_WORDS_MOST)
		return false;
	for (i = clause->tok; i < clause->tok_end; i++) {
		for (; s < clause->sign_end && w->sign[s].tok == i; s++)
			if ((w->sign[s].cue & light) != 0)
				covered = i + w->sign[s].ntok;
		if (i >= covered && !(cs_reading_word_cue(w, i) & CS_CUE_FILLER) &&
		    w->t->tok[i].kind != CS_TOKEN_HANDLE && w->t->tok[i].kind != CS_TOKEN_EMOJI)
			return false;
	}
	return true;
}

void
cs_cue_irony(struct cs_mood_work *w)
{
	int64_t pos, neg;

	for (size_t i = 0; i < w->nreason; i++)
		if (w->reason[i].weight > 0 && w->reason[i].how == CS_HOW_WORD &&
		    (w->reason[i].cue & (CS_CUE_PRAISE | CS_CUE_THANKS)) != 0)
			irony_inside(w, &w->reason[i]);
	cs_reading_sums(w, &pos, &neg);
	for (size_t i = 0; i < w->nreason; i++) {
		struct cs_reason *r = &w->reason[i];

		if (r->weight <= 0 || r->how != CS_HOW_WORD || !(r->cue & CS_CUE_PRAISE) ||
		    (r->cue & CS_CUE_THANKS) != 0 || !is_remark(w, r->clause))
			continue;
		if (neg < REMARK_LEAST || neg <= pos - r->weight)
			continue;
		pos -= r->weight;
		r->weight = -r->weight * REMARK_SHARE / 100;
		neg -= r->weight;
		r->how = CS_HOW_IRONY;
	}
}

void
cs_cue_thanks(struct cs_mood_work *w)
{
	int64_t pos, neg;

	cs_reading_sums(w, &pos, &neg);
	if (neg < MANNERS_LEAST || neg <= pos)
		return;
	for (size_t i = 0; i < w->nreason; i++)
		if ((w->reason[i].cue & CS_CUE_THANKS) && w->reason[i].weight > 0)
			w->reason[i].weight = 0;
}
