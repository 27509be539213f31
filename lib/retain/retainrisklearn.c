/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who was there, and what became of them: see retainriskwork.h. */
#include "retain/retainriskwork.h"

#define DAY CS_RISK_DAY

/*
 * From when on leaving is looked for, so that it is told as of t: silence counts from the last that
 * was heard by then (CS_INSTANT_MAX: nothing was); what fell due, from the first.
 */
static int64_t
since(const struct cs_risk *s, const struct cs_life *life, int64_t t)
{
	static const enum cs_fact_kind heard[] = {CS_FACT_CONTACT, CS_FACT_PURCHASE};
	int64_t last = CS_INSTANT_MIN;

	if (s->view.rule == CS_LEAVING_RENEWAL && life->n[CS_FACT_RENEWAL] > 0 &&
	    life->fact[CS_FACT_RENEWAL][0].at < t)
		return life->fact[CS_FACT_RENEWAL][0].at;
	if (s->view.rule != CS_LEAVING_SILENCE)
		return t;
	for (size_t k = 0; k < sizeof heard / sizeof *heard; k++) {
		size_t i = life->n[heard[k]];

		while (i > 0 && life->fact[heard[k]][i - 1].at > t)
			i--;
		if (i > 0 && life->fact[heard[k]][i - 1].at > last)
			last = life->fact[heard[k]][i - 1].at;
	}
	return last == CS_INSTANT_MIN ? CS_INSTANT_MAX : last;
}

const struct cs_fact *
cs_risk_who(const struct cs_life *life, int64_t t)
{
	const struct cs_fact *who = cs_life_who(life, t);

	return who == NULL || (who->bits & CS_FACT_UNDATED) != 0 || who->at <= t ? who : NULL;
}

/* Whether there was anything of that kind by t. */
static bool
any(const struct cs_life *life, enum cs_fact_kind kind, int64_t t)
{
	return life->n[kind] > 0 && life->fact[kind][0].at <= t;
}

bool
cs_risk_there(const struct cs_risk *s, const struct cs_retain *r, const struct cs_risk_at *at,
    struct cs_stay *stay)
{
	const struct cs_life *life = at->life;
	const int64_t t = at->t;
	int64_t zero;

	if (s->model.kind == CS_RISK_PURCHASES) {
		*stay = (struct cs_stay){.from = t, .until = INT64_MAX};
		return any(life, CS_FACT_PURCHASE, t);
	}
	zero = since(s, life, t);
	if (zero == CS_INSTANT_MAX || (at->who == NULL && !any(life, CS_FACT_RENEWAL, t) &&
					  s->view.rule != CS_LEAVING_SILENCE))
		return false;
	cs_leaving_stay(&r->leaving, life, zero, stay);
	return stay->state == CS_STAY_FOLLOWED && stay->from <= t &&
	       (stay->until > t || (stay->until == t && !stay->left));
}

/* Whether he left within so many days of t: 1, 0; -1: he was not watched so long. */
static int
left_within(const struct cs_stay *stay, int64_t t, int days)
{
	if (stay->left && stay->until <= t + days * DAY)
		return 1;
	return stay->until >= t + days * DAY ? 0 : -1;
}

bool
cs_risk_chosen(const struct cs_risk *s, const struct cs_retain *r, const struct cs_life *life)
{
	const struct cs_fact *first;

	if (!s->ask->chosen)
		return true;
	first = cs_life_first(life, r->zero_kind);
	return first != NULL && first->at <= s->base;
}

