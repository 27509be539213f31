/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The service desk of the made-up company: what happens is as often as the chances say, the chances
 * are what the agents' rates and the mix of work make them, and those who play do what the games
 * say. Limits are 4.5 standard deviations of what chance alone does.
 */
#include "intake/gendesk.h"

#include "../tap.h"
#include "base/mem.h"
#include "base/num.h"
#include "intake/gencell.h"

static struct cs_gen *
company(uint64_t seed, uint64_t rows, uint32_t agents, uint32_t gamers)
{
	struct cs_gen_plan plan = {.seed = seed,
	    .rows = rows,
	    .days = 28,
	    .start_day = cs_civil_days(2026, 1, 5),
	    .agents = agents,
	    .desk = true,
	    .gamers = gamers};

	return cs_gen_create(&plan);
}

/* What is counted of a rate: how often it could, how often it did, and the sum of the chances. */
struct count {
	uint64_t n, x, chance;
};

static void
add(struct count *t, bool did, uint32_t chance)
{
	t->n++;
	t->x += did;
	t->chance += chance;
}

/* Whether x of n is what a sum of chances (millionths) says, within z standard deviations / 10. */
static bool
agrees(const struct count *t, int z10)
{
	int64_t off = (int64_t)(t->x * 1000000) - (int64_t)t->chance;
	/* Not more than the variance of equal chances; in thousandths squared, and one more. */
	cs_u128 var = (cs_u128)t->chance * (1000000 * t->n - t->chance) / (t->n + !t->n) + 1;

	return (cs_u128)((cs_i128)off * off) * 100 <= var * (unsigned)(z10 * z10);
}

enum { SATISFIED = CS_GEN_RATES, RETURNS, KINDS };

/* Counts what happens to the contacts of each agent; those of nobody are not looked at. */
static void
count_rows(const struct cs_gen *g, struct count (*of)[KINDS])
{
	for (uint64_t row = 0; row < g->plan.rows; row++) {
		struct cs_gen_case k;
		const struct cs_gen_contact *c = &k.c;
		struct cs_gen_outcome o;
		struct count *t;
		enum cs_gen_rate asked;

		cs_gen_case(g, row, &k);
		if (c->fate != CS_GEN_ANSWERED)
			continue;
		cs_gen_outcome(g, &k, &o);
		t = of[c->agent];
		asked = cs_gen_went_badly(&k) ? CS_GEN_UNASKED_BAD : CS_GEN_UNASKED;
		add(&t[asked], !o.asked, cs_gen_chance(g, c, asked));
		add(&t[CS_GEN_REOPENED], o.reopened > 0, cs_gen_chance(g, c, CS_GEN_REOPENED));
		add(&t[CS_GEN_MISSED], k.missed > 0, cs_gen_chance(g, c, CS_GEN_MISSED));
		add(&t[CS_GEN_OTHER], o.other, cs_gen_chance(g, c, CS_GEN_OTHER));
		if (o.answered && !o.own_answer)
			add(&t[SATISFIED], o.csat >= 4, cs_gen_satisfaction(g, &k));
		if (!c->chat) {
			add(&t[CS_GEN_SHORT], c->cut, cs_gen_chance(g, c, CS_GEN_SHORT));
			add(&t[CS_GEN_OWN_CALL], k.own_call, cs_gen_chance(g, c, CS_GEN_OWN_CALL));
		}
		if (c->cut || k.gone)
			continue;
		add(&t[CS_GEN_TRANSFERRED], k.transferred, cs_gen_chance(g, c, CS_GEN_TRANSFERRED));
		if (!c->chat)
			add(&t[CS_GEN_HELD], c->hold_s > 0, cs_gen_chance(g, c, CS_GEN_HELD));
	}
}

/* Sums over agents. */
static struct count
sum_of(const struct cs_gen *g, struct count (*of)[KINDS], unsigned kind)
{
	struct count sum = {0};

	for (uint32_t i = 0; i < g->plan.agents; i++) {
		sum.n += of[i][kind].n;
		sum.x += of[i][kind].x;
		sum.chance += of[i][kind].chance;
	}
	return sum;
}

