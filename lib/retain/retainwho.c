/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who keeps customers: see retainwho.h. */
#include "retain/retainwho.h"

#include <stdlib.h>

#include "base/mem.h"
#include "rec/esc.h"
#include "rec/schema.h"
#include "retain/retainafter.h"
#include "retain/retainmoney.h"
#include "retain/retainwhowork.h"

static const char *const own_count[] = {
    [CS_WHO_LATE] = "customers who came into sight after time zero",
    [CS_WHO_BEFORE] = "customers who were gone, or not followed, at the landmark",
    [CS_WHO_YOUNG] = "horizons of customers that are not over: nothing counts in them",
    [CS_WHO_UNSEEN] = "horizons of customers who were lost from sight before",
    [CS_WHO_SEVERAL] = "customers whom several had: --share says whose they are",
    [CS_WHO_CANCELS] = "contacts that were the cancellation: no time zero",
    NULL,
};

/* --- what is asked for --- */

static int
check(const struct cs_retain *r, struct cs_err *e)
{
	if (r->zero != CS_ZERO_CONTACT)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--who is of contacts: not with --from joined or purchase");
	return cs_retain_before(r, e);
}

static int
add_key(struct cs_retain *r, struct cs_retainwho *s, enum cs_fact_kind fact, struct cs_str item,
    struct cs_err *e)
{
	struct cs_key_def *def = &s->by.key[s->by.n];
	int key = cs_retain_fact_key(r, fact, item, e);

	if (key < 0)
		return -1;
	*def = r->history->source[fact].def[key];
	for (unsigned i = 0; i < s->by.n; i++)
		if (cs_str_eq(s->by.key[i].name, def->name))
			return cs_err_set(e, CS_EXIT_USAGE, "%.*s is both in --who and in --strata",
			    CS_STR_ARG(def->name));
	s->key[s->nkey++] = (struct cs_who_key){fact, (unsigned)key};
	s->by.n++;
	return 0;
}

/* The kinds of work that cs-rank would take: those that contacts have and that are no units. */
static int
usual_strata(struct cs_retain *r, struct cs_retainwho *s, struct cs_err *e)
{
	static const char *const name[] = {"queue", "reason", "channel"};

	for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
		struct cs_str item = cs_str_z(name[i]);
		bool unit = false;

		for (size_t k = 0; k < s->ask->n; k++)
			unit |= cs_str_eq(s->by.key[k].name, item);
		if (!unit && cs_retain_has(r, CS_FACT_CONTACT, item) &&
		    add_key(r, s, CS_FACT_CONTACT, item, e) != 0)
			return -1;
	}
	return 0;
}

static int
bind_keys(struct cs_retain *r, struct cs_retainwho *s, struct cs_err *e)
{
	size_t most = s->ask->n + r->nstrata + 3;
	struct cs_err none = CS_ERR_INIT;

	s->key = cs_arena_new(r->arena, most, sizeof *s->key);
	s->by.key = cs_arena_new(r->arena, most, sizeof *s->by.key);
	s->by.zone = r->zone;
	for (size_t i = 0; i < s->ask->n; i++) {
		if (add_key(r, s, CS_FACT_CONTACT, s->ask->unit[i], e) != 0) {
			cs_err_prefix(e, "--who");
			return -1;
		}
	}
	if (r->nstrata == 0)
		return usual_strata(r, s, e);
	if (r->nstrata == 1 && cs_str_eqz(r->strata[0], "none"))
		return 0;
	for (size_t i = 0; i < r->nstrata; i++) {
		bool contact =
		    cs_history_key(r->history, CS_FACT_CONTACT, r->strata[i], &r->env, &none) >= 0;

		cs_err_clear(&none);
		if (add_key(r, s, contact ? CS_FACT_CONTACT : CS_FACT_CUSTOMER, r->strata[i], e) !=
		    0) {
			cs_err_prefix(e, "--strata");
			return -1;
		}
	}
	return 0;
}

/* The slot of a column that a kind may not have: -1 then. */
static int
may(struct cs_retain *r, enum cs_fact_kind kind, struct cs_str column, int *slot, struct cs_err *e)
{
	*slot = -1;
	if (!cs_retain_has(r, kind, column))
		return 0;
	*slot = cs_retain_number(r, kind, column, e);
	return *slot < 0 ? -1 : 0;
}

static int
bind_numbers(struct cs_retain *r, struct cs_retainwho *s, struct cs_err *e)
{
	s->minutes = s->amount = s->refunded = s->currency = -1;
	if (s->ask->share == CS_WHO_MINUTES) {
		bool whole = cs_retain_has(r, CS_FACT_CONTACT, CS_STR("handle_s"));

		s->minutes = cs_retain_number(
		    r, CS_FACT_CONTACT, whole ? CS_STR("handle_s") : CS_STR("talk_s"), e);
		if (s->minutes < 0) {
			cs_err_prefix(e, "--share minutes");
			return -1;
		}
	}
	if (may(r, CS_FACT_PURCHASE, CS_STR("amount"), &s->amount, e) != 0 ||
	    may(r, CS_FACT_PURCHASE, CS_STR("refunded_at"), &s->refunded, e) != 0)
		return -1;
	if (s->amount < 0 || !cs_retain_has(r, CS_FACT_PURCHASE, CS_STR("currency")))
		return 0;
	s->currency = cs_retain_fact_key(r, CS_FACT_PURCHASE, CS_STR("currency"), e);
	return s->currency < 0 ? -1 : 0;
}

