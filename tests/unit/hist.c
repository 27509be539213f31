/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Histograms: exact counts whatever the values and their order, quantiles, text, small memory. */
#include "stat/hist.h"

#include <time.h>

#include "base/mem.h"

#include "../tap.h"

/* A small generator, so that the tests are the same everywhere (splitmix64). */
static uint64_t
next(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* The shapes that values come in. */
static int64_t
seconds(uint64_t r)
{
	return (int64_t)((r % 60 + 1) * (r / 64 % 60 + 1)) - 1; /* 0 .. 3599 */
}

static int64_t
tailed(uint64_t r)
{
	return r % 50 == 0 ? (int64_t)(r >> 40) : seconds(r);
}

static int64_t
anything(uint64_t r)
{
	return (int64_t)(r >> (r % 64)) * (r & 1 ? 1 : -1);
}

static int64_t
heavy(uint64_t r)
{
	return (int64_t)(r % 3);
}

static const struct shape {
	const char *name;
	int64_t (*value)(uint64_t);
	size_t n;
} shapes[] = {
    {"seconds", seconds, 20000},
    {"seconds with rare large ones", tailed, 20000},
    {"anything", anything, 5000},
    {"three values, often", heavy, 300000},
    {"few", seconds, 7},
    {"one", seconds, 1},
    {"none", seconds, 0},
};

static int
by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The histogram against the sorted values themselves. */
static void
test_shape(const struct shape *s)
{
	int64_t *v = cs_mem_new(s->n, sizeof *v);
	struct cs_hist h = CS_HIST_INIT, half[2] = {CS_HIST_INIT, CS_HIST_INIT},
		       back = CS_HIST_INIT;
	struct cs_buf text = CS_BUF_INIT, again = CS_BUF_INIT;
	struct cs_moments m = CS_MOMENTS_INIT, got;
	struct cs_bins b;
	uint64_t state = 42;
	bool good = true;
	size_t at = 0;
	int64_t q;

	for (size_t i = 0; i < s->n; i++) {
		v[i] = s->value(next(&state));
		cs_hist_add(&h, v[i]);
		cs_hist_add(&half[next(&state) % 2], v[i]);
		cs_moments_add(&m, v[i]);
	}
	qsort(v, s->n, sizeof *v, by_value);
	b = cs_hist_bins(&h);
	is_int(b.total, s->n, "%s: all are counted", s->name);
	for (size_t i = 0; i < b.n; i++) {
		good &= i == 0 || b.bin[i].value > b.bin[i - 1].value;
		for (int64_t j = 0; j < b.bin[i].count; j++)
			good &= at < s->n && v[at++] == b.bin[i].value;
	}
	ok(good && at == s->n, "%s: each under its value, sorted", s->name);
	good = true;
	for (int64_t num = 0; num <= 100 && s->n > 0; num += 5) {
		size_t k = (s->n * (size_t)num + 99) / 100;

		good &= cs_bins_quantile(&b, num, 100, &q) && q == v[k > 0 ? k - 1 : 0];
	}
	ok(good, "%s: quantiles by nearest rank", s->name);
	got = cs_bins_moments(&b);
	ok(got.n == m.n && got.sum == m.sum && got.sumsq == m.sumsq && got.min == m.min &&
		got.max == m.max,
	    "%s: moments", s->name);
	ok(s->n == 0 || cs_bins_upto(&b, v[s->n / 2]) > (int64_t)s->n / 2, "%s: upto", s->name);

	ok(cs_hist_merge(&half[1], &half[0]), "%s: merge", s->name);
	cs_hist_text(&h, &text);
	cs_hist_text(&half[1], &again);
	ok(cs_str_eq(cs_buf_all(&text), cs_buf_all(&again)), "%s: parts give the whole", s->name);
	ok(cs_hist_parse(&back, cs_buf_all(&text)), "%s: its text is read", s->name);
	cs_buf_reset(&again);
	cs_hist_text(&back, &again);
	ok(cs_str_eq(cs_buf_all(&text), cs_buf_all(&again)), "%s: text and back", s->name);
	ok(cs_hist_bytes(&h) <= 43 * b.n + 256, "%s: %zu bytes for %zu distinct values", s->name,
	    cs_hist_bytes(&h), b.n);

	cs_bins_finish(&b);
	cs_hist_finish(&h);
	cs_hist_finish(&half[0]);
	cs_hist_finish(&half[1]);
	cs_hist_finish(&back);
	cs_buf_finish(&text);
	cs_buf_finish(&again);
	free(v);
}

/* Counters of 16 bits carry into 64. */
static void
test_large_counts(void)
{
	struct cs_hist h = CS_HIST_INIT, other = CS_HIST_INIT;
	struct cs_buf text = CS_BUF_INIT;

	for (int64_t v = 0; v < 100; v++)
		cs_hist_add(&h, v);
	for (int i = 0; i < 200000; i++)
		cs_hist_add(&h, 5);
	ok(cs_hist_add_n(&h, 6, INT64_C(1) << 40), "2^40 at once");
	ok(cs_hist_add_n(&h, 7, 65535) && cs_hist_add_n(&h, 7, 65536), "at the carry");
	ok(cs_hist_add_n(&h, -1, 70000) && cs_hist_add_n(&h, 1000000000000, 70000), "far away");
	ok(cs_hist_add_n(&h, 8, 0) && !cs_hist_add_n(&h, 8, -1), "no counts below 0");
	cs_hist_text(&h, &text);
	ok(cs_str_starts(cs_buf_all(&text),
	       CS_STR("-1:70000,0:1,1:1,2:1,3:1,4:1,5:200001,6:1099511627777,7:131072,8:1,9:1,")),
	    "all of it in the text");
	ok(cs_str_ends(cs_buf_all(&text), CS_STR(",99:1,1000000000000:70000")), "to the end");
	is_int(h.n, 200100 + (INT64_C(1) << 40) + 131071 + 140000, "and in n");
	ok(cs_hist_add_n(&other, 1, INT64_MAX), "as many as there can be");
	ok(!cs_hist_add_n(&other, 2, 1), "and not one more");
	ok(!cs_hist_merge(&other, &h) && other.n == INT64_MAX, "nor by merging");
	cs_hist_finish(&h);
	cs_hist_finish(&other);
	cs_buf_finish(&text);
}

static void
test_quantiles(void)
{
	static const int64_t value[] = {15, 20, 35, 40, 50};
	static const struct {
		int64_t num, nearest, interpolated; /* the last in hundredths */
	} want[] = {{5, 15, 1600}, {30, 20, 2300}, {40, 20, 2900}, {50, 35, 3500}, {95, 50, 4800},
	    {100, 50, 5000}, {0, 15, 1500}};
	static const struct {
		int64_t num, rank;
	} trap[] = {{7, 7}, {55, 55}, {29, 29}, {1, 1}, {100, 100}};
	struct cs_hist h = CS_HIST_INIT, hundred = CS_HIST_INIT;
	struct cs_bins b;
	cs_i128 at;
	int64_t q = -1;

	for (int i = 0; i < 5; i++)
		cs_hist_add(&h, value[i]);
	for (int64_t v = 1; v <= 100; v++)
		cs_hist_add(&hundred, v);
	b = cs_hist_bins(&h);
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		ok(cs_bins_quantile(&b, want[i].num, 100, &q) && q == want[i].nearest,
		    "p%d by nearest rank", (int)want[i].num);
		ok(cs_bins_interpolate(&b, want[i].num, 100, &at) && at == want[i].interpolated,
		    "p%d of type 7", (int)want[i].num);
	}
	cs_bins_finish(&b);
	b = cs_hist_bins(&hundred);
	for (size_t i = 0; i < sizeof trap / sizeof *trap; i++) {
		(void)cs_bins_quantile(&b, trap[i].num, 100, &q);
		is_int(q, trap[i].rank, "p%d of 100 has no rounding trap", (int)trap[i].num);
	}
	cs_bins_finish(&b);
	cs_hist_finish(&h);
	b = cs_hist_bins(&h);
	ok(!cs_bins_quantile(&b, 1, 2, &q) && !cs_bins_interpolate(&b, 1, 2, &at),
	    "nothing of nothing");
	cs_bins_finish(&b);
	cs_hist_finish(&hundred);
}

