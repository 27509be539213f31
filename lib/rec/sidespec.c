/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is joined with what: see sidespec.h. One word is looked ahead; behind the key each clause
 * begins with a word of the table below, in any order.
 */
#include "rec/sidespec.h"

#include "base/buf.h"
#include "base/civil.h"

enum { MOST = 256 }; /* columns of one list */

struct token {
	struct cs_str text; /* of a word, without its quotes */
	char kind;	    /* 'w' a word, 'q' one in quotes, one of ",=()", or 0 at the end */
	size_t at;	    /* where it begins */
};

struct parser {
	struct cs_arena *arena;
	struct cs_str text;
	size_t next;	    /* behind the token */
	struct token token; /* the next one */
	struct cs_side_spec *spec;
	unsigned seen; /* set of clauses */
	bool ties;
	struct cs_err *e;
};

static const char grammar[] =
    "FILE on KEY[=THEIRS],... [from COLUMN to COLUMN | latest|next|nearest COLUMN [within 7d]] "
    "[first|last|once] [add COLUMN[=NAME],...] [prefix TEXT]";

static int
fail_at(struct parser *p, size_t at, const char *what, struct cs_str word)
{
	(void)cs_err_set(p->e, CS_EXIT_USAGE, "'%.*s': at byte %zu: %s%s%.*s%s",
	    CS_STR_ARG(cs_str_head(p->text, 300)), at + 1, what, word.n != 0 ? " '" : "",
	    CS_STR_ARG(cs_str_head(word, 100)), word.n != 0 ? "'" : "");
	return cs_err_hint(p->e, "%s", grammar);
}

