/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of the lexicon: the built-in tables and a user's list of weights; see lexicon.h. */
#include "base/data.h"
#include "base/lines.h"
#include "base/num.h"
#include "base/utf8.h"
#include "text/lexicon.h"

/* What follows the name in a heading. */
enum takes {
	NOTHING,
	WEIGHT,	  /* decimal, then "not" decimal and "event", if any */
	PERCENT,  /* whole number */
	COUNT,	  /* whole number, kept in thousandths */
	SECONDS,  /* whole number */
	LANGUAGE, /* a name */
};

static const struct {
	struct cs_str name;
	uint32_t cue;
	enum takes takes;
} headings[] = {
    {CS_STR_INIT("mood"), CS_CUE_MOOD, WEIGHT},
    {CS_STR_INIT("negator"), CS_CUE_NEGATOR, NOTHING},
    {CS_STR_INIT("never"), CS_CUE_NEGATOR | CS_CUE_EXTREME, NOTHING},
    {CS_STR_INIT("repair"), CS_CUE_REPAIR, NOTHING},
    {CS_STR_INIT("degree"), CS_CUE_DEGREE, PERCENT},
    {CS_STR_INIT("extreme"), CS_CUE_EXTREME, NOTHING},
    {CS_STR_INIT("contrast"), CS_CUE_CONTRAST, NOTHING},
    {CS_STR_INIT("concession"), CS_CUE_CONCESSION, NOTHING},
    {CS_STR_INIT("clause"), CS_CUE_CLAUSE, NOTHING},
    {CS_STR_INIT("thanks"), CS_CUE_THANKS, NOTHING},
    {CS_STR_INIT("praise"), CS_CUE_PRAISE, NOTHING},
    {CS_STR_INIT("filler"), CS_CUE_FILLER, NOTHING},
    {CS_STR_INIT("failure"), CS_CUE_FAILURE, NOTHING},
    {CS_STR_INIT("helped"), CS_CUE_HELPED, NOTHING},
    {CS_STR_INIT("wait"), CS_CUE_WAIT, NOTHING},
    {CS_STR_INIT("brief"), CS_CUE_BRIEF, NOTHING},
    {CS_STR_INIT("contact"), CS_CUE_CONTACT, NOTHING},
    {CS_STR_INIT("hypothetic"), CS_CUE_HYPOTHETIC, NOTHING},
    {CS_STR_INIT("unmet"), CS_CUE_UNMET, NOTHING},
    {CS_STR_INIT("request"), CS_CUE_REQUEST, NOTHING},
    {CS_STR_INIT("stop"), CS_CUE_STOP, NOTHING},
    {CS_STR_INIT("number"), CS_CUE_NUMBER, COUNT},
    {CS_STR_INIT("ordinal"), CS_CUE_ORDINAL, COUNT},
    {CS_STR_INIT("twice"), CS_CUE_TWICE, COUNT},
    {CS_STR_INIT("unit"), CS_CUE_UNIT, SECONDS},
    {CS_STR_INIT("units"), CS_CUE_UNIT | CS_CUE_UNITS, SECONDS},
    {CS_STR_INIT("currency"), CS_CUE_CURRENCY, NOTHING},
    {CS_STR_INIT("month"), CS_CUE_MONTH, NOTHING},
    {CS_STR_INIT("times"), CS_CUE_TIMES, NOTHING},
    {CS_STR_INIT("measured"), CS_CUE_MEASURED, NOTHING},
    {CS_STR_INIT("language"), 0, LANGUAGE},
};

enum { N_HEADINGS = sizeof headings / sizeof *headings };

/* A heading, read. */
struct heading {
	uint32_t cue;
	enum takes takes;
	int weight, negated; /* hundredths */
	int32_t number;
	uint16_t langs;
};

