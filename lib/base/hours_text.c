/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Business hours as people write them: see hours.h. */
#include <stdlib.h>

#include "base/civil.h"
#include "base/hours.h"
#include "base/mem.h"

/* n digits as a number; -1: they are none. */
static int
digits(struct cs_str s, size_t at, size_t n)
{
	int v = 0;

	for (size_t i = at; i < at + n; i++) {
		if (i >= s.n || s.p[i] < '0' || s.p[i] > '9')
			return -1;
		v = v * 10 + (s.p[i] - '0');
	}
	return v;
}

/* "08:30" as seconds, 24:00 included; -1: it is none. */
static int
clock_seconds(struct cs_str s)
{
	int hour = digits(s, 0, 2), min = digits(s, 3, 2);

	if (s.n != 5 || s.p[2] != ':' || hour < 0 || min < 0 || min > 59 || hour > 24 ||
	    (hour == 24 && min != 0))
		return -1;
	return hour * 3600 + min * 60;
}

static int
bad_span(struct cs_str piece, const char *what, struct cs_err *e)
{
	(void)cs_err_set(e, CS_EXIT_USAGE, "'%.*s' %s", CS_STR_ARG(piece), what);
	return cs_err_hint(e, "hours are written 08:00-12:00 13:00-18:00, or closed");
}

int
cs_hours_parse_day(struct cs_str text, struct cs_hours_day *day, struct cs_err *e)
{
	struct cs_hours_span span;
	struct cs_str piece;

	day->n = 0;
	if (cs_str_eqz(text, "closed"))
		return 0;
	while (cs_str_split(&text, ' ', &piece)) {
		if (piece.n == 0)
			continue;
		span.from = clock_seconds(cs_str_head(piece, 5));
		span.to = clock_seconds(cs_str_skip(piece, 6));
		if (piece.n != 11 || piece.p[5] != '-' || span.from < 0 || span.to < 0)
			return bad_span(piece, "is no span of hours", e);
		if (span.from >= span.to)
			return bad_span(
			    piece, "ends before it begins: over midnight are two spans", e);
		if (day->n != 0 && span.from <= day->span[day->n - 1].to)
			return bad_span(piece, "is not behind the span before it", e);
		if (day->n == CS_HOURS_SPANS)
			return bad_span(piece, "is one span too many", e);
		day->span[day->n++] = span;
	}
	return day->n != 0 ? 0 : bad_span(text, "is no span of hours", e);
}

bool
cs_hours_parse_date(struct cs_str text, struct cs_hours_special *special)
{
	bool yearly = text.n == 5;
	struct cs_str rest = cs_str_skip(text, yearly ? 0 : 5);
	int year = yearly ? 0 : digits(text, 0, 4);

	special->year = year;
	special->month = digits(rest, 0, 2);
	special->day = digits(rest, 3, 2);
	if (rest.n != 5 || rest.p[2] != '-' || special->month < 1 || special->month > 12)
		return false;
	if (!yearly &&
	    (text.p[4] != '-' || year < CS_HOURS_FIRST_YEAR || year > CS_HOURS_LAST_YEAR))
		return false;
	return special->day >= 1 &&
	       special->day <= cs_civil_month_days(yearly ? 2000 : year, special->month);
}

static void
day_text(struct cs_buf *out, const struct cs_hours_day *d)
{
	if (d->n == 0)
		cs_buf_z(out, " closed");
	for (int i = 0; i < d->n; i++) {
		const struct cs_hours_span *s = &d->span[i];

		cs_buf_printf(out, " %02d:%02d-%02d:%02d", s->from / 3600, s->from / 60 % 60,
		    s->to / 3600, s->to / 60 % 60);
	}
}

static int
by_date(const void *a, const void *b)
{
	const struct cs_hours_special *x = *(const struct cs_hours_special *const *)a;
	const struct cs_hours_special *y = *(const struct cs_hours_special *const *)b;
	int left = (x->year * 12 + x->month) * 31 + x->day;
	int right = (y->year * 12 + y->month) * 31 + y->day;

	return (left > right) - (left < right);
}

void
cs_hours_text(struct cs_buf *out, const struct cs_hours_plan *plan)
{
	static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
	const struct cs_hours_special **sorted = cs_mem_new(plan->nspecial, sizeof *sorted);

	cs_buf_z(out, cs_zone_name(plan->zone));
	for (int i = 0; i < 7; i++) {
		cs_buf_printf(out, "; %s", names[i]);
		day_text(out, &plan->week[i]);
	}
	for (size_t i = 0; i < plan->nspecial; i++)
		sorted[i] = &plan->special[i];
	qsort(sorted, plan->nspecial, sizeof *sorted, by_date);
	for (size_t i = 0; i < plan->nspecial; i++) {
		const struct cs_hours_special *s = sorted[i];

		cs_buf_z(out, "; ");
		if (s->year != 0)
			cs_buf_printf(out, "%04d-", s->year);
		cs_buf_printf(out, "%02d-%02d", s->month, s->day);
		day_text(out, &s->hours);
	}
	free(sorted);
}
