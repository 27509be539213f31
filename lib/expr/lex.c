/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tokens of the expression language: see lex.h. */
#include "expr/lex.h"

#include "base/civil.h"
#include "base/num.h"
#include "base/utf8.h"

static const char *const reserved[] = {"and", "between", "case", "else", "end", "false", "in", "is",
    "like", "not", "null", "or", "then", "true", "when"};

bool
cs_lex_reserved(struct cs_str s)
{
	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
		if (cs_str_ieq(s, cs_str_z(reserved[i])))
			return true;
	return false;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       (unsigned char)c >= 0x80;
}

bool
cs_lex_plain_name(struct cs_str s)
{
	if (s.n == 0 || is_digit(s.p[0]) || cs_lex_reserved(s))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_letter(s.p[i]) && !is_digit(s.p[i]))
			return false;
	return true;
}

/* An error at the bytes [from, to). */
#define lex_err(l, from, to, e, ...)                                                               \
	cs_ast_err(                                                                                \
	    &(const struct cs_ast){.of = (l)->of, .begin = (from), .end = (to)}, (e), __VA_ARGS__)

int
cs_lex_init(
    struct cs_lex *l, struct cs_arena *a, struct cs_str text, const char *source, struct cs_err *e)
{
	struct cs_ast_text *of = cs_arena_new(a, 1, sizeof *of);

	source = source != NULL && *source != '\0' ? source : "expression";
	if (text.n > CS_AST_TEXT_MAX)
		return cs_err_set(e, CS_EXIT_USAGE, "%s: longer than %d bytes (%zu)", source,
		    CS_AST_TEXT_MAX, text.n);
	if (!cs_utf8_valid(text))
		return cs_err_set(e, CS_EXIT_USAGE, "%s: not UTF-8", source);
	of->text = cs_arena_str(a, text);
	of->source = cs_arena_str(a, cs_str_z(source)).p;
	*l = (struct cs_lex){a, of, 0};
	return 0;
}

/* The byte n places on, or NUL behind the end. */
static char
peek(const struct cs_lex *l, uint32_t n)
{
	size_t at = (size_t)l->at + n;

	return at < l->of->text.n ? l->of->text.p[at] : '\0';
}

/* What stands between two quotes q at the place of the lexer, with doubled ones made single. */
static int
quoted(struct cs_lex *l, char q, struct cs_str *s, struct cs_err *e)
{
	struct cs_str text = l->of->text;
	uint32_t begin = l->at++;
	size_t doubled = 0, n = 0;
	char *p;

	for (;; l->at++) {
		if (l->at >= text.n)
			return lex_err(l, begin, begin + 1, e, "this %s is not closed",
			    q == '"' ? "quoted name" : "text");
		if (text.p[l->at] != q)
			continue;
		if (peek(l, 1) != q)
			break;
		doubled++;
		l->at++;
	}
	*s = cs_str(text.p + begin + 1, l->at - begin - 1);
	l->at++;
	if (doubled == 0)
		return 0;
	p = cs_arena_new(l->arena, s->n - doubled, 1);
	for (size_t i = 0; i < s->n; i++) {
		p[n++] = s->p[i];
		i += s->p[i] == q;
	}
	*s = cs_str(p, n);
	return 0;
}

/* A number, or a duration, which begins like one. */
static int
number(struct cs_lex *l, struct cs_tok *t, struct cs_err *e)
{
	struct cs_duration d;
	struct cs_str s;
	bool letters = false;

	while (is_digit(peek(l, 0)) || is_letter(peek(l, 0)) ||
	       (peek(l, 0) == '.' && is_digit(peek(l, 1)))) {
		letters |= is_letter(peek(l, 0));
		l->at++;
	}
	s = cs_str(l->of->text.p + t->begin, l->at - t->begin);
	if (letters) {
		if (!cs_duration_parse(s, &d))
			return lex_err(l, t->begin, l->at, e,
			    "this is neither a number (60, 0.95) nor a duration (90s 15m 2h 7d "
			    "6mo)");
		t->kind = CS_TOK_DURATION;
		t->i = d.s;
		t->months = d.months;
	} else if (cs_num_i64(s, &t->i)) {
		t->kind = CS_TOK_INT;
	} else if (cs_dec_parse(s, &t->d)) {
		t->kind = CS_TOK_DEC;
	} else {
		return lex_err(l, t->begin, l->at, e,
		    "not a number: at most 38 digits, 18 of them behind one point");
	}
	return 0;
}

