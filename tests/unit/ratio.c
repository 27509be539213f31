/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exact rationals: texts, the edges of 128 bits, results that are operands, and laws over random
 * values (small ones held against plain 128-bit fractions).
 */
#include "base/ratio.h"

#include "../tap.h"
#include "random.h"

#define I128_MAX "170141183460469231731687303715884105727"
#define I128_MIN "-170141183460469231731687303715884105728"

enum { A, B, C, R, S, NR };

static struct cs_ratio v[NR];
static struct cs_buf text;

static const char *
exact(const struct cs_ratio *a)
{
	cs_buf_reset(&text);
	cs_ratio_text_exact(&text, a);
	return cs_buf_cstr(&text);
}

static const char *
digits(const struct cs_ratio *a, unsigned n)
{
	cs_buf_reset(&text);
	cs_ratio_text(&text, a, n);
	return cs_buf_cstr(&text);
}

static cs_i128
whole(const char *z)
{
	cs_i128 w = 0;

	if (!cs_num_i128(cs_str_z(z), &w))
		ok(false, "'%s' is whole", z);
	return w;
}

static void
test_parse(void)
{
	static const struct {
		const char *in, *out; /* NULL: refused */
	} cases[] = {
	    {"0.6", "3/5"},
	    {"1/3", "1/3"},
	    {"2/6", "1/3"},
	    {"-4/6", "-2/3"},
	    {"0/7", "0"},
	    {"-0", "0"},
	    {"12", "12"},
	    {"-0.25", "-1/4"},
	    {"1.000", "1"},
	    {I128_MIN "/" I128_MAX, I128_MIN "/" I128_MAX},
	    {"1/0", NULL},
	    {"1/-3", NULL},
	    {"1/-0", NULL},
	    {"/3", NULL},
	    {"1/", NULL},
	    {"/", NULL},
	    {"", NULL},
	    {"1/3/5", NULL},
	    {"0.5/2", NULL},
	    {"1/2.0", NULL},
	    {"1 / 3", NULL},
	    {"50%", NULL},
	    {"1e-1", NULL},
	    {"170141183460469231731687303715884105728", NULL},
	    {"1/170141183460469231731687303715884105728", NULL},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		bool good;

		cs_ratio_int(&v[A], 4711);
		good = cs_ratio_parse(cs_str_z(cases[i].in), &v[A]);
		is_str(good ? exact(&v[A]) : NULL, cases[i].out, "parse '%s'", cases[i].in);
		if (!good)
			is_str(exact(&v[A]), "4711", "'%s' leaves what was there", cases[i].in);
	}
}

