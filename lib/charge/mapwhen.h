/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Conditions of a map over those rows of a batch alone which need them (inner): all that is asked
 * is collected, and then each condition runs once over its rows, put together as a batch of their
 * own. So a cell that a condition cannot read is an error only where a rule depends on it, and
 * thousands of conditions, each for a few rows, cost no more than one for all.
 */
#ifndef CS_CHARGE_MAPWHEN_H
#define CS_CHARGE_MAPWHEN_H

#include "charge/mapparts.h"

struct cs_charge_need {
	uint32_t when, row;
	bool root;  /* with the columns of the first contact */
	bool holds; /* after the run: it is true */
};

struct cs_charge_whens {
	const struct cs_charge_map *map;
	struct cs_charge_need *need;
	size_t n, cap;
	/* Private. */
	struct cs_charge_when_eval **eval; /* by condition and root; NULL: to be set up */
	size_t held;			   /* bytes of theirs, as it is estimated */
	uint32_t *order, *row;
	size_t order_cap, row_cap;
	struct cs_batch part;
};

void cs_charge_whens_init(struct cs_charge_whens *w, const struct cs_charge_map *m);
void cs_charge_whens_finish(struct cs_charge_whens *w);

/* Forgets what was asked. */
static inline void
cs_charge_whens_reset(struct cs_charge_whens *w)
{
	w->n = 0;
}

/* Whether a condition holds in a row: asked for under the number w->n, which grows. */
void cs_charge_whens_ask(struct cs_charge_whens *w, uint32_t when, bool root, uint32_t row);

/* Answers all. -1 with *e (65): a cell that a condition cannot read; its row is told only where no
 * other was asked about. */
int cs_charge_whens_run(struct cs_charge_whens *w, const struct cs_batch *b, struct cs_err *e);

#endif
