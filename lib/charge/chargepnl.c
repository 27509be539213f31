/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A decision's P&L, what it asks for and its table: see chargepnl.h. */
#include "charge/chargepnl.h"

#include "base/dec.h"
#include "base/lines.h"
#include "charge/chargeout.h"
#include "charge/chargerun.h"
#include "charge/pnlwork.h"
#include "rec/esc.h"

enum {
	FILE_MOST = 1 << 20,
	DIGITS = 2,	   /* of contacts that are expected */
	RATIO_DIGITS = 12, /* of contacts per charge */
};

static const char *const result_columns[] = {"decision_id", "business_unit", "period_from_at",
    "period_to_at", "weeks_n", "baseline", "currency", "revenue", "charges_n", "kept_n", "contacts",
    "expected", "more", "more_lo", "more_hi", "more_s", "more_s_lo", "more_s_hi", "cost", "cost_lo",
    "cost_hi", "avoidable", "avoidable_lo", "avoidable_hi", "credits", "lost_margin",
    "lost_margin_lo", "lost_margin_hi", "net", "net_lo", "net_hi", "net_avoidable",
    "net_avoidable_lo", "net_avoidable_hi", "loss_chance", "verdict", "per_charge", "break_even",
    "flag"};

static const char *const week_columns[] = {
    "decision_id", "week_from", "phase", "contacts", "expected"};

static const struct cs_chargepnl_ask *
ask_of(const struct cs_charge *c)
{
	return c->ask;
}

/* Appends a text as the expression language has it. */
static void
quoted(struct cs_buf *b, struct cs_str text)
{
	cs_buf_c(b, '\'');
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\'')
			cs_buf_c(b, '\'');
		cs_buf_c(b, text.p[i]);
	}
	cs_buf_c(b, '\'');
}

static void
when(struct cs_buf *b, const struct cs_str *reason, size_t n, const char *what)
{
	if (n == 0)
		return;
	cs_buf_z(b, " when reason in (");
	for (size_t i = 0; i < n; i++) {
		cs_buf_z(b, i != 0 ? ", " : "");
		quoted(b, reason[i]);
	}
	cs_buf_printf(b, ") then '%s'", what);
}

/* A level of what b holds, which is emptied. */
static int
level(struct cs_charge *c, struct cs_buf *b, struct cs_err *e)
{
	int n = cs_charge_level(c, cs_arena_str(c->arena, cs_buf_all(b)), e);

	cs_buf_reset(b);
	return n;
}

/* What contacts are told apart by: whether they are the decision's, and whom they are of. */
static int
bind_levels(struct cs_charge *c, struct cs_pnl *p, struct cs_err *e)
{
	const struct cs_decision *d = &p->d;
	struct cs_buf b = CS_BUF_INIT;

	cs_buf_z(&b, "pnl_side=case");
	when(&b, d->reason, d->nreason, "own");
	when(&b, d->parent, d->nparent, "parent");
	cs_buf_z(&b, " end");
	p->side = level(c, &b, e);
	p->compared = -1;
	if (p->side >= 0 && d->baseline == CS_BASELINE_UNTOUCHED) {
		const struct cs_str no = d->untouched, yes = d->touched;

		if (yes.n != 0)
			cs_buf_printf(&b,
			    "pnl_of=case when (%.*s) and (%.*s) then 'both' when (%.*s) then "
			    "'untouched' when (%.*s) then 'touched' end",
			    CS_STR_ARG(no), CS_STR_ARG(yes), CS_STR_ARG(no), CS_STR_ARG(yes));
		else
			cs_buf_printf(&b,
			    "pnl_of=case when (%.*s) then 'untouched' when not (%.*s) then "
			    "'touched' end",
			    CS_STR_ARG(no), CS_STR_ARG(no));
		p->compared = level(c, &b, e);
		p->side = p->compared >= 0 ? p->side : -1;
	}
	cs_buf_finish(&b);
	return p->side >= 0 ? 0 : -1;
}

/* That contacts have what the decision speaks of; of cells it was looked at when they were made. */
static int
check_columns(struct cs_charge *c, const struct cs_decision *d, struct cs_err *e)
{
	const struct cs_str condition[] = {d->touched, d->untouched};
	static const char *const name[] = {"touched", "untouched"};
	struct cs_env env = c->env;

	if (env.head == NULL)
		return 0;
	if (cs_head_need(env.head, CS_STR("reason"), e) < 0)
		return -1;
	for (int i = 0; i < 2; i++) {
		env.source = cs_arena_printf(
		    c->arena, "%s: %s of [%.*s]", ask_of(c)->decisions, name[i], CS_STR_ARG(d->id));
		if (condition[i].n != 0 &&
		    cs_expr_compile_filter(c->arena, condition[i], &env, e) == NULL)
			return -1;
	}
	return 0;
}

