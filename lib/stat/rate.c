/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shrinkage of rates: see rate.h. */
#include "stat/rate.h"

#include <math.h>

#include "stat/dist.h"

/* Of mu^2: less of a spread is none. */
#define LEAST 1e-4

struct cs_rate
cs_rate_fit(const int64_t *y, const double *time, size_t k)
{
	struct cs_rate f = {.flag = CS_FLAG_N0};
	double events = 0, total = 0, squares = 0, spread = 0;

	for (size_t i = 0; i < k; i++) {
		if (!(time[i] > 0))
			continue;
		f.used++;
		events += (double)y[i];
		total += time[i];
		squares += time[i] * time[i];
	}
	if (f.used == 0)
		return f;
	f.mu = events / total;
	f.flag = CS_FLAG_NO_SPREAD;
	if (f.used < 3 || events <= 0)
		return f;
	for (size_t i = 0; i < k; i++) {
		double d;

		if (!(time[i] > 0))
			continue;
		d = (double)y[i] / time[i] - f.mu;
		spread += time[i] * d * d;
	}
	f.tau2 = (spread - (double)(f.used - 1) * f.mu) / (total - squares / total);
	if (!(f.tau2 > LEAST * f.mu * f.mu)) {
		f.tau2 = 0;
		return f;
	}
	f.hours = f.mu / f.tau2;
	f.shape = f.mu * f.hours;
	f.flag = CS_FLAG_NONE;
	return f;
}

struct cs_post
cs_rate_post(const struct cs_rate *f, int64_t y, double time)
{
	double t = fmax(0, time), a = f->shape + (t > 0 ? (double)y : 0), b = f->hours + t;

	return (struct cs_post){a / b, a / (b * b), t / b};
}

struct cs_est
cs_rate_interval(const struct cs_rate *f, int64_t y, double time, double level)
{
	double t = fmax(0, time), a = f->shape + (t > 0 ? (double)y : 0), b = f->hours + t;
	struct cs_est r = {.est = a / b, .ok = true};

	r.ci = cs_dist_gamma_quantile((1 - level) / 2, a, CS_LOWER, &r.lo) &&
	       cs_dist_gamma_quantile((1 - level) / 2, a, CS_UPPER, &r.hi);
	r.lo /= b;
	r.hi /= b;
	return r;
}
