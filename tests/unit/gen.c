/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The made-up company: rows do not depend on the pieces they are made in, times go up, shares and
 * planted effects are there to the extent that the truth says.
 */
#include "intake/gen.h"

#include "../tap.h"
#include "base/mem.h"
#include "base/num.h"
#include "intake/genworld.h"

static struct cs_gen *
company(uint64_t seed, uint64_t rows, uint32_t days)
{
	struct cs_gen_plan plan = {.seed = seed,
	    .rows = rows,
	    .days = days,
	    .start_day = cs_civil_days(2026, 1, 5),
	    .quoted = 40000,
	    .desk = true,
	    .retain = true,
	    .decision = true,
	    .gamers = 6};

	return cs_gen_create(&plan);
}

static void
test_pieces(void)
{
	static const uint64_t sizes[] = {1, 2, 3, 7, 100, 1000};
	struct cs_gen *g = company(1, 700, 20);
	struct cs_buf whole = CS_BUF_INIT, pieces = CS_BUF_INIT;

	for (int t = 0; t < CS_GEN_TABLES; t++) {
		enum cs_gen_table table = (enum cs_gen_table)t;
		uint64_t steps = cs_gen_steps(g, table), rows, n;
		bool same = true;

		cs_buf_reset(&whole);
		rows = cs_gen_rows(g, table, CS_GEN_CSV, 0, UINT64_MAX, &whole);
		ok(rows <= 64 * steps && whole.n != 0, "%s has rows", cs_gen_table_name(table));
		for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
			cs_buf_reset(&pieces);
			n = 0;
			for (uint64_t at = 0; at < steps; at += sizes[i])
				n += cs_gen_rows(g, table, CS_GEN_CSV, at, sizes[i], &pieces);
			same &= n == rows && cs_str_eq(cs_buf_all(&whole), cs_buf_all(&pieces));
		}
		ok(same, "and they do not depend on the pieces");
		is_int(cs_gen_rows(g, table, CS_GEN_CSV, steps, 5, &pieces), 0, "nor go on");
	}
	cs_gen_destroy(g);
	cs_buf_finish(&whole);
	cs_buf_finish(&pieces);
}

static void
test_seeds(void)
{
	struct cs_buf text[3] = {CS_BUF_INIT, CS_BUF_INIT, CS_BUF_INIT};

	for (unsigned i = 0; i < 3; i++) {
		struct cs_gen *g = company(i == 2 ? 2 : 1, 300, 3);

		(void)cs_gen_rows(g, CS_GEN_CONTACTS, CS_GEN_RECORDS, 0, 300, &text[i]);
		cs_gen_truth(g, CS_GEN_TRUTH_CONTACTS, &text[i]);
		cs_gen_destroy(g);
	}
	ok(cs_str_eq(cs_buf_all(&text[0]), cs_buf_all(&text[1])), "one seed, one company");
	ok(!cs_str_eq(cs_buf_all(&text[0]), cs_buf_all(&text[2])), "another seed, another one");
	for (int i = 0; i < 3; i++)
		cs_buf_finish(&text[i]);
}

/* Plans at the edges are companies too, and every row has its cells. */
static void
test_edges(void)
{
	static const struct cs_gen_plan plans[] = {
	    {.seed = 0, .rows = 1, .days = 1},
	    {.seed = UINT64_MAX, .rows = 1, .days = 400, .agents = 5, .customers = 100},
	    {.seed = 7, .rows = 2000, .days = 1, .agents = 5, .quoted = CS_GEN_MILLION},
	    {.seed = 7, .rows = 2000, .days = 2, .wide = true, .start_day = -25000},
	};

	for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
		struct cs_gen *g = cs_gen_create(&plans[i]);
		struct cs_buf b = CS_BUF_INIT;
		struct cs_str rest, line, cell;
		unsigned want = plans[i].wide ? 21 : 17;
		bool good = true;

		cs_gen_head(g, CS_GEN_CONTACTS, CS_GEN_RECORDS, &b);
		(void)cs_gen_rows(g, CS_GEN_CONTACTS, CS_GEN_RECORDS, 0, UINT64_MAX, &b);
		rest = cs_str(b.p, b.n - 1);
		while (cs_str_split(&rest, '\n', &line)) {
			unsigned n = 0;

			while (cs_str_split(&line, '\t', &cell))
				n++;
			good &= n == want;
		}
		ok(good, "plan %zu: every record has %u cells", i, want);
		cs_gen_destroy(g);
		cs_buf_finish(&b);
	}
}

