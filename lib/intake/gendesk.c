/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service desk's agents and their mix of work: see gendesk.h. */
#include "intake/gendesk.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"

/* Name, usual rate, spread; billing, orders, tech, account, sales; hardness; game and its rate. */
const struct cs_gen_rate_def cs_gen_rates[CS_GEN_RATES] = {
    [CS_GEN_SHORT] = {"short", 30000, 100, {1000, 1080, 960, 980, 1000}, 30, "short_calls", 80000},
    [CS_GEN_UNASKED] = {"unasked", 100000, 150, {1, 1, 1, 1, 1}, 0, NULL, 0},
    [CS_GEN_UNASKED_BAD] = {"unasked_bad", 100000, 150, {1, 1, 1, 1, 1}, 0, "survey_choice",
	500000},
    [CS_GEN_REOPENED] = {"reopened", 60000, 100, {1000, 800, 1500, 850, 700}, 100, "early_closing",
	120000},
    [CS_GEN_TRANSFERRED] = {"transferred", 70000, 100, {950, 800, 1450, 900, 900}, 80,
	"needless_transfers", 140000},
    [CS_GEN_SHAVED] = {"shaved", 0, 0, {1, 1, 1, 1, 1}, 0, "shaved_times", 250000},
    [CS_GEN_HELD] = {"held", 250000, 120, {950, 800, 1350, 950, 900}, 60, "avoided_holds", 60000},
    [CS_GEN_FOLLOWED] = {"followed", 90000, 220, {900, 550, 1950, 750, 500}, 100, NULL, 0},
    [CS_GEN_UNREADY] = {"unready", 50000, 150, {1, 1, 1, 1, 1}, 0, "unready", 200000},
    [CS_GEN_MISSED] = {"missed", 25000, 150, {1, 1, 1, 1, 1}, 0, "ring_no_answer", 100000},
    [CS_GEN_PASSED] = {"passed", 0, 0, {1, 1, 1, 1, 1}, 0, "easy_picks", 600000},
    [CS_GEN_OTHER] = {"other", 40000, 150, {1, 1, 1, 1, 1}, 0, "other_codes", 200000},
    [CS_GEN_OWN_ANSWER] = {"own_answer", 0, 0, {1, 1, 1, 1, 1}, 0, "own_ratings", 500000},
    [CS_GEN_OWN_CALL] = {"own_call", 1000, 0, {1, 1, 1, 1, 1}, 0, "own_calls", 50000},
    [CS_GEN_HURRIED] = {"hurried", 0, 0, {1, 1, 1, 1, 1}, 0, "hurried_talks", 350000},
    [CS_GEN_DUMPED] = {"dumped", 0, 0, {1, 1, 1, 1, 1}, 0, "late_transfers", 300000},
    [CS_GEN_STRETCHED] = {"stretched", 0, 0, {1, 1, 1, 1, 1}, 0, "stretched_wraps", 250000},
    [CS_GEN_MONTH_END] = {"month_end", 0, 0, {1, 1, 1, 1, 1}, 0, "month_end_closing", 300000},
};

/* Where agents help out, percent by queue: where hands are short. */
static const uint8_t help_share[CS_GEN_QUEUES] = {22, 36, 5, 27, 10};

enum {
	SKILLS = 8, /* the first of the streams of random numbers that are the desk's: of agents */
	IRWIN_HALL_SD = 37837, /* standard deviation of the sum of four numbers below 65536 */
	COMMON = 600,	       /* of a skill is shared by all skills of an agent, per mille, */
	OWN = 800,	       /* and of its own: squares sum to one */
	FOLLOW_DAYS = 3,       /* on average contacts follow within so many days' rows */
	SOONEST_S = 480,       /* and not sooner than so many seconds' */
	CHANCE_MAX = 60000,
};

/* A nearly normal number of 64 random bits, in thousandths of its standard deviation. */
static int32_t
normal(uint64_t bits)
{
	int64_t sum = (int64_t)((bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) +
				(bits >> 48));

	return (int32_t)((sum - 131070) * 1000 / IRWIN_HALL_SD);
}

