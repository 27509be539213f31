/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What would have been: see baseline.h. */
#include "stat/baseline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/alike.h"
#include "stat/dist.h"

enum {
	FEW = 8, /* weeks before: fewer are to be read with care */
};

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

/* What is left of the weeks before, from the first with a reference on: l->n, to be freed. Gives
 * the sum of their squares. */
static double
residuals(double **e, const struct line *l, const struct cs_baseline_in *in, bool trend)
{
	const struct cs_baseline_week *w = in->before + first_week(in);
	struct cs_ratio x, r;
	double squares = 0;

	cs_ratio_init(&x);
	cs_ratio_init(&r);
	*e = cs_mem_new(l->n, sizeof **e);
	for (size_t i = 0; i < l->n; i++) {
		reference(&x, &w[i]);
		on_line(&r, l, &x, w[i].t, trend);
		cs_ratio_sub(&r, w[i].y, &r);
		(*e)[i] = cs_ratio_double(&r);
		squares += (*e)[i] * (*e)[i];
	}
	cs_ratio_finish(&x);
	cs_ratio_finish(&r);
	return squares;
}

/* s2: what weeks differ by, of a reference of 1. */
static double
variance(const struct line *l, double squares, double df)
{
	return squares / df / (cs_ratio_double(&l->X) / (double)l->n);
}

/* How y / x moved before. */
static void
drift(struct cs_baseline *b, const struct line *l, const struct cs_baseline_in *in)
{
	const double df = (double)l->n - 2, sxx = cs_ratio_double(&l->sxx);
	double s = cs_ratio_double(&l->slope), level = cs_ratio_double(&l->level), s2, *e;

	if (df < 1 || sxx <= 0 || level == 0)
		return;
	s2 = variance(l, residuals(&e, l, in, true), df);
	free(e);
	b->drift = s / level;
	if (s2 > 0)
		b->drift_p = cs_dist_t_two_sided(s / sqrt(s2 / sxx), df);
}

/* What is expected of all weeks after, and more of what there was. Gives K. */
static double
predict(struct cs_baseline *b, const struct line *l, const struct cs_baseline_in *in)
{
	struct cs_ratio x, r, sum;
	double K;

	cs_ratio_init(&x);
	cs_ratio_init(&r);
	cs_ratio_init(&sum);
	for (size_t i = 0; i < in->k; i++) {
		cs_ratio_add(&b->more, &b->more, in->after[i].y);
		reference(&x, &in->after[i]);
		on_line(&r, l, &x, in->after[i].t, in->trend);
		cs_ratio_add(&b->expected, &b->expected, &r);
		cs_ratio_add(&sum, &sum, &x);
	}
	cs_ratio_sub(&b->more, &b->more, &b->expected);
	K = cs_ratio_double(&sum);
	cs_ratio_finish(&x);
	cs_ratio_finish(&r);
	cs_ratio_finish(&sum);
	return K;
}

/* How far off `more` may be, by the residuals e. */
static void
spread_out(struct cs_baseline *b, const struct line *l, const struct cs_baseline_in *in, double K,
    const double *e)
{
	const double X = cs_ratio_double(&l->X), n = (double)l->n;
	const double level = cs_ratio_double(&l->level), more = cs_ratio_double(&b->more);
	const struct cs_alike_in weeks = {.e = e,
	    .n = l->n,
	    .k = in->k,
	    .line = in->trend,
	    .level = level * X / n,
	    .scale = sqrt(K / (double)in->k / (X / n)),
	    .beside = in->beside,
	    .confidence = in->level};
	struct cs_alike a;
	double t;

	if (!cs_dist_t_quantile((1 - in->level) / 2, b->df, CS_UPPER, &t) ||
	    !cs_alike_bounds(&a, &weeks)) {
		b->flag = CS_FLAG_DOMAIN;
		return;
	}
	b->alike = a.alike;
	b->se = a.half / t;
	b->ci = true;
	b->lo = more - a.half;
	b->hi = more + a.half;
	b->flag = l->n < FEW ? CS_FLAG_SMALL_N : CS_FLAG_NONE;
}

static void
bounds(struct cs_baseline *b, const struct line *l, const struct cs_baseline_in *in, double K)
{
	const double level = cs_ratio_double(&l->level);
	double *e, squares;

	b->df = (double)l->n - (in->trend ? 2 : 1);
	if (b->df < 1 || (in->trend && cs_ratio_sign(&l->sxx) <= 0)) {
		b->flag = CS_FLAG_SMALL_N;
		return;
	}
	if (K <= 0) { /* nothing to compare the weeks after with */
		b->flag = CS_FLAG_N0;
		return;
	}
	squares = residuals(&e, l, in, in->trend);
	if (squares > 0) {
		b->spread = level > 0 ? variance(l, squares, b->df) / level : 0;
		spread_out(b, l, in, K, e);
	} else {
		b->flag = CS_FLAG_ZERO_VAR;
	}
	free(e);
}

void
cs_baseline_make(struct cs_baseline *b, const struct cs_baseline_in *in)
{
	struct line l;
	double K;

	memset(b, 0, sizeof *b);
	cs_ratio_init(&b->expected);
	cs_ratio_init(&b->more);
	b->drift_p = 1;
	line_init(&l);
	if (fit(&l, in)) {
		b->ok = true;
		K = predict(b, &l, in);
		drift(b, &l, in);
		bounds(b, &l, in, K);
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
