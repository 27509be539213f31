/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is only known afterwards. Customers may be compared by what could be said of them when their
 * time began, never by what came of it: whoever was solved in the end had to stay until then, so a
 * group of those who were solved is one in which nobody left early, whatever service does (immortal
 * time). cs-retain has no option that sorts customers by their future, and neither --by nor --where
 * is a way around.
 */
#ifndef CS_RETAIN_RETAINAFTER_H
#define CS_RETAIN_RETAINAFTER_H

#include "retain/retain.h"

/*
 * Checks an item of --by or --strata: a column, or name=EXPR with columns in it. -1 with *e (2),
 * and why in a sentence, when it reads one that is known later than time zero. What became of the
 * contact itself (solved_agent and the like) may be read at a landmark.
 */
int cs_retain_after(const struct cs_retain *r, struct cs_str item, struct cs_err *e);

/* Within bind: the same of all that the run groups by, the names of single people included: they
 * are refused without --agents. And of the conditions that choose time zero, where people may be
 * named: who is chosen by his future is sorted by it. */
int cs_retain_before(const struct cs_retain *r, struct cs_err *e);

#endif
