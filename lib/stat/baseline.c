/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What would have been: see baseline.h. */
#include "stat/baseline.h"

#include <math.h>
#include <string.h>

#include "stat/dist.h"

enum {
	FEW = 8, /* weeks before: fewer are to be read with care */
};

#define ALIKE_MOST .8

/* The sums that the line through the weeks before consists of. */
struct line {
	struct cs_ratio X, level, middle; /* sum x; r; tm */
	struct cs_ratio slope, sxx;	  /* s; sum x (t - tm)^2 */
	size_t n;
};

static void
line_init(struct line *l)
{
	cs_ratio_init(&l->X);
	cs_ratio_init(&l->level);
	cs_ratio_init(&l->middle);
	cs_ratio_init(&l->slope);
	cs_ratio_init(&l->sxx);
	l->n = 0;
}

static void
line_finish(struct line *l)
{
	cs_ratio_finish(&l->X);
	cs_ratio_finish(&l->level);
	cs_ratio_finish(&l->middle);
	cs_ratio_finish(&l->slope);
	cs_ratio_finish(&l->sxx);
}

/* The reference of a week. */
static void
reference(struct cs_ratio *x, const struct cs_baseline_week *w)
{
	if (w->x == NULL)
		cs_ratio_int(x, 1);
	else
		cs_ratio_set(x, w->x);
}

/* The first week before that has a reference; n: none has. */
static size_t
first_week(const struct cs_baseline_in *in)
{
	size_t i = 0;

	while (i < in->n && in->before[i].x != NULL && cs_ratio_sign(in->before[i].x) <= 0)
		i++;
	return i;
}

/* sum += a b */
static void
add_product(struct cs_ratio *sum, const struct cs_ratio *a, const struct cs_ratio *b)
{
	struct cs_ratio p;

	cs_ratio_init(&p);
	cs_ratio_mul(&p, a, b);
	cs_ratio_add(sum, sum, &p);
	cs_ratio_finish(&p);
}

/* t - tm */
static void
from_middle(struct cs_ratio *r, const struct line *l, int32_t t)
{
	cs_ratio_int(r, t);
	cs_ratio_sub(r, r, &l->middle);
}

/* False where there is no reference. */
static bool
fit(struct line *l, const struct cs_baseline_in *in)
{
	const size_t first = first_week(in);
	struct cs_ratio x, t;
	bool ok;

	cs_ratio_init(&x);
	cs_ratio_init(&t);
	l->n = in->n - first;
	for (size_t i = first; i < in->n; i++) {
		reference(&x, &in->before[i]);
		cs_ratio_add(&l->X, &l->X, &x);
		cs_ratio_add(&l->level, &l->level, in->before[i].y);
		cs_ratio_times(&t, &x, in->before[i].t);
		cs_ratio_add(&l->middle, &l->middle, &t);
	}
	ok = cs_ratio_sign(&l->X) > 0;
	if (ok) {
		cs_ratio_div(&l->level, &l->level, &l->X);
		cs_ratio_div(&l->middle, &l->middle, &l->X);
	}
	for (size_t i = first; ok && i < in->n; i++) {
		reference(&x, &in->before[i]);
		from_middle(&t, l, in->before[i].t);
		add_product(&l->slope, &t, in->before[i].y);
		cs_ratio_mul(&x, &x, &t);
		add_product(&l->sxx, &x, &t);
	}
	if (cs_ratio_sign(&l->sxx) > 0)
		cs_ratio_div(&l->slope, &l->slope, &l->sxx);
	cs_ratio_finish(&x);
	cs_ratio_finish(&t);
	return ok;
}

/* What the line says of a week; x is its reference. */
static void
on_line(struct cs_ratio *r, const struct line *l, const struct cs_ratio *x, int32_t t, bool trend)
{
	if (trend) {
		from_middle(r, l, t);
		cs_ratio_mul(r, r, &l->slope);
		cs_ratio_add(r, r, &l->level);
	} else {
		cs_ratio_set(r, &l->level);
	}
	cs_ratio_mul(r, r, x);
}

/* Squares of residuals, and how much each is like the one before. */
struct noise {
	double squares, products;
};

static struct noise
residuals(const struct line *l, const struct cs_baseline_in *in, bool trend)
{
	struct noise z = {0, 0};
	struct cs_ratio x, e;
	double before = 0;

	cs_ratio_init(&x);
	cs_ratio_init(&e);
	for (size_t i = first_week(in); i < in->n; i++) {
		double r;

		reference(&x, &in->before[i]);
		on_line(&e, l, &x, in->before[i].t, trend);
		cs_ratio_sub(&e, in->before[i].y, &e);
		r = cs_ratio_double(&e);
		z.squares += r * r;
		z.products += r * before;
		before = r;
	}
	cs_ratio_finish(&x);
	cs_ratio_finish(&e);
	return z;
}

/* s2: what weeks differ by, of a reference of 1. */
static double
variance(const struct line *l, const struct noise *z, double df)
{
	return z->squares / df / (cs_ratio_double(&l->X) / (double)l->n);
}

/* How y / x moved before. */
static void
drift(struct cs_baseline *b, const struct line *l, const struct cs_baseline_in *in)
{
	const double df = (double)l->n - 2, sxx = cs_ratio_double(&l->sxx);
	double s = cs_ratio_double(&l->slope), level = cs_ratio_double(&l->level), s2;
	struct noise z;

	if (df < 1 || sxx <= 0 || level == 0)
		return;
	z = residuals(l, in, true);
	s2 = variance(l, &z, df);
	b->drift = s / level;
	if (s2 > 0)
		b->drift_p = cs_dist_t_two_sided(s / sqrt(s2 / sxx), df);
}

