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

/* The place in sorted bins up to which a curve has come. */
struct cursor {
	const struct cs_bins *b;
	size_t i;
};

/* The next time in it, if that is before t. */
static int64_t
sooner(const struct cursor *u, int64_t t)
{
	return u->i < u->b->n && u->b->bin[u->i].value < t ? u->b->bin[u->i].value : t;
}

/* How many there are at time t, where the cursor goes on behind it. */
static int64_t
take(struct cursor *u, int64_t t)
{
	return u->i < u->b->n && u->b->bin[u->i].value == t ? u->b->bin[u->i++].count : 0;
}

/* S and Greenwood's sum go on from s and g. */
static void
step(struct cs_km_point *p, double s, double g)
{
	double n = (double)p->at_risk, d = (double)p->events;

	p->s = s;
	p->g = g;
	if (p->events == 0)
		return;
	p->s *= (n - d) / n;
	if (p->events < p->at_risk)
		p->g += d / (n * (n - d));
}

bool
cs_km_curve_of(struct cs_km_curve *c, const struct cs_km_bins *b)
{
	struct cursor event = {&b->event, 0}, censored = {&b->censored, 0}, late = {&b->late, 0};
	size_t most = b->event.n + b->censored.n + b->late.n;
	int64_t at_risk;
	double s = 1, g = 0;

	*c = (struct cs_km_curve){NULL, 0, 0};
	if (__builtin_add_overflow(b->event.total, b->censored.total, &c->total) ||
	    b->late.total > c->total) {
		c->total = 0;
		return false;
	}
	c->point = cs_mem_new(most, sizeof *c->point);
	at_risk = c->total - b->late.total;
	while (event.i < b->event.n || censored.i < b->censored.n || late.i < b->late.n) {
		struct cs_km_point *p = &c->point[c->n++];
		int64_t lost;

		p->t = sooner(&event, sooner(&censored, sooner(&late, INT64_MAX)));
		p->at_risk = at_risk;
		p->events = take(&event, p->t);
		lost = take(&censored, p->t);
		if (p->events > at_risk || lost > at_risk - p->events) {
			cs_km_curve_finish(c);
			return false;
		}
		step(p, s, g);
		s = p->s;
		g = p->g;
		at_risk += take(&late, p->t) - p->events - lost;
	}
	return true;
}