static int
read_files(struct cs_charge *c, struct cs_pnl *p, struct cs_err *e)
{
	const struct cs_chargepnl_ask *a = ask_of(c);
	struct cs_str text;

	p->d.id = a->id;
	if (cs_lines_load(c->arena, a->decisions, FILE_MOST, &text, e) != 0 ||
	    cs_decision_parse(&p->d, c->arena, c->zone, a->decisions, text, e) != 0)
		return -1;
	p->charged.zone = c->zone;
	p->charged.decision = p->d.charges;
	p->has_charged = a->ncharged != 0;
	if (p->has_charged &&
	    cs_charged_read(&p->charged, c->arena, a->charged, a->ncharged, e) != 0)
		return -1;
	p->has_lost = a->lost.n != 0;
	return p->has_lost ? cs_lost_margin_read(&p->lost, c->arena, a->lost, &c->env, e) : 0;
}

static int
bind(struct cs_charge *c, void *state, struct cs_err *e)
{
	struct cs_pnl *p = state;

	if (c->from != CS_INSTANT_MIN || c->to != CS_INSTANT_MAX) {
		(void)cs_err_set(e, CS_EXIT_USAGE,
		    "--pnl takes its time from the decision: a period has no meaning");
		return cs_err_hint(e, "decided_at and until are in the file of decisions");
	}
	if (c->nby != 0)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--pnl is about one decision: --by has no meaning");
	if (read_files(c, p, e) != 0 || check_columns(c, &p->d, e) != 0 ||
	    bind_levels(c, p, e) != 0)
		return -1;
	p->day0 = cs_zone_day(c->zone, p->d.from);
	for (int w = -CS_PNL_BEFORE; w <= CS_PNL_AFTER; w++)
		cs_charge_cut(&c->bind->cuts, cs_zone_day_start(c->zone, p->day0 + w * INT64_C(7)));
	return 0;
}

static int
head(const struct cs_charge *c, const void *state, struct cs_head *h, struct cs_err *e)
{
	(void)state;
	if (ask_of(c)->weeks)
		return cs_chargeout_columns(
		    h, c, week_columns, sizeof week_columns / sizeof *week_columns, e);
	return cs_chargeout_columns(
	    h, c, result_columns, sizeof result_columns / sizeof *result_columns, e);
}

static void
put_text(struct cs_writer *out, bool there, struct cs_str text)
{
	if (there)
		cs_writer_text(out, text);
	else
		cs_writer_null(out);
}

static void
put_instant(struct cs_writer *out, int64_t at)
{
	struct cs_buf b = CS_BUF_INIT;

	cs_time_text(&b, at);
	cs_writer_text(out, cs_buf_all(&b));
	cs_buf_finish(&b);
}

/* An estimate's own number and a bound, to so many digits. */
static void
put_bound(struct cs_writer *out, bool there, double v, unsigned digits)
{
	struct cs_buf b = CS_BUF_INIT;

	cs_buf_printf(&b, "%.*f", (int)digits, v);
	put_text(out, there && v > -1e18 && v < 1e18, cs_buf_all(&b));
	cs_buf_finish(&b);
}

static void
put_more(struct cs_writer *out, const struct cs_baseline *b, unsigned digits)
{
	cs_chargeout_ratio(out, b->ok, &b->more, digits);
	put_bound(out, b->ci, b->lo, digits);
	put_bound(out, b->ci, b->hi, digits);
}

static void
put_money(struct cs_writer *out, const struct cs_charge *c, const struct cs_pnl_money *m)
{
	cs_chargeout_money(out, c, m->ok, m->est);
	cs_chargeout_money(out, c, m->ci, m->lo);
	cs_chargeout_money(out, c, m->ci, m->hi);
}

static const char *
baseline_name(const struct cs_pnl *p)
{
	static const char *const name[] = {[CS_PNL_BY_LEVEL] = "level",
	    [CS_PNL_BY_YEAR] = "year",
	    [CS_PNL_BY_UNTOUCHED] = "untouched"};

	return name[p->how];
}

/* What is known before anything is compared. */
static void
put_decision(const struct cs_charge *c, const struct cs_pnl *p, struct cs_writer *out)
{
	cs_writer_text(out, p->d.id);
	put_text(out, p->d.unit.n != 0, p->d.unit);
	put_instant(out, cs_zone_day_start(c->zone, p->day0));
	put_instant(out, cs_zone_day_start(c->zone, p->day0 + p->n * INT64_C(7)));
	cs_chargeout_count(out, true, p->n);
	put_text(out, p->n > 0, cs_str_z(baseline_name(p)));
	cs_writer_text(out, c->currency);
}

static void
put_result(const struct cs_charge *c, const struct cs_pnl *p, const struct cs_pnl_result *r,
    struct cs_writer *out)
{
	const struct cs_baseline *contacts = &r->more[CS_PNL_CONTACTS];
	const bool charged = p->has_charged;

