/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mode --statement of cs-chargeback: see chargestatement.h. */
#include "charge/chargestatement.h"

#include "charge/chargeout.h"
#include "charge/chargestatementwork.h"

static const char *const columns[] = {"month", "business_unit", "section", "rank", "item",
    "contact_id", "amount", "amount_share", "contacts", "handle_s", "currency"};

/* A row; what is not there is NULL. */
struct row {
	const char *section;
	int64_t rank;		     /* 0: none */
	struct cs_str item, contact; /* p NULL: none */
	bool has_amount, has_of, has_counts, has_time;
	cs_i128 amount, of; /* of: what amount is a share of; 0: NULL */
	cs_i128 contacts, handle_s;
};

struct writing {
	const struct cs_charge *c;
	const struct cs_statement *s;
	struct cs_writer *out;
	struct cs_buf text;
};

static void
count_cell(struct writing *w, bool there, cs_i128 n)
{
	if (there)
		cs_posting_amount_cell(w->out, n, 0);
	else
		cs_writer_null(w->out);
}

static void
share_cell(struct writing *w, const struct row *r)
{
	/* A part of what was taken back is one as well. */
	cs_chargeout_share(
	    w->out, r->has_of, r->of < 0 ? -r->amount : r->amount, r->of < 0 ? -r->of : r->of);
}

static void
put(struct writing *w, const struct row *r)
{
	cs_buf_reset(&w->text);
	cs_date_text(&w->text, w->s->month);
	cs_writer_raw(w->out, cs_buf_all(&w->text));
	cs_chargeout_text(w->out, w->s->unit);
	cs_writer_raw(w->out, cs_str_z(r->section));
	count_cell(w, r->rank != 0, r->rank);
	cs_chargeout_text(w->out, r->item);
	cs_chargeout_text(w->out, r->contact);
	if (r->has_amount)
		cs_posting_amount_cell(w->out, r->amount, w->c->digits);
	else
		cs_writer_null(w->out);
	share_cell(w, r);
	count_cell(w, r->has_counts, r->contacts);
	count_cell(w, r->has_counts || r->has_time, r->handle_s);
	cs_writer_text(w->out, w->c->currency);
	cs_writer_end(w->out);
}

/* What was corrected of closed months: a row for each of them. */
static void
adjustments(struct writing *w)
{
	const struct cs_statement *s = w->s;
	struct cs_buf month = CS_BUF_INIT;

	for (size_t i = 0; i < s->nposting;) {
		const int64_t of = s->posting[i].of_month;
		struct row r = {.section = "adjustment", .has_amount = true};

		for (; i < s->nposting && s->posting[i].of_month == of; i++)
			r.amount += s->posting[i].amount;
		if (of == s->month)
			continue;
		cs_buf_reset(&month);
		cs_date_text(&month, of);
		r.item = cs_buf_all(&month);
		put(w, &r);
	}
	cs_buf_finish(&month);
}

/* The month before, and all months. */
static void
history(struct writing *w, const struct cs_statements *all)
{
	const struct cs_statement *s = w->s, *before;
	struct row r = {.section = "previous"}, d = {.section = "difference"},
		   t = {.section = "trend"};
	struct cs_buf text = CS_BUF_INIT;
	int64_t month, months;

	if (cs_statement_previous(all, s, &month, &before)) {
		cs_date_text(&text, month);
		r.item = cs_buf_all(&text);
		r.has_amount = d.has_amount = d.has_of = true;
		r.has_counts = before == NULL || !before->closed;
		if (before != NULL) {
			r.amount = before->charged;
			r.contacts = before->contacts;
			r.handle_s = before->handle_s;
		}
		d.amount = s->charged - r.amount;
		d.of = r.amount;
	}
	put(w, &r);
	put(w, &d);
	t.has_amount = cs_statement_trend(all, s, &t.amount, &months);
	cs_buf_reset(&text);
	cs_buf_i64(&text, months);
	t.item = cs_buf_all(&text);
	put(w, &t);
	cs_buf_finish(&text);
}

static struct row
part_row(const struct cs_statement *s, const struct cs_statement_part *p, const char *section)
{
	return (struct row){.section = section,
	    .item = p->name,
	    .has_amount = true,
	    .amount = p->amount,
	    .has_of = true,
	    .of = s->charged,
	    .has_counts = !s->closed,
	    .contacts = p->contacts,
	    .handle_s = p->handle_s};
}

/* The first of them by what they cost, and all others in one row. */
static void
causes(struct writing *w, int64_t top)
{
	const struct cs_statement *s = w->s;
	struct cs_statement_part others = {.name = {NULL, 0}};
	struct row r;

	for (size_t i = 0; i < s->ncause; i++) {
		if ((int64_t)i < top) {
			r = part_row(s, &s->cause[i], "cause");
			r.rank = (int64_t)i + 1;
			put(w, &r);
			continue;
		}
		others.amount += s->cause[i].amount;
		others.contacts += s->cause[i].contacts;
		others.handle_s += s->cause[i].handle_s;
	}
	if ((int64_t)s->ncause <= top)
		return;
	r = part_row(s, &others, "other causes");
	put(w, &r);
}

