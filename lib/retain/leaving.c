/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether customers left: see leaving.h. */
#include "retain/leaving.h"

#include "retain/horizon.h"

enum { GRACE_DAYS = 14 };

static int
bad(struct cs_str text, struct cs_err *e)
{
	(void)cs_err_set(e, CS_EXIT_USAGE, "'%.*s' is no rule of leaving", CS_STR_ARG(text));
	return cs_err_hint(e, "there are left_at, silence=90d, renewal and renewal=30d");
}

int
cs_leaving_parse(struct cs_str text, struct cs_leaving *l, struct cs_err *e)
{
	struct cs_str rule = text, days = {NULL, 0};
	struct cs_horizon h;
	const char *eq = memchr(text.p, '=', text.n);

	*l = (struct cs_leaving){.known_since = CS_INSTANT_MIN,
	    .left_at = -1,
	    .from_at = -1,
	    .until_at = -1,
	    .renewed_at = -1};
	if (eq != NULL) {
		rule = cs_str_head(text, (size_t)(eq - text.p));
		days = cs_str_skip(text, rule.n + 1);
	}
	if (cs_str_eqz(rule, "left_at") && eq == NULL)
		l->rule = CS_LEAVING_LEFT_AT;
	else if (cs_str_eqz(rule, "silence") && eq != NULL)
		l->rule = CS_LEAVING_SILENCE;
	else if (cs_str_eqz(rule, "renewal"))
		l->rule = CS_LEAVING_RENEWAL;
	else
		return bad(text, e);
	l->days = l->rule == CS_LEAVING_RENEWAL ? GRACE_DAYS : 0;
	if (eq == NULL)
		return 0;
	if (cs_horizon_parse(days, &h, e) != 0)
		return -1;
	if (h.axis != CS_AXIS_DAYS || (h.days == 0 && l->rule == CS_LEAVING_SILENCE))
		return cs_err_set(e, CS_EXIT_USAGE, "'%.*s': whole days are meant, as in %.*s=90d",
		    CS_STR_ARG(text), CS_STR_ARG(rule));
	l->days = h.days;
	return 0;
}

unsigned
cs_leaving_needs(const struct cs_leaving *l)
{
	static const unsigned needs[] = {
	    [CS_LEAVING_LEFT_AT] = 1 << CS_FACT_CUSTOMER,
	    [CS_LEAVING_SILENCE] = 0,
	    [CS_LEAVING_RENEWAL] = 1 << CS_FACT_RENEWAL,
	};

	return needs[l->rule];
}

unsigned
cs_leaving_may(const struct cs_leaving *l)
{
	static const unsigned may[] = {
	    [CS_LEAVING_LEFT_AT] = 0,
	    [CS_LEAVING_SILENCE] = 1 << CS_FACT_CONTACT | 1 << CS_FACT_PURCHASE,
	    [CS_LEAVING_RENEWAL] = 0,
	};

	return may[l->rule] | 1 << CS_FACT_CUSTOMER;
}

/* A slot for an instant of a kind; left at -1 where there is no such column. */
static int
bind_time(struct cs_history *h, enum cs_fact_kind kind, struct cs_str column,
    const struct cs_env *env, int *slot, struct cs_err *e)
{
	if (!cs_history_has(h, kind, column))
		return 0;
	*slot = cs_history_number(h, kind, column, env, e);
	if (*slot >= 0 && h->source[kind].field[*slot].type != CS_TIME)
		return cs_err_set(e, CS_EXIT_USAGE, "%s: column %.*s is no instant",
		    cs_fact_name[kind], CS_STR_ARG(column));
	return *slot >= 0 ? 0 : -1;
}

int
cs_leaving_bind(
    struct cs_leaving *l, struct cs_history *h, const struct cs_env *env, struct cs_err *e)
{
	const enum cs_fact_kind customer = CS_FACT_CUSTOMER;

	if (bind_time(h, customer, CS_STR("left_at"), env, &l->left_at, e) != 0 ||
	    bind_time(h, customer, CS_STR("followed_from_at"), env, &l->from_at, e) != 0 ||
	    bind_time(h, customer, CS_STR("followed_until_at"), env, &l->until_at, e) != 0 ||
	    bind_time(h, CS_FACT_RENEWAL, CS_STR("renewed_at"), env, &l->renewed_at, e) != 0)
		return -1;
	if (l->rule == CS_LEAVING_LEFT_AT && l->left_at < 0) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "customers have no column left_at");
		return cs_err_hint(
		    e, "say what leaving is: --leaving silence=90d, or --leaving renewal");
	}
	if (l->rule == CS_LEAVING_RENEWAL && l->renewed_at < 0)
		return cs_err_set(e, CS_EXIT_USAGE, "renewals have no column renewed_at");
	return 0;
}

static int64_t
number(const struct cs_life *life, const struct cs_fact *who, int slot)
{
	return who != NULL && slot >= 0 ? cs_fact_number(life, who, slot) : CS_FACT_NULL;
}

