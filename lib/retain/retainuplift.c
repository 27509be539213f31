/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --uplift: what is asked of the inputs. See retainuplift.h. */
#include "retain/retainuplift.h"

#include <inttypes.h>
#include <stdlib.h>

#include "retain/retainafter.h"
#include "retain/retainmoney.h"
#include "retain/retainupliftparts.h"

enum {
	EACH_DAYS = 30, /* of a step of staying, where horizons are in days */
	FEW_STEPS = 40, /* unless that makes more steps than these */
};

static const char *const parts[CS_UPLIFT_PARTS] = {
    [CS_UPLIFT_N] = "days",
    [CS_UPLIFT_MATURE] = "mature",
    [CS_UPLIFT_BEFORE_N] = "before_n",
    [CS_UPLIFT_BEFORE_BUYER] = "before_buyers",
    [CS_UPLIFT_BEFORE_MONEY] = "before_revenue",
    [CS_UPLIFT_AFTER_N] = "after_n",
    [CS_UPLIFT_AFTER_MONEY] = "after_revenue",
    [CS_UPLIFT_FIRST] = "after_first",
    [CS_UPLIFT_LEFT] = "left",
    [CS_UPLIFT_LEFT_NONE] = "left_none",
    [CS_UPLIFT_QUIT] = "quit",
    [CS_UPLIFT_QUIT_NONE] = "quit_none",
    [CS_UPLIFT_STAY_N] = "stay_days",
    [CS_UPLIFT_STAY_VALUE] = "stay_value",
    [CS_UPLIFT_STAY_LEFT + CS_AXIS_DAYS] = "stay_left_days",
    [CS_UPLIFT_STAY_LEFT + CS_AXIS_MONTHS] = "stay_left_months",
    [CS_UPLIFT_STAY_QUIT + CS_AXIS_DAYS] = "stay_quit_days",
    [CS_UPLIFT_STAY_QUIT + CS_AXIS_MONTHS] = "stay_quit_months",
    [CS_UPLIFT_STAY_NEXT + CS_AXIS_DAYS] = "stay_next_days",
    [CS_UPLIFT_STAY_NEXT + CS_AXIS_MONTHS] = "stay_next_months",
};

static const char *const own_counts[] = {
    [CS_UPLIFT_AGAIN] = "contacts after others of the customer, which are no cases",
    [CS_UPLIFT_YOUNG] = "contacts of who was not a customer for all of the window before",
    [CS_UPLIFT_UNREACHED] = "contacts of months whose window before begins ahead of the history",
    [CS_UPLIFT_GONE] = "contacts of who was gone by the landmark",
    [CS_UPLIFT_UNKNOWN] = "contacts of which nobody says whether they were solved",
    [CS_UPLIFT_EARLY] = "contacts whose window is not over",
    [CS_UPLIFT_CANCELS] = "contacts that are the leaving itself",
    [CS_UPLIFT_FOREIGN] = "purchases in another currency, which are no revenue",
    [CS_UPLIFT_PRICELESS] = "purchases without an amount, which are no revenue",
    [CS_UPLIFT_WORTHLESS] = "cases without a month_value, whose staying counts as worth nothing",
    [CS_UPLIFT_COUNTS] = NULL,
};

static int
by_t(const void *a, const void *b)
{
	const struct cs_horizon *x = a, *y = b;

	return (x->t > y->t) - (x->t < y->t);
}

/* A bound of the grid, if it is not there. -1: too many. */
static int
bound(struct cs_uplift_grid *grid, const struct cs_horizon *h)
{
	for (size_t i = 0; i < grid->n; i++)
		if (grid->bound[i].t == h->t)
			return 0;
	if (grid->n == CS_UPLIFT_MOST_BOUNDS)
		return -1;
	grid->bound[grid->n++] = *h;
	return 0;
}

