/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The canonical text of a tree, and the table of operators that parser and printer share. */
#include "expr/lex.h"
#include "expr/parse.h"

const struct cs_op *
cs_op(enum cs_ast_op op)
{
	static const struct cs_op ops[] = {
	    [CS_OP_NEG] = {CS_BIND_SIGN, "-"},
	    [CS_OP_NOT] = {CS_BIND_NOT, "not"},
	    [CS_OP_ADD] = {CS_BIND_ADD, "+"},
	    [CS_OP_SUB] = {CS_BIND_ADD, "-"},
	    [CS_OP_MUL] = {CS_BIND_MUL, "*"},
	    [CS_OP_DIV] = {CS_BIND_MUL, "/"},
	    [CS_OP_FLOORDIV] = {CS_BIND_MUL, "//"},
	    [CS_OP_MOD] = {CS_BIND_MUL, "%"},
	    [CS_OP_CONCAT] = {CS_BIND_CONCAT, "||"},
	    [CS_OP_EQ] = {CS_BIND_COMPARE, "="},
	    [CS_OP_NE] = {CS_BIND_COMPARE, "<>"},
	    [CS_OP_LT] = {CS_BIND_COMPARE, "<"},
	    [CS_OP_LE] = {CS_BIND_COMPARE, "<="},
	    [CS_OP_GT] = {CS_BIND_COMPARE, ">"},
	    [CS_OP_GE] = {CS_BIND_COMPARE, ">="},
	    [CS_OP_DISTINCT] = {CS_BIND_IS, "is distinct from"},
	    [CS_OP_SAME] = {CS_BIND_IS, "is not distinct from"},
	    [CS_OP_AND] = {CS_BIND_AND, "and"},
	    [CS_OP_OR] = {CS_BIND_OR, "or"},
	    [CS_OP_IS_NULL] = {CS_BIND_IS, "is null"},
	    [CS_OP_NOT_NULL] = {CS_BIND_IS, "is not null"},
	    [CS_OP_IS_TRUE] = {CS_BIND_IS, "is true"},
	    [CS_OP_NOT_TRUE] = {CS_BIND_IS, "is not true"},
	    [CS_OP_IS_FALSE] = {CS_BIND_IS, "is false"},
	    [CS_OP_NOT_FALSE] = {CS_BIND_IS, "is not false"},
	    [CS_OP_BETWEEN] = {CS_BIND_TEST, "between"},
	    [CS_OP_NOT_BETWEEN] = {CS_BIND_TEST, "not between"},
	    [CS_OP_IN] = {CS_BIND_TEST, "in"},
	    [CS_OP_NOT_IN] = {CS_BIND_TEST, "not in"},
	    [CS_OP_LIKE] = {CS_BIND_TEST, "like"},
	    [CS_OP_NOT_LIKE] = {CS_BIND_TEST, "not like"},
	    [CS_OP_MATCH] = {CS_BIND_TEST, "~"},
	    [CS_OP_NOT_MATCH] = {CS_BIND_TEST, "!~"},
	    [CS_OP_PER] = {CS_BIND_NONE, "per"},
	};

	return &ops[op];
}

static void
quote(struct cs_buf *out, char q, struct cs_str s)
{
	cs_buf_c(out, q);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == q)
			cs_buf_c(out, q);
		cs_buf_c(out, s.p[i]);
	}
	cs_buf_c(out, q);
}

static void
name(struct cs_buf *out, struct cs_str s)
{
	if (cs_lex_plain_name(s))
		cs_buf_str(out, s);
	else
		quote(out, '"', s);
}

/* In the largest unit that it is a whole number of. */
static void
duration(struct cs_buf *out, const struct cs_ast *x)
{
	static const struct {
		int64_t s;
		char unit;
	} units[] = {{604800, 'w'}, {86400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}};
	size_t u = 0;

	if (x->months != 0)
		cs_buf_printf(out, "%dmo", x->months);
	if (x->i == 0 && x->months != 0)
		return;
	while (x->i % units[u].s != 0 || (x->i == 0 && u < 4))
		u++;
	cs_buf_i64(out, x->i / units[u].s);
	cs_buf_c(out, units[u].unit);
}

static enum cs_bind
bind(const struct cs_ast *x)
{
	return x->kind == CS_AST_OP ? cs_op(x->op)->bind : CS_BIND_ATOM;
}