struct cs_km_curve
cs_km_curve(const struct cs_km *k)
{
	struct cs_km_bins b = {cs_hist_bins(&k->event), cs_hist_bins(&k->censored), {NULL, 0, 0}};
	struct cs_km_curve c;

	(void)cs_km_curve_of(&c, &b); /* who is in one histogram is at risk until then */
	cs_bins_finish(&b.event);
	cs_bins_finish(&b.censored);
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

/* The last point with a time of at most t; NULL: none. */
static const struct cs_km_point *
last_upto(const struct cs_km_curve *c, int64_t t)
{
	size_t i = first_from(c, t);

	if (i < c->n && c->point[i].t == t)
		return &c->point[i];
	return i > 0 ? &c->point[i - 1] : NULL;
}

int64_t
cs_km_at_risk(const struct cs_km_curve *c, int64_t t)
{
	size_t i = first_from(c, t);

	return i < c->n ? c->point[i].at_risk : 0;
}

int64_t
cs_km_events(const struct cs_km_curve *c, int64_t t)
{
	int64_t n = 0;

	for (size_t i = 0; i < c->n && c->point[i].t <= t; i++)
		n += c->point[i].events;
	return n;
}

/*
 * The flag of an estimate at t of those who were there at `from`, or CS_FLAG_NONE. The point at or
 * behind t is looked at as well: it has those who are at risk at t.
 */
static enum cs_flag
judge(const struct cs_km_curve *c, int64_t from, int64_t t)
{
	bool few = false;

	if (c->total == 0)
		return CS_FLAG_N0;
	if (t < 0 || t < from)
		return CS_FLAG_DOMAIN;
	if (t > c->point[c->n - 1].t)
		return CS_FLAG_BEYOND;
	for (size_t i = first_from(c, from > 0 ? from + 1 : 0); i < c->n; i++) {
		const struct cs_km_point *p = &c->point[i];

		if (p->at_risk == 0 && p->t > 0)
			return CS_FLAG_N0;
		few |= p->at_risk < CS_KM_SMALL && (p->events != 0 || p->t >= t);
		if (p->t >= t)
			break;
	}
	return few ? CS_FLAG_SMALL_N : CS_FLAG_NONE;
}

/* S with Greenwood's sum g as an estimate: what is not there yet of r. */
static void
bound(struct cs_est *r, double s, double g, double level)
{
	double h;

	r->ok = true;
	r->est = s;
	if (s >= 1 || s <= 0) {
		if (r->flag == CS_FLAG_NONE)
			r->flag = CS_FLAG_ZERO_VAR;
		return;
	}
	h = cs_dist_z(level) * sqrt(g) / fabs(log(s));
	r->lo = pow(s, exp(h));
	r->hi = pow(s, exp(-h));
	r->ci = true;
}

struct cs_est
cs_km_given(const struct cs_km_curve *c, int64_t from, int64_t t, double level, double *se)
{
	struct cs_est r = cs_est_none(judge(c, from, t));
	const struct cs_km_point *a, *b;
	double s, g;

	if (se != NULL)
		*se = 0;
	if (r.flag != CS_FLAG_NONE && r.flag != CS_FLAG_SMALL_N)
		return r;
	a = from < 0 ? NULL : last_upto(c, from);
	b = last_upto(c, t);
	s = b != NULL ? b->s : 1;
	g = b != NULL ? b->g : 0;
	if (a != NULL && a->s <= 0)
		return cs_est_none(CS_FLAG_N0);
	if (a != NULL) {
		s = b->events == 0 && b->g == a->g && b->s > 0 ? 1 : s / a->s;
		g -= a->g;
	}
	bound(&r, s, g, level);
	if (se != NULL && r.ci)
		*se = s * sqrt(g);
	return r;
}

struct cs_est
cs_km_at(const struct cs_km_curve *c, int64_t t, double level, double *se)
{
	return cs_km_given(c, -1, t, level, se);
}

/* Which of the three curves a quantile is read from. */
enum side { LOWER, MIDDLE, UPPER };

/* When that curve falls to q; false: never. Where it has no value, at 1 and 0, it has not. */
static bool
when(const struct cs_km_curve *c, double q, enum side side, double level, double *t)
{
	const double near = 1.5e-8;
	double first = 0;
	bool on = false;

	for (size_t i = 0; i < c->n; i++) {
		const struct cs_km_point *p = &c->point[i];
		struct cs_est r = cs_est_none(CS_FLAG_NONE);
		double y;

		if (p->events == 0)
			continue;
		bound(&r, p->s, p->g, level);
		if (side != MIDDLE && !r.ci)
			continue;
		y = side == LOWER ? r.lo : side == UPPER ? r.hi : r.est;
		if (on && y < first) {
			*t = (*t + (double)p->t) / 2;
			return true;
		}
		if (on || y >= q + near)
			continue;
		*t = (double)p->t;
		if (fabs(y - q) >= near)
			return true;
		on = true;
		first = y;
	}
	return on;
}

struct cs_km_when
cs_km_quantile(const struct cs_km_curve *c, int64_t num, int64_t den, double level)
{
	double q = (double)num / (double)den;
	struct cs_km_when w = {0, 0, 0, false, false, false};

	w.ok = when(c, q, MIDDLE, level, &w.t);
	w.has_lo = when(c, q, LOWER, level, &w.lo);
	w.has_hi = when(c, q, UPPER, level, &w.hi);
	return w;
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
	struct cs_est r = cs_est_none(tau > 0 ? judge(c, -1, tau) : CS_FLAG_DOMAIN);
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
