/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who was asked, what he answered, and what he did: see retainnps.h. */
#include "retain/retainnps.h"

enum {
	PAST_DAYS = 183, /* purchases in these before being asked are a kind of customer */
	SCORE_MOST = 10,
	PASSIVE_LEAST = 7,
	PROMOTER_LEAST = 9,
};

static const char *const survey_name[2] = {"relationship", "transactional"};

/* A survey of a customer. Instants; CS_FACT_NULL: not known, or none came. */
struct asked {
	const struct cs_fact *fact; /* NULL: there is none */
	int64_t sent, answered, score;
	int64_t order; /* when it was: sent, or else answered */
};

/* What a fact says as a survey; false: it is none, or none of the question. */
static bool
survey_of(struct cs_retain_worker *w, const struct cs_life *life, const struct cs_fact *f,
    struct asked *a)
{
	const struct cs_nps *s = w->state;

	*a = (struct asked){f, CS_FACT_NULL, CS_FACT_NULL, cs_fact_number(life, f, s->score), 0};
	if (s->sent >= 0)
		a->sent = cs_fact_number(life, f, s->sent);
	if ((f->bits & CS_FACT_UNANSWERED) != 0) {
		a->sent = f->at;
		a->score = CS_FACT_NULL;
	} else if (a->score == CS_FACT_NULL) {
		return false;
	} else {
		a->answered = f->at;
	}
	if (a->score != CS_FACT_NULL && (a->score < 0 || a->score > SCORE_MOST)) {
		w->count[CS_RETAIN_MODE + CS_NPS_BEYOND_SCALE]++;
		return false;
	}
	if (a->answered != CS_FACT_NULL && a->sent != CS_FACT_NULL && a->sent > a->answered)
		a->sent = a->answered;
	a->order = a->sent != CS_FACT_NULL ? a->sent : a->answered;
	return true;
}

/* The first survey of a sort. */
static void
first_survey(
    struct cs_retain_worker *w, const struct cs_life *life, bool transactional, struct asked *first)
{
	*first = (struct asked){.fact = NULL};
	for (size_t i = 0; i < life->n[CS_FACT_ANSWER]; i++) {
		const struct cs_fact *f = &life->fact[CS_FACT_ANSWER][i];
		struct asked a;

		if ((f->bits & CS_FACT_REPORTED) == 0 ||
		    ((f->bits & CS_FACT_TRANSACTION) != 0) != transactional ||
		    !survey_of(w, life, f, &a))
			continue;
		if (first->fact == NULL || a.order < first->order)
			*first = a;
	}
}

static enum cs_nps_class
class_of(int64_t score)
{
	if (score == CS_FACT_NULL)
		return CS_NPS_SILENT;
	return score >= PROMOTER_LEAST	? CS_NPS_PROMOTER
	       : score >= PASSIVE_LEAST ? CS_NPS_PASSIVE
					: CS_NPS_DETRACTOR;
}

/* A customer in a class, with its group and the windows around time zero. */
struct seen {
	struct cs_retain_worker *w;
	const struct cs_life *life;
	int64_t zero, zero_day;
	uint32_t by, class; /* groups: of --by, and behind survey and answer */
};

static uint32_t
step(struct cs_retain_worker *w, unsigned key, uint32_t g, struct cs_str raw)
{
	const struct cs_nps *s = w->state;

	return cs_sums_step(w->sums, s->key + key, g, raw);
}

/* The group of a class in a currency, of a kind of customer. */
static uint32_t
leaf(struct cs_retain_worker *w, uint32_t class, struct cs_str currency, struct cs_str kind)
{
	return step(w, CS_NPS_KIND, step(w, CS_NPS_CURRENCY, class, currency), kind);
}

/* The group of survey and answer behind that of --by. */
static uint32_t
class_group(struct cs_retain_worker *w, uint32_t by, bool transactional, enum cs_nps_class c)
{
	uint32_t g = step(w, CS_NPS_SURVEY, by, cs_str_z(survey_name[transactional]));

	return step(w, CS_NPS_ANSWER, g, cs_str_z(cs_nps_class_name[c]));
}

static bool
refunded(const struct cs_life *life, const struct cs_fact *f, int slot, int64_t until)
{
	int64_t at = slot >= 0 ? cs_fact_number(life, f, slot) : CS_FACT_NULL;

	return at != CS_FACT_NULL && at <= until;
}

