/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading theme rules: see rules.h. */
#include <stdlib.h>

#include "base/data.h"
#include "base/lines.h"
#include "base/mem.h"
#include "base/num.h"
#include "text/links.h"
#include "text/rules.h"

/* Where we are in a file. */
struct file {
	struct cs_rules *r;
	struct cs_lexicon *l;
	const char *source;
	uint32_t rule; /* of the section, CS_MAP_NONE before the first */
	bool terms;    /* the section has a term that can bring it into play */
	struct cs_err *e;
};

void
cs_rules_finish(struct cs_rules *r)
{
	for (size_t i = 0; i < r->nrule; i++)
		cs_re_destroy(r->rule[i].re);
	cs_map_finish(&r->names);
	cs_arena_finish(&r->arena);
	free(r->theme);
	free(r->rule);
	free(r->link);
	free(r->word_link);
	free(r->phrase_link);
	free(r->example);
	*r = (struct cs_rules){0};
}

/* The theme of a name, added if need be; CS_MAP_NONE with an error for a name that is none. */
static uint32_t
theme(struct file *f, struct cs_str name, int line)
{
	size_t before = f->r->names.n;
	uint32_t id;

	for (size_t i = 0; i < name.n; i++) {
		if ((unsigned char)name.p[i] > ' ' && name.p[i] != ',' && name.p[i] != 0x7f)
			continue;
		(void)cs_err_set(f->e, CS_EXIT_USAGE,
		    "%s:%d: theme '%.*s': names have no blanks and no commas", f->source, line,
		    CS_STR_ARG(name));
		return CS_MAP_NONE;
	}
	id = cs_map_add(&f->r->names, name);
	if (f->r->names.n != before) {
		f->r->theme =
		    cs_mem_grow(f->r->theme, &f->r->theme_cap, f->r->names.n, sizeof *f->r->theme);
		f->r->theme[id] =
		    (struct cs_theme){.name = cs_map_key(&f->r->names, id), .parent = CS_MAP_NONE};
	}
	return id;
}

/* The head of the chain of links of a term; chains there are for all terms up to it, at least. */
static uint32_t *
chain(struct cs_rules *r, uint32_t term)
{
	bool phrase = (term & CS_TERM_PHRASE) != 0;
	uint32_t **list = phrase ? &r->phrase_link : &r->word_link;
	size_t *have = phrase ? &r->nphrase : &r->nword;
	size_t index = term & ~CS_TERM_PHRASE, want = (index + 1) * 2;

	if (*have <= index) {
		*list = cs_mem_resize(*list, want, sizeof **list);
		for (; *have < want; ++*have)
			(*list)[*have] = CS_MAP_NONE;
	}
	return &(*list)[index];
}

static int
add_term(struct file *f, struct cs_str term, enum cs_link_kind kind, uint32_t n, int line)
{
	uint32_t id = cs_lexicon_theme(f->l, term), *first;
	struct cs_rules *r = f->r;

	if (id == CS_TERM_NONE)
		return cs_err_set(f->e, CS_EXIT_USAGE,
		    "%s:%d: '%.*s' has no words, or more than %d", f->source, line,
		    CS_STR_ARG(term), CS_PHRASE_WORDS_MAX);
	first = chain(r, id);
	r->link = cs_mem_grow(r->link, &r->link_cap, r->nlink + 1, sizeof *r->link);
	r->link[r->nlink] = (struct cs_rule_link){f->rule, (uint8_t)kind, (uint8_t)n, *first};
	*first = (uint32_t)r->nlink++;
	f->terms |= kind != CS_LINK_NONE;
	return 0;
}

/* Terms joined by commas, all linked the same way. */
static int
add_terms(struct file *f, struct cs_str list, enum cs_link_kind kind, uint32_t n, int line)
{
	struct cs_str term;
	size_t count = 0;

	while (cs_str_split(&list, ',', &term)) {
		term = cs_str_trim(term);
		if (term.n == 0)
			continue;
		count++;
		if (add_term(f, term, kind, n, line) != 0)
			return -1;
	}
	if (count == 0)
		return cs_err_set(f->e, CS_EXIT_USAGE, "%s:%d: no terms", f->source, line);
	return 0;
}

