/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running theme rules: see rules.h. Rule files are read by rulefile.c. */
#include "text/rules.h"

#include <stdlib.h>

#include "base/mem.h"
#include "text/links.h"

/* What is known of a rule in the text at hand; stale when text is another's. */
struct cs_rule_state {
	uint64_t text;
	uint32_t groups;	/* bits: hit */
	uint32_t nears;		/* bits: found near */
	uint32_t lefts, rights; /* bits: left[] and right[] are set */
	bool none;
	uint32_t left[CS_RULE_GROUPS_MAX], right[CS_RULE_GROUPS_MAX]; /* token behind the last */
};

void
cs_tags_finish(struct cs_tags *s)
{
	free(s->theme);
	free(s->gave_up);
	free(s->state);
	free(s->touched);
	free(s->theme_seen);
	cs_re_state_destroy(s->re);
	*s = (struct cs_tags){0};
}

static void
make_room(struct cs_tags *s, const struct cs_rules *r)
{
	if (s->nrule == r->nrule && s->ntheme == r->names.n && s->re != NULL)
		return;
	cs_tags_finish(s); /* another set of rules */
	s->nrule = r->nrule;
	s->ntheme = r->names.n;
	s->theme = cs_mem_new0(r->names.n, sizeof *s->theme);
	s->theme_seen = cs_mem_new0(r->names.n, sizeof *s->theme_seen);
	s->gave_up = cs_mem_new0(r->nrule, sizeof *s->gave_up);
	s->state = cs_mem_new0(r->nrule, sizeof *s->state);
	s->touched = cs_mem_new0(r->nrule, sizeof *s->touched);
	s->re = cs_re_state_create();
}

/* The state of a rule for this text, fresh if it was not touched before. */
static struct cs_rule_state *
touch(struct cs_tags *s, uint32_t rule)
{
	struct cs_rule_state *st = &s->state[rule];

	if (st->text != s->text) {
		st->text = s->text;
		st->groups = st->nears = st->lefts = st->rights = 0;
		st->none = false;
		s->touched[s->ntouched++] = rule;
	}
	return st;
}

/* Tokens between two places, each given by its first token and the one behind its last. */
static uint32_t
gap(uint32_t first_end, uint32_t second)
{
	return second > first_end ? second - first_end : 0;
}

static void
hit(struct cs_tags *s, const struct cs_rules *r, const struct cs_rule_link *k,
    const struct cs_hit *h)
{
	struct cs_rule_state *st = touch(s, k->rule);
	const struct cs_rule *rule = &r->rule[k->rule];
	uint32_t bit = UINT32_C(1) << k->n;

	switch ((enum cs_link_kind)k->kind) {
	case CS_LINK_GROUP:
		st->groups |= bit;
		break;
	case CS_LINK_LEFT:
		if ((st->rights & bit) && gap(st->right[k->n], h->tok) <= rule->reach[k->n])
			st->nears |= bit;
		st->lefts |= bit;
		st->left[k->n] = h->tok + h->ntok;
		break;
	case CS_LINK_RIGHT:
		if ((st->lefts & bit) && gap(st->left[k->n], h->tok) <= rule->reach[k->n])
			st->nears |= bit;
		st->rights |= bit;
		st->right[k->n] = h->tok + h->ntok;
		break;
	case CS_LINK_NONE:
		st->none = true;
		break;
	}
}

/* All bits below n. */
static uint32_t
ones(uint32_t n)
{
	return n >= 32 ? UINT32_MAX : (UINT32_C(1) << n) - 1;
}

/* 1: the rule holds; 0: not; -1: its pattern gave up. */
static int
holds(const struct cs_rules *r, uint32_t rule, struct cs_tags *s, const struct cs_tokens *t)
{
	const struct cs_rule_state *st = &s->state[rule];
	const struct cs_rule *q = &r->rule[rule];
	enum cs_re_result found;

	if (st->none || st->groups != ones(q->groups) || st->nears != ones(q->nears))
		return 0;
	if (q->re == NULL)
		return 1;
	found = cs_re_find(q->re, s->re, t->plain.text, 0, NULL);
	if (found == CS_RE_LIMIT || found == CS_RE_ERROR) {
		s->gave_up[rule]++;
		return -1;
	}
	return found == CS_RE_MATCH;
}