/* A stretch of time. */
struct window {
	int64_t from, to; /* instants, to is not in it */
	bool bought;
};

static bool
bought_in(const struct window *win, const struct cs_life *life, const struct cs_fact *f, int slot)
{
	return f->at >= win->from && f->at < win->to && !refunded(life, f, slot, win->to - 1);
}

/* Whether he was a customer all through a window; of whom that is not known, he was. */
static bool
there_all_of(const struct seen *s, const struct window *win)
{
	const struct cs_fact *who = cs_life_who(s->life, win->from);

	return who == NULL || (who->bits & CS_FACT_UNDATED) != 0 || who->at <= win->from;
}

int32_t
cs_nps_month(int64_t day)
{
	int year, month, mday;
	int64_t n;

	cs_civil_of_days(day, &year, &month, &mday);
	n = ((int64_t)year - CS_NPS_YEAR) * 12 + month - 1;
	return (int32_t)(n < 0 ? 0 : n < CS_NPS_MONTHS ? n : CS_NPS_MONTHS - 1);
}

/* t of what a window before is counted in. */
static int32_t
before_t(const struct seen *s, const struct window *before, int32_t t)
{
	int64_t day = cs_zone_day(s->w->r->zone, before->from);

	return cs_nps_month(day) * (int32_t)s->w->r->nat + t;
}

/* The amounts of both windows in one currency, the ones of a customer. */
static void
add_revenue(const struct seen *s, const struct window *win, uint32_t currency, int32_t t)
{
	const struct cs_nps *nps = s->w->state;
	const struct cs_life *life = s->life;
	struct cs_str name = CS_STR("\\N");
	cs_i128 sum[2] = {0};
	uint32_t g;

	for (size_t i = 0; i < life->n[CS_FACT_PURCHASE]; i++) {
		const struct cs_fact *f = &life->fact[CS_FACT_PURCHASE][i];
		int64_t amount = cs_fact_number(life, f, nps->amount);

		if (f->group != currency || amount == CS_FACT_NULL)
			continue;
		for (int k = 0; k < 2; k++) {
			if (bought_in(&win[k], life, f, nps->refunded))
				sum[k] += amount;
		}
	}
	if (nps->currency >= 0)
		name = cs_fact_key(life->of, CS_FACT_PURCHASE, currency, (unsigned)nps->currency);
	g = leaf(s->w, s->class, name, CS_STR("\\N"));
	cs_sums_add128(s->w->sums, g, CS_NPS_REVENUE, t, sum[1]);
	cs_sums_add128(s->w->sums, g, CS_NPS_REVENUE_SQUARES, t, sum[1] * sum[1]);
	if (there_all_of(s, &win[0]))
		cs_sums_add128(
		    s->w->sums, g, CS_NPS_REVENUE_BEFORE, before_t(s, &win[0], t), sum[0]);
}

/* Each currency once: at its first purchase. */
static void
add_revenues(const struct seen *s, const struct window *win, int32_t t)
{
	const struct cs_fact *all = s->life->fact[CS_FACT_PURCHASE];

	for (size_t i = 0; i < s->life->n[CS_FACT_PURCHASE]; i++) {
		size_t k = 0;

		while (k < i && all[k].group != all[i].group)
			k++;
		if (k == i)
			add_revenue(s, win, all[i].group, t);
	}
}

/* One who was there all through both windows: in which of them he bought. */
static void
add_pair(const struct seen *s, uint32_t g, const struct window *win, int32_t t)
{
	static const unsigned part[2][2] = {
	    {CS_NPS_PARTS, CS_NPS_ONLY_AFTER}, {CS_NPS_ONLY_BEFORE, CS_NPS_BOTH}};
	unsigned p = part[win[0].bought][win[1].bought];

	if (!there_all_of(s, &win[0]))
		return;
	t = before_t(s, &win[0], t);
	cs_sums_add(s->w->sums, g, CS_NPS_PAIRS, t, 1);
	if (p != CS_NPS_PARTS)
		cs_sums_add(s->w->sums, g, p, t, 1);
}

