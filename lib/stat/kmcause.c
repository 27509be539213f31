/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cumulative incidence: see kmcause.h. */
#include "stat/kmcause.h"

#include <math.h>

#include "stat/dist.h"

/* An event time: what both passes over them need. */
struct moment {
	double n, all, one; /* at risk, endings, those of the kind asked for */
	double before;	    /* S just before */
	double after;	    /* S with the endings */
};

/* The next event time up to t, from point *i and bin *k on; false: none. */
static bool
next(const struct cs_km_curve *c, const struct cs_bins *cause, int64_t t, size_t at[2],
    struct moment *m)
{
	for (; at[0] < c->n && c->point[at[0]].t <= t; at[0]++) {
		const struct cs_km_point *p = &c->point[at[0]];

		if (p->events == 0)
			continue;
		while (at[1] < cause->n && cause->bin[at[1]].value < p->t)
			at[1]++;
		m->n = (double)p->at_risk;
		m->all = (double)p->events;
		m->one = at[1] < cause->n && cause->bin[at[1]].value == p->t
			     ? (double)cause->bin[at[1]].count
			     : 0;
		m->before = at[0] > 0 ? c->point[at[0] - 1].s : 1;
		m->after = p->s;
		at[0]++;
		return true;
	}
	return false;
}

struct cs_est
cs_km_cause(
    const struct cs_km_curve *c, const struct cs_bins *cause, int64_t t, double level, double *se)
{
	struct cs_est r = cs_km_at(c, t, level, se);
	size_t at[2] = {0, 0}, again[2] = {0, 0};
	double total = 0, sofar = 0, var = 0, h;
	struct moment m;

	if (!r.ok)
		return r;
	if (r.flag == CS_FLAG_ZERO_VAR)
		r.flag = CS_FLAG_NONE;
	while (next(c, cause, t, at, &m))
		total += m.before * m.one / m.n;
	while (next(c, cause, t, again, &m)) {
		double a = m.before, b, mean;

		sofar += m.before * m.one / m.n;
		b = m.after > 0 ? a * (total - sofar) / m.after : 0;
		mean = m.one * a - m.all * b;
		var += (m.one * (a - b) * (a - b) + (m.all - m.one) * b * b - mean * mean / m.n) /
		       (m.n * m.n);
	}
	r.est = total;
	r.lo = r.hi = 0;
	r.ci = total > 0 && total < 1 && var > 0;
	if (se != NULL)
		*se = r.ci ? sqrt(var) : 0;
	if (!r.ci) {
		if (r.flag == CS_FLAG_NONE)
			r.flag = CS_FLAG_ZERO_VAR;
		return r;
	}
	h = cs_dist_z(level) * sqrt(var) / (total * fabs(log(total)));
	r.lo = pow(total, exp(h));
	r.hi = pow(total, exp(-h));
	return r;
}
