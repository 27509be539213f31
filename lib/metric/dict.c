/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metric dictionary: see dict.h. One table says which keys there are and what they set. */
#include "metric/dict.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/civil.h"
#include "base/data.h"
#include "base/lines.h"
#include "base/mem.h"
#include "base/num.h"

/* A section while it is read: what its keys said, before a family is written out. */
enum key { FORMULA, WITH, EACH, UNIT, BETTER, ROLE, GRAIN, NULL_RULE, SHOWS, SAYS, SOURCE, NKEY };

static const struct {
	const char *name;
	bool needed;
} keys[NKEY] = {
    [FORMULA] = {"formula", true},
    [WITH] = {"with", false},
    [EACH] = {"each", false},
    [UNIT] = {"unit", true},
    [BETTER] = {"better", true},
    [ROLE] = {"role", true},
    [GRAIN] = {"grain", true},
    [NULL_RULE] = {"null", true},
    [SHOWS] = {"shows", false},
    [SAYS] = {"says", true},
    [SOURCE] = {"source", true},
};

struct section {
	struct cs_str name; /* empty: not in a metric's section */
	int line;
	struct cs_str value[NKEY];
};

struct reading {
	struct cs_dict *d;
	const char *source;
	struct section section;
	struct cs_str subject; /* of the metrics from here on; in the dictionary's arena */
	struct cs_arena scratch;
	struct cs_err *e;
};

void
cs_dict_finish(struct cs_dict *d)
{
	free(d->metric);
	free(d->word);
	free(d->standard);
	cs_arena_finish(&d->arena);
	*d = (struct cs_dict)CS_DICT_INIT;
}

const struct cs_metric *
cs_dict_metric(const struct cs_dict *d, struct cs_str name)
{
	for (size_t i = 0; i < d->n; i++) {
		if (cs_str_eq(d->metric[i].name, name))
			return &d->metric[i];
	}
	return NULL;
}

const struct cs_word *
cs_dict_word(const struct cs_dict *d, struct cs_str name)
{
	for (size_t i = 0; i < d->nword; i++) {
		if (cs_str_eq(d->word[i].name, name))
			return &d->word[i];
	}
	return NULL;
}

void
cs_dict_duration(struct cs_buf *out, int64_t s)
{
	static const struct {
		int64_t s;
		char unit;
	} units[] = {{86400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}};
	size_t i = 0;

	while (s % units[i].s != 0)
		i++;
	cs_buf_i64(out, s / units[i].s);
	cs_buf_c(out, units[i].unit);
}

bool
cs_dict_fill(
    struct cs_buf *out, struct cs_str text, const struct cs_metric *m, struct cs_str *unknown)
{
	size_t open, shut;
	unsigned i;

	while ((open = cs_str_find(text, '{')) < text.n) {
		cs_buf_str(out, cs_str_head(text, open));
		text = cs_str_skip(text, open + 1);
		shut = cs_str_find(text, '}');
		*unknown = cs_str_head(text, shut);
		for (i = 0; i < m->nparam && !cs_str_eq(m->param[i].name, *unknown); i++)
			;
		if (i == m->nparam || shut == text.n)
			return false;
		if (m->param[i].duration)
			cs_dict_duration(out, m->param[i].value);
		else
			cs_buf_i64(out, m->param[i].value);
		text = cs_str_skip(text, shut + 1);
	}
	cs_buf_str(out, text);
	return true;
}

static bool
is_name(struct cs_str s)
{
	if (s.n == 0 || s.n > 64 || s.p[0] < 'a' || s.p[0] > 'z')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && !(s.p[i] >= '0' && s.p[i] <= '9') &&
		    s.p[i] != '_')
			return false;
	}
	return true;
}

/* "t=20 window=1d" */
static int
read_params(struct reading *r, struct cs_metric *m, struct cs_str text)
{
	struct cs_metric_param *p;
	struct cs_duration d;
	struct cs_str piece;
	size_t eq;

	while (cs_str_split(&text, ' ', &piece)) {
		if (piece.n == 0)
			continue;
		eq = cs_str_find(piece, '=');
		if (m->nparam == CS_METRIC_PARAMS)
			return cs_err_set(r->e, CS_EXIT_USAGE, "%s:%d: more than %d parameters",
			    r->source, r->section.line, CS_METRIC_PARAMS);
		p = &m->param[m->nparam++];
		p->name = cs_str_head(piece, eq);
		piece = cs_str_skip(piece, eq + 1);
		p->duration = !cs_num_i64(piece, &p->value);
		if (p->duration && cs_duration_parse(piece, &d) && d.months == 0)
			p->value = d.s;
		else if (p->duration)
			p->value = -1;
		if (!is_name(p->name) || p->value < 0 || (p->duration && p->value == 0))
			return cs_err_set(r->e, CS_EXIT_USAGE,
			    "%s:%d: a parameter is written name=20 or name=1d", r->source,
			    r->section.line);
		p->name = cs_arena_str(&r->d->arena, p->name);
	}
	return 0;
}

