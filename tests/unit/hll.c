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

static void
test_text(uint64_t n)
{
	struct cs_hll h = stream(12, 0, n), back = cs_hll(12), other = cs_hll(13);
	struct cs_buf text = CS_BUF_INIT;
	bool cut = true;

	cs_hll_text(&h, &text);
	ok(cs_hll_parse(&back, cs_buf_all(&text)), "text of %d", (int)n);
	ok(cs_hll_count(&back) == cs_hll_count(&h), "says the same");
	ok(n == 0 || memcmp(back.reg, h.reg, 4096) == 0, "in every register");
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
	    "0000000000000000", "0*15;", "*15;0", "*12;*4;", "1111111111111111x", "*15;o",
	    "*15;\1"};
	struct cs_hll h = cs_hll(4);

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!cs_hll_parse(&h, cs_str_z(bad[i])), "refused: %s", i < 13 ? bad[i] : "control");
	ok(cs_hll_parse(&h, CS_STR("*15;m")) && h.reg[15] == 61, "the greatest value");
	ok(cs_hll_parse(&h, CS_STR("000100010001000*")) == false, "a star at the end");
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
	ok(cs_hll_merge(&a, &b) && memcmp(a.reg, whole.reg, 1 << 14) == 0, "merging is exact");
	cs_hll_finish(&b);
	ok(cs_hll_merge(&a, &b) && memcmp(a.reg, whole.reg, 1 << 14) == 0, "nothing adds nothing");
	ok(cs_hll_merge(&b, &a) && memcmp(b.reg, whole.reg, 1 << 14) == 0, "to nothing adds all");
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
	return done();
}
