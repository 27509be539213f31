/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scorecards: which metrics a list means, what is refused and why. */
#include "rank/scorecard.h"

#include "../tap.h"
#include "cells_text.h"

#define META(part, value)	  "meta\t\\N\t\\N\t" part "\t" value "\n"
#define KEY(part, value)	  "key\t\\N\tagent_id\t" part "\t" value "\n"
#define METRIC(name, part, value) "metric\t\\N\t" name "\t" part "\t" value "\n"
#define CELL(unit, name, part, n) "cell\t" unit "\t" name "\t" part "\t" n "\n"
#define KNOWN(name, entry, formula, unit, better, role)                                            \
	METRIC(name, "formula", formula)                                                           \
	METRIC(name, "entry", entry)                                                               \
	METRIC(name, "unit", unit) METRIC(name, "better", better) METRIC(name, "role", role)

/* clang-format off */
static const char cells[] = "kind\tagent_id\tmetric\tpart\tvalue\n" META("version", "1")
    META("column", "csat") META("column", "nps") META("column", "talk_s") META("column", "cost")
    KEY("kind", "column") KEY("type", "id")
    KNOWN("csat_top2", "csat_top2", "share(csat >= 4)", "share", "up", "outcome")
    KNOWN("csat_top1", "csat_top1", "share(csat = 5)", "share", "up", "outcome")
    KNOWN("nps", "nps", "nps(nps)", "points", "up", "outcome")
    KNOWN("mean_talk", "mean_talk", "mean(talk_s)", "s", "down", "speed")
    KNOWN("fast_30", "fast", "share(talk_s < 30)", "share", "up", "speed")
    KNOWN("fast_60", "fast", "share(talk_s < 60)", "share", "up", "speed")
    KNOWN("p90_talk", "p90_talk", "p90(talk_s)", "s", "down", "speed")
    METRIC("dear", "formula", "mean(cost)")
    METRIC("dear", "unit", "currency")
    CELL("ann", "csat_top2", "n", "10") CELL("ann", "csat_top2", "x", "9")
    CELL("bob", "csat_top2", "n", "20") CELL("bob", "csat_top2", "x", "8")
    CELL("\\N", "csat_top2", "n", "5") CELL("\\N", "csat_top2", "x", "5")
    CELL("ann", "nps", "up", "6") CELL("ann", "nps", "mid", "1")
    CELL("ann", "nps", "down", "2") CELL("bob", "mean_talk", "hist", "10:1,20:1")
    "end\t\\N\t\\N\tcells\t10\n";
/* clang-format on */

static const struct {
	const char *list; /* NULL: the default card */
	const char *card; /* NAME WEIGHT up|down, joined by blanks and ; */
} good[] = {
    {NULL, "csat_top2 1 up;nps 1 up;"},
    {"csat", "csat_top2 1 up;"},
    {"csat_top1:2.5", "csat_top1 2.5 up;"},
    {" nps : .5 , mean_talk : 3 ", "nps 0.5 up;mean_talk 3 down;"},
    {"csat:1:down", "csat_top2 1 down;"},
    {"dear:2:down,nps", "dear 2 down;nps 1 up;"},
    {"fast_60,csat", "fast_60 1 up;csat_top2 1 up;"},
};

static const struct {
	const char *list, *message;
} bad[] = {
    {"csat,csat_top2", "--metric: 'csat_top2' is there twice"},
    {"nope", "--metric: the cells have no metric 'nope'"},
    {"repeats", "--metric: the cells have no metric 'repeats'"},
    {"fast", "--metric: 'fast' may be several metrics of the cells"},
    {"csat:0", "--metric: the weight '0' of 'csat' is not a number over 0"},
    {"csat:-1", "--metric: the weight '-1' of 'csat' is not a number over 0"},
    {"csat:", "--metric: the weight '' of 'csat' is not a number over 0"},
    {"csat:1:", "--metric: '' of 'csat' is neither up nor down"},
    {"csat:1:none", "--metric: 'none' of 'csat' is neither up nor down"},
    {"csat:1:up:x", "--metric: 'csat:1:up:x' is not NAME[:WEIGHT[:up|down]]"},
    {"csat,", "--metric: '' is not NAME[:WEIGHT[:up|down]]"},
    {":1", "--metric: ':1' is not NAME[:WEIGHT[:up|down]]"},
    {"dear", "--metric: whether more of 'dear' is better is not known"},
    {"mean_talk,fast_30", "--metric: a scorecard of speed alone says who hurries, not who helps"},
};

static void
test_choose(struct cs_cells *c)
{
	struct cs_buf b = CS_BUF_INIT;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct cs_arena a = CS_ARENA_INIT;
		struct cs_card card = {0};
		struct cs_err e = CS_ERR_INIT;
		const struct cs_card_ask ask = {.list = cs_str_z(good[i].list)};

		cs_buf_reset(&b);
		ok(cs_card_choose(&a, c, &ask, &card, &e) == 0, "chosen: %s",
		    good[i].list != NULL ? good[i].list : "by default");
		for (size_t k = 0; k < card.n; k++) {
			cs_buf_str(&b, card.item[k].metric->name);
			cs_buf_c(&b, ' ');
			cs_dec_text(&b, card.item[k].weight);
			cs_buf_z(&b, card.item[k].down ? " down;" : " up;");
		}
		is_str(cs_buf_cstr(&b), good[i].card, "as it was meant");
		cs_arena_finish(&a);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct cs_arena a = CS_ARENA_INIT;
		struct cs_card card = {0};
		struct cs_err e = CS_ERR_INIT;
		const struct cs_card_ask ask = {.list = cs_str_z(bad[i].list)};

		ok(cs_card_choose(&a, c, &ask, &card, &e) == -1, "refused: %s", bad[i].list);
		is_str(e.msg, bad[i].message, "and why");
		is_int(e.status, CS_EXIT_USAGE, "as usage");
		cs_arena_finish(&a);
	}
	cs_buf_finish(&b);
}

static void
test_part(void)
{
	static const struct {
		const char *text;
		double part; /* below 0: refused */
	} want[] = {{".2", .2}, {"0.2", .2}, {"20%", .2}, {"1", 1}, {"0", 0}, {"100%", 1},
	    {"2.5%", .025}, {".5%", .005}, {"1.01", -1}, {"101%", -1}, {"-.1", -1}, {"", -1},
	    {"%", -1}, {".", -1}, {"..1", -1}, {"a", -1}, {"20 %", -1}};
	double got;

	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		got = -1;
		ok(cs_card_part(cs_str_z(want[i].text), &got) == (want[i].part >= 0) &&
			got == want[i].part,
		    "part '%s'", want[i].text);
	}
}

int
main(void)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_cells *c = cells_of_text(cells, &e);

	if (ok(c != NULL, "cells are read: %s", e.msg))
		test_choose(c);
	cs_cells_free(c);
	test_part();
	return done();
}