static struct cs_str
word(struct cs_lex *l)
{
	uint32_t begin = l->at;

	while (is_letter(peek(l, 0)) || is_digit(peek(l, 0)))
		l->at++;
	return cs_str(l->of->text.p + begin, l->at - begin);
}

static int
metric(struct cs_lex *l, struct cs_tok *t, struct cs_err *e)
{
	l->at++;
	t->kind = CS_TOK_METRIC;
	if (peek(l, 0) == '"')
		return quoted(l, '"', &t->s, e);
	if (!is_letter(peek(l, 0)))
		return lex_err(
		    l, t->begin, t->begin + 1, e, "a metric's name belongs behind the @");
	t->s = word(l);
	return 0;
}

/* The longest first where one begins another; say: what people write who come from elsewhere. */
static const struct {
	char text[3];
	enum cs_tok_kind kind;
	const char *say;
} signs[] = {
    {"//", CS_TOK_SLASH2, NULL},
    {"||", CS_TOK_BARS, NULL},
    {"<>", CS_TOK_NE, NULL},
    {"!=", CS_TOK_NE, NULL},
    {"<=", CS_TOK_LE, NULL},
    {">=", CS_TOK_GE, NULL},
    {"!~", CS_TOK_NOT_TILDE, NULL},
    {"==", CS_TOK_END, "equality is one ="},
    {"&&", CS_TOK_END, "write and"},
    {"(", CS_TOK_OPEN, NULL},
    {")", CS_TOK_CLOSE, NULL},
    {",", CS_TOK_COMMA, NULL},
    {"+", CS_TOK_PLUS, NULL},
    {"-", CS_TOK_MINUS, NULL},
    {"*", CS_TOK_STAR, NULL},
    {"/", CS_TOK_SLASH, NULL},
    {"%", CS_TOK_PERCENT, NULL},
    {"=", CS_TOK_EQ, NULL},
    {"<", CS_TOK_LT, NULL},
    {">", CS_TOK_GT, NULL},
    {"~", CS_TOK_TILDE, NULL},
    {"!", CS_TOK_END, "write not, or <> for unequal"},
    {"|", CS_TOK_END, "write or; text is joined by ||"},
    {".", CS_TOK_END, "digits go before a point, names with a point in double quotes"},
    {"`", CS_TOK_END, "put odd names in double quotes"},
    {";", CS_TOK_END, "an expression needs none"},
};

static int
sign(struct cs_lex *l, struct cs_tok *t, struct cs_err *e)
{
	struct cs_str rest = cs_str_skip(l->of->text, l->at);
	size_t len = 1;

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		len = strlen(signs[i].text);
		if (!cs_str_starts(rest, cs_str(signs[i].text, len)))
			continue;
		l->at += (uint32_t)len;
		t->kind = signs[i].kind;
		if (signs[i].say == NULL)
			return 0;
		return lex_err(
		    l, t->begin, l->at, e, "'%s' is no operator: %s", signs[i].text, signs[i].say);
	}
	(void)cs_utf8_next(rest, &len);
	return lex_err(l, l->at, l->at + (uint32_t)len, e, "this character means nothing here");
}

int
cs_lex_next(struct cs_lex *l, struct cs_tok *t, struct cs_err *e)
{
	int r = 0;
	char c;

	while (l->at < l->of->text.n && strchr(" \t\n\r", peek(l, 0)) != NULL && peek(l, 0) != '\0')
		l->at++;
	*t = (struct cs_tok){.begin = l->at};
	c = peek(l, 0);
	if (l->at >= l->of->text.n) {
		t->kind = CS_TOK_END;
	} else if (is_digit(c)) {
		r = number(l, t, e);
	} else if (is_letter(c)) {
		t->kind = CS_TOK_WORD;
		t->s = word(l);
	} else if (c == '"') {
		t->kind = CS_TOK_NAME;
		r = quoted(l, c, &t->s, e);
		if (r == 0 && t->s.n == 0)
			r = lex_err(l, t->begin, l->at, e, "a name is empty: text goes in '...'");
	} else if (c == '\'') {
		t->kind = CS_TOK_TEXT;
		r = quoted(l, c, &t->s, e);
	} else if (c == '@') {
		r = metric(l, t, e);
	} else {
		r = sign(l, t, e);
	}
	t->end = l->at;
	return r;
}
