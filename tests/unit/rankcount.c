/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a ranking takes from cells: which keys mean what, and the counts by unit, kind of work and
 * period. */
#include "rank/rankcount.h"

#include "../tap.h"
#include "cells_text.h"

#define META(part, value)	  "meta\t\\N\t\\N\t\\N\t\\N\t\\N\t" part "\t" value "\n"
#define KEY(k, part, value)	  "key\t\\N\t\\N\t\\N\t\\N\t" k "\t" part "\t" value "\n"
#define METRIC(name, part, value) "metric\t\\N\t\\N\t\\N\t\\N\t" name "\t" part "\t" value "\n"
#define CELL(keys, name, part, n) "cell\t" keys "\t" name "\t" part "\t" n "\n"
#define COLUMN(k, type)		  KEY(k, "kind", "column") KEY(k, "type", type)
#define SHARE(keys, n, x)	  CELL(keys, "good", "n", n) CELL(keys, "good", "x", x)

/* clang-format off */
static const char cells[] = "kind\tteam\tqueue\tagent_id\tmonth\tmetric\tpart\tvalue\n"
    META("version", "1") META("column", "csat") META("column", "nps") META("column", "talk_s")
    COLUMN("team", "text") COLUMN("queue", "text") COLUMN("agent_id", "id")
    KEY("month", "kind", "month") KEY("month", "type", "time")
    METRIC("good", "formula", "share(csat >= 4)") METRIC("good", "better", "up")
    METRIC("good", "unit", "share")
    METRIC("nps", "formula", "nps(nps)") METRIC("nps", "better", "up")
    METRIC("nps", "unit", "points")
    METRIC("talk", "formula", "mean(talk_s)") METRIC("talk", "better", "down")
    METRIC("talk", "unit", "s")
    METRIC("p90", "formula", "p90(talk_s)") METRIC("p90", "better", "down")
    METRIC("p90", "unit", "s")
    SHARE("red\tsales\tbob\t2026-09-01", "10", "6")
    SHARE("red\tsales\tann\t2026-09-01", "10", "9")
    SHARE("red\tsales\tann\t2026-10-01", "20", "15")
    SHARE("red\thelp\tann\t2026-10-01", "5", "1")
    SHARE("blue\t\\N\tann\t2026-10-01", "4", "4")
    SHARE("blue\thelp\t\\N\t2026-10-01", "7", "7")
    SHARE("\\N\thelp\tcem\t\\N", "3", "2")
    CELL("red\tsales\tann\t2026-09-01", "nps", "up", "6")
    CELL("red\tsales\tann\t2026-10-01", "nps", "down", "2")
    CELL("red\tsales\tann\t2026-10-01", "nps", "mid", "1")
    CELL("red\tsales\tbob\t2026-09-01", "talk", "hist", "10:1,20:1")
    "end\t\\N\t\\N\t\\N\t\\N\t\\N\tcells\t18\n";
/* clang-format on */

static struct cs_card
card_of(struct cs_arena *a, const struct cs_cells *c, const char *list)
{
	struct cs_card card = {0};
	struct cs_err e = CS_ERR_INIT;
	const struct cs_card_ask ask = {.list = cs_str_z(list)};

	ok(cs_card_choose(a, c, &ask, &card, &e) == 0, "a card: %s %s", list, e.msg);
	return card;
}

/* What each key becomes. */
static const struct {
	const char *unit, *strata; /* comma lists; NULL: not said; "none": none */
	const char *sorts;	   /* a letter each key: Unit Member Stratum Period Over */
	uint32_t units, members, strata_n, periods;
	size_t unnamed;
} sorting[] = {
    {NULL, NULL, "USUP", 3, 3, 3, 2, 2},
    {NULL, "none", "UOUP", 3, 3, 1, 2, 2},
    {"agent", NULL, "OSUP", 3, 3, 3, 2, 1},
    {"agent_id", "month", "OOUS", 3, 3, 3, 1, 1},
    {"team", NULL, "USMP", 2, 3, 3, 2, 2},
    {"team", "queue,month", "USMS", 2, 3, 5, 1, 2},
    {"queue", "none", "OUOP", 2, 2, 1, 2, 1},
};