/* --- the cells --- */

/*
 * The records that the cells are of, in thought: one a customer and horizon, with the day of
 * leaving where he left until then, and what he bought.
 */
static void
make_head(struct cs_retain *r, struct cs_retainwho *s)
{
	static const char *const name[] = {"horizon", "left_at", "amount", "currency"};
	unsigned n = s->amount < 0 ? 2 : s->currency < 0 ? 3 : 4;

	s->head.col = cs_arena_new(r->arena, n, sizeof *s->head.col);
	for (; s->head.ncol < n; s->head.ncol++) {
		struct cs_str col = cs_str_z(name[s->head.ncol]);

		s->head.col[s->head.ncol] = (struct cs_head_col){col, cs_schema_find(col)};
	}
}

/* What is counted at each horizon, as -m would have it. */
static struct cs_str
formulas(struct cs_retain *r, const struct cs_retainwho *s)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_str all;

	for (size_t i = 0; i < r->nat; i++) {
		struct cs_str at = r->at[i].text;

		cs_buf_printf(&b,
		    "%sstayed_%.*s=share(left_at is null) filter (where horizon = '%.*s')",
		    i == 0 ? "" : ", ", CS_STR_ARG(at), CS_STR_ARG(at));
		if (s->amount >= 0)
			cs_buf_printf(&b,
			    ", revenue_%.*s=mean(amount) filter (where horizon = '%.*s')",
			    CS_STR_ARG(at), CS_STR_ARG(at));
	}
	all = cs_arena_str(r->arena, cs_buf_all(&b));
	cs_buf_finish(&b);
	return all;
}

static int
make_scheme(struct cs_retain *r, struct cs_retainwho *s, struct cs_err *e)
{
	struct cs_env env = r->env;
	struct cs_metric_env metrics = {.env = &env};
	unsigned step = s->amount >= 0 ? 2 : 1;

	make_head(r, s);
	env.head = &s->head;
	env.source = "--who";
	if (cs_metric_parse(r->arena, formulas(r, s), &metrics, &s->metrics, e) != 0 ||
	    cs_scheme_make(&s->scheme, r->arena, &s->metrics, &env, true, e) != 0)
		return -1;
	s->stayed = cs_arena_new(r->arena, r->nat, sizeof *s->stayed);
	s->revenue = cs_arena_new(r->arena, r->nat, sizeof *s->revenue);
	for (size_t i = 0; i < r->nat; i++) {
		s->stayed[i] = s->scheme.of[i * step].acc[0];
		if (s->amount >= 0)
			s->revenue[i] = s->scheme.of[i * step + 1].acc[0];
	}
	return 0;
}

static int
bind(struct cs_retain *r, void *state, struct cs_err *e)
{
	struct cs_retainwho *s = state;

	s->ask = r->ask;
	if (bind_keys(r, s, e) != 0 || check(r, e) != 0 || bind_numbers(r, s, e) != 0 ||
	    cs_retain_cancel_bind(r, &s->cancel, e) != 0)
		return -1;
	return make_scheme(r, s, e);
}

/* The one currency of purchases. -1 with *e (2): there are two. */
static int
find_currency(struct cs_retain *r, struct cs_retainwho *s, struct cs_err *e)
{
	struct cs_buf text = CS_BUF_INIT;
	struct cs_str name;

	s->raw_money = CS_STR("");
	if (s->amount < 0)
		return 0;
	if (cs_retain_money(r, CS_FACT_PURCHASE, s->currency, &s->raw_money, e) != 0)
		return -1;
	if (s->raw_money.n > 0) {
		(void)cs_esc_decode(s->raw_money, &text, &name);
		s->money = cs_arena_str(r->arena, name);
	}
	cs_buf_finish(&text);
	return 0;
}

/* "6 months", "1 day" */
static const char *
span(const struct cs_retain *r, const struct cs_horizon *h)
{
	int32_t n = h->axis == CS_AXIS_MONTHS ? h->months : h->days;

	return cs_arena_printf(
	    r->arena, "%d %s%s", n, h->axis == CS_AXIS_MONTHS ? "month" : "day", n == 1 ? "" : "s");
}

/* What every run says of itself, by name; empty: it does not. */
static struct cs_str
said(const struct cs_retain *r, const char *name)
{
	for (size_t i = 0; i < r->nsaid; i++)
		if (strcmp(r->said[i].name, name) == 0)
			return r->said[i].value;
	return CS_STR("");
}

