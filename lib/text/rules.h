/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Theme rules: what a text is about. A text may have any number of themes, or none.
 *
 * A rule file is in the format of base/lines, a section a rule; keys may be repeated:
 *
 *	[delivery]
 *	about   = parcels late, lost, left at the wrong door
 *	any     = parcel, parcels, package, delivery, courier	one of these terms must be there,
 *	any     = late, lost, missing, where is			and one of these,
 *	all     = tracking, stuck				and each of these,
 *	near    = parcel, package | wrong, next door | 5	and one of the first with at most 5
 *								tokens to one of the second,
 *	regex   = \bstill (not|no)\b				and this pattern must match (PCRE,
 *								without case, on the whole text),
 *	none    = parcel shelf					and none of these.
 *	parent  = logistics					which then holds as well
 *	match   = My parcel is late.				examples, for cs_rules_check
 *	nomatch = I love your parcel shelf.
 *
 * Several sections of the same name are alternatives. Terms are found as the lexicon finds them:
 * whole words, without case, phrases within a clause; "<money>" and the other typed tokens may be
 * part of them. A section needs at least one term: the pattern runs only once the terms are there,
 * so that no text pays for rules that are not about it.
 *
 * All terms hang in the lexicon that the tokens are looked up in, so themes cost no second look.
 */
#ifndef CS_TEXT_RULES_H
#define CS_TEXT_RULES_H

#include "base/re.h"
#include "text/lexicon.h"

enum {
	CS_RULE_GROUPS_MAX = 32, /* conditions of one kind in a section */
	CS_RULE_NEAR_MAX = 1000, /* tokens */
};

struct cs_rule {
	const char *source; /* the file, */
	uint32_t line;	    /* and where its heading is */
	uint32_t theme;	    /* id */
	uint32_t groups;    /* any and all: how many groups, each of which must be hit */
	uint32_t nears;	    /* near: how many */
	uint16_t reach[CS_RULE_GROUPS_MAX]; /* of each near */
	struct cs_re *re;		    /* NULL: none */
};

struct cs_theme {
	struct cs_str name, about;
	uint32_t parent; /* id, CS_MAP_NONE: none */
	uint32_t rank;	 /* place among all themes by name, bytes in order */
};

/* An example of a rule file. */
struct cs_rule_example {
	const char *source;
	uint32_t theme, line;
	struct cs_str text;
	bool match;
};

struct cs_rules {
	struct cs_map names; /* of themes; id: index in theme */
	struct cs_theme *theme;
	struct cs_rule *rule;
	struct cs_rule_link *link; /* what a term means to which rule; chains by term */
	uint32_t *word_link,
	    *phrase_link; /* first link of a term by its index, CS_MAP_NONE: none */
	struct cs_rule_example *example;
	size_t theme_cap, nrule, rule_cap, nlink, link_cap, nexample, example_cap;
	size_t nword, nphrase; /* entries of word_link and phrase_link */
	struct cs_arena arena;
};

/* Zeroed it is empty. The lexicon is another's. */
void cs_rules_finish(struct cs_rules *r);

/*
 * Adds the rules of a text to those that are there, and their terms to the lexicon. source names it
 * in messages; it is kept by reference. -1 with *e (2): "source:line: ...".
 */
int cs_rules_load(struct cs_rules *r, struct cs_lexicon *l, const char *source, struct cs_str text,
    struct cs_err *e);

/* The built-in rules: lib/data/themes. */
int cs_rules_builtin(struct cs_rules *r, struct cs_lexicon *l, struct cs_err *e);

/* What tagging needs beside the rules; one a thread. Zeroed it is ready. */
struct cs_tags {
	uint32_t *theme; /* ids of the themes that hold, sorted by name */
	size_t n;
	bool unknown;	   /* some rule gave up: there may be more */
	uint64_t *gave_up; /* by rule: texts on which its pattern reached the limit of steps */
	struct cs_rule_state *state; /* by rule */
	uint32_t *touched;
	uint64_t *theme_seen; /* by theme: number of the last text in which it held */
	uint64_t text;	      /* number of the text, from 1 */
	size_t ntouched, nrule, ntheme;
	struct cs_re_state *re;
};

void cs_tags_finish(struct cs_tags *s);

/* Finds the themes of a text. The hits must have been found after all rules were loaded. */
void cs_rules_tag(const struct cs_rules *r, const struct cs_tokens *t, const struct cs_hits *h,
    struct cs_tags *s);

/* Adds the counts of gave_up of another's. */
void cs_tags_add(struct cs_tags *to, const struct cs_tags *from);

/* Appends the names of the themes, joined by commas, in the order of their bytes. */
void cs_tags_write(const struct cs_tags *s, const struct cs_rules *r, struct cs_buf *out);

/*
 * Runs the examples of all rules. Appends a line for each that fails ("themes/x:12: [delivery] does
 * not match: My parcel is late.") and gives how many did. *without: themes without an example.
 */
size_t cs_rules_check(
    const struct cs_rules *r, const struct cs_lexicon *l, struct cs_buf *out, size_t *without);

#endif
