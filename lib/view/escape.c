/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text in other languages: see escape.h. */
#include "view/escape.h"

#include "base/dec.h"
#include "base/utf8.h"
#include "view/cells.h"

void
cs_escape_html(struct cs_buf *b, struct cs_str text)
{
	struct cs_buf plain = CS_BUF_INIT;

	cs_form_plain(&plain, text);
	for (size_t i = 0; i < plain.n; i++) {
		switch (plain.p[i]) {
		case '&':
			cs_buf_z(b, "&amp;");
			break;
		case '<':
			cs_buf_z(b, "&lt;");
			break;
		case '>':
			cs_buf_z(b, "&gt;");
			break;
		case '"':
			cs_buf_z(b, "&quot;");
			break;
		case '\'':
			cs_buf_z(b, "&#39;");
			break;
		default:
			cs_buf_c(b, plain.p[i]);
		}
	}
	cs_buf_finish(&plain);
}

void
cs_escape_markdown(struct cs_buf *b, struct cs_str text)
{
	struct cs_buf plain = CS_BUF_INIT;

	cs_form_plain(&plain, text);
	for (size_t i = 0; i < plain.n; i++) {
		char c = plain.p[i];

		if (c == '<')
			cs_buf_z(b, "&lt;");
		else if (c == '&')
			cs_buf_z(b, "&amp;");
		else {
			/* What some readers of Markdown make links of by themselves. */
			if (strchr("\\`*_[]{}()#+!|>~", c) != NULL)
				cs_buf_c(b, '\\');
			if (c == '@' || (c == ':' && i + 1 < plain.n && plain.p[i + 1] == '/') ||
			    (c == '.' && i >= 3 && plain.p[i - 1] == 'w'))
				cs_buf_printf(b, "&#%d;", c);
			else
				cs_buf_c(b, c);
		}
	}
	cs_buf_finish(&plain);
}

/* What spreadsheets take for the beginning of a formula, also in full-width form; a plain number
 * is none. */
static bool
like_formula(struct cs_str s)
{
	static const char *const wide[] = {"＝", "＋", "－", "＠"};
	struct cs_dec number;

	if (cs_dec_parse(s, &number))
		return false;
	if (s.n != 0 && strchr("=+-@\t\r\n|%", s.p[0]) != NULL)
		return true;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (cs_str_starts(s, cs_str_z(wide[i])))
			return true;
	return false;
}

/* With control characters as escapes, but for those that a quoted cell may have. */
static void
add_shown(struct cs_buf *b, struct cs_str text)
{
	while (text.n != 0) {
		size_t n = 0;

		while (n < text.n && text.p[n] != '\n' && text.p[n] != '\t' && text.p[n] != '\r')
			n++;
		cs_utf8_visible(b, cs_str_head(text, n));
		text = cs_str_skip(text, n);
		if (text.n != 0)
			cs_buf_c(b, text.p[0]);
		text = cs_str_skip(text, 1);
	}
}

void
cs_escape_csv(struct cs_buf *b, struct cs_str text, char delimiter, bool guard)
{
	bool formula = guard && like_formula(text), quote = formula;
	struct cs_buf shown = CS_BUF_INIT;

	add_shown(&shown, text);
	text = cs_buf_all(&shown);
	for (size_t i = 0; i < text.n && !quote; i++)
		quote = text.p[i] == delimiter || strchr("\"\r\n\t;,", text.p[i]) != NULL;
	if (quote)
		cs_buf_c(b, '"');
	if (formula)
		cs_buf_c(b, '\'');
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			cs_buf_c(b, '"');
		cs_buf_c(b, text.p[i]);
	}
	if (quote)
		cs_buf_c(b, '"');
	cs_buf_finish(&shown);
}
