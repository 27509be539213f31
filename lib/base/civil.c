/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The calendar, RFC 3339 and local times: see civil.h. Formats of sources are in civil_format.c,
 * durations in duration.c.
 */
#include "base/civil.h"

#include <endian.h>

#include "base/num.h"

#define ERA_DAYS   146097 /* 400 years */
#define EPOCH_DAYS 719468 /* from 1 March of the year 0 to 1970-01-01 */
#define LIFT_ERAS  20	  /* eras added, so that years before 0 are counted without a sign */

/*
 * Years are counted from March, so that the leap day is the last of its year; the days before a
 * month are then the line (153 m + 2) / 5.
 */
int64_t
cs_civil_days(int year, int month, int day)
{
	unsigned y = (unsigned)(year + LIFT_ERAS * 400 - (month <= 2));
	unsigned m = (unsigned)(month <= 2 ? month + 9 : month - 3);
	unsigned days = y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + (unsigned)day;

	return (int64_t)days - (LIFT_ERAS * ERA_DAYS + EPOCH_DAYS + 1);
}

void
cs_civil_of_days(int64_t days, int *year, int *month, int *day)
{
	int64_t d = days + EPOCH_DAYS;
	int64_t era = cs_num_floordiv(d, ERA_DAYS);
	unsigned in_era = (unsigned)(d - era * ERA_DAYS);
	/* Without the leap days of 4 (1460), 100 (36524) and 400 (146096) years it is plain 365. */
	unsigned y = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	unsigned in_year = in_era - (365 * y + y / 4 - y / 100);
	unsigned m = (5 * in_year + 2) / 153;

	*day = (int)(in_year - (153 * m + 2) / 5 + 1);
	*month = (int)(m < 10 ? m + 3 : m - 9);
	*year = (int)(era * 400 + y + (m >= 10));
}

int
cs_civil_weekday(int64_t days)
{
	return (int)cs_num_floormod(days + 3, 7) + 1;
}

int64_t
cs_civil_monday(int64_t days)
{
	return days - cs_num_floormod(days + 3, 7);
}

static bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int
cs_civil_month_days(int year, int month)
{
	static const signed char length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return length[month - 1] + (month == 2 && is_leap(year));
}

int64_t
cs_civil_utc(const struct cs_civil *c)
{
	int64_t days = cs_civil_days(c->year, c->month, c->day);
	int64_t s = (int64_t)c->hour * 3600 + (int64_t)c->min * 60 + c->sec;

	return (days * CS_DAY_S + s) * CS_USEC + c->usec;
}

void
cs_civil_of_utc(int64_t instant, struct cs_civil *c)
{
	int64_t s = cs_num_floordiv(instant, CS_USEC);
	int64_t days = cs_num_floordiv(s, CS_DAY_S);
	unsigned in_day = (unsigned)(s - days * CS_DAY_S);

	cs_civil_of_days(days, &c->year, &c->month, &c->day);
	c->hour = (int)(in_day / 3600);
	c->min = (int)(in_day / 60 % 60);
	c->sec = (int)(in_day % 60);
	c->usec = (int)(instant - s * CS_USEC);
}

void
cs_civil_add_months(struct cs_civil *c, int n)
{
	int64_t months = (int64_t)c->year * 12 + c->month - 1 + n;
	int last;

	c->year = (int)cs_num_floordiv(months, 12);
	c->month = (int)cs_num_floormod(months, 12) + 1;
	last = cs_civil_month_days(c->year, c->month);
	if (c->day > last)
		c->day = last;
}

/* Reads `digits` digits off the front; false if they are not there. */
static bool
take(struct cs_str *s, size_t digits, int *v)
{
	int r = 0;

	if (s->n < digits)
		return false;
	for (size_t i = 0; i < digits; i++) {
		unsigned d = (unsigned char)s->p[i] - '0';

		if (d > 9)
			return false;
		r = r * 10 + (int)d;
	}
	*v = r;
	*s = cs_str_skip(*s, digits);
	return true;
}

static bool
take_char(struct cs_str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = cs_str_skip(*s, 1);
	return true;
}

/* ".123456000": whatever is below the microsecond must be zero. */
static bool
take_fraction(struct cs_str *s, int *usec)
{
	int unit = 100000, r = 0;
	size_t i = 0;

	for (; i < s->n && s->p[i] >= '0' && s->p[i] <= '9'; i++) {
		int d = s->p[i] - '0';

		if (unit == 0 && d != 0)
			return false;
		r += d * unit;
		unit /= 10;
	}
	*usec = r;
	*s = cs_str_skip(*s, i);
	return i != 0;
}

static bool
in_range(const struct cs_civil *c)
{
	return c->year >= 1 && c->month >= 1 && c->month <= 12 && c->day >= 1 && c->hour <= 23 &&
	       c->min <= 59 && c->sec <= 59 &&
	       (c->day <= 28 || c->day <= cs_civil_month_days(c->year, c->month));
}