static const char *
name_of(unsigned kind)
{
	return kind == SATISFIED ? "satisfied" : cs_gen_rates[kind].name;
}

/* Among honest agents. */
static void
test_rates(uint64_t seed)
{
	static const uint8_t kinds[] = {CS_GEN_SHORT, CS_GEN_UNASKED, CS_GEN_UNASKED_BAD,
	    CS_GEN_REOPENED, CS_GEN_TRANSFERRED, CS_GEN_HELD, CS_GEN_MISSED, CS_GEN_OTHER,
	    CS_GEN_OWN_CALL, SATISFIED};
	struct cs_gen *g = company(seed, 60000, 60, 0);
	struct count(*of)[KINDS] = cs_mem_new0(60, sizeof *of);

	count_rows(g, of);
	for (size_t i = 0; i < sizeof kinds; i++) {
		struct count sum = sum_of(g, of, kinds[i]);
		uint64_t true_rate = 0, mean = sum.chance / sum.n;
		bool each = true;

		ok(agrees(&sum, 45), "seed %d, %s: %.5f of %d, as the chances say %.5f", (int)seed,
		    name_of(kinds[i]), (double)sum.x / (double)sum.n, (int)sum.n,
		    (double)sum.chance / (double)sum.n / 1e6);
		for (uint32_t k = 0; k < 60; k++)
			each &= agrees(&of[k][kinds[i]], 50);
		ok(each, "and of each agent");
		if (kinds[i] == SATISFIED)
			continue;
		for (uint32_t k = 0; k < 60; k++)
			true_rate += g->desk->skill[k].rate[kinds[i]];
		true_rate /= 60;
		ok(mean * 100 > true_rate * 96 && mean * 100 < true_rate * 104,
		    "which are the rates on the company's mix: %d, %d", (int)mean, (int)true_rate);
	}
	free(of);
	cs_gen_destroy(g);
}

/* Contacts that follow: as many as their chances say, and within days. */
static void
test_returns(uint64_t seed)
{
	struct cs_gen *g = company(seed, 60000, 60, 0);
	uint64_t rows = g->plan.rows, late = 0, first = g->desk->window + g->desk->soonest;
	struct count all = {0};
	struct cs_gen_case k;

	for (uint64_t row = 0; row < rows; row++) {
		cs_gen_case(g, row, &k);
		/* The rows of a stretch look at as many contacts as are looked at in it. */
		if (row < first)
			continue;
		add(&all, k.c.root != k.c.row, cs_gen_case_follow(g, &k.c));
		if (k.c.root != k.c.row) {
			struct cs_gen_case root;

			cs_gen_case(g, k.c.root, &root);
			late += k.c.start_s - root.c.start_s > 7 * CS_DAY_S;
			if (root.c.reason != k.c.reason ||
			    cs_gen_case_customer(g, &root.c) != cs_gen_case_customer(g, &k.c))
				break;
		}
	}
	is_int(all.n, rows - first, "the customer and the reason are those of the first contact");
	ok(all.x * 1000000 > all.chance / 100 * 94 && all.x * 1000000 < all.chance / 100 * 105,
	    "seed %d: %d of %d come back, by their chances %d", (int)seed, (int)all.x, (int)all.n,
	    (int)(all.chance / 1000000));
	ok(late * 50 < all.x, "nearly all within 7 days of the first contact");
	cs_gen_destroy(g);
}

