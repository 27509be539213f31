/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages on standard error: see msg.h. */
#include "cli/msg.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/utf8.h"

static const char *tool = "cs";
static bool no_notes;
static atomic_bool failed;

void
cs_msg_init(const char *name, bool quiet)
{
	tool = name;
	no_notes = quiet;
}

bool
cs_msg_failed(void)
{
	return atomic_load(&failed);
}

/* Appends "head: text\n", text made safe, its further lines indented. */
static void
add_lines(struct cs_buf *b, const char *head, const char *text)
{
	struct cs_str rest = cs_str_z(text), line;
	const char *indent = "";

	cs_buf_printf(b, "%s: ", head);
	while (cs_str_split(&rest, '\n', &line)) {
		cs_buf_z(b, indent);
		cs_utf8_visible(b, line);
		cs_buf_c(b, '\n');
		indent = "    ";
	}
}

/* One write: stages of a pipeline share the terminal. */
static void
put(struct cs_buf *b)
{
	size_t at = 0;

	while (at < b->n) {
		ssize_t n = write(STDERR_FILENO, b->p + at, b->n - at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			atomic_store(&failed, true);
			break;
		}
		at += (size_t)n;
	}
	cs_buf_finish(b);
}

void
cs_msg_error(const struct cs_err *e)
{
	struct cs_buf b = CS_BUF_INIT;

	if (e->status == 0)
		return;
	add_lines(&b, tool, e->msg);
	if (e->hint[0] != '\0')
		add_lines(&b, "hint", e->hint);
	put(&b);
}

__attribute__((format(printf, 1, 0))) __attribute__((format(printf, 1, 0))) static void
say(const char *fmt, va_list ap)
{
	struct cs_buf b = CS_BUF_INIT;
	char text[2048];

	(void)vsnprintf(text, sizeof text, fmt, ap);
	add_lines(&b, tool, text);
	put(&b);
}

void
cs_msg_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

void
cs_msg_note(const char *fmt, ...)
{
	va_list ap;

	if (no_notes)
		return;
	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}
