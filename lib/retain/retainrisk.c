/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is about to leave: see retainrisk.h. */
#include "retain/retainrisk.h"

#include "retain/retainmoney.h"
#include "retain/retainriskback.h"
#include "retain/retainriskwork.h"

#define DAY CS_RISK_DAY

const char *const cs_retainrisk_columns[] = {"plan", "segment"};
const unsigned cs_retainrisk_ncolumns = 2;

static const char *const counted[] = {"customers who are not there: left, or not yet come",
    "customers whom --where and the period do not choose",
    "customers whose next purchase is not overdue, or without a rhythm of purchases",
    "customers who leave less probably than --limit",
    "customers whose amounts are in another currency", NULL};

/* What other modes take, and this one has no use for. */
static int
refuse(const struct cs_retain *r, struct cs_err *e)
{
	const struct {
		bool given;
		const char *option;
	} other[] = {{r->nby > 0, "by"}, {r->nstrata > 0, "strata"}, {r->has_landmark, "landmark"},
	    {r->agents, "agents"}};

	for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
		if (other[i].given) {
			(void)cs_err_set(e, CS_EXIT_USAGE,
			    "--at-risk lists customers, not groups: it takes no --%s",
			    other[i].option);
			return cs_err_hint(
			    e, "columns of customers that may be signs are those of --signs");
		}
	}
	return 0;
}

static int
bind(struct cs_retain *r, void *state, struct cs_err *e)
{
	struct cs_risk *s = state;
	struct cs_risk_view *v = &s->view;

	s->ask = r->ask;
	if (refuse(r, e) != 0)
		return -1;
	if (s->ask->backtest != CS_INSTANT_MIN && r->currency.n > 0)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--backtest is about customers, not amounts: no --currency");
	v->warning = s->ask->warning;
	v->nwarning = s->ask->nwarning;
	v->column = s->column;
	for (unsigned i = 0; i < s->ask->ncolumn; i++) {
		if (s->ask->columns_told || cs_retain_has(r, CS_FACT_CUSTOMER, s->ask->column[i]))
			s->column[v->ncolumn++] = s->ask->column[i];
	}
	v->purchases = r->leaving.rule == CS_LEAVING_SILENCE && !s->ask->hazard &&
		       r->history->source[CS_FACT_PURCHASE].head != NULL;
	if (s->ask->hazard && (r->leaving.rule != CS_LEAVING_SILENCE ||
				  r->history->source[CS_FACT_PURCHASE].head == NULL))
		return cs_err_set(e, CS_EXIT_USAGE,
		    "--by-signs goes with --leaving silence and --purchases: elsewhere it is by "
		    "signs anyway");
	s->model.kind = v->purchases ? CS_RISK_PURCHASES : CS_RISK_HAZARD;
	r->history->names = s->ask->backtest == CS_INSTANT_MIN;
	return cs_risk_view_bind(v, r, e);
}

/* What is at stake is compared, so it is all in one. -1 with *e (2). */
static int
currency(const struct cs_retain *r, struct cs_risk_view *v, struct cs_err *e)
{
	if (v->month_value >= 0 && !v->purchases &&
	    cs_retain_money(r, CS_FACT_CUSTOMER, v->customer_currency, &v->money, e) != 0)
		return -1;
	return v->amount < 0
		   ? 0
		   : cs_retain_money(r, CS_FACT_PURCHASE, v->purchase_currency, &v->money, e);
}

static int
begin(struct cs_retain *r, void *state, struct cs_err *e)
{
	struct cs_risk *s = state;
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
	cs_risk_check_begin(s, oldest);
	return s->ask->backtest == CS_INSTANT_MIN ? currency(r, &s->view, e) : 0;
}

static int
look(struct cs_retain_worker *w, const struct cs_life *life, struct cs_err *e)
{
	const struct cs_risk *s = w->state;

	(void)e;
	if (s->list)
		cs_risk_tell_life(w, s, life);
	else
		cs_risk_learn_life(w, s, life);
	return 0;
}