/* Factors are 1 on average over the mix, and tech is hard. */
static void
test_mix(void)
{
	struct cs_gen *g = company(1, 50000, 50, 6);
	const struct cs_gen_desk *d = g->desk;

	for (unsigned rate = 0; rate < CS_GEN_RATES; rate++) {
		uint64_t sum = 0;

		for (unsigned r = 0; r < CS_GEN_REASONS; r++)
			for (unsigned h = 0; h < 24; h++)
				sum += (uint64_t)d->reason_share[r] * d->hour_share[h] *
				       d->factor[rate][r][h] / 1000000;
		ok(sum > 997000000 && sum < 1002000000, "%s: the mean factor is %.4f",
		    cs_gen_rates[rate].name, (double)sum / 1e9);
	}
	ok(d->factor[CS_GEN_FOLLOWED][CS_GEN_FAULT][12] >
		2 * d->factor[CS_GEN_FOLLOWED][CS_GEN_INVOICE][12],
	    "customers of tech come again twice as often as those of billing");
	ok(d->factor[CS_GEN_FOLLOWED][CS_GEN_FAULT][20] >
		d->factor[CS_GEN_FOLLOWED][CS_GEN_FAULT][10],
	    "and in the evening more often than in the morning");
	cs_gen_destroy(g);
}

/* Honest agents differ as much as the table says. */
static void
test_spread(void)
{
	struct cs_gen *g = company(9, 50000, 2000, 0);

	for (unsigned r = 0; r < CS_GEN_RATES; r++) {
		double mean = 0, var = 0, usual = cs_gen_rates[r].usual;

		for (uint32_t i = 0; i < 2000; i++)
			mean += g->desk->skill[i].rate[r] / 2000.0;
		for (uint32_t i = 0; i < 2000; i++)
			var += (g->desk->skill[i].rate[r] - mean) *
			       (g->desk->skill[i].rate[r] - mean) / 2000.0;
		/* Four standard errors of a mean and of a variance of 2000. */
		ok(mean >= usual * (1 - cs_gen_rates[r].spread * 9e-5) - 1 &&
			mean <= usual * (1 + cs_gen_rates[r].spread * 9e-5) + 1,
		    "%s: mean %.1f", cs_gen_rates[r].name, mean);
		usual *= cs_gen_rates[r].spread / 1000.0;
		ok(var >= usual * usual * .88 - 1 && var <= usual * usual * 1.12 + 1,
		    "and variance %.1f", var);
	}
	cs_gen_destroy(g);
}

/* The handle times of an agent: in the ten seconds before the target, and in the minute past it. */
struct times {
	uint64_t all, below, inside, past, shaved, wrap_limit;
};

static struct times
times_of(const struct cs_gen *g, uint32_t agent)
{
	struct times t = {0};

	for (uint64_t row = 0; row < g->plan.rows; row++) {
		struct cs_gen_case k;
		uint32_t s;

		cs_gen_case(g, row, &k);
		if (k.c.fate != CS_GEN_ANSWERED || (agent != UINT32_MAX && k.c.agent != agent))
			continue;
		s = k.c.talk_s + k.c.hold_s + k.wrap_s;
		t.all++;
		t.below += s < CS_GEN_TARGET_S;
		t.inside += s < CS_GEN_TARGET_S && s >= CS_GEN_TARGET_S - CS_GEN_INSIDE_S;
		t.past += s >= CS_GEN_TARGET_S && s < CS_GEN_TARGET_S + CS_GEN_SHAVED_S;
		t.shaved += k.shaved;
		t.wrap_limit += k.wrap_s == CS_GEN_WRAP_LIMIT_S;
	}
	return t;
}

/* Who plays a game, in a company where everybody has about 2000 contacts. */
static uint32_t
player(const struct cs_gen *g, unsigned game)
{
	uint32_t i = 0;

	while (i < g->plan.agents && g->desk->skill[i].game != game)
		i++;
	return i;
}