/* text with {x} and {words} replaced; other placeholders stay. Lives in the dictionary. */
static struct cs_str
member_text(struct cs_dict *d, struct cs_str text, struct cs_str x, struct cs_str words)
{
	static const struct cs_str mark[] = {CS_STR_INIT("{x}"), CS_STR_INIT("{words}")};
	const struct cs_str by[] = {x, words};
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str s;
	size_t at, next;
	int which;

	while (text.n != 0) {
		at = text.n;
		which = -1;
		for (int i = 0; i < 2; i++) {
			next = cs_str_search(text, mark[i]);
			if (next < at) {
				at = next;
				which = i;
			}
		}
		cs_buf_str(&b, cs_str_head(text, at));
		text = cs_str_skip(text, at);
		if (which >= 0) {
			cs_buf_str(&b, by[which]);
			text = cs_str_skip(text, mark[which].n);
		}
	}
	s = cs_arena_str(&d->arena, cs_buf_all(&b));
	cs_buf_finish(&b);
	return s;
}

static int
check_texts(struct reading *r, const struct cs_metric *m)
{
	const struct cs_str text[] = {m->formula, m->sentence, m->null, m->source};
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str unknown;
	int result = 0;

	for (size_t i = 0; i < sizeof text / sizeof *text && result == 0; i++) {
		cs_buf_reset(&b);
		if (!cs_dict_fill(&b, text[i], m, &unknown))
			result = cs_err_set(r->e, CS_EXIT_USAGE,
			    "%s:%d: {%.*s} is no parameter of %.*s", r->source, r->section.line,
			    CS_STR_ARG(unknown), CS_STR_ARG(m->name));
	}
	cs_buf_finish(&b);
	return result;
}

static int
add_metric(struct reading *r, struct cs_str x, struct cs_str words)
{
	const struct section *s = &r->section;
	struct cs_dict *d = r->d;
	struct cs_metric m = {0};
	int better, role;

	m.name = member_text(d, s->name, x, words);
	m.entry = m.name;
	m.formula = member_text(d, s->value[FORMULA], x, words);
	m.unit = cs_arena_str(&d->arena, s->value[UNIT]);
	m.grain = cs_arena_str(&d->arena, s->value[GRAIN]);
	m.subject = r->subject;
	m.null = member_text(d, s->value[NULL_RULE], x, words);
	m.sentence = member_text(d, s->value[SAYS], x, words);
	m.source = member_text(d, s->value[SOURCE], x, words);
	m.margin = cs_str_eqz(s->value[SHOWS], "margin");
	better = cs_better_parse(s->value[BETTER]);
	role = cs_role_parse(s->value[ROLE]);
	if (!is_name(m.name) || cs_dict_metric(d, m.name) != NULL)
		return cs_err_set(r->e, CS_EXIT_USAGE, "%s:%d: [%.*s] %s", r->source, s->line,
		    CS_STR_ARG(m.name), is_name(m.name) ? "is there twice" : "is no name");
	if (better < 0 || role < 0 || (s->value[SHOWS].n != 0 && !m.margin))
		return cs_err_set(r->e, CS_EXIT_USAGE, "%s:%d: [%.*s]: '%.*s' is not a word for %s",
		    r->source, s->line, CS_STR_ARG(m.name),
		    CS_STR_ARG(s->value[better < 0 ? BETTER
					: role < 0 ? ROLE
						   : SHOWS]),
		    better < 0 ? "better"
		    : role < 0 ? "role"
			       : "shows");
	m.better = (enum cs_better)better;
	m.role = (enum cs_role)role;
	if (read_params(r, &m, s->value[WITH]) != 0 || check_texts(r, &m) != 0)
		return -1;
	d->metric = cs_mem_grow(d->metric, &d->cap, d->n + 1, sizeof *d->metric);
	d->metric[d->n++] = m;
	return 0;
}

/* The section is complete: makes a metric of it, or one for each member of the family. */
static int
end_section(struct reading *r)
{
	struct section *s = &r->section;
	struct cs_str rest, member, x;
	int result = 0;

	if (s->name.n == 0)
		return 0;
	for (int k = 0; k < NKEY; k++) {
		if (keys[k].needed && s->value[k].n == 0)
			return cs_err_set(r->e, CS_EXIT_USAGE, "%s:%d: [%.*s] has no %s", r->source,
			    s->line, CS_STR_ARG(s->name), keys[k].name);
	}
	if (s->value[EACH].n == 0) {
		result = add_metric(r, cs_str(NULL, 0), cs_str(NULL, 0));
	} else {
		rest = s->value[EACH];
		while (result == 0 && cs_str_split(&rest, ',', &member)) {
			x = cs_str_trim(cs_str_head(member, cs_str_find(member, ':')));
			result = add_metric(
			    r, x, cs_str_trim(cs_str_skip(member, cs_str_find(member, ':') + 1)));
		}
	}
	s->name = cs_str(NULL, 0);
	return result;
}