/* So many local days later, at the same time of day as far as days have 24 hours. */
static int64_t
days_after(const struct cs_leaving *l, int64_t at, int32_t days)
{
	int64_t day = cs_zone_day(l->zone, at);
	int64_t clock = at - cs_zone_day_start(l->zone, day);

	return cs_zone_day_start(l->zone, day + days) + clock;
}

/* He is there to the end that his row says. */
static void
until_left(const struct cs_leaving *l, const struct cs_life *life, struct cs_stay *s)
{
	int64_t left = number(life, s->who, l->left_at);

	s->ahead = left != CS_FACT_NULL && left > l->as_of;
	if (left == CS_FACT_NULL || s->ahead)
		return;
	s->until = left;
	s->left = true;
}

/* The first silence that lasts, from time zero on: between purchases and contacts by time. */
static void
until_silent(
    const struct cs_leaving *l, const struct cs_life *life, int64_t zero, struct cs_stay *s)
{
	const struct cs_fact *a = life->fact[CS_FACT_CONTACT], *b = life->fact[CS_FACT_PURCHASE];
	size_t na = life->n[CS_FACT_CONTACT], nb = life->n[CS_FACT_PURCHASE], i = 0, k = 0;
	int64_t heard = zero;
	/* Days are 23 to 25 hours: a gap that is shorter by more needs no calendar. */
	const int64_t gap = (int64_t)(l->days - 1) * CS_DAY_S * CS_USEC;

	while (i < na || k < nb) {
		bool contact = k == nb || (i < na && a[i].at <= b[k].at);
		int64_t at = contact ? a[i++].at : b[k++].at;

		if (at <= heard)
			continue;
		if (at - heard > gap && at > days_after(l, heard, l->days))
			break;
		heard = at;
	}
	heard = days_after(l, heard, l->days);
	if (heard > s->until)
		return;
	s->until = heard;
	s->left = true;
}

/* The first that fell due from time zero on and was not renewed in time. */
static void
until_due(const struct cs_leaving *l, const struct cs_life *life, int64_t zero, struct cs_stay *s)
{
	for (size_t i = 0; i < life->n[CS_FACT_RENEWAL]; i++) {
		const struct cs_fact *due = &life->fact[CS_FACT_RENEWAL][i];
		int64_t renewed = cs_fact_number(life, due, l->renewed_at);
		int64_t end = days_after(l, due->at, l->days);

		if (end < zero || (renewed != CS_FACT_NULL && renewed <= end))
			continue;
		if (end > s->until)
			return;
		s->until = end;
		s->left = true;
		return;
	}
}

/* What his row says of when he was followed; false where it contradicts itself. */
static bool
followed(const struct cs_leaving *l, const struct cs_life *life, struct cs_stay *s)
{
	int64_t left = number(life, s->who, l->left_at);
	int64_t from = number(life, s->who, l->from_at);
	int64_t until = number(life, s->who, l->until_at);
	bool dated = s->who != NULL && (s->who->bits & CS_FACT_UNDATED) == 0;

	if (dated && ((left != CS_FACT_NULL && left < s->who->at) ||
			 (until != CS_FACT_NULL && until < s->who->at)))
		return false;
	if (from != CS_FACT_NULL && until != CS_FACT_NULL && until < from)
		return false;
	s->from = l->known_since > s->from ? l->known_since : s->from;
	/* Before he joined he could not leave: that time is no proof of loyalty. */
	if (dated && l->rule == CS_LEAVING_LEFT_AT && s->who->at > s->from)
		s->from = s->who->at;
	if (from != CS_FACT_NULL && from > s->from)
		s->from = from;
	if (until != CS_FACT_NULL && until < s->until)
		s->until = until;
	return true;
}

void
cs_leaving_stay(
    const struct cs_leaving *l, const struct cs_life *life, int64_t zero, struct cs_stay *s)
{
	int64_t end;

	*s = (struct cs_stay){.who = cs_life_who(life, zero), .from = zero, .until = l->as_of};
	if (l->rule == CS_LEAVING_LEFT_AT && s->who == NULL) {
		s->state = CS_STAY_UNKNOWN;
		return;
	}
	if (!followed(l, life, s)) {
		s->state = CS_STAY_REVERSED;
		return;
	}
	end = s->until;
	if (l->rule == CS_LEAVING_LEFT_AT)
		until_left(l, life, s);
	else if (l->rule == CS_LEAVING_SILENCE)
		until_silent(l, life, zero, s);
	else
		until_due(l, life, zero, s);
	/* Lost from sight before he left: that he left later is not known there. */
	if (s->left && s->until > end) {
		s->until = end;
		s->left = false;
	}
	if (s->left && s->until < zero)
		s->state = CS_STAY_GONE;
	else if (s->until < s->from)
		s->state = CS_STAY_LOST;
	else
		s->state = CS_STAY_FOLLOWED;
}
