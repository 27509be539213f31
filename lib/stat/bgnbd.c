/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Repeat purchases until one drops out: see bgnbd.h. */
#include "stat/bgnbd.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/dist.h"
#include "stat/linear.h"
#include "stat/optim.h"

/* Terms of a series: far more than any that converges at all needs. */
enum { TERMS = 1000000 };

enum { PARAMETERS = CS_BGNBD_PARAMETERS };

/* Parameters that run beyond this (e^25) have no maximum. */
#define FAR 25.

/* The cells as the likelihood wants them: ascending by x, time as a share of the longest age. */
struct sample {
	enum cs_bgnbd_kind kind;
	const struct cs_bgnbd_cell *cell;
	size_t n;
	int32_t longest; /* age, at least 1 */
	int32_t most;	 /* x */
	double *by_x;	 /* 0 .. most: what the likelihood has of x alone */
	double *log_at;	 /* 0 .. longest: log(alpha + time) */
};

/* The chance of having dropped out after the last purchase against that of not: w of the header. */
static double
log_gone(const struct cs_bgnbd *f, double x, double log_age, double log_last)
{
	double m = f->kind == CS_MBGNBD, left = f->b + x + m - 1;

	if (x + m == 0)
		return -INFINITY;
	return log(f->a / left) + (f->r + x) * (log_age - log_last);
}

/* log(1 + e^v), with no overflow. */
static double
softplus(double v)
{
	return v > 0 ? v + log1p(exp(-v)) : log1p(exp(v));
}

/* What depends on x alone: its rising products, factor by factor. */
static void
tabulate(const struct cs_bgnbd *f, const struct sample *s)
{
	double sum = f->r * log(f->alpha);

	if (f->kind == CS_MBGNBD)
		sum += log(f->b / (f->a + f->b));
	for (int32_t x = 0; x <= s->most; x++) {
		double b = f->b + x + (f->kind == CS_MBGNBD);

		s->by_x[x] = sum;
		sum += log((f->r + x) * b / (f->a + b));
	}
	for (int32_t t = 0; t <= s->longest; t++)
		s->log_at[t] = log(f->alpha + (double)t / s->longest);
}

static double
loglik(const struct cs_bgnbd *f, const struct sample *s)
{
	double sum = 0, carry = 0;

	tabulate(f, s);
	for (size_t i = 0; i < s->n; i++) {
		const struct cs_bgnbd_cell *c = &s->cell[i];
		double age = s->log_at[c->age], t;
		double v = s->by_x[c->x] - (f->r + c->x) * age +
			   softplus(log_gone(f, c->x, age, s->log_at[c->last]));

		v = (double)c->n * v - carry;
		t = sum + v;
		carry = (t - sum) - v;
		sum = t;
	}
	return sum;
}

static struct cs_bgnbd
at_logs(enum cs_bgnbd_kind kind, const double *log)
{
	struct cs_bgnbd f = {.kind = kind};

	f.r = exp(log[0]);
	f.alpha = exp(log[1]);
	f.a = exp(log[2]);
	f.b = exp(log[3]);
	return f;
}

static double
cost(const double *log, const void *ctx)
{
	const struct sample *s = ctx;
	struct cs_bgnbd f;
	double v;

	for (int i = 0; i < PARAMETERS; i++) {
		if (!(fabs(log[i]) < FAR))
			return INFINITY;
	}
	f = at_logs(s->kind, log);
	v = -loglik(&f, s);
	return isfinite(v) ? v : INFINITY;
}

/*
 * The covariance of the logarithms: the inverse of the curvature of the cost, by differences. The
 * likelihood of 10,000 customers is good to 1e-11 of itself, so a step of 1e-3 leaves four digits.
 */