static int
read_word(struct reading *r, const struct cs_line *item)
{
	struct cs_dict *d = r->d;
	struct cs_str cell[4];
	struct cs_word *w;

	if (cs_line_cells(item, cell, 4) != 4 || !is_name(cell[0]) || cell[1].n == 0 ||
	    cs_dict_word(d, cell[0]) != NULL)
		return cs_err_set(r->e, CS_EXIT_USAGE,
		    "%s:%d: a word is written: word | condition | otherwise | meaning, and only "
		    "once",
		    r->source, item->line);
	d->word = cs_mem_grow(d->word, &d->word_cap, d->nword + 1, sizeof *d->word);
	w = &d->word[d->nword++];
	w->name = cs_arena_str(&d->arena, cell[0]);
	w->text = cs_arena_str(&d->arena, cell[1]);
	w->otherwise = cs_arena_str(&d->arena, cell[2]);
	w->meaning = cs_arena_str(&d->arena, cell[3]);
	return 0;
}

static int
read_standard(struct reading *r, const struct cs_line *item)
{
	struct cs_dict *d = r->d;

	d->standard =
	    cs_mem_grow(d->standard, &d->standard_cap, d->nstandard + 1, sizeof *d->standard);
	d->standard[d->nstandard++] = cs_arena_str(&d->arena, item->text);
	return 0;
}

static int
read_key(struct reading *r, const struct cs_line *item)
{
	struct cs_str key, value;
	int k;

	if (!cs_line_pair(item, &key, &value))
		return cs_err_set(r->e, CS_EXIT_USAGE, "%s:%d: '%.*s' is not key = value",
		    r->source, item->line, CS_STR_ARG(item->text));
	for (k = 0; k < NKEY && !cs_str_eqz(key, keys[k].name); k++)
		;
	if (k == NKEY || value.n == 0 || r->section.value[k].n != 0)
		return cs_err_set(r->e, CS_EXIT_USAGE, "%s:%d: the key '%.*s' is %s", r->source,
		    item->line, CS_STR_ARG(key),
		    k == NKEY	   ? "not one of a metric"
		    : value.n == 0 ? "without a value"
				   : "there twice");
	r->section.value[k] = value;
	return 0;
}

/* [subject: WORDS], [words], [default] or the name of a metric. */
static int
read_heading(struct reading *r, const struct cs_line *item)
{
	static const struct cs_str subject = CS_STR_INIT("subject:");
	bool metric = !cs_str_eqz(item->section, "words") && !cs_str_eqz(item->section, "default");

	if (end_section(r) != 0)
		return -1;
	r->section = (struct section){.line = item->line};
	if (cs_str_starts(item->section, subject))
		r->subject =
		    cs_arena_str(&r->d->arena, cs_str_trim(cs_str_skip(item->section, subject.n)));
	else if (metric)
		r->section.name = item->section;
	return 0;
}

static int
read_item(struct reading *r, const struct cs_line *item)
{
	bool words = cs_str_eqz(item->section, "words");
	bool standard = cs_str_eqz(item->section, "default");

	if (item->heading)
		return read_heading(r, item);
	if (words)
		return read_word(r, item);
	if (standard)
		return read_standard(r, item);
	if (r->section.name.n == 0)
		return cs_err_set(r->e, CS_EXIT_USAGE, "%s:%d: stands before the first [section]",
		    r->source, item->line);
	return read_key(r, item);
}

int
cs_dict_parse(struct cs_dict *d, const char *source, struct cs_str text, struct cs_err *e)
{
	struct reading r = {.d = d, .source = source, .e = e};
	struct cs_lines lines;
	struct cs_line item;
	int got;

	cs_lines_init(&lines, &r.scratch, source, text);
	while ((got = cs_lines_next(&lines, &item, e)) > 0) {
		got = read_item(&r, &item);
		if (got != 0)
			break;
	}
	if (got == 0)
		got = end_section(&r);
	cs_arena_finish(&r.scratch);
	return got;
}

static struct cs_dict built_in = CS_DICT_INIT;

static void
load(void)
{
	struct cs_err e = CS_ERR_INIT;

	/* What is built in parses: tests/unit/dict.c. */
	if (cs_dict_parse(&built_in, "metrics", cs_data("metrics"), &e) != 0)
		abort();
}

const struct cs_dict *
cs_dict(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, load);
	return &built_in;
}
