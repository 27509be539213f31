/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several metrics of many units as one number each: see score.h. */
#include "rank/score.h"

#include <math.h>

#include "rank/scoremix.h"
#include "stat/dist.h"
#include "stat/shrink.h"

/* The error of the common share: every unit tells of it by as much as chance and its own nature
 * leave. */
static void
find_error(struct cs_scoring *s, size_t at)
{
	struct cs_score_fit *fit = &s->fit[at];
	double one = fit->mu * (1 - fit->mu), weights = 0;

	for (size_t u = 0; u < s->units; u++) {
		const struct cs_score_part *p = &s->part[u * s->metrics + at];

		if (p->n > 0 && one > 0)
			weights += 1 / (one / (double)p->n + fit->tau * fit->tau);
	}
	fit->se = weights > 0 ? 1 / sqrt(weights) : 0;
}

/* A share: beta-binomial. */
static void
fit_share(const struct cs_score_metric *m, struct cs_scoring *s, size_t at)
{
	struct cs_betabinom f = cs_shrink_moments(m->x, m->n, s->units);
	struct cs_score_fit *fit = &s->fit[at];

	fit->mu = f.p;
	fit->flag = f.flag;
	fit->share = true;
	if (f.flag == CS_FLAG_NONE) {
		fit->m = f.m;
		fit->tau = sqrt(f.p * (1 - f.p) / (f.m + 1));
	}
	for (size_t u = 0; u < s->units; u++) {
		struct cs_score_part *p = &s->part[u * s->metrics + at];
		struct cs_post post = {f.p, 0, 0};

		if (f.flag == CS_FLAG_NONE)
			post = cs_betabinom_post(&f, m->x[u], m->n[u]);
		p->n = m->n[u];
		p->own = p->n > 0 ? (double)m->x[u] / (double)p->n : 0;
		p->m = fit->m;
		p->expected = f.p;
		p->adjusted = p->own;
		p->mean = post.mean;
		p->var = post.var;
		fit->n += p->n;
	}
	find_error(s, at);
}

/* A rate: gamma-Poisson by its first two moments, which is normal-normal with the variance that
 * everybody's rate would have in those hours. */
static void
fit_rate(struct cs_arena *a, const struct cs_score_metric *m, struct cs_scoring *s, size_t at)
{
	double *y = cs_arena_new(a, s->units, sizeof *y), *v = cs_arena_new(a, s->units, sizeof *v);
	struct cs_score_fit *fit = &s->fit[at];
	double events = 0, hours = 0, one;
	struct cs_normal2 f;

	for (size_t u = 0; u < s->units; u++) {
		if (m->hours[u] <= 0)
			continue;
		events += (double)m->x[u];
		hours += m->hours[u];
	}
	one = hours > 0 ? events / hours : 0;
	for (size_t u = 0; u < s->units; u++) {
		y[u] = m->hours[u] > 0 ? (double)m->x[u] / m->hours[u] : 0;
		v[u] = m->hours[u] > 0 ? one / m->hours[u] : 0;
	}
	f = cs_shrink_normal(y, v, s->units);
	fit->mu = f.mu;
	fit->se = f.se_mu;
	fit->flag = f.flag;
	fit->rate = true;
	if (f.flag == CS_FLAG_NONE) {
		fit->tau = sqrt(f.tau2);
		fit->m = one / f.tau2;
	}
	for (size_t u = 0; u < s->units; u++) {
		struct cs_post post = cs_normal2_post(&f, y[u], v[u]);

		s->part[u * s->metrics + at] = (struct cs_score_part){
		    .n = m->hours[u] < 1e15 ? (int64_t)m->hours[u] : INT64_C(1000000000000000),
		    .own = y[u],
		    .expected = f.mu,
		    .adjusted = y[u],
		    .m = fit->m,
		    .mean = post.mean,
		    .var = post.var};
		fit->n += s->part[u * s->metrics + at].n;
	}
}

