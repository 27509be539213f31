/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Audits over counts: units and strata, who is found and who is not, whatever the order of rows. */
#include "audit/audit.h"

#include "auditfeed.h"

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

/* Rows of what x says, 100 of each agent, queue and month: these in steps of `step`, which shares
 * no divisor with CELLS. */
static void
put_rows(struct cs_buf *b, int (*x)(int, int, int), int step)
{
	for (int i = 0; i < CELLS; i++) {
		int at = i * step % CELLS, agent = at % AGENTS, queue = at / AGENTS % QUEUES;
		int month = at / AGENTS / QUEUES, odd = x(agent, queue, month);

		for (int k = 0; k < 100; k++)
			cs_buf_printf(b, "l%d\ta%02d\tq%d\t2026-0%d-0%dT00:00:00Z\t%d\n",
			    agent / 10, agent, queue, month + 1, k % 9 + 1, k < odd ? 4 : 60);
	}
	/* Nobody knows whose these are: they say nothing of anybody. */
	for (int k = 0; k < 5000; k++)
		cs_buf_z(b, "\\N\t\\N\tq0\t2026-01-01T00:00:00Z\t4\n");
}

/* What an audit makes of them. */
struct run {
	struct feed feed;
	struct cs_audit_frame frame;
	struct cs_audit_found found;
};

static struct run *
audit(int (*x)(int, int, int), int step, double rate)
{
	struct run *r = cs_mem_new(1, sizeof *r);
	struct cs_buf b = CS_BUF_INIT;
	struct cs_audit_count *c;

	put_rows(&b, x, step);
	feed_bind(&r->feed, rule_text, "leader\tagent_id\tqueue\tstarted_at\ttalk_s",
	    "agent_id,leader", "month,queue,leader,agent_id");
	c = feed_count(&r->feed, cs_buf_all(&b), 1000, (unsigned)step % FEED_FOLDS + 1, false);
	cs_audit_frame_make(&r->frame, &r->feed.arena, c, &r->feed.question);
	cs_audit_run(&r->found, &r->frame, &r->feed.question, rate, 1 + (unsigned)step % 2);
	cs_buf_finish(&b);
	return r;
}

static void
run_free(struct run *r)
{
	feed_finish(&r->feed);
	free(r);
}

static const char *
who(struct cs_arena *a, const struct cs_audit_units *units, uint32_t unit)
{
	return cs_arena_printf(a, "%.*s", CS_STR_ARG(units->name[unit]));
}

static void
test_frame(void)
{
	struct run *r = audit(usual, 7, .05);
	const struct cs_audit_units *agents = &r->frame.units[0], *leaders = &r->frame.units[1];

	is_int(agents->n, AGENTS, "agents; nobody is none");
	is_int(leaders->n, 3, "leaders");
	is_str(who(&r->feed.arena, agents, 7), "a07", "in the order of their names");
	is_int(r->frame.nperiod, MONTHS, "periods");
	is_int(agents->nstratum, QUEUES * MONTHS, "strata");
	is_int(agents->nspell, AGENTS * MONTHS, "an agent's months");
	is_int(agents->npiece, CELLS, "a piece for each of their queues");
	is_int(leaders->npiece, 3 * QUEUES * MONTHS, "those of leaders");
	is_int(leaders->members->n, AGENTS, "members");
	is_int(leaders->members->parent[12], 1, "and whose they are");
	is_int(r->found.n, 0, "nobody stands out");
	is_int(r->found.tests, AGENTS + 3, "all were tested");
	run_free(r);
}

static void
test_one(void)
{
	struct run *r = audit(one_odd, 7, .05);
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
	is_str(who(&r->feed.arena, s->units, s->unit), "a07", "the right one, and not the team");
	is_int(s->figure.n, 400, "rows");
	is_near(s->figure.observed, (8 + 32) / 200.0, 1e-12, "the share");
	is_near(s->figure.expected, expected / 400, 1e-12, "what others make of the same work");
	is_int(s->figure.periods, 2, "months that could be judged");
	is_int(s->figure.same, 2, "of these on that side");
	ok(s->q <= .05 && s->figure.effect > 1.5, "not by luck, nor by a little");
	run_free(r);
}

static void
test_team(void)
{
	struct run *r = audit(team_odd, 7, .05);

	ok(r->found.n >= 1, "a team is found");
	is_str(who(&r->feed.arena, r->found.signal->units, r->found.signal->unit), "l2",
	    "and comes before its people");
	is_int(r->found.signal->members, 10, "its people");
	is_int(r->found.signal->alike, 10, "who are all alike");
	run_free(r);
	r = audit(one_extreme, 7, .05);
	is_int(r->found.n, 1, "one alone");
	is_str(who(&r->feed.arena, r->found.signal->units, r->found.signal->unit), "a15",
	    "does not accuse a team");
	run_free(r);
}

/* The same to the last bit in whatever order rows come. */
static void
test_order(void)
{
	struct run *r[2] = {audit(team_odd, 7, .5), audit(team_odd, 71, .5)};
	bool same = r[0]->found.n == r[1]->found.n;

	for (size_t i = 0; i < r[0]->found.n && same; i++) {
		const struct cs_audit_signal *x = &r[0]->found.signal[i],
					     *y = &r[1]->found.signal[i];

		same = memcmp(&x->figure.p, &y->figure.p, sizeof(double)) == 0 &&
		       memcmp(&x->figure.expected, &y->figure.expected, sizeof(double)) == 0 &&
		       x->unit == y->unit;
	}
	ok(same, "the order of rows and who counts them do not matter");
	ok(r[0]->found.n > 0, "there is something to compare: %zu", r[0]->found.n);
	run_free(r[0]);
	run_free(r[1]);
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