static int
again(struct cs_retain_worker *w, void *state, struct cs_err *e)
{
	struct cs_risk *s = state;
	struct cs_risk_own *own = w->own;

	(void)e;
	cs_risk_model_fit(&s->model, &own->cells);
	own->model = &s->model;
	if (s->check.horizon >= 0) {
		cs_risk_model_fit(&s->check.model, &own->check);
		own->check_model = &s->check.model;
	}
	s->list = s->ask->backtest == CS_INSTANT_MIN;
	return s->list;
}

static int
merge(struct cs_retain_worker *to, struct cs_retain_worker *from, struct cs_err *e)
{
	struct cs_risk_own *a = to->own, *b = from->own;

	(void)e;
	cs_risk_cells_merge(&a->cells, &b->cells);
	cs_risk_cells_finish(&b->cells);
	b->cells = (struct cs_risk_cells){.cap = 0};
	cs_risk_cells_merge(&a->check, &b->check);
	cs_risk_cells_finish(&b->check);
	b->check = (struct cs_risk_cells){.cap = 0};
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
	struct cs_risk_own *own = w->own;

	if (own->model != NULL)
		cs_risk_model_finish(own->model);
	if (own->check_model != NULL)
		cs_risk_model_finish(own->check_model);
	cs_risk_cells_finish(&own->cells);
	cs_risk_cells_finish(&own->check);
	cs_risk_days_finish(&own->days);
	for (int list = 0; list < CS_RISK_LISTS; list++)
		cs_risk_first_finish(&own->first[list]);
}

static int
head(const struct cs_retain *r, const void *state, struct cs_head *h, struct cs_err *e)
{
	const struct cs_risk *s = state;

	if (s->ask->backtest != CS_INSTANT_MIN)
		return cs_risk_back_head(r->explain, h, e);
	return cs_risk_list_head(r->explain, h, e);
}

static bool
followed(const struct cs_retain *r, const struct cs_risk *s, int horizon)
{
	return s->base + cs_risk_horizon[horizon] * DAY <= r->as_of;
}

static int
rows(struct cs_retain_worker *w, const void *state, struct cs_writer *out, struct cs_err *e)
{
	const struct cs_risk *s = state;
	struct cs_risk_own *own = w->own;
	struct cs_risk_page page = {w->r, &s->view, &s->model, out, CS_BUF_INIT};

	(void)e;
	for (int h = 0; s->ask->backtest != CS_INSTANT_MIN && h < CS_RISK_HORIZONS; h++) {
		struct cs_risk_back b;

		cs_risk_back_make(&b, &s->model, h, followed(w->r, s, h), w->r->level);
		w->few += cs_risk_back_rows(&page, h, &b);
		cs_risk_back_finish(&b);
	}
	for (int list = 0; list < CS_RISK_LISTS; list++) {
		struct cs_risk_first *f = &own->first[list];

		cs_risk_first_sort(f);
		for (size_t i = 0; i < f->n; i++)
			cs_risk_list_row(&page, (enum cs_risk_list)list, &f->entry[i]);
	}
	cs_buf_finish(&page.buf);
	return 0;
}

static void
notes(struct cs_retain_worker *w, const void *state, struct cs_buf *out)
{
	cs_risk_check_say(state, w->r, out);
}

static int
say(struct cs_retain_worker *w, const void *state, struct cs_buf *out, struct cs_err *e)
{
	const struct cs_risk *s = state;
	const struct cs_risk_own *own = w->own;
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
    .without = CS_RETAIN_AT | CS_RETAIN_CANCEL,
    .may = 1 << CS_FACT_CUSTOMER | 1 << CS_FACT_CONTACT | 1 << CS_FACT_PURCHASE |
	   1 << CS_FACT_RENEWAL | 1 << CS_FACT_ANSWER,
    .single = true,
    .why_single = "what is learnt, and the first of a list, are of all customers",
    .own_count = counted,
    .size = sizeof(struct cs_risk),
    .own = sizeof(struct cs_risk_own),
    .bind = bind,
    .begin = begin,
    .look = look,
    .again = again,
    .merge = merge,
    .finish = finish,
    .head = head,
    .rows = rows,
    .notes = notes,
    .say = say};
