/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two groups of real values side by side: see effect.h. */
#include "stat/effect.h"

#include <math.h>

#include "stat/dist.h"

void
cs_effect_add(struct cs_effect_side *s, double v)
{
	double d = v - s->mean;

	s->n++;
	s->mean += d / (double)s->n;
	s->m2 += d * (v - s->mean);
}

void
cs_effect_merge(struct cs_effect_side *s, const struct cs_effect_side *from)
{
	double n = (double)s->n + (double)from->n, d = from->mean - s->mean;

	if (from->n == 0)
		return;
	s->m2 += from->m2 + d * d * (double)s->n * ((double)from->n / n);
	s->mean += d * ((double)from->n / n);
	s->n += from->n;
}

/* Hedges' g of groups whose pooled variance is there. */
static struct cs_est
size_of(const struct cs_effect_side *a, const struct cs_effect_side *b, double level)
{
	double na = (double)a->n, nb = (double)b->n, m = na + nb - 2, whole, less, g, se;

	if (!cs_dist_lgamma(m / 2, &whole) || !cs_dist_lgamma((m - 1) / 2, &less))
		return cs_est_none(CS_FLAG_SMALL_N);
	g = (a->mean - b->mean) / sqrt((a->m2 + b->m2) / m) * exp(whole - less) / sqrt(m / 2);
	se = sqrt(1 / na + 1 / nb + g * g / (2 * (na + nb)));
	return (struct cs_est){
	    g, g - cs_dist_z(level) * se, g + cs_dist_z(level) * se, true, true, CS_FLAG_NONE};
}

struct cs_effect
cs_effect_compare(const struct cs_effect_side *a, const struct cs_effect_side *b, double level)
{
	struct cs_effect r = {cs_est_none(CS_FLAG_N0), cs_est_none(CS_FLAG_N0), CS_DIST_BAD};
	double va, vb, se, df, t;

	if (a->n == 0 || b->n == 0)
		return r;
	r.diff = (struct cs_est){.est = a->mean - b->mean, .ok = true, .flag = CS_FLAG_SMALL_N};
	r.g.flag = CS_FLAG_SMALL_N;
	if (a->n < 2 || b->n < 2)
		return r;
	r.diff.flag = r.g.flag = CS_FLAG_ZERO_VAR;
	va = a->m2 / ((double)a->n - 1) / (double)a->n;
	vb = b->m2 / ((double)b->n - 1) / (double)b->n;
	if (!(va + vb > 0))
		return r;
	se = sqrt(va + vb);
	df = (va + vb) * (va + vb) / (va * va / (double)(a->n - 1) + vb * vb / (double)(b->n - 1));
	if (!cs_dist_t_quantile((1 - level) / 2, df, CS_UPPER, &t)) {
		r.diff.flag = r.g.flag = CS_FLAG_DOMAIN;
		return r;
	}
	r.diff.flag = CS_FLAG_NONE;
	r.diff.ci = true;
	r.diff.lo = r.diff.est - t * se;
	r.diff.hi = r.diff.est + t * se;
	r.p = cs_dist_t_two_sided(r.diff.est / se, df);
	r.g = size_of(a, b, level);
	return r;
}
