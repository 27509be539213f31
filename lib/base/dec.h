/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exact decimals: coef x 10^-scale with a 128-bit coefficient and a scale of 0 to 18. Sums,
 * differences and products are exact or refused (overflow); a quotient is rounded half away from
 * zero to CS_DEC_QUOTIENT digits behind the point, trailing zeros dropped. Never double.
 *
 * Money is a decimal with at most 6 digits behind the point; what is added up is the int64 of
 * millionths (cs_dec_micros).
 */
#ifndef CS_BASE_DEC_H
#define CS_BASE_DEC_H

#include "base/buf.h"
#include "base/num.h"

enum { CS_DEC_SCALE_MAX = 18, CS_DEC_QUOTIENT = 12 };

struct cs_dec {
	cs_i128 coef;
	int scale; /* digits behind the point, 0 .. CS_DEC_SCALE_MAX */
};

static inline struct cs_dec
cs_dec_int(cs_i128 v)
{
	return (struct cs_dec){v, 0};
}

/* Strict: -12, 1.10, .5 is refused, 1. is refused, no exponent. Keeps the scale as written. */
bool cs_dec_parse(struct cs_str s, struct cs_dec *d);

/*
 * With a source's own marks, by declaration: point is '.' or ','; group is '\0' for none, or the
 * thousands mark, which must then stand in proper places ("1.234.567,89" with ',' and '.').
 */
bool cs_dec_parse_marks(struct cs_str s, char point, char group, struct cs_dec *d);

/* Appends the text: the digits of the scale are kept ("1.10" stays 1.10). */
void cs_dec_text(struct cs_buf *b, struct cs_dec d);

/* False on overflow, *r untouched. Division by zero is the caller's to test (b.coef == 0). */
bool cs_dec_add(struct cs_dec a, struct cs_dec b, struct cs_dec *r);
bool cs_dec_sub(struct cs_dec a, struct cs_dec b, struct cs_dec *r);
bool cs_dec_mul(struct cs_dec a, struct cs_dec b, struct cs_dec *r);
bool cs_dec_div(struct cs_dec a, struct cs_dec b, struct cs_dec *r);

/* -1, 0, 1; exact whatever the scales. */
int cs_dec_cmp(struct cs_dec a, struct cs_dec b);

/* Rounded half away from zero to `scale` digits (fewer digits stay as they are: no zeros added). */
struct cs_dec cs_dec_round(struct cs_dec d, int scale);

/* Without trailing zeros behind the point. */
struct cs_dec cs_dec_trim(struct cs_dec d);

/* In millionths; false when it has more than 6 digits that are not zero, or does not fit. */
bool cs_dec_micros(struct cs_dec d, int64_t *micros);

/* Only for estimates (intervals, scores): the nearest double. */
double cs_dec_double(struct cs_dec d);

/*
 * The exact quotient num / den (den > 0) to `digits` (0 .. 18) behind the point, rounded half
 * away from zero, all digits written: the way shares and means are printed.
 */
void cs_dec_ratio_text(struct cs_buf *b, cs_i128 num, cs_i128 den, int digits);

/* Digits behind the point of a currency (ISO 4217 code: EUR 2, JPY 0, KWD 3); -1: unknown code. */
int cs_currency_digits(struct cs_str code);

#endif
