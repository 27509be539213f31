/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact decimals: texts, arithmetic at the edges, and against plain 128-bit arithmetic. */
#include "base/dec.h"

#include "../tap.h"
#include "random.h"

#define I128_MAX "170141183460469231731687303715884105727"
#define I128_MIN "-170141183460469231731687303715884105728"

static struct cs_dec
dec(const char *z)
{
	struct cs_dec d = {0, 0};

	if (!cs_dec_parse(cs_str_z(z), &d))
		ok(false, "'%s' is a decimal", z);
	return d;
}

static const char *
text(struct cs_dec d)
{
	static struct cs_buf b;

	cs_buf_reset(&b);
	cs_dec_text(&b, d);
	return cs_buf_cstr(&b);
}

static void
test_parse(void)
{
	static const struct {
		const char *in, *out; /* NULL: refused */
	} cases[] = {
	    {"0", "0"},
	    {"-12", "-12"},
	    {"1.10", "1.10"},
	    {"-0.005", "-0.005"},
	    {"-0", "0"},
	    {"007", "7"},
	    {"0.000000000000000001", "0.000000000000000001"},
	    {"12345678901234567890.12", "12345678901234567890.12"},
	    {I128_MAX, I128_MAX},
	    {I128_MIN, I128_MIN},
	    {"170141183460469231731687303715884105728", NULL},
	    {"0.0000000000000000001", NULL}, /* 19 digits behind the point */
	    {"", NULL},
	    {"-", NULL},
	    {".5", NULL},
	    {"1.", NULL},
	    {"1..2", NULL},
	    {"1.2.3", NULL},
	    {"+1", NULL},
	    {"--1", NULL},
	    {"1e3", NULL},
	    {" 1", NULL},
	    {"1 ", NULL},
	    {"1,5", NULL},
	    {".", NULL},
	    {"-.", NULL},
	    {"12345678901234567890.", NULL},
	    {"12345678901234567890.1x", NULL},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cs_dec d;
		bool good = cs_dec_parse(cs_str_z(cases[i].in), &d);

		is_str(good ? text(d) : NULL, cases[i].out, "parse '%s'", cases[i].in);
	}
}

static void
test_marks(void)
{
	static const struct {
		const char *in;
		char point, group;
		const char *out;
	} cases[] = {
	    {"1.234.567,89", ',', '.', "1234567.89"},
	    {"1234567,89", ',', '.', "1234567.89"},
	    {"12.345", ',', '.', "12345"},
	    {"1.23", ',', '.', NULL},
	    {"1234.567", ',', '.', NULL},
	    {"1..234", ',', '.', NULL},
	    {".234", ',', '.', NULL},
	    {"1.234.", ',', '.', NULL},
	    {"1,234.5", '.', ',', "1234.5"},
	    {"1,234,56", '.', ',', NULL},
	    {"-1'000", '.', '\'', "-1000"},
	    {"1 000,5", ',', ' ', "1000.5"},
	    {"3,5", ',', '\0', "3.5"},
	    {"3.5", ',', '\0', NULL},
	    {"3,", ',', '\0', NULL},
	    {"3,1.5", ',', '.', NULL},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cs_dec d;
		bool good =
		    cs_dec_parse_marks(cs_str_z(cases[i].in), cases[i].point, cases[i].group, &d);

		is_str(good ? text(d) : NULL, cases[i].out, "marks '%s'", cases[i].in);
	}
}

