/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is about to leave: see retainrisk.h. */
#include "desk/retainrisk.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "desk/retainriskback.h"
#include "desk/retainrisklist.h"
#include "desk/retainrisksay.h"

#define DAY CS_RISK_DAY

const char *const cs_retainrisk_columns[] = {"plan", "segment"};
const unsigned cs_retainrisk_ncolumns = 2;

struct risk {
	const struct cs_retainrisk_ask *ask;
	struct cs_risk_view view;
	struct cs_str column[CS_RISK_COLUMNS];
	struct cs_risk_model model;
	int64_t base; /* the instant from which it is told */
	int steps;    /* instants before it that are learnt from */
	bool list;    /* the second time: to tell */
	bool rare;    /* the history is long enough to know an only contact */
};

/* What each worker has. */
struct own {
	struct cs_risk_cells cells;
	struct cs_risk_days days;
	struct cs_risk_first first[CS_RISK_LISTS];
	struct cs_risk_sums sums;
};

/* Own counts. */
enum { NOT_THERE, NO_RHYTHM, BELOW, COUNTS };

static const char *const counted[] = {
    "not customers then", "without a rhythm of purchases", "less probable than --limit", NULL};

static int
bind(struct cs_retain *r, void *state, struct cs_err *e)
{
	struct risk *s = state;
	struct cs_risk_view *v = &s->view;

	s->ask = r->ask;
	if (r->nby > 0)
		return cs_err_set(e, CS_EXIT_USAGE,
		    "--at-risk lists customers, not groups: leave out --by; columns of customers "
		    "are signs by --signs");
	v->warning = s->ask->warning;
	v->nwarning = s->ask->nwarning;
	v->column = s->column;
	for (unsigned i = 0; i < s->ask->ncolumn; i++) {
		if (s->ask->columns_told || cs_retain_has(r, CS_FACT_CUSTOMER, s->ask->column[i]))
			s->column[v->ncolumn++] = s->ask->column[i];
	}
	v->purchases = r->leaving.rule == CS_LEAVING_SILENCE && !s->ask->hazard &&
		       r->history->source[CS_FACT_PURCHASE].head != NULL;
	s->model.kind = v->purchases ? CS_RISK_PURCHASES : CS_RISK_HAZARD;
	r->history->names = s->ask->backtest == CS_INSTANT_MIN;
	return cs_risk_view_bind(v, r, e);
}

static int
begin(struct cs_retain *r, void *state, struct cs_err *e)
{
	struct risk *s = state;
	struct cs_risk_model *m = &s->model;
	int64_t oldest, days;

	cs_risk_view_begin(&s->view, r);
	m->nfactor = CS_RISK_SIGNS + s->view.ncolumn;
	for (unsigned i = 0; i < m->nfactor; i++)
		m->levels[i] =
		    i < CS_RISK_SIGNS ? cs_risk_levels[i] : s->view.nvalue[i - CS_RISK_SIGNS];
	s->base = s->ask->backtest == CS_INSTANT_MIN ? r->as_of : s->ask->backtest;
	if (s->base >= r->as_of && s->ask->backtest != CS_INSTANT_MIN)
		return cs_err_set(e, CS_EXIT_USAGE,
		    "--backtest: nothing is known after that date, so that nothing can be held "
		    "against a forecast");
	/* Signs need the days before: earlier instants would look quieter than they were. */
	oldest = r->first <= r->last ? r->first + CS_RISK_RECENT * DAY : CS_INSTANT_MIN;
	while (s->steps < CS_RISK_STEPS && s->base - (s->steps + 1) * CS_RISK_STEP * DAY >= oldest)
		s->steps++;
	days = r->first <= r->last ? (s->base - r->first) / DAY : 0;
	m->unit = days <= CS_RISK_GRID ? 1 : (int)(days / CS_RISK_GRID) + 1;
	s->rare = days >= CS_RISK_RARE;
	return 0;
}

/*
 * From when on leaving is looked for, so that it is told as of t: silence counts from the last that
 * was heard by then (CS_INSTANT_MAX: nothing was); what fell due, from the first.
 */
