/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a unit may be told of the others, the contacts that are picked for it, and what would change
 * its colour: by hand. */
#include "rank/rankpeers.h"

#include <math.h>

#include "../tap.h"
#include "cells_text.h"
#include "rank/rankcolour.h"
#include "rank/rankpick.h"

#define META(part, value)	  "meta\t\\N\t\\N\t\\N\t" part "\t" value "\n"
#define KEY(k, part, value)	  "key\t\\N\t\\N\t" k "\t" part "\t" value "\n"
#define METRIC(name, part, value) "metric\t\\N\t\\N\t" name "\t" part "\t" value "\n"
#define SHARE(who, queue, n, x)                                                                    \
	"cell\t" who "\t" queue "\tgood\tn\t" n "\n"                                               \
	"cell\t" who "\t" queue "\tgood\tx\t" x "\n"

/* In `all` everybody works; in `big` dan has done more than half; in `two` there are two. */
static const char text[] = "kind\tagent_id\tqueue\tmetric\tpart\tvalue\n" META("version", "1") META(
    "column", "csat") KEY("agent_id", "kind", "column") KEY("agent_id", "type", "id") KEY("queue",
    "kind", "column") KEY("queue", "type", "id") METRIC("good", "formula", "share(csat >= 4)")
    METRIC("good", "better", "up") METRIC("good", "unit", "share") SHARE("ann", "all", "100", "90")
	SHARE("bob", "all", "100", "80") SHARE("cem", "all", "200", "100")
	    SHARE("dan", "all", "100", "30") SHARE("ann", "big", "10", "9")
		SHARE("bob", "big", "10", "8") SHARE("cem", "big", "10", "5")
		    SHARE("dan", "big", "300", "90") SHARE("ann", "two", "50", "50")
			SHARE("bob", "two", "50", "10") SHARE("eve", "all", "1", "1")
			    SHARE("fay", "none", "1", "0") "end\t\\N\t\\N\t\\N\tcells\t24\n";

enum { ANN, BOB, CEM, DAN, EVE, FAY };
enum { ALL, BIG, NONE, TWO }; /* strata by their names */

static struct cs_rankwork
work_of(struct cs_arena *a, struct cs_cells *c)
{
	const struct cs_rankwork_ask ask = {.card = {.list = CS_STR("good")},
	    .rules = {.band = .25, .sure = .8, .level = .95, .min_n = 10}};
	struct cs_rankwork w;
	struct cs_err e = CS_ERR_INIT;

	ok(cs_rankwork_open(&w, a, c, &ask, &e) == 0 && cs_rankwork_rank(&w, &e) == 0,
	    "a ranking: %s", e.msg);
	return w;
}

static void
test_rest(struct cs_rankwork *w)
{
	static const struct {
		const char *name;
		int64_t least;
		size_t unit;
		uint32_t stratum;
		bool there;
		int64_t n;
		double mean;
	} cases[] = {
	    {"three others and eve", 3, ANN, ALL, true, 401, 211. / 401},
	    {"the same for dan", 3, DAN, ALL, true, 401, 271. / 401},
	    {"as many as are asked for", 4, ANN, ALL, true, 401, 211. / 401},
	    {"fewer than are asked for", 5, ANN, ALL, false, 0, 0},
	    {"one of the others has nearly all", 3, ANN, BIG, false, 0, 0},
	    {"who has nearly all sees the others", 3, DAN, BIG, true, 30, 22. / 30},
	    {"two of them", 1, ANN, TWO, false, 0, 0},
	    {"who is not there sees both", 2, CEM, TWO, true, 100, .6},
	    {"nobody else", 1, FAY, NONE, false, 0, 0},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct cs_rankpeers p = cs_rankpeers_make(w, cases[i].least);
		struct cs_rankpeer_rest rest;
		bool there = cs_rankpeers_rest(&p, cases[i].unit, cases[i].stratum, 0, &rest);

		ok(there == cases[i].there, "%s", cases[i].name);
		if (!there || !cases[i].there)
			continue;
		is_int(rest.n, cases[i].n, "%s: n", cases[i].name);
		is_near(rest.mean, cases[i].mean, 1e-12, "%s: mean", cases[i].name);
		is_near(rest.sd, sqrt(cases[i].mean * (1 - cases[i].mean)), 1e-9, "%s: sd",
		    cases[i].name);
	}
}

static void
test_peers(struct cs_rankwork *w)
{
	struct cs_rankpeers p = cs_rankpeers_make(w, 3);

	ok(cs_rankpeers_enough(&p), "five others are enough");
	is_int(p.of[ANN].n, 100, "ann is compared in one queue of three");
	is_near(p.of[ANN].own, .9, 1e-12, "her own figure there");
	is_near(p.of[ANN].expected, 211. / 401, 1e-12, "that of the others");
	is_int(p.of[DAN].n, 400, "dan in both of his");
	is_near(p.of[DAN].expected, (100 * 271. / 401 + 300 * 22. / 30) / 400, 1e-12,
	    "what is expected of his work");
	is_int(p.of[FAY].n, 0, "fay nowhere");
	is_int((int64_t)p.of[FAY].others, 5, "five others have a figure");
	ok(p.of[ANN].quartiles && p.of[ANN].lo <= p.of[ANN].mid && p.of[ANN].mid <= p.of[ANN].hi,
	    "quartiles in order");
	p = cs_rankpeers_make(w, 6);
	ok(!cs_rankpeers_enough(&p) && !p.of[ANN].quartiles && p.of[ANN].n == 0,
	    "with fewer others than asked for there is nothing");
	p = cs_rankpeers_make(w, INT64_MAX);
	ok(!cs_rankpeers_enough(&p), "however many");
}

