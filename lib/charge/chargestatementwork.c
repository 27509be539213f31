/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts of units by month: see chargestatementwork.h. */
#include "charge/chargestatementwork.h"

#include <stdlib.h>

#include "base/mem.h"
#include "charge/chargerun.h"
#include "rec/esc.h"

static int
account_compare(int64_t am, struct cs_str au, int64_t bm, struct cs_str bu)
{
	if (am != bm)
		return (am > bm) - (am < bm);
	/* What nobody pays stands first. */
	if (au.p == NULL || bu.p == NULL)
		return (bu.p == NULL) - (au.p == NULL);
	return cs_str_cmp(au, bu);
}

static int
by_account(const void *a, const void *b)
{
	const struct cs_statement *x = a, *y = b;

	return account_compare(x->month, x->unit, y->month, y->unit);
}

struct cs_statement *
cs_statement_find(const struct cs_statements *w, int64_t month, struct cs_str unit)
{
	const struct cs_statement key = {.month = month, .unit = unit};

	return w->n != 0 ? bsearch(&key, w->s, w->n, sizeof key, by_account) : NULL;
}

/* The text of a raw cell; p NULL of \N. */
static struct cs_str
decoded(struct cs_arena *a, struct cs_str raw, struct cs_buf *scratch)
{
	struct cs_str text;

	if (cs_raw_null(raw))
		return (struct cs_str){NULL, 0};
	cs_buf_reset(scratch);
	(void)cs_esc_decode(raw, scratch, &text);
	return cs_arena_str(a, text);
}

static void
add_account(struct cs_statements *w, int64_t month, struct cs_str unit)
{
	w->s = cs_mem_grow(w->s, &w->cap, w->n + 1, sizeof *w->s);
	w->s[w->n++] = (struct cs_statement){.month = month, .unit = unit, .avoidable_known = true};
}

/* A line with its texts decoded. */
struct line {
	int64_t month;
	struct cs_str unit, cause, demand;
	const struct cs_charge_line *x;
};

/* Those of units, and of nobody; how many. */
static size_t
take_lines(struct cs_statements *w, const struct cs_charge_lines *l, struct line *line)
{
	struct cs_buf scratch = CS_BUF_INIT;
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct cs_charge_line *x = &l->line[i];
		struct line *to = &line[n];
		struct cs_civil day;

		if (x->kind > CS_LINE_CHARGED || !cs_civil_parse(x->key[CS_STATEMENT_MONTH], &day))
			continue;
		*to = (struct line){.month = cs_civil_days(day.year, day.month, 1), .x = x};
		if (x->kind == CS_LINE_CHARGED)
			to->unit = decoded(&w->arena, x->unit, &scratch);
		to->cause = decoded(&w->arena, x->key[CS_STATEMENT_CAUSE], &scratch);
		to->demand = decoded(&w->arena, x->key[CS_STATEMENT_DEMAND], &scratch);
		n++;
	}
	cs_buf_finish(&scratch);
	return n;
}

/* One more part, behind those that there are; a name may come several times. */
static struct cs_statement_part *
add_part(struct cs_arena *a, struct cs_statement_part **part, size_t *n, struct cs_str name)
{
	struct cs_statement_part *p = *part;

	/* There is room for the next power of two. */
	if ((*n & (*n - 1)) == 0) {
		p = cs_arena_new(a, *n != 0 ? *n * 2 : 1, sizeof *p);
		if (*n != 0)
			memcpy(p, *part, *n * sizeof *p);
		*part = p;
	}
	p[*n] = (struct cs_statement_part){.name = name};
	return &p[(*n)++];
}

