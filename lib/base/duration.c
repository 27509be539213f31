/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Durations as people and sources write them: see civil.h. */
#include "base/civil.h"
#include "base/num.h"

static const struct unit {
	const char *name;
	int64_t s;  /* seconds in one, or */
	int months; /* months in one */
} units[] = {
    {"s", 1, 0},
    {"m", 60, 0},
    {"h", 3600, 0},
    {"d", 86400, 0},
    {"w", 604800, 0},
    {"mo", 0, 1},
    {"y", 0, 12},
};

static const struct unit *
find(struct cs_str name)
{
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
		if (cs_str_eqz(name, units[i].name))
			return &units[i];
	return NULL;
}

/* Bytes at the front that are digits (or that are not). */
static size_t
span(struct cs_str s, bool digits)
{
	size_t i = 0;

	while (i < s.n && (s.p[i] >= '0' && s.p[i] <= '9') == digits)
		i++;
	return i;
}

bool
cs_duration_parse(struct cs_str s, struct cs_duration *duration)
{
	struct cs_duration d = {0, 0};
	int64_t n, part;

	if (span(s, true) == s.n) {
		if (!cs_num_i64(s, &d.s))
			return false;
		*duration = d;
		return true;
	}
	/* Units may follow one another in any order: "1h30m". */
	while (s.n != 0) {
		size_t digits = span(s, true), letters;
		const struct unit *u;

		if (!cs_num_i64(cs_str_head(s, digits), &n))
			return false;
		s = cs_str_skip(s, digits);
		letters = span(s, false);
		u = find(cs_str_head(s, letters));
		if (u == NULL || __builtin_mul_overflow(n, u->s, &part) ||
		    __builtin_add_overflow(d.s, part, &d.s) ||
		    __builtin_mul_overflow(n, u->months, &part) ||
		    __builtin_add_overflow(d.months, part, &d.months))
			return false;
		s = cs_str_skip(s, letters);
	}
	*duration = d;
	return true;
}

bool
cs_duration_clock(struct cs_str s, int64_t *seconds)
{
	bool minus = s.n != 0 && s.p[0] == '-';
	struct cs_str hour, min, sec;
	int64_t h, m, x;

	s = cs_str_skip(s, minus);
	if (!cs_str_split(&s, ':', &hour) || !cs_str_split(&s, ':', &min) ||
	    !cs_str_split(&s, ':', &sec) || s.p != NULL)
		return false;
	if (span(hour, true) != hour.n || min.n != 2 || span(min, true) != 2 || sec.n != 2 ||
	    span(sec, true) != 2)
		return false;
	if (!cs_num_i64(hour, &h) || !cs_num_i64(min, &m) || !cs_num_i64(sec, &x) || m > 59 ||
	    x > 59 || __builtin_mul_overflow(h, 3600, &h) ||
	    __builtin_add_overflow(h, m * 60 + x, &h))
		return false;
	*seconds = minus ? -h : h;
	return true;
}
