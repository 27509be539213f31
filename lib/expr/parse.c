/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parser: operators by precedence climbing, everything else by descent. Chains of and, or and
 * || become one node with many arguments, so that a long generated condition is not a deep one.
 */
#include "expr/parse.h"

#include <stdlib.h>

#include "base/mem.h"
#include "expr/lex.h"

struct parser {
	struct cs_lex lex;
	struct cs_tok tok;     /* the next, not yet taken */
	uint32_t end;	       /* behind the last that was taken */
	struct cs_ast **stack; /* arguments of the nodes in the making */
	size_t n, cap;
	int depth;
	struct cs_err *e;
};

static struct cs_ast *expression(struct parser *p, enum cs_bind min);

/* An error at a token; the value is NULL for `return`. */
#define tok_err(p, t, ...)                                                                         \
	((void)cs_ast_err(                                                                         \
	     &(const struct cs_ast){.of = (p)->lex.of, .begin = (t)->begin, .end = (t)->end},      \
	     (p)->e, __VA_ARGS__),                                                                 \
	    (struct cs_ast *)NULL)

static int
advance(struct parser *p)
{
	p->end = p->tok.end;
	return cs_lex_next(&p->lex, &p->tok, p->e);
}

static bool
at_word(const struct parser *p, const char *word)
{
	return p->tok.kind == CS_TOK_WORD && cs_str_ieq(p->tok.s, cs_str_z(word));
}

static int
unexpected(struct parser *p, const char *wanted)
{
	if (p->tok.kind == CS_TOK_END)
		(void)tok_err(p, &p->tok, "it ends too early: %s was expected", wanted);
	else
		(void)tok_err(p, &p->tok, "%s was expected here", wanted);
	return -1;
}

static int
need_word(struct parser *p, const char *word, const char *wanted)
{
	return at_word(p, word) ? advance(p) : unexpected(p, wanted);
}

static int
need(struct parser *p, enum cs_tok_kind kind, const char *wanted)
{
	return p->tok.kind == kind ? advance(p) : unexpected(p, wanted);
}

static int
need_close(struct parser *p, const struct cs_tok *open)
{
	if (p->tok.kind == CS_TOK_END) {
		(void)tok_err(p, open, "this ( is not closed");
		return -1;
	}
	return need(p, CS_TOK_CLOSE, "an operator, a comma or a )");
}

static void
push(struct parser *p, struct cs_ast *x)
{
	p->stack = cs_mem_grow(p->stack, &p->cap, p->n + 1, sizeof *p->stack);
	p->stack[p->n++] = x;
}

static int
push_expression(struct parser *p, enum cs_bind min)
{
	struct cs_ast *x = expression(p, min);

	if (x == NULL)
		return -1;
	push(p, x);
	return 0;
}

static struct cs_ast *
leaf(struct parser *p, enum cs_ast_kind kind)
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

/* Completes a node that began at `begin` with the arguments above `base` on the stack. */
static struct cs_ast *
complete(struct parser *p, struct cs_ast *x, uint32_t begin, size_t base)
{
	unsigned depth = x->filter != NULL ? x->filter->depth : 0;

	x->begin = begin;
	x->end = p->end;
	x->narg = p->n - base;
	x->arg = cs_arena_new(p->lex.arena, x->narg, sizeof *x->arg);
	for (size_t i = 0; i < x->narg; i++) {
		x->arg[i] = p->stack[base + i];
		if (x->arg[i] != NULL && x->arg[i]->depth > depth)
			depth = x->arg[i]->depth;
	}
	p->n = base;
	if (depth >= CS_AST_DEPTH_MAX) {
		(void)cs_ast_err(
		    x, p->e, "nested too deeply (more than %d levels)", CS_AST_DEPTH_MAX);
		return NULL;
	}
	x->depth = (uint16_t)(depth + 1);
	return x;
}

static struct cs_ast *
operation(struct parser *p, enum cs_ast_op op, uint32_t begin, size_t base)
{
	struct cs_ast *x = cs_arena_new(p->lex.arena, 1, sizeof *x);

	x->kind = CS_AST_OP;
	x->of = p->lex.of;
	x->op = op;
	return complete(p, x, begin, base);
}