/* All accounts, each once. */
static void
make_accounts(struct cs_statements *w, const struct line *line, size_t nline)
{
	const struct cs_postings *p = &w->billed.postings;
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		if (p->p[i].kind <= CS_LINE_CHARGED)
			add_account(w, p->p[i].month, p->p[i].unit);
	}
	for (size_t i = 0; i < nline; i++)
		add_account(w, line[i].month, line[i].unit);
	if (w->n > 1)
		qsort(w->s, w->n, sizeof *w->s, by_account);
	for (size_t i = 0; i < w->n; i++) {
		if (n == 0 || by_account(&w->s[n - 1], &w->s[i]) != 0)
			w->s[n++] = w->s[i];
	}
	w->n = n;
	for (size_t i = 0; i < w->n; i++)
		w->s[i].closed = cs_closing_has(&w->billed.closing, w->s[i].month);
}

/* Whether some cost is of the month: a pool, a rate that was used, or money given. */
static bool
is_priced(const struct cs_charge *c, int64_t month)
{
	int64_t from, to;

	cs_charge_month(c->zone, cs_zone_day_start(c->zone, month), &from, &to);
	for (size_t i = 0; i < c->price->nlot; i++) {
		if (c->price->lot[i].from < to && c->price->lot[i].to > from)
			return true;
	}
	return false;
}

/*
 * Lists the months. Those of which no cost is known did not cost nothing: they have no statement,
 * and are no part of a trend.
 */
static void
list_months(const struct cs_charge *c, struct cs_statements *w)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->n;) {
		const int64_t month = w->s[i].month;
		bool known = is_priced(c, month);
		size_t end = i;

		for (; end < w->n && w->s[end].month == month; end++)
			known = known || w->s[end].closed || w->s[end].nposting != 0;
		for (; i < end; i++) {
			if (known)
				w->s[kept++] = w->s[i];
		}
		if (!known)
			continue;
		w->month = cs_mem_grow(w->month, &w->month_cap, w->nmonth + 1, sizeof *w->month);
		w->month[w->nmonth++] = month;
	}
	w->n = kept;
}

/* What is billed. */
static void
add_postings(struct cs_statements *w)
{
	const struct cs_postings *p = &w->billed.postings;

	for (size_t i = 0; i < p->n; i++) {
		const struct cs_posting *x = &p->p[i];
		struct cs_statement *s;

		if (x->kind > CS_LINE_CHARGED)
			continue;
		s = cs_statement_find(w, x->month, x->unit);
		if (s->nposting++ == 0)
			s->posting = x;
		if (x->of_month != x->month) {
			s->adjusted += x->amount;
			continue;
		}
		s->charged += x->amount;
		s->avoidable += x->avoidable;
		s->avoidable_known = s->avoidable_known && x->avoidable_known;
		add_part(&w->arena, &s->cause, &s->ncause, x->cause)->amount += x->amount;
	}
}

/* How many contacts that was, and what was no part of the bill. */
static void
add_lines(struct cs_statements *w, const struct line *line, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct cs_charge_line *x = line[i].x;
		struct cs_statement *s = cs_statement_find(w, line[i].month, line[i].unit);
		struct cs_statement_part *part;

		if (s == NULL)
			continue; /* of a month without costs */
		s->contacts += x->contacts;
		s->handle_s += x->handle_s;
		s->repeats += x->repeats;
		s->original += x->original;
		part = add_part(&w->arena, &s->demand, &s->ndemand, line[i].demand);
		part->amount += x->charged;
		part->contacts += x->contacts;
		part->handle_s += x->handle_s;
		part = add_part(&w->arena, &s->cause, &s->ncause, line[i].cause);
		part->contacts += x->contacts;
		part->handle_s += x->handle_s;
	}
}

static int
by_amount(const void *a, const void *b)
{
	const struct cs_statement_part *x = a, *y = b;

	if (x->amount != y->amount)
		return x->amount < y->amount ? 1 : -1;
	return cs_str_cmp_none(x->name, y->name);
}

static int
by_name(const void *a, const void *b)
{
	const struct cs_statement_part *x = a, *y = b;

	return cs_str_cmp_none(x->name, y->name);
}