static int
too_many(struct file *f, int line)
{
	return cs_err_set(f->e, CS_EXIT_USAGE, "%s:%d: more than %d conditions of a kind in a rule",
	    f->source, line, CS_RULE_GROUPS_MAX);
}

static int
read_any(struct file *f, struct cs_str value, int line)
{
	struct cs_rule *rule = &f->r->rule[f->rule];

	if (rule->groups == CS_RULE_GROUPS_MAX)
		return too_many(f, line);
	return add_terms(f, value, CS_LINK_GROUP, rule->groups++, line);
}

static int
read_all(struct file *f, struct cs_str value, int line)
{
	struct cs_str term;

	while (cs_str_split(&value, ',', &term))
		if (read_any(f, term, line) != 0)
			return -1;
	return 0;
}

static int
read_none(struct file *f, struct cs_str value, int line)
{
	return add_terms(f, value, CS_LINK_NONE, 0, line);
}

static int
read_near(struct file *f, struct cs_str value, int line)
{
	struct cs_rule *rule = &f->r->rule[f->rule];
	struct cs_str left, right = {NULL, 0}, reach = {NULL, 0};
	int64_t n;

	(void)cs_str_split(&value, '|', &left);
	(void)cs_str_split(&value, '|', &right);
	if (!cs_str_split(&value, '|', &reach) || value.p != NULL ||
	    !cs_num_i64(cs_str_trim(reach), &n) || n < 0 || n > CS_RULE_NEAR_MAX)
		return cs_err_set(f->e, CS_EXIT_USAGE,
		    "%s:%d: near is: terms | terms | 0 to %d tokens between them", f->source, line,
		    CS_RULE_NEAR_MAX);
	if (rule->nears == CS_RULE_GROUPS_MAX)
		return too_many(f, line);
	rule->reach[rule->nears] = (uint16_t)n;
	if (add_terms(f, left, CS_LINK_LEFT, rule->nears, line) != 0)
		return -1;
	return add_terms(f, right, CS_LINK_RIGHT, rule->nears++, line);
}

static int
read_regex(struct file *f, struct cs_str value, int line)
{
	struct cs_rule *rule = &f->r->rule[f->rule];

	if (rule->re != NULL)
		return cs_err_set(
		    f->e, CS_EXIT_USAGE, "%s:%d: a rule has one regex", f->source, line);
	rule->re = cs_re_create(value, CS_RE_CASELESS | CS_RE_NONEMPTY, f->e);
	if (rule->re == NULL)
		cs_err_prefix(f->e, "%s:%d", f->source, line);
	return rule->re != NULL ? 0 : -1;
}

static int
read_parent(struct file *f, struct cs_str value, int line)
{
	uint32_t child = f->r->rule[f->rule].theme, parent = theme(f, value, line), up;

	if (parent == CS_MAP_NONE)
		return -1;
	for (up = parent; up != CS_MAP_NONE; up = f->r->theme[up].parent)
		if (up == child)
			return cs_err_set(f->e, CS_EXIT_USAGE,
			    "%s:%d: theme '%.*s' would be its own parent", f->source, line,
			    CS_STR_ARG(f->r->theme[child].name));
	f->r->theme[child].parent = parent;
	return 0;
}

static int
read_about(struct file *f, struct cs_str value, int line)
{
	(void)line;
	f->r->theme[f->r->rule[f->rule].theme].about = cs_arena_str(&f->r->arena, value);
	return 0;
}

static void
add_example(struct file *f, struct cs_str value, int line, bool match)
{
	struct cs_rules *r = f->r;

	r->example = cs_mem_grow(r->example, &r->example_cap, r->nexample + 1, sizeof *r->example);
	r->example[r->nexample++] = (struct cs_rule_example){f->source, r->rule[f->rule].theme,
	    (uint32_t)line, cs_arena_str(&r->arena, value), match};
}

static int
read_match(struct file *f, struct cs_str value, int line)
{
	add_example(f, value, line, true);
	return 0;
}

