/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (inner) Whether costs contradict each other: the same thing, twice, at one time. */
#ifndef CS_CHARGE_COSTCHECK_H
#define CS_CHARGE_COSTCHECK_H

#include "charge/cost.h"

/*
 * Among n pools, or among n rates: two of one name and the same selection, rates also of one unit,
 * whose times overlap. -1 with *e (65), which names both lines.
 */
int cs_costs_check(const struct cs_cost *cost, size_t n, struct cs_err *e);

/* That error, of a and b, in the order of their lines; why: "hold at the same time". */
int cs_costs_conflict(
    const struct cs_cost *a, const struct cs_cost *b, const char *why, struct cs_err *e);

#endif
