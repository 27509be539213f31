/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Months that were billed already, held against what they would be today: see closing.h. */
#include "charge/closing.h"

#include <stdlib.h>

#include "base/mem.h"
#include "charge/billcell.h"

enum column { MONTH, LINE, UNIT, CAUSE, POOL, OF_MONTH, CHARGED, AVOIDABLE, CURRENCY, COLUMNS };

static const struct cs_billcolumn columns[COLUMNS] = {
    [MONTH] = {"month", 1},
    [LINE] = {"line", 1},
    [UNIT] = {"business_unit", 1},
    [CAUSE] = {"cause", 0},
    [POOL] = {"pool", 0},
    [OF_MONTH] = {"of_month", 0},
    [CHARGED] = {"charged", 1},
    [AVOIDABLE] = {"avoidable", 0},
    [CURRENCY] = {"currency", 1},
};

/* Of minor units; as many as there can be still add up. */
static const cs_i128 MOST = (cs_i128)INT64_MAX * 1000;

struct reading {
	struct cs_closing *c;
	struct cs_arena *arena;
	struct cs_billfile f;
	int digits;
	cs_i128 sum; /* of the lines since the last total */
	bool open;   /* there were such */
	struct cs_err *e;
};

static int
amount(const struct reading *r, enum column c, cs_i128 *v)
{
	struct cs_dec d;

	if (!cs_dec_parse(cs_bill_raw(&r->f, c), &d))
		return cs_bill_bad(&r->f, c, "is not an amount", r->e);
	d = cs_dec_trim(d);
	if (d.scale > r->digits)
		return cs_bill_bad(&r->f, c, "has more digits than its currency", r->e);
	for (; d.scale < r->digits; d.scale++) {
		if (__builtin_mul_overflow(d.coef, (cs_i128)10, &d.coef))
			return cs_bill_bad(&r->f, c, "is too large", r->e);
	}
	if (d.coef > MOST || d.coef < -MOST)
		return cs_bill_bad(&r->f, c, "is too large", r->e);
	*v = d.coef;
	return 0;
}

/* One currency for all. */
static int
currency(struct reading *r)
{
	const struct cs_str raw = cs_bill_raw(&r->f, CURRENCY);

	if (r->c->currency.n != 0)
		return cs_str_eq(raw, r->c->currency)
			   ? 0
			   : cs_bill_bad(&r->f, CURRENCY,
				 "is another currency than that of the lines before", r->e);
	r->digits = cs_currency_digits(raw);
	if (r->digits < 0)
		return cs_bill_bad(&r->f, CURRENCY, "is no currency", r->e);
	r->c->currency = cs_arena_str(r->arena, raw);
	return 0;
}

static int
kind(const struct reading *r, enum cs_charge_line_kind *k)
{
	const struct cs_str raw = cs_bill_raw(&r->f, LINE);

	for (int i = 0; i < CS_LINES; i++) {
		*k = (enum cs_charge_line_kind)i;
		if (cs_str_eq(raw, cs_charge_line_name(*k)))
			return 0;
	}
	return cs_bill_bad(&r->f, LINE, "is no line of what is billed", r->e);
}

/* The total closes the lines above it: whoever cut a file, or changed an amount, is found out. */
static int
read_total(struct reading *r)
{
	cs_i128 total = 0;

	if (currency(r) != 0 || amount(r, CHARGED, &total) != 0)
		return -1;
	if (total != r->sum)
		return cs_bill_bad(&r->f, CHARGED, "is not the sum of the lines above it", r->e);
	r->sum = 0;
	r->open = false;
	return 0;
}

static int
read_row(struct reading *r)
{
	struct cs_posting p = {.unit = {NULL, 0}};

	if (cs_str_eqz(cs_bill_raw(&r->f, LINE), "total"))
		return read_total(r);
	if (kind(r, &p.kind) != 0 || currency(r) != 0 || amount(r, CHARGED, &p.amount) != 0)
		return -1;
	r->sum += p.amount;
	r->open = true;
	if (p.kind == CS_LINE_NOT_REPORTED)
		return 0;
	if (cs_bill_month(&r->f, MONTH, &p.month, r->e) != 0)
		return -1;
	p.of_month = p.month;
	if (!cs_raw_null(cs_bill_raw(&r->f, OF_MONTH)) &&
	    cs_bill_month(&r->f, OF_MONTH, &p.of_month, r->e) != 0)
		return -1;
	if (p.of_month > p.month)
		return cs_bill_bad(
		    &r->f, OF_MONTH, "is later than the month that it was billed in", r->e);
	p.avoidable_known = !cs_raw_null(cs_bill_raw(&r->f, AVOIDABLE));
	if (p.avoidable_known && amount(r, AVOIDABLE, &p.avoidable) != 0)
		return -1;
	p.unit = cs_bill_text(&r->f, UNIT, r->arena);
	if ((p.unit.p != NULL) != (p.kind == CS_LINE_CHARGED))
		return cs_bill_bad(&r->f, UNIT,
		    p.unit.p != NULL ? "pays a line that nobody pays" : "pays nothing: who does?",
		    r->e);
	p.cause = cs_bill_text(&r->f, CAUSE, r->arena);
	p.pool = cs_bill_text(&r->f, POOL, r->arena);
	cs_postings_add(&r->c->billed, &p);
	return 0;
}

