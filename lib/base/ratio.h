/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exact rationals: what lies between whole numbers that were counted and whole cents that are
 * charged. A rate is money over capacity, a third is a third, and nothing is rounded until the end
 * (charge/allot). The only user of GMP.
 *
 *	struct cs_ratio rate, cost;
 *
 *	cs_ratio_init(&rate);
 *	cs_ratio_init(&cost);
 *	cs_ratio_quotient(&rate, 567000, 630000);	9/10
 *	cs_ratio_int(&cost, 578600);
 *	cs_ratio_mul(&cost, &cost, &rate);		520740
 *	cs_ratio_finish(&cost);
 *	cs_ratio_finish(&rate);
 *
 * A value is always in lowest terms with a denominator above 0. Results may be one of the
 * operands. No operation fails or overflows: numbers grow as they must, and without memory the tool
 * ends (71) as everywhere. Only what leaves for 128 bits can be too large, and says so.
 *
 * A struct owns memory: it is copied by cs_ratio_set, never by assignment; an array of them may be
 * sorted or moved as bytes. Threads may read one at the same time; one that is written has one
 * owner.
 */
#ifndef CS_BASE_RATIO_H
#define CS_BASE_RATIO_H

#include <gmp.h>

#include "base/dec.h"

struct cs_ratio {
	mpq_t q; /* private */
};

/* 0; and its end. */
void cs_ratio_init(struct cs_ratio *r);
void cs_ratio_finish(struct cs_ratio *r);

/* n of them, each 0; n may be 0. cs_ratios_free takes NULL for none. */
struct cs_ratio *cs_ratios_new(size_t n);
void cs_ratios_free(struct cs_ratio *r, size_t n);

/* r = a; r = v; r = num / den (den not 0, asserted); r = d. */
void cs_ratio_set(struct cs_ratio *r, const struct cs_ratio *a);
void cs_ratio_int(struct cs_ratio *r, cs_i128 v);
void cs_ratio_quotient(struct cs_ratio *r, cs_i128 num, cs_i128 den);
void cs_ratio_dec(struct cs_ratio *r, struct cs_dec d);

/*
 * A share as people write it: a decimal (0.6, -2, by the rules of cs_dec_parse) or a whole number
 * over another that is not 0 and has no sign (1/3). True and *r set, or false and *r untouched.
 */
bool cs_ratio_parse(struct cs_str s, struct cs_ratio *r);

/* r = a + b, a - b, a b, a / b (b not 0, asserted), -a. */
void cs_ratio_add(struct cs_ratio *r, const struct cs_ratio *a, const struct cs_ratio *b);
void cs_ratio_sub(struct cs_ratio *r, const struct cs_ratio *a, const struct cs_ratio *b);
void cs_ratio_mul(struct cs_ratio *r, const struct cs_ratio *a, const struct cs_ratio *b);
void cs_ratio_div(struct cs_ratio *r, const struct cs_ratio *a, const struct cs_ratio *b);
void cs_ratio_neg(struct cs_ratio *r, const struct cs_ratio *a);

/* r = v a, r = a / v (v not 0, asserted): for seconds, cents and counts as they are. */
void cs_ratio_times(struct cs_ratio *r, const struct cs_ratio *a, cs_i128 v);
void cs_ratio_over(struct cs_ratio *r, const struct cs_ratio *a, cs_i128 v);

/* -1, 0, 1. */
int cs_ratio_sign(const struct cs_ratio *a);
int cs_ratio_cmp(const struct cs_ratio *a, const struct cs_ratio *b);

/*
 * The whole number that is not above a, and what is left (0 <= rest < 1; rest may be NULL, and may
 * be a). False when the number does not fit; nothing is set then.
 */
bool cs_ratio_floor(const struct cs_ratio *a, cs_i128 *whole, struct cs_ratio *rest);

/* The nearest whole number, half away from zero. False when it does not fit. */
bool cs_ratio_round(const struct cs_ratio *a, cs_i128 *whole);

/* Appends a with exactly `digits` behind the point, rounded half away from zero. What is rounded to
 * nothing has no sign. */
void cs_ratio_text(struct cs_buf *b, const struct cs_ratio *a, unsigned digits);

/* Appends a as it is: 265/3, or 12 where it is whole. */
void cs_ratio_text_exact(struct cs_buf *b, const struct cs_ratio *a);

/* Only for estimates: a double near it. */
double cs_ratio_double(const struct cs_ratio *a);

#endif