static bool
take_date(struct cs_str *s, struct cs_civil *c)
{
	return take(s, 4, &c->year) && take_char(s, '-') && take(s, 2, &c->month) &&
	       take_char(s, '-') && take(s, 2, &c->day);
}

static bool
take_middle(struct cs_str *s)
{
	return take_char(s, 'T') || take_char(s, ' ') || take_char(s, 't');
}

/* "Z", or "+01", "+01:30", "+01:30:15"; seconds east of Greenwich. */
static bool
take_offset(struct cs_str *s, int *offset_s)
{
	bool minus;
	int hour, min = 0, sec = 0;

	*offset_s = 0;
	if (take_char(s, 'Z') || take_char(s, 'z'))
		return true;
	minus = take_char(s, '-');
	if (!minus && !take_char(s, '+'))
		return false;
	if (!take(s, 2, &hour) || hour > 23)
		return false;
	if (take_char(s, ':') && (!take(s, 2, &min) || min > 59 ||
				     (take_char(s, ':') && (!take(s, 2, &sec) || sec > 59))))
		return false;
	*offset_s = (minus ? -1 : 1) * (hour * 3600 + min * 60 + sec);
	return true;
}

/* Eight bytes as a number, the first one lowest. */
static uint64_t
load8(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof w);
	return le64toh(w);
}

/* Byte i (from 0) of such a number. */
static int
byte_of(uint64_t w, unsigned i)
{
	return (int)(w >> (8 * i) & 0xff);
}

/* Bytes that are digits become pairs: each its own digit times ten and the next byte's. */
static uint64_t
pairs_of(uint64_t digits)
{
	return digits * 10 + (digits >> 8);
}

/* The usual form, "2026-03-01T12:34:56Z": its bytes, and which one is the T. */
enum { FIXED = 20, MIDDLE = 10 };

/*
 * These 20 bytes as three words; the third begins at byte 12 and sees four of
 * them again. XOR with the pattern leaves 0 to 9 where a digit belongs and 0 where a mark does;
 * adding 0x7f less the largest that is allowed sets the top bit of any byte that is larger, and a
 * carry out of a byte needs one that had its top bit set already.
 */
static bool
parse_fixed(const char *p, struct cs_civil *c)
{
	static const char pattern[] = "0000-00-00T00:00:00Z";
	static const char allow[] = "\x76\x76\x76\x76\x7f\x76\x76\x7f\x76\x76\x7f\x76\x76\x7f"
				    "\x76\x76\x7f\x76\x76\x7f";
	const uint64_t top = UINT64_C(0x8080808080808080);
	uint64_t a = load8(p) ^ load8(pattern);
	uint64_t b = load8(p + 8) ^ load8(pattern + 8);
	uint64_t d = load8(p + 12) ^ load8(pattern + 12);
	uint64_t bad =
	    a | (a + load8(allow)) | b | (b + load8(allow + 8)) | d | (d + load8(allow + 12));

	if ((bad & top) != 0)
		return false;
	a = pairs_of(a);
	b = pairs_of(b);
	d = pairs_of(d);
	c->year = byte_of(a, 0) * 100 + byte_of(a, 2);
	c->month = byte_of(a, 5);
	c->day = byte_of(b, 0);
	c->hour = byte_of(b, 3);
	c->min = byte_of(b, 6);
	c->sec = byte_of(d, 5);
	c->usec = 0;
	return in_range(c);
}

/* Any other form: up to the seconds it is the fixed one, but for what stands in the middle. */
static bool
parse_any(struct cs_str s, int64_t *instant)
{
	char fixed[FIXED];
	struct cs_str middle = cs_str_skip(s, MIDDLE);
	struct cs_civil c;
	int64_t t;
	int offset_s;

	if (s.n < FIXED || !take_middle(&middle))
		return false;
	memcpy(fixed, s.p, FIXED);
	fixed[MIDDLE] = 'T';
	fixed[FIXED - 1] = 'Z';
	if (!parse_fixed(fixed, &c))
		return false;
	s = cs_str_skip(s, FIXED - 1);
	if (take_char(&s, '.') && !take_fraction(&s, &c.usec))
		return false;
	if (!take_offset(&s, &offset_s) || s.n != 0)
		return false;
	t = cs_civil_utc(&c) - offset_s * CS_USEC;
	if (t < CS_INSTANT_MIN || t > CS_INSTANT_MAX)
		return false;
	*instant = t;
	return true;
}

bool
cs_time_parse(struct cs_str s, int64_t *instant)
{
	struct cs_civil c;

	if (s.n == FIXED && parse_fixed(s.p, &c)) {
		*instant = cs_civil_utc(&c);
		return true;
	}
	return parse_any(s, instant);
}