/* With parentheses when it binds less tightly than its place needs. */
static void
operand(struct cs_buf *out, const struct cs_ast *x, enum cs_bind least)
{
	bool parentheses = bind(x) < least;

	if (parentheses)
		cs_buf_c(out, '(');
	cs_ast_print(out, x);
	if (parentheses)
		cs_buf_c(out, ')');
}

static void
list(struct cs_buf *out, const struct cs_ast *x, size_t from)
{
	cs_buf_c(out, '(');
	for (size_t i = from; i < x->narg; i++) {
		if (i != from)
			cs_buf_z(out, ", ");
		cs_ast_print(out, x->arg[i]);
	}
	cs_buf_c(out, ')');
}

static void
operation(struct cs_buf *out, const struct cs_ast *x)
{
	const struct cs_op *op = cs_op(x->op);
	enum cs_bind inner = (enum cs_bind)(op->bind + 1);
	/* What is left of an operator of the same level needs no parentheses, where they chain. */
	enum cs_bind left = op->bind == CS_BIND_ADD || op->bind == CS_BIND_MUL ? op->bind : inner;

	switch (x->op) {
	case CS_OP_NEG:
		cs_buf_c(out, '-');
		operand(out, x->arg[0], CS_BIND_ATOM);
		return;
	case CS_OP_NOT:
		cs_buf_z(out, "not ");
		operand(out, x->arg[0], CS_BIND_NOT);
		return;
	case CS_OP_IN:
	case CS_OP_NOT_IN:
		operand(out, x->arg[0], inner);
		cs_buf_printf(out, " %s ", op->text);
		list(out, x, 1);
		return;
	case CS_OP_BETWEEN:
	case CS_OP_NOT_BETWEEN:
		operand(out, x->arg[0], inner);
		cs_buf_printf(out, " %s ", op->text);
		operand(out, x->arg[1], inner);
		cs_buf_z(out, " and ");
		operand(out, x->arg[2], inner);
		return;
	default:
		break;
	}
	operand(out, x->arg[0], left);
	if (x->narg == 1)
		cs_buf_printf(out, " %s", op->text);
	for (size_t i = 1; i < x->narg; i++) {
		cs_buf_printf(out, " %s ", op->text);
		operand(out, x->arg[i], inner);
	}
}

static void
case_(struct cs_buf *out, const struct cs_ast *x)
{
	cs_buf_z(out, "case");
	if (x->arg[0] != NULL) {
		cs_buf_c(out, ' ');
		cs_ast_print(out, x->arg[0]);
	}
	for (size_t i = 1; i + 1 < x->narg; i += 2) {
		cs_buf_z(out, " when ");
		cs_ast_print(out, x->arg[i]);
		cs_buf_z(out, " then ");
		cs_ast_print(out, x->arg[i + 1]);
	}
	if (x->arg[x->narg - 1] != NULL) {
		cs_buf_z(out, " else ");
		cs_ast_print(out, x->arg[x->narg - 1]);
	}
	cs_buf_z(out, " end");
}

void
cs_ast_print(struct cs_buf *out, const struct cs_ast *x)
{
	switch (x->kind) {
	case CS_AST_NULL:
		cs_buf_z(out, "null");
		break;
	case CS_AST_BOOL:
		cs_buf_z(out, x->i != 0 ? "true" : "false");
		break;
	case CS_AST_INT:
		cs_buf_i64(out, x->i);
		break;
	case CS_AST_DEC:
		cs_dec_text(out, x->d);
		break;
	case CS_AST_TEXT:
		quote(out, '\'', x->s);
		break;
	case CS_AST_DURATION:
		duration(out, x);
		break;
	case CS_AST_NAME:
		name(out, x->s);
		break;
	case CS_AST_STAR:
		cs_buf_c(out, '*');
		break;
	case CS_AST_METRIC:
		cs_buf_c(out, '@');
		name(out, x->s);
		if (x->narg != 0)
			list(out, x, 0);
		break;
	case CS_AST_CALL:
		cs_buf_str(out, x->s);
		list(out, x, 0);
		if (x->filter != NULL) {
			cs_buf_z(out, " filter (where ");
			cs_ast_print(out, x->filter);
			cs_buf_c(out, ')');
		}
		break;
	case CS_AST_OP:
		operation(out, x);
		break;
	case CS_AST_CASE:
		case_(out, x);
		break;
	}
}

struct cs_str
cs_ast_text(struct cs_arena *a, const struct cs_ast *x)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str s;

	cs_ast_print(&b, x);
	s = cs_arena_str(a, cs_buf_all(&b));
	cs_buf_finish(&b);
	return s;
}
