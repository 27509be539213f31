/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact rationals: see ratio.h. */
#include "base/ratio.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"

#define I128_MAX ((cs_i128)(~(cs_u128)0 >> 1))

/* Bits of a magnitude that may be one of 128 bits with a sign, and the words it is made of. */
enum { WHOLE_BITS = 128, WORDS = 2 };

/* --- memory that is there or ends the tool: GMP by itself would abort ------------------------- */

static void *
take(size_t n)
{
	return cs_mem_new(n, 1);
}

static void *
resize(void *p, size_t was, size_t n)
{
	(void)was;
	return cs_mem_resize(p, n, 1);
}

static void
give(void *p, size_t n)
{
	(void)n;
	free(p);
}

static void
use_our_memory(void)
{
	mp_set_memory_functions(take, resize, give);
}

void
cs_ratio_init(struct cs_ratio *r)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, use_our_memory);
	mpq_init(r->q);
}

void
cs_ratio_finish(struct cs_ratio *r)
{
	mpq_clear(r->q);
}

struct cs_ratio *
cs_ratios_new(size_t n)
{
	struct cs_ratio *r = cs_mem_new(n, sizeof *r);

	for (size_t i = 0; i < n; i++)
		cs_ratio_init(&r[i]);
	return r;
}

void
cs_ratios_free(struct cs_ratio *r, size_t n)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < n; i++)
		cs_ratio_finish(&r[i]);
	free(r);
}

/* --- to and from 128 bits --------------------------------------------------------------------- */

static void
whole_in(mpz_ptr z, cs_i128 v)
{
	cs_u128 u = v < 0 ? -(cs_u128)v : (cs_u128)v;
	uint64_t word[WORDS] = {(uint64_t)u, (uint64_t)(u >> 64)};

	mpz_import(z, WORDS, -1, sizeof word[0], 0, 0, word);
	if (v < 0)
		mpz_neg(z, z);
}

static bool
whole_out(mpz_srcptr z, cs_i128 *v)
{
	uint64_t word[WORDS] = {0, 0};
	bool minus = mpz_sgn(z) < 0;
	cs_u128 u;

	if (mpz_sizeinbase(z, 2) > WHOLE_BITS)
		return false;
	(void)mpz_export(word, NULL, -1, sizeof word[0], 0, 0, z);
	u = (cs_u128)word[1] << 64 | word[0];
	if (u > (cs_u128)I128_MAX + minus)
		return false;
	*v = minus ? (cs_i128)-u : (cs_i128)u;
	return true;
}

void
cs_ratio_set(struct cs_ratio *r, const struct cs_ratio *a)
{
	mpq_set(r->q, a->q);
}

void
cs_ratio_int(struct cs_ratio *r, cs_i128 v)
{
	whole_in(mpq_numref(r->q), v);
	mpz_set_ui(mpq_denref(r->q), 1);
}

void
cs_ratio_quotient(struct cs_ratio *r, cs_i128 num, cs_i128 den)
{
	assert(den != 0);
	whole_in(mpq_numref(r->q), num);
	whole_in(mpq_denref(r->q), den);
	mpq_canonicalize(r->q);
}

void
cs_ratio_dec(struct cs_ratio *r, struct cs_dec d)
{
	whole_in(mpq_numref(r->q), d.coef);
	mpz_ui_pow_ui(mpq_denref(r->q), 10, (unsigned long)d.scale);
	mpq_canonicalize(r->q);
}

bool
cs_ratio_parse(struct cs_str s, struct cs_ratio *r)
{
	size_t at = cs_str_find(s, '/');
	struct cs_str below = cs_str_skip(s, at + 1);
	struct cs_dec d;
	cs_i128 num, den;

	if (at == s.n) {
		if (!cs_dec_parse(s, &d))
			return false;
		cs_ratio_dec(r, d);
		return true;
	}
	if (!cs_num_i128(cs_str_head(s, at), &num) || cs_str_starts(below, CS_STR("-")) ||
	    !cs_num_i128(below, &den) || den == 0)
		return false;
	cs_ratio_quotient(r, num, den);
	return true;
}

/* --- arithmetic ------------------------------------------------------------------------------- */

void
cs_ratio_add(struct cs_ratio *r, const struct cs_ratio *a, const struct cs_ratio *b)
{
	mpq_add(r->q, a->q, b->q);
}

void
cs_ratio_sub(struct cs_ratio *r, const struct cs_ratio *a, const struct cs_ratio *b)
{
	mpq_sub(r->q, a->q, b->q);
}

void
cs_ratio_mul(struct cs_ratio *r, const struct cs_ratio *a, const struct cs_ratio *b)
{
	mpq_mul(r->q, a->q, b->q);
}

void
cs_ratio_div(struct cs_ratio *r, const struct cs_ratio *a, const struct cs_ratio *b)
{
	assert(cs_ratio_sign(b) != 0);
	mpq_div(r->q, a->q, b->q);
}

