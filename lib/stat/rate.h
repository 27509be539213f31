/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rates: events in time (contacts solved per hour at work), shrunk as stat/shrink does shares. True
 * rates vary between the units as Gamma(shape, hours): a unit's rate is drawn towards the common
 * one as if it had worked so many hours more at that.
 */
#ifndef CS_STAT_RATE_H
#define CS_STAT_RATE_H

#include <stddef.h>
#include <stdint.h>

#include "stat/flag.h"
#include "stat/shrink.h"

struct cs_rate {
	double mu;	   /* the common rate: all events over all of the time */
	double shape;	   /* of the gamma distribution of true rates */
	double hours;	   /* the time that the common rate weighs: mu / tau2 */
	double tau2;	   /* variance of true rates */
	size_t used;	   /* units with time */
	enum cs_flag flag; /* NONE, N0, NO_SPREAD (mu is there, the rest not) */
};

/*
 * From y[i] >= 0 events in time[i], in whatever unit; 0: the unit takes no part. By moments with
 * the time as weights: S = sum t (y/t - mu)^2, tau2 = (S - (k - 1) mu) / (T - sum t^2 / T), T the
 * sum of the times. NO_SPREAD when tau2 <= 1e-4 mu^2, without events, or with fewer than 3 units.
 */
struct cs_rate cs_rate_fit(const int64_t *y, const double *time, size_t k);

/* The posterior Gamma(shape + y, hours + time); the fit must have no flag. */
struct cs_post cs_rate_post(const struct cs_rate *f, int64_t y, double time);

/* Its interval of that level: equal tails. */
struct cs_est cs_rate_interval(const struct cs_rate *f, int64_t y, double time, double level);

#endif
