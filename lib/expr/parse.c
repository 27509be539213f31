/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parser: operators by precedence climbing, everything else by descent (parse_value.c). Chains
 * of and, or and || become one node with many arguments, so that a long generated condition is not
 * a deep one.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "expr/parser.h"

int
cs_parse_advance(struct cs_parser *p)
{
	p->end = p->tok.end;
	return cs_lex_next(&p->lex, &p->tok, p->e);
}

bool
cs_parse_at(const struct cs_parser *p, const char *word)
{
	return p->tok.kind == CS_TOK_WORD && cs_str_ieq(p->tok.s, cs_str_z(word));
}

int
cs_parse_unexpected(struct cs_parser *p, const char *wanted)
{
	if (p->tok.kind == CS_TOK_END)
		(void)cs_parse_err(p, &p->tok, "it ends too early: %s was expected", wanted);
	else
		(void)cs_parse_err(p, &p->tok, "%s was expected here", wanted);
	return -1;
}

int
cs_parse_need_word(struct cs_parser *p, const char *word, const char *wanted)
{
	return cs_parse_at(p, word) ? cs_parse_advance(p) : cs_parse_unexpected(p, wanted);
}

int
cs_parse_need(struct cs_parser *p, enum cs_tok_kind kind, const char *wanted)
{
	return p->tok.kind == kind ? cs_parse_advance(p) : cs_parse_unexpected(p, wanted);
}

int
cs_parse_need_close(struct cs_parser *p, const struct cs_tok *open)
{
	if (p->tok.kind == CS_TOK_END) {
		(void)cs_parse_err(p, open, "this ( is not closed");
		return -1;
	}
	return cs_parse_need(p, CS_TOK_CLOSE, "an operator, a comma or a )");
}

void
cs_parse_push(struct cs_parser *p, struct cs_ast *x)
{
	p->stack = cs_mem_grow(p->stack, &p->cap, p->n + 1, sizeof *p->stack);
	p->stack[p->n++] = x;
}

int
cs_parse_operand(struct cs_parser *p, enum cs_bind min)
{
	struct cs_ast *x = cs_parse_expression(p, min);

	if (x == NULL)
		return -1;
	cs_parse_push(p, x);
	return 0;
}

struct cs_ast *
cs_parse_complete(struct cs_parser *p, struct cs_ast *x, uint32_t begin, size_t base)
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