/* A mean: normal-normal, with the variance within pooled over the units. */
static void
fit_mean(struct cs_arena *a, const struct cs_score_metric *m, struct cs_scoring *s, size_t at)
{
	double *y = cs_arena_new(a, s->units, sizeof *y), *v = cs_arena_new(a, s->units, sizeof *v);
	struct cs_score_fit *fit = &s->fit[at];
	struct cs_normal2 f = {.flag = CS_FLAG_N0};
	double within = 0;
	bool pooled = cs_shrink_pooled(m->moments, s->units, &within);

	within *= m->unit * m->unit;
	for (size_t u = 0; u < s->units; u++) {
		struct cs_score_part *p = &s->part[u * s->metrics + at];

		p->n = m->moments[u].n;
		if (cs_moments_mean(&m->moments[u], &p->own))
			p->own *= m->unit;
		y[u] = p->own;
		v[u] = p->n > 0 ? within / (double)p->n : 0;
		fit->n += p->n;
	}
	if (pooled)
		f = cs_shrink_normal(y, v, s->units);
	else if (fit->n > 0)
		f.flag = CS_FLAG_ZERO_VAR;
	fit->mu = f.mu;
	fit->flag = f.flag;
	if (f.flag == CS_FLAG_NONE) {
		fit->tau = sqrt(f.tau2);
		fit->m = within / f.tau2;
	}
	for (size_t u = 0; u < s->units; u++) {
		struct cs_score_part *p = &s->part[u * s->metrics + at];
		struct cs_post post = cs_normal2_post(&f, y[u], v[u]);

		p->m = fit->m;
		p->expected = f.mu;
		p->adjusted = p->own;
		p->mean = post.mean;
		p->var = post.var;
	}
	fit->se = f.se_mu;
}

/* The part of a unit's work that says anything of it. */
static double
telling(const struct cs_score_part *p)
{
	return p->n > 0 ? (double)(p->n - p->alone) / (double)p->n : 1;
}

/* The part of a unit's figure that is noise, with so many observations more. */
static double
doubt(const struct cs_score_fit *f, const struct cs_score_part *p, double more)
{
	double n = (double)(p->n - p->alone), tau2 = f->tau * f->tau, v;

	if (p->stays <= 0 || n <= 0)
		return p->m / (n + more * telling(p) + p->m);
	v = p->m * tau2 / n - p->stays;
	v = p->stays + v * n / (n + more * telling(p));
	return v / (tau2 + v);
}

/* The reliability of unit u with x more contacts. */
static double
reliability_with(const struct cs_scoring *s, size_t u, int64_t x)
{
	double left = 0, prior = 0;

	for (size_t m = 0; m < s->metrics; m++) {
		const struct cs_score_fit *f = &s->fit[m];
		const struct cs_score_part *p = &s->part[u * s->metrics + m];
		double ww = f->weight * f->weight;

		if (f->flag != CS_FLAG_NONE)
			continue;
		left += ww * doubt(f, p, x > 0 ? (double)x * (double)f->n / s->contacts : 0);
		prior += ww;
	}
	return 1 - left / prior;
}

/* Whether n speaks of a metric: of those that take part, or of all when none does. */
static bool
counts(const struct cs_scoring *s, size_t m)
{
	return s->used == 0 || s->fit[m].flag == CS_FLAG_NONE;
}

/* Adds the metrics up for one unit. */
static void
add_up(struct cs_scoring *s, size_t u)
{
	struct cs_score *r = &s->unit[u];

	for (size_t m = 0; m < s->metrics; m++) {
		const struct cs_score_fit *fit = &s->fit[m];
		struct cs_score_part *p = &s->part[u * s->metrics + m];

		if (p->n > r->n && counts(s, m)) {
			r->n = p->n;
			r->alone = (double)p->alone / (double)p->n;
		}
		if (fit->flag != CS_FLAG_NONE)
			continue;
		p->share = fit->weight * (p->mean - fit->mu) / fit->tau;
		if (fit->down)
			p->share = -p->share;
		r->score += p->share;
		r->var += fit->weight * fit->weight * p->var / (fit->tau * fit->tau);
	}
	r->reliability = s->used > 0 ? reliability_with(s, u, 0) : 0;
}

void
cs_score_sum(struct cs_scoring *s)
{
	for (size_t u = 0; u < s->units; u++) {
		s->unit[u] = (struct cs_score){0};
		add_up(s, u);
	}
}

/* Which metrics take part, and how much each counts. */
static void
weigh(struct cs_scoring *s, const struct cs_score_metric *metric)
{
	double sum = 0;
	bool beside = false;

	for (size_t m = 0; m < s->metrics; m++)
		beside = beside || (!metric[m].haste && s->fit[m].flag == CS_FLAG_NONE);
	for (size_t m = 0; m < s->metrics; m++) {
		if (s->fit[m].flag != CS_FLAG_NONE)
			continue;
		if (!beside) {
			s->fit[m].flag = CS_FLAG_DOMAIN;
			continue;
		}
		s->used++;
		sum += metric[m].weight;
	}
	for (size_t m = 0; m < s->metrics; m++)
		s->fit[m].weight = s->fit[m].flag == CS_FLAG_NONE ? metric[m].weight / sum : 0;
}

