/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Source maps, the text and its sections: see smap.h. */
#include "intake/smap.h"

#include <stdlib.h>

#include "base/data.h"
#include "base/lines.h"
#include "base/mem.h"

enum { MAP_LIMIT = 1 << 20 };

/* Growing arrays while the text is read; they move to the arena at the end. */
struct building {
	struct cs_smap *m;
	const struct cs_line *item;
	size_t param_cap, column_cap, skip_cap, derive_cap;
};

/* A quote stands where a word begins and has an end: an apostrophe inside a word is none of
 * ours. */
static bool
opens_quote(struct cs_str text, size_t i, char sep)
{
	char before = i != 0 ? text.p[i - 1] : sep;

	if (text.p[i] != '\'' && text.p[i] != '"')
		return false;
	if (before != sep && before != ' ' && before != '\t' && before != ',' && before != '=')
		return false;
	return memchr(text.p + i + 1, text.p[i], text.n - i - 1) != NULL;
}

struct cs_words
cs_smap_split(struct cs_arena *a, struct cs_str text, char sep)
{
	struct cs_words words = {NULL, 0};
	size_t n = 1, begin = 0;
	char quote = '\0';

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == sep;
	words.w = cs_arena_new(a, n, sizeof *words.w);
	for (size_t i = 0; i <= text.n; i++) {
		if (i == text.n || (text.p[i] == sep && quote == '\0')) {
			words.w[words.n++] = cs_str_trim(cs_str(text.p + begin, i - begin));
			begin = i + 1;
		} else if (quote != '\0' && text.p[i] == quote) {
			bool doubled = i + 1 < text.n && text.p[i + 1] == quote;

			quote = doubled ? quote : '\0';
			i += doubled;
		} else if (quote == '\0' && opens_quote(text, i, sep)) {
			quote = text.p[i];
		}
	}
	return words;
}

struct cs_str
cs_smap_unquote(struct cs_arena *a, struct cs_str s)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str r;
	char quote;

	if (s.n < 2 || (s.p[0] != '\'' && s.p[0] != '"') || s.p[s.n - 1] != s.p[0])
		return s;
	quote = s.p[0];
	s = cs_str(s.p + 1, s.n - 2);
	for (size_t i = 0; i < s.n; i++) {
		cs_buf_c(&b, s.p[i]);
		i += s.p[i] == quote && i + 1 < s.n && s.p[i + 1] == quote;
	}
	r = cs_arena_str(a, cs_buf_all(&b));
	cs_buf_finish(&b);
	return r;
}

static int
add_param(struct building *b, struct cs_str key, struct cs_str value, struct cs_err *e)
{
	struct cs_smap *m = b->m;

	if (cs_smap_param(m, key).p != NULL)
		return cs_err_set(e, CS_EXIT_USAGE, "'%.*s' is set twice", CS_STR_ARG(key));
	m->param = cs_mem_grow(m->param, &b->param_cap, m->nparam + 1, sizeof *m->param);
	m->param[m->nparam++] =
	    (struct cs_smap_param){key, cs_smap_unquote(&m->arena, value), false};
	return 0;
}

static int
add_column(struct building *b, struct cs_str key, struct cs_str value, struct cs_err *e)
{
	struct cs_smap *m = b->m;
	struct cs_smap_column c = {.name = key, .line = b->item->line};

	c.def = cs_schema_find(key);
	if (c.def != NULL)
		c.name = c.def->name;
	for (size_t i = 0; i < m->ncolumn; i++)
		if (cs_str_eq(m->column[i].name, c.name))
			return cs_err_set(e, CS_EXIT_USAGE,
			    "column %.*s is there already (line %d)", CS_STR_ARG(c.name),
			    m->column[i].line);
	if (cs_smap_parse_column(m, value, &c, e) != 0)
		return -1;
	m->column = cs_mem_grow(m->column, &b->column_cap, m->ncolumn + 1, sizeof *m->column);
	m->column[m->ncolumn++] = c;
	return 0;
}

/* Takes the word `is` or `is not` behind a column's name; NULL when there is none. */
static const char *
find_is(struct cs_str s, bool *negate, struct cs_str *rest)
{
	bool quoted = s.n != 0 && (s.p[0] == '"' || s.p[0] == '\'');
	size_t from = quoted ? 1 + cs_str_find(cs_str_skip(s, 1), s.p[0]) : 0;
	size_t n = from + cs_str_search(cs_str_skip(s, from), CS_STR(" is "));

	if (n >= s.n)
		return NULL;
	*rest = cs_str_trim(cs_str_skip(s, n + 4));
	*negate = cs_str_starts(*rest, CS_STR("not ")) || cs_str_eqz(*rest, "not");
	if (*negate)
		*rest = cs_str_trim(cs_str_skip(*rest, 4));
	return s.p + n;
}