static int64_t
since(const struct risk *s, const struct cs_life *life, int64_t t)
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

/* Whether he is a customer at t, so that he can leave; *stay says what became of him. */
static bool
there(const struct risk *s, const struct cs_retain *r, const struct cs_life *life,
    const struct cs_fact *who, int64_t t, struct cs_stay *stay)
{
	int64_t zero;

	if (who != NULL && (who->bits & CS_FACT_UNDATED) == 0 && who->at > t)
		return false;
	if (s->model.kind == CS_RISK_PURCHASES) {
		if (life->n[CS_FACT_PURCHASE] == 0 || life->fact[CS_FACT_PURCHASE][0].at > t)
			return false;
		*stay = (struct cs_stay){.from = t, .until = INT64_MAX};
		return true;
	}
	zero = since(s, life, t);
	if (zero == CS_INSTANT_MAX)
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

/* What became of those who were there at instants before: what is learnt from. */
static void
learn(const struct risk *s, const struct cs_retain *r, struct own *own, const struct cs_life *life)
{
	for (int k = 1; k <= s->steps; k++) {
		const int64_t t = s->base - k * CS_RISK_STEP * DAY;
		const struct cs_fact *who = cs_life_who(life, t);
		struct cs_risk_seen seen;
		struct cs_risk_count *c = NULL;
		struct cs_stay stay;
		uint8_t buf[CS_RISK_FACTORS];

		if (!there(s, r, life, who, t, &stay))
			continue;
		cs_risk_look(&s->view, r, life, who, t, false, &own->days, &seen);
		for (int h = 0; h < CS_RISK_HORIZONS; h++) {
			int left = left_within(&stay, t, cs_risk_horizon[h]);

			if (k * CS_RISK_STEP < cs_risk_horizon[h] || left < 0)
				continue;
			if (c == NULL)
				c = cs_risk_cell(&own->cells, cs_risk_key(&s->model, &seen, buf));
			c->n[h]++;
			c->x[h] += left;
		}
	}
}

/* Whether he bought within so many days of t. */
static bool
bought_within(const struct cs_retain *r, const struct cs_life *life, int64_t t, int days)
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
test(const struct risk *s, const struct cs_retain *r, struct own *own, const struct cs_life *life,
    const struct cs_risk_seen *seen, const struct cs_stay *stay)
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
			left = !bought_within(r, life, s->base, cs_risk_horizon[h]);
		if (left < 0)
			continue;
		c->test_n[h]++;
		c->test_x[h] += left;
	}
	if (s->base + days * DAY > r->as_of && s->model.kind == CS_RISK_HAZARD)
		cs_risk_open(&own->cells, key, stay->left, (int)((stay->until - s->base) / DAY), 1);
}

/* The first time. */
static void
collect(struct cs_retain_worker *w, const struct risk *s, const struct cs_life *life)
{
	const struct cs_fact *who = cs_life_who(life, s->base);
	struct own *own = w->own;
	struct cs_risk_seen seen;
	struct cs_stay stay;
	uint8_t buf[CS_RISK_FACTORS];
	bool is_there = there(s, w->r, life, who, s->base, &stay);

	if (s->model.kind == CS_RISK_HAZARD)
		learn(s, w->r, own, life);
	if (!is_there) {
		w->count[CS_RETAIN_MODE + NOT_THERE]++;
		return;
	}
	w->count[CS_RETAIN_IN]++;
	if (s->model.kind == CS_RISK_HAZARD && s->ask->backtest == CS_INSTANT_MIN)
		return;
	cs_risk_look(&s->view, w->r, life, who, s->base, false, &own->days, &seen);
	if (s->model.kind == CS_RISK_PURCHASES)
		cs_risk_cell(&own->cells, cs_risk_key(&s->model, &seen, buf))->n[0]++;
	if (s->ask->backtest != CS_INSTANT_MIN)
		test(s, w->r, own, life, &seen, &stay);
}

/* What is at stake, and where that puts him. False: he is on no list. */
static bool
weigh(const struct risk *s, const struct cs_risk_seen *seen, const struct cs_risk_told *told,
    struct cs_risk_entry *entry)
{
	const struct cs_est *leave = &told->leave[CS_RISK_HORIZONS - 1];
	double worth = (double)seen->month;

