/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of one clause: what negators, degrees and hopes make of the words after them.
 *
 * A negator reaches to the end of its clause, over at most REACH words that carry meaning. It turns
 * praise wherever that stands ("wouldn't say the service was good"), but something bad only when
 * nothing of meaning stands between ("no problem", "wasn't slow or rude"): in "did not fix the
 * problem" the problem is there.
 */
#include "text/reading.h"

enum {
	REACH = 5,	  /* words of meaning that a negator reaches over */
	DEGREE_REACH = 2, /* words of any kind that a degree reaches over */
	EMPHASIS = 25,	  /* percent: "never so happy" */
	CAPS = 20,	  /* percent: capitals */
	STRETCHED = 15,	  /* percent: soooo */
	AGAIN = 25,	  /* percent: each repetition of an emoji, */
	AGAIN_MOST = 3,	  /* up to so many */
	UNMET_SHARE = 45, /* percent of praise that turns into blame when it is only wished for */
	CAPS_LETTERS_MIN = 3, /* OK and IT are no shouting */
};

/* What the clause has said so far. */
struct state {
	unsigned negators;   /* since the last that was used up */
	uint32_t from;	     /* field offset of the first of them */
	uint32_t after;	     /* token behind the last of them */
	bool never, extreme; /* "never", and "so" or "such" behind it */
	bool used;	     /* they have negated something: the next one begins anew */
	bool flipped_bad;    /* that was something bad */
	int degree;	     /* percent */
	uint32_t degree_after;
	bool hypothetic, unmet, repair;
};

static uint32_t
words_of_meaning(const struct cs_mood_work *w, uint32_t i, uint32_t end)
{
	uint32_t n = 0;

	for (; i < end && n <= REACH; i++)
		n += !(cs_reading_word_cue(w, i) & (CS_CUE_STOP | CS_CUE_DEGREE));
	return n;
}

static int
percent(int weight, int more)
{
	return weight * (100 + more) / 100;
}

static int
shape_percent(const struct cs_mood_work *w, const struct cs_sign *s)
{
	int more = 0;

	for (uint32_t i = s->tok; i < s->tok + s->ntok; i++) {
		const struct cs_token *k = &w->t->tok[i];

		if ((k->shape & CS_SHAPE_CAPS) && k->n >= CAPS_LETTERS_MIN)
			more = CAPS;
		if (k->shape & CS_SHAPE_LONG)
			return CAPS > more + STRETCHED ? CAPS : more + STRETCHED;
	}
	return more;
}

static void
negate(struct state *st, const struct cs_mood_work *w, const struct cs_sign *s)
{
	if (st->used)
		*st = (struct state){
		    .hypothetic = st->hypothetic, .unmet = st->unmet, .repair = st->repair};
	if (st->negators == 0)
		st->from = w->t->tok[s->tok].from;
	st->negators++;
	st->after = s->tok + s->ntok;
	st->never |= (s->cue & CS_CUE_EXTREME) != 0;
	st->extreme = false;
	st->flipped_bad = false;
}

/* Whether token i is one more of a list: "slow or rude". */
static bool
is_listed(const struct cs_mood_work *w, uint32_t i)
{
	struct cs_str before = i != 0 ? cs_token_text(w->t, &w->t->tok[i - 1]) : CS_STR("");

	return cs_str_eq(before, CS_STR("or")) || cs_str_eq(before, CS_STR("nor"));
}

/* The weight of a word after the negators before it, if they reach it; *how tells. */
static int
negated(struct state *st, const struct cs_mood_work *w, const struct cs_sign *s, uint8_t *how)
{
	const struct cs_term *term = cs_lexicon_term(w->l, s->term);
	uint32_t between;

	if (st->negators == 0)
		return term->weight;
	between = words_of_meaning(w, st->after, s->tok);
	if (st->never && st->extreme)
		return percent(term->weight, EMPHASIS);
	/* Two negators make a weak yes. */
	if (st->negators % 2 == 0)
		return term->weight * 6 / 10;
	if (term->weight < 0 ? between != 0 && !(st->flipped_bad && is_listed(w, s->tok))
			     : between > REACH)
		return term->weight;
	st->flipped_bad = term->weight < 0;
	st->used = true;
	*how = CS_HOW_NOT;
	return term->negated;
}

static int
wished(const struct state *st, int weight, uint8_t *how)
{
	if (weight <= 0 || *how != CS_HOW_WORD)
		return weight;
	if (st->unmet) {
		*how = CS_HOW_UNMET;
		return -weight * UNMET_SHARE / 100;
	}
	return st->hypothetic ? 0 : weight;
}

static void
emoji(struct cs_mood_work *w, uint32_t c, const struct cs_sign *s)
{
	const struct cs_token *k = &w->t->tok[s->tok];
	int64_t more = k->value - 1 < AGAIN_MOST ? k->value - 1 : AGAIN_MOST;
	int weight = percent(cs_lexicon_term(w->l, s->term)->weight, (int)more * AGAIN);
	struct cs_reason *r = cs_reading_add(w, c, s->tok, s->ntok, weight);

	r->term = s->term;
}

static void
word(struct cs_mood_work *w, uint32_t c, struct state *st, const struct cs_sign *s)
{
	uint8_t how = CS_HOW_WORD;
	struct cs_reason *r;
	int weight;

	/* "not bad" is a term of its own: what was negated before it is over. */
	if (s->ntok > 1 && (cs_reading_word_cue(w, s->tok) & CS_CUE_NEGATOR) != 0)
		st->negators = 0;
	weight = negated(st, w, s, &how);
	if (st->degree != 0 && s->tok <= st->degree_after + DEGREE_REACH)
		weight = percent(weight, st->degree);
	weight = percent(weight, shape_percent(w, s));
	weight = wished(st, weight, &how);
	if (weight < 0 && how == CS_HOW_WORD && st->repair && (s->cue & CS_CUE_EVENT))
		return;
	if (weight == 0)
		return;
	r = cs_reading_add(w, c, s->tok, s->ntok, weight);
	r->term = s->term;
	r->cue = s->cue;
	r->how = how;
	if (how == CS_HOW_NOT && st->from < r->from)
		r->from = st->from;
	st->degree = 0;
}

void
cs_clause_read(struct cs_mood_work *w, uint32_t c)
{
	const struct cs_clause *clause = &w->clause[c];
	struct state st = {0};

	for (uint32_t i = clause->sign; i < clause->sign_end; i++) {
		const struct cs_sign *s = &w->sign[i];
		const struct cs_term *term = cs_lexicon_term(w->l, s->term);

		if (w->t->tok[s->tok].kind == CS_TOKEN_EMOJI) {
			if (s->cue & CS_CUE_MOOD)
				emoji(w, c, s);
			continue;
		}
		if ((s->cue & CS_CUE_MOOD) && (term->weight != 0 || term->negated != 0))
			word(w, c, &st, s);
		if (s->cue & CS_CUE_NEGATOR)
			negate(&st, w, s);
		else
			st.extreme |= (s->cue & CS_CUE_EXTREME) != 0;
		st.repair |= (s->cue & CS_CUE_REPAIR) != 0 && st.negators == 0;
		st.hypothetic |= (s->cue & CS_CUE_HYPOTHETIC) != 0;
		st.unmet |= (s->cue & CS_CUE_UNMET) != 0;
		if ((s->cue & CS_CUE_DEGREE) && !((s->cue & CS_CUE_MOOD) && term->weight != 0)) {
			st.degree = st.degree != 0 && s->tok == st.degree_after
					? st.degree + term->degree
					: term->degree;
			st.degree_after = s->tok + s->ntok;
		}
	}
}
