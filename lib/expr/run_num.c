/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arithmetic. Exact or refused: what does not fit is marked as bad, x / 0 is NULL. */
#include "expr/run.h"

/* Loops copy what says where the arrays are: see run_logic.c. */

/* One step of an operator: false when the result does not fit. *null may be set. */
#define LOOP2(type, field, name, step)                                                             \
	void name(struct cs_run *r, const struct cs_node *n)                                       \
	{                                                                                          \
		const struct cs_val a = *cs_arg(r, n, 0), b = *cs_arg(r, n, 1);                    \
		const struct cs_val out = *cs_val(r, n);                                           \
		const uint32_t rows = r->n;                                                        \
                                                                                                   \
		for (uint32_t k = 0; k < rows; k++) {                                              \
			type v = {0};                                                              \
			bool null = (a.null[k] | b.null[k]) != 0;                                  \
                                                                                                   \
			if (!null && !step(a.field[k], b.field[k], &v, &null)) {                   \
				cs_node_bad(r, n, k);                                              \
				continue;                                                          \
			}                                                                          \
			out.field[k] = v;                                                          \
			out.null[k] = null;                                                        \
		}                                                                                  \
	}

static inline bool
add_i(int64_t a, int64_t b, int64_t *v, bool *null)
{
	(void)null;
	return !__builtin_add_overflow(a, b, v);
}

static inline bool
sub_i(int64_t a, int64_t b, int64_t *v, bool *null)
{
	(void)null;
	return !__builtin_sub_overflow(a, b, v);
}

static inline bool
mul_i(int64_t a, int64_t b, int64_t *v, bool *null)
{
	(void)null;
	return !__builtin_mul_overflow(a, b, v);
}

/* Floor of a / b: the one quotient that does not fit is INT64_MIN // -1. */
static inline bool
floordiv_i(int64_t a, int64_t b, int64_t *v, bool *null)
{
	*null = b == 0;
	if (b == 0)
		return true;
	if (b == -1)
		return !__builtin_sub_overflow((int64_t)0, a, v);
	*v = a / b - (a % b != 0 && (a < 0) != (b < 0));
	return true;
}

/* What floordiv leaves: it has the sign of b. */
static inline bool
mod_i(int64_t a, int64_t b, int64_t *v, bool *null)
{
	*null = b == 0;
	if (b == 0 || b == -1)
		return true;
	*v = a % b;
	if (*v != 0 && (*v < 0) != (b < 0))
		*v += b;
	return true;
}

LOOP2(int64_t, i, cs_run_add_i, add_i)
LOOP2(int64_t, i, cs_run_sub_i, sub_i)
LOOP2(int64_t, i, cs_run_mul_i, mul_i)
LOOP2(int64_t, i, cs_run_floordiv_i, floordiv_i)
LOOP2(int64_t, i, cs_run_mod_i, mod_i)

static cs_i128
pow10_of(int n)
{
	cs_i128 p = 1;

	for (; n > 0; n--)
		p *= 10;
	return p;
}

static inline bool
add_d(struct cs_dec a, struct cs_dec b, struct cs_dec *v, bool *null)
{
	(void)null;
	return cs_dec_add(a, b, v);
}

static inline bool
sub_d(struct cs_dec a, struct cs_dec b, struct cs_dec *v, bool *null)
{
	(void)null;
	return cs_dec_sub(a, b, v);
}

static inline bool
mul_d(struct cs_dec a, struct cs_dec b, struct cs_dec *v, bool *null)
{
	(void)null;
	return cs_dec_mul(a, b, v);
}

static inline bool
div_d(struct cs_dec a, struct cs_dec b, struct cs_dec *v, bool *null)
{
	*null = b.coef == 0;
	return *null || cs_dec_div(a, b, v);
}

/* Floor of a / b for a scale of 0, at any sign; b is not zero. */
static bool
floor_i128(cs_i128 a, cs_i128 b, cs_i128 *q)
{
	if (b == -1)
		return !__builtin_sub_overflow((cs_i128)0, a, q);
	*q = a / b - (a % b != 0 && (a < 0) != (b < 0));
	return true;
}

