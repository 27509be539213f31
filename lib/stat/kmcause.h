/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Endings of several kinds: a customer left us, moved away, died. What share has ended in one way
 * up to time t, where each can end in one way only (cumulative incidence)? One who has moved away
 * cannot leave us any more; to take him for censored, as if he might still, and to read 1 - S from
 * the curve of the leavers says .33 in tests/unit/km.c where .30 have left.
 *
 *	F_k(t) = sum over event times t_j <= t of S(t_j-) d_kj / n_j	(Aalen and Johansen 1978)
 *
 * with S of all endings together: at each t the F_k and S add up to 1. The variance is that of the
 * sum of what each one adds to the estimate (the infinitesimal jackknife), written over the event
 * times: with a = S(t_j-), b = a (F_k(t) - F_k(t_j)) / S(t_j), d all the endings at t_j, n at risk,
 *
 *	var = sum of (d_kj (a - b)^2 + (d - d_kj) b^2 - (d_kj a - d b)^2 / n) / n^2
 *
 * For one kind alone it is Greenwood's. With late entries the jackknife over people has terms
 * between times as well, which are 0 on average; they are left out, as in Greenwood's. Bounds:
 * F^exp(+- z se / (F |ln F|)), inside 0 .. 1.
 */
#ifndef CS_STAT_KMCAUSE_H
#define CS_STAT_KMCAUSE_H

#include "stat/km.h"

/*
 * F_k(t): c is the curve of all endings, cause when the ones of kind k came, each of which is an
 * event of c. *se is the standard error (may be NULL). Flags as cs_km_at; 0 and 1 have no bounds
 * (zero_var).
 */
struct cs_est cs_km_cause(
    const struct cs_km_curve *c, const struct cs_bins *cause, int64_t t, double level, double *se);

#endif
