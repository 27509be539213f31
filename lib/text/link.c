/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links and mail addresses: see link.h. */
#include "text/link.h"

/* Bytes before and behind the @ of an address (RFC 5321, 4.5.3.1.1 and .2). */
enum { LOCAL_MAX = 64, DOMAIN_MAX = 255 };

static bool
is_alnum(struct cs_str s, size_t i)
{
	return i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') ||
			      ((s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z'));
}

static bool
is_one_of(struct cs_str s, size_t i, const char *set)
{
	return i < s.n && s.p[i] != '\0' && strchr(set, s.p[i]) != NULL;
}

/* The end of a link: the next blank or bracket, without the punctuation of the sentence. */
static size_t
url_end(struct cs_str s, size_t i)
{
	while (i < s.n && (unsigned char)s.p[i] > ' ' && !is_one_of(s, i, "<>\"|"))
		i++;
	while (i > 0 && is_one_of(s, i - 1, ".,!?;:)'"))
		i--;
	return i;
}

/*
 * Reads labels joined by dots from i on, at most DOMAIN_MAX bytes. Gives the end of the last, and
 * the last itself: the top level domain, perhaps.
 */
static size_t
labels(struct cs_str s, size_t i, struct cs_str *last, size_t *n)
{
	size_t begin = i;

	s = cs_str_head(s, i + DOMAIN_MAX);
	*last = cs_str(s.p + i, 0);
	for (*n = 0;;) {
		while (is_alnum(s, i) || (is_one_of(s, i, "-") && is_alnum(s, i + 1)))
			i++;
		if (i == begin)
			return i;
		++*n;
		*last = cs_str(s.p + begin, i - begin);
		if (!is_one_of(s, i, ".") || !is_alnum(s, i + 1))
			return i;
		begin = ++i;
	}
}

/* Domains that people write without http:// in running text. */
static bool
is_common_top(struct cs_str s)
{
	static const char *const top[] = {"com", "org", "net", "co", "io", "gov", "edu", "info",
	    "uk", "de", "eu", "fr", "ca", "au", "nl", "app", "ly"};

	for (size_t i = 0; i < sizeof top / sizeof *top; i++)
		if (cs_str_ieq(s, cs_str_z(top[i])))
			return true;
	return false;
}

/* "first.last+tag@host.example" from at on; 0: none. */
static size_t
email(struct cs_str s, size_t at, size_t end)
{
	struct cs_str last;
	size_t n;

	while (end - at < LOCAL_MAX && (is_alnum(s, end) || is_one_of(s, end, "._+-")))
		end++;
	if (!is_one_of(s, end, "@"))
		return 0;
	end = labels(s, end + 1, &last, &n);
	return n >= 2 && !(last.p[0] >= '0' && last.p[0] <= '9') ? end - at : 0;
}

size_t
cs_link_match(struct cs_str s, size_t at, size_t end, enum cs_token_kind *kind)
{
	struct cs_str word = cs_str(s.p + at, end - at), last;
	size_t n, stop;

	if (!is_one_of(s, end, ".:@_+-"))
		return 0;
	*kind = CS_TOKEN_URL;
	if (is_one_of(s, end, ":")) {
		if (!cs_str_starts(cs_str_skip(s, end), CS_STR("://")) ||
		    !(cs_str_ieq(word, CS_STR("http")) || cs_str_ieq(word, CS_STR("https"))))
			return 0;
		return url_end(s, end) - at;
	}
	if ((n = email(s, at, end)) != 0) {
		*kind = CS_TOKEN_EMAIL;
		return n;
	}
	if (!is_one_of(s, end, ".") || !is_alnum(s, end + 1))
		return 0;
	if (cs_str_ieq(word, CS_STR("www")))
		return url_end(s, end) - at;
	/* Domains are written small: "it.Com" is the end of a sentence. */
	if (s.p[end + 1] >= 'A' && s.p[end + 1] <= 'Z')
		return 0;
	stop = labels(s, at, &last, &n);
	if (n < 2 || !is_common_top(last) || is_one_of(s, stop, "@"))
		return 0;
	return is_one_of(s, stop, "/") ? url_end(s, stop) - at : stop - at;
}
