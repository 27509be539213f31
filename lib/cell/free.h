/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The repeat-free share: how many contacts have no repeat within their window, estimated so that
 * the young ones count as far as they go (stat/km.h).
 *
 * Where windows differ from row to row there is a curve for each window, and the share is
 *
 *	S = sum of n_w S_w(w) / sum of n_w	se^2 = sum of n_w^2 se_w^2 / (sum of n_w)^2
 *
 * with n_w contacts of the window w: direct standardisation to the contacts that there are. Bounds
 * are S^exp(+- z se / |S ln S|), as those of one curve. All of it is kept in one statistic: the
 * times of the window w carry it in their upper bits.
 */
#ifndef CS_CELL_FREE_H
#define CS_CELL_FREE_H

#include "cell/scheme.h"
#include "stat/km.h"

/* Windows are below 2^31 s, and so are times. */
enum { CS_FREE_SHIFT = 31 };

static inline int64_t
cs_free_key(int64_t window, int64_t time)
{
	return window << CS_FREE_SHIFT | time;
}

/* The share, with bounds of that level, the contacts behind it in *n, and its standard error in *se
 * (0: there is none). Nothing where one of the windows has no estimate. */
struct cs_est cs_free_share(const struct cs_km *km, const struct cs_follow_rule *rule, double level,
    int64_t *n, double *se);

#endif