/* The steps of an axis: months, or some thirty days each, and every horizon. */
static int
cut_axis(const struct cs_retain *r, enum cs_axis axis, struct cs_uplift_grid *grid)
{
	const bool months = axis == CS_AXIS_MONTHS;
	int32_t last = 0, each = 1;

	for (size_t i = 0; i < r->nat; i++) {
		int32_t n = months ? r->at[i].months : r->at[i].days;

		if (r->at[i].axis == axis && n > last)
			last = n;
	}
	if (!months)
		each = last > EACH_DAYS * FEW_STEPS ? last / FEW_STEPS + 1 : EACH_DAYS;
	for (int32_t n = each; n < last; n += each) {
		struct cs_horizon h = {.axis = axis,
		    .months = months ? n : 0,
		    .days = months ? 0 : n,
		    .t = months ? n * CS_AXIS_MONTH : n};

		if (bound(grid, &h) != 0)
			return -1;
	}
	for (size_t i = 0; i < r->nat; i++)
		if (r->at[i].axis == axis && r->at[i].t > 0 && bound(grid, &r->at[i]) != 0)
			return -1;
	qsort(grid->bound, grid->n, sizeof *grid->bound, by_t);
	return 0;
}

/* Days as cells say them: "30,60". */
static struct cs_str
days_text(struct cs_arena *a, const int64_t *days, size_t n)
{
	const char *text = "";

	for (size_t i = 0; i < n; i++)
		text = cs_arena_printf(a, "%s%s%" PRId64, text, i > 0 ? "," : "", days[i]);
	return cs_str_z(text);
}

/* And back: ascending, from least to CS_UPLIFT_LONGEST, most of them at most; how many. 0: there
 * are none, or it is something else. */
static size_t
days_of(struct cs_str text, int64_t least, int64_t *days, size_t most)
{
	struct cs_str item;
	size_t n = 0;

	while (text.n != 0 && cs_str_split(&text, ',', &item)) {
		if (n == most || !cs_num_i64(item, &days[n]) || days[n] < least ||
		    days[n] > CS_UPLIFT_LONGEST)
			return 0;
		least = days[n++] + 1;
	}
	return n;
}

/* Under which names cells say what sums depend on. */
static const char *const told_name[CS_UPLIFT_TOLD] = {
    [CS_UPLIFT_TOLD_WINDOW] = "uplift_window",
    [CS_UPLIFT_TOLD_GAP] = "uplift_gap",
    [CS_UPLIFT_TOLD_QUIET] = "uplift_quiet",
    [CS_UPLIFT_TOLD_AGAINST] = "uplift_against",
    [CS_UPLIFT_TOLD_TENURE] = "uplift_tenure",
};

static struct cs_str
told_text(const struct cs_retain *r, const struct cs_retainuplift_ask *a, enum cs_uplift_told what)
{
	int64_t days[CS_UPLIFT_WINDOWS] = {0};

	switch (what) {
	case CS_UPLIFT_TOLD_WINDOW:
		for (size_t i = 0; i < a->nwindow; i++)
			days[i] = a->window[i];
		return days_text(r->arena, days, a->nwindow);
	case CS_UPLIFT_TOLD_AGAINST:
		return a->unsolved ? CS_STR("unsolved") : CS_STR("none");
	case CS_UPLIFT_TOLD_TENURE:
		return days_text(r->arena, a->tenure, a->ntenure);
	default:
		days[0] = what == CS_UPLIFT_TOLD_GAP ? a->gap : a->quiet;
		return days_text(r->arena, days, 1);
	}
}

/* What was not asked for is as the cells say; what they say and cannot be stays as it was, and is
 * refused as another run. */
static void
recall(struct cs_retain *r, const struct cs_sumcells *cells)
{
	const struct cs_retainuplift_ask *given = r->ask;
	struct cs_retainuplift_ask *a = cs_arena_new(r->arena, 1, sizeof *a);

	*a = *given;
	for (unsigned what = 0; what < CS_UPLIFT_TOLD; what++) {
		struct cs_str text = cs_sumcells_said_of(&cells->run, told_name[what], 0);
		int64_t days[CS_UPLIFT_EDGES];
		size_t n;

		if ((given->told >> what & 1) != 0)
			continue;
		if (what == CS_UPLIFT_TOLD_AGAINST) {
			a->unsolved = cs_str_eqz(text, "unsolved");
		} else if (what == CS_UPLIFT_TOLD_WINDOW) {
			n = days_of(text, 2, days, CS_UPLIFT_WINDOWS);
			for (size_t i = 0; i < n; i++)
				a->window[i] = (int32_t)days[i];
			a->nwindow = n > 0 ? n : a->nwindow;
		} else if (what == CS_UPLIFT_TOLD_TENURE) {
			n = days_of(text, 1, days, CS_UPLIFT_EDGES);
			memcpy(a->tenure, days, n * sizeof *days);
			a->ntenure = n > 0 ? n : a->ntenure;
		} else if (days_of(text, 0, days, 1) == 1) {
			*(what == CS_UPLIFT_TOLD_GAP ? &a->gap : &a->quiet) = (int32_t)days[0];
		}
	}
	r->ask = a;
}

