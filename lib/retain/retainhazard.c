/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who leaves sooner, what is counted of each customer: see retainhazard.h. */
#include "retain/retainhazard.h"

#include "retain/retainafter.h"
#include "retain/retainhazardwork.h"

static const char *const parts[CS_HAZARD_PARTS] = {
    [CS_HAZARD_ENTER] = "enter",
    [CS_HAZARD_CUT] = "cut",
    [CS_HAZARD_QUIT] = "quit",
    [CS_HAZARD_LEFT] = "left",
};

/* Why somebody who entered is not in it. */
enum { NEVER_SEEN, NO_NUMBER, NO_LOG, CANCELS };

static const char *const own_count[] = {
    [NEVER_SEEN] = "came into sight on the day of their end",
    [NO_NUMBER] = "customers without a number that is a factor",
    [NO_LOG] = "customers with a number of 0 or less, whose logarithm is a factor",
    [CANCELS] = "contacts that were the cancellation: no time zero",
    NULL,
};

static const struct {
	const char *name;
	enum cs_hazard_kind kind;
} switches[] = {
    {"contacted", CS_HAZARD_CONTACTED},
    {"solved", CS_HAZARD_SOLVED},
    {"repeat", CS_HAZARD_REPEAT},
};

/* --- what is asked for --- */

static bool
name_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

/* The expression behind NAME=, and the name; without one the item is both. */
static struct cs_str
expression(struct cs_str item, struct cs_str *name)
{
	size_t n = 0;

	*name = item;
	while (n < item.n && name_letter(item.p[n]))
		n++;
	if (n == 0 || n == item.n || item.p[n] != '=')
		return item;
	*name = cs_str_head(item, n);
	return cs_str_skip(item, n + 1);
}

/* The type of a number that the history keeps. */
static enum cs_type
type_of(const struct cs_retain *r, const struct cs_hazard_factor *f)
{
	return r->history->source[f->fact].field[f->slot].type;
}

/* A number or else a key of one kind of fact; 1: found, 0: not, with *e (2) why it is no number. */
static int
look_in(struct cs_retain *r, struct cs_hazard_factor *f, struct cs_str item, struct cs_str x,
    struct cs_err *e)
{
	struct cs_err no_key = CS_ERR_INIT;

	if (r->history->source[f->fact].head == NULL)
		return 0;
	f->slot = cs_retain_number(r, f->fact, x, e);
	if (f->slot >= 0 && type_of(r, f) != CS_BOOL) {
		f->decimal = type_of(r, f) == CS_DEC;
		f->kind = f->kind == CS_HAZARD_LOG ? CS_HAZARD_LOG : CS_HAZARD_NUMBER;
		return 1;
	}
	if (f->kind == CS_HAZARD_LOG)
		return 0;
	f->slot = cs_retain_fact_key(r, f->fact, item, &no_key);
	return f->slot >= 0;
}

static int
bind_attribute(
    struct cs_retain *r, struct cs_hazard_factor *f, struct cs_str item, struct cs_err *e)
{
	struct cs_err second = CS_ERR_INIT;
	struct cs_str x = expression(item, &f->name);

	if (cs_str_starts(item, CS_STR("log(")) && item.p[item.n - 1] == ')') {
		f->kind = CS_HAZARD_LOG;
		x = cs_str_head(cs_str_skip(item, 4), item.n - 5);
	}
	if (cs_retain_after(r, x, e) != 0)
		return -1;
	if (cs_str_eqz(x, "customer_id") || cs_str_eqz(x, "customer"))
		return cs_err_set(e, CS_EXIT_USAGE,
		    "--hazard: each customer has a customer_id of his own: there is nobody to "
		    "hold him against");
	f->fact = r->zero_kind;
	if (look_in(r, f, item, x, e) == 0) {
		bool other = r->zero_kind != CS_FACT_CUSTOMER;

		f->fact = CS_FACT_CUSTOMER;
		if (!other || look_in(r, f, item, x, &second) == 0) {
			if (e->status == 0 ||
			    (second.status != 0 && cs_retain_has(r, CS_FACT_CUSTOMER, x)))
				*e = second;
			cs_err_prefix(e, "--hazard");
			return f->kind == CS_HAZARD_LOG
				   ? cs_err_hint(e, "log() takes numbers: of a text that is one, "
						    "log(number(COLUMN))")
				   : -1;
		}
	}
	cs_err_clear(e);
	if (f->kind != CS_HAZARD_LEVELS && type_of(r, f) == CS_TIME) {
		(void)cs_err_set(e, CS_EXIT_USAGE, "--hazard: %.*s is an instant, and no factor",
		    CS_STR_ARG(f->name));
		return cs_err_hint(e, "by year: joined=text(year(joined_at))");
	}
	return 0;
}