/* The clock of "2026-03-01T12:34:56Z": "12:34:56" is one word, which parse_fixed's way reads. */
static bool
parse_clock(const char *p, int64_t *seconds)
{
	static const char allow[] = "\x76\x76\x7f\x76\x76\x7f\x76\x76";
	uint64_t a = load8(p + 11) ^ load8("00:00:00"), bad = a | (a + load8(allow));
	int hour, min, sec;

	a = pairs_of(a);
	hour = byte_of(a, 0);
	min = byte_of(a, 3);
	sec = byte_of(a, 6);
	*seconds = (int64_t)hour * 3600 + min * 60 + sec;
	return (bad & UINT64_C(0x8080808080808080)) == 0 && hour <= 23 && min <= 59 && sec <= 59 &&
	       p[10] == 'T' && p[19] == 'Z';
}

bool
cs_time_parse_near(struct cs_time_near *near, struct cs_str s, int64_t *instant)
{
	uint64_t year_month;
	uint16_t day;
	int64_t seconds;

	if (s.n != FIXED)
		return parse_any(s, instant);
	year_month = load8(s.p);
	memcpy(&day, s.p + 8, sizeof day);
	if (year_month == near->year_month && day == near->day && year_month != 0 &&
	    parse_clock(s.p, &seconds)) {
		*instant = near->midnight + seconds * CS_USEC;
		return true;
	}
	if (!cs_time_parse(s, instant))
		return false;
	/* 20 bytes have no room for an offset or a fraction: the day is that of UTC. */
	near->year_month = year_month;
	near->day = day;
	near->midnight = *instant - cs_num_floormod(*instant, CS_DAY_S * CS_USEC);
	return true;
}

bool
cs_civil_parse(struct cs_str s, struct cs_civil *civil)
{
	struct cs_civil c = {0};

	if (!take_date(&s, &c))
		return false;
	if (s.n != 0 && (!take_middle(&s) || !take(&s, 2, &c.hour) || !take_char(&s, ':') ||
			    !take(&s, 2, &c.min)))
		return false;
	if (take_char(&s, ':')) {
		if (!take(&s, 2, &c.sec) || (take_char(&s, '.') && !take_fraction(&s, &c.usec)))
			return false;
	}
	if (s.n != 0 || !in_range(&c))
		return false;
	*civil = c;
	return true;
}

static char *
put2(char *p, int v)
{
	p[0] = (char)('0' + v / 10);
	p[1] = (char)('0' + v % 10);
	return p + 2;
}

static char *
put_date(char *p, int year, int month, int day)
{
	p = put2(put2(p, year / 100), year % 100);
	*p++ = '-';
	p = put2(p, month);
	*p++ = '-';
	return put2(p, day);
}

/* ".789" or ".789123", or nothing. */
static char *
put_fraction(char *p, int usec)
{
	if (usec == 0)
		return p;
	*p++ = '.';
	p = put2(p, usec / 10000);
	*p++ = (char)('0' + usec / 1000 % 10);
	if (usec % 1000 != 0) {
		*p++ = (char)('0' + usec / 100 % 10);
		p = put2(p, usec % 100);
	}
	return p;
}

/* Room for "2026-03-01T12:34:56.789123"; gives the end. */
static char *
put_time(char *p, const struct cs_civil *c)
{
	p = put_date(p, c->year, c->month, c->day);
	*p++ = 'T';
	p = put2(p, c->hour);
	*p++ = ':';
	p = put2(p, c->min);
	*p++ = ':';
	return put_fraction(put2(p, c->sec), c->usec);
}

void
cs_time_text(struct cs_buf *b, int64_t instant)
{
	char *start = cs_buf_reserve(b, 32), *p;
	struct cs_civil c;

	cs_civil_of_utc(instant, &c);
	p = put_time(start, &c);
	*p++ = 'Z';
	b->n += (size_t)(p - start);
}

void
cs_time_text_offset(struct cs_buf *b, int64_t instant, int offset_s)
{
	char *start = cs_buf_reserve(b, 40), *p;
	struct cs_civil c;
	int min = offset_s / 60;

	/* An offset is written in minutes; the instant stays exact whatever it was. */
	cs_civil_of_utc(instant + min * 60 * CS_USEC, &c);
	p = put_time(start, &c);
	*p++ = offset_s < 0 ? '-' : '+';
	min = min < 0 ? -min : min;
	p = put2(p, min / 60);
	*p++ = ':';
	p = put2(p, min % 60);
	b->n += (size_t)(p - start);
}

void
cs_date_text(struct cs_buf *b, int64_t days)
{
	char *p = cs_buf_reserve(b, 16);
	int year, month, day;

	cs_civil_of_days(days, &year, &month, &day);
	b->n += (size_t)(put_date(p, year, month, day) - p);
}
