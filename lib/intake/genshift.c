/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shifts of the service desk's agents: what was planned, and the states that they were in. A
 * step is an agent on a day. Who plays with pauses makes more of them when most customers come, and
 * before the shift ends. See gendesk.h.
 */
#include "intake/gencell.h"
#include "intake/gendesk.h"

enum {
	QUARTER_S = 900,
	PLANS = 8,  /* streams of random numbers, of days: what is planned, */
	PAUSES = 9, /* and what happens */
	PLANNED = 3,
	END_QUARTERS = 2, /* of a shift: the last half-hour */
};

struct rest {
	const char *activity;
	uint32_t at_s, for_s; /* from midnight */
};

/* An agent's shift on a day. */
struct shift {
	uint32_t agent, day, from_s, to_s; /* from midnight */
	int64_t midnight_s;
	struct rest rest[PLANNED];
};

static uint64_t
draw(const struct cs_gen *g, const struct shift *s, unsigned stream, unsigned of)
{
	/* Behind all numbers that agents and contacts have in these streams. */
	uint64_t number = (uint64_t)s->day * CS_GEN_AGENTS_MAX + s->agent;

	return cs_gen_random(g, stream, UINT64_MAX - (number * 64 + of));
}

/* False on a day off. */
static bool
shift_of(const struct cs_gen *g, uint64_t step, struct shift *s)
{
	static const struct rest rests[PLANNED] = {
	    {"break", 2 * 3600, 900}, {"lunch", 4 * 3600, 1800}, {"break", 6 * 3600, 900}};
	uint32_t agent = (uint32_t)(step % g->plan.agents), day = (uint32_t)(step / g->plan.agents);
	unsigned weekday = (unsigned)cs_civil_weekday(g->plan.start_day + day) - 1, from, to;
	const struct cs_gen_agent *a = &g->agent[agent];
	uint64_t bits;

	if ((cs_gen_days_off(a) >> weekday & 1) != 0)
		return false;
	cs_gen_shift_hours(a, &from, &to);
	*s = (struct shift){.agent = agent,
	    .day = day,
	    .from_s = from * 3600,
	    .to_s = to * 3600,
	    .midnight_s = (g->plan.start_day + day) * CS_DAY_S};
	bits = draw(g, s, PLANS, 0);
	for (unsigned i = 0; i < PLANNED; i++) {
		s->rest[i] = rests[i];
		s->rest[i].at_s += s->from_s + cs_gen_below(bits >> 16 * i, 4) * QUARTER_S;
	}
	return true;
}

static void
who(struct cs_gen_line *r, uint32_t agent)
{
	cs_gen_id(r, 'a', agent);
	cs_gen_id(r, 'l', r->g->agent[agent].team);
	cs_gen_id(r, 't', r->g->agent[agent].team);
}

static void
stretch(struct cs_gen_line *r, const struct shift *s, uint32_t from_s, uint32_t to_s)
{
	cs_gen_moment(r, s->midnight_s + from_s);
	cs_gen_moment(r, s->midnight_s + to_s);
	cs_gen_end(r);
}

uint64_t
cs_gen_schedule_rows(struct cs_gen_line *r, uint64_t step)
{
	struct shift s;
	uint32_t at;

	if (!shift_of(r->g, step, &s))
		return 0;
	at = s.from_s;
	for (unsigned i = 0; i <= PLANNED; i++) {
		uint32_t until = i < PLANNED ? s.rest[i].at_s : s.to_s;

		who(r, s.agent);
		cs_gen_text(r, "contacts");
		cs_gen_text(r, "f");
		stretch(r, &s, at, until);
		if (i == PLANNED)
			break;
		at = until + s.rest[i].for_s;
		who(r, s.agent);
		cs_gen_text(r, s.rest[i].activity);
		cs_gen_text(r, "t");
		stretch(r, &s, until, at);
	}
	return 2 * PLANNED + 1;
}

/* States one after the other. */
struct course {
	struct cs_gen_line *r;
	const struct shift *s;
	uint32_t at_s; /* from midnight: until here it is told */
	uint64_t rows;
};

static void
state(struct course *c, const char *name, const char *reason, uint32_t to_s)
{
	who(c->r, c->s->agent);
	cs_gen_text(c->r, name);
	if (reason != NULL)
		cs_gen_text(c->r, reason);
	else
		cs_gen_null(c->r);
	stretch(c->r, c->s, c->at_s, to_s);
	c->at_s = to_s;
	c->rows++;
}

/* A pause from a second on, or from when the last state ends; ready until then. */
static void
pause_at(struct course *c, const char *reason, uint32_t from_s, uint32_t for_s)
{
	if (from_s > c->at_s)
		state(c, "ready", NULL, from_s);
	state(c, "pause", reason, c->at_s + for_s);
}

/* Who plays with pauses does so at a peak, and at the end of the shift. */
static uint32_t
unready(const struct cs_gen *g, const struct shift *s, uint32_t quarter_s)
{
	const struct cs_gen_skill *skill = &g->desk->skill[s->agent];

	if (skill->game == CS_GEN_UNREADY && !cs_gen_is_peak(quarter_s / 3600) &&
	    quarter_s + END_QUARTERS * QUARTER_S < s->to_s)
		return cs_gen_rates[CS_GEN_UNREADY].usual;
	return skill->rate[CS_GEN_UNREADY];
}

uint64_t
cs_gen_state_rows(struct cs_gen_line *r, uint64_t step)
{
	const struct cs_gen *g = r->g;
	struct shift s;
	struct course c = {r, &s, 0, 0};
	unsigned next = 0;

	if (!shift_of(g, step, &s))
		return 0;
	c.at_s = s.from_s;
	for (uint32_t t = s.from_s; t < s.to_s; t += QUARTER_S) {
		uint64_t bits = draw(g, &s, PAUSES, (t - s.from_s) / QUARTER_S);
		uint32_t chance = (uint32_t)((bits & 0xffffff) * 1000000 >> 24);

		if (next < PLANNED && t == s.rest[next].at_s) {
			/* From a minute early to four late, and about as long as planned. */
			pause_at(&c, s.rest[next].activity, t - 60 + cs_gen_below(bits >> 24, 300),
			    s.rest[next].for_s - 60 + cs_gen_below(bits >> 40, 240));
			/* No other pause in the quarters that it covers. */
			t += s.rest[next].for_s - QUARTER_S;
			next++;
		} else if (chance < unready(g, &s, t)) {
			pause_at(&c, "personal", t + cs_gen_below(bits >> 24, 480),
			    120 + cs_gen_below(bits >> 40, 240));
		} else if (chance > 1000000 - g->desk->skill[s.agent].rate[CS_GEN_MISSED]) {
			/* The system makes a pause of it when a call was let ring. */
			pause_at(&c, "missed", t + cs_gen_below(bits >> 24, 480), 60);
		}
	}
	if (c.at_s < s.to_s)
		state(&c, "ready", NULL, s.to_s);
	return c.rows;
}