static int
bind_factor(struct cs_retain *r, struct cs_retainhazard *s, size_t i, struct cs_err *e)
{
	struct cs_hazard_factor *f = &s->factor[i];
	struct cs_str item = s->ask->factor[i];

	*f = (struct cs_hazard_factor){.name = item};
	for (size_t k = 0; k < sizeof switches / sizeof *switches; k++) {
		if (!cs_str_eqz(item, switches[k].name))
			continue;
		f->kind = switches[k].kind;
		return cs_hazard_bind_switch(r, s, f, e);
	}
	return bind_attribute(r, f, item, e);
}

/* Keys: those that do not change first, so that their group is found once for all stretches. */
static int
bind_keys(struct cs_retain *r, struct cs_retainhazard *s, struct cs_err *e)
{
	size_t k = 0;

	s->order = cs_arena_new(r->arena, s->n, sizeof *s->order);
	for (int late = 0; late < 2; late++) {
		for (size_t i = 0; i < s->n; i++) {
			struct cs_hazard_factor *f = &s->factor[i];

			for (size_t j = 0; j < i && late == 0; j++)
				if (cs_str_eq(s->factor[j].name, f->name))
					return cs_err_set(e, CS_EXIT_USAGE, "--hazard: %.*s twice",
					    CS_STR_ARG(f->name));
			if (cs_hazard_switches(f) != late)
				continue;
			s->order[k++] = i;
			f->key =
			    cs_retain_key(r, cs_arena_printf(r->arena, "%.*s", CS_STR_ARG(f->name)),
				f->kind == CS_HAZARD_NUMBER || f->kind == CS_HAZARD_LOG ? CS_INT
											: CS_TEXT);
		}
	}
	return 0;
}

static int
bind_strata(struct cs_retain *r, struct cs_retainhazard *s, struct cs_err *e)
{
	s->strata = cs_arena_new(r->arena, r->nstrata, sizeof *s->strata);
	for (size_t i = 0; i < r->nstrata; i++) {
		struct cs_hazard_stratum *t = &s->strata[i];

		t->fact =
		    cs_retain_has(r, r->zero_kind, r->strata[i]) ? r->zero_kind : CS_FACT_CUSTOMER;
		t->key = cs_retain_fact_key(r, t->fact, r->strata[i], e);
		if (t->key < 0) {
			cs_err_prefix(e, "--strata");
			return -1;
		}
		(void)cs_retain_key(
		    r, cs_arena_printf(r->arena, "%.*s", CS_STR_ARG(r->strata[i])), CS_TEXT);
	}
	return 0;
}

static int
bind(struct cs_retain *r, void *state, struct cs_err *e)
{
	struct cs_retainhazard *s = state;

	s->ask = r->ask;
	if (r->merged)
		return cs_err_set(e, CS_EXIT_USAGE, "--hazard takes no cells");
	if (cs_retain_before(r, e) != 0 || cs_retain_cancel_bind(r, &s->cancel, e) != 0 ||
	    bind_strata(r, s, e) != 0)
		return -1;
	s->n = s->ask->n;
	s->factor = cs_arena_new(r->arena, s->n, sizeof *s->factor);
	for (size_t i = 0; i < s->n; i++)
		if (bind_factor(r, s, i, e) != 0)
			return -1;
	return bind_keys(r, s, e);
}

/* --- each customer --- */

/* The raw value of an attribute: text of the history, or a number in *number. */
static struct cs_str
value_of(const struct cs_retain *r, const struct cs_life *life, const struct cs_entry *in,
    const struct cs_hazard_factor *f, char number[CS_NUM_I64_MAX])
{
	const struct cs_fact *fact = f->fact == r->zero_kind ? in->fact : in->who;
	int64_t v;

	if (fact == NULL)
		return CS_STR("\\N");
	if (f->kind == CS_HAZARD_LEVELS)
		return cs_fact_key(r->history, f->fact, fact->group, (unsigned)f->slot);
	v = f->fact == CS_FACT_CONTACT ? cs_contact_number(life, fact, f->slot)
				       : cs_fact_number(life, fact, f->slot);
	if (v == CS_FACT_NULL)
		return CS_STR("\\N");
	return cs_str(number, cs_num_i64_text(number, v));
}

/* The group of all that does not change: 1; 0, and counted: a number is missing. */
static int
group_of(
    struct cs_retain_worker *w, const struct cs_life *life, const struct cs_entry *in, uint32_t *g)
{
	const struct cs_retainhazard *s = w->state;
	const struct cs_retain *r = w->r;
	char number[CS_NUM_I64_MAX];