static void
test_games(void)
{
	static const uint8_t counted[] = {CS_GEN_SHORT, CS_GEN_UNASKED_BAD, CS_GEN_REOPENED,
	    CS_GEN_TRANSFERRED, CS_GEN_HELD, CS_GEN_MISSED, CS_GEN_OWN_CALL};
	struct cs_gen *g = company(2, 70000, 30, 15), *honest = company(2, 70000, 30, 0);
	struct count(*of)[KINDS] = cs_mem_new0(30, sizeof *of);
	uint32_t players = 0, same = 0;
	struct times t;

	count_rows(g, of);
	for (uint32_t i = 0; i < 30; i++) {
		players += g->desk->skill[i].game != CS_GEN_NO_GAME;
		same += memcmp(&g->desk->skill[i], &honest->desk->skill[i],
			    sizeof g->desk->skill[i]) == 0;
	}
	is_int(players, 15, "as many play as were asked for");
	is_int(same, 15, "and the others are who they are without");
	for (size_t i = 0; i < sizeof counted; i++) {
		const struct cs_gen_rate_def *def = &cs_gen_rates[counted[i]];
		uint32_t who = player(g, counted[i]);
		const struct count *c = &of[who][counted[i]];

		ok(who < 30 && agrees(c, 45), "%s: %.4f of %d", def->game,
		    (double)c->x / (double)c->n, (int)c->n);
		is_int(g->desk->skill[who].rate[counted[i]], def->played, "as it is planted");
	}
	t = times_of(g, player(g, CS_GEN_SHAVED));
	ok(t.shaved * 1000 > (t.shaved + t.past) * 180 &&
		t.shaved * 1000 < (t.shaved + t.past) * 320,
	    "shaved_times: a quarter of the minute past the target is moved: %d of %d",
	    (int)t.shaved, (int)(t.shaved + t.past));
	ok(t.inside > 2 * t.shaved * 7 / 10, "to just before it: %d are there", (int)t.inside);
	t = times_of(g, player(g, CS_GEN_STRETCHED));
	ok(t.wrap_limit * 100 > t.all * 17, "stretched_wraps end at the limit");
	t = times_of(honest, UINT32_MAX);
	is_int(t.shaved, 0, "nobody does without players");
	ok(t.below * 1000 > t.all * 480 && t.below * 1000 < t.all * 520,
	    "the target is about the median: %d of %d are below", (int)t.below, (int)t.all);
	ok(t.wrap_limit * 100 < t.all * 2, "nor do many wraps end at the limit");
	free(of);
	cs_gen_destroy(g);
	cs_gen_destroy(honest);
}

/* Games that no single agent plays. */
static void
test_common(void)
{
	struct cs_gen_plan plan = {
	    .seed = 3, .rows = 60000, .days = 28, .agents = 60, .desk = true, .gamers = 5};
	struct cs_err e = CS_ERR_INIT;
	struct cs_gen *g, *honest;
	struct cs_gen_case k;
	struct cs_gen_outcome o;
	uint64_t good[2] = {0}, answers[2] = {0};
	uint32_t members = 0, players = 0;
	bool here = true;

	is_int(cs_gen_games(CS_STR("team_closing,new_survey"), &plan.games, &e), 0, "common games");
	g = cs_gen_create(&plan);
	plan.games = 1U << CS_GEN_NEW_SURVEY;
	honest = cs_gen_create(&plan);
	for (uint32_t i = 0; i < 60; i++) {
		members += g->agent[i].team == g->desk->team;
		players += g->desk->skill[i].game != CS_GEN_NO_GAME;
		here &= (g->agent[i].team == g->desk->team) ==
			(g->desk->skill[i].rate[CS_GEN_REOPENED] >
			    honest->desk->skill[i].rate[CS_GEN_REOPENED]);
	}
	ok(members >= 3 && players == members, "a team plays, and nobody else: %u", players);
	ok(here, "its contacts are opened again more often than they would");
	for (uint64_t row = 0; row < plan.rows; row++) {
		cs_gen_case(g, row, &k);
		if (k.c.fate != CS_GEN_ANSWERED)
			continue;
		cs_gen_outcome(g, &k, &o);
		here &= !o.new_form || (k.c.queue == CS_GEN_NEW_SURVEY_QUEUE &&
					   k.c.start_s >= plan.days / 2 * CS_DAY_S);
		if (k.c.queue != CS_GEN_NEW_SURVEY_QUEUE || !o.answered)
			continue;
		answers[o.new_form]++;
		good[o.new_form] += o.csat >= 4;
	}
	ok(here && answers[1] > 1000, "the new form comes in the second half");
	ok(good[1] * answers[0] * 100 > good[0] * answers[1] * 108, "and its marks are kinder");
	cs_gen_destroy(g);
	cs_gen_destroy(honest);
}