	entry->stake = CS_FACT_NULL;
	if (!leave->ok) {
		if (!seen->repeats || 2 * (seen->age - seen->last) <= seen->gap_2)
			return false;
		entry->rank = 2000 * (int64_t)(seen->age - seen->last) / seen->gap_2;
		return true;
	}
	if (s->model.kind == CS_RISK_PURCHASES)
		worth = (double)seen->piece * told->pieces;
	if (seen->month == CS_FACT_NULL) {
		/* Behind all of whom it is known. */
		entry->rank = INT64_MIN + cs_forecast_round(leave->est);
	} else {
		entry->stake = (int64_t)(worth * leave->est + .5);
		entry->rank = entry->stake;
	}
	return leave->est >= s->ask->limit;
}

static void
add_sums(
    struct cs_risk_sums *sums, const struct cs_risk_told *told, const struct cs_risk_entry *entry)
{
	sums->n++;
	for (int h = 0; h < CS_RISK_HORIZONS; h++) {
		if (told->leave[h].ok)
			sums->leave[h] += cs_forecast_round(told->leave[h].est);
	}
	if (entry->stake == CS_FACT_NULL)
		return;
	sums->of_known++;
	sums->month += entry->seen.month;
	sums->stake += entry->stake;
	sums->mixed = sums->mixed ||
		      (sums->currency.p != NULL && !cs_str_eq(sums->currency, entry->currency));
	sums->currency = entry->currency;
}

/* The second time. */
static void
tell(struct cs_retain_worker *w, const struct risk *s, const struct cs_life *life)
{
	const struct cs_fact *who = cs_life_who(life, s->base);
	const struct cs_str name = cs_life_name(life);
	struct own *own = w->own;
	struct cs_risk_entry entry = {.currency = CS_STR("\\N")};
	struct cs_risk_told told;
	struct cs_stay stay;
	int key;
	bool on;

	if (!there(s, w->r, life, who, s->base, &stay))
		return;
	cs_risk_look(&s->view, w->r, life, who, s->base, true, &own->days, &entry.seen);
	cs_risk_tell(&s->model, &entry.seen, 0, &told);
	if (entry.seen.priced != NULL) {
		key = entry.seen.priced_kind == CS_FACT_CUSTOMER ? s->view.customer_currency
								 : s->view.purchase_currency;
		if (key >= 0)
			entry.currency = cs_fact_key(life->of, entry.seen.priced_kind,
			    entry.seen.priced->group, (unsigned)key);
	}
	on = weigh(s, &entry.seen, &told, &entry);
	add_sums(&own->sums, &told, &entry);
	if (!on) {
		w->count[CS_RETAIN_MODE + (told.leave[1].ok ? BELOW : NO_RHYTHM)]++;
		if (!entry.seen.only)
			return;
	}
	/* His facts are gone when the rows are written. */
	entry.seen.priced = NULL;
	for (int list = 0; list < CS_RISK_LISTS; list++) {
		struct cs_risk_first *f = &own->first[list];

		f->most = (size_t)s->ask->top;
		if (list == CS_RISK_LEAVING ? !on : !(s->rare && entry.seen.only))
			continue;
		if (!cs_risk_first_takes(f, entry.rank, name))
			continue;
		entry.name = cs_mem_new(name.n + 1, 1);
		memcpy(entry.name, name.p, name.n);
		entry.name[name.n] = '\0';
		entry.nname = name.n;
		cs_risk_first_add(f, &entry);
	}
}

static int
look(struct cs_retain_worker *w, const struct cs_life *life, struct cs_err *e)
{
	const struct risk *s = w->state;

	(void)e;
	if (s->list)
		tell(w, s, life);
	else
		collect(w, s, life);
	return 0;
}

static int
again(struct cs_retain_worker *w, void *state, struct cs_err *e)
{
	struct risk *s = state;
	struct own *own = w->own;

	(void)e;
	cs_risk_model_fit(&s->model, &own->cells);
	s->list = s->ask->backtest == CS_INSTANT_MIN;
	return s->list;
}