/* What cells must have in common, and the keys. */
static void
say_and_key(struct cs_retain *r, struct cs_uplift *u)
{
	struct cs_buf at = CS_BUF_INIT;

	for (size_t i = 0; i < r->nat; i++)
		cs_buf_printf(
		    &at, "%s%.*s", i > 0 ? "," : "", (int)r->at[i].text.n, r->at[i].text.p);
	cs_retain_say_of(r, "uplift_at", cs_arena_str(r->arena, cs_buf_all(&at)));
	cs_buf_finish(&at);
	for (unsigned what = 0; what < CS_UPLIFT_TOLD; what++)
		cs_retain_say_of(
		    r, told_name[what], told_text(r, u->ask, (enum cs_uplift_told)what));
	u->key = cs_retain_key(r, "uplift_window", CS_INT);
	(void)cs_retain_key(r, "uplift_currency", CS_TEXT);
	(void)cs_retain_key(r, "uplift_value_currency", CS_TEXT);
	(void)cs_retain_key(r, "uplift_side", CS_TEXT);
	(void)cs_retain_key(r, "uplift_month", CS_INT);
	(void)cs_retain_key(r, "uplift_tenure", CS_INT);
	(void)cs_retain_key(r, "uplift_value", CS_INT);
	(void)cs_retain_key(r, "uplift_trend", CS_INT);
}

/* --strata: columns of customers; where all made contact, of the contact as well. */
static int
bind_strata(struct cs_retain *r, struct cs_uplift *u, struct cs_err *e)
{
	struct cs_err second = CS_ERR_INIT;

	if (r->nstrata > CS_HISTORY_NUMBERS)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--strata: at most %d of them", CS_HISTORY_NUMBERS);
	for (size_t i = 0; i < r->nstrata; i++) {
		struct cs_uplift_strata *by = &u->strata[i];

		by->kind = CS_FACT_CUSTOMER;
		by->key = cs_retain_fact_key(r, by->kind, r->strata[i], e);
		if (by->key < 0 && u->ask->unsolved) {
			by->kind = CS_FACT_CONTACT;
			by->key = cs_retain_fact_key(r, by->kind, r->strata[i], &second);
		}
		if (by->key < 0) {
			cs_err_prefix(e, "--strata");
			return -1;
		}
		cs_err_clear(e);
		(void)cs_retain_key(
		    r, cs_arena_printf(r->arena, "uplift_stratum_%zu", i + 1), CS_TEXT);
	}
	return 0;
}

/* A number of a kind that has the column; *slot -1: it has not. */
static int
may_number(
    struct cs_retain *r, enum cs_fact_kind kind, const char *column, int *slot, struct cs_err *e)
{
	*slot = -1;
	if (!cs_retain_has(r, kind, cs_str_z(column)))
		return 0;
	*slot = cs_retain_number(r, kind, cs_str_z(column), e);
	return *slot < 0 ? -1 : 0;
}

/* Whether a kind's amounts name a currency, and which key that is; -1: they do not. */
static int
ask_currency(struct cs_retain *r, enum cs_fact_kind kind, int *key, struct cs_err *e)
{
	*key = -1;
	if (!cs_retain_has(r, kind, CS_STR("currency")))
		return 0;
	if (r->cells && r->currency.n == 0) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "cells of --uplift want --currency");
		return cs_err_hint(e, "each shard would have its own otherwise");
	}
	*key = cs_retain_fact_key(r, kind, CS_STR("currency"), e);
	return *key < 0 ? -1 : 0;
}

static int
ask_purchases(struct cs_retain *r, struct cs_uplift *u, struct cs_err *e)
{
	if (may_number(r, CS_FACT_PURCHASE, "amount", &u->amount, e) != 0 ||
	    may_number(r, CS_FACT_PURCHASE, "refunded_at", &u->refunded, e) != 0)
		return -1;
	u->currency = -1;
	return u->amount >= 0 ? ask_currency(r, CS_FACT_PURCHASE, &u->currency, e) : 0;
}

/* What a customer is worth by the month. */
static int
ask_value(struct cs_retain *r, struct cs_uplift *u, struct cs_err *e)
{
	if (may_number(r, CS_FACT_CUSTOMER, "month_value", &u->month_value, e) != 0)
		return -1;
	return u->stays && u->month_value >= 0
		   ? ask_currency(r, CS_FACT_CUSTOMER, &u->value_currency, e)
		   : 0;
}