/* What was expected, and what is there. */
static int
expected(struct parser *p, const char *what)
{
	char sign[2] = {p->token.kind, '\0'};
	struct cs_buf b = CS_BUF_INIT;

	cs_buf_printf(&b, "%s is expected, not", what);
	if (p->token.kind == '\0')
		cs_buf_z(&b, " the end");
	(void)fail_at(p, p->token.at, cs_buf_cstr(&b),
	    p->token.kind == 'w' || p->token.kind == 'q' ? p->token.text : cs_str_z(sign));
	cs_buf_finish(&b);
	return -1;
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A word in quotes, from its first one on; in it a quote is two. */
static int
quoted(struct parser *p)
{
	struct cs_buf b = CS_BUF_INIT;
	size_t i = p->token.at + 1;
	int r = 0;

	for (;; i++) {
		if (i >= p->text.n) {
			r = fail_at(p, p->token.at, "the quote is not closed", cs_str(NULL, 0));
			break;
		}
		if (p->text.p[i] == '"' && (i + 1 >= p->text.n || p->text.p[i + 1] != '"'))
			break;
		i += p->text.p[i] == '"';
		cs_buf_c(&b, p->text.p[i]);
	}
	p->token.kind = 'q';
	p->token.text = cs_arena_str(p->arena, cs_buf_all(&b));
	p->next = i + 1;
	cs_buf_finish(&b);
	if (r == 0 && p->token.text.n == 0)
		r = fail_at(p, p->token.at, "a name without letters", cs_str(NULL, 0));
	return r;
}

/* Takes the next token; signs: the bytes that are tokens of their own. */
static int
advance(struct parser *p, const char *signs)
{
	size_t i = p->next;

	while (i < p->text.n && blank(p->text.p[i]))
		i++;
	p->token = (struct token){.at = i};
	if (i == p->text.n) {
		p->next = i;
		return 0;
	}
	if (p->text.p[i] == '"')
		return quoted(p);
	if (strchr(signs, p->text.p[i]) != NULL && p->text.p[i] != '\0') {
		p->token.kind = p->text.p[i];
		p->next = i + 1;
		return 0;
	}
	while (i < p->text.n && !blank(p->text.p[i]) && p->text.p[i] != '"' &&
	       (p->text.p[i] == '\0' || strchr(signs, p->text.p[i]) == NULL))
		i++;
	p->token.kind = 'w';
	p->token.text = cs_arena_str(p->arena, cs_str(p->text.p + p->token.at, i - p->token.at));
	p->next = i;
	return 0;
}

static int
step(struct parser *p)
{
	return advance(p, ",=()");
}

static bool
is_word(const struct parser *p, const char *word)
{
	return p->token.kind == 'w' && cs_str_eqz(p->token.text, word);
}

static int clause_at(const struct parser *p);

/* The name of a column, and on to the token behind it. */
static int
name(struct parser *p, const char *what, struct cs_str *text)
{
	if (p->token.kind == 'w' && (clause_at(p) >= 0 || is_word(p, "to")))
		return fail_at(p, p->token.at,
		    "a column is expected; one of this name stands in double quotes:",
		    p->token.text);
	if (p->token.kind != 'w' && p->token.kind != 'q')
		return expected(p, what);
	*text = p->token.text;
	return step(p);
}

/* KEY[=THEIRS],... */
static int
keys(struct parser *p)
{
	struct cs_side_key key[MOST];
	size_t n = 0;

	do {
		if (n != 0 && step(p) != 0)
			return -1;
		if (n == MOST)
			return fail_at(p, p->token.at, "too many columns", cs_str(NULL, 0));
		if (name(p, "a column", &key[n].own) != 0)
			return -1;
		key[n].theirs = key[n].own;
		if (p->token.kind == '=' &&
		    (step(p) != 0 || name(p, "a column of the table", &key[n].theirs) != 0))
			return -1;
		n++;
	} while (p->token.kind == ',');
	p->spec->key = cs_arena_new(p->arena, n, sizeof *key);
	memcpy(p->spec->key, key, n * sizeof *key);
	p->spec->nkey = n;
	return 0;
}

/* days(COLUMN)=NAME, once its parenthesis is next. */
static int
days(struct parser *p, struct cs_side_add *add)
{
	add->days = true;
	if (step(p) != 0 || name(p, "a column", &add->column) != 0)
		return -1;
	if (p->token.kind != ')')
		return expected(p, "a closing parenthesis");
	if (step(p) != 0)
		return -1;
	return p->token.kind == '=' ? 0 : expected(p, "=NAME for the days");
}

/* COLUMN[=NAME],... */
static int
added(struct parser *p, int clause)
{
	struct cs_side_add add[MOST];
	size_t n = 0;

	(void)clause;
	do {
		if (n != 0 && step(p) != 0)
			return -1;
		if (n == MOST)
			return fail_at(p, p->token.at, "too many columns", cs_str(NULL, 0));
		add[n] = (struct cs_side_add){.days = false};
		if (name(p, "a column", &add[n].column) != 0)
			return -1;
		if (p->token.kind == '(' && cs_str_eqz(add[n].column, "days") &&
		    days(p, &add[n]) != 0)
			return -1;
		add[n].name = add[n].column;
		if (p->token.kind == '=' && (step(p) != 0 || name(p, "a name", &add[n].name) != 0))
			return -1;
		n++;
	} while (p->token.kind == ',');
	p->spec->add = cs_arena_new(p->arena, n, sizeof *add);
	memcpy(p->spec->add, add, n * sizeof *add);
	p->spec->nadd = n;
	return 0;
}

/* from COLUMN to COLUMN */
static int
range(struct parser *p, int clause)
{
	(void)clause;
	p->spec->when = CS_SIDE_RANGE;
	if (name(p, "a column", &p->spec->at) != 0)
		return -1;
	if (!is_word(p, "to"))
		return expected(p, "'to'");
	return step(p) != 0 ? -1 : name(p, "a column", &p->spec->to);
}

enum { FROM, LATEST, NEXT, NEAREST, WITHIN, FIRST, LAST, ONCE, ADD, PREFIX, CLAUSES };

/* latest|next|nearest COLUMN */
static int
instant(struct parser *p, int clause)
{
	p->spec->when = clause == LATEST ? CS_SIDE_LATEST
			: clause == NEXT ? CS_SIDE_NEXT
					 : CS_SIDE_NEAREST;
	return name(p, "a column", &p->spec->at);
}

static int
within(struct parser *p, int clause)
{
	struct cs_duration d;

	(void)clause;
	if (p->token.kind != 'w' || !cs_duration_parse(p->token.text, &d) || d.s < 0)
		return expected(p, "a duration like 90s, 30m, 12h, 7d or 2w");
	if (d.months != 0)
		return fail_at(
		    p, p->token.at, "months and years are not of a fixed length:", p->token.text);
	p->spec->within_s = d.s;
	return step(p);
}

static int
ties(struct parser *p, int clause)
{
	p->spec->ties = clause == FIRST	 ? CS_SIDE_FIRST
			: clause == LAST ? CS_SIDE_LAST
					 : CS_SIDE_ONCE;
	p->ties = true;
	return 0;
}

static int
prefix(struct parser *p, int clause)
{
	(void)clause;
	return name(p, "a text", &p->spec->prefix);
}

/* Behind the key: the word, what follows it, and with which others it does not go. */
static const struct clause {
	const char *word;
	int (*parse)(struct parser *p, int clause);
	unsigned not_with;
} clauses[CLAUSES] = {
    [FROM] = {"from", range,
	1U << LATEST | 1U << NEXT | 1U << NEAREST | 1U << WITHIN | 1U << FIRST | 1U << LAST |
	    1U << ONCE},
    [LATEST] = {"latest", instant, 1U << NEXT | 1U << NEAREST},
    [NEXT] = {"next", instant, 1U << NEAREST},
    [NEAREST] = {"nearest", instant, 0},
    [WITHIN] = {"within", within, 0},
    [FIRST] = {"first", ties, 1U << LAST | 1U << ONCE},
    [LAST] = {"last", ties, 1U << ONCE},
    [ONCE] = {"once", ties, 0},
    [ADD] = {"add", added, 0},
    [PREFIX] = {"prefix", prefix, 0},
};

static int
clause_at(const struct parser *p)
{
	for (int i = 0; i < CLAUSES; i++) {
		if (is_word(p, clauses[i].word))
			return i;
	}
	return -1;
}

/* Whether the clauses go together. */
static int
check(struct parser *p)
{
	const unsigned dated = 1U << LATEST | 1U << NEXT | 1U << NEAREST;

	for (int i = 0; i < CLAUSES; i++) {
		unsigned both = clauses[i].not_with & p->seen;

		if ((p->seen >> i & 1) != 0 && both != 0) {
			(void)cs_err_set(p->e, CS_EXIT_USAGE, "'%.*s': '%s' does not go with '%s'",
			    CS_STR_ARG(cs_str_head(p->text, 300)),
			    clauses[__builtin_ctz(both)].word, clauses[i].word);
			return cs_err_hint(p->e, "%s", grammar);
		}
	}
	if ((p->seen >> WITHIN & 1) != 0 && (p->seen & dated) == 0)
		return fail_at(p, p->text.n,
		    "of which column? 'latest', 'next' or 'nearest' "
		    "belongs to 'within'",
		    cs_str(NULL, 0));
	if (!p->ties)
		p->spec->ties = (p->seen & dated) != 0 ? CS_SIDE_LAST : CS_SIDE_ONCE;
	return 0;
}

/* on KEY and the clauses; the token before is passed. */
static int
words(struct parser *p)
{
	if (step(p) != 0)
		return -1;
	if (!is_word(p, "on"))
		return expected(p, "'on' and the key");
	if (step(p) != 0 || keys(p) != 0)
		return -1;
	while (p->token.kind != '\0') {
		int i = clause_at(p);

		if (i < 0)
			return expected(p, "one of from, latest, next, nearest, within, first, "
					   "last, once, add and prefix");
		if ((p->seen >> i & 1) != 0)
			return fail_at(p, p->token.at, "a second", p->token.text);
		p->seen |= 1U << i;
		if (step(p) != 0 || clauses[i].parse(p, i) != 0)
			return -1;
	}
	return check(p);
}

int
cs_side_spec_words(
    struct cs_arena *arena, struct cs_str text, struct cs_side_spec *spec, struct cs_err *e)
{
	struct parser p = {.arena = arena, .text = text, .spec = spec, .e = e};

	*spec = (struct cs_side_spec){.within_s = -1};
	return words(&p);
}

int
cs_side_spec_parse(
    struct cs_arena *arena, struct cs_str text, struct cs_side_spec *spec, struct cs_err *e)
{
	struct parser p = {.arena = arena, .text = text, .spec = spec, .e = e};

	*spec = (struct cs_side_spec){.within_s = -1};
	/* A path may hold any of the signs. */
	if (advance(&p, "") != 0)
		return -1;
	if (p.token.kind == '\0')
		return expected(&p, "a file");
	spec->file = p.token.text.p;
	return words(&p);
}
