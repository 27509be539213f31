/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be seen of a customer at an instant: see retainriskseen.h. */
#include "retain/retainriskseen.h"

#include <stdlib.h>

#define DAY    INT64_C(86400000000) /* of an instant */
#define MONTHS 12

enum {
	YEAR = CS_RISK_YEAR,
	AGAIN = 30, /* days in which an unsolved contact comes once more */
	LEAST = 30, /* days that revenue is looked at, at least */
	PROMOTER = 9,
	PASSIVE = 7,
};

/* The levels of moods. */
enum { MOOD_UNKNOWN, MOOD_GOOD, MOOD_NEITHER, MOOD_BAD };

const unsigned cs_risk_levels[CS_RISK_SIGNS] = {5, 4, 3, 4, 5, 5, 4, 4, 2};

static const char *const word[CS_RISK_SIGNS][CS_RISK_LEVELS] = {
    [CS_RISK_TENURE] = {NULL, "new", "first_year", "second_year", "long_here"},
    [CS_RISK_CONTACTS] = {"no_contact", "one_contact", "several_contacts", "many_contacts"},
    [CS_RISK_TROUBLE] = {NULL, "unsolved", "unsolved_again"},
    [CS_RISK_MOOD] = {NULL, "good_mood", "mixed_mood", "bad_mood"},
    [CS_RISK_SILENCE] = {NULL, "in_rhythm", "late", "overdue_purchase", "silent"},
    [CS_RISK_QUIET] = {"quiet_30d", "quiet_60d", "quiet_90d", "quiet_long", "never_active"},
    [CS_RISK_RENEWAL] = {NULL, "renewal_90d", "renewal_30d", "renewal_overdue"},
    [CS_RISK_NPS] = {NULL, "promoter", "passive", "detractor"},
    [CS_RISK_WARNING] = {NULL, "warning_reason"},
};

const char *
cs_risk_word(enum cs_risk_sign sign, unsigned level)
{
	return word[sign][level];
}

/* A number of a kind, where there is such a column. */
static int
ask(struct cs_retain *r, enum cs_fact_kind kind, const char *column, int *slot, struct cs_err *e)
{
	const struct cs_str name = cs_str_z(column);

	*slot = cs_retain_has(r, kind, name) ? cs_retain_number(r, kind, name, e) : -1;
	return *slot < 0 && cs_retain_has(r, kind, name) ? -1 : 0;
}

static int
ask_key(
    struct cs_retain *r, enum cs_fact_kind kind, struct cs_str column, int *key, struct cs_err *e)
{
	*key = cs_retain_has(r, kind, column) ? cs_retain_fact_key(r, kind, column, e) : -1;
	return *key < 0 && cs_retain_has(r, kind, column) ? -1 : 0;
}

int
cs_risk_view_bind(struct cs_risk_view *v, struct cs_retain *r, struct cs_err *e)
{
	const struct {
		enum cs_fact_kind kind;
		const char *column;
		int *slot;
	} number[] = {
	    {CS_FACT_CONTACT, "sent_score", &v->score},
	    {CS_FACT_CONTACT, "nps", &v->contact_nps},
	    {CS_FACT_PURCHASE, "amount", &v->amount},
	    {CS_FACT_PURCHASE, "refunded_at", &v->refunded},
	    {CS_FACT_CUSTOMER, "month_value", &v->month_value},
	    {CS_FACT_RENEWAL, "renewed_at", &v->renewed},
	    {CS_FACT_ANSWER, "nps", &v->nps},
	};

	for (size_t i = 0; i < sizeof number / sizeof *number; i++) {
		if (ask(r, number[i].kind, number[i].column, number[i].slot, e) != 0)
			return -1;
	}
	if (cs_retain_solved_bind(r, &v->solved, e) != 0 ||
	    ask_key(r, CS_FACT_CONTACT, CS_STR("sent_label"), &v->mood, e) != 0 ||
	    ask_key(r, CS_FACT_PURCHASE, CS_STR("currency"), &v->purchase_currency, e) != 0 ||
	    ask_key(r, CS_FACT_CUSTOMER, CS_STR("currency"), &v->customer_currency, e) != 0)
		return -1;
	for (unsigned i = 0; i < v->ncolumn; i++) {
		if (!cs_retain_has(r, CS_FACT_CUSTOMER, v->column[i]))
			return cs_err_set(e, CS_EXIT_USAGE,
			    "--signs: customers have no column '%.*s'", CS_STR_ARG(v->column[i]));
		v->customer_key[i] = cs_retain_fact_key(r, CS_FACT_CUSTOMER, v->column[i], e);
		if (v->customer_key[i] < 0) {
			cs_err_prefix(e, "--signs");
			return -1;
		}
	}
	if (v->nwarning > 0 && v->solved.reason < 0)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--warning-reasons: the contacts have no column reason");
	v->rule = r->leaving.rule;
	v->zone = r->zone;
	return 0;
}