	*g = in->group;
	for (size_t i = 0; i < r->nstrata; i++) {
		const struct cs_hazard_stratum *t = &s->strata[i];
		const struct cs_fact *f = t->fact == r->zero_kind ? in->fact : in->who;

		*g = cs_sums_step(w->sums, r->nby + (unsigned)i, *g,
		    f != NULL ? cs_fact_key(r->history, t->fact, f->group, (unsigned)t->key)
			      : CS_STR("\\N"));
	}
	for (size_t i = 0; i < s->n; i++) {
		const struct cs_hazard_factor *f = &s->factor[s->order[i]];
		struct cs_str v;

		if (cs_hazard_switches(f))
			break;
		v = value_of(r, life, in, f, number);
		if (f->kind != CS_HAZARD_LEVELS && cs_str_eqz(v, "\\N")) {
			w->count[CS_RETAIN_MODE + NO_NUMBER]++;
			return 0;
		}
		if (f->kind == CS_HAZARD_LOG && (v.p[0] == '-' || cs_str_eqz(v, "0"))) {
			w->count[CS_RETAIN_MODE + NO_LOG]++;
			return 0;
		}
		*g = cs_sums_step(w->sums, f->key, *g, v);
	}
	return 1;
}

/* A life in days since time zero: at risk behind `from` (-1: from the first), to `until`. */
struct span {
	int32_t from, until;
	int32_t on[CS_HAZARD_SWITCHES]; /* days on which factors switch, in the order of keys */
	size_t n;
};

/* The next day behind `day` and before the end on which anything switches; else the end. */
static int32_t
next_cut(const struct span *s, int32_t day)
{
	int32_t next = s->until;

	for (size_t i = 0; i < s->n; i++)
		if (s->on[i] > day && s->on[i] < next)
			next = s->on[i];
	return next;
}

/* The stretches of a life, each in the group of what holds in it. */
static void
add_stretches(struct cs_retain_worker *w, uint32_t group, const struct span *s, bool left)
{
	unsigned first = w->r->nkey - (unsigned)s->n;

	for (int32_t from = s->from, to;; from = to) {
		uint32_t g = group;

		to = next_cut(s, from);
		for (size_t i = 0; i < s->n; i++)
			g = cs_sums_step(w->sums, first + (unsigned)i, g,
			    s->on[i] <= from ? CS_STR("t") : CS_STR("f"));
		if (from >= 0)
			cs_sums_add(w->sums, g, CS_HAZARD_ENTER, from, 1);
		cs_sums_add(w->sums, g,
		    to < s->until ? CS_HAZARD_CUT
		    : left	  ? CS_HAZARD_LEFT
				  : CS_HAZARD_QUIT,
		    to, 1);
		if (to >= s->until)
			return;
	}
}

static int
look(struct cs_retain_worker *w, const struct cs_life *life, struct cs_err *e)
{
	const struct cs_retainhazard *s = w->state;
	const struct cs_retain *r = w->r;
	struct span span = {.from = -1};
	const struct cs_life *from = life;
	struct cs_entry in;
	struct cs_life rest;
	uint64_t skipped = 0;
	uint32_t g;
	bool entered;

	(void)e;
	if (r->zero == CS_ZERO_CONTACT)
		from = cs_retain_cancel_skip(&s->cancel, life, &rest, &skipped);
	entered = cs_retain_enter(w, from, &in);
	w->count[CS_RETAIN_MODE + CANCELS] += skipped;
	if (!entered || group_of(w, life, &in, &g) == 0)
		return 0;
	span.until = cs_axis_at(CS_AXIS_DAYS, in.zero_day, cs_zone_day(r->zone, in.stay.until));
	if (in.stay.from > in.zero)
		span.from =
		    cs_axis_at(CS_AXIS_DAYS, in.zero_day, cs_zone_day(r->zone, in.stay.from));
	if (span.until <= span.from) {
		w->count[CS_RETAIN_MODE + NEVER_SEEN]++;
		return 0;
	}
	for (size_t i = 0; i < s->n; i++) {
		const struct cs_hazard_factor *f = &s->factor[s->order[i]];
		int64_t at;

		if (!cs_hazard_switches(f))
			continue;
		at = cs_hazard_switch(s, f, life, in.zero);
		span.on[span.n++] = at >= in.stay.until ? INT32_MAX
							: cs_axis_at(CS_AXIS_DAYS, in.zero_day,
							      cs_zone_day(r->zone, at));
	}
	add_stretches(w, g, &span, in.stay.left);
	return 0;
}

const struct cs_retain_mode cs_retainhazard = {
    .name = "hazard",
    .without = CS_RETAIN_AT | CS_RETAIN_LANDMARK | CS_RETAIN_CURRENCY,
    .may =
	1 << CS_FACT_CONTACT | 1 << CS_FACT_CUSTOMER | 1 << CS_FACT_PURCHASE | 1 << CS_FACT_RENEWAL,
    .single = true,
    .why_single = "a regression is made of all customers at once",
    .part = parts,
    .npart = CS_HAZARD_PARTS,
    .own_count = own_count,
    .size = sizeof(struct cs_retainhazard),
    .bind = bind,
    .look = look,
    .head = cs_retainhazard_head,
    .rows = cs_retainhazard_rows,
    .say = cs_retainhazard_say,
};