/* K and d, and what is expected of all weeks after, and more of what there was. */
static void
predict(struct cs_baseline *b, const struct line *l, const struct cs_baseline_in *in, double *K,
    double *d)
{
	struct cs_ratio x, r, sum, moment;

	cs_ratio_init(&x);
	cs_ratio_init(&r);
	cs_ratio_init(&sum);
	cs_ratio_init(&moment);
	for (size_t i = 0; i < in->k; i++) {
		cs_ratio_add(&b->more, &b->more, in->after[i].y);
		reference(&x, &in->after[i]);
		on_line(&r, l, &x, in->after[i].t, in->trend);
		cs_ratio_add(&b->expected, &b->expected, &r);
		cs_ratio_add(&sum, &sum, &x);
		from_middle(&r, l, in->after[i].t);
		add_product(&moment, &r, &x);
	}
	cs_ratio_sub(&b->more, &b->more, &b->expected);
	*K = cs_ratio_double(&sum);
	*d = cs_ratio_double(&moment);
	cs_ratio_finish(&x);
	cs_ratio_finish(&r);
	cs_ratio_finish(&sum);
	cs_ratio_finish(&moment);
}

/*
 * How much a week is like the one before. Residuals of a fit are less alike than what they are
 * residuals of: of n weeks by about (1 + 3 a) / n, of a line by (2 + 4 a) / n.
 */
static double
alike(const struct noise *z, double n, bool trend)
{
	const double a = z->products / z->squares;

	return fmin(fmax(a + (trend ? 2 + 4 * a : 1 + 3 * a) / n, 0), ALIKE_MOST);
}

static void
bounds(struct cs_baseline *b, const struct line *l, const struct cs_baseline_in *in, double K,
    double d)
{
	const double X = cs_ratio_double(&l->X), sxx = cs_ratio_double(&l->sxx);
	const double level = cs_ratio_double(&l->level), n = (double)l->n;
	const struct noise z = residuals(l, in, in->trend);
	double s2, var, t, more = cs_ratio_double(&b->more);

	b->df = n - (in->trend ? 2 : 1);
	if (b->df < 1 || (in->trend && sxx <= 0)) {
		b->flag = CS_FLAG_SMALL_N;
		return;
	}
	if (K <= 0) { /* nothing to compare the weeks after with */
		b->flag = CS_FLAG_N0;
		return;
	}
	s2 = variance(l, &z, b->df);
	if (s2 <= 0) {
		b->flag = CS_FLAG_ZERO_VAR;
		return;
	}
	b->alike = alike(&z, n, in->trend);
	b->spread = level > 0 ? s2 / level : 0;
	var = s2 * (K + K * K / X + (in->trend ? d * d / sxx : 0));
	b->se = sqrt(var * (1 + b->alike) / (1 - b->alike));
	if (!cs_dist_t_quantile((1 - in->level) / 2, b->df, CS_UPPER, &t)) {
		b->flag = CS_FLAG_DOMAIN;
		return;
	}
	b->ci = true;
	b->lo = more - t * b->se;
	b->hi = more + t * b->se;
	b->flag = l->n < FEW ? CS_FLAG_SMALL_N : CS_FLAG_NONE;
}

void
cs_baseline_make(struct cs_baseline *b, const struct cs_baseline_in *in)
{
	struct line l;
	double K, d;

	memset(b, 0, sizeof *b);
	cs_ratio_init(&b->expected);
	cs_ratio_init(&b->more);
	b->drift_p = 1;
	line_init(&l);
	if (fit(&l, in)) {
		b->ok = true;
		predict(b, &l, in, &K, &d);
		drift(b, &l, in);
		bounds(b, &l, in, K, d);
	} else {
		b->flag = CS_FLAG_N0;
	}
	line_finish(&l);
}

void
cs_baseline_finish(struct cs_baseline *b)
{
	cs_ratio_finish(&b->expected);
	cs_ratio_finish(&b->more);
}

void
cs_baseline_week(
    struct cs_ratio *expected, const struct cs_baseline_in *in, const struct cs_baseline_week *w)
{
	struct cs_ratio x;
	struct line l;

	cs_ratio_init(&x);
	line_init(&l);
	cs_ratio_int(expected, 0);
	reference(&x, w);
	if (fit(&l, in))
		on_line(expected, &l, &x, w->t, in->trend);
	line_finish(&l);
	cs_ratio_finish(&x);
}

void
cs_baseline_difference(struct cs_est *r, const struct cs_est *a, const struct cs_est *b)
{
	const double al = a->ci ? a->est - a->lo : 0, ah = a->ci ? a->hi - a->est : 0;
	const double bl = b->ci ? b->est - b->lo : 0, bh = b->ci ? b->hi - b->est : 0;

	struct cs_est d = {.est = a->est - b->est, .ok = a->ok && b->ok};

	d.ci = d.ok && (a->ci || b->ci);
	d.lo = d.est - sqrt(al * al + bh * bh);
	d.hi = d.est + sqrt(ah * ah + bl * bl);
	d.flag = a->flag != CS_FLAG_NONE ? a->flag : b->flag;
	*r = d;
}
