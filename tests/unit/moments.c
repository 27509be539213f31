/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact moments: no cancellation, no order, no overflow that is not told. */
#include "stat/moments.h"

#include "../tap.h"

static struct cs_moments
of(const int64_t *v, size_t n)
{
	struct cs_moments m = CS_MOMENTS_INIT;

	for (size_t i = 0; i < n; i++)
		cs_moments_add(&m, v[i]);
	return m;
}

static void
test_variance(void)
{
	static const int64_t far[] = {1000000004, 1000000007, 1000000013, 1000000016};
	static const int64_t both[] = {-INT64_MAX, INT64_MAX};
	static const int64_t extreme[] = {INT64_MIN, INT64_MIN + 2, INT64_MIN + 4};
	struct cs_moments m = of(far, 4);
	cs_i128 num;
	double v;

	ok(cs_moments_variance(&m, &v) && v == 30, "1e9 + {4, 7, 13, 16} has the variance 30");
	ok(cs_moments_spread(&m, &num) && num == 360, "as a fraction 360 / 12");
	ok(cs_moments_mean(&m, &v) && v == 1000000010, "and the mean 1e9 + 10");
	ok(cs_moments_ss(&m) == 90, "squared deviations: 90");
	m = of(both, 2);
	ok(!m.wide && m.sum == 0 && m.min == -INT64_MAX && m.max == INT64_MAX, "both ends");
	m = of(extreme, 3);
	ok(!cs_moments_variance(&m, &v) && m.wide, "squares beyond 128 bits are told");
	m = of(extreme, 1);
	ok(!cs_moments_variance(&m, &v), "one value has no variance");
	m = (struct cs_moments)CS_MOMENTS_INIT;
	ok(!cs_moments_mean(&m, &v) && !cs_moments_variance(&m, &v) && cs_moments_ss(&m) == 0,
	    "no values have nothing");
	cs_moments_add_n(&m, 86400, 1000000000000);
	cs_moments_add_n(&m, 86402, 1000000000000);
	ok(cs_moments_variance(&m, &v), "2e12 calls of a day");
	is_near(v, 1, 1e-11, "have an exact variance");
	ok(m.sumsq > INT64_MAX && !m.wide, "whose squares are beyond 64 bits");
	/* One call more of a day than the squares in 64 bits have room for. */
	m = (struct cs_moments)CS_MOMENTS_INIT;
	cs_moments_add_n(&m, 86400, 1235555453);
	ok(m.sumsq <= INT64_MAX, "1,235,555,453 calls of a day");
	cs_moments_add_n(&m, 86400, 1);
	ok(m.sumsq > INT64_MAX && m.sumsq == (cs_i128)86400 * 86400 * 1235555454, "and one more");
	cs_moments_add_n(&m, 1, 0);
	is_int(m.min, 86400, "0 times is not at all");
}

/* Any cut into shards, in any order, gives the same struct. */
static void
test_merge(void)
{
	int64_t v[97];
	struct cs_moments whole, part, sum;
	bool same = true;

	for (int i = 0; i < 97; i++)
		v[i] = (int64_t)i * i * i % 1009 - 300;
	whole = of(v, 97);
	for (size_t cut = 0; cut <= 97; cut++) {
		sum = of(v + cut, 97 - cut);
		part = of(v, cut);
		cs_moments_merge(&sum, &part);
		same &= sum.n == whole.n && sum.sum == whole.sum && sum.sumsq == whole.sumsq &&
			sum.min == whole.min && sum.max == whole.max && sum.wide == whole.wide;
	}
	ok(same, "merge of any two parts, empty ones too, is the whole");
}

int
main(void)
{
	test_variance();
	test_merge();
	return done();
}