static bool
curvature(const struct sample *s, const double *at, double cov[PARAMETERS][PARAMETERS])
{
	const double step = 1e-3;
	double h[PARAMETERS * PARAMETERS], inverse[PARAMETERS * PARAMETERS];

	for (int i = 0; i < PARAMETERS; i++) {
		for (int j = 0; j <= i; j++) {
			double v = 0;

			for (int k = 0; k < 4; k++) {
				double x[PARAMETERS] = {at[0], at[1], at[2], at[3]};

				x[i] += (k & 1) != 0 ? -step : step;
				x[j] += (k & 2) != 0 ? -step : step;
				v += (k == 1 || k == 2 ? -1 : 1) * cost(x, s);
			}
			h[i * PARAMETERS + j] = h[j * PARAMETERS + i] = v / (4 * step * step);
		}
	}
	if (!cs_linear_inverse(h, PARAMETERS, inverse))
		return false;
	for (int i = 0; i < PARAMETERS; i++) {
		for (int j = 0; j < PARAMETERS; j++)
			cov[i][j] = inverse[i * PARAMETERS + j];
	}
	return true;
}

static struct sample
sample_make(enum cs_bgnbd_kind kind, const struct cs_bgnbd_cell *cell, size_t n)
{
	struct sample s = {.kind = kind, .cell = cell, .n = n, .longest = 1};

	for (size_t i = 0; i < n; i++) {
		s.longest = cell[i].age > s.longest ? cell[i].age : s.longest;
		s.most = cell[i].x > s.most ? cell[i].x : s.most;
	}
	s.by_x = cs_mem_new((size_t)s.most + 1, sizeof *s.by_x);
	s.log_at = cs_mem_new((size_t)s.longest + 1, sizeof *s.log_at);
	return s;
}

static void
sample_finish(struct sample *s)
{
	free(s->by_x);
	free(s->log_at);
}

struct cs_bgnbd
cs_bgnbd_fit(enum cs_bgnbd_kind kind, const struct cs_bgnbd_cell *cell, size_t n)
{
	struct cs_bgnbd f = {.kind = kind, .flag = CS_FLAG_N0}, got;
	struct sample s;
	double x[PARAMETERS] = {0, -2, 0, 0}, least;

	for (size_t i = 0; i < n; i++) {
		f.customers += cell[i].n;
		f.repeaters += cell[i].x > 0 ? cell[i].n : 0;
	}
	if (f.repeaters < CS_BGNBD_REPEATERS) {
		f.flag = f.customers == 0 ? CS_FLAG_N0 : CS_FLAG_SMALL_N;
		return f;
	}
	s = sample_make(kind, cell, n);
	f.flag = CS_FLAG_DOMAIN;
	if (cs_optim_least(cost, &s, x, PARAMETERS, &least)) {
		got = at_logs(kind, x);
		f.known = curvature(&s, x, f.cov);
		f.r = got.r;
		f.alpha = got.alpha * s.longest;
		f.a = got.a;
		f.b = got.b;
		f.loglik = cs_bgnbd_loglik(&f, cell, n);
		f.flag = CS_FLAG_NONE;
	}
	sample_finish(&s);
	return f;
}

double
cs_bgnbd_loglik(const struct cs_bgnbd *f, const struct cs_bgnbd_cell *cell, size_t n)
{
	struct sample s = sample_make(f->kind, cell, n);
	struct cs_bgnbd scaled = *f;
	double v, purchases = 0;

	scaled.alpha = f->alpha / s.longest;
	v = loglik(&scaled, &s);
	sample_finish(&s);
	/* A density of x times, each in a unit that was `longest` times as long. */
	for (size_t i = 0; i < n; i++)
		purchases += (double)cell[i].n * cell[i].x;
	return v - purchases * log(s.longest);
}

double
cs_bgnbd_alive(const struct cs_bgnbd *f, const struct cs_bgnbd_seen *c)
{
	return 1 / (1 + exp(log_gone(
			    f, (double)c->x, log(f->alpha + c->age), log(f->alpha + c->last))));
}

/* Of one who is a customer: his dropping out is Beta(a, b) by what is seen of him. */
static double
stays(const struct cs_bgnbd *f, const struct cs_bgnbd_seen *c)
{
	return f->b + (double)c->x + (f->kind == CS_MBGNBD);
}