/* Only some games. */
static void
test_choice(void)
{
	struct cs_gen_plan plan = {
	    .rows = 100, .days = 28, .agents = 40, .desk = true, .gamers = 5};
	struct cs_err e = CS_ERR_INIT;
	struct cs_gen *g;

	is_int(cs_gen_games(CS_STR("early_closing,shaved_times"), &plan.games, &e), 0, "two games");
	g = cs_gen_create(&plan);
	is_int(g->desk->games[CS_GEN_REOPENED], 3, "are played in turn");
	is_int(g->desk->games[CS_GEN_SHAVED], 2, "by five");
	cs_gen_destroy(g);
	is_int(cs_gen_games(CS_STR("early_closing,cards"), &plan.games, &e), -1, "no such game");
	ok(strstr(e.msg, "'cards'") != NULL, "is said");
	cs_err_clear(&e);
}

/* How many of the truly worst or best tenth a plain order by a share has there, of 15. */
struct figure {
	uint32_t agent;
	uint64_t n, x;
	uint64_t truth;
};

static int
by_share(const void *a, const void *b)
{
	const struct figure *p = a, *q = b;
	cs_u128 l = (cs_u128)p->x * q->n, r = (cs_u128)q->x * p->n;

	return l < r ? -1 : l > r;
}

static int
by_truth(const void *a, const void *b)
{
	const struct figure *p = a, *q = b;

	return p->truth < q->truth ? -1 : p->truth > q->truth;
}

static unsigned
placed(struct figure *f, uint32_t n)
{
	uint32_t tenth = n / 10;
	unsigned hits = 0;
	bool *end = cs_mem_new0(2 * (size_t)n, sizeof *end);

	qsort(f, n, sizeof *f, by_truth);
	for (uint32_t i = 0; i < tenth; i++)
		end[f[i].agent] = end[n + f[n - 1 - i].agent] = true;
	qsort(f, n, sizeof *f, by_share);
	for (uint32_t i = 0; i < tenth; i++)
		hits += end[f[i].agent] + end[n + f[n - 1 - i].agent];
	free(end);
	return hits;
}

/* Where the work is mixed like that, a plain order is no good. */
static void
test_plain_order(void)
{
	enum { AGENTS = 150, SEEDS = 3, ENDS = 2 * AGENTS / 10 };
	unsigned repeats = 0, satisfied = 0;

	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		struct cs_gen *g = company(seed, 150000, AGENTS, 0);
		struct figure *again = cs_mem_new0(AGENTS, sizeof *again);
		struct figure *happy = cs_mem_new0(AGENTS, sizeof *happy);
		uint32_t *by = cs_mem_new0(g->plan.rows, sizeof *by);

		for (uint32_t i = 0; i < AGENTS; i++) {
			again[i] = (struct figure){i, 0, 0, cs_gen_true_repeat(g, i)};
			happy[i] = (struct figure){i, 0, 0, cs_gen_true_satisfied(g, i)};
		}
		for (uint64_t row = 0; row < g->plan.rows; row++) {
			struct cs_gen_case k;
			struct cs_gen_outcome o;

			cs_gen_case(g, row, &k);
			by[row] = k.c.agent;
			if (k.c.fate != CS_GEN_ANSWERED)
				continue;
			again[k.c.agent].n++;
			if (k.c.root != row && by[k.c.root] < AGENTS)
				again[by[k.c.root]].x++;
			cs_gen_outcome(g, &k, &o);
			happy[k.c.agent].n += o.answered;
			happy[k.c.agent].x += o.csat >= 4;
		}
		repeats += placed(again, AGENTS);
		satisfied += placed(happy, AGENTS);
		free(again);
		free(happy);
		free(by);
		cs_gen_destroy(g);
	}
	ok(repeats * 100 <= 45 * SEEDS * ENDS, "by repeats %u of %d stand where they belong",
	    repeats, SEEDS * ENDS);
	ok(satisfied * 100 <= 45 * SEEDS * ENDS, "by satisfaction %u", satisfied);
}

