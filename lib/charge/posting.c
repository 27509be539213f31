/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is billed, as an array and as records: see posting.h. */
#include "charge/posting.h"

#include <stdlib.h>

#include "base/mem.h"
#include "charge/chargeout.h"
#include "rec/esc.h"

static const char *const columns[] = {"month", "line", "business_unit", "cause", "pool", "of_month",
    "charged", "avoidable", "currency"};

void
cs_postings_finish(struct cs_postings *s)
{
	free(s->p);
	*s = (struct cs_postings){0};
}

void
cs_postings_add(struct cs_postings *s, const struct cs_posting *p)
{
	s->p = cs_mem_grow(s->p, &s->cap, s->n + 1, sizeof *s->p);
	s->p[s->n++] = *p;
}

static int
compare_postings(const struct cs_posting *a, const struct cs_posting *b)
{
	int d = (a->month > b->month) - (a->month < b->month);

	if (d == 0)
		d = (int)a->kind - (int)b->kind;
	if (d == 0)
		d = cs_str_cmp_none(a->unit, b->unit);
	if (d == 0)
		d = (a->of_month > b->of_month) - (a->of_month < b->of_month);
	if (d == 0)
		d = cs_str_cmp_none(a->cause, b->cause);
	return d != 0 ? d : cs_str_cmp_none(a->pool, b->pool);
}

bool
cs_posting_same(const struct cs_posting *a, const struct cs_posting *b)
{
	return compare_postings(a, b) == 0;
}

static int
compare(const void *a, const void *b)
{
	return compare_postings(a, b);
}

void
cs_postings_sort(struct cs_postings *s)
{
	if (s->n > 1)
		qsort(s->p, s->n, sizeof *s->p, compare);
}

void
cs_postings_unite(struct cs_postings *s)
{
	size_t n = 0;

	cs_postings_sort(s);
	for (size_t i = 0; i < s->n; i++) {
		if (n != 0 && compare_postings(&s->p[n - 1], &s->p[i]) == 0) {
			s->p[n - 1].amount += s->p[i].amount;
			s->p[n - 1].avoidable += s->p[i].avoidable;
			s->p[n - 1].avoidable_known &= s->p[i].avoidable_known;
		} else {
			s->p[n++] = s->p[i];
		}
	}
	s->n = n;
}

int
cs_postings_bind(struct cs_charge *c, unsigned level[CS_POSTING_LEVELS], struct cs_err *e)
{
	static const char *const item[CS_POSTING_LEVELS] = {"month", "cause", "pool"};

	for (unsigned i = 0; i < CS_POSTING_LEVELS; i++) {
		const int got = cs_charge_level(c, cs_str_z(item[i]), e);

		if (got < 0)
			return -1;
		level[i] = (unsigned)got;
	}
	return 0;
}

/* The decoded text of a raw cell, in the arena; p NULL of \N. */
static struct cs_str
decoded(struct cs_arena *a, struct cs_str raw, struct cs_buf *scratch)
{
	struct cs_str text;

	if (raw.p == NULL || cs_raw_null(raw))
		return (struct cs_str){NULL, 0};
	cs_buf_reset(scratch);
	(void)cs_esc_decode(raw, scratch, &text);
	return cs_arena_str(a, text);
}

/* The first day of the month that an instant is in. */
static int64_t
month_of(const struct cs_zone *zone, int64_t at)
{
	struct cs_civil c;

	cs_zone_civil(zone, at, &c);
	return cs_civil_days(c.year, c.month, 1);
}

/* What the charged and unmapped lines say. */
static void
add_lines(struct cs_postings *s, const struct cs_charge *c, const struct cs_charge_lines *l)
{
	struct cs_buf scratch = CS_BUF_INIT;

	for (size_t i = 0; i < l->n; i++) {
		const struct cs_charge_line *x = &l->line[i];
		struct cs_civil day;
		struct cs_posting p = {.kind = x->kind,
		    .amount = x->charged,
		    .avoidable = x->avoidable,
		    .avoidable_known = x->avoidable_known};

		if (x->kind > CS_LINE_CHARGED || (x->charged == 0 && x->avoidable == 0) ||
		    !cs_civil_parse(x->key[CS_POSTING_MONTH], &day))
			continue;
		p.month = p.of_month = cs_civil_days(day.year, day.month, 1);
		if (x->kind == CS_LINE_CHARGED)
			p.unit = decoded(c->arena, x->unit, &scratch);
		p.cause = decoded(c->arena, x->key[CS_POSTING_CAUSE], &scratch);
		p.pool = decoded(c->arena, x->key[CS_POSTING_POOL], &scratch);
		cs_postings_add(s, &p);
	}
	cs_buf_finish(&scratch);
}

