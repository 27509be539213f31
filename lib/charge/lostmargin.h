/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a decision loses beside the service: what customers who left because of it would have
 * brought. It is one row of what cs-retain says of the difference between customers who were
 * concerned and others,
 *
 *	worth  worth_lo  worth_hi  currency
 *
 * whose sign is turned: customers who are worth less to the company are a loss.
 *
 *	--lost-margin "uplift.tsv where side = 'late_fee'"
 */
#ifndef CS_CHARGE_LOSTMARGIN_H
#define CS_CHARGE_LOSTMARGIN_H

#include "base/dec.h"
#include "base/err.h"
#include "expr/expr.h"

struct cs_lost_margin {
	struct cs_dec est, lo, hi; /* above 0: a loss */
	bool bounds;		   /* lo and hi are there */
	char currency[4];
};

/*
 * Reads what text names, a file and perhaps " where " and a condition, by which one row is left;
 * env is for that condition, its head is not looked at. -1 with *e: 2, 65 (none, or several rows;
 * no worth, or outside its bounds), 74.
 */
int cs_lost_margin_read(struct cs_lost_margin *m, struct cs_arena *a, struct cs_str text,
    const struct cs_env *env, struct cs_err *e);

#endif
