/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The counts of a ranking as stat/mix takes them: what each member of a unit (which is the unit
 * itself where members are not told apart) did of each kind of work.
 */
#ifndef CS_RANK_RANKMIX_H
#define CS_RANK_RANKMIX_H

#include "rank/rankcount.h"
#include "stat/mix.h"

/* One metric of the counts, in the arena: its units are the members, values in the steps of its
 * moments. */
struct cs_mix *cs_rankmix_make(struct cs_arena *a, const struct cs_rankcount *count, size_t item);

#endif
