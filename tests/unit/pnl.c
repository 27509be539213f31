/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a decision's P&L says in the end: the verdict, and the rate at which it brings nothing. */
#include "charge/pnlwork.h"

#include "../tap.h"

static const struct {
	struct cs_pnl_money net;
	double loss;
	const char *verdict;
	enum cs_pnl_doubt doubt;
} cases[] = {
    {{-500, -900, -1, true, true}, .99, "loss certain", CS_PNL_SURE},
    {{-500, -900, 0, true, true}, .97, "loss likely", CS_PNL_SURE},
    {{-500, -2000, 900, true, true}, .81, "loss likely", CS_PNL_SURE},
    {{-500, -2000, 1000, true, true}, .8, "unclear", CS_PNL_SURE},
    {{0, -1000, 1000, true, true}, .5, "unclear", CS_PNL_SURE},
    {{500, -900, 2000, true, true}, .2, "unclear", CS_PNL_SURE},
    {{500, -900, 2000, true, true}, .19, "gain likely", CS_PNL_SURE},
    {{500, 0, 900, true, true}, .03, "gain likely", CS_PNL_SURE},
    {{500, 1, 900, true, true}, .01, "gain certain", CS_PNL_SURE},
    {{-500, 0, 0, true, false}, 0, "unclear", CS_PNL_SURE},
    {{-500, -900, -1, true, true}, .99, "loss likely", CS_PNL_FEW},
    {{500, 1, 900, true, true}, .01, "gain likely", CS_PNL_FEW},
    {{500, -900, 2000, true, true}, .2, "unclear", CS_PNL_FEW},
    {{500, 0, 0, true, false}, 1, "unclear", CS_PNL_SURE},
    {{-500, -900, -1, true, true}, .99, "loss likely", CS_PNL_TURNS},
    {{500, 1, 900, true, true}, .01, "gain likely", CS_PNL_TURNS},
    {{-500, -900, -1, true, true}, .99, "unclear", CS_PNL_ALIKE},
    {{500, 1, 900, true, true}, .01, "unclear", CS_PNL_DRIFTS},
    {{500, 1, 900, true, true}, .01, "unclear", CS_PNL_SEASON},
};

static void
test_verdict(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		is_str(cs_pnl_verdict(&cases[i].net, cases[i].loss, cases[i].doubt),
		    cases[i].verdict, "net %lld, chance of a loss %g", (long long)cases[i].net.est,
		    cases[i].loss);
}

/* A fee of 4.00, and contacts of 412 seconds at 0.95 a minute. */
static void
test_break_even(void)
{
	struct cs_ratio fee, cost, r;
	struct cs_buf b = CS_BUF_INIT;

	cs_ratio_init(&fee);
	cs_ratio_init(&cost);
	cs_ratio_init(&r);
	cs_ratio_quotient(&fee, 400, 100);
	cs_ratio_quotient(&cost, 412 * 95, 6000);
	cs_pnl_break_even(&r, &fee, &cost);
	cs_ratio_text(&b, &r, 12);
	is_str(cs_buf_cstr(&b), "0.613183444047", "break-even contacts by charge");
	cs_buf_reset(&b);
	cs_ratio_text_exact(&b, &r);
	is_str(cs_buf_cstr(&b), "1200/1957", "exactly");
	cs_buf_finish(&b);
	cs_ratio_finish(&fee);
	cs_ratio_finish(&cost);
	cs_ratio_finish(&r);
}

/* What bounds say of a net is in doubt where those along a line do not say the same. */
static void
test_turns(void)
{
	static const struct {
		struct cs_pnl_money net, line;
		bool turns;
	} worlds[] = {
	    {{-500, -900, -1, true, true}, {-300, -800, -1, true, true}, false},
	    {{-500, -900, -1, true, true}, {-300, -800, 0, true, true}, true},
	    {{-500, -900, -1, true, true}, {300, 1, 800, true, true}, true},
	    {{-500, -900, -1, true, true}, {-300, 0, 0, true, false}, true},
	    {{500, 1, 900, true, true}, {300, 1, 800, true, true}, false},
	    {{500, 1, 900, true, true}, {300, 0, 800, true, true}, true},
	    {{500, 1, 900, true, true}, {-300, -800, -1, true, true}, true},
	    {{500, 0, 900, true, true}, {-300, -800, -1, true, true}, false},
	    {{500, 0, 0, true, false}, {-300, -800, -1, true, true}, false},
	};

	for (size_t i = 0; i < sizeof worlds / sizeof *worlds; i++)
		is_int(cs_pnl_turns(&worlds[i].net, &worlds[i].line), worlds[i].turns,
		    "net %lld, along a line %lld", (long long)worlds[i].net.est,
		    (long long)worlds[i].line.est);
}

int
main(void)
{
	test_verdict();
	test_turns();
	test_break_even();
	return done();
}