/* Pauses at the peaks and the end of the shift, and quarter-hours there, of an agent. */
static void
test_states(void)
{
	struct cs_gen *g = company(4, 5000, 25, 15);
	uint32_t idle = player(g, CS_GEN_UNREADY);
	uint64_t pauses[2] = {0}, shifts[2] = {0};
	struct cs_buf b = CS_BUF_INIT;
	struct cs_gen_line r = {g, &b, CS_GEN_RECORDS, false};
	bool joined = true, planned = true;

	for (uint64_t step = 0; step < cs_gen_steps(g, CS_GEN_STATES); step++) {
		struct cs_str text, line, cell[7], last = {0};
		uint32_t agent = (uint32_t)(step % g->plan.agents);

		cs_buf_reset(&b);
		if (cs_gen_state_rows(&r, step) == 0) {
			planned &= cs_gen_schedule_rows(&r, step) == 0;
			continue;
		}
		shifts[agent == idle]++;
		text = cs_str(b.p, b.n - 1);
		while (cs_str_split(&text, '\n', &line)) {
			for (int i = 0; i < 7; i++)
				(void)cs_str_split(&line, '\t', &cell[i]);
			joined &= last.n == 0 || cs_str_eq(last, cell[5]);
			joined &= cs_str_cmp(cell[5], cell[6]) < 0;
			last = cell[6];
			pauses[agent == idle] += cs_str_eqz(cell[4], "personal");
		}
		cs_buf_reset(&b);
		planned &= cs_gen_schedule_rows(&r, step) == 7;
	}
	ok(joined, "a state begins when the one before ends");
	ok(planned, "a shift is planned when there is one");
	ok(pauses[1] * shifts[0] > 2 * pauses[0] * shifts[1],
	    "who plays with pauses has more of them: %.2f and %.2f a shift",
	    (double)pauses[1] / (double)shifts[1], (double)pauses[0] / (double)shifts[0]);
	cs_buf_finish(&b);
	cs_gen_destroy(g);
}

/* Plans at the edges are desks too. */
static void
test_edges(void)
{
	static const struct cs_gen_plan plans[] = {
	    {.seed = 0, .rows = 1, .days = 1, .desk = true, .gamers = 25},
	    {.seed = UINT64_MAX,
		.rows = 3,
		.days = 400,
		.agents = 5,
		.customers = 100,
		.desk = true,
		.gamers = 9},
	    {.seed = 7, .rows = 3000, .days = 1, .agents = 5, .customers = 100, .desk = true},
	};

	for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
		struct cs_gen *g = cs_gen_create(&plans[i]);
		struct cs_buf b = CS_BUF_INIT;

		for (int t = CS_GEN_DESK; t < CS_GEN_TABLES; t++)
			(void)cs_gen_rows(
			    g, (enum cs_gen_table)t, CS_GEN_RECORDS, 0, UINT64_MAX, &b);
		ok(b.n != 0, "plan %zu has rows", i);
		cs_buf_reset(&b);
		cs_gen_truth(g, CS_GEN_TRUTH_CONTACTS | CS_GEN_TRUTH_DESK, &b);
		ok(b.n != 0, "and a truth");
		cs_gen_destroy(g);
		cs_buf_finish(&b);
	}
}

int
main(void)
{
	for (uint64_t seed = 1; seed <= 4; seed++) {
		test_rates(seed);
		test_returns(seed);
	}
	test_mix();
	test_spread();
	test_games();
	test_choice();
	test_common();
	test_plain_order();
	test_states();
	test_edges();
	return done();
}
