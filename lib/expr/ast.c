/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The syntax tree: messages with a caret, and the walk. The canonical text is in print.c. */
#include "expr/ast.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

enum {
	SHOWN = 72, /* columns of the text that a message shows */
	BEFORE = 30 /* columns before the piece, when the text is longer than that */
};

/* Bytes at the front of s that take at most `columns` columns. */
static size_t
fit(struct cs_str s, size_t columns)
{
	size_t at = 0, len, width;

	while (at < s.n) {
		struct cs_str rest = cs_str_skip(s, at);
		int32_t cp = cs_utf8_next(rest, &len);

		width = (size_t)cs_utf8_cp_width(cp < 0x20 ? ' ' : cp);
		if (width > columns)
			break;
		columns -= width;
		at += len;
	}
	return at;
}

/* Bytes at the end of s that take at most `columns` columns, each byte counted as one. */
static size_t
fit_back(struct cs_str s, size_t columns)
{
	size_t n = s.n < columns ? s.n : columns;

	while (n != 0 && ((unsigned char)s.p[s.n - n] & 0xc0) == 0x80)
		n--;
	return n;
}

/* Appends s with control characters as blanks; gives its width. */
static size_t
show(struct cs_buf *out, struct cs_str s)
{
	size_t from = out->n;

	for (size_t i = 0; i < s.n; i++)
		cs_buf_c(out, (unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f ? ' ' : s.p[i]);
	return cs_utf8_width(cs_str(out->p + from, out->n - from));
}

static void
caret_lines(struct cs_buf *out, const struct cs_ast *at)
{
	struct cs_str text = at->of->text;
	struct cs_str before = cs_str_head(text, at->begin), rest = cs_str_skip(text, at->begin);
	size_t piece = at->end - at->begin, left = 0, width, n;

	if (text.n > SHOWN && before.n > BEFORE) {
		n = fit_back(before, BEFORE);
		before = cs_str_skip(before, before.n - n);
		cs_buf_z(out, "...");
		left = 3;
	}
	left += show(out, before);
	n = fit(rest, left < SHOWN ? SHOWN - left : 1);
	width = show(out, cs_str_head(rest, piece < n ? piece : n));
	if (piece < n)
		(void)show(out, cs_str_head(cs_str_skip(rest, piece), n - piece));
	cs_buf_z(out, n < rest.n ? "...\n" : "\n");
	for (; left > 0; left--)
		cs_buf_c(out, ' ');
	cs_buf_c(out, '^');
	for (; width > 1; width--)
		cs_buf_c(out, '~');
}

__attribute__((format(printf, 4, 0))) static void
report(const struct cs_ast *at, struct cs_err *e, const char *more, const char *fmt, va_list ap)
{
	char msg[sizeof e->msg];
	struct cs_buf hint = CS_BUF_INIT;

	(void)vsnprintf(msg, sizeof msg, fmt, ap);
	cs_err_set_(e, CS_EXIT_USAGE, "%s: %s", at->of->source, msg);
	/* Text and caret are both further lines, so that they are indented alike when shown. */
	cs_buf_z(&hint, more != NULL ? more : "it is here:");
	cs_buf_c(&hint, '\n');
	caret_lines(&hint, at);
	cs_err_hint_(e, "%s", cs_buf_cstr(&hint));
	cs_buf_finish(&hint);
}

int
cs_ast_err(const struct cs_ast *at, struct cs_err *e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(at, e, NULL, fmt, ap);
	va_end(ap);
	return -1;
}

int
cs_ast_err_hint(const struct cs_ast *at, struct cs_err *e, const char *more, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(at, e, more, fmt, ap);
	va_end(ap);
	return -1;
}

int
cs_ast_walk(const struct cs_ast *x, int (*visit)(const struct cs_ast *, void *), void *arg)
{
	int r = visit(x, arg);

	for (size_t i = 0; r == 0 && i < x->narg; i++)
		if (x->arg[i] != NULL)
			r = cs_ast_walk(x->arg[i], visit, arg);
	if (r == 0 && x->filter != NULL)
		r = cs_ast_walk(x->filter, visit, arg);
	return r;
}