/* Parts of one name become one; then they stand in the order that is asked for. */
static void
unite(struct cs_statement_part *p, size_t *n, int (*order)(const void *, const void *))
{
	size_t to = 0;

	if (*n > 1)
		qsort(p, *n, sizeof *p, by_name);
	for (size_t i = 0; i < *n; i++) {
		if (to != 0 && cs_str_cmp_none(p[to - 1].name, p[i].name) == 0) {
			p[to - 1].amount += p[i].amount;
			p[to - 1].contacts += p[i].contacts;
			p[to - 1].handle_s += p[i].handle_s;
		} else {
			p[to++] = p[i];
		}
	}
	*n = to;
	if (to > 1 && order != by_name)
		qsort(p, to, sizeof *p, order);
}

int
cs_statements_make(struct cs_charge *c, struct cs_statements *w, struct cs_err *e)
{
	struct cs_charge_lines l;
	struct line *line;
	size_t n;

	if (w->s != NULL)
		return 0;
	if (cs_chargebilled_make(c, &w->billed, e) != 0)
		return -1;
	if (cs_charge_lines_make(&l, c, w->level, CS_STATEMENT_LEVELS, e) != 0) {
		cs_charge_lines_finish(&l);
		return -1;
	}
	line = cs_mem_new(l.n + 1, sizeof *line);
	n = take_lines(w, &l, line);
	make_accounts(w, line, n);
	add_postings(w);
	list_months(c, w);
	add_lines(w, line, n);
	for (size_t i = 0; i < w->n; i++) {
		unite(w->s[i].cause, &w->s[i].ncause, by_amount);
		unite(w->s[i].demand, &w->s[i].ndemand, by_name);
	}
	cs_statements_examples(c, w);
	free(line);
	cs_charge_lines_finish(&l);
	return 0;
}

void
cs_statements_finish(struct cs_statements *w)
{
	cs_chargebilled_finish(&w->billed);
	free(w->s);
	free(w->month);
	cs_arena_finish(&w->arena);
}

bool
cs_statement_asked(
    const struct cs_charge *c, const struct cs_statements *w, const struct cs_statement *s)
{
	const struct cs_chargestatement_ask *ask = c->ask;

	return (w->only == INT64_MIN || s->month == w->only) &&
	       (ask->unit.p == NULL || (s->unit.p != NULL && cs_str_eq(s->unit, ask->unit)));
}

/* Months since the year 0. */
static int64_t
month_number(int64_t day)
{
	int y, m, d;

	cs_civil_of_days(day, &y, &m, &d);
	return (int64_t)y * 12 + m;
}

bool
cs_statement_previous(const struct cs_statements *w, const struct cs_statement *of, int64_t *month,
    const struct cs_statement **s)
{
	for (size_t i = 1; i < w->nmonth; i++) {
		if (w->month[i] != of->month ||
		    month_number(w->month[i - 1]) + 1 != month_number(of->month))
			continue;
		*month = w->month[i - 1];
		*s = cs_statement_find(w, *month, of->unit);
		return true;
	}
	return false;
}

bool
cs_statement_trend(
    const struct cs_statements *w, const struct cs_statement *of, cs_i128 *slope, int64_t *months)
{
	const int64_t first = month_number(w->month[0]);
	cs_i128 n = 0, x = 0, xx = 0, y = 0, xy = 0, num, den, v;

	for (size_t i = 0; i < w->nmonth && w->month[i] <= of->month; i++) {
		const struct cs_statement *s = cs_statement_find(w, w->month[i], of->unit);
		const cs_i128 at = month_number(w->month[i]) - first;
		const cs_i128 amount = s != NULL ? s->charged : 0;

		n++;
		x += at;
		xx += at * at;
		if (__builtin_mul_overflow(at, amount, &v) || __builtin_add_overflow(xy, v, &xy) ||
		    __builtin_add_overflow(y, amount, &y))
			return false;
	}
	*months = (int64_t)n;
	den = n * xx - x * x;
	if (n < 3 || __builtin_mul_overflow(n, xy, &num) || __builtin_mul_overflow(x, y, &v) ||
	    __builtin_sub_overflow(num, v, &num))
		return false;
	*slope = (num + (num < 0 ? -(den / 2) : den / 2)) / den;
	return true;
}