static int
merge(struct cs_retain_worker *to, struct cs_retain_worker *from, struct cs_err *e)
{
	struct own *a = to->own, *b = from->own;

	(void)e;
	cs_risk_cells_merge(&a->cells, &b->cells);
	cs_risk_cells_finish(&b->cells);
	b->cells = (struct cs_risk_cells){.cap = 0};
	for (int list = 0; list < CS_RISK_LISTS; list++) {
		a->first[list].most =
		    b->first[list].n > 0 ? b->first[list].most : a->first[list].most;
		cs_risk_first_merge(&a->first[list], &b->first[list]);
	}
	cs_risk_sums_merge(&a->sums, &b->sums);
	b->sums = (struct cs_risk_sums){.n = 0};
	return 0;
}

static void
finish(struct cs_retain_worker *w)
{
	struct own *own = w->own;

	cs_risk_cells_finish(&own->cells);
	cs_risk_days_finish(&own->days);
	for (int list = 0; list < CS_RISK_LISTS; list++)
		cs_risk_first_finish(&own->first[list]);
}

static int
head(const struct cs_retain *r, const void *state, struct cs_head *h, struct cs_err *e)
{
	const struct risk *s = state;

	if (s->ask->backtest != CS_INSTANT_MIN)
		return cs_risk_back_head(r->explain, h, e);
	return cs_risk_list_head(h, e);
}

static bool
followed(const struct cs_retain *r, const struct risk *s, int horizon)
{
	return s->base + cs_risk_horizon[horizon] * DAY <= r->as_of;
}

static int
rows(struct cs_retain_worker *w, const void *state, struct cs_writer *out, struct cs_err *e)
{
	const struct risk *s = state;
	struct own *own = w->own;
	struct cs_buf buf = CS_BUF_INIT;

	(void)e;
	for (int h = 0; s->ask->backtest != CS_INSTANT_MIN && h < CS_RISK_HORIZONS; h++) {
		struct cs_risk_back b;

		cs_risk_back_make(&b, &s->model, h, followed(w->r, s, h), w->r->level);
		cs_risk_back_rows(w->r, &s->model, h, &b, out, &buf);
		cs_risk_back_finish(&b);
	}
	for (int list = 0; list < CS_RISK_LISTS; list++) {
		struct cs_risk_first *f = &own->first[list];

		cs_risk_first_sort(f);
		for (size_t i = 0; i < f->n; i++)
			cs_risk_list_row(w->r, &s->view, &s->model, (enum cs_risk_list)list,
			    &f->entry[i], out, &buf);
	}
	cs_buf_finish(&buf);
	return 0;
}

static int
say(struct cs_retain_worker *w, const void *state, struct cs_buf *out, struct cs_err *e)
{
	const struct risk *s = state;
	const struct own *own = w->own;
	const size_t listed[2] = {own->first[CS_RISK_LEAVING].n, own->first[CS_RISK_ONLY].n};

	(void)e;
	if (s->ask->backtest == CS_INSTANT_MIN)
		cs_risk_say_list(&s->model, &own->sums, listed, out);
	for (int h = 0; s->ask->backtest != CS_INSTANT_MIN && h < CS_RISK_HORIZONS; h++) {
		struct cs_risk_back b;

		cs_risk_back_make(&b, &s->model, h, followed(w->r, s, h), w->r->level);
		cs_risk_say_back(&s->model, h, &b, out);
		cs_risk_back_finish(&b);
	}
	return 0;
}

const struct cs_retain_mode cs_retainrisk = {.name = "at-risk",
    .may = 1 << CS_FACT_CUSTOMER | 1 << CS_FACT_CONTACT | 1 << CS_FACT_PURCHASE |
	   1 << CS_FACT_RENEWAL | 1 << CS_FACT_ANSWER,
    .single = true,
    .why_single = "what is learnt, and the first of a list, are of all customers",
    .own_count = counted,
    .size = sizeof(struct risk),
    .own = sizeof(struct own),
    .bind = bind,
    .begin = begin,
    .look = look,
    .again = again,
    .merge = merge,
    .finish = finish,
    .head = head,
    .rows = rows,
    .say = say};
