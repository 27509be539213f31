/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groups against each other over all times (log-rank): does one lose its customers sooner than the
 * others, more than chance explains? At each time at which somebody leaves, d of the n at risk in
 * all the groups, each group is expected to lose its share of d:
 *
 *	E_a += d n_a / n,  V_ab += d (n_a / n) ((a = b) - n_b / n) (n - d) / (n - 1)
 *
 * V is the covariance of what the groups lose. Strata (queues, plans) are compared each within
 * itself and added into the same sums. chi2 = (O - E)' V^-1 (O - E), with as many degrees of
 * freedom as V has rank: one less than there are groups, and another one less for each group that
 * was never at risk together with the others. (Mantel 1966; Peto and Peto 1972)
 *
 * The groups are curves, with their late entries. One who changes from a group to another (before
 * and after his first contact) is censored in the one at the time at which he enters the other
 * late: so the same sums are the test of Mantel and Byar (1974).
 */
#ifndef CS_STAT_KMRANK_H
#define CS_STAT_KMRANK_H

#include "stat/km.h"

/* The sums over the strata so far. */
struct cs_km_rank {
	size_t k;	   /* groups */
	int64_t *observed; /* k: events */
	double *expected;  /* k */
	double *var;	   /* k x k */
};

/* For k groups, none too; free with cs_km_rank_finish. All zero it is one of no groups. */
void cs_km_rank_init(struct cs_km_rank *r, size_t k);
void cs_km_rank_finish(struct cs_km_rank *r);

/* Adds a stratum: the k curves of its groups; one without anybody is empty. */
void cs_km_rank_add(struct cs_km_rank *r, const struct cs_km_curve *group);

/*
 * The test. df 0: there is nothing to compare, and no chi2 (0) and p (CS_DIST_BAD). It is one of
 * many: with fewer than CS_KM_SMALL events p says little.
 */
struct cs_km_chi2 {
	double chi2, p;
	int df;
	int64_t events; /* of all groups */
};
struct cs_km_chi2 cs_km_rank_test(const struct cs_km_rank *r);

#endif
