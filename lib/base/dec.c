/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact decimals: see dec.h. Currencies are in currency.c. */
#include "base/dec.h"

#include <stdlib.h>

#define I128_MAX ((cs_i128)(~(cs_u128)0 >> 1))
#define E9	 INT64_C(1000000000)

/* clang-format off */
static const int64_t pow10_table[CS_DEC_SCALE_MAX + 1] = {
	1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000,
	E9, E9 * 10, E9 * 100, E9 * 1000, E9 * 10000, E9 * 100000, E9 * 1000000,
	E9 * 10000000, E9 * 100000000, E9 * E9,
};
/* clang-format on */

static cs_u128
magnitude(cs_i128 v)
{
	return v < 0 ? -(cs_u128)v : (cs_u128)v;
}

/* minus ? -u : u, if that is an i128. */
static bool
with_sign(cs_u128 u, bool minus, cs_i128 *r)
{
	if (u > (cs_u128)I128_MAX + minus)
		return false;
	*r = minus ? (cs_i128)-u : (cs_i128)u;
	return true;
}

/* Appends one digit to *v, counted downwards as the smallest number has no positive twin. */
static bool
push(cs_i128 *v, unsigned digit)
{
	return !__builtin_mul_overflow(*v, 10, v) && !__builtin_sub_overflow(*v, (cs_i128)digit, v);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The whole part, with group marks in their places; gives how many bytes it took, 0 if wrong. */
static size_t
parse_whole(struct cs_str s, char point, char group, cs_i128 *v)
{
	size_t i, since = 0; /* digits since the last mark */
	bool grouped = false;

	for (i = 0; i < s.n && s.p[i] != point; i++) {
		if (is_digit(s.p[i])) {
			since++;
			if (!push(v, (unsigned)(s.p[i] - '0')))
				return 0;
			continue;
		}
		if (group == '\0' || s.p[i] != group ||
		    (grouped ? since != 3 : since < 1 || since > 3))
			return 0;
		grouped = true;
		since = 0;
	}
	return grouped && since != 3 ? 0 : i;
}

bool
cs_dec_parse_marks(struct cs_str s, char point, char group, struct cs_dec *d)
{
	bool minus = s.n != 0 && s.p[0] == '-';
	cs_i128 v = 0;
	size_t n;

	s = cs_str_skip(s, minus);
	n = parse_whole(s, point, group, &v);
	if (n == 0)
		return false;
	s = cs_str_skip(s, n);
	if (s.n == 1 || s.n > CS_DEC_SCALE_MAX + 1)
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (!is_digit(s.p[i]) || !push(&v, (unsigned)(s.p[i] - '0')))
			return false;
	if (!minus && __builtin_sub_overflow((cs_i128)0, v, &v))
		return false;
	*d = (struct cs_dec){v, s.n != 0 ? (int)s.n - 1 : 0};
	return true;
}

/* Up to 18 digits in all, the usual case, go through 64 bits without a check a digit. */
bool
cs_dec_parse(struct cs_str s, struct cs_dec *d)
{
	struct cs_str t = cs_str_skip(s, s.n != 0 && s.p[0] == '-');
	size_t point = t.n;
	uint64_t v = 0;

	if (t.n > 19)
		return cs_dec_parse_marks(s, '.', '\0', d);
	for (size_t i = 0; i < t.n; i++) {
		unsigned c = (unsigned char)t.p[i] - '0';

		if (c <= 9)
			v = v * 10 + c;
		else if (t.p[i] == '.' && point == t.n)
			point = i;
		else
			return false;
	}
	if (point == 0 || point + 1 == t.n)
		return false;
	d->coef = t.n != s.n ? -(cs_i128)v : (cs_i128)v;
	d->scale = point == t.n ? 0 : (int)(t.n - point - 1);
	return true;
}

/* Appends u / 10^scale. */
static void
add_text(struct cs_buf *b, bool minus, cs_u128 u, int scale)
{
	char digits[64];
	size_t i = sizeof digits, written = 0;

	while (u != 0 || written <= (size_t)scale) {
		if (written == (size_t)scale && scale != 0)
			digits[--i] = '.';
		digits[--i] = (char)('0' + (int)(u % 10));
		u = u <= UINT64_MAX ? (uint64_t)u / 10 : u / 10;
		written++;
	}
	if (minus)
		digits[--i] = '-';
	cs_buf_add(b, digits + i, sizeof digits - i);
}

void
cs_dec_text(struct cs_buf *b, struct cs_dec d)
{
	if (d.scale == 0 && d.coef >= INT64_MIN && d.coef <= INT64_MAX)
		cs_buf_i64(b, (int64_t)d.coef);
	else
		add_text(b, d.coef < 0, magnitude(d.coef), d.scale);
}

struct cs_dec
cs_dec_trim(struct cs_dec d)
{
	while (d.scale > 0 && d.coef % 10 == 0) {
		d.coef /= 10;
		d.scale--;
	}
	return d;
}

/* Brings both to the larger scale. */
static bool
align(struct cs_dec *a, struct cs_dec *b)
{
	struct cs_dec *low = a->scale < b->scale ? a : b, *high = low == a ? b : a;

	if (__builtin_mul_overflow(low->coef, pow10_table[high->scale - low->scale], &low->coef))
		return false;
	low->scale = high->scale;
	return true;
}

static bool
sum(struct cs_dec a, struct cs_dec b, bool minus, struct cs_dec *r)
{
	cs_i128 v;

	if (a.scale != b.scale && !align(&a, &b))
		return false;
	if (minus ? __builtin_sub_overflow(a.coef, b.coef, &v)
		  : __builtin_add_overflow(a.coef, b.coef, &v))
		return false;
	*r = (struct cs_dec){v, a.scale};
	return true;
}

bool
cs_dec_add(struct cs_dec a, struct cs_dec b, struct cs_dec *r)
{
	return sum(a, b, false, r) || sum(cs_dec_trim(a), cs_dec_trim(b), false, r);
}

bool
cs_dec_sub(struct cs_dec a, struct cs_dec b, struct cs_dec *r)
{
	return sum(a, b, true, r) || sum(cs_dec_trim(a), cs_dec_trim(b), true, r);
}

/* Takes a two from one coefficient and a five from the other as long as that drops a digit. */
static void
cancel(struct cs_dec *a, struct cs_dec *b, int *scale)
{
	while (*scale > 0) {
		if (a->coef % 5 == 0 && b->coef % 2 == 0) {
			a->coef /= 5;
			b->coef /= 2;
		} else if (a->coef % 2 == 0 && b->coef % 5 == 0) {
			a->coef /= 2;
			b->coef /= 5;
		} else if (a->coef % 10 == 0) {
			a->coef /= 10;
		} else if (b->coef % 10 == 0) {
			b->coef /= 10;
		} else {
			return;
		}
		--*scale;
	}
}

bool
cs_dec_mul(struct cs_dec a, struct cs_dec b, struct cs_dec *r)
{
	int scale = a.scale + b.scale;
	cs_i128 v;

	if (a.coef == 0 || b.coef == 0) {
		*r = (struct cs_dec){0, scale < CS_DEC_SCALE_MAX ? scale : CS_DEC_SCALE_MAX};
		return true;
	}
	if (scale > CS_DEC_SCALE_MAX || __builtin_mul_overflow(a.coef, b.coef, &v)) {
		cancel(&a, &b, &scale);
		if (scale > CS_DEC_SCALE_MAX || __builtin_mul_overflow(a.coef, b.coef, &v))
			return false;
	}
	*r = (struct cs_dec){v, scale};
	return true;
}

/*
 * One step of long division: the next decimal digit of rem / den, rem becoming the new remainder.
 * By doublings (10 r = 2 (4 r + r)), since 10 * rem may need more than 128 bits; rem < den and
 * den <= 2^127, so that no sum here does.
 */
static unsigned
next_digit(cs_u128 *rem, cs_u128 den)
{
	cs_u128 r = *rem;
	unsigned q = 0;

	for (int bit = 0; bit < 3; bit++) {
		r *= 2;
		q *= 2;
		if (r >= den) {
			r -= den;
			q++;
		}
		if (bit == 1) {
			r += *rem;
			if (r >= den) {
				r -= den;
				q++;
			}
		}
	}
	*rem = r;
	return q;
}

/* *u * 10^digits, digits up to 36. */
static bool
shift_up(cs_u128 *u, int digits)
{
	for (; digits > CS_DEC_SCALE_MAX; digits -= CS_DEC_SCALE_MAX)
		if (__builtin_mul_overflow(*u, (cs_u128)(E9 * E9), u))
			return false;
	return !__builtin_mul_overflow(*u, (cs_u128)pow10_table[digits], u);
}

/*
 * num * 10^digits / den, rounded half away from zero. Where that is too large for 128 bits, and
 * the division comes out even after `least` digits or more, it is left at those: the value is how
 * many digits there are, or -1 if it does not fit even so.
 */
static int
scaled_quotient(cs_u128 num, cs_u128 den, int digits, int least, cs_u128 *quotient)
{
	cs_u128 q, rem, wide = num;
	int done = digits;

	if (shift_up(&wide, digits)) {
		if (wide <= UINT64_MAX && den <= UINT64_MAX) {
			q = (uint64_t)wide / (uint64_t)den;
			rem = (uint64_t)wide % (uint64_t)den;
		} else {
			q = wide / den;
			rem = wide % den;
		}
	} else {
		q = num / den;
		rem = num % den;
		for (done = 0; done < digits && (rem != 0 || done < least); done++)
			if (__builtin_mul_overflow(q, (cs_u128)10, &q) ||
			    __builtin_add_overflow(q, (cs_u128)next_digit(&rem, den), &q))
				return -1;
	}
	*quotient = q + (rem >= den - rem);
	return *quotient >= q ? done : -1;
}

bool
cs_dec_div(struct cs_dec a, struct cs_dec b, struct cs_dec *r)
{
	int shift = CS_DEC_QUOTIENT + b.scale - a.scale, least = b.scale - a.scale, done = 0;
	cs_u128 num = magnitude(a.coef), den = magnitude(b.coef), q;
	struct cs_dec d;

	if (shift < 0) {
		/* A denominator over 2^128 is more than twice any numerator. */
		if (shift_up(&den, -shift))
			(void)scaled_quotient(num, den, 0, 0, &q);
		else
			q = 0;
		done = shift;
	} else {
		done = scaled_quotient(num, den, shift, least < 0 ? 0 : least, &q);
		if (done < 0)
			return false;
	}
	d.scale = CS_DEC_QUOTIENT - shift + done;
	if (!with_sign(q, (a.coef < 0) != (b.coef < 0), &d.coef))
		return false;
	*r = cs_dec_trim(d);
	return true;
}

int
cs_dec_cmp(struct cs_dec a, struct cs_dec b)
{
	cs_i128 pa = pow10_table[a.scale], pb = pow10_table[b.scale];
	cs_i128 x = a.coef, y = b.coef;

	if (a.scale != b.scale) {
		x /= pa;
		y /= pb;
		if (x == y) {
			x = a.coef % pa * pow10_table[CS_DEC_SCALE_MAX - a.scale];
			y = b.coef % pb * pow10_table[CS_DEC_SCALE_MAX - b.scale];
		}
	}
	return (x > y) - (x < y);
}

struct cs_dec
cs_dec_round(struct cs_dec d, int scale)
{
	cs_i128 unit, rem;

	if (scale >= d.scale)
		return d;
	unit = pow10_table[d.scale - scale];
	rem = d.coef % unit;
	d.coef /= unit;
	d.scale = scale;
	if (rem >= unit - rem)
		d.coef++;
	else if (-rem >= unit + rem)
		d.coef--;
	return d;
}

bool
cs_dec_micros(struct cs_dec d, int64_t *micros)
{
	cs_i128 v;

	if (d.scale > 6) {
		cs_i128 unit = pow10_table[d.scale - 6];

		if (d.coef % unit != 0)
			return false;
		v = d.coef / unit;
	} else if (__builtin_mul_overflow(d.coef, pow10_table[6 - d.scale], &v)) {
		return false;
	}
	if (v < INT64_MIN || v > INT64_MAX)
		return false;
	*micros = (int64_t)v;
	return true;
}

double
cs_dec_double(struct cs_dec d)
{
	const cs_i128 exact = (cs_i128)1 << 53;
	struct cs_buf b = CS_BUF_INIT;
	double x;

	/* Both are exact as doubles (10^18 is 5^18 x 2^18), so the division rounds once. */
	if (d.coef >= -exact && d.coef <= exact)
		return (double)d.coef / (double)pow10_table[d.scale];
	cs_dec_text(&b, d);
	x = strtod(cs_buf_cstr(&b), NULL);
	cs_buf_finish(&b);
	return x;
}

void
cs_dec_ratio_text(struct cs_buf *b, cs_i128 num, cs_i128 den, int digits)
{
	const cs_u128 one = (cs_u128)pow10_table[digits];
	cs_u128 u = magnitude(num), d = magnitude(den), whole = u / d, frac = 0;

	/* What is behind the point is less than 10^18 and always fits. */
	(void)scaled_quotient(u % d, d, digits, digits, &frac);
	if (frac == one) {
		whole++;
		frac = 0;
	}
	if (num < 0 && (whole | frac) != 0)
		cs_buf_c(b, '-');
	add_text(b, false, whole, 0);
	if (digits > 0) {
		size_t at = b->n;

		/* "0.0625" from 10^4 + 625: the leading 1 becomes the point. */
		add_text(b, false, frac + one, 0);
		b->p[at] = '.';
	}
}
