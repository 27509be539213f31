/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Telephone numbers as E.164: see phone.h. */
#include "text/phone.h"

#include "base/utf8.h"
#include "text/calling.h"

enum {
	MOST = 15,    /* digits of an E.164 number */
	DIALLED = 24, /* with what may be dialled before it */
	EXT = 7,      /* digits of an extension */
};

/* What a character of a number is, beside the digits 0 to 9. */
enum symbol { BLANK = 10, PLUS, PAREN, OTHER };

/* A number as it is written: its digits, and what else was seen. */
struct written {
	char digit[DIALLED + 1]; /* one more, for a zero that is put in */
	size_t n;
	size_t zero; /* where "(0)" stood among the digits; n is as good as nowhere */
	bool plus, has_zero;
	char ext[EXT];
	size_t next;
};

static const struct {
	int32_t first, last;
	int symbol; /* 0: the digits from 0 on */
} range[] = {
    {0xa0, 0xa0, BLANK},
    {0xad, 0xad, BLANK},
    {0x660, 0x669, 0},
    {0x6f0, 0x6f9, 0},
    {0x2000, 0x2015, BLANK}, /* blanks, marks of direction, dashes */
    {0x202a, 0x202f, BLANK},
    {0x2060, 0x2069, BLANK},
    {0x2212, 0x2212, BLANK},
    {0x3000, 0x3000, BLANK},
    {0xfeff, 0xfeff, BLANK},
    {0xff08, 0xff09, PAREN},
    {0xff0b, 0xff0b, PLUS},
    {0xff0d, 0xff0e, BLANK},
    {0xff10, 0xff19, 0},
};

/* What a caller is called who hides the number, by phones, exchanges and SIP. */
static const char *const withheld[] = {"anonymous", "anonym", "restricted", "private", "withheld",
    "unavailable", "unknown", "blocked", "no number", "number withheld", "private number",
    "caller id blocked", "unbekannt", "unterdrückt", "anonymous.invalid"};

/* What stands between a number and its extension. The longer of two that begin alike is first. */
static const char *const extension[] = {
    "extension", "ext.", "ext", "durchwahl", "poste", "app.", "dw", "int.", "x", "#", ","};

/* The symbol at the front of s, which is not empty, and how many bytes it has. */
static int
symbol(struct cs_str s, size_t *len)
{
	char c = s.p[0];
	int32_t cp;

	*len = 1;
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((unsigned char)c < 0x80)
		return c == '+'					    ? PLUS
		       : c == '(' || c == ')'			    ? PAREN
		       : c != '\0' && strchr(" .-/\t[]", c) != NULL ? BLANK
								    : OTHER;
	cp = cs_utf8_next(s, len);
	for (size_t i = 0; i < sizeof range / sizeof range[0]; i++)
		if (cp >= range[i].first && cp <= range[i].last)
			return range[i].symbol != 0 ? range[i].symbol : cp - range[i].first;
	return OTHER;
}

/* The digits of an extension, to the end of s. */
static bool
read_extension(struct written *w, struct cs_str s)
{
	size_t len;

	for (; s.n != 0; s = cs_str_skip(s, len)) {
		int x = symbol(s, &len);

		if (x == BLANK || (w->next == 0 && (s.p[0] == ':' || s.p[0] == ',')))
			continue;
		if (x > 9 || w->next == EXT)
			return false;
		w->ext[w->next++] = (char)('0' + x);
	}
	return w->next != 0;
}

static bool
begins_extension(struct cs_str s, size_t *len)
{
	for (size_t i = 0; i < sizeof extension / sizeof extension[0]; i++) {
		*len = strlen(extension[i]);
		if (cs_str_ieq(cs_str_head(s, *len), cs_str_z(extension[i])))
			return true;
	}
	return false;
}

/* "(0)" at the front of s: the trunk prefix shown beside the calling code. */
static bool
is_zero(struct cs_str s)
{
	return cs_str_starts(s, CS_STR("(0)"));
}

/* Everything that is written, from left to right; parentheses are as good as blanks. */
static bool
read_written(struct written *w, struct cs_str s)
{
	size_t len;

	for (; s.n != 0; s = cs_str_skip(s, len)) {
		int x = symbol(s, &len);

		if (x <= 9 && w->n == DIALLED)
			return false;
		if (x <= 9) {
			w->digit[w->n++] = (char)('0' + x);
		} else if (x == PLUS) {
			if (w->plus || w->n != 0)
				return false;
			w->plus = true;
		} else if (is_zero(s) && w->n != 0) {
			if (w->has_zero)
				return false;
			w->has_zero = true;
			w->zero = w->n;
			len = 3;
		} else if (x == OTHER) {
			return w->n != 0 && begins_extension(s, &len) &&
			       read_extension(w, cs_str_skip(s, len));
		}
	}
	return w->n != 0;
}

/* A whole national number: as long as they are, and beginning as they do. */
static bool
is_national(struct cs_str s, unsigned min, unsigned max, bool zero, struct cs_str trunk)
{
	return s.n >= min && s.n <= max && (zero || s.p[0] != '0') &&
	       !(cs_str_eqz(trunk, "1") && s.p[0] == '1');
}