static void
test_text(void)
{
	static const struct {
		const char *in;
		unsigned n;
		const char *out;
	} cases[] = {
	    {"0", 0, "0"},
	    {"0", 3, "0.000"},
	    {"1/3", 0, "0"},
	    {"1/2", 0, "1"},
	    {"-1/2", 0, "-1"},
	    {"-1/3", 0, "0"},
	    {"-1/1000", 2, "0.00"},
	    {"-1/200", 2, "-0.01"},
	    {"2/3", 6, "0.666667"},
	    {"-2/3", 6, "-0.666667"},
	    {"1/100", 2, "0.01"},
	    {"9999/10000", 2, "1.00"},
	    {"0.05", 1, "0.1"},
	    {"12345.678", 2, "12345.68"},
	    {"1/7", 30, "0.142857142857142857142857142857"},
	    {I128_MIN, 1, I128_MIN ".0"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		ok(cs_ratio_parse(cs_str_z(cases[i].in), &v[A]), "'%s'", cases[i].in);
		is_str(digits(&v[A], cases[i].n), cases[i].out, "%s with %u digits", cases[i].in,
		    cases[i].n);
	}
}

static void
test_whole(void)
{
	static const struct {
		const char *in, *floor, *rest, *round;
	} cases[] = {
	    {"7/2", "3", "1/2", "4"},
	    {"-7/2", "-4", "1/2", "-4"},
	    {"10/3", "3", "1/3", "3"},
	    {"-10/3", "-4", "2/3", "-3"},
	    {"5", "5", "0", "5"},
	    {"-5", "-5", "0", "-5"},
	    {"1/2", "0", "1/2", "1"},
	    {"-1/2", "-1", "1/2", "-1"},
	    {"6/4", "1", "1/2", "2"},
	    {I128_MAX, I128_MAX, "0", I128_MAX},
	    {I128_MIN, I128_MIN, "0", I128_MIN},
	};
	cs_i128 w;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		ok(cs_ratio_parse(cs_str_z(cases[i].in), &v[A]), "'%s'", cases[i].in);
		w = 1;
		ok(cs_ratio_round(&v[A], &w) && w == whole(cases[i].round), "%s rounded",
		    cases[i].in);
		w = 1;
		ok(cs_ratio_floor(&v[A], &w, NULL) && w == whole(cases[i].floor), "below %s",
		    cases[i].in);
		w = 1;
		ok(cs_ratio_floor(&v[A], &w, &v[A]) && w == whole(cases[i].floor), "below %s again",
		    cases[i].in);
		is_str(exact(&v[A]), cases[i].rest, "and what is left, in its place");
	}
	for (int sign = -1; sign <= 1; sign += 2) {
		cs_ratio_int(&v[A], sign > 0 ? whole(I128_MAX) : whole(I128_MIN));
		cs_ratio_int(&v[B], sign);
		cs_ratio_add(&v[A], &v[A], &v[B]);
		cs_ratio_int(&v[B], 7);
		w = 1;
		ok(!cs_ratio_floor(&v[A], &w, &v[B]) && w == 1,
		    "beyond 128 bits there is no floor");
		is_str(exact(&v[B]), "7", "and nothing is left");
		ok(!cs_ratio_round(&v[A], &w) && w == 1, "nor is it rounded");
	}
	cs_ratio_times(&v[A], &v[A], whole(I128_MAX));
	ok(!cs_ratio_floor(&v[A], &w, NULL), "nor far beyond");
}

static void
test_arithmetic(void)
{
	/* 567000 / 630000 a minute over 578600 minutes. */
	cs_ratio_quotient(&v[A], 567000, 630000);
	is_str(exact(&v[A]), "9/10", "in lowest terms");
	cs_ratio_times(&v[B], &v[A], 578600);
	is_str(exact(&v[B]), "520740", "a rate times what was used");
	cs_ratio_int(&v[C], 567000);
	cs_ratio_sub(&v[C], &v[C], &v[B]);
	is_str(exact(&v[C]), "46260", "and what was not");
	cs_ratio_over(&v[C], &v[C], -7);
	is_str(exact(&v[C]), "-46260/7", "over a number below 0");
	cs_ratio_quotient(&v[A], 3, -6);
	is_str(exact(&v[A]), "-1/2", "the sign is above the line");
	cs_ratio_quotient(&v[A], whole(I128_MIN), whole(I128_MIN));
	is_str(exact(&v[A]), "1", "the smallest number over itself");
	cs_ratio_dec(&v[A], (struct cs_dec){-125, 3});
	is_str(exact(&v[A]), "-1/8", "a decimal");
	cs_ratio_neg(&v[A], &v[A]);
	is_str(exact(&v[A]), "1/8", "without its sign");
	cs_ratio_add(&v[A], &v[A], &v[A]);
	is_str(exact(&v[A]), "1/4", "added to itself");
	cs_ratio_mul(&v[A], &v[A], &v[A]);
	is_str(exact(&v[A]), "1/16", "times itself");
	cs_ratio_div(&v[A], &v[A], &v[A]);
	is_str(exact(&v[A]), "1", "over itself");
	cs_ratio_sub(&v[A], &v[A], &v[A]);
	is_int(cs_ratio_sign(&v[A]), 0, "less itself");
	cs_ratio_quotient(&v[A], 1, 3);
	cs_ratio_quotient(&v[B], 1, 4);
	is_int(cs_ratio_cmp(&v[A], &v[B]), 1, "a third is more than a quarter");
	is_int(cs_ratio_cmp(&v[B], &v[A]), -1, "and a quarter less");
	cs_ratio_set(&v[B], &v[A]);
	is_int(cs_ratio_cmp(&v[A], &v[B]), 0, "a copy");
	is_near(cs_ratio_double(&v[A]), 1. / 3, 1e-15, "as a double");
}

/* Shares of three owners in a joint cause, over all orders in which they could have come (G6):
 * thirds that come out as they are. */