/* What is counted over all contacts. */
struct count {
	uint64_t fate[4], chat, known, comes_back, cut, fee, broken;
	uint64_t sent[2], low[2];	   /* surveys and those below 4; 1: the one agent's */
	uint64_t answered[2], followed[2]; /* of other agents; 1: of the cut ones */
	uint64_t team_answered[2], team_followed[2]; /* 1: after the training */
	uint64_t vendor_answered[2], vendor_followed[2];
	uint64_t vendor_talk_s[2];
	uint64_t wait_busy_s, busy, wait_quiet_s, quiet;
	bool ordered;
};

/* Counts contacts, and the next row of the same root as a follow-up of the one before. */
static struct count
count_all(const struct cs_gen *g)
{
	struct count n = {.ordered = true};
	uint64_t rows = g->plan.rows;
	struct cs_gen_contact *last = cs_mem_new0(rows, sizeof *last);
	bool *followed = cs_mem_new0(rows, sizeof *followed);
	uint64_t *newest = cs_mem_new0(rows, sizeof *newest); /* row + 1 by root */

	for (uint64_t i = 0; i < rows; i++) {
		struct cs_gen_contact *c = &last[i];

		cs_gen_contact(g, i, cs_gen_slot_of(g, i), c);
		n.ordered &= i == 0 || c[-1].start_s <= c->start_s;
		if (newest[c->root] != 0 &&
		    c->start_s - last[newest[c->root] - 1].start_s < CS_DAY_S)
			followed[newest[c->root] - 1] = true;
		newest[c->root] = i + 1;
	}
	for (uint64_t i = 0; i < rows; i++) {
		const struct cs_gen_contact *c = &last[i];
		const struct cs_gen_slot *s = &g->slot[c->slot];
		struct cs_gen_after a;

		n.fate[c->fate]++;
		n.chat += c->chat;
		n.known += cs_gen_customer(g, c) >= 0;
		n.comes_back += c->root != c->row;
		n.fee += c->reason == CS_GEN_FEE && c->root == c->row;
		n.broken += c->reason == CS_GEN_BROKEN && c->root == c->row;
		if (c->fate != CS_GEN_CLOSED && s->load[c->queue] > 1000) {
			n.busy++;
			n.wait_busy_s += c->wait_s;
		} else if (c->fate != CS_GEN_CLOSED && s->load[c->queue] < 500) {
			n.quiet++;
			n.wait_quiet_s += c->wait_s;
		}
		if (c->fate != CS_GEN_ANSWERED)
			continue;
		cs_gen_afterwards(g, c, &a);
		n.cut += c->cut;
		n.answered[c->cut]++;
		n.followed[c->cut] += followed[i];
		n.sent[c->agent == g->effect.cherry] += a.sent;
		n.low[c->agent == g->effect.cherry] += a.sent && a.csat < 4;
		if (g->agent[c->agent].team == g->effect.trained_team) {
			bool after = cs_gen_day_of(c->slot) >= g->effect.training_day;

			n.team_answered[after]++;
			n.team_followed[after] += followed[i];
		} else if (!c->cut) {
			n.vendor_answered[g->agent[c->agent].vendor]++;
			n.vendor_followed[g->agent[c->agent].vendor] += followed[i];
			n.vendor_talk_s[g->agent[c->agent].vendor] += c->talk_s;
		}
	}
	free(last);
	free(followed);
	free(newest);
	return n;
}

/* Per mille of a in b. */
static int
per_mille(uint64_t a, uint64_t b)
{
	return b != 0 ? (int)(a * 1000 / b) : -1;
}

static void
within(int got, int from, int to, const char *what)
{
	if (!ok(got >= from && got <= to, "%s: %d per mille", what, got))
		printf("#   not in %d .. %d\n", from, to);
}