static uint8_t
mood_of(struct cs_str label)
{
	static const char *const name[] = {
	    [MOOD_GOOD] = "positive", [MOOD_NEITHER] = "neutral", [MOOD_BAD] = "negative"};

	for (int i = MOOD_GOOD; i <= MOOD_BAD; i++) {
		if (cs_str_eq(label, cs_str_z(name[i])))
			return (uint8_t)i;
	}
	return cs_str_eq(label, CS_STR("mixed")) ? MOOD_NEITHER : MOOD_UNKNOWN;
}

/* What a contact is about, by its group. */
static void
begin_talk(struct cs_risk_view *v, struct cs_retain *r)
{
	const struct cs_history *h = r->history;
	const size_t n = h->keys[CS_FACT_CONTACT].ngroup;
	struct cs_map reasons = CS_MAP_INIT;

	v->talk = cs_arena_new(r->arena, n + 1, sizeof *v->talk);
	for (uint32_t g = 0; g < n; g++) {
		struct cs_risk_talk *t = &v->talk[g];
		struct cs_str reason = CS_STR("");

		*t = (struct cs_risk_talk){0, MOOD_UNKNOWN, false};
		if (v->solved.reason >= 0)
			reason = cs_fact_key(h, CS_FACT_CONTACT, g, (unsigned)v->solved.reason);
		if (v->mood >= 0)
			t->mood = mood_of(cs_fact_key(h, CS_FACT_CONTACT, g, (unsigned)v->mood));
		t->reason = cs_map_add(&reasons, reason);
		for (size_t i = 0; i < v->nwarning; i++)
			t->warns = t->warns || cs_str_eq(reason, v->warning[i]);
	}
	cs_map_finish(&reasons);
}

static int
by_bytes(const void *x, const void *y)
{
	return cs_str_cmp(*(const struct cs_str *)x, *(const struct cs_str *)y);
}

/* The values of a column in the order of their bytes are its levels, from 1 on; 0 is NULL. */
static void
begin_column(struct cs_risk_view *v, struct cs_retain *r, unsigned column)
{
	const struct cs_history *h = r->history;
	const size_t n = h->keys[CS_FACT_CUSTOMER].ngroup;
	struct cs_str *value = cs_arena_new(r->arena, n + 1, sizeof *value);
	size_t k = 0, different = 0;

	for (uint32_t g = 0; g < n; g++) {
		value[k] = cs_fact_key(h, CS_FACT_CUSTOMER, g, (unsigned)v->customer_key[column]);
		k += !cs_str_eq(value[k], CS_STR("\\N"));
	}
	if (k > 0)
		qsort(value, k, sizeof *value, by_bytes);
	for (size_t i = 0; i < k; i++) {
		if (different == 0 || !cs_str_eq(value[different - 1], value[i]))
			value[different++] = value[i];
	}
	for (uint32_t g = 0; g < n; g++) {
		struct cs_str raw =
		    cs_fact_key(h, CS_FACT_CUSTOMER, g, (unsigned)v->customer_key[column]);
		const struct cs_str *at =
		    different == 0 ? NULL : bsearch(&raw, value, different, sizeof raw, by_bytes);
		size_t level = at == NULL ? 0 : (size_t)(at - value) + 1;

		v->who[g][column] = (uint8_t)(level < CS_RISK_VALUES ? level : CS_RISK_VALUES);
	}
	v->nvalue[column] = (unsigned)(different < CS_RISK_VALUES ? different : CS_RISK_VALUES) + 1;
	v->label[column] = cs_arena_new(r->arena, CS_RISK_VALUES + 1, sizeof *v->label[column]);
	for (size_t i = 0; i < different && i + 1 < CS_RISK_VALUES; i++)
		v->label[column][i + 1] = cs_arena_printf(
		    r->arena, "%.*s=%.*s", CS_STR_ARG(v->column[column]), CS_STR_ARG(value[i]));
}