void
cs_ratio_neg(struct cs_ratio *r, const struct cs_ratio *a)
{
	mpq_neg(r->q, a->q);
}

void
cs_ratio_times(struct cs_ratio *r, const struct cs_ratio *a, cs_i128 v)
{
	struct cs_ratio by;

	cs_ratio_init(&by);
	cs_ratio_int(&by, v);
	cs_ratio_mul(r, a, &by);
	cs_ratio_finish(&by);
}

void
cs_ratio_over(struct cs_ratio *r, const struct cs_ratio *a, cs_i128 v)
{
	struct cs_ratio by;

	cs_ratio_init(&by);
	cs_ratio_int(&by, v);
	cs_ratio_div(r, a, &by);
	cs_ratio_finish(&by);
}

int
cs_ratio_sign(const struct cs_ratio *a)
{
	int sign = mpq_sgn(a->q);

	return (sign > 0) - (sign < 0);
}

int
cs_ratio_cmp(const struct cs_ratio *a, const struct cs_ratio *b)
{
	int order = mpq_cmp(a->q, b->q);

	return (order > 0) - (order < 0);
}

/* --- back to whole numbers and texts ---------------------------------------------------------- */

bool
cs_ratio_floor(const struct cs_ratio *a, cs_i128 *whole, struct cs_ratio *rest)
{
	mpz_t z, left;
	bool fits;

	mpz_init(z);
	mpz_init(left);
	mpz_fdiv_qr(z, left, mpq_numref(a->q), mpq_denref(a->q));
	fits = whole_out(z, whole);
	if (fits && rest != NULL) {
		/* The same denominator, and n mod d has no more in common with d than n. */
		mpz_set(mpq_denref(rest->q), mpq_denref(a->q));
		mpz_swap(mpq_numref(rest->q), left);
	}
	mpz_clear(left);
	mpz_clear(z);
	return fits;
}

/* z = the magnitude of a x 10^digits, rounded half away from zero. */
static void
scaled(mpz_ptr z, const struct cs_ratio *a, unsigned digits)
{
	mpz_t twice;

	mpz_ui_pow_ui(z, 10, digits);
	mpz_mul(z, z, mpq_numref(a->q));
	mpz_abs(z, z);
	/* floor(n / d + 1/2) = floor((2 n + d) / 2 d) */
	mpz_mul_2exp(z, z, 1);
	mpz_add(z, z, mpq_denref(a->q));
	mpz_init(twice);
	mpz_mul_2exp(twice, mpq_denref(a->q), 1);
	mpz_fdiv_q(z, z, twice);
	mpz_clear(twice);
}

bool
cs_ratio_round(const struct cs_ratio *a, cs_i128 *whole)
{
	mpz_t z;
	bool fits;

	mpz_init(z);
	scaled(z, a, 0);
	if (mpq_sgn(a->q) < 0)
		mpz_neg(z, z);
	fits = whole_out(z, whole);
	mpz_clear(z);
	return fits;
}

/* Appends the decimal text of z, which is not negative; gives the number of digits. */
static size_t
put_whole(struct cs_buf *b, mpz_srcptr z)
{
	size_t most = mpz_sizeinbase(z, 10), n;
	char *p = cs_buf_reserve(b, most + 1);

	(void)mpz_get_str(p, 10, z);
	n = strlen(p); /* sizeinbase may be one too many */
	b->n += n;
	return n;
}

void
cs_ratio_text(struct cs_buf *b, const struct cs_ratio *a, unsigned digits)
{
	struct cs_buf text = CS_BUF_INIT;
	size_t n;
	mpz_t z;

	mpz_init(z);
	scaled(z, a, digits);
	if (mpq_sgn(a->q) < 0 && mpz_sgn(z) != 0)
		cs_buf_c(b, '-');
	n = put_whole(&text, z);
	if (digits == 0) {
		cs_buf_str(b, cs_buf_all(&text));
	} else {
		/* Zeros in front, until one stands before the point. */
		size_t whole = n > digits ? n - digits : 0;

		if (whole == 0)
			cs_buf_c(b, '0');
		cs_buf_add(b, text.p, whole);
		cs_buf_c(b, '.');
		for (size_t i = n; i < digits; i++)
			cs_buf_c(b, '0');
		cs_buf_add(b, text.p + whole, n - whole);
	}
	mpz_clear(z);
	cs_buf_finish(&text);
}

void
cs_ratio_text_exact(struct cs_buf *b, const struct cs_ratio *a)
{
	mpz_t z;

	mpz_init(z);
	mpz_abs(z, mpq_numref(a->q));
	if (mpq_sgn(a->q) < 0)
		cs_buf_c(b, '-');
	(void)put_whole(b, z);
	mpz_clear(z);
	if (mpz_cmp_ui(mpq_denref(a->q), 1) != 0) {
		cs_buf_c(b, '/');
		(void)put_whole(b, mpq_denref(a->q));
	}
}

double
cs_ratio_double(const struct cs_ratio *a)
{
	return mpq_get_d(a->q);
}
