/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stretches of time: see period.h. Days are counted in the zone, then turned into instants. */
#include "cli/period.h"

#include <time.h>

#include "base/num.h"

#define YEAR_MAX 9999

/* Days since 1970, half-open: every form but an instant is whole days. */
struct days {
	int64_t from, to;
};

/* Exactly n digits as a number, or -1. */
static int
digits(struct cs_str s, size_t at, size_t n)
{
	int v = 0;

	if (at + n > s.n)
		return -1;
	for (size_t i = at; i < at + n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return -1;
		v = v * 10 + (s.p[i] - '0');
	}
	return v;
}

static int64_t
month_start(int year, int month)
{
	return cs_civil_days(year + (month - 1) / 12, (month - 1) % 12 + 1, 1);
}

/* The Monday of ISO week 1: the week that 4 January is in. */
static int64_t
first_monday(int year)
{
	return cs_civil_monday(cs_civil_days(year, 1, 4));
}

static bool
iso_week(int year, int week, struct days *d)
{
	int64_t weeks = (first_monday(year + 1) - first_monday(year)) / 7;

	if (week < 1 || week > weeks)
		return false;
	d->from = first_monday(year) + 7 * (int64_t)(week - 1);
	d->to = d->from + 7;
	return true;
}

/* 2026, 2026-10, 2026-W40, 2026-10-05. */
static bool
calendar(struct cs_str s, struct days *d)
{
	int year = digits(s, 0, 4), month, day;

	if (year < 1 || year >= YEAR_MAX || (s.n > 4 && s.p[4] != '-'))
		return false;
	if (s.n == 4) {
		*d = (struct days){cs_civil_days(year, 1, 1), cs_civil_days(year + 1, 1, 1)};
		return true;
	}
	if (s.n == 8 && s.p[5] == 'W')
		return iso_week(year, digits(s, 6, 2), d);
	month = digits(s, 5, 2);
	if (month < 1 || month > 12)
		return false;
	if (s.n == 7) {
		*d = (struct days){month_start(year, month), month_start(year, month + 1)};
		return true;
	}
	day = digits(s, 8, 2);
	if (s.n != 10 || s.p[7] != '-' || day < 1 || day > cs_civil_month_days(year, month))
		return false;
	d->from = cs_civil_days(year, month, day);
	d->to = d->from + 1;
	return true;
}

enum unit { DAY, WEEK, MONTH, YEAR };

static const struct word {
	const char *word;
	enum unit unit;
	int back; /* 0: the one that today is in */
} words[] = {
    {"today", DAY, 0},
    {"yesterday", DAY, 1},
    {"this-week", WEEK, 0},
    {"last-week", WEEK, 1},
    {"this-month", MONTH, 0},
    {"last-month", MONTH, 1},
    {"this-year", YEAR, 0},
    {"last-year", YEAR, 1},
};

static const struct word *
find_word(struct cs_str text)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (cs_str_eqz(text, words[i].word))
			return &words[i];
	return NULL;
}

void
cs_period_words(struct cs_buf *out)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		cs_buf_printf(out, "%s\n", words[i].word);
}

static struct days
relative(enum unit unit, int back, int64_t today)
{
	struct days d = {0, 0};
	int year, month, day;

	cs_civil_of_days(today, &year, &month, &day);
	switch (unit) {
	case DAY:
		d.from = today - back;
		d.to = d.from + 1;
		break;
	case WEEK:
		d.from = cs_civil_monday(today) - 7 * (int64_t)back;
		d.to = d.from + 7;
		break;
	case MONTH:
		month -= back;
		year -= month < 1;
		month += month < 1 ? 12 : 0;
		d = (struct days){month_start(year, month), month_start(year, month + 1)};
		break;
	case YEAR:
		d = (struct days){
		    cs_civil_days(year - back, 1, 1), cs_civil_days(year - back + 1, 1, 1)};
		break;
	}
	return d;
}

static int
not_a_period(struct cs_str text, struct cs_err *e)
{
	(void)cs_err_set(e, CS_EXIT_USAGE, "'%.*s' is not a stretch of time", CS_STR_ARG(text));
	return cs_err_hint(e, "write 2026, 2026-10, 2026-W40, 2026-10-05, an instant "
			      "(2026-10-05T08:00:00Z), last-week, yesterday, or FROM..TO");
}