bool
cs_closing_has(const struct cs_closing *c, int64_t m)
{
	return c->nmonth != 0 && m >= c->month[0] && m <= c->month[c->nmonth - 1];
}

/* Postings are sorted: two of the same name are neighbours. */
static int
none_twice(const struct cs_closing *c, struct cs_err *e)
{
	struct cs_buf b = CS_BUF_INIT;
	int result = 0;

	for (size_t i = 1; result == 0 && i < c->billed.n; i++) {
		const struct cs_posting *p = &c->billed.p[i];

		if (!cs_posting_same(p - 1, p))
			continue;
		cs_date_text(&b, p->month);
		cs_buf_printf(&b, ", %s", cs_charge_line_name(p->kind).p);
		if (p->unit.p != NULL)
			cs_buf_printf(&b, " to %.*s", CS_STR_ARG(p->unit));
		(void)cs_err_set(
		    e, CS_EXIT_DATA, "%s: was billed twice: %s", c->file, cs_buf_cstr(&b));
		result = cs_err_hint(e, "the last file of --postings has all that was billed "
					"before: name it alone");
	}
	cs_buf_finish(&b);
	return result;
}

/* Which months there are; and each of which something was adjusted must be among them. */
static int
months(struct cs_closing *c, struct cs_err *e)
{
	struct cs_buf b = CS_BUF_INIT;
	int result = 0;

	c->month = cs_mem_new(c->billed.n + 1, sizeof *c->month);
	for (size_t i = 0; i < c->billed.n; i++) {
		const int64_t m = c->billed.p[i].month;

		/* They are sorted by month. */
		if (c->nmonth == 0 || c->month[c->nmonth - 1] != m)
			c->month[c->nmonth++] = m;
	}
	for (size_t i = 0; result == 0 && i < c->billed.n; i++) {
		if (cs_closing_has(c, c->billed.p[i].of_month))
			continue;
		cs_date_text(&b, c->billed.p[i].of_month);
		(void)cs_err_set(e, CS_EXIT_DATA,
		    "%s: a month was adjusted whose own bill is not there: %s", c->file,
		    cs_buf_cstr(&b));
		result = cs_err_hint(e, "name all that was billed of it with --closed as well");
	}
	cs_buf_finish(&b);
	return result;
}

static int
bind(struct reading *r)
{
	for (int c = 0; c < COLUMNS; c++) {
		r->f.col[c] = cs_head_find(r->f.in.head, cs_str_z(columns[c].name));
		if (r->f.col[c] >= 0 || columns[c].needed == 0)
			continue;
		(void)cs_err_set(r->e, CS_EXIT_USAGE, "%s: no column %s: not what was billed",
		    r->c->file, columns[c].name);
		return cs_err_hint(r->e, "cs-chargeback --postings writes it");
	}
	r->c->by_cause = r->f.col[CAUSE] >= 0;
	r->c->by_pool = r->f.col[POOL] >= 0;
	return 0;
}

static int
cut(const struct reading *r, const char *file)
{
	(void)cs_err_set(
	    r->e, CS_EXIT_DATA, "%s: the total at its end is missing: the file is cut", file);
	return cs_err_hint(r->e, "cs-chargeback --postings ends with it");
}

int
cs_closing_read(
    struct cs_closing *c, struct cs_arena *a, char *const *file, int nfile, struct cs_err *e)
{
	int col[COLUMNS];
	struct reading r = {.c = c, .arena = a, .f = {.column = columns, .col = col}, .e = e};
	const char *name = NULL; /* the file at hand */
	int got = cs_each_open(&r.f.in, file, nfile, 0, e);

	*c = (struct cs_closing){.file = nfile > 0 ? file[0] : "stdin"};
	if (got >= 0)
		got = bind(&r);
	while (got >= 0 && (got = cs_each_next(&r.f.in, e)) > 0) {
		if (r.open && r.f.in.batch.file != name)
			got = cut(&r, name);
		else
			got = read_row(&r);
		name = r.f.in.batch.file;
	}
	if (got == 0 && (r.open || name == NULL))
		got = cut(&r, name != NULL ? name : c->file);
	cs_each_close(&r.f.in);
	if (got < 0)
		return -1;
	cs_postings_sort(&c->billed);
	return none_twice(c, e) != 0 ? -1 : months(c, e);
}

void
cs_closing_finish(struct cs_closing *c)
{
	cs_postings_finish(&c->billed);
	free(c->month);
	*c = (struct cs_closing){0};
}

/* The first day of the month behind. */
static int64_t
next_month(int64_t day)
{
	int y, m, d;

	cs_civil_of_days(day, &y, &m, &d);
	return m == 12 ? cs_civil_days(y + 1, 1, 1) : cs_civil_days(y, m + 1, 1);
}

struct applying {
	const struct cs_closing *c;
	struct cs_postings *now;   /* as reckoned today, sorted */
	struct cs_postings change; /* of closed months */
	int64_t from, to;
	int64_t open; /* the first month behind the closed ones; INT64_MAX: there is none */
};

