/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tokens of the expression language. Words are not told apart here: `and`, `wait_s` and `lower`
 * are all CS_TOK_WORD, for what a word means depends on where it stands. Only for expr/parse and
 * expr/list.
 */
#ifndef CS_EXPR_LEX_H
#define CS_EXPR_LEX_H

#include "expr/ast.h"

enum cs_tok_kind {
	CS_TOK_END,
	CS_TOK_WORD,	 /* letters, digits, _ and all that is not ASCII; not a digit first */
	CS_TOK_NAME,	 /* "in double quotes", doubled inside: s is the name */
	CS_TOK_METRIC,	 /* @word or @"name": s is the name */
	CS_TOK_TEXT,	 /* 'in single quotes': s is the text */
	CS_TOK_INT,	 /* i */
	CS_TOK_DEC,	 /* d; whole numbers beyond 64 bits too */
	CS_TOK_DURATION, /* i seconds, months */
	CS_TOK_OPEN,
	CS_TOK_CLOSE,
	CS_TOK_COMMA,
	CS_TOK_PLUS,
	CS_TOK_MINUS,
	CS_TOK_STAR,
	CS_TOK_SLASH,
	CS_TOK_SLASH2,
	CS_TOK_PERCENT,
	CS_TOK_BARS,
	CS_TOK_EQ,
	CS_TOK_NE,
	CS_TOK_LT,
	CS_TOK_LE,
	CS_TOK_GT,
	CS_TOK_GE,
	CS_TOK_TILDE,
	CS_TOK_NOT_TILDE,
};

struct cs_tok {
	enum cs_tok_kind kind;
	uint32_t begin, end;
	struct cs_str s; /* WORD: its piece of the text; NAME METRIC TEXT: in the arena */
	int64_t i;
	int months;
	struct cs_dec d;
};

struct cs_lex {
	struct cs_arena *arena;
	const struct cs_ast_text *of;
	uint32_t at;
};

/*
 * Checks a text (length, UTF-8) and copies it into the arena. 0, or -1 with *e (2).
 */
int cs_lex_init(
    struct cs_lex *l, struct cs_arena *a, struct cs_str text, const char *source, struct cs_err *e);

/* The next token; CS_TOK_END again and again at the end. 0, or -1 with *e (2). */
int cs_lex_next(struct cs_lex *l, struct cs_tok *t, struct cs_err *e);

/* True for a word that needs no quotes where a name is meant: no reserved word, plain letters. */
bool cs_lex_plain_name(struct cs_str s);

/* True for the words that cannot be names without quotes: and, or, case ... in any case. */
bool cs_lex_reserved(struct cs_str s);

#endif
