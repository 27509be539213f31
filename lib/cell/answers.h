/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Answers of customers that no metric counts. Those to a survey are of the contact, and count once:
 * on its first leg. Some sources put them on the leg of the agent who was asked about. To count
 * each contact once wherever its answer stands would take all contacts in memory; so what stands
 * on further legs is counted and said, and never lost in silence.
 */
#ifndef CS_CELL_ANSWERS_H
#define CS_CELL_ANSWERS_H

#include "expr/expr.h"
#include "metric/metric.h"

enum { CS_ANSWERS = 3 }; /* csat, nps, ces */

struct cs_answers {
	struct cs_str name[CS_ANSWERS];	     /* of columns that some metric counts on first legs */
	const struct cs_expr *x[CS_ANSWERS]; /* it stands on a further leg */
	unsigned n;
};

/* Which there are, for metrics of the dictionary over a head. -1 with *e (2). */
int cs_answers_bind(struct cs_answers *s, struct cs_arena *a, const struct cs_metric_list *list,
    const struct cs_env *env, struct cs_err *e);

/* Adds those of a batch's rows with counted marks to count, by index. -1 with *e (65). */
int cs_answers_count(const struct cs_answers *s, struct cs_eval *eval, const struct cs_batch *b,
    const uint8_t *mark, uint64_t count[CS_ANSWERS], struct cs_err *e);

#endif