/* A decimal in hundredths; digits beyond the second place are dropped. */
static bool
hundredths(struct cs_str s, int *out)
{
	bool minus = s.n != 0 && s.p[0] == '-';
	size_t dot;
	int64_t whole, part = 0;

	s = cs_str_skip(s, minus || (s.n != 0 && s.p[0] == '+'));
	dot = cs_str_find(s, '.');
	if (s.n == 0 || s.p[0] == '-' || !cs_num_i64(cs_str_head(s, dot), &whole))
		return false;
	if (dot < s.n) {
		struct cs_str places = cs_str_skip(s, dot + 1);

		if (places.n == 0 || places.p[0] == '-' || places.n > 17 ||
		    !cs_num_i64(cs_str_head(places, 2), &part) ||
		    (places.n > 2 && !cs_num_i64(places, &(int64_t){0})))
			return false;
		part *= places.n == 1 ? 10 : 1;
	}
	if (whole > CS_WEIGHT_MAX / 100 || whole * 100 + part > CS_WEIGHT_MAX)
		return false;
	*out = (int)(minus ? -(whole * 100 + part) : whole * 100 + part);
	return true;
}

/* What a weight becomes when nothing is said of its negation: weaker, and the other way. */
static int
usual_negation(int weight)
{
	return weight > 0 ? -weight * 7 / 10 : -weight * 4 / 10;
}

static bool
next_word(struct cs_str *rest, struct cs_str *word)
{
	while (cs_str_split(rest, ' ', word))
		if (word->n != 0)
			return true;
	return false;
}

/* The arguments of "mood": weight, then "not" weight, then "event". */
static bool
read_weights(struct cs_str rest, struct heading *h)
{
	struct cs_str word;

	if (!next_word(&rest, &word) || !hundredths(word, &h->weight))
		return false;
	h->negated = usual_negation(h->weight);
	while (next_word(&rest, &word)) {
		if (cs_str_eq(word, CS_STR("event")))
			h->cue |= CS_CUE_EVENT;
		else if (!cs_str_eq(word, CS_STR("not")) || !next_word(&rest, &word) ||
			 !hundredths(word, &h->negated))
			return false;
	}
	return true;
}

static bool
read_language(struct cs_lexicon *l, struct cs_str name, struct heading *h)
{
	uint32_t bit = cs_map_add(&l->langs, name);

	if (bit >= CS_LANGS_MAX)
		return false;
	h->langs = (uint16_t)(1U << bit);
	return true;
}

static bool
read_arguments(struct cs_lexicon *l, struct cs_str rest, struct heading *h)
{
	struct cs_str word;
	int64_t n;

	if (h->takes == WEIGHT)
		return read_weights(rest, h);
	if (h->takes == NOTHING)
		return !next_word(&rest, &word);
	if (!next_word(&rest, &word))
		return false;
	if (h->takes == LANGUAGE) {
		if (!read_language(l, word, h))
			return false;
	} else {
		if (!cs_num_i64(word, &n) || n < -100 || n > 100000000)
			return false;
		h->number = (int32_t)(h->takes == COUNT && n <= 1000000 ? n * 1000 : n);
	}
	return !next_word(&rest, &word);
}

static int
read_heading(struct cs_lexicon *l, const char *source, const struct cs_line *item,
    struct heading *h, struct cs_err *e)
{
	struct cs_str rest = item->section, name;

	*h = (struct heading){0};
	(void)next_word(&rest, &name);
	for (size_t i = 0; i < N_HEADINGS; i++) {
		if (!cs_str_eq(headings[i].name, name))
			continue;
		h->cue = headings[i].cue;
		h->takes = headings[i].takes;
		if (read_arguments(l, rest, h))
			return 0;
		return cs_err_set(e, CS_EXIT_USAGE, "%s:%d: [%.*s]: bad values behind '%.*s'",
		    source, item->line, CS_STR_ARG(item->section), CS_STR_ARG(name));
	}
	return cs_err_set(e, CS_EXIT_USAGE, "%s:%d: there is no heading '%.*s'", source, item->line,
	    CS_STR_ARG(name));
}

/* The term of an id, to be changed. */
static struct cs_term *
change(struct cs_lexicon *l, uint32_t id)
{
	return id & CS_TERM_PHRASE ? &l->phrase[id & ~CS_TERM_PHRASE] : &l->word[id];
}