/* "(" is the next token. Arguments up to the ")", onto the stack. */
static int
arguments(struct parser *p, bool star)
{
	struct cs_tok open = p->tok;

	if (advance(p) != 0)
		return -1;
	if (p->tok.kind == CS_TOK_CLOSE)
		return advance(p);
	if (star && p->tok.kind == CS_TOK_STAR) {
		push(p, leaf(p, CS_AST_STAR));
		return advance(p) != 0 ? -1 : need_close(p, &open);
	}
	for (;;) {
		if (push_expression(p, CS_BIND_OR) != 0)
			return -1;
		if (p->tok.kind != CS_TOK_COMMA)
			return need_close(p, &open);
		if (advance(p) != 0)
			return -1;
	}
}

/* "filter (where condition)" behind a call. */
static int
filter(struct parser *p, struct cs_ast *call)
{
	struct cs_tok open;

	if (advance(p) != 0)
		return -1;
	open = p->tok;
	if (need(p, CS_TOK_OPEN, "(where ...)") != 0 || need_word(p, "where", "where") != 0)
		return -1;
	call->filter = expression(p, CS_BIND_OR);
	return call->filter == NULL ? -1 : need_close(p, &open);
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
call(struct parser *p, struct cs_ast *x)
{
	size_t base = p->n;

	if (x->kind == CS_AST_NAME) {
		x->kind = CS_AST_CALL;
		x->s = lower(p->lex.arena, x->s);
	}
	if (arguments(p, x->kind == CS_AST_CALL) != 0)
		return NULL;
	if (x->kind == CS_AST_CALL && at_word(p, "filter") && filter(p, x) != 0)
		return NULL;
	return complete(p, x, x->begin, base);
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
cast(struct parser *p, struct cs_ast *x)
{
	struct cs_tok open = p->tok;
	size_t base = p->n;

	x->kind = CS_AST_CALL;
	if (advance(p) != 0 || push_expression(p, CS_BIND_OR) != 0 ||
	    need_word(p, "as", "as and a type") != 0)
		return NULL;
	x->s = cs_str(NULL, 0);
	for (size_t i = 0; i < sizeof casts / sizeof *casts; i++)
		if (at_word(p, casts[i][0]))
			x->s = cs_str_z(casts[i][1]);
	if (x->s.n == 0)
		return tok_err(p, &p->tok, "a type was expected: text, int, number, time or bool");
	if (advance(p) != 0 || need_close(p, &open) != 0)
		return NULL;
	return complete(p, x, x->begin, base);
}

/* case [operand] when ... then ... [else ...] end; the word case is taken. */
static struct cs_ast *
case_(struct parser *p, struct cs_ast *x)
{
	size_t base = p->n;

	if (at_word(p, "when"))
		push(p, NULL);
	else if (push_expression(p, CS_BIND_OR) != 0)
		return NULL;
	if (!at_word(p, "when")) {
		(void)unexpected(p, "when");
		return NULL;
	}
	while (at_word(p, "when"))
		if (advance(p) != 0 || push_expression(p, CS_BIND_OR) != 0 ||
		    need_word(p, "then", "then") != 0 || push_expression(p, CS_BIND_OR) != 0)
			return NULL;
	if (!at_word(p, "else"))
		push(p, NULL);
	else if (advance(p) != 0 || push_expression(p, CS_BIND_OR) != 0)
		return NULL;
	if (need_word(p, "end", "when, else or end") != 0)
		return NULL;
	return complete(p, x, x->begin, base);
}

static struct cs_ast *
prefix_op(struct parser *p, enum cs_ast_op op, enum cs_bind bind)
{
	uint32_t begin = p->tok.begin;
	size_t base = p->n;

	if (advance(p) != 0 || push_expression(p, bind) != 0)
		return NULL;
	return operation(p, op, begin, base);
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
word(struct parser *p)
{
	struct cs_tok t = p->tok;
	struct cs_ast *x;

	if (at_word(p, "not"))
		return prefix_op(p, CS_OP_NOT, CS_BIND_NOT);
	x = leaf(p, CS_AST_NAME);
	if (advance(p) != 0)
		return NULL;
	for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
		if (!cs_str_ieq(t.s, cs_str_z(constants[i].word)))
			continue;
		x->kind = constants[i].kind;
		x->i = constants[i].i;
		return x->kind == CS_AST_CASE ? case_(p, x) : x;
	}
	/* distinct(x) is an aggregate, and the one word that is also an operator's. */
	if (cs_lex_reserved(t.s) &&
	    !(p->tok.kind == CS_TOK_OPEN && cs_str_ieq(t.s, CS_STR("distinct"))))
		return tok_err(p, &t,
		    "'%.*s' is a word of the language; a column of that name is "
		    "written \"%.*s\"",
		    CS_STR_ARG(t.s), CS_STR_ARG(t.s));
	if (p->tok.kind != CS_TOK_OPEN)
		return x;
	return cs_str_ieq(t.s, CS_STR("cast")) ? cast(p, x) : call(p, x);
}

static struct cs_ast *
parenthesis(struct parser *p)
{
	struct cs_tok open = p->tok;
	struct cs_ast *x;

	if (advance(p) != 0)
		return NULL;
	x = expression(p, CS_BIND_OR);
	return x == NULL || need_close(p, &open) != 0 ? NULL : x;
}

/* A value, up to the first operator. */
static struct cs_ast *
prefix(struct parser *p)
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
		if (advance(p) != 0)
			return NULL;
		return x->kind == CS_AST_METRIC && p->tok.kind == CS_TOK_OPEN ? call(p, x) : x;
	case CS_TOK_WORD:
		return word(p);
	case CS_TOK_OPEN:
		return parenthesis(p);
	case CS_TOK_MINUS:
		return prefix_op(p, CS_OP_NEG, CS_BIND_SIGN);
	default:
		(void)unexpected(p, "a value");
		return NULL;
	}
}

