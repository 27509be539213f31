/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Instants and durations as sources write them: see conv.h. */
#include "base/dec.h"
#include "base/num.h"
#include "intake/conv.h"

static void
count_local(struct cs_conv_out *o, enum cs_local kind)
{
	if (kind != CS_LOCAL_PLAIN)
		o->note[kind == CS_LOCAL_TWICE ? CS_NOTE_TWICE : CS_NOTE_SKIPPED]++;
}

/* The instant of a time without a zone. */
static int64_t
local(const struct cs_conv *c, struct cs_conv_out *o, const struct cs_civil *civil)
{
	int64_t t;

	if (c->utc) {
		o->note[CS_NOTE_ZONE] += !c->zone_given;
		return cs_civil_utc(civil);
	}
	count_local(o, cs_zone_instant(c->zone, civil, &t));
	return t;
}

static bool
parse_time(const struct cs_conv *c, struct cs_conv_out *o, struct cs_str s, int64_t *t)
{
	struct cs_civil civil;
	bool has_zone;

	for (size_t i = 0; i < c->time.n; i++)
		if (cs_civil_parse_format(s, c->time.w[i], &civil, &has_zone)) {
			*t = has_zone ? cs_civil_utc(&civil) : local(c, o, &civil);
			return true;
		}
	if (cs_time_parse(s, t))
		return true;
	if (!cs_civil_parse(s, &civil))
		return false;
	*t = local(c, o, &civil);
	return true;
}

const char *
cs_conv_time(const struct cs_conv *c, struct cs_conv_out *o, struct cs_str s)
{
	size_t begin = o->scratch->n;

	if (!parse_time(c, o, s, &o->value))
		return "is not a time";
	if (o->value < CS_INSTANT_MIN || o->value > CS_INSTANT_MAX)
		return "is outside the years 1 to 9999";
	cs_time_text(o->scratch, o->value);
	memcpy(o->p, o->scratch->p + begin, o->scratch->n - begin);
	o->p += o->scratch->n - begin;
	o->scratch->n = begin;
	return NULL;
}

/* num / den, den > 0, rounded as the map says. */
static bool
round_to(cs_i128 num, cs_i128 den, enum cs_round how, int64_t *to)
{
	cs_i128 q = num / den, r = num % den;

	if (r < 0) {
		q--;
		r += den;
	}
	/* Now q is the floor. Halves go away from zero. */
	if (r != 0 && (how == CS_ROUND_UP ||
			  (how == CS_ROUND_NEAREST && (2 * r > den || (2 * r == den && num > 0)))))
		q++;
	if (q > INT64_MAX || q < INT64_MIN)
		return false;
	*to = (int64_t)q;
	return true;
}

/* A number of units of mul / div seconds. */
static bool
number(const struct cs_conv *c, struct cs_str s, int64_t mul, int64_t div, int64_t *to)
{
	struct cs_dec d;
	cs_i128 num, den = div;

	if (!cs_dec_parse_marks(s, c->point, c->group, &d) ||
	    __builtin_mul_overflow(d.coef, mul, &num))
		return false;
	for (int i = 0; i < d.scale; i++)
		if (__builtin_mul_overflow(den, 10, &den))
			return false;
	return round_to(num, den, c->col->round, to);
}

/* H:MM:SS with a fraction of a second, if need be. */
static bool
clock_time(const struct cs_conv *c, struct cs_str s, int64_t *to)
{
	size_t n = cs_str_find(s, c->point);
	bool minus = s.n != 0 && s.p[0] == '-';
	struct cs_str fraction = cs_str_skip(s, n + 1);
	cs_i128 num, den = 1;
	int64_t whole, part = 0;

	if (!cs_duration_clock(cs_str_head(s, n), &whole))
		return false;
	if (n < s.n && (fraction.n == 0 || fraction.n > 9 || fraction.p[0] == '-' ||
			   !cs_num_i64(fraction, &part)))
		return false;
	for (size_t i = 0; i < fraction.n; i++)
		den *= 10;
	num = whole * den + (minus ? -part : part);
	return round_to(num, den, c->col->round, to);
}