static void
apply(struct cs_term *t, const struct heading *h)
{
	if (h->takes == WEIGHT) {
		t->weight = (int16_t)h->weight;
		t->negated = (int16_t)h->negated;
		t->cue &= ~(uint32_t)CS_CUE_EVENT;
	} else if (h->takes == PERCENT) {
		t->degree = (int16_t)h->number;
	} else if (h->takes == COUNT || h->takes == SECONDS) {
		t->value = h->number;
	}
	t->cue |= h->cue;
	t->langs |= h->langs;
}

int
cs_lexicon_tables(struct cs_lexicon *l, const char *source, struct cs_str text, struct cs_err *e)
{
	struct cs_arena arena = CS_ARENA_INIT;
	struct cs_lines lines;
	struct cs_line item;
	struct cs_str term;
	struct heading h = {0};
	bool headed = false;
	uint32_t id;
	int r;

	cs_lines_init(&lines, &arena, source, text);
	while ((r = cs_lines_next(&lines, &item, e)) > 0) {
		if (item.heading) {
			headed = true;
			if (read_heading(l, source, &item, &h, e) != 0) {
				r = -1;
				break;
			}
			continue;
		}
		if (!headed) {
			r = cs_err_set(e, CS_EXIT_USAGE, "%s:%d: terms before any [heading]",
			    source, item.line);
			break;
		}
		while (r > 0 && cs_str_split(&item.text, ',', &term)) {
			term = cs_str_trim(term);
			if (term.n == 0)
				continue;
			id = cs_lexicon_add(l, term);
			if (id != CS_TERM_NONE)
				apply(change(l, id), &h);
			else
				r = cs_err_set(e, CS_EXIT_USAGE,
				    "%s:%d: '%.*s' has no words, or more than %d", source,
				    item.line, CS_STR_ARG(term), CS_PHRASE_WORDS_MAX);
		}
		if (r < 0)
			break;
	}
	cs_arena_finish(&arena);
	return r;
}

int
cs_lexicon_tsv(struct cs_lexicon *l, const char *source, struct cs_str text, struct cs_err *e)
{
	struct heading h = {.cue = CS_CUE_MOOD, .takes = WEIGHT, .langs = CS_LANG_OWN};
	struct cs_str line, term, weight;
	uint32_t id;
	int number = 0;

	if (!cs_utf8_valid(text) || cs_str_find(text, '\0') != text.n)
		return cs_err_set(e, CS_EXIT_DATA, "%s: not a text in UTF-8", source);
	while (cs_str_split(&text, '\n', &line)) {
		number++;
		line = cs_str_trim(line);
		if (line.n == 0)
			continue;
		(void)cs_str_split(&line, '\t', &term);
		if (!cs_str_split(&line, '\t', &weight) ||
		    !hundredths(cs_str_trim(weight), &h.weight)) {
			(void)cs_err_set(e, CS_EXIT_DATA,
			    "%s:%d: not a term, a tab and a weight from -5 to 5", source, number);
			return cs_err_hint(e, "the term was '%.*s'", CS_STR_ARG(term));
		}
		h.negated = usual_negation(h.weight);
		id = cs_lexicon_add(l, term);
		if (id == CS_TERM_NONE)
			return cs_err_set(e, CS_EXIT_DATA,
			    "%s:%d: '%.*s' has no words, or more than %d", source, number,
			    CS_STR_ARG(term), CS_PHRASE_WORDS_MAX);
		apply(change(l, id), &h);
	}
	return 0;
}

int
cs_lexicon_builtin(struct cs_lexicon *l, struct cs_err *e)
{
	/* What comes later wins: service words over general ones, negations over all. */
	static const char *const tables[] = {"lexicon/languages", "lexicon/mood", "lexicon/service",
	    "lexicon/emoji", "lexicon/degrees", "lexicon/negators", "lexicon/cues",
	    "lexicon/numbers"};

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		if (cs_lexicon_tables(l, tables[i], cs_data(tables[i]), e) != 0)
			return -1;
	return 0;
}
