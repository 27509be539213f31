/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Values at the level of metrics: ratios of 128-bit numbers, and estimates where there is no exact
 * value or it does not fit. See formula.h.
 */
#include <math.h>

#include "expr/formula.h"

static const struct cs_real null_real = {CS_REAL_NULL, 0, 1, 0};

static cs_u128
magnitude(cs_i128 v)
{
	return v < 0 ? -(cs_u128)v : (cs_u128)v;
}

static cs_u128
gcd(cs_u128 a, cs_u128 b)
{
	while (b != 0) {
		cs_u128 r = a % b;

		a = b;
		b = r;
	}
	return a;
}

/* Takes out of *a and *b what both can be divided by. Neither is the smallest number. */
static void
cancel(cs_i128 *a, cs_i128 *b)
{
	cs_i128 g = (cs_i128)gcd(magnitude(*a), magnitude(*b));

	if (g > 1) {
		*a /= g;
		*b /= g;
	}
}

double
cs_real_double(struct cs_real a)
{
	return a.kind == CS_REAL_EXACT ? (double)a.num / (double)a.den : a.est;
}

static struct cs_real
estimate(double v)
{
	return isfinite(v) ? (struct cs_real){CS_REAL_ESTIMATE, 0, 1, v} : null_real;
}

static bool
exact(struct cs_real a, struct cs_real b)
{
	return a.kind == CS_REAL_EXACT && b.kind == CS_REAL_EXACT;
}

static bool
none(struct cs_real a, struct cs_real b)
{
	return a.kind == CS_REAL_NULL || b.kind == CS_REAL_NULL;
}

struct cs_real
cs_real_dec(struct cs_dec d)
{
	cs_i128 den = 1;

	for (int i = 0; i < d.scale; i++)
		den *= 10;
	return cs_real_ratio(d.coef, den);
}

/* a + b, when it fits: the denominators' common part is taken out before they are multiplied. */
static bool
add(struct cs_real a, struct cs_real b, struct cs_real *r)
{
	cs_i128 x = a.den, y = b.den, p, q, num, den;

	cancel(&x, &y);
	if (__builtin_mul_overflow(a.num, y, &p) || __builtin_mul_overflow(b.num, x, &q) ||
	    __builtin_add_overflow(p, q, &num) || __builtin_mul_overflow(a.den, y, &den))
		return false;
	*r = cs_real_ratio(num, den);
	cancel(&r->num, &r->den);
	return true;
}

struct cs_real
cs_real_add(struct cs_real a, struct cs_real b)
{
	struct cs_real r;

	if (none(a, b))
		return null_real;
	return exact(a, b) && add(a, b, &r) ? r : estimate(cs_real_double(a) + cs_real_double(b));
}

static struct cs_real
negative(struct cs_real a)
{
	if (a.kind == CS_REAL_EXACT && __builtin_sub_overflow((cs_i128)0, a.num, &a.num))
		return estimate(-cs_real_double(a));
	a.est = -a.est;
	return a;
}

struct cs_real
cs_real_sub(struct cs_real a, struct cs_real b)
{
	return cs_real_add(a, negative(b));
}

struct cs_real
cs_real_mul(struct cs_real a, struct cs_real b)
{
	struct cs_real r = {CS_REAL_EXACT, 0, 1, 0};

	if (none(a, b))
		return null_real;
	if (exact(a, b)) {
		struct cs_real x = a, y = b;

		cancel(&x.num, &y.den);
		cancel(&y.num, &x.den);
		if (!__builtin_mul_overflow(x.num, y.num, &r.num) &&
		    !__builtin_mul_overflow(x.den, y.den, &r.den))
			return r;
	}
	return estimate(cs_real_double(a) * cs_real_double(b));
}

struct cs_real
cs_real_div(struct cs_real a, struct cs_real b)
{
	if (none(a, b) || (b.kind == CS_REAL_EXACT ? b.num == 0 : b.est == 0))
		return null_real;
	if (b.kind == CS_REAL_ESTIMATE)
		return cs_real_mul(a, estimate(1 / b.est));
	if (b.num > 0)
		return cs_real_mul(a, cs_real_ratio(b.den, b.num));
	b = negative(b);
	return b.kind == CS_REAL_EXACT ? cs_real_mul(negative(a), cs_real_ratio(b.den, b.num))
				       : estimate(cs_real_double(a) / -b.est);
}

/* Floor of a / b for b > 0. */
static cs_i128
floordiv(cs_i128 a, cs_i128 b)
{
	return a / b - (a % b < 0);
}

/*
 * Two exact ratios, without a product that could overflow: by their whole parts, then by the
 * reciprocals of what is left, the other way round, as in Euclid's algorithm.
 */
static int
compare(cs_i128 a, cs_i128 b, cs_i128 c, cs_i128 d)
{
	int sign = 1;

	for (;;) {
		cs_i128 p = floordiv(a, b), q = floordiv(c, d), x = a - p * b, y = c - q * d;

		if (p != q)
			return p < q ? -sign : sign;
		if (x == 0 || y == 0)
			return x == y ? 0 : x == 0 ? -sign : sign;
		a = b;
		b = x;
		c = d;
		d = y;
		sign = -sign;
	}
}

int
cs_real_cmp(struct cs_real a, struct cs_real b)
{
	double x, y;

	if (exact(a, b))
		return compare(a.num, a.den, b.num, b.den);
	x = cs_real_double(a);
	y = cs_real_double(b);
	return (x > y) - (x < y);
}

struct cs_real
cs_real_floor(struct cs_real a)
{
	if (a.kind == CS_REAL_EXACT)
		return cs_real_ratio(floordiv(a.num, a.den), 1);
	a.est = floor(a.est);
	return a;
}

struct cs_real
cs_real_round(struct cs_real a, int digits)
{
	cs_i128 scale = 1, num, q, rest;

	for (int i = 0; i < digits; i++)
		scale *= 10;
	if (a.kind == CS_REAL_EXACT && !__builtin_mul_overflow(a.num, scale, &num)) {
		q = num / a.den;
		rest = num % a.den;
		if (rest < 0)
			rest = -rest;
		if (rest >= a.den - rest)
			q += num < 0 ? -1 : 1;
		return cs_real_ratio(q, scale);
	}
	if (a.kind != CS_REAL_NULL)
		a = estimate(round(cs_real_double(a) * (double)scale) / (double)scale);
	return a;
}
