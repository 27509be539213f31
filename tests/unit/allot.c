/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Largest remainders: vectors worked out with exact fractions elsewhere (G1.lr), what rounding each
 * by itself and rounding running sums give instead, nested totals, and laws over random ones.
 */
#include "charge/allot.h"

#include "../tap.h"
#include "random.h"

enum { MAX = 64 };

static struct cs_ratio weight[MAX];
static cs_i128 part[MAX];

/* Sets weights from "1 2/3 0"; how many. */
static size_t
weights(const char *z)
{
	struct cs_str all = cs_str_z(z), one;
	size_t n = 0;

	while (all.n != 0 && cs_str_split(&all, ' ', &one))
		if (!cs_ratio_parse(one, &weight[n++]))
			ok(false, "'%s' are weights", z);
	return n;
}

static const char *
parts(size_t n)
{
	static struct cs_buf b;
	char text[CS_NUM_I128_MAX];

	cs_buf_reset(&b);
	for (size_t i = 0; i < n; i++) {
		if (i != 0)
			cs_buf_c(&b, ' ');
		cs_buf_add(&b, text, cs_num_i128_text(text, part[i]));
	}
	return cs_buf_cstr(&b);
}

static cs_i128
whole(const char *z)
{
	cs_i128 v = 0;

	if (!cs_num_i128(cs_str_z(z), &v))
		ok(false, "'%s' is whole", z);
	return v;
}

static void
test_vectors(void)
{
	static const struct {
		const char *total, *weights, *parts;
		bool none; /* nothing is allocated */
	} cases[] = {
	    {"100", "1 1 1", "34 33 33", false},
	    {"10000", "333 333 334", "3330 3330 3340", false},
	    {"1", "1 1 1", "1 0 0", false},
	    {"0", "3 2", "0 0", false},
	    {"-100", "1 1 1", "-34 -33 -33", false},
	    {"100", "0 0 5", "0 0 100", false},
	    {"100", "0 0 0", "0 0 0", true},
	    {"7", "1 2 3 4 5", "1 1 1 2 2", false},
	    {"9007199254740993", "1 1", "4503599627370497 4503599627370496", false},
	    {"123456789", "17 0 29 54 999983", "2099 0 3580 6666 123444444", false},
	    {"99999", "49 50 1", "49000 49999 1000", false},
	    /* Equal losses: the larger weight, then the first. */
	    {"2", "1 3", "0 2", false},
	    {"-2", "1 3", "0 -2", false},
	    {"1", "1/2 1/2", "1 0", false},
	    {"3", "1/3 1/6 1/2", "1 0 2", false},
	    {"5", "", "", true},
	    {"170141183460469231731687303715884105727", "1 1 1",
		"56713727820156410577229101238628035243 "
		"56713727820156410577229101238628035242 "
		"56713727820156410577229101238628035242",
		false},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		size_t n = weights(cases[i].weights);

		for (size_t k = 0; k < MAX; k++)
			part[k] = 4711;
		ok(cs_allot(whole(cases[i].total), weight, n, part) == !cases[i].none,
		    "%s by %s: %s", cases[i].total, cases[i].weights,
		    cases[i].none ? "to nobody" : "dealt");
		is_str(parts(n), cases[i].parts, "its parts");
	}
}

static void
test_exact(void)
{
	static const struct {
		const char *total, *amounts, *parts;
		bool none;
	} cases[] = {
	    {"3", "5 -2", "5 -2", false},
	    {"0", "1000.004 -1000.004", "1000 -1000", false},
	    {"1", "500.5 -500 0.4", "501 -500 0", false},
	    {"-1", "-500.5 500 -0.4", "-501 500 0", false},
	    {"0", "0.4 -0.4 0.1", "0 0 0", false},
	    {"100", "33.3 33.4 33.3", "33 34 33", false},
	    {"5", "1 1", "0 0", true},
	    {"1", "1 1", "0 0", true},
	    {"0", "", "", false},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		size_t n = weights(cases[i].amounts);

		for (size_t k = 0; k < MAX; k++)
			part[k] = 4711;
		ok(cs_allot_exact(whole(cases[i].total), weight, n, part) == !cases[i].none,
		    "%s of %s: %s", cases[i].total, cases[i].amounts,
		    cases[i].none ? "they do not make it up" : "dealt");
		is_str(parts(n), cases[i].parts, "its parts");
	}
}