/* What became of those who were there at instants before: what is learnt from. */
static void
learn(const struct cs_risk *s, const struct cs_retain *r, struct cs_risk_own *own,
    const struct cs_life *life)
{
	for (int k = 1; k <= s->steps; k++) {
		const int64_t t = s->base - k * CS_RISK_STEP * DAY;
		const struct cs_risk_at at = {life, cs_risk_who(life, t), t};
		struct cs_risk_seen seen;
		struct cs_risk_count *c = NULL;
		struct cs_stay stay;
		uint8_t buf[CS_RISK_FACTORS];
		int left[CS_RISK_HORIZONS];

		if (!cs_risk_there(s, r, &at, &stay))
			continue;
		cs_risk_look(&s->view, &at, &own->days, &seen);
		for (int h = 0; h < CS_RISK_HORIZONS; h++) {
			left[h] = left_within(&stay, t, cs_risk_horizon[h]);
			if (k * CS_RISK_STEP < cs_risk_horizon[h] || left[h] < 0)
				continue;
			if (c == NULL)
				c = cs_risk_cell(&own->cells, cs_risk_key(&s->model, &seen, buf));
			c->n[h]++;
			c->x[h] += left[h];
		}
		cs_risk_check_left(s, own, &seen, k, left);
	}
}

bool
cs_risk_bought_within(const struct cs_retain *r, const struct cs_life *life, int64_t t, int days)
{
	const int64_t today = cs_zone_day(r->zone, t);

	for (size_t i = 0; i < life->n[CS_FACT_PURCHASE]; i++) {
		int64_t day = cs_zone_day(r->zone, life->fact[CS_FACT_PURCHASE][i].at);

		if (day > today && day <= today + days)
			return true;
	}
	return false;
}

/* Who is there at the base of a back-test: what will be held against what is told of him. */
static void
test(const struct cs_risk *s, const struct cs_retain *r, struct cs_risk_own *own,
    const struct cs_life *life, const struct cs_risk_seen *seen, const struct cs_stay *stay)
{
	uint8_t buf[CS_RISK_FACTORS];
	const struct cs_str key = cs_risk_key(&s->model, seen, buf);
	const int days = cs_risk_horizon[CS_RISK_HORIZONS - 1];
	struct cs_risk_count *c = cs_risk_cell(&own->cells, key);

	for (int h = 0; h < CS_RISK_HORIZONS; h++) {
		int left = left_within(stay, s->base, cs_risk_horizon[h]);

		if (s->base + cs_risk_horizon[h] * DAY > r->as_of)
			continue;
		if (s->model.kind == CS_RISK_PURCHASES)
			left = !cs_risk_bought_within(r, life, s->base, cs_risk_horizon[h]);
		if (left < 0)
			continue;
		c->test_n[h]++;
		c->test_x[h] += left;
	}
	if (s->base + days * DAY > r->as_of && s->model.kind == CS_RISK_HAZARD)
		cs_risk_open(&own->cells, key, stay->left, (int)((stay->until - s->base) / DAY), 1);
}

void
cs_risk_learn_life(struct cs_retain_worker *w, const struct cs_risk *s, const struct cs_life *life)
{
	const struct cs_risk_at at = {life, cs_risk_who(life, s->base), s->base};
	struct cs_risk_own *own = w->own;
	struct cs_risk_seen seen;
	struct cs_stay stay;
	uint8_t buf[CS_RISK_FACTORS];
	bool is_there = cs_risk_there(s, w->r, &at, &stay), is_chosen;

	if (s->model.kind == CS_RISK_HAZARD)
		learn(s, w->r, own, life);
	else
		cs_risk_check_bought(s, w->r, own, life);
	if (!is_there) {
		w->count[CS_RETAIN_MODE + CS_RISK_NOT_THERE]++;
		return;
	}
	is_chosen = cs_risk_chosen(s, w->r, life);
	w->count[is_chosen ? CS_RETAIN_IN : CS_RETAIN_MODE + CS_RISK_NOT_CHOSEN]++;
	if (s->model.kind == CS_RISK_HAZARD && s->ask->backtest == CS_INSTANT_MIN)
		return;
	cs_risk_look(&s->view, &at, &own->days, &seen);
	if (s->model.kind == CS_RISK_PURCHASES)
		cs_risk_cell(&own->cells, cs_risk_key(&s->model, &seen, buf))->n[0]++;
	if (is_chosen && s->ask->backtest != CS_INSTANT_MIN)
		test(s, w->r, own, life, &seen, &stay);
}