static struct cs_rankkeys_ask
ask_of(size_t i, struct cs_str *list)
{
	struct cs_rankkeys_ask ask = {list, list + 8, 0, 0, false, NULL};
	struct cs_str unit = cs_str_z(sorting[i].unit), strata = cs_str_z(sorting[i].strata);

	while (cs_str_split(&unit, ',', &list[ask.nunit]))
		ask.nunit++;
	ask.no_strata = cs_str_eqz(strata, "none");
	while (!ask.no_strata && cs_str_split(&strata, ',', &list[8 + ask.nstrata]))
		ask.nstrata++;
	return ask;
}

static void
test_keys(const struct cs_cells *c)
{
	for (size_t i = 0; i < sizeof sorting / sizeof *sorting; i++) {
		struct cs_arena a = CS_ARENA_INIT;
		struct cs_err e = CS_ERR_INIT;
		struct cs_str list[16];
		struct cs_rankkeys_ask ask = ask_of(i, list);
		struct cs_rankkeys k;
		char sorts[5] = "";

		ok(cs_rankkeys_make(&a, c, &ask, &k, &e) == 0, "case %zu: %s", i, e.msg);
		for (unsigned n = 0; n < 4; n++)
			sorts[n] = "UMSPO"[k.sort[n]];
		is_str(sorts, sorting[i].sorts, "what each key is");
		is_int(k.ids[CS_RANK_UNIT].n, sorting[i].units, "units");
		is_int(k.ids[CS_RANK_MEMBER].n, sorting[i].members, "members");
		is_int(k.ids[CS_RANK_STRATUM].n, sorting[i].strata_n, "strata");
		is_int(k.ids[CS_RANK_PERIOD].n, sorting[i].periods, "periods");
		is_int((long long)k.unnamed, (long long)sorting[i].unnamed, "groups of no unit");
		cs_arena_finish(&a);
	}
}

/* Ids go by the report, and every group is of the ones that its keys say. */
static void
test_ids(const struct cs_cells *c)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	const struct cs_str team = CS_STR("team");
	const struct cs_rankkeys_ask ask = {&team, NULL, 1, 0, false, NULL};
	struct cs_rankkeys k;
	bool same = true;

	ok(cs_rankkeys_make(&a, c, &ask, &k, &e) == 0, "teams");
	ok(cs_str_eqz(cs_cells_key(c, k.ids[CS_RANK_UNIT].group[0], 0), "blue") &&
		cs_str_eqz(cs_cells_key(c, k.ids[CS_RANK_UNIT].group[1], 0), "red"),
	    "blue, then red");
	ok(cs_str_eqz(cs_cells_key(c, k.ids[CS_RANK_STRATUM].group[0], 1), "help") &&
		cs_cells_key(c, k.ids[CS_RANK_STRATUM].group[2], 1).p == NULL,
	    "help, sales, and the queue that nobody knows");
	ok(k.begin[0] == INT64_C(1788220800) * CS_USEC && k.begin[1] > k.begin[0],
	    "September begins before October");
	for (size_t g = 0; g < cs_cells_groups(c); g++) {
		uint32_t m = k.ids[CS_RANK_MEMBER].of[g], u = k.ids[CS_RANK_UNIT].of[g];

		same &= (m == CS_RANK_NONE) ==
			(cs_cells_key(c, g, 0).p == NULL || cs_cells_key(c, g, 2).p == NULL);
		same &= m == CS_RANK_NONE || k.unit_of[m] == u;
		same &= (k.ids[CS_RANK_PERIOD].of[g] == CS_RANK_NONE) ==
			(cs_cells_key(c, g, 3).p == NULL);
	}
	ok(same, "each group is of its own unit, member and period");
	cs_arena_finish(&a);
}

