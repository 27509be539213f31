/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Amounts of several words: see combine.h. A matcher looks at the tokens from i on and says how
 * many make one amount, of what kind and value; the tokens move down over those that went.
 */
#include "text/combine.h"

enum { STARS_BEST = 5, DAY_OF_MONTH_MAX = 31 };

struct made {
	enum cs_token_kind kind;
	int64_t value;
	size_t n; /* tokens; 0: no amount begins here */
};

struct view {
	const struct cs_lexicon *l;
	const struct cs_tokens *t;
};

static uint32_t
cue(const struct view *v, size_t i)
{
	uint32_t id = i < v->t->n ? v->t->tok[i].term : CS_TERM_NONE;

	return id != CS_TERM_NONE ? cs_lexicon_term(v->l, id)->cue : 0;
}

static int32_t
value(const struct view *v, size_t i)
{
	return cs_lexicon_term(v->l, v->t->tok[i].term)->value;
}

static bool
is(const struct view *v, size_t i, const char *word)
{
	return i < v->t->n && v->t->tok[i].kind == CS_TOKEN_WORD &&
	       cs_str_eqz(cs_token_text(v->t, &v->t->tok[i]), word);
}

static bool
is_kind(const struct view *v, size_t i, enum cs_token_kind kind)
{
	return i < v->t->n && v->t->tok[i].kind == kind;
}

/* The tokens from i to j can be one: no clause ends between them. */
static bool
joined(const struct view *v, size_t i, size_t j)
{
	for (; i < j; i++)
		if (v->t->tok[i].end != CS_END_NONE)
			return false;
	return true;
}

/* Digits or words: "3", "three", "twenty five". Gives how many tokens, 0: none. */
static size_t
number(const struct view *v, size_t i, int64_t *out)
{
	if (is_kind(v, i, CS_TOKEN_NUMBER)) {
		*out = v->t->tok[i].value;
		return 1;
	}
	if (!(cue(v, i) & CS_CUE_NUMBER))
		return 0;
	*out = value(v, i);
	if (*out >= 20000 && *out < 100000 && joined(v, i, i + 1) &&
	    (cue(v, i + 1) & CS_CUE_NUMBER) && value(v, i + 1) >= 1000 && value(v, i + 1) < 10000) {
		*out += value(v, i + 1);
		return 2;
	}
	return 1;
}

/* What may stand between number and unit: "of", "more", "whole". */
static size_t
measured(const struct view *v, size_t i)
{
	size_t n = 0;

	while (n < 3 && (cue(v, i + n) & CS_CUE_MEASURED) && !(cue(v, i + n) & CS_CUE_UNIT))
		n++;
	return n;
}

/* "hours", "more hours", "hours and a half" from i on, times thousandths. Tokens; 0: no unit. */
static size_t
units(const struct view *v, size_t i, int64_t thousandths, int64_t *seconds)
{
	size_t n = measured(v, i);
	int64_t unit;

	if (!(cue(v, i + n) & CS_CUE_UNIT) || !joined(v, i, i + n))
		return 0;
	unit = value(v, i + n);
	*seconds = thousandths / 1000 * unit + thousandths % 1000 * unit / 1000;
	n++;
	if (is(v, i + n, "and") && is(v, i + n + 1, "a") && is(v, i + n + 2, "half") &&
	    joined(v, i + n - 1, i + n + 2)) {
		*seconds += unit / 2;
		n += 3;
	}
	return n;
}

static struct made
duration(const struct view *v, size_t i)
{
	struct made m = {CS_TOKEN_DURATION, 0, 0};
	int64_t thousandths = 0;
	size_t n, k;

	if (is(v, i, "half")) {
		n = is(v, i + 1, "an") || is(v, i + 1, "a") ? 2 : 1;
		thousandths = 500;
	} else if (is(v, i, "a") || is(v, i, "an")) {
		n = 1;
		thousandths = 1000;
	} else {
		n = number(v, i, &thousandths);
	}
	if (n != 0 && thousandths < INT64_C(1000000000) && joined(v, i, i + n) &&
	    (k = units(v, i + n, thousandths, &m.value)) != 0)
		m.n = n + k;
	else if ((cue(v, i) & CS_CUE_UNITS) && i != 0 &&
		 (is(v, i - 1, "for") || is(v, i - 1, "after") || is(v, i - 1, "took")))
		m.value = 2 * value(v, i), m.n = 1;
	return m;
}

/* "20 dollars", "usd 20" */
static struct made
money(const struct view *v, size_t i)
{
	struct made m = {CS_TOKEN_MONEY, 0, 0};
	size_t n = number(v, i, &m.value);

	if (n != 0 && (cue(v, i + n) & CS_CUE_CURRENCY) && joined(v, i, i + n))
		m.n = n + 1;
	else if ((cue(v, i) & CS_CUE_CURRENCY) && is_kind(v, i + 1, CS_TOKEN_NUMBER) &&
		 joined(v, i, i + 1))
		m.n = 2, m.value = v->t->tok[i + 1].value;
	return m;
}

static bool
is_day(const struct view *v, size_t i)
{
	return (is_kind(v, i, CS_TOKEN_NUMBER) || is_kind(v, i, CS_TOKEN_ORDINAL)) &&
	       v->t->tok[i].value <= DAY_OF_MONTH_MAX * 1000;
}