/* What he bought in equal windows before and behind, for each horizon that has passed. */
static void
add_windows(const struct seen *s)
{
	const struct cs_retain *r = s->w->r;
	const struct cs_nps *nps = s->w->state;
	struct cs_sums *sums = s->w->sums;
	uint32_t g = leaf(s->w, s->class, CS_STR("\\N"), CS_STR("\\N"));

	if (nps->purchases)
		cs_sums_add(sums, g, CS_NPS_SHOP, 0, 1);
	for (int32_t t = 0; t < (int32_t)r->nat; t++) {
		int64_t end = cs_horizon_end(&r->at[t], r->zone, s->zero);
		struct window win[2] = {
		    {s->zero - (end - s->zero) + 2, s->zero + 1, false}, {s->zero + 1, end, false}};

		if (end - 1 > r->as_of)
			continue;
		cs_sums_add(sums, g, CS_NPS_WINDOWS, t, 1);
		for (size_t i = 0; i < s->life->n[CS_FACT_PURCHASE]; i++) {
			const struct cs_fact *f = &s->life->fact[CS_FACT_PURCHASE][i];

			for (int k = 0; k < 2; k++)
				win[k].bought |= bought_in(&win[k], s->life, f, nps->refunded);
		}
		if (win[1].bought)
			cs_sums_add(sums, g, CS_NPS_BOUGHT, t, 1);
		add_pair(s, g, win, t);
		if (nps->amount >= 0)
			add_revenues(s, win, t);
	}
}

/* His stay on both axes of time. */
static void
add_stay(const struct seen *s, const struct cs_stay *stay)
{
	static const unsigned part[CS_AXES][3] = {
	    [CS_AXIS_DAYS] = {CS_NPS_LEFT, CS_NPS_CENSORED, CS_NPS_LATE},
	    [CS_AXIS_MONTHS] = {CS_NPS_LEFT_MONTHS, CS_NPS_CENSORED_MONTHS, CS_NPS_LATE_MONTHS},
	};
	const struct cs_zone *zone = s->w->r->zone;
	uint32_t g = leaf(s->w, s->class, CS_STR("\\N"), CS_STR("\\N"));
	int64_t end = cs_zone_day(zone, stay->until), from = cs_zone_day(zone, stay->from);

	for (int axis = 0; axis < CS_AXES; axis++) {
		int32_t t = cs_axis_at((enum cs_axis)axis, s->zero_day, end);
		int32_t late = cs_axis_at((enum cs_axis)axis, s->zero_day, from);

		cs_sums_add(s->w->sums, g, part[axis][stay->left ? 0 : 1], t, 1);
		late = late < t ? late : t - 1;
		if (stay->from > s->zero && late >= 0)
			cs_sums_add(s->w->sums, g, part[axis][2], late, 1);
	}
}

/* The kind of customer he was when he was asked: by what --strata says, or by how long he had been
 * one and how often he had bought. The text stays in b. */
static struct cs_str
kind_of(const struct seen *s, const struct cs_fact *who, struct cs_buf *b)
{
	static const char *const bought[] = {"none", "once", "often"};
	const struct cs_nps *nps = s->w->state;
	int64_t since = cs_zone_day_start(s->w->r->zone, s->zero_day - PAST_DAYS), days;
	size_t n = 0;

	cs_buf_reset(b);
	for (unsigned i = 0; i < nps->nkind; i++) {
		cs_buf_z(b, i != 0 ? "," : "");
		cs_buf_str(b, who == NULL ? CS_STR("\\N")
					  : cs_fact_key(s->life->of, CS_FACT_CUSTOMER, who->group,
						(unsigned)nps->kind[i]));
	}
	if (nps->nkind > 0)
		return cs_buf_all(b);
	for (size_t i = 0; i < s->life->n[CS_FACT_PURCHASE]; i++) {
		int64_t at = s->life->fact[CS_FACT_PURCHASE][i].at;

		n += at >= since && at <= s->zero;
	}
	if (who == NULL || (who->bits & CS_FACT_UNDATED) != 0) {
		cs_buf_z(b, "unknown");
	} else {
		days = s->zero_day - cs_zone_day(s->w->r->zone, who->at);
		cs_buf_z(b, days < PAST_DAYS / 2   ? "new"
			    : days < 2 * PAST_DAYS ? "first year"
						   : "older");
	}
	cs_buf_printf(b, ",%s", bought[n < 2 ? n : 2]);
	return cs_buf_all(b);
}