static int
add_skip(struct building *b, struct cs_str key, struct cs_str value, struct cs_err *e)
{
	struct cs_smap *m = b->m;
	struct cs_smap_skip s = {.reason = key, .line = b->item->line};
	struct cs_str rest;
	const char *is;

	if (cs_str_starts(value, CS_STR("expr:"))) {
		s.expr = cs_str_trim(cs_str_skip(value, 5));
	} else if ((is = find_is(value, &s.negate, &rest)) != NULL) {
		s.column = cs_smap_unquote(
		    &m->arena, cs_str_trim(cs_str(value.p, (size_t)(is - value.p))));
		s.word = cs_smap_split(&m->arena, rest, ',');
		for (size_t i = 0; i < s.word.n; i++)
			s.word.w[i] = cs_str_eqz(s.word.w[i], "empty")
					  ? cs_str("", 0)
					  : cs_smap_unquote(&m->arena, s.word.w[i]);
	}
	if (s.expr.n == 0 && s.column.n == 0) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "'%.*s' is no condition", CS_STR_ARG(value));
		return cs_err_hint(e,
		    "reason = COLUMN is [not] WORD, WORD ...  (empty is the empty cell), "
		    "or reason = expr: CONDITION");
	}
	m->skip = cs_mem_grow(m->skip, &b->skip_cap, m->nskip + 1, sizeof *m->skip);
	m->skip[m->nskip++] = s;
	return 0;
}

/* A column of ours of the type wanted, seconds when it is an integer. */
static int
derive_operand(struct cs_str name, enum cs_type type, struct cs_str *to, struct cs_err *e)
{
	const struct cs_column *def = cs_schema_find(name);

	if (def == NULL || def->type != type || (type == CS_INT && !cs_str_eqz(def->unit, "s")))
		return cs_err_set(e, CS_EXIT_USAGE, "'%.*s' is no column of ours of %s",
		    CS_STR_ARG(name), type == CS_INT ? "seconds" : "instants");
	*to = def->name;
	return 0;
}

static int
add_derive(struct building *b, struct cs_str key, struct cs_str value, struct cs_err *e)
{
	struct cs_smap *m = b->m;
	struct cs_smap_derive d = {.line = b->item->line};
	size_t minus = cs_str_find(value, '-'), plus = cs_str_find(value, '+');
	size_t at = minus < plus ? minus : plus;

	if (at == value.n) {
		(void)cs_err_set(
		    e, CS_EXIT_USAGE, "'%.*s' is neither A - B nor A + B", CS_STR_ARG(value));
		return cs_err_hint(e, "wait_s = answered_at - queued_at");
	}
	d.plus = plus < minus;
	if (derive_operand(key, d.plus ? CS_TIME : CS_INT, &d.name, e) != 0 ||
	    derive_operand(cs_str_trim(cs_str_head(value, at)), CS_TIME, &d.a, e) != 0 ||
	    derive_operand(
		cs_str_trim(cs_str_skip(value, at + 1)), d.plus ? CS_INT : CS_TIME, &d.b, e) != 0)
		return -1;
	m->derive = cs_mem_grow(m->derive, &b->derive_cap, m->nderive + 1, sizeof *m->derive);
	m->derive[m->nderive++] = d;
	return 0;
}

static int
add_source(struct building *b, struct cs_str key, struct cs_str value, struct cs_err *e)
{
	return cs_smap_parse_key(b->m, key, value, e);
}

static const struct {
	const char *name;
	int (*add)(struct building *b, struct cs_str key, struct cs_str value, struct cs_err *e);
} sections[] = {
    {"source", add_source},
    {"set", add_param},
    {"columns", add_column},
    {"skip", add_skip},
    {"derive", add_derive},
};

static int
add_item(struct building *b, struct cs_err *e)
{
	struct cs_str key, value;

	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
		if (!cs_str_eqz(b->item->section, sections[i].name))
			continue;
		if (b->item->heading)
			return 0;
		if (!cs_line_pair(b->item, &key, &value))
			return cs_err_set(e, CS_EXIT_USAGE, "'%.*s' is not NAME = VALUE",
			    CS_STR_ARG(b->item->text));
		return sections[i].add(b, key, value, e);
	}
	if (!b->item->heading)
		return cs_err_set(e, CS_EXIT_USAGE, "a line before the first [section]");
	(void)cs_err_set(
	    e, CS_EXIT_USAGE, "[%.*s] is no section of a map", CS_STR_ARG(b->item->section));
	return cs_err_hint(e, "the sections are [source] [set] [columns] [skip] [derive]");
}

/* Moves an array of n elements from the heap to the arena. */
static void *
settle(struct cs_arena *a, void *p, size_t n, size_t size)
{
	void *q = NULL;

	if (n != 0) {
		q = cs_arena_new(a, n, size);
		memcpy(q, p, n * size);
	}
	free(p);
	return q;
}

static int
check_whole(const struct cs_smap *m, struct cs_err *e)
{
	if (m->type != CS_SMAP_CSV && (m->ncolumn != 0 || m->nskip != 0 || m->nderive != 0))
		return cs_err_set(e, CS_EXIT_USAGE,
		    "%s: a map of type queue-log has no [columns], [skip] or [derive]", m->source);
	if (m->type == CS_SMAP_CSV && m->delim == '"')
		return cs_err_set(
		    e, CS_EXIT_USAGE, "%s: a quote cannot be the delimiter", m->source);
	return 0;
}