static void
test_parse(void)
{
	static const char *const bad[] = {"1", "1:", ":1", "1:0", "1:-1", "2:1,1:1", "1:1,1:1",
	    "1:1,", ",1:1", "1:1:1", "a:1", "1:1 ", "9223372036854775808:1",
	    "1:9223372036854775807,2:1"};
	struct cs_hist h = CS_HIST_INIT;
	struct cs_buf text = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		ok(!cs_hist_parse(&h, cs_str_z(bad[i])), "refused: %s", bad[i]);
		cs_hist_finish(&h);
	}
	ok(cs_hist_parse(&h, CS_STR("")) && h.n == 0, "nothing is an empty histogram");
	ok(cs_hist_parse(&h, CS_STR("-5:2,0:1")) && cs_hist_parse(&h, CS_STR("0:3,9:1")),
	    "it adds");
	cs_hist_text(&h, &text);
	is_str(cs_buf_cstr(&text), "-5:2,0:4,9:1", "up");
	cs_hist_finish(&h);
	cs_buf_finish(&text);
}

static void
test_loglin(void)
{
	static const struct {
		int sub;
		int64_t v, index, low, high;
	} want[] = {{5, 0, 0, 0, 0}, {5, 63, 63, 63, 63}, {5, 64, 64, 64, 65},
	    {5, 127, 95, 126, 127}, {5, 128, 96, 128, 131}, {5, 255, 127, 252, 255},
	    {5, 256, 128, 256, 263}, {5, 257, 128, 256, 263}, {5, 300, 133, 296, 303},
	    {5, 1000, 190, 992, 1007}, {5, 86399, 394, 86016, 88063}, {5, 86400, 394, 86016, 88063},
	    {5, 1000000000, 827, 989855744, 1006632959}, {7, 0, 0, 0, 0}, {7, 127, 127, 127, 127},
	    {7, 128, 128, 128, 128}, {7, 255, 255, 255, 255}, {7, 256, 256, 256, 257},
	    {7, 257, 256, 256, 257}, {7, 300, 278, 300, 301}, {7, 1000, 506, 1000, 1003},
	    {7, 86399, 1320, 86016, 86527}, {7, 86400, 1320, 86016, 86527},
	    {7, 1000000000, 3054, 998244352, 1002438655}, {7, -1, -1, -1, -1},
	    {7, -301, -279, -302, -301}};
	static const struct {
		const char *text;
		bool good;
	} texts[] = {{"-7296:1,0:2,7295:3", true}, {"-7297:1", false}, {"7296:1", false},
	    {"9223372036854775807:1", false}, {"-9223372036854775808:1", false}, {"5:0", false}};
	uint64_t state = 7;
	bool good = true;

	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		int64_t index = cs_loglin(want[i].v, want[i].sub);

		is_int(
		    index, want[i].index, "index of %" PRId64 ", %d bits", want[i].v, want[i].sub);
		is_int(cs_loglin_low(index, want[i].sub), want[i].low, "its low end");
		is_int(cs_loglin_high(index, want[i].sub), want[i].high, "its high end");
	}
	for (int i = 0; i < 200000; i++) {
		int64_t v = i < 100000 ? i - 50000 : anything(next(&state));
		int64_t index = cs_loglin(v, CS_LOGLIN_SUB);

		good &= cs_loglin_low(index, CS_LOGLIN_SUB) <= v &&
			v <= cs_loglin_high(index, CS_LOGLIN_SUB);
		good &= v == INT64_MAX || cs_loglin(v + 1, CS_LOGLIN_SUB) >= index;
	}
	ok(good, "every value lies in its bucket, and the index is monotone");
	is_int(cs_loglin_high(cs_loglin(INT64_MAX, 7), 7), INT64_MAX, "the last bucket");
	is_int(cs_loglin_low(cs_loglin(INT64_MIN, 7), 7), INT64_MIN, "the first");
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct cs_hist h = CS_HIST_INIT;

		is_int(cs_hist_parse_loglin(&h, cs_str_z(texts[i].text), 7), texts[i].good, "%s",
		    texts[i].text);
		cs_hist_finish(&h);
	}
}