/* What the others ways to round would give: why this one. */
static void
test_instead(void)
{
	cs_i128 sum = 0, seen = 0;
	size_t n = weights("1 1 1");

	for (size_t i = 0; i < n; i++) {
		struct cs_ratio x;

		cs_ratio_init(&x);
		cs_ratio_quotient(&x, 100, 3);
		ok(cs_ratio_round(&x, &part[i]), "a third of 100");
		sum += part[i];
		cs_ratio_finish(&x);
	}
	is_int(sum, 99, "thirds of 100, each rounded by itself, are 99");
	n = weights("1 2 3 4 5");
	for (size_t i = 0; i < n; i++) {
		struct cs_ratio run;
		cs_i128 to;

		cs_ratio_init(&run);
		cs_ratio_quotient(&run, 7 * (cs_i128)((i + 1) * (i + 2) / 2), 15);
		ok(cs_ratio_round(&run, &to), "a running sum");
		part[i] = to - seen;
		seen = to;
		cs_ratio_finish(&run);
	}
	is_str(parts(n), "0 1 2 2 2", "7 by 1 to 5 by running sums: the first gets nothing");
}

static void
test_nested(void)
{
	/* Two units of two causes of two months each. */
	static const unsigned same[] = {0, 2, 1, 2, 0, 2, 1, 2};
	size_t n = weights("1 1 1 1 1 1 1 1");
	cs_i128 unit[2];

	ok(cs_allot_nested(1001, weight, same, n, 3, part), "dealt from the top down");
	is_str(parts(n), "126 125 125 125 125 125 125 125", "and it adds up at every level");
	n = weights("1/3 1/3 1/3 0 1/7 1/7 0 0");
	ok(cs_allot_nested(-100, weight, same, n, 3, part), "with weights of 0");
	is_str(parts(n), "-26 -26 -26 0 -11 -11 0 0", "of which nothing is charged");
	ok(cs_allot_nested(-100, weight, same, n, 0, part), "without levels");
	is_str(parts(n), "-26 -26 -26 0 -11 -11 0 0", "all leaves are dealt to at once");
	n = weights("0 0 0");
	ok(!cs_allot_nested(5, weight, same, n, 3, part), "nobody to deal to");
	is_str(parts(n), "0 0 0", "nothing is dealt");
	ok(!cs_allot_nested(5, weight, same, 0, 3, part), "nor without leaves");
	/* What a unit gets does not depend on what is shown within it. */
	n = weights("1 1 1 1");
	weights("1 2 3 5 7 11 13 17");
	ok(cs_allot_nested(1000, weight, same, 8, 3, part), "by three levels");
	unit[0] = part[0] + part[1] + part[2] + part[3];
	unit[1] = part[4] + part[5] + part[6] + part[7];
	ok(cs_allot_nested(1000, weight, same, 8, 1, part), "by one");
	ok(unit[0] == part[0] + part[1] + part[2] + part[3] &&
		unit[1] == part[4] + part[5] + part[6] + part[7] && n == 4,
	    "units are the same");
}

