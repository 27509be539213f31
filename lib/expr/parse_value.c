/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parser's other half: constants, names, calls, casts, case and parentheses. */
#include "expr/parser.h"

static struct cs_ast *
leaf(struct cs_parser *p, enum cs_ast_kind kind)
{
	struct cs_ast *x = cs_arena_new(p->lex.arena, 1, sizeof *x);

	x->kind = kind;
	x->of = p->lex.of;
	x->begin = p->tok.begin;
	x->end = p->tok.end;
	x->depth = 1;
	x->s = p->tok.s;
	x->i = p->tok.i;
	x->months = p->tok.months;
	x->d = p->tok.d;
	return x;
}

/* "x per key" in a call: the x is on the stack. */
static int
per(struct cs_parser *p)
{
	size_t base = p->n - 1;
	struct cs_ast *x;

	if (cs_parse_advance(p) != 0 || cs_parse_operand(p, CS_BIND_OR) != 0)
		return -1;
	x = cs_parse_operation(p, CS_OP_PER, p->stack[base]->begin, base);
	if (x == NULL)
		return -1;
	cs_parse_push(p, x);
	return 0;
}

int
cs_parse_arguments(struct cs_parser *p, bool call)
{
	struct cs_tok open = p->tok;

	if (cs_parse_advance(p) != 0)
		return -1;
	if (p->tok.kind == CS_TOK_CLOSE)
		return cs_parse_advance(p);
	if (call && p->tok.kind == CS_TOK_STAR) {
		cs_parse_push(p, leaf(p, CS_AST_STAR));
		return cs_parse_advance(p) != 0 ? -1 : cs_parse_need_close(p, &open);
	}
	for (;;) {
		if (cs_parse_operand(p, CS_BIND_OR) != 0)
			return -1;
		if (call && cs_parse_at(p, "per") && per(p) != 0)
			return -1;
		if (p->tok.kind != CS_TOK_COMMA)
			return cs_parse_need_close(p, &open);
		if (cs_parse_advance(p) != 0)
			return -1;
	}
}

/* "filter (where condition)" behind a call. */
static int
filter(struct cs_parser *p, struct cs_ast *call)
{
	struct cs_tok open;

	if (cs_parse_advance(p) != 0)
		return -1;
	open = p->tok;
	if (cs_parse_need(p, CS_TOK_OPEN, "(where ...)") != 0 ||
	    cs_parse_need_word(p, "where", "where") != 0)
		return -1;
	call->filter = cs_parse_expression(p, CS_BIND_OR);
	return call->filter == NULL ? -1 : cs_parse_need_close(p, &open);
}

static struct cs_str
lower(struct cs_arena *a, struct cs_str s)
{
	char *q = cs_arena_new(a, s.n, 1);

	for (size_t i = 0; i < s.n; i++)
		q[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + ('a' - 'A') : s.p[i]);
	return cs_str(q, s.n);
}

static struct cs_ast *
call(struct cs_parser *p, struct cs_ast *x)
{
	size_t base = p->n;

	if (x->kind == CS_AST_NAME) {
		x->kind = CS_AST_CALL;
		x->s = lower(p->lex.arena, x->s);
	}
	if (cs_parse_arguments(p, x->kind == CS_AST_CALL) != 0)
		return NULL;
	if (x->kind == CS_AST_CALL && cs_parse_at(p, "filter") && filter(p, x) != 0)
		return NULL;
	return cs_parse_complete(p, x, x->begin, base);
}

/* The types that cast knows, and the function that each stands for. */
static const char *const casts[][2] = {
    {"text", "text"},
    {"varchar", "text"},
    {"int", "int"},
    {"integer", "int"},
    {"bigint", "int"},
    {"number", "number"},
    {"decimal", "number"},
    {"numeric", "number"},
    {"time", "time"},
    {"timestamp", "time"},
    {"bool", "bool"},
    {"boolean", "bool"},
};

/* cast(x as type): the ( is the next token. */
static struct cs_ast *
cast(struct cs_parser *p, struct cs_ast *x)
{
	struct cs_tok open = p->tok;
	size_t base = p->n;

	x->kind = CS_AST_CALL;
	if (cs_parse_advance(p) != 0 || cs_parse_operand(p, CS_BIND_OR) != 0 ||
	    cs_parse_need_word(p, "as", "as and a type") != 0)
		return NULL;
	x->s = cs_str(NULL, 0);
	for (size_t i = 0; i < sizeof casts / sizeof *casts; i++)
		if (cs_parse_at(p, casts[i][0]))
			x->s = cs_str_z(casts[i][1]);
	if (x->s.n == 0)
		return cs_parse_err(
		    p, &p->tok, "a type was expected: text, int, number, time or bool");
	if (cs_parse_advance(p) != 0 || cs_parse_need_close(p, &open) != 0)
		return NULL;
	return cs_parse_complete(p, x, x->begin, base);
}

