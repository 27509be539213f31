/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run of digits is: see amount.h. Each matcher gives a length in bytes, 0 for "not me". */
#include "text/amount.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400, WEEK = 7 * DAY, MONTH = 30 * DAY, YEAR = 365 * DAY };

#define VALUE_MAX INT64_C(1000000000000000)

static bool
digit(struct cs_str s, size_t i)
{
	return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

static bool
letter(struct cs_str s, size_t i)
{
	return i < s.n && (s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z';
}

static bool
alnum(struct cs_str s, size_t i)
{
	return digit(s, i) || letter(s, i);
}

static bool
is(struct cs_str s, size_t i, char c)
{
	return i < s.n && s.p[i] == c;
}

static size_t
digits(struct cs_str s, size_t i)
{
	size_t n = 0;

	while (digit(s, i + n))
		n++;
	return n;
}

static size_t
letters(struct cs_str s, size_t i)
{
	size_t n = 0;

	while (letter(s, i + n))
		n++;
	return n;
}

/* The value of the digits of s (others are skipped), at most VALUE_MAX. */
static int64_t
value_of(struct cs_str s)
{
	int64_t v = 0;

	for (size_t i = 0; i < s.n && v < VALUE_MAX; i++)
		if (digit(s, i))
			v = v * 10 + (s.p[i] - '0');
	return v < VALUE_MAX ? v : VALUE_MAX;
}

/* The bytes of a currency sign at i, or 0: $ and the UTF-8 of cent, pound, yen, euro, rupee. */
static size_t
sign(struct cs_str s, size_t i)
{
	static const struct cs_str signs[] = {CS_STR_INIT("$"), CS_STR_INIT("\xc2\xa2"),
	    CS_STR_INIT("\xc2\xa3"), CS_STR_INIT("\xc2\xa5"), CS_STR_INIT("\xe2\x82\xac"),
	    CS_STR_INIT("\xe2\x82\xb9")};

	for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
		if (i <= s.n && cs_str_starts(cs_str_skip(s, i), signs[k]))
			return signs[k].n;
	return 0;
}

/*
 * The groups of digits of what may be a phone number: their sizes in group[], at most 6; gives the
 * length. Blanks part groups only where the number begins like one (+, 0, a bracket).
 */
static size_t
phone_groups(struct cs_str s, size_t at, size_t group[6], size_t *ngroup)
{
	size_t i = at, n, end = at;
	bool open = is(s, at, '+') || is(s, at, '(') || is(s, at, '0');

	*ngroup = 0;
	i += is(s, i, '+');
	while (*ngroup < 6) {
		i += is(s, i, '(');
		n = digits(s, i);
		if (n == 0)
			break;
		group[(*ngroup)++] = n;
		end = i += n;
		i += is(s, i, ')');
		if (is(s, i, '-') || is(s, i, '.') || (open && (is(s, i, ' ') || is(s, i, '/'))))
			i++;
		else if (!is(s, i, '(') && !is(s, i - 1, ')'))
			break;
	}
	return end - at;
}

static size_t
phone(struct cs_str s, size_t at)
{
	size_t g[6], n, len = phone_groups(s, at, g, &n), total = 0;
	bool strict = !is(s, at, '+') && !is(s, at, '(');

	for (size_t i = 0; i < n; i++)
		total += g[i];
	if (total < 7 || total > 15 || alnum(s, at + len))
		return 0;
	if (!strict)
		return total >= 8 || n >= 2 ? len : 0;
	if (n == 2)
		return (g[0] == 3 && g[1] == 4) || (is(s, at, '0') && g[1] >= 4) ? len : 0;
	if (n >= 3 && g[n - 1] == 4 && g[n - 2] == 3 && g[n - 3] == 3)
		return len;
	return n >= 3 && is(s, at, '0') && total >= 9 ? len : 0;
}

static size_t
date(struct cs_str s, size_t at)
{
	size_t a = digits(s, at), b, c, i = at + a;
	char sep = i < s.n ? s.p[i] : '\0';

	if (sep != '-' && sep != '/' && sep != '.')
		return 0;
	b = digits(s, i + 1);
	i += 1 + b;
	if (b < 1 || b > 2 || !is(s, i, sep))
		return 0;
	c = digits(s, i + 1);
	i += 1 + c;
	if (alnum(s, i))
		return 0;
	if ((a == 4 && c >= 1 && c <= 2) || (a <= 2 && (c == 2 || c == 4)))
		return i - at;
	return 0;
}

/* The bytes of "am", "p.m." and the like, a blank before it included. */
static size_t
meridian(struct cs_str s, size_t at)
{
	size_t i = at + is(s, at, ' ');

	if (i >= s.n || ((s.p[i] | 0x20) != 'a' && (s.p[i] | 0x20) != 'p'))
		return 0;
	i++;
	i += is(s, i, '.');
	if (i >= s.n || (s.p[i] | 0x20) != 'm')
		return 0;
	i++;
	if (alnum(s, i))
		return 0;
	return i - at;
}

static size_t
clock_time(struct cs_str s, size_t at)
{
	size_t n = digits(s, at), i = at + n, half;

	if (n < 1 || n > 2)
		return 0;
	if (is(s, i, ':') && digits(s, i + 1) == 2) {
		i += 3;
		if (is(s, i, ':') && digits(s, i + 1) == 2)
			i += 3;
		i += meridian(s, i);
		return alnum(s, i) ? 0 : i - at;
	}
	half = meridian(s, i);
	return half != 0 ? i + half - at : 0;
}

/* 4/5, 7.5/10, 80/100. */
static size_t
rating(struct cs_str s, size_t at, int64_t *value)
{
	size_t n = digits(s, at), i = at + n, tenth = 0, m;
	int64_t got, best;

	if (n == 0 || n > 3)
		return 0;
	if (is(s, i, '.') && digits(s, i + 1) == 1)
		tenth = 2;
	i += tenth;
	m = is(s, i, '/') ? digits(s, i + 1) : 0;
	if (m == 0 || m > 3 || alnum(s, i + 1 + m) || is(s, i + 1 + m, '/'))
		return 0;
	got = value_of(cs_str(s.p + at, n + tenth)) * (tenth != 0 ? 1 : 10);
	best = value_of(cs_str(s.p + i + 1, m));
	if ((best != 5 && best != 10 && best != 100) || got > best * 10)
		return 0;
	*value = got * 100 / best;
	return i + 1 + m - at;
}

/* Letters behind digits that make them something else. per: seconds; 0: see kind. */
static const struct {
	const char *text;
	enum cs_token_kind kind;
	int32_t per;
} suffixes[] = {
    {"st", CS_TOKEN_ORDINAL, 0},
    {"nd", CS_TOKEN_ORDINAL, 0},
    {"rd", CS_TOKEN_ORDINAL, 0},
    {"th", CS_TOKEN_ORDINAL, 0},
    {"x", CS_TOKEN_NUMBER, 0},
    {"sec", CS_TOKEN_DURATION, 1},
    {"secs", CS_TOKEN_DURATION, 1},
    {"seconds", CS_TOKEN_DURATION, 1},
    {"min", CS_TOKEN_DURATION, MINUTE},
    {"mins", CS_TOKEN_DURATION, MINUTE},
    {"minute", CS_TOKEN_DURATION, MINUTE},
    {"minutes", CS_TOKEN_DURATION, MINUTE},
    {"h", CS_TOKEN_DURATION, HOUR},
    {"hr", CS_TOKEN_DURATION, HOUR},
    {"hrs", CS_TOKEN_DURATION, HOUR},
    {"hour", CS_TOKEN_DURATION, HOUR},
    {"hours", CS_TOKEN_DURATION, HOUR},
    {"d", CS_TOKEN_DURATION, DAY},
    {"day", CS_TOKEN_DURATION, DAY},
    {"days", CS_TOKEN_DURATION, DAY},
    {"wk", CS_TOKEN_DURATION, WEEK},
    {"wks", CS_TOKEN_DURATION, WEEK},
    {"week", CS_TOKEN_DURATION, WEEK},
    {"weeks", CS_TOKEN_DURATION, WEEK},
    {"mo", CS_TOKEN_DURATION, MONTH},
    {"months", CS_TOKEN_DURATION, MONTH},
    {"yr", CS_TOKEN_DURATION, YEAR},
    {"yrs", CS_TOKEN_DURATION, YEAR},
    {"years", CS_TOKEN_DURATION, YEAR},
};

/* Digits with commas before groups of three and a decimal point; *value in thousandths. */
static size_t
number(struct cs_str s, size_t at, int64_t *value)
{
	size_t i = at + digits(s, at), places;
	int64_t v;

	while (is(s, i, ',') && digits(s, i + 1) == 3)
		i += 4;
	v = value_of(cs_str(s.p + at, i - at));
	v = v < VALUE_MAX / 1000 ? v * 1000 : VALUE_MAX;
	places = is(s, i, '.') ? digits(s, i + 1) : 0;
	if (places != 0) {
		int64_t unit = 100;

		for (size_t k = 0; k < places && unit > 0; k++, unit /= 10)
			v += (s.p[i + 1 + k] - '0') * unit;
		i += 1 + places;
	}
	*value = v;
	return i - at;
}

/* "3h20", "1h30m" behind the h: more minutes. */
static size_t
more_minutes(struct cs_str s, size_t at, int64_t *seconds)
{
	size_t n = digits(s, at), k;

	if (n == 0 || n > 2)
		return 0;
	k = letters(s, at + n);
	if (k > 3 || (k != 0 && (s.p[at + n] | 0x20) != 'm') || alnum(s, at + n + k))
		return 0;
	*seconds += value_of(cs_str(s.p + at, n)) * MINUTE;
	return n + k;
}

static bool
suffix(struct cs_str s, size_t at, struct cs_amount *a)
{
	size_t i = at + a->n, n = letters(s, i);

	for (size_t k = 0; k < sizeof suffixes / sizeof *suffixes; k++) {
		if (!cs_str_ieq(cs_str(s.p + i, n), cs_str_z(suffixes[k].text)))
			continue;
		if (suffixes[k].per == HOUR && digit(s, i + n)) {
			int64_t seconds = a->value / 1000 * HOUR;
			size_t more = more_minutes(s, i + n, &seconds);

			if (more == 0)
				return false;
			*a = (struct cs_amount){CS_TOKEN_DURATION, a->n + n + more, seconds};
			return true;
		}
		if (alnum(s, i + n))
			return false;
		a->kind = suffixes[k].kind;
		a->n += n;
		if (suffixes[k].per != 0)
			a->value = a->value / 1000 * suffixes[k].per +
				   a->value % 1000 * suffixes[k].per / 1000;
		return true;
	}
	if (n == 1 && (s.p[i] | 0x20) == 'k' && !alnum(s, i + 1) && a->value < VALUE_MAX / 1000) {
		a->value *= 1000;
		a->n++;
		return true;
	}
	return false;
}

static void
plain_number(struct cs_str s, size_t at, struct cs_amount *a)
{
	size_t i, numerals = 0, blank, n;

	a->kind = CS_TOKEN_NUMBER;
	a->n = number(s, at, &a->value);
	i = at + a->n;
	if (letter(s, i) && suffix(s, at, a))
		return;
	if (letter(s, i)) {
		for (i = at; alnum(s, i); i++)
			numerals += digit(s, i);
		a->n = i - at;
		a->kind = a->n >= 5 && numerals >= 3 ? CS_TOKEN_CODE : CS_TOKEN_WORD;
		a->value = 0;
		return;
	}
	blank = is(s, i, ' ');
	n = sign(s, i + blank);
	if (is(s, i, '%')) {
		a->kind = CS_TOKEN_PERCENT;
		a->n++;
	} else if (n != 0 && !digit(s, i + blank + n)) {
		a->kind = CS_TOKEN_MONEY;
		a->n += blank + n;
	} else if (a->n >= 6 && digits(s, at) == a->n) {
		a->kind = CS_TOKEN_CODE;
	}
}

bool
cs_amount_match(struct cs_str s, size_t at, struct cs_amount *a)
{
	size_t n = sign(s, at), blank = is(s, at + n, ' ');

	*a = (struct cs_amount){CS_TOKEN_NUMBER, 0, 0};
	if (n != 0) {
		if (!digit(s, at + n + blank))
			return false;
		a->kind = CS_TOKEN_MONEY;
		a->n = number(s, at + n + blank, &a->value);
		if (is(s, at + n + blank + a->n, 'k') && !alnum(s, at + n + blank + a->n + 1))
			a->n++,
			    a->value = a->value < VALUE_MAX / 1000 ? a->value * 1000 : VALUE_MAX;
		a->n += n + blank;
		return true;
	}
	if ((a->n = phone(s, at)) != 0) {
		a->kind = CS_TOKEN_PHONE;
		return true;
	}
	if (!digit(s, at))
		return false;
	if ((a->n = date(s, at)) != 0)
		a->kind = CS_TOKEN_DATE;
	else if ((a->n = clock_time(s, at)) != 0)
		a->kind = CS_TOKEN_CLOCK;
	else if ((a->n = rating(s, at, &a->value)) != 0)
		a->kind = CS_TOKEN_RATING;
	else
		plain_number(s, at, a);
	return true;
}
