/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The syntax tree of the expression language (cs-expr.7): what was written, before names mean
 * anything. Rows and metrics share one grammar and so one tree; which names there may be is decided
 * by what the tree is compiled to: expr/expr.h (a value a row) or expr/formula.h (a metric).
 *
 * Whoever reads a list of metrics parses each item and looks at the root: a plain CS_AST_NAME
 * ("contacts") or a CS_AST_CALL that is no function ("sl_offered(20)") is a dictionary's business,
 * everything else is a formula.
 *
 * Every node knows the piece of the text that it came from, so that every error, however late, can
 * show the text with a caret below it (cs_ast_err).
 */
#ifndef CS_EXPR_AST_H
#define CS_EXPR_AST_H

#include <stdint.h>

#include "base/arena.h"
#include "base/dec.h"
#include "base/err.h"
#include "base/str.h"

/* Limits, each with a message of its own (status 2). */
enum {
	CS_AST_TEXT_MAX = 1 << 20, /* bytes of one expression */
	CS_AST_DEPTH_MAX = 500,	   /* parentheses, calls and operators within each other */
};

enum cs_ast_kind {
	CS_AST_NULL,	 /* null */
	CS_AST_BOOL,	 /* true, false: i is 1 or 0 */
	CS_AST_INT,	 /* 60: i */
	CS_AST_DEC,	 /* 0.95: d, its scale as written */
	CS_AST_TEXT,	 /* 'it''s': s, without the quotes */
	CS_AST_DURATION, /* 15m 6mo: i seconds, months */
	CS_AST_NAME,	 /* wait_s "odd name": s; a column or a parameter */
	CS_AST_METRIC,	 /* @asa @sl_offered(20): s without the @; arg are its arguments */
	CS_AST_STAR,	 /* the * of count(*) */
	CS_AST_CALL,	 /* f(x, y): s in lower case, arg; filter for aggregates, else NULL */
	CS_AST_OP,	 /* an operator: op, arg */
	CS_AST_CASE, /* operand (or NULL), condition and value by turns, last the else (or NULL) */
};

/* The operators, with what arg holds. */
enum cs_ast_op {
	CS_OP_NEG,	 /* - x */
	CS_OP_NOT,	 /* not x */
	CS_OP_ADD,	 /* x + y */
	CS_OP_SUB,	 /* x - y */
	CS_OP_MUL,	 /* x * y */
	CS_OP_DIV,	 /* x / y */
	CS_OP_FLOORDIV,	 /* x // y */
	CS_OP_MOD,	 /* x % y */
	CS_OP_CONCAT,	 /* x || y || ..., two or more */
	CS_OP_EQ,	 /* x = y */
	CS_OP_NE,	 /* x <> y, also written != */
	CS_OP_LT,	 /* x < y */
	CS_OP_LE,	 /* x <= y */
	CS_OP_GT,	 /* x > y */
	CS_OP_GE,	 /* x >= y */
	CS_OP_DISTINCT,	 /* x is distinct from y */
	CS_OP_SAME,	 /* x is not distinct from y */
	CS_OP_AND,	 /* x and y and ..., two or more */
	CS_OP_OR,	 /* x or y or ..., two or more */
	CS_OP_IS_NULL,	 /* x is null */
	CS_OP_NOT_NULL,	 /* x is not null */
	CS_OP_IS_TRUE,	 /* x is true */
	CS_OP_NOT_TRUE,	 /* x is not true */
	CS_OP_IS_FALSE,	 /* x is false */
	CS_OP_NOT_FALSE, /* x is not false */
	CS_OP_BETWEEN,	 /* x between low and high */
	CS_OP_NOT_BETWEEN,
	CS_OP_IN, /* x in (a, b, ...): x first, then the list */
	CS_OP_NOT_IN,
	CS_OP_LIKE, /* x like 'pattern' */
	CS_OP_NOT_LIKE,
	CS_OP_MATCH,	 /* x ~ 'regular expression' */
	CS_OP_NOT_MATCH, /* x !~ 'regular expression' */
	CS_OP_PER,	 /* x per key: only as an argument of an aggregate */
};

/* What was parsed. */
struct cs_ast_text {
	struct cs_str text; /* in the arena */
	const char *source; /* where it is from: "--where", "m.map:12"; in the arena */
};

struct cs_ast {
	enum cs_ast_kind kind;
	enum cs_ast_op op;
	const struct cs_ast_text *of;
	uint32_t begin, end; /* its piece: bytes [begin, end) of of->text */
	uint16_t depth;	     /* 1 for a leaf */
	int months;
	int64_t i;
	struct cs_dec d;
	struct cs_str s;
	struct cs_ast **arg; /* entries are NULL only in CS_AST_CASE, as said above */
	size_t narg;
	struct cs_ast *filter; /* the condition of f(...) filter (where ...) */
};

/*
 * Parses a whole text. The tree lives in the arena; text and source may go. NULL with *e (2): what
 * is wrong, and as hint the text with a caret.
 */
struct cs_ast *cs_ast_parse(
    struct cs_arena *a, struct cs_str text, const char *source, struct cs_err *e);

/* An item of a list such as that of -m. */
struct cs_list_item {
	struct cs_str name; /* of "name=expression"; empty: none was given */
	struct cs_str text; /* the expression, trimmed; in the arena */
};

/*
 * Splits a list at its top-level commas: those outside of quotes and parentheses. Gives the items
 * in the arena and their number, at least one. -1 with *e (2) for an empty item, a name that is not
 * one, an open quote or parenthesis. The items' own grammar is not looked at.
 */
int cs_expr_split_list(struct cs_arena *a, struct cs_str text, const char *source,
    struct cs_list_item **item, size_t *n, struct cs_err *e);

/*
 * Sets *e (2) to "SOURCE: " and the message, and the hint to three lines ("\n" between them): "it
 * is here:", the text, a caret below the node's piece. Gives -1. Long texts are cut around the
 * piece; control characters are shown as blanks.
 */
int cs_ast_err(const struct cs_ast *at, struct cs_err *e, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same; more (NULL: as above) is the first line of the hint: what to do about it. */
int cs_ast_err_hint(const struct cs_ast *at, struct cs_err *e, const char *more, const char *fmt,
    ...) __attribute__((format(printf, 4, 5)));

/* The piece of the text that a node came from. */
static inline struct cs_str
cs_ast_piece(const struct cs_ast *x)
{
	return cs_str(x->of->text.p + x->begin, x->end - x->begin);
}

/*
 * Appends the expression in one canonical form (lower-case words, one blank, only the parentheses
 * that are needed, names quoted when they must be): what is parsed from it is an equal tree. Two
 * expressions with the same canonical form are the same expression.
 */
void cs_ast_print(struct cs_buf *out, const struct cs_ast *x);

/* The same as a text in the arena. */
struct cs_str cs_ast_text(struct cs_arena *a, const struct cs_ast *x);

/*
 * Calls visit on every node, parents first, left to right, the filter last; stops at the first that
 * gives a value other than 0, and gives that.
 */
int cs_ast_walk(const struct cs_ast *x, int (*visit)(const struct cs_ast *, void *), void *arg);

#endif