/* Whether what is reckoned today says what a closed month would be. */
static bool
is_again(const struct applying *a, int64_t m)
{
	size_t low = 0, high = a->now->n;

	if (m < a->from || (a->to != INT64_MAX && next_month(m) > a->to))
		return false;
	while (low < high) {
		const size_t mid = low + (high - low) / 2;

		if (a->now->p[mid].month < m)
			low = mid + 1;
		else
			high = mid;
	}
	return low < a->now->n && a->now->p[low].month == m;
}

/* Adds p, or takes it away, as a change of the month that it is of. */
static void
add_change(struct applying *a, const struct cs_posting *p, int sign)
{
	struct cs_posting x = *p;

	x.month = a->open;
	x.amount *= sign;
	x.avoidable *= sign;
	if (!a->c->by_cause)
		x.cause = (struct cs_str){NULL, 0};
	if (!a->c->by_pool)
		x.pool = (struct cs_str){NULL, 0};
	cs_postings_add(&a->change, &x);
}

static void
find_changes(struct applying *a)
{
	size_t n = 0;

	for (size_t i = 0; i < a->now->n; i++) {
		if (cs_closing_has(a->c, a->now->p[i].month) && is_again(a, a->now->p[i].month))
			add_change(a, &a->now->p[i], 1);
	}
	for (size_t i = 0; i < a->c->billed.n; i++) {
		if (is_again(a, a->c->billed.p[i].of_month))
			add_change(a, &a->c->billed.p[i], -1);
	}
	cs_postings_unite(&a->change);
	for (size_t i = 0; i < a->change.n; i++) {
		struct cs_posting *p = &a->change.p[i];

		if (!p->avoidable_known)
			p->avoidable = 0;
		if (p->amount != 0 || p->avoidable != 0)
			a->change.p[n++] = *p;
	}
	a->change.n = n;
}

static int
no_open_month(const struct applying *a, struct cs_str of, struct cs_err *e)
{
	const struct cs_posting *p = &a->change.p[0];
	struct cs_buf b = CS_BUF_INIT;

	cs_date_text(&b, p->of_month);
	cs_buf_printf(&b, " differs by %.*s ", CS_STR_ARG(of));
	cs_posting_amount(&b, p->amount, cs_currency_digits(of));
	cs_buf_z(&b, " from what was billed");
	if (p->unit.p != NULL)
		cs_buf_printf(&b, " to %.*s", CS_STR_ARG(p->unit));
	(void)cs_err_set(
	    e, CS_EXIT_DATA, "%s, and there is no open month to bear it", cs_buf_cstr(&b));
	cs_buf_finish(&b);
	return cs_err_hint(e, "give contacts and costs of the month behind the closed ones too");
}

/* What is to be billed in place of what is reckoned. */
static void
replace(struct applying *a)
{
	struct cs_postings *s = a->now;
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (!cs_closing_has(a->c, s->p[i].month))
			s->p[n++] = s->p[i];
	}
	s->n = n;
	for (size_t i = 0; i < a->c->billed.n; i++)
		cs_postings_add(s, &a->c->billed.p[i]);
	for (size_t i = 0; i < a->change.n; i++)
		cs_postings_add(s, &a->change.p[i]);
	cs_postings_sort(s);
}

int
cs_closing_apply(const struct cs_closing *c, struct cs_postings *s, struct cs_str of, int64_t from,
    int64_t to, struct cs_err *e)
{
	struct applying a = {.c = c, .now = s, .from = from, .to = to, .open = INT64_MAX};
	cs_i128 want = 0, have = 0;
	int result = 0;

	if (c->nmonth == 0)
		return 0;
	if (!cs_str_eq(c->currency, of))
		return cs_err_set(e, CS_EXIT_DATA, "%s: billed in %.*s, and reckoned in %.*s",
		    c->file, CS_STR_ARG(c->currency), CS_STR_ARG(of));
	for (size_t i = 0; i < s->n; i++) {
		const int64_t m = s->p[i].month;

		if (!cs_closing_has(c, m) || is_again(&a, m))
			want += s->p[i].amount;
		if (m > c->month[c->nmonth - 1] && m < a.open)
			a.open = m;
	}
	for (size_t i = 0; i < c->billed.n; i++) {
		if (!is_again(&a, c->billed.p[i].of_month))
			want += c->billed.p[i].amount;
	}
	/* A month in which nothing happened can bear it too, if it is reported. */
	if (a.open == INT64_MAX && to != INT64_MAX && next_month(c->month[c->nmonth - 1]) < to)
		a.open = next_month(c->month[c->nmonth - 1]);
	find_changes(&a);
	if (a.change.n != 0 && a.open == INT64_MAX)
		result = no_open_month(&a, of, e);
	if (result == 0)
		replace(&a);
	for (size_t i = 0; result == 0 && i < s->n; i++)
		have += s->p[i].amount;
	if (result == 0 && want != have)
		result = cs_err_set(e, CS_EXIT_DATA, "%s: closed months do not add up", c->file);
	cs_postings_finish(&a.change);
	return result;
}