/* 800 agents with four metrics of 3,600 distinct seconds: what a large centre needs. */
static void
test_memory(void)
{
	struct cs_hist h = CS_HIST_INIT;
	uint64_t state = 1;
	size_t bytes;

	for (int i = 0; i < 12500; i++)
		cs_hist_add(&h, (int64_t)(next(&state) % 3600));
	bytes = cs_hist_bytes(&h);
	ok(bytes * 800 * 4 < 45u << 20, "%zu bytes a histogram", bytes);
	cs_hist_add(&h, 604800);
	ok(cs_hist_bytes(&h) <= bytes + 256, "a call of a week costs no megabyte");
	cs_hist_finish(&h);
}

enum { MANY = 200000 };

/* Seconds of the processor to add values, the MANY of `from` on, to an empty histogram. */
static double
adding(struct cs_hist *h, const int64_t *from)
{
	clock_t begin = clock();

	for (int i = 0; i < MANY; i++)
		cs_hist_add(h, from[i]);
	return (double)(clock() - begin) / CLOCKS_PER_SEC;
}

/*
 * Values made to begin at one slot of the multiplicative hash that everybody uses, and a merge in
 * the order of slots, would each be hundreds of times what chance is: nothing is 20 times.
 */
static void
test_not_quadratic(void)
{
	const uint64_t golden = UINT64_C(0x9e3779b97f4a7c15),
		       inverse = UINT64_C(0xf1de83e19937733d);
	static int64_t value[4][MANY];
	static const char *const names[] = {"by chance", "large, by chance", "made", "large, made"};
	struct cs_hist h[4] = {CS_HIST_INIT, CS_HIST_INIT, CS_HIST_INIT, CS_HIST_INIT};
	struct cs_hist sum = CS_HIST_INIT;
	double s[4], least = 0.002;
	uint64_t state = 3;
	int n = 0;

	ok(golden * inverse == 1, "the inverse is one");
	for (uint64_t v = 1 << 20; n < MANY; v++) {
		if (v * golden >> 60 == 0)
			value[2][n++] = (int64_t)v;
	}
	for (uint64_t k = 0; k < MANY; k++) {
		value[0][k] = (int64_t)(next(&state) % 15000000 + (1 << 20));
		value[1][k] = (int64_t)(next(&state) >> 1);
		value[3][k] = (int64_t)(((k & 127) << 56 | k) * inverse);
	}
	for (int i = 0; i < 4; i++)
		s[i] = adding(&h[i], value[i]);
	for (int i = 0; i < 4; i++) {
		double most = 20 * (s[i % 2] > least ? s[i % 2] : least), merged;
		clock_t begin = clock();

		ok(s[i] <= most, "%s: added in %.3f s", names[i], s[i]);
		(void)cs_hist_merge(&sum, &h[i]);
		merged = (double)(clock() - begin) / CLOCKS_PER_SEC;
		ok(merged <= most, "%s: merged in %.3f s", names[i], merged);
	}
	is_int(sum.n, 4 * MANY, "all are there");
	for (int i = 0; i < 4; i++)
		cs_hist_finish(&h[i]);
	cs_hist_finish(&sum);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		test_shape(&shapes[i]);
	test_large_counts();
	test_quantiles();
	test_parse();
	test_loglin();
	test_memory();
	test_not_quadratic();
	return done();
}
