/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is planted at the service desk, told exactly: see gendesk.h. */
#include "base/dec.h"
#include "intake/gendesk.h"

static void
decimal(struct cs_buf *b, const char *effect, const char *what, int64_t v, unsigned digits)
{
	cs_buf_printf(b, "%s\t%s\t", effect, what);
	cs_dec_text(b, (struct cs_dec){v, (uint8_t)digits});
	cs_buf_c(b, '\n');
}

static void
number(struct cs_buf *b, const char *effect, const char *what, uint64_t v)
{
	cs_buf_printf(b, "%s\t%s\t%llu\n", effect, what, (unsigned long long)v);
}

/* Rates that the kind of work moves. */
static bool
is_moved(const struct cs_gen_rate_def *def)
{
	return def->hard != 0;
}

/* The average factor of a queue, or of all of them at an hour. */
static int64_t
factor(const struct cs_gen_desk *d, unsigned rate, unsigned queue, unsigned hour)
{
	uint64_t sum = 0, weight = 0;

	for (unsigned r = 0; r < CS_GEN_REASONS; r++) {
		for (unsigned h = CS_GEN_OPEN; h < CS_GEN_CLOSE; h++) {
			uint64_t w = (uint64_t)d->reason_share[r] * d->hour_share[h];

			if ((queue != CS_GEN_QUEUES && cs_gen_reasons[r].queue != queue) ||
			    (hour != 24 && h != hour))
				continue;
			sum += w / 1000 * d->factor[rate][r][h];
			weight += w / 1000;
		}
	}
	return weight != 0 ? (int64_t)(sum / weight) : 1000;
}

static void
mix(const struct cs_gen_desk *d, const char *key, const char *value, unsigned queue, unsigned hour,
    struct cs_buf *b)
{
	for (unsigned rate = 0; rate < CS_GEN_RATES; rate++) {
		if (!is_moved(&cs_gen_rates[rate]))
			continue;
		cs_buf_printf(b, "%s_%s\tfactor_%s\t", key, value, cs_gen_rates[rate].name);
		cs_dec_text(b, (struct cs_dec){factor(d, rate, queue, hour), 3});
		cs_buf_c(b, '\n');
	}
}

static void
shares(const struct cs_gen_desk *d, struct cs_buf *b)
{
	uint64_t queue[CS_GEN_QUEUES] = {0};

	for (unsigned r = 0; r < CS_GEN_REASONS; r++)
		queue[cs_gen_reasons[r].queue] += d->reason_share[r];
	for (unsigned q = 0; q < CS_GEN_QUEUES; q++) {
		cs_buf_printf(b, "queue_%s\tshare\t", cs_gen_queue_names[q]);
		cs_dec_text(b, (struct cs_dec){(int64_t)queue[q], 6});
		cs_buf_c(b, '\n');
		mix(d, "queue", cs_gen_queue_names[q], q, 24, b);
	}
	for (unsigned h = CS_GEN_OPEN; h < CS_GEN_CLOSE; h++) {
		const char name[3] = {(char)('0' + h / 10), (char)('0' + h % 10), '\0'};

		cs_buf_printf(b, "hour_%s\tshare\t", name);
		cs_dec_text(b, (struct cs_dec){d->hour_share[h], 6});
		cs_buf_c(b, '\n');
		mix(d, "hour", name, CS_GEN_QUEUES, h, b);
	}
}

void
cs_gen_desk_truth(const struct cs_gen *g, struct cs_buf *b)
{
	const struct cs_gen_desk *d = g->desk;
	uint64_t players = 0;

	for (unsigned r = 0; r < CS_GEN_RATES; r++)
		players += d->games[r];
	number(b, "desk", "gamers", players);
	number(b, "desk", "handle_target_s", CS_GEN_TARGET_S);
	number(b, "desk", "wrap_limit_s", CS_GEN_WRAP_LIMIT_S);
	number(b, "desk", "bad_wait_above_s", CS_GEN_SIGN_WAIT_S);
	number(b, "desk", "bad_hold_above_s", CS_GEN_SIGN_HOLD_S);
	decimal(b, "desk", "satisfied", CS_GEN_SATISFIED, 6);
	decimal(b, "desk", "satisfied_sd", CS_GEN_SATISFIED_SD, 6);
	decimal(b, "desk", "pace_sd", CS_GEN_PACE_SD, 3);
	decimal(b, "desk", "comes_anyway_7d", d->by_chance, 6);
	for (unsigned r = 0; r < CS_GEN_RATES; r++) {
		const struct cs_gen_rate_def *def = &cs_gen_rates[r];

		cs_buf_printf(b, "desk\trate_%s\t", def->name);
		cs_dec_text(b, (struct cs_dec){def->usual, 6});
		cs_buf_printf(b, "\ndesk\tsd_%s\t", def->name);
		cs_dec_text(b, (struct cs_dec){def->usual * (int64_t)def->spread / 1000, 6});
		cs_buf_c(b, '\n');
	}
	for (unsigned r = 0; r < CS_GEN_RATES; r++) {
		const struct cs_gen_rate_def *def = &cs_gen_rates[r];

		if (d->games[r] == 0)
			continue;
		for (uint32_t i = 0; i < g->plan.agents; i++)
			if (d->skill[i].game == r)
				cs_buf_printf(b, "%s\tagent_id\ta%u\n", def->game, i + 1);
		decimal(b, def->game, def->name, def->played, 6);
		if (r == CS_GEN_HELD)
			decimal(b, def->game, cs_gen_rates[CS_GEN_FOLLOWED].name,
			    2 * cs_gen_rates[CS_GEN_FOLLOWED].usual, 6);
	}
	if (cs_gen_plays(g, CS_GEN_TEAM_CLOSING)) {
		cs_buf_printf(b, "team_closing\tleader\tl%u\n", d->team + 1);
		decimal(b, "team_closing", "factor_reopened", CS_GEN_TEAM_MORE, 3);
	}
	if (cs_gen_plays(g, CS_GEN_NEW_SURVEY)) {
		cs_buf_printf(b, "new_survey\tqueue\t%s\nnew_survey\tday\t",
		    cs_gen_queue_names[CS_GEN_NEW_SURVEY_QUEUE]);
		cs_date_text(b, g->plan.start_day + g->plan.days / 2);
		cs_buf_c(b, '\n');
		decimal(b, "new_survey", "satisfied_more", CS_GEN_KINDER, 6);
	}
	shares(d, b);
}
