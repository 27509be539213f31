/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who keeps customers, each customer: see retainwho.h. */
#include "retain/retainmoney.h"
#include "retain/retainwhowork.h"

/* From when on he is looked at: time zero, or the landmark. */
struct start {
	int64_t day;  /* local */
	int64_t from; /* instant: purchases count from here */
};

/* False, and counted: he does not count at all. */
static bool
start_of(struct cs_retain_worker *w, const struct cs_entry *in, struct start *s)
{
	const struct cs_retain *r = w->r;

	*s = (struct start){in->zero_day, in->zero};
	if (in->stay.from > in->zero) {
		w->count[CS_RETAIN_MODE + CS_WHO_LATE]++;
		return false;
	}
	if (!r->has_landmark)
		return true;
	s->day = cs_horizon_day(&r->landmark, in->zero_day);
	s->from = cs_horizon_end(&r->landmark, r->zone, in->zero);
	if (cs_zone_day(r->zone, in->stay.until) > s->day)
		return true;
	w->count[CS_RETAIN_MODE + CS_WHO_BEFORE]++;
	return false;
}

/* What he bought until an instant, what was given back until then left out. -1 with *e (65): more
 * than can be counted. */
static int
bought(const struct cs_retainwho *s, const struct cs_life *life, int64_t from, int64_t to,
    int64_t *sum, struct cs_err *e)
{
	const struct cs_fact *p = life->fact[CS_FACT_PURCHASE];

	*sum = 0;
	for (size_t i = 0; i < life->n[CS_FACT_PURCHASE]; i++) {
		int64_t v, back = CS_FACT_NULL;

		if (p[i].at < from || p[i].at >= to ||
		    cs_retain_foreign(life, CS_FACT_PURCHASE, &p[i], s->currency, s->raw_money))
			continue;
		v = cs_fact_number(life, &p[i], s->amount);
		if (s->refunded >= 0)
			back = cs_fact_number(life, &p[i], s->refunded);
		if (v == CS_FACT_NULL || (back != CS_FACT_NULL && back < to))
			continue;
		if (__builtin_add_overflow(*sum, v, sum))
			return cs_err_set(e, CS_EXIT_DATA,
			    "the purchases of a customer are more than can be added up");
	}
	return 0;
}

/* One horizon of a customer: which, from when to when, and whether he was still there. */
struct stretch {
	size_t at;
	int64_t from, to;
	bool stayed;
};

/* It counts in all groups that count him. */
static int
add(struct cs_retain_worker *w, const struct cs_life *life, const struct stretch *t,
    struct cs_err *e)
{
	const struct cs_retainwho *s = w->state;
	struct cs_who_own *own = w->own;
	struct cs_store *store = &own->cells->store;
	int64_t revenue = 0;

	if (s->amount >= 0 && bought(s, life, t->from, t->to, &revenue, e) != 0)
		return -1;
	for (size_t i = 0; i < own->n; i++) {
		uint32_t g = own->group[i];
		struct cs_of_n *share = &store->acc[s->stayed[t->at]].share[g];

		share->n++;
		share->x += t->stayed;
		if (s->amount < 0)
			continue;
		cs_moments_add(&store->acc[s->revenue[t->at]].moments[g], revenue);
		if (s->money.n > 0 && cs_store_money(store, s->revenue[t->at], g, s->money, e) != 0)
			return -1;
	}
	return 0;
}

int
cs_retainwho_look(struct cs_retain_worker *w, const struct cs_life *life, struct cs_err *e)
{
	const struct cs_retainwho *s = w->state;
	const struct cs_retain *r = w->r;
	struct cs_who_own *own = w->own;
	struct cs_entry in;
	struct start start;
	struct cs_life rest;
	uint64_t skipped;
	int64_t until;
	bool entered;

	entered = cs_retain_enter(w, cs_retain_cancel_skip(&s->cancel, life, &rest, &skipped), &in);
	w->count[CS_RETAIN_MODE + CS_WHO_CANCELS] += skipped;
	if (!entered || !start_of(w, &in, &start))
		return 0;
	if (own->cells == NULL)
		own->cells = cs_cells_new(&s->scheme, &s->by);
	cs_who_groups(w, life, &in, own);
	for (size_t i = 0; i < own->n; i++)
		own->cells->store.rows[own->group[i]]++;
	until = cs_zone_day(r->zone, in.stay.until);
	for (size_t i = 0; i < r->nat; i++) {
		const struct cs_horizon *at = &r->at[i];
		int64_t day = cs_horizon_day(at, start.day);
		struct stretch t = {i, start.from, cs_zone_day_start(r->zone, day + 1), false};

		t.stayed = cs_axis_at(at->axis, start.day, until) > at->t;
		if (t.to > r->as_of)
			w->count[CS_RETAIN_MODE + CS_WHO_YOUNG]++;
		else if (!t.stayed && !in.stay.left)
			w->count[CS_RETAIN_MODE + CS_WHO_UNSEEN]++;
		else if (add(w, life, &t, e) != 0)
			return -1;
	}
	return 0;
}