struct cs_ast *
cs_parse_operation(struct cs_parser *p, enum cs_ast_op op, uint32_t begin, size_t base)
{
	struct cs_ast *x = cs_arena_new(p->lex.arena, 1, sizeof *x);

	x->kind = CS_AST_OP;
	x->of = p->lex.of;
	x->op = op;
	return cs_parse_complete(p, x, begin, base);
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
infix_op(const struct cs_parser *p, bool negated)
{
	if (p->tok.kind == CS_TOK_WORD) {
		for (size_t i = 0; i < sizeof by_word / sizeof *by_word; i++)
			if (cs_parse_at(p, by_word[i].word))
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
is_(struct cs_parser *p, uint32_t begin, size_t base)
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
	bool negated = cs_parse_at(p, "not");

	if (negated && cs_parse_advance(p) != 0)
		return NULL;
	for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
		enum cs_ast_op op = negated ? tests[i].not_op : tests[i].op;

		if (!cs_parse_at(p, tests[i].word))
			continue;
		if (cs_parse_advance(p) != 0)
			return NULL;
		if (tests[i].op == CS_OP_DISTINCT && (cs_parse_need_word(p, "from", "from") != 0 ||
							 cs_parse_operand(p, CS_BIND_COMPARE) != 0))
			return NULL;
		return cs_parse_operation(p, op, begin, base);
	}
	(void)cs_parse_unexpected(p, "null, true, false or distinct from");
	return NULL;
}

/* The list behind `in`. */
static int
in_list(struct cs_parser *p)
{
	struct cs_tok open = p->tok;
	size_t base = p->n;

	if (open.kind != CS_TOK_OPEN)
		return cs_parse_unexpected(p, "a list in parentheses");
	if (cs_parse_arguments(p, false) != 0)
		return -1;
	if (p->n == base) {
		(void)cs_parse_err(p, &open, "the list is empty");
		return -1;
	}
	return 0;
}

/* What follows an operator other than `is`; its left side is pushed, the operator taken. */
static int
right_side(struct cs_parser *p, enum cs_ast_op op, enum cs_bind bind)
{
	switch (op) {
	case CS_OP_IN:
	case CS_OP_NOT_IN:
		return in_list(p);
	case CS_OP_BETWEEN:
	case CS_OP_NOT_BETWEEN:
		return cs_parse_operand(p, CS_BIND_CONCAT) != 0 ||
			       cs_parse_need_word(p, "and", "and with the upper bound") != 0 ||
			       cs_parse_operand(p, CS_BIND_CONCAT) != 0
			   ? -1
			   : 0;
	case CS_OP_OR:
	case CS_OP_AND:
	case CS_OP_CONCAT:
		while (cs_parse_operand(p, bind + 1) == 0) {
			if (infix_op(p, false) != (int)op)
				return 0;
			if (cs_parse_advance(p) != 0)
				return -1;
		}
		return -1;
	default:
		return cs_parse_operand(p, bind + 1);
	}
}

/* The operator op, whose token is next, with left before it. */
static struct cs_ast *
infix(struct cs_parser *p, enum cs_ast_op op, struct cs_ast *left, uint32_t begin)
{
	size_t base = p->n;
	struct cs_ast *x;
	int next;

	cs_parse_push(p, left);
	if (cs_parse_advance(p) != 0)
		return NULL;
	if (op == CS_OP_IS_NULL)
		return is_(p, begin, base);
	if (op == CS_OP_NOT) {
		next = infix_op(p, true);
		if (next != CS_OP_NOT_IN && next != CS_OP_NOT_BETWEEN && next != CS_OP_NOT_LIKE) {
			(void)cs_parse_unexpected(p, "in, between or like");
			return NULL;
		}
		op = (enum cs_ast_op)next;
		if (cs_parse_advance(p) != 0)
			return NULL;
	}
	if (right_side(p, op, cs_op(op)->bind) != 0)
		return NULL;
	x = cs_parse_operation(p, op, begin, base);
	next = infix_op(p, false);
	if (x != NULL && cs_op(op)->bind == CS_BIND_COMPARE && next >= 0 &&
	    cs_op((enum cs_ast_op)next)->bind == CS_BIND_COMPARE)
		return cs_parse_err(p, &p->tok,
		    "comparisons do not chain: write a < x and x < b, or use parentheses");
	return x;
}

struct cs_ast *
cs_parse_expression(struct cs_parser *p, enum cs_bind min)
{
	uint32_t begin = p->tok.begin;
	struct cs_ast *x;

	if (p->depth >= CS_AST_DEPTH_MAX)
		return cs_parse_err(
		    p, &p->tok, "nested too deeply (more than %d levels)", CS_AST_DEPTH_MAX);
	p->depth++;
	x = cs_parse_value(p);
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
	struct cs_parser p = {.e = e};
	struct cs_ast *x = NULL;

	if (cs_lex_init(&p.lex, a, text, source, e) != 0)
		return NULL;
	if (cs_parse_advance(&p) == 0)
		x = cs_parse_expression(&p, CS_BIND_OR);
	if (x != NULL && p.tok.kind == CS_TOK_CLOSE)
		x = cs_parse_err(&p, &p.tok, "this ) has no (");
	else if (x != NULL && p.tok.kind != CS_TOK_END)
		x = cs_parse_err(&p, &p.tok, "an operator was expected here");
	free(p.stack);
	return x;
}
