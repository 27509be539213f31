/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is billed, month by month, as postings: an amount, of which month, to which unit, for which
 * cause, out of which pool. Statements and journals are made of them, and as records they are what
 * a month is closed with:
 *
 *	month line business_unit cause pool of_month charged avoidable currency
 *	2026-09-01 charged Billing fee wages 2026-09-01 1234.50 400.00 EUR
 *	2026-09-01 unused \N \N wages 2026-09-01 462.60 \N EUR
 *	2026-10-01 charged Billing fee wages 2026-09-01 -12.00 -4.00 EUR
 *	\N total \N \N \N \N 1685.10 \N EUR
 *
 * A posting whose of_month is not the month that it is billed in is an adjustment: a correction of
 * a month that was closed (charge/closing.h), like the last one here. The total behind them tells
 * a file that is whole from one that was cut.
 */
#ifndef CS_CHARGE_POSTING_H
#define CS_CHARGE_POSTING_H

#include "charge/spread.h"

struct cs_posting {
	int64_t month, of_month; /* first days, in days since 1970 */
	enum cs_charge_line_kind kind;
	struct cs_str unit, cause, pool; /* decoded; p NULL: none */
	cs_i128 amount, avoidable;	 /* minor units */
	bool avoidable_known;
};

struct cs_postings {
	struct cs_posting *p;
	size_t n, cap;
};

/* Zeroed it is empty; texts of postings are not owned. */
void cs_postings_finish(struct cs_postings *s);

void cs_postings_add(struct cs_postings *s, const struct cs_posting *p);

/* In the order in which they are reported: by month, kind, unit, of_month, cause, pool; texts by
 * bytes, none last. */
void cs_postings_sort(struct cs_postings *s);

/* Whether they only differ in amounts. */
bool cs_posting_same(const struct cs_posting *a, const struct cs_posting *b);

/* Sorts them, and those that only differ in amounts become one. */
void cs_postings_unite(struct cs_postings *s);

/* Within bind of a mode: the levels that postings are made by (numbers of c->level). -1 with *e. */
enum { CS_POSTING_MONTH, CS_POSTING_CAUSE, CS_POSTING_POOL, CS_POSTING_LEVELS };
int cs_postings_bind(struct cs_charge *c, unsigned level[CS_POSTING_LEVELS], struct cs_err *e);

/*
 * Postings of all that is reported, sorted; their texts live in the arena of c. What a pool did not
 * use, and what nobody's use explains, stands in the month in which the pool's time ends; where
 * that is behind the period it is left to the run that has this month. -1 with *e (65).
 */
int cs_postings_make(struct cs_postings *s, const struct cs_charge *c,
    const unsigned level[CS_POSTING_LEVELS], struct cs_err *e);

/* As records, and their total. -1 with *e (2). */
int cs_postings_head(struct cs_head *h, struct cs_err *e);
void cs_postings_write(const struct cs_postings *s, struct cs_str currency, struct cs_writer *out);

/* "1234.50" of minor units. */
void cs_posting_amount(struct cs_buf *b, cs_i128 amount, int digits);
void cs_posting_amount_cell(struct cs_writer *out, cs_i128 amount, int digits);

#endif