static void
test_whole(void)
{
	/* The last three are too large for products or sums of 128 bits. */
	static const struct {
		const char *total, *weights;
	} cases[] = {
	    {"1001", "1 1 1 1 1 1 1 1"},
	    {"-100", "7 7 7 0 3 3 0 0"},
	    {"2", "1 3 1 3 1 3 1 3"},
	    {"0", "1 2 3 5 7 11 13 17"},
	    {"5", "0 0 0 0 0 0 0 0"},
	    {"9007199254740993", "9223372036854775807 1 2 3 4 5 6 9223372036854775807"},
	    {"170141183460469231731687303715884105727", "1 1 1 1 1 1 1 0"},
	    {"-170141183460469231731687303715884105728", "2 1 1 1 1 1 1 0"},
	    {"101",
		"170141183460469231731687303715884105727 170141183460469231731687303715884105727 "
		"1 1 1 1 1 1"},
	};
	static const unsigned same[] = {0, 2, 1, 2, 0, 2, 1, 2};
	static const unsigned levels[] = {0, 1, 3};
	cs_i128 of[8], as_ratios[8];

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		cs_i128 total = whole(cases[i].total);

		weights(cases[i].weights);
		for (size_t k = 0; k < 8; k++)
			(void)cs_ratio_floor(&weight[k], &of[k], NULL);
		for (size_t k = 0; k < sizeof levels / sizeof levels[0]; k++) {
			bool dealt = cs_allot_nested(total, weight, same, 8, levels[k], as_ratios);

			ok(cs_allot_nested_whole(total, of, same, 8, levels[k], part) == dealt &&
				memcmp(part, as_ratios, sizeof as_ratios) == 0,
			    "%s by %s in %u levels: the same as by rationals", cases[i].total,
			    cases[i].weights, levels[k]);
		}
	}
	ok(!cs_allot_nested_whole(5, of, same, 0, 3, part), "whole weights of nobody");
}

/* The sum is the total, and nobody is a unit off. */
static bool
lawful(cs_i128 total, size_t n, cs_i128 all)
{
	cs_i128 sum = 0;
	bool good = true;

	for (size_t i = 0; i < n; i++) {
		struct cs_ratio off;
		cs_i128 whole_off;

		cs_ratio_init(&off);
		cs_ratio_times(&off, &weight[i], total);
		cs_ratio_over(&off, &off, all);
		cs_ratio_times(&off, &off, -1);
		good = cs_ratio_floor(&off, &whole_off, &off) && good;
		whole_off += part[i];
		/* off + whole_off lies between -1 and 1. */
		good = good && (whole_off == 0 || (whole_off == -1 && cs_ratio_sign(&off) > 0));
		sum += part[i];
		cs_ratio_finish(&off);
	}
	return good && sum == total;
}

static void
test_laws(void)
{
	int bad = 0, bad_scaled = 0, bad_whole = 0;

	for (int i = 0; i < 2000; i++) {
		size_t n = 1 + (size_t)below64(12);
		cs_i128 total = below64(2000001) - 1000000, all = 0;
		cs_i128 first[MAX], of[MAX];

		for (size_t k = 0; k < n; k++) {
			int64_t w = below64(4) == 0 ? 0 : below64(1000);

			cs_ratio_int(&weight[k], w);
			of[k] = w;
			all += w;
		}
		if (cs_allot(total, weight, n, part) != (all != 0) || all == 0) {
			bad += all != 0;
			continue;
		}
		bad += !lawful(total, n, all);
		/* Weights of another measure are the same weights. */
		memcpy(first, part, sizeof first);
		for (size_t k = 0; k < n; k++)
			cs_ratio_over(&weight[k], &weight[k], 7);
		(void)cs_allot(total, weight, n, part);
		bad_scaled += memcmp(first, part, n * sizeof part[0]) != 0;
		(void)cs_allot_whole(total, of, n, part);
		bad_whole += memcmp(first, part, n * sizeof part[0]) != 0;
	}
	is_int(bad, 0, "2000 totals are what their parts add up to");
	is_int(bad_scaled, 0, "whatever the weights are measured in");
	is_int(bad_whole, 0, "and whether they are rationals or whole");
}

int
main(void)
{
	for (int i = 0; i < MAX; i++)
		cs_ratio_init(&weight[i]);
	test_vectors();
	test_exact();
	test_instead();
	test_nested();
	test_whole();
	test_laws();
	for (int i = 0; i < MAX; i++)
		cs_ratio_finish(&weight[i]);
	return done();
}
