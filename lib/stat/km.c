/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Survival with censoring: see km.h. */
#include "stat/km.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/dist.h"

void
cs_km_finish(struct cs_km *k)
{
	cs_hist_finish(&k->event);
	cs_hist_finish(&k->censored);
}

void
cs_km_add(struct cs_km *k, int64_t time, bool event)
{
	cs_hist_add(event ? &k->event : &k->censored, time);
}

bool
cs_km_merge(struct cs_km *k, const struct cs_km *from)
{
	return cs_hist_merge(&k->event, &from->event) &&
	       cs_hist_merge(&k->censored, &from->censored);
}

struct cs_km_curve
cs_km_curve(const struct cs_km *k)
{
	struct cs_bins ev = cs_hist_bins(&k->event), ce = cs_hist_bins(&k->censored);
	struct cs_km_curve c = {NULL, 0, ev.total + ce.total};
	int64_t at_risk = c.total;
	double s = 1, g = 0;
	size_t i = 0, j = 0;

	c.point = cs_mem_new(ev.n + ce.n, sizeof *c.point);
	while (i < ev.n || j < ce.n) {
		struct cs_km_point *p = &c.point[c.n++];
		int64_t lost = 0;

		p->t = j == ce.n || (i < ev.n && ev.bin[i].value <= ce.bin[j].value)
			   ? ev.bin[i].value
			   : ce.bin[j].value;
		p->at_risk = at_risk;
		p->events = i < ev.n && ev.bin[i].value == p->t ? ev.bin[i++].count : 0;
		if (j < ce.n && ce.bin[j].value == p->t)
			lost = ce.bin[j++].count;
		if (p->events != 0) {
			double n = (double)at_risk, d = (double)p->events;

			s *= (n - d) / n;
			if (p->events < at_risk)
				g += d / (n * (n - d));
		}
		p->s = s;
		p->g = g;
		at_risk -= p->events + lost;
	}
	cs_bins_finish(&ev);
	cs_bins_finish(&ce);
	return c;
}

void
cs_km_curve_finish(struct cs_km_curve *c)
{
	free(c->point);
	*c = (struct cs_km_curve){NULL, 0, 0};
}

/* The first point with a time of at least t, or c->n. */
static size_t
first_from(const struct cs_km_curve *c, int64_t t)
{
	size_t lo = 0, hi = c->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (c->point[mid].t < t)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

int64_t
cs_km_at_risk(const struct cs_km_curve *c, int64_t t)
{
	size_t i = first_from(c, t);

	return i < c->n ? c->point[i].at_risk : 0;
}

/* The flag of an estimate at t, or CS_FLAG_NONE. */
static enum cs_flag
judge(const struct cs_km_curve *c, int64_t t)
{
	if (c->total == 0)
		return CS_FLAG_N0;
	if (t < 0)
		return CS_FLAG_DOMAIN;
	if (t > c->point[c->n - 1].t)
		return CS_FLAG_BEYOND;
	return cs_km_at_risk(c, t) < CS_KM_SMALL ? CS_FLAG_SMALL_N : CS_FLAG_NONE;
}

struct cs_est
cs_km_at(const struct cs_km_curve *c, int64_t t, double level, double *se)
{
	struct cs_est r = cs_est_none(judge(c, t));
	double g = 0, h;
	size_t i;

	if (se != NULL)
		*se = 0;
	if (r.flag != CS_FLAG_NONE && r.flag != CS_FLAG_SMALL_N)
		return r;
	i = first_from(c, t);
	if (c->point[i].t > t)
		i = i > 0 ? i - 1 : SIZE_MAX;
	r.ok = true;
	r.est = i != SIZE_MAX ? c->point[i].s : 1;
	g = i != SIZE_MAX ? c->point[i].g : 0;
	if (r.est >= 1 || r.est <= 0) {
		if (r.flag == CS_FLAG_NONE)
			r.flag = CS_FLAG_ZERO_VAR;
		return r;
	}
	if (se != NULL)
		*se = r.est * sqrt(g);
	h = cs_dist_z(level) * sqrt(g) / fabs(log(r.est));
	r.lo = pow(r.est, exp(h));
	r.hi = pow(r.est, exp(-h));
	r.ci = true;
	return r;
}

/* The area under S from the time of point i (SIZE_MAX: from 0) to the next point or tau. */
static double
area(const struct cs_km_curve *c, size_t i, int64_t tau)
{
	size_t next = i + 1; /* SIZE_MAX + 1 is 0 */
	int64_t from = i != SIZE_MAX ? c->point[i].t : 0;
	int64_t to = next < c->n && c->point[next].t < tau ? c->point[next].t : tau;

	return (i != SIZE_MAX ? c->point[i].s : 1) * (double)(to - from);
}

struct cs_est
cs_km_mean(const struct cs_km_curve *c, int64_t tau, double level, double *se)
{
	struct cs_est r = cs_est_none(tau > 0 ? judge(c, tau) : CS_FLAG_DOMAIN);
	double var = 0, rest = 0, half;
	size_t i;

	if (se != NULL)
		*se = 0;
	if (r.flag != CS_FLAG_NONE && r.flag != CS_FLAG_SMALL_N)
		return r;
	/* backwards, so that the area behind each event is at hand */
	for (i = first_from(c, tau); i-- > 0;) {
		const struct cs_km_point *p = &c->point[i];
		double n = (double)p->at_risk, d = (double)p->events;

		rest += area(c, i, tau);
		if (p->events != 0 && p->events < p->at_risk)
			var += rest * rest * d / (n * (n - d));
	}
	r.est = rest + area(c, SIZE_MAX, tau);
	r.ok = true;
	if (se != NULL)
		*se = sqrt(var);
	if (var <= 0) {
		if (r.flag == CS_FLAG_NONE)
			r.flag = CS_FLAG_ZERO_VAR;
		return r;
	}
	half = cs_dist_z(level) * sqrt(var);
	r.lo = r.est - half > 0 ? r.est - half : 0;
	r.hi = r.est + half < (double)tau ? r.est + half : (double)tau;
	r.ci = true;
	return r;
}

void
cs_km_rank(struct cs_km_rank *r, const struct cs_km_curve *a, const struct cs_km_curve *b)
{
	size_t i = 0, j = 0;

	while (i < a->n || j < b->n) {
		const struct cs_km_point *p = i < a->n ? &a->point[i] : NULL;
		const struct cs_km_point *q = j < b->n ? &b->point[j] : NULL;
		int64_t tp = p != NULL ? p->t : INT64_MAX, tq = q != NULL ? q->t : INT64_MAX;
		int64_t t = tp < tq ? tp : tq;
		/* at risk before t are those of the next point from t on */
		double n1 = p != NULL ? (double)p->at_risk : 0;
		double n = n1 + (q != NULL ? (double)q->at_risk : 0), d = 0;

		if (p != NULL && tp == t) {
			r->observed += (double)p->events;
			d += (double)p->events;
			i++;
		}
		if (q != NULL && tq == t) {
			d += (double)q->events;
			j++;
		}
		if (d <= 0)
			continue;
		r->expected += d * n1 / n;
		if (n > 1)
			r->var += d * (n1 / n) * (1 - n1 / n) * (n - d) / (n - 1);
	}
}

double
cs_km_rank_z(const struct cs_km_rank *r)
{
	return r->var > 0 ? (r->observed - r->expected) / sqrt(r->var) : 0;
}

bool
cs_km_rank_ratio(const struct cs_km_rank *r, double *ratio)
{
	if (!(r->var > 0))
		return false;
	*ratio = exp((r->observed - r->expected) / r->var);
	return true;
}
