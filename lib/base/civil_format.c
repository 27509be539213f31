/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times by a source's own format: see cs_civil_parse_format in civil.h. */
#include <limits.h>

#include "base/civil.h"
#include "base/num.h"

/* What is known after some directives: the fields as written, before they are put together. */
struct parse {
	struct cs_str s; /* what is left of the text */
	struct cs_civil c;
	int64_t epoch_s;
	int offset_s;
	int year_day; /* %j, 0: none */
	int half;     /* %p: 0 am, 12 pm, -1 none */
	bool has_epoch, has_offset, has_12h;
};

/* A number of at least one and at most `most` digits, min to max. */
static bool
number(struct parse *p, size_t most, int min, int max, int *v)
{
	size_t i = 0;
	int r = 0;

	for (; i < most && i < p->s.n && p->s.p[i] >= '0' && p->s.p[i] <= '9'; i++)
		r = r * 10 + (p->s.p[i] - '0');
	if (i == 0 || r < min || r > max)
		return false;
	p->s = cs_str_skip(p->s, i);
	*v = r;
	return true;
}

static bool
take_year(struct parse *p)
{
	return number(p, 4, 1, 9999, &p->c.year);
}

/* POSIX's century for two digits. */
static bool
take_short_year(struct parse *p)
{
	if (!number(p, 2, 0, 99, &p->c.year))
		return false;
	p->c.year += p->c.year >= 70 ? 1900 : 2000;
	return true;
}

static bool
take_month(struct parse *p)
{
	return number(p, 2, 1, 12, &p->c.month);
}

static bool
take_day(struct parse *p)
{
	return number(p, 2, 1, 31, &p->c.day);
}

/* %e: a blank may stand for the first digit. */
static bool
take_blank_day(struct parse *p)
{
	if (p->s.n != 0 && p->s.p[0] == ' ')
		p->s = cs_str_skip(p->s, 1);
	return take_day(p);
}

static bool
take_hour(struct parse *p)
{
	return number(p, 2, 0, 23, &p->c.hour);
}

static bool
take_hour12(struct parse *p)
{
	p->has_12h = true;
	return number(p, 2, 1, 12, &p->c.hour);
}

static bool
take_min(struct parse *p)
{
	return number(p, 2, 0, 59, &p->c.min);
}

static bool
take_sec(struct parse *p)
{
	return number(p, 2, 0, 59, &p->c.sec);
}

static bool
take_year_day(struct parse *p)
{
	return number(p, 3, 1, 366, &p->year_day);
}

/* Digits after a point, to microseconds; zeros below them are dropped, anything else is refused. */
static bool
take_fraction(struct parse *p)
{
	int unit = 100000;
	size_t i = 0;

	p->c.usec = 0;
	for (; i < p->s.n && p->s.p[i] >= '0' && p->s.p[i] <= '9'; i++, unit /= 10) {
		if (unit == 0 && p->s.p[i] != '0')
			return false;
		p->c.usec += (p->s.p[i] - '0') * unit;
	}
	p->s = cs_str_skip(p->s, i);
	return i != 0;
}

static bool
take_half(struct parse *p)
{
	struct cs_str two = cs_str_head(p->s, 2);

	if (cs_str_ieq(two, CS_STR("am")))
		p->half = 0;
	else if (cs_str_ieq(two, CS_STR("pm")))
		p->half = 12;
	else
		return false;
	p->s = cs_str_skip(p->s, 2);
	return true;
}

/* One of n names, in full or by its first three letters; its index, or -1. */
static int
take_name(struct parse *p, const char *const *name, int n)
{
	for (int i = 0; i < n; i++) {
		struct cs_str full = cs_str_z(name[i]);

		if (cs_str_ieq(cs_str_head(p->s, full.n), full)) {
			p->s = cs_str_skip(p->s, full.n);
			return i;
		}
		if (cs_str_ieq(cs_str_head(p->s, 3), cs_str_head(full, 3))) {
			p->s = cs_str_skip(p->s, 3);
			return i;
		}
	}
	return -1;
}

static bool
take_month_name(struct parse *p)
{
	static const char *const months[] = {"January", "February", "March", "April", "May", "June",
	    "July", "August", "September", "October", "November", "December"};
	int i = take_name(p, months, 12);

	p->c.month = i + 1;
	return i >= 0;
}

