/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service desk's contacts and the truth about its agents, as rows: see gendesk.h. */
#include "base/dec.h"
#include "intake/gencell.h"
#include "intake/gendesk.h"

enum {
	CLOSED_AFTER_S = 4 * 86400, /* solved contacts are closed after four days */
	SEEN = 14,		    /* stream of random numbers: of what is only seen */
	NUMBERS = 1000000000,	    /* of telephones; no two customers have the same */
	AGENT_ENDS = 250,	    /* per mille of conversations */
};

static void
nulls(struct cs_gen_line *r, unsigned n)
{
	for (; n > 0; n--)
		cs_gen_null(r);
}

/* Nine digits behind 15. */
static void
telephone(struct cs_gen_line *r, uint64_t number)
{
	char text[] = "+4915000000000";

	for (size_t i = sizeof text - 2; number != 0; i--, number /= 10)
		text[i] = (char)('0' + (int)(number % 10));
	cs_gen_cell(r);
	cs_buf_add(r->b, text, sizeof text - 1);
}

static void
whom(struct cs_gen_line *r, const struct cs_gen_case *k)
{
	const struct cs_gen *g = r->g;
	int64_t customer = cs_gen_case_customer(g, &k->c);
	uint64_t number = (uint64_t)customer;

	cs_gen_id_if(r, customer >= 0, 'C', number);
	if (k->own_call) {
		cs_gen_cell(r);
		cs_buf_printf(r->b, "+49341555%05u", k->c.agent + 1);
	} else if (customer >= 0 && !k->c.chat) {
		telephone(r, number % NUMBERS * 618033989 % NUMBERS);
	} else {
		cs_gen_null(r);
	}
}

static void
by_whom(struct cs_gen_line *r, uint32_t agent)
{
	if (agent < r->g->plan.agents)
		cs_gen_place(r, agent, r->g->agent[agent].team);
	else
		nulls(r, 5);
}

/* ended_by transfer transferred_to missed_n, of a contact that was answered. */
static void
course(struct cs_gen_line *r, const struct cs_gen_case *k)
{
	uint64_t bits = cs_gen_random(r->g, SEEN, k->c.row);
	unsigned to = (k->c.queue + 1 + cs_gen_below(bits, CS_GEN_QUEUES - 1)) % CS_GEN_QUEUES;
	bool agent = k->c.cut || (!k->gone && cs_gen_below(bits >> 16, 1000) < AGENT_ENDS);

	cs_gen_text(r, agent ? "agent" : "customer");
	cs_gen_text(r, !k->transferred ? "none" : k->blind ? "blind" : "attended");
	if (k->transferred)
		cs_gen_text(r, cs_gen_queue_names[to]);
	else
		cs_gen_null(r);
	cs_gen_id(r, '\0', k->missed);
}

/* From reopened_n to survey_version. */
static void
afterwards(struct cs_gen_line *r, const struct cs_gen_outcome *o)
{
	cs_gen_id(r, '\0', o->reopened);
	cs_gen_moment(r, o->solved_s);
	cs_gen_moment(r, o->solved_s + CLOSED_AFTER_S);
	if (!o->asked) {
		nulls(r, 4);
		return;
	}
	cs_gen_moment(r, o->sent_s);
	if (o->answered)
		cs_gen_moment(r, o->answered_s);
	else
		cs_gen_null(r);
	cs_gen_id_if(r, o->answered, '\0', o->csat);
	cs_gen_text(r, o->new_form ? "v2" : "v1");
}

uint64_t
cs_gen_desk_row(struct cs_gen_line *r, uint64_t row)
{
	static const char *const fates[] = {"answered", "abandoned", "timeout", "closed"};
	const struct cs_gen *g = r->g;
	struct cs_gen_case k;
	const struct cs_gen_contact *c = &k.c;
	struct cs_gen_outcome o = {0};
	bool answered;

	cs_gen_case(g, row, &k);
	answered = c->fate == CS_GEN_ANSWERED;
	if (answered)
		cs_gen_outcome(g, &k, &o);
	cs_gen_id(r, 'D', row);
	whom(r, &k);
	by_whom(r, c->agent);
	cs_gen_text(r, cs_gen_queue_names[c->queue]);
	cs_gen_text(r, c->chat ? "chat" : "phone");
	cs_gen_text(r, o.other ? "other" : cs_gen_reasons[c->reason].name);
	cs_gen_moment(r, c->start_s);
	if (!answered) {
		cs_gen_null(r);
		cs_gen_moment(r, cs_gen_ended_s(c));
		cs_gen_id_if(r, c->fate != CS_GEN_CLOSED, '\0', c->wait_s);
		nulls(r, 4);
		cs_gen_text(r, fates[c->fate]);
		cs_gen_text(r, c->fate == CS_GEN_ABANDONED ? "customer" : "system");
		nulls(r, 11);
		cs_gen_end(r);
		return 1;
	}
	cs_gen_moment(r, c->start_s + c->wait_s);
	cs_gen_moment(r, cs_gen_ended_s(c));
	cs_gen_id(r, '\0', c->wait_s);
	cs_gen_id(r, '\0', c->talk_s);
	cs_gen_id(r, '\0', c->hold_s);
	cs_gen_id(r, '\0', k.wrap_s);
	cs_gen_id(r, '\0', c->talk_s + c->hold_s + k.wrap_s);
	cs_gen_text(r, fates[c->fate]);
	course(r, &k);
	afterwards(r, &o);
	cs_gen_id(r, '\0', (uint64_t)(c->start_s - cs_gen_joined_s(g, c->agent)) / CS_DAY_S);
	cs_gen_end(r);
	return 1;
}

/* A number of millionths, or of thousandths, as a decimal. */
static void
decimal(struct cs_gen_line *r, uint32_t v, unsigned digits)
{
	cs_gen_cell(r);
	cs_dec_text(r->b, (struct cs_dec){v, (uint8_t)digits});
}

uint64_t
cs_gen_skill_row(struct cs_gen_line *r, uint64_t agent)
{
	const struct cs_gen *g = r->g;
	uint32_t i = (uint32_t)agent;
	const struct cs_gen_skill *s = &g->desk->skill[i];

	cs_gen_id(r, 'a', agent);
	if (s->game == CS_GEN_NO_GAME)
		cs_gen_null(r);
	else
		cs_gen_text(r, cs_gen_game_name(s->game));
	cs_gen_text(r, cs_gen_queue_names[s->queue[0]]);
	cs_gen_text(r, cs_gen_queue_names[s->queue[1]]);
	decimal(r, s->home, 3);
	decimal(r, cs_gen_true_repeat(g, i), 6);
	decimal(r, cs_gen_true_satisfied(g, i), 6);
	decimal(r, s->pace, 3);
	for (unsigned k = 0; k < CS_GEN_RATES; k++)
		decimal(r, s->rate[k], 6);
	cs_gen_end(r);
	return 1;
}