/* case [operand] when ... then ... [else ...] end; the word case is taken. */
static struct cs_ast *
case_(struct cs_parser *p, struct cs_ast *x)
{
	size_t base = p->n;

	if (cs_parse_at(p, "when"))
		cs_parse_push(p, NULL);
	else if (cs_parse_operand(p, CS_BIND_OR) != 0)
		return NULL;
	if (!cs_parse_at(p, "when")) {
		(void)cs_parse_unexpected(p, "when");
		return NULL;
	}
	while (cs_parse_at(p, "when"))
		if (cs_parse_advance(p) != 0 || cs_parse_operand(p, CS_BIND_OR) != 0 ||
		    cs_parse_need_word(p, "then", "then") != 0 ||
		    cs_parse_operand(p, CS_BIND_OR) != 0)
			return NULL;
	if (!cs_parse_at(p, "else"))
		cs_parse_push(p, NULL);
	else if (cs_parse_advance(p) != 0 || cs_parse_operand(p, CS_BIND_OR) != 0)
		return NULL;
	if (cs_parse_need_word(p, "end", "when, else or end") != 0)
		return NULL;
	return cs_parse_complete(p, x, x->begin, base);
}

static struct cs_ast *
prefix_op(struct cs_parser *p, enum cs_ast_op op, enum cs_bind bind)
{
	uint32_t begin = p->tok.begin;
	size_t base = p->n;

	if (cs_parse_advance(p) != 0 || cs_parse_operand(p, bind) != 0)
		return NULL;
	return cs_parse_operation(p, op, begin, base);
}

/* Words that are a value by themselves. */
static const struct {
	const char *word;
	enum cs_ast_kind kind;
	int64_t i;
} constants[] = {
    {"null", CS_AST_NULL, 0},
    {"true", CS_AST_BOOL, 1},
    {"false", CS_AST_BOOL, 0},
    {"case", CS_AST_CASE, 0},
};

/* What begins with a word. */
static struct cs_ast *
word(struct cs_parser *p)
{
	struct cs_tok t = p->tok;
	struct cs_ast *x;

	if (cs_parse_at(p, "not"))
		return prefix_op(p, CS_OP_NOT, CS_BIND_NOT);
	x = leaf(p, CS_AST_NAME);
	if (cs_parse_advance(p) != 0)
		return NULL;
	for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
		if (!cs_str_ieq(t.s, cs_str_z(constants[i].word)))
			continue;
		x->kind = constants[i].kind;
		x->i = constants[i].i;
		return x->kind == CS_AST_CASE ? case_(p, x) : x;
	}
	if (cs_lex_reserved(t.s))
		return cs_parse_err(p, &t,
		    "'%.*s' is a word of the language; a column of that name is "
		    "written \"%.*s\"",
		    CS_STR_ARG(t.s), CS_STR_ARG(t.s));
	if (p->tok.kind != CS_TOK_OPEN)
		return x;
	return cs_str_ieq(t.s, CS_STR("cast")) ? cast(p, x) : call(p, x);
}

static struct cs_ast *
parenthesis(struct cs_parser *p)
{
	struct cs_tok open = p->tok;
	struct cs_ast *x;

	if (cs_parse_advance(p) != 0)
		return NULL;
	x = cs_parse_expression(p, CS_BIND_OR);
	return x == NULL || cs_parse_need_close(p, &open) != 0 ? NULL : x;
}

/* A value, up to the first operator. */
struct cs_ast *
cs_parse_value(struct cs_parser *p)
{
	static const enum cs_ast_kind kinds[] = {
	    [CS_TOK_NAME] = CS_AST_NAME,
	    [CS_TOK_METRIC] = CS_AST_METRIC,
	    [CS_TOK_TEXT] = CS_AST_TEXT,
	    [CS_TOK_INT] = CS_AST_INT,
	    [CS_TOK_DEC] = CS_AST_DEC,
	    [CS_TOK_DURATION] = CS_AST_DURATION,
	};
	struct cs_ast *x;

	switch (p->tok.kind) {
	case CS_TOK_NAME:
	case CS_TOK_METRIC:
	case CS_TOK_TEXT:
	case CS_TOK_INT:
	case CS_TOK_DEC:
	case CS_TOK_DURATION:
		x = leaf(p, kinds[p->tok.kind]);
		if (cs_parse_advance(p) != 0)
			return NULL;
		return x->kind == CS_AST_METRIC && p->tok.kind == CS_TOK_OPEN ? call(p, x) : x;
	case CS_TOK_WORD:
		return word(p);
	case CS_TOK_OPEN:
		return parenthesis(p);
	case CS_TOK_MINUS:
		return prefix_op(p, CS_OP_NEG, CS_BIND_SIGN);
	default:
		(void)cs_parse_unexpected(p, "a value");
		return NULL;
	}
}