/* Between two operands: by the token ... */
static const struct {
	enum cs_tok_kind tok;
	enum cs_ast_op op;
} by_sign[] = {
    {CS_TOK_PLUS, CS_OP_ADD},
    {CS_TOK_MINUS, CS_OP_SUB},
    {CS_TOK_STAR, CS_OP_MUL},
    {CS_TOK_SLASH, CS_OP_DIV},
    {CS_TOK_SLASH2, CS_OP_FLOORDIV},
    {CS_TOK_PERCENT, CS_OP_MOD},
    {CS_TOK_BARS, CS_OP_CONCAT},
    {CS_TOK_EQ, CS_OP_EQ},
    {CS_TOK_NE, CS_OP_NE},
    {CS_TOK_LT, CS_OP_LT},
    {CS_TOK_LE, CS_OP_LE},
    {CS_TOK_GT, CS_OP_GT},
    {CS_TOK_GE, CS_OP_GE},
    {CS_TOK_TILDE, CS_OP_MATCH},
    {CS_TOK_NOT_TILDE, CS_OP_NOT_MATCH},
};

/* ... or by the word, and what the word not in front of it makes of it. */
static const struct {
	const char *word;
	enum cs_ast_op op, not_op;
} by_word[] = {
    {"or", CS_OP_OR, CS_OP_OR},
    {"and", CS_OP_AND, CS_OP_AND},
    {"is", CS_OP_IS_NULL, CS_OP_IS_NULL},
    {"between", CS_OP_BETWEEN, CS_OP_NOT_BETWEEN},
    {"in", CS_OP_IN, CS_OP_NOT_IN},
    {"like", CS_OP_LIKE, CS_OP_NOT_LIKE},
    {"not", CS_OP_NOT, CS_OP_NOT},
};

/* The operator that the next token is, or -1. */
static int
infix_op(const struct parser *p, bool negated)
{
	if (p->tok.kind == CS_TOK_WORD) {
		for (size_t i = 0; i < sizeof by_word / sizeof *by_word; i++)
			if (at_word(p, by_word[i].word))
				return negated ? (int)by_word[i].not_op : (int)by_word[i].op;
		return -1;
	}
	for (size_t i = 0; i < sizeof by_sign / sizeof *by_sign; i++)
		if (p->tok.kind == by_sign[i].tok)
			return (int)by_sign[i].op;
	return -1;
}

/* Behind `is`: null, true, false or distinct from, each with not. The left side is pushed. */
static struct cs_ast *
is_(struct parser *p, uint32_t begin, size_t base)
{
	static const struct {
		const char *word;
		enum cs_ast_op op, not_op;
	} tests[] = {
	    {"null", CS_OP_IS_NULL, CS_OP_NOT_NULL},
	    {"true", CS_OP_IS_TRUE, CS_OP_NOT_TRUE},
	    {"false", CS_OP_IS_FALSE, CS_OP_NOT_FALSE},
	    {"distinct", CS_OP_DISTINCT, CS_OP_SAME},
	};
	bool negated = at_word(p, "not");

	if (negated && advance(p) != 0)
		return NULL;
	for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
		enum cs_ast_op op = negated ? tests[i].not_op : tests[i].op;

		if (!at_word(p, tests[i].word))
			continue;
		if (advance(p) != 0)
			return NULL;
		if (tests[i].op == CS_OP_DISTINCT &&
		    (need_word(p, "from", "from") != 0 || push_expression(p, CS_BIND_COMPARE) != 0))
			return NULL;
		return operation(p, op, begin, base);
	}
	(void)unexpected(p, "null, true, false or distinct from");
	return NULL;
}