static void
test_orders(void)
{
	/* What the owners of a set of bits cause together. */
	static const int64_t worth[] = {0, 60, 50, 150, 0, 70, 60, 180};
	static const int orders[][3] = {
	    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
	static const char *const want[] = {"265/3", "235/3", "40/3"};

	for (int k = 0; k < 3; k++)
		cs_ratio_int(&v[k], 0);
	for (size_t i = 0; i < 6; i++) {
		unsigned there = 0;

		for (int k = 0; k < 3; k++) {
			unsigned with = there | 1U << orders[i][k];

			cs_ratio_quotient(&v[R], worth[with] - worth[there], 6);
			cs_ratio_add(&v[orders[i][k]], &v[orders[i][k]], &v[R]);
			there = with;
		}
	}
	for (int k = 0; k < 3; k++)
		is_str(exact(&v[k]), want[k], "share %d", k + 1);
}

/* Held against fractions of 128 bits, cross-multiplied. */
static void
test_small(void)
{
	int bad = 0;

	for (int i = 0; i < 20000; i++) {
		int64_t a = below64(2001) - 1000, b = below64(1000) + 1, c = below64(2001) - 1000,
			d = below64(1000) + 1;
		cs_i128 num[] = {a * d + c * b, a * d - c * b, a * c, a * d};
		cs_i128 den[] = {b * d, b * d, b * d, b * c};
		void (*op[])(
		    struct cs_ratio *, const struct cs_ratio *, const struct cs_ratio *) = {
		    cs_ratio_add, cs_ratio_sub, cs_ratio_mul, cs_ratio_div};

		cs_ratio_quotient(&v[A], a, b);
		cs_ratio_quotient(&v[B], c, d);
		for (size_t k = 0; k < 4; k++) {
			if (den[k] == 0)
				continue;
			op[k](&v[R], &v[A], &v[B]);
			cs_ratio_quotient(&v[S], num[k], den[k]);
			bad += cs_ratio_cmp(&v[R], &v[S]) != 0;
		}
		bad += cs_ratio_cmp(&v[A], &v[B]) != (a * d > c * b) - (a * d < c * b);
	}
	is_int(bad, 0, "20000 pairs against plain fractions");
}

/* With numbers that grow far beyond 128 bits. */
static void
test_laws(void)
{
	int bad = 0;

	for (int i = 0; i < 500; i++) {
		cs_ratio_quotient(
		    &v[A], below64(INT64_MAX) - INT64_MAX / 2, below64(INT64_MAX) + 1);
		cs_ratio_quotient(&v[B], below64(INT64_MAX) + 1, below64(INT64_MAX) + 1);
		cs_ratio_int(&v[C], below64(1000));
		for (int k = 0; k < 6; k++) {
			/* (a + b) b - b b = a b */
			cs_ratio_add(&v[R], &v[A], &v[B]);
			cs_ratio_mul(&v[R], &v[R], &v[B]);
			cs_ratio_mul(&v[S], &v[B], &v[B]);
			cs_ratio_sub(&v[R], &v[R], &v[S]);
			cs_ratio_mul(&v[S], &v[A], &v[B]);
			bad += cs_ratio_cmp(&v[R], &v[S]) != 0;
			/* a b / b = a */
			cs_ratio_div(&v[S], &v[S], &v[B]);
			bad += cs_ratio_cmp(&v[S], &v[A]) != 0;
			cs_ratio_mul(&v[A], &v[A], &v[B]);
			cs_ratio_add(&v[A], &v[A], &v[C]);
		}
	}
	is_int(bad, 0, "laws hold for numbers of any length");
}

int
main(void)
{
	struct cs_ratio *many = cs_ratios_new(3);

	for (int i = 0; i < NR; i++)
		cs_ratio_init(&v[i]);
	is_str(exact(&many[2]), "0", "each of many begins as 0");
	cs_ratios_free(many, 3);
	cs_ratios_free(NULL, 0);
	test_parse();
	test_text();
	test_whole();
	test_arithmetic();
	test_orders();
	test_small();
	test_laws();
	for (int i = 0; i < NR; i++)
		cs_ratio_finish(&v[i]);
	cs_buf_finish(&text);
	return done();
}
