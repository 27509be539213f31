/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Audits over cells: units and strata, who is found and who is not, whatever the order of cells. */
#include "desk/audit.h"

#include "../tap.h"
#include "cells_text.h"

enum { AGENTS = 30, QUEUES = 2, MONTHS = 2, CELLS = AGENTS * QUEUES * MONTHS };

static const char rule_text[] = "[rule odd]\nmetric=aht\ntest=share\nwhen=talk_s < 5\n"
				"units=agent_id, leader\nsays=s\nquestion=q\n";

/* How many of 100 rows of an agent, in a queue and month, are conspicuous. */
static int
usual(int agent, int queue, int month)
{
	return (queue == 0 ? 4 : 16) + (agent * 7 + month * 3) % 3 - 1;
}

/* Agent 7 does it twice as often, in both months. */
static int
one_odd(int agent, int queue, int month)
{
	return usual(agent, queue, month) * (agent == 7 ? 2 : 1);
}

/* All of leader 2's do it a bit more. */
static int
team_odd(int agent, int queue, int month)
{
	int x = usual(agent, queue, month);

	return agent / 10 == 2 ? x + x * 3 / 4 : x;
}

/* One of leader 1's does nothing else. */
static int
one_extreme(int agent, int queue, int month)
{
	return agent == 15 ? 95 : usual(agent, queue, month);
}

/* Cells of what x says: in the order of steps of `step`, which shares no divisor with CELLS. */
static struct cs_cells *
make_cells(int (*x)(int, int, int), int step)
{
	static const char *const key[] = {"leader", "agent_id", "queue", "month"};
	struct cs_buf b = CS_BUF_INIT;
	struct cs_err e = CS_ERR_INIT;
	struct cs_cells *c;

	cs_buf_z(&b, "kind\tleader\tagent_id\tqueue\tmonth\tmetric\tpart\tvalue\n");
	cs_buf_z(&b, "meta\t\\N\t\\N\t\\N\t\\N\t\\N\tversion\t1\n");
	cs_buf_z(&b, "meta\t\\N\t\\N\t\\N\t\\N\t\\N\tcolumn\ttalk_s\n");
	for (int k = 0; k < 4; k++)
		cs_buf_printf(&b,
		    "key\t\\N\t\\N\t\\N\t\\N\t%s\tkind\t%s\n"
		    "key\t\\N\t\\N\t\\N\t\\N\t%s\ttype\tid\n",
		    key[k], k == 3 ? "month" : "column", key[k]);
	cs_buf_z(&b, "metric\t\\N\t\\N\t\\N\t\\N\taudit_odd\tformula\tshare(talk_s < 5)\n");
	cs_buf_z(&b, "metric\t\\N\t\\N\t\\N\t\\N\taudit_odd\tunit\tshare\n");
	for (int i = 0; i < CELLS; i++) {
		int at = i * step % CELLS, agent = at % AGENTS, queue = at / AGENTS % QUEUES;
		int month = at / AGENTS / QUEUES;
		const char *part[] = {"n", "x"};
		int value[] = {100, x(agent, queue, month)};

		for (int p = 0; p < 2; p++)
			cs_buf_printf(&b, "cell\tl%d\ta%02d\tq%d\t2026-0%d-01\taudit_odd\t%s\t%d\n",
			    agent / 10, agent, queue, month + 1, part[p], value[p]);
	}
	/* Nobody knows whose these are: they say nothing of anybody. */
	cs_buf_z(&b, "cell\t\\N\t\\N\tq0\t2026-01-01\taudit_odd\tn\t5000\n"
		     "cell\t\\N\t\\N\tq0\t2026-01-01\taudit_odd\tx\t5000\n");
	cs_buf_printf(&b, "end\t\\N\t\\N\t\\N\t\\N\t\\N\tcells\t%d\n", 2 * CELLS + 2);
	c = cells_of_text(cs_buf_cstr(&b), &e);
	if (c == NULL) {
		ok(false, "%s", e.msg);
		exit(done());
	}
	cs_buf_finish(&b);
	return c;
}

/* What an audit makes of cells; in the arena, since signals point into it. */
struct run {
	struct cs_audit_rules rules;
	struct cs_audit_asked asked;
	struct cs_audit_frame frame;
	struct cs_audit_found found;
};

static struct run *
audit(struct cs_arena *a, struct cs_cells *c, double rate)
{
	static const struct cs_str columns[] = {CS_STR_INIT("agent_id"), CS_STR_INIT("leader")};
	struct run *r = cs_arena_new(a, 1, sizeof *r);
	struct cs_err e = CS_ERR_INIT;

	if (cs_audit_rules_parse(&r->rules, a, "r", cs_str_z(rule_text), true, &e) != 0)
		abort();
	r->asked = (struct cs_audit_asked){.rule = r->rules.rule, .nmetric = 1, .units = 3};
	cs_audit_frame_make(&r->frame, a, c, columns, 2);
	cs_audit_run(&r->found, &r->frame, &r->asked, 1, rate);
	return r;
}

