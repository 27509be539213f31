/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HyperLogLog: fixed streams, merging, text. */
#include "stat/hll.h"

#include "../tap.h"

static const struct {
	int bits;
	uint64_t n;
	double want;
} streams[] = {
    {12, 0, 0},
    {12, 1, 1.000116},
    {12, 10, 10.012324},
    {12, 1000, 996.823858},
    {12, 10000, 9945.061501},
    {12, 100000, 101770.397469},
    {12, 1000000, 1021055.540091},
    {14, 0, 0},
    {14, 1, 1.000024},
    {14, 10, 10.003149},
    {14, 1000, 994.556591},
    {14, 10000, 9935.900955},
    {14, 100000, 101356.069919},
    {14, 1000000, 1022829.202607},
};

static struct cs_hll
stream(int bits, uint64_t from, uint64_t to)
{
	struct cs_hll h = cs_hll(bits);

	for (uint64_t i = from; i < to; i++)
		cs_hll_add_hash(&h, cs_hll_mix(i));
	return h;
}

/* The same in every register. */
static bool
alike(const struct cs_hll *a, const struct cs_hll *b)
{
	bool same = a->bits == b->bits && cs_hll_set(a) == cs_hll_set(b);

	for (uint32_t i = 0; i < (uint32_t)1 << a->bits; i++)
		same &= cs_hll_register(a, i) == cs_hll_register(b, i);
	return same;
}

/* Whatever the number of things, and in however many pieces they come: few registers and all of
 * them are one form to the outside. */
static void
test_few(void)
{
	enum { STEPS = 40 };
	bool right = true, least = true, little = true;
	uint64_t n = 0;

	for (int step = 0; step < STEPS; step++, n += n / 4 + 1) {
		struct cs_hll whole = stream(14, 0, n), pieces = cs_hll(14), back = cs_hll(14);
		struct cs_buf text = CS_BUF_INIT;

		for (uint64_t from = n, cut; from > 0; from = cut) {
			struct cs_hll piece = stream(14, cut = from / 2, from);

			right &= cs_hll_merge(&pieces, &piece) && cs_hll_merge(&pieces, &piece);
			cs_hll_finish(&piece);
		}
		cs_hll_text(&whole, &text);
		right &= alike(&whole, &pieces) && cs_hll_count(&whole) == cs_hll_count(&pieces) &&
			 cs_hll_parse(&back, cs_buf_all(&text)) && alike(&whole, &back);
		least &= cs_hll_set(&whole) <= n && cs_hll_count(&whole) >= cs_hll_set(&whole);
		little &= cs_hll_bytes(&whole) <= 32 + 11 * n && cs_hll_bytes(&whole) <= 16384 &&
			  cs_hll_bytes(&whole) == cs_hll_bytes(&pieces);
		cs_hll_finish(&whole);
		cs_hll_finish(&pieces);
		cs_hll_finish(&back);
		cs_buf_finish(&text);
	}
	ok(right, "pieces give the whole, up to %d things", (int)n);
	ok(least, "no more registers than things, nor than the estimate");
	ok(little, "memory grows with them, up to 16 KiB");
}

/* Four standard errors, for streams that have nothing in common. */
static void
test_error(void)
{
	double sum = 0, worst = 0;
	enum { STREAMS = 200 };

	for (uint64_t i = 0; i < STREAMS; i++) {
		uint64_t n = 50 + i * i * 5;
		struct cs_hll h = stream(14, i << 32, (i << 32) + n);
		double off = (cs_hll_count(&h) - (double)n) / (double)n / cs_hll_error(14);

		sum += off * off;
		worst = fabs(off) > worst ? fabs(off) : worst;
		cs_hll_finish(&h);
	}
	ok(worst < 4, "all within four standard errors: %.2f", worst);
	ok(sqrt(sum / STREAMS) < 1.15, "and one in the mean: %.3f", sqrt(sum / STREAMS));
	ok(fabs(cs_hll_error(14) - .0081169) < 1e-6, "which is .81 %%: %.7f", cs_hll_error(14));
}

