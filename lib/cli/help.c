/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The screen that -h shows: see help.h. */
#include "cli/help.h"

#include <unistd.h>

enum { WIDTH = 80, TEXT_AT = 28, RARE_AT = 6 };

/* Appends words to a line that stands at column *at, folding before WIDTH, indented to TEXT_AT. */
static void
fold(struct cs_buf *b, size_t *at, const char *text)
{
	struct cs_str rest = cs_str_z(text), word;

	while (cs_str_split(&rest, ' ', &word)) {
		if (*at + word.n > WIDTH && *at > TEXT_AT) {
			b->n -= b->n != 0 && b->p[b->n - 1] == ' ';
			cs_buf_printf(b, "\n%*s", TEXT_AT, "");
			*at = TEXT_AT;
		}
		cs_buf_str(b, word);
		cs_buf_c(b, ' ');
		*at += word.n + 1;
	}
}

static void
option(struct cs_buf *b, const struct cs_opt *opt)
{
	size_t begin = b->n, at;

	cs_buf_printf(b, "  %s", opt->letter == 0 ? "    " : "");
	cs_opt_spelling(b, opt);
	at = b->n - begin;
	if (at + 2 > TEXT_AT) {
		cs_buf_c(b, '\n');
		at = 0;
	}
	cs_buf_printf(b, "%*s", (int)(TEXT_AT - at), "");
	at = TEXT_AT;
	fold(b, &at, opt->help);
	if (opt->fallback != NULL) {
		fold(b, &at, "(default");
		fold(b, &at, opt->fallback);
		b->p[b->n - 1] = ')';
		cs_buf_c(b, ' ');
	}
	b->p[b->n - 1] = '\n';
}

static void
lines(struct cs_buf *b, const char *first, const char *text)
{
	struct cs_str rest = cs_str_z(text), line;

	while (cs_str_split(&rest, '\n', &line)) {
		if (line.n == 0)
			continue;
		cs_buf_z(b, first);
		cs_buf_str(b, line);
		cs_buf_c(b, '\n');
	}
}

static void
usage(struct cs_buf *b, const struct cs_tool *tool)
{
	struct cs_str rest = cs_str_z(tool->synopsis), line;
	const char *head = "usage: ";

	while (cs_str_split(&rest, '\n', &line)) {
		cs_buf_printf(b, "%s%s %.*s\n", head, tool->name, CS_STR_ARG(line));
		head = "       ";
	}
}

static bool
is_rare(const struct cs_tool *tool, const struct cs_opt *opt, size_t i)
{
	return (opt[i].flags & CS_OPT_RARE) != 0 || (tool->brief && i >= tool->nopt);
}

/* The rare options from `from` on, up to the next group, in a line or two. */
static void
name_rare(
    struct cs_buf *b, const struct cs_tool *tool, const struct cs_opt *opt, size_t from, size_t n)
{
	struct cs_buf name = CS_BUF_INIT;
	size_t at = RARE_AT, named = 0;

	for (size_t i = from; i < n && (i == from || opt[i].group == NULL); i++) {
		if ((opt[i].flags & CS_OPT_HIDDEN) != 0 || !is_rare(tool, opt, i))
			continue;
		cs_buf_reset(&name);
		cs_opt_spelling(&name, &opt[i]);
		if (named == 0 || at + 3 + name.n > WIDTH) {
			cs_buf_printf(b, "%s%*s", named == 0 ? "" : ",\n", RARE_AT, "");
			at = RARE_AT;
		} else {
			cs_buf_z(b, ", ");
			at += 2;
		}
		cs_buf_str(b, cs_buf_all(&name));
		at += name.n;
		named++;
	}
	if (named != 0)
		cs_buf_c(b, '\n');
	cs_buf_finish(&name);
}

void
cs_help_text(struct cs_buf *b, const struct cs_tool *tool, const struct cs_opt *opt, size_t n)
{
	const char *group = NULL;
	size_t begin = 0;

	cs_buf_printf(b, "%s - %s\n\n", tool->name, tool->what);
	usage(b, tool);
	for (size_t i = 0; i < n; i++) {
		if ((opt[i].flags & CS_OPT_HIDDEN) != 0)
			continue;
		if (opt[i].group != NULL || group == NULL) {
			if (group != NULL)
				name_rare(b, tool, opt, begin, n);
			begin = i;
			group = opt[i].group != NULL ? opt[i].group : "Options";
			cs_buf_printf(b, "\n%s\n", group);
		}
		if (!is_rare(tool, opt, i))
			option(b, &opt[i]);
	}
	name_rare(b, tool, opt, begin, n);
	cs_buf_z(b, "\nExamples\n");
	lines(b, "  ", tool->examples);
	cs_buf_printf(b, "\nMore: man %s, man cs", tool->name);
	if (tool->see != NULL)
		cs_buf_printf(b, ", %s", tool->see);
	cs_buf_c(b, '\n');
}