/* "+", code and national number, if it is whole. */
static bool
put(struct cs_buf *b, struct cs_str code, struct cs_str national)
{
	if (code.n + national.n > MOST)
		return false;
	cs_buf_c(b, '+');
	cs_buf_str(b, code);
	cs_buf_str(b, national);
	return true;
}

/* The digits from `from` on are a calling code and a national number. */
static bool
put_international(struct cs_buf *b, struct written *w, size_t from)
{
	size_t len;
	const struct cs_calling *k = cs_calling_find(w->digit + from, w->n - from, &len);
	struct cs_str code, rest;

	if (k == NULL)
		return false;
	if (w->has_zero && k->zero && w->zero == from + len) {
		memmove(w->digit + w->zero + 1, w->digit + w->zero, w->n - w->zero);
		w->digit[w->zero] = '0';
		w->n++;
	}
	code = cs_str(w->digit + from, len);
	rest = cs_str_skip(cs_str(w->digit + from, w->n - from), len);
	/* Some write the trunk prefix behind the code; where no number begins with 0 that shows. */
	if (!k->zero && k->trunk.n != 0 && k->trunk.p[0] == '0' && cs_str_starts(rest, k->trunk))
		rest = cs_str_skip(rest, k->trunk.n);
	return is_national(rest, k->min, k->max, k->zero, k->trunk) && put(b, code, rest);
}

/* How long the international prefix of home is that s begins with; 0: it does not. */
static size_t
international(const struct cs_country *home, struct cs_str s)
{
	struct cs_str list = home->international, one;
	size_t longest = 0;

	while (cs_str_split(&list, ',', &one))
		if (cs_str_starts(s, one) && one.n > longest)
			longest = one.n;
	return longest;
}

static bool
put_number(struct cs_buf *b, struct written *w, const struct cs_country *home)
{
	struct cs_str s = cs_str(w->digit, w->n), rest;
	size_t prefix;

	if (w->plus)
		return put_international(b, w, 0);
	prefix = international(home, s);
	if (prefix != 0)
		return put_international(b, w, prefix);
	if (w->has_zero || !home->national)
		return false;
	rest = cs_str_skip(s, home->trunk.n);
	if (home->trunk.n != 0 && cs_str_starts(s, home->trunk) &&
	    is_national(rest, home->min, home->max, home->zero, home->trunk))
		return put(b, home->code, rest);
	return home->alone != 0 &&
	       is_national(s, home->alone, home->max, home->zero, home->trunk) &&
	       put(b, home->code, s);
}

/* Takes the value of the parameter ext= of a URI, and the parameters off *s. */
static bool
cut_parameters(struct written *w, struct cs_str *s)
{
	struct cs_str rest = *s, one;

	if (cs_str_find(rest, ';') == rest.n)
		return true;
	(void)cs_str_split(&rest, ';', s);
	while (cs_str_split(&rest, ';', &one)) {
		if (cs_str_ieq(cs_str_head(one, 4), CS_STR("ext=")) &&
		    !read_extension(w, cs_str_skip(one, 4)))
			return false;
		if (cs_str_ieq(cs_str_head(one, 14), CS_STR("phone-context=")))
			return false; /* a number of somebody's own plan */
	}
	return true;
}

/* Takes off what may stand around a number: a name and <>, a scheme, a host. */
static struct cs_str
unwrap(struct cs_str s)
{
	static const char *const scheme[] = {"tel:", "sips:", "sip:", "callto:"};
	size_t at;

	s = cs_str_trim(s);
	if (s.n == 0 || s.p[0] == '+' || (s.p[0] >= '0' && s.p[0] <= '9'))
		return s; /* as nearly all are */
	if (s.p[s.n - 1] == '>' && (at = cs_str_find(s, '<')) != s.n)
		s = cs_str_trim(cs_str(s.p + at + 1, s.n - at - 2));
	for (size_t i = 0; i < sizeof scheme / sizeof scheme[0]; i++) {
		struct cs_str z = cs_str_z(scheme[i]);

		if (!cs_str_ieq(cs_str_head(s, z.n), z))
			continue;
		s = cs_str_trim(cs_str_skip(s, z.n));
		if (z.p[0] == 's')
			s = cs_str_head(s, cs_str_find(s, '@'));
		break;
	}
	return s;
}

static bool
is_withheld(struct cs_str s)
{
	if (s.n == 0)
		return true;
	if (s.p[0] == '+' || (s.p[0] >= '0' && s.p[0] <= '9'))
		return false;
	for (size_t i = 0; i < sizeof withheld / sizeof withheld[0]; i++)
		if (cs_str_ieq(s, cs_str_z(withheld[i])))
			return true;
	return false;
}

enum cs_phone
cs_phone_add(struct cs_buf *b, struct cs_str s, const struct cs_country *home)
{
	struct written w = {.n = 0};
	size_t begin = b->n;

	s = unwrap(s);
	if (is_withheld(s))
		return CS_PHONE_WITHHELD;
	if (!cut_parameters(&w, &s) || !read_written(&w, s) || !put_number(b, &w, home)) {
		b->n = begin;
		return CS_PHONE_UNREAD;
	}
	if (w.next != 0) {
		cs_buf_z(b, ";ext=");
		cs_buf_add(b, w.ext, w.next);
	}
	return CS_PHONE_READ;
}