/*
 * What the metrics mean. That as-of and the rule of leaving are in it keeps what was counted
 * otherwise apart: cells are only added up where they say the same.
 */
static void
describe(struct cs_retain *r, struct cs_retainwho *s)
{
	struct cs_str leaving = said(r, "leaving"), landmark = said(r, "landmark");
	const char *start = landmark.n == 0 ? "the contact"
					    : cs_arena_printf(r->arena, "%.*s after the contact",
						  CS_STR_ARG(landmark));
	struct cs_buf day = CS_BUF_INIT;

	cs_time_text(&day, r->as_of);
	for (size_t i = 0; i < s->metrics.n; i++) {
		struct cs_metric *m = &s->metrics.metric[i];
		bool stayed = s->amount < 0 || i % 2 == 0;
		const char *then = span(r, &r->at[s->amount < 0 ? i : i / 2]);

		m->better = CS_BETTER_UP;
		m->role = CS_ROLE_OUTCOME;
		m->grain = CS_STR("customer");
		m->null = CS_STR("it is known of no customer yet");
		m->sentence = cs_str_z(cs_arena_printf(r->arena,
		    "%s %s after %s, of customers of whom that was known at %.*s; leaving is %.*s",
		    stayed ? "still there" : "revenue of a customer in the", then, start,
		    CS_STR_ARG(cs_buf_all(&day)), CS_STR_ARG(leaving)));
	}
	cs_buf_finish(&day);
}

static int
begin(struct cs_retain *r, void *state, struct cs_err *e)
{
	struct cs_retainwho *s = state;

	describe(r, s);
	return find_currency(r, s, e);
}

/* --- workers --- */

static int
merge(struct cs_retain_worker *to, struct cs_retain_worker *from, struct cs_err *e)
{
	struct cs_who_own *a = to->own, *b = from->own;

	if (b->cells == NULL)
		return 0;
	if (a->cells != NULL)
		return cs_cells_merge(a->cells, b->cells, NULL, e);
	a->cells = b->cells;
	b->cells = NULL;
	return 0;
}

static void
finish(struct cs_retain_worker *w)
{
	struct cs_who_own *own = w->own;

	cs_cells_free(own->cells);
	cs_buf_finish(&own->text);
	free(own->group);
}

/* What chose the customers, by the names that cells of cs-retain have for it. */
static void
choices(const struct cs_retain *r, struct cs_cells *c)
{
	static const char *const name[CS_CHOICES] = {
	    [CS_CHOICE_WHERE] = "where",
	    [CS_CHOICE_KEEP_ONLY] = "keep_only",
	    [CS_CHOICE_TIME] = "time",
	    [CS_CHOICE_BAD] = "bad",
	};

	for (int k = 0; k < CS_CHOICES; k++)
		if (name[k] != NULL)
			c->run.choice[k] = said(r, name[k]);
}

static int
rows(struct cs_retain_worker *w, const void *state, struct cs_writer *out, struct cs_err *e)
{
	const struct cs_retainwho *s = state;
	const struct cs_retain *r = w->r;
	struct cs_who_own *own = w->own;
	struct cs_cells *c;

	if (own->cells == NULL)
		own->cells = cs_cells_new(&s->scheme, &s->by);
	c = own->cells;
	c->run.as_of = r->as_of;
	c->run.has_as_of = true;
	c->run.told = r->env.has_as_of;
	if (r->zone != NULL)
		c->run.zone = cs_str_z(cs_zone_name(r->zone));
	choices(r, c);
	c->run.column = cs_arena_new(&c->arena, s->head.ncol, sizeof *c->run.column);
	for (; c->run.ncolumn < s->head.ncol; c->run.ncolumn++)
		c->run.column[c->run.ncolumn] = s->head.col[c->run.ncolumn].name;
	for (size_t i = 0; i < r->shards->n; i++)
		if (cs_shards_add(&c->run.shards, &c->arena, &r->shards->shard[i], e) != 0)
			return -1;
	cs_cells_sort(c);
	return cs_cells_write(c, out, e);
}

const struct cs_retain_mode cs_retainwho = {
    .name = "who",
    .without = CS_RETAIN_MIN_GROUP | CS_RETAIN_LEVEL | CS_RETAIN_EXPLAIN | CS_RETAIN_BY,
    .needs = 1 << CS_FACT_CONTACT,
    .may = 1 << CS_FACT_CUSTOMER | 1 << CS_FACT_PURCHASE | 1 << CS_FACT_RENEWAL,
    .single = true,
    .why_single = "what it writes are cells already, which cs-kpi --render and --merge add up",
    .windows = true,
    .own_count = own_count,
    .size = sizeof(struct cs_retainwho),
    .own = sizeof(struct cs_who_own),
    .bind = bind,
    .begin = begin,
    .look = cs_retainwho_look,
    .merge = merge,
    .finish = finish,
    .rows = rows,
};
