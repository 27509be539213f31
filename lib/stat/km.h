/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Survival: what share is still there at time t, when some were only watched for a while. Time is
 * whole days (or seconds) from each one's own start; one who was last seen without the event is
 * censored there and counts as at risk up to that time, the event times that tie with it included.
 * Taking the censored for lost, or leaving them out, is the common mistake: of the tiny cohort in
 * tests/unit/km.c 4 of 15 are left in the rows, while .45 of such customers stay.
 *
 *	S(t)  = product over event times t_j <= t of (n_j - d_j) / n_j	(Kaplan and Meier 1958)
 *	G(t)  = sum of d_j / (n_j (n_j - d_j)), se = S sqrt(G)		(Greenwood 1926)
 *	bounds: S^exp(+- z sqrt(G) / |ln S|)	(log minus log; they stay inside 0 .. 1)
 *
 * n_j are at risk just before t_j, d_j have the event there; both are exact.
 *
 * Delayed entry: of one who was there long before the records begin nothing is known until they do,
 * but that he was still there; who left before is in no table. Such a one enters late, at time e,
 * and is at risk at t only when e < t: (entry, end], as everywhere in survival. Whoever is taken as
 * watched from his start instead makes the early times look too good.
 *
 * What is collected is histograms, so shards merge by adding and the cost of the curve is the
 * number of distinct times. The other modules on curves: kmcause (endings of several kinds) and
 * kmrank (groups against each other).
 */
#ifndef CS_STAT_KM_H
#define CS_STAT_KM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stat/flag.h"
#include "stat/hist.h"

/* Fewer than these at risk: the estimate is flagged small_n. */
enum { CS_KM_SMALL = 10 };

/* Zeroed (CS_KM_INIT) it is empty. */
struct cs_km {
	struct cs_hist event;	 /* times at which it happened */
	struct cs_hist censored; /* times at which one was last seen without it */
};

#define CS_KM_INIT                                                                                 \
	{                                                                                          \
		CS_HIST_INIT, CS_HIST_INIT                                                         \
	}

void cs_km_finish(struct cs_km *k);

/* One who was followed for time (>= 0), to the event or not. */
void cs_km_add(struct cs_km *k, int64_t time, bool event);

/* False, and k good only to be finished, when the counts run over. */
bool cs_km_merge(struct cs_km *k, const struct cs_km *from);

/*
 * What a curve is made of, for those whose counts are in no cs_km. None of them changes hands.
 */
struct cs_km_bins {
	struct cs_bins event;	 /* as in cs_km, */
	struct cs_bins censored; /* but of those who entered late, too, */
	struct cs_bins late;	 /* and when these entered: each before the time of his own end */
};

struct cs_km_point {
	int64_t t;
	int64_t at_risk; /* entered before t, or from the start, and followed to t or longer */
	int64_t events;	 /* at t; 0 where somebody was only censored, or entered */
	double s;	 /* S(t), after the events at t */
	double g;	 /* Greenwood's sum up to and with t; what it was before S fell to 0 */
};

/* The curve: a point for each distinct time, ascending. */
struct cs_km_curve {
	struct cs_km_point *point;
	size_t n;
	int64_t total; /* all who were followed */
};

/* Free with cs_km_curve_finish. */
struct cs_km_curve cs_km_curve(const struct cs_km *k);
void cs_km_curve_finish(struct cs_km_curve *c);

/*
 * The same of bins, with late entries. False, and *c empty, when they contradict each other: more
 * ends at some time than there are at risk, as only counts from elsewhere can have.
 */
bool cs_km_curve_of(struct cs_km_curve *c, const struct cs_km_bins *b);

/* How many were still at risk just before t. */
int64_t cs_km_at_risk(const struct cs_km_curve *c, int64_t t);

/* How many have had the event up to t, t included. */
int64_t cs_km_events(const struct cs_km_curve *c, int64_t t);

/*
 * S(t) with its bounds of that level; *se its standard error (se may be NULL). Without anybody, or
 * when with late entries nobody is at risk for a while before t: n0. Behind the longest follow-up
 * there is no estimate: beyond_followup. Before the first event S is 1 with standard error 0, and
 * when all have had it 0: both have no bounds (zero_var). Fewer than CS_KM_SMALL at risk at t, or,
 * with late entries, at an event before: small_n.
 */
struct cs_est cs_km_at(const struct cs_km_curve *c, int64_t t, double level, double *se);

/*
 * What share of those who were still there at `from` are so at t (from <= t): S(t) / S(from), with
 * Greenwood's sum over the events between. The events at `from` itself are behind them; a `from`
 * below 0 is the start, and the same as cs_km_at. Only who is watched between the two counts, so it
 * is there, too, where nobody was at risk before `from`.
 */
struct cs_est cs_km_given(
    const struct cs_km_curve *c, int64_t from, int64_t t, double level, double *se);

/*
 * When the share still there has fallen to num / den (0 < num < den; 1/2: the median): the first
 * time at which S is that low, or, where S then is exactly that, the middle between this time and
 * the next event, since any time between would do. "Exactly" is within 1.5e-8, as R has it, so that
 * products of fractions meet it. The bounds are the times at which the bounds of S (of that level)
 * fall to it. Each is there or not: who has not fallen yet has no median, and often no upper bound.
 */
struct cs_km_when {
	double t, lo, hi;
	bool ok, has_lo, has_hi;
};
struct cs_km_when cs_km_quantile(
    const struct cs_km_curve *c, int64_t num, int64_t den, double level);

/*
 * The restricted mean: how long one stays, on average, of the first tau (> 0): the area under S up
 * to tau, with the normal interval of that level from its standard error (in *se, may be NULL):
 * variance = sum over event times t_j <= tau of A_j^2 d_j / (n_j (n_j - d_j)), A_j the area between
 * t_j and tau. Flags as above; the bounds stay inside 0 .. tau.
 */
struct cs_est cs_km_mean(const struct cs_km_curve *c, int64_t tau, double level, double *se);

#endif