static bool
floordiv_d(struct cs_dec a, struct cs_dec b, struct cs_dec *v, bool *null)
{
	int scale = a.scale > b.scale ? a.scale : b.scale;
	cs_i128 x, y, q;

	*null = b.coef == 0;
	if (*null)
		return true;
	if (__builtin_mul_overflow(a.coef, pow10_of(scale - a.scale), &x) ||
	    __builtin_mul_overflow(b.coef, pow10_of(scale - b.scale), &y) || !floor_i128(x, y, &q))
		return false;
	*v = cs_dec_int(q);
	return true;
}

static bool
mod_d(struct cs_dec a, struct cs_dec b, struct cs_dec *v, bool *null)
{
	struct cs_dec q = {0, 0}, p = {0, 0};

	if (!floordiv_d(a, b, &q, null))
		return false;
	return *null || (cs_dec_mul(q, b, &p) && cs_dec_sub(a, p, v));
}

LOOP2(struct cs_dec, d, cs_run_add_d, add_d)
LOOP2(struct cs_dec, d, cs_run_sub_d, sub_d)
LOOP2(struct cs_dec, d, cs_run_mul_d, mul_d)
LOOP2(struct cs_dec, d, cs_run_div_d, div_d)
LOOP2(struct cs_dec, d, cs_run_floordiv_d, floordiv_d)
LOOP2(struct cs_dec, d, cs_run_mod_d, mod_d)

/* The same with one argument, from one field to another. */
#define LOOP1(from, to, name, step)                                                                \
	void name(struct cs_run *r, const struct cs_node *n)                                       \
	{                                                                                          \
		const struct cs_val *a = cs_arg(r, n, 0);                                          \
		struct cs_val *out = cs_val(r, n);                                                 \
                                                                                                   \
		for (uint32_t k = 0; k < r->n; k++) {                                              \
			out->null[k] = a->null[k];                                                 \
			if (!step(a->from[k], &out->to[k]))                                        \
				cs_node_bad(r, n, k);                                              \
		}                                                                                  \
	}

static inline bool
neg_i(int64_t a, int64_t *v)
{
	return !__builtin_sub_overflow((int64_t)0, a, v);
}

static inline bool
abs_i(int64_t a, int64_t *v)
{
	*v = a;
	return a >= 0 || neg_i(a, v);
}

static inline bool
neg_d(struct cs_dec a, struct cs_dec *v)
{
	v->scale = a.scale;
	return !__builtin_sub_overflow((cs_i128)0, a.coef, &v->coef);
}

static inline bool
abs_d(struct cs_dec a, struct cs_dec *v)
{
	*v = a;
	return a.coef >= 0 || neg_d(a, v);
}

static inline bool
int_to_dec(int64_t a, struct cs_dec *v)
{
	*v = cs_dec_int(a);
	return true;
}

/* A whole number that fits 64 bits. */
static inline bool
narrow(cs_i128 q, int64_t *v)
{
	*v = (int64_t)q;
	return q == *v;
}

static inline bool
round_d(struct cs_dec a, int64_t *v)
{
	return narrow(cs_dec_round(a, 0).coef, v);
}

static inline bool
floor_d(struct cs_dec a, int64_t *v)
{
	cs_i128 q;

	return floor_i128(a.coef, pow10_of(a.scale), &q) && narrow(q, v);
}

static inline bool
ceil_d(struct cs_dec a, int64_t *v)
{
	cs_i128 p = pow10_of(a.scale);

	return narrow(a.coef / p + (a.coef % p > 0), v);
}

LOOP1(i, i, cs_run_neg_i, neg_i)
LOOP1(i, i, cs_run_abs_i, abs_i)
LOOP1(d, d, cs_run_neg_d, neg_d)
LOOP1(d, d, cs_run_abs_d, abs_d)
LOOP1(i, d, cs_run_int_to_dec, int_to_dec)
LOOP1(d, i, cs_run_round_d, round_d)
LOOP1(d, i, cs_run_floor_d, floor_d)
LOOP1(d, i, cs_run_ceil_d, ceil_d)

/* To n->i digits behind the point. */
void
cs_run_round_to_d(struct cs_run *r, const struct cs_node *n)
{
	const struct cs_val *a = cs_arg(r, n, 0);
	struct cs_val *out = cs_val(r, n);

	for (uint32_t k = 0; k < r->n; k++) {
		out->null[k] = a->null[k];
		out->d[k] = cs_dec_round(a->d[k], (int)n->i);
	}
}