static void
test_text(uint64_t n)
{
	struct cs_hll h = stream(12, 0, n), back = cs_hll(12), other = cs_hll(13);
	struct cs_buf text = CS_BUF_INIT;
	bool cut = true;

	cs_hll_text(&h, &text);
	ok(cs_hll_parse(&back, cs_buf_all(&text)), "text of %d", (int)n);
	ok(cs_hll_count(&back) == cs_hll_count(&h), "says the same");
	ok(n == 0 || alike(&back, &h), "in every register");
	ok(n == 0 || !cs_hll_parse(&other, cs_buf_all(&text)), "not for other sizes");
	for (size_t i = 1; i < text.n; i++)
		cut &= !cs_hll_parse(&back, cs_str(text.p, i));
	ok(cut, "no part of it is taken for the whole");
	cs_hll_finish(&h);
	cs_hll_finish(&back);
	cs_hll_finish(&other);
	cs_buf_finish(&text);
}

static void
test_bad_text(void)
{
	static const char *const bad[] = {"*16;0", "*3;", "*17;", "*015;1", "*-4;", "*", "*16",
	    "0000000000000000", "0*15;", "*15;0", "*12;*4;", "1111111111111111x", "*15;o", "*16;",
	    "*15;\1"};
	struct cs_hll h = cs_hll(4);

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!cs_hll_parse(&h, cs_str_z(bad[i])), "refused: %s", i < 14 ? bad[i] : "control");
	ok(cs_hll_parse(&h, CS_STR("*15;m")) && cs_hll_register(&h, 15) == 61,
	    "the greatest value");
	ok(cs_hll_parse(&h, CS_STR("000100010001000*")) == false, "a star at the end");
	ok(cs_hll_parse(&h, CS_STR("mmmmmmmmmmmmmmmm")) && isinf(cs_hll_count(&h)), "all of it");
	ok(cs_hll_parse(&h, CS_STR("")) && cs_hll_count(&h) == 0, "nothing");
	cs_hll_finish(&h);
}

int
main(void)
{
	struct cs_hll a, b, whole;
	double got;

	ok(cs_hll_mix(0) == UINT64_C(0xe220a8397b1dcdaf) &&
		cs_hll_mix(1) == UINT64_C(0x910a2dec89025cc1) &&
		cs_hll_mix(2) == UINT64_C(0x975835de1c9756ce),
	    "splitmix64");
	for (size_t i = 0; i < sizeof streams / sizeof *streams; i++) {
		a = stream(streams[i].bits, 0, streams[i].n);
		got = cs_hll_count(&a);
		ok(fabs(got - streams[i].want) < 1e-6, "%d bits, %d things: %f", streams[i].bits,
		    (int)streams[i].n, got);
		cs_hll_finish(&a);
	}
	a = stream(14, 0, 60000);
	b = stream(14, 30000, 90000);
	whole = stream(14, 0, 90000);
	ok(cs_hll_merge(&a, &b) && alike(&a, &whole), "merging is exact");
	cs_hll_finish(&b);
	ok(cs_hll_merge(&a, &b) && alike(&a, &whole), "nothing adds nothing");
	ok(cs_hll_merge(&b, &a) && alike(&b, &whole), "to nothing adds all");
	cs_hll_finish(&a);
	cs_hll_finish(&b);
	cs_hll_finish(&whole);
	a = cs_hll(12);
	b = cs_hll(14);
	ok(!cs_hll_merge(&a, &b), "different sizes do not merge");
	cs_hll_add(&a, CS_STR("alice"));
	cs_hll_add(&a, CS_STR("bob"));
	cs_hll_add(&a, CS_STR("alice"));
	is_int(cs_hll_count(&a) + .5, 2, "two names");
	cs_hll_finish(&a);
	test_text(0);
	test_text(1);
	test_text(300);
	test_text(20000);
	test_bad_text();
	test_few();
	test_error();
	return done();
}