static int
bind(struct cs_retain *r, void *state, struct cs_err *e)
{
	struct cs_uplift *u = state;

	u->ask = r->ask;
	u->month_value = u->value_currency = -1;
	u->money = u->value_money = CS_STR("\\N");
	for (unsigned axis = 0; axis < CS_AXES; axis++)
		if (cut_axis(r, (enum cs_axis)axis, &u->grid[axis]) != 0)
			return cs_err_set(e, CS_EXIT_USAGE,
			    "--at: --uplift goes %d steps of a month at most",
			    CS_UPLIFT_MOST_BOUNDS);
	if (r->zero != CS_ZERO_CONTACT)
		return cs_err_set(e, CS_EXIT_USAGE,
		    "--uplift is about contacts: without --from, or --from contact");
	if (u->ask->unsolved && !r->has_landmark && !r->merged)
		return cs_err_set(e, CS_EXIT_USAGE,
		    "--against unsolved needs a --landmark: the day on which it is looked at what "
		    "was solved");
	say_and_key(r, u);
	if ((!r->merged && cs_retain_before(r, e) != 0) || bind_strata(r, u, e) != 0)
		return -1;
	if (cs_retain_cancel_bind(r, &u->cancel, e) != 0 ||
	    (u->ask->unsolved && (cs_retain_solved_bind(r, &u->solved, e) != 0 ||
				     cs_retain_solved_need(&u->solved, e) != 0)))
		return -1;
	cs_retain_say_of(r, "uplift_cancels", u->cancel.list);
	if (r->merged)
		return 0;
	u->buys = cs_retain_has(r, CS_FACT_PURCHASE, CS_STR("purchased_at"));
	/* A contact breaks the silence, so cases could not leave for a while: no comparison. */
	u->stays = r->leaving.rule != CS_LEAVING_SILENCE;
	if (u->buys && ask_purchases(r, u, e) != 0)
		return -1;
	if (ask_value(r, u, e) != 0)
		return -1;
	if (!u->buys && !u->stays)
		return cs_err_set(e, CS_EXIT_USAGE,
		    "--uplift needs --purchases, or a rule of leaving other than silence");
	return 0;
}

static int
begin(struct cs_retain *r, void *state, struct cs_err *e)
{
	struct cs_uplift *u = state;
	const bool paid = u->buys && u->amount >= 0, valued = u->stays && u->month_value >= 0;
	struct cs_str money = CS_STR("");

	/* Months that history does not reach are not told; where the run is a shard, others may
	 * reach further. */
	u->since = r->cells || r->first > r->last
		       ? INT32_MIN
		       : (int32_t)cs_zone_day(r->zone, cs_uplift_first(r)) + u->ask->gap +
			     u->ask->window[0];
	if (u->buys && !paid)
		u->money = CS_STR("");
	if (paid && cs_retain_money(r, CS_FACT_PURCHASE, u->currency, &money, e) != 0)
		return -1;
	if (valued && cs_retain_money(r, CS_FACT_CUSTOMER, u->value_currency, &money, e) != 0)
		return -1;
	if (money.n == 0)
		money = CS_STR(CS_UPLIFT_NO_CURRENCY);
	if (paid)
		u->money = money;
	if (valued)
		u->value_money = money;
	return 0;
}

/* What is a worker's own is of one life. */
static int
merge(struct cs_retain_worker *to, struct cs_retain_worker *from, struct cs_err *e)
{
	(void)to;
	(void)from;
	(void)e;
	return 0;
}

const struct cs_retain_mode cs_retainuplift = {
    .name = "uplift",
    .needs = 1 << CS_FACT_CONTACT,
    .may = 1 << CS_FACT_CUSTOMER | 1 << CS_FACT_PURCHASE,
    .before = true,
    .streams = true,
    .part = parts,
    .npart = CS_UPLIFT_PARTS,
    .own_count = own_counts,
    .size = sizeof(struct cs_uplift),
    .own = sizeof(struct cs_uplift_own),
    .bind = bind,
    .recall = recall,
    .begin = begin,
    .look = cs_uplift_look,
    .merge = merge,
    .finish = cs_uplift_finish,
    .head = cs_uplift_head,
    .rows = cs_uplift_rows,
    .say = cs_uplift_say,
};