/* N:NN: sixties and ones of `unit` seconds. */
static bool
pair(struct cs_str s, int64_t unit, int64_t *to)
{
	bool minus = s.n != 0 && s.p[0] == '-';
	struct cs_str t = cs_str_skip(s, minus);
	size_t n = cs_str_find(t, ':');
	struct cs_str low = cs_str_skip(t, n + 1);
	int64_t a, b;

	if (n == 0 || n == t.n || low.n != 2 || t.p[0] == '-' || low.p[0] == '-' ||
	    !cs_num_i64(cs_str_head(t, n), &a) || !cs_num_i64(low, &b) || b > 59 ||
	    __builtin_mul_overflow(a, 60, &a) || __builtin_add_overflow(a, b, &a) ||
	    __builtin_mul_overflow(a, minus ? -unit : unit, to))
		return false;
	return true;
}

/* The seconds of a unit's name; 0: none. */
static int64_t
named_unit(struct cs_str s)
{
	static const struct {
		const char *name;
		int64_t s;
	} units[] = {
	    {"second", 1},
	    {"sec", 1},
	    {"s", 1},
	    {"minute", 60},
	    {"min", 60},
	    {"m", 60},
	    {"hour", 3600},
	    {"hr", 3600},
	    {"h", 3600},
	    {"day", 86400},
	    {"d", 86400},
	    {"week", 604800},
	    {"w", 604800},
	};

	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		struct cs_str name = cs_str_z(units[i].name);

		if (cs_str_ieq(s, name) || (s.n == name.n + 1 && (s.p[name.n] | 0x20) == 's' &&
					       cs_str_ieq(cs_str_head(s, name.n), name)))
			return units[i].s;
	}
	return 0;
}

/* 1 day 2 hours, 5 minutes */
static bool
in_words(struct cs_str s, int64_t *to)
{
	int64_t sum = 0, n, unit;
	bool any = false;

	if (cs_str_eqz(s, "--")) {
		*to = 0;
		return true;
	}
	while (s.n != 0) {
		size_t digits = 0, letters = 0;

		while (digits < s.n && s.p[digits] >= '0' && s.p[digits] <= '9')
			digits++;
		if (digits == 0 || !cs_num_i64(cs_str_head(s, digits), &n))
			return false;
		s = cs_str_trim(cs_str_skip(s, digits));
		while (
		    letters < s.n && ((s.p[letters] | 0x20) >= 'a' && (s.p[letters] | 0x20) <= 'z'))
			letters++;
		unit = named_unit(cs_str_head(s, letters));
		if (unit == 0 || __builtin_mul_overflow(n, unit, &n) ||
		    __builtin_add_overflow(sum, n, &sum))
			return false;
		s = cs_str_trim(cs_str_skip(s, letters));
		if (cs_str_starts(s, CS_STR(",")))
			s = cs_str_trim(cs_str_skip(s, 1));
		if (cs_str_starts(s, CS_STR("and ")))
			s = cs_str_trim(cs_str_skip(s, 4));
		any = true;
	}
	*to = sum;
	return any;
}

static bool
seconds(const struct cs_conv *c, enum cs_unit unit, struct cs_str s, int64_t *to)
{
	switch (unit) {
	case CS_UNIT_S:
		return number(c, s, 1, 1, to);
	case CS_UNIT_MS:
		return number(c, s, 1, 1000, to);
	case CS_UNIT_MIN:
		return number(c, s, 60, 1, to);
	case CS_UNIT_H:
		return number(c, s, 3600, 1, to);
	case CS_UNIT_DAY:
		return number(c, s, CS_DAY_S, 1, to);
	case CS_UNIT_CLOCK:
		return clock_time(c, s, to);
	case CS_UNIT_HM:
		return pair(s, 60, to);
	case CS_UNIT_MS60:
		return pair(s, 1, to);
	case CS_UNIT_WORDS:
		return in_words(s, to);
	case CS_UNIT_N:
		break;
	}
	return false;
}

const char *
cs_conv_seconds(const struct cs_conv *c, struct cs_str s, int64_t *to)
{
	for (size_t i = 0; i < c->col->nunit; i++)
		if (seconds(c, c->col->unit[i], s, to))
			return NULL;
	return "is not a duration as the map says";
}