static int
read_nomatch(struct file *f, struct cs_str value, int line)
{
	add_example(f, value, line, false);
	return 0;
}

static const struct {
	struct cs_str key;
	int (*read)(struct file *, struct cs_str, int line);
} keys[] = {
    {CS_STR_INIT("any"), read_any},
    {CS_STR_INIT("all"), read_all},
    {CS_STR_INIT("none"), read_none},
    {CS_STR_INIT("near"), read_near},
    {CS_STR_INIT("regex"), read_regex},
    {CS_STR_INIT("parent"), read_parent},
    {CS_STR_INIT("about"), read_about},
    {CS_STR_INIT("match"), read_match},
    {CS_STR_INIT("nomatch"), read_nomatch},
};

static int
read_key(struct file *f, const struct cs_line *item)
{
	struct cs_str key, value;

	if (f->rule == CS_MAP_NONE)
		return cs_err_set(f->e, CS_EXIT_USAGE, "%s:%d: a rule begins with its [theme]",
		    f->source, item->line);
	if (!cs_line_pair(item, &key, &value) || value.n == 0)
		return cs_err_set(
		    f->e, CS_EXIT_USAGE, "%s:%d: not key = value", f->source, item->line);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (cs_str_eq(keys[i].key, key))
			return keys[i].read(f, value, item->line);
	(void)cs_err_set(f->e, CS_EXIT_USAGE, "%s:%d: rules have no '%.*s'", f->source, item->line,
	    CS_STR_ARG(key));
	return cs_err_hint(
	    f->e, "the keys are any, all, none, near, regex, parent, about, match, nomatch");
}

/* The end of a section: it must have something that brings it into play. */
static int
end_section(struct file *f)
{
	if (f->rule == CS_MAP_NONE || f->terms)
		return 0;
	(void)cs_err_set(f->e, CS_EXIT_USAGE, "%s:%u: theme '%.*s' has no terms", f->source,
	    f->r->rule[f->rule].line, CS_STR_ARG(f->r->theme[f->r->rule[f->rule].theme].name));
	return cs_err_hint(
	    f->e, "a regex needs any =, all = or near = with words that bring it into play");
}

static int
begin_section(struct file *f, const struct cs_line *item)
{
	struct cs_rules *r = f->r;
	uint32_t id;

	if (end_section(f) != 0)
		return -1;
	id = theme(f, item->section, item->line);
	if (id == CS_MAP_NONE)
		return -1;
	r->rule = cs_mem_grow(r->rule, &r->rule_cap, r->nrule + 1, sizeof *r->rule);
	r->rule[r->nrule] =
	    (struct cs_rule){.source = f->source, .line = (uint32_t)item->line, .theme = id};
	f->rule = (uint32_t)r->nrule++;
	f->terms = false;
	return 0;
}

/* Sorts themes by name: rank[] is what lists are ordered by. */
static void
rank_themes(struct cs_rules *r)
{
	for (uint32_t i = 0; i < r->names.n; i++) {
		r->theme[i].rank = 0;
		for (uint32_t k = 0; k < r->names.n; k++)
			r->theme[i].rank += cs_str_cmp(r->theme[k].name, r->theme[i].name) < 0;
	}
}

int
cs_rules_load(struct cs_rules *r, struct cs_lexicon *l, const char *source, struct cs_str text,
    struct cs_err *e)
{
	struct file f = {r, l, source, CS_MAP_NONE, false, e};
	struct cs_arena arena = CS_ARENA_INIT;
	struct cs_lines lines;
	struct cs_line item;
	int got;

	cs_lines_init(&lines, &arena, source, text);
	while ((got = cs_lines_next(&lines, &item, e)) > 0)
		if ((item.heading ? begin_section(&f, &item) : read_key(&f, &item)) != 0) {
			got = -1;
			break;
		}
	if (got == 0)
		got = end_section(&f);
	rank_themes(r);
	cs_arena_finish(&arena);
	return got;
}

int
cs_rules_builtin(struct cs_rules *r, struct cs_lexicon *l, struct cs_err *e)
{
	return cs_rules_load(r, l, "themes/service", cs_data("themes/service"), e);
}