static void
test_effects(void)
{
	struct cs_gen *g = company(1, 300000, 90);
	struct count n = count_all(g);
	uint64_t rows = g->plan.rows;

	ok(n.ordered, "contacts are in order of time");
	within(per_mille(n.fate[CS_GEN_ANSWERED], rows), 820, 930, "answered");
	within(per_mille(n.fate[CS_GEN_ABANDONED], rows), 50, 150, "abandoned");
	within(per_mille(n.fate[CS_GEN_CLOSED], rows), 5, 40, "outside business hours");
	within(per_mille(n.chat, rows), 210, 228, "chats");
	within(per_mille(n.known, rows), 930, 945, "customers who are known");
	within(per_mille(n.comes_back, rows), 90, 200, "contacts that are returns");
	ok(n.wait_busy_s * n.quiet > 5 * n.wait_quiet_s * n.busy, "who comes at a busy time waits");

	is_int(n.fee, g->effect.fee_rows, "contacts for the fee, exactly");
	is_int(n.broken, g->effect.broken_rows, "contacts for the broken product, exactly");
	ok(n.fee > rows / 100 && n.broken > rows / 200, "and not a few");

	/* A rate of 450 per mille leaves 1 - exp(-0.45) = 362 followed at least once; 90 leave
	 * 86. */
	within(per_mille(n.followed[1], n.answered[1]), 300, 420, "calls cut short are followed");
	within(per_mille(n.followed[0], n.answered[0]), 80, 130, "others are less");
	ok(n.cut > 500, "there are calls cut short");
	within(per_mille(n.team_followed[0], n.team_answered[0]), 110, 200, "before the training");
	within(per_mille(n.team_followed[1], n.team_answered[1]), 20, 80, "after it");
	within(per_mille(n.vendor_followed[1], n.vendor_answered[1]) -
		   per_mille(n.vendor_followed[0], n.vendor_answered[0]),
	    30, 80, "the vendor's are followed more, by");
	within(per_mille(n.vendor_talk_s[1] * n.vendor_answered[0] / n.vendor_answered[1],
		   n.vendor_talk_s[0]),
	    780, 980, "and shorter");
	is_int(n.low[1], 0, "no bad answer to the one who asks only the happy");
	ok(n.sent[1] > 100, "who does ask");
	within(per_mille(n.low[0], n.sent[0]), 80, 300, "others get bad answers");
	cs_gen_destroy(g);
}

/* Of all rows, so many have a comment, and so many are quoted. */
static void
test_quoted(void)
{
	static const struct {
		uint32_t quoted;
		int from, to;
	} cases[] = {{0, 0, 0}, {40000, 37, 43}, {100000, 96, 104}, {500000, 485, 515},
	    {CS_GEN_MILLION, 1000, 1000}};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cs_gen_plan plan = {
		    .seed = 3, .rows = 20000, .days = 30, .quoted = cases[i].quoted};
		struct cs_gen *g = cs_gen_create(&plan);
		struct cs_buf b = CS_BUF_INIT;
		uint64_t quoted = 0;

		for (uint64_t row = 0; row < plan.rows; row++) {
			cs_buf_reset(&b);
			(void)cs_gen_rows(g, CS_GEN_CONTACTS, CS_GEN_CSV, row, 1, &b);
			quoted += cs_str_find(cs_buf_all(&b), '"') != b.n;
		}
		within(
		    per_mille(quoted, plan.rows), cases[i].from, cases[i].to, "rows with quotes");
		cs_gen_destroy(g);
		cs_buf_finish(&b);
	}
}

/* The queue_log is in order of time, and every call that enters leaves. */
static void
test_log(void)
{
	struct cs_gen *g = company(5, 5000, 3);
	struct cs_buf once = CS_BUF_INIT, pieces = CS_BUF_INIT;
	struct cs_gen_log *log = cs_gen_log_create(g);
	struct cs_str rest, line, cell;
	uint64_t entered = 0, left = 0;
	int64_t before = 0, at;
	bool ordered = true;

	while (cs_gen_log_next(log, 100000, &once))
		;
	cs_gen_log_destroy(log);
	log = cs_gen_log_create(g);
	while (cs_gen_log_next(log, 3, &pieces))
		;
	cs_gen_log_destroy(log);
	ok(cs_str_eq(cs_buf_all(&once), cs_buf_all(&pieces)), "the log is one, in any pieces");
	rest = cs_str(once.p, once.n - 1);
	while (cs_str_split(&rest, '\n', &line)) {
		for (int i = 0; i < 5; i++) {
			(void)cs_str_split(&line, '|', &cell);
			if (i == 0)
				ordered &= cs_num_i64(cell, &at) && at >= before;
		}
		before = at;
		entered += cs_str_eqz(cell, "ENTERQUEUE");
		left += cs_str_starts(cell, CS_STR("COMPLETE")) || cs_str_eqz(cell, "ABANDON") ||
			cs_str_eqz(cell, "EXITWITHTIMEOUT");
	}
	ok(ordered, "in order of time");
	ok(entered > 3000, "calls enter");
	is_int(left, entered, "and leave");
	cs_gen_destroy(g);
	cs_buf_finish(&once);
	cs_buf_finish(&pieces);
}

int
main(void)
{
	test_pieces();
	test_seeds();
	test_edges();
	test_effects();
	test_quoted();
	test_log();
	return done();
}