struct cs_scoring
cs_score_all(struct cs_arena *a, const struct cs_score_metric *metric, size_t metrics,
    const int64_t *contacts, size_t units)
{
	struct cs_scoring s = {.units = units, .metrics = metrics};

	s.fit = cs_arena_new(a, metrics, sizeof *s.fit);
	s.part = cs_arena_new(a, units * metrics, sizeof *s.part);
	s.unit = cs_arena_new(a, units, sizeof *s.unit);
	for (size_t m = 0; m < metrics; m++) {
		if (metric[m].hours != NULL)
			fit_rate(a, &metric[m], &s, m);
		else if (metric[m].mix != NULL)
			cs_score_fit_mix(a, &metric[m], &s, m);
		else if (metric[m].x != NULL)
			fit_share(&metric[m], &s, m);
		else
			fit_mean(a, &metric[m], &s, m);
		s.fit[m].down = metric[m].down;
		if (metric[m].unit_of == NULL)
			s.fit[m].icc = cs_est_none(CS_FLAG_N0);
	}
	weigh(&s, metric);
	cs_score_sum(&s);
	for (size_t u = 0; u < units; u++)
		s.contacts += (double)(contacts != NULL ? contacts[u] : s.unit[u].n);
	return s;
}

int64_t
cs_score_needs(const struct cs_scoring *s, size_t u, double r)
{
	int64_t lo = 0, hi = 1000000000, mid;

	if (s->used == 0 || s->contacts <= 0)
		return -1;
	/* a last digit must not ask for one contact more */
	r *= 1 - 1e-12;
	if (reliability_with(s, u, 0) >= r)
		return 0;
	if (reliability_with(s, u, hi) < r)
		return -1;
	while (hi - lo > 1) {
		mid = lo + (hi - lo) / 2;
		if (reliability_with(s, u, mid) >= r)
			hi = mid;
		else
			lo = mid;
	}
	return hi;
}

int64_t
cs_score_contacts(const struct cs_scoring *s, int64_t more)
{
	int64_t most = 0;
	double contacts;

	for (size_t m = 0; m < s->metrics; m++) {
		if (counts(s, m) && s->fit[m].n > most)
			most = s->fit[m].n;
	}
	if (most == 0)
		return -1;
	contacts = ceil((double)more * s->contacts / (double)most * (1 - 1e-12));
	return contacts < 1e9 ? (int64_t)contacts : -1;
}

bool
cs_score_differs(const struct cs_score_fit *f)
{
	return f->flag == CS_FLAG_NONE || f->flag == CS_FLAG_DOMAIN;
}

bool
cs_score_stands(const struct cs_score_fit *f)
{
	return cs_score_differs(f) || f->flag == CS_FLAG_NO_SPREAD;
}

/* What is believed of a unit in a metric. */
struct belief {
	double mean, var;
	double k; /* alpha + beta of the beta distribution; not over 0: it is a normal one */
};

static bool
belief_of(const struct cs_scoring *s, size_t u, size_t m, struct belief *b)
{
	const struct cs_score_fit *fit = &s->fit[m];
	const struct cs_score_part *p = &s->part[u * s->metrics + m];
	double n = (double)(p->n - p->alone), common;

	if (n <= 0)
		return false;
	common = cs_score_differs(fit) ? p->m / (n + p->m) : 1;
	b->mean = p->mean;
	b->var = p->var + common * common * fit->se * fit->se;
	b->k = fit->share && b->var > 0 ? b->mean * (1 - b->mean) / b->var - 1 : 0;
	return true;
}

double
cs_score_worse(const struct cs_scoring *s, size_t u, size_t m, double limit)
{
	bool down = s->fit[m].down;
	struct belief b;

	if (!belief_of(s, u, m, &b))
		return -1;
	if (b.var <= 0)
		return (down ? b.mean > limit : b.mean < limit) ? 1 : 0;
	if (b.k > 0)
		return cs_dist_beta(
		    limit, b.mean * b.k, (1 - b.mean) * b.k, down ? CS_UPPER : CS_LOWER);
	return cs_dist_norm((limit - b.mean) / sqrt(b.var), down ? CS_UPPER : CS_LOWER);
}

struct cs_est
cs_score_interval(const struct cs_scoring *s, size_t u, size_t m, double level)
{
	struct cs_est r = {.flag = CS_FLAG_N0};
	double tail = (1 - level) / 2, half;
	struct belief b;

	if (!belief_of(s, u, m, &b))
		return r;
	half = cs_dist_z(level) * sqrt(b.var);
	r = (struct cs_est){b.mean, b.mean - half, b.mean + half, true, true, CS_FLAG_NONE};
	if (b.k > 0) {
		double alpha = b.mean * b.k, beta = (1 - b.mean) * b.k;

		(void)cs_dist_beta_quantile(tail, alpha, beta, CS_LOWER, &r.lo);
		(void)cs_dist_beta_quantile(tail, alpha, beta, CS_UPPER, &r.hi);
	}
	return r;
}
