/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of four over strata: see standard.h. */
#include <math.h>

#include "stat/dist.h"
#include "stat/standard.h"

/* What is summed over strata. */
struct sums {
	double weight;	  /* n1 n0 / N */
	double yes, yes0; /* a n0 / N, c n1 / N */
	double sato_p, sato_q;
	double ratio;	     /* the numerator of the variance of the log ratio */
	double r, s;	     /* a d / N, b c / N */
	double pr, mix, qs;  /* P R, P S + Q R, Q S of the odds ratio */
	double over, spread; /* a - E a, and its variance */
};

static void
add(struct sums *x, const struct cs_mantel_table *t)
{
	double a = (double)t->a, b = (double)t->b, c = (double)t->c, d = (double)t->d;
	double n1 = a + b, n0 = c + d, n = n1 + n0, m1 = a + c, m0 = b + d;
	double p = (a + d) / n, q = (b + c) / n, r = a * d / n, s = b * c / n;

	x->weight += n1 * n0 / n;
	x->yes += a * n0 / n;
	x->yes0 += c * n1 / n;
	x->sato_p += (n1 * n1 * c - n0 * n0 * a + n1 * n0 * (n0 - n1) / 2) / (n * n);
	x->sato_q += (a * (n0 - c) + c * (n1 - a)) / (2 * n);
	x->ratio += (n1 * n0 * m1 - a * c * n) / (n * n);
	x->r += r;
	x->s += s;
	x->pr += p * r;
	x->mix += p * s + q * r;
	x->qs += q * s;
	x->over += a - n1 * m1 / n;
	x->spread += n > 1 ? n1 * n0 * m1 * m0 / (n * n * (n - 1)) : 0;
}

/* A ratio with its interval on the logarithm. */
static struct cs_est
ratio_of(double x, double y, double se, double level)
{
	struct cs_est r = cs_est_none(CS_FLAG_ZERO_VAR);
	double h = cs_dist_z(level) * se;

	if (!(x > 0) || !(y > 0))
		return r;
	r.est = x / y;
	r.ok = true;
	if (!(se > 0))
		return r;
	r.lo = r.est * exp(-h);
	r.hi = r.est * exp(h);
	r.ci = true;
	r.flag = CS_FLAG_NONE;
	return r;
}

/* The three estimates from the sums, whose weight is above 0. */
static void
finish(struct cs_mantel *r, const struct sums *x, double level)
{
	double d = (x->yes - x->yes0) / x->weight, z = cs_dist_z(level);
	double var = (d * x->sato_p + x->sato_q) / (x->weight * x->weight);

	r->diff = (struct cs_est){.est = d, .ok = true, .flag = CS_FLAG_ZERO_VAR};
	if (var > 0) {
		r->diff_se = sqrt(var);
		r->diff.lo = d - z * r->diff_se;
		r->diff.hi = d + z * r->diff_se;
		r->diff.ci = true;
		r->diff.flag = CS_FLAG_NONE;
	}
	if (x->yes > 0 && x->yes0 > 0 && x->ratio > 0)
		r->ratio_log_se = sqrt(x->ratio / (x->yes * x->yes0));
	if (x->r > 0 && x->s > 0)
		r->odds_log_se = sqrt(x->pr / (2 * x->r * x->r) + x->mix / (2 * x->r * x->s) +
				      x->qs / (2 * x->s * x->s));
	r->ratio = ratio_of(x->yes, x->yes0, r->ratio_log_se, level);
	r->odds = ratio_of(x->r, x->s, r->odds_log_se, level);
	if (x->spread > 0) {
		r->chi2 = x->over * x->over / x->spread;
		r->p = cs_dist_chi2(r->chi2, 1, CS_UPPER);
	}
}

struct cs_mantel
cs_mantel(const struct cs_mantel_table *t, size_t k, double level)
{
	const struct cs_est none = cs_est_none(CS_FLAG_N0);
	struct cs_mantel r = {.diff = none, .ratio = none, .odds = none, .p = CS_DIST_BAD};
	struct sums x = {0};

	for (size_t i = 0; i < k; i++) {
		r.n += t[i].a + t[i].b;
		if (t[i].a + t[i].b == 0 || t[i].c + t[i].d == 0)
			continue;
		r.compared += t[i].a + t[i].b;
		add(&x, &t[i]);
	}
	if (r.compared > 0)
		finish(&r, &x, level);
	return r;
}