static void
test_arithmetic(void)
{
	static const struct {
		const char *a;
		char op;
		const char *b, *r; /* NULL: overflow */
	} cases[] = {
	    {"1.10", '+', "2.205", "3.305"},
	    {"0.1", '+', "0.2", "0.3"},
	    {"1", '-', "0.000000000000000001", "0.999999999999999999"},
	    {I128_MAX, '+', "0", I128_MAX},
	    {I128_MAX, '+', "1", NULL},
	    {I128_MIN, '-', "1", NULL},
	    {I128_MAX, '+', "0.1", NULL},
	    {I128_MAX, '-', "5.000", "170141183460469231731687303715884105722"},
	    {"1.50", '*', "2", "3.00"},
	    {"0.000000001", '*', "0.000000001", "0.000000000000000001"},
	    {"0.0000000001", '*', "0.000000001", NULL}, /* would need 19 digits */
	    {"0.0000000005", '*', "0.000000002", "0.000000000000000001"},
	    {"10000000000000000000.000", '*', "1000000000000000000.0",
		"10000000000000000000000000000000000000"},
	    {I128_MAX, '*', "2", NULL},
	    {I128_MIN, '*', "1", I128_MIN},
	    {I128_MIN, '*', "-1", NULL},
	    {"0", '*', "-5.5", "0.0"},
	    {"10", '/', "4", "2.5"},
	    {"1", '/', "3", "0.333333333333"},
	    {"2", '/', "3", "0.666666666667"},
	    {"-2", '/', "3", "-0.666666666667"},
	    {"1", '/', "8", "0.125"},
	    {"0.000000000001", '/', "2", "0.000000000001"}, /* half away from zero */
	    {"-0.000000000001", '/', "2", "-0.000000000001"},
	    {"0.000000000001", '/', "2.1", "0"},
	    {"1", '/', "0.000000000000000001", "1000000000000000000"},
	    {"1000000000000000000000000000000", '/', "1000000000000.000000000000000000",
		"1000000000000000000"},
	    {"1000000000000000000000000000000", '/', "1", "1000000000000000000000000000000"},
	    {"1000000000000000000000000000000", '/', "3", NULL},
	    {I128_MAX, '/', I128_MAX, "1"},
	    {I128_MIN, '/', "1", I128_MIN},
	    {I128_MIN, '/', "-1", NULL},
	    {I128_MAX, '/', "0.5", NULL},
	    {"1", '/', I128_MIN, "0"},
	    {I128_MAX, '/', I128_MIN, "-1"},
	    {"0.000000000000000005", '/', "0.00001", "0.000000000001"},
	    {"0.000000000000000005", '/', I128_MAX, "0"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cs_dec a = dec(cases[i].a), b = dec(cases[i].b), r = {7, 7};
		bool good = cases[i].op == '+'	 ? cs_dec_add(a, b, &r)
			    : cases[i].op == '-' ? cs_dec_sub(a, b, &r)
			    : cases[i].op == '*' ? cs_dec_mul(a, b, &r)
						 : cs_dec_div(a, b, &r);

		is_str(good ? text(r) : NULL, cases[i].r, "%s %c %s", cases[i].a, cases[i].op,
		    cases[i].b);
		if (!good)
			ok(r.coef == 7 && r.scale == 7, "what overflows leaves the result alone");
	}
}

static cs_i128
power(int n)
{
	cs_i128 p = 1;

	while (n-- > 0)
		p *= 10;
	return p;
}

/* The quotient to 12 digits the long way: twice the remainder decides. */
static cs_i128
slow_quotient(cs_i128 a, cs_i128 b)
{
	cs_i128 n = (a < 0 ? -a : a) * power(12), d = b < 0 ? -b : b;
	cs_i128 q = n / d + (2 * (n % d) >= d);

	return (a < 0) != (b < 0) ? -q : q;
}

static void
test_brute(void)
{
	int bad[6] = {0};

	for (int i = 0; i < 200000; i++) {
		int64_t span = i % 2 != 0 ? 2000001 : 2001;
		struct cs_dec a = {below64(span) - span / 2, (int)below64(7)};
		struct cs_dec b = {below64(span) - span / 2, (int)below64(7)};
		cs_i128 wa = a.coef * power(18 - a.scale), wb = b.coef * power(18 - b.scale);
		struct cs_dec r;

		bad[0] += !cs_dec_add(a, b, &r) || r.coef * power(18 - r.scale) != wa + wb;
		bad[1] += !cs_dec_sub(a, b, &r) || r.coef * power(18 - r.scale) != wa - wb;
		bad[2] += !cs_dec_mul(a, b, &r) || r.coef != a.coef * b.coef ||
			  r.scale != a.scale + b.scale;
		bad[3] += cs_dec_cmp(a, b) != (wa > wb) - (wa < wb);
		if (b.coef == 0)
			continue;
		bad[4] += !cs_dec_div(a, b, &r) ||
			  r.coef * power(12 - r.scale) !=
			      slow_quotient(a.coef * power(b.scale), b.coef * power(a.scale));
		r = cs_dec_round(a, 2);
		bad[5] += a.scale > 2 && 2 * (r.coef * power(a.scale - 2) - a.coef) *
						 ((a.coef > 0) - (a.coef < 0)) >
					     power(a.scale - 2);
	}
	is_int(bad[0], 0, "sums against 128-bit integers");
	is_int(bad[1], 0, "differences");
	is_int(bad[2], 0, "products");
	is_int(bad[3], 0, "comparisons");
	is_int(bad[4], 0, "quotients");
	is_int(bad[5], 0, "roundings go at most half a unit away");
}

static void
test_cmp(void)
{
	static const struct {
		const char *a, *b;
		int r;
	} cases[] = {
	    {"1.10", "1.1", 0},
	    {"-0.5", "0.3", -1},
	    {"0.3", "-0.5", 1},
	    {I128_MAX, "0.000000000000000001", 1},
	    {I128_MIN, "-0.000000000000000001", -1},
	    {"2", "1.999999999999999999", 1},
	    {"-2", "-1.999999999999999999", -1},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		is_int(cs_dec_cmp(dec(cases[i].a), dec(cases[i].b)), cases[i].r, "%s <=> %s",
		    cases[i].a, cases[i].b);
}

static void
test_round(void)
{
	static const struct {
		const char *in;
		int scale;
		const char *out;
	} cases[] = {
	    {"2.345", 2, "2.35"},
	    {"-2.345", 2, "-2.35"},
	    {"2.344999", 2, "2.34"},
	    {"0.5", 0, "1"},
	    {"-0.5", 0, "-1"},
	    {"0.4999", 0, "0"},
	    {"9.995", 2, "10.00"},
	    {"1.1", 2, "1.1"},
	    {"170141183460469231731.687303715884105727", 0, "170141183460469231732"},
	};
	struct cs_dec d = dec("100.2500");

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		is_str(text(cs_dec_round(dec(cases[i].in), cases[i].scale)), cases[i].out,
		    "%s to %d digits", cases[i].in, cases[i].scale);
	is_str(text(cs_dec_trim(d)), "100.25", "zeros behind the point are trimmed");
	is_str(text(cs_dec_trim(dec("100"))), "100", "those before it are not");
	is_str(text(cs_dec_trim(dec("0.000"))), "0", "nothing is left of 0.000");
}

static void
test_micros(void)
{
	static const struct {
		const char *in;
		bool good;
		int64_t micros;
	} cases[] = {
	    {"1.10", true, 1100000},
	    {"-0.000001", true, -1},
	    {"0.0000010", true, 1},
	    {"0.0000001", false, 0},
	    {"9223372036854.775807", true, INT64_MAX},
	    {"9223372036854.775808", false, 0},
	    {"-9223372036854.775808", true, INT64_MIN},
	    {I128_MAX, false, 0},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		int64_t v = 0;

		ok(cs_dec_micros(dec(cases[i].in), &v) == cases[i].good && v == cases[i].micros,
		    "%s in millionths", cases[i].in);
	}
}

static void
test_ratio(void)
{
	static const struct {
		int64_t num, den;
		int digits;
		const char *out;
	} cases[] = {
	    {1, 3, 8, "0.33333333"},
	    {2, 3, 8, "0.66666667"},
	    {-2, 3, 3, "-0.667"},
	    {1, 16, 3, "0.063"},
	    {-1, 16, 3, "-0.063"},
	    {-1, 10000, 3, "0.000"},
	    {0, 5, 2, "0.00"},
	    {999999, 1000000, 3, "1.000"},
	    {-999999, 1000000, 3, "-1.000"},
	    {7, 2, 0, "4"},
	    {5, 2, 0, "3"},
	    {140, 205, 8, "0.68292683"},
	    {1, 1, 18, "1.000000000000000000"},
	    {INT64_MAX, 3, 18, "3074457345618258602.333333333333333333"},
	    {1, INT64_MAX, 18, "0.000000000000000000"},
	    {INT64_MIN, 1, 1, "-9223372036854775808.0"},
	};
	struct cs_buf b = CS_BUF_INIT;
	cs_i128 most = (cs_i128)(~(cs_u128)0 >> 1);

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		cs_buf_reset(&b);
		cs_dec_ratio_text(&b, cases[i].num, cases[i].den, cases[i].digits);
		is_slice(cs_buf_all(&b), cases[i].out, "%" PRId64 " / %" PRId64 " to %d",
		    cases[i].num, cases[i].den, cases[i].digits);
	}
	cs_buf_reset(&b);
	cs_dec_ratio_text(&b, most - 1, most, 18);
	is_slice(cs_buf_all(&b), "1.000000000000000000", "the largest denominator");
	cs_buf_reset(&b);
	cs_dec_ratio_text(&b, most / 3, most, 18);
	is_slice(cs_buf_all(&b), "0.333333333333333333", "a third of it");
	cs_buf_finish(&b);
}

static void
test_others(void)
{
	static const struct {
		const char *code;
		int digits;
	} currencies[] = {{"EUR", 2}, {"USD", 2}, {"JPY", 0}, {"KWD", 3}, {"CLF", 4}, {"CHF", 2},
	    {"XAF", 0}, {"TND", 3}, {"eur", -1}, {"XXX", -1}, {"", -1}, {"EU", -1}, {"EUR ", -1},
	    {"R A", -1}};

	for (size_t i = 0; i < sizeof currencies / sizeof currencies[0]; i++)
		is_int(cs_currency_digits(cs_str_z(currencies[i].code)), currencies[i].digits,
		    "digits of '%s'", currencies[i].code);
	ok(cs_dec_double(dec("0.1")) == 0.1, "0.1 is the nearest double");
	ok(cs_dec_double(dec("-123456789012345678901.5")) == -123456789012345678901.5,
	    "a long one too");
	ok(cs_dec_double(dec("9007199254740993")) == 9007199254740992.0, "ties go to even");
}

int
main(void)
{
	test_parse();
	test_marks();
	test_arithmetic();
	test_brute();
	test_cmp();
	test_round();
	test_micros();
	test_ratio();
	test_others();
	return done();
}