static uint64_t
draw(const struct cs_gen *g, uint32_t agent, unsigned of)
{
	return cs_gen_random(g, SKILLS, agent * UINT64_C(32) + of);
}

/* A skill: partly what all skills of the agent share. */
static int32_t
talent(const struct cs_gen *g, uint32_t agent, unsigned of)
{
	return (normal(draw(g, agent, 0)) * COMMON + normal(draw(g, agent, of)) * OWN) / 1000;
}

static void
make_skill(const struct cs_gen *g, uint32_t i, struct cs_gen_skill *s)
{
	uint64_t bits = draw(g, i, 1);
	uint32_t at = cs_gen_below(bits, 100 - help_share[g->agent[i].queue]);
	uint8_t help = 0;

	for (unsigned r = 0; r < CS_GEN_RATES; r++) {
		const struct cs_gen_rate_def *def = &cs_gen_rates[r];
		/* What is asked after good contacts is asked after bad ones. */
		unsigned of = r == CS_GEN_UNASKED_BAD ? CS_GEN_UNASKED : r;
		int64_t z =
		    r == CS_GEN_FOLLOWED ? -talent(g, i, 4 + r) : normal(draw(g, i, 4 + of));

		s->rate[r] = (uint32_t)(def->usual * (1000000 + def->spread * z) / 1000000);
	}
	s->satisfied = (int32_t)(talent(g, i, 2) * (int64_t)CS_GEN_SATISFIED_SD / 1000);
	s->pace = (uint16_t)(1000 - talent(g, i, 3) * CS_GEN_PACE_SD / 1000);
	s->game = CS_GEN_NO_GAME;
	s->queue[0] = g->agent[i].queue;
	/* Another queue than the own one. */
	for (;; help++) {
		if (help == s->queue[0])
			continue;
		if (at < help_share[help])
			break;
		at -= help_share[help];
	}
	s->queue[1] = help;
	s->home = (uint16_t)(550 + cs_gen_below(bits >> 16, 400));
	s->weight[0] = s->home * 1000u;
	s->weight[1] = (1000u - s->home) * 1000u;
}