/* "march 5th", "5 march", "5th of march", "on 9/10" */
static struct made
date(const struct view *v, size_t i)
{
	struct made m = {CS_TOKEN_DATE, 0, 0};
	size_t of = is(v, i + 1, "of");

	if (is_day(v, i) && (cue(v, i + 1 + of) & CS_CUE_MONTH) && joined(v, i, i + 1 + of))
		m.n = 2 + of;
	else if ((cue(v, i) & CS_CUE_MONTH) && is_day(v, i + 1) && joined(v, i, i + 1))
		m.n = 2;
	else if (is_kind(v, i, CS_TOKEN_RATING) && i != 0 &&
		 (is(v, i - 1, "on") || is(v, i - 1, "since") || is(v, i - 1, "by") ||
		     is(v, i - 1, "until") || is(v, i - 1, "from")))
		m.n = 1;
	return m;
}

/* "4 stars", "one star", "8 out of 10" */
static struct made
rating(const struct view *v, size_t i)
{
	struct made m = {CS_TOKEN_RATING, 0, 0};
	int64_t got, best;
	size_t n = number(v, i, &got), k;

	if (n == 0)
		return m;
	if ((is(v, i + n, "star") || is(v, i + n, "stars")) && got <= STARS_BEST * 1000 &&
	    joined(v, i, i + n)) {
		m.value = got / STARS_BEST;
		m.n = n + 1;
	} else if (is(v, i + n, "out") && is(v, i + n + 1, "of") && joined(v, i, i + n + 2) &&
		   (k = number(v, i + n + 2, &best)) != 0 && got <= best &&
		   (best == 5000 || best == 10000 || best == 100000)) {
		m.value = got * 1000 / best;
		m.n = n + 2 + k;
	}
	return m;
}

static struct made
ordinal_or_number(const struct view *v, size_t i)
{
	struct made m = {CS_TOKEN_NUMBER, 0, 0};

	if (is_kind(v, i, CS_TOKEN_WORD) && (cue(v, i) & CS_CUE_ORDINAL))
		m = (struct made){CS_TOKEN_ORDINAL, value(v, i), 1};
	else if (is_kind(v, i, CS_TOKEN_WORD))
		m.n = number(v, i, &m.value);
	return m;
}

/* "2 hours 15 minutes", "2 hours and 15 minutes": the second duration joins the first. */
static bool
continues(const struct cs_tokens *t, size_t n, const struct made *m)
{
	return m->kind == CS_TOKEN_DURATION && n != 0 && t->tok[n - 1].kind == CS_TOKEN_DURATION &&
	       t->tok[n - 1].end == CS_END_NONE && m->value < t->tok[n - 1].value;
}

/* Makes one token of m->n tokens at i. Words that are numbers keep their spelling. */
static struct cs_token
put_together(const struct cs_lexicon *l, struct cs_tokens *t, size_t i, const struct made *m)
{
	const struct cs_token *last = &t->tok[i + m->n - 1];
	struct cs_token k = t->tok[i];

	k.kind = (uint8_t)m->kind;
	k.value = m->value;
	k.to = last->to;
	k.end = last->end;
	k.marks = last->marks;
	if (m->kind != CS_TOKEN_NUMBER && m->kind != CS_TOKEN_ORDINAL) {
		const char *name = cs_token_kind_text(m->kind);

		k.at = (uint32_t)t->norm.n;
		cs_buf_z(&t->norm, name);
		k.n = (uint32_t)(t->norm.n - k.at);
		k.term = l->typed[m->kind];
	}
	return k;
}

/* Whether an amount can begin at i at all: most tokens are dismissed here. */
static bool
may_begin(const struct view *v, size_t i)
{
	const struct cs_token *k = &v->t->tok[i];
	const char *p = v->t->norm.p + k->at;

	return k->kind == CS_TOKEN_NUMBER || k->kind == CS_TOKEN_ORDINAL ||
	       k->kind == CS_TOKEN_RATING ||
	       (cue(v, i) & CS_CUES_AMOUNT & ~(uint32_t)CS_CUE_MEASURED) != 0 ||
	       (k->n == 1 && p[0] == 'a') || (k->n == 2 && memcmp(p, "an", 2) == 0) ||
	       (k->n == 4 && memcmp(p, "half", 4) == 0);
}

void
cs_combine(const struct cs_lexicon *l, struct cs_tokens *t)
{
	static struct made (*const matchers[])(const struct view *, size_t) = {
	    duration, money, rating, date, ordinal_or_number};
	enum { N_MATCHERS = sizeof matchers / sizeof *matchers };
	const struct view v = {l, t};
	size_t out = 0;

	for (size_t i = 0; i < t->n; i++) {
		struct made m = {CS_TOKEN_WORD, 0, 0};

		for (size_t k = may_begin(&v, i) ? 0 : N_MATCHERS; m.n == 0 && k < N_MATCHERS; k++)
			m = matchers[k](&v, i);
		if (m.n == 0) {
			t->tok[out++] = t->tok[i];
		} else if (continues(t, out, &m)) {
			t->tok[out - 1].value += m.value;
			t->tok[out - 1].to = t->tok[i + m.n - 1].to;
			t->tok[out - 1].end = t->tok[i + m.n - 1].end;
			t->tok[out - 1].marks = t->tok[i + m.n - 1].marks;
			i += m.n - 1;
		} else {
			t->tok[out++] = put_together(l, t, i, &m);
			i += m.n - 1;
		}
	}
	t->n = out;
}