static void
test_refused(const struct cs_cells *c)
{
	static const struct {
		const char *unit, *strata, *message;
	} bad[] = {
	    {"vendor", NULL, "--unit: the cells have no key 'vendor'"},
	    {NULL, "reason", "--strata: the cells have no key 'reason'"},
	    {"queue", "queue", "--strata: the key 'queue' is named already"},
	    {"agent,agent_id", NULL, "--unit: the key 'agent_id' is named already"},
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct cs_arena a = CS_ARENA_INIT;
		struct cs_err e = CS_ERR_INIT;
		struct cs_str unit[2], rest = cs_str_z(bad[i].unit);
		const struct cs_str strata = cs_str_z(bad[i].strata);
		struct cs_rankkeys_ask ask = {unit, &strata, 0, bad[i].strata != NULL, false, NULL};
		struct cs_rankkeys k;

		while (cs_str_split(&rest, ',', &unit[ask.nunit]))
			ask.nunit++;
		ok(cs_rankkeys_make(&a, c, &ask, &k, &e) == -1 && e.status == CS_EXIT_USAGE,
		    "refused");
		is_str(e.msg, bad[i].message, "and why");
		cs_arena_finish(&a);
	}
}

static void
test_count(struct cs_cells *c)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	const struct cs_str agent = CS_STR("agent_id");
	const struct cs_rankkeys_ask ask = {&agent, NULL, 1, 0, false, NULL};
	struct cs_card card = card_of(&a, c, "good:1:up,nps:1:up,talk:1:down");
	const bool october[2] = {false, true};
	struct cs_rankcount all, late;
	struct cs_rankcount_item sum;
	struct cs_rankkeys k;
	const struct cs_rankcount_from from = {c, &k, &card, NULL};

	ok(cs_rankkeys_make(&a, c, &ask, &k, &e) == 0 &&
		cs_rankcount_make(&a, &from, NULL, &all, &e) == 0 &&
		cs_rankcount_make(&a, &from, october, &late, &e) == 0,
	    "agents, by queue: %s", e.msg);
	is_int((long long)all.n, 5, "ann in help, sales and no queue; bob in sales; cem in help");
	ok(all.member[0] == 0 && all.stratum[0] == 0 && all.stratum[1] == 1 &&
		all.stratum[2] == 2 && all.member[3] == 1 && all.member[4] == 2,
	    "by member, then by stratum");
	ok(all.item[0].n[1] == 30 && all.item[0].x[1] == 24 && all.contacts[1] == 30,
	    "months are added up");
	ok(all.item[1].moments[1].n == 9 && all.item[1].moments[1].sum == 4 &&
		all.item[1].moments[1].sumsq == 8 && all.item[1].unit == 100,
	    "an NPS is the mean of -1, 0 and 1, in points");
	ok(all.item[2].moments[3].sum == 30 && all.item[2].moments[3].sumsq == 500 &&
		all.item[2].x == NULL && all.item[2].unit == 1,
	    "means");
	is_int((long long)late.n, 3, "of October only ann");
	ok(late.here[0] && !late.here[1] && !late.here[2], "who was there");
	sum = cs_rankcount_units(&a, &all, 0);
	ok(sum.n[0] == 39 && sum.x[0] == 29 && sum.n[2] == 3 &&
		cs_rankcount_contacts(&a, &all)[0] == 39,
	    "summed over the queues");
	card = card_of(&a, c, "good:1:up,p90:1:down");
	ok(cs_rankcount_make(&a, &from, NULL, &all, &e) == -1, "a quantile is refused");
	is_str(e.msg, "the metric 'p90' cannot stand on a scorecard", "by name");
	cs_arena_finish(&a);
}

int
main(void)
{
	struct cs_err e = CS_ERR_INIT;
	struct cs_cells *c = cells_of_text(cells, &e);

	if (ok(c != NULL, "cells are read: %s", e.msg)) {
		test_keys(c);
		test_ids(c);
		test_refused(c);
		test_count(c);
	}
	cs_cells_free(c);
	return done();
}
