/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The compiled form of a formula: a small tree, evaluated once a group. Private to lib/expr. */
#ifndef CS_EXPR_FNODE_H
#define CS_EXPR_FNODE_H

#include "expr/formula.h"

enum cs_fop {
	CS_F_CONSTANT, /* value */
	CS_F_INPUT,    /* index */
	CS_F_ADD,
	CS_F_SUB,
	CS_F_MUL,
	CS_F_DIV,
	CS_F_COMPARE, /* index: a mask of CS_CMP */
	CS_F_AND,
	CS_F_OR,
	CS_F_NOT,
	CS_F_IS_NULL,
	CS_F_CASE, /* condition and value by turns, then the else */
	CS_F_COALESCE,
	CS_F_EXTREME, /* index: 0 least, 1 greatest */
	CS_F_ABS,
	CS_F_ROUND, /* index: digits */
	CS_F_FLOOR,
};

struct cs_fnode {
	enum cs_fop op;
	enum cs_type type; /* CS_INT, CS_DEC, CS_TIME (microseconds), CS_BOOL */
	struct cs_str unit;
	bool null; /* the constant NULL, of any type */
	const struct cs_ast *at;
	struct cs_fnode **arg;
	unsigned narg;
	size_t index;
	struct cs_real value;
};

struct cs_formula {
	struct cs_fnode *root;
	struct cs_input *input;
	size_t n;
};

/* What compiling needs: formula.c makes nodes, input.c the inputs. */
struct cs_fbinder {
	struct cs_arena *arena;
	const struct cs_env *env;
	const struct cs_metric_lookup *lookup;
	struct cs_err *e;
	bool inner; /* of FORMULA per KEY: the formula */
	struct cs_input *input;
	struct cs_str *text; /* the canonical text of each */
	size_t n, cap, text_cap;
};

/* formula.c: compiles x with what b says, which has no inputs yet; NULL with an error. */
struct cs_formula *cs_formula_bind(struct cs_fbinder *b, const struct cs_ast *x);

/* The index of the input that x is (an aggregate or a metric), a new one if it was not there. -1
 * with an error. */
int64_t cs_input_of(struct cs_fbinder *b, const struct cs_ast *x);

/* formula_op.c: nodes of operators and functions; NULL with an error. */
struct cs_fnode *cs_fbind(struct cs_fbinder *b, const struct cs_ast *x);

#endif