static const char *
who(struct cs_arena *a, const struct cs_audit_units *units, uint32_t unit)
{
	return cs_arena_printf(a, "%.*s", CS_STR_ARG(units->name[unit]));
}

static void
test_frame(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_cells *c = make_cells(usual, 7);
	struct run *r = audit(&a, c, .05);
	const struct cs_audit_units *agents = &r->frame.units[0], *leaders = &r->frame.units[1];

	is_int(agents->n, AGENTS, "agents; nobody is none");
	is_int(leaders->n, 3, "leaders");
	is_str(who(&a, agents, 7), "a07", "in the order of their names");
	is_int(r->frame.nperiod, MONTHS, "periods");
	is_int(agents->nstratum, QUEUES * MONTHS, "strata");
	is_int(agents->nspell, AGENTS * MONTHS, "an agent's months");
	is_int(agents->npiece, CELLS, "a piece for each of their queues");
	is_int(leaders->npiece, 3 * QUEUES * MONTHS, "those of leaders");
	is_int(leaders->members->n, AGENTS, "members");
	is_int(leaders->members->parent[12], 1, "and whose they are");
	is_int(r->found.n, 0, "nobody stands out");
	is_int(r->found.tests, AGENTS + 3, "all were tested");
	cs_cells_free(c);
	cs_arena_finish(&a);
}

static void
test_one(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_cells *c = make_cells(one_odd, 7);
	struct run *r = audit(&a, c, .05);
	const struct cs_audit_signal *s = r->found.signal;
	double expected = 0, others = 100.0 * (AGENTS - 1);

	for (int q = 0; q < QUEUES; q++) {
		for (int m = 0; m < MONTHS; m++) {
			for (int i = 0; i < AGENTS; i++)
				expected += i == 7 ? 0 : 100 * one_odd(i, q, m) / others;
		}
	}
	expected += .5 * 400 / (400.0 * (AGENTS - 1));
	is_int(r->found.n, 1, "one is found");
	is_str(who(&a, s->units, s->unit), "a07", "the right one, and not the team");
	is_int(s->figure.n, 400, "rows");
	is_near(s->figure.observed, (8 + 32) / 200.0, 1e-12, "the share");
	is_near(s->figure.expected, expected / 400, 1e-12, "what others make of the same work");
	is_int(s->figure.periods, 2, "months that could be judged");
	is_int(s->figure.same, 2, "of these on that side");
	ok(s->q <= .05 && s->figure.effect > 1.5, "not by luck, nor by a little");
	cs_cells_free(c);
	cs_arena_finish(&a);
}

static void
test_team(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_cells *c = make_cells(team_odd, 7);
	struct run *r = audit(&a, c, .05);

	ok(r->found.n >= 1, "a team is found");
	is_str(who(&a, r->found.signal->units, r->found.signal->unit), "l2",
	    "and comes before its people");
	is_int(r->found.signal->members, 10, "its people");
	is_int(r->found.signal->alike, 10, "who are all alike");
	cs_cells_free(c);
	c = make_cells(one_extreme, 7);
	r = audit(&a, c, .05);
	is_int(r->found.n, 1, "one alone");
	is_str(who(&a, r->found.signal->units, r->found.signal->unit), "a15",
	    "does not accuse a team");
	cs_cells_free(c);
	cs_arena_finish(&a);
}

/* The same to the last bit in whatever order cells come. */
static void
test_order(void)
{
	struct cs_arena a = CS_ARENA_INIT;
	struct cs_cells *c[2] = {make_cells(team_odd, 7), make_cells(team_odd, 71)};
	struct run *r[2] = {audit(&a, c[0], .5), audit(&a, c[1], .5)};
	bool same = r[0]->found.n == r[1]->found.n;

	for (size_t i = 0; i < r[0]->found.n && same; i++) {
		const struct cs_audit_signal *x = &r[0]->found.signal[i],
					     *y = &r[1]->found.signal[i];

		same = memcmp(&x->figure.p, &y->figure.p, sizeof(double)) == 0 &&
		       memcmp(&x->figure.expected, &y->figure.expected, sizeof(double)) == 0 &&
		       x->unit == y->unit;
	}
	ok(same, "the order of cells does not matter");
	ok(r[0]->found.n > 0, "there is something to compare: %zu", r[0]->found.n);
	cs_cells_free(c[0]);
	cs_cells_free(c[1]);
	cs_arena_finish(&a);
}

int
main(void)
{
	test_frame();
	test_one();
	test_team();
	test_order();
	return done();
}