/* The weekday is read and believed to be redundant: sources get it wrong more often than dates. */
static bool
take_weekday(struct parse *p)
{
	static const char *const days[] = {
	    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

	return take_name(p, days, 7) >= 0;
}

static bool
take_epoch(struct parse *p)
{
	size_t i = p->s.n != 0 && p->s.p[0] == '-';

	while (i < p->s.n && p->s.p[i] >= '0' && p->s.p[i] <= '9')
		i++;
	if (!cs_num_i64(cs_str_head(p->s, i), &p->epoch_s))
		return false;
	p->has_epoch = true;
	p->s = cs_str_skip(p->s, i);
	if (p->s.n == 0 || p->s.p[0] != '.')
		return true;
	p->s = cs_str_skip(p->s, 1);
	return take_fraction(p);
}

static bool
take_offset(struct parse *p)
{
	bool minus = p->s.n != 0 && p->s.p[0] == '-';
	int hour, min = 0;

	p->has_offset = true;
	p->offset_s = 0;
	if (p->s.n != 0 && (p->s.p[0] == 'Z' || p->s.p[0] == 'z')) {
		p->s = cs_str_skip(p->s, 1);
		return true;
	}
	if (p->s.n < 3 || (!minus && p->s.p[0] != '+'))
		return false;
	p->s = cs_str_skip(p->s, 1);
	if (!number(p, 2, 0, 23, &hour))
		return false;
	if (p->s.n != 0 && p->s.p[0] == ':')
		p->s = cs_str_skip(p->s, 1);
	if (!number(p, 2, 0, 59, &min))
		return false;
	p->offset_s = (minus ? -1 : 1) * (hour * 3600 + min * 60);
	return true;
}

static bool
take_percent(struct parse *p)
{
	if (p->s.n == 0 || p->s.p[0] != '%')
		return false;
	p->s = cs_str_skip(p->s, 1);
	return true;
}

static const struct directive {
	char letter;
	bool (*take)(struct parse *p);
} directives[] = {
    {'Y', take_year},
    {'y', take_short_year},
    {'m', take_month},
    {'b', take_month_name},
    {'d', take_day},
    {'e', take_blank_day},
    {'j', take_year_day},
    {'a', take_weekday},
    {'H', take_hour},
    {'I', take_hour12},
    {'p', take_half},
    {'M', take_min},
    {'S', take_sec},
    {'f', take_fraction},
    {'s', take_epoch},
    {'z', take_offset},
    {'%', take_percent},
};

static const struct directive *
find(char letter)
{
	for (size_t i = 0; i < sizeof directives / sizeof directives[0]; i++)
		if (directives[i].letter == letter)
			return &directives[i];
	return NULL;
}

static bool
take_all(struct parse *p, struct cs_str format)
{
	for (size_t i = 0; i < format.n; i++) {
		if (format.p[i] == '%') {
			const struct directive *d = i + 1 < format.n ? find(format.p[++i]) : NULL;

			if (d == NULL || !d->take(p))
				return false;
		} else if (p->s.n == 0 || p->s.p[0] != format.p[i]) {
			return false;
		} else {
			p->s = cs_str_skip(p->s, 1);
		}
	}
	return p->s.n == 0;
}

/* Puts the fields together: %j into month and day, %I and %p into the hour. */
static bool
settle(struct parse *p)
{
	struct cs_civil *c = &p->c;

	if (p->has_12h)
		c->hour = c->hour % 12 + (p->half < 0 ? 0 : p->half);
	if (p->year_day != 0) {
		int64_t day = cs_civil_days(c->year, 1, 1) + p->year_day - 1;
		int year;

		cs_civil_of_days(day, &year, &c->month, &c->day);
		if (year != c->year)
			return false;
	}
	return c->day <= cs_civil_month_days(c->year, c->month);
}

static bool
writable(int64_t instant)
{
	return instant >= CS_INSTANT_MIN && instant <= CS_INSTANT_MAX;
}

bool
cs_civil_parse_format(struct cs_str s, struct cs_str format, struct cs_civil *c, bool *has_zone)
{
	struct parse p = {.s = s, .c = {1970, 1, 1, 0, 0, 0, 0}, .half = -1};
	int64_t instant;

	if (!take_all(&p, format))
		return false;
	if (p.has_epoch) {
		int usec = p.c.usec;

		if (__builtin_mul_overflow(p.epoch_s, CS_USEC, &instant) || !writable(instant))
			return false;
		/* -1.5 is one and a half seconds before the epoch. */
		instant += s.p[0] == '-' ? -usec : usec;
		if (!writable(instant))
			return false;
		cs_civil_of_utc(instant, &p.c);
	} else {
		if (!settle(&p))
			return false;
		if (p.has_offset) {
			instant = cs_civil_utc(&p.c) - p.offset_s * CS_USEC;
			if (!writable(instant))
				return false;
			cs_civil_of_utc(instant, &p.c);
		}
	}
	*c = p.c;
	*has_zone = p.has_epoch || p.has_offset;
	return true;
}

/* Which directives a format has, by letter. */
static int
collect(struct cs_str format, bool has[UCHAR_MAX + 1], struct cs_err *e)
{
	for (size_t i = 0; i < format.n; i++) {
		if (format.p[i] != '%')
			continue;
		if (++i == format.n)
			return cs_err_set(e, CS_EXIT_USAGE,
			    "time format '%.*s': ends in a single %%", CS_STR_ARG(format));
		if (find(format.p[i]) == NULL) {
			(void)cs_err_set(e, CS_EXIT_USAGE,
			    "time format '%.*s': unknown directive %%%c", CS_STR_ARG(format),
			    format.p[i]);
			return cs_err_hint(e,
			    "known are %%Y %%m %%d %%H %%M %%S %%y %%b %%e %%I %%p %%f %%s %%z "
			    "%%a %%j and %%%%");
		}
		if (has[(unsigned char)format.p[i]] && format.p[i] != '%' && format.p[i] != 'a')
			return cs_err_set(e, CS_EXIT_USAGE, "time format '%.*s': %%%c stands twice",
			    CS_STR_ARG(format), format.p[i]);
		has[(unsigned char)format.p[i]] = true;
	}
	return 0;
}

int
cs_civil_check_format(struct cs_str format, struct cs_err *e)
{
	bool has[UCHAR_MAX + 1] = {false};
	bool year, month, day;

	if (collect(format, has, e) != 0)
		return -1;
	if (has['s'])
		return 0;
	year = has['Y'] || has['y'];
	month = has['m'] || has['b'] || has['j'];
	day = has['d'] || has['e'] || has['j'];
	if (!year || !month || !day)
		return cs_err_set(e, CS_EXIT_USAGE, "time format '%.*s': has no %s",
		    CS_STR_ARG(format),
		    !year    ? "year"
		    : !month ? "month"
			     : "day");
	if (has['I'] != has['p'])
		return cs_err_set(e, CS_EXIT_USAGE, "time format '%.*s': %%I and %%p go together",
		    CS_STR_ARG(format));
	return 0;
}