/* For the score: whoever was asked, and what he answered whenever. */
static void
add_score(const struct seen *s, const struct asked *a, bool transactional)
{
	const struct cs_fact *who = cs_life_who(s->life, a->order);
	struct seen then = *s;
	struct cs_buf b = CS_BUF_INIT;
	uint32_t g;

	then.zero = a->order;
	then.zero_day = cs_zone_day(s->w->r->zone, a->order);
	g = class_group(s->w, s->by, transactional, class_of(a->score));
	g = leaf(s->w, g, CS_STR("\\N"), kind_of(&then, who, &b));
	cs_sums_add(s->w->sums, g, CS_NPS_SCORED, 0, 1);
	if (a->sent != CS_FACT_NULL)
		cs_sums_add(s->w->sums, g, CS_NPS_SENT, 0, 1);
	cs_buf_finish(&b);
}

/* When silence is silence: the time of day of the question, on the day of the landmark. */
static int64_t
deadline(const struct cs_retain *r, const struct cs_horizon *landmark, int64_t sent)
{
	int64_t day = cs_zone_day(r->zone, sent);
	int64_t of_day = sent - cs_zone_day_start(r->zone, day);

	return cs_zone_day_start(r->zone, cs_horizon_day(landmark, day)) + of_day;
}

/* Whose columns --by names: the answer, or the contact that it stands in. */
static const struct cs_fact *
zero_fact(const struct cs_retain *r, const struct cs_life *life, const struct cs_fact *answer)
{
	bool inside = (answer->bits & CS_FACT_IN_CONTACT) != 0;

	if (r->zero_kind == CS_FACT_ANSWER)
		return inside ? NULL : answer;
	return r->zero_kind == CS_FACT_CONTACT ? cs_life_contact(life, answer->id) : NULL;
}

/* One kind of survey of a customer; true when he is followed from its time zero on. */
static bool
look_at(struct cs_retain_worker *w, const struct cs_life *life, const struct asked *a,
    bool transactional)
{
	const struct cs_nps *nps = w->state;
	const struct cs_retain *r = w->r;
	struct seen s = {.w = w, .life = life};
	enum cs_nps_class class = class_of(a->score);
	struct cs_stay stay;
	int64_t end = a->sent == CS_FACT_NULL ? CS_FACT_NULL : deadline(r, &nps->landmark, a->sent);

	if (end != CS_FACT_NULL && end > r->as_of) {
		w->count[CS_RETAIN_MODE + CS_NPS_EARLY]++;
		return false;
	}
	s.zero = a->answered;
	if (class == CS_NPS_SILENT || (end != CS_FACT_NULL && a->answered > end)) {
		w->count[CS_RETAIN_MODE + CS_NPS_LATE_ANSWER] += class != CS_NPS_SILENT;
		class = CS_NPS_SILENT;
		s.zero = end;
	}
	s.zero_day = cs_zone_day(r->zone, s.zero);
	s.by = cs_retain_group(w, zero_fact(r, life, a->fact), cs_life_who(life, s.zero));
	add_score(&s, a, transactional);
	cs_leaving_stay(&r->leaving, life, s.zero, &stay);
	w->count[CS_RETAIN_AHEAD] += stay.ahead;
	if (stay.state != CS_STAY_FOLLOWED) {
		w->count[CS_RETAIN_STAY + stay.state]++;
		return false;
	}
	s.class = class_group(w, s.by, transactional, class);
	cs_sums_add(w->sums, leaf(w, s.class, CS_STR("\\N"), CS_STR("\\N")), CS_NPS_N, 0, 1);
	add_stay(&s, &stay);
	add_windows(&s);
	return true;
}

int
cs_nps_look(struct cs_retain_worker *w, const struct cs_life *life, struct cs_err *e)
{
	bool any = false, in = false;

	(void)e;
	for (int transactional = 0; transactional < 2; transactional++) {
		struct asked a;

		first_survey(w, life, transactional != 0, &a);
		if (a.fact == NULL)
			continue;
		any = true;
		in |= look_at(w, life, &a, transactional != 0);
	}
	w->count[CS_RETAIN_NO_ZERO] += !any;
	w->count[CS_RETAIN_IN] += in;
	return 0;
}
