/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mode --journal of cs-chargeback: see chargejournal.h. */
#include "charge/chargejournal.h"

#include "charge/ledgertext.h"

static const char pools[] = "expenses:pools";

/* By kind of line: its account, and what its entry is called. */
static const struct {
	const char *account, *what;
} kinds[CS_LINES] = {
    [CS_LINE_UNMAPPED] = {"expenses:unmapped", "not on the map"},
    [CS_LINE_CHARGED] = {"expenses:service", "service for"},
    [CS_LINE_UNALLOCATED] = {"expenses:unallocated", "unallocated"},
    [CS_LINE_UNUSED] = {"expenses:unused", "unused"},
};

/* The last day of the month that begins on a day. */
static int64_t
last_day(int64_t month)
{
	int y, m, d;

	cs_civil_of_days(month, &y, &m, &d);
	return month + cs_civil_month_days(y, m) - 1;
}

/* Postings from .. to are of one entry: by pool. */
static int
entry(struct cs_ledgertext *l, const struct cs_posting *from, const struct cs_posting *to,
    struct cs_err *e)
{
	struct cs_buf what = CS_BUF_INIT;
	cs_i128 sum = 0;

	if (from->of_month != from->month) {
		cs_buf_z(&what, "adjustment of ");
		cs_date_text(&what, from->of_month);
		what.n -= strlen("-01");
		cs_buf_z(&what, ", ");
	}
	cs_buf_z(&what, kinds[from->kind].what);
	cs_ledgertext_entry(l, last_day(from->month), cs_buf_cstr(&what), from->unit);
	cs_buf_finish(&what);
	for (const struct cs_posting *p = from; p < to; p++)
		sum += p->amount;
	cs_ledgertext_post(l, kinds[from->kind].account, from->unit, sum);
	for (const struct cs_posting *p = from; p < to; p++)
		cs_ledgertext_post(l, pools, p->pool, -p->amount);
	return cs_ledgertext_end(l, e);
}

static bool
same_entry(const struct cs_posting *a, const struct cs_posting *b)
{
	return a->month == b->month && a->kind == b->kind && a->of_month == b->of_month &&
	       (a->unit.p == NULL) == (b->unit.p == NULL) && cs_str_eq(a->unit, b->unit);
}

int
cs_chargejournal_text(
    struct cs_buf *out, const struct cs_postings *s, struct cs_str currency, struct cs_err *e)
{
	struct cs_ledgertext l;
	struct cs_postings by_pool = {0};
	int result = 0;

	if (!cs_ledgertext_begin(&l, out, currency))
		return cs_err_set(e, CS_EXIT_DATA, "'%.*s' is no currency", CS_STR_ARG(currency));
	for (size_t i = 0; i < s->n; i++) {
		struct cs_posting p = s->p[i];

		p.cause = (struct cs_str){NULL, 0};
		cs_postings_add(&by_pool, &p);
	}
	cs_postings_unite(&by_pool);
	for (size_t i = 0, to; result == 0 && i < by_pool.n; i = to) {
		for (to = i + 1; to < by_pool.n && same_entry(&by_pool.p[i], &by_pool.p[to]);)
			to++;
		result = entry(&l, &by_pool.p[i], &by_pool.p[to], e);
	}
	cs_postings_finish(&by_pool);
	return result;
}

static int
bind(struct cs_charge *c, void *state, struct cs_err *e)
{
	return cs_chargebilled_bind(c, state, e);
}

static int
rows(struct cs_charge *c, void *state, struct cs_writer *out, struct cs_err *e)
{
	struct cs_chargebilled *b = state;
	struct cs_buf text = CS_BUF_INIT;
	int result = cs_chargebilled_make(c, b, e);

	if (result == 0)
		result = cs_chargejournal_text(&text, &b->postings, c->currency, e);
	if (result == 0)
		cs_writer_records(out, cs_buf_all(&text), 0);
	cs_buf_finish(&text);
	return result;
}

static void
finish(void *state)
{
	cs_chargebilled_finish(state);
}

const struct cs_charge_mode cs_chargejournal = {.name = "journal",
    .without_by = true,
    .stream = true,
    .closes = true,
    .size = sizeof(struct cs_chargebilled),
    .bind = bind,
    .rows = rows,
    .finish = finish};