static uint32_t
common_divisor(uint32_t a, uint32_t b)
{
	while (b != 0) {
		uint32_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/*
 * Who plays: agents apart by a step that has no divisor in common with their number, so that
 * nobody is chosen twice. Games are dealt in turn.
 */
static void
make_games(const struct cs_gen *g, struct cs_gen_desk *d)
{
	uint32_t n = g->plan.agents, players = g->plan.gamers < n ? g->plan.gamers : n;
	uint64_t bits = draw(g, UINT32_MAX, 0);
	uint32_t at = (uint32_t)((bits & 0xffffffff) * n >> 32), step;
	const uint32_t all = (UINT32_C(1) << CS_GEN_RATES) - 1;
	const uint32_t games = g->plan.games == 0 ? all : g->plan.games & all;
	unsigned game = 0;

	if (games == 0 || players == 0)
		return;
	step = (uint32_t)(bits >> 32) % n;
	while (common_divisor(n, step) != 1)
		step = (step + 1) % n;
	for (uint32_t i = 0; i < players; i++, at = (at + step) % n) {
		struct cs_gen_skill *s = &d->skill[at];

		while (cs_gen_rates[game].game == NULL || (games >> game & 1) == 0)
			game = (game + 1) % CS_GEN_RATES;
		s->game = (uint8_t)game;
		s->rate[game] = cs_gen_rates[game].played;
		d->games[game]++;
		/* Twice as many customers come again as usually do. */
		if (game == CS_GEN_HELD)
			s->rate[CS_GEN_FOLLOWED] = 2 * cs_gen_rates[CS_GEN_FOLLOWED].usual;
		game = (game + 1) % CS_GEN_RATES;
	}
}

/* A team whose members close early: those that do not play already. */
static void
make_team(const struct cs_gen *g, struct cs_gen_desk *d)
{
	uint64_t bits = draw(g, UINT32_MAX, 1);

	d->team = g->agent[(bits & 0xffffffff) * g->plan.agents >> 32].team;
	for (uint32_t i = 0; i < g->plan.agents; i++) {
		struct cs_gen_skill *s = &d->skill[i];

		if (g->agent[i].team != d->team || s->game != CS_GEN_NO_GAME)
			continue;
		s->game = CS_GEN_TEAM_CLOSING;
		s->rate[CS_GEN_REOPENED] =
		    (uint32_t)((uint64_t)s->rate[CS_GEN_REOPENED] * CS_GEN_TEAM_MORE / 1000);
	}
}

const char *
cs_gen_game_name(unsigned game)
{
	switch (game) {
	case CS_GEN_TEAM_CLOSING:
		return "team_closing";
	case CS_GEN_NEW_SURVEY:
		return "new_survey";
	default:
		return game < CS_GEN_RATES ? cs_gen_rates[game].game : NULL;
	}
}

bool
cs_gen_plays(const struct cs_gen *g, enum cs_gen_common_game game)
{
	return (g->plan.games >> game & 1) != 0;
}

void
cs_gen_game_words(struct cs_buf *b)
{
	for (unsigned r = 0; r < 32; r++)
		if (cs_gen_game_name(r) != NULL)
			cs_buf_printf(b, "%s\n", cs_gen_game_name(r));
}

/* The hint: the names of all games. */
static int
no_game(struct cs_str name, struct cs_err *e)
{
	struct cs_buf names = CS_BUF_INIT;

	for (unsigned r = 0; r < 32; r++) {
		if (cs_gen_game_name(r) == NULL)
			continue;
		cs_buf_z(&names, names.n != 0 ? ", " : "");
		cs_buf_z(&names, cs_gen_game_name(r));
	}
	(void)cs_err_set(e, CS_EXIT_USAGE, "there is no game '%.*s'", (int)name.n, name.p);
	(void)cs_err_hint(e, "%.*s", (int)names.n, names.p);
	cs_buf_finish(&names);
	return -1;
}

int
cs_gen_games(struct cs_str list, uint32_t *games, struct cs_err *e)
{
	struct cs_str name;

	*games = 0;
	while (cs_str_split(&list, ',', &name)) {
		unsigned r = 0;

		while (r < 32 &&
		       (cs_gen_game_name(r) == NULL || !cs_str_eqz(name, cs_gen_game_name(r))))
			r++;
		if (r == 32)
			return no_game(name, e);
		*games |= UINT32_C(1) << r;
	}
	return 0;
}

struct cs_gen_desk *
cs_gen_desk_create(const struct cs_gen *g)
{
	struct cs_gen_desk *d = cs_mem_new0(1, sizeof *d);
	uint64_t rows = g->plan.rows, days = g->plan.days;
	uint64_t again = rows * 7 / days * 1000000 / g->plan.customers;

	d->by_chance = again > CHANCE_MAX ? CHANCE_MAX : (uint32_t)again;
	d->window = rows * FOLLOW_DAYS / days + 1;
	d->soonest = rows * SOONEST_S / (days * (CS_GEN_CLOSE - CS_GEN_OPEN) * 3600);
	d->skill = cs_mem_new0(g->plan.agents, sizeof *d->skill);
	for (uint32_t i = 0; i < g->plan.agents; i++)
		make_skill(g, i, &d->skill[i]);
	make_games(g, d);
	if (cs_gen_plays(g, CS_GEN_TEAM_CLOSING))
		make_team(g, d);
	cs_gen_mix(g, d);
	cs_gen_crews(g, d);
	return d;
}

void
cs_gen_desk_destroy(struct cs_gen_desk *d)
{
	if (d == NULL)
		return;
	free(d->skill);
	free(d->turn);
	free(d);
}