/* What of the lots is nobody's. */
static void
add_lots(struct cs_postings *s, const struct cs_charge *c)
{
	const int64_t last = c->to == CS_INSTANT_MAX ? INT64_MAX : month_of(c->zone, c->to - 1);

	for (size_t i = 0; i < c->price->nlot; i++) {
		const struct cs_charge_lot *l = &c->price->lot[i];
		struct cs_posting p = {.pool = l->name};

		if (l->to <= c->from || l->from >= c->to)
			continue;
		p.month = p.of_month = month_of(c->zone, l->to - 1);
		if (p.month > last)
			continue;
		p.kind = CS_LINE_UNALLOCATED;
		p.amount = l->unallocated;
		if (p.amount != 0)
			cs_postings_add(s, &p);
		p.kind = CS_LINE_UNUSED;
		p.amount = l->unused;
		if (p.amount != 0)
			cs_postings_add(s, &p);
	}
}

int
cs_postings_make(struct cs_postings *s, const struct cs_charge *c,
    const unsigned level[CS_POSTING_LEVELS], struct cs_err *e)
{
	struct cs_charge_lines lines;
	const int result = cs_charge_lines_make(&lines, c, level, CS_POSTING_LEVELS, e);

	if (result == 0) {
		add_lines(s, c, &lines);
		add_lots(s, c);
		cs_postings_unite(s);
	}
	cs_charge_lines_finish(&lines);
	return result;
}

int
cs_postings_head(struct cs_head *h, struct cs_err *e)
{
	int result = 0;

	for (size_t i = 0; result == 0 && i < sizeof columns / sizeof *columns; i++)
		result = cs_head_add(h, cs_str_z(columns[i]), e);
	return result;
}

void
cs_posting_amount(struct cs_buf *b, cs_i128 amount, int digits)
{
	cs_dec_text(b, (struct cs_dec){amount, digits});
}

void
cs_posting_amount_cell(struct cs_writer *out, cs_i128 amount, int digits)
{
	struct cs_buf b = CS_BUF_INIT;

	cs_posting_amount(&b, amount, digits);
	cs_writer_raw(out, cs_buf_all(&b));
	cs_buf_finish(&b);
}

static void
date_cell(struct cs_writer *out, int64_t day)
{
	struct cs_buf b = CS_BUF_INIT;

	cs_date_text(&b, day);
	cs_writer_raw(out, cs_buf_all(&b));
	cs_buf_finish(&b);
}

void
cs_postings_write(const struct cs_postings *s, struct cs_str currency, struct cs_writer *out)
{
	const int digits = cs_currency_digits(currency);
	cs_i128 total = 0;

	for (size_t i = 0; i < s->n && !cs_writer_failed(out); i++) {
		const struct cs_posting *p = &s->p[i];

		total += p->amount;

		date_cell(out, p->month);
		cs_writer_text(out, cs_charge_line_name(p->kind));
		cs_chargeout_text(out, p->unit);
		cs_chargeout_text(out, p->cause);
		cs_chargeout_text(out, p->pool);
		date_cell(out, p->of_month);
		cs_posting_amount_cell(out, p->amount, digits);
		if (p->avoidable_known)
			cs_posting_amount_cell(out, p->avoidable, digits);
		else
			cs_writer_null(out);
		cs_writer_text(out, currency);
		cs_writer_end(out);
	}
	cs_writer_null(out);
	cs_writer_text(out, CS_STR("total"));
	for (int i = 0; i < 4; i++)
		cs_writer_null(out);
	cs_posting_amount_cell(out, total, digits);
	cs_writer_null(out);
	cs_writer_text(out, currency);
	cs_writer_end(out);
}
