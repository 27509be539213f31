/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The repeat-free share: see free.h. */
#include "cell/free.h"

#include <math.h>

#include "stat/dist.h"

static struct cs_est
of_one(const struct cs_km *km, int64_t window, double level, int64_t *n, double *se)
{
	struct cs_km_curve curve = cs_km_curve(km);
	struct cs_est est = cs_km_at(&curve, window / cs_scheme_survival_step(window), level, se);

	*n = curve.total;
	cs_km_curve_finish(&curve);
	return est;
}

/* The times of one window out of those of all, from bin *at on, which goes to those of the next. */
static void
cut(const struct cs_bins *b, size_t *at, int64_t window, struct cs_km *km, bool event)
{
	const int64_t mask = (INT64_C(1) << CS_FREE_SHIFT) - 1;

	for (; *at < b->n && b->bin[*at].value >> CS_FREE_SHIFT == window; ++*at)
		(void)cs_hist_add_n(event ? &km->event : &km->censored, b->bin[*at].value & mask,
		    b->bin[*at].count);
}

/* The smallest window that is still to come. */
static int64_t
next_window(const struct cs_bins *a, size_t i, const struct cs_bins *b, size_t j)
{
	int64_t x = i < a->n ? a->bin[i].value : INT64_MAX;
	int64_t y = j < b->n ? b->bin[j].value : INT64_MAX;

	return (x < y ? x : y) >> CS_FREE_SHIFT;
}

static struct cs_est
of_many(const struct cs_km *km, double level, int64_t *n, double *error)
{
	struct cs_bins event = cs_hist_bins(&km->event), quit = cs_hist_bins(&km->censored);
	struct cs_est all = {0, 0, 0, true, false, CS_FLAG_NONE}, est;
	double variance = 0, se, theta;
	size_t i = 0, j = 0;
	int64_t count;

	*n = 0;
	*error = 0;
	while (i < event.n || j < quit.n) {
		int64_t window = next_window(&event, i, &quit, j);
		struct cs_km one = CS_KM_INIT;

		cut(&event, &i, window, &one, true);
		cut(&quit, &j, window, &one, false);
		est = of_one(&one, window, level, &count, &se);
		cs_km_finish(&one);
		all.ok = all.ok && est.ok;
		all.flag = est.ok ? all.flag : est.flag;
		all.est += (double)count * est.est;
		variance += (double)count * (double)count * se * se;
		*n += count;
	}
	cs_bins_finish(&event);
	cs_bins_finish(&quit);
	if (*n == 0 || !all.ok)
		return cs_est_none(*n == 0 ? CS_FLAG_N0 : all.flag);
	all.est /= (double)*n;
	*error = se = sqrt(variance) / (double)*n;
	all.ci = se > 0 && all.est > 0 && all.est < 1;
	if (all.ci) {
		theta = cs_dist_z(level) * se / fabs(all.est * log(all.est));
		all.lo = pow(all.est, exp(theta));
		all.hi = pow(all.est, exp(-theta));
	}
	return all;
}

struct cs_est
cs_free_share(
    const struct cs_km *km, const struct cs_follow_rule *rule, double level, int64_t *n, double *se)
{
	if (rule->window_value >= 0)
		return of_many(km, level, n, se);
	return of_one(km, rule->window, level, n, se);
}