void
cs_risk_view_begin(struct cs_risk_view *v, struct cs_retain *r)
{
	const size_t n = r->history->keys[CS_FACT_CUSTOMER].ngroup;

	begin_talk(v, r);
	v->who = cs_arena_new(r->arena, n + 1, sizeof *v->who);
	for (unsigned i = 0; i < v->ncolumn; i++)
		begin_column(v, r, i);
	v->first = r->first;
}

/* What a contact as a whole says; CS_FACT_NULL: nothing. */
static int64_t
of_contact(const struct cs_life *life, const struct cs_fact *f, int slot)
{
	return slot < 0 ? CS_FACT_NULL : cs_contact_number(life, f, slot);
}

/* Whether a contact that had ended by t was not solved then. */
static bool
unsolved(
    const struct cs_risk_view *v, const struct cs_life *life, const struct cs_fact *f, int64_t t)
{
	int64_t ended = of_contact(life, f, v->solved.ended_at);

	if (ended != CS_FACT_NULL && ended > t)
		return false;
	return cs_retain_solved(&v->solved, life, f, t + 1) == CS_SOLVED_NO;
}

/* 0 .. 10, or CS_FACT_NULL: what he had answered about this contact by t. */
static int64_t
answered(
    const struct cs_risk_view *v, const struct cs_life *life, const struct cs_fact *f, int64_t t)
{
	int64_t at = of_contact(life, f, v->solved.answered_at);
	int64_t ended = of_contact(life, f, v->solved.ended_at);

	if ((at != CS_FACT_NULL && at > t) || (ended != CS_FACT_NULL && ended > t))
		return CS_FACT_NULL;
	return of_contact(life, f, v->contact_nps);
}

static uint8_t
nps_level(int64_t nps)
{
	if (nps == CS_FACT_NULL)
		return 0;
	return nps >= PROMOTER ? 1 : nps >= PASSIVE ? 2 : 3;
}

static uint8_t
mood_at(
    const struct cs_risk_view *v, const struct cs_life *life, const struct cs_fact *f, int64_t t)
{
	int64_t ended = of_contact(life, f, v->solved.ended_at), score;

	if (ended != CS_FACT_NULL && ended > t)
		return MOOD_UNKNOWN;
	if (v->mood >= 0)
		return v->talk[f->group].mood;
	score = of_contact(life, f, v->score);
	if (score == CS_FACT_NULL)
		return MOOD_UNKNOWN;
	return score > 0 ? MOOD_GOOD : score < 0 ? MOOD_BAD : MOOD_NEITHER;
}

/* The contacts of the last days before t, from the newest back. */
static void
look_contacts(
    const struct cs_risk_view *v, const struct cs_life *life, int64_t t, struct cs_risk_seen *s)
{
	const struct cs_fact *fact = life->fact[CS_FACT_CONTACT], *newest = NULL, *bad = NULL;
	int64_t in_year = 0;
	int mood = 0, moods = 0, n = 0;

	for (size_t i = life->n[CS_FACT_CONTACT]; i-- > 0;) {
		const struct cs_fact *f = &fact[i];
		uint8_t m;

		if (f->at > t || (f->bits & CS_FACT_LEG) != 0)
			continue;
		if (f->at <= t - YEAR * DAY)
			break;
		in_year++;
		if (s->nps_at == CS_INSTANT_MIN && answered(v, life, f, t) != CS_FACT_NULL) {
			s->nps_at = f->at;
			s->level[CS_RISK_NPS] = nps_level(answered(v, life, f, t));
		}
		if (f->at <= t - CS_RISK_RECENT * DAY)
			continue;
		n++;
		m = mood_at(v, life, f, t);
		moods += m != MOOD_UNKNOWN;
		mood += (m == MOOD_GOOD) - (m == MOOD_BAD);
		if (v->talk[f->group].warns)
			s->level[CS_RISK_WARNING] = 1;
		if (newest == NULL) {
			newest = f;
			s->last_contact = f->at;
			bad = unsolved(v, life, f, t) ? f : NULL;
			s->level[CS_RISK_TROUBLE] = bad != NULL;
		} else if (bad != NULL && f->at > bad->at - AGAIN * DAY &&
			   v->talk[f->group].reason == v->talk[bad->group].reason &&
			   unsolved(v, life, f, bad->at)) {
			s->level[CS_RISK_TROUBLE] = 2;
		}
	}
	s->level[CS_RISK_CONTACTS] = (uint8_t)(n < 2 ? n : n < 4 ? 2 : 3);
	if (moods > 0)
		s->level[CS_RISK_MOOD] = mood > 0 ? MOOD_GOOD : mood < 0 ? MOOD_BAD : MOOD_NEITHER;
	s->only = in_year == 1 && n == 1 && t - v->first >= CS_RISK_RARE * DAY &&
		  (s->level[CS_RISK_TROUBLE] > 0 || s->level[CS_RISK_MOOD] == MOOD_BAD ||
		      s->level[CS_RISK_NPS] == 3);
}