struct cs_smap *
cs_smap_parse(const char *source, struct cs_str text, struct cs_err *e)
{
	struct cs_smap *m = cs_mem_new0(1, sizeof *m);
	struct cs_line item;
	struct cs_lines l;
	struct building b = {.m = m, .item = &item};
	int got;

	*m = (struct cs_smap){.delim = ',', .point = '.', .encoding = -1, .open_after = 86400};
	m->source = cs_arena_printf(&m->arena, "%s", source);
	m->text = cs_arena_str(&m->arena, text);
	cs_lines_init(&l, &m->arena, m->source, m->text);
	while ((got = cs_lines_next(&l, &item, e)) > 0)
		if (add_item(&b, e) != 0) {
			cs_err_prefix(e, "%s:%d", m->source, item.line);
			got = -1;
			break;
		}
	m->param = settle(&m->arena, m->param, m->nparam, sizeof *m->param);
	m->column = settle(&m->arena, m->column, m->ncolumn, sizeof *m->column);
	m->skip = settle(&m->arena, m->skip, m->nskip, sizeof *m->skip);
	m->derive = settle(&m->arena, m->derive, m->nderive, sizeof *m->derive);
	if (got != 0 || check_whole(m, e) != 0) {
		cs_smap_free(m);
		return NULL;
	}
	return m;
}

void
cs_smap_free(struct cs_smap *m)
{
	if (m == NULL)
		return;
	cs_arena_finish(&m->arena);
	free(m);
}

struct cs_str
cs_smap_text(struct cs_str name)
{
	struct cs_buf path = CS_BUF_INIT;
	struct cs_str text;

	cs_buf_printf(&path, "maps/%.*s.map", CS_STR_ARG(name));
	text = cs_data(cs_buf_cstr(&path));
	cs_buf_finish(&path);
	return text;
}

void
cs_smap_names(struct cs_buf *out, const char *between)
{
	bool first = true;

	for (const struct cs_data *d = cs_data_files; d->name != NULL; d++) {
		struct cs_str s = cs_str_z(d->name);

		if (!cs_str_starts(s, CS_STR("maps/")) || !cs_str_ends(s, CS_STR(".map")))
			continue;
		cs_buf_z(out, first ? "" : between);
		cs_buf_add(out, s.p + 5, s.n - 9);
		first = false;
	}
}

/* -1 with *e. */
static int
no_such_map(struct cs_str name, struct cs_err *e)
{
	struct cs_buf b = CS_BUF_INIT;

	(void)cs_err_set(e, CS_EXIT_USAGE, "'%.*s' is neither a map nor a file", CS_STR_ARG(name));
	cs_smap_names(&b, " ");
	(void)cs_err_hint(e, "the maps there are: %s", cs_buf_cstr(&b));
	cs_buf_finish(&b);
	return -1;
}

struct cs_smap *
cs_smap_builtin(struct cs_str name, struct cs_err *e)
{
	struct cs_str text = cs_smap_text(name);
	struct cs_buf b = CS_BUF_INIT;
	struct cs_smap *m;

	if (text.p == NULL) {
		(void)no_such_map(name, e);
		return NULL;
	}
	cs_buf_printf(&b, "map %.*s", CS_STR_ARG(name));
	m = cs_smap_parse(cs_buf_cstr(&b), text, e);
	cs_buf_finish(&b);
	return m;
}

int
cs_smap_print(struct cs_buf *out, struct cs_str name, struct cs_err *e)
{
	struct cs_str text = cs_smap_text(name);

	if (text.p == NULL)
		return no_such_map(name, e);
	cs_buf_str(out, text);
	return 0;
}

struct cs_smap *
cs_smap_load(const char *path, struct cs_err *e)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_smap *m = NULL;
	struct cs_str text;

	if (cs_lines_load(&a, path, MAP_LIMIT, &text, e) == 0)
		m = cs_smap_parse(path, text, e);
	cs_arena_finish(&a);
	return m;
}

struct cs_str
cs_smap_param(const struct cs_smap *m, struct cs_str name)
{
	for (size_t i = 0; i < m->nparam; i++)
		if (cs_str_eq(m->param[i].name, name))
			return m->param[i].value.p != NULL ? m->param[i].value : cs_str("", 0);
	return cs_str(NULL, 0);
}

int
cs_smap_check_params(const struct cs_smap *m, struct cs_err *e)
{
	for (size_t i = 0; i < m->nparam; i++) {
		const struct cs_smap_param *p = &m->param[i];

		if (p->value.n != 0 || p->given)
			continue;
		(void)cs_err_set(
		    e, CS_EXIT_USAGE, "%s: %.*s is not set", m->source, CS_STR_ARG(p->name));
		return cs_err_hint(e, "--set %.*s=...", CS_STR_ARG(p->name));
	}
	return 0;
}