	put_decision(c, p, out);
	cs_chargeout_money(out, c, charged, r->revenue);
	cs_chargeout_count(out, charged, (cs_i128)r->charges);
	cs_chargeout_count(out, charged, (cs_i128)r->kept);
	cs_chargeout_count(out, true, r->contacts);
	cs_chargeout_ratio(out, contacts->ok, &contacts->expected, DIGITS);
	put_more(out, contacts, DIGITS);
	put_more(out, &r->more[CS_PNL_SECONDS], 0);
	put_money(out, c, &r->cost);
	put_money(out, c, &r->avoidable);
	cs_chargeout_money(out, c, r->credits.ok, r->credits.est);
	put_money(out, c, &r->lost);
	put_money(out, c, &r->net);
	put_money(out, c, &r->net_avoidable);
	put_bound(out, r->has_loss, r->loss, 8);
	cs_writer_text(out, cs_str_z(r->verdict));
	cs_chargeout_ratio(out, r->has_per_charge, &r->per_charge, RATIO_DIGITS);
	cs_chargeout_ratio(out, r->has_break_even, &r->break_even, RATIO_DIGITS);
	put_text(out, r->more[CS_PNL_ALL].flag != CS_FLAG_NONE,
	    cs_str_z(cs_flag_name(r->more[CS_PNL_ALL].flag)));
	cs_writer_end(out);
}

/* No whole week has passed. */
static void
put_early(const struct cs_charge *c, const struct cs_pnl *p, struct cs_writer *out)
{
	const size_t n = sizeof result_columns / sizeof *result_columns, said = 7;

	put_decision(c, p, out);
	for (size_t i = said; i < n; i++)
		put_text(out, strcmp(result_columns[i], "verdict") == 0, CS_STR("too early"));
	cs_writer_end(out);
}

/* The series, for drawing: what there was and what was expected, before and after. */
static void
put_weeks(const struct cs_charge *c, const struct cs_pnl *p, struct cs_writer *out)
{
	struct cs_ratio seen, expected;

	(void)c;
	cs_ratio_init(&seen);
	cs_ratio_init(&expected);
	for (int w = p->first; w < p->n; w++) {
		struct cs_buf b = CS_BUF_INIT;

		cs_pnl_expected(&seen, &expected, p, CS_PNL_CONTACTS, w);
		cs_writer_text(out, p->d.id);
		cs_date_text(&b, p->day0 + w * INT64_C(7));
		cs_writer_text(out, cs_buf_all(&b));
		cs_writer_text(out, w < 0 ? CS_STR("before") : CS_STR("after"));
		cs_chargeout_ratio(out, true, &seen, 0);
		cs_chargeout_ratio(out, true, &expected, DIGITS);
		cs_writer_end(out);
		cs_buf_finish(&b);
	}
	cs_ratio_finish(&seen);
	cs_ratio_finish(&expected);
}

/* All weeks and prices. -1 with *e. */
static int
count(struct cs_pnl *p, const struct cs_charge *c, struct cs_err *e)
{
	return cs_pnl_grid(p, c, e) != 0 ? -1 : cs_pnl_count(p, c, e);
}

static int
rows(struct cs_charge *c, void *state, struct cs_writer *out, struct cs_err *e)
{
	struct cs_pnl *p = state;
	struct cs_pnl_result r;
	int result;

	if (count(p, c, e) != 0)
		return -1;
	if (ask_of(c)->weeks) {
		put_weeks(c, p, out);
		return 0;
	}
	if (p->n == 0) {
		put_early(c, p, out);
		return 0;
	}
	result = cs_pnl_result(&r, p, c, e);
	if (result == 0)
		put_result(c, p, &r, out);
	cs_pnl_result_finish(&r);
	return result;
}

static int
say(struct cs_charge *c, void *state, struct cs_buf *out, struct cs_err *e)
{
	struct cs_pnl *p = state;
	struct cs_pnl_result r;
	int result;

	if (count(p, c, e) != 0)
		return -1;
	if (p->n == 0) {
		cs_pnl_say(p, NULL, c, out);
		return 0;
	}
	result = cs_pnl_result(&r, p, c, e);
	if (result == 0)
		cs_pnl_say(p, &r, c, out);
	cs_pnl_result_finish(&r);
	return result;
}

static void
finish(void *state)
{
	struct cs_pnl *p = state;

	cs_charged_finish(&p->charged);
	cs_pnl_finish(p);
}

const struct cs_charge_mode cs_chargepnl = {.name = "pnl",
    .without_map = true,
    .size = sizeof(struct cs_pnl),
    .bind = bind,
    .head = head,
    .rows = rows,
    .say = say,
    .finish = finish};