static void
pick(struct cs_rankpicks *p, size_t unit, uint32_t stratum, const char *id, double value)
{
	struct cs_rankpick_said said = {true, value};
	const struct cs_rankpick_contact x = {
	    unit, stratum, cs_str_z(id), CS_STR("2026-03-01T08:00:00Z"), &said};

	cs_rankpicks_add(p, &x);
}

static const char *
id_of(const struct cs_rankpick *x)
{
	static struct cs_buf b;

	cs_buf_reset(&b);
	cs_buf_str(&b, x != NULL ? cs_buf_all(&x->id) : CS_STR("-"));
	return cs_buf_cstr(&b);
}

static void
test_picks(struct cs_rankwork *w)
{
	static const char *const order[][6] = {
	    {"g2", "g1", "b1", "b2", "b3", "g1"}, {"b3", "b2", "g1", "b1", "g1", "g2"}};
	struct cs_rankpeers peers = cs_rankpeers_make(w, 3);

	for (size_t o = 0; o < 2; o++) {
		struct cs_rankpicks p;

		cs_rankpicks_init(&p, &peers);
		for (size_t i = 0; i < 6; i++)
			pick(&p, ANN, ALL, order[o][i], order[o][i][0] == 'g');
		pick(&p, BOB, ALL, "z", 1);
		pick(&p, ANN, ALL, "g0", 1);
		pick(&p, ANN, ALL, "b0", 0);
		is_str(id_of(cs_rankpicks_proud(&p, ANN, 0)), "g0", "equal ones by their ids");
		is_str(id_of(cs_rankpicks_proud(&p, ANN, 1)), "g1", "each once");
		is_str(id_of(cs_rankpicks_learn(&p, ANN, 0)), "b0", "bad ones likewise");
		is_str(id_of(cs_rankpicks_learn(&p, ANN, 2)), "b2", "three of them");
		is_str(id_of(cs_rankpicks_proud(&p, BOB, 0)), "z", "bob has his");
		is_str(id_of(cs_rankpicks_proud(&p, BOB, 1)), "-", "and one alone");
		is_near(cs_rankpicks_proud(&p, ANN, 0)->others, 211. / 401, 1e-12,
		    "beside what others do");
		is_int((int64_t)p.seen, 9, "all were looked at");
		cs_rankpicks_finish(&p);
	}
}

/* What others seldom do goes before what they often do. */
static void
test_seldom(struct cs_rankwork *w)
{
	struct cs_rankpeers peers = cs_rankpeers_make(w, 3);
	struct cs_rankpicks p;

	cs_rankpicks_init(&p, &peers);
	pick(&p, DAN, BIG, "a", 1);
	pick(&p, DAN, ALL, "b", 1);
	pick(&p, DAN, BIG, "c", 0);
	pick(&p, DAN, ALL, "d", 0);
	is_str(id_of(cs_rankpicks_proud(&p, DAN, 0)), "b", "good where 68 of 100 are, before 73");
	is_str(id_of(cs_rankpicks_learn(&p, DAN, 0)), "c", "bad where 27 of 100 are, before 32");
	cs_rankpicks_finish(&p);
}

static void
test_colour(struct cs_rankwork *w)
{
	struct cs_rankcolour c = cs_rankcolour_make(w);

	for (size_t i = 0; i < w->ranking.n; i++) {
		struct cs_ranked r = w->ranking.row[i];
		enum cs_band_word next;
		double score, figure;

		if (!cs_rankcolour_next(&c, &r, &next, &score)) {
			ok(r.band == CS_BAND_UNTOLD, "nothing changes what cannot be told");
			continue;
		}
		ok(next <= r.band, "the next colour is no worse: %s", cs_band_name(next));
		ok((score > w->scores.unit[r.unit].score) == (r.band != CS_BAND_GREEN),
		    "and its score is further on, but for who is green");
		if (cs_rankcolour_figure(&c, &r, 0, score, &figure))
			ok(figure >= 0 && figure <= 1, "a share that there can be");
	}
	ok(w->ranking.told >= 4, "four are told");
}

int
main(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_cells *c = cells_of_text(text, &e);
	struct cs_rankwork w;

	ok(c != NULL, "cells: %s", e.msg);
	if (c == NULL)
		return done();
	w = work_of(&a, c);
	test_rest(&w);
	test_peers(&w);
	test_picks(&w);
	test_seldom(&w);
	test_colour(&w);
	cs_cells_free(c);
	cs_arena_finish(&a);
	return done();
}