/* The last answer within a year, where surveys are read. */
static void
look_answers(
    const struct cs_risk_view *v, const struct cs_life *life, int64_t t, struct cs_risk_seen *s)
{
	const struct cs_fact *fact = life->fact[CS_FACT_ANSWER];

	for (size_t i = life->n[CS_FACT_ANSWER]; i-- > 0;) {
		const struct cs_fact *f = &fact[i];

		if (f->at > t || (f->bits & CS_FACT_UNANSWERED) != 0)
			continue;
		if (f->at <= t - YEAR * DAY || f->at < s->nps_at)
			break;
		if (cs_risk_number(life, f, v->nps) != CS_FACT_NULL) {
			s->level[CS_RISK_NPS] = nps_level(cs_risk_number(life, f, v->nps));
			break;
		}
	}
}

/* Days since anything, where silence is leaving. */
static uint8_t
look_quiet(const struct cs_life *life, int64_t t)
{
	static const enum cs_fact_kind kind[] = {CS_FACT_CONTACT, CS_FACT_PURCHASE};
	int64_t last = CS_INSTANT_MIN, days;

	for (size_t k = 0; k < sizeof kind / sizeof *kind; k++) {
		size_t i = life->n[kind[k]];

		while (i > 0 && life->fact[kind[k]][i - 1].at > t)
			i--;
		if (i > 0 && life->fact[kind[k]][i - 1].at > last)
			last = life->fact[kind[k]][i - 1].at;
	}
	if (last == CS_INSTANT_MIN)
		return 4;
	days = (t - last) / DAY;
	return (uint8_t)(days < 30 ? 0 : days < 60 ? 1 : days < 90 ? 2 : 3);
}

void
cs_risk_look(const struct cs_risk_view *v, const struct cs_risk_at *at,
    struct cs_risk_days *scratch, struct cs_risk_seen *s)
{
	const struct cs_fact *who = at->who;

	*s = (struct cs_risk_seen){.last_contact = CS_INSTANT_MIN,
	    .nps_at = CS_INSTANT_MIN,
	    .month = CS_FACT_NULL,
	    .piece = CS_FACT_NULL};
	if (who != NULL && (who->bits & CS_FACT_UNDATED) == 0 && who->at <= at->t) {
		int64_t days = (at->t - who->at) / DAY;

		s->level[CS_RISK_TENURE] = (uint8_t)(days < 90	       ? 1
						     : days < YEAR     ? 2
						     : days < 2 * YEAR ? 3
								       : 4);
	}
	look_contacts(v, at->life, at->t, s);
	look_answers(v, at->life, at->t, s);
	cs_risk_look_purchases(v, at, scratch, s);
	if (v->rule == CS_LEAVING_SILENCE)
		s->level[CS_RISK_QUIET] = look_quiet(at->life, at->t);
	s->level[CS_RISK_RENEWAL] = cs_risk_look_renewals(v, at);
	for (unsigned i = 0; who != NULL && i < v->ncolumn; i++)
		s->level[CS_RISK_SIGNS + i] = v->who[who->group][i];
}
