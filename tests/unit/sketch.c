/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sketches of different values: counts, merging, parts of cells, and parts that nobody wrote. */
#include "cell/sketch.h"

#include "../tap.h"

static void
add_range(struct cs_sketch *s, unsigned from, unsigned to)
{
	char name[16];

	for (unsigned i = from; i < to; i++) {
		(void)snprintf(name, sizeof name, "C%u", i);
		cs_sketch_add(s, cs_str_z(name));
	}
}

static void
read_part(void *arg, const char *name, struct cs_str value)
{
	struct cs_sketch *s = arg;

	ok(cs_sketch_read(s, cs_str_z(name), value), "the part %s", name);
}

static bool
alike(const struct cs_sketch *a, const struct cs_sketch *b)
{
	struct cs_sketch_count x = cs_sketch_count(a, .95), y = cs_sketch_count(b, .95);

	return a->n == b->n && x.n == y.n && x.lo == y.lo && x.hi == y.hi;
}

/* different values, each so often; the estimate within four standard errors, between its bounds */
static const struct {
	unsigned different, often;
	int64_t want, lo, hi; /* -1: not told */
} counts[] = {
    {0, 0, 0, 0, 0},
    {1, 1, 1, 1, 1},
    {1, 9, 1, 1, 2},
    {3, 1, 3, 3, 3},
    {3, 2, 3, 3, 4},
    {60, 1, 60, 60, 60},
    {60, 5, 60, 60, 62},
    {2000, 2, -1, -1, -1},
    {100000, 1, -1, -1, -1},
};

static void
test_counts(void)
{
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		const int64_t want = counts[i].different;
		struct cs_sketch s = {.n = 0};
		struct cs_sketch_count c;

		for (unsigned k = 0; k < counts[i].often; k++)
			add_range(&s, 0, counts[i].different);
		c = cs_sketch_count(&s, .95);
		is_int(s.n, want * counts[i].often, "values");
		ok(cs_sketch_sound(&s), "sound");
		ok(c.lo <= c.n && c.n <= c.hi && c.hi <= s.n, "bounds");
		ok(fabs((double)(c.n - want)) <= 4 * .00812 * (double)want + .5, "%lld of %lld",
		    (long long)c.n, (long long)want);
		if (counts[i].want >= 0) {
			is_int(c.n, counts[i].want, "the estimate");
			is_int(c.lo, counts[i].lo, "the lower bound");
			is_int(c.hi, counts[i].hi, "the upper bound");
		}
		cs_sketch_finish(&s);
	}
}

/* Pieces that share values, in any steps; by way of their parts, too. */
static void
test_merge(unsigned n)
{
	struct cs_sketch whole = {.n = 0}, sum = {.n = 0}, back = {.n = 0}, none = {.n = 0};

	for (unsigned from = 0; from < n; from += n / 5 + 1) {
		unsigned to = from + n / 3 < n ? from + n / 3 : n;
		struct cs_sketch piece = {.n = 0};

		add_range(&whole, from, to);
		add_range(&piece, from, to);
		ok(cs_sketch_merge(&sum, &piece), "merged");
		cs_sketch_parts(&piece, read_part, &back);
		cs_sketch_finish(&piece);
	}
	ok(cs_sketch_merge(&sum, &none) && cs_sketch_merge(&none, &none), "nothing adds nothing");
	ok(alike(&sum, &whole), "pieces of %u values are the whole", n);
	ok(alike(&back, &whole), "in text, too");
	ok(cs_sketch_bytes(&sum) == cs_sketch_bytes(&whole), "in as much memory");
	ok(cs_sketch_merge(&sum, &sum) && sum.n == 2 * whole.n, "with itself: values twice");
	ok(cs_sketch_count(&sum, .95).n == cs_sketch_count(&whole, .95).n || n == 0,
	    "of which no more are different");
	cs_sketch_finish(&whole);
	cs_sketch_finish(&sum);
	cs_sketch_finish(&back);
}

static const struct {
	const char *name, *value;
	bool read;
	const char *what;
} parts[] = {
    {"n", "12", true, "values"},
    {"n", "0", false, "no values"},
    {"n", "-1", false, "fewer than none"},
    {"n", "9223372036854775807", true, "so many"},
    {"n", "9223372036854775808", false, "too many"},
    {"n", "12x", false, "no number"},
    {"x", "12", false, "no such part"},
    {"hll", "", false, "no registers"},
    {"hll", "*16384;", false, "none that is set"},
    {"hll", "*16383;1", true, "one"},
    {"hll", "*16383;c", true, "the greatest value, 51"},
    {"hll", "*16383;d", false, "52 is above what 50 bits have"},
    {"hll", "*16382;1", false, "one is missing"},
    {"hll", "*16383;11", false, "one too many"},
    {"hll", "*8000;1*8384;", false, "too many zeros"},
    {"hll", "*16383;/", false, "below 0"},
    {"hll", "*16383", false, "cut"},
};

static void
test_parts(void)
{
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		struct cs_sketch s = {.n = 0};

		ok(cs_sketch_read(&s, cs_str_z(parts[i].name), cs_str_z(parts[i].value)) ==
			parts[i].read,
		    "%s: %s", parts[i].name, parts[i].what);
		cs_sketch_finish(&s);
	}
}

/* Registers that no stream of n values has; what is said of them stays a count that could be. */
static void
test_sound(void)
{
	struct cs_buf all = CS_BUF_INIT;
	struct cs_sketch s = {.n = 0};
	struct cs_sketch_count c;

	ok(cs_sketch_sound(&s), "nothing");
	s.n = 5;
	ok(!cs_sketch_sound(&s), "values without registers");
	ok(cs_sketch_read(&s, CS_STR("hll"), CS_STR("*16383;1")) && cs_sketch_sound(&s), "one");
	s.n = 0;
	ok(!cs_sketch_sound(&s), "registers without values");
	for (int i = 0; i < 1 << CS_HLL_BITS; i++)
		cs_buf_c(&all, '0' + 51);
	ok(cs_sketch_read(&s, CS_STR("hll"), cs_buf_all(&all)), "all registers at their greatest");
	s.n = 16383;
	ok(!cs_sketch_sound(&s), "of too few values");
	s.n = 16385;
	c = cs_sketch_count(&s, .95);
	ok(cs_sketch_sound(&s) && c.n == 16385 && c.hi == 16385 && c.lo >= 16384,
	    "no more than values, no fewer than registers");
	s.n = INT64_MAX;
	c = cs_sketch_count(&s, .95);
	ok(c.lo <= c.n && c.n <= c.hi, "of as many as there can be");
	ok(!cs_sketch_merge(&s, &s), "whose count runs over");
	cs_sketch_finish(&s);
	cs_buf_finish(&all);
}

int
main(void)
{
	test_counts();
	test_merge(0);
	test_merge(7);
	test_merge(3000);
	test_merge(40000);
	test_parts();
	test_sound();
	return done();
}