/* The list behind `in`. */
static int
in_list(struct parser *p)
{
	struct cs_tok open = p->tok;
	size_t base = p->n;

	if (open.kind != CS_TOK_OPEN)
		return unexpected(p, "a list in parentheses");
	if (arguments(p, false) != 0)
		return -1;
	if (p->n == base) {
		(void)tok_err(p, &open, "the list is empty");
		return -1;
	}
	return 0;
}

/* What follows an operator other than `is`; its left side is pushed, the operator taken. */
static int
right_side(struct parser *p, enum cs_ast_op op, enum cs_bind bind)
{
	switch (op) {
	case CS_OP_IN:
	case CS_OP_NOT_IN:
		return in_list(p);
	case CS_OP_BETWEEN:
	case CS_OP_NOT_BETWEEN:
		return push_expression(p, CS_BIND_CONCAT) != 0 ||
			       need_word(p, "and", "and with the upper bound") != 0 ||
			       push_expression(p, CS_BIND_CONCAT) != 0
			   ? -1
			   : 0;
	case CS_OP_OR:
	case CS_OP_AND:
	case CS_OP_CONCAT:
		while (push_expression(p, bind + 1) == 0) {
			if (infix_op(p, false) != (int)op)
				return 0;
			if (advance(p) != 0)
				return -1;
		}
		return -1;
	default:
		return push_expression(p, bind + 1);
	}
}

/* The operator op, whose token is next, with left before it. */
static struct cs_ast *
infix(struct parser *p, enum cs_ast_op op, struct cs_ast *left, uint32_t begin)
{
	size_t base = p->n;
	struct cs_ast *x;
	int next;

	push(p, left);
	if (advance(p) != 0)
		return NULL;
	if (op == CS_OP_IS_NULL)
		return is_(p, begin, base);
	if (op == CS_OP_NOT) {
		next = infix_op(p, true);
		if (next != CS_OP_NOT_IN && next != CS_OP_NOT_BETWEEN && next != CS_OP_NOT_LIKE) {
			(void)unexpected(p, "in, between or like");
			return NULL;
		}
		op = (enum cs_ast_op)next;
		if (advance(p) != 0)
			return NULL;
	}
	if (right_side(p, op, cs_op(op)->bind) != 0)
		return NULL;
	x = operation(p, op, begin, base);
	next = infix_op(p, false);
	if (x != NULL && cs_op(op)->bind == CS_BIND_COMPARE && next >= 0 &&
	    cs_op((enum cs_ast_op)next)->bind == CS_BIND_COMPARE)
		return tok_err(p, &p->tok,
		    "comparisons do not chain: write a < x and x < b, or use parentheses");
	return x;
}

static struct cs_ast *
expression(struct parser *p, enum cs_bind min)
{
	uint32_t begin = p->tok.begin;
	struct cs_ast *x;

	if (p->depth >= CS_AST_DEPTH_MAX)
		return tok_err(
		    p, &p->tok, "nested too deeply (more than %d levels)", CS_AST_DEPTH_MAX);
	p->depth++;
	x = prefix(p);
	while (x != NULL) {
		int op = infix_op(p, false);
		enum cs_bind bind = op < 0	      ? CS_BIND_NONE
				    : op == CS_OP_NOT ? CS_BIND_TEST
						      : cs_op((enum cs_ast_op)op)->bind;

		if (bind < min || bind == CS_BIND_NONE)
			break;
		x = infix(p, (enum cs_ast_op)op, x, begin);
	}
	p->depth--;
	return x;
}

struct cs_ast *
cs_ast_parse(struct cs_arena *a, struct cs_str text, const char *source, struct cs_err *e)
{
	struct parser p = {.e = e};
	struct cs_ast *x = NULL;

	if (cs_lex_init(&p.lex, a, text, source, e) != 0)
		return NULL;
	if (advance(&p) == 0)
		x = expression(&p, CS_BIND_OR);
	if (x != NULL && p.tok.kind == CS_TOK_CLOSE)
		x = tok_err(&p, &p.tok, "this ) has no (");
	else if (x != NULL && p.tok.kind != CS_TOK_END)
		x = tok_err(&p, &p.tok, "an operator was expected here");
	free(p.stack);
	return x;
}
