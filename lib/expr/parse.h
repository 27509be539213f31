/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How tightly operators bind, for the parser and the printer. From loose to tight:
 *
 *	or | and | not | is ... | = <> < <= > >= | between in like ~ | || | + - | * / // % | - x
 */
#ifndef CS_EXPR_PARSE_H
#define CS_EXPR_PARSE_H

#include "expr/ast.h"

enum cs_bind {
	CS_BIND_NONE, /* x per key: looser than all, and nowhere but in a call */
	CS_BIND_OR,
	CS_BIND_AND,
	CS_BIND_NOT,
	CS_BIND_IS,
	CS_BIND_COMPARE, /* does not chain: 1 < x < 5 is an error */
	CS_BIND_TEST,	 /* between in like ~ */
	CS_BIND_CONCAT,
	CS_BIND_ADD,
	CS_BIND_MUL,
	CS_BIND_SIGN,
	CS_BIND_ATOM,
};

/* An operator's level and how it is written: between its two operands, or (is null) behind one. */
struct cs_op {
	enum cs_bind bind;
	const char *text;
};

const struct cs_op *cs_op(enum cs_ast_op op);

#endif