/* What is reckoned, and was not billed. */
static void
reckoned(struct writing *w)
{
	const struct cs_statement *s = w->s;
	const struct row rows[] = {
	    {.section = "repeats", .amount = s->repeats},
	    {.section = "original", .amount = s->original},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct row r = rows[i];

		r.has_amount = r.has_of = true;
		r.of = s->charged;
		put(w, &r);
	}
	for (size_t i = 0; i < s->ndemand; i++) {
		const struct row r = part_row(s, &s->demand[i], "demand");

		put(w, &r);
	}
}

/* Contacts that cost most. */
static void
examples(struct writing *w)
{
	cs_i128 unit = 1000000;

	for (int i = 0; i < w->c->digits; i++)
		unit /= 10;
	for (size_t i = 0; i < w->s->nexample; i++) {
		const struct cs_statement_example *x = &w->s->example[i];
		const cs_i128 half = x->micros < 0 ? -(unit / 2) : unit / 2;
		const struct row r = {.section = "example",
		    .rank = (int64_t)i + 1,
		    .item = x->cause,
		    .contact = x->contact,
		    .has_amount = true,
		    .amount = (x->micros + half) / unit,
		    .has_time = x->handle_s >= 0,
		    .handle_s = x->handle_s};

		put(w, &r);
	}
}

static void
statement(struct writing *w, const struct cs_statements *all)
{
	const struct cs_chargestatement_ask *ask = w->c->ask;
	const struct cs_statement *s = w->s;
	const struct row charged = {.section = "charged",
	    .has_amount = true,
	    .amount = s->charged,
	    .has_counts = !s->closed,
	    .contacts = s->contacts,
	    .handle_s = s->handle_s};
	const struct row total = {
	    .section = "total", .has_amount = true, .amount = s->charged + s->adjusted};
	const struct row avoidable = {.section = "avoidable",
	    .has_amount = s->avoidable_known,
	    .amount = s->avoidable,
	    .has_of = s->avoidable_known,
	    .of = s->charged};

	put(w, &charged);
	adjustments(w);
	put(w, &total);
	history(w, all);
	put(w, &avoidable);
	if (!s->closed)
		reckoned(w);
	causes(w, ask->top);
	examples(w);
}

/* "2026-10" as a day; INT64_MIN for all. */
static int
read_month(struct cs_str text, int64_t *day, struct cs_err *e)
{
	struct cs_buf b = CS_BUF_INIT;
	struct cs_civil c;
	bool good;

	*day = INT64_MIN;
	if (text.p == NULL)
		return 0;
	cs_buf_str(&b, text);
	cs_buf_z(&b, "-01");
	good = text.n == strlen("2026-10") && cs_civil_parse(cs_buf_all(&b), &c);
	cs_buf_finish(&b);
	if (!good)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "--month: '%.*s' is no month: 2026-10", CS_STR_ARG(text));
	*day = cs_civil_days(c.year, c.month, 1);
	return 0;
}

static int
bind(struct cs_charge *c, void *state, struct cs_err *e)
{
	static const char *const item[] = {"month", "cause", "demand"};
	const struct cs_chargestatement_ask *ask = c->ask;
	struct cs_statements *w = state;

	for (size_t i = 0; i < sizeof item / sizeof *item; i++) {
		const int level = cs_charge_level(c, cs_str_z(item[i]), e);

		if (level < 0)
			return -1;
		w->level[i] = (unsigned)level;
	}
	if (ask->examples != 0 && cs_charge_examples(c, (unsigned)ask->examples, e) != 0)
		return -1;
	return read_month(ask->month, &w->only, e) == 0 ? cs_chargebilled_bind(c, &w->billed, e)
							: -1;
}

static int
head(const struct cs_charge *c, const void *state, struct cs_head *h, struct cs_err *e)
{
	int result = 0;

	(void)c;
	(void)state;
	for (size_t i = 0; result == 0 && i < sizeof columns / sizeof *columns; i++)
		result = cs_head_add(h, cs_str_z(columns[i]), e);
	return result;
}

static int
rows(struct cs_charge *c, void *state, struct cs_writer *out, struct cs_err *e)
{
	struct cs_statements *all = state;
	struct writing w = {.c = c, .out = out};

	if (cs_statements_make(c, all, e) != 0)
		return -1;
	for (size_t i = 0; i < all->n && !cs_writer_failed(out); i++) {
		w.s = &all->s[i];
		if (cs_statement_asked(c, all, w.s))
			statement(&w, all);
	}
	cs_buf_finish(&w.text);
	return 0;
}

static void
finish(void *state)
{
	cs_statements_finish(state);
}

const struct cs_charge_mode cs_chargestatement = {.name = "statement",
    .without_by = true,
    .closes = true,
    .size = sizeof(struct cs_statements),
    .bind = bind,
    .head = head,
    .rows = rows,
    .say = cs_statements_say,
    .finish = finish};
