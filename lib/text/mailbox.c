/* SPDX-License-Identifier: GPL-3.0-or-later */
/* E-mail addresses, folded: see mailbox.h. */
#include "text/mailbox.h"

#include "base/utf8.h"

enum { LOCAL = 64, LABEL = 63 }; /* bytes in front of the @, and of a part of the domain */

/* Every ASCII character that may stand in front of the @ without quotes beside letters and digits:
 * RFC 5322, 3.2.3, and dots anywhere, which some hosts gave out. */
static const char atom[] = "!#$%&'*+-/=?^_`{|}~.";

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Characters beyond ASCII that are no letters of any script: blanks, controls, marks of
 * direction. */
static bool
is_hidden(struct cs_str s, size_t *len)
{
	int32_t cp = cs_utf8_next(s, len);

	return cp < 0xa1 || cp == 0xad || (cp >= 0x2000 && cp <= 0x206f) || cp == 0x3000 ||
	       cp == 0xfeff || cp == 0xfffd;
}

static bool
is_local(struct cs_str s)
{
	size_t len;

	if (s.n == 0 || s.n > LOCAL)
		return false;
	for (size_t i = 0; i < s.n; i += len) {
		char c = s.p[i];

		len = 1;
		if ((unsigned char)c < 0x80 ? !is_alnum(c) && (c == '\0' || !strchr(atom, c))
					    : is_hidden(cs_str_skip(s, i), &len))
			return false;
	}
	return true;
}

static bool
is_label(struct cs_str s)
{
	size_t len;

	if (s.n == 0 || s.n > LABEL || s.p[0] == '-' || s.p[s.n - 1] == '-')
		return false;
	for (size_t i = 0; i < s.n; i += len) {
		char c = s.p[i];

		len = 1;
		if ((unsigned char)c < 0x80 ? !is_alnum(c) && c != '-'
					    : is_hidden(cs_str_skip(s, i), &len))
			return false;
	}
	return true;
}

/* At least two labels, the last not a number (that would be an address of the network). */
static bool
is_domain(struct cs_str s)
{
	struct cs_str label = {NULL, 0};
	unsigned n = 0;
	bool digits = true;

	while (cs_str_split(&s, '.', &label)) {
		if (!is_label(label))
			return false;
		n++;
	}
	for (size_t i = 0; i < label.n; i++)
		digits = digits && label.p[i] >= '0' && label.p[i] <= '9';
	return n >= 2 && !digits && !cs_str_ieq(label, CS_STR("invalid"));
}

static struct cs_str
unwrap(struct cs_str s)
{
	size_t at;

	s = cs_str_trim(s);
	if (s.n != 0 && s.p[s.n - 1] == '>' && (at = cs_str_find(s, '<')) != s.n)
		s = cs_str_trim(cs_str(s.p + at + 1, s.n - at - 2));
	if (cs_str_ieq(cs_str_head(s, 7), CS_STR("mailto:"))) {
		s = cs_str_skip(s, 7);
		s = cs_str_trim(cs_str_head(s, cs_str_find(s, '?')));
	}
	if (s.n != 0 && s.p[s.n - 1] == '.') /* the root of all domains */
		s.n--;
	return s;
}

bool
cs_mailbox_add(struct cs_buf *b, struct cs_str s)
{
	size_t at;

	s = unwrap(s);
	at = cs_str_find(s, '@');
	if (s.n > CS_MAILBOX_MOST || at == s.n || !is_local(cs_str_head(s, at)) ||
	    !is_domain(cs_str_skip(s, at + 1)))
		return false;
	cs_utf8_fold(b, s);
	return true;
}
