/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What several expressions have in common: `handled and channel = 'phone'`, which is in the filters
 * of ten metrics, is computed once a batch. Private to lib/expr.
 *
 * Nodes are the same when they compute the same from the same: function, constants, columns, zone
 * and arguments. The first expression that has a node only makes it known; when a second one has
 * the same, both write its values, and read them, in arrays of the whole batch, as those of columns
 * are. Text is not shared, whose values are long, nor what two nodes of one expression alone have
 * in common.
 *
 * Values of a chunk count as known only when nothing in the expression was marked as bad: marks
 * belong to an expression, which alone can say whether its value depends on them.
 */
#ifndef CS_EXPR_COMMON_H
#define CS_EXPR_COMMON_H

#include "expr/node.h"

/* A node that may be shared. */
struct cs_common_node {
	const struct cs_expr *x; /* the first that had it */
	const struct cs_node *n;
	uint64_t hash;
	unsigned uses;	   /* expressions that have it: 2 stands for more */
	struct cs_val val; /* by row of the batch; once it is shared */
	size_t cap;	   /* rows */
	uint64_t *known;   /* by chunk: the batch whose values are there */
	size_t known_cap;
};

/* All of one thread. Zeroed, it is empty. */
struct cs_common {
	struct cs_common_node *node;
	size_t n, cap;
	size_t shared;	/* how many of them are */
	uint64_t batch; /* number of the batch, from 1 */
};

void cs_common_finish(struct cs_common *c);

/*
 * Looks at the nodes of an expression that was not met before: of[id] becomes the number, plus 1,
 * of the one that it is the same as, 0 for what is never shared.
 */
void cs_common_meet(struct cs_common *c, const struct cs_expr *x, uint32_t *of);

/* The node of a number as cs_common_meet gives it, when it is shared; else NULL. */
static inline struct cs_common_node *
cs_common_shared(const struct cs_common *c, uint32_t of)
{
	return of != 0 && c->node[of - 1].uses > 1 ? &c->node[of - 1] : NULL;
}

/* Room for the rows of a batch. */
void cs_common_room(struct cs_common_node *s, uint32_t rows);

#endif