/* Adds a theme and its parents, in the place that its name has. */
static void
add_theme(struct cs_tags *s, const struct cs_rules *r, uint32_t theme)
{
	for (; theme != CS_MAP_NONE && s->theme_seen[theme] != s->text;
	     theme = r->theme[theme].parent) {
		size_t i = s->n++;

		s->theme_seen[theme] = s->text;
		for (; i > 0 && r->theme[s->theme[i - 1]].rank > r->theme[theme].rank; i--)
			s->theme[i] = s->theme[i - 1];
		s->theme[i] = theme;
	}
}

static uint32_t
first_link(const struct cs_rules *r, uint32_t term)
{
	uint32_t index = term & ~CS_TERM_PHRASE;

	if (term & CS_TERM_PHRASE)
		return index < r->nphrase ? r->phrase_link[index] : CS_MAP_NONE;
	return index < r->nword ? r->word_link[index] : CS_MAP_NONE;
}

void
cs_rules_tag(
    const struct cs_rules *r, const struct cs_tokens *t, const struct cs_hits *h, struct cs_tags *s)
{
	make_room(s, r);
	s->text++;
	s->n = s->ntouched = 0;
	s->unknown = false;
	for (size_t i = 0; i < h->n; i++) {
		uint32_t k = first_link(r, h->hit[i].term);

		for (; k != CS_MAP_NONE; k = r->link[k].next)
			hit(s, r, &r->link[k], &h->hit[i]);
	}
	for (size_t i = 0; i < s->ntouched; i++) {
		uint32_t rule = s->touched[i], theme = r->rule[rule].theme;
		int got;

		if (s->theme_seen[theme] == s->text)
			continue;
		got = holds(r, rule, s, t);
		if (got > 0)
			add_theme(s, r, theme);
		s->unknown |= got < 0;
	}
}

void
cs_tags_add(struct cs_tags *to, const struct cs_tags *from)
{
	if (from->nrule == 0)
		return;
	if (to->nrule == 0) {
		to->gave_up = cs_mem_new0(from->nrule, sizeof *to->gave_up);
		to->nrule = from->nrule;
	}
	for (size_t i = 0; i < from->nrule; i++)
		to->gave_up[i] += from->gave_up[i];
}

void
cs_tags_write(const struct cs_tags *s, const struct cs_rules *r, struct cs_buf *out)
{
	for (size_t i = 0; i < s->n; i++) {
		if (i != 0)
			cs_buf_c(out, ',');
		cs_buf_str(out, r->theme[s->theme[i]].name);
	}
}

static void
report(struct cs_buf *out, const struct cs_rules *r, const struct cs_rule_example *x)
{
	cs_buf_printf(out, "%s:%u: [%.*s] %s: %.*s\n", x->source, x->line,
	    CS_STR_ARG(r->theme[x->theme].name), x->match ? "does not match" : "matches",
	    CS_STR_ARG(x->text));
}

size_t
cs_rules_check(
    const struct cs_rules *r, const struct cs_lexicon *l, struct cs_buf *out, size_t *without)
{
	bool *has = cs_mem_new0(r->names.n, sizeof *has);
	struct cs_tokens t = {0};
	struct cs_hits h = {0};
	struct cs_tags s = {0};
	size_t failed = 0;

	for (size_t i = 0; i < r->nexample; i++) {
		const struct cs_rule_example *x = &r->example[i];

		has[x->theme] = true;
		cs_tokens_scan(&t, &l->emoticons, x->text);
		cs_lexicon_look(l, &t);
		cs_lexicon_hits(l, &t, &h);
		cs_rules_tag(r, &t, &h, &s);
		if ((s.theme_seen[x->theme] == s.text) != x->match) {
			report(out, r, x);
			failed++;
		}
	}
	*without = 0;
	for (size_t i = 0; i < r->names.n; i++)
		*without += !has[i];
	cs_tags_finish(&s);
	cs_hits_finish(&h);
	cs_tokens_finish(&t);
	free(has);
	return failed;
}