double
cs_bgnbd_alive_after(const struct cs_bgnbd *f, const struct cs_bgnbd_seen *c, double t)
{
	const double large = 1e200;
	double r = f->r + (double)c->x, b = stays(f, c), z = t / (f->alpha + c->age + t);
	double weight = 1, stayed = 1, all = 0, sum = 0;

	/*
	 * Over k purchases, which are negative binomial: that after none of them he drops out. The
	 * weights are those of k up to a factor, which their sum takes out again.
	 */
	for (int k = 0; k < TERMS; k++) {
		all += weight;
		sum += weight * stayed;
		if (weight < 1e-17 * all && (r + k) * z < k + 1)
			break;
		weight *= (r + k) / (k + 1) * z;
		stayed *= (b + k) / (f->a + b + k);
		if (all > large) {
			all /= large;
			sum /= large;
			weight /= large;
		}
	}
	return cs_bgnbd_alive(f, c) * (sum / all);
}

double
cs_bgnbd_silent(const struct cs_bgnbd *f, const struct cs_bgnbd_seen *c, double t)
{
	double r = f->r + (double)c->x;

	return 1 + cs_bgnbd_alive(f, c) * expm1(-r * log1p(t / (f->alpha + c->age)));
}

/*
 * The mean of (1 - e^(-l p t)) / p over l ~ Gamma(r, alpha) and p ~ Beta(a, b): the purchases up to
 * t of one who is a customer. With z = t / (alpha + t), d = a - 1 and C = a + b - 1 it is
 *
 *	(C / d) (1 - (1 - z)^d F(C - r, d; C; z))
 *
 * after Euler's transformation of the published form. Both factors are 1 + d times something, so
 * that d cancels: -(C E + S (1 + d E)), E = ((1 - z)^d - 1) / d, S = C (F - 1) / d.
 */
static double
purchases(double r, double alpha, double a, double b, double t)
{
	double z = t / (alpha + t), d = a - 1, c = a + b - 1, q = c - r, log_z = log1p(-z);
	double e = d == 0 ? log_z : expm1(d * log_z) / d;
	double term = q * z, s = term;

	for (int k = 1; k < TERMS && fabs(term) > 1e-17 * fabs(s); k++) {
		term *= (q + k) * (d + k) / ((c + k) * (k + 1)) * z;
		s += term;
	}
	return -(c * e + s * (1 + d * e));
}

double
cs_bgnbd_expect(const struct cs_bgnbd *f, const struct cs_bgnbd_seen *c, double t)
{
	return cs_bgnbd_alive(f, c) *
	       purchases(f->r + (double)c->x, f->alpha + c->age, f->a, stays(f, c), t);
}

struct cs_est
cs_bgnbd_bounds(const struct cs_bgnbd *f, cs_bgnbd_fn *of, const struct cs_bgnbd_seen *c, double t,
    double level)
{
	const double step = 1e-4;
	struct cs_est e = {of(f, c, t), 0, 0, true, false, CS_FLAG_ZERO_VAR};
	double slope[PARAMETERS], var = 0, wide;

	if (!f->known || !(e.est > 0 && e.est < 1))
		return e;
	for (int i = 0; i < PARAMETERS; i++) {
		struct cs_bgnbd side[2] = {*f, *f};
		double logit[2];

		for (int k = 0; k < 2; k++) {
			double *p[PARAMETERS] = {
			    &side[k].r, &side[k].alpha, &side[k].a, &side[k].b};
			double v;

			*p[i] *= exp(k == 0 ? step : -step);
			v = of(&side[k], c, t);
			logit[k] = log(v) - log1p(-v);
		}
		slope[i] = (logit[0] - logit[1]) / (2 * step);
	}
	for (int i = 0; i < PARAMETERS; i++) {
		for (int j = 0; j < PARAMETERS; j++)
			var += slope[i] * f->cov[i][j] * slope[j];
	}
	if (!(var > 0) || !isfinite(var))
		return e;
	wide = exp(cs_dist_z(level) * sqrt(var));
	e.lo = e.est / (e.est + (1 - e.est) * wide);
	e.hi = e.est / (e.est + (1 - e.est) / wide);
	e.ci = true;
	e.flag = CS_FLAG_NONE;
	return e;
}
