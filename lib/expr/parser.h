/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the two halves of the parser share: parse.c climbs through operators, parse_value.c descends
 * into values, calls and case. Functions that can fail give -1 or NULL and have set the error.
 * Private to lib/expr.
 */
#ifndef CS_EXPR_PARSER_H
#define CS_EXPR_PARSER_H

#include "expr/lex.h"
#include "expr/parse.h"

struct cs_parser {
	struct cs_lex lex;
	struct cs_tok tok;     /* the next, not yet taken */
	uint32_t end;	       /* behind the last that was taken */
	struct cs_ast **stack; /* arguments of the nodes in the making */
	size_t n, cap;
	int depth;
	struct cs_err *e;
};

/* An error at a token; the value is NULL for `return`. */
#define cs_parse_err(p, t, ...)                                                                    \
	((void)cs_ast_err(                                                                         \
	     &(const struct cs_ast){.of = (p)->lex.of, .begin = (t)->begin, .end = (t)->end},      \
	     (p)->e, __VA_ARGS__),                                                                 \
	    (struct cs_ast *)NULL)

/* Takes the next token. */
int cs_parse_advance(struct cs_parser *p);

/* The next token is this word, in any case. */
bool cs_parse_at(const struct cs_parser *p, const char *word);

/* The error that something else was expected in the place of the next token: -1. */
int cs_parse_unexpected(struct cs_parser *p, const char *wanted);

/* Takes the next token, which must be the word, of the kind, or the ) of `open`. */
int cs_parse_need_word(struct cs_parser *p, const char *word, const char *wanted);
int cs_parse_need(struct cs_parser *p, enum cs_tok_kind kind, const char *wanted);
int cs_parse_need_close(struct cs_parser *p, const struct cs_tok *open);

/* Puts a node, or the next expression, onto the stack. */
void cs_parse_push(struct cs_parser *p, struct cs_ast *x);
int cs_parse_operand(struct cs_parser *p, enum cs_bind min);

/* Completes a node that began at `begin` with the arguments above `base` on the stack. */
struct cs_ast *cs_parse_complete(
    struct cs_parser *p, struct cs_ast *x, uint32_t begin, size_t base);
struct cs_ast *cs_parse_operation(
    struct cs_parser *p, enum cs_ast_op op, uint32_t begin, size_t base);

/* An expression of operators that bind at least as tightly as min; a value, up to an operator. */
struct cs_ast *cs_parse_expression(struct cs_parser *p, enum cs_bind min);
struct cs_ast *cs_parse_value(struct cs_parser *p);

/* "(" is the next token: arguments up to the ")", onto the stack. call: one may be *, or x per
 * key. */
int cs_parse_arguments(struct cs_parser *p, bool call);

#endif