int
cs_period_point(struct cs_str text, const struct cs_zone *zone, const int64_t *as_of,
    struct cs_period *p, struct cs_err *e)
{
	const struct word *w = find_word(text);
	struct days d;

	if (w != NULL && as_of == NULL) {
		(void)cs_err_set(
		    e, CS_EXIT_USAGE, "'%s' counts back from --as-of, which is not given", w->word);
		return cs_err_hint(e, "add --as-of now, or --as-of with the day of the report");
	}
	if (w != NULL) {
		d = relative(w->unit, w->back, cs_zone_day(zone, *as_of));
	} else if (!calendar(text, &d)) {
		if (!cs_time_parse(text, &p->from))
			return not_a_period(text, e);
		p->to = p->from;
		return 0;
	}
	p->from = cs_zone_day_start(zone, d.from);
	p->to = cs_zone_day_start(zone, d.to);
	return 0;
}

int
cs_period_parse(struct cs_str text, const struct cs_zone *zone, const int64_t *as_of,
    struct cs_period *p, struct cs_err *e)
{
	size_t dots = cs_str_search(text, CS_STR(".."));
	struct cs_str left = cs_str_head(text, dots), right = cs_str_skip(text, dots + 2);
	struct cs_period from = {CS_INSTANT_MIN, 0}, to = {0, CS_INSTANT_MAX};

	if (dots == text.n) {
		if (cs_period_point(text, zone, as_of, p, e) != 0)
			return -1;
		if (p->from != p->to)
			return 0;
		(void)cs_err_set(
		    e, CS_EXIT_USAGE, "'%.*s' is an instant, not a stretch", CS_STR_ARG(text));
		return cs_err_hint(e, "write FROM..TO");
	}
	if (left.n == 0 && right.n == 0)
		return not_a_period(text, e);
	if ((left.n != 0 && cs_period_point(left, zone, as_of, &from, e) != 0) ||
	    (right.n != 0 && cs_period_point(right, zone, as_of, &to, e) != 0))
		return -1;
	if (from.from >= to.to)
		return cs_err_set(
		    e, CS_EXIT_USAGE, "'%.*s' ends before it begins", CS_STR_ARG(text));
	*p = (struct cs_period){from.from, to.to};
	return 0;
}

/* Months since the year 0, where a day is the first of one. */
static bool
first_of_month(int64_t day, int64_t *months)
{
	int year, month, mday;

	cs_civil_of_days(day, &year, &month, &mday);
	*months = (int64_t)year * 12 + month - 1;
	return mday == 1;
}

bool
cs_period_before(const struct cs_period *p, const struct cs_zone *zone, struct cs_period *before)
{
	int64_t from, to, first, last, day;

	if (p->from == CS_INSTANT_MIN || p->to == CS_INSTANT_MAX)
		return false;
	before->to = p->from;
	from = cs_zone_day(zone, p->from);
	to = cs_zone_day(zone, p->to);
	if (cs_zone_day_start(zone, from) != p->from || cs_zone_day_start(zone, to) != p->to)
		return !__builtin_sub_overflow(p->from, p->to - p->from, &before->from) &&
		       before->from > CS_INSTANT_MIN;
	day = 2 * from - to;
	if (first_of_month(from, &first) && first_of_month(to, &last)) {
		first = 2 * first - last;
		if (first < 12)
			return false;
		day = cs_civil_days((int)(first / 12), (int)(first % 12) + 1, 1);
	}
	before->from = cs_zone_day_start(zone, day);
	return true;
}

int
cs_period_as_of(struct cs_str text, const struct cs_zone *zone, int64_t *as_of, struct cs_err *e)
{
	struct timespec now;
	struct days d;

	if (cs_str_eqz(text, "now")) {
		(void)clock_gettime(CLOCK_REALTIME, &now);
		*as_of = (int64_t)now.tv_sec * CS_USEC + now.tv_nsec / 1000;
		return 0;
	}
	if (text.n == 10 && calendar(text, &d)) {
		*as_of = cs_zone_day_start(zone, d.from);
		return 0;
	}
	if (cs_time_parse(text, as_of))
		return 0;
	(void)cs_err_set(e, CS_EXIT_USAGE, "'%.*s' is not a day or an instant", CS_STR_ARG(text));
	return cs_err_hint(e, "write now, 2026-10-05, or 2026-10-05T08:00:00Z");
}
